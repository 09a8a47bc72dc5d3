/** What editors are told of our files follows from what reads them: one definition each, two ways to hold a file against it. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { dirname } from "node:path";
import { Ajv } from "ajv";
import { fileOf, SCHEMAS, textOf } from "../../../../scripts/schemas";
import { parseTargets } from "../../../../src/engine/targets/parseTargets";
import { REFUSED, type Check } from "../../../../src/formats/check";
import { memoryMapCheck } from "../../../../src/protocol/files/memoryMap";
import { formatPolicy, parsePolicy, policyCheck } from "../../../../src/protocol/files/policyFile";
import { reportCheck } from "../../../../src/protocol/files/report";
import { settingsCheck } from "../../../../src/protocol/files/settings";
import { verificationCheck } from "../../../../src/protocol/files/verification";
import { sampleMap, sampleVerification } from "../../../support/firmware/sampleMap";
import { infeasible, refined, sample } from "../../../support/sampleReport";

const digest = "0123456789abcdef".repeat(4);

const settings = {
  target: "stm32h743",
  flash: "2MiB",
  ram: 524288,
  weights: 4,
  calibration: { path: "data", samples: 64, inputs: { state: "s.npy" } },
  preprocessing: {
    resize: "shortSide",
    resizeTo: 256,
    centerCrop: [224, 192],
    mean: [1, 2, 3],
    sound: { rate: 16000 },
  },
  learn: "minutes:1440",
  shape: { x: [1, 3, 8, 8] },
  fix: { sr: 16000 },
  states: [{ input: "h_in", output: "h_out" }],
};

const policyText = formatPolicy({
  model: { name: "net", sha256: digest },
  deadChannels: "all",
  streaming: [["a", "b"]],
  learned: { file: "learned.bin", sha256: digest, widths: digest, samples: digest },
  weights: new Map([["a", 8]]),
  activations: new Map([["b", 4]]),
});

const targets = {
  targets: [
    {
      id: "my-board",
      core: "cortex-m7",
      flash: "2MiB",
      ram: [{ name: "SRAM", size: 393216 }],
      aliases: ["m"],
      fpu: true,
      clockMHz: 480,
    },
  ],
};

const accepts = (check: Check<unknown>) => (json: unknown) => check(json, [], []) !== REFUSED;

/** But for names that must differ, which no schema can say. */
function readsTargets(json: unknown): boolean {
  const outcome = parseTargets(json);
  const isOfNames = /^targets\.duplicate$|^two RAM regions/;
  return outcome.ok || outcome.problems.every(({ code, message }) => isOfNames.test(code) || isOfNames.test(message));
}

const READERS: readonly (readonly [schema: string, sample: unknown, reads: (json: unknown) => boolean])[] = [
  ["memory", JSON.parse(JSON.stringify(sampleMap)), accepts(memoryMapCheck)],
  ["policy", JSON.parse(policyText), accepts(policyCheck)],
  ["policy", JSON.parse(policyText), (json) => parsePolicy(JSON.stringify(json), "p.json").ok],
  ["report", JSON.parse(JSON.stringify(sample)), accepts(reportCheck)],
  ["report", JSON.parse(JSON.stringify(infeasible)), accepts(reportCheck)],
  ["report", JSON.parse(JSON.stringify(refined)), accepts(reportCheck)],
  ["settings", settings, accepts(settingsCheck)],
  ["targets", targets, readsTargets],
  ["verification", JSON.parse(JSON.stringify(sampleVerification)), accepts(verificationCheck)],
];

/** Values that some place does not take. */
const STRANGERS: readonly unknown[] = [
  null,
  true,
  -1,
  0,
  1.5,
  3,
  2 ** 60,
  "",
  " ",
  "strange",
  [],
  [1],
  {},
  { strange: 1 },
];

/** The value with each of its places changed in turn: another value, a key more, a key or an entry less. Lists by their first entry. */
function* changed(value: unknown): Generator {
  yield* STRANGERS;
  if (Array.isArray(value)) {
    const [first, ...rest] = value as readonly unknown[];
    if (value.length === 0) return;
    for (const other of changed(first)) yield [other, ...rest];
    yield rest;
    yield [...rest, first, first];
  } else if (typeof value === "object" && value !== null) {
    const entries = Object.entries(value);
    yield { ...value, strange: 1 };
    for (const [key, inner] of entries) {
      yield Object.fromEntries(entries.filter(([name]) => name !== key));
      for (const other of changed(inner)) yield { ...value, [key]: other };
    }
  }
}

describe("schemas", () => {
  it("are as `npx tsx scripts/schemas.ts` writes them, and there are no others", async () => {
    for (const [name, schema] of Object.entries(SCHEMAS))
      assert.equal(readFileSync(fileOf(name), "utf8"), await textOf(schema), name);
    const files = readdirSync(dirname(fileOf("report")));
    assert.deepEqual(
      files.sort(),
      Object.keys(SCHEMAS)
        .map((name) => `${name}.schema.json`)
        .sort(),
    );
  });

  for (const [index, [name, valid, reads]] of READERS.entries()) {
    it(`accept what is read, and nothing else: ${name} (${index})`, () => {
      const validate = new Ajv({ strictTypes: false }).compile(SCHEMAS[name] ?? assert.fail());
      assert.ok(reads(valid) && validate(valid), JSON.stringify(validate.errors));
      let refused = 0;
      for (const other of changed(valid)) {
        const isRead = reads(other);
        refused += Number(!isRead);
        assert.equal(validate(other), isRead, `${JSON.stringify(other)}: ${JSON.stringify(validate.errors)}`);
      }
      assert.ok(refused > 50, `${refused} were refused`);
    });
  }
});
