/** Lowers neurons, with the product in front of them where that multiplies spikes. */
import type { Node } from "../../ir/graph";
import type { OpOf, Window } from "../../ir/op";
import { spikesOf, type NetworkDraft } from "./draft";
import { lowerConv, lowerFullyConnected, type ProductTarget } from "./products";
import { synapsesInFront } from "./synapses";

export function lowerFire(node: Node, { neuron, gives }: OpOf<"fire">, draft: NetworkDraft): void {
  // What is left is the state that the layer renews by itself.
  if (gives === "membrane") return;
  const [current = "", membrane = ""] = node.inputs;
  const product = synapsesInFront(node, draft);
  const isTaken = draft.areSpikesTaken(node.output);
  const tensor = isTaken ? node.output : spikesOf(node.output);
  if (!product) {
    const placement = draft.placementOf(current);
    if (!placement) return;
    const output = draft.createLike(tensor, placement);
    draft.holdSpikes(output);
    draft.emit(node, { kind: "fire", neuron }, [placement.activation, draft.createMembrane(membrane, output)], output);
    if (!isTaken) draft.widenSpikes(node, output);
    return;
  }
  const target: ProductTarget = {
    tensor,
    emit: (body, input, output, macs) => {
      draft.holdSpikes(output);
      const { weights } = body;
      const own =
        body.kind === "conv"
          ? ({ ...windowOf(body), kind: "conv", groups: 1 } as const)
          : ({ kind: body.kind, ...(body.columnOrder && { columnOrder: body.columnOrder }) } as const);
      const inputs = [input, draft.createMembrane(membrane, output)];
      draft.emit(product, { kind: "spiking", neuron, product: own, weights }, inputs, output, macs);
      draft.absorb(node, tensor);
      if (!isTaken) draft.widenSpikes(node, output);
    },
  };
  if (product.op.kind === "conv") lowerConv(product, product.op, draft, target);
  else lowerFullyConnected(product, draft, target);
}

function windowOf({ kernel, strides, pads, dilations }: Window): Window {
  return { kernel, strides, pads, dilations };
}
