/** Checks of a lowered network. One that fails here is a bug of ours; the findings are values so that tests and debug runs can show all of them. */
import type { Problem } from "../base/outcome";
import { elementsOf } from "../ir/graph";
import { showShape } from "../ir/inferShape";
import { activationOf, cellOf, type Layer, type Network, type NetworkState } from "../ir/network";
import { roomOf } from "./rooms";
import { shapesOf } from "./rows";

/** Everything that is wrong with a lowered network; empty where nothing is. */
export function verifyNetwork(network: Network): readonly Problem[] {
  const problems: Problem[] = [];
  const say = (place: string, message: string): void => void problems.push({ code: "network.invalid", message, place });
  const names = new Set<string>();
  for (const [index, activation] of network.activations.entries()) {
    const { name, shape } = activation;
    if (activation.id !== index) say(name, `activation ${activation.id} lies at ${index}`);
    if (names.has(name)) say(name, "two activations have this name");
    names.add(name);
    if (shape.some((size) => !Number.isInteger(size) || size < 1))
      say(name, `shape ${showShape(shape)} is not positive`);
    if (activation.elements !== elementsOf(shape))
      say(name, `${activation.elements} elements do not fill ${showShape(shape)}`);
    const group = network.activations[activation.group];
    if (group?.group !== activation.group || activation.group > index)
      say(name, `group ${activation.group} is not led by its lowest member`);
    else if (group.fixed !== activation.fixed) say(name, "differs from its group in what is fixed");
  }

  const made = new Set<number>(network.inputs);
  const layerNames = new Set<string>();
  for (const [index, layer] of network.layers.entries()) {
    if (layer.index !== index) say(layer.name, `layer ${layer.index} lies at ${index}`);
    if (layerNames.has(layer.name)) say(layer.name, "two layers have this name");
    layerNames.add(layer.name);
    if ([...layer.inputs, layer.output].some((id) => network.activations[id] === undefined)) {
      say(layer.name, "refers to an activation that does not exist");
      continue;
    }
    for (const id of layer.inputs)
      if (!made.has(id)) say(layer.name, `reads activation ${id} before anything makes it`);
    if (made.has(layer.output)) say(layer.name, `makes activation ${layer.output}, which exists already`);
    made.add(layer.output);
    const mistake = layerMistake(network, layer);
    if (mistake) say(layer.name, mistake);
  }
  for (const id of network.outputs) if (!made.has(id)) say(`activation ${id}`, "nothing makes this output");
  for (const state of network.states ?? []) {
    const mistake = stateMistake(network, state);
    if (mistake) say(network.activations[state.input]?.name ?? `activation ${state.input}`, mistake);
  }
  for (const [tensor, id] of network.activationOfTensor) {
    if (!network.activations[id]) say(tensor, `maps to activation ${id}, which does not exist`);
  }
  return problems;
}

function stateMistake(network: Network, { input, output }: NetworkState): string | undefined {
  const [from, to] = [network.activations[input], network.activations[output]];
  if (!from || !to || !network.inputs.includes(input)) return "is a state that nothing holds";
  const isCell = input === output && (from.fixed === "cell" || from.membrane === true);
  if (!network.layers.some((layer) => (isCell ? cellOf(layer) : layer.output) === output))
    return "is a state that no layer makes anew";
  if (from.group !== to.group) return "is a state whose input and output are of two quantizations";
  if (from.elements !== to.elements) return "is a state whose input and output differ in size";
  const sharing = (network.states ?? []).filter((other) => other.output === output);
  return sharing.length > 1 ? "is a state that shares its output with another one" : undefined;
}

function layerMistake(network: Network, layer: Layer): string | undefined {
  if (layer.inputs.length === 0) return "has no input";
  const room = roomOf(layer);
  const group = activationOf(network, layer.output).group;
  const moved = layer.inputs.filter((id) => id !== cellOf(layer));
  if (room.moves && moved.some((id) => activationOf(network, id).group !== group))
    return "moves data between different quantizations";
  return room.mistake(layer, shapesOf(network, layer));
}
