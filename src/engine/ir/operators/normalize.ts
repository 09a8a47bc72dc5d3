/** Layer, RMS, instance and group normalization. */
import { showReal } from "../dumpWords";
import { broadcastShapes, sameShape, showShape } from "../shapes";
import { COMPUTES, type Operator } from "./operator";

export const normalize: Operator<"normalize"> = {
  ...COMPUTES,
  shape: ({ axes }, { x, inputs }) => {
    if (axes.some((axis) => axis < 0 || axis >= x.length)) return `has no axis ${axes.join(", ")} in ${showShape(x)}`;
    const misfit = inputs.slice(1).find((shape) => !sameShape(broadcastShapes(x, shape) ?? [], x));
    return misfit ? `parameter ${showShape(misfit)} does not broadcast to ${showShape(x)}` : x;
  },
  mistake: ({ epsilon }) => (Number.isFinite(epsilon) && epsilon >= 0 ? undefined : "has an epsilon that is none"),
  dump: ({ axes, centred, epsilon }) =>
    `axes ${showShape(axes)} epsilon ${showReal(epsilon)}${centred ? " centred" : ""}`,
  constants: "parameters",
  alignsOperands: true,
  order: "follows",
  mixes: ({ axes }) => (axes.includes(0) ? "normalizes over them" : undefined),
};
