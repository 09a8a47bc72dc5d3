/** Neurons that integrate the codes of their currents. */
import { maxCode } from "../../base/bits";
import { clamp } from "../../base/fixedPoint";
import { elementsOf } from "../../ir/graph";
import { describeNeuron } from "../../ir/operators/fire";
import type { Neuron } from "../../ir/op";
import { freeUnit, neuronNumbers, Neurons } from "../arithmetic/neurons";
import { operand } from "../call";
import { FIRE } from "../firmware/forms/spikes";
import { unbounded, type LayerRoom } from "../room";
import type { LayerShapes } from "../rows";
import { doesNotMake, inputShape } from "../shapes";

/** Currents beyond it are the largest that there are: neurons fire at a fraction of it. */
const MOST_CURRENT = 2 ** 29;

export const fire: LayerRoom<"fire", "fire"> = {
  label: ({ neuron }) => neuronLabel(neuron),
  dump: ({ neuron }) => describeNeuron(neuron),
  mistake: (_, shapes) => {
    const x = inputShape(shapes);
    if (elementsOf(shapes.output) !== elementsOf(x)) return doesNotMake(shapes);
    return membraneMistake(shapes);
  },
  moves: false,
  isElementwise: false,
  /** Membranes are one buffer, which no stream of rows divides. */
  rows: () => undefined,

  step: "fire",
  numbers: ({ neuron }, { input, inputs, output }) => {
    const membrane = inputs[1] ?? output;
    const { inUnits, ...neurons } = neuronNumbers(neuron, freeUnit(neuron, membrane.bits));
    const currents = Int32Array.from({ length: maxCode(input.bits) + 1 }, (_, code) => {
      const real = neuron.gain * input.scale * (code - input.zeroPoint) + neuron.offset;
      return clamp(inUnits(real, 0), -MOST_CURRENT, MOST_CURRENT);
    });
    return { kind: "fire", neurons, currents };
  },
  run: ({ layer, step, inputs, output }) => {
    const { codes } = operand(inputs, 0);
    const neurons = new Neurons(layer.neuron, step.neurons, inputs);
    const channels = output.shape[2];
    return Uint8Array.from(codes, (code, at) => neurons.step(at, at % channels, step.currents[code] as number));
  },
  bound: unbounded,

  forms: [FIRE],
};

export function neuronLabel({ reset, leak }: Neuron): string {
  const kind = leak === 1 ? "Integrate and fire" : "Leaky integrate and fire";
  return reset === "to" ? kind : `${kind}, soft reset`;
}

export function membraneMistake({ inputs, output }: LayerShapes): string | undefined {
  const membrane = inputs[1];
  return membrane && elementsOf(membrane) === elementsOf(output) ? undefined : "has not one membrane for each spike";
}
