/**
 * From a histogram of an activation to scale and zero point. Ranges always contain 0, so that padding and ReLU's floor are exact codes,
 * and with a non-negative range z = 0 (docs/numerics.md, "Codes").
 */
import { assertNever } from "../../base/outcome";
import { maxCode, realOf, type ActivationBits, type CodeBits } from "../../base/bits";
import type { ActivationFormat } from "../../ir/program";
import type { Histogram } from "./histogram";

/** "minmax": everything seen; "percentile": all but 0.01 % at either end; "mse": the range of least mean squared error. */
export type RangeMethod = "minmax" | "percentile" | "mse";

const TAIL = 1e-4;
const SHRINK_STEPS = 60;
/** The narrowest range tried, as a share of the full one: 2 bits on a long-tailed activation may clip most of it. */
const NARROWEST = 0.1;

/** The format of an activation at `bits`; total: an activation that is always 0 gets scale 1. */
export function chooseFormat(histogram: Histogram, bits: ActivationBits, method: RangeMethod): ActivationFormat {
  const low = Math.min(0, histogram.low);
  const high = Math.max(0, histogram.high);
  // A histogram's bins are coarser than codes of 16 bits, and clipping gains nothing with so many.
  if (bits === 16) return wideFormat(low, high);
  switch (method) {
    case "minmax":
      return formatOfRange(low, high, bits);
    case "percentile":
      return formatOfRange(Math.min(0, histogram.quantile(TAIL)), Math.max(0, histogram.quantile(1 - TAIL)), bits);
    case "mse":
      return leastSquares(histogram, low, high, bits);
    default:
      return assertNever(method);
  }
}

/** The affine grid of 2^bits codes that covers [low, high], low ≤ 0 ≤ high, nudged so that 0 is a code. */
export function formatOfRange(low: number, high: number, bits: CodeBits): ActivationFormat {
  const steps = maxCode(bits);
  if (bits === 16) return wideFormat(low, high);
  const scale = (high - low) / steps;
  if (!(scale > 0)) return { bits, scale: 1, zeroPoint: 0 };
  const zeroPoint = Math.round((0 - low) / scale);
  return { bits, scale, zeroPoint };
}

/** At 16 bits: the zero point is a multiple of 256, which costs less than a percent of the codes where neither end is next to 0. */
function wideFormat(low: number, high: number): ActivationFormat {
  const steps = maxCode(16);
  if (!(high > low)) return { bits: 16, scale: 1, zeroPoint: 0 };
  if (low === 0) return { bits: 16, scale: high / steps, zeroPoint: 0 };
  const exact = (steps * (0 - low)) / (high - low);
  const options = [Math.floor(exact / ZERO_STEP), Math.ceil(exact / ZERO_STEP)].map((whole) => {
    const zeroPoint = Math.min(Math.max(whole, 1), ZERO_STEP - 1) * ZERO_STEP;
    return { bits: 16, scale: Math.max((0 - low) / zeroPoint, high / (steps - zeroPoint)), zeroPoint } as const;
  });
  return options.reduce((best, one) => (one.scale < best.scale ? one : best));
}

/** Of zero points at 16 bits; as many can be told apart. */
const ZERO_STEP = 256;

function leastSquares(histogram: Histogram, low: number, high: number, bits: ActivationBits): ActivationFormat {
  let best = formatOfRange(low, high, bits);
  let bestError = squaredError(histogram, best);
  const attempt = (format: ActivationFormat): void => {
    const error = squaredError(histogram, format);
    if (error < bestError) {
      best = format;
      bestError = error;
    }
  };
  const shares = Array.from({ length: SHRINK_STEPS }, (_, i) => 1 - ((1 - NARROWEST) * (i + 1)) / SHRINK_STEPS);
  for (const share of shares) attempt(formatOfRange(low * share, high * share, bits));
  if (low < 0 && high > 0) {
    // The common shrink first, then each end alone: tails of signed activations are seldom alike.
    const common = { low: realOf(0, best), high: realOf(maxCode(bits), best) };
    for (const share of shares) attempt(formatOfRange(Math.min(0, low * share), common.high, bits));
    const lower = common.low;
    for (const share of shares) attempt(formatOfRange(lower, Math.max(0, high * share), bits));
  }
  return best;
}

/** Mean squared error of quantizing the histogram's bin centres. */
function squaredError(histogram: Histogram, format: ActivationFormat): number {
  const { counts, total } = histogram;
  const top = maxCode(format.bits);
  let sum = 0;
  for (let bin = 0; bin < counts.length; bin++) {
    const count = counts[bin] as number;
    if (count === 0) continue;
    const value = histogram.centre(bin);
    const code = Math.min(top, Math.max(0, Math.round(value / format.scale) + format.zeroPoint));
    const error = value - realOf(code, format);
    sum += count * error * error;
  }
  return sum / Math.max(1, total);
}
