/**
 * Graphs within nodes: the branches of If. A branch whose condition is known takes the node's place, with names of its own; what it reads
 * from outside keeps its name.
 */
import type { AttributeProto, GraphProto, NodeProto } from "../wire/proto";

/** A graph without calls of functions that the model defines for itself. */
export interface InlinedModel {
  readonly graph: GraphProto;
  /** Operator set of nodes whose function was written for another one than the model. */
  readonly opsets: ReadonlyMap<NodeProto, number>;
}

/** Every graph with those within its nodes. Iterative: graphs may lie deep within each other. */
export function allGraphs(graph: GraphProto): readonly GraphProto[] {
  const found: GraphProto[] = [];
  const waiting = [graph];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    found.push(next);
    for (const { attribute } of next.node) for (const { g } of attribute) if (g) waiting.push(g);
  }
  return found;
}

function definedIn({ node, input, initializer }: GraphProto): readonly string[] {
  return [
    ...node.flatMap(({ output }) => output),
    ...input.map(({ name = "" }) => name),
    ...initializer.map(({ name = "" }) => name),
  ];
}

/** @param rename called for every name that the graph or one within it uses; "" stays */
function renamed(graph: GraphProto, rename: (name: string) => string): GraphProto {
  const other = (name: string): string => (name === "" ? name : rename(name));
  const called = <T extends { readonly name?: string }>(one: T): T => ({ ...one, name: other(one.name ?? "") });
  return {
    ...graph,
    input: graph.input.map(called),
    output: graph.output.map(called),
    initializer: graph.initializer.map(called),
    node: graph.node.map((node) => ({
      ...node,
      input: node.input.map(other),
      output: node.output.map(other),
      attribute: node.attribute.map((attribute): AttributeProto =>
        attribute.g ? { ...attribute, g: renamed(attribute.g, rename) } : attribute,
      ),
    })),
  };
}

/** @param rename called for the names alone that come from around the graph */
export function renamedOutside(graph: GraphProto, rename: (name: string) => string): GraphProto {
  const own = new Set(allGraphs(graph).flatMap(definedIn));
  return renamed(graph, (name) => (own.has(name) ? name : rename(name)));
}

/** Levels of graphs within graphs that are looked at; exporters write two or three. */
const MAX_DEPTH = 32;

export function isTooDeep(graph: GraphProto): boolean {
  let level: readonly GraphProto[] = [graph];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > MAX_DEPTH) return true;
    level = level.flatMap(({ node }) => node.flatMap(({ attribute }) => attribute.flatMap(({ g }) => g ?? [])));
  }
  return false;
}

/**
 * The graph with branches in the place of the If nodes that decided for them.
 * @param taken the attribute that holds the branch: "then_branch" or "else_branch"
 */
export function withBranches({ graph, opsets }: InlinedModel, taken: ReadonlyMap<NodeProto, string>): InlinedModel {
  const versions = new Map(opsets);
  const used = new Set(allGraphs(graph).flatMap(definedIn));
  const initializer = [...graph.initializer];
  const node = graph.node.flatMap((one): readonly NodeProto[] => {
    const branch = one.attribute.find(({ name }) => name !== undefined && name === taken.get(one))?.g;
    if (!branch) return [one];
    const prefix = one.name !== undefined && one.name !== "" ? one.name : (one.output[0] ?? "");
    const names = new Map<string, string>();
    const own = new Set(definedIn(branch));
    const inner = renamed(branch, (name) => {
      if (!own.has(name)) return name;
      let mine = names.get(name);
      if (mine === undefined) names.set(name, (mine = unused(`${prefix}/${name}`, used)));
      return mine;
    });
    initializer.push(...inner.initializer);
    const results = one.output.flatMap((output, i): readonly NodeProto[] => {
      const from = inner.output[i]?.name;
      if (output === "" || from === undefined) return [];
      return [{ name: `${prefix}/${output}`, opType: "Identity", input: [from], output: [output], attribute: [] }];
    });
    const nodes = [...inner.node.map((each) => ({ ...each, name: innerName(prefix, each) })), ...results];
    const version = opsets.get(one);
    if (version !== undefined) for (const each of nodes) versions.set(each, version);
    return nodes;
  });
  return { graph: { ...graph, node, initializer }, opsets: versions };
}

function innerName(prefix: string, { name = "", output }: NodeProto): string {
  return name === "" ? (output[0] ?? prefix) : `${prefix}/${name}`;
}

function unused(wanted: string, used: Set<string>): string {
  let name = wanted;
  for (let count = 2; used.has(name); count++) name = `${wanted}.${count}`;
  used.add(name);
  return name;
}
