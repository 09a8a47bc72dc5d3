/**
 * Weights that the file itself holds as codes (quantized models, whole numbers in floats) keep them wherever a width has room for them: nothing
 * is rounded a second time.
 */
import { maxCode, type WeightBits } from "../base/bits";
import { tensorOf, type Graph } from "../ir/graph";
import type { WeightedLayer } from "../ir/network";
import type { WeightGrid } from "./weightQuantizer";

/** How far from its code a weight may lie: constants that were folded into it have rounded it to float32. */
const SLACK = 1e-3;

/** The codes of the file, or undefined where it states none, or such that do not fit `bits` or the weights. */
export function givenGrid(graph: Graph, layer: WeightedLayer, bits: WeightBits): WeightGrid | undefined {
  if (layer.kind === "recurrent") return undefined; // its matrices are no tensor of the file
  const { data, given } = tensorOf(graph, layer.weights.tensor);
  if (!data || !given) return undefined;
  const { outputChannels, perChannel } = layer.weights;
  const at = (list: readonly number[], channel: number): number => list[list.length === 1 ? 0 : channel] ?? 0;
  const steps = new Int32Array(data.length);
  const zeroPoints = new Uint8Array(outputChannels);
  const scales = Float64Array.from({ length: outputChannels }, (_, channel) => at(given.scales, channel));
  for (let channel = 0, i = 0; channel < outputChannels; channel++) {
    const scale = scales[channel] ?? 0;
    if (!(scale > 0)) return undefined;
    let least = 0;
    let most = 0;
    for (let k = 0; k < perChannel; k++, i++) {
      const exact = (data[i] as number) / scale;
      const step = Math.round(exact);
      if (Math.abs(exact - step) > SLACK * Math.max(1, Math.abs(step))) return undefined;
      steps[i] = step;
      least = Math.min(least, step);
      most = Math.max(most, step);
    }
    if (most - least > maxCode(bits)) return undefined;
    // The file's own zero point where it has room.
    const stated = Math.round(at(given.zeroPoints, channel));
    const holds = stated >= -least && stated + most <= maxCode(bits) && stated <= maxCode(bits);
    zeroPoints[channel] = holds ? stated : -least;
  }
  const codes = Uint8Array.from(steps, (step, i) => step + (zeroPoints[Math.floor(i / perChannel)] ?? 0));
  return { bits, codes, scales, zeroPoints };
}
