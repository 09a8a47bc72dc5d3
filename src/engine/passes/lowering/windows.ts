/** Lowers pooling, and means over axes as pooling over the whole of them. */
import type { Node } from "../../ir/graph";
import { kernelExtent, showShape } from "../../ir/inferShape";
import type { Shape3 } from "../../ir/network";
import type { OpOf, Pair } from "../../ir/op";
import { shapeAt, type Lowerings, type NetworkDraft, type Slots } from "./draft";
import { layoutInOrder } from "./layout";
import { CHANNELS_LAST, imageOf } from "./products";

function lowerMaxPool(node: Node, op: OpOf<"maxPool">, draft: NetworkDraft): void {
  const input = imageOf(node, draft);
  if (input === undefined) return;
  const shape = draft.shapeOf(node.output);
  const layout = layoutInOrder(shape, [2, 3, 1]);
  const output = draft.create(node.output, shapeAt(shape, CHANNELS_LAST), layout, { sharing: input });
  const { kernel, strides, pads, dilations } = op;
  draft.emit(node, { kind: "maxPool", kernel, strides, pads, dilations }, [input], output);
}

function lowerAveragePool(node: Node, op: OpOf<"averagePool">, draft: NetworkDraft): void {
  const input = imageOf(node, draft);
  if (input === undefined) return;
  const shape = draft.shapeOf(node.output);
  const shape3 = shapeAt(shape, CHANNELS_LAST);
  const output = draft.create(node.output, shape3, layoutInOrder(shape, [2, 3, 1]));
  const { kernel, strides, pads, dilations, countIncludePad } = op;
  const from = draft.activationShape(input);
  const extra = (axis: 0 | 1): number => {
    const reach = (shape3[axis] - 1) * strides[axis] + kernelExtent(kernel[axis], dilations[axis]);
    return Math.max(0, reach - (from[axis] + pads[axis] + pads[axis === 0 ? 2 : 3]));
  };
  const ceilExtra: Pair = [extra(0), extra(1)];
  draft.emit(
    node,
    { kind: "averagePool", kernel, strides, pads, dilations, countIncludePad, ceilExtra },
    [input],
    output,
  );
}

/** Rows and columns are averaged in place; other axes are brought there first. */
function lowerReduceMean(node: Node, op: OpOf<"reduceMean">, draft: NetworkDraft): void {
  const [x = ""] = node.inputs;
  const shape = draft.shapeOf(x);
  const wide = [...shape.keys()].filter((axis) => shape[axis] !== 1);
  const reduced = wide.filter((axis) => op.axes.includes(axis));
  const kept = wide.filter((axis) => !op.axes.includes(axis));
  const known = draft.slotsOf(node, x);
  if (!known || reduced.length > 2) {
    draft.refuse(
      node,
      `of ${showShape(shape)} over axes ${op.axes.join(", ")} is not supported`,
      "at most two axes can be averaged",
    );
    return;
  }
  let { activation, slots } = known;
  if (slots[2] !== undefined && reduced.includes(slots[2])) {
    const order = [...reduced, ...kept];
    // One kept axis belongs with the channels, where vectors lie.
    slots = order.length < 3 && kept.length === 1 ? [order[0], undefined, order[1]] : [order[0], order[1], order[2]];
    activation = draft.demand(node, x, slots);
  }
  const from = draft.activationShape(activation);
  const isReduced = (slot: 0 | 1): boolean => slots[slot] !== undefined && reduced.includes(slots[slot]);
  const kernel: Pair = [isReduced(0) ? from[0] : 1, isReduced(1) ? from[1] : 1];
  const shape3: Shape3 = [from[0] / kernel[0], from[1] / kernel[1], from[2]];
  const output = draft.create(node.output, shape3, meanLayout(shape, op, slots));
  const window = { kernel, strides: kernel, pads: [0, 0, 0, 0], dilations: [1, 1] } as const;
  draft.emit(node, { kind: "averagePool", ...window, countIncludePad: false, ceilExtra: [0, 0] }, [activation], output);
}

/** What is left of the axes keeps its order in memory. */
function meanLayout(shape: readonly number[], op: OpOf<"reduceMean">, slots: Slots): ReturnType<typeof layoutInOrder> {
  const left = shape.map((size, axis) => (op.axes.includes(axis) ? 1 : size));
  return layoutInOrder(
    left,
    slots.filter((axis) => axis !== undefined),
  );
}

export const windowLowerings: Lowerings<"maxPool" | "averagePool" | "reduceMean"> = {
  maxPool: lowerMaxPool,
  averagePool: lowerAveragePool,
  reduceMean: lowerReduceMean,
};
