/** Deterministic text of a network, for goldens and for reading: one line a thing, in execution order. */
import { showShape } from "../ir/inferShape";
import type { Activation, Network } from "../ir/network";
import { roomOf } from "./rooms";

export function dumpNetwork(network: Network): string {
  const lines = [`network ${network.name}`];
  const show = (id: number): string => `%${id}`;
  for (const id of network.inputs) lines.push(`input ${describeActivation(network.activations[id])}`);
  for (const layer of network.layers) {
    const details = roomOf(layer).dump(layer);
    const call = `${layer.kind}(${layer.inputs.map(show).join(", ")})${details ? ` ${details}` : ""}`;
    const macs = layer.macs > 0 ? ` ${layer.macs} MACs` : "";
    lines.push(`${layer.name}: ${call}${macs} -> ${describeActivation(network.activations[layer.output])}`);
  }
  for (const id of network.outputs) lines.push(`output ${show(id)}`);
  for (const { input, output } of network.states ?? []) lines.push(`state ${show(input)} from ${show(output)}`);
  for (const [tensor, id] of network.activationOfTensor) {
    const layout = network.layouts?.get(tensor);
    const where = layout ? ` = ${showShape(layout.factors)} in order ${showShape(layout.order)}` : "";
    lines.push(`tensor ${tensor} in ${show(id)}${where}`);
  }
  return `${lines.join("\n")}\n`;
}

function describeActivation(activation: Activation | undefined): string {
  if (!activation) return "[missing]";
  const group = activation.group === activation.id ? "" : ` group %${activation.group}`;
  const fixed = activation.fixed === undefined ? "" : ` fixed ${activation.fixed}`;
  return `%${activation.id} ${activation.name} ${showShape(activation.shape)}${group}${fixed}`;
}
