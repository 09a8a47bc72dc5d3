import assert from "node:assert/strict";
import type { WeightBits } from "../../../../../src/engine/base/bits";
import type { Op } from "../../../../../src/engine/ir/op";
import { isProduct, type WeightedLayer } from "../../../../../src/engine/ir/network";
import { tailOf, type Tail } from "../../../../../src/engine/quantize/learn/tail";
import { lowerNetwork } from "../../../../../src/engine/passes/lowerNetwork";
import { GraphBuilder } from "../../../../support/networks/graphBuilder";

const PADS = [1, 1, 1, 1] as const;

/** Weights of 108, 2,304, 8,192 and 1,280 numbers; results of 256 KiB at first, of 16 KiB behind the pooling. */
function learning(widths: readonly WeightBits[], hasGradient: (op: Op) => boolean = () => true): Tail | string {
  const b = new GraphBuilder("growing");
  const x = b.input("x", [1, 3, 128, 128]);
  const stem = b.conv(x, 4, { kernel: [3, 3], pads: PADS });
  const window = { kernel: [4, 4], strides: [4, 4], pads: [0, 0, 0, 0], dilations: [1, 1] } as const;
  const pooled = b.node({ kind: "maxPool", ...window, ceilMode: false }, [stem]);
  const wide = b.conv(pooled, 64, { kernel: [3, 3], strides: [2, 2], pads: PADS });
  const wider = b.conv(wide, 128, { strides: [2, 2] });
  const mean = b.node({ kind: "reduceMean", axes: [2, 3], keepDims: true }, [wider]);
  const graph = b.graph(b.fullyConnected(b.reshape(mean, [1, 128]), 10));
  const lowered = lowerNetwork(graph);
  assert.ok(lowered.ok);
  const network = lowered.value;
  const layers = network.layers.filter(isProduct);
  assert.equal(layers.length, 4);
  return tailOf(graph, network, {
    answers: graph.outputs,
    mostBatch: 32,
    samples: 100,
    widths: new Map(layers.map((layer, i): [WeightedLayer, WeightBits] => [layer, widths[i] ?? 8])),
    hasGradient,
  });
}

describe("the part of a network that learns", () => {
  it("leaves first layers of few weights in front, at the place with the fewest values", () => {
    const tail = learning([4, 4, 4, 4]);
    assert.ok(typeof tail !== "string");
    assert.equal(tail.layers.length, 3);
    assert.deepEqual(
      tail.values.map((name) => tail.graph.tensors.get(name)?.shape),
      [[32, 4, 32, 32]],
    );
    assert.deepEqual(tail.front?.outputs, tail.values);
  });

  it("begins with the first layer where its weights have lost most, in runs that a cache holds", () => {
    const tail = learning([2, 8, 8, 8]);
    assert.ok(typeof tail !== "string");
    assert.equal(tail.layers.length, 4);
    assert.equal(tail.front, undefined);
    assert.equal(tail.batch, 16);
  });

  it("begins behind what no gradient goes through, and says so where nothing with weights lies there", () => {
    const behind = learning([2, 8, 8, 8], ({ kind }) => kind !== "maxPool");
    assert.ok(typeof behind !== "string");
    assert.equal(behind.layers.length, 3);
    const none = learning([4, 4, 4, 4], ({ kind }) => kind !== "fullyConnected");
    assert.match(typeof none === "string" ? none : "", /no gradient goes through/);
  });
});
