/** Operators that only move values do so with codes as well: they are lowered on what the codes stand for, and their results are codes again. */
import type { GraphBuilder } from "../encode/builder";
import type { Lowered } from "../site";
import type { NodeProto } from "../wire/proto";
import { isProblem, type Quantized, type Value } from "../value";
import { nodeTitle } from "./order";

const MOVING: ReadonlySet<string> = new Set([
  "Concat",
  "DepthToSpace",
  "Dropout",
  "Expand",
  "Flatten",
  "Gather",
  "Identity",
  "MaxPool",
  "Reshape",
  "Slice",
  "SpaceToDepth",
  "Split",
  "Squeeze",
  "Tile",
  "Transpose",
  "Unsqueeze",
]);

type Inputs = readonly (Value | undefined)[];

/** Lowers `node` by `lower`, which is given real numbers in the place of codes where they are only moved. */
export function lowerMoved(
  node: NodeProto,
  inputs: Inputs,
  builder: GraphBuilder,
  lower: (inputs: Inputs) => Lowered,
): Lowered {
  const first = MOVING.has(node.opType ?? "") ? inputs.find((value) => value?.kind === "quantized") : undefined;
  if (first?.kind !== "quantized" || !inputs.every((value) => value?.kind !== "quantized" || sameCodes(value, first)))
    return lower(inputs);
  const { given } = first;
  const real: (Value | undefined)[] = [];
  for (const value of inputs) {
    if (value?.kind !== "quantized" || !given) {
      real.push(value?.kind === "quantized" ? value.source : value);
      continue;
    }
    const name = builder.fresh(`${value.source.tensor}/real`);
    const pair = builder.emitPair(value.source, given, name, `${node.name ?? node.opType ?? ""}/real`, nodeTitle(node));
    if (isProblem(pair)) return pair;
    real.push(pair);
  }
  const lowered = lower(real);
  if (isProblem(lowered)) return lowered;
  const results = "kind" in lowered ? [lowered] : lowered;
  return results.map((value): Value => (value.kind === "activation" ? { ...first, source: value } : value));
}

function sameCodes(a: Quantized, b: Quantized): boolean {
  return JSON.stringify(a.given) === JSON.stringify(b.given);
}
