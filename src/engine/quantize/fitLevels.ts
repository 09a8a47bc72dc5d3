/**
 * A table of levels for the weights of one layer: as many whole numbers as codes, shared by all channels, each of which has a scale and a zero point of its own.
 * Weights, channels' scales and levels are fitted in turn (Lloyd 1957), errors weighted with what the layer's output will see of them; tables of minifloats and
 * the even grid are among the starts, so that what is found is no worse than they are by this measure.
 */
import { maxCode, type WeightBits } from "../base/bits";
import { nearestCode, nearestCodes } from "../base/levels";
import type { ChannelGrid, WeightGrid } from "./weightQuantizer";

/** The largest level. */
const TOP = 255;
/** Twice the magnitudes of E2M1, and four times those of E3M0 (sign, exponent and mantissa of a minifloat; the one code for −0 is left out). */
const E2M1 = [0, 1, 2, 3, 4, 6, 8, 12];
const E3M0 = [0, 1, 2, 4, 8, 16, 32, 64];
const E2M0 = [0, 1, 2, 4];
const ROUNDS = 12;
/** Weights that a table is fitted to: of larger layers, evenly spread channels. */
const MOST_FITTED = 2 ** 15;
/** Shares of a channel's fitted scale that are tried once the table stands. */
const SHARES = [1, 0.8, 0.86, 0.92, 0.96, 1.04, 1.08, 1.14];

/** Where fits begin, levels in any unit. */
function startsOf(bits: WeightBits): readonly (readonly number[])[] {
  const count = maxCode(bits) + 1;
  const even = Array.from({ length: count }, (_, code) => code - (count - 1) / 2);
  // Quantiles of the logistic distribution, which is heavier in its tails than the normal one.
  const bell = even.map((_, code) => Math.log((code + 0.5) / (count - code - 0.5)));
  return [even, bell, ...(bits === 4 ? [E2M1, E3M0] : bits === 3 ? [E2M0] : []).map(signed)];
}

function signed(magnitudes: readonly number[]): readonly number[] {
  const below = magnitudes.slice(1).map((level) => -level);
  const [, first = 1] = magnitudes;
  return [...below.reverse(), ...magnitudes, -first / 2].sort((a, b) => a - b);
}

/**
 * @param weights [rows][columns]
 * @param importance of the columns, a weight for each squared error, positive
 * @returns levels of 0 … 255, ascending, the first of them 0
 */
export function fitLevels(weights: Float32Array, rows: number, bits: WeightBits, importance: Float32Array): Int16Array {
  const columns = weights.length / rows;
  const some = evenRows(weights, rows, Math.max(1, Math.floor(MOST_FITTED / columns)));
  let best = wholeLevels(startsOf(bits)[0] ?? []);
  let bestError = Infinity;
  for (const start of startsOf(bits)) {
    const fit = new Fit(some, columns, wholeLevels(start), importance);
    const levels = fit.levels();
    const error = fit.error();
    if (error < bestError) {
      bestError = error;
      best = levels;
    }
  }
  // Firmware fills words with code 0, which must multiply nothing.
  const [lowest = 0] = best;
  return best.map((level) => level - lowest);
}

/** Channels on a table, each with the scale and the zero point of least error. */
export function quantizeOnLevels(
  weights: Float32Array,
  rows: number,
  bits: WeightBits,
  levels: Int16Array,
  importance: Float32Array,
): WeightGrid {
  const columns = weights.length / rows;
  const codes = new Uint8Array(weights.length);
  const scales = new Float64Array(rows);
  const zeroPoints = new Uint8Array(rows);
  const codeAt = nearestCodes(levels);
  for (let row = 0; row < rows; row++) {
    const values = weights.subarray(row * columns, (row + 1) * columns);
    const { scale, zeroPoint } = channelOnLevels(values, levels, importance);
    scales[row] = scale;
    zeroPoints[row] = zeroPoint;
    for (let k = 0; k < columns; k++) codes[row * columns + k] = codeAt((values[k] as number) / scale + zeroPoint);
  }
  return { bits, levels, codes, scales, zeroPoints };
}

/** The grid of least error found for one channel. */
export function channelOnLevels(row: Float32Array, levels: Int16Array, importance: Float32Array): ChannelGrid {
  const started = spanning(row, levels);
  if (!started) return { scale: 1, zeroPoint: levels[nearestCode(levels, TOP / 2)] ?? 0 };
  const codeAt = nearestCodes(levels);
  let best: ChannelGrid = started;
  let bestError = Infinity;
  const attempt = (start: ChannelGrid): void => {
    let grid: ChannelGrid | undefined = start;
    for (let refit = 0; grid && refit < 3; refit++) {
      const measured = measure(row, grid, levels, codeAt, importance);
      if (measured.error < bestError) {
        bestError = measured.error;
        best = grid;
      }
      grid = measured.refitted;
    }
  };
  for (const share of [1, 0.85, 0.7, 0.55]) attempt({ ...started, scale: started.scale * share });
  const { scale, zeroPoint } = best;
  for (const share of SHARES) attempt({ scale: scale * share, zeroPoint });
  return best;
}

/** Levels stretched over 0 … TOP. */
function wholeLevels(levels: readonly number[]): Int16Array {
  const low = Math.min(...levels);
  const unit = TOP / (Math.max(...levels) - low);
  return distinct(levels.map((level) => (level - low) * unit));
}

function evenRows(weights: Float32Array, rows: number, most: number): Float32Array {
  if (rows <= most) return weights;
  const columns = weights.length / rows;
  const some = new Float32Array(most * columns);
  for (let i = 0; i < most; i++) {
    const row = Math.floor((i * rows) / most);
    some.set(weights.subarray(row * columns, (row + 1) * columns), i * columns);
  }
  return some;
}

/** One descent from one start. */
class Fit {
  private readonly grids: (ChannelGrid | undefined)[];
  private reached = Infinity;

  constructor(
    private readonly weights: Float32Array,
    private readonly columns: number,
    private table: Int16Array,
    private readonly importance: Float32Array,
  ) {
    this.grids = Array.from({ length: weights.length / columns }, (_, row) => {
      const values = this.row(row);
      return spanning(values, table) && channelOnLevels(values, table, importance);
    });
  }

  levels(): Int16Array {
    for (let round = 0; ; round++) {
      const next = this.turn();
      if (round === ROUNDS || next.every((level, code) => level === this.table[code])) return this.table;
      this.table = next;
    }
  }

  /** Of the table as it is. */
  error(): number {
    return this.reached;
  }

  private row(row: number): Float32Array {
    return this.weights.subarray(row * this.columns, (row + 1) * this.columns);
  }

  /** Channels move to the grids that fit their codes best; answered is where each level would move, to the mean of what rounds to it. */
  private turn(): Int16Array {
    const codeAt = nearestCodes(this.table);
    const sums = new Float64Array(this.table.length);
    const masses = new Float64Array(this.table.length);
    this.reached = 0;
    this.grids.forEach((grid, row) => {
      if (!grid) return;
      const values = this.row(row);
      const { error, refitted } = measure(values, grid, this.table, codeAt, this.importance);
      this.reached += error;
      const own = refitted ?? grid;
      this.grids[row] = own;
      const perScale = 1 / own.scale;
      const square = own.scale * own.scale;
      for (let k = 0; k < values.length; k++) {
        const place = (values[k] as number) * perScale + own.zeroPoint;
        const code = codeAt(place);
        const mass = (this.importance[k] as number) * square;
        sums[code] = (sums[code] as number) + mass * place;
        masses[code] = (masses[code] as number) + mass;
      }
    });
    const means = Array.from(this.table, (level, code) =>
      (masses[code] as number) > 0 ? (sums[code] as number) / (masses[code] as number) : level,
    );
    return distinct(means);
  }
}

/** Whole levels within 0 … TOP, ascending and different from each other. */
function distinct(levels: readonly number[]): Int16Array {
  const whole = Int16Array.from(levels, (level) => Math.min(TOP, Math.max(0, Math.round(level)))).sort();
  for (let code = 1; code < whole.length; code++) {
    whole[code] = Math.max(whole[code] as number, (whole[code - 1] as number) + 1);
  }
  for (let code = whole.length - 1, most = TOP; code >= 0; code--, most--) {
    whole[code] = Math.min(whole[code] as number, most);
  }
  return whole;
}

/** The grid on which the outermost levels are the row's ends; absent where it is zero. */
function spanning(row: Float32Array, levels: Int16Array): ChannelGrid | undefined {
  let low = 0;
  let high = 0;
  for (const value of row) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  if (low === 0 && high === 0) return undefined;
  const [least = 0] = levels;
  const most = levels.at(-1) ?? TOP;
  const scale = (high - low) / (most - least);
  return { scale, zeroPoint: Math.min(TOP, Math.max(0, Math.round(least - low / scale))) };
}

/** The weighted squared error of a grid, and the one that fits its codes best: regression of weights on levels. */
function measure(
  row: Float32Array,
  { scale, zeroPoint }: ChannelGrid,
  levels: Int16Array,
  codeAt: (place: number) => number,
  importance: Float32Array,
): { readonly error: number; readonly refitted: ChannelGrid | undefined } {
  const perScale = 1 / scale;
  let error = 0;
  let mass = 0;
  let byLevel = 0;
  let byValue = 0;
  let square = 0;
  let cross = 0;
  for (let k = 0; k < row.length; k++) {
    const value = row[k] as number;
    const level = levels[codeAt(value * perScale + zeroPoint)] as number;
    const h = importance[k] as number;
    const difference = value - scale * (level - zeroPoint);
    error += h * difference * difference;
    mass += h;
    byLevel += h * level;
    byValue += h * value;
    square += h * level * level;
    cross += h * level * value;
  }
  const spread = square * mass - byLevel * byLevel;
  const slope = spread > 0 ? (cross * mass - byLevel * byValue) / spread : 0;
  if (!(slope > 0)) return { error, refitted: undefined };
  const zero = Math.min(TOP, Math.max(0, Math.round((byLevel - byValue / slope) / mass)));
  // The scale once more, for the whole zero point.
  const own = cross - zero * byValue;
  const around = square - 2 * zero * byLevel + zero * zero * mass;
  return { error, refitted: around > 0 && own > 0 ? { scale: own / around, zeroPoint: zero } : undefined };
}
