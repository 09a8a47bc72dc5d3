import assert from "node:assert/strict";
import type { Graph } from "../../../../src/engine/ir/graph";
import type { LayerOf, Network } from "../../../../src/engine/ir/network";
import type { Op } from "../../../../src/engine/ir/op";
import { lowerNetwork } from "../../../../src/engine/passes/lowerNetwork";
import { prepareGraph } from "../../../../src/engine/passes/prepareGraph";
import { GraphBuilder } from "../../../support/networks/graphBuilder";
import { checkLowering } from "../../../support/preparing";

const kinds = (network: Network): string[] => network.layers.map((layer) => layer.kind);
const mean = (axes: readonly number[], keepDims = true): Op => ({ kind: "reduceMean", axes, keepDims });
const softmax = (axis: number): Op => ({ kind: "softmax", axis });
const window = { kernel: [2, 2], strides: [2, 2], pads: [0, 0, 0, 0], dilations: [1, 1] } as const;

function problemsOf(graph: Graph): readonly string[] {
  const lowered = lowerNetwork(prepareGraph(graph));
  assert.ok(!lowered.ok, "refused");
  for (const problem of lowered.problems) assert.ok(problem.place && problem.hint && problem.message);
  return lowered.problems.map((problem) => `${problem.code} ${problem.place ?? ""}`);
}

describe("lowerNetwork: layers and the nodes that they come from", () => {
  /** Each layer's kind, and the kinds of the nodes as imported that it names. */
  function originsOf(graph: Graph): readonly (readonly string[])[] {
    const lowered = lowerNetwork(prepareGraph(graph));
    assert.ok(lowered.ok);
    const kindOf = new Map(graph.nodes.map(({ name, op }) => [name, op.kind]));
    return lowered.value.layers.map(({ kind, name, nodes }) => [
      kind,
      ...(nodes ?? [name]).map((node) => kindOf.get(node) ?? `no node "${node}"`),
    ]);
  }

  it("one from several: a batch normalization and a clamp become part of a convolution", () => {
    const b = new GraphBuilder();
    const normalized = b.clamp(b.batchNorm(b.conv(b.input("x", [1, 3, 4, 4]), 4)));
    assert.deepEqual(originsOf(b.graph(b.conv(normalized, 2))), [
      ["conv", "conv", "batchNorm", "activation"],
      ["conv", "conv"],
    ]);
  });

  it("one from several across a view: the clamp belongs to what makes its values", () => {
    const b = new GraphBuilder();
    const flat = b.clamp(b.reshape(b.conv(b.input("x", [1, 3, 2, 2]), 2), [1, 8]));
    assert.deepEqual(originsOf(b.graph(b.fullyConnected(flat, 3))), [
      ["conv", "conv", "activation"],
      ["fullyConnected", "fullyConnected"],
    ]);
  });

  it("one from several where a clamp is only the range of what it reads", () => {
    const b = new GraphBuilder();
    const pooled = b.node({ kind: "averagePool", ...window, countIncludePad: true, ceilMode: false }, [
      b.input("x", [1, 3, 4, 4]),
    ]);
    assert.deepEqual(originsOf(b.graph(b.conv(b.clamp(pooled, -1, 1), 2))), [
      ["averagePool", "averagePool", "activation"],
      ["conv", "conv"],
    ]);
  });

  it("several from one: a copy that lays out memory belongs to the node that needs it", () => {
    const b = new GraphBuilder();
    const image = b.conv(b.input("x", [1, 3, 4, 5]), 4);
    assert.deepEqual(originsOf(b.graph(b.fullyConnected(image, 3))), [
      ["conv", "conv"],
      ["transpose", "fullyConnected"],
      ["fullyConnected", "fullyConnected"],
    ]);
  });

  it("says nothing more of a layer that is called as its only node", () => {
    const b = new GraphBuilder();
    const network = checkLowering(b.graph(b.conv(b.input("x", [1, 3, 4, 4]), 4)));
    assert.ok(network.layers.every((layer) => !("nodes" in layer)));
  });
});

describe("lowerNetwork: products", () => {
  it("lowers a classifier: channels last, multiply-accumulates with padding, widths fixed at the ends", () => {
    const b = new GraphBuilder();
    const conv = b.conv(b.input("x", [1, 3, 8, 8]), 4, { kernel: [3, 3], strides: [2, 2], pads: [1, 1, 1, 1] });
    const deep = b.conv(b.clamp(conv), 4, { kernel: [3, 3], pads: [1, 1, 1, 1], groups: 4 });
    const pooled = b.reshape(b.node(mean([2, 3]), [deep]), [1, 4]);
    const graph = b.graph(b.node(softmax(1), [b.fullyConnected(pooled, 5)]));
    const network = checkLowering(graph);
    assert.deepEqual(kinds(network), ["conv", "conv", "averagePool", "fullyConnected", "softmax"]);
    assert.deepEqual(
      network.layers.map((layer) => layer.macs),
      [16 * 4 * 27, 16 * 4 * 9, 0, 20, 0],
    );
    assert.deepEqual(
      network.activations.map((activation) => activation.fixed),
      [8, undefined, undefined, undefined, 8, "float"],
    );
    assert.deepEqual(network.activations[0]?.shape, [8, 8, 3]);
  });

  it("absorbs a flatten of NCHW as the order of the matrix's columns", () => {
    const b = new GraphBuilder();
    const conv = b.conv(b.input("x", [1, 3, 2, 2]), 2);
    const network = checkLowering(b.graph(b.fullyConnected(b.reshape(conv, [1, 8]), 5)));
    assert.deepEqual(kinds(network), ["conv", "fullyConnected"]);
    const [, layer] = network.layers;
    assert.ok(layer?.kind === "fullyConnected");
    assert.deepEqual([...(layer.columnOrder ?? [])], [0, 4, 1, 5, 2, 6, 3, 7]);
  });

  it("needs no column order where rows and columns or channels are single", () => {
    const b = new GraphBuilder();
    const conv = b.conv(b.input("x", [1, 3, 2, 2]), 4, { kernel: [2, 2] });
    const network = checkLowering(
      b.graph(b.fullyConnected(b.reshape(conv, [1, 4]), 5), b.fullyConnected(b.reshape("x", [1, 12]), 2)),
    );
    const orders = network.layers.map((layer) => layer.kind === "fullyConnected" && layer.columnOrder !== undefined);
    assert.deepEqual(orders, [false, false, true]);
  });

  it("lowers a matrix over rows, also where the rows lie in other orders", () => {
    const b = new GraphBuilder();
    const sequence = b.fullyConnected(b.input("x", [1, 5, 6]), 4);
    const image = b.conv(b.input("image", [1, 4, 3, 2]), 4);
    const last = b.fullyConnected(b.transpose(image, [0, 2, 3, 1]), 3);
    const columns = b.fullyConnected(image, 5); // along W: needs a copy
    const network = checkLowering(b.graph(sequence, last, columns));
    assert.equal(kinds(network).filter((kind) => kind === "transpose").length, 1);
    assert.deepEqual(
      network.layers.filter((layer) => layer.kind === "fullyConnected").map((layer) => layer.macs),
      [120, 72, 120],
    );
  });

  it("lowers a 1-D convolution behind its reshapes without a copy", () => {
    const b = new GraphBuilder();
    const x = b.input("x", [1, 3, 10]);
    const first = b.conv(b.reshape(x, [1, 3, 1, 10]), 4, { kernel: [1, 3] });
    const middle = b.reshape(b.clamp(b.reshape(first, [1, 4, 8])), [1, 4, 1, 8]);
    const second = b.reshape(b.conv(middle, 2, { kernel: [1, 3], pads: [0, 1, 0, 1] }), [1, 2, 8]);
    const network = checkLowering(b.graph(b.node(mean([2], false), [second])));
    assert.deepEqual(kinds(network), ["conv", "conv", "averagePool"]);
  });
});

describe("lowerNetwork: views", () => {
  it("sees through the transposes of a model with NHWC inputs", () => {
    const b = new GraphBuilder();
    const x = b.transpose(b.input("x", [1, 6, 6, 3]), [0, 3, 1, 2]);
    const conv = b.transpose(b.conv(x, 4), [0, 2, 3, 1]);
    const scaled = b.node({ kind: "mul" }, [conv, b.constant("scale", [4])]);
    const again = b.conv(b.transpose(b.node({ kind: "add" }, [scaled, conv]), [0, 3, 1, 2]), 2);
    const back = b.transpose(again, [0, 2, 3, 1]);
    const network = checkLowering(b.graph(b.fullyConnected(b.reshape(back, [1, 72]), 3), back));
    assert.deepEqual(kinds(network), ["conv", "conv", "add", "conv", "fullyConnected"]);
    assert.ok(network.layers.every((layer) => layer.kind !== "fullyConnected" || layer.columnOrder === undefined));
    assert.deepEqual(network.layouts?.get("x"), { factors: [108], order: [0] });
  });

  it("shuffles channels with one explicit transpose", () => {
    const b = new GraphBuilder();
    const conv = b.conv(b.input("x", [1, 3, 4, 4]), 6);
    const shuffled = b.reshape(b.transpose(b.reshape(conv, [1, 2, 3, 4, 4]), [0, 2, 1, 3, 4]), [1, 6, 4, 4]);
    const network = checkLowering(b.graph(b.conv(shuffled, 2)));
    assert.deepEqual(kinds(network), ["conv", "transpose", "conv"]);
    const moved = network.layers[1] as LayerOf<"transpose">;
    assert.deepEqual(
      [moved.from, moved.perm],
      [
        [16, 2, 3],
        [0, 2, 1],
      ],
    );
    assert.equal(network.activations[2]?.group, 1);
  });

  it("writes a real transpose as one, under the node's name, with [H, W, C] axes", () => {
    const b = new GraphBuilder();
    const conv = b.conv(b.input("x", [1, 3, 4, 5]), 6);
    const network = checkLowering(b.graph(b.conv(b.transpose(conv, [0, 2, 3, 1]), 2)));
    assert.deepEqual(kinds(network), ["conv", "transpose", "conv"]);
    const moved = network.layers[1] as LayerOf<"transpose">;
    assert.equal(moved.name, "transpose1");
    // NCHW of the transposed tensor is [1, 4, 5, 6]: H is old W, W is old C, C is old H.
    assert.deepEqual(
      [moved.from, moved.perm],
      [
        [4, 5, 6],
        [1, 2, 0],
      ],
    );
    assert.deepEqual(network.activations[2]?.shape, [5, 6, 4]);
  });

  it("copies where a reshape cuts through an order that memory does not have", () => {
    const b = new GraphBuilder();
    const conv = b.conv(b.input("x", [1, 3, 3, 2]), 4); // 4·3·2 elements
    const other = b.conv(b.reshape(conv, [1, 6, 2, 2]), 2);
    assert.deepEqual(kinds(checkLowering(b.graph(other))).filter((kind) => kind === "conv").length, 2);
  });

  it("unflattens a vector into an image", () => {
    const b = new GraphBuilder();
    const vector = b.clamp(b.fullyConnected(b.input("x", [1, 5]), 12));
    const rows = b.reshape(vector, [1, 1, 4, 3]);
    const network = checkLowering(b.graph(b.conv(rows, 2, { kernel: [2, 2] })));
    assert.deepEqual(kinds(network), ["fullyConnected", "conv"]);
    assert.deepEqual(network.activations[1]?.shape, [4, 3, 1]);
  });
});

describe("lowerNetwork: other operators", () => {
  it("lowers residuals, differences, squeeze-and-excite and products", () => {
    const b = new GraphBuilder();
    const x = b.conv(b.input("x", [1, 3, 4, 4]), 4);
    const gate = b.node({ kind: "activation", fn: { fn: "sigmoid" } }, [b.conv(b.node(mean([2, 3]), [x]), 4)]);
    const gated = b.node({ kind: "mul" }, [gate, x]);
    const shifted = b.node({ kind: "sub" }, [gated, gate]);
    const graph = b.graph(
      b.node({ kind: "add", clamp: { min: 0, max: 6 } }, [b.node({ kind: "mul" }, [shifted, x]), x]),
    );
    const network = checkLowering(graph);
    assert.deepEqual(kinds(network), ["conv", "averagePool", "conv", "lookup", "mul", "add", "mul", "add"]);
    const signs = network.layers.flatMap((layer) => (layer.kind === "add" ? [layer.sign] : []));
    assert.deepEqual(signs, [-1, 1]);
  });

  it("puts what only moves data into its source's group", () => {
    const b = new GraphBuilder();
    const x = b.input("x", [1, 4, 5, 5]);
    const pool = b.node({ kind: "maxPool", ...window, ceilMode: true }, [x]);
    const cut = b.node({ kind: "slice", starts: [0, 1, 0, 0], ends: [1, 3, 3, 2], steps: [1, 1, 2, 1] }, [pool]);
    const pad = b.node({ kind: "pad", before: [0, 1, 0, 2], after: [0, 0, 1, 0], value: 0 }, [cut]);
    const grown = b.node({ kind: "resize", sourceRows: [0, 0, 1, 2], sourceColumns: [0, 1, 1, 3] }, [pad]);
    const network = checkLowering(b.graph(b.conv(grown, 2)));
    assert.deepEqual(kinds(network), ["maxPool", "slice", "pad", "resize", "conv"]);
    assert.deepEqual(
      network.activations.map((activation) => activation.group),
      [0, 0, 0, 0, 0, 5],
    );
    assert.ok(network.activations.every((activation) => activation.fixed === 8));
  });

  it("states the padding that ceil_mode adds to an average", () => {
    for (const countIncludePad of [false, true]) {
      const b = new GraphBuilder();
      const op: Op = {
        kind: "averagePool",
        ...window,
        kernel: [3, 3],
        pads: [1, 1, 0, 0],
        ceilMode: true,
        countIncludePad,
      };
      const network = checkLowering(b.graph(b.node(op, [b.conv(b.input("x", [1, 2, 5, 6]), 2)])));
      assert.deepEqual((network.layers[1] as LayerOf<"averagePool">).ceilExtra, [1, 0]);
    }
  });

  it("concatenates along each axis, also where one input has another layout", () => {
    for (const axis of [1, 2, 3]) {
      const b = new GraphBuilder();
      const x = b.conv(b.input("x", [1, 3, 4, 4]), 4);
      const y = b.transpose(b.conv("x", 4), [0, 3, 1, 2]);
      const network = checkLowering(b.graph(b.node({ kind: "concat", axis }, [x, b.clamp(x), y])));
      assert.deepEqual((network.layers.at(-1) as LayerOf<"concat">).axis, [2, 0, 1][axis - 1]);
    }
    const single = new GraphBuilder();
    const x = single.input("x", [1, 3, 4, 4]);
    checkLowering(
      single.graph(single.node({ kind: "concat", axis: 1 }, [single.conv(x, 1), single.conv(x, 2), single.conv(x, 1)])),
    );
    const flat = new GraphBuilder();
    const image = flat.reshape(flat.conv(flat.input("x", [1, 3, 2, 2]), 2), [1, 8]);
    const vector = flat.fullyConnected(flat.input("y", [1, 3]), 4);
    checkLowering(flat.graph(flat.fullyConnected(flat.node({ kind: "concat", axis: 1 }, [image, vector]), 2)));
  });

  it("averages over any one or two axes", () => {
    for (const axes of [[2], [3], [2, 3], [1], [1, 2], [1, 3]]) {
      for (const keepDims of [true, false]) {
        const b = new GraphBuilder();
        checkLowering(b.graph(b.node(mean(axes, keepDims), [b.conv(b.input("x", [1, 3, 4, 5]), 2)])));
      }
    }
    for (const axes of [[1], [2]]) {
      const b = new GraphBuilder();
      checkLowering(b.graph(b.node(mean(axes), [b.fullyConnected(b.input("x", [1, 4, 3]), 5)])));
    }
  });

  it("lowers tables, standalone clamps, slopes by channel and softmax over any axis", () => {
    const b = new GraphBuilder();
    const x = b.conv(b.input("x", [1, 3, 4, 2]), 2);
    const slopes = b.node({ kind: "prelu" }, [x, b.constant("slope", [2, 1, 1])]);
    const tanh = b.node({ kind: "activation", fn: { fn: "tanh" } }, [x]);
    const network = checkLowering(b.graph(slopes, b.clamp(x), b.node(softmax(1), [tanh]), b.node(softmax(2), [tanh])));
    const expected = ["conv", "prelu", "lookup", "requantize", "softmax", "transpose", "softmax"];
    assert.deepEqual(kinds(network).sort(), expected.sort());
  });

  it("lowers a normalised input and several inputs and outputs", () => {
    const b = new GraphBuilder();
    const image = b.node({ kind: "sub" }, [b.input("image", [1, 3, 4, 4]), b.constant("mean", [3, 1, 1])]);
    const conv = b.conv(image, 4, { kernel: [3, 3], pads: [1, 1, 1, 1] });
    const extra = b.fullyConnected(b.input("extra", [1, 5]), 4);
    const joined = b.node({ kind: "add" }, [b.reshape(b.node(mean([2, 3]), [conv]), [1, 4]), extra]);
    const network = checkLowering(b.graph(joined, conv));
    assert.equal(network.inputs.length, 2);
    assert.deepEqual(
      network.outputs.map((id) => network.activations[id]?.fixed),
      [8, 8],
    );
    assert.equal((network.layers.find((layer) => layer.name === "sub1") as LayerOf<"conv">).groups, 3);
  });
});

describe("lowerNetwork: what it refuses", () => {
  it("names the node and says what could be done, for all at once", () => {
    const b = new GraphBuilder();
    const x = b.input("x", [1, 3, 4, 4]);
    const spatial = b.node({ kind: "mul" }, [x, b.conv(x, 1)]);
    const wider = b.node({ kind: "add" }, [x, b.constant("wider", [3, 3, 4, 4])]);
    const infinite = b.node({ kind: "pad", before: [0, 0, 1, 1], after: [0, 0, 0, 0], value: -Infinity }, [x]);
    const everything = b.node(mean([1, 2, 3]), [x]);
    assert.deepEqual(problemsOf(b.graph(spatial, wider, infinite, everything)), [
      "lowering.unsupported mul1",
      "lowering.unsupported add1",
      "lowering.unsupported pad1",
      "lowering.unsupported reduceMean1",
    ]);
  });

  it("refuses batches, too many axes, computed weights and outputs without an input", () => {
    const batch = new GraphBuilder();
    assert.deepEqual(problemsOf(batch.graph(batch.fullyConnected(batch.input("x", [2, 4]), 3))), ["lowering.batch x"]);
    const rank = new GraphBuilder();
    assert.deepEqual(problemsOf(rank.graph(rank.clamp(rank.input("x", [1, 2, 2, 2, 2, 2])))), ["lowering.rank x"]);
    const dynamic = new GraphBuilder();
    const product = dynamic.node({ kind: "fullyConnected" }, [dynamic.input("x", [1, 4]), dynamic.input("w", [1, 4])]);
    assert.deepEqual(problemsOf(dynamic.graph(product)), ["lowering.unsupported fullyConnected1"]);
    const constant = new GraphBuilder();
    assert.deepEqual(problemsOf(constant.graph(constant.constant("c", [1, 2]))), ["lowering.constant c"]);
  });

  it("refuses windows over several images, which a transpose makes of one sample", () => {
    const window = { kernel: [1, 1], strides: [1, 1], pads: [0, 0, 0, 0], dilations: [1, 1] } as const;
    const b = new GraphBuilder();
    const images = b.node({ kind: "transpose", perm: [3, 2, 1, 0] }, [b.input("x", [1, 4, 8, 8])]);
    const graph = b.graph(
      b.conv(images, 2),
      b.node({ kind: "maxPool", ...window, ceilMode: false }, [images]),
      b.node({ kind: "averagePool", ...window, ceilMode: false, countIncludePad: false }, [images]),
      b.node({ kind: "resize", sourceRows: [0, 0], sourceColumns: [0, 0, 0, 0] }, [images]),
    );
    assert.deepEqual(problemsOf(graph), [
      "lowering.unsupported conv1",
      "lowering.unsupported maxPool1",
      "lowering.unsupported averagePool1",
      "lowering.unsupported resize1",
    ]);
  });
});

describe("lowerNetwork: limits", () => {
  it("refuses more operators than can be planned, and takes as many", () => {
    const chain = (length: number): Graph => {
      const b = new GraphBuilder();
      let last = b.input("x", [1, 4]);
      for (let i = 0; i < length; i++) last = b.node({ kind: "add" }, [last, last]);
      return b.graph(last);
    };
    assert.ok(lowerNetwork(chain(2000)).ok);
    const refused = lowerNetwork(chain(2001));
    assert.ok(!refused.ok);
    assert.match(refused.problems[0]?.message ?? "", /2001 operators .*; 2000 are the limit/);
  });
});
