/** What lies behind and in front of views: for passes to which the shape of a tensor does not matter, but its values do. */
import type { Node } from "../ir/graph";

/** The tensor of which this one is a view. */
export function behindReshapes(tensor: string, producers: ReadonlyMap<string, Node>): string {
  let name = tensor;
  for (let maker = producers.get(name); maker?.op.kind === "reshape"; maker = producers.get(name))
    name = maker.inputs[0] ?? "";
  return name;
}

/** What reads a tensor, views of it looked through; views that nothing reads count for nothing. */
export function readersBehindReshapes(
  tensor: string,
  consumers: ReadonlyMap<string, readonly Node[]>,
): readonly Node[] {
  const readers: Node[] = [];
  const open = [tensor];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    for (const node of consumers.get(name) ?? []) {
      if (node.op.kind === "reshape") open.push(node.output);
      else readers.push(node);
    }
  }
  return readers;
}
