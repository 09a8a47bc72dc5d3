/**
 * Operators that become others: transposed convolutions, interpolation, repetition, reductions and constants of every shape. Held against
 * onnxruntime on the file itself, as imported and as the network is prepared and lowered.
 */
import assert from "node:assert/strict";
import { lowerNetwork } from "../../../../../src/engine/passes/lowerNetwork";
import { prepareGraph } from "../../../../../src/engine/passes/prepareGraph";
import { verifyGraph } from "../../../../../src/engine/ir/verify";
import {
  buildOnnx,
  floats,
  ints,
  node,
  raw,
  type OnnxModel,
  type OnnxNode,
} from "../../../../support/networks/onnxBuilder";
import { DataType } from "../../../../../src/engine/onnx/wire/proto";
import {
  assertClose,
  assertSameAsOriginal,
  imported,
  noiseFor,
  refusalCodes,
  runGraph,
  runOriginal,
} from "../comparing";

type Shape = readonly number[];
type Constants = NonNullable<OnnxModel["constants"]>;

const image: Shape = [1, 4, 5, 6];

function unary(shape: Shape, operator: OnnxNode, constants: Constants = {}, opset = 18): OnnxModel {
  return { opset, inputs: { x: shape }, outputs: ["y"], constants, nodes: [operator] };
}

const transposed = (attributes: OnnxNode["attributes"], weights: Shape = [4, 3, 3, 3], x: Shape = image): OnnxModel =>
  unary(x, node("ConvTranspose", ["x", "w", "b"], ["y"], attributes), {
    w: floats(weights),
    b: floats([(weights[1] ?? 1) * Number(attributes["group"] ?? 1)]),
  });
const resized = (scales: readonly number[], attributes: OnnxNode["attributes"], x: Shape = image): OnnxModel =>
  unary(x, node("Resize", ["x", "", "s"], ["y"], attributes), { s: floats([scales.length], scales) });
const padded = (mode: string, pads: readonly number[], x: Shape = image, opset = 19): OnnxModel =>
  unary(x, node("Pad", ["x", "p"], ["y"], { mode }), { p: ints([pads.length], pads) }, opset);
const withConstant = (op: string, shape: Shape, constant: Shape, left = false): OnnxModel =>
  unary(shape, node(op, left ? ["c", "x"] : ["x", "c"], ["y"]), { c: floats(constant) });
const reduced = (op: string, axes: readonly number[], keepdims: number, x: Shape = image): OnnxModel =>
  unary(x, node(op, ["x", "a"], ["y"], { keepdims }), { a: ints([axes.length], axes) });
/** Of two tensors that are computed from x. */
const binary = (op: string, ...nodes: readonly OnnxNode[]): OnnxModel => ({
  opset: 18,
  inputs: { x: image },
  outputs: ["y"],
  constants: { m: ints([2], [2, 3]), c: ints([1], [1]) },
  nodes: [...nodes, node(op, ["a", "b"], ["y"])],
});
const tanh = node("Tanh", ["x"], ["a"]);

const CASES: Readonly<Record<string, OnnxModel>> = {
  "ConvTranspose with stride 2": transposed({ strides: [2, 2] }),
  "ConvTranspose with pads, of 4 by 4": transposed({ strides: [2, 2], pads: [1, 1, 1, 1] }, [4, 3, 4, 4]),
  "ConvTranspose with output padding": transposed({ strides: [3, 2], output_padding: [2, 1], pads: [0, 1, 1, 0] }),
  "ConvTranspose dilated": transposed({ strides: [2, 3], dilations: [3, 2], pads: [1, 2, 0, 1] }),
  "ConvTranspose without stride": transposed({ pads: [1, 0, 2, 1] }),
  "ConvTranspose grouped": transposed({ strides: [2, 2], group: 2 }, [4, 3, 3, 3]),
  "ConvTranspose depthwise": transposed({ strides: [2, 2], group: 4, pads: [1, 1, 0, 0] }, [4, 1, 3, 2]),
  "ConvTranspose of a smaller kernel than its stride": transposed({ strides: [3, 3] }, [4, 2, 2, 2]),
  "ConvTranspose to a stated shape": transposed({ strides: [3, 2], output_shape: [14, 11] }),
  "ConvTranspose SAME_UPPER": transposed({ strides: [2, 2], auto_pad: "SAME_UPPER" }),
  "ConvTranspose SAME_LOWER": transposed({ strides: [2, 2], auto_pad: "SAME_LOWER" }),
  "ConvTranspose 1-D": transposed({ strides: [2], pads: [1, 1] }, [4, 3, 5], [1, 4, 9]),
  "Resize linear by 2": resized([1, 1, 2, 2], { mode: "linear" }),
  "Resize linear by 2, aligned corners": resized([1, 1, 2, 3], {
    mode: "linear",
    coordinate_transformation_mode: "align_corners",
  }),
  "Resize linear asymmetric, smaller": resized([1, 1, 0.6, 0.5], {
    mode: "linear",
    coordinate_transformation_mode: "asymmetric",
  }),
  "Resize linear of one axis": resized([1, 1, 1, 1.5], { mode: "linear" }),
  "Resize linear antialiased": resized([1, 1, 0.6, 0.5], { mode: "linear", antialias: 1 }),
  "Resize cubic": resized([1, 1, 2, 1.5], { mode: "cubic" }),
  "Resize cubic without what lies outside": resized([1, 1, 2, 0.8], { mode: "cubic", exclude_outside: 1 }),
  "Upsample linear": unary(
    image,
    node("Upsample", ["x", "s"], ["y"], { mode: "linear" }),
    { s: floats([4], [1, 1, 2, 2]) },
    9,
  ),
  "Pad by reflection": padded("reflect", [0, 0, 2, 1, 0, 0, 1, 3]),
  "Pad by reflection of a sequence": padded("reflect", [0, 0, 4, 0, 0, 4], [1, 1, 9]),
  "Pad by repetition of channels and rows": padded("edge", [0, 1, 2, 0, 0, 2, 0, 0]),
  "Pad from the other end": padded("wrap", [0, 0, 2, 1, 0, 0, 1, 2]),
  "Tile of channels and columns": unary(image, node("Tile", ["x", "r"], ["y"]), { r: ints([4], [1, 2, 1, 3]) }),
  "Tile of a sequence": unary([1, 3, 4], node("Tile", ["x", "r"], ["y"]), { r: ints([3], [1, 3, 2]) }),
  "Expand of channels": unary([1, 1, 5, 6], node("Expand", ["x", "s"], ["y"]), { s: ints([4], [1, 3, 5, 6]) }),
  "Expand to more axes": unary([1, 4], node("Expand", ["x", "s"], ["y"]), { s: ints([3], [2, 3, 4]) }),
  "Gather of channels": unary(image, node("Gather", ["x", "i"], ["y"], { axis: 1 }), { i: ints([3], [2, 0, -1]) }),
  "Gather by two axes of indices": unary([1, 5, 4], node("Gather", ["x", "i"], ["y"], { axis: 1 }), {
    i: ints([2, 2], [4, 0, 1, 1]),
  }),
  "Slice backwards": unary(image, node("Slice", ["x", "s", "e", "a", "t"], ["y"]), {
    s: ints([2], [-1, 4]),
    e: ints([2], [-99, 0]),
    a: ints([2], [1, 3]),
    t: ints([2], [-1, -2]),
  }),
  "DepthToSpace DCR": unary([1, 12, 3, 4], node("DepthToSpace", ["x"], ["y"], { blocksize: 2 })),
  "DepthToSpace CRD": unary([1, 12, 3, 4], node("DepthToSpace", ["x"], ["y"], { blocksize: 2, mode: "CRD" })),
  SpaceToDepth: unary([1, 3, 4, 6], node("SpaceToDepth", ["x"], ["y"], { blocksize: 2 }), {}, 13),
  "Add of a positional map": withConstant("Add", [1, 5, 6], [1, 5, 6]),
  "Sub from a map of an image": withConstant("Sub", image, image, true),
  "Sub of a map over rows and columns": withConstant("Sub", image, [1, 1, 5, 6]),
  "Mul by columns and channels": withConstant("Mul", image, [4, 1, 6]),
  "Div by a matrix": withConstant("Div", [1, 5, 6], [5, 6]),
  "Add of a constant that has more rows": withConstant("Add", [1, 1, 6], [1, 5, 6]),
  "Max with a map": withConstant("Max", image, [5, 6]),
  "Min of a map and x": withConstant("Min", image, [4, 1, 1], true),
  "PRelu by element": withConstant("PRelu", image, [4, 5, 6]),
  "PRelu by row": withConstant("PRelu", [1, 5, 6], [5, 1]),
  "MatMul with its constant on the left": withConstant("MatMul", image, [3, 5], true),
  "Gemm with its constant on the left": {
    inputs: { x: [1, 4] },
    outputs: ["y"],
    constants: { c: floats([4, 3]), d: floats([1]) },
    nodes: [node("Gemm", ["c", "x", "d"], ["y"], { transA: 1, transB: 1, alpha: 0.5, beta: { float: 2 } })],
  },
  "Concat with constants": {
    inputs: { x: image },
    outputs: ["y"],
    constants: { c: floats([1, 2, 5, 6]), d: floats([1, 1, 5, 6], 0.5) },
    nodes: [node("Concat", ["c", "x", "d"], ["y"], { axis: 1 })],
  },
  "Concat with a token": {
    inputs: { x: [1, 5, 6] },
    outputs: ["y"],
    constants: { c: floats([1, 1, 6]) },
    nodes: [node("Concat", ["c", "x"], ["y"], { axis: 1 })],
  },
  "Concat, slices and functions of five axes": {
    opset: 13,
    inputs: { x: [1, 6, 4, 5] },
    outputs: ["y"],
    constants: {
      five: ints([5], [1, 2, 3, 4, 5]),
      four: ints([4], [1, -1, 4, 5]),
      s: ints([1], [1]),
      e: ints([1], [3]),
      a: ints([1], [2]),
    },
    nodes: [
      node("Reshape", ["x", "five"], ["r"]),
      node("Sigmoid", ["r"], ["g"]),
      node("Slice", ["g", "s", "e", "a"], ["c"]),
      node("Concat", ["g", "c"], ["j"], { axis: 2 }),
      node("Mul", ["j", "j"], ["q"]),
      node("Reshape", ["q", "four"], ["y"]),
    ],
  },
  "Mul by one map for all channels": binary("Mul", tanh, node("ReduceMean", ["x", "c"], ["b"])),
  "Sub of a tensor from a vector": binary("Sub", node("ReduceMean", ["x", "m"], ["a"]), node("Exp", ["x"], ["b"])),
  "Add of rows and columns": {
    ...binary("Add", node("ReduceMean", ["x", "r"], ["a"]), node("ReduceMean", ["x", "k"], ["b"])),
    constants: { r: ints([1], [2]), k: ints([1], [3]) },
  },
  "Max of two tensors": binary("Max", tanh, node("Cos", ["x"], ["b"])),
  "ReduceSum over space": reduced("ReduceSum", [2, 3], 1),
  "ReduceSum over the last axis": reduced("ReduceSum", [-1], 0, [1, 5, 6]),
  "ReduceMax over channels": reduced("ReduceMax", [1], 1),
  "ReduceMax over columns": reduced("ReduceMax", [3], 0),
  "ReduceMin over everything": reduced("ReduceMin", [1, 2, 3], 1),
  ReduceL1: reduced("ReduceL1", [2, 3], 0),
  ReduceL2: reduced("ReduceL2", [1], 1),
  ReduceSumSquare: reduced("ReduceSumSquare", [3], 1),
  ReduceLogSumExp: reduced("ReduceLogSumExp", [2, 3], 1),
  "MatMul of two computed matrices": binary("MatMul", tanh, node("Transpose", ["x"], ["b"], { perm: [0, 1, 3, 2] })),
  "MatMul of several by one": {
    ...binary(
      "MatMul",
      tanh,
      node("ReduceMean", ["x", "c"], ["mean"]),
      node("Transpose", ["mean"], ["b"], { perm: [0, 1, 3, 2] }),
    ),
  },
  "Gemm of two computed matrices with an addend": {
    opset: 13,
    inputs: { x: [1, 12] },
    outputs: ["y"],
    constants: { s: ints([2], [3, 4]), c: floats([3]), back: ints([2], [1, 9]) },
    nodes: [
      node("Reshape", ["x", "s"], ["a"]),
      node("Cos", ["a"], ["b"]),
      node("Gemm", ["a", "b", "c"], ["m"], { transB: 1, alpha: 0.5, beta: { float: 3 } }),
      node("Reshape", ["m", "back"], ["y"]),
    ],
  },
  "attention of two heads": {
    opset: 13,
    inputs: { x: [1, 5, 8] },
    outputs: ["y"],
    constants: {
      q: floats([8, 8]),
      k: floats([8, 8]),
      s: ints([4], [1, 5, 2, 4]),
      back: ints([3], [1, 5, 8]),
      half: floats([], 0.5),
    },
    nodes: [
      node("MatMul", ["x", "q"], ["q1"]),
      node("MatMul", ["x", "k"], ["k1"]),
      node("Reshape", ["q1", "s"], ["q2"]),
      node("Reshape", ["k1", "s"], ["k2"]),
      node("Transpose", ["q2"], ["q3"], { perm: [0, 2, 1, 3] }),
      node("Transpose", ["k2"], ["k3"], { perm: [0, 2, 3, 1] }),
      node("Transpose", ["k2"], ["v3"], { perm: [0, 2, 1, 3] }),
      node("MatMul", ["q3", "k3"], ["scores"]),
      node("Mul", ["scores", "half"], ["scaled"]),
      node("Softmax", ["scaled"], ["shares"], { axis: -1 }),
      node("MatMul", ["shares", "v3"], ["heads"]),
      node("Transpose", ["heads"], ["tokens"], { perm: [0, 2, 1, 3] }),
      node("Reshape", ["tokens", "back"], ["y"]),
    ],
  },
  "Softmax over channels that a sum reads": {
    inputs: { x: image },
    outputs: ["y"],
    nodes: [node("Softmax", ["x"], ["a"], { axis: 1 }), node("Add", ["a", "x"], ["y"])],
  },
  "LayerNormalization of the last axis": unary([1, 5, 6], node("LayerNormalization", ["x", "g", "b"], ["y"]), {
    g: floats([6]),
    b: floats([6]),
  }),
  "LayerNormalization of two axes without a bias": unary(
    image,
    node("LayerNormalization", ["x", "g"], ["y"], { axis: 2, epsilon: 0.01 }),
    {
      g: floats([5, 6]),
    },
  ),
  RMSNormalization: unary([1, 5, 6], node("RMSNormalization", ["x", "g"], ["y"]), { g: floats([6]) }, 23),
  "GroupNormalization by channel": unary(
    image,
    node("GroupNormalization", ["x", "g", "b"], ["y"], { num_groups: 2 }),
    {
      g: floats([4]),
      b: floats([4]),
    },
    21,
  ),
  InstanceNormalization: unary(image, node("InstanceNormalization", ["x", "g", "b"], ["y"]), {
    g: floats([4]),
    b: floats([4]),
  }),
  "InstanceNormalization of a sequence": unary([1, 4, 9], node("InstanceNormalization", ["x", "g", "b"], ["y"]), {
    g: floats([4]),
    b: floats([4]),
  }),
  "Gelu, FastGelu and QuickGelu of Microsoft": {
    opset: 17,
    domains: { "com.microsoft": 1 },
    inputs: { x: [1, 20] },
    outputs: ["y"],
    constants: { b: floats([20]) },
    nodes: [
      node("Gelu", ["x"], ["p"], {}, { domain: "com.microsoft" }),
      node("FastGelu", ["p", "b"], ["q"], {}, { domain: "com.microsoft" }),
      node("QuickGelu", ["q"], ["y"], {}, { domain: "com.microsoft" }),
    ],
  },
  "MatMul by a matrix for each head": {
    inputs: { x: [1, 2, 5, 4] },
    outputs: ["y"],
    constants: { c: floats([2, 4, 3]) },
    nodes: [node("MatMul", ["x", "c"], ["y"])],
  },
  "MatMul by vectors": {
    inputs: { x: [1, 5, 4] },
    outputs: ["y"],
    constants: { c: floats([4]), d: floats([5]) },
    nodes: [
      node("MatMul", ["x", "c"], ["a"]),
      node("MatMul", ["d", "x"], ["b"]),
      node("Concat", ["a", "b"], ["y"], { axis: 1 }),
    ],
  },
  "MaxPool over three axes": unary(
    [1, 2, 5, 6, 7],
    node("MaxPool", ["x"], ["y"], { kernel_shape: [2, 3, 2], strides: [1, 2, 2], pads: [0, 1, 0, 1, 1, 1] }),
  ),
  "AveragePool over three axes": unary(
    [1, 2, 5, 6, 7],
    node("AveragePool", ["x"], ["y"], { kernel_shape: [2, 3, 2], pads: [0, 1, 0, 1, 1, 1] }),
  ),
  "Mean of three": {
    inputs: { x: image },
    outputs: ["y"],
    constants: { c: floats([4, 1, 1]) },
    nodes: [node("Tanh", ["x"], ["a"]), node("Mean", ["x", "a", "c"], ["y"])],
  },
  "CumSum along rows, and backwards without itself": {
    inputs: { x: image },
    outputs: ["y"],
    constants: { two: ints([], [2]), last: ints([], [-1]) },
    nodes: [node("CumSum", ["x", "two"], ["a"]), node("CumSum", ["a", "last"], ["y"], { exclusive: 1, reverse: 1 })],
  },
  "Trilu of computed values": unary(image, node("Trilu", ["x", "k"], ["y"], { upper: 0 }), { k: ints([], [-1]) }),
  "Mod by a number": unary([1, 20], node("Mod", ["x", "c"], ["y"], { fmod: 1 }), { c: floats([], 0.4) }),
  "LogSoftmax alone": unary(image, node("LogSoftmax", ["x"], ["y"], { axis: 1 })),
  "trigonometric functions": {
    inputs: { x: [1, 20] },
    outputs: ["y"],
    constants: { two: floats([], 2) },
    nodes: [
      node("Sin", ["x"], ["a"]),
      node("Asin", ["a"], ["b"]),
      node("Acos", ["a"], ["c"]),
      node("Sinh", ["b"], ["d"]),
      node("Cosh", ["c"], ["e"]),
      node("Asinh", ["x"], ["f"]),
      node("Acosh", ["e"], ["g"]),
      node("Tanh", ["x"], ["h"]),
      node("Div", ["h", "two"], ["i"]),
      node("Atanh", ["i"], ["j"]),
      node("Tan", ["i"], ["k"]),
      node("Sum", ["d", "f", "g", "j", "k"], ["y"]),
    ],
  },
  LRN: unary(image, node("LRN", ["x"], ["y"], { size: 3, alpha: 0.5, beta: 0.75, bias: { float: 2 } })),
  LpPool: unary(image, node("LpPool", ["x"], ["y"], { kernel_shape: [2, 3], pads: [1, 1, 0, 1], p: 3 })),
  GlobalLpPool: unary(image, node("GlobalLpPool", ["x"], ["y"], { p: 2 })),
};

describe("onnx operators that become others", () => {
  for (const [name, model] of Object.entries(CASES)) {
    it(name, async () => {
      const bytes = buildOnnx(model);
      const { graph } = await assertSameAsOriginal(bytes);
      const prepared = prepareGraph(graph);
      assert.deepEqual(verifyGraph(prepared, "prepared"), []);
      const feeds = noiseFor(prepared);
      const [expected] = (await runOriginal(bytes, feeds)).values();
      const [own] = (await runGraph(prepared, feeds)).values();
      assert.ok(expected);
      assertClose(own, expected, name);
      const network = lowerNetwork(prepared);
      if ((model.inputs["x"]?.[0] ?? 1) === 1)
        assert.ok(network.ok, network.ok ? "" : network.problems.map(({ message }) => message).join("; "));
    });
  }

  it("mean and deviation are answers of LayerNormalization as well", async () => {
    const model: OnnxModel = {
      opset: 17,
      inputs: { x: [1, 5, 6] },
      outputs: ["y", "mean", "deviation"],
      constants: { g: floats([6]), b: floats([6]) },
      nodes: [node("LayerNormalization", ["x", "g", "b"], ["y", "mean", "deviation"])],
    };
    await assertSameAsOriginal(buildOnnx(model));
  });

  it("the softmax at the end stays one", () => {
    const ending = (...behind: OnnxModel["nodes"]): readonly string[] => {
      const model = { inputs: { x: [1, 5] }, outputs: ["y"], nodes: [node("Softmax", ["x"], ["s"]), ...behind] };
      return prepareGraph(imported(buildOnnx(model)).graph).nodes.map(({ op }) => op.kind);
    };
    assert.ok(ending(node("Flatten", ["s"], ["y"])).includes("softmax"));
    assert.ok(!ending(node("Tanh", ["s"], ["y"])).includes("softmax"));
  });

  it("the mask of Dropout is a constant", async () => {
    const model = unary([1, 4], node("Dropout", ["x"], ["y", "mask"]), {}, 13);
    await assertSameAsOriginal(buildOnnx(model));
  });

  it("values beyond the input other than 0 are refused", () => {
    const model = unary(
      image,
      node("Resize", ["x", "roi", "", "to"], ["y"], {
        mode: "linear",
        coordinate_transformation_mode: "tf_crop_and_resize",
        extrapolation_value: { float: 7 },
      }),
      { roi: floats([8], [0, 0, 0.4, 0.6, 1, 1, 1.2, 1.7]), to: ints([4], [1, 4, 3, 3]) },
    );
    assert.deepEqual(refusalCodes(buildOnnx(model)), ["onnx.resizeMode"]);
  });

  it("codes are moved as codes", () => {
    const zero = raw([], DataType.uint8, [3]);
    const model: OnnxModel = {
      inputs: { x: [1, 4] },
      outputs: ["y"],
      constants: { s: floats([], 0.1), t: floats([], 0.2), z: zero },
      nodes: [
        node("QuantizeLinear", ["x", "s", "z"], ["a"]),
        node("QuantizeLinear", ["x", "t", "z"], ["b"]),
        node("Concat", ["a", "b"], ["c"], { axis: 1 }),
        node("DequantizeLinear", ["c", "s", "z"], ["y"]),
      ],
    };
    assert.deepEqual(refusalCodes(buildOnnx(model)), ["onnx.integerArithmetic"]);
  });
});
