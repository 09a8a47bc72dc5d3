/**
 * What patch-based inference would need, for comparison (Lin et al. 2021, MCUNetV2): the first layers run on an n×n grid of output tiles,
 * one tile after the other, and only the last of them keeps its whole output; the rest runs layer by layer. Tiles overlap in everything
 * that lies under their windows, and what overlaps is computed again. Nothing here is ever planned or generated.
 *
 * Tiles end at the border of the image, as favourable to patches as can be. The whole input is counted: every tile reads its own part.
 */
import {
  activationBits,
  activationBytes,
  activationOf,
  wideLayers,
  type Layer,
  type Network,
  type Policy,
} from "../../ir/network";
import type { Window } from "../../ir/op";
import { roomOf } from "../../layers/rooms";
import { scratchBytes } from "../accounts/kernelCosts";
import { layerAt, lifetimesOf, type Lifetime } from "../arena/lifetimes";
import { PATCHED_TILES } from "../arena/planningLimits";
import { answersOfKind, type Planner } from "../execution/planner";
import type { AccountName } from "../types";

export interface PatchPlan {
  /** Tiles along height and along width. */
  readonly grid: number;
  /** Layers of the order that run tile by tile. */
  readonly layers: number;
  /** The greatest live sum. */
  readonly peakBytes: number;
  /** What is computed again, against all multiply-accumulates of the network. */
  readonly extraMacsPercent: number;
}

interface PatchOptions {
  readonly order: readonly number[];
  /** By layer index. */
  readonly scratch: readonly number[];
  /** By layers and grid. */
  readonly geometries: Map<string, Geometry>;
}

const GRIDS: readonly number[] = [2, 3, 4, 5, 6, 7, 8];

/**
 * The stage and grid of least peak; of equal peaks the fewest extra multiply-accumulates. Undefined where no layer can run in tiles. In very
 * deep networks long stages are not tried (planningLimits.ts): their tiles overlap in nearly everything.
 * @param liveBytes alive at each position of the order, layer by layer: what the layers behind the tiles need
 */
export function bestPatches(
  planner: Planner,
  policy: Policy,
  account: AccountName,
  order: readonly number[],
  liveBytes: readonly number[],
): PatchPlan | undefined {
  const key = planner.keyOf(policy, account, order, liveBytes);
  return planner.once(PATCHES, key, () => findPatches(planner, policy, account, order, liveBytes));
}

/** Weights do not matter: an edit of one asks again for what is known. */
const PATCHES = answersOfKind<PatchPlan | undefined>(8);

function findPatches(
  planner: Planner,
  policy: Policy,
  account: AccountName,
  order: readonly number[],
  liveBytes: readonly number[],
): PatchPlan | undefined {
  const { network } = planner;
  const wide = wideLayers(network, policy);
  const scratch = network.layers.map((layer) =>
    account === "linked" ? scratchBytes(network, layer, wide.has(layer.index)) : 0,
  );
  const geometries = planner.once(GEOMETRIES, order.join(), () => new Map<string, Geometry>());
  const options = { order, scratch, geometries };
  const restFrom = greatestFrom(liveBytes);
  let best: PatchPlan | undefined;
  let work = 0;
  for (const end of stageEnds(network, order)) {
    work += GRIDS.reduce((sum, grid) => sum + end * grid, 0);
    if (work > PATCHED_TILES) break;
    const restBytes = restFrom[end] ?? 0;
    const wholeBytes = wholeBytesOf(network, policy, order[end - 1]);
    if (best && Math.max(restBytes, wholeBytes) > best.peakBytes) continue;
    for (const grid of GRIDS) {
      const worst = best?.peakBytes ?? Infinity;
      const plan = planOf(network, policy, options, end, grid, { restBytes, wholeBytes, worst });
      const isBetter =
        plan &&
        (!best ||
          plan.peakBytes < best.peakBytes ||
          (plan.peakBytes === best.peakBytes && plan.extraMacsPercent < best.extraMacsPercent));
      if (isBetter) best = plan;
    }
  }
  return best;
}

/** The greatest of the values at a position and behind it. */
function greatestFrom(values: readonly number[]): readonly number[] {
  const greatest = [...values];
  for (let i = greatest.length - 2; i >= 0; i--) greatest[i] = Math.max(greatest[i] ?? 0, greatest[i + 1] ?? 0);
  return greatest;
}

/** Whether an output tile needs a rectangle of each input. */
function runsInTiles(layer: Layer): boolean {
  return "kernel" in layer || roomOf(layer).isElementwise;
}

/** Positions at which a stage may end: nothing but the last output and the network's input is alive across them. */
function stageEnds(network: Network, order: readonly number[]): readonly number[] {
  const lifetimes = lifetimesOf(network, order);
  const ends: number[] = [];
  for (const [step, index] of order.entries()) {
    const layer = layerAt(network, index);
    const shapes = [...layer.inputs, layer.output].map((id) => activationOf(network, id).shape);
    const isBroadcast = shapes.slice(1, -1).some(([height, width]) => height * width === 1);
    if (!runsInTiles(layer) || isBroadcast) break;
    const crossing = lifetimes.filter((lifetime, id) => isAcross(lifetime, step) && id !== layer.output);
    const [height, width] = activationOf(network, layer.output).shape;
    if (crossing.length === 0 && height > 1 && width > 1) ends.push(step + 1);
  }
  return ends;
}

/** The input and the stage's output, of which every tile has its part. */
function wholeBytesOf(network: Network, policy: Policy, last: number | undefined): number {
  const outputs = last === undefined ? [] : [layerAt(network, last).output];
  return [...network.inputs, ...outputs].reduce((sum, id) => sum + activationBytes(network, policy, id), 0);
}

function isAcross(lifetime: Lifetime | undefined, step: number): boolean {
  return lifetime !== undefined && lifetime.firstStep <= step && step < lifetime.lastStep;
}

/** @returns undefined too where the plan is worse than one that is known */
function planOf(
  network: Network,
  policy: Policy,
  { order, scratch, geometries }: PatchOptions,
  end: number,
  grid: number,
  { restBytes, wholeBytes, worst }: { readonly restBytes: number; readonly wholeBytes: number; readonly worst: number },
): PatchPlan | undefined {
  const layers = order.slice(0, end).map((index) => layerAt(network, index));
  const output = layers.at(-1)?.output;
  if (output === undefined) return undefined;
  const [height, width] = activationOf(network, output).shape;
  if (height < grid || width < grid) return undefined;
  const { rows, columns } = geometryOf(geometries, network, layers, grid);
  const lastSteps = new Map<number, number>();
  layers.forEach(({ inputs }, step) => inputs.forEach((id) => lastSteps.set(id, step)));
  const inner = layers.slice(0, -1).map(({ output: id }, made): Inner => {
    const bits = activationOf(network, id).shape[2] * activationBits(network, policy, id);
    const lastStep = lastSteps.get(id) ?? made;
    return { made, lastStep, pixelBits: bits, rows: rows[made] ?? [], columns: columns[made] ?? [] };
  });
  const peakBytes = wholeBytes + tilePeakBytes(layers, inner, scratch, grid, worst - wholeBytes);
  if (peakBytes > worst) return undefined;
  const macs = layers.reduce((sum, layer, i) => {
    const { shape } = activationOf(network, layer.output);
    return sum + (layer.macs / (shape[0] * shape[1])) * total(rows[i]) * total(columns[i]);
  }, 0);
  const once = layers.reduce((sum, layer) => sum + layer.macs, 0);
  const all = network.layers.reduce((sum, layer) => sum + layer.macs, 0);
  return {
    grid,
    layers: end,
    peakBytes: Math.max(peakBytes, restBytes),
    extraMacsPercent: all === 0 ? 0 : (100 * (macs - once)) / all,
  };
}

/** A tensor of which only the current tile exists. The stage's output goes into its whole tensor at once. */
interface Inner {
  readonly made: number;
  readonly lastStep: number;
  /** Bits of all channels of one pixel. */
  readonly pixelBits: number;
  /** By tile along the axis. */
  readonly rows: readonly number[];
  readonly columns: readonly number[];
}

/** The greatest live sum within any tile, or of those looked at until one was above `worst`. */
function tilePeakBytes(
  layers: readonly Layer[],
  inner: readonly Inner[],
  scratch: readonly number[],
  grid: number,
  worst: number,
): number {
  let peakBytes = 0;
  let alive: Inner[] = [];
  for (const [step, { index }] of layers.entries()) {
    // In the order in which they are made: inner[step] is the output of layer `step`.
    const made = inner[step];
    alive = alive.filter(({ lastStep }) => step <= lastStep);
    if (made) alive.push(made);
    for (let y = 0; y < grid; y++) {
      for (let x = 0; x < grid; x++) {
        let bytes = scratch[index] ?? 0;
        for (const { rows, columns, pixelBits } of alive) {
          bytes += Math.ceil(((rows[y] as number) * (columns[x] as number) * pixelBits) / 8);
        }
        if (bytes > peakBytes) peakBytes = bytes;
      }
    }
    if (peakBytes > worst) return peakBytes;
  }
  return peakBytes;
}

interface Geometry {
  readonly rows: readonly (readonly number[])[];
  readonly columns: readonly (readonly number[])[];
}

/** No width changes them, and an edit must answer while the person still looks. */
const GEOMETRIES = answersOfKind<Map<string, Geometry>>(2);

/** @param known those of one order */
function geometryOf(known: Map<string, Geometry>, network: Network, layers: readonly Layer[], grid: number): Geometry {
  const key = `${layers.length} ${grid}`;
  const geometry = known.get(key) ?? {
    rows: extentsOf(network, layers, 0, grid),
    columns: extentsOf(network, layers, 1, grid),
  };
  known.set(key, geometry);
  return geometry;
}

/** By layer and tile: rows (axis 0) or columns (axis 1) of its output that one tile of the last output needs. */
function extentsOf(
  network: Network,
  layers: readonly Layer[],
  axis: 0 | 1,
  grid: number,
): readonly (readonly number[])[] {
  const last = layers.at(-1);
  const size = last ? activationOf(network, last.output).shape[axis] : 0;
  const extents = layers.map(() => new Array<number>(grid).fill(0));
  if (!last) return extents;
  /** By activation: the first and the last row that a tile needs; no tile has needed any where `seen` is another's. */
  const firsts = new Int32Array(network.activations.length);
  const lasts = new Int32Array(network.activations.length);
  const seen = new Int32Array(network.activations.length).fill(-1);
  for (let tile = 0; tile < grid; tile++) {
    seen[last.output] = tile;
    firsts[last.output] = Math.floor((size * tile) / grid);
    lasts[last.output] = Math.floor((size * (tile + 1)) / grid) - 1;
    for (let i = layers.length - 1; i >= 0; i--) {
      const layer = layers[i] as Layer;
      if (seen[layer.output] !== tile) continue;
      const from = firsts[layer.output] as number;
      const to = lasts[layer.output] as number;
      (extents[i] as number[])[tile] = Math.max(0, to - from + 1);
      for (const id of layer.inputs) {
        const isWindow = "kernel" in layer;
        const first = isWindow ? firstUnder(layer, axis, from) : from;
        const end = isWindow ? lastUnder(layer, axis, activationOf(network, id).shape[axis], to) : to;
        firsts[id] = seen[id] === tile ? Math.min(firsts[id] as number, first) : first;
        lasts[id] = seen[id] === tile ? Math.max(lasts[id] as number, end) : end;
        seen[id] = tile;
      }
    }
  }
  return extents;
}

/** The first input row under the window of an output row that lies inside the image. */
function firstUnder({ strides, pads }: Window, axis: 0 | 1, output: number): number {
  return Math.max(0, output * strides[axis] - pads[axis]);
}

function lastUnder({ kernel, strides, pads, dilations }: Window, axis: 0 | 1, size: number, output: number): number {
  return Math.min(size - 1, output * strides[axis] - pads[axis] + (kernel[axis] - 1) * dilations[axis]);
}

function total(extents: readonly number[] = []): number {
  return extents.reduce((sum, extent) => sum + extent, 0);
}
