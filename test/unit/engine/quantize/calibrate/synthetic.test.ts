import assert from "node:assert/strict";
import type { Graph } from "../../../../../src/engine/ir/graph";
import { tensorOf } from "../../../../../src/engine/ir/graph";
import { unwatched } from "../../../../../src/engine/ir/ports";
import { synthesizeSamples } from "../../../../../src/engine/quantize/calibrate/synthetic";
import { floatExecutor, tensorX } from "../../../../support/networks/floatExecutor";
import { GraphBuilder } from "../../../../support/networks/graphBuilder";

/** A convolution whose BatchNormalization has seen inputs of this deviation around this mean. */
function trainedOn(mean: number, deviation: number): Graph {
  const b = new GraphBuilder("trained");
  const x = b.input("x", [1, 1, 16, 16]);
  const y = b.node(
    { kind: "conv", kernel: [1, 1], strides: [1, 1], pads: [0, 0, 0, 0], dilations: [1, 1], groups: 1 },
    [x, b.constant("w", [2, 1, 1, 1], [1, -2])],
  );
  const ones = b.constant("ones", [2], [1, 1]);
  const zeros = b.constant("zeros", [2], [0, 0]);
  const means = b.constant("means", [2], [mean, -2 * mean]);
  const variances = b.constant("variances", [2], [deviation ** 2, 4 * deviation ** 2]);
  return b.graph(b.node({ kind: "batchNorm", epsilon: 0 }, [y, ones, zeros, means, variances]));
}

async function moments(graph: Graph): Promise<{ mean: number; deviation: number }> {
  const source = await synthesizeSamples(graph, floatExecutor, 12, 1, unwatched);
  assert.equal(source.kind, "synthetic");
  let sum = 0;
  let squares = 0;
  let count = 0;
  for (let i = 0; i < source.count; i++) {
    for (const value of tensorX(await source.sample(i)).data) {
      sum += value;
      squares += value * value;
      count++;
    }
  }
  const mean = sum / count;
  return { mean, deviation: Math.sqrt(squares / count - mean * mean) };
}

describe("synthesizeSamples", () => {
  it("finds the scale and the offset of the inputs that BatchNormalization has seen", async () => {
    const bytes = await moments(trainedOn(120, 60));
    assert.ok(bytes.deviation > 35 && bytes.deviation < 100, `${bytes.deviation}`);
    assert.ok(bytes.mean > 70 && bytes.mean < 170, `${bytes.mean}`);
    const normalized = await moments(trainedOn(0, 0.5));
    assert.ok(normalized.deviation > 0.3 && normalized.deviation < 0.8, `${normalized.deviation}`);
  });

  it("repeats itself for a seed and not for another", async () => {
    const graph = trainedOn(0, 1);
    const [a, b, c] = await Promise.all(
      [1, 1, 2].map((seed) => synthesizeSamples(graph, floatExecutor, 3, seed, unwatched)),
    );
    assert.ok(a && b && c);
    assert.equal(a.fingerprint, b.fingerprint);
    assert.deepEqual(await a.sample(2), await b.sample(2));
    assert.notEqual(a.fingerprint, c.fingerprint);
    assert.notDeepEqual(await a.sample(0), await a.sample(1));
  });

  it("serves models without BatchNormalization, of any input shape", async () => {
    const b = new GraphBuilder("plain");
    const graph = b.graph(b.fullyConnected(b.input("x", [1, 40]), 2));
    const source = await synthesizeSamples(graph, floatExecutor, 2, 1, unwatched);
    const sample = tensorX(await source.sample(1));
    assert.deepEqual(sample.shape, tensorOf(graph, "x").shape);
    assert.ok(sample.data.every(Number.isFinite));
  });
});
