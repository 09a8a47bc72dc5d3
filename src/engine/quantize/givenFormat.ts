/**
 * Ranges that the ONNX file itself prescribes (QuantizeLinear/DequantizeLinear pairs, as quantization-aware training leaves them) are
 * taken at their own width; at other widths the calibrated range decides, because a trained 8-bit range says nothing about 2 bits.
 */
import { maxCode, type Bits } from "../base/bits";
import type { Graph } from "../ir/graph";
import { activationOf, type ActivationId, type Network } from "../ir/network";
import type { ActivationFormat } from "../ir/program";

export function givenFormat(
  graph: Graph,
  network: Network,
  group: ActivationId,
  bits: Bits,
): ActivationFormat | undefined {
  const given = graph.tensors.get(activationOf(network, group).name)?.given;
  if (!given || given.bits !== bits || given.scales.length !== 1) return undefined;
  const [scale] = given.scales;
  const [zeroPoint] = given.zeroPoints;
  if (scale === undefined || zeroPoint === undefined || !(scale > 0)) return undefined;
  if (!Number.isInteger(zeroPoint) || zeroPoint < 0 || zeroPoint > maxCode(bits)) return undefined;
  return { bits, scale, zeroPoint };
}
