import assert from "node:assert/strict";
import type { ScalarFunction } from "../../../../src/engine/ir/op";
import { evaluateScalar } from "../../../../src/engine/ir/scalarFunction";
import { calibrate } from "../../../../src/engine/quantize/calibrate";
import { createQuantizer } from "../../../../src/engine/quantize/quantizer";
import { usefulRanges } from "../../../../src/engine/quantize/usefulRange";
import { unwatched } from "../../../../src/engine/ir/ports";
import { floatExecutor, normalSamples } from "../../../support/floatExecutor";
import { GraphBuilder } from "../../../support/graphBuilder";
import { checkLowering, checkPrepare } from "../../../support/preparing";

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
