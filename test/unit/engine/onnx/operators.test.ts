/** Every operator, in each form that operator sets 7 to 25 give it, computes what onnxruntime computes for the original file. Long as the list of operators is. */
import {
  buildOnnx,
  floats,
  ints,
  node,
  raw,
  type OnnxModel,
  type OnnxNode,
} from "../../../support/networks/onnxBuilder";
import { DataType } from "../../../../src/engine/onnx/wire/proto";
import { assertSameAsOriginal } from "./comparing";

type Shape = readonly number[];
type Constants = NonNullable<OnnxModel["constants"]>;

/** One operator from x to y. */
function unary(opset: number, shape: Shape, operator: OnnxNode, constants: Constants = {}): OnnxModel {
  return { opset, inputs: { x: shape }, outputs: ["y"], constants, nodes: [operator] };
}

const image: Shape = [1, 6, 9, 11];
const conv = (attributes: OnnxNode["attributes"], shape: Shape = image, weights: Shape = [4, 6, 3, 3]): OnnxModel =>
  unary(13, shape, node("Conv", ["x", "w", "b"], ["y"], attributes), {
    w: floats(weights),
    b: floats([weights[0] ?? 1]),
  });
const pool = (op: string, opset: number, attributes: OnnxNode["attributes"], shape: Shape = image): OnnxModel =>
  unary(opset, shape, node(op, ["x"], ["y"], attributes));
const resize = (opset: number, attributes: OnnxNode["attributes"], scales: readonly number[]): OnnxModel =>
  unary(opset, [1, 2, 5, 7], node("Resize", ["x", "roi", "scales"], ["y"], { mode: "nearest", ...attributes }), {
    roi: floats([0], []),
    scales: floats([4], scales),
  });
const resizeTo = (opset: number, attributes: OnnxNode["attributes"], sizes: readonly number[]): OnnxModel =>
  unary(opset, [1, 2, 5, 7], node("Resize", ["x", "", "", "sizes"], ["y"], { mode: "nearest", ...attributes }), {
    sizes: ints([sizes.length], sizes),
  });
const gemm = (attributes: OnnxNode["attributes"], w: Shape, c: Shape | undefined, x: Shape = [1, 5]): OnnxModel =>
  unary(13, x, node("Gemm", ["x", "w", ...(c ? ["c"] : [])], ["y"], attributes), {
    w: floats(w),
    ...(c ? { c: floats(c) } : {}),
  });
const norm = (opset: number, shape: Shape, attributes: OnnxNode["attributes"] = {}): OnnxModel =>
  unary(opset, shape, node("BatchNormalization", ["x", "s", "b", "m", "v"], ["y"], attributes), {
    s: floats([4]),
    b: floats([4]),
    m: floats([4]),
    v: floats([4], [0.5, 1, 2, 3]),
  });
const scalarOf = (value: number): Constants[string] => floats([], value);

/** Two operators, from x over a to y. */
function chain(opset: number, ...nodes: readonly OnnxNode[]): OnnxModel {
  return { opset, inputs: { x: image }, outputs: ["y"], constants: { three: scalarOf(3) }, nodes };
}

const layerNorm = (op: string, opset: number, shape: Shape, axis: number, bias = true): OnnxModel => {
  const parameters = shape.slice(axis);
  return unary(opset, shape, node(op, ["x", "s", ...(bias ? ["b"] : [])], ["y"], { axis, epsilon: 0.01 }), {
    s: floats(parameters),
    ...(bias ? { b: floats(parameters) } : {}),
  });
};
const byChannel = (
  op: string,
  opset: number,
  shape: Shape,
  count: number,
  attributes: OnnxNode["attributes"] = {},
): OnnxModel =>
  unary(opset, shape, node(op, ["x", "s", "b"], ["y"], attributes), { s: floats([count]), b: floats([count]) });

const CASES: Readonly<Record<string, OnnxModel>> = {
  "an output that is listed twice": {
    opset: 13,
    inputs: { x: image },
    outputs: ["y", "y"],
    nodes: [node("Identity", ["x"], ["y"])],
  },
  "LayerNormalization of the last axis": layerNorm("LayerNormalization", 17, [1, 5, 12], 2),
  "LayerNormalization without offset": layerNorm("LayerNormalization", 17, [1, 5, 12], 2, false),
  "LayerNormalization of an image": layerNorm("LayerNormalization", 17, [1, 3, 4, 5], 1),
  InstanceNormalization: byChannel("InstanceNormalization", 13, [1, 6, 9, 11], 6),
  "InstanceNormalization 1-D": byChannel("InstanceNormalization", 13, [1, 6, 9], 6),
  "GroupNormalization 18": byChannel("GroupNormalization", 18, [1, 6, 4, 5], 3, { num_groups: 3 }),
  "GroupNormalization 21": byChannel("GroupNormalization", 21, [1, 6, 4, 5], 6, { num_groups: 2 }),
  MeanVarianceNormalization: unary(13, image, node("MeanVarianceNormalization", ["x"], ["y"], { axes: [0, 2, 3] })),
  LpNormalization: unary(13, [1, 5, 8], node("LpNormalization", ["x"], ["y"], { axis: -1, p: 2 })),
  "Conv with equal padding": conv({ pads: [1, 1, 1, 1] }),
  "Conv without attributes": conv({}),
  "Conv with asymmetric padding and strides": conv({ pads: [0, 1, 2, 0], strides: [2, 3] }),
  "Conv dilated": conv({ dilations: [2, 3], pads: [2, 2, 2, 2] }),
  "Conv grouped": conv({ group: 2 }, image, [4, 3, 3, 3]),
  "Conv depthwise": conv({ group: 6, pads: [1, 1, 1, 1] }, image, [12, 1, 3, 3]),
  "Conv SAME_UPPER": conv({ auto_pad: "SAME_UPPER", strides: [2, 2] }),
  "Conv SAME_LOWER": conv({ auto_pad: "SAME_LOWER", strides: [2, 2] }, [1, 6, 10, 10]),
  "Conv VALID": conv({ auto_pad: "VALID" }),
  "Conv 1-D": conv({ pads: [1, 2], strides: [2], dilations: [2] }, [1, 6, 17], [4, 6, 3]),
  "Conv 1-D SAME_UPPER grouped": conv({ auto_pad: "SAME_UPPER", strides: [3], group: 3 }, [1, 6, 17], [6, 2, 4]),
  "Conv without bias": unary(7, image, node("Conv", ["x", "w"], ["y"]), { w: floats([4, 6, 3, 3]) }),
  "Conv with an empty bias": unary(7, image, node("Conv", ["x", "w", ""], ["y"]), { w: floats([4, 6, 3, 3]) }),

  "Gemm plain": gemm({}, [5, 3], [3]),
  "Gemm transB": gemm({ transB: 1 }, [3, 5], [1, 3]),
  "Gemm transA": gemm({ transA: 1, alpha: 0.5 }, [1, 3], [3], [1, 5]),
  "Gemm alpha and beta": gemm({ alpha: 0.5, beta: 1.5 }, [5, 3], [3]),
  "Gemm scalar addend": gemm({}, [5, 3], []),
  "Gemm without addend": gemm({ transB: 1 }, [3, 5], undefined),
  "Gemm beta 0": gemm({ beta: { float: 0 } }, [5, 3], [3]),
  "MatMul of two axes": unary(13, [1, 5], node("MatMul", ["x", "w"], ["y"]), { w: floats([5, 3]) }),
  "MatMul of three axes": unary(13, [1, 4, 5], node("MatMul", ["x", "w"], ["y"]), { w: floats([5, 3]) }),
  "MatMul with a matrix of three axes": unary(13, [1, 4, 5], node("MatMul", ["x", "w"], ["y"]), {
    w: floats([1, 5, 3]),
  }),
  "MatMul of one axis": unary(13, [5], node("MatMul", ["x", "w"], ["y"]), { w: floats([5, 3]) }),

  "BatchNormalization 7": norm(7, [1, 4, 3, 3]),
  "BatchNormalization 9": norm(9, [1, 4, 3, 3], { epsilon: 0.01 }),
  "BatchNormalization 15 of two axes": norm(15, [1, 4]),
  "BatchNormalization of three axes": norm(14, [1, 4, 6], { momentum: 0.8 }),

  Relu: unary(13, image, node("Relu", ["x"], ["y"])),
  "Clip 7": unary(7, image, node("Clip", ["x"], ["y"], { min: -0.5, max: 0.75 })),
  "Clip 7 with one bound": unary(7, image, node("Clip", ["x"], ["y"], { min: -0.5 })),
  "Clip 11": unary(11, image, node("Clip", ["x", "low", "high"], ["y"]), { low: scalarOf(-0.5), high: scalarOf(0.75) }),
  "Clip 13 without lower bound": unary(13, image, node("Clip", ["x", "", "high"], ["y"]), { high: scalarOf(0.75) }),
  "Clip 13 with lower bound only": unary(13, image, node("Clip", ["x", "low"], ["y"]), { low: scalarOf(0.25) }),
  "Clip 13 without bounds": unary(13, image, node("Clip", ["x"], ["y"])),
  "Clip 13 with reversed bounds": unary(13, image, node("Clip", ["x", "low", "high"], ["y"]), {
    low: scalarOf(1),
    high: scalarOf(-1),
  }),
  "Clip with bounds from Constant nodes": {
    opset: 13,
    inputs: { x: image },
    outputs: ["y"],
    nodes: [
      node("Constant", [], ["low"], { value: { tensor: scalarOf(0) } }),
      node("Constant", [], ["high"], { value_float: { float: 1 } }),
      node("Clip", ["x", "low", "high"], ["y"]),
    ],
  },
  LeakyRelu: unary(13, image, node("LeakyRelu", ["x"], ["y"], { alpha: 0.2 })),
  "LeakyRelu by default": unary(7, image, node("LeakyRelu", ["x"], ["y"])),
  "PRelu by channel": unary(13, image, node("PRelu", ["x", "s"], ["y"]), { s: floats([6, 1, 1]) }),
  "PRelu with one slope": unary(9, image, node("PRelu", ["x", "s"], ["y"]), { s: floats([1], [0.3]) }),
  Sigmoid: unary(13, image, node("Sigmoid", ["x"], ["y"])),
  Tanh: unary(13, image, node("Tanh", ["x"], ["y"])),
  HardSigmoid: unary(13, image, node("HardSigmoid", ["x"], ["y"])),
  "HardSigmoid with factors": unary(13, image, node("HardSigmoid", ["x"], ["y"], { alpha: 0.1666, beta: 0.4 })),
  HardSwish: unary(14, image, node("HardSwish", ["x"], ["y"])),
  Elu: unary(13, image, node("Elu", ["x"], ["y"])),
  "Elu with alpha": unary(7, image, node("Elu", ["x"], ["y"], { alpha: 0.5 })),
  Selu: unary(13, image, node("Selu", ["x"], ["y"])),
  "Selu with factors": unary(13, image, node("Selu", ["x"], ["y"], { alpha: 1.2, gamma: 0.7 })),
  Celu: unary(13, image, node("Celu", ["x"], ["y"], { alpha: 0.3 })),
  ThresholdedRelu: unary(13, image, node("ThresholdedRelu", ["x"], ["y"], { alpha: 0.3 })),
  Shrink: unary(13, image, node("Shrink", ["x"], ["y"], { lambd: 0.4, bias: 0.1 })),
  Gelu: unary(20, image, node("Gelu", ["x"], ["y"])),
  "Gelu by tanh": unary(20, image, node("Gelu", ["x"], ["y"], { approximate: "tanh" })),
  Mish: unary(18, image, node("Mish", ["x"], ["y"])),
  Softplus: unary(13, image, node("Softplus", ["x"], ["y"])),
  Softsign: unary(13, image, node("Softsign", ["x"], ["y"])),
  Erf: unary(13, image, node("Erf", ["x"], ["y"])),
  Exp: unary(13, image, node("Exp", ["x"], ["y"])),
  "Log of Exp": chain(13, node("Exp", ["x"], ["a"]), node("Log", ["a"], ["y"])),
  "Sqrt of Abs": chain(13, node("Abs", ["x"], ["a"]), node("Sqrt", ["a"], ["y"])),
  "Reciprocal of Exp": chain(13, node("Exp", ["x"], ["a"]), node("Reciprocal", ["a"], ["y"])),
  Abs: unary(13, image, node("Abs", ["x"], ["y"])),
  Sign: unary(13, image, node("Sign", ["x"], ["y"])),
  Neg: unary(13, image, node("Neg", ["x"], ["y"])),
  Floor: unary(13, image, node("Floor", ["x"], ["y"])),
  Ceil: unary(13, image, node("Ceil", ["x"], ["y"])),
  Round: unary(13, image, node("Round", ["x"], ["y"])),
  "Round of ties": {
    opset: 13,
    inputs: { x: [1, 8] },
    outputs: ["y"],
    constants: { zero: floats([1], [0]), ties: floats([1, 8], [-2.5, -1.5, -0.5, 0.5, 1.5, 2.5, 3.5, 0]) },
    nodes: [node("Mul", ["x", "zero"], ["z"]), node("Add", ["z", "ties"], ["t"]), node("Round", ["t"], ["y"])],
  },
  Sin: unary(13, image, node("Sin", ["x"], ["y"])),
  Cos: unary(13, image, node("Cos", ["x"], ["y"])),
  Atan: unary(13, image, node("Atan", ["x"], ["y"])),
  "Pow 2": unary(13, image, node("Pow", ["x", "e"], ["y"]), { e: scalarOf(2) }),
  "Pow 3 for every channel": unary(13, image, node("Pow", ["x", "e"], ["y"]), {
    e: floats([6, 1, 1], [3, 3, 3, 3, 3, 3]),
  }),
  "Pow of a column by a row of equal exponents": unary(13, [1, 4, 1], node("Pow", ["x", "e"], ["y"]), {
    e: floats([3], [2, 2, 2]),
  }),
  "Pow of a whole exponent": unary(13, image, node("Pow", ["x", "e"], ["y"]), { e: ints([], [2]) }),
  "Div by a computed tensor": {
    opset: 13,
    inputs: { x: image },
    outputs: ["y"],
    nodes: [node("Exp", ["x"], ["a"]), node("Tanh", ["x"], ["b"]), node("Div", ["b", "a"], ["y"])],
  },
  "Div of a number by a tensor": chain(13, node("Exp", ["x"], ["a"]), node("Div", ["three", "a"], ["y"])),
  "Min and Max with constants": {
    opset: 13,
    inputs: { x: image },
    outputs: ["y"],
    constants: { six: scalarOf(0.6), zero: scalarOf(0) },
    nodes: [node("Max", ["x", "zero"], ["a"]), node("Min", ["six", "a"], ["y"])],
  },
  "Softmax 11 over all later axes": unary(11, [1, 3, 4], node("Softmax", ["x"], ["y"])),
  "Softmax 11 over the last axis": unary(11, [1, 3, 4], node("Softmax", ["x"], ["y"], { axis: 2 })),
  "Softmax 13": unary(13, [1, 3, 4], node("Softmax", ["x"], ["y"])),
  "Softmax 13 over channels": unary(13, [1, 3, 4], node("Softmax", ["x"], ["y"], { axis: 1 })),

  "Add, Sub and Mul of activations": {
    opset: 13,
    inputs: { x: image, z: image },
    outputs: ["y"],
    nodes: [node("Add", ["x", "z"], ["a"]), node("Sub", ["a", "z"], ["b"]), node("Mul", ["b", "z"], ["y"])],
  },
  "arithmetic with constants": {
    opset: 7,
    inputs: { x: image },
    outputs: ["y"],
    constants: { one: floats([1], [0.7]), c: floats([6, 1, 1]), full: floats([1, 6, 9, 11]) },
    nodes: [node("Sub", ["one", "x"], ["a"]), node("Mul", ["a", "c"], ["b"]), node("Add", ["full", "b"], ["y"])],
  },
  "Div by a constant": unary(14, image, node("Div", ["x", "c"], ["y"]), { c: floats([6, 1, 1], [1, 2, 3, 4, 5, 6]) }),
  "Mul by a broadcast activation": {
    opset: 13,
    inputs: { x: image },
    outputs: ["y"],
    nodes: [node("GlobalAveragePool", ["x"], ["g"]), node("Sigmoid", ["g"], ["s"]), node("Mul", ["x", "s"], ["y"])],
  },
  "Sum of three": {
    opset: 13,
    inputs: { x: image, z: image },
    outputs: ["y"],
    nodes: [node("Sum", ["x", "z", "x"], ["y"])],
  },

  MaxPool: pool("MaxPool", 13, { kernel_shape: [3, 3], strides: [2, 2], pads: [1, 1, 1, 1] }),
  "MaxPool 7": pool("MaxPool", 7, { kernel_shape: [2, 3] }),
  "MaxPool ceil_mode": pool("MaxPool", 13, { kernel_shape: [2, 2], strides: [2, 2], ceil_mode: 1 }),
  "MaxPool ceil_mode with a window behind the end": pool("MaxPool", 13, {
    kernel_shape: [1, 1],
    strides: [2, 3],
    ceil_mode: 1,
    pads: [0, 0, 0, 0],
  }),
  "MaxPool dilated": pool("MaxPool", 13, { kernel_shape: [2, 2], dilations: [2, 3] }),
  "MaxPool SAME_LOWER": pool("MaxPool", 13, { kernel_shape: [3, 3], strides: [2, 2], auto_pad: "SAME_LOWER" }),
  "MaxPool 1-D": pool("MaxPool", 13, { kernel_shape: [3], strides: [2], pads: [1, 0] }, [1, 4, 10]),
  AveragePool: pool("AveragePool", 13, { kernel_shape: [3, 3], strides: [2, 2], pads: [1, 1, 1, 1] }),
  "AveragePool counting padding": pool("AveragePool", 13, {
    kernel_shape: [3, 3],
    pads: [1, 0, 2, 1],
    count_include_pad: 1,
  }),
  "AveragePool ceil_mode": pool("AveragePool", 19, {
    kernel_shape: [3, 3],
    strides: [2, 3],
    ceil_mode: 1,
    pads: [0, 1, 0, 1],
  }),
  "AveragePool ceil_mode counting padding": pool("AveragePool", 19, {
    kernel_shape: [3, 3],
    strides: [3, 3],
    ceil_mode: 1,
    pads: [1, 1, 1, 1],
    count_include_pad: 1,
  }),
  "AveragePool dilated": pool("AveragePool", 19, { kernel_shape: [2, 2], dilations: [2, 2] }),
  "AveragePool SAME_UPPER": pool("AveragePool", 13, { kernel_shape: [2, 3], strides: [2, 2], auto_pad: "SAME_UPPER" }),
  "AveragePool 1-D": pool("AveragePool", 13, { kernel_shape: [4], strides: [2] }, [1, 4, 10]),
  GlobalAveragePool: pool("GlobalAveragePool", 13, {}),
  "GlobalAveragePool 1-D": pool("GlobalAveragePool", 13, {}, [1, 4, 10]),
  GlobalMaxPool: pool("GlobalMaxPool", 13, {}),
  "GlobalMaxPool 1-D": pool("GlobalMaxPool", 13, {}, [1, 4, 10]),

  "ReduceMean 13": unary(13, image, node("ReduceMean", ["x"], ["y"], { axes: [2, -1], keepdims: 0 })),
  "ReduceMean 18": unary(18, image, node("ReduceMean", ["x", "a"], ["y"]), { a: ints([2], [2, 3]) }),
  "ReduceMean 18 without axes": unary(18, [1, 3, 4], node("ReduceMean", ["x"], ["y"])),
  "ReduceMean 18 doing nothing": {
    opset: 18,
    inputs: { x: image },
    outputs: ["y"],
    nodes: [node("ReduceMean", ["x"], ["a"], { noop_with_empty_axes: 1 }), node("Relu", ["a"], ["y"])],
  },
  "ReduceMean beside dilated AveragePool": {
    opset: 19,
    inputs: { x: image },
    outputs: ["y"],
    constants: { a: ints([1], [1]) },
    nodes: [
      node("AveragePool", ["x"], ["p"], { kernel_shape: [2, 2], dilations: [2, 2] }),
      node("ReduceMean", ["p", "a"], ["y"]),
    ],
  },

  "Reshape with 0 and -1": unary(13, [1, 6, 4, 5], node("Reshape", ["x", "s"], ["y"]), { s: ints([3], [0, -1, 4]) }),
  "Reshape with allowzero": unary(14, [1, 6, 4], node("Reshape", ["x", "s"], ["y"], { allowzero: 1 }), {
    s: ints([2], [1, 24]),
  }),
  Flatten: unary(13, image, node("Flatten", ["x"], ["y"])),
  "Flatten at a negative axis": unary(11, image, node("Flatten", ["x"], ["y"], { axis: -1 })),
  "Flatten at axis 0": unary(13, [1, 2, 3], node("Flatten", ["x"], ["y"], { axis: 0 })),
  "Squeeze 11": unary(11, [1, 1, 5, 1], node("Squeeze", ["x"], ["y"], { axes: [1, -1] })),
  "Squeeze 13": unary(13, [1, 1, 5, 1], node("Squeeze", ["x", "a"], ["y"]), { a: ints([1], [3]) }),
  "Squeeze all": unary(13, [1, 1, 5, 1], node("Squeeze", ["x"], ["y"])),
  "Unsqueeze 11": unary(11, [1, 5], node("Unsqueeze", ["x"], ["y"], { axes: [0, 3] })),
  "Unsqueeze 13": unary(13, [1, 5], node("Unsqueeze", ["x", "a"], ["y"]), { a: ints([2], [-1, 1]) }),
  Transpose: unary(13, [1, 2, 3, 4], node("Transpose", ["x"], ["y"], { perm: [0, 3, 1, 2] })),
  "Transpose by default": unary(13, [1, 2, 3], node("Transpose", ["x"], ["y"])),
  Identity: unary(13, image, node("Identity", ["x"], ["y"])),
  "Dropout 7": {
    opset: 7,
    inputs: { x: image },
    outputs: ["y"],
    nodes: [node("Dropout", ["x"], ["a"], { ratio: 0.5 }), node("Relu", ["a"], ["y"])],
  },
  "Dropout 13 with a mask that nobody reads": {
    opset: 13,
    inputs: { x: image },
    outputs: ["y"],
    constants: { r: scalarOf(0.5) },
    nodes: [node("Dropout", ["x", "r"], ["a", "mask"]), node("Relu", ["a"], ["y"])],
  },
  "Cast to float": {
    opset: 13,
    inputs: { x: image },
    outputs: ["y"],
    nodes: [node("Cast", ["x"], ["a"], { to: 1 }), node("Relu", ["a"], ["y"])],
  },

  Concat: {
    opset: 13,
    inputs: { x: image, z: [1, 2, 9, 11] },
    outputs: ["y"],
    nodes: [node("Concat", ["x", "z"], ["y"], { axis: 1 })],
  },
  "Concat at a negative axis with a constant": unary(11, [1, 2, 3], node("Concat", ["x", "c"], ["y"], { axis: -1 }), {
    c: floats([1, 2, 2]),
  }),
  "Split 11": splitting(11, { axis: 1, split: [2, 4] }),
  "Split 13": splitting(13, { axis: 1 }, [2, 4]),
  "Split in equal parts": splitting(13, { axis: 1 }),
  "Split 18 in unequal parts": {
    ...splitting(18, { axis: 3, num_outputs: 2 }),
    nodes: [node("Split", ["x"], ["y", "z"], { axis: 3, num_outputs: 2 })],
  },
  "Slice 7": unary(7, image, node("Slice", ["x"], ["y"], { starts: [1, -8], ends: [1000, -1], axes: [1, 2] })),
  "Slice 7 without axes": unary(7, image, node("Slice", ["x"], ["y"], { starts: [0, 2], ends: [1, 5] })),
  "Slice 10 with steps": unary(10, image, node("Slice", ["x", "s", "e", "a", "t"], ["y"]), {
    s: ints([2], [1, 0]),
    e: ints([2], [Number.MAX_SAFE_INTEGER, 10]),
    a: ints([2], [-1, 2]),
    t: ints([2], [2, 3]),
  }),
  "Gather of one position": unary(13, [1, 5, 4], node("Gather", ["x", "i"], ["y"], { axis: 1 }), { i: ints([], [-1]) }),
  "ScatterND of whole rows": {
    opset: 13,
    inputs: { x: [1, 5, 4] },
    outputs: ["y"],
    constants: { i: ints([1, 2, 2], [0, 1, 0, -3]), at: ints([1], [0]), to: ints([1], [2]), axis: ints([1], [1]) },
    nodes: [
      node("Slice", ["x", "at", "to", "axis"], ["part"]),
      node("Sigmoid", ["part"], ["new"]),
      node("ScatterND", ["x", "i", "new"], ["y"]),
    ],
  },
  "ScatterND of a block within two axes": {
    opset: 13,
    inputs: { x: [1, 3, 5, 4] },
    outputs: ["y"],
    constants: {
      i: ints(
        [2, 3, 3],
        [1, 2].flatMap((c) => [1, 2, 3].flatMap((row) => [0, c, row])),
      ),
      at: ints([3], [0, 0, 0]),
      to: ints([3], [1, 2, 3]),
      axes: ints([3], [0, 1, 2]),
      shape: ints([3], [2, 3, 4]),
    },
    nodes: [
      node("Slice", ["x", "at", "to", "axes"], ["part"]),
      node("Tanh", ["part"], ["squashed"]),
      node("Reshape", ["squashed", "shape"], ["new"]),
      node("ScatterND", ["x", "i", "new"], ["y"]),
    ],
  },
  "Pad 7": unary(7, image, node("Pad", ["x"], ["y"], { pads: [0, 0, 1, 2, 0, 0, 0, 1], value: 0.5 })),
  "Pad 11": unary(11, image, node("Pad", ["x", "p", "v"], ["y"]), {
    p: ints([8], [0, 1, 1, 2, 0, 0, 3, 1]),
    v: scalarOf(-1.5),
  }),
  "Pad 18 with axes": unary(18, image, node("Pad", ["x", "p", "", "a"], ["y"]), {
    p: ints([4], [1, 2, 0, 1]),
    a: ints([2], [-1, 2]),
  }),
  "Pad that crops": unary(13, image, node("Pad", ["x", "p"], ["y"]), { p: ints([8], [0, 0, -1, 2, 0, 0, 1, -3]) }),
  "Expand to the same shape": {
    opset: 13,
    inputs: { x: [1, 4] },
    outputs: ["y"],
    constants: { s: ints([2], [1, 4]) },
    nodes: [node("Expand", ["x", "s"], ["a"]), node("Relu", ["a"], ["y"])],
  },

  "Upsample 7": unary(
    7,
    [1, 2, 5, 7],
    node("Upsample", ["x"], ["y"], { mode: "nearest", scales: { floats: [1, 1, 2, 3] } }),
  ),
  "Upsample 9": unary(9, [1, 2, 5, 7], node("Upsample", ["x", "s"], ["y"]), { s: floats([4], [1, 1, 2, 2]) }),
  "Resize 10": unary(10, [1, 2, 5, 7], node("Resize", ["x", "s"], ["y"]), { s: floats([4], [1, 1, 1.6, 0.6]) }),
  "Resize 11 by default modes": resize(11, {}, [1, 1, 2, 3]),
  "Resize 11 asymmetric floor": resize(
    11,
    { coordinate_transformation_mode: "asymmetric", nearest_mode: "floor" },
    [1, 1, 2, 2],
  ),
  "Resize 13 asymmetric ceil": resize(
    13,
    { coordinate_transformation_mode: "asymmetric", nearest_mode: "ceil" },
    [1, 1, 1.7, 2.3],
  ),
  "Resize 13 shrinking": resize(13, { nearest_mode: "round_prefer_ceil" }, [1, 1, 0.6, 0.45]),
  "Resize 13 pytorch_half_pixel": resize(
    13,
    { coordinate_transformation_mode: "pytorch_half_pixel" },
    [1, 1, 0.2, 1.9],
  ),
  "Resize 13 align_corners": resize(13, { coordinate_transformation_mode: "align_corners" }, [1, 1, 2, 1.5]),
  "Resize 11 tf_half_pixel_for_nn": resize(
    11,
    { coordinate_transformation_mode: "tf_half_pixel_for_nn", nearest_mode: "floor" },
    [1, 1, 2, 3],
  ),
  "Resize 19 half_pixel_symmetric": resize(
    19,
    { coordinate_transformation_mode: "half_pixel_symmetric" },
    [1, 1, 1.5, 2.3],
  ),
  "Resize 13 to sizes": resizeTo(13, {}, [1, 2, 8, 10]),
  "Resize 18 to sizes of some axes": resizeTo(18, { axes: [2, 3] }, [9, 4]),
  "Resize 18 not larger": resizeTo(18, { axes: [2, 3], keep_aspect_ratio_policy: "not_larger" }, [9, 20]),

  "a shape sub-graph in front of Reshape": {
    opset: 13,
    inputs: { x: ["N", 4, 3, 5] },
    outputs: ["y"],
    constants: { zero: ints([], [0]), axis: ints([1], [0]), rest: ints([1], [-1]), two: ints([1], [2]) },
    nodes: [
      node("Shape", ["x"], ["shape"]),
      node("Gather", ["shape", "zero"], ["batch"]),
      node("Unsqueeze", ["batch", "axis"], ["batches"]),
      node("Mul", ["two", "rest"], ["negative"]),
      node("Div", ["negative", "two"], ["minusOne"]),
      node("Concat", ["batches", "minusOne"], ["wanted"], { axis: 0 }),
      node("Cast", ["wanted"], ["wanted32"], { to: DataType.int32 }),
      node("Cast", ["wanted32"], ["wanted64"], { to: DataType.int64 }),
      node("Reshape", ["x", "wanted64"], ["y"]),
    ],
  },
  "a shape made by ConstantOfShape, Range, Where and Expand": {
    opset: 13,
    inputs: { x: [1, 2, 6] },
    outputs: ["y"],
    constants: {
      three: ints([1], [3]),
      start: ints([], [1]),
      limit: ints([], [4]),
      delta: ints([], [1]),
      sizes: ints([3], [1, 3, 4]),
    },
    nodes: [
      node("ConstantOfShape", ["three"], ["fours"], { value: { tensor: ints([1], [4]) } }),
      node("Range", ["start", "limit", "delta"], ["counting"]),
      node("Greater", ["fours", "counting"], ["larger"]),
      node("Where", ["larger", "sizes", "counting"], ["wanted"]),
      node("Reshape", ["x", "wanted"], ["y"]),
    ],
  },
  "weights folded through arithmetic": {
    opset: 13,
    inputs: { x: [1, 4] },
    outputs: ["y"],
    constants: {
      v: floats([4, 3]),
      one: floats([1], [0.25]),
      g: floats([1, 3]),
      s: ints([1], [-1]),
      e: ints([1], [-100]),
      a: ints([1], [0]),
      t: ints([1], [-1]),
    },
    nodes: [
      node("Mul", ["v", "g"], ["scaled"]),
      node("Transpose", ["scaled"], ["turned"], { perm: [1, 0] }),
      node("Sqrt", ["one"], ["root"]),
      node("Div", ["turned", "root"], ["w"]),
      node("Slice", ["w", "s", "e", "a", "t"], ["backwards"]),
      node("Gemm", ["x", "backwards"], ["y"], { transB: 1 }),
    ],
  },
  "float16 weights": {
    opset: 13,
    inputs: { x: [1, 2] },
    outputs: ["y"],
    constants: { h: raw([2, 2], DataType.float16, [0x00, 0x3c, 0x00, 0xc0, 0x01, 0x00, 0xff, 0x7b]) },
    nodes: [node("Cast", ["h"], ["w"], { to: 1 }), node("MatMul", ["x", "w"], ["y"])],
  },
  "double weights": {
    opset: 13,
    inputs: { x: [1, 2] },
    outputs: ["y"],
    constants: { d: { dims: [2, 1], dataType: DataType.double, doubleData: [0.1, -3.5] } },
    nodes: [node("Cast", ["d"], ["w"], { to: 1 }), node("MatMul", ["x", "w"], ["y"])],
  },
  "initializers listed as inputs": {
    opset: 8,
    inputs: { x: [1, 5] },
    outputs: ["y"],
    constants: { w: floats([5, 3]), b: floats([3]) },
    constantsAsInputs: true,
    nodes: [node("Gemm", ["x", "w", "b"], ["y"])],
  },
  "nodes in reverse order and some that lead nowhere": {
    opset: 13,
    inputs: { x: [1, 5] },
    outputs: ["y"],
    nodes: [node("Relu", ["a"], ["y"]), node("Tanh", ["x"], ["a"]), node("Erf", ["x"], ["nowhere"])],
  },
  "two outputs, one of them an alias of the other": {
    opset: 13,
    inputs: { x: [1, 5] },
    outputs: ["y", "z"],
    nodes: [node("Relu", ["x"], ["y"]), node("Identity", ["y"], ["z"])],
  },
};

function splitting(opset: number, attributes: OnnxNode["attributes"], sizes?: readonly number[]): OnnxModel {
  return {
    opset,
    inputs: { x: image },
    outputs: ["y", "z"],
    constants: sizes ? { sizes: ints([sizes.length], sizes) } : {},
    nodes: [node("Split", sizes ? ["x", "sizes"] : ["x"], ["y", "z"], attributes)],
  };
}

describe("onnx operators against onnxruntime", () => {
  for (const [name, model] of Object.entries(CASES)) {
    it(name, async () => {
      await assertSameAsOriginal(buildOnnx(model));
    });
  }
});
