/**
 * The exported network must open in onnxruntime as anyone opens it: at its default optimization, which fuses QDQ patterns, at every width,
 * with every operator that fusion knows in the graph.
 */
import assert from "node:assert/strict";
import { InferenceSession, Tensor } from "../../../../../src/runtime/onnxruntime";
import { ACTIVATION_WIDTHS, WEIGHT_WIDTHS } from "../../../../../src/engine/base/bits";
import type { Graph } from "../../../../../src/engine/ir/graph";
import { uniformPolicy, type Policy } from "../../../../../src/engine/ir/network";
import { unwatched } from "../../../../../src/engine/ir/ports";
import { encodeOnnx } from "../../../../../src/engine/onnx/encode/encode";
import { lowerNetwork } from "../../../../../src/engine/passes/lowerNetwork";
import { prepareGraph } from "../../../../../src/engine/passes/prepareGraph";
import { calibrate } from "../../../../../src/engine/quantize/calibrate/calibrate";
import { createQuantizer } from "../../../../../src/engine/quantize/quantizer";
import { simulate, wholeQuantization } from "../../../../../src/engine/quantize/measure/simulate";
import { floatExecutor, normalSamples, tensorX } from "../../../../support/networks/floatExecutor";
import { GraphBuilder } from "../../../../support/networks/graphBuilder";

const RELU = { min: 0, max: Infinity };
const SHAPE = [1, 3, 8, 8] as const;

function network(): Graph {
  const b = new GraphBuilder("exported");
  const x = b.input("x", SHAPE);
  const window = { kernel: [2, 2], strides: [2, 2], pads: [0, 0, 0, 0], dilations: [1, 1] } as const;
  const stem = b.conv(x, 4, { kernel: [3, 3], pads: [1, 1, 1, 1], clamp: { min: 0, max: 6 } });
  const plain = b.conv(b.conv(stem, 4, { kernel: [3, 3], pads: [1, 1, 1, 1], groups: 4, clamp: RELU }), 4);
  const sum = b.node({ kind: "add", clamp: RELU }, [plain, stem]);
  const most = b.node({ kind: "maxPool", ...window, ceilMode: false }, [sum]);
  const mean = b.node({ kind: "averagePool", ...window, ceilMode: false, countIncludePad: false }, [sum]);
  const gate = b.node({ kind: "activation", fn: { fn: "sigmoid" } }, [mean]);
  const joined = b.node({ kind: "concat", axis: 1 }, [most, b.node({ kind: "mul" }, [mean, gate])]);
  const pooled = b.node({ kind: "reduceMean", axes: [2, 3], keepDims: true }, [joined]);
  return b.graph(b.fullyConnected(b.fullyConnected(b.reshape(pooled, [1, 8]), 6), 3));
}

describe("exported networks", () => {
  const mixed = (uniform: Policy): Policy => {
    const cycle = <B>(names: Iterable<string>, widths: readonly B[], from: number): Map<string, B> =>
      new Map([...names].map((name, i) => [name, widths[(i + from) % widths.length] as B]));
    return {
      weights: cycle(uniform.weights.keys(), WEIGHT_WIDTHS, 0),
      activations: cycle(uniform.activations.keys(), ACTIVATION_WIDTHS, 2),
    };
  };

  for (const width of [...WEIGHT_WIDTHS, "mixed"] as const) {
    it(`open at the default optimization and answer as the simulation does: ${width} bits`, async () => {
      const graph = prepareGraph(network());
      const lowered = lowerNetwork(graph);
      assert.ok(lowered.ok);
      const source = normalSamples(SHAPE, 8);
      const calibration = await calibrate(graph, lowered.value, floatExecutor, source, unwatched);
      const quantizer = createQuantizer(graph, lowered.value, calibration);
      const policy =
        width === "mixed" ? mixed(uniformPolicy(lowered.value, 8)) : uniformPolicy(lowered.value, width, 8);
      const simulated = simulate(quantizer, wholeQuantization(quantizer, policy));
      const [output = ""] = graph.outputs;
      const reference = await floatExecutor.open(simulated, [output]);
      const session = await InferenceSession.create(encodeOnnx(simulated, { integerTypes: true }), {
        logSeverityLevel: 3,
      });
      const id = lowered.value.activationOfTensor.get(output) ?? 0;
      const { scale } = quantizer.format(lowered.value.activations[id]?.group ?? 0, 8);
      let differing = 0;
      let values = 0;
      for (let i = 0; i < source.count; i++) {
        const sample = await source.sample(i);
        const expected = (await reference.run(sample)).get(output)?.data ?? new Float32Array();
        const got = (await session.run({ x: new Tensor("float32", tensorX(sample).data, [...SHAPE]) }))[output]?.data;
        assert.ok(got instanceof Float32Array && got.length === expected.length);
        for (let k = 0; k < got.length; k++, values++) {
          if (Math.abs((got[k] ?? NaN) - (expected[k] ?? NaN)) > 1.5 * scale) differing++;
        }
      }
      await session.release();
      // Ties that fall otherwise are rare; a wrong scale or a skipped clamp would be everywhere.
      assert.ok(differing <= 0.1 * values, `${differing} of ${values}`);
    });
  }
});
