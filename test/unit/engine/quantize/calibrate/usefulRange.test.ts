import assert from "node:assert/strict";
import type { ScalarFunction } from "../../../../../src/engine/ir/op";
import { evaluateScalar } from "../../../../../src/engine/ir/scalarFunction";
import { calibrate } from "../../../../../src/engine/quantize/calibrate/calibrate";
import { createQuantizer } from "../../../../../src/engine/quantize/quantizer";
import { usefulRanges } from "../../../../../src/engine/quantize/calibrate/usefulRange";
import { unwatched } from "../../../../../src/engine/ir/ports";
import { floatExecutor, normalSamples } from "../../../../support/networks/floatExecutor";
import { GraphBuilder } from "../../../../support/networks/graphBuilder";
import { checkLowering, checkPrepare } from "../../../../support/preparing";

const FUNCTIONS: readonly ScalarFunction[] = [
  { fn: "sigmoid" },
  { fn: "tanh" },
  { fn: "hardSigmoid", alpha: 0.2, beta: 0.5 },
  { fn: "hardSigmoid", alpha: -0.2, beta: 0.5 },
  { fn: "hardSwish" },
  { fn: "clamp", min: -1, max: 6 },
  { fn: "clamp", min: 0, max: Infinity },
  { fn: "leakyRelu", alpha: 0.1 },
  { fn: "elu", alpha: 1 },
  { fn: "elu", alpha: 0.5 },
  { fn: "selu", alpha: 1.6733, gamma: 1.0507 },
  { fn: "celu", alpha: 0.5 },
  { fn: "erf" },
  { fn: "softplus" },
  { fn: "exp" },
  { fn: "gelu", approximate: "none" },
  { fn: "mish" },
];

/** How much of its values a function's table certainly spans: those between 0 and both ends of its useful arguments. */
function codeOf(fn: ScalarFunction, min: number, max: number): number {
  const values = [0, min, max].filter(Number.isFinite).flatMap((x) => [evaluateScalar(fn, x), 0]);
  return (Math.max(...values) - Math.min(...values)) / 255;
}

describe("usefulRange", () => {
  for (const fn of FUNCTIONS) {
    it(`${JSON.stringify(fn)} is flat beyond its range, in 8-bit terms, and nowhere within`, () => {
      const b = new GraphBuilder();
      const x = b.input("x", [1, 4]);
      const graph = b.graph(b.node({ kind: "activation", fn }, [x]));
      const { min, max } = usefulRanges(graph).get(x) ?? { min: NaN, max: NaN };
      assert.ok(min <= 0 && max >= 0, "0 has a code");
      const at = (value: number): number => evaluateScalar(fn, value);
      const code = fn.fn === "gelu" || fn.fn === "mish" ? 1 / 255 : codeOf(fn, min, max);
      for (const [end, outwards] of [
        [min, -1],
        [max, 1],
      ] as const) {
        if (!Number.isFinite(end)) continue;
        for (const far of [1, 100, 1e6])
          assert.ok(Math.abs(at(end) - at(end + outwards * far)) <= 0.505 * code, `${end} and ${far} beyond`);
        assert.notEqual(at(end), at(end - outwards * 0.1));
      }
    });
  }

  it("is what any reader tells apart, through what only moves values", () => {
    const b = new GraphBuilder();
    const conv = b.conv(b.input("x", [1, 2, 4, 4]), 2);
    const pooled = b.node(
      { kind: "maxPool", kernel: [2, 2], strides: [2, 2], pads: [0, 0, 0, 0], dilations: [1, 1], ceilMode: false },
      [conv],
    );
    const gate = b.node({ kind: "activation", fn: { fn: "sigmoid" } }, [pooled]);
    const graph = b.graph(b.conv(gate, 2), b.node({ kind: "activation", fn: { fn: "tanh" } }, [conv]));
    const ranges = usefulRanges(graph);
    assert.deepEqual(ranges.get(conv), { min: -Math.log(509), max: Math.log(509) });
    assert.deepEqual(ranges.get("x"), { min: -Infinity, max: Infinity });
    assert.deepEqual(ranges.get(gate), { min: -Infinity, max: Infinity });
  });

  const SIGMOID = Math.log(509);
  const act = (b: GraphBuilder, x: string, fn: ScalarFunction): string => b.node({ kind: "activation", fn }, [x]);
  const chains: readonly (readonly [string, (b: GraphBuilder, x: string) => string, number, number])[] = [
    [
      "padding, whose value must have a code too",
      (b, x) =>
        act(b, b.node({ kind: "pad", before: [0, 0, 1, 1], after: [0, 0, 1, 1], value: 9 }, [x]), { fn: "sigmoid" }),
      -SIGMOID,
      9,
    ],
    [
      "a hard swish cut at 5, which passes values above 3 on",
      (b, x) => b.clamp(act(b, x, { fn: "hardSwish" }), -1, 5),
      -3,
      5,
    ],
    ["a hard swish cut at 2, which is curved up to 3", (b, x) => b.clamp(act(b, x, { fn: "hardSwish" }), -1, 2), -3, 3],
    ["a leaky ReLU cut at 4", (b, x) => b.clamp(act(b, x, { fn: "leakyRelu", alpha: 0.1 }), -1, 4), -Infinity, 4],
    ["a clamp in front of a sigmoid", (b, x) => act(b, b.clamp(x, -1, 10), { fn: "sigmoid" }), -1, SIGMOID],
    ["a clamp that leaves 0 out", (b, x) => b.clamp(x, 2, 6), 0, 6],
    ["a first operand of a concatenation", (b, x) => joined(b, [x, b.input("z", [1, 2, 4, 4])]), -SIGMOID, SIGMOID],
    ["a second operand of a concatenation", (b, x) => joined(b, [b.input("z", [1, 2, 4, 4]), x]), -SIGMOID, SIGMOID],
  ];
  function joined(b: GraphBuilder, operands: readonly string[]): string {
    return act(b, b.node({ kind: "concat", axis: 1 }, operands), { fn: "sigmoid" });
  }
  for (const [what, make, min, max] of chains) {
    it(`in front of ${what}: ${min} to ${max}`, () => {
      const b = new GraphBuilder();
      assert.deepEqual(usefulRanges(b.graph(make(b, b.input("x", [1, 2, 4, 4])))).get("x"), { min, max });
    });
  }

  it("is the wider one of two readers', whichever comes first", () => {
    for (const order of [
      ["tanh", "sigmoid"],
      ["sigmoid", "tanh"],
    ] as const) {
      const b = new GraphBuilder();
      const x = b.input("x", [1, 4]);
      const outputs = order.map((fn) => act(b, x, { fn }));
      assert.deepEqual(usefulRanges(b.graph(...outputs)).get(x), { min: -SIGMOID, max: SIGMOID }, order.join());
    }
  });

  it("keeps one stray channel from taking the codes of all others in front of a sigmoid", async () => {
    const b = new GraphBuilder();
    const x = b.input("x", [1, 8]);
    const weights = Array.from({ length: 32 }, (_, i) => (i < 8 ? 6000 : 1) * Math.sin(i + 1));
    const sum = b.node({ kind: "fullyConnected" }, [x, b.constant("w", [4, 8], weights)]);
    const graph = checkPrepare(
      b.graph(b.conv(b.reshape(b.node({ kind: "activation", fn: { fn: "sigmoid" } }, [sum]), [1, 4, 1, 1]), 2)),
    );
    const network = checkLowering(graph);
    const calibration = await calibrate(graph, network, floatExecutor, normalSamples([1, 8], 8), unwatched);
    const { scale } = createQuantizer(graph, network, calibration).format(network.activationOfTensor.get(sum) ?? -1, 8);
    assert.ok(scale * 255 <= 2 * Math.log(509) + 1e-6, `a range of ${scale * 255}`);
  });
});
