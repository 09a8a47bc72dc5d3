/** Lowers what acts element by element: sums, products, scalar functions. */
import { constantOf, tensorOf, type Node } from "../../ir/graph";
import { showShape } from "../../ir/inferShape";
import type { OpKind, OpOf } from "../../ir/op";
import type { ByChannel } from "../../ir/operators/operator";
import { shapeAt, type Lowerings, type NetworkDraft, type Placement, type Slots } from "./draft";
import { sameLayout } from "./layout";

type ArithmeticOp = OpOf<"add"> | OpOf<"sub"> | OpOf<"mul">;

function lowerArithmetic(node: Node, op: ArithmeticOp, draft: NetworkDraft): void {
  const [first = "", second = ""] = node.inputs;
  if (constantOf(draft.graph, first) || constantOf(draft.graph, second)) {
    draft.refuse(
      node,
      "with a constant that varies along several axes is not supported",
      "only constants by channel can be folded",
    );
    return;
  }
  const output = draft.shapeOf(node.output);
  const full = (tensor: string): boolean => {
    const shape = draft.shapeOf(tensor);
    return shape.length === output.length && shape.every((size, axis) => size === output[axis]);
  };
  if (full(first) && full(second)) {
    lowerEqual(node, op, first, second, draft);
  } else if (full(first)) {
    lowerBroadcast(node, op, first, second, draft);
  } else if (full(second) && op.kind !== "sub") {
    lowerBroadcast(node, op, second, first, draft);
  } else {
    const shapes = `${showShape(draft.shapeOf(first))} and ${showShape(draft.shapeOf(second))}`;
    draft.refuse(node, `of ${shapes} is not supported`, "the first operand must have the shape of the result");
  }
}

function lowerEqual(node: Node, op: ArithmeticOp, first: string, second: string, draft: NetworkDraft): void {
  const a = draft.placementOf(first);
  const b = draft.placementOf(second);
  if (!a || !b) return;
  if (sameLayout(a.layout, b.layout)) {
    // A shape that is still open follows the other's.
    const leading = draft.isOpen(a.activation) ? b : a;
    const shape = draft.activationShape(leading.activation);
    const left = draft.reshaped(node, first, shape);
    const right = draft.reshaped(node, second, shape);
    emitArithmetic(node, op, { ...a, activation: left }, right, draft);
    return;
  }
  const known = draft.slotsOf(node, first);
  if (!known) {
    const natural = draft.demandNatural(node, first);
    emitArithmetic(node, op, natural, draft.demandNatural(node, second).activation, draft);
    return;
  }
  const right = draft.demand(node, second, known.slots);
  emitArithmetic(node, op, placementIn(first, known.activation, draft), right, draft);
}

/** `second` is one vector over the channels of `first`, as in squeeze-and-excite. */
function lowerBroadcast(node: Node, op: ArithmeticOp, first: string, second: string, draft: NetworkDraft): void {
  const known = draft.slotsOf(node, first);
  const shape = draft.shapeOf(first);
  const small = draft.shapeOf(second);
  const offset = shape.length - small.length;
  const varying = [...small.keys()].filter((axis) => small[axis] !== 1);
  if (!known || varying.length > 1) {
    refuseBroadcast(node, shape, small, draft);
    return;
  }
  const axis = varying[0] === undefined ? undefined : varying[0] + offset;
  let { activation, slots } = known;
  const channels = slots[2] === undefined ? 1 : (shape[slots[2]] ?? 1);
  if (axis === undefined ? channels !== 1 : slots[2] !== axis) {
    const others = [...shape.keys()].filter((other) => other !== axis && shape[other] !== 1);
    if (others.length > 2) {
      refuseBroadcast(node, shape, small, draft);
      return;
    }
    slots = [others.length === 2 ? others[0] : undefined, others.at(-1), axis];
    activation = draft.demand(node, first, slots);
  }
  const vector = draft.reshaped(node, second, [1, 1, small[varying[0] ?? 0] ?? 1]);
  emitArithmetic(node, op, placementIn(first, activation, draft), vector, draft);
}

function refuseBroadcast(node: Node, shape: readonly number[], small: readonly number[], draft: NetworkDraft): void {
  const hint = "the smaller operand must be one vector over the channels";
  draft.refuse(node, `of ${showShape(shape)} and ${showShape(small)} is not supported`, hint);
}

function emitArithmetic(node: Node, op: ArithmeticOp, a: Placement, b: number, draft: NetworkDraft): void {
  const output = draft.createLike(node.output, a);
  const inputs = [a.activation, b];
  if (op.kind === "mul") draft.emit(node, { kind: "mul" }, inputs, output);
  else draft.emit(node, { kind: "add", sign: op.kind === "sub" ? -1 : 1 }, inputs, output);
}

function lowerActivation(node: Node, op: OpOf<"activation">, draft: NetworkDraft): void {
  const source = draft.placementOf(node.inputs[0] ?? "");
  if (!source) return;
  // A clamp is the range of its output's format: requantizing saturates there, so a table would only cost FLASH.
  // Saturating at the output's range clamps by itself, where that range may contain 0 as every quantized range does.
  const saturates = op.fn.fn === "clamp" && op.fn.min <= 0 && op.fn.max >= 0;
  if (saturates && mayCutSource(node, draft)) {
    draft.place(node.output, source);
    draft.absorb(node);
    return;
  }
  const output = draft.createLike(node.output, source);
  if (saturates) draft.emit(node, { kind: "requantize" }, [source.activation], output);
  else draft.emit(node, { kind: "lookup", fn: op.fn }, [source.activation], output);
}

/** What passes values on in the format of its input. */
const MOVES: ReadonlySet<OpKind> = new Set(["reshape", "transpose", "maxPool", "slice", "resize", "pad"]);

/**
 * Whether the codes that a clamp reads may saturate at its bounds already, so that it is no layer: nothing else may read them, nor anything
 * that shares their format. The range of such codes is chosen within the clamp (quantize/calibrate/usefulRange.ts).
 */
function mayCutSource(node: Node, draft: NetworkDraft): boolean {
  let reader = node;
  for (;;) {
    const [tensor = ""] = reader.inputs;
    if (draft.graph.outputs.includes(tensor) || !draft.isReadByOne(tensor)) return false;
    const maker = draft.makerOf(tensor);
    if (!maker) return true;
    if (!MOVES.has(maker.op.kind)) return maker.op.kind !== "softmax";
    reader = maker;
  }
}

/** Element by element, with one value a channel of a constant. */
export function lowerByChannel(node: Node, { role, layer }: ByChannel, draft: NetworkDraft): void {
  const [x = "", name = ""] = node.inputs;
  const shape = draft.shapeOf(x);
  const constant = tensorOf(draft.graph, name);
  const offset = shape.length - constant.shape.length;
  const varying = [...constant.shape.keys()].filter((axis) => constant.shape[axis] !== 1);
  const known = draft.slotsOf(node, x);
  if (!known) return;
  const axis = varying[0] === undefined ? undefined : varying[0] + offset;
  if (!constant.data || axis === undefined || varying.length > 1 || known.slots[2] !== axis) {
    draft.refuse(
      node,
      `with a ${role} ${showShape(constant.shape)} is not supported`,
      `the ${role} must be constant, one value a channel`,
    );
    return;
  }
  const output = draft.createLike(node.output, placementIn(x, known.activation, draft));
  draft.emit(node, layer(name), [known.activation], output);
}

function lowerSoftmax(node: Node, op: OpOf<"softmax">, draft: NetworkDraft): void {
  const [x = ""] = node.inputs;
  const shape = draft.shapeOf(x);
  const others = [...shape.keys()].filter((axis) => axis !== op.axis && shape[axis] !== 1);
  const known = draft.slotsOf(node, x);
  if (!known || others.length > 2) {
    draft.refuse(node, `of ${showShape(shape)} is not supported`, "at most three axes may be greater than 1");
    return;
  }
  let { activation } = known;
  if (known.slots[2] !== op.axis) {
    const slots: Slots = [others.length === 2 ? others[0] : undefined, others.at(-1), op.axis];
    activation = draft.demand(node, x, slots);
    if (shapeAt(shape, slots)[2] !== draft.activationShape(activation)[2])
      throw new Error(`"${x}" is not over its channels`);
  }
  const output = draft.createLike(node.output, placementIn(x, activation, draft), { float: true });
  draft.emit(node, { kind: "softmax" }, [activation], output);
}

/** The placement of a tensor in the activation that an operator asked for. */
function placementIn(tensor: string, activation: number, draft: NetworkDraft): Placement {
  const placement = draft.placementIn(tensor, activation);
  if (!placement) throw new Error(`"${tensor}" does not lie in activation ${activation}`);
  return placement;
}

export const elementwiseLowerings: Lowerings<"activation" | "add" | "sub" | "mul" | "softmax"> = {
  activation: lowerActivation,
  add: lowerArithmetic,
  sub: lowerArithmetic,
  mul: lowerArithmetic,
  softmax: lowerSoftmax,
};
