/**
 * Models in operator form: QLinearConv and its kin, ONNX's and Microsoft's, read as the float operator between pairs of QuantizeLinear and
 * DequantizeLinear; ConvInteger and MatMulInteger as float operators on whole numbers.
 */
import type { Problem } from "../../../base/outcome";
import type { Op } from "../../../ir/op";
import { lowerConvolution } from "../windows/convolution";
import { transposeConstant } from "../../rewrite/fold";
import { DataType } from "../../wire/proto";
import type { Lowered, Lowering, Site } from "../../site";
import {
  floatConstant,
  intConstant,
  isProblem,
  typed,
  type Activation,
  type Constant,
  type Quantized,
} from "../../value";
import { dequantizeConstant, dequantized, givenRange, readScaling, shiftOf } from "../quantization";

type Operand = Activation | Constant;

/** The real numbers behind input `index`, whose scale and zero point are the next two inputs. */
function real(site: Site, index: number, axis = 1): Operand | Problem {
  const inputs = { scale: index + 1, zeroPoint: index + 2, axis };
  const value = site.value(index);
  if (value?.kind !== "constant")
    return dequantized(site, index, inputs, { output: site.between(`real${index}`), suffix: `real${index}` });
  const scaling = readScaling(site, value.shape, value.dataType, inputs);
  return isProblem(scaling) ? scaling : dequantizeConstant(site, value, scaling, `${value.name}/real`);
}

function computed(site: Site, index: number): Activation | Problem {
  const operand = real(site, index);
  if (isProblem(operand) || operand.kind === "activation") return operand;
  return site.refuse("onnx.constantInput", `${site.place} works on the constant "${operand.name}"`);
}

function constant(site: Site, index: number, axis: number): Constant | Problem {
  const operand = real(site, index, axis);
  if (isProblem(operand) || operand.kind === "constant") return operand;
  return site.refuse("onnx.notConstant", `${site.place} computes its weights while running`);
}

/** A result that is quantized by the scale and zero point at `index`; where there is no scale it stays real. */
function quantized(site: Site, result: Activation | Problem, index: number): Lowered {
  if (isProblem(result) || site.value(index) === undefined) return result;
  const scaling = readScaling(site, result.shape, DataType.uint8, { scale: index, zeroPoint: index + 1, axis: 1 });
  if (isProblem(scaling)) return scaling;
  const { bits, scales, zeroPoints } = givenRange(scaling);
  if (scales.length > 1)
    return site.refuse("onnx.scale", `${site.place} quantizes its result with several scales, which is not supported`);
  const value: Quantized = {
    kind: "quantized",
    source: result,
    given: { bits, scales, zeroPoints },
    shift: shiftOf(scaling),
  };
  return value;
}

/** A bias of 32 bits in units of input times weights. */
function bias(
  site: Site,
  index: number,
  channels: number,
  unit: (channel: number) => number,
): Constant | Problem | undefined {
  const codes = site.constant(index, "bias");
  if (codes === undefined || isProblem(codes)) return codes;
  if (codes.data.length !== channels) {
    const message = `${site.place} has a bias of ${codes.data.length} values for ${channels} output channels`;
    return site.refuse("onnx.shape", message);
  }
  // In the node's own units: another that has the same codes may have others.
  return floatConstant(
    site.between("bias"),
    [codes.data.length],
    Float64Array.from(codes.data, (code, c) => code * unit(c)),
  );
}

/** s_x·s_w of each output channel. */
function unitOf(site: Site, x: number, w: number): ((channel: number) => number) | Problem {
  const [scaleX, scaleW] = [site.floatConstant(x, "scale"), site.floatConstant(w, "scale")];
  if (isProblem(scaleX)) return scaleX;
  if (isProblem(scaleW)) return scaleW;
  return (c) => (scaleX.data[0] ?? 1) * (scaleW.data[scaleW.data.length === 1 ? 0 : c] ?? 1);
}

const exact = (site: Site): { output: string } => ({ output: site.between("exact") });

function lowerQLinearConv(site: Site): Lowered {
  const x = computed(site, 0);
  if (isProblem(x)) return x;
  const weights = constant(site, 3, 0);
  if (isProblem(weights)) return weights;
  const unit = unitOf(site, 1, 4);
  if (isProblem(unit)) return unit;
  const addend = bias(site, 8, weights.shape[0] ?? 0, unit);
  if (isProblem(addend)) return addend;
  return quantized(site, lowerConvolution(site, x, weights, addend, exact(site).output), 6);
}

function product(site: Site, x: Activation, matrix: Constant, addend: Constant | undefined): Activation | Problem {
  if (matrix.shape.length !== 2)
    return site.refuse("onnx.rank", `${site.place} multiplies by a constant that is not one matrix`);
  const weights = transposeConstant(matrix, [1, 0]);
  return site.emit({ kind: "fullyConnected" }, [x, weights, ...(addend ? [addend] : [])], exact(site));
}

function lowerQLinearMatMul(site: Site): Lowered {
  const x = computed(site, 0);
  if (isProblem(x)) return x;
  const matrix = constant(site, 3, -1);
  return isProblem(matrix) ? matrix : quantized(site, product(site, x, matrix, undefined), 6);
}

/** alpha·A·B + C with C in units of alpha·s_a·s_b; without an output scale the result is real. */
function lowerQGemm(site: Site): Lowered {
  const x = computed(site, 0);
  if (isProblem(x)) return x;
  const byRow = site.flag("transB", false);
  const matrix = constant(site, 3, byRow ? 0 : 1);
  if (isProblem(matrix)) return matrix;
  if (site.flag("transA", false))
    return site.refuse("onnx.gemm", `${site.place} transposes its computed operand, which is not supported`);
  const alpha = site.float("alpha", 1);
  const unit = unitOf(site, 1, 4);
  if (isProblem(unit)) return unit;
  const addend = bias(site, 6, matrix.shape[byRow ? 0 : 1] ?? 0, unit);
  if (isProblem(addend)) return addend;
  const result = product(site, x, byRow ? transposeConstant(matrix, [1, 0]) : matrix, addend);
  if (isProblem(result) || alpha === 1) return quantized(site, result, 7);
  const factor = floatConstant(`${site.outputName()}/alpha`, [], [alpha]);
  return quantized(
    site,
    site.emit({ kind: "mul" }, [result, factor], { output: site.between("scaled"), suffix: "alpha" }),
    7,
  );
}

function binary(op: Op): Lowering {
  return (site) => {
    const a = real(site, 0);
    if (isProblem(a)) return a;
    const b = real(site, 3);
    return isProblem(b) ? b : quantized(site, site.emit(op, [a, b], exact(site)), 6);
  };
}

function unary(op: (site: Site, x: Activation) => Op): Lowering {
  return (site) => {
    const x = computed(site, 0);
    return isProblem(x) ? x : quantized(site, site.emit(op(site, x), [x], exact(site)), 3);
  };
}

function lowerQLinearGlobalAverage(site: Site): Lowered {
  if (site.flag("channels_last", false))
    return site.refuse("onnx.attribute", `${site.place} has its channels last, which is not supported`);
  return unary((_, x) => ({ kind: "reduceMean", axes: x.shape.map((__, axis) => axis).slice(2), keepDims: true }))(
    site,
  );
}

/** Output scale and zero point come first, then each tensor with its own. */
function lowerQLinearConcat(site: Site): Lowered {
  const operands: Operand[] = [];
  for (let index = 2; index < site.inputCount; index += 3) {
    const operand = real(site, index);
    if (isProblem(operand)) return operand;
    operands.push(operand);
  }
  const axis = site.axis(site.int("axis", 1), operands[0]?.shape.length ?? 0);
  if (typeof axis !== "number") return axis;
  return quantized(site, site.emit({ kind: "concat", axis }, operands, exact(site)), 0);
}

/** Codes less their zero point, as whole numbers: the real numbers of a scale of 1. */
function centred(site: Site, index: number, zeroAt: number, axis: number): Operand | Problem {
  const value = site.value(index);
  const zero = site.constant(zeroAt, "zero point");
  if (isProblem(zero)) return zero;
  if (value?.kind === "constant") {
    const stride = axis === 0 ? value.data.length / (value.shape[0] ?? 1) : 1;
    const size = value.shape.at(axis) ?? 1;
    const at = (i: number): number =>
      zero === undefined ? 0 : (zero.data[zero.data.length === 1 ? 0 : Math.floor(i / stride) % size] ?? 0);
    const data = Float64Array.from(value.data, (code, i) => code - at(i));
    const whole = floatConstant(`${value.name}/centred`, value.shape, data);
    return { ...whole, given: { bits: 8, scales: [1], zeroPoints: [128], axis: -1 } };
  }
  if (value?.kind === "quantized") {
    const { source, given } = value;
    if (!given) return source;
    const output = { output: site.between("real"), suffix: "real" };
    const pair = site.builder.emitPair(source, given, output.output, `${site.name}/real`, site.place);
    if (isProblem(pair)) return pair;
    const factor = floatConstant(`${site.outputName()}/perScale`, [], [1 / (given.scales[0] ?? 1)]);
    return site.emit({ kind: "mul" }, [pair, factor], { output: site.between("codes"), suffix: "codes" });
  }
  if (value?.kind === "activation" && value.integer !== undefined) {
    const codes: Activation = { kind: "activation", tensor: value.tensor, shape: value.shape };
    if (!zero || zero.data.every((code) => code === 0)) return codes;
    const offset = floatConstant(`${site.outputName()}/zero`, [], [zero.data[0] ?? 0]);
    return site.emit({ kind: "sub" }, [codes, offset], { output: site.between("codes"), suffix: "centre" });
  }
  return site.refuse("onnx.integerArithmetic", `${site.place} reads integers that nothing here quantized`);
}

function lowerConvInteger(site: Site): Lowered {
  const [x, weights] = [centred(site, 0, 2, 1), centred(site, 1, 3, 0)];
  if (isProblem(x)) return x;
  if (isProblem(weights)) return weights;
  if (x.kind !== "activation" || weights.kind !== "constant") return notConstant(site);
  const result = lowerConvolution(site, x, weights, undefined, site.outputName());
  return isProblem(result) ? result : typed(DataType.int32, result);
}

function lowerMatMulInteger(site: Site): Lowered {
  const [x, matrix] = [centred(site, 0, 2, 1), centred(site, 1, 3, -1)];
  if (isProblem(x)) return x;
  if (isProblem(matrix)) return matrix;
  if (x.kind !== "activation" || matrix.kind !== "constant" || matrix.shape.length !== 2) return notConstant(site);
  return typed(DataType.int32, site.emit({ kind: "fullyConnected" }, [x, transposeConstant(matrix, [1, 0])]));
}

function notConstant(site: Site): Problem {
  return site.refuse("onnx.notConstant", `${site.place} needs one computed operand and one constant matrix`);
}

/** MatMulInteger, scaled back, with a bias: Microsoft's form of what dynamic quantization makes of a MatMul. */
function lowerDynamicMatMul(site: Site): Lowered {
  const x = site.activation(0);
  if (isProblem(x)) return x;
  const codes = site.value(1);
  if (codes?.kind !== "constant") return notConstant(site);
  const scaling = readScaling(site, codes.shape, codes.dataType, { scale: 2, zeroPoint: 3, axis: -1 });
  if (isProblem(scaling)) return scaling;
  const matrix = dequantizeConstant(site, codes, scaling, `${codes.name}/real`);
  if (isProblem(matrix)) return matrix;
  const addend = site.value(4) === undefined ? undefined : site.floatConstant(4, "bias");
  if (isProblem(addend)) return addend;
  if (matrix.shape.length !== 2) return notConstant(site);
  const inputs = [x, transposeConstant(matrix, [1, 0]), ...(addend ? [addend] : [])];
  return site.emit({ kind: "fullyConnected" }, inputs);
}

/**
 * Scales chosen while running fit each sample; here calibration chooses one for all. The codes stand for the values themselves, at a scale of 1.
 */
function lowerDynamicQuantize(site: Site): Lowered {
  const x = site.activation(0);
  if (isProblem(x)) return x;
  site.builder.notes.push({
    code: "onnx.dynamicQuantization",
    message: `${site.place} chooses scales while running: here calibration chooses them once for all inputs`,
    place: site.place,
  });
  const zero: Constant = { ...intConstant(site.outputName(2), [], [0]), dataType: DataType.uint8 };
  return [{ kind: "quantized", source: x }, floatConstant(site.outputName(1), [], [1]), zero];
}

export const qlinearOps: Readonly<Record<string, Lowering>> = {
  QLinearConv: lowerQLinearConv,
  QLinearMatMul: lowerQLinearMatMul,
  ConvInteger: lowerConvInteger,
  MatMulInteger: lowerMatMulInteger,
  DynamicQuantizeLinear: lowerDynamicQuantize,
};

/** Operators of Microsoft's quantizer that ONNX does not have. */
export const microsoftOps: Readonly<Record<string, Lowering>> = {
  QLinearConv: lowerQLinearConv,
  QLinearAdd: binary({ kind: "add" }),
  QLinearMul: binary({ kind: "mul" }),
  QGemm: lowerQGemm,
  QLinearGlobalAveragePool: lowerQLinearGlobalAverage,
  QLinearSigmoid: unary(() => ({ kind: "activation", fn: { fn: "sigmoid" } })),
  QLinearLeakyRelu: unary((site) => ({
    kind: "activation",
    fn: { fn: "leakyRelu", alpha: site.float("alpha", 0.01) },
  })),
  QLinearConcat: lowerQLinearConcat,
  DynamicQuantizeMatMul: lowerDynamicMatMul,
};
