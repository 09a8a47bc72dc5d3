/** Layers that compute each output element from the elements at its own place. */
import { requantize, requantizeSum } from "../base/fixedPoint";
import { invariant } from "../base/outcome";
import { operand, perChannel, toCode, type LayerCall, type Operand } from "./kernel";

/** (a − za)·ma + (b − zb)·mb, one rounding. */
export function runAdd(call: LayerCall<"add">): Uint8Array {
  const { multiplierA, multiplierB, shift } = call.step;
  const { a, b, period } = operands(call);
  return a.codes.map((code, i) => {
    const left = code - a.format.zeroPoint;
    const right = (b.codes[i % period] as number) - b.format.zeroPoint;
    return toCode(requantizeSum(left, multiplierA, right, multiplierB, shift), call.output.format);
  });
}

/** (a − za)·(b − zb)·m. */
export function runMul(call: LayerCall<"mul">): Uint8Array {
  const { multipliers, shift } = call.step.requantizer;
  const { a, b, period } = operands(call);
  const channels = a.shape[2];
  const multiplier = perChannel(multipliers, channels);
  return a.codes.map((code, i) => {
    const product = (code - a.format.zeroPoint) * ((b.codes[i % period] as number) - b.format.zeroPoint);
    return toCode(requantize(product, multiplier[i % channels] as number, shift), call.output.format);
  });
}

export function runLookup(call: LayerCall<"lookup">): Uint8Array {
  const { table } = call.step;
  return operand(call.inputs, 0).codes.map((code) => table[code] as number);
}

/** One multiplier for x ≥ zx, one a channel below. */
export function runPrelu(call: LayerCall<"prelu">): Uint8Array {
  const { positive, negative, shift } = call.step;
  const input = operand(call.inputs, 0);
  const channels = input.shape[2];
  const slopes = perChannel(negative, channels);
  return input.codes.map((code, i) => {
    const difference = code - input.format.zeroPoint;
    const multiplier = difference >= 0 ? positive : (slopes[i % channels] as number);
    return toCode(requantize(difference, multiplier, shift), call.output.format);
  });
}

export function runRequantize(call: LayerCall<"requantize">): Uint8Array {
  const { multipliers, shift } = call.step.requantizer;
  const input = operand(call.inputs, 0);
  const channels = input.shape[2];
  const multiplier = perChannel(multipliers, channels);
  return input.codes.map((code, i) =>
    toCode(requantize(code - input.format.zeroPoint, multiplier[i % channels] as number, shift), call.output.format),
  );
}

/** The two operands, and the number of elements after which the second repeats: all of them, or [1, 1, C] over rows and columns. */
function operands(call: LayerCall<"add"> | LayerCall<"mul">): {
  readonly a: Operand;
  readonly b: Operand;
  readonly period: number;
} {
  const a = operand(call.inputs, 0);
  const b = operand(call.inputs, 1);
  const period = b.codes.length;
  invariant(period === a.codes.length || period === a.shape[2], `"${call.layer.name}" has operands of other shapes`);
  return { a, b, period };
}
