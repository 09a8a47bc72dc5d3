/** LSTM, GRU and RNN. */
import { GATES, type OpOf } from "../op";
import { sameShape, showShape, type Shape } from "../shapes";
import type { Clamp } from "../clamp";
import { COMPUTES, UNBOUNDED, type Operator, type ShapeSite } from "./operator";

export const recurrent: Operator<"recurrent"> = {
  ...COMPUTES,
  shape: recurrentShape,
  mistake: ({ units }) => (Number.isInteger(units) && units > 0 ? undefined : `has ${units} units`),
  dump: ({ cell, units, reverse, resetAfter, gives }) =>
    [
      cell,
      `units ${units}`,
      reverse ? "reverse" : "",
      resetAfter ? "reset after" : "",
      gives === "states" ? "" : "last cell",
    ]
      .filter((part) => part !== "")
      .join(" "),
  // A state that begins within −1 … 1 stays there; one that is given may begin anywhere.
  bounds: ({ cell, gives }, { inputCount }): Clamp =>
    gives === "lastCell" || (cell === "gru" && inputCount > 3) ? UNBOUNDED : { min: -1, max: 1 },
  constants: "parameters",
  order: "rows",
  mixes: () => "runs over them",
};

function recurrentShape({ cell, units, gives }: OpOf<"recurrent">, { x, inputs }: ShapeSite): Shape | string {
  const [, weights, bias, ...states] = inputs;
  const [steps = 1, sequences = 1, columns = 1] = x;
  const rows = GATES[cell] * units;
  if (x.length !== 3) return `needs three axes, not ${showShape(x)}`;
  const elements = weights?.reduce((product, size) => product * size, 1);
  if (elements !== rows * (columns + units))
    return `has ${elements ?? 0} weights for ${columns} values and ${units} units`;
  if (bias?.length !== 1 || bias[0] !== 2 * rows) return `needs a bias of ${2 * rows} values`;
  const misfit = states.find((state) => !sameShape(state, [sequences, units]));
  if (misfit) return `begins with a state of shape ${showShape(misfit)} instead of ${showShape([sequences, units])}`;
  if (gives === "lastCell" && cell !== "lstm") return "has no cell state";
  return [gives === "lastCell" ? 1 : steps, sequences, units];
}
