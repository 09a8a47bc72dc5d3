/** What membranes are counted in where neurons are simulated: the units of the program that has these widths. */
import type { ActivationBits } from "../../base/bits";
import type { LayerOf } from "../../ir/network";
import type { FireGrid } from "../../ir/op";
import { boundMatrix } from "../../layers/arithmetic/accumulators";
import { freeUnit, neuronNumbers, sharedUnits } from "../../layers/arithmetic/neurons";
import type { WeightGrid } from "../weightQuantizer";

/** @param grid of the weights; absent where they are not quantized: then membranes have one unit for all */
export function membraneGrid(
  layer: LayerOf<"fire"> | LayerOf<"spiking">,
  bits: ActivationBits,
  grid: WeightGrid | undefined,
): FireGrid {
  const { neuron } = layer;
  const { thresholds, values, units } = neuronNumbers(neuron, unitsOf(layer, bits, grid));
  const isConvolution = layer.kind === "spiking" && layer.product.kind === "conv";
  return { bits, axis: isConvolution ? 1 : -1, units, thresholds, values };
}

function unitsOf(
  { neuron }: Pick<LayerOf<"fire">, "neuron">,
  bits: ActivationBits,
  grid: WeightGrid | undefined,
): Float64Array {
  if (!grid) return freeUnit(neuron, bits);
  const { finished } = boundMatrix(grid, { bits: 1, scale: 1, zeroPoint: 0 });
  const steps = grid.scales.map((scale) => scale * neuron.gain);
  return sharedUnits(neuron, bits, steps, new Float64Array(steps.length).fill(finished)).units;
}
