/**
 * Where the network's layers lie in its picture: from top to bottom as they run, laid out by dagre. A network is cut at the layers through
 * which everything passes. Boxes are of one size, so pieces with the same edges have the same layout: the blocks that a network repeats are
 * laid out once, and a chain needs no layout at all.
 */
import { graphlib, layout as dagreLayout } from "@dagrejs/dagre";
import type { GraphEdge, NetworkGraph } from "./networkGraph";

/** Pixels at a zoom of 1. */
export const NODE_WIDTH = 236;
export const NODE_HEIGHT = 46;
/** Between boxes one below the other: room for the shape beside the edge. */
export const GAP = 34;
const GAP_BESIDE = 26;
/** Around everything: room for frames. */
const MARGIN = 34;

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface EdgeRoute extends GraphEdge {
  /** From the lower side of one box to the upper side of the other. */
  readonly points: readonly Point[];
}

export interface GraphLayout {
  readonly width: number;
  readonly height: number;
  /** Middles of the boxes, by step. */
  readonly middles: readonly Point[];
  readonly routes: readonly EdgeRoute[];
}

/** A part of the network, its steps counted from 0. */
interface Piece {
  readonly nodes: number;
  readonly edges: readonly GraphEdge[];
}

interface PieceLayout {
  readonly middles: readonly Point[];
  readonly routes: readonly EdgeRoute[];
}

export function layoutGraph(graph: NetworkGraph): GraphLayout {
  const known = new Map<string, PieceLayout>();
  const middles: Point[] = [];
  const routes: EdgeRoute[] = [];
  for (const [first, last] of piecesOf(graph)) {
    const edges = graph.edges
      .filter(({ from, to }) => from >= first && to <= last)
      .map(({ from, to }) => ({ from: from - first, to: to - first }));
    const key = `${last - first} ${edges.map(({ from, to }) => `${from}-${to}`).join(" ")}`;
    const piece = known.get(key) ?? layoutPiece({ nodes: last - first + 1, edges });
    known.set(key, piece);
    // The layer at which the network was cut ends one piece and begins the next.
    const [joint, start] = [middles[first], piece.middles[0]];
    const by = joint && start ? { x: joint.x - start.x, y: joint.y - start.y } : { x: 0, y: 0 };
    const moved = ({ x, y }: Point): Point => ({ x: x + by.x, y: y + by.y });
    piece.middles.forEach((middle, i) => void (middles[first + i] = moved(middle)));
    for (const { from, to, points } of piece.routes)
      routes.push({ from: from + first, to: to + first, points: points.map(moved) });
  }
  return framed(middles, routes);
}

/**
 * First and last step of each piece. A layer cuts where no edge passes it by and where it alone is the lower end of what is above; of what
 * is not connected so, nothing is cut.
 */
export function piecesOf({ nodes, edges, before, after }: NetworkGraph): readonly (readonly [number, number])[] {
  const farthest = Array.from({ length: nodes }, () => 0);
  for (const { from, to } of edges) farthest[from] = Math.max(farthest[from] ?? 0, to);
  const pieces: [number, number][] = [];
  let first = 0;
  let reach = 0;
  let hasLooseEnd = false;
  for (let step = 0; step < nodes - 1; step++) {
    const isBelow = (before[step]?.length ?? 0) > 0;
    if (step > first && first > 0 && !isBelow) hasLooseEnd = true;
    if (step > first && reach <= step && !hasLooseEnd && isBelow && (after[step]?.length ?? 0) > 0) {
      pieces.push([first, step]);
      first = step;
    }
    if ((after[step]?.length ?? 0) === 0) hasLooseEnd = true;
    reach = Math.max(reach, farthest[step] ?? 0);
  }
  if (nodes > 0) pieces.push([first, nodes - 1]);
  return pieces;
}

function layoutPiece({ nodes, edges }: Piece): PieceLayout {
  const graph = new graphlib.Graph();
  graph.setGraph({ rankdir: "TB", ranksep: GAP, nodesep: GAP_BESIDE, edgesep: GAP_BESIDE });
  for (let node = 0; node < nodes; node++) graph.setNode(String(node), { width: NODE_WIDTH, height: NODE_HEIGHT });
  for (const { from, to } of edges) graph.setEdge(String(from), String(to), {});
  dagreLayout(graph);
  const middles = Array.from({ length: nodes }, (_, node) => pointOf(graph.node(String(node))));
  return {
    middles,
    routes: edges.map(({ from, to }) => {
      const bends = bendsOf(graph.edge(String(from), String(to)));
      const [start, end] = [middles[from] ?? ORIGIN, middles[to] ?? ORIGIN];
      const [first, last] = [bends[0] ?? end, bends.at(-1) ?? start];
      return { from, to, points: [leaving(start, first, 1), ...bends, leaving(end, last, -1)] };
    }),
  };
}

const ORIGIN: Point = { x: 0, y: 0 };
/** Edges keep away from a box's corners. */
const CORNER = 12;

/** Where the line from a box's middle to a point crosses its lower (1) or upper (-1) side; a flat line leaves through that side too. */
function leaving(middle: Point, towards: Point, side: 1 | -1): Point {
  const rise = Math.abs(towards.y - middle.y);
  const x = rise === 0 ? 0 : ((towards.x - middle.x) / rise) * (NODE_HEIGHT / 2);
  const most = NODE_WIDTH / 2 - CORNER;
  return { x: middle.x + Math.min(most, Math.max(-most, x)), y: middle.y + (side * NODE_HEIGHT) / 2 };
}

/** dagre's labels are of any type. */
function pointOf(label: unknown): Point {
  if (typeof label !== "object" || label === null || !("x" in label) || !("y" in label)) return ORIGIN;
  return typeof label.x === "number" && typeof label.y === "number" ? { x: label.x, y: label.y } : ORIGIN;
}

/** The points of an edge between its ends. */
function bendsOf(label: unknown): readonly Point[] {
  if (typeof label !== "object" || label === null || !("points" in label) || !Array.isArray(label.points)) return [];
  return label.points.slice(1, -1).map(pointOf);
}

/** Everything moved to where the margin ends. */
function framed(middles: readonly Point[], routes: readonly EdgeRoute[]): GraphLayout {
  if (middles.length === 0) return { width: 0, height: 0, middles, routes };
  const bends = routes.flatMap(({ points }) => points);
  const [halfWidth, halfHeight] = [NODE_WIDTH / 2, NODE_HEIGHT / 2];
  const left = Math.min(...middles.map(({ x }) => x - halfWidth), ...bends.map(({ x }) => x)) - MARGIN;
  const top = Math.min(...middles.map(({ y }) => y - halfHeight)) - MARGIN;
  const right = Math.max(...middles.map(({ x }) => x + halfWidth), ...bends.map(({ x }) => x)) + MARGIN;
  const bottom = Math.max(...middles.map(({ y }) => y + halfHeight)) + MARGIN;
  const moved = ({ x, y }: Point): Point => ({ x: x - left, y: y - top });
  return {
    width: right - left,
    height: bottom - top,
    middles: middles.map(moved),
    routes: routes.map((route) => ({ ...route, points: route.points.map(moved) })),
  };
}

/** The edge as a path of SVG: straight where it is, round where it bends. */
export function pathOf(points: readonly Point[]): string {
  const [start, ...rest] = points;
  const end = rest.at(-1);
  if (!start || !end) return "";
  const told = ({ x, y }: Point): string => `${rounded(x)} ${rounded(y)}`;
  const bends = rest.slice(0, -1).map((bend, i) => {
    const next = rest[i + 1] ?? end;
    const isLast = i === rest.length - 2;
    return `Q${told(bend)} ${told(isLast ? end : { x: (bend.x + next.x) / 2, y: (bend.y + next.y) / 2 })}`;
  });
  return `M${told(start)}${bends.length > 0 ? bends.join("") : `L${told(end)}`}`;
}

function rounded(value: number): number {
  return Math.round(value * 10) / 10;
}
