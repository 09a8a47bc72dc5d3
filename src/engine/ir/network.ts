/**
 * The network as the microcontroller executes it: layers over NHWC activations, batch 1, without any numbers yet. Lowered once from
 * the float graph; together with a policy it is all that memory planning and search need, so a what-if costs no requantization.
 *
 * Views (reshape, flatten, squeeze, transposes that only relabel axes) are no layers: both graph tensors map to one activation.
 */
import {
  isActivationBits,
  isWeightBits,
  LEVEL_WIDTHS,
  packedBytes,
  type ActivationBits,
  type NarrowBits,
  type Bits,
  type CodeBits,
  type WeightBits,
} from "../base/bits";
import type { Graph, Node } from "./graph";
import type { Neuron, Pads, Pair, Recurrence, ScalarFunction, Window } from "./op";

/** Index into Network.activations. */
export type ActivationId = number;

/** Height, width, channels as they lie in memory; vectors are [1, 1, C], sequences [1, T, C]. */
export type Shape3 = readonly [number, number, number];

export interface Activation {
  readonly id: ActivationId;
  /** The float graph's tensor that this activation approximates; unique, shown to people and used in policies. */
  readonly name: string;
  readonly shape: Shape3;
  readonly elements: number;
  /**
   * Activations that only move data (max pooling, slice, pad, resize, transpose) share scale, zero point and bits with their source:
   * equal `group` means equal quantization. The group's number is the lowest id in it.
   */
  readonly group: ActivationId;
  /**
   * Set where the width is not a choice: the network's input and final output have 8 bits, or 16 where a policy says so; "float" is the softmax tail; "cell" is what a
   * layer keeps from one run to the next and renews in place, numbers of several bytes as codes of 8 bits, the low one first; "spikes" have 1 bit.
   */
  readonly fixed?: 8 | "float" | "cell" | "spikes";
  /** What neurons keep from one run to the next, in units of each channel's own (docs/numerics.md, "Spikes"). */
  readonly membrane?: true;
  /** An output in front of a softmax that was left out (passes/endAtLogits.ts). */
  readonly isLogits?: true;
}

/** The weights of a convolution, of a fully connected or of a recurrent layer. */
export interface WeightShape {
  /** The node of the float graph that multiplies by them. */
  readonly node: string;
  /** Name of the constant in the float graph. */
  readonly tensor: string;
  /** Name of the bias constant, if the layer has one. */
  readonly bias?: string;
  readonly outputChannels: number;
  /** Weights of one output channel. */
  readonly perChannel: number;
  readonly elements: number;
  /** At widths that have them, codes stand for levels of a table that is fitted to the layer (usesLevels); absent: for the plain grid. */
  readonly levels?: true;
}

interface LayerBase {
  /** Position in Network.layers, also the default execution order. */
  readonly index: number;
  /** Unique, and what policies and people call it. Which nodes it comes from, `nodes` says. */
  readonly name: string;
  /**
   * Names of the nodes as imported that it computes, with those that became part of it (a batch normalization, a clamp that is the range of its
   * output); of a copy that only lays out memory the node that needs it. Absent: the one that is called as it is.
   */
  readonly nodes?: readonly string[];
  readonly inputs: readonly ActivationId[];
  readonly output: ActivationId;
  /** Multiply-accumulates, padding included; 0 for layers without products. */
  readonly macs: number;
}

export type Layer = LayerBase &
  (
    | (Window & {
        readonly kind: "conv";
        readonly groups: number;
        readonly weights: WeightShape;
        /** Its input is 0 or 1, in 1 bit. */
        readonly ofSpikes?: true;
      })
    /**
     * Acts on every [K] vector of its input's rows and columns. `columnOrder[k]` is the column of the graph's matrix that multiplies
     * element k of the NHWC input (a flatten of NCHW in front permutes them); absent means the natural order.
     */
    | {
        readonly kind: "fullyConnected";
        readonly weights: WeightShape;
        readonly columnOrder?: Int32Array;
        readonly ofSpikes?: true;
      }
    /** output = input0 + sign·input1, equal shapes, or input1 [1,1,C] broadcast over rows and columns. */
    | { readonly kind: "add"; readonly sign: 1 | -1 }
    /** Element by element, equal shapes or input1 [1,1,C] broadcast (squeeze-and-excite). */
    | { readonly kind: "mul" }
    /** A table of 2^bits entries indexed by the input's code. */
    | { readonly kind: "lookup"; readonly fn: ScalarFunction }
    /** Per-channel slope for negative inputs; the slopes are the constant `slope` of the float graph, [C] after squeezing. */
    | { readonly kind: "prelu"; readonly slope: string }
    | (Window & { readonly kind: "maxPool" })
    | (Window & {
        readonly kind: "averagePool";
        readonly countIncludePad: boolean;
        /** How much of the bottom and the right padding ceil_mode added: part of `pads`, but never counted. */ readonly ceilExtra: Pair;
      })
    /** Along `axis` of [H, W, C]. */
    | { readonly kind: "concat"; readonly axis: 0 | 1 | 2 }
    | { readonly kind: "slice"; readonly starts: Shape3; readonly steps: Shape3 }
    | {
        readonly kind: "pad";
        readonly pads: Pads;
        readonly channelsBefore: number;
        readonly channelsAfter: number;
        readonly value: number;
      }
    | { readonly kind: "resize"; readonly sourceRows: readonly number[]; readonly sourceColumns: readonly number[] }
    /** Output axis i of [H, W, C] is input axis perm[i]; the shape may be regrouped first to `from` (row-major). */
    | { readonly kind: "transpose"; readonly from: readonly number[]; readonly perm: readonly number[] }
    /** Requantizes to another scale without other arithmetic: a standalone clamp. */
    | { readonly kind: "requantize"; readonly ofSpikes?: true }
    /**
     * Values normalized together: a pixel's or the whole image's, each divided into `groups` of channels, `together` values in one. Less their
     * mean where `centred`; `scale` and `bias` are constants of the float graph with one value, or one a channel, after squeezing.
     */
    | {
        readonly kind: "normalize";
        readonly across: "pixel" | "image";
        readonly groups: number;
        readonly together: number;
        readonly centred: boolean;
        readonly epsilon: number;
        readonly scale?: string;
        readonly bias?: string;
      }
    /**
     * Reads its input as vectors [T][N][I] and writes [T][N][H], N `sequences` beside each other. An output channel's weights are a row of W and
     * one of R; `initialHidden` and `initialCell` are constants of the float graph, [N][H]. Where it is `carried`, a run begins with what the one
     * before left: the second input holds the codes of the hidden state, and, of an LSTM or a GRU, the third its "cell", which it renews in place.
     */
    | (Recurrence & {
        readonly kind: "recurrent";
        readonly sequences: number;
        readonly weights: WeightShape;
        readonly initialHidden?: string;
        readonly initialCell?: string;
        readonly carried?: true;
      })
    /** Neurons with the codes of their currents: inputs are those and the membranes, which it renews in place; the output is spikes. */
    | { readonly kind: "fire"; readonly neuron: Neuron }
    /** The same with the synapses in front of them: the first input is spikes, and a current is the sum of the weights where there is one. */
    | {
        readonly kind: "spiking";
        readonly neuron: Neuron;
        readonly product:
          | (Window & { readonly kind: "conv"; readonly groups: 1 })
          | { readonly kind: "fullyConnected"; readonly columnOrder?: Int32Array };
        readonly weights: WeightShape;
      }
    /** Over channels; the result is floats. */
    | { readonly kind: "softmax" }
    /**
     * The latest rows of rows that never end (memory/endless): input 1 holds them, input 0 is what a hop brings; the output, which renews input 1 in
     * place, is input 1 without as many of its oldest rows, and input 0 behind. The first `skipped` rows of all lie in front of the beginning and
     * become zero, and, where a stream is one clip, those behind the first `ends`; then input 2 is a "cell" that counts rows, two codes, the low one first.
     */
    | { readonly kind: "keptRows"; readonly skipped: number; readonly ends?: number }
    /**
     * The average of the latest `rows` rows over all their columns, [1, 1, C], from sums that are kept: input 1 is a "cell" with, for each channel of each
     * row, the sum of its columns, then the totals, and the place of the oldest row (layers/arithmetic/movingAverage.ts).
     */
    | { readonly kind: "movingAverage"; readonly rows: number; readonly columns: number }
  );

export type LayerKind = Layer["kind"];
type OmitEach<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;
/** What is a layer's own, without its place in the network. */
export type LayerBody = OmitEach<Layer, keyof LayerBase>;
type LayerByKind = { readonly [K in LayerKind]: Extract<Layer, { readonly kind: K }> };
/** An indexed type, because the compiler then knows that a layer of one kind is a layer. */
export type LayerOf<K extends LayerKind> = LayerByKind[K];
/** One entry for each kind of layer: a table typed with it does not compile where one is forgotten. */
export type PerLayer<T> = Readonly<Record<LayerKind, T>>;
/** The layers that are one product with weights. */
export type ProductLayer = LayerOf<"conv"> | LayerOf<"fullyConnected">;
/** The layers that have weights. */
export type WeightedLayer = ProductLayer | LayerOf<"recurrent"> | LayerOf<"spiking">;

/**
 * Where a tensor of the float graph lies in its activation: view its row-major values as `factors`, transpose by `order` (memory
 * axis i is factor order[i]), and the result is the activation's memory. NCHW [1,C,H,W] is factors [C,H,W] in order [1,2,0].
 */
export interface TensorLayout {
  /** Greater than 1 each; their product is the number of elements. */
  readonly factors: readonly number[];
  readonly order: readonly number[];
}

/**
 * A tensor that outlives a run: the codes that `output` holds when a run ends, `input` holds in the next one. Both are of one group and one
 * shape; `output` is made by a layer and belongs to no other state. A "cell" is its own output: the layer that reads it renews it.
 */
export interface NetworkState {
  readonly input: ActivationId;
  readonly output: ActivationId;
}

export interface Network {
  readonly name: string;
  readonly activations: readonly Activation[];
  readonly layers: readonly Layer[];
  /** States included, as in `outputs`. */
  readonly inputs: readonly ActivationId[];
  readonly outputs: readonly ActivationId[];
  /** Absent where each run stands by itself. */
  readonly states?: readonly NetworkState[];
  /** Which activation holds each tensor of the float graph that survives lowering; several names may map to one. */
  readonly activationOfTensor: ReadonlyMap<string, ActivationId>;
  /** For each tensor of activationOfTensor; lowering always states it. Without it a tensor of 4 axes is NCHW stored as NHWC. */
  readonly layouts?: ReadonlyMap<string, TensorLayout>;
}

/**
 * Bits for every choice: weights by layer name, activations by the name of their group's first activation. Inputs and outputs, which are no choice,
 * are named where they have 16.
 */
export interface Policy {
  readonly weights: ReadonlyMap<string, WeightBits>;
  readonly activations: ReadonlyMap<string, ActivationBits>;
}

/** A tensor whose width is chosen. */
export type Choice =
  | { readonly kind: "weights"; readonly name: string; readonly layer: number; readonly elements: number }
  | { readonly kind: "activation"; readonly name: string; readonly group: ActivationId; readonly elements: number };

/** Every width that a policy must state, weights first, each in execution order. */
export function choicesOf(network: Network): readonly Choice[] {
  const weights = network.layers.flatMap((layer): Choice[] =>
    "weights" in layer
      ? [{ kind: "weights", name: layer.name, layer: layer.index, elements: layer.weights.elements }]
      : [],
  );
  const activations = network.activations.flatMap((activation): Choice[] =>
    activation.group === activation.id && activation.fixed === undefined
      ? [{ kind: "activation", name: activation.name, group: activation.id, elements: activation.elements }]
      : [],
  );
  return [...weights, ...activations];
}

/** The same policy with another width for one tensor, which must be one that its kind can have. */
export function withWidth({ weights, activations }: Policy, choice: Choice, bits: Bits): Policy {
  if (choice.kind === "weights") {
    if (!isWeightBits(bits)) throw new Error(`weights "${choice.name}" cannot have ${bits} bits`);
    return { weights: new Map(weights).set(choice.name, bits), activations };
  }
  if (!isActivationBits(bits)) throw new Error(`activation "${choice.name}" cannot have ${bits} bits`);
  return { weights, activations: new Map(activations).set(choice.name, bits) };
}

/** Inputs and outputs, which have 8 bits, or 16 where a policy says so, by name. */
export function fixedNames({ activations }: Network): readonly string[] {
  return activations.flatMap(({ id, group, name, fixed }) => (fixed === 8 && id === group ? [name] : []));
}

/** Every weight tensor at one width, and every activation at one: W4A8 is `uniformPolicy(network, 4, 8)`. */
export function uniformPolicy(network: Network, bits: NarrowBits): Policy;
export function uniformPolicy(network: Network, weightBits: WeightBits, activationBits: ActivationBits): Policy;
export function uniformPolicy(
  network: Network,
  weightBits: WeightBits,
  activationBits: ActivationBits = isActivationBits(weightBits) ? weightBits : 8,
): Policy {
  const weights = new Map<string, WeightBits>();
  const activations = new Map<string, ActivationBits>();
  for (const { kind, name } of choicesOf(network)) {
    if (kind === "weights") weights.set(name, weightBits);
    else activations.set(name, activationBits);
  }
  if (activationBits === 16) for (const name of fixedNames(network)) activations.set(name, 16);
  return { weights, activations };
}

/** The inputs that a caller writes before a run: all but the states. */
export function suppliedInputs({ inputs, states = [] }: Network): readonly ActivationId[] {
  return inputs.filter((id) => !states.some(({ input }) => input === id));
}

/** The outputs that a caller reads behind a run: all that do not exist for the next run alone. */
export function answeredOutputs({ outputs, states = [] }: Network): readonly ActivationId[] {
  return outputs.filter((id) => !states.some(({ output }) => output === id));
}

/** What a layer reads and renews in place, beside its output. */
export function cellOf(layer: Layer): ActivationId | undefined {
  switch (layer.kind) {
    case "recurrent":
      return layer.carried === true ? layer.inputs[2] : undefined;
    case "keptRows":
      return layer.inputs[2];
    case "fire":
    case "spiking":
    case "movingAverage":
      return layer.inputs[1];
    default:
      return undefined;
  }
}

/** Whether its codes stand for reals on one scale. */
export function isOnGrid({ fixed, membrane }: Activation): boolean {
  return fixed !== "float" && fixed !== "cell" && fixed !== "spikes" && membrane === undefined;
}

export function hasWeights(layer: Layer): layer is WeightedLayer {
  return "weights" in layer;
}

export function isProduct(layer: Layer): layer is ProductLayer {
  return layer.kind === "conv" || layer.kind === "fullyConnected";
}

/** The one product with weights that a layer is or begins with. */
export function productOf(layer: Layer): ProductLayer | undefined {
  if (layer.kind !== "spiking") return isProduct(layer) ? layer : undefined;
  const { product, weights, index, name, inputs, output, macs } = layer;
  return { ...product, weights, index, name, inputs, output, macs, ofSpikes: true };
}

/** Whether the layer's weights could lie on levels: those of a product in which all output channels read the same, and no spikes. */
export function canHaveLevels(layer: Layer): layer is ProductLayer {
  return isProduct(layer) && layer.ofSpikes !== true && (layer.kind !== "conv" || layer.groups === 1);
}

/** Whether the codes of a layer's weights at this width stand for levels of a table of its own. */
export function usesLevels({ weights }: WeightedLayer, bits: WeightBits): boolean {
  return weights.levels === true && LEVEL_WIDTHS.includes(bits);
}

/** The network with the weights of these layers, and of no others, on levels. */
export function withLevels(network: Network, names: ReadonlySet<string>): Network {
  const layers = network.layers.map((layer): Layer => {
    if (!hasWeights(layer)) return layer;
    const { levels, ...weights } = layer.weights;
    const has = names.has(layer.name);
    if (has === (levels === true)) return layer;
    return { ...layer, weights: has ? { ...weights, levels: true } : weights };
  });
  return { ...network, layers };
}

/** The matrices that a layer's weights are, one behind the other, each with scales of its own by row. */
export function matricesOf(layer: WeightedLayer): readonly { readonly rows: number; readonly columns: number }[] {
  const { outputChannels: rows, perChannel } = layer.weights;
  if (layer.kind !== "recurrent") return [{ rows, columns: perChannel }];
  return [
    { rows, columns: perChannel - layer.units },
    { rows, columns: layer.units },
  ];
}

/** How weights are divided: the taps of a window, and groups of output channels that see input channels of their own. */
export function dividedWeights(layer: ProductLayer): {
  readonly taps: number;
  readonly groups: number;
  readonly outputsOfGroup: number;
} {
  const [taps, groups] = layer.kind === "conv" ? [layer.kernel[0] * layer.kernel[1], layer.groups] : [1, 1];
  return { taps, groups, outputsOfGroup: layer.weights.outputChannels / groups };
}

/** Whether an output channel of a convolution reads one input channel and no other. */
export function readsOneChannel(layer: LayerOf<"conv">): boolean {
  return layer.groups > 1 && layer.weights.perChannel === layer.kernel[0] * layer.kernel[1];
}

/** Whether each channel has a window of its own: as many output channels as input channels, none mixed. */
export function isDepthwise(layer: Layer): boolean {
  return layer.kind === "conv" && readsOneChannel(layer) && layer.weights.outputChannels === layer.groups;
}

export function activationOf(network: Network, id: ActivationId): Activation {
  const activation = network.activations[id];
  if (!activation) throw new Error(`network ${network.name} has no activation ${id}`);
  return activation;
}

/** The width of an activation under a policy; float activations count 32 bits through activationBytes, never here. */
export function activationBits(network: Network, policy: Policy, id: ActivationId): CodeBits {
  const activation = activationOf(network, id);
  const group = activationOf(network, activation.group);
  if (group.fixed === "spikes") return 1;
  if (group.fixed === 8) return policy.activations.get(group.name) === 16 ? 16 : 8;
  if (group.fixed !== undefined) return 8;
  const bits = policy.activations.get(group.name);
  if (bits === undefined) throw new Error(`the policy has no width for activation "${group.name}"`);
  return bits;
}

/** Whether a layer reads or writes codes of 16 bits, which kernels of their own do. */
export function isWide(network: Network, policy: Pick<Policy, "activations">, layer: Layer): boolean {
  return [...layer.inputs, layer.output].some((id) => {
    const { group } = activationOf(network, id);
    return policy.activations.get(activationOf(network, group).name) === 16;
  });
}

/** By index. */
export type LayerSet = ReadonlySet<number>;
export const NO_LAYERS: LayerSet = new Set();

export function wideLayers(network: Network, policy: Pick<Policy, "activations">): LayerSet {
  if (![...policy.activations.values()].includes(16)) return NO_LAYERS;
  return new Set(network.layers.filter((layer) => isWide(network, policy, layer)).map(({ index }) => index));
}

/** The same of an activation whose width is a choice, or 8. */
export function chosenBits(network: Network, policy: Policy, id: ActivationId): ActivationBits {
  const bits = activationBits(network, policy, id);
  if (bits === 1) throw new Error(`activation "${activationOf(network, id).name}" holds spikes`);
  return bits;
}

export function weightBits(policy: Policy, layer: Layer): WeightBits {
  const bits = policy.weights.get(layer.name);
  if (bits === undefined) throw new Error(`the policy has no width for the weights of "${layer.name}"`);
  return bits;
}

/** Bytes that an activation occupies while it is alive, packed along its whole extent. */
export function activationBytes(network: Network, policy: Policy, id: ActivationId): number {
  const activation = activationOf(network, id);
  if (activation.fixed === "float") return activation.elements * 4;
  return packedBytes(activation.elements, activationBits(network, policy, id));
}

/** Finds the node of a float graph that multiplies by a layer's weights. By its weights alone: what a layer is called is no node's name. */
export function multipliersIn(graph: Graph): (weights: Pick<WeightShape, "node">) => Node | undefined {
  const nodes = new Map<string, Node>(graph.nodes.map((node) => [node.name, node]));
  return ({ node }) => nodes.get(node);
}
