/**
 * Activations below 8 bits with a grid of their own for every channel, which costs nothing: the layer in front has a multiplier and a
 * bias for each output channel already, and the layers behind can take each channel's step into their weights and its offset into their
 * bias (cross-layer equalisation, Nagel et al. 2019, with the steps chosen for the policy's widths). Bounds of a clamp are left to
 * saturation: the levels of a channel never exceed them. Exact, so that everything behind this rewrite knows one scale a tensor only.
 */
import type { ActivationBits } from "../../base/bits";
import { consumersOf, type Graph, type Node } from "../../ir/graph";
import {
  activationOf,
  isProduct,
  multipliersIn,
  type ActivationId,
  type Network,
  type ProductLayer,
} from "../../ir/network";
import { chooseChannelRange, type ChannelBounds } from "../calibrate/channelRange";
import type { Histogram } from "../calibrate/histogram";

/** Value v of channel c is held as (v − offsets[c]) / gains[c] on a grid with this scale and zero point 0. */
export interface ChannelScaling {
  readonly bits: ActivationBits;
  readonly scale: number;
  readonly gains: Float64Array;
  readonly offsets: Float64Array;
}

/** An activation that may have channels of its own, and what stands around it. */
export interface ScalableActivation {
  readonly id: ActivationId;
  readonly tensor: string;
  readonly producer: ProductLayer;
  readonly consumers: readonly ProductLayer[];
  readonly bounds: ChannelBounds;
}

/** Steps of nearly dead channels, as a share of the largest: other data may wake them. */
const LEAST_GAIN = 1e-3;

/** Activations between product layers that nothing else reads. */
export function scalableActivations(graph: Graph, network: Network): readonly ScalableActivation[] {
  const multiplier = multipliersIn(graph);
  const readers = consumersOf(graph);
  const layers = new Map(network.layers.filter(isProduct).map((layer) => [layer.weights.node, layer]));
  const isOwn = (layer: ProductLayer): boolean => readers.get(layer.weights.tensor)?.length === 1;
  const members = new Map<ActivationId, number>();
  for (const { group } of network.activations) members.set(group, (members.get(group) ?? 0) + 1);

  const found: ScalableActivation[] = [];
  for (const producer of layers.values()) {
    const node = multiplier(producer.weights);
    const { id, name, fixed } = activationOf(network, producer.output);
    if (!node || node.output !== name || fixed !== undefined || members.get(id) !== 1) continue;
    if (graph.outputs.includes(name) || !isOwn(producer)) continue;
    const consumers = readers.get(name) ?? [];
    const products = consumers.flatMap((reader) => {
      const layer = readsAsData(reader, name) ? layers.get(reader.name) : undefined;
      return layer ? [layer] : [];
    });
    if (products.length === 0 || products.length < consumers.length || !products.every(isOwn)) continue;
    if (products.some((layer) => layer.kind !== producer.kind)) continue;
    const clamp = "clamp" in node.op ? node.op.clamp : { min: -Infinity, max: Infinity };
    const isPadded = products.some((layer) => layer.kind === "conv" && layer.pads.some((pad) => pad > 0));
    if (isPadded && clamp.min !== 0) continue;
    const bounds = { least: clamp.min, most: clamp.max, hasOffset: !isPadded };
    found.push({ id, tensor: name, producer, consumers: products, bounds });
  }
  return found;
}

function readsAsData(node: Node, name: string): boolean {
  return node.inputs[0] === name && !node.inputs.includes(name, 1);
}

/**
 * The grid of every channel; undefined where all are dead.
 * @param histograms by channel
 */
export function chooseScaling(
  histograms: readonly Histogram[],
  bits: ActivationBits,
  bounds: ChannelBounds,
): ChannelScaling | undefined {
  const ranges = histograms.map((histogram) => chooseChannelRange(histogram, bits, bounds));
  const scale = Math.max(...ranges.map((range) => range?.step ?? 0));
  if (!(scale > 0)) return undefined;
  const gains = Float64Array.from(ranges, (range) => (range ? Math.max(range.step / scale, LEAST_GAIN) : 1));
  const offsets = Float64Array.from(ranges, (range) => range?.offset ?? 0);
  return { bits, scale, gains, offsets };
}
