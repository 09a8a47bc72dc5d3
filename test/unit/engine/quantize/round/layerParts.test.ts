/** Both matrices of a recurrent layer are compensated, each against the vectors that it multiplies. */
import assert from "node:assert/strict";
import { seededRandom } from "../../../../../src/engine/base/random";
import type { Graph } from "../../../../../src/engine/ir/graph";
import { hasWeights, uniformPolicy } from "../../../../../src/engine/ir/network";
import { feeding, unwatched, type SampleSource } from "../../../../../src/engine/ir/ports";
import { calibrate } from "../../../../../src/engine/quantize/calibrate/calibrate";
import { evaluate, referenceOutputs } from "../../../../../src/engine/quantize/measure/evaluate";
import { simulate, wholeQuantization } from "../../../../../src/engine/quantize/measure/simulate";
import {
  createQuantizer,
  roundedKey,
  withRounding,
  type Quantizer,
} from "../../../../../src/engine/quantize/quantizer";
import { compensatePolicy, compensateWidths } from "../../../../../src/engine/quantize/round/compensate";
import { partsOf } from "../../../../../src/engine/quantize/round/layerParts";
import { floatExecutor } from "../../../../support/networks/floatExecutor";
import { GraphBuilder } from "../../../../support/networks/graphBuilder";
import { checkLowering } from "../../../../support/preparing";

const [STEPS, COLUMNS, UNITS] = [40, 6, 8];
const SHAPE = [1, STEPS * COLUMNS];

function network(): Graph {
  const b = new GraphBuilder("recurrent");
  const vectors = b.reshape(b.input("x", SHAPE), [STEPS, 1, COLUMNS]);
  const op = { kind: "recurrent", cell: "lstm", units: UNITS, reverse: false, resetAfter: false } as const;
  const matrices = b.constant("matrices", [4 * UNITS * (COLUMNS + UNITS)]);
  const states = b.node({ ...op, gives: "states" }, [vectors, matrices, b.constant("bias", [8 * UNITS])]);
  return b.graph(b.fullyConnected(b.reshape(states, [1, STEPS * UNITS]), 5));
}

/** Slow signals, of which neighbouring columns have much in common. */
function slowSamples(count: number, seed: number): SampleSource {
  return feeding("x", {
    count,
    kind: "unlabelled",
    fingerprint: `slow ${seed}`,
    sample: (index) => {
      const random = seededRandom(seed + index);
      const wave = Array.from({ length: STEPS + COLUMNS }, () => 0);
      for (let t = 1; t < wave.length; t++) wave[t] = 0.9 * (wave[t - 1] ?? 0) + 0.6 * random.normal();
      const data = Float32Array.from(
        { length: STEPS * COLUMNS },
        (_, i) => (wave[Math.floor(i / COLUMNS) + (i % COLUMNS)] ?? 0) + 0.2 * random.normal(),
      );
      return Promise.resolve({ shape: SHAPE, data });
    },
    label: () => undefined,
  });
}

async function lossOf(quantizer: Quantizer, samples: SampleSource): Promise<number> {
  const { graph } = quantizer;
  const [output = ""] = graph.outputs;
  const head = { output, tensor: output, task: "regression", others: [] } as const;
  const reference = await referenceOutputs(graph, head, floatExecutor, samples, unwatched);
  const simulated = simulate(quantizer, wholeQuantization(quantizer, uniformPolicy(quantizer.network, 4, 8)));
  return (await evaluate(simulated, reference, head, floatExecutor, samples, unwatched)).loss;
}

describe("compensation of a recurrent layer", () => {
  it("treats its matrices as two products, and joins what it finds", () => {
    const graph = network();
    const [layer] = checkLowering(graph).layers.filter(hasWeights);
    assert.ok(layer?.kind === "recurrent");
    const node = graph.nodes.find(({ name }) => name === layer.weights.node);
    const parts = partsOf(graph, layer, node);
    assert.deepEqual(
      parts.map((part) => part.layer.weights.perChannel),
      [COLUMNS, UNITS],
    );
    assert.deepEqual(
      parts.map((part) => node && part.inputOf(node)),
      [node?.inputs[0], node?.output],
    );
    assert.equal(
      parts.reduce((sum, { weights }) => sum + weights.length, 0),
      layer.weights.elements,
    );
  });

  it("brings it and what is behind it nearer to the float network than rounding to nearest, on other samples", async () => {
    const graph = network();
    const lowered = checkLowering(graph);
    const [seen, other] = [slowSamples(24, 1), slowSamples(12, 1000)];
    const calibration = await calibrate(graph, lowered, floatExecutor, seen, unwatched);
    const nearest = createQuantizer(graph, lowered, calibration);
    const widths = await compensateWidths(nearest, floatExecutor, seen, unwatched);
    const [layer] = lowered.layers.filter(hasWeights);
    assert.ok(layer);
    assert.equal(widths.get(roundedKey(layer, 4))?.grid.scales.length, 8 * UNITS);
    const policy = uniformPolicy(lowered, 4, 8);
    const rounded = await compensatePolicy(nearest, policy, floatExecutor, seen, unwatched);
    const before = await lossOf(nearest, other);
    const alone = await lossOf(withRounding(nearest, widths), other);
    const together = await lossOf(withRounding(nearest, rounded), other);
    assert.ok(alone < 0.6 * before, `${alone} of ${before}`);
    assert.ok(together < 0.6 * before, `${together} of ${before}`);
  });
});
