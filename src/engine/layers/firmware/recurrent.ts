/**
 * How firmware stores the matrices of a recurrent layer (src/firmware/time/bw_recurrent.h): units four at a time, and of each four all gates, so that
 * what one unit needs is computed together.
 */
import type { WeightBits } from "../../base/bits";
import { centredLevels } from "../../base/levels";
import type { QuantizedWeights, Step } from "../../ir/program";
import { GATES, type Recurrence } from "../../ir/op";
import type { LayerOf } from "../../ir/network";
import { BLOCK, interleave } from "./packWeights";

type RecurrentStep = Extract<Step, { readonly kind: "recurrent" }>;

/** What belongs to the rows of both matrices, in stored order. */
export interface StoredRows {
  readonly multipliers: readonly [Int32Array, Int32Array];
  /** −zx·Σ (w − zw), zx the zero point of what a matrix multiplies: kernels multiply codes. */
  readonly offsets: readonly [Int32Array, Int32Array];
  readonly zeros: readonly [Uint8Array, Uint8Array];
  readonly bias: Int32Array;
}

/** @param zeroPoints of the input and of the hidden state */
export function storeRows(
  how: Recurrence,
  step: RecurrentStep,
  zeroPoints: { readonly input: number; readonly hidden: number },
): StoredRows {
  const order = storedRows(how);
  const inOrder = (values: Int32Array): Int32Array => Int32Array.from(order, (row) => values[row] as number);
  const zerosOf = (values: Uint8Array): Uint8Array => Uint8Array.from(order, (row) => values[row] as number);
  const { input, hidden } = step;
  return {
    multipliers: [inOrder(step.inputMultipliers), inOrder(step.hiddenMultipliers)],
    offsets: [inOrder(offsetsOf(input, zeroPoints.input)), inOrder(offsetsOf(hidden, zeroPoints.hidden))],
    zeros: [zerosOf(input.zeroPoints), zerosOf(hidden.zeroPoints)],
    bias: inOrder(step.bias),
  };
}

function offsetsOf(weights: QuantizedWeights, zeroPoint: number): Int32Array {
  return Int32Array.from(weights.zeroPoints, (_, row) => {
    const sum = centredLevels(weights, row, 1).reduce((total, weight) => total + weight, 0);
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

/** The words of one matrix: blocks of four rows; where the last units are fewer, blocks of as many. */
export function packRows(
  how: Recurrence,
  { codes, bits }: { readonly codes: Uint8Array; readonly bits: WeightBits },
): Uint32Array {
  const order = storedRows(how);
  const { cell, units } = how;
  const columns = codes.length / order.length;
  const ordered = new Uint8Array(codes.length);
  order.forEach((row, at) => ordered.set(codes.subarray(row * columns, (row + 1) * columns), at * columns));
  const rest = units % BLOCK;
  const whole = (units - rest) * GATES[cell] * columns;
  const full = interleave(ordered.subarray(0, whole), Math.max(BLOCK, (units - rest) * GATES[cell]), columns, bits);
  const last = interleave(ordered.subarray(whole), Math.max(1, rest), columns, bits);
  return Uint32Array.from([...full, ...last]);
}

/** Whether a GRU multiplies by its reset gate behind the product with the hidden state. */
export function resetsAfter({ cell, resetAfter }: LayerOf<"recurrent">): boolean {
  return cell === "gru" && resetAfter;
}

/** Whether what is kept at 16 bits begins with numbers of its own. */
export function keepsInitialState({ cell, initialHidden, initialCell }: LayerOf<"recurrent">): boolean {
  return (cell === "gru" && initialHidden !== undefined) || (cell === "lstm" && initialCell !== undefined);
}
