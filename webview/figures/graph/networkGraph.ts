/**
 * The network as a graph: layers are nodes, numbered by the step at which they run, and an edge leads from the layer that makes an
 * activation to each layer that reads it. Which node a key leads to is decided here too, without a page.
 */
import type { Report } from "../../../src/protocol/files/report";

export interface GraphEdge {
  /** Steps: `from` makes what `to` reads, so it is less. */
  readonly from: number;
  readonly to: number;
}

export interface NetworkGraph {
  readonly nodes: number;
  /** Ascending `to`, then in the order of the operands. */
  readonly edges: readonly GraphEdge[];
  /** Steps that each step reads from, and is read by, both ascending. */
  readonly before: readonly (readonly number[])[];
  readonly after: readonly (readonly number[])[];
}

export function networkGraph({ layers }: Pick<Report, "layers">): NetworkGraph {
  const steps = new Map(layers.map(({ name }, step) => [name, step]));
  const edges = layers.flatMap(({ inputs }, to) =>
    inputs.flatMap((name) => {
      const from = steps.get(name);
      return from === undefined || from >= to ? [] : [{ from, to }];
    }),
  );
  const before = layers.map((): number[] => []);
  const after = layers.map((): number[] => []);
  for (const { from, to } of edges) {
    before[to]?.push(from);
    after[from]?.push(to);
  }
  for (const list of [...before, ...after]) list.sort((a, b) => a - b);
  return { nodes: layers.length, edges, before, after };
}

export type GraphKey = "up" | "down" | "left" | "right" | "home" | "end";

/** Where a layer's box is, as far as keys need it: the middle, in units of the layout. */
export interface Middle {
  readonly x: number;
  readonly y: number;
}

/**
 * The step that a key leads to from `step`. Down and up follow the edge to the layer that runs next or ran last, or with `far` the longest
 * edge; left and right go to the layer beside it; null: nowhere.
 */
export function stepTowards(
  graph: NetworkGraph,
  middles: readonly Middle[],
  step: number | null,
  key: GraphKey,
  far: boolean,
): number | null {
  if (graph.nodes === 0) return null;
  if (key === "end") return graph.nodes - 1;
  if (step === null || key === "home") return 0;
  switch (key) {
    case "down":
      return graph.after[step]?.at(far ? -1 : 0) ?? null;
    case "up":
      return graph.before[step]?.at(far ? 0 : -1) ?? null;
    case "left":
    case "right":
      return beside(middles, step, key === "left" ? -1 : 1);
  }
}

/** The nearest layer at the same height, to one side. */
function beside(middles: readonly Middle[], step: number, side: -1 | 1): number | null {
  const own = middles[step];
  if (!own) return null;
  let best: { readonly step: number; readonly distance: number } | null = null;
  middles.forEach(({ x, y }, other) => {
    const distance = (x - own.x) * side;
    if (y === own.y && distance > 0 && distance < (best?.distance ?? Infinity)) best = { step: other, distance };
  });
  return (best as { readonly step: number } | null)?.step ?? null;
}
