/**
 * Ranges of channels for what reads them. Where a depthwise layer reads an activation, the error of one of its output channels comes from
 * one input channel alone, and least error there is not least error of the activation: a kernel that takes differences of neighbours
 * amplifies rounding and cancels clipping, one that averages does the opposite. So shares of each channel's range are tried on samples
 * and the one of least error behind the layer, its clamp included, is kept; all channels at once, because none sees another.
 *
 * Padding is code 0 there, so that a grid whose code 0 is not 0 is wrong along the border. Such grids are tried too: the samples tell
 * whether what they bring inside outweighs that.
 */
import { maxCode, type ActivationBits } from "../../base/bits";
import { constantOf, tensorOf, type Graph, type Node, type Tensor } from "../../ir/graph";
import { isDepthwise, type ActivationId, type Network } from "../../ir/network";
import { stopIfCancelled, type GraphExecutor, type SampleSource, type Watch } from "../../ir/ports";
import type { Calibration } from "../calibrate/calibrate";
import { chooseScaling, scalableActivations, type ChannelScaling, type ScalableActivation } from "./channelScaling";
import { runInOrder } from "../measure/runInOrder";
import { scalingOf } from "./scaleChannels";

/** Shares of the range of least squares. */
const SHARES = [1, 1.2, 0.82, 0.67, 0.5, 0.35] as const;
const NARROW: readonly ActivationBits[] = [4, 2];

/** One share of one activation at one width: where the channels' errors are read, and their sums. */
interface Trial {
  readonly scaling: ChannelScaling;
  readonly errors: string;
  readonly sums: Float64Array;
}

/** The calibration with `scalings` of every activation that may have channels of its own. */
export async function fitScalings(
  graph: Graph,
  network: Network,
  calibration: Calibration,
  executor: GraphExecutor,
  source: SampleSource,
  watch: Watch,
): Promise<Calibration> {
  const scalings = new Map<ActivationId, Map<ActivationBits, ChannelScaling>>();
  for (const activation of scalableActivations(graph, network)) {
    const chosen = new Map<ActivationBits, ChannelScaling>();
    for (const bits of NARROW) {
      const scaling = scalingOf(calibration, activation, bits);
      if (scaling) chosen.set(bits, scaling);
    }
    scalings.set(activation.id, chosen);
  }
  const read = scalableActivations(graph, network).filter((activation) => isReadByDepthwise(graph, activation));
  if (read.length === 0) return { ...calibration, scalings };

  const tensors = new Map(graph.tensors);
  const nodes = [...graph.nodes];
  const trials: { readonly id: ActivationId; readonly bits: ActivationBits; readonly tried: readonly Trial[] }[] = [];
  for (const activation of read) {
    for (const [bits, scaling] of scalings.get(activation.id) ?? []) {
      const shifted = shiftedOf(calibration, activation, bits);
      const candidates = [scaling, ...(shifted ? [shifted] : [])].flatMap((base) =>
        SHARES.map((share) => sharedOf(base, share, activation.bounds.most)),
      );
      const tried = candidates.map((candidate, n) => {
        const added = addTrial(graph, activation, candidate, `${activation.tensor}@${bits}/${n}`, tensors);
        nodes.push(...added.nodes);
        return { scaling: candidate, errors: added.errors, sums: new Float64Array(candidate.gains.length) };
      });
      trials.push({ id: activation.id, bits, tried });
    }
  }
  const outputs = trials.flatMap(({ tried }) => tried.map(({ errors }) => errors));
  const measured = { ...graph, tensors, nodes, outputs };
  const open = await executor.open(measured, outputs);
  try {
    let done = 0;
    await runInOrder(open, measured, source, watch, (_, values) => {
      for (const { tried } of trials) {
        for (const { errors, sums } of tried) {
          values.get(errors)?.data.forEach((error, channel) => (sums[channel] = (sums[channel] as number) + error));
        }
      }
      watch.progress("fitting ranges of channels", ++done, source.count);
    });
  } finally {
    await open.close();
  }
  stopIfCancelled(watch);
  for (const { id, bits, tried } of trials) {
    const [first] = tried;
    if (!first) continue;
    const best = Array.from(first.sums, (_, channel) =>
      tried.reduce((a, b) => ((b.sums[channel] as number) < (a.sums[channel] as number) ? b : a)),
    );
    const { scale } = first.scaling;
    const gains = Float64Array.from(
      best,
      ({ scaling }, channel) => ((scaling.gains[channel] as number) * scaling.scale) / scale,
    );
    const offsets = Float64Array.from(best, ({ scaling }, channel) => scaling.offsets[channel] as number);
    scalings.get(id)?.set(bits, { bits, scale, gains, offsets });
  }
  return { ...calibration, scalings };
}

function isReadByDepthwise(graph: Graph, { tensor, consumers, bounds }: ScalableActivation): boolean {
  const [layer, ...others] = consumers;
  const channels = tensorOf(graph, tensor).shape[1];
  return (
    layer?.kind === "conv" &&
    others.length === 0 &&
    !bounds.hasOffset &&
    // Of a single channel, dense and depthwise are the same.
    (isDepthwise(layer) || (channels === 1 && layer.weights.outputChannels === 1))
  );
}

/** Grids that need not hold 0. */
function shiftedOf(
  { channels }: Calibration,
  { id, bounds }: ScalableActivation,
  bits: ActivationBits,
): ChannelScaling | undefined {
  const histograms = channels.get(id);
  return histograms && chooseScaling(histograms, bits, { ...bounds, hasOffset: true });
}

/** Every channel's range times `share`, from where it starts, within the clamp as far as it was. */
function sharedOf(base: ChannelScaling, share: number, most: number): ChannelScaling {
  const gains = base.gains.map((gain, channel) => {
    const widest = (most - (base.offsets[channel] as number)) / (base.scale * maxCode(base.bits));
    return Math.min(gain * share, Math.max(gain, widest));
  });
  return { ...base, gains };
}

/** Mean over positions of the squared error behind the layer, [channels]. */
function addTrial(
  graph: Graph,
  { tensor, consumers }: ScalableActivation,
  scaling: ChannelScaling,
  prefix: string,
  tensors: Map<string, Tensor>,
): { readonly nodes: readonly Node[]; readonly errors: string } {
  const node = graph.nodes.find(({ name }) => name === consumers[0]?.weights.node);
  if (!node) throw new Error(`"${tensor}" is read by no node`);
  const make = (what: string, shape: readonly number[]): string => {
    const name = `${prefix}/${what}`;
    tensors.set(name, { name, shape });
    return name;
  };
  const { shape } = tensorOf(graph, node.output);
  const inputShape = tensorOf(graph, tensor).shape;
  const ofChannel = inputShape.map((size, axis) => (axis === 1 ? size : 1));
  const constant = (what: string, values: Iterable<number>, ofShape: readonly number[]): string => {
    const name = `${prefix}/${what}`;
    tensors.set(name, { name, shape: ofShape, data: Float32Array.from(values) });
    return name;
  };
  const { bits, scale, gains, offsets } = scaling;
  const [, kernel = "", bias] = node.inputs;
  const weights = constantOf(graph, kernel) ?? new Float32Array();
  const taps = weights.length / gains.length;
  const added = offsets.map((offset, channel) => {
    let sum = constantOf(graph, bias)?.[channel] ?? 0;
    for (let at = channel * taps; at < (channel + 1) * taps; at++) sum += (weights[at] as number) * offset;
    return sum;
  });
  const offset = constant("offset", offsets, ofChannel);
  const perGain = constant(
    "perGain",
    gains.map((gain) => 1 / gain),
    ofChannel,
  );
  const scaledWeights = constant(
    "weights",
    weights.map((weight, at) => weight * (gains[Math.floor(at / taps)] as number)),
    tensorOf(graph, kernel).shape,
  );
  const scaledBias = constant("bias", added, [gains.length]);
  const shifted = make("shifted", inputShape);
  const scaled = make("scaled", inputShape);
  const grid = make("grid", inputShape);
  const output = make("output", shape);
  const difference = make("difference", shape);
  const square = make("square", shape);
  const errors = make("errors", [shape[1] ?? 1]);
  const nodes: readonly Node[] = [
    { name: shifted, op: { kind: "sub" }, inputs: [tensor, offset], output: shifted },
    { name: scaled, op: { kind: "mul" }, inputs: [shifted, perGain], output: scaled },
    { name: grid, op: { kind: "fakeQuantize", bits, scale, zeroPoint: 0 }, inputs: [scaled], output: grid },
    { ...node, name: output, inputs: [grid, scaledWeights, scaledBias], output },
    { name: difference, op: { kind: "sub" }, inputs: [output, node.output], output: difference },
    { name: square, op: { kind: "mul" }, inputs: [difference, difference], output: square },
    { name: errors, op: { kind: "reduceMean", axes: [0, 2, 3], keepDims: false }, inputs: [square], output: errors },
  ];
  return { nodes, errors };
}
