/**
 * LSTM, GRU and RNN in integers (docs/numerics.md, "Recurrent layers"). With x and h as codes, and per row of W and R
 *   z = floor((Σ (w − zw)(x − zx)·mx + Σ (r − zr)(h − zh)·mh + 2^(n−1)) / 2^n) + bias,   units of 2^-16, within ±16,
 * gates are σ(z) and tanh(z) in units of 2^-15 (gates.ts), and what outlives a step beside the codes of h has 16 bits.
 */
import { newCodes, type Codes } from "../../base/bits";
import { clamp, requantize, requantizePair } from "../../base/fixedPoint";
import { centredLevels } from "../../base/levels";
import { invariant } from "../../base/outcome";
import { GATES, type Recurrence } from "../../ir/op";
import type { ActivationFormat } from "../../ir/program";
import { operand, toCode, type LayerCall, type Operand, type StepOf } from "../call";
import { GATE_BITS, GATE_LIMIT, sigmoidUnits, tanhUnits, UNIT_BITS } from "./gates";

const INT16_MAX = 32767;
const INT32_MAX = 2147483647;
const HALF_UNIT = 2 ** (UNIT_BITS - 1);

/** One sequence under way. */
interface Sequence {
  /** h − zh of the step before. */
  readonly hidden: Int32Array;
  /** At 16 bits: an LSTM's cell state, a GRU's hidden state. */
  readonly state: Int16Array;
}

/** The codes of h after each step, [T][N][H]; what is carried at 16 bits is renewed in its operand. */
export function runRecurrent({ layer, step, inputs, output }: LayerCall<"recurrent", "recurrent">): Codes {
  const x = operand(inputs, 0);
  const { sequences, units, reverse } = layer;
  const columns = layer.weights.perChannel - units;
  const steps = x.codes.length / (columns * sequences);
  invariant(Number.isInteger(steps), `"${layer.name}" reads vectors of ${columns} elements`);
  const { format } = output;
  const cell = new Cell(layer, step, format);
  const codes = newCodes(format.bits, output.elements);
  const vector = new Int32Array(columns);
  for (let n = 0; n < sequences; n++) {
    const sequence = layer.carried ? carriedTo(layer, inputs, n) : startOf(layer, step, n, format);
    for (let t = 0; t < steps; t++) {
      const at = (reverse ? steps - 1 - t : t) * sequences + n;
      for (let k = 0; k < columns; k++) vector[k] = (x.codes[at * columns + k] as number) - x.format.zeroPoint;
      const next = cell.step(vector, sequence);
      codes.set(next, at * units);
      for (let j = 0; j < units; j++) sequence.hidden[j] = (next[j] as number) - format.zeroPoint;
    }
    if (layer.carried && layer.cell !== "rnn") keep(sequence.state, operand(inputs, 2).codes, n);
  }
  return codes;
}

/** What the run before left of the n-th sequence. */
function carriedTo({ units, cell }: Recurrence, inputs: readonly Operand[], n: number): Sequence {
  const { codes, format } = operand(inputs, 1);
  const hidden = Int32Array.from(codes.subarray(n * units, (n + 1) * units), (code) => code - format.zeroPoint);
  const state = new Int16Array(units);
  if (cell === "rnn") return { hidden, state };
  const halves = operand(inputs, 2).codes;
  for (let j = 0, at = 2 * n * units; j < units; j++, at += 2)
    state[j] = (halves[at] as number) | ((halves[at + 1] as number) << 8);
  return { hidden, state };
}

/** Halves, the low one first, for the next run. */
function keep(state: Int16Array, halves: Codes, n: number): void {
  state.forEach((value, j) => {
    const at = 2 * (n * state.length + j);
    halves[at] = value & 0xff;
    halves[at + 1] = (value >> 8) & 0xff;
  });
}

function startOf({ units }: Recurrence, step: StepOf<"recurrent">, n: number, format: ActivationFormat): Sequence {
  const hidden = new Int32Array(units);
  const state = new Int16Array(units);
  const { initialCodes, initialState } = step;
  if (initialState.length > 0) state.set(initialState.subarray(n * units, (n + 1) * units));
  if (initialCodes.length > 0)
    for (let j = 0; j < units; j++) hidden[j] = (initialCodes[n * units + j] as number) - format.zeroPoint;
  return { hidden, state };
}

function requantizeWith({ multipliers, shift }: StepOf<"recurrent">["requantizer"], value: number): number {
  return requantize(value, multipliers[0] as number, shift);
}

/** One step of a cell. */
class Cell {
  private readonly w: Int16Array;
  private readonly r: Int16Array;
  private readonly inputSums: Float64Array;
  private readonly hiddenSums: Float64Array;
  private readonly next: Codes;

  constructor(
    private readonly how: Recurrence,
    private readonly numbers: StepOf<"recurrent">,
    private readonly format: ActivationFormat,
  ) {
    const rows = GATES[how.cell] * how.units;
    this.w = centredLevels(numbers.input);
    this.r = centredLevels(numbers.hidden);
    this.inputSums = new Float64Array(rows);
    this.hiddenSums = new Float64Array(rows);
    this.next = newCodes(format.bits, how.units);
  }

  /** The codes of h; what is kept at 16 bits is replaced. @param x centred */
  step(x: Int32Array, { hidden, state }: Sequence): Codes {
    const { cell, units } = this.how;
    multiply(this.w, x, this.inputSums);
    multiply(this.r, hidden, this.hiddenSums);
    if (cell === "gru" && !this.how.resetAfter) this.multiplyReset(hidden);
    for (let j = 0; j < units; j++) {
      const h = cell === "lstm" ? this.lstm(j, state) : cell === "gru" ? this.gru(j, state) : tanhUnits(this.gate(j));
      this.next[j] = toCode(requantizeWith(this.numbers.requantizer, h), this.format);
    }
    return this.next;
  }

  /** c' = f·c + i·g; h = o·tanh(c'), in units of 2^-30. */
  private lstm(j: number, state: Int16Array): number {
    const { units } = this.how;
    const { places } = this.numbers;
    const i = sigmoidUnits(this.gate(j));
    const o = sigmoidUnits(this.gate(units + j));
    const f = sigmoidUnits(this.gate(2 * units + j));
    const g = tanhUnits(this.gate(3 * units + j));
    const sum = f * (state[j] as number) + ((i * g) >> (UNIT_BITS - places)) + HALF_UNIT;
    const c = clamp(Math.floor(sum / 2 ** UNIT_BITS), -INT16_MAX - 1, INT16_MAX);
    state[j] = c;
    return o * tanhUnits(c * 2 ** (GATE_BITS - places));
  }

  /** h' = z·h + (1 − z)·g, in units of 2^-places. */
  private gru(j: number, state: Int16Array): number {
    const { units, resetAfter } = this.how;
    const { places } = this.numbers;
    const z = sigmoidUnits(this.gate(j));
    const g = tanhUnits(resetAfter ? this.resetGate(j) : this.gate(2 * units + j));
    const candidate = places === UNIT_BITS ? g : (g + 2 ** (UNIT_BITS - places - 1)) >> (UNIT_BITS - places);
    const sum = z * (state[j] as number) + (2 ** UNIT_BITS - z) * candidate + HALF_UNIT;
    const h = Math.min(Math.floor(sum / 2 ** UNIT_BITS), INT16_MAX);
    state[j] = h;
    return h;
  }

  /** What goes into the gate of a row. */
  private gate(row: number): number {
    const { inputMultipliers, hiddenMultipliers, shift, bias } = this.numbers;
    const sum = requantizePair(
      this.inputSums[row] as number,
      inputMultipliers[row] as number,
      this.hiddenSums[row] as number,
      hiddenMultipliers[row] as number,
      shift,
    );
    return clamp(sum + (bias[row] as number), -GATE_LIMIT, GATE_LIMIT);
  }

  /** Of a candidate whose product with h is multiplied by the reset gate: W·x + b + r·(R·h + b'). */
  private resetGate(j: number): number {
    const { units } = this.how;
    const { inputMultipliers, hiddenMultipliers, shift, bias, hiddenBias } = this.numbers;
    const row = 2 * units + j;
    const r = sigmoidUnits(this.gate(units + j));
    const own = requantize(this.inputSums[row] as number, inputMultipliers[row] as number, shift);
    const product = requantize(this.hiddenSums[row] as number, hiddenMultipliers[row] as number, shift);
    const before = clamp(product + (hiddenBias[j] as number), -INT32_MAX, INT32_MAX);
    const reset = Math.floor((r * before + HALF_UNIT) / 2 ** UNIT_BITS);
    return clamp(own + (bias[row] as number) + reset, -GATE_LIMIT, GATE_LIMIT);
  }

  /** The candidates' products with r·h, each rounded to a code of h. */
  private multiplyReset(hidden: Int32Array): void {
    const { units } = this.how;
    const reset = hidden.map((h, j) =>
      Math.floor((sigmoidUnits(this.gate(units + j)) * h + HALF_UNIT) / 2 ** UNIT_BITS),
    );
    multiply(this.r.subarray(2 * units * units), reset, this.hiddenSums.subarray(2 * units));
  }
}

/** One sum a row. */
function multiply(matrix: Int16Array, vector: Int32Array, sums: Float64Array): void {
  const columns = vector.length;
  for (let row = 0, at = 0; row < sums.length; row++) {
    let sum = 0;
    for (let k = 0; k < columns; k++, at++) sum += (matrix[at] as number) * (vector[k] as number);
    sums[row] = sum;
  }
}
