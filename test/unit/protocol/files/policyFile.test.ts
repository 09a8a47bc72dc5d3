import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv } from "ajv";
import fc from "fast-check";
import {
  diffPolicies,
  formatPolicy,
  matchPolicy,
  parsePolicy,
  type PolicyFile,
} from "../../../../src/protocol/files/policyFile";
import { type ActivationBits, type WeightBits } from "../../../../src/protocol/files/report";

const schema = JSON.parse(readFileSync(join(__dirname, "../../../../schemas/policy.schema.json"), "utf8")) as Record<
  string,
  unknown
>;
const validate = new Ajv({ strict: true }).compile(schema);
const sha256 = "0123456789abcdef".repeat(4);

const policy: PolicyFile = {
  model: { name: "net", sha256 },
  deadChannels: "fours",
  levels: ["conv1"],
  streaming: [["conv1", "dw1"]],
  weights: new Map<string, WeightBits>([
    ["conv1", 8],
    ["dw1", 4],
    ["12", 2],
  ]),
  activations: new Map<string, ActivationBits>([["/relu/Relu_output_0", 8]]),
};

const TEXT = `{
  "format": 1,
  "model": { "name": "net", "sha256": "${sha256}" },
  "deadChannels": "fours",
  "levels": [
    "conv1"
  ],
  "streaming": [
    ["conv1", "dw1"]
  ],
  "weights": {
    "conv1": 8,
    "dw1": 4,
    "12": 2
  },
  "activations": {
    "/relu/Relu_output_0": 8
  }
}
`;

function problemsOf(text: string): readonly { message: string; place?: string; hint?: string }[] {
  const parsed = parsePolicy(text, "p.json");
  assert.ok(!parsed.ok, "accepted");
  return parsed.problems;
}

describe("policy file", () => {
  it("prints one tensor a line and ends with a newline", () => assert.equal(formatPolicy(policy), TEXT));

  it("reads back what it prints, in the order of the lines even where names are numbers", () => {
    const names = fc.oneof(fc.string({ unit: "binary" }), fc.nat().map(String), fc.constant("__proto__"));
    const weightWidths = fc.array(fc.tuple(names, fc.constantFrom<WeightBits[]>(2, 3, 4, 5, 8)));
    const activationWidths = fc.array(fc.tuple(names, fc.constantFrom<ActivationBits[]>(2, 4, 8)));
    const chain = fc.array(fc.string(), { minLength: 2 });
    const streams = fc.option(fc.oneof(fc.constant<"off">("off"), fc.array(chain)), { nil: undefined });
    fc.assert(
      fc.property(weightWidths, activationWidths, fc.string(), streams, (weights, activations, name, streaming) => {
        const made: PolicyFile = {
          model: { name, sha256 },
          ...(streaming && { streaming }),
          weights: new Map(weights),
          activations: new Map(activations),
        };
        const text = formatPolicy(made);
        const read = parsePolicy(text, "p.json");
        assert.ok(read.ok);
        assert.deepEqual([...read.value.weights], [...made.weights]);
        assert.deepEqual([...read.value.activations], [...made.activations]);
        assert.deepEqual(read.value.streaming, streaming);
        assert.equal(formatPolicy(read.value), text);
        assert.ok(validate(JSON.parse(text)));
      }),
    );
  });

  it("changes one line when one width changes", () => {
    const other = formatPolicy({
      ...policy,
      weights: new Map<string, WeightBits>([...policy.weights, ["dw1", 2]]),
    }).split("\n");
    const changed = TEXT.split("\n").flatMap((line, i) => (line === other[i] ? [] : [[line, other[i]]]));
    assert.deepEqual(changed, [['    "dw1": 4,', '    "dw1": 2,']]);
  });

  it("names the line of a width that does not exist", () => {
    const [problem] = problemsOf(TEXT.replace('"dw1": 4', '"dw1": 6'));
    assert.equal(problem?.message, '"dw1" must have 8, 5, 4, 3 or 2 bits, not 6');
    assert.equal(problem.place, "p.json:13:12");
    const [other] = problemsOf(TEXT.replace('"/relu/Relu_output_0": 8', '"/relu/Relu_output_0": 3'));
    assert.equal(other?.message, '"/relu/Relu_output_0" must have 16, 8, 4 or 2 bits, not 3');
  });

  it("refuses each other mistake with one clear problem, as the schema does", () => {
    const cases: readonly (readonly [string, string, RegExp])[] = [
      ['"format": 1', '"format": 2', /format 2 is not known/],
      ['  "format": 1,\n', "", /"format" is missing/],
      [sha256, "abc", /64 hexadecimal digits/],
      [`"model": { "name": "net", "sha256": "${sha256}" }`, '"model": "net"', /"model" must say/],
      [`"name": "net", `, "", /model\.name must be text/],
      ['["conv1", "dw1"]', '["conv1"]', /at least two layers/],
      ['[\n    "conv1"\n  ]', '"all"', /"levels" must be a list of layers' names/],
      ['[\n    ["conv1", "dw1"]\n  ]', '"on"', /"streaming" must be "off" or a list of chains/],
      ['"weights"', '"weight"', /"weight" is not a known key/],
      ['"conv1": 8', '"conv1": "8"', /"conv1" must have 8, 5, 4, 3 or 2 bits, not "8"/],
    ];
    for (const [from, to, message] of cases) {
      const text = TEXT.replace(from, to);
      assert.notEqual(text, TEXT);
      assert.ok(
        problemsOf(text).some((problem) => message.test(problem.message)),
        `${to}: ${JSON.stringify(problemsOf(text))}`,
      );
      assert.equal(validate(JSON.parse(text)), false, to);
    }
    assert.match(problemsOf("[]")[0]?.message ?? "", /a policy is an object/);
    assert.match(problemsOf(TEXT.slice(0, 100))[0]?.message ?? "", /not closed|ends/);
  });

  it("is held against the network: unknown and missing names, another model", () => {
    const names = {
      weights: ["conv1", "dw1", "12"],
      activations: ["/relu/Relu_output_0"],
      layers: ["conv1", "dw1", "12"],
      sha256,
    };
    assert.ok(matchPolicy(policy, names, "p.json").ok);
    const other = matchPolicy(policy, { ...names, weights: ["conv1", "dw2", "12"], sha256: "f".repeat(64) }, "p.json");
    assert.ok(!other.ok);
    assert.deepEqual(
      other.problems.map(({ code, message, hint }) => [code, message, hint]),
      [
        [
          "policy.model",
          'the policy was made for another model ("net", or an earlier version of this one)',
          "search again, or choose the policy of this model",
        ],
        ["policy.unknown", 'the network has no layer "dw1" with bits to choose', 'did you mean "dw2"?'],
        ["policy.missing", 'the policy gives no bits for layer "dw2"', 'add "dw2": 8'],
      ],
    );
    const chain = matchPolicy({ ...policy, streaming: [["conv1", "gone"]] }, names, "p.json");
    assert.equal(chain.ok ? "" : chain.problems[0]?.code, "policy.unknown");
    const onLevels = matchPolicy({ ...policy, levels: ["dw1"] }, { ...names, levels: ["conv1"] }, "p.json");
    assert.match(
      onLevels.ok ? "" : (onLevels.problems[0]?.message ?? ""),
      /no layer "dw1" whose weights could lie on levels/,
    );
  });

  it("is put into the network's order", () => {
    const names = { weights: ["12", "conv1", "dw1"], activations: ["/relu/Relu_output_0"] };
    const matched = matchPolicy(policy, names, "p.json");
    assert.deepEqual(matched.ok ? [...matched.value.weights.keys()] : [], names.weights);
  });

  it("differs in meaning only where widths, chains or the model differ", () => {
    const reordered: PolicyFile = { ...policy, weights: new Map([...policy.weights].reverse()) };
    assert.deepEqual(diffPolicies(policy, reordered), { model: false, streaming: false, changes: [] });
    const changed: PolicyFile = {
      model: { name: "net", sha256: "f".repeat(64) },
      weights: new Map<string, WeightBits>([
        ["conv1", 8],
        ["dw1", 2],
        ["new", 4],
      ]),
      activations: policy.activations,
    };
    assert.deepEqual(diffPolicies(policy, changed), {
      model: true,
      streaming: true,
      changes: [
        { kind: "weights", name: "dw1", from: 4, to: 2 },
        { kind: "weights", name: "12", from: 2 },
        { kind: "weights", name: "new", to: 4 },
      ],
    });
  });
});
