/**
 * Weights of one product layer to codes so that the layer's *output* changes least, not its weights: against the Gram matrix of its
 * inputs, towards the output of the float network, with scales fitted to the codes and the remaining mean error moved into the bias.
 */
import { maxCode, realOf, type WeightBits } from "../../base/bits";
import { invariant } from "../../base/outcome";
import { levelsOf, nearestCode, nearestCodes } from "../../base/levels";
import type { Gram } from "./gram";
import { closestSteps } from "./roundingExact";
import { factorGram, type Factor } from "./roundingFactor";
import { roundingPass, type Grids, type Pass } from "./roundingPass";
import type { MatrixProducts } from "./roundingProducts";
import { channelOnLevels, fitLevels } from "../fitLevels";
import { dampedImportance, searchGrids, type ChannelGrid, type WeightGrid } from "../weightQuantizer";

export interface RoundedLayer {
  readonly grid: WeightGrid;
  /** Real, [O]: with it the mean of every output channel over the samples is the float network's. */
  readonly bias: Float64Array;
}

export interface RoundingOptions {
  /**
   * The most that λ is as a share of the mean diagonal of H: too little fits the samples and not others. Layers with few weights beside
   * the observations need less of it.
   */
  readonly damping: number;
  /**
   * How far the weights follow the float network's output: they aim at W + pull·W·C·(H + λI)⁻¹. 1 is the least-squares answer on the
   * samples, and less is better on others.
   */
  readonly pull: number;
}

/**
 * Measured on 655 images that nothing was fitted to, 256 samples, all weights at 4 bits. Loss of MCUNet and of MobileNetV2 by most damping,
 * DAMPING_OF_EVIDENCE and pull: 0.1, 0.4, 0.7: 0.153, 0.099; 0.5, 2, 0.85: 0.131, 0.094; 0.7, 3, 0.9: 0.130, 0.098; 1, 4, 1: 0.134, 0.092.
 * Differences of 0.004 are chance: the last bit of an input moves codes. Damping in proportion to each column's own energy is worse (0.139).
 * The taps of a kernel must not count as independent: ResNet-8's loss is 0.026 then, instead of 0.023.
 */
export const DEFAULT_ROUNDING: RoundingOptions = { damping: 0.7, pull: 0.9 };

const LEAST_DAMPING = 0.001;
/** Layers with about as many weights a channel as a quarter of the independent observations are damped fully. */
const DAMPING_OF_EVIDENCE = 3;

/** Rows this short are searched exhaustively. */
const EXACT_COLUMNS = 12;
/** Zero points tried against the Gram matrix, best first by the diagonal alone. */
const ZERO_POINTS: Readonly<Record<WeightBits, number>> = { 8: 1, 5: 1, 4: 2, 3: 3, 2: 4 };
/** Rounding again on the scale that fits the codes; errors hardly fall after that. */
const REFITS: Readonly<Record<WeightBits, number>> = { 8: 1, 5: 2, 4: 2, 3: 3, 2: 3 };
/** Scales tried around the best: rounding with feedback likes others than rounding to nearest does. */
const SCALES: Readonly<Record<WeightBits, readonly number[]>> = {
  8: [],
  5: [0.85, 0.9, 0.95, 1.05, 1.1],
  4: [0.8, 0.85, 0.9, 0.95, 1.05, 1.1, 1.2],
  3: [0.75, 0.83, 0.89, 0.95, 1.05, 1.12, 1.2],
  2: [0.7, 0.8, 0.87, 0.94, 1.06, 1.13, 1.25],
};

/**
 * @param weights [channels][columns], columns as in the Gram matrix
 * @param bias [channels], the float layer's
 * @param onLevels the widths at which codes stand for levels that are fitted here
 */
export async function roundLayer(
  weights: Float32Array,
  bias: Float64Array,
  gram: Gram,
  widths: readonly WeightBits[],
  products: MatrixProducts,
  options: RoundingOptions = DEFAULT_ROUNDING,
  onLevels: readonly WeightBits[] = [],
): Promise<ReadonlyMap<WeightBits, RoundedLayer>> {
  const { groups, columns } = gram;
  invariant(groups === 1 || onLevels.length === 0, "groups of channels share no table of levels");
  const channels = bias.length;
  const results = new Map(widths.map((bits) => [bits, emptyLayer(weights.length, bias, bits)]));
  const perGroup = channels / groups;
  for (let group = 0; group < groups; group++) {
    const first = group * perGroup;
    const rows = weights.subarray(first * columns, (first + perGroup) * columns);
    const task = await aimAt(rows, gram, group, products, options);
    for (const [bits, result] of results) {
      const levels = onLevels.includes(bits) ? levelsFor(task, bits) : undefined;
      if (levels) results.set(bits, { ...result, grid: { ...result.grid, levels } });
      const { grid } = result;
      const best = await roundGroup(task, bits, products, levels);
      grid.scales.set(best.scales, first);
      grid.zeroPoints.set(best.zeroPoints, first);
      const { order } = task.factor;
      for (let row = 0; row < perGroup; row++) {
        const zeroPoint = best.zeroPoints[row] as number;
        for (let k = 0; k < columns; k++) {
          const level = (best.steps[row * columns + k] as number) + zeroPoint;
          grid.codes[(first + row) * columns + (order[k] as number)] = levels ? nearestCode(levels, level) : level;
        }
      }
    }
  }
  for (const result of results.values()) correctBias(result, weights, gram, perGroup);
  return results;
}

function emptyLayer(elements: number, bias: Float64Array, bits: WeightBits): RoundedLayer {
  const scales = new Float64Array(bias.length);
  const zeroPoints = new Uint8Array(bias.length);
  return { grid: { bits, codes: new Uint8Array(elements), scales, zeroPoints }, bias: Float64Array.from(bias) };
}

/** The rows of one group in the factor's order of columns. */
interface Task {
  readonly factor: Factor;
  /** Of the diagonal. */
  readonly importance: Float32Array;
  /** The float weights, b of what they aim at, and what they aim at. */
  readonly exact: Float32Array;
  readonly aims: Float32Array;
  readonly targets: Float32Array;
}

/** λ's share for this layer: in proportion to its weights a channel over the observations behind H. */
export function dampingOf({ columns, evidence }: Gram, damping: number): number {
  return Math.min(damping, Math.max(LEAST_DAMPING, (DAMPING_OF_EVIDENCE * columns) / evidence));
}

async function aimAt(
  weights: Float32Array,
  gram: Gram,
  group: number,
  products: MatrixProducts,
  { damping, pull }: RoundingOptions,
): Promise<Task> {
  const { columns } = gram;
  const size = columns * columns;
  const second = gram.second.subarray(group * size, (group + 1) * size);
  const factor = factorGram(second, columns, dampingOf(gram, damping));
  const { order, feedback, weight, inverseRoot } = factor;
  const rows = weights.length / columns;
  const exact = new Float32Array(weights.length);
  for (let at = 0; at < weights.length; at += columns) {
    for (let k = 0; k < columns; k++) exact[at + k] = weights[at + (order[k] as number)] as number;
  }
  const aims = (await products.times(exact, feedback, rows, columns, columns)).map(
    (sum, i) => sum + (exact[i] as number),
  );
  let targets = exact;
  if (gram.cross && pull > 0) {
    // W·C·R⁻ᵀ is how far √D·b moves, and times R⁻¹ how far the weights do.
    const cross = transposedInOrder(gram.cross.subarray(group * size, (group + 1) * size), order);
    const drift = await products.times(exact, cross, rows, columns, columns);
    if (gram.beside) {
      const beside = gram.beside.cross;
      for (let at = 0; at < drift.length; at += columns) {
        for (let k = 0; k < columns; k++) {
          drift[at + k] = (drift[at + k] as number) + (beside[at + (order[k] as number)] as number);
        }
      }
    }
    const moved = await products.times(drift, inverseRoot, rows, columns, columns);
    const change = await products.times(moved, transposed(inverseRoot, columns), rows, columns, columns);
    for (let i = 0; i < aims.length; i++) {
      aims[i] = (aims[i] as number) + (pull * (moved[i] as number)) / Math.sqrt(weight[i % columns] as number);
    }
    targets = exact.map((value, i) => value + pull * (change[i] as number));
  }
  const diagonal = Float32Array.from(order, (column) => second[column * columns + column] as number);
  return { factor, importance: dampedImportance(columns, diagonal), exact, aims, targets };
}

/** The least error found for each row, and what reaches it. */
class Best {
  readonly steps: Float32Array;
  readonly scales: Float64Array;
  readonly zeroPoints: Uint8Array;
  readonly errors: Float64Array;

  constructor(
    rows: number,
    private readonly columns: number,
  ) {
    this.steps = new Float32Array(rows * columns);
    this.scales = new Float64Array(rows).fill(1);
    this.zeroPoints = new Uint8Array(rows);
    this.errors = new Float64Array(rows).fill(Infinity);
  }

  take({ steps, errors }: Pass, { scales, zeroPoints }: Grids): void {
    const { columns } = this;
    for (let row = 0; row < errors.length; row++) {
      if (!((errors[row] as number) < (this.errors[row] as number))) continue;
      this.errors[row] = errors[row] as number;
      this.scales[row] = scales[row] as number;
      this.zeroPoints[row] = zeroPoints[row] as number;
      this.steps.set(steps.subarray(row * columns, (row + 1) * columns), row * columns);
    }
  }
}

function levelsFor({ factor: { columns }, targets, importance }: Task, bits: WeightBits): Int16Array {
  return fitLevels(targets, targets.length / columns, bits, importance);
}

/** @param levels absent: the plain grid */
async function roundGroup(
  task: Task,
  bits: WeightBits,
  products: MatrixProducts,
  levels: Int16Array | undefined,
): Promise<Best> {
  const { factor, importance, exact, aims, targets } = task;
  const { columns } = factor;
  const rows = exact.length / columns;
  const top = maxCode(bits);
  const table = { top, ...(levels && { levels }) };
  const candidates = Array.from({ length: rows }, (_, row) => {
    const target = targets.subarray(row * columns, (row + 1) * columns);
    return levels ? [channelOnLevels(target, levels, importance)] : searchGrids(target, bits, importance);
  });
  const best = new Best(rows, columns);
  const attempt = async (start: Grids, refits: number): Promise<void> => {
    let grids = start;
    for (let refit = 0; ; refit++) {
      const pass = await roundingPass(factor, aims, grids, products);
      best.take(pass, grids);
      if (refit === refits) return;
      grids = refitted(grids, pass.refits);
    }
  };
  // What rounding to nearest would do comes first, so that compensation is never worse by this measure.
  const nearest = nthGrids(candidates, 0, table);
  best.take(await roundingPass(factor, aims, nearest, products, nearestSteps(exact, nearest)), nearest);
  const zeroPoints = levels ? 1 : ZERO_POINTS[bits];
  for (let n = 0; n < zeroPoints; n++) await attempt(nthGrids(candidates, n, table), REFITS[bits]);
  const around = { scales: best.scales.slice(), zeroPoints: best.zeroPoints.slice(), ...table };
  for (const share of SCALES[bits]) {
    await attempt({ ...around, scales: around.scales.map((scale) => scale * share) }, 1);
  }
  if (columns <= EXACT_COLUMNS) await searchExactly(task, best, table, levels ?? levelsOf({ bits }), products);
  // The codes stand; their scale is fitted once more.
  const grids = { scales: best.scales, zeroPoints: best.zeroPoints, ...table };
  const { refits } = await roundingPass(factor, aims, grids, products, best.steps);
  best.scales.set(refitted(grids, refits).scales);
  return best;
}

/** Enumerates codes on the best grid and on the grids that fit what is found, while that helps. */
async function searchExactly(
  { factor, aims }: Task,
  best: Best,
  table: Table,
  levels: Int16Array,
  products: MatrixProducts,
): Promise<void> {
  const { columns } = factor;
  let grids: Grids = { scales: best.scales.slice(), zeroPoints: best.zeroPoints.slice(), ...table };
  for (let round = 0; round < 4; round++) {
    let hasImproved = round === 0;
    for (let row = 0; row < best.errors.length; row++) {
      const found: ChannelGrid = { scale: grids.scales[row] as number, zeroPoint: grids.zeroPoints[row] as number };
      const aim = aims.subarray(row * columns, (row + 1) * columns);
      const better = closestSteps(factor, aim, found, levels, best.errors[row] as number);
      if (!better) continue;
      best.errors[row] = better.error;
      best.scales[row] = found.scale;
      best.steps.set(better.steps, row * columns);
      hasImproved = true;
    }
    if (!hasImproved) return;
    const { refits } = await roundingPass(factor, aims, { ...grids, scales: best.scales }, products, best.steps);
    grids = refitted({ ...grids, scales: best.scales }, refits);
  }
}

/** b + W·μ̂ − Ŵ·μ, and what the other operand of a sum lacks. */
function correctBias({ grid, bias }: RoundedLayer, weights: Float32Array, gram: Gram, perGroup: number): void {
  const { columns } = gram;
  const levels = levelsOf(grid);
  for (let channel = 0; channel < bias.length; channel++) {
    const from = Math.floor(channel / perGroup) * columns;
    const own = { scale: grid.scales[channel] as number, zeroPoint: grid.zeroPoints[channel] as number };
    let shift = gram.beside?.mean[channel] ?? 0;
    for (let k = 0; k < columns; k++) {
      const at = channel * columns + k;
      shift += (weights[at] as number) * (gram.exactMean[from + k] as number);
      shift -= realOf(levels[grid.codes[at] as number] as number, own) * (gram.mean[from + k] as number);
    }
    bias[channel] = (bias[channel] as number) + shift;
  }
}

type Table = Pick<Grids, "top" | "levels">;

function nthGrids(candidates: readonly (readonly ChannelGrid[])[], n: number, table: Table): Grids {
  const chosen = candidates.map((grids) => (grids[n] ?? grids[0]) as ChannelGrid);
  return {
    scales: Float64Array.from(chosen, ({ scale }) => scale),
    zeroPoints: Uint8Array.from(chosen, ({ zeroPoint }) => zeroPoint),
    ...table,
  };
}

function refitted(grids: Grids, refits: Float64Array): Grids {
  return {
    ...grids,
    scales: grids.scales.map((scale, row) => ((refits[row] as number) > 0 ? (refits[row] as number) : scale)),
  };
}

function nearestSteps(rows: Float32Array, { scales, zeroPoints, top, levels }: Grids): Float32Array {
  const columns = rows.length / scales.length;
  const codeAt = levels && nearestCodes(levels);
  return rows.map((value, i) => {
    const row = Math.floor(i / columns);
    const zeroPoint = zeroPoints[row] as number;
    if (codeAt) return (levels[codeAt(value / (scales[row] as number) + zeroPoint)] as number) - zeroPoint;
    return Math.min(top - zeroPoint, Math.max(-zeroPoint, Math.round(value / (scales[row] as number))));
  });
}

function transposed(matrix: Float32Array, columns: number): Float32Array {
  const result = new Float32Array(matrix.length);
  for (let i = 0; i < columns; i++) {
    for (let j = 0; j < columns; j++) result[j * columns + i] = matrix[i * columns + j] as number;
  }
  return result;
}

function transposedInOrder(matrix: Float64Array, order: Int32Array): Float32Array {
  const columns = order.length;
  const result = new Float32Array(matrix.length);
  for (let i = 0; i < columns; i++) {
    const from = (order[i] as number) * columns;
    for (let j = 0; j < columns; j++) result[j * columns + i] = matrix[from + (order[j] as number)] as number;
  }
  return result;
}
