/** Neurons with the synapses in front of them: a spike adds a column of weights to their membranes. */
import { clamp } from "../../base/fixedPoint";
import { invariant } from "../../base/outcome";
import { describeWindow, showIndices } from "../../ir/dumpWords";
import { productOf, type LayerOf, type ProductLayer } from "../../ir/network";
import { describeNeuron } from "../../ir/operators/fire";
import { boundMatrix, boundOf } from "../arithmetic/accumulators";
import { neuronNumbers, Neurons, sharedUnits, shifted } from "../arithmetic/neurons";
import { orderedCodes } from "../arithmetic/productNumbers";
import { columnsOf, spikeSums } from "../arithmetic/spikes";
import type { StepOf } from "../call";
import { SPIKING } from "../firmware/forms/spikes";
import { describeWeights, labelOfWindow } from "../labels";
import type { LayerRoom, NumbersSite } from "../room";
import { conv } from "./conv";
import { membraneMistake, neuronLabel } from "./fire";
import { fullyConnected } from "./fullyConnected";

type SpikingLayer = LayerOf<"spiking">;

/** An offset of real numbers beyond it is one that no membrane can hold. */
const MOST_BIAS = 2 ** 29;

export const spiking: LayerRoom<"spiking", "spiking"> = {
  label: ({ product, neuron }) =>
    `${product.kind === "conv" ? `Conv ${labelOfWindow(product)}` : "Fully connected"}, ${neuronLabel(neuron).toLowerCase()}`,
  dump: (layer) => {
    const { product, neuron } = layer;
    const order =
      product.kind === "fullyConnected" && product.columnOrder ? ` columns ${showIndices(product.columnOrder)}` : "";
    const window = product.kind === "conv" ? `${describeWindow(product)} ` : "";
    return `${window}${describeWeights(layer)}${order} ${describeNeuron(neuron)}`;
  },
  mistake: (layer, shapes) => {
    const product = synapsesOf(layer);
    const mistake = product.kind === "conv" ? conv.mistake(product, shapes) : fullyConnected.mistake(product, shapes);
    return mistake ?? membraneMistake(shapes);
  },
  moves: false,
  isElementwise: false,
  /** Membranes are one buffer, which no stream of rows divides. */
  rows: () => undefined,

  step: "spiking",
  numbers,
  run: ({ layer, step, inputs, output }) => {
    const neurons = new Neurons(layer.neuron, step.neurons, inputs);
    const channels = layer.weights.outputChannels;
    const codes = new Uint8Array(output.elements);
    spikeSums(synapsesOf(layer), columnsOf(step.weights), inputs, output.shape, (pixel, sums) => {
      const from = pixel * channels;
      for (let c = 0; c < channels; c++) {
        const current = shifted(sums[c] as number, step.shifts[c] as number) + (step.bias[c] as number);
        codes[from + c] = neurons.step(from + c, c, current);
      }
    });
    return codes;
  },
  /** Sums of weights, shifted, and what is added to them: a bias, and a membrane that is far smaller. */
  bound: (layer, { weights, shifts, bias }, input) => {
    const { finished, partial, channel } = boundMatrix(weights, input);
    const most = Math.max(
      ...Array.from(shifts, (shift, c) => finished * 2 ** Math.max(0, shift) + Math.abs(bias[c] ?? 0)),
    );
    return boundOf(layer, most, Math.max(partial, most), channel, 32);
  },

  forms: [SPIKING],
};

/** The product as a layer of its own. */
export function synapsesOf(layer: SpikingLayer): ProductLayer {
  const product = productOf(layer);
  invariant(product !== undefined, `"${layer.name}" has no product`);
  return product;
}

function numbers(layer: SpikingLayer, site: NumbersSite): StepOf<"spiking"> {
  const { neuron } = layer;
  const { grid, bias } = site.weights(layer);
  const membrane = site.inputs[1] ?? site.output;
  const codes = orderedCodes(synapsesOf(layer), grid.codes);
  const { finished } = boundMatrix(grid, { bits: 1, scale: 1, zeroPoint: 0 });
  const steps = grid.scales.map((scale) => scale * neuron.gain);
  const { units, shifts } = sharedUnits(neuron, membrane.bits, steps, new Float64Array(steps.length).fill(finished));
  const { inUnits, ...neurons } = neuronNumbers(neuron, units);
  return {
    kind: "spiking",
    neurons,
    weights: { ...grid, codes },
    shifts,
    bias: Int32Array.from(bias, (real, c) =>
      clamp(inUnits(neuron.gain * real + neuron.offset, c), -MOST_BIAS, MOST_BIAS),
    ),
  };
}
