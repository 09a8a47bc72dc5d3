/** The definition of recurrent layers in docs/numerics.md, read literally, in whole numbers of any size. */
import type { LayerOf } from "../../../src/engine/ir/network";
import type { ActivationFormat, Step } from "../../../src/engine/ir/program";

type Numbers = Extract<Step, { readonly kind: "recurrent" }>;

const ONE = 32768n;

/** (a + half of 2^places) / 2^places, downwards. */
function rounded(a: bigint, places: number): bigint {
  return places === 0 ? a : (a + (1n << BigInt(places - 1))) >> BigInt(places);
}

function within(value: bigint, least: bigint, most: bigint): bigint {
  return value < least ? least : value > most ? most : value;
}

/** σ(z) − 1/2 for z from 0, from values at sixteenths. */
function half(z: bigint): bigint {
  const entry = (i: bigint): bigint => BigInt(Math.round((1 / (1 + Math.exp(-Number(i) / 16)) - 0.5) * 65536));
  const i = z / 4096n;
  return entry(i) + rounded((entry(i + 1n) - entry(i)) * (z % 4096n), 12);
}

function sigmoid(z: bigint): bigint {
  return (z < 0n ? ONE - half(-z) + 1n : ONE + half(z) + 1n) >> 1n;
}

function tanh(z: bigint): bigint {
  const twice = within(2n * (z < 0n ? -z : z), 0n, 0xfffffn);
  return z < 0n ? -half(twice) : half(twice);
}

/** What the run before left: h in codes of the output, and halves of what is kept at 16 bits, which are renewed. */
export interface NaiveCarried {
  readonly hidden: readonly number[];
  readonly cell: number[];
}

/** Codes of h, [T][N][H]. */
export function naiveRecurrence(
  layer: LayerOf<"recurrent">,
  numbers: Numbers,
  x: { readonly codes: readonly number[]; readonly format: ActivationFormat },
  output: ActivationFormat,
  carried?: NaiveCarried,
): readonly number[] {
  const { units, sequences, cell, reverse, resetAfter } = layer;
  const columns = layer.weights.perChannel - units;
  const steps = x.codes.length / (columns * sequences);
  const result = new Array<number>(steps * sequences * units);
  const big = (values: ArrayLike<number>, i: number): bigint => BigInt(values[i] ?? NaN);
  const dot = (weights: Numbers["input"], row: number, vector: readonly bigint[]): bigint =>
    vector.reduce(
      (sum, value, k) => sum + (big(weights.codes, row * vector.length + k) - big(weights.zeroPoints, row)) * value,
      0n,
    );
  for (let n = 0; n < sequences; n++) {
    const initial = (values: ArrayLike<number>, otherwise: bigint): bigint[] =>
      Array.from({ length: units }, (_, j) => (values.length > 0 ? big(values, n * units + j) : otherwise));
    const zero = BigInt(output.zeroPoint);
    let h = initial(carried?.hidden ?? numbers.initialCodes, zero).map((code) => code - zero);
    const kept = Array.from({ length: units }, (_, j) => 2 * (n * units + j));
    const state =
      carried && cell !== "rnn"
        ? kept.map((at) => BigInt.asIntN(16, big(carried.cell, at) + 256n * big(carried.cell, at + 1)))
        : initial(numbers.initialState, 0n);
    for (let t = 0; t < steps; t++) {
      const place = (reverse ? steps - 1 - t : t) * sequences + n;
      const vector = Array.from(x.codes.slice(place * columns, (place + 1) * columns), (code) =>
        BigInt(code - x.format.zeroPoint),
      );
      const before = h;
      const own = (row: number): bigint => dot(numbers.input, row, vector) * big(numbers.inputMultipliers, row);
      const back = (row: number, of: readonly bigint[] = before): bigint =>
        dot(numbers.hidden, row, of) * big(numbers.hiddenMultipliers, row);
      const limited = (z: bigint): bigint => within(z, -0xfffffn, 0xfffffn);
      const gate = (row: number, of?: readonly bigint[]): bigint =>
        limited(rounded(own(row) + back(row, of), numbers.shift) + big(numbers.bias, row));
      const reset = before.map((old, j) => rounded((cell === "gru" ? sigmoid(gate(units + j)) : 0n) * old, 15));
      h = before.map((_, j) => {
        let value: bigint;
        if (cell === "rnn") value = tanh(gate(j));
        else if (cell === "lstm") {
          const added = (sigmoid(gate(j)) * tanh(gate(3 * units + j))) >> BigInt(15 - numbers.places);
          const next = rounded(sigmoid(gate(2 * units + j)) * (state[j] ?? 0n) + added, 15);
          state[j] = within(next, -32768n, 32767n);
          value = sigmoid(gate(units + j)) * tanh((state[j] ?? 0n) << BigInt(16 - numbers.places));
        } else {
          const row = 2 * units + j;
          const product = within(
            rounded(back(row), numbers.shift) + (resetAfter ? big(numbers.hiddenBias, j) : 0n),
            -2147483647n,
            2147483647n,
          );
          const candidate = resetAfter
            ? limited(
                rounded(own(row), numbers.shift) +
                  big(numbers.bias, row) +
                  rounded(sigmoid(gate(units + j)) * product, 15),
              )
            : gate(row, reset);
          const z = sigmoid(gate(j));
          const mixed = z * (state[j] ?? 0n) + (ONE - z) * rounded(tanh(candidate), 15 - numbers.places);
          state[j] = within(rounded(mixed, 15), -32768n, 32767n);
          value = state[j] ?? 0n;
        }
        const { multipliers, shift } = numbers.requantizer;
        const code = zero + rounded(value * big(multipliers, 0), shift);
        return within(code, 0n, BigInt(2 ** output.bits - 1)) - zero;
      });
      h.forEach((value, j) => (result[place * units + j] = Number(value + zero)));
    }
    if (!carried || cell === "rnn") continue;
    for (const [j, at] of kept.entries()) {
      const whole = Number(BigInt.asUintN(16, state[j] ?? 0n));
      carried.cell[at] = whole % 256;
      carried.cell[at + 1] = Math.floor(whole / 256);
    }
  }
  return result;
}
