/**
 * The loss of quantizing one tensor alone, for every tensor and width: the float network with that tensor quantized, against the float
 * network, on calibration samples. Nothing in front of the tensor changes, so only the network behind it runs: the values alive in front
 * of each tensor are computed once for all samples and carried forward.
 */
import {
  ACTIVATION_WIDTHS,
  isActivationBits,
  isWeightBits,
  USUAL_WEIGHT_WIDTHS,
  type ActivationBits,
  type Bits,
  type WeightBits,
} from "../../base/bits";
import { producersOf, type Graph } from "../../ir/graph";
import {
  activationOf,
  choicesOf,
  hasWeights,
  type ActivationId,
  type Choice,
  type Network,
  type WeightedLayer,
} from "../../ir/network";
import {
  stopIfCancelled,
  type FloatTensor,
  type GraphExecutor,
  type OpenGraph,
  type SampleSource,
  type Watch,
} from "../../ir/ports";
import { scalableActivations, type ScalableActivation } from "../scale/channelScaling";
import { headLoss, headOf, partsOf, valuesOf, type Head, type HeadValues, type Task } from "./head";
import { feedsOf } from "./runInOrder";
import type { Quantizer } from "../quantizer";
import { scalingOf } from "../scale/scaleChannels";
import { liveBefore, segmentOf } from "./segments";
import { simulate, type PartialQuantization } from "./simulate";

/** Mean loss a sample, by choiceKey. */
export type SensitivityTable = ReadonlyMap<string, number>;

/** Where measured losses outlive a run, so that a cancelled run resumes and a second budget costs nothing. */
export interface LossCache {
  get(key: string): number | undefined;
  put(key: string, loss: number): void;
}

export function choiceKey(choice: Pick<Choice, "kind" | "name">, bits: Bits): string {
  return `${choice.kind}:${choice.name}:${bits}`;
}

/** The table as the search reads it; tensors that were not measured cost nothing at any width. */
export function lossTableOf(table: SensitivityTable): { lossOf(choice: Choice, bits: Bits): number } {
  return { lossOf: (choice, bits) => table.get(choiceKey(choice, bits)) ?? 0 };
}

/** What the sample-by-sample state in front of node `position` is. */
interface RunSoFar {
  readonly position: number;
  readonly live: readonly string[];
  readonly values: readonly ReadonlyMap<string, FloatTensor>[];
}

/** What is asked of sensitivities. */
export interface SensitivityOptions {
  readonly task?: Task;
  /** For which widths of weights; absent: the usual ones. */
  readonly weightWidths?: readonly WeightBits[];
  /** The weights of these layers, and nothing else; absent: everything. */
  readonly only?: ReadonlySet<string>;
}

/** Measures what the cache does not hold; throws Cancelled when the watch says so, everything measured by then is in the cache. */
export async function measureSensitivities(
  quantizer: Quantizer,
  executor: GraphExecutor,
  source: SampleSource,
  cache: LossCache,
  watch: Watch,
  { task, weightWidths = USUAL_WEIGHT_WIDTHS, only }: SensitivityOptions = {},
): Promise<SensitivityTable> {
  const { graph, network } = quantizer;
  const head = headOf(graph, task);
  const wanted = partsOf(head).map(({ tensor }) => tensor);
  const table = new Map<string, number>();
  const work = choicesOf(network)
    .filter(({ kind, name }) => only === undefined || (kind === "weights" && only.has(name)))
    .map((choice) => ({ choice, position: positionOf(quantizer, choice) }))
    .sort((a, b) => a.position - b.position);
  const widthsOf = ({ kind }: Choice): readonly Bits[] => (kind === "weights" ? weightWidths : ACTIVATION_WIDTHS);
  const total = work.reduce((sum, { choice }) => sum + widthsOf(choice).length, 0);
  const scalable = new Map(scalableActivations(graph, network).map((activation) => [activation.id, activation]));
  let done = 0;
  let reached: RunSoFar | undefined;
  let exact: readonly HeadValues[] | undefined;

  for (const { choice, position } of work) {
    for (const bits of widthsOf(choice)) {
      const key = choiceKey(choice, bits);
      let loss = cache.get(key);
      if (loss === undefined) {
        reached = await advance(
          graph,
          executor,
          reached ?? (await runBeforeAll(graph, source)),
          position,
          wanted,
          watch,
        );
        exact ??= await outputsFrom(graph, executor, reached, head, watch);
        const simulated = simulate(quantizer, single(quantizer, choice, bits, scalable));
        const quantized = await outputsFrom(simulated, executor, reached, head, watch);
        const sum = exact.reduce((total, outputs, i) => total + headLoss(head, outputs, quantized[i] as HeadValues), 0);
        loss = Number((sum / source.count).toPrecision(6));
        cache.put(key, loss);
      }
      table.set(key, loss);
      watch.progress("measuring sensitivities", ++done, total);
      stopIfCancelled(watch);
    }
  }
  return table;
}

/** The first node of the float graph that the choice influences. */
function positionOf(quantizer: Quantizer, choice: Choice): number {
  const { graph, network } = quantizer;
  if (choice.kind === "weights") {
    const { node } = productOf(network, choice).weights;
    return graph.nodes.findIndex(({ name }) => name === node);
  }
  const tensor = activationOf(network, choice.group).name;
  const maker = producersOf(graph).get(tensor);
  return maker ? graph.nodes.indexOf(maker) : 0;
}

function single(
  quantizer: Quantizer,
  choice: Choice,
  bits: Bits,
  scalable: ReadonlyMap<ActivationId, ScalableActivation>,
): PartialQuantization {
  if (choice.kind === "activation") {
    if (!isActivationBits(bits)) throw new Error(`activation "${choice.name}" cannot have ${bits} bits`);
    const alone = {
      activations: new Map<ActivationId, ActivationBits>([[choice.group, bits]]),
      weights: new Map<WeightedLayer, WeightBits>(),
    };
    const activation = bits === 8 ? undefined : scalable.get(choice.group);
    const scaling = activation && scalingOf(quantizer.calibration, activation, bits);
    return scaling ? { ...alone, scalings: new Map([[activation.tensor, scaling]]) } : alone;
  }
  if (!isWeightBits(bits)) throw new Error(`weights of "${choice.name}" cannot have ${bits as number} bits`);
  return { activations: new Map(), weights: new Map([[productOf(quantizer.network, choice), bits]]) };
}

function productOf(
  network: Network,
  { layer: index, name }: Extract<Choice, { readonly kind: "weights" }>,
): WeightedLayer {
  const layer = network.layers[index];
  if (!layer || !hasWeights(layer)) throw new Error(`"${name}" has no weights`);
  return layer;
}

async function runBeforeAll(graph: Graph, source: SampleSource): Promise<RunSoFar> {
  const values = await Promise.all(
    Array.from({ length: source.count }, async (_, index) => feedsOf(graph, await source.sample(index))),
  );
  return { position: 0, live: graph.inputs, values };
}

async function advance(
  graph: Graph,
  executor: GraphExecutor,
  from: RunSoFar,
  position: number,
  wanted: readonly string[],
  watch: Watch,
): Promise<RunSoFar> {
  if (position <= from.position) return from;
  const live = liveBefore(graph, position, wanted);
  const kept = live.filter((name) => from.live.includes(name));
  const made = live.filter((name) => !from.live.includes(name));
  if (made.length === 0) return { position, live, values: from.values };
  const open = await executor.open(segmentOf(graph, from.position, position, from.live, made), made);
  const values = await runAll(open, from.values, watch);
  return {
    position,
    live,
    values: values.map((results, i) => {
      const before = from.values[i];
      return new Map([...results, ...kept.map((name) => [name, before?.get(name) as FloatTensor] as const)]);
    }),
  };
}

/** Runs the rest of `graph` (the float graph or a simulation of it with the same nodes in front) from where it has come to the head. */
async function outputsFrom(
  graph: Graph,
  executor: GraphExecutor,
  reached: RunSoFar,
  head: Head,
  watch: Watch,
): Promise<readonly HeadValues[]> {
  const { position, live, values } = reached;
  // Of several outputs some may lie in front of it.
  const wanted = partsOf(head).flatMap(({ tensor }) => (live.includes(tensor) ? [] : [tensor]));
  if (wanted.length === 0) return values.map((known) => valuesOf(head, known));
  const open = await executor.open(segmentOf(graph, position, graph.nodes.length, live, wanted), wanted);
  const results = await runAll(open, values, watch);
  return results.map((outputs, i) => valuesOf(head, new Map([...(values[i] ?? []), ...outputs])));
}

/** Every sample through an open graph, two in flight; closes it. */
async function runAll(
  open: OpenGraph,
  feeds: readonly ReadonlyMap<string, FloatTensor>[],
  watch: Watch,
): Promise<readonly ReadonlyMap<string, FloatTensor>[]> {
  const results: ReadonlyMap<string, FloatTensor>[] = new Array<ReadonlyMap<string, FloatTensor>>(feeds.length);
  let next = 0;
  const lane = async (): Promise<void> => {
    while (next < feeds.length) {
      stopIfCancelled(watch);
      const index = next++;
      results[index] = await open.run(feeds[index] as ReadonlyMap<string, FloatTensor>);
    }
  };
  const lanes = await Promise.allSettled([lane(), lane()]);
  await open.close();
  for (const outcome of lanes) if (outcome.status === "rejected") throw outcome.reason;
  return results;
}
