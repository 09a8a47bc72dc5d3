/**
 * In which order a graph input should lie in memory: the one that its readers, seen through views, can use without a copy. Images
 * lie channels-last; a model that was exported with NHWC inputs and transposes in front of its convolutions lies as it is fed.
 */
import { consumersOf, tensorOf, type Graph, type Node } from "../../ir/graph";
import type { TensorLayout } from "../../ir/network";
import { operatorOf } from "../../ir/operators";
import { axesInMemory, layoutInOrder, naturalLayout, sameLayout, transposed } from "./layout";

export function chooseInputLayout(graph: Graph, input: string): TensorLayout {
  const { shape } = tensorOf(graph, input);
  const natural = naturalLayout(shape);
  const channelsLast = shape.length === 4 ? [2, 3, 1] : shape.length === 3 ? [2, 1] : undefined;
  if (!channelsLast || shape[0] !== 1) return natural;
  const moved = layoutInOrder(shape, channelsLast);
  const consumers = consumersOf(graph);
  const [forMoved, forNatural] = [moved, natural].map((layout) =>
    copiesFor(graph, consumers, input, layout, new Set()),
  );
  if (forMoved === forNatural) return shape.length === 4 ? moved : natural;
  return (forMoved ?? 0) < (forNatural ?? 0) ? moved : natural;
}

/** How many readers would need a copy of a tensor that lies like this. */
function copiesFor(
  graph: Graph,
  consumers: ReadonlyMap<string, readonly Node[]>,
  tensor: string,
  layout: TensorLayout,
  seen: Set<string>,
): number {
  if (seen.has(tensor)) return 0;
  seen.add(tensor);
  const { shape } = tensorOf(graph, tensor);
  let copies = 0;
  for (const node of consumers.get(tensor) ?? []) {
    const { order } = operatorOf(node.op);
    if (order === "follows") {
      if (tensorOf(graph, node.output).shape.length > 0)
        copies += copiesFor(graph, consumers, node.output, layout, seen);
    } else if (order === "permutes") {
      const moved = node.op.kind === "transpose" ? transposed(layout, shape, node.op.perm) : undefined;
      copies += moved ? copiesFor(graph, consumers, node.output, moved, seen) : 1;
    } else if (order === "image") {
      if (!sameLayout(layout, layoutInOrder(shape, [2, 3, 1]))) copies += 1;
    } else if (order === "rows") {
      // A flatten in front only permutes columns; rows that do not lie in one piece need a copy.
      if (axesInMemory(layout, shape)?.at(-1) !== shape.length - 1 && shape.slice(0, -1).some((size) => size !== 1))
        copies += 1;
    }
  }
  return copies;
}
