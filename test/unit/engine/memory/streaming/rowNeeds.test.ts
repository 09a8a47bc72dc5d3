/**
 * Rows that an output row needs against an experiment: one input row is not a number, and whatever output row is not a number afterwards
 * has read it. The float evaluator knows nothing of the table.
 */
import assert from "node:assert/strict";
import fc from "fast-check";
import { elementsOf, tensorOf, type Graph } from "../../../../../src/engine/ir/graph";
import { activationOf } from "../../../../../src/engine/ir/network";
import type { Window } from "../../../../../src/engine/ir/op";
import { lowerNetwork } from "../../../../../src/engine/passes/lowerNetwork";
import { neededRows } from "../../../../../src/engine/memory/streaming/rowNeeds";
import { evaluateGraph } from "../../../../support/networks/evaluateGraph";
import { GraphBuilder, randomFeeds } from "../../../../support/networks/graphBuilder";

/** [output row][input row]: whether the one read the other. Both tensors are [1, C, H, W]. */
function readRows(graph: Graph, input: string): readonly (readonly boolean[])[] {
  const output = graph.outputs[0] ?? "";
  const [, , height = 0, width = 0] = tensorOf(graph, input).shape;
  const [, , rows = 0, columns = 0] = tensorOf(graph, output).shape;
  const read = Array.from({ length: rows }, () => Array.from({ length: height }, () => false));
  const feeds = randomFeeds(graph);
  for (let row = 0; row < height; row++) {
    const feed = feeds.get(input);
    assert.ok(feed);
    const data = feed.data.map((value, i) => (Math.floor(i / width) % height === row ? NaN : value));
    const made = evaluateGraph(graph, new Map([...feeds, [input, { ...feed, data }]])).get(output)?.data ?? [];
    made.forEach((value, i) => {
      const of = read[Math.floor(i / columns) % rows];
      if (Number.isNaN(value) && of) of[row] = true;
    });
    assert.equal(made.length, elementsOf(tensorOf(graph, output).shape));
  }
  return read;
}

/**
 * The one layer of the graph names every row that was read, and none beyond the first and the last of them.
 * @param between rows that may be named although no tap falls on them: between dilated taps
 */
function assertRows(graph: Graph, what: string, between = 0): void {
  const lowered = lowerNetwork(graph);
  assert.ok(lowered.ok, what);
  const network = lowered.value;
  const [layer] = network.layers;
  assert.ok(layer && network.layers.length === 1, what);
  graph.inputs.forEach((input, at) => {
    const read = readRows(graph, input);
    assert.equal(activationOf(network, layer.output).shape[0], read.length);
    read.forEach((rows, y) => {
      const span = neededRows(network, layer, at, y);
      assert.ok(span, what);
      const [first, last] = [rows.indexOf(true), rows.lastIndexOf(true)];
      if (first < 0) {
        assert.ok(span.last - span.first + 1 <= between, `${what}: row ${y} reads nothing`);
        return;
      }
      const named = `${what}: row ${y} names ${span.first} to ${span.last} and reads ${first} to ${last}`;
      assert.ok(span.first <= first && span.first >= first - between, named);
      assert.ok(span.last >= last && span.last <= last + between, named);
    });
  });
}

describe("rows that a row needs, against what it reads", () => {
  const size = (max: number): fc.Arbitrary<number> => fc.integer({ min: 1, max });
  const windows = fc.record({
    kernel: fc.tuple(size(4), size(3)),
    strides: fc.tuple(size(3), size(3)),
    dilations: fc.tuple(size(3), size(3)),
    pads: fc.tuple(fc.nat(2), fc.nat(2), fc.nat(2), fc.nat(2)),
  });
  const images = fc.tuple(size(12), size(8));

  function windowed(name: string, make: (b: GraphBuilder, x: string, window: Window) => string): void {
    it(`${name}: any kernel, stride, padding and dilation, different along either axis`, () => {
      fc.assert(
        fc.property(images, windows, ([height, width], window) => {
          const { kernel, dilations, pads } = window;
          const reach = (axis: 0 | 1): number => (kernel[axis] - 1) * dilations[axis] + 1;
          // Wide enough for a tap of every column to fall on the image, so that all that differs is rows.
          fc.pre(reach(0) <= height + pads[0] + pads[2] && reach(1) <= width);
          // A window that lies in padding alone has no maximum and no mean.
          fc.pre(pads[0] < kernel[0] && pads[2] < kernel[0] && pads[1] < kernel[1] && pads[3] < kernel[1]);
          const b = new GraphBuilder(name);
          const graph = b.graph(make(b, b.input("x", [1, 2, height, width]), window));
          assertRows(graph, JSON.stringify({ height, width, ...window }), dilations[0] - 1);
        }),
        { numRuns: 150, seed: 5 },
      );
    });
  }

  windowed("convolution", (b, x, window) => {
    const weights = b.constant("w", [2, 2, ...window.kernel]);
    return b.node({ kind: "conv", ...window, groups: 1 }, [x, weights, b.constant("b", [2])]);
  });
  windowed("depthwise convolution", (b, x, window) => {
    const weights = b.constant("w", [2, 1, ...window.kernel]);
    return b.node({ kind: "conv", ...window, groups: 2 }, [x, weights, b.constant("b", [2])]);
  });
  windowed("max pooling", (b, x, window) => b.node({ kind: "maxPool", ...window, ceilMode: false }, [x]));
  windowed("average pooling", (b, x, window) =>
    b.node({ kind: "averagePool", ...window, ceilMode: false, countIncludePad: false }, [x]),
  );

  const others: Readonly<Record<string, (b: GraphBuilder, x: string) => string>> = {
    slice: (b, x) => b.node({ kind: "slice", starts: [0, 0, 2, 0], ends: [1, 2, 9, 3], steps: [1, 1, 3, 1] }, [x]),
    pad: (b, x) => b.node({ kind: "pad", before: [0, 0, 1, 2], after: [0, 0, 3, 0], value: 0 }, [x]),
    resizing: (b, x) => b.node({ kind: "resize", sourceRows: [0, 0, 2, 3, 3, 7, 8], sourceColumns: [0, 1, 2, 2] }, [x]),
    "concatenation of rows": (b, x) => b.node({ kind: "concat", axis: 2 }, [x, b.input("z", [1, 2, 3, 3])]),
    "concatenation of channels": (b, x) => b.node({ kind: "concat", axis: 1 }, [x, b.input("z", [1, 4, 9, 3])]),
    "multiplication by a vector": (b, x) => b.node({ kind: "mul" }, [x, b.input("z", [1, 2, 1, 1])]),
  };
  it("resizing that goes back needs rows that are gone", () => {
    const b = new GraphBuilder("one");
    const x = b.input("x", [1, 2, 9, 3]);
    const rows = { sourceRows: [0, 2, 8, 7], sourceColumns: [0, 1, 2] };
    const lowered = lowerNetwork(b.graph(b.node({ kind: "resize", ...rows }, [x])));
    const [layer] = lowered.ok ? lowered.value.layers : [];
    assert.ok(lowered.ok && layer);
    assert.equal(neededRows(lowered.value, layer, 0, 0), undefined);
  });

  for (const [name, make] of Object.entries(others)) {
    it(name, () => {
      const b = new GraphBuilder("one");
      assertRows(b.graph(make(b, b.input("x", [1, 2, 9, 3]))), name);
    });
  }
});
