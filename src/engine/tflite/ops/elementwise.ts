/** Functions of each element, of one operand or two, and rows: softmax, means. */
import type { Attribute } from "../../onnx/encode/modelWriter";
import { DataType } from "../../onnx/wire/proto";
import { NUMBER_TYPES } from "../constants";
import { Refused } from "../refused";
import type { Translator } from "../site";
import { TensorType } from "../wire/schema";

/** ONNX's operator of the same meaning. @param bounds for Clip */
function unary(
  opType: string,
  attributes: Readonly<Record<string, Attribute>> = {},
  bounds: readonly number[] = [],
): Translator {
  return (site) => {
    const order = site.commonOrder([0]);
    const more = bounds.map((bound) => site.translation.writer.float(`${site.name}/bound`, bound));
    site.emit(opType, [site.operand(0, order), ...more], attributes, { order });
  };
}

/** @param field of the fused function among the options; −1: there is none */
function binary(opType: string, field: number): Translator {
  return (site) => {
    const order = site.commonOrder([0, 1]);
    const activation = field < 0 ? 0 : (site.options?.int8(field) ?? 0);
    site.emit(opType, [site.operand(0, order), site.operand(1, order)], {}, { order, activation });
  };
}

const leakyRelu: Translator = (site) => {
  const order = site.commonOrder([0]);
  const alpha = { float: site.options?.float32(0) ?? 0 };
  site.emit("LeakyRelu", [site.operand(0, order)], { alpha }, { order });
};

const gelu: Translator = (site) => {
  const order = site.commonOrder([0]);
  const approximate = (site.options?.bool(0) ?? false) ? "tanh" : "none";
  site.emit("Gelu", [site.operand(0, order)], { approximate }, { order });
};

const reciprocalRoot: Translator = (site) => {
  const order = site.commonOrder([0]);
  site.emit("Reciprocal", [site.between("Sqrt", [site.operand(0, order)])], {}, { order });
};

const square: Translator = (site) => {
  const order = site.commonOrder([0]);
  const x = site.operand(0, order);
  site.emit("Mul", [x, x], {}, { order });
};

const squaredDifference: Translator = (site) => {
  const order = site.commonOrder([0, 1]);
  const difference = site.between("Sub", [site.operand(0, order), site.operand(1, order)]);
  site.emit("Mul", [difference, difference], {}, { order });
};

const softmax: Translator = (site) => {
  const order = site.commonOrder([0]);
  const beta = site.options?.float32(0) ?? 1;
  const x = site.operand(0, order);
  const scaled = beta === 1 ? x : site.between("Mul", [x, site.translation.writer.float(`${site.name}/beta`, beta)]);
  site.emit("Softmax", [scaled], { axis: site.axis(-1, site.shape(0).length, order) }, { order });
};

const logSoftmax: Translator = (site) => {
  const order = site.commonOrder([0]);
  site.emit("LogSoftmax", [site.operand(0, order)], { axis: site.axis(-1, site.shape(0).length, order) }, { order });
};

/** Without the reduced axes what is left of NCHW has the file's order where the channels are gone or stand alone. */
function reduction(opType: string): Translator {
  return (site) => {
    const rank = site.shape(0).length;
    const axes = [...new Set(site.wholes(1, "axes").map((axis) => site.axis(axis, rank, "file")))];
    const keeps = site.options?.bool(0) ?? false;
    const isHeld = site.commonOrder([0]) === "image";
    const inOrder = axes.includes(3) || (axes.includes(1) && axes.includes(2));
    const order = isHeld && (keeps || inOrder) ? "image" : "file";
    const own = site.ints(axes.map((axis) => site.axis(axis, rank, order)).sort((a, b) => a - b));
    const result = { order: keeps ? order : "file" } as const;
    site.emit(opType, [site.operand(0, order), own], { keepdims: keeps ? 1 : 0 }, result);
  };
}

function extremum(opType: "ArgMax" | "ArgMin"): Translator {
  return (site) => {
    const rank = site.shape(0).length;
    const [axis = -1] = site.wholes(1, "axis");
    site.emit(
      opType,
      [site.operand(0, "file")],
      { axis: site.axis(axis, rank, "file"), keepdims: 0 },
      { order: "file" },
    );
  };
}

const CAST_TYPES = new Map([...NUMBER_TYPES, [TensorType.bool, DataType.bool]]);

const cast: Translator = (site) => {
  const order = site.commonOrder([0]);
  const to = CAST_TYPES.get(site.translation.tensor(site.output()).type);
  if (to === undefined) throw new Refused("tflite.dataType", "casts to a type that is not supported");
  site.emit("Cast", [site.operand(0, order)], { to }, { order });
};

/** Real numbers stay what they are: only the codes that follow are others. */
const requantize: Translator = (site) => {
  const constant = site.constant(0);
  if (constant && !site.translation.isQuantized(site.output())) {
    site.translation.set(site.output(), { kind: "constant", tensor: constant });
    return;
  }
  const order = site.commonOrder([0]);
  site.emit("Identity", [site.operand(0, order)], {}, { order, moves: 0 });
};

export const elementwiseOps: Readonly<Record<string, Translator>> = {
  ADD: binary("Add", 0),
  SUB: binary("Sub", 0),
  MUL: binary("Mul", 0),
  DIV: binary("Div", 0),
  MAXIMUM: binary("Max", -1),
  MINIMUM: binary("Min", -1),
  POW: binary("Pow", -1),
  PRELU: binary("PRelu", -1),
  RELU: unary("Relu"),
  RELU6: unary("Clip", {}, [0, 6]),
  RELU_N1_TO_1: unary("Clip", {}, [-1, 1]),
  RELU_0_TO_1: unary("Clip", {}, [0, 1]),
  LOGISTIC: unary("Sigmoid"),
  TANH: unary("Tanh"),
  HARD_SWISH: unary("HardSwish"),
  ELU: unary("Elu"),
  EXP: unary("Exp"),
  LOG: unary("Log"),
  SQRT: unary("Sqrt"),
  ABS: unary("Abs"),
  NEG: unary("Neg"),
  FLOOR: unary("Floor"),
  CEIL: unary("Ceil"),
  ROUND: unary("Round"),
  SIN: unary("Sin"),
  COS: unary("Cos"),
  SIGN: unary("Sign"),
  LEAKY_RELU: leakyRelu,
  GELU: gelu,
  RSQRT: reciprocalRoot,
  SQUARE: square,
  SQUARED_DIFFERENCE: squaredDifference,
  SOFTMAX: softmax,
  LOG_SOFTMAX: logSoftmax,
  MEAN: reduction("ReduceMean"),
  SUM: reduction("ReduceSum"),
  REDUCE_MAX: reduction("ReduceMax"),
  REDUCE_MIN: reduction("ReduceMin"),
  REDUCE_PROD: reduction("ReduceProd"),
  ARG_MAX: extremum("ArgMax"),
  ARG_MIN: extremum("ArgMin"),
  CAST: cast,
  QUANTIZE: requantize,
  DEQUANTIZE: requantize,
};
