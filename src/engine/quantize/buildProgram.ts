/**
 * The integer program of a policy: every real number becomes a code, a dyadic multiplier or an int32 bias (design: numerics.md).
 * What the numbers cannot hold is refused with the layer's name, never wrapped around.
 */
import { clamp, commonShift, encodeAtShift, encodeDyadic } from "../base/fixedPoint";
import { maxCode } from "../base/bits";
import { assertNever, ok, refuse, type Outcome, type Problem } from "../base/outcome";
import { constantOf, type Graph } from "../ir/graph";
import type { Layer, Policy } from "../ir/network";
import type { ScalarFunction } from "../ir/op";
import type { ActivationFormat, Program, QuantizedWeights, Requantizer, Step } from "../ir/program";
import { formatsOf, policyGrid, type ProductLayer, type Quantizer } from "./quantizer";

const INT32_MAX = 2147483647;
/** The bias may use this share of an int32; the products need the rest. */
const BIAS_LIMIT = 2 ** 30;

/** Builds every step; problems name the layer. */
export function buildProgram(quantizer: Quantizer, policy: Policy): Outcome<Program> {
  const { network } = quantizer;
  const formats = formatsOf(quantizer, policy);
  const steps: Step[] = [];
  const problems: Problem[] = [];
  for (const layer of network.layers) {
    const step = buildStep(quantizer, policy, layer, formats);
    if (step.ok) steps.push(step.value);
    else problems.push(...step.problems);
  }
  const [first, ...others] = problems;
  return first ? refuse(first, ...others) : ok({ network, policy, formats, steps });
}

function buildStep(quantizer: Quantizer, policy: Policy, layer: Layer, formats: readonly ActivationFormat[]): Outcome<Step> {
  const output = formatAt(formats, layer.output);
  const input = formatAt(formats, layer.inputs[0] ?? layer.output);
  switch (layer.kind) {
    case "conv":
    case "fullyConnected":
      return productStep(quantizer, policy, layer, input, output);
    case "add":
      return ok(sumStep(input, formatAt(formats, layer.inputs[1] ?? layer.output), layer.sign, output));
    case "mul": {
      const other = formatAt(formats, layer.inputs[1] ?? layer.output);
      return ok({ kind: "multiply", requantizer: requantizerOf([(input.scale * other.scale) / output.scale]) });
    }
    case "lookup":
      return ok({ kind: "table", table: tableOf(layer.fn, input, output) });
    case "prelu":
      return ok(preluStep(quantizer.graph, layer.slope, input, output));
    case "averagePool": {
      const count = layer.kernel[0] * layer.kernel[1];
      const { multipliers, shift } = requantizerOf(
        Array.from({ length: count }, (_, i) => input.scale / ((i + 1) * output.scale)),
      );
      return ok({ kind: "average", multipliers, shift });
    }
    case "concat":
      return ok({
        kind: "join",
        inputs: layer.inputs.map((id) => {
          const source = formatAt(formats, id);
          return sameFormat(source, output) ? { multiplier: 0, shift: 32 } : encodeDyadic(source.scale / output.scale);
        }),
      });
    case "requantize":
      return ok({ kind: "requantize", requantizer: requantizerOf([input.scale / output.scale]) });
    case "pad":
      return ok({ kind: "move", fill: codeOf(layer.value, output) });
    case "maxPool":
    case "slice":
    case "resize":
    case "transpose":
      return ok({ kind: "move", fill: output.zeroPoint });
    case "softmax":
      return ok({ kind: "softmax" });
    default:
      return assertNever(layer);
  }
}

function productStep(
  quantizer: Quantizer,
  policy: Policy,
  layer: ProductLayer,
  input: ActivationFormat,
  output: ActivationFormat,
): Outcome<Step> {
  const grid = policyGrid(quantizer, policy, layer);
  const realBias = quantizer.bias(layer, grid.bits);
  const channels = layer.weights.outputChannels;
  const scales = Float64Array.from(grid.scales);
  const codes = inMemoryOrder(layer, grid.codes);
  const bias = new Int32Array(channels);
  for (let channel = 0; channel < channels; channel++) {
    const real = realBias[channel] as number;
    if (isEmptyChannel(codes, grid.zeroPoints[channel] as number, channel, layer.weights.perChannel)) {
      // Nothing is multiplied: the scale is free, and 2^-16 of an output step holds the bias exactly enough.
      scales[channel] = output.scale / (input.scale * 65536);
    }
    const code = Math.round(real / (input.scale * (scales[channel] as number)));
    if (!(Math.abs(code) <= BIAS_LIMIT)) {
      return refuse({
        code: "quantize.bias",
        message: `the bias of output channel ${channel} (${real}) does not fit 32 bits at the scale of its ${grid.bits}-bit weights`,
        place: layer.name,
        hint: "give this layer wider activations, or check the model for weights that are nearly zero",
      });
    }
    bias[channel] = code;
  }
  const weights: QuantizedWeights = { bits: grid.bits, codes, scales, zeroPoints: grid.zeroPoints };
  const multipliers = Array.from(scales, (scale) => (input.scale * scale) / output.scale);
  return ok({ kind: "product", weights, bias, requantizer: requantizerOf(multipliers) });
}

/** [O][C][kh][kw] to [O][kh][kw][C]; fully connected columns to the order in which the NHWC input lies. */
function inMemoryOrder(layer: ProductLayer, codes: Uint8Array): Uint8Array {
  const { outputChannels, perChannel } = layer.weights;
  const ordered = new Uint8Array(codes.length);
  if (layer.kind === "fullyConnected") {
    const columns = layer.columnOrder;
    if (!columns) return codes.slice();
    for (let channel = 0; channel < outputChannels; channel++) {
      const row = channel * perChannel;
      for (let k = 0; k < perChannel; k++) ordered[row + k] = codes[row + (columns[k] as number)] as number;
    }
    return ordered;
  }
  const taps = layer.kernel[0] * layer.kernel[1];
  const inputs = perChannel / taps;
  for (let channel = 0; channel < outputChannels; channel++) {
    const row = channel * perChannel;
    for (let c = 0; c < inputs; c++) {
      for (let tap = 0; tap < taps; tap++) ordered[row + tap * inputs + c] = codes[row + c * taps + tap] as number;
    }
  }
  return ordered;
}

function isEmptyChannel(codes: Uint8Array, zeroPoint: number, channel: number, perChannel: number): boolean {
  for (let k = channel * perChannel; k < (channel + 1) * perChannel; k++) if (codes[k] !== zeroPoint) return false;
  return true;
}

/** The widest shift at which (a − za)·ma ± (b − zb)·mb plus the rounding term is proven to stay within 32 bits. */
function sumStep(a: ActivationFormat, b: ActivationFormat, sign: 1 | -1, output: ActivationFormat): Step {
  const ma = a.scale / output.scale;
  const mb = (sign * b.scale) / output.scale;
  const largest = ma * reachOf(a) + Math.abs(mb) * reachOf(b) + 1; // in output steps; + 1 covers rounding of both multipliers
  const shift = Math.min(30, Math.floor(Math.log2(INT32_MAX / (largest + 1))));
  if (shift < 1) throw new Error("a residual sum whose operands are 2^29 times coarser than its result cannot be calibrated");
  return { kind: "sum", multiplierA: encodeAtShift(ma, shift), multiplierB: encodeAtShift(mb, shift), shift };
}

/** Largest |q − z|. */
function reachOf(format: ActivationFormat): number {
  return Math.max(format.zeroPoint, maxCode(format.bits) - format.zeroPoint);
}

function preluStep(graph: Graph, slopeName: string, input: ActivationFormat, output: ActivationFormat): Step {
  const slopes = constantOf(graph, slopeName);
  if (!slopes) throw new Error(`slope "${slopeName}" is not constant`);
  const positive = input.scale / output.scale;
  const negative = Array.from(slopes, (slope) => slope * positive);
  const shift = commonShift([positive, ...negative]);
  return {
    kind: "prelu",
    positive: encodeAtShift(positive, shift),
    negative: Int32Array.from(negative, (real) => encodeAtShift(real, shift)),
    shift,
  };
}

function requantizerOf(reals: readonly number[]): Requantizer {
  const shift = commonShift(reals);
  return { multipliers: Int32Array.from(reals, (real) => encodeAtShift(real, shift)), shift };
}

function tableOf(fn: ScalarFunction, input: ActivationFormat, output: ActivationFormat): Uint8Array {
  return Uint8Array.from({ length: maxCode(input.bits) + 1 }, (_, code) =>
    codeOf(evaluate(fn, input.scale * (code - input.zeroPoint)), output),
  );
}

/** ONNX's definitions of the scalar functions. */
export function evaluate(fn: ScalarFunction, x: number): number {
  switch (fn.fn) {
    case "clamp":
      return clamp(x, fn.min, fn.max);
    case "leakyRelu":
      return x < 0 ? fn.alpha * x : x;
    case "sigmoid":
      return 1 / (1 + Math.exp(-x));
    case "tanh":
      return Math.tanh(x);
    case "hardSigmoid":
      return clamp(fn.alpha * x + fn.beta, 0, 1);
    case "hardSwish":
      return x * clamp(x / 6 + 0.5, 0, 1);
    default:
      return assertNever(fn);
  }
}

function codeOf(real: number, format: ActivationFormat): number {
  return clamp(Math.floor(real / format.scale + 0.5) + format.zeroPoint, 0, maxCode(format.bits));
}

function sameFormat(a: ActivationFormat, b: ActivationFormat): boolean {
  return a.bits === b.bits && a.scale === b.scale && a.zeroPoint === b.zeroPoint;
}

function formatAt(formats: readonly ActivationFormat[], id: number): ActivationFormat {
  const format = formats[id];
  if (!format) throw new Error(`activation ${id} has no format`);
  return format;
}
