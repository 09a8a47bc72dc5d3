/**
 * Ranges that the ONNX file itself prescribes (QuantizeLinear/DequantizeLinear pairs, as quantization-aware training leaves them) are
 * taken at their own width; at other widths the calibrated range decides, because a trained 8-bit range says nothing about 2 bits.
 */
import { maxCode, type Bits } from "../base/bits";
import type { GivenQuantization, Graph } from "../ir/graph";
import { activationOf, type ActivationId, type Network } from "../ir/network";
import type { Clamp } from "../ir/op";
import type { ActivationFormat } from "../ir/program";

/** @param useful what the group's readers tell apart: a range that another tensor of the group was given must hold all of it */
export function givenFormat(
  graph: Graph,
  network: Network,
  group: ActivationId,
  bits: Bits,
  useful: Clamp | undefined,
): ActivationFormat | undefined {
  const own = formatOf(graph.tensors.get(activationOf(network, group).name)?.given, bits);
  if (own) return own;
  for (const [tensor, id] of network.activationOfTensor) {
    if (activationOf(network, id).group !== group) continue;
    const format = formatOf(graph.tensors.get(tensor)?.given, bits);
    if (format && useful && holds(format, useful)) return format;
  }
  return undefined;
}

function formatOf(given: GivenQuantization | undefined, bits: Bits): ActivationFormat | undefined {
  if (given?.bits !== bits || given.scales.length !== 1) return undefined;
  const [scale] = given.scales;
  const [zeroPoint] = given.zeroPoints;
  if (scale === undefined || zeroPoint === undefined || !(scale > 0)) return undefined;
  if (!Number.isInteger(zeroPoint) || zeroPoint < 0 || zeroPoint > maxCode(bits)) return undefined;
  return { bits, scale, zeroPoint };
}

function holds({ bits, scale, zeroPoint }: ActivationFormat, { min, max }: Clamp): boolean {
  const slack = scale / 2;
  return -zeroPoint * scale <= min + slack && (maxCode(bits) - zeroPoint) * scale >= max - slack;
}
