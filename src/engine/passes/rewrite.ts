/**
 * How a pass changes a graph: it looks at nodes one by one and answers rewrites; all rewrites of a sweep that do not touch the same
 * nodes are applied together. A graph that no rewrite touches is returned as it is, so identity tells a fixed point.
 */
import { consumersOf, originsOf, producersOf, tensorOf, type Graph, type Node, type Tensor } from "../ir/graph";

export interface Rewrite {
  /** Nodes that vanish. Every tensor made by them that is read elsewhere must be made by `added` or replaced through `alias`. */
  readonly removed: readonly Node[];
  /** What takes the place of the last removed node. */
  readonly added?: readonly Node[];
  /** New tensors, and known ones that change. */
  readonly tensors?: readonly Tensor[];
  /** Nodes that stay and must stay as they are for the rewrite to be right. */
  readonly relies?: readonly Node[];
  /** Readers of `from` read `to` instead. `from` must not be an output of the graph. */
  readonly alias?: { readonly from: string; readonly to: string };
}

/** A graph with its edges both ways, as a rewrite rule sees it. */
export class GraphView {
  readonly producers: ReadonlyMap<string, Node>;
  readonly consumers: ReadonlyMap<string, readonly Node[]>;
  readonly outputs: ReadonlySet<string>;

  constructor(readonly graph: Graph) {
    this.producers = producersOf(graph);
    this.consumers = consumersOf(graph);
    this.outputs = new Set(graph.outputs);
  }

  shape(tensor: string): readonly number[] {
    return tensorOf(this.graph, tensor).shape;
  }

  constant(tensor: string | undefined): Tensor | undefined {
    const known = tensor === undefined ? undefined : this.graph.tensors.get(tensor);
    return known?.data ? known : undefined;
  }

  /** The node that makes a tensor, if nothing but `reader` would notice that the tensor vanished. */
  privateProducer(tensor: string | undefined, reader: Node): Node | undefined {
    if (tensor === undefined || this.outputs.has(tensor)) return undefined;
    const consumers = this.consumers.get(tensor) ?? [];
    return consumers.length === 1 && consumers[0] === reader ? this.producers.get(tensor) : undefined;
  }

  /** The one node that reads a tensor, if nothing else does. */
  onlyConsumer(tensor: string): Node | undefined {
    if (this.outputs.has(tensor)) return undefined;
    const consumers = this.consumers.get(tensor) ?? [];
    return consumers.length === 1 ? consumers[0] : undefined;
  }

  /** A tensor name that is not taken yet. */
  freshName(wanted: string): string {
    let name = wanted;
    for (let count = 2; this.graph.tensors.has(name); count++) name = `${wanted}.${count}`;
    return name;
  }
}

/** One sweep of a rule over all nodes in order. The rule sees the graph as it was before the sweep. */
export function rewriteGraph(graph: Graph, rule: (node: Node, view: GraphView) => Rewrite | undefined): Graph {
  const view = new GraphView(graph);
  const touched = new Set<Node>();
  const removed = new Set<Node>();
  const added = new Map<Node, readonly Node[]>();
  const tensors = new Map<string, Tensor>();
  const alias = new Map<string, string>();
  for (const node of graph.nodes) {
    if (touched.has(node)) continue;
    const rewrite = rule(node, view);
    if (!rewrite || [...rewrite.removed, ...(rewrite.relies ?? [])].some((one) => touched.has(one))) continue;
    if (rewrite.tensors?.some((tensor) => tensors.has(tensor.name))) continue; // the next sweep will do it
    for (const one of rewrite.removed) removed.add(one);
    for (const one of [...rewrite.removed, ...(rewrite.relies ?? [])]) touched.add(one);
    for (const tensor of rewrite.tensors ?? []) tensors.set(tensor.name, tensor);
    if (rewrite.alias) alias.set(rewrite.alias.from, rewrite.alias.to);
    const last = graph.nodes.filter((candidate) => rewrite.removed.includes(candidate)).at(-1);
    if (last && rewrite.added) added.set(last, withOrigins(rewrite.added, rewrite.removed, graph));
  }
  if (touched.size === 0) return graph;

  const resolve = (name: string): string => {
    let target = name;
    for (let next = alias.get(target); next !== undefined; next = alias.get(target)) target = next;
    return target;
  };
  const nodes = graph.nodes
    .flatMap((node) => added.get(node) ?? (removed.has(node) ? [] : [node]))
    .map((node) =>
      node.inputs.some((input) => alias.has(input)) ? { ...node, inputs: node.inputs.map(resolve) } : node,
    );
  return withoutUnusedTensors({ ...graph, nodes, tensors: new Map([...graph.tensors, ...tensors]) });
}

/**
 * Nodes that keep their names keep where they come from. What vanishes became part of those with new names, or of the first; nodes with new names
 * where nothing vanishes come from all.
 */
function withOrigins(added: readonly Node[], removed: readonly Node[], graph: Graph): readonly Node[] {
  const names = new Set(added.map(({ name }) => name));
  const before = graph.nodes.filter((node) => removed.includes(node));
  const vanished = before.filter(({ name }) => !names.has(name));
  const isNew = ({ name }: Node): boolean => !before.some((node) => node.name === name);
  const heirs = added.some(isNew) ? added.filter(isNew) : added.slice(0, 1);
  return added.map((node) => {
    const kept = before.filter(({ name }) => name === node.name);
    const inherited = heirs.includes(node) ? vanished : [];
    const sources = before.filter((one) => kept.includes(one) || inherited.includes(one));
    const from = [...new Set((sources.length > 0 ? sources : before).flatMap(originsOf))];
    return from.length === 1 && from[0] === node.name ? node : { ...node, from };
  });
}

/** Drops tensors that nothing reads, makes or supplies. */
export function withoutUnusedTensors(graph: Graph): Graph {
  const used = new Set([...graph.inputs, ...graph.outputs]);
  for (const node of graph.nodes) {
    used.add(node.output);
    for (const input of node.inputs) used.add(input);
  }
  if (graph.tensors.size === used.size && [...graph.tensors.keys()].every((name) => used.has(name))) return graph;
  return { ...graph, tensors: new Map([...graph.tensors].filter(([name]) => used.has(name))) };
}

/**
 * Takes `node`, which passes its input on unchanged, out of the graph: its readers read its input. Where its output is an output
 * of the graph the producer takes over that name, and where that is impossible (a graph input, a shared tensor) the node stays.
 */
export function bypass(node: Node, view: GraphView, source = node.inputs[0]): Rewrite | undefined {
  if (source === undefined) return undefined;
  if (!view.outputs.has(node.output)) return { removed: [node], alias: { from: node.output, to: source } };
  const producer = view.privateProducer(source, node);
  return producer && { removed: [producer, node], added: [{ ...producer, output: node.output }] };
}
