/**
 * Inputs that look like a state, which one run leaves for the next: an output has their shape and their name, but for the words that say
 * which of the two is meant (`state_ins` and `state_outs`, `conv_cache` and `conv_cache_out`, `h0` and `hn`).
 */
import type { Problem } from "../../base/outcome";
import { tensorOf, type Graph } from "../../ir/graph";

const SIDES: ReadonlySet<string> = new Set(
  "in ins input inputs out outs output outputs new next prev previous old last cur current n t 0 1".split(" "),
);

/** One note for each pair: the network takes and answers them like any others. */
export function stateNotes(graph: Graph): readonly Problem[] {
  if (graph.inputs.length < 2) return [];
  const taken = new Set<string>();
  return graph.inputs.flatMap((input) => {
    const output = graph.outputs.find((name) => !taken.has(name) && isPair(graph, input, name));
    if (output === undefined) return [];
    taken.add(output);
    const message = `input "${input}" and output "${output}" look like a state that one run leaves for the next: they are taken as a plain input and a plain output, each in codes of its own`;
    const hint = `the firmware turns "${output}" into codes of "${input}" between runs; errors of many runs in a row are not measured`;
    return [{ code: "onnx.statePair", message, place: `input "${input}"`, hint }];
  });
}

function isPair(graph: Graph, input: string, output: string): boolean {
  const stem = stemOf(input);
  return (
    stem !== "" && stem === stemOf(output) && sameShape(tensorOf(graph, input).shape, tensorOf(graph, output).shape)
  );
}

function stemOf(name: string): string {
  return name
    .replace(/([a-z])([A-Z0-9])/g, "$1_$2")
    .replace(/^([hc])n$/, "$1")
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => !SIDES.has(word))
    .join(" ");
}

function sameShape(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((size, axis) => size === b[axis]);
}
