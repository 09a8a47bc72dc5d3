/**
 * What is certain about every channel of every tensor without running anything: interval arithmetic through the network, from bounds of
 * its inputs. Bounds are inclusive and may be infinite; an operator that is not followed leaves its output unbounded.
 */
import { constantOf, tensorOf, type Graph, type Node } from "../../ir/graph";
import type { Clamp, OpOf } from "../../ir/op";

/** By channel (axis 1). */
export interface ChannelBounds {
  readonly min: Float64Array;
  readonly max: Float64Array;
}

const UNKNOWN: Clamp = { min: -Infinity, max: Infinity };
/** Sums of products are inflated by this share of their magnitude, for what float32 rounds. */
const ROUNDING = 1e-5;

/** @param inputs bounds of the graph's inputs by name, where they are known */
export function channelBoundsOf(
  graph: Graph,
  inputs: ReadonlyMap<string, Clamp> = new Map(),
): ReadonlyMap<string, ChannelBounds> {
  const bounds = new Map<string, ChannelBounds>();
  for (const name of graph.inputs) bounds.set(name, uniform(channelsOf(graph, name), inputs.get(name) ?? UNKNOWN));
  for (const node of graph.nodes) {
    const found = boundsOfNode(graph, node, bounds);
    if (found) bounds.set(node.output, found);
  }
  return bounds;
}

function boundsOfNode(graph: Graph, node: Node, bounds: ReadonlyMap<string, ChannelBounds>): ChannelBounds | undefined {
  const { op } = node;
  const channels = channelsOf(graph, node.output);
  const input = bounds.get(node.inputs[0] ?? "");
  switch (op.kind) {
    case "conv":
      return ofProduct(graph, node, op, input);
    case "fullyConnected":
      return tensorOf(graph, node.output).shape.length === 2 ? ofProduct(graph, node, op, input) : undefined;
    case "activation":
      return input && op.fn.fn === "clamp" ? clamped(input, op.fn) : undefined;
    case "reduceMean":
      return isSpatialMean(op) ? input : undefined;
    case "maxPool":
      return input;
    case "averagePool":
      return input && (op.pads.some((pad) => pad > 0) ? including0(input) : input);
    case "reshape":
      return input?.min.length === channels && keepsChannels(graph, node) ? input : undefined;
    default:
      // Sums of branches and the like could be followed; channels do not die there.
      return undefined;
  }
}

/** Means over height and width. */
export function isSpatialMean({ axes }: OpOf<"reduceMean">): boolean {
  return axes.join() === "2,3";
}

/** Between [1, C, 1, 1] and [1, C]. */
export function keepsChannels(graph: Graph, { inputs, output }: Node): boolean {
  const from = tensorOf(graph, inputs[0] ?? "").shape;
  const to = tensorOf(graph, output).shape;
  return from[1] === to[1] && [...from.slice(2), ...to.slice(2)].every((size) => size === 1);
}

function ofProduct(
  graph: Graph,
  node: Node,
  op: OpOf<"conv"> | OpOf<"fullyConnected">,
  input: ChannelBounds | undefined,
): ChannelBounds | undefined {
  const weights = constantOf(graph, node.inputs[1]);
  if (!weights) return undefined;
  const [outputs = 1, inputsOfGroup = 1, ...kernel] = tensorOf(graph, node.inputs[1] ?? "").shape;
  const taps = kernel.reduce((product, size) => product * size, 1);
  const groups = op.kind === "conv" ? op.groups : 1;
  const source = input ?? uniform(inputsOfGroup * groups, { min: -Infinity, max: Infinity });
  const { min: low, max: high } = op.kind === "conv" && op.pads.some((pad) => pad > 0) ? including0(source) : source;
  const bias = constantOf(graph, node.inputs[2]);
  const min = new Float64Array(outputs);
  const max = new Float64Array(outputs);
  for (let output = 0, at = 0; output < outputs; output++) {
    const first = Math.floor((output * groups) / outputs) * inputsOfGroup;
    let least = bias?.[output] ?? 0;
    let most = least;
    let slack = 0;
    for (let k = 0; k < inputsOfGroup * taps; k++, at++) {
      const weight = weights[at] as number;
      if (weight === 0) continue; // 0 times an unbounded input is 0
      const channel = first + Math.floor(k / taps);
      const a = weight * (low[channel] as number);
      const b = weight * (high[channel] as number);
      least += Math.min(a, b);
      most += Math.max(a, b);
      slack += ROUNDING * Math.max(Math.abs(a), Math.abs(b));
    }
    min[output] = least - slack;
    max[output] = most + slack;
  }
  return clamped({ min, max }, op.clamp ?? { min: -Infinity, max: Infinity });
}

function clamped({ min, max }: ChannelBounds, clamp: Clamp): ChannelBounds {
  const bound = (value: number): number => Math.min(Math.max(value, clamp.min), clamp.max);
  return { min: min.map(bound), max: max.map(bound) };
}

function including0({ min, max }: ChannelBounds): ChannelBounds {
  return { min: min.map((value) => Math.min(0, value)), max: max.map((value) => Math.max(0, value)) };
}

function uniform(channels: number, { min, max }: Clamp): ChannelBounds {
  return { min: new Float64Array(channels).fill(min), max: new Float64Array(channels).fill(max) };
}

function channelsOf(graph: Graph, name: string): number {
  return tensorOf(graph, name).shape[1] ?? 1;
}
