/**
 * States that a file stacks in one tensor, taken apart: each part that is read by itself becomes a state of its own, as LSTMs want their hidden and
 * their cell state, and caches of several layers. Every element is followed through what only moves values: which elements of the state a reader
 * sees, and what the elements of the next state are made of. A part is whole where some tensor holds, element by element, what will be read in it
 * next. A state that is used in another way stays one tensor; it gets a leading axis of 1 where it has none, since the first is that of samples.
 */
import { elementsOf, producersOf, tensorOf, type Graph, type Node, type StatePair, type Tensor } from "../../ir/graph";
import { sameShape } from "../../ir/shapes";
import { isMoving, Origins } from "./origins";

/** How the graph's states lie in those of the file. */
export interface StackedState {
  /** The file's own tensors. */
  readonly input: string;
  readonly output: string;
  /** The file's shape. */
  readonly shape: readonly number[];
  readonly parts: readonly StatePart[];
}

export interface StatePart {
  /** The graph's own. */
  readonly input: string;
  readonly output: string;
  /** Which elements of the file's tensor it holds, in its own order. */
  readonly elements: Int32Array;
}

export interface Unstacked {
  readonly graph: Graph;
  readonly stacked: readonly StackedState[];
}

/** Elements of a state that are followed one by one. */
const MOST_ELEMENTS = 2 ** 20;

/** @returns the graph with states that are tensors of one sample each */
export function unstackStates(graph: Graph): Unstacked {
  const stacked: StackedState[] = [];
  let current = graph;
  for (const pair of graph.states ?? []) {
    const { shape } = tensorOf(current, pair.input);
    const isBatch = shape.length > 1 && shape[0] !== 1;
    const apart = elementsOf(shape) <= MOST_ELEMENTS ? takenApart(current, pair, isBatch) : undefined;
    const next = apart ?? (isBatch ? withLeadingAxis(current, pair) : undefined);
    if (!next) continue;
    current = next.graph;
    stacked.push({ ...pair, shape, parts: next.parts });
  }
  return { graph: current, stacked };
}

interface Apart {
  readonly graph: Graph;
  readonly parts: readonly StatePart[];
}

/** A tensor that holds elements of the state alone, where something else reads it. */
interface Reading {
  readonly tensor: string;
  readonly elements: Int32Array;
}

/** One part: who reads it, and the tensor that holds what is read next. */
interface Part {
  readonly readings: readonly Reading[];
  readonly next: string;
}

function takenApart(graph: Graph, pair: StatePair, isBatch: boolean): Apart | undefined {
  const producers = producersOf(graph);
  const origins = new Origins(graph);
  const parts = distinctParts(readingsOf(graph, pair, origins));
  if (parts.length < (isBatch ? 1 : 2)) return undefined;
  const made = origins.of(pair.output);
  const read = new Set(parts.flatMap((readings) => readings.map(({ tensor }) => tensor)));
  const candidates = [...computedFor([pair.output], producers)].filter(
    (name) => producers.has(name) && !computedFor([name], producers, read).has(pair.input),
  );
  const found = parts.map((readings): Part | undefined => {
    const [first] = readings;
    if (!first) return undefined;
    const { shape } = tensorOf(graph, first.tensor);
    const holders = candidates.filter((name) => origins.areThose(name, made, first.elements));
    const next = holders.find((name) => sameShape(tensorOf(graph, name).shape, shape)) ?? holders[0];
    return next === undefined ? undefined : { readings, next };
  });
  const whole = found.filter((part) => part !== undefined);
  return whole.length === found.length ? rewritten(graph, pair, whole) : undefined;
}

/**
 * What is read of the state, as far as other outputs than its own depend on it: the largest tensors of its elements alone in what operators that
 * compute are given.
 */
function readingsOf(graph: Graph, { input, output }: StatePair, origins: Origins): readonly Reading[] {
  const producers = producersOf(graph);
  const others = graph.outputs.filter((name) => name !== output);
  const computing = liveNodes(graph, others).filter((node) => !isMoving(node));
  const open = [...others, ...computing.flatMap(({ inputs }) => inputs)];
  const readings = new Map<string, Reading>();
  const seen = new Set<string>();
  for (let tensor = open.pop(); tensor !== undefined; tensor = open.pop()) {
    if (seen.has(tensor)) continue;
    seen.add(tensor);
    const elements = origins.within(tensor, input);
    const maker = producers.get(tensor);
    if (elements) readings.set(tensor, { tensor, elements });
    else if (maker && isMoving(maker)) open.push(...maker.inputs);
  }
  return [...readings.values()].sort((a, b) => (a.elements[0] ?? 0) - (b.elements[0] ?? 0));
}

/** Readings of the same elements in the same order are of one part; parts that overlap otherwise leave none. */
function distinctParts(readings: readonly Reading[]): readonly (readonly Reading[])[] {
  const parts: Reading[][] = [];
  const taken = new Set<number>();
  for (const reading of readings) {
    const known = parts.find(([first]) => first?.elements.join() === reading.elements.join());
    if (known) {
      known.push(reading);
      continue;
    }
    if (reading.elements.some((element) => taken.has(element))) return [];
    reading.elements.forEach((element) => taken.add(element));
    if (new Set(reading.elements).size < reading.elements.length) return [];
    parts.push([reading]);
  }
  return parts;
}

/** All that tensors are made of, themselves included, as far as some that count as given. */
function computedFor(
  tensors: readonly string[],
  producers: ReadonlyMap<string, Node>,
  given: ReadonlySet<string> = new Set(),
): ReadonlySet<string> {
  const seen = new Set<string>();
  const open = [...tensors];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (seen.has(name)) continue;
    seen.add(name);
    if (!given.has(name)) open.push(...(producers.get(name)?.inputs ?? []));
  }
  return seen;
}

function rewritten(graph: Graph, pair: StatePair, parts: readonly Part[]): Apart | undefined {
  const tensors = new Map(graph.tensors);
  const single = parts.length === 1;
  const views: Node[] = [];
  const replaced = new Set<string>();
  const behind: Node[] = [];
  const states = parts.map(({ readings, next }, i): StatePart => {
    const [first] = readings;
    const { shape: own } = tensorOf(graph, first?.tensor ?? "");
    const shape = ofOneSample(own);
    const name = (of: string): string => unused(tensors, single ? `${of}.0` : `${of}.${i}`);
    const input = name(pair.input);
    tensors.set(input, { name: input, shape });
    const output = name(pair.output);
    tensors.set(output, { name: output, shape });
    for (const { tensor } of readings) {
      views.push(view(`${tensor}/part`, input, tensor));
      replaced.add(tensor);
    }
    behind.push(view(`${output}/part`, next, output));
    return { input, output, elements: first?.elements ?? new Int32Array() };
  });
  const kept = graph.nodes.filter(({ output }) => !replaced.has(output));
  const replace = (names: readonly string[], name: string, others: readonly string[]): readonly string[] =>
    names.flatMap((one) => (one === name ? others : [one]));
  const outputs = replace(
    graph.outputs,
    pair.output,
    states.map(({ output }) => output),
  );
  const whole: Graph = {
    ...graph,
    tensors,
    nodes: [...views, ...kept, ...behind],
    inputs: replace(
      graph.inputs,
      pair.input,
      states.map(({ input }) => input),
    ),
    outputs,
    states: (graph.states ?? []).flatMap((other) =>
      other.input === pair.input ? states.map(({ input, output }) => ({ input, output })) : [other],
    ),
  };
  const nodes = liveNodes(whole, outputs);
  if (nodes.some(({ inputs }) => inputs.includes(pair.input))) return undefined;
  return { graph: withOnly({ ...whole, nodes }), parts: states };
}

function withLeadingAxis(graph: Graph, pair: StatePair): Apart {
  const tensors = new Map(graph.tensors);
  const { shape } = tensorOf(graph, pair.input);
  const own = (of: string): string => {
    const name = unused(tensors, `${of}.0`);
    tensors.set(name, { name, shape: [1, ...shape] });
    return name;
  };
  const state = { input: own(pair.input), output: own(pair.output) };
  const renamed = (names: readonly string[], side: "input" | "output"): readonly string[] =>
    names.map((name) => (name === pair[side] ? state[side] : name));
  return {
    graph: {
      ...graph,
      tensors,
      nodes: [
        view(`${state.input}/part`, state.input, pair.input),
        ...graph.nodes,
        view(`${state.output}/part`, pair.output, state.output),
      ],
      inputs: renamed(graph.inputs, "input"),
      outputs: renamed(graph.outputs, "output"),
      states: (graph.states ?? []).map((other) => (other.input === pair.input ? state : other)),
    },
    parts: [{ ...state, elements: Int32Array.from({ length: elementsOf(shape) }, (_, i) => i) }],
  };
}

function view(name: string, from: string, to: string): Node {
  return { name, op: { kind: "reshape" }, inputs: [from], output: to };
}

function ofOneSample(shape: readonly number[]): readonly number[] {
  return shape.length > 1 && shape[0] !== 1 ? [1, ...shape] : shape;
}

function unused(tensors: ReadonlyMap<string, Tensor>, wanted: string): string {
  let name = wanted;
  for (let count = 2; tensors.has(name); count++) name = `${wanted}.${count}`;
  return name;
}

/** In the graph's order. */
function liveNodes({ nodes }: Graph, outputs: readonly string[]): readonly Node[] {
  const needed = new Set(outputs);
  const live: Node[] = [];
  for (const node of [...nodes].reverse()) {
    if (!needed.has(node.output)) continue;
    live.push(node);
    for (const input of node.inputs) needed.add(input);
  }
  return live.reverse();
}

/** Without tensors that nothing refers to. */
function withOnly(graph: Graph): Graph {
  const used = new Set([
    ...graph.inputs,
    ...graph.outputs,
    ...graph.nodes.flatMap(({ inputs, output }) => [...inputs, output]),
  ]);
  return { ...graph, tensors: new Map([...graph.tensors].filter(([name]) => used.has(name))) };
}
