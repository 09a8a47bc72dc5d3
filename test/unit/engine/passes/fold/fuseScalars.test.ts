import assert from "node:assert/strict";
import { importOnnx } from "../../../../../src/engine/onnx/importOnnx";
import { lowerNetwork } from "../../../../../src/engine/passes/lowerNetwork";
import { prepareGraph } from "../../../../../src/engine/passes/prepareGraph";
import { buildOnnx, floats, node, type OnnxNode } from "../../../../support/networks/onnxBuilder";
import { checkLowering, checkPrepare } from "../../../../support/preparing";

const NUMBERS = {
  half: floats([], 0.5),
  one: floats([], 1),
  root: floats([], Math.SQRT2),
  six: floats([1, 1, 1, 1], 6),
};

function graphOf(nodes: readonly OnnxNode[], outputs: readonly string[] = ["y"], opset = 13) {
  const bytes = buildOnnx({
    opset,
    inputs: { x: [1, 4, 5, 3] },
    outputs,
    constants: { ...NUMBERS, w: floats([4, 4, 1, 1]) },
    nodes: [node("Conv", ["x", "w"], ["c"]), ...nodes],
  });
  const model = importOnnx(bytes);
  assert.ok(model.ok, JSON.stringify(model));
  return model.value.graph;
}

/** The kinds of all layers. */
function kindsOf(nodes: readonly OnnxNode[], outputs?: readonly string[]): string {
  const graph = graphOf(nodes, outputs);
  checkLowering(graph);
  const network = lowerNetwork(prepareGraph(graph));
  assert.ok(network.ok);
  return network.value.layers.map(({ kind }) => kind).join(" ");
}

const GELU = [
  node("Div", ["c", "root"], ["d"]),
  node("Erf", ["d"], ["e"]),
  node("Add", ["e", "one"], ["f"]),
  node("Mul", ["c", "f"], ["g"]),
];

describe("fuseScalars", () => {
  it("makes x·sigmoid(x) one table", () => {
    const swish = [node("Sigmoid", ["c"], ["s"]), node("Mul", ["c", "s"], ["y"])];
    assert.equal(kindsOf(swish), "conv lookup");
  });

  it("makes a GELU that is written out one table", () => {
    assert.equal(kindsOf([...GELU, node("Mul", ["g", "half"], ["y"])]), "conv lookup");
    assert.equal(kindsOf([...GELU, node("Mul", ["half", "g"], ["y"])]), "conv lookup");
  });

  it("makes a soft sign, a mish and a square one table each", () => {
    const softsign = [node("Abs", ["c"], ["a"]), node("Add", ["one", "a"], ["b"]), node("Div", ["c", "b"], ["y"])];
    const mish = [node("Softplus", ["c"], ["p"]), node("Tanh", ["p"], ["t"]), node("Mul", ["c", "t"], ["y"])];
    for (const nodes of [softsign, mish, [node("Mul", ["c", "c"], ["y"])]]) assert.equal(kindsOf(nodes), "conv lookup");
  });

  it("leaves what others read as it is", () => {
    const shared = [node("Sigmoid", ["c"], ["s"]), node("Mul", ["c", "s"], ["y"]), node("Add", ["s", "y"], ["z"])];
    assert.equal(kindsOf(shared, ["s", "z"]), "conv lookup mul add");
  });

  it("keeps what depends on two tensors apart", () => {
    const gated = [
      node("GlobalAveragePool", ["c"], ["m"]),
      node("Sigmoid", ["m"], ["s"]),
      node("Mul", ["c", "s"], ["y"]),
    ];
    assert.equal(kindsOf(gated), "conv averagePool lookup mul");
  });

  it("leaves sums and products with numbers to the convolution in front", () => {
    assert.equal(kindsOf([node("Mul", ["c", "six"], ["a"]), node("Add", ["a", "one"], ["y"])]), "conv");
  });

  it("takes in a clamp that was fused into a sum", () => {
    const graph = graphOf([
      node("Exp", ["c"], ["e"]),
      node("Add", ["e", "one"], ["a"]),
      node("Relu", ["a"], ["r"]),
      node("Tanh", ["r"], ["y"]),
    ]);
    const prepared = checkPrepare(graph);
    assert.equal(prepared.nodes.length, 2);
  });

  it("does not double a function with each square: forty of them stay a few tables", () => {
    const squares = Array.from({ length: 40 }, (_, i) =>
      node("Mul", [i === 0 ? "c" : `s${i}`, i === 0 ? "c" : `s${i}`], [i === 39 ? "y" : `s${i + 1}`]),
    );
    const prepared = prepareGraph(graphOf(squares));
    assert.ok(prepared.nodes.length > 5 && prepared.nodes.length < 15, `${prepared.nodes.length} nodes`);
    for (const { op } of prepared.nodes) assert.ok(JSON.stringify(op).length < 10_000);
  });
});
