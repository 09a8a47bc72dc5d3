/** Lowers what moves values without computing: views, transposes, concatenation, slices, padding, resizing. */
import type { Node } from "../../ir/graph";
import { showShape } from "../../ir/inferShape";
import type { Shape3 } from "../../ir/network";
import type { OpOf } from "../../ir/op";
import { shapeAt, type Lowerings, type NetworkDraft, type Slots } from "./draft";
import { layoutInOrder, transposed } from "./layout";
import { CHANNELS_LAST, imageOf } from "./products";

function lowerReshape(node: Node, draft: NetworkDraft): void {
  const source = draft.placementOf(node.inputs[0] ?? "");
  if (source) draft.place(node.output, source);
}

function lowerTranspose(node: Node, op: OpOf<"transpose">, draft: NetworkDraft): void {
  const [x = ""] = node.inputs;
  const shape = draft.shapeOf(x);
  const source = draft.placementOf(x);
  if (!source) return;
  const layout = transposed(source.layout, shape, op.perm);
  if (layout) {
    draft.place(node.output, { activation: source.activation, layout });
    return;
  }
  const natural = draft.demandNatural(node, x);
  const moved = transposed(natural.layout, shape, op.perm);
  if (!moved) throw new Error(`"${node.name}" does not fit row-major order`);
  draft.place(node.output, { activation: natural.activation, layout: moved });
}

function lowerConcat(node: Node, op: OpOf<"concat">, draft: NetworkDraft): void {
  const shape = draft.shapeOf(node.output);
  // The input with most axes decides where the others lie.
  const wideAxes = (tensor: string): number => draft.shapeOf(tensor).filter((size) => size !== 1).length;
  const leading = [...node.inputs].sort((a, b) => wideAxes(b) - wideAxes(a))[0] ?? "";
  const known = draft.slotsOf(node, leading);
  const axis = known?.slots.indexOf(op.axis) ?? -1;
  if (!known || (axis !== 0 && axis !== 1 && axis !== 2)) {
    draft.refuse(
      node,
      `of ${showShape(shape)} along axis ${op.axis} is not supported`,
      "at most three axes may be greater than 1",
    );
    return;
  }
  const inputs = node.inputs.map((input) => draft.demand(node, input, known.slots));
  const output = draft.create(node.output, shapeAt(shape, known.slots), layoutOf(shape, known.slots));
  draft.emit(node, { kind: "concat", axis }, inputs, output);
}

function lowerSlice(node: Node, op: OpOf<"slice">, draft: NetworkDraft): void {
  const [x = ""] = node.inputs;
  const known = draft.slotsOf(node, x);
  if (!known) {
    draft.refuse(
      node,
      `of ${showShape(draft.shapeOf(x))} is not supported`,
      "at most three axes may be greater than 1",
    );
    return;
  }
  const { activation, slots } = known;
  const shape = draft.shapeOf(node.output);
  const pick = (list: readonly number[], usual: number): Shape3 => {
    const at = (slot: 0 | 1 | 2): number => list[slots[slot] ?? -1] ?? usual;
    return [at(0), at(1), at(2)];
  };
  const output = draft.create(node.output, shapeAt(shape, slots), layoutOf(shape, slots), { sharing: activation });
  draft.emit(node, { kind: "slice", starts: pick(op.starts, 0), steps: pick(op.steps, 1) }, [activation], output);
}

function lowerPad(node: Node, op: OpOf<"pad">, draft: NetworkDraft): void {
  const [x = ""] = node.inputs;
  const known = draft.slotsOf(node, x);
  const padded = [...op.before.keys()].filter((axis) => (op.before[axis] ?? 0) + (op.after[axis] ?? 0) > 0);
  if (!known || padded.some((axis) => !known.slots.includes(axis))) {
    draft.refuse(
      node,
      `of ${showShape(draft.shapeOf(x))} is not supported`,
      "only rows, columns and channels can be padded",
    );
    return;
  }
  if (!Number.isFinite(op.value)) {
    draft.refuse(
      node,
      `with ${op.value} has no integer form`,
      "pad with 0, or let the max pooling behind it do the padding",
    );
    return;
  }
  const { activation, slots } = known;
  const at = (list: readonly number[], slot: 0 | 1 | 2): number => list[slots[slot] ?? -1] ?? 0;
  const shape = draft.shapeOf(node.output);
  const output = draft.create(node.output, shapeAt(shape, slots), layoutOf(shape, slots), { sharing: activation });
  draft.emit(
    node,
    {
      kind: "pad",
      pads: [at(op.before, 0), at(op.before, 1), at(op.after, 0), at(op.after, 1)],
      channelsBefore: at(op.before, 2),
      channelsAfter: at(op.after, 2),
      value: op.value,
    },
    [activation],
    output,
  );
}

function lowerResize(node: Node, op: OpOf<"resize">, draft: NetworkDraft): void {
  const input = imageOf(node, draft);
  if (input === undefined) return;
  const shape = draft.shapeOf(node.output);
  const layout = layoutInOrder(shape, [2, 3, 1]);
  const output = draft.create(node.output, shapeAt(shape, CHANNELS_LAST), layout, { sharing: input });
  draft.emit(node, { kind: "resize", sourceRows: op.sourceRows, sourceColumns: op.sourceColumns }, [input], output);
}

function layoutOf(shape: readonly number[], slots: Slots): ReturnType<typeof layoutInOrder> {
  return layoutInOrder(
    shape,
    slots.filter((axis) => axis !== undefined),
  );
}

export const moveLowerings: Lowerings<"reshape" | "transpose" | "concat" | "slice" | "pad" | "resize"> = {
  reshape: (node, _, draft) => lowerReshape(node, draft),
  transpose: lowerTranspose,
  concat: lowerConcat,
  slice: lowerSlice,
  pad: lowerPad,
  resize: lowerResize,
};
