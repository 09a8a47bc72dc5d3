/**
 * Weights to unsigned codes with one scale and one zero point an output channel. Nearest rounding on a grid searched for the least
 * error that the layer's output will see: errors of weight k are weighted with E[x_k²] of its input where calibration knows it.
 *
 * The zero point of a channel is any code: at 2 bits {−2,−1,0,1}, {−1,0,1,2} and the one-sided grids are all tried and the best by
 * error kept, at 3 bits the one of the range and those beside it, and from 4 bits on the asymmetric range decides.
 */
import { maxCode, type WeightBits } from "../base/bits";
import { centredLevels, type LevelledCodes } from "../base/levels";

/** Codes in the order of the given weights. */
export interface WeightGrid extends LevelledCodes {
  readonly scales: Float64Array;
}

/** Shares of the full range that are tried, by width: 8 bits rarely gain from clipping, 2 bits always do. */
const SHRINKS: Readonly<Record<WeightBits, readonly number[]>> = {
  8: [1, 0.97, 0.94, 0.9],
  5: Array.from({ length: 12 }, (_, i) => 1 - 0.04 * i),
  4: Array.from({ length: 16 }, (_, i) => 1 - 0.04 * i),
  3: Array.from({ length: 17 }, (_, i) => 1 - 0.042 * i),
  2: Array.from({ length: 18 }, (_, i) => 1 - 0.045 * i),
};
/** Least-squares refits of the scale after each rounding; more than two change nothing measurable. */
const REFITS = 2;

/**
 * @param weights [channels][perChannel]
 * @param importance E[x_k²] for each of the perChannel positions, or absent for plain least squares
 */
export function quantizeWeights(
  weights: Float32Array,
  channels: number,
  bits: WeightBits,
  importance?: Float32Array,
): WeightGrid {
  const perChannel = weights.length / channels;
  const codes = new Uint8Array(weights.length);
  const scales = new Float64Array(channels);
  const zeroPoints = new Uint8Array(channels);
  const damped = dampedImportance(perChannel, importance);
  for (let channel = 0; channel < channels; channel++) {
    const row = weights.subarray(channel * perChannel, (channel + 1) * perChannel);
    const [grid = ANY_GRID] = searchGrids(row, bits, damped);
    scales[channel] = grid.scale;
    zeroPoints[channel] = grid.zeroPoint;
    roundToGrid(row, grid, bits, codes, channel * perChannel);
  }
  return { bits, codes, scales, zeroPoints };
}

/** real = scale·(level − zero point), in the order of the codes. */
export function dequantizeWeights(grid: WeightGrid): Float32Array {
  const perChannel = grid.codes.length / grid.scales.length;
  return Float32Array.from(
    centredLevels(grid),
    (steps, at) => (grid.scales[Math.floor(at / perChannel)] as number) * steps,
  );
}

interface Matrix {
  readonly rows: number;
  readonly columns: number;
}

/**
 * Matrices one behind the other, each as quantizeWeights does it: codes, and scales and zero points, lie in the same order.
 * @param importance E[x_k²] for the columns of the first matrix, then of the next, or absent
 */
export function quantizeMatrices(
  weights: Float32Array,
  matrices: readonly Matrix[],
  bits: WeightBits,
  importance?: Float32Array,
): WeightGrid {
  const [only] = matrices;
  if (only && matrices.length === 1) return quantizeWeights(weights, only.rows, bits, importance);
  let from = 0;
  let column = 0;
  const grids = matrices.map(({ rows, columns }) => {
    const own = weights.subarray(from, (from += rows * columns));
    return quantizeWeights(own, rows, bits, importance?.subarray(column, (column += columns)));
  });
  return {
    bits,
    codes: Uint8Array.from(grids.flatMap(({ codes }) => [...codes])),
    scales: Float64Array.from(grids.flatMap(({ scales }) => [...scales])),
    zeroPoints: Uint8Array.from(grids.flatMap(({ zeroPoints }) => [...zeroPoints])),
  };
}

export function dequantizeMatrices(grid: WeightGrid, matrices: readonly Matrix[]): Float32Array {
  const { codes, scales, zeroPoints } = grid;
  const real = new Float32Array(codes.length);
  let from = 0;
  let row = 0;
  for (const { rows, columns } of matrices) {
    const part = {
      ...grid,
      codes: codes.subarray(from, from + rows * columns),
      scales: scales.subarray(row, row + rows),
      zeroPoints: zeroPoints.subarray(row, row + rows),
    };
    real.set(dequantizeWeights(part), from);
    from += rows * columns;
    row += rows;
  }
  return real;
}

export interface ChannelGrid {
  readonly scale: number;
  readonly zeroPoint: number;
}

/** For a channel of zeros, where any grid that holds 0 is exact. The builder of the program chooses the scale. */
const ANY_GRID: ChannelGrid = { scale: 1, zeroPoint: 0 };

/**
 * Grids for one channel, best first, one a zero point that was tried; never empty.
 * @param importance a weight for each squared error, positive
 */
export function searchGrids(row: Float32Array, bits: WeightBits, importance: Float32Array): readonly ChannelGrid[] {
  let low = 0;
  let high = 0;
  for (let k = 0; k < row.length; k++) {
    const value = row[k] as number;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  if (low === 0 && high === 0) return [ANY_GRID];
  const top = maxCode(bits);
  const found = new Map<number, { readonly grid: ChannelGrid; readonly error: number }>();
  const attempt = (start: ChannelGrid): void => {
    let grid = start;
    for (let refit = 0; ; refit++) {
      const measured = measure(row, grid, top, importance);
      if (measured.error < (found.get(grid.zeroPoint)?.error ?? Infinity)) {
        found.set(grid.zeroPoint, { grid, error: measured.error });
      }
      if (refit === REFITS || !(measured.refitScale > 0)) return;
      grid = { scale: measured.refitScale, zeroPoint: grid.zeroPoint };
    }
  };
  for (const shrink of SHRINKS[bits]) {
    const scale = ((high - low) * shrink) / top;
    const ofRange = Math.min(top, Math.max(0, Math.round((-low * shrink) / scale)));
    if (bits > 3) {
      attempt({ scale, zeroPoint: ofRange });
      continue;
    }
    const reach = bits === 2 ? top : 1;
    for (let zeroPoint = Math.max(0, ofRange - reach); zeroPoint <= Math.min(top, ofRange + reach); zeroPoint++)
      attempt({ scale: spanScale(low, high, zeroPoint, top) * shrink, zeroPoint });
  }
  return [...found.values()].sort((a, b) => a.error - b.error).map(({ grid }) => grid);
}

/** The smallest scale whose grid with this zero point covers [low, high]. */
function spanScale(low: number, high: number, zeroPoint: number, top: number): number {
  const below = zeroPoint === 0 ? 0 : -low / zeroPoint;
  const above = zeroPoint === top ? 0 : high / (top - zeroPoint);
  return Math.max(below, above);
}

/** Weighted squared error of a grid, and the scale that fits its codes best: Σ h·w·q / Σ h·q². */
function measure(
  row: Float32Array,
  grid: ChannelGrid,
  top: number,
  importance: Float32Array,
): { error: number; refitScale: number } {
  const { scale, zeroPoint } = grid;
  const perScale = 1 / scale;
  const least = -zeroPoint;
  const most = top - zeroPoint;
  let error = 0;
  let cross = 0;
  let square = 0;
  for (let k = 0; k < row.length; k++) {
    const value = row[k] as number;
    const weight = importance[k] as number;
    let step = Math.round(value * perScale);
    if (step < least) step = least;
    else if (step > most) step = most;
    const difference = value - step * scale;
    error += weight * difference * difference;
    cross += weight * value * step;
    square += weight * step * step;
  }
  return { error, refitScale: square > 0 ? cross / square : 0 };
}

function roundToGrid(row: Float32Array, grid: ChannelGrid, bits: WeightBits, codes: Uint8Array, offset: number): void {
  const top = maxCode(bits);
  for (let k = 0; k < row.length; k++) {
    const code = Math.round((row[k] as number) / grid.scale) + grid.zeroPoint;
    codes[offset + k] = code < 0 ? 0 : code > top ? top : code;
  }
}

/** Inputs that calibration never saw alive still count a little: other data may wake them. */
export function dampedImportance(perChannel: number, importance: Float32Array | undefined): Float32Array {
  const damped = new Float32Array(perChannel).fill(1);
  if (!importance) return damped;
  const mean = importance.reduce((sum, value) => sum + value, 0) / perChannel;
  if (!(mean > 0)) return damped;
  for (let k = 0; k < perChannel; k++) damped[k] = (importance[k] as number) / mean + 0.01;
  return damped;
}
