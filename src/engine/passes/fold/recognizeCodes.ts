/**
 * Networks that carry whole numbers in floats (NEMO, DORY, Deeploy: a product, a sum, a division, a truncation and a clamp) state their codes:
 * clamp(⌊y⌋, a, b) of whole a and b, no more than 256 values, is a pair of QuantizeLinear and DequantizeLinear with scale 1 on y − ½.
 *
 * A truncation whose result is divided before the next one is left out: of whole numbers it changes nothing, and of others less than a
 * sixteenth of what the next one does.
 */
import type { Graph, Node } from "../../ir/graph";
import type { Clamp } from "../../ir/op";
import { rewriteGraph, type GraphView, type Rewrite } from "../rewrite";

/** One of these behind a truncation hides it. */
const HIDING_FACTOR = 1 / 16;
/** A pair rounds ties to even, where ⌊y⌋ of a whole y is y: so much is added, and less than that lies between two values of y. */
const ABOVE_TIES = 2 ** -14;

export function recognizeCodes(graph: Graph): Graph {
  return rewriteGraph(graph, (node, view) => asPair(node, view) ?? withoutHidden(node, view));
}

/** What is added so that rounding to nearest is the function, for values that end within `clamp`. */
function offsetOf(node: Node, clamp: Clamp): number | undefined {
  if (node.op.kind !== "activation") return undefined;
  switch (node.op.fn.fn) {
    case "floor":
      return ABOVE_TIES - 0.5;
    case "trunc":
      return clamp.min >= 0 ? ABOVE_TIES - 0.5 : undefined; // below 0 it rounds the other way
    case "ceil":
      return 0.5 - ABOVE_TIES;
    case "round":
      return 0;
    default:
      return undefined;
  }
}

function asPair(node: Node, view: GraphView): Rewrite | undefined {
  if (node.op.kind !== "activation" || node.op.fn.fn !== "clamp" || view.graph.tensors.get(node.output)?.given)
    return undefined;
  const { fn } = node.op;
  const whole = Number.isInteger(fn.min) && Number.isInteger(fn.max);
  if (!whole || fn.max - fn.min > 255 || fn.max <= fn.min || fn.min > 0 || fn.max < 0) return undefined;
  const rounding = view.privateProducer(node.inputs[0], node);
  if (!rounding) return undefined;
  const offset = offsetOf(rounding, fn);
  const [y] = rounding.inputs;
  if (offset === undefined || y === undefined) return undefined;
  const shape = view.shape(node.output);
  const given = { bits: 8, scales: [1], zeroPoints: [0 - fn.min] };
  const pair = { name: node.output, shape, given };
  if (offset === 0) return { removed: [rounding, node], added: [{ ...node, inputs: [y] }], tensors: [pair] };
  const shifted = view.freshName(`${node.output}.shifted`);
  const constant = view.freshName(`${node.output}.offset`);
  return {
    removed: [rounding, node],
    added: [
      { name: rounding.name, op: { kind: "add" }, inputs: [y, constant], output: shifted },
      { ...node, inputs: [shifted] },
    ],
    tensors: [pair, { name: shifted, shape }, { name: constant, shape: [], data: Float32Array.of(offset) }],
  };
}

/** Takes a truncation out whose result only a scaled truncation reads. */
function withoutHidden(node: Node, view: GraphView): Rewrite | undefined {
  if (!isRounding(node)) return undefined;
  let reader = view.onlyConsumer(node.output);
  let factor = 1;
  while (reader?.op.kind === "mul" && !reader.op.clamp) {
    const { output } = reader;
    const numbers = reader.inputs.map((input) => view.constant(input)?.data);
    const values = numbers.find((data) => data !== undefined);
    if (!values || numbers.every((data) => data !== undefined)) return undefined;
    factor *= values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    reader = view.onlyConsumer(output);
  }
  const [x] = node.inputs;
  if (!reader || !isRounding(reader) || factor > HIDING_FACTOR || x === undefined) return undefined;
  return { removed: [node], alias: { from: node.output, to: x } };
}

function isRounding({ op }: Node): boolean {
  return op.kind === "activation" && (op.fn.fn === "trunc" || op.fn.fn === "floor" || op.fn.fn === "round");
}
