/**
 * Rounding with error compensation for a whole network.
 *
 * compensateWidths rounds every layer at every width against the inputs that it has in the float network with 8-bit activations: what a
 * search needs, because there each width of each layer is judged alone. One pass over the samples.
 *
 * compensatePolicy rounds each layer at its width of one policy, in execution order, against the inputs that the layers in front of it
 * leave it with, and aims at the output of the float network: errors of one layer are taken back by the next. One pass over the samples
 * for each layer; the values alive between layers are carried forward where they fit into memory, and computed again where not.
 */
import { USUAL_WEIGHT_WIDTHS, type ActivationBits, type WeightBits } from "../../base/bits";
import { constantOf, elementsOf, tensorOf, type Graph, type Node, type Tensor } from "../../ir/graph";
import {
  chosenBits,
  dividedWeights,
  hasWeights,
  isOnGrid,
  isProduct,
  multipliersIn,
  uniformPolicy,
  usesLevels,
  weightBits,
  type ActivationId,
  type Policy,
  type ProductLayer,
  type WeightedLayer,
} from "../../ir/network";
import {
  stopIfCancelled,
  type Feeds,
  type FloatTensor,
  type GraphExecutor,
  type SampleSource,
  type Watch,
} from "../../ir/ports";
import type { ChannelScaling } from "../scale/channelScaling";
import { GramAccumulator, type Gram } from "./gram";
import { addMean, addPatches, addProduct, addSampled, GraphDraft, patchShapeOf, type PatchShape } from "./gramGraph";
import { roundedKey, withRounding, type Quantizer, type RoundedWeights } from "../quantizer";
import { givenGrid } from "../givenGrid";
import { joinedParts, partsOf, partsOfNetwork, type LayerPart } from "./layerParts";
import { DEFAULT_ROUNDING, roundLayer, type RoundedLayer, type RoundingOptions } from "./rounding";
import { productsOn } from "./roundingProducts";
import { feedsOf, runInOrder } from "../measure/runInOrder";
import { liveBefore } from "../measure/segments";
import { simulate } from "../measure/simulate";

/** Larger matrices would take minutes and gigabytes; such layers are rounded to nearest. */
export const MOST_COLUMNS = 4096;
/** Elements of all Gram matrices that are summed in one pass. */
const GRAM_ELEMENTS = 2 ** 25;
/** Bytes that the values between two layers may take, over all samples and both networks. */
const FRONTIER_BYTES = 768 * 2 ** 20;
const EXACT = "@exact";

/** Every layer at every width of `widths`. */
export async function compensateWidths(
  quantizer: Quantizer,
  executor: GraphExecutor,
  source: SampleSource,
  watch: Watch,
  {
    widths = USUAL_WEIGHT_WIDTHS,
    rounding = DEFAULT_ROUNDING,
    only,
  }: {
    readonly widths?: readonly WeightBits[];
    readonly rounding?: RoundingOptions;
    /** Names of layers; absent: all. */
    readonly only?: ReadonlySet<string>;
  } = {},
): Promise<RoundedWeights> {
  const { graph, network } = quantizer;
  const simulated = simulate(quantizer, { activations: activationWidths(quantizer), weights: new Map() });
  const multiplier = multipliersIn(simulated);
  const rounded = new Map<string, RoundedLayer>();
  const parts = partsOfNetwork(graph, network).filter(
    ({ owner }) => owner.weights.perChannel <= MOST_COLUMNS && (only === undefined || only.has(owner.name)),
  );
  const found = new Map<string, RoundedLayer[]>();
  let done = 0;
  for (const chunk of chunksOf(parts)) {
    const measured = chunk.map((part) => {
      const node = multiplier(part.layer.weights);
      const input = node && part.inputOf(node);
      if (input === undefined) throw new Error(`layer "${part.layer.name}" has no node in the graph`);
      return { ...measuredLayer(simulated, part.layer, input, undefined), part };
    });
    const merged = withDrafts(
      simulated,
      measured.map(({ draft }) => draft),
    );
    const open = await executor.open(
      merged,
      measured.flatMap(({ outputs }) => outputs),
    );
    try {
      let samples = 0;
      await runInOrder(open, merged, source, watch, (_, values) => {
        for (const layer of measured) layer.add(values);
        watch.progress("measuring layer inputs", ++samples, source.count);
      });
    } finally {
      await open.close();
    }
    for (const { part, accumulator } of measured) {
      const { owner, weights, bias } = part;
      const gram = accumulator.gram();
      for (const [bits, result] of await roundOn(executor, { weights, bias, owner }, gram, widths, rounding)) {
        if (givenGrid(graph, owner, bits)) continue;
        const key = roundedKey(owner, bits);
        found.set(key, [...(found.get(key) ?? []), result]);
      }
      watch.progress("rounding weights", ++done, parts.length);
      stopIfCancelled(watch);
    }
  }
  for (const [key, results] of found) {
    const layer = joinedParts(results);
    if (layer) rounded.set(key, layer);
  }
  return rounded;
}

/** The layers at their widths under `policy`, each after the ones in front of it. */
export async function compensatePolicy(
  quantizer: Quantizer,
  policy: Policy,
  executor: GraphExecutor,
  source: SampleSource,
  watch: Watch,
  options: RoundingOptions = DEFAULT_ROUNDING,
): Promise<RoundedWeights> {
  const { graph, network } = quantizer;
  const rounded = new Map<string, RoundedLayer>();
  const current = withRounding(quantizer, rounded);
  const activations = activationWidths(quantizer, policy);
  const finished = new Map<WeightedLayer, WeightBits>();
  const exact = renamed(quantizer.original?.graph ?? graph, EXACT);
  const positions = new Map(graph.nodes.map((node, position) => [node.name, position]));
  const layers = network.layers
    .filter(hasWeights)
    .map((layer) => ({ layer, position: positions.get(layer.weights.node) ?? 0 }))
    .sort((a, b) => a.position - b.position);

  let live: readonly string[] = graph.inputs;
  /** By sample: the live tensors of both networks; empty while only the inputs are alive. */
  const values: Map<string, FloatTensor>[] = [];
  for (const [index, { layer, position }] of layers.entries()) {
    const bits = weightBits(policy, layer);
    if (layer.weights.perChannel > MOST_COLUMNS || givenGrid(graph, layer, bits)) {
      finished.set(layer, bits);
      continue;
    }
    const quantized = simulate(current, { activations, weights: finished });
    const node = quantized.nodes.find(({ name }) => name === layer.weights.node);
    const exactNode = graph.nodes[position];
    const both = joined(quantized, exact);
    const measured = partsOf(graph, layer, exactNode).map((part) => {
      const input = node && part.inputOf(node);
      const exactInput = exactNode && part.inputOf(exactNode);
      if (input === undefined || exactInput === undefined) throw new Error(`"${layer.name}" has no input`);
      const scaling = quantizer.original?.scalings.get(exactInput);
      const beside = isProduct(layer) ? besideOf(graph, layer, position) : undefined;
      return { ...measuredLayer(both, part.layer, input, exactInput + EXACT, scaling, beside), part };
    });

    const next = liveBefore(graph, position, []);
    const isCarried = source.count * frontierBytes(graph, next) <= FRONTIER_BYTES;
    const made = isCarried ? next.filter((name) => !live.includes(name)).flatMap((name) => [name, name + EXACT]) : [];
    const outputs = [...measured.flatMap((one) => one.outputs), ...made];
    const known = new Set(live.flatMap((name) => [name, name + EXACT]));
    const drafts = measured.map(({ draft }) => draft);
    const between = graphBetween(withDrafts(both, drafts), known, outputs);
    const open = await executor.open(between, outputs);
    try {
      for (let sample = 0; sample < source.count; sample++) {
        const before = values[sample] ?? startingValues(feedsOf(graph, await source.sample(sample)));
        const results = await open.run(new Map(between.inputs.map((name) => [name, valueOf(before, name)])));
        for (const one of measured) one.add(results);
        if (isCarried) {
          const kept = next.flatMap((name) => [name, name + EXACT]);
          values[sample] = new Map(kept.map((name) => [name, results.get(name) ?? valueOf(before, name)]));
        }
        stopIfCancelled(watch);
      }
    } finally {
      await open.close();
    }
    if (isCarried) live = next;
    const results: RoundedLayer[] = [];
    for (const { part, accumulator } of measured) {
      const gram = accumulator.gram();
      const byWidth = await roundOn(executor, part, gram, [bits], options);
      results.push(...byWidth.values());
    }
    const result = joinedParts(results);
    if (result) rounded.set(roundedKey(layer, bits), result);
    finished.set(layer, bits);
    watch.progress("compensating layer by layer", index + 1, layers.length);
    stopIfCancelled(watch);
  }
  return rounded;
}

async function roundOn(
  executor: GraphExecutor,
  { weights, bias, owner }: Pick<LayerPart, "weights" | "bias" | "owner">,
  gram: Gram,
  widths: readonly WeightBits[],
  options: RoundingOptions,
): Promise<ReadonlyMap<WeightBits, RoundedLayer>> {
  const products = productsOn(executor);
  const onLevels = widths.filter((bits) => usesLevels(owner, bits));
  try {
    return await roundLayer(weights, bias, gram, widths, products, options, onLevels);
  } finally {
    await products.close();
  }
}

interface Measured {
  readonly layer: ProductLayer;
  readonly draft: GraphDraft;
  /** Tensors to fetch. */
  readonly outputs: readonly string[];
  readonly accumulator: GramAccumulator;
  /** One sample: values of `outputs`. */
  add(values: ReadonlyMap<string, FloatTensor>): void;
}

/** What must be computed beside `graph` to sum up the layer's Gram matrices. */
function measuredLayer(
  graph: Graph,
  layer: ProductLayer,
  input: string,
  exactInput: string | undefined,
  scaling?: ChannelScaling,
  besides?: string,
): Measured {
  const shape = patchShapeOf(graph, layer, input);
  const draft = new GraphDraft(`${layer.name}@gram`);
  const accumulator = new GramAccumulator(
    shape,
    exactInput !== undefined,
    besides === undefined ? 0 : layer.weights.outputChannels,
  );
  const dataOf = (values: ReadonlyMap<string, FloatTensor>, name: string): Float32Array => valueOf(values, name).data;
  const patches = addPatches(draft, graph, layer, input);
  const wanted = scaling && exactInput !== undefined ? addScaling(draft, graph, exactInput, scaling) : exactInput;
  const drafted = wanted === exactInput ? graph : withDrafts(graph, [draft]);
  const exactPatches = wanted === undefined ? undefined : addPatches(draft, drafted, layer, wanted);
  const second = addProduct(draft, patches, patches, shape);
  const mean = addMean(draft, patches, shape);
  if (exactPatches === undefined) {
    const add = (values: ReadonlyMap<string, FloatTensor>): void =>
      accumulator.add(dataOf(values, second), dataOf(values, mean));
    return { layer, draft, outputs: [second, mean], accumulator, add };
  }
  const rows = shape.groups * shape.channels * shape.taps;
  const difference = draft.add({ kind: "sub" }, [exactPatches, patches], [rows, shape.positions]);
  const cross = addProduct(draft, difference, patches, shape);
  const exactMean = addMean(draft, exactPatches, shape);
  const beside = besides === undefined ? undefined : addBeside(draft, graph, layer, input, besides, patches, shape);
  const add = (values: ReadonlyMap<string, FloatTensor>): void =>
    accumulator.add(
      dataOf(values, second),
      dataOf(values, mean),
      { cross: dataOf(values, cross), mean: dataOf(values, exactMean) },
      beside && { cross: dataOf(values, beside.cross), mean: dataOf(values, beside.mean) },
    );
  const outputs = [second, mean, cross, exactMean, ...(beside ? [beside.cross, beside.mean] : [])];
  return { layer, draft, outputs, accumulator, add };
}

/** (float − quantized) of the sum's other operand, times the patches. */
function addBeside(
  draft: GraphDraft,
  graph: Graph,
  layer: ProductLayer,
  input: string,
  tensor: string,
  patches: string,
  shape: PatchShape,
): { readonly cross: string; readonly mean: string } {
  const { outputChannels } = layer.weights;
  const quantized = addSampled(draft, graph, layer, input, tensor);
  const exact = addSampled(draft, graph, layer, input, tensor + EXACT);
  const lacking = draft.add({ kind: "sub" }, [exact, quantized], [outputChannels, shape.positions]);
  const cross = draft.add(
    { kind: "fullyConnected" },
    [lacking, patches],
    [outputChannels, shape.channels * shape.taps],
  );
  const mean = draft.add({ kind: "reduceMean", axes: [1], keepDims: false }, [lacking], [outputChannels]);
  return { cross, mean };
}

/**
 * The other operand of the sum that alone reads the layer's output, where it is known by then: the layer can take back its error too, and
 * so the errors that a chain of residual blocks gathers.
 */
function besideOf(graph: Graph, layer: ProductLayer, position: number): string | undefined {
  const node = graph.nodes[position];
  if (!node || (layer.kind === "conv" && layer.groups !== 1)) return undefined;
  if ("clamp" in node.op) return undefined;
  const readers = graph.nodes.filter(({ inputs }) => inputs.includes(node.output));
  const [sum] = readers;
  if (sum?.op.kind !== "add" || readers.length !== 1 || graph.outputs.includes(node.output)) return undefined;
  const other = sum.inputs.find((name) => name !== node.output);
  if (other === undefined || constantOf(graph, other)) return undefined;
  const isKnown = graph.inputs.includes(other) || graph.nodes.slice(0, position).some(({ output }) => output === other);
  const sameShape = (a: string, b: string): boolean =>
    tensorOf(graph, a).shape.join() === tensorOf(graph, b).shape.join();
  return isKnown && sameShape(other, node.output) ? other : undefined;
}

/** The float network's input in the numbers of the rewritten one. */
function addScaling(draft: GraphDraft, graph: Graph, input: string, { gains, offsets }: ChannelScaling): string {
  const { shape } = tensorOf(graph, input);
  const ofChannel = shape.map((size, axis) => (axis === 1 ? size : 1));
  const offset = draft.constant(Float32Array.from(offsets), ofChannel);
  const perGain = draft.constant(
    Float32Array.from(gains, (gain) => 1 / gain),
    ofChannel,
  );
  return draft.add({ kind: "mul" }, [draft.add({ kind: "sub" }, [input, offset], shape), perGain], shape);
}

/** Widths under the policy, or 8 bits everywhere. */
function activationWidths({ network }: Quantizer, policy?: Policy): ReadonlyMap<ActivationId, ActivationBits> {
  const chosen = policy ?? uniformPolicy(network, 8);
  const widths = new Map<ActivationId, ActivationBits>();
  for (const activation of network.activations) {
    const { id, group } = activation;
    if (group === id && isOnGrid(activation)) widths.set(id, chosenBits(network, chosen, id));
  }
  return widths;
}

function chunksOf(parts: readonly LayerPart[]): readonly (readonly LayerPart[])[] {
  const chunks: LayerPart[][] = [];
  let elements = Infinity;
  for (const part of parts) {
    const { layer } = part;
    const { groups } = dividedWeights(layer);
    elements += groups * layer.weights.perChannel ** 2;
    if (elements > GRAM_ELEMENTS) {
      chunks.push([]);
      elements = groups * layer.weights.perChannel ** 2;
    }
    chunks.at(-1)?.push(part);
  }
  return chunks;
}

function withDrafts(graph: Graph, drafts: readonly GraphDraft[]): Graph {
  const tensors = new Map(graph.tensors);
  for (const draft of drafts) for (const [name, tensor] of draft.tensors) tensors.set(name, tensor);
  return { ...graph, tensors, nodes: [...graph.nodes, ...drafts.flatMap(({ nodes }) => nodes)] };
}

/** The graph with every computed tensor under another name. */
function renamed(graph: Graph, suffix: string): Graph {
  const isConstant = (name: string): boolean => tensorOf(graph, name).data !== undefined;
  const rename = (name: string): string => (isConstant(name) ? name : name + suffix);
  const tensors = new Map<string, Tensor>();
  for (const [name, tensor] of graph.tensors) tensors.set(rename(name), { ...tensor, name: rename(name) });
  const nodes = graph.nodes.map((node): Node => ({
    ...node,
    name: node.name + suffix,
    inputs: node.inputs.map(rename),
    output: rename(node.output),
  }));
  return { ...graph, tensors, nodes, inputs: graph.inputs.map(rename), outputs: graph.outputs.map(rename) };
}

function joined(a: Graph, b: Graph): Graph {
  return { ...a, tensors: new Map([...a.tensors, ...b.tensors]), nodes: [...a.nodes, ...b.nodes] };
}

/** What computes the wanted tensors from the known ones. */
function graphBetween(graph: Graph, known: ReadonlySet<string>, wanted: readonly string[]): Graph {
  const needed = new Set(wanted);
  const nodes = [...graph.nodes].reverse().filter((node) => {
    if (!needed.has(node.output) || known.has(node.output)) return false;
    for (const input of node.inputs) needed.add(input);
    return true;
  });
  return { ...graph, nodes: nodes.reverse(), inputs: [...known].filter((name) => needed.has(name)), outputs: wanted };
}

/** Bytes of one sample's tensors in both networks. */
function frontierBytes(graph: Graph, names: readonly string[]): number {
  return names.reduce((sum, name) => sum + 8 * elementsOf(tensorOf(graph, name).shape), 0);
}

function startingValues(feeds: Feeds): Map<string, FloatTensor> {
  return new Map([...feeds].flatMap(([name, tensor]) => [name, name + EXACT].map((one) => [one, tensor] as const)));
}

function valueOf(values: ReadonlyMap<string, FloatTensor>, name: string): FloatTensor {
  const value = values.get(name);
  if (!value) throw new Error(`"${name}" was not computed`);
  return value;
}
