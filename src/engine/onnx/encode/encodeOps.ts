/** One ONNX form for each operator of the IR, in the operator set that the writer was made for. */
import { maxCode } from "../../base/bits";
import { tensorOf, type Graph, type Node } from "../../ir/graph";
import { GATES, type Clamp, type Op, type OpKind, type OpOf, type Window } from "../../ir/op";
import { plainNameOf, type PlainKind } from "../../ir/operators";
import {
  onnxFormOf,
  opsetOfScalar,
  type Expression,
  type PlainFunction,
  type ScalarFunction,
} from "../../ir/scalarFunction";
import { encodeFire } from "./encodeFire";
import { codeRange, writeClamp } from "./encodeClamp";
import type { Attribute, ModelWriter } from "./modelWriter";

/** Keeps 0/0 out where a file states no epsilon. */
const LEAST_VARIANCE = 1e-30;

/** The operator set that everything can be written in but for what opsetFor() names. */
const BASE_OPSET = 13;

/** The least operator set at or above 13 that has this operator. */
export function opsetFor(op: Op): number {
  if (op.kind === "activation") return opsetOfScalar(op.fn);
  if (op.kind === "averagePool" && op.dilations.some((dilation) => dilation !== 1)) return 19;
  return BASE_OPSET;
}

interface Place<K extends OpKind> {
  readonly op: OpOf<K>;
  readonly node: Node;
  readonly graph: Graph;
  readonly writer: ModelWriter;
  /** Names of the inputs; the first is always there. */
  readonly x: string;
  readonly inputs: readonly string[];
  readonly output: string;
}

/** Of those without a plain form. */
type Encoders = { readonly [K in Exclude<OpKind, PlainKind>]: (place: Place<K>) => void };

/**
 * @param clamp replaces the node's own clamp (see mergeClamps)
 * @param clampsCodes false where the producer already clamps to the range of this fakeQuantize's codes
 */
export function encodeNode(
  node: Node,
  graph: Graph,
  writer: ModelWriter,
  clamp: Clamp | undefined,
  clampsCodes: boolean,
): void {
  const ends = clamp ?? ("clamp" in node.op ? node.op.clamp : undefined);
  const hasClamp = ends !== undefined && node.op.kind !== "activation";
  const output = hasClamp ? writer.fresh(`${node.output}/unclamped`) : node.output;
  if (node.op.kind === "activation" && clamp) writeClamp(writer, clamp, node.inputs[0] ?? "", output);
  else if (node.op.kind === "fakeQuantize") encodeFakeQuantize(node.op, node, writer, clampsCodes);
  else encodeWith(node.op, node, graph, writer, output);
  if (hasClamp) writeClamp(writer, ends, output, node.output);
}

function encodeWith<K extends OpKind>(
  op: OpOf<K>,
  node: Node,
  graph: Graph,
  writer: ModelWriter,
  output: string,
): void {
  const plain = plainNameOf(op);
  if (plain !== undefined) {
    writer.node(plain, node.inputs, output);
    return;
  }
  const encoders: Partial<Record<OpKind, (place: never) => void>> = ENCODERS;
  const encode = encoders[op.kind] as (place: Place<K>) => void; // the table's own type says that kind and place belong together
  encode({ op, node, graph, writer, x: node.inputs[0] ?? "", inputs: node.inputs, output });
}

const windowAttributes = (window: Window): Record<string, Attribute> => ({
  kernel_shape: window.kernel,
  strides: window.strides,
  pads: window.pads,
});

const ENCODERS: Encoders = {
  conv: ({ op, writer, inputs, output }) =>
    writer.node("Conv", inputs, output, { ...windowAttributes(op), dilations: op.dilations, group: op.groups }),
  fullyConnected: encodeFullyConnected,
  batchNorm: ({ op, writer, inputs, output }) =>
    writer.node("BatchNormalization", inputs, output, { epsilon: { float: op.epsilon } }),
  activation: ({ op, writer, x, output }) => encodeScalar(op.fn, writer, x, output),
  concat: ({ op, writer, inputs, output }) => writer.node("Concat", inputs, output, { axis: op.axis }),
  slice: ({ op, writer, x, output }) => {
    const axes = op.starts.map((_, axis) => axis);
    const constants = Object.entries({ starts: op.starts, ends: op.ends, axes, steps: op.steps });
    writer.node("Slice", [x, ...constants.map(([name, values]) => writer.ints(`${output}/${name}`, values))], output);
  },
  maxPool: ({ op, writer, x, output }) =>
    writer.node("MaxPool", [x], output, {
      ...windowAttributes(op),
      dilations: op.dilations,
      ceil_mode: Number(op.ceilMode),
    }),
  averagePool: ({ op, writer, x, output }) =>
    writer.node("AveragePool", [x], output, {
      ...windowAttributes(op),
      ...(writer.opset >= 19 ? { dilations: op.dilations } : {}),
      ceil_mode: Number(op.ceilMode),
      count_include_pad: Number(op.countIncludePad),
    }),
  reduceMean: encodeReduceMean,
  reshape: ({ graph, node, writer, x, output }) =>
    writer.node("Reshape", [x, writer.ints(`${output}/shape`, tensorOf(graph, node.output).shape)], output),
  transpose: ({ op, writer, x, output }) => writer.node("Transpose", [x], output, { perm: op.perm }),
  pad: ({ op, writer, x, output }) => {
    const pads = writer.ints(`${output}/pads`, [...op.before, ...op.after]);
    writer.node("Pad", [x, pads, writer.float(`${output}/value`, op.value)], output);
  },
  resize: encodeResize,
  normalize: encodeNormalize,
  recurrent: encodeRecurrent,
  softmax: ({ op, writer, x, output }) => writer.node("Softmax", [x], output, { axis: op.axis }),
  fire: encodeFire,
  fakeQuantize: ({ op, node, writer }) => encodeFakeQuantize(op, node, writer, true),
};

/** Gemm takes two axes: other inputs are viewed as [rows, K] and back. */
function encodeFullyConnected({ graph, node, writer, x, inputs, output }: Place<"fullyConnected">): void {
  const shape = tensorOf(graph, x).shape;
  const [, weights = "", ...bias] = inputs;
  if (shape.length === 2) {
    writer.node("Gemm", [x, weights, ...bias], output, { transB: 1 });
    return;
  }
  const flat = writer.fresh(`${output}/flat`);
  const rows = writer.fresh(`${output}/rows`);
  writer.node("Reshape", [x, writer.ints(`${output}/in`, [-1, shape.at(-1) ?? 1])], flat);
  writer.node("Gemm", [flat, weights, ...bias], rows, { transB: 1 });
  writer.node("Reshape", [rows, writer.ints(`${output}/out`, tensorOf(graph, node.output).shape)], output);
}

function encodeReduceMean({ op, graph, writer, x, output }: Place<"reduceMean">): void {
  const spatial = tensorOf(graph, x).shape.length === 4 && op.axes.length === 2 && op.axes[0] === 2 && op.axes[1] === 3;
  if (spatial && op.keepDims) writer.node("GlobalAveragePool", [x], output);
  else writeMean(writer, x, op.axes, op.keepDims, output);
}

function writeMean(writer: ModelWriter, x: string, axes: readonly number[], keepDims: boolean, output: string): void {
  const keepdims = Number(keepDims);
  if (writer.opset < 18) writer.node("ReduceMean", [x], output, { axes, keepdims });
  else writer.node("ReduceMean", [x, writer.ints(`${output}/axes`, axes)], output, { keepdims });
}

/** Step by step: the operators of the kind are younger than the operator set, and none takes any axes. */
function encodeNormalize({ op, writer, x, inputs, output }: Place<"normalize">): void {
  const [, scale, bias] = inputs;
  const step = (name: string): string => writer.fresh(`${output}/${name}`);
  const [squares, variance, safe, root] = [step("squares"), step("variance"), step("safe"), step("root")] as const;
  let centred = x;
  if (op.centred) {
    const mean = step("mean");
    centred = step("centred");
    writeMean(writer, x, op.axes, true, mean);
    writer.node("Sub", [x, mean], centred);
  }
  writer.node("Mul", [centred, centred], squares);
  writeMean(writer, squares, op.axes, true, variance);
  // What is all the same has no deviation, and stays 0.
  writer.node("Add", [variance, writer.float(`${output}/epsilon`, Math.max(op.epsilon, LEAST_VARIANCE))], safe);
  writer.node("Sqrt", [safe], root);
  const normalized = scale === undefined ? output : step("normalized");
  writer.node("Div", [centred, root], normalized);
  if (scale === undefined) return;
  const scaled = bias === undefined ? output : step("scaled");
  writer.node("Mul", [normalized, scale], scaled);
  if (bias !== undefined) writer.node("Add", [scaled, bias], output);
}

/** Its matrices are one list here and two inputs there. */
function encodeRecurrent({ op, graph, node, writer, x, output }: Place<"recurrent">): void {
  const { cell, units, reverse, resetAfter } = op;
  const rows = GATES[cell] * units;
  const [, sequences = 1, columns = 1] = tensorOf(graph, x).shape;
  const [, weights = new Float32Array(), bias = new Float32Array()] = node.inputs.map(
    (name) => tensorOf(graph, name).data,
  );
  const states = node.inputs.slice(3);
  // States have one direction in front in ONNX.
  const initial = (name: string, i: number): string => {
    const { data } = tensorOf(graph, name);
    if (data) return constant(`initial${i}`, [sequences, units], data);
    const viewed = writer.fresh(`${output}/initial${i}`);
    writer.node("Reshape", [name, writer.ints(`${output}/initial${i}/shape`, [1, sequences, units])], viewed);
    return viewed;
  };
  const constant = (name: string, shape: readonly number[], data: Float32Array): string =>
    writer.tensor(writer.fresh(`${output}/${name}`), [1, ...shape], data);
  const cut = rows * columns;
  const inputs = [
    x,
    constant("W", [rows, columns], weights.subarray(0, cut)),
    constant("R", [rows, units], weights.subarray(cut)),
    constant("B", [2 * rows], bias),
    ...(states.length > 0 ? [""] : []),
    ...states.map(initial),
  ];
  const all = writer.fresh(`${output}/all`);
  writer.node(cell.toUpperCase(), inputs, op.gives === "states" ? all : ["", "", all], {
    hidden_size: units,
    direction: reverse ? "reverse" : "forward",
    ...(cell === "gru" && { linear_before_reset: Number(resetAfter) }),
  });
  writer.node("Reshape", [all, writer.ints(`${output}/shape`, tensorOf(graph, node.output).shape)], output);
}

/** Whole-number enlargement is a Resize; any other selection of rows and columns is two Gathers. */
function encodeResize({ op, graph, writer, x, output }: Place<"resize">): void {
  const shape = tensorOf(graph, x).shape;
  const enlarges = (sources: readonly number[], size: number): boolean =>
    sources.length % size === 0 && sources.every((source, i) => source === Math.floor((i * size) / sources.length));
  if (enlarges(op.sourceRows, shape[2] ?? 1) && enlarges(op.sourceColumns, shape[3] ?? 1)) {
    const sizes = writer.ints(`${output}/sizes`, [...shape.slice(0, 2), op.sourceRows.length, op.sourceColumns.length]);
    const modes = { mode: "nearest", coordinate_transformation_mode: "asymmetric", nearest_mode: "floor" };
    writer.node("Resize", [x, "", "", sizes], output, modes);
    return;
  }
  const rows = writer.fresh(`${output}/rows`);
  writer.node("Gather", [x, writer.ints(`${output}/rowIndex`, op.sourceRows)], rows, { axis: 2 });
  writer.node("Gather", [rows, writer.ints(`${output}/columnIndex`, op.sourceColumns)], output, { axis: 3 });
}

/** f(x), element by element. */
export function encodeScalar(fn: ScalarFunction, writer: ModelWriter, x: string, output: string): void {
  if (fn.fn === "clamp") writeClamp(writer, fn, x, output);
  else if (fn.fn === "expression") encodeExpression(fn.of, writer, x, output);
  else encodePlain(fn, writer, x, output);
}

function encodePlain(fn: PlainFunction, writer: ModelWriter, x: string, output: string): void {
  const { op, floats = {}, strings = {}, ints = {}, back, operand } = onnxFormOf(fn);
  const attributes = [
    ...Object.entries(floats).map(([name, float]): [string, Attribute] => [name, { float }]),
    ...Object.entries(strings),
    ...Object.entries(ints),
  ];
  const inputs = operand === undefined ? [x] : [x, writer.float(`${output}/operand`, operand)];
  const result = back ? writer.fresh(`${output}/whole`) : output;
  writer.node(op, inputs, result, Object.fromEntries(attributes));
  if (back) writer.node(back.op, [result], output, { ...back.ints });
}

/** One node for each step. */
function encodeExpression(expression: Expression, writer: ModelWriter, x: string, output: string): void {
  const operand = (of: Expression): string => {
    if (of.kind === "x") return x;
    if (of.kind === "number") return writer.float(writer.fresh(`${output}/number`), of.value);
    const name = writer.fresh(`${output}/step`);
    encodeExpression(of, writer, x, name);
    return name;
  };
  switch (expression.kind) {
    case "x":
    case "number":
      writer.node("Identity", [operand(expression)], output);
      return;
    case "apply":
      encodeScalar(expression.fn, writer, operand(expression.of), output);
      return;
    default: {
      const op = { add: "Add", sub: "Sub", mul: "Mul" }[expression.kind];
      writer.node(op, [operand(expression.a), operand(expression.b)], output);
    }
  }
}

/** s·(clamp(round(x/s) + z, 0, 2^bits − 1) − z): round half to even, saturation at 255 by the type and below by a Clip. */
function encodeFakeQuantize(op: OpOf<"fakeQuantize">, node: Node, writer: ModelWriter, clampsCodes: boolean): void {
  const { output } = node;
  let x = node.inputs[0] ?? "";
  if (op.bits < 8 && clampsCodes) {
    const clamped = writer.fresh(`${output}/clamped`);
    writeClamp(writer, codeRange(op), x, clamped);
    x = clamped;
  }
  if (op.bits === 16) {
    encodeWideGrid(op, x, output, writer);
    return;
  }
  const scaling = [writer.float(`${output}/scale`, op.scale), writer.code(`${output}/zeroPoint`, op.zeroPoint)];
  const codes = writer.fresh(`${output}/codes`);
  writer.node("QuantizeLinear", [x, ...scaling], codes);
  writer.node("DequantizeLinear", [codes, ...scaling], output);
}

/** In float32, which holds codes of 16 bits exactly: operator sets below 21 quantize to no more than 8. */
function encodeWideGrid(op: OpOf<"fakeQuantize">, x: string, output: string, writer: ModelWriter): void {
  const names = ["steps", "rounded", "codes"].map((what) => writer.fresh(`${output}/${what}`));
  const [steps = "", rounded = "", codes = ""] = names;
  const scale = writer.float(`${output}/scale`, op.scale);
  writer.node("Div", [x, scale], steps);
  writer.node("Round", [steps], rounded);
  writeClamp(writer, { min: 0 - op.zeroPoint, max: maxCode(op.bits) - op.zeroPoint }, rounded, codes);
  writer.node("Mul", [codes, scale], output);
}
