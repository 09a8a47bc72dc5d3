/**
 * One step of an LSTM that an exporter wrote out is one operator again, where its states are states of the network: then what it keeps from run to run
 * has 16 bits. With G = W·x + R·h + b in one vector, cut in four,
 *   c' = σ(G_f)·c + σ(G_i)·tanh(G_g);   h' = σ(G_o)·tanh(c')
 * in any order of operands, of the four, and of the sums.
 */
import { elementsOf, type Graph, type Node, type Tensor } from "../../ir/graph";
import { behindReshapes, readersBehindReshapes } from "../reshapes";
import { GraphView, withoutUnusedTensors } from "../rewrite";

export function recognizeCells(graph: Graph): Graph {
  if (!graph.states) return graph;
  const view = new GraphView(graph);
  for (const node of graph.nodes) {
    const cell = cellAt(node, view);
    if (cell) return withCell(graph, cell, view);
  }
  return graph;
}

interface WrittenCell {
  /** h' and c', and what they were made of. */
  readonly hidden: string;
  readonly cell: string;
  readonly before: { readonly hidden: string; readonly cell: string };
  readonly input: Product;
  readonly back: Product;
  /** Added to G besides the products' own. */
  readonly offsets: readonly Float32Array[];
  /** Which quarter of G each of ONNX's gates i, o, f, c is. */
  readonly quarters: readonly [number, number, number, number];
  readonly units: number;
  /** The node that makes h'. */
  readonly last: Node;
  readonly removed: ReadonlySet<Node>;
}

interface Product {
  readonly operand: string;
  readonly weights: Float32Array;
  readonly bias: Float32Array | undefined;
}

/** A quarter of a vector. */
interface Quarter {
  readonly from: string;
  readonly at: number;
  readonly units: number;
}

function cellAt(last: Node, view: GraphView): WrittenCell | undefined {
  return factorsOf(last, view, (o, squashed) => {
    const output = gateOf(o, "sigmoid", view);
    const cell = output && functionOf(squashed, "tanh", view);
    const sum = cell === undefined ? undefined : view.producers.get(cell);
    if (!output || cell === undefined || sum?.op.kind !== "add" || sum.op.clamp) return undefined;
    return eachWay(sum.inputs, (kept, added) => {
      const [keeping, adding] = [view.producers.get(kept), view.producers.get(added)];
      if (!keeping || !adding) return undefined;
      return factorsOf(keeping, view, (f, before) => {
        const forget = gateOf(f, "sigmoid", view);
        if (!forget || !isState(before, view)) return undefined;
        return factorsOf(adding, view, (i, g) => {
          const [input, candidate] = [gateOf(i, "sigmoid", view), gateOf(g, "tanh", view)];
          if (!input || !candidate) return undefined;
          return assembled(last, { hidden: last.output, cell, before }, [input, output, forget, candidate], view);
        });
      });
    });
  });
}

/** @param gates i, o, f, c */
function assembled(
  last: Node,
  { hidden, cell, before }: { readonly hidden: string; readonly cell: string; readonly before: string },
  gates: readonly [Quarter, Quarter, Quarter, Quarter],
  view: GraphView,
): WrittenCell | undefined {
  const [{ from, units }] = gates;
  const isOne = gates.every((gate) => gate.from === from && gate.units === units);
  const [i, o, f, c] = gates.map(({ at }) => at);
  if (!isOne || new Set([i, o, f, c]).size < 4) return undefined;
  const sum = sumOf(from, view);
  const [first, second, ...more] = sum?.products ?? [];
  if (!sum || !first || !second || more.length > 0) return undefined;
  const isBack = ({ operand, weights }: Product): boolean =>
    isState(operand, view) &&
    weights.length === 4 * units * units &&
    leftBy(operand, view) === behindReshapes(hidden, view.producers);
  const back = [second, first].find(isBack);
  const isKept = leftBy(before, view) === behindReshapes(cell, view.producers);
  if (!back || !isKept || elementsOf(view.shape(hidden)) !== units) return undefined;
  const input = back === first ? second : first;
  if (elementsOf(view.shape(input.operand)) * 4 * units !== input.weights.length) return undefined;
  const removed = privateNodes([hidden, cell], [input.operand, back.operand, before], view);
  // What is kept at 16 bits is no tensor for others to read.
  const readers = [cell, behindReshapes(before, view.producers)].flatMap((name) =>
    readersBehindReshapes(name, view.consumers),
  );
  if (!removed || !readers.every((reader) => removed.has(reader))) return undefined;
  return {
    hidden,
    cell,
    before: { hidden: back.operand, cell: before },
    input,
    back,
    offsets: sum.offsets,
    quarters: [i ?? 0, o ?? 0, f ?? 0, c ?? 0],
    units,
    last,
    removed,
  };
}

/** Tries both operands of a product in either order. */
function factorsOf<T>(node: Node, view: GraphView, use: (a: string, b: string) => T | undefined): T | undefined {
  if (node.op.kind !== "mul" || node.op.clamp || node.inputs.some((input) => view.constant(input))) return undefined;
  return eachWay(node.inputs, use);
}

function eachWay<T>([a = "", b = ""]: readonly string[], use: (a: string, b: string) => T | undefined): T | undefined {
  return use(a, b) ?? use(b, a);
}

/** What a tensor is that function of. */
function functionOf(tensor: string, fn: "sigmoid" | "tanh", view: GraphView): string | undefined {
  const maker = view.producers.get(tensor);
  return maker?.op.kind === "activation" && maker.op.fn.fn === fn ? maker.inputs[0] : undefined;
}

/** Where a tensor is that function of a quarter of a vector. */
function gateOf(tensor: string, fn: "sigmoid" | "tanh", view: GraphView): Quarter | undefined {
  const slice = view.producers.get(functionOf(tensor, fn, view) ?? "");
  const from = slice?.inputs[0] ?? "";
  if (slice?.op.kind !== "slice" || slice.op.steps.some((step) => step !== 1)) return undefined;
  const shape = view.shape(from);
  const length = shape.at(-1) ?? 0;
  const [start = 0, end = 0] = [slice.op.starts.at(-1), slice.op.ends.at(-1)];
  const units = length / 4;
  const isQuarter =
    Number.isInteger(units) && elementsOf(shape) === length && end - start === units && start % units === 0;
  return isQuarter ? { from, at: start / units, units } : undefined;
}

interface Sum {
  readonly products: readonly Product[];
  readonly offsets: readonly Float32Array[];
}

/** A sum of products with constant matrices, and of constants. */
function sumOf(tensor: string, view: GraphView): Sum | undefined {
  const constant = view.constant(tensor)?.data;
  if (constant) return { products: [], offsets: [constant] };
  const maker = view.producers.get(tensor);
  if (maker?.op.kind === "fullyConnected" && !maker.op.clamp) {
    const [operand = "", matrix, offset] = maker.inputs;
    const weights = view.constant(matrix)?.data;
    return weights && { products: [{ operand, weights, bias: view.constant(offset)?.data }], offsets: [] };
  }
  if (maker?.op.kind !== "add" || maker.op.clamp) return undefined;
  const [a, b] = maker.inputs.map((input) => sumOf(input, view));
  return a && b && { products: [...a.products, ...b.products], offsets: [...a.offsets, ...b.offsets] };
}

function isState(tensor: string, view: GraphView): boolean {
  return leftBy(tensor, view) !== undefined;
}

/** What a run leaves in the state that a tensor is a view of. */
function leftBy(tensor: string, view: GraphView): string | undefined {
  const source = behindReshapes(tensor, view.producers);
  const state = view.graph.states?.find(({ input }) => input === source);
  return state && behindReshapes(state.output, view.producers);
}

/** All that is between, where nothing else reads any of it. */
function privateNodes(
  results: readonly string[],
  operands: readonly string[],
  view: GraphView,
): ReadonlySet<Node> | undefined {
  const nodes = new Set<Node>();
  const open = [...results];
  for (let tensor = open.pop(); tensor !== undefined; tensor = open.pop()) {
    const maker = view.producers.get(tensor);
    if (!maker || operands.includes(tensor) || nodes.has(maker)) continue;
    nodes.add(maker);
    open.push(...maker.inputs);
  }
  const isPrivate = ({ output }: Node): boolean =>
    results.includes(output) ||
    (!view.outputs.has(output) && (view.consumers.get(output) ?? []).every((reader) => nodes.has(reader)));
  return [...nodes].every(isPrivate) ? nodes : undefined;
}

function withCell(graph: Graph, cell: WrittenCell, view: GraphView): Graph {
  const { hidden, before, input, back, offsets, quarters, units, last, removed } = cell;
  const tensors = new Map(graph.tensors);
  const nodes: Node[] = [];
  const add = (what: string, shape: readonly number[], data?: Float32Array): string => {
    let name = `${hidden}/${what}`;
    while (tensors.has(name)) name += "'";
    tensors.set(name, { name, shape, ...(data && { data }) } satisfies Tensor);
    return name;
  };
  const view3 = (what: string, from: string, shape: readonly number[], to = add(what, shape)): string => {
    nodes.push({ name: `${last.name}/${what}`, op: { kind: "reshape" }, inputs: [from], output: to });
    return to;
  };
  const inOrder = (values: Float32Array): number[] => {
    const each = values.length / 4;
    return quarters.flatMap((quarter) => [...values.subarray(quarter * each, (quarter + 1) * each)]);
  };
  const total = (values: readonly (Float32Array | undefined)[]): Float32Array =>
    Float32Array.from({ length: 4 * units }, (_, i) =>
      values.reduce((sum, one) => sum + (one?.[one.length === 1 ? 0 : i] ?? 0), 0),
    );
  const matrices = Float32Array.from([...inOrder(input.weights), ...inOrder(back.weights)]);
  const bias = Float32Array.from([...inOrder(total([input.bias, ...offsets])), ...inOrder(total([back.bias]))]);
  const columns = input.weights.length / (4 * units);
  const inputs = [
    view3("x", input.operand, [1, 1, columns]),
    add("weights", [matrices.length], matrices),
    add("bias", [bias.length], bias),
    view3("hidden", before.hidden, [1, units]),
    view3("before", before.cell, [1, units]),
  ];
  const op = { kind: "recurrent", cell: "lstm", units, reverse: false, resetAfter: false } as const;
  const all = add("all", [1, 1, units]);
  const kept = add("kept", [1, 1, units]);
  nodes.push({ name: last.name, op: { ...op, gives: "states" }, inputs, output: all });
  nodes.push({ name: `${last.name}/cell`, op: { ...op, gives: "lastCell" }, inputs, output: kept });
  view3("h", all, view.shape(hidden), hidden);
  view3("c", kept, view.shape(cell.cell), cell.cell);
  const rest = graph.nodes.filter((node) => !removed.has(node));
  return withoutUnusedTensors({ ...graph, tensors, nodes: sorted([...nodes, ...rest]) });
}

/** Each node behind those whose results it reads; otherwise as they are. */
function sorted(nodes: readonly Node[]): readonly Node[] {
  const makers = new Map(nodes.map((node) => [node.output, node]));
  const placed = new Set<Node>();
  for (const node of nodes) {
    const open = [node];
    for (let next = open.at(-1); next !== undefined; next = open.at(-1)) {
      const missing = next.inputs.flatMap((input) => makers.get(input) ?? []).filter((maker) => !placed.has(maker));
      if (missing.length > 0 && !placed.has(next)) open.push(...missing);
      else placed.add(open.pop() ?? next);
    }
  }
  return [...placed];
}
