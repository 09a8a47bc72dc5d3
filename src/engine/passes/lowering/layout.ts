/**
 * The algebra of views. A tensor's row-major elements are split into factors; its memory holds the same factors in another order
 * (TensorLayout). A reshape leaves a layout as it is, a transpose reorders factors logically while memory stays: both are free
 * until an operator wants whole axes in an order that memory does not have.
 *
 * Layouts are kept normal: no factor is 1, and neighbours that are neighbours in memory too are one factor. Equal placements
 * then have equal layouts.
 */
import type { TensorLayout } from "../../ir/network";

/** A layout cut so that each axis of a shape is a run of whole factors. */
export interface AlignedLayout extends TensorLayout {
  /** Factor indices of each axis, outermost first; empty for axes of size 1. */
  readonly axes: readonly (readonly number[])[];
}

/** Memory in row-major order. */
export function naturalLayout(shape: readonly number[]): TensorLayout {
  return layoutInOrder(shape, [...shape.keys()]);
}

/** Memory with the axes in the given order, outermost first; axes of size 1 may be left out. */
export function layoutInOrder(shape: readonly number[], order: readonly number[]): TensorLayout {
  const present = [...shape.keys()].filter((axis) => shape[axis] !== 1);
  return normalized({
    factors: present.map((axis) => shape[axis] ?? 1),
    order: order.filter((axis) => shape[axis] !== 1).map((axis) => present.indexOf(axis)),
  });
}

export function sameLayout(a: TensorLayout, b: TensorLayout): boolean {
  const equal = (x: readonly number[], y: readonly number[]): boolean =>
    x.length === y.length && x.every((value, i) => value === y[i]);
  return equal(a.factors, b.factors) && equal(a.order, b.order);
}

export function normalized({ factors, order }: TensorLayout): TensorLayout {
  const place = order.reduce<number[]>((places, factor, at) => ((places[factor] = at), places), []);
  const joined: number[] = [];
  const headOf: number[] = []; // which joined factor each factor became part of
  factors.forEach((size, i) => {
    const follows = i > 0 && place[i] === (place[i - 1] ?? -2) + 1;
    if (follows) joined.push((joined.pop() ?? 1) * size);
    else joined.push(size);
    headOf.push(joined.length - 1);
  });
  return {
    factors: joined,
    order: order.map((factor) => headOf[factor] ?? 0).filter((head, at, all) => head !== all[at - 1]),
  };
}

/** Undefined where an axis boundary cuts through a factor that it does not divide. */
export function aligned(layout: TensorLayout, shape: readonly number[]): AlignedLayout | undefined {
  const parts: number[][] = layout.factors.map(() => []); // sizes that each factor is cut into
  const axes: { readonly factor: number; readonly part: number }[][] = [];
  let factor = -1;
  let rest = 1; // what is left of the current factor
  for (const size of shape) {
    const run: { readonly factor: number; readonly part: number }[] = [];
    let wanted = size;
    while (wanted > 1) {
      if (rest === 1) {
        factor += 1;
        rest = layout.factors[factor] ?? 1;
        if (rest === 1) return undefined;
      }
      const cut = wanted % rest === 0 ? rest : rest % wanted === 0 ? wanted : 0;
      if (cut === 0) return undefined;
      const list = parts[factor] ?? [];
      run.push({ factor, part: list.length });
      list.push(cut);
      wanted /= cut;
      rest /= cut;
    }
    axes.push(run);
  }
  const first: number[] = [];
  let count = 0;
  for (const list of parts) {
    first.push(count);
    count += list.length;
  }
  const index = (at: { readonly factor: number; readonly part: number }): number => (first[at.factor] ?? 0) + at.part;
  return {
    factors: parts.flat(),
    order: layout.order.flatMap((old) => (parts[old] ?? []).map((_, part) => index({ factor: old, part }))),
    axes: axes.map((run) => run.map(index)),
  };
}

/** The layout of transpose(x, perm) over the same memory. */
export function transposed(
  layout: TensorLayout,
  shape: readonly number[],
  perm: readonly number[],
): TensorLayout | undefined {
  const cut = aligned(layout, shape);
  if (!cut) return undefined;
  const sequence = perm.flatMap((axis) => cut.axes[axis] ?? []);
  return normalized({
    factors: sequence.map((factor) => cut.factors[factor] ?? 1),
    order: cut.order.map((factor) => sequence.indexOf(factor)),
  });
}

/** Axes greater than 1 in memory order, outermost first; undefined unless each lies in one piece, in its own order. */
export function axesInMemory(layout: TensorLayout, shape: readonly number[]): readonly number[] | undefined {
  const cut = aligned(layout, shape);
  if (!cut) return undefined;
  const axisOf = cut.factors.map((_, factor) => cut.axes.findIndex((run) => run.includes(factor)));
  const sequence = cut.order.map((factor) => axisOf[factor] ?? -1).filter((axis, at, all) => axis !== all[at - 1]);
  const inOrder = sequence.flatMap((axis) => cut.axes[axis] ?? []);
  return inOrder.length === cut.order.length && inOrder.every((factor, at) => factor === cut.order[at])
    ? sequence
    : undefined;
}
