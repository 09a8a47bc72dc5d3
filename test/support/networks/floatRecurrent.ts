/** LSTM, GRU and RNN in double precision, straight from ONNX's formulas. */
import { GATES, type Recurrence } from "../../../src/engine/ir/op";

export interface FloatRecurrence extends Recurrence {
  readonly sequences: number;
  /** I. */
  readonly columns: number;
  readonly gives?: "states" | "lastCell";
}

/** Constants by role, as the operator takes them; a missing state is 0. */
export interface RecurrentConstants {
  readonly weights: ArrayLike<number>;
  readonly bias: ArrayLike<number>;
  readonly hidden?: ArrayLike<number> | undefined;
  readonly cell?: ArrayLike<number> | undefined;
}

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

/** @param x [T][N][I] @returns h, [T][N][H]; or c behind the last step, [N][H] */
export function recur(how: FloatRecurrence, x: ArrayLike<number>, constants: RecurrentConstants): Float64Array {
  const { cell, units, sequences, columns, reverse } = how;
  const rows = GATES[cell] * units;
  const steps = x.length / (sequences * columns);
  const at = (values: ArrayLike<number> | undefined, i: number): number => values?.[i] ?? 0;
  const { weights, bias } = constants;
  const result = new Float64Array(steps * sequences * units);
  const cells: number[] = [];
  for (let n = 0; n < sequences; n++) {
    let h = Array.from({ length: units }, (_, j) => at(constants.hidden, n * units + j));
    let c = Array.from({ length: units }, (_, j) => at(constants.cell, n * units + j));
    for (let t = 0; t < steps; t++) {
      const place = (reverse ? steps - 1 - t : t) * sequences + n;
      const own = (row: number): number => {
        let sum = at(bias, row);
        for (let k = 0; k < columns; k++) sum += at(weights, row * columns + k) * at(x, place * columns + k);
        return sum;
      };
      const before = h;
      const back = (row: number, state: readonly number[] = before): number => {
        let sum = at(bias, rows + row);
        for (let k = 0; k < units; k++) sum += at(weights, rows * columns + row * units + k) * at(state, k);
        return sum;
      };
      const gate = (which: number, j: number): number => own(which * units + j) + back(which * units + j);
      if (cell === "rnn") h = before.map((_, j) => Math.tanh(gate(0, j)));
      else if (cell === "lstm") {
        c = c.map((old, j) => sigmoid(gate(2, j)) * old + sigmoid(gate(0, j)) * Math.tanh(gate(3, j)));
        h = c.map((state, j) => sigmoid(gate(1, j)) * Math.tanh(state));
      } else {
        const reset = before.map((old, j) => sigmoid(gate(1, j)) * old);
        h = before.map((old, j) => {
          const row = 2 * units + j;
          const product = how.resetAfter ? sigmoid(gate(1, j)) * back(row) : back(row, reset);
          const z = sigmoid(gate(0, j));
          return (1 - z) * Math.tanh(own(row) + product) + z * old;
        });
      }
      result.set(h, place * units);
    }
    cells.push(...c);
  }
  return how.gives === "lastCell" ? Float64Array.from(cells) : result;
}
