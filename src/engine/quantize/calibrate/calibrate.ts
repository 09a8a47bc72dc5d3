/**
 * What the float network's activations look like on samples: one histogram for each quantization group, and first and second moments of
 * every product layer's input channels (bias correction and the weights' importance need them). Samples run in order and two at a time,
 * so the result is the same on every run.
 */
import type { ActivationBits } from "../../base/bits";
import { tensorOf, type Graph } from "../../ir/graph";
import { activationOf, isOnGrid, multipliersIn, productOf, type ActivationId, type Network } from "../../ir/network";
import type { Clamp } from "../../ir/op";
import {
  stopIfCancelled,
  type FloatTensor,
  type GraphExecutor,
  type OpenGraph,
  type SampleSource,
  type Watch,
} from "../../ir/ports";
import { scalableActivations, type ChannelScaling } from "../scale/channelScaling";
import { GrowingHistogram, type Histogram } from "./histogram";
import { groupOrigins } from "../groupOrigins";
import { runInOrder } from "../measure/runInOrder";
import { MomentAccumulator, type InputMoments } from "./moments";
import { RecurrentObserver } from "./recurrentStates";
import { usefulGroupRanges } from "./usefulRange";

export interface Calibration {
  readonly samples: number;
  readonly kind: SampleSource["kind"];
  /** By the group's first activation, of values as far as they make a difference to what reads them. */
  readonly histograms: ReadonlyMap<ActivationId, Histogram>;
  /** One histogram a channel, of activations that may have a grid for each (channelScaling.ts). */
  readonly channels: ReadonlyMap<ActivationId, readonly Histogram[]>;
  /** Grids of such channels that were fitted to what reads them (fitScalings.ts); others follow from the histograms. */
  readonly scalings?: ReadonlyMap<ActivationId, ReadonlyMap<ActivationBits, ChannelScaling>>;
  /** By layer name. */
  readonly moments: ReadonlyMap<string, InputMoments>;
  /** The largest magnitude of each LSTM's cell state, by layer name. */
  readonly largestCells?: ReadonlyMap<string, number>;
  /** The float network's first values that no range holds; with them, nothing else here means anything. */
  readonly beyond?: BeyondRange;
}

/** Values that are infinite, no numbers, or so large that no scale of 32 bits reaches them. */
export interface BeyondRange {
  readonly tensor: string;
  readonly sample: number;
  readonly value: number;
}

/** Scales, and what simulation computes with them, stay within float32 below this. */
export const LARGEST_VALUE = 1e30;

/** Runs every sample of the source through the float graph. */
export async function calibrate(
  graph: Graph,
  network: Network,
  executor: GraphExecutor,
  source: SampleSource,
  watch: Watch,
): Promise<Calibration> {
  const histograms = new Map<ActivationId, GrowingHistogram>();
  for (const activation of network.activations) {
    if (activation.group === activation.id && isOnGrid(activation))
      histograms.set(activation.id, new GrowingHistogram());
  }
  const channels = new Map(
    scalableActivations(graph, network).map(({ id, tensor }) => [id, new ChannelHistograms(tensor, graph)] as const),
  );
  const moments = momentAccumulators(graph, network);
  const recurrent = recurrentObservers(graph, network);
  const useful = usefulGroupRanges(graph, network);
  const inputs = new Set(network.inputs.map((id) => activationOf(network, id).name));
  const origins = groupOrigins(network);
  const fetched = new Set([...histograms.keys()].flatMap((id) => origins.get(id) ?? []));
  for (const accumulator of moments.values()) fetched.add(accumulator.tensor);
  for (const { tensors } of recurrent.values()) for (const tensor of tensors) fetched.add(tensor);
  const outputs = [...fetched].filter((name) => !inputs.has(name) && !graph.inputs.includes(name));

  // Where every tensor has the codes of the input, as with max pooling alone, there is nothing to run.
  let beyond: BeyondRange | undefined;
  const open = outputs.length > 0 ? await executor.open(graph, outputs) : NOTHING;
  try {
    let done = 0;
    await runInOrder(open, graph, source, watch, (sample, values) => {
      beyond ??= beyondRange(graph, values, sample);
      if (beyond) return; // a histogram cannot grow that far
      for (const [id, histogram] of histograms) {
        for (const name of origins.get(id) ?? []) {
          const tensor = values.get(name);
          if (tensor) histogram.add(clamped(tensor.data, useful.get(id)));
        }
      }
      for (const accumulator of [...channels.values(), ...moments.values()]) {
        const tensor = values.get(accumulator.tensor);
        if (tensor) accumulator.add(tensor.data);
      }
      for (const observer of recurrent.values()) {
        observer.add(values);
        // What a layer begins with is held in the codes of its output, too.
        const { group } = activationOf(network, observer.layer.output);
        if (observer.initialHidden) histograms.get(group)?.add(observer.initialHidden);
      }
      watch.progress("calibrating", ++done, source.count);
    });
  } finally {
    await open.close();
  }
  stopIfCancelled(watch);
  return {
    samples: source.count,
    kind: source.kind,
    histograms,
    channels: new Map([...channels].map(([id, { histograms }]) => [id, histograms])),
    moments: new Map([...moments, ...recurrent].map(([layer, accumulator]) => [layer, accumulator.moments()])),
    largestCells: new Map([...recurrent].map(([layer, { largestCell }]) => [layer, largestCell])),
    ...(beyond && { beyond }),
  };
}

/** The first tensor in the graph's order, which is where the others have it from. */
function beyondRange(graph: Graph, values: ReadonlyMap<string, FloatTensor>, sample: number): BeyondRange | undefined {
  for (const tensor of [...graph.inputs, ...graph.nodes.map(({ output }) => output)]) {
    const data = values.get(tensor)?.data ?? new Float32Array();
    for (let i = 0; i < data.length; i++) {
      const value = data[i] as number;
      if (!(Math.abs(value) <= LARGEST_VALUE)) return { tensor, sample, value };
    }
  }
  return undefined;
}

const NOTHING: OpenGraph = { run: () => Promise.resolve(new Map()), close: () => Promise.resolve() };

function clamped(values: Float32Array, range: Clamp | undefined): Float32Array {
  if (!range || (range.min === -Infinity && range.max === Infinity)) return values;
  return values.map((value) => Math.min(Math.max(value, range.min), range.max));
}

/** Bins of one channel's histogram; its range is its own. */
const CHANNEL_BINS = 512;
/** Values of one channel taken from a sample: many samples tell more than many positions. */
const CHANNEL_VALUES = 1024;

class ChannelHistograms {
  readonly histograms: readonly GrowingHistogram[];
  private readonly inner: number;

  /** The tensor is [1, channels, …] or [1, channels]. */
  constructor(
    readonly tensor: string,
    graph: Graph,
  ) {
    const [, channels = 1, ...spatial] = tensorOf(graph, tensor).shape;
    this.inner = spatial.reduce((product, size) => product * size, 1);
    this.histograms = Array.from({ length: channels }, () => new GrowingHistogram(CHANNEL_BINS));
  }

  add(values: Float32Array): void {
    const { inner } = this;
    const every = Math.ceil(inner / CHANNEL_VALUES);
    const taken = new Float32Array(Math.ceil(inner / every));
    this.histograms.forEach((histogram, channel) => {
      const from = channel * inner;
      for (let i = 0; i < taken.length; i++) taken[i] = values[from + i * every] as number;
      histogram.add(taken);
    });
  }
}

function recurrentObservers(graph: Graph, network: Network): ReadonlyMap<string, RecurrentObserver> {
  const multiplier = multipliersIn(graph);
  return new Map(
    network.layers.flatMap((layer) => {
      const node = layer.kind === "recurrent" && multiplier(layer.weights);
      return node ? [[layer.name, new RecurrentObserver(layer, graph, node)] as const] : [];
    }),
  );
}

function momentAccumulators(graph: Graph, network: Network): Map<string, MomentAccumulator> {
  const multiplier = multipliersIn(graph);
  const accumulators = new Map<string, MomentAccumulator>();
  for (const layer of network.layers.flatMap((one) => productOf(one) ?? [])) {
    const input = multiplier(layer.weights)?.inputs[0];
    if (input === undefined) throw new Error(`layer "${layer.name}" has no node in the graph`);
    const { shape } = tensorOf(graph, input);
    const channelAxis = layer.kind === "conv" ? 1 : shape.length - 1;
    const inner = shape.slice(channelAxis + 1).reduce((product, size) => product * size, 1);
    accumulators.set(layer.name, new MomentAccumulator(input, shape[channelAxis] ?? 1, inner));
  }
  return accumulators;
}
