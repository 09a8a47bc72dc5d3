/**
 * Ranges that the ONNX file itself prescribes (QuantizeLinear/DequantizeLinear pairs, as quantization-aware training leaves them) are
 * taken at their own width; at other widths the calibrated range decides, because a trained 8-bit range says nothing about 2 bits.
 */
import { maxCode, realOf, type ActivationBits } from "../../base/bits";
import type { GivenQuantization, Graph } from "../../ir/graph";
import { activationOf, type ActivationId, type Network } from "../../ir/network";
import type { Clamp } from "../../ir/op";
import type { ActivationFormat } from "../../ir/program";
import { formatOfRange } from "./activationRange";

/** Values of a group that count. */
export interface Reach {
  /** What the group's readers tell apart. */
  readonly useful: Clamp | undefined;
  /** What a range that another tensor of the group was given must hold. */
  readonly held: Clamp | undefined;
}

export function givenFormat(
  graph: Graph,
  network: Network,
  group: ActivationId,
  bits: ActivationBits,
  { useful, held }: Reach,
): ActivationFormat | undefined {
  const clamp = clampOf(graph, activationOf(network, group).name);
  const own = formatOf(graph.tensors.get(activationOf(network, group).name)?.given, bits);
  if (own) return cut(own, clamp, useful);
  for (const [tensor, id] of network.activationOfTensor) {
    if (activationOf(network, id).group !== group) continue;
    const format = formatOf(graph.tensors.get(tensor)?.given, bits);
    if (format && held && holds(format, held)) return cut(format, clamp, useful);
  }
  return undefined;
}

/** The clamp that the operator which makes a tensor ends with. */
function clampOf(graph: Graph, tensor: string): Clamp | undefined {
  const op = graph.nodes.find(({ output }) => output === tensor)?.op;
  if (!op) return undefined;
  if (op.kind === "activation") return op.fn.fn === "clamp" ? op.fn : undefined;
  return "clamp" in op ? op.clamp : undefined;
}

/**
 * Integers clamp by saturating at the end of their codes, so codes must not reach beyond the clamp in front of them, nor beyond one behind
 * them that is no layer for that reason: a symmetric int8 pair around a ReLU has negative ones.
 */
function cut(format: ActivationFormat, ...clamps: readonly (Clamp | undefined)[]): ActivationFormat {
  const { bits, scale } = format;
  const [low, high] = [realOf(0, format), realOf(maxCode(bits), format)];
  const min = Math.max(low, ...clamps.map((clamp) => clamp?.min ?? -Infinity));
  const max = Math.min(high, ...clamps.map((clamp) => clamp?.max ?? Infinity));
  const slack = scale / 2;
  if (low >= min - slack && high <= max + slack) return format;
  return formatOfRange(Math.min(0, min), Math.max(0, max), bits);
}

function formatOf(given: GivenQuantization | undefined, bits: ActivationBits): ActivationFormat | undefined {
  if (given?.bits !== bits || given.scales.length !== 1) return undefined;
  const [scale] = given.scales;
  const [zeroPoint] = given.zeroPoints;
  if (scale === undefined || zeroPoint === undefined || !(scale > 0)) return undefined;
  if (!Number.isInteger(zeroPoint) || zeroPoint < 0 || zeroPoint > maxCode(bits)) return undefined;
  return { bits, scale, zeroPoint };
}

function holds(format: ActivationFormat, { min, max }: Clamp): boolean {
  const slack = format.scale / 2;
  return realOf(0, format) <= min + slack && realOf(maxCode(format.bits), format) >= max - slack;
}
