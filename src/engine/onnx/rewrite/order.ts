/**
 * Which nodes the outputs need, producers first. Files may list nodes in any order and hold nodes that lead nowhere; cycles, names
 * that several nodes make and names that nothing makes are found here. Iterative: a long chain must not exhaust the stack.
 */
import { ok, refuse, type Outcome, type Problem } from "../../base/outcome";
import type { FunctionProto, GraphProto, NodeProto } from "../wire/proto";

export function nodeTitle(node: NodeProto): string {
  const name = node.name !== undefined && node.name !== "" ? node.name : (node.output[0] ?? "");
  return `node "${name}" (${node.opType ?? "no operator"})`;
}

/** Names that more than one node, input or initializer defines. An initializer may repeat an input: it is that input's default. */
export function findDuplicates(graph: GraphProto): readonly Problem[] {
  const initializers = graph.initializer.map((tensor) => tensor.name ?? "");
  const defaults = new Set(initializers);
  const inputs = graph.input.map((input) => input.name ?? "").filter((name) => !defaults.has(name));
  const computed = graph.node.flatMap((node) => node.output.filter((name) => name !== ""));
  const seen = new Set<string>();
  const repeated = new Set<string>();
  for (const name of [...inputs, ...initializers, ...computed]) {
    if (seen.has(name)) repeated.add(name);
    seen.add(name);
  }
  return [...repeated].map((name) => ({
    code: "onnx.duplicateTensor",
    message: `the tensor name "${name}" is defined more than once`,
    place: `tensor "${name}"`,
    hint: "the model is not valid ONNX: export it again",
  }));
}

/**
 * A name that others read otherwise: a NUL ends it wherever C reads it, onnxruntime included, and half of a character becomes the same sign as
 * any other half: two tensors could become one. `__proto__` is lost in the objects that onnxruntime-node passes tensors in. Undefined where there is none.
 */
export function findUnusableName(graph: GraphProto, functions: readonly FunctionProto[]): Problem | undefined {
  const named = [...graph.input, ...graph.output, ...graph.initializer].map(({ name = "" }) => name);
  const nodes = [...graph.node, ...functions.flatMap(({ node }) => node)];
  for (const name of [...named, ...nodes.flatMap(({ input, output }) => [...input, ...output])]) {
    const holds = name.includes("\0") ? "a NUL character" : /\p{Cs}/u.test(name) ? "half of a character" : undefined;
    if (holds === undefined && name !== "__proto__") continue;
    const place = `tensor ${JSON.stringify(name)}`;
    return {
      code: "onnx.name",
      message:
        holds === undefined
          ? `${place} has a name that JavaScript keeps for itself`
          : `the name of the ${place} holds ${holds}`,
      place,
      hint: "rename the tensor in the model",
    };
  }
  return undefined;
}

/**
 * @param known names that are inputs or initializers
 * @returns the needed nodes in an order in which every input comes first, keeping the file's order where it has one
 */
export function orderNodes(graph: GraphProto, known: ReadonlySet<string>): Outcome<readonly NodeProto[]> {
  const producer = new Map<string, NodeProto>();
  for (const node of graph.node) for (const output of node.output) if (output !== "") producer.set(output, node);
  const needed = neededNodes(graph, producer);
  const ordered: NodeProto[] = [];
  const problems: Problem[] = [];
  const state = new Map<NodeProto, "open" | "done">();
  for (const start of graph.node.filter((node) => needed.has(node))) {
    const stack: NodeProto[] = [start];
    for (let node = stack.at(-1); node; node = stack.at(-1)) {
      if (state.get(node) !== undefined) {
        stack.pop();
        if (state.get(node) === "open") ordered.push(node);
        state.set(node, "done");
        continue;
      }
      state.set(node, "open");
      for (const input of node.input) {
        const before = producer.get(input);
        if (!before) {
          if (input !== "" && !known.has(input)) problems.push(missing(node, input));
        } else if (state.get(before) === "open") {
          return refuse(cycle(before));
        } else if (state.get(before) === undefined) {
          stack.push(before);
        }
      }
    }
  }
  const [first, ...rest] = problems;
  return first ? refuse(first, ...rest) : ok(ordered);
}

/** Every name that the outputs need, those that branches take from around them included. */
export function neededNames(graph: GraphProto): ReadonlySet<string> {
  const producer = new Map(graph.node.flatMap((node) => node.output.map((output) => [output, node] as const)));
  const names = new Set(graph.output.map(({ name = "" }) => name));
  const waiting = [...neededNodes(graph, producer)];
  for (let node = waiting.pop(); node; node = waiting.pop()) {
    for (const name of node.input) names.add(name);
    for (const { g } of node.attribute) {
      for (const { name = "" } of g?.output ?? []) names.add(name);
      waiting.push(...(g?.node ?? []));
    }
  }
  return names;
}

function neededNodes(graph: GraphProto, producer: ReadonlyMap<string, NodeProto>): ReadonlySet<NodeProto> {
  const needed = new Set<NodeProto>();
  const waiting = graph.output.map((output) => output.name ?? "");
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    const node = producer.get(name);
    if (!node || needed.has(node)) continue;
    needed.add(node);
    for (const input of node.input) waiting.push(input);
  }
  return needed;
}

function missing(node: NodeProto, input: string): Problem {
  const message = `${nodeTitle(node)} reads the tensor "${input}", which nothing in the file defines`;
  return {
    code: "onnx.missingTensor",
    message,
    place: nodeTitle(node),
    hint: "the file may have been cut or edited: export it again",
  };
}

function cycle(node: NodeProto): Problem {
  return {
    code: "onnx.cycle",
    message: `the graph runs in a circle through ${nodeTitle(node)}`,
    place: nodeTitle(node),
    hint: "networks with feedback are not supported",
  };
}
