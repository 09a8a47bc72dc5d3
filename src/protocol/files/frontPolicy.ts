/**
 * Policies as digits: one character a choice, "8842…", in the order that the front states once. A front of two dozen policies is then a few
 * kilobytes, and each is still complete. What a reason proposes are changes to the chosen policy, "17:4 33:2": position and width.
 */
import {
  isActivationBits,
  isWeightBits,
  type ActivationBits,
  type Bits,
  type Report,
  type ReportFront,
  type WeightBits,
} from "./report";

/** By name, as policy files have them, in the front's order. */
export interface NamedWidths {
  readonly weights: ReadonlyMap<string, WeightBits>;
  readonly activations: ReadonlyMap<string, ActivationBits>;
}

const WEIGHTS = "weights:";
const ACTIVATION = "activation:";

/** A character each: 16 is "g". */
function digitOf(bits: number): string {
  return bits.toString(36);
}

/** The width of each choice of the order, as digits. */
export function digitsOf(order: readonly string[], widths: NamedWidths): string {
  return order
    .map((key) => {
      const bits = key.startsWith(WEIGHTS)
        ? widths.weights.get(key.slice(WEIGHTS.length))
        : widths.activations.get(key.slice(ACTIVATION.length));
      if (bits === undefined) throw new Error(`the policy has no width for ${key}`);
      return digitOf(bits);
    })
    .join("");
}

/** @throws where digits and order do not belong together */
export function widthsOf(order: readonly string[], digits: string): NamedWidths {
  if (digits.length !== order.length) throw new Error(`${digits.length} widths for ${order.length} tensors`);
  const weights = new Map<string, WeightBits>();
  const activations = new Map<string, ActivationBits>();
  order.forEach((key, i) => {
    const bits = bitsOf(digits[i]);
    if (key.startsWith(WEIGHTS)) weights.set(key.slice(WEIGHTS.length), bits);
    else if (isActivationBits(bits)) activations.set(key.slice(ACTIVATION.length), bits);
    else throw new Error(`an activation cannot have ${bits} bits`);
  });
  return { weights, activations };
}

/** The digits of the policy that a report shows; null where it is not one of the front's network. */
export function shownDigits({ order }: ReportFront, { policy }: Pick<Report, "policy">): string | null {
  const digits = order.map((key) => {
    const [widths, name] = key.startsWith(WEIGHTS)
      ? [policy.weights, key.slice(WEIGHTS.length)]
      : [policy.activations, key.slice(ACTIVATION.length)];
    return Object.hasOwn(widths, name) ? digitOf(widths[name] ?? 0) : "";
  });
  return digits.includes("") ? null : digits.join("");
}

export interface WidthChange {
  /** Position in the front's order. */
  readonly at: number;
  readonly bits: Bits;
}

export function changesBetween(from: string, to: string): string {
  const parts: string[] = [];
  for (let i = 0; i < from.length; i++) if (from[i] !== to[i]) parts.push(`${i}:${to[i] ?? ""}`);
  return parts.join(" ");
}

export function readChanges(changes: string): readonly WidthChange[] {
  if (changes === "") return [];
  return changes.split(" ").map((part) => {
    const [at = "", bits] = part.split(":");
    return { at: Number(at), bits: bitsOf(bits) };
  });
}

export function withChanges(digits: string, changes: string): string {
  const changed = Array.from(digits);
  for (const { at, bits } of readChanges(changes)) changed[at] = String(bits);
  return changed.join("");
}

function bitsOf(digit: string | undefined): WeightBits {
  const bits = Number(digit);
  if (!isWeightBits(bits)) throw new Error(`"${digit ?? ""}" is no width`);
  return bits;
}
