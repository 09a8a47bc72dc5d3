/**
 * The same problem with tensors held at a width: the best policy in which a tensor is wider or narrower tells what its width is worth.
 * The other widths are not offered (NOT_OFFERED); everything else is the problem's own tableau.
 */
import type { Bits } from "../../base/bits";
import { invariant } from "../../base/outcome";
import type { Choice } from "../../ir/network";
import { NOT_OFFERED, type ChoiceOptions, type Tableau } from "../tableau";

export function forced(tableau: Tableau, choice: Pick<Choice, "kind" | "name">, bits: Bits): Tableau {
  const rows = choice.kind === "weights" ? tableau.weights : tableau.activations;
  const row = rows.findIndex((one) => one.choice.name === choice.name);
  const held = rows[row];
  invariant(held !== undefined, `there is no choice of ${choice.kind} "${choice.name}"`);
  const offered = held.options.findIndex((option) => option.bits === bits);
  const only = new Map([[row, offered]]);
  if (choice.kind === "weights") return { ...tableau, weights: hold(tableau.weights, only) };
  return holdActivations(tableau, only);
}

/** The tableau in which every activation has the option picked: what is left to choose are the weights. */
export function withActivations(tableau: Tableau, picks: readonly number[]): Tableau {
  return holdActivations(tableau, new Map(picks.entries()));
}

/** @param only the option of each row that is held */
function holdActivations(tableau: Tableau, only: ReadonlyMap<number, number>): Tableau {
  return {
    ...tableau,
    activations: hold(tableau.activations, only),
    // An activation counts in FLASH only where it sizes a table, but always in RAM.
    demands: tableau.demands.map((demand) => ({
      ...demand,
      terms: demand.terms.map((term) => {
        const offered = only.get(term.activation);
        if (offered === undefined) return term;
        return { ...term, bytes: term.bytes.map((bytes, i) => (i === offered ? bytes : NOT_OFFERED)) };
      }),
    })),
  };
}

function hold<B extends Bits>(
  rows: readonly ChoiceOptions<B>[],
  only: ReadonlyMap<number, number>,
): readonly ChoiceOptions<B>[] {
  return rows.map((row, at) => {
    const offered = only.get(at);
    if (offered === undefined) return row;
    return {
      ...row,
      options: row.options.map((option, i) => (i === offered ? option : { ...option, bytes: NOT_OFFERED })),
    };
  });
}
