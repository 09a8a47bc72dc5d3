/**
 * Ranges of channels for what reads them. Where a depthwise layer reads an activation, the error of one of its output channels comes from
 * one input channel alone, and least error there is not least error of the activation: a kernel that takes differences of neighbours
 * amplifies rounding and cancels clipping, one that averages does the opposite. So shares of each channel's range are tried on samples
 * and the one of least error behind the layer, its clamp included, is kept; all channels at once, because none sees another.
 */
import { type Bits } from "../base/bits";
import { tensorOf, type Graph, type Node, type Tensor } from "../ir/graph";
import type { ActivationId, Network } from "../ir/network";
import { stopIfCancelled, type GraphExecutor, type SampleSource, type Watch } from "../ir/ports";
import type { Calibration } from "./calibrate";
import { scalableActivations, type ChannelScaling, type ScalableActivation } from "./channelScaling";
import { runInOrder } from "./runInOrder";
import { scalingOf } from "./scaleChannels";
import { fakeQuantizeChannels } from "./simulate";

/** Shares of the range of least squares. */
const SHARES = [1, 1.2, 0.82, 0.67, 0.55, 0.42, 0.3] as const;
const NARROW: readonly Bits[] = [4, 2];

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
  const scalings = new Map<ActivationId, Map<Bits, ChannelScaling>>();
  for (const activation of scalableActivations(graph, network)) {
    const chosen = new Map<Bits, ChannelScaling>();
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
  const trials: { readonly id: ActivationId; readonly bits: Bits; readonly tried: readonly Trial[] }[] = [];
  for (const activation of read) {
    for (const [bits, scaling] of scalings.get(activation.id) ?? []) {
      const tried = SHARES.map((share) => {
        const gains = scaling.gains.map((gain) =>
          Math.min(gain * share, activation.bounds.most / (scaling.scale * (2 ** bits - 1))),
        );
        const scaled = { ...scaling, gains };
        const added = addTrial(graph, activation, scaled, `${activation.tensor}@${bits}/${share}`, tensors);
        nodes.push(...added.nodes);
        return { scaling: scaled, errors: added.errors, sums: new Float64Array(gains.length) };
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
    const gains = first.scaling.gains.map((_, channel) => {
      const best = tried.reduce((a, b) => ((b.sums[channel] as number) < (a.sums[channel] as number) ? b : a));
      return best.scaling.gains[channel] as number;
    });
    scalings.get(id)?.set(bits, { ...first.scaling, gains });
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
    layer.groups === channels &&
    layer.weights.outputChannels === channels
  );
}

/** Mean over positions of the squared error behind the layer, [channels]. */
function addTrial(
  graph: Graph,
  { tensor, consumers }: ScalableActivation,
  scaling: ChannelScaling,
  prefix: string,
  tensors: Map<string, Tensor>,
): { readonly nodes: readonly Node[]; readonly errors: string } {
  const node = graph.nodes.find(({ name }) => name === consumers[0]?.name);
  if (!node) throw new Error(`"${tensor}" is read by no node`);
  const make = (what: string, shape: readonly number[]): string => {
    const name = `${prefix}/${what}`;
    tensors.set(name, { name, shape });
    return name;
  };
  const { shape } = tensorOf(graph, node.output);
  const input = { name: make("input", tensorOf(graph, tensor).shape), shape: tensorOf(graph, tensor).shape };
  const output = make("output", shape);
  const difference = make("difference", shape);
  const square = make("square", shape);
  const errors = make("errors", [shape[1] ?? 1]);
  const nodes: readonly Node[] = [
    ...fakeQuantizeChannels(tensor, input, scaling, tensors),
    { ...node, name: output, inputs: [input.name, ...node.inputs.slice(1)], output },
    { name: difference, op: { kind: "sub" }, inputs: [output, node.output], output: difference },
    { name: square, op: { kind: "mul" }, inputs: [difference, difference], output: square },
    { name: errors, op: { kind: "reduceMean", axes: [0, 2, 3], keepDims: false }, inputs: [square], output: errors },
  ];
  return { nodes, errors };
}
