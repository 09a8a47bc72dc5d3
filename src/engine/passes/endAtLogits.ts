/**
 * Leaves the softmax tail out: the outputs are logits, whose order is that of the probabilities. A network loses its layer while the graph that
 * it came from keeps the operator, because what is measured is read in front of it anyway (quantize/measure/head.ts); a graph that is written loses it too.
 */
import { producersOf, type Graph } from "../ir/graph";
import type { Activation, ActivationId, Network } from "../ir/network";
import { removeDead } from "./remove/removeDead";

/** @returns the network itself where no softmax ends it; one without layers where nothing else was in it */
export function endAtLogits(network: Network): Network {
  const logitsOf = new Map(
    network.layers.flatMap((layer) =>
      layer.kind === "softmax" ? layer.inputs.map((id) => [layer.output, id] as const) : [],
    ),
  );
  if (logitsOf.size === 0) return network;
  const logits = new Set(logitsOf.values());
  const kept = network.activations.filter(({ id }) => !logitsOf.has(id));
  const numbers = new Map(kept.map(({ id }, i) => [id, i]));
  const numberOf = (id: ActivationId): ActivationId => {
    const number = numbers.get(logitsOf.get(id) ?? id);
    if (number === undefined) throw new Error(`activation ${id} is made by a softmax of a softmax`);
    return number;
  };
  const lasting = new Map(
    [...network.activationOfTensor].flatMap(([tensor, id]) =>
      logitsOf.has(id) ? [] : [[tensor, numberOf(id)] as const],
    ),
  );
  return {
    ...network,
    activations: kept.map((one): Activation => ({
      ...one,
      id: numberOf(one.id),
      group: numberOf(one.group),
      ...(logits.has(one.id) ? { isLogits: true as const } : {}),
    })),
    layers: network.layers
      .filter((layer) => layer.kind !== "softmax")
      .map((layer, index) => ({
        ...layer,
        index,
        inputs: layer.inputs.map(numberOf),
        output: numberOf(layer.output),
      })),
    inputs: network.inputs.map(numberOf),
    outputs: [...new Set(network.outputs.map(numberOf))],
    ...(network.states && {
      states: network.states.map(({ input, output }) => ({ input: numberOf(input), output: numberOf(output) })),
    }),
    activationOfTensor: lasting,
    ...(network.layouts && { layouts: new Map([...network.layouts].filter(([tensor]) => lasting.has(tensor))) }),
  };
}

export function endsAtLogits(network: Network): boolean {
  return network.activations.some(({ isLogits }) => isLogits === true);
}

/** The graph with the softmax's input in place of every output that is nothing but a view of a softmax. */
export function graphAtLogits(graph: Graph): Graph {
  const makers = producersOf(graph);
  const logitsOf = (tensor: string): string | undefined => {
    const maker = makers.get(tensor);
    const [source] = maker?.inputs ?? [];
    if (!maker || source === undefined) return undefined;
    if (maker.op.kind === "softmax") return source;
    return maker.op.kind === "reshape" || maker.op.kind === "transpose" ? logitsOf(source) : undefined;
  };
  return removeDead({ ...graph, outputs: [...new Set(graph.outputs.map((output) => logitsOf(output) ?? output))] });
}
