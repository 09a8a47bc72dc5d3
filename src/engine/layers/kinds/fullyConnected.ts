/** Full connection: a matrix on every vector of its input. */
import { invariant } from "../../base/outcome";
import { showIndices } from "../../ir/dumpWords";
import { elementsOf } from "../../ir/graph";
import { isPermutation, showShape } from "../../ir/inferShape";
import type { LayerOf, Shape3 } from "../../ir/network";
import type { Window } from "../../ir/op";
import { boundProduct } from "../arithmetic/accumulators";
import { runFullyConnected } from "../arithmetic/product";
import { productNumbers } from "../arithmetic/productNumbers";
import { DENSE, denseCode, denseTurns, onLevels, type DenseView } from "../firmware/forms/dense";
import type { KernelForm } from "../firmware/forms/form";
import { WIDE_DENSE, wideDenseCode } from "../firmware/forms/wideProduct";
import { SPIKE_PRODUCT } from "../firmware/forms/spikes";
import { rowCodes, type CodeCall, type EmittedLayer } from "../firmware/parts";
import type { Turns, TurnsSite } from "../firmware/turns";
import { describeWeights } from "../labels";
import type { LayerRoom } from "../room";
import { sameRow } from "../rows";
import { doesNotMake, inputShape } from "../shapes";

const ONE_BY_ONE: Window = { kernel: [1, 1], strides: [1, 1], pads: [0, 0, 0, 0], dilations: [1, 1] };

const WIDE: KernelForm<"fullyConnected", "product"> = {
  ...WIDE_DENSE,
  applies: (layer) => WIDE_DENSE.applies(layer) && layer.ofSpikes !== true,
  code: (call) => wideDenseCode(call, viewOf(call)),
};

export const fullyConnected: LayerRoom<"fullyConnected", "product"> = {
  label: () => "Fully connected",
  dump: (layer) => describeWeights(layer) + (layer.columnOrder ? ` columns ${showIndices(layer.columnOrder)}` : ""),
  mistake: (layer, shapes) => {
    const x = inputShape(shapes);
    const { outputChannels, perChannel } = layer.weights;
    const rows = elementsOf(x) / perChannel;
    if (!Number.isInteger(rows)) return `${perChannel} columns do not divide ${showShape(x)}`;
    if (layer.columnOrder && !isPermutation([...layer.columnOrder], perChannel))
      return "its column order is no permutation";
    if (layer.macs !== rows * layer.weights.elements) return `counts ${layer.macs} multiply-accumulates`;
    return elementsOf(shapes.output) === rows * outputChannels ? undefined : doesNotMake(shapes);
  },
  moves: false,
  isElementwise: false,
  /** A vector that spans rows is read as one run of codes, which a ring does not keep together. */
  rows: ({ weights }, shapes, input) => {
    const [height, width, channels] = inputShape(shapes);
    const { output } = shapes;
    const isWithinRows = output[0] === height && output[1] * weights.perChannel === width * channels;
    return isWithinRows ? sameRow(shapes, input) : undefined;
  },

  step: "product",
  numbers: productNumbers,
  run: runFullyConnected,
  bound: boundProduct,

  forms: [SPIKE_PRODUCT, onLevels({ ...DENSE, turns, code }), { ...DENSE, turns, code }, WIDE],
};

/** As the same 1×1 convolution that `code` calls it with. */
function turns(layer: LayerOf<"fullyConnected">, site: TurnsSite): Turns {
  const { perChannel, outputChannels } = layer.weights;
  const [rows, columns, channels] = site.output.shape;
  const vectors = (columns * channels) / outputChannels;
  const [height, width] = Number.isInteger(vectors) ? [rows, vectors] : [1, rows * vectors];
  return denseTurns(layer, site, {
    window: ONE_BY_ONE,
    from: [height, width, perChannel],
    to: [height, width, outputChannels],
  });
}

function code(call: CodeCall<"fullyConnected", "product">): EmittedLayer {
  return denseCode(call, viewOf(call));
}

function viewOf(call: CodeCall<"fullyConnected", "product">): DenseView {
  const { output, input, layer } = call;
  const { perChannel, outputChannels } = layer.weights;
  // Vectors are the pixels of a 1×1 convolution, however their memory was divided into rows before.
  const vectors = rowCodes(output) / outputChannels;
  if (!Number.isInteger(vectors)) {
    // What reads a vector divides it into rows (a decoder's first image): then all vectors are one row.
    invariant(!input.isRing && !output.isRing, `"${layer.name}" makes rows of parts of vectors`);
    const all = output.elements / outputChannels;
    return { window: ONE_BY_ONE, from: [1, all, perChannel], to: [1, all, outputChannels], run: "whole" };
  }
  const from: Shape3 = [output.shape[0], vectors, perChannel];
  const to: Shape3 = [output.shape[0], vectors, outputChannels];
  const isByRows = input.shape[0] === output.shape[0] && rowCodes(input) === vectors * perChannel;
  invariant(isByRows || !input.isRing, `"${layer.name}" reads rows of another length from a ring`);
  return { window: ONE_BY_ONE, from, to, ...(!isByRows && { run: vectors * perChannel }) };
}
