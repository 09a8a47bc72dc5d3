/**
 * What the agent sees before each decision: HAQ's ten numbers of its linear mode, each scaled to [0, 1] over all decisions: depthwise or
 * not, input channels, output channels, stride, kernel, weights, input height times width, layer number, the width decided before as a
 * part of 8, and whether weights (1) or an activation (0) are to be decided. Layers without weights have kernel, stride and weights 0.
 */
import { activationOf, readsOneChannel, type Layer, type Network } from "../../../ir/network";
import type { Decision } from "../decisions";

export const STATE_SIZE = 10;
const PREVIOUS = 8;
/** In front of the first decision lies the network's input. */
const FIRST_PREVIOUS = 1;

export class States {
  private readonly fixed: readonly Float32Array[];

  constructor(network: Network, decisions: readonly Decision[]) {
    const features = decisions.map(({ kind, layer }) => [...featuresOf(network, layer), kind === "weights" ? 1 : 0]);
    const columns = features[0]?.length ?? 0;
    const ranges = Array.from({ length: columns }, (_, column) => {
      const values = features.map((row) => row[column] ?? 0);
      return { least: Math.min(...values), span: Math.max(...values) - Math.min(...values) };
    });
    this.fixed = features.map((row) => {
      const scaled = row.map((value, column) => {
        const { least, span } = ranges[column] ?? { least: 0, span: 0 };
        return span > 0 ? (value - least) / span : 0;
      });
      return Float32Array.from([...scaled.slice(0, PREVIOUS), 0, ...scaled.slice(PREVIOUS)]);
    });
  }

  /** @param previousBits the width of the decision in front of this one */
  at(index: number, previousBits: number | undefined): Float32Array {
    const state = Float32Array.from(this.fixed[index] ?? []);
    state[PREVIOUS] = previousBits === undefined ? FIRST_PREVIOUS : previousBits / 8;
    return state;
  }
}

function featuresOf(network: Network, layer: Layer): readonly number[] {
  const input = activationOf(network, layer.inputs[0] ?? layer.output);
  const [height, width, inputChannels] = input.shape;
  const outputChannels = activationOf(network, layer.output).shape[2];
  const isApart = layer.kind === "conv" && readsOneChannel(layer);
  const [stride, kernel] =
    layer.kind === "conv" ? [layer.strides[0], layer.kernel[0]] : [0, layer.kind === "fullyConnected" ? 1 : 0];
  const weights = "weights" in layer ? layer.weights.elements : 0;
  return [isApart ? 1 : 0, inputChannels, outputChannels, stride, kernel, weights, height * width, layer.index];
}
