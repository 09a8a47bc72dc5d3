/**
 * The integer program: a network, a policy and every number. It *is* the model; the interpreter, the generated C and the report
 * compute exactly this (docs/numerics.md). Reals appear only as labels: scales.
 */
import { maxCode, type CodeBits, type Codes } from "../base/bits";
import type { LevelledCodes } from "../base/levels";
import type { Network, Policy } from "./network";

/** real = scale·(q − zeroPoint), q unsigned with `bits` bits. At 16 bits the zero point is a multiple of 256. */
export interface ActivationFormat {
  readonly bits: CodeBits;
  readonly scale: number;
  readonly zeroPoint: number;
}

/** The largest |q − zeroPoint|. */
export function reachOf({ bits, zeroPoint }: ActivationFormat): number {
  return Math.max(zeroPoint, maxCode(bits) - zeroPoint);
}

/** Whether equal codes mean equal reals. */
export function sameFormat(a: ActivationFormat, b: ActivationFormat): boolean {
  return a.bits === b.bits && a.scale === b.scale && a.zeroPoint === b.zeroPoint;
}

/** Unsigned codes; real weight = scales[c]·(level of the code − zeroPoints[c]) for output channel c. */
export interface QuantizedWeights extends LevelledCodes {
  /** Unpacked, one code a byte: conv [O][kh][kw][C/groups], fullyConnected [O][K]; K in the input's NHWC order. */
  readonly codes: Uint8Array;
  readonly scales: Float64Array;
  readonly zeroPoints: Uint8Array;
}

/** y = z_out + floor((acc·multipliers[c] + 2^(shift−1)) / 2^shift), then clamped. One multiplier, or one an output channel. */
export interface Requantizer {
  readonly multipliers: Int32Array;
  readonly shift: number;
}

/** Of neurons. */
export interface FireNumbers {
  /** Units of 2^-15, 0 … 2^15. */
  readonly leak: number;
  readonly thresholds: Int32Array;
  /** What the reset is to, or by. */
  readonly values: Int32Array;
  /** What one is worth in reals: labels, as scales are. */
  readonly units: Float64Array;
}

/** The numbers of one layer, in Network.layers order. */
export type Step =
  /**
   * acc = 2^sumShift · Σ (w − zw)(x − zx) + bias[c]: padding contributes nothing, as if x = zx. The bias has the scale
   * s_x·s_w,c / 2^sumShift, because at 2 bits one unit of the sum is worth many output codes and a bias in such units would be off
   * by as many.
   */
  | {
      readonly kind: "product";
      readonly weights: QuantizedWeights;
      readonly sumShift: number;
      readonly bias: Int32Array;
      readonly requantizer: Requantizer;
    }
  /** (a − za)·ma + (b − zb)·mb at 64 bits, one rounding. The sign of a subtraction is in mb. */
  | { readonly kind: "sum"; readonly multiplierA: number; readonly multiplierB: number; readonly shift: number }
  /** (a − za)·(b − zb)·m. */
  | { readonly kind: "multiply"; readonly requantizer: Requantizer }
  /** By code of the input; of 16 bits by distance from the zero point (layers/arithmetic/interpolated.ts). */
  | { readonly kind: "table"; readonly table: Codes }
  /** (x − zx)·positive where x ≥ zx, else (x − zx)·negative[c]; one shift. */
  | { readonly kind: "slopes"; readonly positive: number; readonly negative: Int32Array; readonly shift: number }
  /** Σ (x − zx) over the window, times multiplier: multipliers[n − 1] merges 1/n for windows that count n elements. */
  | { readonly kind: "average"; readonly multipliers: Int32Array; readonly shift: number }
  /** Each input brought to the output's scale; an input at the same format is copied (multiplier 0 means copy). */
  | { readonly kind: "join"; readonly inputs: readonly { readonly multiplier: number; readonly shift: number }[] }
  | { readonly kind: "requantize"; readonly requantizer: Requantizer }
  /** Moves codes without arithmetic; `fill` is the code that padding takes. */
  | { readonly kind: "move"; readonly fill: number }
  /** Multipliers and offsets by channel, or one for all (layers/arithmetic/normalize.ts). */
  | {
      readonly kind: "normalize";
      readonly epsilon: number;
      readonly multipliers: Int32Array;
      readonly offsets: Int32Array;
      readonly shift: number;
    }
  /** docs/numerics.md, "Recurrent layers". Rows in ONNX's order of gates, one multiplier a row. */
  | {
      readonly kind: "recurrent";
      /** W [G·H][I] and R [G·H][H]. */
      readonly input: QuantizedWeights;
      readonly hidden: QuantizedWeights;
      readonly inputMultipliers: Int32Array;
      readonly hiddenMultipliers: Int32Array;
      readonly shift: number;
      /** In units of 2^-16, one a row; of a GRU that resets afterwards one a unit more, for its candidates' product with the hidden state. */
      readonly bias: Int32Array;
      readonly hiddenBias: Int32Array;
      /** What is kept at 16 bits (an LSTM's cell state, a GRU's hidden state) has units of 2^-places. */
      readonly places: number;
      /** What it begins with, [N][H]; empty: 0. The hidden state in codes, and what is kept at 16 bits. */
      readonly initialCodes: Codes;
      readonly initialState: Int16Array;
      /** From the hidden state to codes of the output, one multiplier. */
      readonly requantizer: Requantizer;
    }
  /**
   * docs/numerics.md, "Spikes". In whole numbers, in a unit of each channel's own, one value a channel or one for all:
   * h = ⌊(v·leak + 2^14) / 2^15⌋ + current + bias, spike where h ≥ threshold.
   */
  | {
      readonly kind: "fire";
      readonly neurons: FireNumbers;
      /** By code of the input. */
      readonly currents: Int32Array;
    }
  /** The current is 2^shift · Σ (w − zw)·s; ⌊(Σ + 2^(−shift−1)) / 2^−shift⌋ where the shift is negative. */
  | {
      readonly kind: "spiking";
      readonly neurons: FireNumbers;
      readonly weights: QuantizedWeights;
      readonly shifts: Int8Array;
      readonly bias: Int32Array;
    }
  /** A code less lowers the exponent of two by exponentStep / 2^32, which is log2(e)·s_x; below 2^40. */
  | { readonly kind: "softmax"; readonly exponentStep: number };

export interface Program {
  readonly network: Network;
  readonly policy: Policy;
  /** By ActivationId. For the float tail the entry repeats its input's format and is not used. */
  readonly formats: readonly ActivationFormat[];
  /** By layer index. */
  readonly steps: readonly Step[];
}
