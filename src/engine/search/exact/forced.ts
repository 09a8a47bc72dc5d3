/**
 * The same problem with one tensor held at a width: the best policy in which a tensor is wider or narrower tells what its width is worth.
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
  const hold = <B extends Bits>(all: readonly ChoiceOptions<B>[]): readonly ChoiceOptions<B>[] =>
    all.map((one, at) =>
      at !== row
        ? one
        : {
            ...one,
            options: one.options.map((option, i) => (i === offered ? option : { ...option, bytes: NOT_OFFERED })),
          },
    );
  if (choice.kind === "weights") return { ...tableau, weights: hold(tableau.weights) };
  return {
    ...tableau,
    activations: hold(tableau.activations),
    // An activation counts in FLASH only where it sizes a table, but always in RAM.
    demands: tableau.demands.map((demand) => ({
      ...demand,
      terms: demand.terms.map((term) =>
        term.activation === row
          ? { ...term, bytes: term.bytes.map((bytes, i) => (i === offered ? bytes : NOT_OFFERED)) }
          : term,
      ),
    })),
  };
}
