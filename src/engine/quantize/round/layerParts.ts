/**
 * The products that a layer with weights is made of: itself, or the two of a recurrent layer, each a matrix on vectors that are tensors of the
 * graph. The vectors that R multiplies are the states behind the step before; in all they are as good as the states themselves.
 */
import type { Graph, Node } from "../../ir/graph";
import {
  hasWeights,
  matricesOf,
  multipliersIn,
  productOf,
  type Network,
  type ProductLayer,
  type WeightedLayer,
} from "../../ir/network";
import { biasOf, weightsOf } from "../quantizer";
import type { RoundedLayer } from "./rounding";

/** One product. */
export interface LayerPart {
  readonly owner: WeightedLayer;
  /** As a layer of its own. */
  readonly layer: ProductLayer;
  /** The tensor that it multiplies, where `node` is the owner's. */
  readonly inputOf: (node: Node) => string | undefined;
  /** [O, K] and [O], the float layer's. */
  readonly weights: Float32Array;
  readonly bias: Float64Array;
}

/** @param node the owner's in the graph */
export function partsOf(graph: Graph, owner: WeightedLayer, node: Node | undefined): readonly LayerPart[] {
  const weights = weightsOf(graph, owner);
  const bias = biasOf(graph, owner, node);
  const product = productOf(owner);
  if (product) return [{ owner, layer: product, inputOf: ({ inputs }) => inputs[0], weights, bias }];
  let from = 0;
  return matricesOf(owner).map(({ rows, columns }, i) => {
    const shape = { ...owner.weights, perChannel: columns, elements: rows * columns };
    const { index, inputs, output, macs } = owner;
    const name = i === 0 ? owner.name : `${owner.name}@hidden`;
    return {
      owner,
      layer: { kind: "fullyConnected", index, name, inputs, output, macs, weights: shape },
      inputOf: (own) => (i === 0 ? own.inputs[0] : own.output),
      weights: weights.subarray(from, (from += rows * columns)),
      bias: bias.subarray(i * rows, (i + 1) * rows),
    };
  });
}

export function partsOfNetwork(graph: Graph, network: Network): readonly LayerPart[] {
  const multiplier = multipliersIn(graph);
  return network.layers.filter(hasWeights).flatMap((layer) => partsOf(graph, layer, multiplier(layer.weights)));
}

/** What was found for each part of a layer as one, in the layer's order. */
export function joinedParts(parts: readonly RoundedLayer[]): RoundedLayer | undefined {
  const [first] = parts;
  if (!first || parts.length === 1) return first;
  return {
    grid: {
      ...first.grid,
      codes: Uint8Array.from(parts.flatMap(({ grid }) => [...grid.codes])),
      scales: Float64Array.from(parts.flatMap(({ grid }) => [...grid.scales])),
      zeroPoints: Uint8Array.from(parts.flatMap(({ grid }) => [...grid.zeroPoints])),
    },
    bias: Float64Array.from(parts.flatMap(({ bias }) => [...bias])),
  };
}
