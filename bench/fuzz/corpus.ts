/** Models to change: given files and folders, and small ones made here so that every family of operators occurs without any file. */
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { isModelFile } from "../../src/formats/modelFiles";
import { buildOnnx, floats, ints, node, normals, raw, type OnnxModel } from "../../test/support/networks/onnxBuilder";
import { smallModel } from "../../test/support/networks/smallModel";
import { hasForm, NETWORKS, networkOf } from "../../test/support/tflite/tfliteNetworks";

export interface Origin {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** Larger ones spend the time on arithmetic that changes nothing about what can go wrong. */
const LARGEST_FILE = 400_000;

/** @returns groups of equal weight: the models made here, and one for each path */
export function corpusOf(paths: readonly string[]): readonly (readonly Origin[])[] {
  const given = paths.map((path) =>
    modelFiles(path)
      .filter((file) => statSync(file).size <= LARGEST_FILE)
      .map((file): Origin => ({ name: file, bytes: readFileSync(file) })),
  );
  return [BUILT, tfliteModels(), ...given].filter((group) => group.length > 0);
}

function tfliteModels(): readonly Origin[] {
  return Object.keys(NETWORKS).flatMap((name) =>
    [false, true]
      .filter((q) => hasForm(name, q))
      .map((q): Origin => ({ name: `${name}${q ? " int8" : ""}.tflite`, bytes: networkOf(name, q) })),
  );
}

function modelFiles(path: string): readonly string[] {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path, { recursive: true, encoding: "utf8" })
    .filter(isModelFile)
    .sort()
    .map((name) => join(path, name));
}

const image = { x: [1, 3, 8, 8] };

const MODELS: Readonly<Record<string, OnnxModel>> = {
  residual: {
    inputs: image,
    outputs: ["y"],
    constants: { w: floats([3, 3, 3, 3]), b: floats([3], 0.1) },
    nodes: [
      node("Conv", ["x", "w", "b"], ["c"], { pads: [1, 1, 1, 1] }),
      node("Relu", ["c"], ["r"]),
      node("Add", ["r", "x"], ["s"]),
      node("MaxPool", ["s"], ["p"], { kernel_shape: [2, 2], strides: [2, 2] }),
      node("AveragePool", ["p"], ["y"], { kernel_shape: [3, 3], pads: [1, 1, 1, 1], count_include_pad: 1 }),
    ],
  },
  depthwise: {
    inputs: image,
    outputs: ["y"],
    constants: {
      w: floats([3, 1, 3, 3]),
      scale: floats([3], 1.5),
      b: floats([3], 0.2),
      mean: floats([3], 0.1),
      variance: floats([3], 2),
      six: floats([], 6),
      zero: floats([], 0),
    },
    nodes: [
      node("Conv", ["x", "w"], ["c"], { group: 3, strides: [2, 2], auto_pad: "SAME_UPPER" }),
      node("BatchNormalization", ["c", "scale", "b", "mean", "variance"], ["n"], { epsilon: { float: 0.001 } }),
      node("Clip", ["n", "zero", "six"], ["y"]),
    ],
  },
  branches: {
    inputs: image,
    outputs: ["y", "t"],
    constants: {
      starts: ints([1], [0]),
      ends: ints([1], [4]),
      axes: ints([1], [2]),
      pads: ints([8], [0, 0, 1, 1, 0, 0, 1, 1]),
      sizes: ints([4], [1, 3, 16, 16]),
      parts: ints([2], [1, 2]),
      scales: floats([4], [1, 1, 2, 2]),
    },
    nodes: [
      node("Slice", ["x", "starts", "ends", "axes"], ["s"]),
      node("Sigmoid", ["s"], ["g"]),
      node("Concat", ["s", "g"], ["c"], { axis: 1 }),
      node("Pad", ["c", "pads"], ["y"]),
      node("Split", ["x", "parts"], ["a", "b"], { axis: 1 }),
      node("Resize", ["a", "", "scales"], ["big"], { mode: "nearest" }),
      node("Transpose", ["big"], ["t"], { perm: [0, 2, 3, 1] }),
    ],
  },
  matrices: {
    inputs: { x: [1, 4, 6] },
    outputs: ["y"],
    constants: { w: floats([6, 5]), b: floats([5], 0.3), shape: ints([2], [1, -1]), v: floats([20, 3]) },
    nodes: [
      node("MatMul", ["x", "w"], ["m"]),
      node("Add", ["m", "b"], ["a"]),
      node("Tanh", ["a"], ["t"]),
      node("Reshape", ["t", "shape"], ["r"]),
      node("Gemm", ["r", "v"], ["g"], { alpha: 0.5 }),
      node("Softmax", ["g"], ["y"], { axis: -1 }),
    ],
  },
  views: {
    inputs: { x: [1, 2, 4, 4] },
    outputs: ["y"],
    constants: { axes: ints([1], [0]), block: ints([4], [1, 2, 16, 1]), half: floats([1], 0.5) },
    nodes: [
      node("Shape", ["x"], ["shape"]),
      node("Reshape", ["x", "block"], ["b"]),
      node("Squeeze", ["b"], ["s"]),
      node("Unsqueeze", ["s", "axes"], ["u"]),
      node("Reshape", ["u", "shape"], ["r"]),
      node("DepthToSpace", ["k"], ["d"], { blocksize: 2 }),
      node("Concat", ["r", "r"], ["k"], { axis: 1 }),
      node("ReduceMean", ["d"], ["e"], { axes: [2, 3], keepdims: 1 }),
      node("Mul", ["e", "half"], ["y"]),
    ],
  },
  signal: {
    inputs: { x: [1, 2, 32] },
    outputs: ["y"],
    constants: { w: floats([4, 2, 5]), slope: floats([4, 1], 0.1), t: floats([4, 2, 4]), b: floats([2], 0) },
    nodes: [
      node("Conv", ["x", "w"], ["c"], { pads: [2, 2], strides: [2] }),
      node("PRelu", ["c", "slope"], ["p"]),
      node("ConvTranspose", ["p", "t", "b"], ["u"], { strides: [2], pads: [1, 1] }),
      node("HardSwish", ["u"], ["y"]),
    ],
  },
  recurrent: {
    inputs: { x: [5, 1, 3] },
    outputs: ["y"],
    constants: { w: floats([1, 16, 3]), r: floats([1, 16, 4]), b: floats([1, 32], 0) },
    nodes: [node("LSTM", ["x", "w", "r", "b"], ["all", "y"], { hidden_size: 4 })],
  },
  pairs: {
    inputs: image,
    outputs: ["y"],
    constants: {
      s: floats([], 0.05),
      z: raw([], 3, [0]),
      wq: raw([2, 3, 1, 1], 3, [1, 2, 3, 250, 5, 6]),
      ws: floats([2], [0.1, 0.2]),
      wz: raw([2], 3, [0, 0]),
    },
    nodes: [
      node("QuantizeLinear", ["x", "s", "z"], ["q"]),
      node("DequantizeLinear", ["q", "s", "z"], ["d"]),
      node("DequantizeLinear", ["wq", "ws", "wz"], ["w"], { axis: 0 }),
      node("Conv", ["d", "w"], ["c"]),
      node("Relu", ["c"], ["r"]),
      node("QuantizeLinear", ["r", "s", "z"], ["q2"]),
      node("DequantizeLinear", ["q2", "s", "z"], ["y"]),
    ],
  },
  normalization: {
    inputs: { x: [1, 4, 6] },
    outputs: ["y"],
    constants: { scale: floats([6], 1), b: floats([6], 0), two: floats([], 2), n: floats([1, 4, 6], normals(24, 3)) },
    nodes: [
      node("Sub", ["x", "n"], ["c"]),
      node("Pow", ["c", "two"], ["q"]),
      node("ReduceMean", ["q"], ["v"], { axes: [-1] }),
      node("Sqrt", ["v"], ["d"]),
      node("Div", ["c", "d"], ["e"]),
      node("Mul", ["e", "scale"], ["f"]),
      node("Add", ["f", "b"], ["y"]),
    ],
  },
};

const BUILT: readonly Origin[] = [
  ...Object.entries(MODELS).map(([name, model]): Origin => ({ name, bytes: buildOnnx(model) })),
  { name: "classifier", bytes: smallModel({ softmax: true }) },
  { name: "deeper", bytes: smallModel({ blocks: 6, channels: 4 }) },
];
