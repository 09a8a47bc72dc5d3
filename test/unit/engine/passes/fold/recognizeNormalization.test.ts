/** Normalization as exporters spell it out becomes one operator, and computes what onnxruntime computes for the steps. */
import assert from "node:assert/strict";
import { prepareGraph } from "../../../../../src/engine/passes/prepareGraph";
import { evaluateGraph } from "../../../../support/networks/evaluateGraph";
import { buildOnnx, floats, ints, node, type OnnxNode } from "../../../../support/networks/onnxBuilder";
import { imported, noiseFor, runOriginal } from "../../onnx/comparing";

const SHAPE = [1, 5, 8];
const CONSTANTS = {
  two: floats([], 2),
  half: floats([], -0.5),
  epsilon: floats([], 0.01),
  gain: floats([8]),
  offset: floats([8]),
  axes: ints([1], [-1]),
};
const mean = (x: string, y: string): OnnxNode => node("ReduceMean", [x], [y], { axes: [-1], keepdims: 1 });
const deviation = [node("Add", ["variance", "epsilon"], ["safe"]), node("Sqrt", ["safe"], ["root"])];
const affine = [node("Mul", ["normalized", "gain"], ["scaled"]), node("Add", ["offset", "scaled"], ["y"])];

const PATTERNS: Readonly<
  Record<string, { readonly nodes: readonly OnnxNode[]; readonly centred: boolean; readonly inputs: number }>
> = {
  "PyTorch's layer normalization": {
    nodes: [
      mean("x", "mean"),
      node("Sub", ["x", "mean"], ["d"]),
      node("Pow", ["d", "two"], ["squares"]),
      mean("squares", "variance"),
      ...deviation,
      node("Div", ["d", "root"], ["normalized"]),
      ...affine,
    ],
    centred: true,
    inputs: 3,
  },
  "a difference computed twice, a product as square and a reciprocal": {
    nodes: [
      mean("x", "mean"),
      node("Sub", ["x", "mean"], ["d"]),
      mean("x", "meanAgain"),
      node("Sub", ["x", "meanAgain"], ["dAgain"]),
      node("Mul", ["dAgain", "dAgain"], ["squares"]),
      mean("squares", "variance"),
      ...deviation,
      node("Reciprocal", ["root"], ["inverse"]),
      node("Mul", ["inverse", "d"], ["normalized"]),
      ...affine,
    ],
    centred: true,
    inputs: 3,
  },
  "TensorFlow's layer normalization": {
    nodes: [
      mean("x", "mean"),
      node("Sub", ["x", "mean"], ["d"]),
      node("Mul", ["d", "d"], ["squares"]),
      mean("squares", "variance"),
      ...deviation,
      node("Reciprocal", ["root"], ["inverse"]),
      node("Mul", ["inverse", "gain"], ["factor"]),
      node("Mul", ["x", "factor"], ["left"]),
      node("Mul", ["mean", "factor"], ["shift"]),
      node("Sub", ["offset", "shift"], ["right"]),
      node("Add", ["left", "right"], ["y"]),
    ],
    centred: true,
    inputs: 3,
  },
  "RMS normalization with a power of −½, without an offset": {
    nodes: [
      node("Mul", ["x", "x"], ["squares"]),
      mean("squares", "variance"),
      node("Add", ["variance", "epsilon"], ["safe"]),
      node("Pow", ["safe", "half"], ["inverse"]),
      node("Mul", ["x", "inverse"], ["normalized"]),
      node("Mul", ["gain", "normalized"], ["y"]),
    ],
    centred: false,
    inputs: 2,
  },
};

describe("normalization spelt out", () => {
  for (const [name, { nodes, centred, inputs }] of Object.entries(PATTERNS)) {
    it(`is recognized: ${name}`, async () => {
      const bytes = buildOnnx({ opset: 13, inputs: { x: SHAPE }, outputs: ["y"], constants: CONSTANTS, nodes });
      const { graph } = imported(bytes);
      const prepared = prepareGraph(graph);
      const [only, ...others] = prepared.nodes;
      assert.ok(only?.op.kind === "normalize" && others.length === 0, prepared.nodes.map(({ op }) => op.kind).join());
      assert.deepEqual([only.op.axes, only.op.centred, only.inputs.length], [[2], centred, inputs]);
      assert.ok(Math.abs(only.op.epsilon - 0.01) < 1e-8);
      const feeds = noiseFor(graph);
      const [given, own] = [await runOriginal(bytes, feeds), evaluateGraph(prepared, feeds)];
      const expected = given.get("y")?.data ?? [];
      own.get("y")?.data.forEach((value, i) => assert.ok(Math.abs(value - (expected[i] ?? NaN)) < 1e-5, `${i}`));
    });
  }

  it("stays as it is where the mean is of something else, or squares and differences are not of the same", () => {
    const wrong: readonly (readonly OnnxNode[])[] = [
      [
        mean("x", "mean"),
        node("Sub", ["x", "mean"], ["d"]),
        node("Mul", ["x", "x"], ["squares"]),
        mean("squares", "variance"),
        ...deviation,
        node("Div", ["d", "root"], ["y"]),
      ],
      [
        node("ReduceMean", ["x"], ["mean"], { axes: [1], keepdims: 1 }),
        node("Sub", ["x", "mean"], ["d"]),
        node("Mul", ["d", "d"], ["squares"]),
        mean("squares", "variance"),
        ...deviation,
        node("Div", ["d", "root"], ["y"]),
      ],
    ];
    for (const [i, nodes] of wrong.entries()) {
      const bytes = buildOnnx({ opset: 13, inputs: { x: SHAPE }, outputs: ["y"], constants: CONSTANTS, nodes });
      const found = prepareGraph(imported(bytes).graph).nodes.find(({ op }) => op.kind === "normalize");
      // What is left may be an RMS normalization of the difference, never a centred one of x.
      assert.ok(!found || (found.op.kind === "normalize" && !found.op.centred), `${i}`);
    }
  });
});
