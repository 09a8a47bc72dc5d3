/**
 * Tensors that outlive a run: pairs of an input and an output of one shape. A person states them, or they are told from name and use: an
 * output has the input's name but for the words that say which of the two is meant (`state_in` and `state_out`, `conv_cache` and
 * `conv_cache_out`, `h0` and `hn`), depends on the input, and no other output could be meant. Shapes alone tell nothing: a denoiser's answer
 * has the shape of its input.
 */
import type { Problem } from "../../base/outcome";
import { producersOf, tensorOf, type Graph, type StatePair } from "../../ir/graph";
import { showShape } from "../../ir/inferShape";

const SIDES = "in ins input inputs out outs output outputs new next prev previous old last cur current".split(" ");
/** The same where nothing else tells them apart: `h0` and `hn`. With them `h0` and `h1` of two layers would be one name. */
const LOOSE_SIDES = [...SIDES, "n", "t", "0", "1"];

/** What networks call the data of one step: a frame in and a frame out are no state, whatever their names share. */
const DATA: ReadonlySet<string> = new Set(
  "x y z data frame frames image images img pixels audio sound wav wave waveform speech mix noisy noise clean enhanced signal spectrum spec mag magnitude mask features feature obs observation observations action actions logits scores prob probs".split(
    " ",
  ),
);

/** More pairs than a network has. */
const MOST_STATES = 256;

export interface FoundStates {
  readonly graph: Graph;
  readonly notes: readonly Problem[];
}

/**
 * @param stated the pairs that a person names; empty where there are none; absent: they are looked for
 * @returns the graph with its states, or what is wrong with those that are stated
 */
export function withStates(graph: Graph, stated: readonly StatePair[] | undefined): FoundStates | Problem {
  if (stated?.length === 0) return { graph, notes: [] };
  if (stated) return statedStates(graph, stated);
  const pairs = recognizedPairs(graph);
  if (pairs.length === 0) return { graph, notes: [] };
  const inputs = graph.inputs.filter((name) => !pairs.some(({ input }) => input === name));
  const outputs = graph.outputs.filter((name) => !pairs.some(({ output }) => output === name));
  const names = listed(pairs);
  if (inputs.length === 0 || outputs.length === 0) {
    const message = `${names} look like states that one run leaves for the next, but then the network would have no other ${inputs.length === 0 ? "input" : "output"}: they are taken as plain inputs and outputs`;
    const hint = "say with {{states}} which pairs are states, or that there are none";
    return { graph, notes: [{ code: "onnx.statePair", message, hint }] };
  }
  const [one] = pairs;
  const many = pairs.length > 1;
  const message = `${names} ${many ? "are states" : "is a state"} that one run leaves for the next, as ${many ? "their" : "its"} names and use tell: zero before the first step of a sequence`;
  const hint = `say with {{states}} if that is wrong: ${one?.input ?? ""}=${one?.output ?? ""}, or none`;
  return { graph: { ...graph, states: pairs }, notes: [{ code: "onnx.states", message, hint }] };
}

function listed(pairs: readonly StatePair[]): string {
  const shown = pairs.slice(0, 6).map(({ input, output }) => `"${input}" → "${output}"`);
  return pairs.length > shown.length
    ? `${shown.join(", ")} and ${pairs.length - shown.length} more`
    : shown.join(", ").replace(/, ([^,]*)$/, " and $1");
}

function statedStates(graph: Graph, stated: readonly StatePair[]): FoundStates | Problem {
  const refuse = (message: string, hint: string): Problem => ({ code: "onnx.states", message, hint });
  if (stated.length > MOST_STATES) return refuse(`${stated.length} states are stated`, `${MOST_STATES} are the limit`);
  for (const { input, output } of stated) {
    const pair = `"${input}" → "${output}"`;
    if (!graph.inputs.includes(input))
      return refuse(
        `the state ${pair} is stated, and the model has no input "${input}"`,
        `its inputs are ${graph.inputs.join(", ")}`,
      );
    if (!graph.outputs.includes(output))
      return refuse(
        `the state ${pair} is stated, and the model has no output "${output}"`,
        `its outputs are ${graph.outputs.join(", ")}`,
      );
    const [from, to] = [tensorOf(graph, input).shape, tensorOf(graph, output).shape];
    if (!sameShape(from, to))
      return refuse(
        `the state ${pair} is stated, and its input is ${showShape(from)} where its output is ${showShape(to)}`,
        "a state is one tensor: both have its shape",
      );
    if (stated.filter((other) => other.input === input || other.output === output).length > 1)
      return refuse(`the state ${pair} shares a tensor with another one`, "name each input and each output once");
  }
  if (graph.inputs.every((name) => stated.some(({ input }) => input === name)))
    return refuse("every input is stated to be a state", "a network takes something new in each step");
  if (graph.outputs.every((name) => stated.some(({ output }) => output === name)))
    return refuse("every output is stated to be a state", "a network answers something in each step");
  return { graph: { ...graph, states: stated }, notes: [] };
}

function recognizedPairs(graph: Graph): readonly StatePair[] {
  if (graph.inputs.length < 2 || graph.outputs.length < 2) return [];
  const found = [SIDES, LOOSE_SIDES].reduce<readonly StatePair[]>(
    (known, sides) => [...known, ...pairsNamed(graph, new Set(sides), known)],
    [],
  );
  return graph.inputs.flatMap((name) => found.find(({ input }) => input === name) ?? []);
}

/** Pairs in which neither side could mean another tensor that is left. */
function pairsNamed(graph: Graph, sides: ReadonlySet<string>, known: readonly StatePair[]): readonly StatePair[] {
  const looksLikeOne = (input: string, output: string): boolean => {
    const stem = stemOf(input, sides);
    return (
      stem !== "" &&
      !stem.split(" ").every((word) => DATA.has(word)) &&
      stem === stemOf(output, sides) &&
      sameShape(tensorOf(graph, input).shape, tensorOf(graph, output).shape)
    );
  };
  const inputs = graph.inputs.filter((name) => !known.some(({ input }) => input === name));
  const outputs = graph.outputs.filter((name) => !known.some(({ output }) => output === name));
  return inputs.flatMap((input): StatePair[] => {
    const [output, ...others] = outputs.filter((name) => looksLikeOne(input, name));
    if (output === undefined || others.length > 0 || !readBy(graph, output).has(input)) return [];
    return inputs.filter((name) => looksLikeOne(name, output)).length === 1 ? [{ input, output }] : [];
  });
}

/** All that a tensor is computed from. */
function readBy(graph: Graph, tensor: string): ReadonlySet<string> {
  const producers = producersOf(graph);
  const seen = new Set<string>();
  const open = [tensor];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (seen.has(name)) continue;
    seen.add(name);
    open.push(...(producers.get(name)?.inputs ?? []));
  }
  return seen;
}

function stemOf(name: string, sides: ReadonlySet<string>): string {
  return name
    .replace(/([a-z])([A-Z0-9])/g, "$1_$2")
    .replace(/^([hc])n$/, "$1")
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => !sides.has(word))
    .join(" ");
}

function sameShape(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((size, axis) => size === b[axis]);
}
