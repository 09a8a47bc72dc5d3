/** Every operator, and the room of one: whoever wants to know something about an operator asks here. */
import type { Op, OpKind } from "./op";
import { elementwise } from "./operators/elementwise";
import { fire } from "./operators/fire";
import { moves } from "./operators/moves";
import { normalize } from "./operators/normalize";
import type { ByChannel, ByChannelOperator, Operator, PlainOperator } from "./operators/operator";
import { products } from "./operators/products";
import { recurrent } from "./operators/recurrent";
import { windows } from "./operators/windows";

const OPERATORS = { ...products, ...elementwise, ...moves, ...windows, normalize, recurrent, fire } satisfies {
  readonly [K in OpKind]: Operator<K>;
};

/** Operators with a plain form in ONNX. */
export type PlainKind = {
  readonly [K in OpKind]: (typeof OPERATORS)[K] extends PlainOperator<K> ? K : never;
}[OpKind];

/** Operators that a layer with a constant by channel executes. */
export type ByChannelKind = {
  readonly [K in OpKind]: (typeof OPERATORS)[K] extends ByChannelOperator<K> ? K : never;
}[OpKind];

export function operatorOf({ kind }: Pick<Op, "kind">): Operator<OpKind> {
  return OPERATORS[kind];
}

/** What it is called in ONNX, where it has a plain form there. */
export function plainNameOf(op: Pick<Op, "kind">): string | undefined {
  const room = operatorOf(op);
  return isPlain(room) ? room.onnx : undefined;
}

function isPlain(room: Operator<OpKind>): room is PlainOperator<OpKind> {
  return "onnx" in room;
}

/** Its layer, where that is one with a constant by channel. */
export function byChannelOf(op: Pick<Op, "kind">): ByChannel | undefined {
  const room = operatorOf(op);
  return isByChannel(room) ? room.byChannel : undefined;
}

function isByChannel(room: Operator<OpKind>): room is ByChannelOperator<OpKind> {
  return "byChannel" in room;
}
