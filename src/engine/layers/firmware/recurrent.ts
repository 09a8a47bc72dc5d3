/**
 * How firmware stores the matrices of a recurrent layer (src/firmware/bw_recurrent.h): units four at a time, and of each four all gates, so that
 * what one unit needs is computed together.
 */
import type { Bits } from "../../base/bits";
import type { QuantizedWeights, Step } from "../../ir/program";
import { GATES, type Recurrence } from "../../ir/op";
import { interleave } from "./packWeights";

type RecurrentStep = Extract<Step, { readonly kind: "recurrent" }>;

/** Units whose rows are interleaved. */
const BLOCK = 4;

/** Both matrices and what belongs to their rows, in stored order. */
export interface StoredMatrices {
  readonly weights: readonly [Uint32Array, Uint32Array];
  readonly multipliers: readonly [Int32Array, Int32Array];
  /** −zx·Σ (w − zw), zx the zero point of what a matrix multiplies: kernels multiply codes. */
  readonly offsets: readonly [Int32Array, Int32Array];
  readonly zeros: readonly [Uint8Array, Uint8Array];
  readonly bias: Int32Array;
}

/** @param zeroPoints of the input and of the hidden state */
export function storeMatrices(
  how: Recurrence,
  step: RecurrentStep,
  zeroPoints: { readonly input: number; readonly hidden: number },
): StoredMatrices {
  const order = storedRows(how);
  const inOrder = (values: Int32Array): Int32Array => Int32Array.from(order, (row) => values[row] as number);
  const zerosOf = (values: Uint8Array): Uint8Array => Uint8Array.from(order, (row) => values[row] as number);
  const { input, hidden } = step;
  return {
    weights: [packRows(input, order, how), packRows(hidden, order, how)],
    multipliers: [inOrder(step.inputMultipliers), inOrder(step.hiddenMultipliers)],
    offsets: [inOrder(offsetsOf(input, zeroPoints.input)), inOrder(offsetsOf(hidden, zeroPoints.hidden))],
    zeros: [zerosOf(input.zeroPoints), zerosOf(hidden.zeroPoints)],
    bias: inOrder(step.bias),
  };
}

function offsetsOf({ codes, zeroPoints }: QuantizedWeights, zeroPoint: number): Int32Array {
  const columns = codes.length / zeroPoints.length;
  return Int32Array.from(zeroPoints, (zero, row) => {
    const sum = codes.subarray(row * columns, (row + 1) * columns).reduce((total, code) => total + code - zero, 0);
    return 0 - zeroPoint * sum;
  });
}

/** For each stored row the row in ONNX's order, which is gate by gate. */
function storedRows({ cell, units }: Recurrence): readonly number[] {
  const order: number[] = [];
  for (let first = 0; first < units; first += BLOCK) {
    for (let gate = 0; gate < GATES[cell]; gate++) {
      for (let unit = first; unit < Math.min(units, first + BLOCK); unit++) order.push(gate * units + unit);
    }
  }
  return order;
}

/** Blocks of four rows; where the last units are fewer, blocks of as many. */
function packRows(
  { codes, bits }: { readonly codes: Uint8Array; readonly bits: Bits },
  order: readonly number[],
  { cell, units }: Recurrence,
): Uint32Array {
  const columns = codes.length / order.length;
  const ordered = new Uint8Array(codes.length);
  order.forEach((row, at) => ordered.set(codes.subarray(row * columns, (row + 1) * columns), at * columns));
  const rest = units % BLOCK;
  const whole = (units - rest) * GATES[cell] * columns;
  const full = interleave(ordered.subarray(0, whole), Math.max(BLOCK, (units - rest) * GATES[cell]), columns, bits);
  const last = interleave(ordered.subarray(whole), Math.max(1, rest), columns, bits);
  return Uint32Array.from([...full, ...last]);
}
