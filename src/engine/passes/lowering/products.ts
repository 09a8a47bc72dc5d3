/** Lowers the two operators with weights. */
import { elementsOf, tensorOf, type Node } from "../../ir/graph";
import { showShape } from "../../ir/inferShape";
import type { ActivationId, LayerBody, ProductLayer, Shape3, TensorLayout, WeightShape } from "../../ir/network";
import type { OpOf } from "../../ir/op";
import { shapeAt, type Lowerings, type NetworkDraft, type Slots } from "./draft";
import { synapsesOf } from "./synapses";
import { aligned, layoutInOrder, normalized } from "./layout";

/** NCHW in the places [H, W, C]. */
export const CHANNELS_LAST: Slots = [2, 3, 1];

/**
 * The activation of an operator's image, in the places [H, W, C]. Refused where a transpose in front has made several images of one sample:
 * activations have three axes.
 */
export function imageOf(node: Node, draft: NetworkDraft): number | undefined {
  const [x = ""] = node.inputs;
  const shape = draft.shapeOf(x);
  if (shape[0] === 1) return draft.demand(node, x, CHANNELS_LAST);
  draft.refuse(node, `of ${showShape(shape)} is not supported`, "the first axis must be 1, the one sample");
  return undefined;
}

/** What the layer of a product becomes, and which tensor it makes, where it is more than the product. */
export interface ProductTarget {
  readonly tensor: string;
  emit(body: ProductBody, input: ActivationId, output: ActivationId, macs: number): void;
}

type ProductBody = LayerBody & { readonly kind: ProductLayer["kind"] };

/** A layer of its own. */
function asItIs(node: Node, draft: NetworkDraft): ProductTarget {
  return {
    tensor: node.output,
    emit: (body, input, output, macs) => {
      const spikes = draft.isSpikes(input) ? ({ ofSpikes: true } as const) : {};
      draft.emit(node, { ...body, ...spikes }, [input], output, macs);
    },
  };
}

export function lowerConv(node: Node, op: OpOf<"conv">, draft: NetworkDraft, target = asItIs(node, draft)): void {
  const weights = weightsOf(node, draft);
  if (!weights) return;
  const input = imageOf(node, draft);
  if (input === undefined) return;
  const shape = draft.shapeOf(node.output);
  const output = draft.create(target.tensor, shapeAt(shape, CHANNELS_LAST), layoutInOrder(shape, [2, 3, 1]));
  const { kernel, strides, pads, dilations, groups } = op;
  const macs = elementsOf(shape) * weights.perChannel;
  target.emit({ kind: "conv", kernel, strides, pads, dilations, groups, weights }, input, output, macs);
}

export function lowerFullyConnected(node: Node, draft: NetworkDraft, target = asItIs(node, draft)): void {
  const [x = ""] = node.inputs;
  const weights = weightsOf(node, draft);
  if (!weights) return;
  const shape = draft.shapeOf(x);
  let placement = draft.placementOf(x);
  let rows = placement && rowsOf(placement.layout, shape);
  if (!rows) {
    placement = draft.demandNatural(node, x);
    rows = rowsOf(placement.layout, shape);
  }
  if (!placement || !rows) throw new Error(`"${x}" has no rows in row-major order`);

  const { leading, columnOrder } = rows;
  const outputs = weights.outputChannels;
  const [height, width, channels] = draft.activationShape(placement.activation);
  const sizes = leading.order.map((factor) => leading.factors[factor] ?? 1);
  const shape3: Shape3 =
    channels === weights.perChannel
      ? [height, width, outputs]
      : sizes.length <= 2
        ? [sizes.length === 2 ? (sizes[0] ?? 1) : 1, sizes.at(-1) ?? 1, outputs]
        : [1, elementsOf(sizes), outputs];
  const layout = normalized({
    factors: outputs > 1 ? [...leading.factors, outputs] : leading.factors,
    order: outputs > 1 ? [...leading.order, leading.factors.length] : leading.order,
  });
  const output = draft.create(target.tensor, shape3, layout, { open: true });
  const macs = elementsOf(sizes) * weights.elements;
  const order = columnOrder ? { columnOrder } : {};
  target.emit({ kind: "fullyConnected", weights, ...order }, placement.activation, output, macs);
}

/** The vectors along the last axis, if each lies in one piece of memory. */
function rowsOf(
  layout: TensorLayout,
  shape: readonly number[],
): { readonly leading: TensorLayout; readonly columnOrder?: Int32Array } | undefined {
  const cut = aligned(layout, shape);
  const columns = cut?.axes.at(-1);
  if (!cut || !columns) return undefined;
  const rowCount = cut.order.length - columns.length;
  if (cut.order.slice(rowCount).some((factor) => !columns.includes(factor))) return undefined;
  const leading = { factors: cut.factors.slice(0, rowCount), order: cut.order.slice(0, rowCount) };
  const memory = cut.order.slice(rowCount);
  if (memory.every((factor, i) => factor === columns[i])) return { leading };
  return {
    leading,
    columnOrder: columnOrderOf(
      columns.map((factor) => cut.factors[factor] ?? 1),
      memory.map((factor) => columns.indexOf(factor)),
    ),
  };
}

/** For each position in memory the row-major position, over factors of the given sizes. */
function columnOrderOf(sizes: readonly number[], order: readonly number[]): Int32Array {
  const strides = sizes.map((_, i) => elementsOf(sizes.slice(i + 1)));
  let positions = [0];
  for (const factor of order) {
    const stride = strides[factor] ?? 0;
    positions = positions.flatMap((base) => Array.from({ length: sizes[factor] ?? 1 }, (_, i) => base + i * stride));
  }
  return Int32Array.from(positions);
}

/** The constants behind the first operand, as a matrix with a row an output channel; refused where they are computed. */
export function weightsOf(node: Node, draft: NetworkDraft): WeightShape | undefined {
  const [, tensor = "", bias] = node.inputs;
  const constant = (name: string): boolean => tensorOf(draft.graph, name).data !== undefined;
  if (!constant(tensor) || (bias !== undefined && !constant(bias))) {
    draft.refuse(
      node,
      "has weights that are computed while it runs",
      "only constant weights can be quantized ahead of time",
    );
    return undefined;
  }
  const shape = draft.shapeOf(tensor);
  const outputChannels = shape[0] ?? 0;
  const elements = elementsOf(shape);
  return {
    node: node.name,
    tensor,
    ...(bias === undefined ? {} : { bias }),
    outputChannels,
    perChannel: elements / outputChannels,
    elements,
  };
}

export const productLowerings: Lowerings<"conv" | "fullyConnected"> = {
  conv: (node, op, draft) => {
    if (!synapsesOf(node, draft)) lowerConv(node, op, draft);
  },
  fullyConnected: (node, _, draft) => {
    if (!synapsesOf(node, draft)) lowerFullyConnected(node, draft);
  },
};
