/**
 * One model with its calibration, ready to be quantized under any policy: formats and weight grids are made once for each tensor and
 * width and kept, because search and what-ifs ask for the same ones again and again.
 */
import { constantOf, type Graph, type Node } from "../ir/graph";
import {
  chosenBits,
  dividedWeights,
  matricesOf,
  multipliersIn,
  productOf,
  usesLevels,
  weightBits,
  activationOf,
  type ActivationId,
  type Network,
  type Policy,
  type WeightedLayer,
} from "../ir/network";
import type { ActivationBits, WeightBits } from "../base/bits";
import type { ActivationFormat } from "../ir/program";
import { chooseFormat, type RangeMethod } from "./calibrate/activationRange";
import type { Calibration } from "./calibrate/calibrate";
import type { ChannelScaling } from "./scale/channelScaling";
import { givenFormat, type Reach } from "./calibrate/givenFormat";
import type { RoundedLayer } from "./round/rounding";
import { usefulGroupRanges } from "./calibrate/usefulRange";
import { membraneFormat } from "../layers/arithmetic/neurons";
import { givenGrid } from "./givenGrid";
import { fitLevels, quantizeOnLevels } from "./fitLevels";
import { dampedImportance, dequantizeMatrices, quantizeMatrices, type WeightGrid } from "./weightQuantizer";

export interface QuantizerOptions {
  readonly ranges: RangeMethod;
  /** Move the mean of the weights' rounding error into the bias: b − Σ ΔW·E[x] (facts of DFQ, Nagel et al. 2019, with measured means). */
  readonly biasCorrection: boolean;
}

export const DEFAULT_QUANTIZER: QuantizerOptions = { ranges: "mse", biasCorrection: true };

/** Weights that were rounded against the data, by roundedKey; the others are rounded to nearest. */
export type RoundedWeights = ReadonlyMap<string, RoundedLayer>;

export function roundedKey(layer: WeightedLayer, bits: WeightBits): string {
  return `${layer.name}:${bits}`;
}

/** The float network in front of a rewrite, and how the rewritten activations' values come from its own. */
export interface Original {
  readonly graph: Graph;
  /** By tensor. */
  readonly scalings: ReadonlyMap<string, ChannelScaling>;
}

export interface Quantizer {
  readonly graph: Graph;
  /** Where `graph` is not the float network itself. */
  readonly original?: Original;
  readonly network: Network;
  readonly calibration: Calibration;
  readonly options: QuantizerOptions;
  /** Format of an activation's group at a width. */
  format(group: ActivationId, bits: ActivationBits): ActivationFormat;
  /** Codes in the graph's weight order ([O, C/groups, kh, kw] or [O, K]); scales and zero points of each of the layer's matrices. */
  grid(layer: WeightedLayer, bits: WeightBits): WeightGrid;
  /** The weights that the codes stand for, same order. */
  dequantized(layer: WeightedLayer, bits: WeightBits): Float32Array;
  /** The bias in real numbers, [O] for each of its matrices, corrected for the grid's error; zeros where the layer has none. */
  bias(layer: WeightedLayer, bits: WeightBits): Float64Array;
}

export function createQuantizer(
  graph: Graph,
  network: Network,
  calibration: Calibration,
  options: QuantizerOptions = DEFAULT_QUANTIZER,
  rounded: RoundedWeights = new Map(),
  original?: Original,
): Quantizer {
  const formats = new Map<string, ActivationFormat>();
  const grids = new Map<string, WeightGrid>();
  const reals = new Map<string, Float32Array>();
  const biases = new Map<string, Float64Array>();
  const multiplier = multipliersIn(graph);
  const useful = usefulGroupRanges(graph, network);
  const carried = new Set((network.states ?? []).map(({ input }) => activationOf(network, input).group));
  /** All of a state is carried on, whatever reads it: a range that the file gives it must hold what was seen of it. */
  const reachOf = (group: ActivationId): Reach => {
    const told = useful.get(group);
    const { low = 0, high = 0 } = calibration.histograms.get(group) ?? {};
    return { useful: told, held: carried.has(group) ? { min: Math.min(0, low), max: Math.max(0, high) } : told };
  };

  const quantizer: Quantizer = {
    graph,
    ...(original && { original }),
    network,
    calibration,
    options,
    format: (group, bits) =>
      remembered(formats, `${group}:${bits}`, () => {
        const given = givenFormat(graph, network, group, bits, reachOf(group));
        if (given) return given;
        const histogram = calibration.histograms.get(group);
        if (!histogram) throw new Error(`activation ${group} was not calibrated`);
        return chooseFormat(histogram, bits, options.ranges);
      }),
    grid: (layer, bits) =>
      rounded.get(roundedKey(layer, bits))?.grid ??
      remembered(
        grids,
        roundedKey(layer, bits),
        () =>
          givenGrid(graph, layer, bits) ??
          (usesLevels(layer, bits)
            ? quantizeWeightsOnLevels(weightsOf(graph, layer), layer, bits, importanceOf(layer, calibration))
            : quantizeMatrices(weightsOf(graph, layer), matricesOf(layer), bits, importanceOf(layer, calibration))),
      ),
    dequantized: (layer, bits) =>
      remembered(reals, roundedKey(layer, bits), () =>
        dequantizeMatrices(quantizer.grid(layer, bits), matricesOf(layer)),
      ),
    bias: (layer, bits) =>
      rounded.get(roundedKey(layer, bits))?.bias ??
      remembered(biases, roundedKey(layer, bits), () => {
        const bias = biasOf(graph, layer, multiplier(layer.weights));
        if (options.biasCorrection)
          correctBias(bias, layer, weightsOf(graph, layer), quantizer.dequantized(layer, bits), calibration);
        return bias;
      }),
  };
  return quantizer;
}

/** The halves of whole numbers of 16 bits: codes that are themselves. */
const CELL_CODES: ActivationFormat = { bits: 8, scale: 1, zeroPoint: 0 };
const SPIKE_CODES: ActivationFormat = { bits: 1, scale: 1, zeroPoint: 0 };

/** Every activation's format under a policy, by id; the float tail repeats its group's. */
export function formatsOf(quantizer: Quantizer, policy: Policy): readonly ActivationFormat[] {
  const { network } = quantizer;
  return network.activations.map((activation) => {
    if (activation.fixed === "cell") return CELL_CODES;
    if (activation.fixed === "spikes") return SPIKE_CODES;
    if (activation.membrane) return membraneFormat(chosenBits(network, policy, activation.id));
    const source = activation.fixed === "float" ? sourceOfFloat(network, activation.id) : activation.id;
    const group = network.activations[source]?.group ?? source;
    return quantizer.format(group, chosenBits(network, policy, source));
  });
}

export function weightsOf(graph: Graph, layer: WeightedLayer): Float32Array {
  const weights = constantOf(graph, layer.weights.tensor);
  if (!weights) throw new Error(`the weights of "${layer.name}" are not constant`);
  return weights;
}

/** The float layer's bias, [O] for each of its matrices; zeros where it has none. */
export function biasOf(graph: Graph, layer: WeightedLayer, node: Node | undefined): Float64Array {
  const values = layer.weights.outputChannels * matricesOf(layer).length;
  return Float64Array.from(constantOf(graph, node?.inputs[2]) ?? new Float32Array(values));
}

/** The same calibration with other weights. */
export function withRounding(quantizer: Quantizer, rounded: RoundedWeights): Quantizer {
  const { graph, network, calibration, options, original } = quantizer;
  return createQuantizer(graph, network, calibration, options, rounded, original);
}

/** The same calibration and weights for a network of the same layers in which others lie on levels. */
export function withNetwork(quantizer: Quantizer, network: Network): Quantizer {
  const { graph, calibration, options, original } = quantizer;
  return createQuantizer(graph, network, calibration, options, new Map(), original);
}

export function policyGrid(quantizer: Quantizer, policy: Policy, layer: WeightedLayer): WeightGrid {
  return quantizer.grid(layer, weightBits(policy, layer));
}

function sourceOfFloat(network: Network, id: ActivationId): ActivationId {
  const maker = network.layers.find((layer) => layer.output === id);
  return maker?.inputs[0] ?? id;
}

/** E[x_k²] for each weight position of one output channel (of a recurrent layer: of x, then of h), or absent where groups give every channel another input. */
function importanceOf(layer: WeightedLayer, calibration: Calibration): Float32Array | undefined {
  const moments = calibration.moments.get(layer.name);
  if (!moments) return undefined;
  const product = productOf(layer);
  if (product?.kind !== "conv") return Float32Array.from(moments.square);
  if (product.groups !== 1) return undefined; // depthwise: one channel, all taps alike
  const taps = product.kernel[0] * product.kernel[1];
  return Float32Array.from({ length: layer.weights.perChannel }, (_, k) => moments.square[Math.floor(k / taps)] ?? 0);
}

function correctBias(
  bias: Float64Array,
  layer: WeightedLayer,
  exact: Float32Array,
  rounded: Float32Array,
  calibration: Calibration,
): void {
  const moments = calibration.moments.get(layer.name);
  if (!moments) return;
  const product = productOf(layer);
  const { taps, outputsOfGroup } = product ? dividedWeights(product) : UNDIVIDED;
  let at = 0;
  let channel = 0;
  let matrixInput = 0;
  for (const { rows, columns } of matricesOf(layer)) {
    const inputsOfGroup = columns / taps;
    for (let row = 0; row < rows; row++, channel++) {
      const firstInput = matrixInput + Math.floor(row / outputsOfGroup) * inputsOfGroup;
      let shift = 0;
      for (let k = 0; k < columns; k++, at++) {
        const mean = moments.mean[firstInput + Math.floor(k / taps)] as number;
        shift += ((rounded[at] as number) - (exact[at] as number)) * mean;
      }
      bias[channel] = (bias[channel] as number) - shift;
    }
    matrixInput += columns;
  }
}

/** Rounded to the nearest of levels that are fitted to them. */
function quantizeWeightsOnLevels(
  weights: Float32Array,
  { weights: { outputChannels, perChannel } }: WeightedLayer,
  bits: WeightBits,
  importance: Float32Array | undefined,
): WeightGrid {
  const damped = dampedImportance(perChannel, importance);
  const levels = fitLevels(weights, outputChannels, bits, damped);
  return quantizeOnLevels(weights, outputChannels, bits, levels, damped);
}

/** Every row reads all of its matrix's inputs. */
const UNDIVIDED = { taps: 1, outputsOfGroup: Infinity };

function remembered<V>(cache: Map<string, V>, key: string, make: () => V): V {
  const known = cache.get(key);
  if (known !== undefined) return known;
  const made = make();
  cache.set(key, made);
  return made;
}
