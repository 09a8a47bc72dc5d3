/** A variable's codes stay the file's: what is carried from run to run would otherwise be rounded once more in each. */
import assert from "node:assert/strict";
import { unwatched, type FloatTensor } from "../../../../src/engine/ir/ports";
import { lowerNetwork } from "../../../../src/engine/passes/lowerNetwork";
import { prepareGraph } from "../../../../src/engine/passes/prepareGraph";
import { calibrate } from "../../../../src/engine/quantize/calibrate/calibrate";
import { createQuantizer } from "../../../../src/engine/quantize/quantizer";
import { importTflite } from "../../../../src/engine/tflite/importTflite";
import { floatExecutor } from "../../../support/networks/floatExecutor";
import { normals } from "../../../support/networks/onnxBuilder";
import { networkOf } from "../../../support/tflite/tfliteNetworks";

/** Of the network `stream`: x and the ring have one format in the file. */
const FILE = { bits: 8, scale: Math.fround(0.047), zeroPoint: 128 - 7 };

async function formatOfRing(largest: number): Promise<object> {
  const imported = importTflite(networkOf("stream", true));
  assert.ok(imported.ok);
  const graph = prepareGraph(imported.value.graph);
  const network = lowerNetwork(graph);
  assert.ok(network.ok);
  const [state] = network.value.states ?? [];
  assert.ok(state);
  assert.deepEqual(
    graph.states?.map(({ input, output }) => [input, output]),
    [["ring", "ring/next"]],
  );
  const within = (count: number, seed: number): Float32Array =>
    normals(count, seed).map((value) => Math.max(-largest, Math.min(largest, 3 * value)));
  const sample = (index: number): Promise<ReadonlyMap<string, FloatTensor>> =>
    Promise.resolve(
      new Map([
        ["row", { shape: [1, 1, 1, 6], data: within(6, index) }],
        ["ring", { shape: [1, 6, 3, 1], data: within(18, index + 100) }],
      ]),
    );
  const source = { kind: "unlabelled", count: 8, fingerprint: "seeded", sample, label: () => undefined } as const;
  const calibration = await calibrate(graph, network.value, floatExecutor, source, unwatched);
  const { group } = network.value.activations[state.input] ?? { group: state.input };
  return createQuantizer(graph, network.value, calibration).format(group, 8);
}

describe("states of a TensorFlow Lite file", () => {
  it("keep the file's codes where these hold what was seen", async () => {
    assert.deepEqual(await formatOfRing(4), FILE);
  });

  it("have others where they do not", async () => {
    assert.notDeepEqual(await formatOfRing(12), FILE);
  });
});
