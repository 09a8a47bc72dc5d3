/**
 * Rewrites a network so that the activations which a policy holds below 8 bits have a grid for every channel: see channelScaling.ts.
 */
import type { ActivationBits } from "../../base/bits";
import { constantOf, tensorOf, type Graph, type Node, type Tensor } from "../../ir/graph";
import { chosenBits, dividedWeights, type Policy, type ProductLayer } from "../../ir/network";
import type { Calibration } from "../calibrate/calibrate";
import type { InputMoments } from "../calibrate/moments";
import { chooseScaling, scalableActivations, type ChannelScaling, type ScalableActivation } from "./channelScaling";
import type { Histogram } from "../calibrate/histogram";
import { createQuantizer, type Quantizer } from "../quantizer";

/** By the histograms of an activation's channels: search and what-ifs ask for the same ones again and again. */
const known = new WeakMap<readonly Histogram[], Map<ActivationBits, ChannelScaling | undefined>>();

export function scalingOf(
  { channels, scalings }: Calibration,
  { id, bounds }: ScalableActivation,
  bits: ActivationBits,
): ChannelScaling | undefined {
  const fitted = scalings?.get(id)?.get(bits);
  if (fitted) return fitted;
  const histograms = channels.get(id);
  if (!histograms) return undefined;
  let byBits = known.get(histograms);
  if (!byBits) known.set(histograms, (byBits = new Map<ActivationBits, ChannelScaling | undefined>()));
  if (!byBits.has(bits)) byBits.set(bits, chooseScaling(histograms, bits, bounds));
  return byBits.get(bits);
}

/** For simulating a policy without rewriting the network, whose weights may have been rounded already: by tensor. */
export function scalingsOf(quantizer: Quantizer, policy: Policy): ReadonlyMap<string, ChannelScaling> {
  const { graph, network, calibration } = quantizer;
  const scalings = new Map<string, ChannelScaling>();
  for (const activation of scalableActivations(graph, network)) {
    const bits = chosenBits(network, policy, activation.id);
    const scaling = bits === 8 ? undefined : scalingOf(calibration, activation, bits);
    if (scaling) scalings.set(activation.tensor, scaling);
  }
  return scalings;
}

/**
 * The quantizer of the network in which every activation that the policy holds below 8 bits has a grid for each channel where that is
 * possible. Its graph computes other values there; `original` keeps the float network.
 */
export function scaleChannels(quantizer: Quantizer, policy: Policy): Quantizer {
  const { graph, network, calibration, options } = quantizer;
  const scalings = scalingsOf(quantizer, policy);
  if (scalings.size === 0) return quantizer;
  const draft = new ScaledGraph(graph, calibration);
  for (const activation of scalableActivations(graph, network)) {
    const scaling = scalings.get(activation.tensor);
    if (scaling) draft.apply(activation, scaling);
  }
  return createQuantizer(draft.graph(), network, draft.calibration(), options, new Map(), { graph, scalings });
}

/** The rewrite, one activation at a time. */
class ScaledGraph {
  private readonly tensors: Map<string, Tensor>;
  private readonly nodes: Map<string, Node>;
  private readonly moments: Map<string, InputMoments>;

  constructor(
    private readonly from: Graph,
    private readonly calibrated: Calibration,
  ) {
    this.tensors = new Map(from.tensors);
    this.nodes = new Map(from.nodes.map((node) => [node.name, node]));
    this.moments = new Map(calibrated.moments);
  }

  apply({ tensor, producer, consumers }: ScalableActivation, scaling: ChannelScaling): void {
    const { bits, scale, gains, offsets } = scaling;
    const given = { bits, scales: [scale], zeroPoints: [0] };
    this.tensors.set(tensor, { ...tensorOf(this.from, tensor), given });
    this.divideRows(producer, scaling);
    for (const layer of consumers) {
      this.multiplyColumns(layer, scaling);
      const moments = this.moments.get(layer.name);
      if (!moments) continue;
      const { mean, square } = moments;
      this.moments.set(layer.name, {
        mean: mean.map((m, c) => (m - (offsets[c] as number)) / (gains[c] as number)),
        square: square.map((s, c) => {
          const offset = offsets[c] as number;
          return Math.max(0, s - 2 * offset * (mean[c] as number) + offset * offset) / (gains[c] as number) ** 2;
        }),
      });
    }
  }

  graph(): Graph {
    return {
      ...this.from,
      tensors: this.tensors,
      nodes: this.from.nodes.map((node) => this.nodes.get(node.name) ?? node),
    };
  }

  calibration(): Calibration {
    return { ...this.calibrated, moments: this.moments };
  }

  /** (W·x + b − offset) / gain, whose lower clamp is code 0 and whose upper one the last code. */
  private divideRows(layer: ProductLayer, { gains, offsets }: ScalingNumbers): void {
    const { perChannel } = layer.weights;
    this.replaceWeights(layer, (value, at) => value / (gains[Math.floor(at / perChannel)] as number));
    this.replaceBias(layer, (value, channel) => (value - (offsets[channel] as number)) / (gains[channel] as number));
    const node = this.nodeOf(layer);
    const { op } = node;
    if (op.kind !== "conv" && op.kind !== "fullyConnected") throw new Error(`"${layer.name}" is no product`);
    this.nodes.set(node.name, { ...node, op: { ...op, clamp: { min: 0, max: Infinity } } });
  }

  /** W·(gain·x + offset) + b. */
  private multiplyColumns(layer: ProductLayer, { gains, offsets }: ScalingNumbers): void {
    const { perChannel } = layer.weights;
    const { taps, outputsOfGroup } = dividedWeights(layer);
    const channelOf = (at: number): number => {
      const group = Math.floor(at / (perChannel * outputsOfGroup));
      return group * (perChannel / taps) + Math.floor((at % perChannel) / taps);
    };
    const weights = this.weightsOf(layer);
    this.replaceBias(layer, (value, channel) => {
      let sum = value;
      for (let at = channel * perChannel; at < (channel + 1) * perChannel; at++) {
        sum += (weights[at] as number) * (offsets[channelOf(at)] as number);
      }
      return sum;
    });
    this.replaceWeights(layer, (value, at) => value * (gains[channelOf(at)] as number));
  }

  private replaceWeights(layer: ProductLayer, change: (value: number, at: number) => number): void {
    const name = layer.weights.tensor;
    const { shape } = tensorOf(this.from, name);
    this.tensors.set(name, { name, shape, data: this.weightsOf(layer).map(change) });
  }

  private replaceBias(layer: ProductLayer, change: (value: number, channel: number) => number): void {
    const node = this.nodeOf(layer);
    const [input = "", weights = "", known] = node.inputs;
    const channels = layer.weights.outputChannels;
    const data = (this.tensors.get(known ?? "")?.data ?? new Float32Array(channels)).map(change);
    const name = `${layer.name}@scaledBias`;
    this.tensors.set(name, { name, shape: [channels], data });
    this.nodes.set(node.name, { ...node, inputs: [input, weights, name] });
  }

  private weightsOf(layer: ProductLayer): Float32Array {
    const weights = this.tensors.get(layer.weights.tensor)?.data ?? constantOf(this.from, layer.weights.tensor);
    if (!weights) throw new Error(`the weights of "${layer.name}" are not constant`);
    return weights;
  }

  private nodeOf(layer: ProductLayer): Node {
    const node = this.nodes.get(layer.weights.node);
    if (!node) throw new Error(`layer "${layer.name}" has no node in the graph`);
    return node;
  }
}

type ScalingNumbers = Pick<ChannelScaling, "gains" | "offsets">;
