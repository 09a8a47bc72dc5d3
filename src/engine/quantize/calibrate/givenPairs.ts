/**
 * The float graph with the rounding of the QuantizeLinear/DequantizeLinear pairs that its file holds: what onnxruntime computes from such a
 * file, up to ties. The import keeps only the clamps of the pairs and their scales.
 */
import { isActivationBits } from "../../base/bits";
import type { Graph } from "../../ir/graph";
import type { ActivationFormat } from "../../ir/program";
import { withFakeQuantization } from "../measure/simulate";

/** Pairs of 16 bits are left out: they round less than float32 sums of long rows do. */
export function withGivenPairs(graph: Graph): Graph {
  const formats = new Map<string, ActivationFormat>();
  for (const { name, data, given } of graph.tensors.values()) {
    const [scale] = given?.scales ?? [];
    const [zeroPoint] = given?.zeroPoints ?? [];
    if (data || !given || !isActivationBits(given.bits) || scale === undefined || zeroPoint === undefined) continue;
    formats.set(name, { bits: given.bits, scale, zeroPoint });
  }
  return withFakeQuantization(graph, formats);
}
