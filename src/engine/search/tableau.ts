/**
 * A search problem as plain tables: every tensor's options with bytes and loss, every step's demand on RAM. Strategies work on
 * option numbers (`Picks`, positions in a row of options) and turn them into a policy at the end.
 */
import { ACTIVATION_WIDTHS, packedBytes, type ActivationBits, type Bits, type WeightBits } from "../base/bits";
import { invariant } from "../base/outcome";
import { activationOf, choicesOf, type Choice, type Policy } from "../ir/network";
import type { RamStep } from "../memory/types";
import { lossOf, widthOf } from "./loss";
import type { SearchProblem } from "./types";

export interface Option<B extends Bits = Bits> {
  readonly bits: B;
  /** FLASH: packed weights and constants, or the lookup tables that an activation's width sizes. */
  readonly bytes: number;
  readonly loss: number;
}

export interface ChoiceOptions<B extends Bits = Bits> {
  readonly choice: Choice;
  /** Widest first: the same widths in every row of weights, and in every row of activations. */
  readonly options: readonly Option<B>[];
}

/**
 * Bytes of an option that a tableau does not offer: more than any limit holds, and so few that sums of them are still exact. Strategies
 * then need no notion of options that are missing.
 */
export const NOT_OFFERED = 2 ** 40;

/** RAM at one step: fixedBytes + Σ bytes[pick(activation)]. Each activation occurs at most once. */
export interface Demand {
  readonly layer: number;
  readonly fixedBytes: number;
  readonly terms: readonly { readonly activation: number; readonly bytes: readonly number[] }[];
}

export interface Tableau {
  readonly weights: readonly ChoiceOptions<WeightBits>[];
  readonly activations: readonly ChoiceOptions<ActivationBits>[];
  /** The widths of options, by their numbers. */
  readonly weightWidths: readonly WeightBits[];
  readonly activationWidths: readonly ActivationBits[];
  readonly demands: readonly Demand[];
  readonly flashFixedBytes: number;
  /** Widths of activations that every policy has, chosen or not: the 8 bits of the network's input and output. */
  readonly givenWidths: readonly ActivationBits[];
  codeBytes(weightWidths: readonly WeightBits[], activationWidths: readonly ActivationBits[]): number;
}

/** Option numbers (positions in Tableau.weightWidths and Tableau.activationWidths), in the order of Tableau.weights and Tableau.activations. */
export interface Picks {
  readonly weights: readonly number[];
  readonly activations: readonly number[];
}

export function tableauOf(problem: SearchProblem): Tableau {
  const { network, constraints, losses, weightWidths } = problem;
  const weightBytes = new Map(constraints.weights.map(({ name, bytes }) => [name, bytes]));
  const tableBytes = new Map(constraints.tables.map(({ name, bytes }) => [name, bytes]));
  const weights: ChoiceOptions<WeightBits>[] = [];
  const activations: ChoiceOptions<ActivationBits>[] = [];
  const rowOfGroup = new Map<number, number>();
  for (const choice of choicesOf(network)) {
    const optionsOf = <B extends Bits>(
      widths: readonly B[],
      bytes: Readonly<Record<B, number>> | undefined,
    ): Option<B>[] => widths.map((bits) => ({ bits, bytes: bytes?.[bits] ?? 0, loss: lossOf(losses, choice, bits) }));
    if (choice.kind === "activation") {
      rowOfGroup.set(choice.group, activations.length);
      activations.push({ choice, options: optionsOf(ACTIVATION_WIDTHS, tableBytes.get(choice.name)) });
    } else {
      const bytes = weightBytes.get(choice.name);
      invariant(bytes !== undefined, `constraints lack the weights of "${choice.name}"`);
      weights.push({ choice, options: optionsOf(weightWidths, bytes) });
    }
  }
  return {
    weights,
    activations,
    weightWidths,
    activationWidths: ACTIVATION_WIDTHS,
    demands: constraints.steps.map((step) => demandOf(problem, step, rowOfGroup)),
    flashFixedBytes: constraints.flashFixedBytes,
    givenWidths: network.activations.some(({ fixed }) => fixed === 8) ? [8] : [],
    codeBytes: (weightWidths, activationWidths) => constraints.codeBytes(weightWidths, activationWidths),
  };
}

function demandOf(problem: SearchProblem, step: RamStep, rowOfGroup: ReadonlyMap<number, number>): Demand {
  let fixedBytes = step.fixedBytes;
  const byActivation = new Map<number, number[]>();
  for (const { group, elements } of step.terms) {
    const row = rowOfGroup.get(activationOf(problem.network, group).group);
    if (row === undefined) {
      const { fixed } = activationOf(problem.network, group);
      fixedBytes += fixed === "float" ? elements * 4 : packedBytes(elements, fixed === "spikes" ? 1 : 8);
      continue;
    }
    const sums = byActivation.get(row) ?? ACTIVATION_WIDTHS.map(() => 0);
    byActivation.set(
      row,
      ACTIVATION_WIDTHS.map((bits, option) => (sums[option] ?? 0) + packedBytes(elements, bits)),
    );
  }
  return {
    layer: step.layer,
    fixedBytes,
    terms: [...byActivation].map(([activation, bytes]) => ({ activation, bytes })),
  };
}

export function policyOf(tableau: Tableau, picks: Picks): Policy {
  const named = <B extends Bits>(
    rows: readonly ChoiceOptions<B>[],
    options: readonly number[],
  ): ReadonlyMap<string, B> => new Map(rows.map((row, i) => [row.choice.name, optionAt(row, options[i] ?? -1).bits]));
  return { weights: named(tableau.weights, picks.weights), activations: named(tableau.activations, picks.activations) };
}

/** The picks that make a policy. */
export function picksOf(tableau: Tableau, policy: Policy): Picks {
  const numbers = (rows: readonly ChoiceOptions[]): readonly number[] =>
    rows.map(({ choice, options }) => options.findIndex(({ bits }) => bits === widthOf(policy, choice)));
  return { weights: numbers(tableau.weights), activations: numbers(tableau.activations) };
}

/** The narrowest width's option number. */
export function narrowestOf({ options }: ChoiceOptions): number {
  return options.length - 1;
}

export function optionAt<B extends Bits>(row: ChoiceOptions<B>, option: number): Option<B> {
  const found = row.options[option];
  if (!found) throw new Error(`"${row.choice.name}" has no option ${option}`);
  return found;
}

/** FLASH of a policy as the constraints count it: an upper bound where code depends on combinations of widths. */
export function flashBytesOf(tableau: Tableau, picks: Picks): number {
  let sum = tableau.flashFixedBytes;
  tableau.weights.forEach((row, i) => (sum += optionAt(row, picks.weights[i] ?? -1).bytes));
  tableau.activations.forEach((row, i) => (sum += optionAt(row, picks.activations[i] ?? -1).bytes));
  const { weightWidths, activationWidths, givenWidths } = tableau;
  return (
    sum +
    tableau.codeBytes(
      weightWidths.filter((_, option) => picks.weights.includes(option)),
      activationWidths.filter((bits, option) => givenWidths.includes(bits) || picks.activations.includes(option)),
    )
  );
}

/** Live bytes at one step. */
export function demandBytes(demand: Demand, activations: readonly number[]): number {
  let sum = demand.fixedBytes;
  for (const { activation, bytes } of demand.terms) sum += bytes[activations[activation] ?? -1] ?? 0;
  return sum;
}

/** The greatest live sum, and the layer at the first step where it occurs (undefined without steps). */
export function peakOf(
  tableau: Tableau,
  activations: readonly number[],
): { readonly bytes: number; readonly layer?: number } {
  let peak: { readonly bytes: number; readonly layer?: number } = { bytes: 0 };
  for (const demand of tableau.demands) {
    const bytes = demandBytes(demand, activations);
    if (bytes > peak.bytes || peak.layer === undefined) peak = { bytes, layer: demand.layer };
  }
  return peak;
}

/** What a policy needs: its exact need, and never less than the constraints count. This is what must keep within the limits. */
export function figuresOf(
  problem: SearchProblem,
  tableau: Tableau,
  picks: Picks,
): { readonly flashBytes: number; readonly ramBytes: number } {
  const need = problem.need(policyOf(tableau, picks));
  return {
    flashBytes: Math.max(need.flashBytes, flashBytesOf(tableau, picks)),
    ramBytes: Math.max(need.ramBytes, peakOf(tableau, picks.activations).bytes),
  };
}
