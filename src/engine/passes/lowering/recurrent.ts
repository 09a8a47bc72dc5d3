/** Lowers LSTM, GRU and RNN: vectors that lie one behind the other, as they come. */
import { consumersOf, producersOf, type Graph, type Node } from "../../ir/graph";
import type { ActivationId } from "../../ir/network";
import type { OpOf } from "../../ir/op";
import { behindReshapes, readersBehindReshapes } from "../reshapes";
import type { NetworkDraft } from "./draft";
import { naturalLayout } from "./layout";
import { weightsOf } from "./products";

export function lowerRecurrent(node: Node, op: OpOf<"recurrent">, draft: NetworkDraft): void {
  if (op.gives === "lastCell") {
    draft.refuse(
      node,
      "gives its last cell state (Y_c) to something else than its own next run, which is not supported",
      "name it with {{states}} where a run begins with it, or cut the model so that only its hidden states are read",
    );
    return;
  }
  const [x = "", , , ...initial] = node.inputs;
  const weights = weightsOf(node, draft);
  if (!weights) return;
  const [steps = 1, sequences = 1, columns = 1] = draft.shapeOf(x);
  const { cell, units, reverse, resetAfter } = op;
  const before = beginningOf(node, op, draft);
  if (!before) return;
  const input = draft.demandNatural(node, x).activation;
  const shape = [steps, sequences, units] as const;
  const output = draft.create(node.output, shape, naturalLayout(shape), { open: true });
  const outputChannels = weights.elements / (columns + units);
  const [initialHidden, initialCell] = before.length > 0 ? [] : initial;
  draft.emit(
    node,
    {
      kind: "recurrent",
      cell,
      units,
      reverse,
      resetAfter,
      sequences,
      weights: { ...weights, outputChannels, perChannel: columns + units },
      ...(initialHidden !== undefined && { initialHidden }),
      ...(initialCell !== undefined && { initialCell }),
      ...(before.length > 0 && { carried: true }),
    },
    [input, ...before],
    output,
    steps * sequences * weights.elements,
  );
}

/** What a run begins with that the one before left; nothing where it begins with constants; undefined where that is refused. */
function beginningOf(
  node: Node,
  { cell, units }: OpOf<"recurrent">,
  draft: NetworkDraft,
): readonly ActivationId[] | undefined {
  const { graph } = draft;
  const [x = "", , , hidden, kept] = node.inputs;
  const computed = [hidden, kept].filter((name) => name !== undefined && graph.tensors.get(name)?.data === undefined);
  if (computed.length === 0) return [];
  const carried = carriedLayers(graph).get(node.name);
  if (!carried || hidden === undefined) {
    draft.refuse(
      node,
      `begins with the state "${computed[0] ?? ""}", which is not what it left in the run before`,
      "say with {{states}} which input takes over which output from one run to the next",
    );
    return undefined;
  }
  const before = draft.demandNatural(node, hidden).activation;
  if (cell === "rnn") return [before];
  const [, sequences = 1] = draft.shapeOf(x);
  return [before, draft.createCell(carried.cell ?? `${node.name}.state`, [1, sequences, 2 * units])];
}

/** A recurrent operator that begins with what it left in the run before. */
interface Carried {
  /** The input of the state that an LSTM's cell state is. */
  readonly cell?: string;
}

const lastCarried = new WeakMap<Graph, ReadonlyMap<string, Carried>>();

/** By the name of the node that gives the hidden states. */
export function carriedLayers(graph: Graph): ReadonlyMap<string, Carried> {
  const known = lastCarried.get(graph);
  if (known) return known;
  const carried = new Map(
    graph.nodes.flatMap((node) => {
      const one =
        node.op.kind === "recurrent" && node.op.gives === "states" ? carriedBy(graph, node, node.op) : undefined;
      return one ? [[node.name, one] as const] : [];
    }),
  );
  lastCarried.set(graph, carried);
  return carried;
}

/** Inputs of the graph that recurrent layers keep by themselves, at 16 bits. */
export function cellStates(graph: Graph): ReadonlySet<string> {
  return new Set([...carriedLayers(graph).values()].flatMap(({ cell }) => cell ?? []));
}

function carriedBy(graph: Graph, node: Node, op: OpOf<"recurrent">): Carried | undefined {
  const producers = producersOf(graph);
  const { states = [] } = graph;
  const source = (name = ""): string => behindReshapes(name, producers);
  const [, , , hidden, kept] = node.inputs;
  const left = (name: string | undefined): string | undefined => {
    const state = states.find(({ input }) => input === source(name));
    return state && source(state.output);
  };
  const last = left(hidden);
  if (last === undefined || !isLastOf(last, node, op, producers, graph)) return undefined;
  if (op.cell !== "lstm") return {};
  const maker = producers.get(left(kept) ?? "");
  const isOwn =
    maker?.op.kind === "recurrent" &&
    maker.op.gives === "lastCell" &&
    maker.inputs.join("\n") === node.inputs.join("\n");
  if (!isOwn) return undefined;
  const cell = source(kept);
  const consumers = consumersOf(graph);
  const readers = [cell, maker.output].flatMap((name) => readersBehindReshapes(name, consumers));
  return readers.every((one) => one === node || one === maker) ? { cell } : undefined;
}

/** Whether a tensor is the hidden state that a run leaves: what the last step gives. */
function isLastOf(
  tensor: string,
  node: Node,
  { reverse }: OpOf<"recurrent">,
  producers: ReadonlyMap<string, Node>,
  graph: Graph,
): boolean {
  const steps = graph.tensors.get(node.output)?.shape[0] ?? 1;
  if (tensor === node.output) return steps === 1;
  const slice = producers.get(tensor);
  if (slice?.op.kind !== "slice" || behindReshapes(slice.inputs[0] ?? "", producers) !== node.output) return false;
  return slice.op.starts[0] === (reverse ? 0 : steps - 1) && graph.tensors.get(tensor)?.shape[0] === 1;
}
