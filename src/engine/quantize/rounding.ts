/**
 * Weights of one product layer to codes so that the layer's *output* changes least, not its weights: against the Gram matrix of its
 * inputs, towards the output of the float network, with scales fitted to the codes and the remaining mean error moved into the bias.
 */
import { maxCode, type Bits } from "../base/bits";
import type { Gram } from "./gram";
import { closestSteps } from "./roundingExact";
import { descend } from "./roundingDescent";
import { factorGram, type Factor } from "./roundingFactor";
import { LANES, restoreRows, roundRows, solveRows, transformRows, type Lanes } from "./roundingRows";
import { dampedImportance, searchGrids, type ChannelGrid, type WeightGrid } from "./weightQuantizer";

export interface RoundedLayer {
  readonly grid: WeightGrid;
  /** Real, [O]: with it the mean of every output channel over the samples is the float network's. */
  readonly bias: Float64Array;
}

export interface RoundingOptions {
  /** λ as a share of the mean diagonal of H. */
  readonly damping: number;
  /**
   * How far the weights follow the float network's output: they aim at W + pull·W·C·(H + λI)⁻¹. 1 is the least-squares answer on the
   * samples, and less is better on others.
   */
  readonly pull: number;
}

export const DEFAULT_ROUNDING: RoundingOptions = { damping: 0.01, pull: 0.7 };
const X = (globalThis as unknown as { EXPERIMENT: Record<string, number> | undefined }).EXPERIMENT ?? {};

/** Rows this short are searched exhaustively. */
const EXACT_COLUMNS = 12;
/** Zero points tried against the Gram matrix, best first by the diagonal alone. */
const ZERO_POINTS: Readonly<Record<Bits, number>> = { 8: 1, 4: 2, 2: 4 };
/** Rounding again on the scale that fits the codes; errors hardly fall after that. */
const REFITS: Readonly<Record<Bits, number>> = { 8: 1, 4: 2, 2: 3 };

/**
 * @param weights [channels][columns], columns as in the Gram matrix
 * @param bias [channels], the float layer's
 */
export function roundLayer(
  weights: Float32Array,
  bias: Float64Array,
  gram: Gram,
  widths: readonly Bits[],
  options: RoundingOptions = DEFAULT_ROUNDING,
): ReadonlyMap<Bits, RoundedLayer> {
  const { groups, columns } = gram;
  const channels = bias.length;
  const results = new Map(
    widths.map((bits) => [
      bits,
      {
        grid: {
          bits,
          codes: new Uint8Array(weights.length),
          scales: new Float64Array(channels),
          zeroPoints: new Uint8Array(channels),
        },
        bias: Float64Array.from(bias),
      },
    ]),
  );
  const perGroup = channels / groups;
  for (let group = 0; group < groups; group++) {
    const second = gram.second.subarray(group * columns * columns, (group + 1) * columns * columns);
    const cross = gram.cross?.subarray(group * columns * columns, (group + 1) * columns * columns);
    const factor = factorGram(second, columns, options.damping);
    const importance = importanceOf(second, factor);
    for (let first = group * perGroup; first < (group + 1) * perGroup; first += LANES) {
      const lanes = Math.min(LANES, (group + 1) * perGroup - first);
      const rows = interleave(weights, first, lanes, factor);
      const transformed = transformRows(factor, rows);
      if (cross && options.pull > 0) {
        const change = solveRows(factor, interleaveProducts(weights, first, lanes, factor, cross));
        for (let i = 0; i < change.length; i++) {
          transformed[i] = (transformed[i] as number) + options.pull * (change[i] as number);
        }
      }
      const aims = restoreRows(factor, transformed);
      for (const [bits, { grid }] of results) {
        roundBlock({ factor, second, importance, rows, transformed, aims, bits, lanes }).forEach(({ steps, found }, lane) => {
          const channel = first + lane;
          grid.scales[channel] = found.scale;
          grid.zeroPoints[channel] = found.zeroPoint;
          factor.order.forEach((column, k) => {
            grid.codes[channel * columns + column] = (steps[k] as number) + found.zeroPoint;
          });
        });
      }
    }
  }
  for (const result of results.values()) correctBias(result, weights, gram, perGroup);
  return results;
}

interface Block {
  readonly factor: Factor;
  readonly second: Float64Array;
  /** Of the diagonal, in the factor's order. */
  readonly importance: Float32Array;
  /** The float weights, b, and the weights that b stands for. */
  readonly rows: Lanes;
  readonly transformed: Lanes;
  readonly aims: Lanes;
  readonly bits: Bits;
  readonly lanes: number;
}

interface BestRow {
  readonly steps: Float64Array;
  readonly found: ChannelGrid;
  readonly error: number;
}

function roundBlock(block: Block): readonly BestRow[] {
  const { factor, importance, transformed, aims, bits, lanes } = block;
  const top = maxCode(bits);
  const grids = Array.from({ length: LANES }, (_, lane) => searchGrids(laneOf(aims, lane), bits, importance));
  const best: (BestRow | undefined)[] = [];
  const attempt = (start: readonly ChannelGrid[], refits: number, given?: Lanes): void => {
    let tried = start;
    for (let refit = 0; ; refit++) {
      const rounded = roundRows(factor, transformed, tried, top, given);
      for (let lane = 0; lane < lanes; lane++) {
        const error = rounded.errors[lane] as number;
        const found = tried[lane] as ChannelGrid;
        if (error < (best[lane]?.error ?? Infinity)) {
          best[lane] = { steps: Float64Array.from(laneOf(rounded.steps, lane)), found, error };
        }
      }
      if (refit === refits) return;
      tried = tried.map((grid, lane) => {
        const scale = rounded.refits[lane] as number;
        return scale > 0 ? { scale, zeroPoint: grid.zeroPoint } : grid;
      });
    }
  };
  const nth = (n: number): readonly ChannelGrid[] =>
    grids.map((candidates) => (candidates[n] ?? candidates[0]) as ChannelGrid);
  for (let n = 0; n < ZERO_POINTS[bits]; n++) attempt(nth(n), REFITS[bits]);
  // What rounding to nearest would have done is one of the candidates, so that compensation never does worse by this measure.
  attempt(nth(0), 0, nearestSteps(block.rows, nth(0), top));
  if (factor.columns <= EXACT_COLUMNS) searchExactly(block, best, top);
  if (X["scales"]) {
    const list = X["scales"] === 1 ? [0.92, 0.96, 1.04, 1.08] : [0.8, 0.85, 0.9, 0.95, 1.05, 1.1, 1.2];
    const start = filled(best.map((row) => row?.found ?? { scale: 1, zeroPoint: 0 }));
    for (const f of list) attempt(start.map((g) => ({ ...g, scale: g.scale * f })), 1);
  }
  if (X["descent"] && factor.columns > EXACT_COLUMNS && bits < 8) {
    const inverse = factor.order;
    for (let round = 0; round < 2; round++) {
    best.forEach((row, lane) => {
      if (!row) return;
      const aim = new Float64Array(factor.columns), steps = new Float64Array(factor.columns);
      inverse.forEach((column, k) => { aim[column] = aims[k * LANES + lane] as number; steps[column] = row.steps[k] as number; });
      const fallen = descend(block.second, factor.lambda, aim, steps, row.found, top);
      best[lane] = { ...row, steps: Float64Array.from(inverse, (column) => steps[column] as number), error: row.error - fallen };
    });
    const { refits } = roundRows(factor, transformed, filled(best.map((row) => row?.found as ChannelGrid)), top, interleaveSteps(best, factor.columns));
    best.forEach((row, lane) => { if (row && (refits[lane] as number) > 0) best[lane] = { ...row, found: { scale: refits[lane] as number, zeroPoint: row.found.zeroPoint } }; });
    }
  }
  // The codes stand; their scale is fitted once more.
  const fitted = best.map((row) => row?.found ?? (grids[0]?.[0] as ChannelGrid));
  const { refits } = roundRows(factor, transformed, filled(fitted), top, interleaveSteps(best, factor.columns));
  return best.map((row, lane) => {
    if (!row) throw new Error("a row was not rounded");
    const scale = refits[lane] as number;
    return scale > 0 ? { ...row, found: { scale, zeroPoint: row.found.zeroPoint } } : row;
  });
}

/** Enumerates codes on the best grid and on the grids that fit what is found, while that helps. */
function searchExactly({ factor, transformed, lanes }: Block, best: (BestRow | undefined)[], top: number): void {
  for (let round = 0; round < 4; round++) {
    let hasImproved = false;
    const { refits } = roundRows(
      factor,
      transformed,
      filled(best.map((row) => row?.found ?? { scale: 1, zeroPoint: 0 })),
      top,
      interleaveSteps(best, factor.columns),
    );
    for (let lane = 0; lane < lanes; lane++) {
      const known = best[lane];
      if (!known) continue;
      const scale = refits[lane] as number;
      const found = round > 0 && scale > 0 ? { scale, zeroPoint: known.found.zeroPoint } : known.found;
      const better = closestSteps(factor, transformed, lane, found, top, known.error);
      if (!better) continue;
      best[lane] = { ...better, found };
      hasImproved = true;
    }
    if (!hasImproved && round > 0) return;
  }
}

/** b + W·μ̂ − Ŵ·μ. */
function correctBias({ grid, bias }: RoundedLayer, weights: Float32Array, gram: Gram, perGroup: number): void {
  const { columns } = gram;
  for (let channel = 0; channel < bias.length; channel++) {
    const from = Math.floor(channel / perGroup) * columns;
    const scale = grid.scales[channel] as number;
    const zeroPoint = grid.zeroPoints[channel] as number;
    let shift = 0;
    for (let k = 0; k < columns; k++) {
      const at = channel * columns + k;
      shift += (weights[at] as number) * (gram.exactMean[from + k] as number);
      shift -= scale * ((grid.codes[at] as number) - zeroPoint) * (gram.mean[from + k] as number);
    }
    bias[channel] = (bias[channel] as number) + shift;
  }
}

function importanceOf(second: Float64Array, { order, columns }: Factor): Float32Array {
  return dampedImportance(
    columns,
    Float32Array.from(order, (column) => second[column * columns + column] as number),
  );
}

function interleave(weights: Float32Array, first: number, lanes: number, { order, columns }: Factor): Lanes {
  const rows = new Float64Array(columns * LANES);
  for (let lane = 0; lane < lanes; lane++) {
    const from = (first + lane) * columns;
    for (let k = 0; k < columns; k++) rows[k * LANES + lane] = weights[from + (order[k] as number)] as number;
  }
  return rows;
}

/** W·C of four rows, in the factor's order. */
function interleaveProducts(
  weights: Float32Array,
  first: number,
  lanes: number,
  { order, columns }: Factor,
  cross: Float64Array,
): Lanes {
  const products = new Float64Array(columns * LANES);
  const sums = new Float64Array(columns);
  for (let lane = 0; lane < lanes; lane++) {
    sums.fill(0);
    for (let i = 0; i < columns; i++) {
      const weight = weights[(first + lane) * columns + i] as number;
      if (weight === 0) continue;
      const row = i * columns;
      for (let j = 0; j < columns; j++) sums[j] = (sums[j] as number) + weight * (cross[row + j] as number);
    }
    for (let k = 0; k < columns; k++) products[k * LANES + lane] = sums[order[k] as number] as number;
  }
  return products;
}

function laneOf(lanes: Lanes, lane: number): Float32Array {
  return Float32Array.from({ length: lanes.length / LANES }, (_, k) => lanes[k * LANES + lane] as number);
}

function interleaveSteps(rows: readonly (BestRow | undefined)[], columns: number): Lanes {
  const lanes = new Float64Array(columns * LANES);
  rows.forEach((row, lane) => {
    if (row) for (let k = 0; k < columns; k++) lanes[k * LANES + lane] = row.steps[k] as number;
  });
  return lanes;
}

function filled(grids: readonly ChannelGrid[]): readonly ChannelGrid[] {
  return Array.from({ length: LANES }, (_, lane) => grids[lane] ?? { scale: 1, zeroPoint: 0 });
}

function nearestSteps(rows: Lanes, grids: readonly ChannelGrid[], top: number): Lanes {
  return rows.map((value, i) => {
    const { scale, zeroPoint } = grids[i % LANES] as ChannelGrid;
    return Math.min(top - zeroPoint, Math.max(-zeroPoint, Math.round(value / scale)));
  });
}
