/** Lowers normalization over any axes: they are brought to the channels, or to rows and columns, of the memory. */
import type { Node } from "../../ir/graph";
import { tensorOf } from "../../ir/graph";
import { showShape } from "../../ir/shapes";
import { MAX_NORMALIZED, type OpOf } from "../../ir/op";
import type { NetworkDraft, Slots } from "./draft";

export function lowerNormalize(node: Node, op: OpOf<"normalize">, draft: NetworkDraft): void {
  const [x = "", scale, bias] = node.inputs;
  const shape = draft.shapeOf(x);
  const varying = [...shape.keys()].filter((axis) => shape[axis] !== 1);
  const together = varying.filter((axis) => op.axes.includes(axis));
  const apart = varying.filter((axis) => !op.axes.includes(axis));
  const elements = together.reduce((product, axis) => product * (shape[axis] ?? 1), 1);
  if (varying.length > 3 || (together.length > 1 && apart.length > 1)) {
    draft.refuse(
      node,
      `of ${showShape(shape)} over axes ${op.axes.join(", ")} is not supported`,
      "normalize over one axis, or over all but one",
    );
    return;
  }
  if (elements > MAX_NORMALIZED) {
    draft.refuse(
      node,
      `of ${elements} values together is not supported`,
      `at most ${MAX_NORMALIZED} are normalized together`,
    );
    return;
  }
  const known = draft.slotsOf(node, x);
  if (!known) return;
  const parameters = [scale, bias].filter((one) => one !== undefined);
  const wanted = new Set(parameters.flatMap((parameter) => varyingAxes(draft, parameter, shape.length)));
  const arrangement = arrangementsOf(together, apart, known.slots)
    .filter(({ slots }) => [...wanted].every((axis) => axis === slots[2]))
    .sort((one, other) => Number(sameSlots(other.slots, known.slots)) - Number(sameSlots(one.slots, known.slots)))[0];
  if (!arrangement) {
    const shapes = parameters.map((parameter) => showShape(draft.shapeOf(parameter))).join(" and ");
    draft.refuse(node, `with gain or offset of shape ${shapes} is not supported`, "one value, or one a channel");
    return;
  }
  const activation = sameSlots(arrangement.slots, known.slots)
    ? known.activation
    : draft.demand(node, x, arrangement.slots);
  const placement = draft.placementIn(x, activation);
  if (!placement) throw new Error(`"${x}" does not lie in activation ${activation}`);
  const channels = draft.activationShape(activation)[2];
  draft.emit(
    node,
    {
      kind: "normalize",
      across: arrangement.across,
      groups: arrangement.across === "image" && apart.length > 0 ? channels : 1,
      together: elements,
      centred: op.centred,
      epsilon: op.epsilon,
      ...(scale !== undefined && { scale }),
      ...(bias !== undefined && { bias }),
    },
    [activation],
    draft.createLike(node.output, placement),
  );
}

interface Arrangement {
  readonly across: "pixel" | "image";
  readonly slots: Slots;
}

/**
 * The ways in which the axes may lie in memory.
 * @param together axes that are normalized as one, apart the others; sizes of 1 are in neither
 */
function arrangementsOf(together: readonly number[], apart: readonly number[], slots: Slots): readonly Arrangement[] {
  const ways: Arrangement[] = [];
  const rowsAndColumns = (axes: readonly number[]): readonly [number | undefined, number | undefined] => [
    axes.length === 2 ? axes[0] : undefined,
    axes.at(-1),
  ];
  const [only] = together;
  // A pixel's channels together; where nothing is, each value by itself.
  if (together.length < 2 && apart.length < 3) {
    if (slots[2] === only && apart.every((axis) => slots.includes(axis))) ways.push({ across: "pixel", slots });
    else ways.push({ across: "pixel", slots: [...rowsAndColumns(apart), only] });
  }
  // All pixels together: each channel by itself, or all channels as well.
  if (apart.length === 1 && together.length > 0) {
    const [kept] = apart;
    ways.push({ across: "image", slots: slots[2] === kept ? slots : [...rowsAndColumns(together), kept] });
  }
  if (apart.length === 0) {
    ways.push({ across: "image", slots });
    for (const axis of together)
      ways.push({ across: "image", slots: [...rowsAndColumns(together.filter((other) => other !== axis)), axis] });
  }
  return ways;
}

function sameSlots(a: Slots, b: Slots): boolean {
  return a.every((axis, i) => axis === b[i]);
}

/** Axes of x along which a constant varies. */
function varyingAxes(draft: NetworkDraft, parameter: string, rank: number): readonly number[] {
  const { shape } = tensorOf(draft.graph, parameter);
  return [...shape.keys()].filter((axis) => shape[axis] !== 1).map((axis) => axis + rank - shape.length);
}
