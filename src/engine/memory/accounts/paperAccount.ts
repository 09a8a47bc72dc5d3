/**
 * The memory model of Rusci, Capotondi and Benini, "Memory-driven mixed low precision quantization" (MLSys 2020), to the byte.
 *
 * FLASH = Σ packed weights + static parameters. RAM = the largest input plus output of any convolution or fully connected layer, and of
 * those alone: pooling, additions and tensors kept alive for a later addition do not count. On a plain chain that is the model
 * account; with residuals the model account (accountsOf) is the larger of the two, because it counts what is really alive.
 */
import { assertNever } from "../../base/outcome";
import { packedWeightBytes } from "../../base/bits";
import {
  activationBits,
  activationBytes,
  isDepthwise,
  weightBits,
  type Layer,
  type Network,
  type Policy,
  type WeightShape,
} from "../../ir/network";

/**
 * PL: one weight range a layer, PC: one an output channel. FB: batch normalisation folded into the weights, ICN: kept as integer
 * channel-wise multiplier and bias. MixPL folds a layer while its weights and its output both have 8 bits and is PL+ICN otherwise;
 * the paper's MixPC is PC+ICN throughout.
 */
export type PaperScheme = "weights" | "PL+FB" | "PL+ICN" | "PC+ICN" | "MixPL";

/** FLASH of a policy under a scheme. */
export function paperFlashBytes(network: Network, policy: Policy, scheme: PaperScheme): number {
  return network.layers.reduce((sum, layer) => {
    if (!("weights" in layer)) return sum;
    const weights = packedWeightBytes(layer.weights.elements, weightBits(policy, layer));
    return sum + weights + paperConstantBytes(network, policy, layer, scheme);
  }, 0);
}

/** Static parameters of one layer; 0 for a layer without weights. */
export function paperConstantBytes(network: Network, policy: Policy, layer: Layer, scheme: PaperScheme): number {
  if (!("weights" in layer)) return 0;
  const isClassifier = layer === network.layers.filter(({ kind }) => kind === "fullyConnected").at(-1);
  switch (scheme) {
    case "weights":
      return 0;
    case "PL+FB":
      return foldedBytes(layer.weights);
    case "PL+ICN":
      return isClassifier ? foldedBytes(layer.weights) : perLayerIcnBytes(layer.weights);
    case "MixPL": {
      const folds = weightBits(policy, layer) === 8 && activationBits(network, policy, layer.output) === 8;
      return isClassifier || folds ? foldedBytes(layer.weights) : perLayerIcnBytes(layer.weights);
    }
    case "PC+ICN":
      return isClassifier ? classifierBytes(layer.weights) : perChannelIcnBytes(layer.weights);
    default:
      return assertNever(scheme);
  }
}

/** A channel: bias int32. A layer: Zx, Zy, Zw, M0, N0, all int32. */
function foldedBytes({ outputChannels }: WeightShape): number {
  return 4 * outputChannels + 5 * 4;
}

/** A channel: bias int32, M0 int32, N0 int8. A layer: three int32. */
function perLayerIcnBytes({ outputChannels }: WeightShape): number {
  return (4 + 4 + 1) * outputChannels + 3 * 4;
}

/** A channel: bias int32, M0 int32, N0 int8, Zw uint8. A layer: two int32. */
function perChannelIcnBytes({ outputChannels }: WeightShape): number {
  return (4 + 4 + 1 + 1) * outputChannels + 2 * 4;
}

/** The last fully connected layer, whose output is only compared. A channel: bias int32 and Zw, M0, N0 of 8 bits. A layer: one int32. */
function classifierBytes({ outputChannels }: WeightShape): number {
  return (4 + 1 + 1 + 1) * outputChannels + 4;
}

/**
 * RAM of a policy: the largest pair of input and output.
 * @param options inPlaceDepthwise counts a depthwise layer with as many output as input bytes at most as its larger tensor alone
 */
export function paperRamBytes(
  network: Network,
  policy: Policy,
  options: { readonly inPlaceDepthwise?: boolean } = {},
): number {
  return network.layers.reduce((peak, layer) => {
    if (!("weights" in layer)) return peak;
    const input = layer.inputs.reduce((sum, id) => sum + activationBytes(network, policy, id), 0);
    const output = activationBytes(network, policy, layer.output);
    const overwrites = options.inPlaceDepthwise === true && output <= input && isDepthwise(layer);
    return Math.max(peak, overwrites ? input : input + output);
  }, 0);
}
