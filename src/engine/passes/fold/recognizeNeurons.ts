/**
 * A neuron that integrates and fires is one operator again, however an exporter wrote its step out. What its membrane becomes, and what that was made of,
 * is read as a polynomial with numbers as coefficients: sums and products in any order and nesting come to the same one. Known is every form of
 *   h = leak·v + gain·u + offset;   s = 1 where h ≥ threshold or h > threshold;   v' = (1 − s)·h + s·value   or   h − s·value
 * and those in which v' is h and the reset that the step before would have made comes first (ir/op.ts, Neuron).
 */
import type { Graph, Node, StatePair } from "../../ir/graph";
import { sameShape } from "../../ir/shapes";
import type { Neuron } from "../../ir/op";
import { behindReshapes } from "../reshapes";
import { GraphView, withoutUnusedTensors } from "../rewrite";

export function recognizeNeurons(graph: Graph): Graph {
  // All at once: what other passes make of one that was left would not be read as a neuron any more.
  let current = graph;
  for (const state of graph.states ?? []) {
    const found = neuronAt(state, new GraphView(current));
    if (found) current = withNeuron(current, found, state);
  }
  return current;
}

interface Found {
  readonly neuron: Neuron;
  readonly current: string;
  /** What makes the spikes, and what makes the membrane that is left. */
  readonly spikes: Node;
  readonly left: Node;
}

/** Where a tensor is 1: from a threshold on, or above it; elsewhere 0. */
interface Step {
  readonly of: string;
  readonly threshold: number;
  readonly strict: boolean;
}

/** Coefficients by the product of tensors that they belong to; of the constant by "". */
type Polynomial = ReadonlyMap<string, number>;

/** Neurons are a few sums and products; whatever grows beyond this is none. */
const MOST_TERMS = 12;
const MOST_NODES = 40;

function neuronAt(state: StatePair, view: GraphView): Found | undefined {
  const left = view.producers.get(state.output);
  if (!left || left.op.kind === "fire") return undefined;
  const v = state.input;
  for (const spikes of stepsBefore(left, view)) {
    const step = stepAt(spikes, view);
    if (!step || !isOwn(v, step.of, spikes, left, view)) continue;
    const found = immediate(v, step, spikes, left, view) ?? delayed(v, step, spikes, left, view);
    if (found) return found;
  }
  return undefined;
}

/** Nodes that could make the spikes: they come before the membrane that is left, or read it. */
function stepsBefore(left: Node, view: GraphView): readonly Node[] {
  const seen = new Set<Node>();
  const open = [left];
  for (let node = open.pop(); node && seen.size < MOST_NODES; node = open.pop()) {
    if (seen.has(node)) continue;
    seen.add(node);
    for (const input of node.inputs) {
      const maker = view.producers.get(input);
      if (maker && isArithmetic(maker)) open.push(maker);
    }
  }
  const behind: Node[] = [];
  const next = [left.output];
  for (let name = next.pop(); name !== undefined && behind.length < MOST_NODES; name = next.pop()) {
    for (const reader of view.consumers.get(name) ?? []) {
      if (!isArithmetic(reader) || behind.includes(reader)) continue;
      behind.push(reader);
      if (!isUnit(reader)) next.push(reader.output);
    }
  }
  return [...seen, ...behind].filter(isUnit);
}

function isArithmetic({ op }: Node): boolean {
  if (op.kind === "activation") return op.fn.fn === "sign" || op.fn.fn === "clamp";
  return (op.kind === "add" || op.kind === "sub" || op.kind === "mul") && !op.clamp;
}

function isUnit({ op }: Node): boolean {
  return op.kind === "activation" && op.fn.fn === "clamp" && op.fn.min === 0 && op.fn.max === 1;
}

/** h' = (1 − s)·h + s·value or h − s·value. */
function immediate(v: string, step: Step, spikes: Node, left: Node, view: GraphView): Found | undefined {
  const h = step.of;
  const s = spikes.output;
  const kept = polynomialOf(left.output, new Set([h, s]), view, s);
  if (!kept || !only(kept, [h, s, product(h, s)]) || coefficient(kept, h) !== 1) return undefined;
  const [both, value] = [coefficient(kept, product(h, s)), coefficient(kept, s)];
  if (both !== -1 && both !== 0) return undefined;
  const integrated = integration(h, v, undefined, view);
  if (!integrated) return undefined;
  const reset = both === -1 ? ({ reset: "to", value } as const) : ({ reset: "by", value: 0 - value } as const);
  return {
    neuron: { ...integrated.part, ...threshold(step), ...reset, delayed: false },
    current: integrated.current,
    spikes,
    left,
  };
}

/** v' = h, and its reset is part of the next one's. */
function delayed(v: string, step: Step, spikes: Node, left: Node, view: GraphView): Found | undefined {
  const { producers, consumers } = view;
  if (behindReshapes(step.of, producers) !== behindReshapes(left.output, producers)) return undefined;
  const before = earlierStep(v, step, view);
  if (!before) return undefined;
  const p = before.output;
  const integrated = integration(step.of, v, p, view);
  if (!integrated || (consumers.get(p) ?? []).length === 0) return undefined;
  const { reset } = integrated;
  return (
    reset && {
      neuron: { ...integrated.part, ...threshold(step), ...reset, delayed: true },
      current: integrated.current,
      spikes,
      left,
    }
  );
}

function threshold({ threshold, strict }: Step): Pick<Neuron, "threshold" | "strict"> {
  return { threshold, strict };
}

/** The same step, of the membrane that the run before left. */
function earlierStep(v: string, step: Step, view: GraphView): Node | undefined {
  const open = [v];
  const seen = new Set<string>();
  for (let name = open.pop(); name !== undefined && seen.size < MOST_NODES; name = open.pop()) {
    seen.add(name);
    for (const node of view.consumers.get(name) ?? []) {
      const found = isUnit(node) ? stepAt(node, view) : undefined;
      if (found?.of === v && found.threshold === step.threshold && found.strict === step.strict) return node;
      if (isArithmetic(node) && !seen.has(node.output)) open.push(node.output);
    }
  }
  return undefined;
}

interface Integration {
  readonly part: Pick<Neuron, "leak" | "gain" | "offset">;
  readonly current: string;
  readonly reset?: Pick<Neuron, "reset" | "value">;
}

/** h = leak·v + gain·u + offset of one u; with the earlier spikes p also −value·p, or (1 − p) times all of it and value·p. */
function integration(h: string, v: string, p: string | undefined, view: GraphView): Integration | undefined {
  const terms = polynomialOf(h, new Set(p === undefined ? [v] : [v, p]), view, p);
  if (!terms) return undefined;
  const known = new Set(["", v, ...(p === undefined ? [] : [p, product(v, p)])]);
  const others = [...terms.keys()].filter(
    (key) => !known.has(key) && (p === undefined || !key.split("\n").includes(p)),
  );
  const [current] = others;
  if (current === undefined || others.length > 1 || current.includes("\n")) return undefined;
  if (!sameShape(view.shape(current), view.shape(v))) return undefined;
  const [leak, gain, offset] = [coefficient(terms, v), coefficient(terms, current), coefficient(terms, "")];
  if (!(leak >= 0 && leak <= 1 && gain > 0)) return undefined;
  const part = { leak, gain, offset };
  if (p === undefined) return { part, current };
  const crossed = product(current, p);
  if (![...terms.keys()].every((key) => known.has(key) || key === current || key === crossed)) return undefined;
  const isBy = coefficient(terms, product(v, p)) === 0 && coefficient(terms, crossed) === 0;
  const isTo = close(coefficient(terms, product(v, p)), -leak) && close(coefficient(terms, crossed), -gain);
  if (isBy) return { part, current, reset: { reset: "by", value: 0 - coefficient(terms, p) } };
  return isTo ? { part, current, reset: { reset: "to", value: coefficient(terms, p) + offset } } : undefined;
}

/** Nobody but the neuron sees its membranes: v, what is integrated, and what is left. */
function isOwn(v: string, h: string, spikes: Node, left: Node, view: GraphView): boolean {
  const inside = new Set<Node>();
  const collect = (node: Node | undefined): void => {
    if (!node || inside.has(node) || inside.size > MOST_NODES || !isArithmetic(node)) return;
    inside.add(node);
    for (const input of node.inputs) collect(view.producers.get(input));
  };
  collect(left);
  collect(spikes);
  const outside = (tensor: string): boolean =>
    (view.consumers.get(tensor) ?? []).some((reader) => !inside.has(reader)) ||
    (view.outputs.has(tensor) && tensor !== left.output);
  return !outside(v) && !outside(h) && !outside(left.output);
}

function withNeuron(graph: Graph, { neuron, current, spikes, left }: Found, state: StatePair): Graph {
  const inputs = [current, state.input];
  const nodes = graph.nodes.map((node): Node => {
    if (node !== spikes && node !== left) return node;
    const gives = node === spikes ? "spikes" : "membrane";
    return { ...node, op: { kind: "fire", neuron, gives }, inputs };
  });
  // Where the spikes are made of the membrane that is left, both come as soon as the current is there: the order stays one.
  return withoutUnusedTensors({ ...graph, nodes });
}

/** The step that a clamp to 0 … 1 ends: max(0, sign(a·(h − threshold))), or min(1, sign(…) + 1), a > 0. */
function stepAt({ inputs }: Node, view: GraphView): Step | undefined {
  let maker = view.producers.get(inputs[0] ?? "");
  let strict = true;
  if (maker?.op.kind === "add") {
    const [a = "", b = ""] = maker.inputs;
    const [raised, one] = numberOf(b, view) === undefined ? [b, numberOf(a, view)] : [a, numberOf(b, view)];
    if (one !== 1) return undefined;
    strict = false;
    maker = view.producers.get(raised);
  }
  if (maker?.op.kind !== "activation" || maker.op.fn.fn !== "sign") return undefined;
  const { tensor, factor, offset } = affineOf(maker.inputs[0] ?? "", view);
  return factor > 0 ? { of: tensor, threshold: (0 - offset) / factor, strict } : undefined;
}

/** A tensor as factor·(another) + offset, as far back as numbers alone are added and multiplied. */
function affineOf(
  name: string,
  view: GraphView,
): { readonly tensor: string; readonly factor: number; readonly offset: number } {
  let [tensor, factor, offset] = [name, 1, 0];
  for (let steps = 0; steps < MOST_NODES; steps++) {
    const maker = view.producers.get(tensor);
    const [a = "", b = ""] = maker?.inputs ?? [];
    if (!maker || !isArithmetic(maker) || maker.op.kind === "activation") break;
    const [left, right] = [numberOf(a, view), numberOf(b, view)];
    if ((left === undefined) === (right === undefined)) break;
    const number = left ?? right ?? 0;
    // Numbers of any shape must not make the result larger.
    const other = left === undefined ? a : b;
    if (!sameShape(view.shape(other), view.shape(tensor))) break;
    if (maker.op.kind === "mul") factor *= number;
    else if (maker.op.kind === "add") offset += factor * number;
    else if (left === undefined) offset -= factor * number;
    else {
      offset += factor * number;
      factor = -factor;
    }
    tensor = other;
  }
  return { tensor, factor, offset };
}

/** The value of a constant that is the same everywhere. */
function numberOf(name: string, view: GraphView): number | undefined {
  const data = view.constant(name)?.data;
  const first = data?.[0];
  return data?.every((value) => value === first) ? first : undefined;
}

/** A tensor in terms of `ends` and of whatever does not depend on them. @param spikes among the ends */
function polynomialOf(
  name: string,
  ends: ReadonlySet<string>,
  view: GraphView,
  spikes?: string,
): Polynomial | undefined {
  const depends = dependents(name, ends, view);
  const read = (tensor: string): Polynomial | undefined => {
    const number = numberOf(tensor, view);
    if (number !== undefined) return new Map([["", number]]);
    if (ends.has(tensor)) return new Map([[tensor, 1]]);
    const maker = view.producers.get(tensor);
    if (!depends.has(tensor) || !maker) {
      const { tensor: source, factor, offset } = affineOf(tensor, view);
      return new Map([
        [source, factor],
        ["", offset],
      ]);
    }
    const [a, b] = maker.inputs.map(read);
    if (!a || !b || !isArithmetic(maker)) return undefined;
    const terms = new Map<string, number>();
    const put = (key: string, value: number): void => void terms.set(key, (terms.get(key) ?? 0) + value);
    if (maker.op.kind === "mul") {
      for (const [left, x] of a) for (const [right, y] of b) put(product(left, right, spikes), x * y);
    } else {
      for (const [key, value] of a) put(key, value);
      for (const [key, value] of b) put(key, maker.op.kind === "sub" ? 0 - value : value);
    }
    return terms.size > MOST_TERMS ? undefined : terms;
  };
  const terms = read(name);
  return terms && new Map([...terms].filter(([, value]) => value !== 0));
}

/** What of a tensor's makers depends on `ends`. */
function dependents(name: string, ends: ReadonlySet<string>, view: GraphView): ReadonlySet<string> {
  const found = new Set<string>();
  const seen = new Set<string>();
  const visit = (tensor: string): boolean => {
    if (ends.has(tensor)) return true;
    if (found.has(tensor)) return true;
    if (seen.has(tensor) || seen.size > MOST_NODES) return false;
    seen.add(tensor);
    const maker = view.producers.get(tensor);
    if (!maker || !isArithmetic(maker)) return false;
    const does = maker.inputs.map(visit).some(Boolean);
    if (does) found.add(tensor);
    return does;
  };
  visit(name);
  return found;
}

/** Of sorted names. @param spikes what is its own square */
function product(a: string, b: string, spikes?: string): string {
  const names = [...a.split("\n"), ...b.split("\n")].filter((name) => name !== "").sort();
  return names.filter((name, i) => name !== spikes || names.indexOf(name) === i).join("\n");
}

function coefficient(terms: Polynomial, key: string): number {
  return terms.get(key) ?? 0;
}

function only(terms: Polynomial, keys: readonly string[]): boolean {
  return [...terms.keys()].every((key) => keys.includes(key));
}

function close(a: number, b: number): boolean {
  return Math.abs(a - b) <= 1e-6 * Math.max(Math.abs(a), Math.abs(b));
}
