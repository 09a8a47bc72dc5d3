/** The widths that tensors can have, as files state them. */

export type NarrowBits = 2 | 4 | 8;
export type ActivationBits = NarrowBits | 16;
/** Spikes have 1 bit, which is no choice. */
export type CodeBits = 1 | ActivationBits;
export type WeightBits = 2 | 3 | 4 | 5 | 8;
/** A width of a tensor of either kind. */
export type Bits = ActivationBits | WeightBits;

/** Of whatever can be shown. */
export type ShownBits = Bits | CodeBits;

/** Those that a search chooses from, widest first. */
export const ACTIVATION_WIDTHS: readonly NarrowBits[] = [8, 4, 2];
/** Those that a person may ask for. */
export const ASKED_WIDTHS: readonly ActivationBits[] = [16, ...ACTIVATION_WIDTHS];
export const WEIGHT_WIDTHS: readonly WeightBits[] = [8, 5, 4, 3, 2];
export const CODE_WIDTHS: readonly CodeBits[] = [...ASKED_WIDTHS, 1];
/** Of both kinds. */
export const ALL_WIDTHS: readonly Bits[] = [...new Set<Bits>([...ASKED_WIDTHS, ...WEIGHT_WIDTHS])].sort(
  (a, b) => b - a,
);

/** The widths that a tensor of a kind can have, widest first. */
export function widthsFor(kind: "weights" | "activation"): readonly Bits[] {
  return kind === "weights" ? WEIGHT_WIDTHS : ASKED_WIDTHS;
}

/** Those of them that one key stands for. */
export function keyedWidths(kind: "weights" | "activation"): readonly Bits[] {
  return widthsFor(kind).filter((bits) => bits < 10);
}

/** Those of a reason that does not state its own. */
export const USUAL_WIDTHS: readonly Bits[] = [8, 4, 2];

export function isActivationBits(value: unknown): value is ActivationBits {
  return ASKED_WIDTHS.some((bits) => bits === value);
}

export function isWeightBits(value: unknown): value is WeightBits {
  return WEIGHT_WIDTHS.some((bits) => bits === value);
}
