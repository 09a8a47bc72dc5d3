import assert from "node:assert/strict";
import type { Graph, Tensor } from "../../../../src/engine/ir/graph";
import type { Activation, Layer, Network } from "../../../../src/engine/ir/network";
import { verifyGraph } from "../../../../src/engine/ir/verify";
import { verifyNetwork } from "../../../../src/engine/layers/verifyNetwork";
import { GraphBuilder } from "../../../support/networks/graphBuilder";
import { checkLowering } from "../../../support/preparing";

function sample(): Graph {
  const b = new GraphBuilder();
  const conv = b.conv(b.input("x", [1, 2, 4, 4]), 3, { kernel: [3, 3] });
  return b.graph(b.clamp(b.batchNorm(conv)));
}

function withTensor(graph: Graph, name: string, change: Partial<Tensor>): Graph {
  const tensor = graph.tensors.get(name);
  assert.ok(tensor);
  return { ...graph, tensors: new Map(graph.tensors).set(name, { ...tensor, ...change }) };
}

const messages = (graph: Graph, level: Parameters<typeof verifyGraph>[1] = "imported"): string =>
  verifyGraph(graph, level)
    .map((problem) => `${problem.place ?? ""}: ${problem.message}`)
    .join("\n");

describe("verifyGraph", () => {
  it("finds nothing in a sound graph", () => assert.equal(messages(sample()), ""));

  it("knows which operators each level allows", () => {
    assert.match(messages(sample(), "prepared"), /batchNorm1: batchNorm has no place/);
    const b = new GraphBuilder();
    const graph = b.graph(b.node({ kind: "fakeQuantize", bits: 8, scale: 0.1, zeroPoint: 0 }, [b.input("x", [1, 2])]));
    assert.match(messages(graph), /fakeQuantize has no place/);
    assert.equal(messages(graph, "quantized"), "");
  });

  it("finds disorder, double producers and missing tensors", () => {
    const graph = sample();
    assert.match(messages({ ...graph, nodes: [...graph.nodes].reverse() }), /before anything makes it/);
    assert.match(messages({ ...graph, nodes: graph.nodes.slice(1) }), /batchNorm1: reads "conv1_out"/);
    const [first] = graph.nodes;
    assert.ok(first);
    assert.match(messages({ ...graph, nodes: [first, ...graph.nodes] }), /two nodes have this name[^]*exists already/);
    assert.match(messages({ ...graph, outputs: ["nothing"] }), /nothing: nothing makes this output/);
  });

  it("infers each shape again", () => {
    assert.match(
      messages(withTensor(sample(), "conv1_out", { shape: [1, 3, 2, 3] })),
      /conv1: makes \[1,3,2,2\], not \[1,3,2,3\]/,
    );
    assert.match(
      messages(withTensor(sample(), "bn1_gamma", { shape: [2], data: new Float32Array(2) })),
      /needs four parameters/,
    );
  });

  it("checks constants and parameters", () => {
    assert.match(
      messages(withTensor(sample(), "conv1_w", { data: new Float32Array(5) })),
      /5 values do not fill \[3,2,3,3\]/,
    );
    assert.match(
      messages(withTensor(sample(), "conv1_b", { data: Float32Array.of(0, NaN, 0) })),
      /conv1_b: a constant is not finite/,
    );
    const b = new GraphBuilder();
    assert.match(messages(b.graph(b.clamp(b.input("x", [1, 2]), 3, 1))), /clamps to an empty range 3\.\.1/);
  });
});

describe("verifyNetwork", () => {
  const network = (): Network => {
    const b = new GraphBuilder();
    const conv = b.conv(b.input("x", [1, 2, 4, 4]), 3, { kernel: [3, 3] });
    const window = { kernel: [2, 2], strides: [2, 2], pads: [0, 0, 0, 0], dilations: [1, 1] } as const;
    const pool = b.node({ kind: "maxPool", ...window, ceilMode: false }, [conv]);
    return checkLowering(b.graph(b.fullyConnected(b.reshape(pool, [1, 3]), 2)));
  };
  const found = (changed: Network): string =>
    verifyNetwork(changed)
      .map((problem) => `${problem.place ?? ""}: ${problem.message}`)
      .join("\n");
  const layers = (change: (layer: Layer) => Layer): Network => ({ ...network(), layers: network().layers.map(change) });
  const activations = (change: (activation: Activation) => Activation): Network => ({
    ...network(),
    activations: network().activations.map(change),
  });

  it("finds nothing in a sound network", () => assert.equal(found(network()), ""));

  it("finds wrong shapes, counts and groups", () => {
    assert.match(found(layers((layer) => ({ ...layer, macs: 1 }))), /conv1: counts 1 multiply/);
    assert.match(
      found(layers((layer) => (layer.kind === "conv" ? { ...layer, strides: [2, 2] } : layer))),
      /conv1: does not make/,
    );
    assert.match(found(activations((activation) => ({ ...activation, elements: 7 }))), /7 elements do not fill/);
    assert.match(
      found(activations((activation) => ({ ...activation, group: activation.id }))),
      /maxPool1: moves data between/,
    );
    assert.match(found(activations((activation) => ({ ...activation, group: 3 }))), /not led by its lowest member/);
  });

  it("finds disorder", () => {
    const sound = network();
    assert.match(found({ ...sound, layers: [...sound.layers].reverse() }), /before anything makes it/);
    assert.match(found({ ...sound, inputs: [] }), /conv1: reads activation 0 before/);
  });
});
