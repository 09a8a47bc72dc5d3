/**
 * Linear and cubic resizing. Each axis is a matrix from input to output positions, whose rows hold the weights of the neighbours: the
 * operator is linear, so every coordinate mode, antialiasing and extrapolation are only other numbers.
 */
import type { Problem } from "../../../base/outcome";
import { Chain } from "../../chain";
import { foldedElements, positionsAlong } from "../../limits";
import type { Site } from "../../site";
import type { Activation } from "../../value";

export interface Interpolation {
  readonly mode: "linear" | "cubic";
  readonly cubicA: number;
  readonly antialias: boolean;
  readonly excludeOutside: boolean;
}

export interface ResizedAxis {
  readonly from: number;
  readonly to: number;
  /** Output over input. */
  readonly scale: number;
  /** Output position to input position; undefined where it lies outside and is extrapolated. */
  readonly source: (i: number) => number | undefined;
}

/** Keys' cubic (1981) with the free parameter a, or the triangle. */
function kernelOf({ mode, cubicA: a }: Interpolation): {
  readonly reach: number;
  readonly weight: (x: number) => number;
} {
  if (mode === "linear") return { reach: 1, weight: (x) => Math.max(0, 1 - Math.abs(x)) };
  const weight = (x: number): number => {
    const d = Math.abs(x);
    if (d <= 1) return ((a + 2) * d - (a + 3)) * d * d + 1;
    return d < 2 ? ((a * d - 5 * a) * d + 8 * a) * d - 4 * a : 0;
  };
  return { reach: 2, weight };
}

/** Row-major [to, from]. */
export function interpolationMatrix(axis: ResizedAxis, interpolation: Interpolation): Float32Array {
  const { from, to, scale } = axis;
  const { reach, weight } = kernelOf(interpolation);
  const matrix = new Float32Array(foldedElements([to, from], from));
  // Antialiasing stretches the kernel over as many inputs as an output stands for.
  const stretch = interpolation.antialias && scale < 1 ? 1 / scale : 1;
  for (let i = 0; i < to; i++) {
    const position = axis.source(i);
    if (position === undefined) continue;
    const first = Math.floor(position - reach * stretch) + 1;
    const last = Math.ceil(position + reach * stretch) - 1;
    const taps: (readonly [at: number, weight: number])[] = [];
    let sum = 0;
    for (let at = Math.min(first, Math.floor(position)); at <= last; at++) {
      const isOutside = at < 0 || at >= from;
      if (isOutside && interpolation.excludeOutside) continue;
      const value = weight((at - position) / stretch);
      taps.push([Math.min(Math.max(at, 0), from - 1), value]);
      sum += value;
    }
    for (const [at, value] of taps) matrix[i * from + at] = (matrix[i * from + at] ?? 0) + value / sum;
  }
  return matrix;
}

/** Applies one matrix to each axis of an image [1, C, H, W]: first to that which makes it smaller. */
export function interpolate(
  site: Site,
  image: Activation,
  axes: readonly [ResizedAxis, ResizedAxis],
  interpolation: Interpolation,
  output: string,
): Activation | Problem {
  const chain = new Chain(site, output);
  const changed = ([2, 3] as const).filter((axis) => {
    const { from, to, source } = axes[axis - 2] ?? axes[0];
    return from !== to || positionsAlong(to, (i) => source(i) ?? -1).some((position, i) => position !== i);
  });
  const order = [...changed].sort((a, b) => (axes[a - 2]?.scale ?? 1) - (axes[b - 2]?.scale ?? 1));
  let current: Activation = image;
  for (const [i, axis] of order.entries()) {
    const own = axes[axis - 2] ?? axes[0];
    const matrix = chain.constant([own.to, own.from], interpolationMatrix(own, interpolation));
    const isLast = i === order.length - 1;
    // The axis goes last, where a fully connected layer works.
    const perm = axis === 3 ? [0, 1, 2, 3] : [0, 1, 3, 2];
    const moved = axis === 3 ? current : chain.transpose(current, perm);
    if (axis === 3 && isLast) return chain.last({ kind: "fullyConnected" }, [moved, matrix]);
    const product = chain.step({ kind: "fullyConnected" }, [moved, matrix]);
    if (isLast) return chain.last({ kind: "transpose", perm }, [product]);
    current = axis === 3 ? product : chain.transpose(product, perm);
  }
  return chain.problem ?? chain.last({ kind: "reshape" }, [current], undefined, image.shape);
}
