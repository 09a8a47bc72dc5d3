/**
 * ScatterND with constant indices that name a block: exporters write `cache[:, :, 2:4] = new` so. What is left of the tensor stays around the block,
 * as slices and a concatenation.
 */
import type { Problem } from "../../../base/outcome";
import { elementsOf } from "../../../ir/graph";
import { sameShape, showShape } from "../../../ir/shapes";
import { Chain } from "../../chain";
import type { Lowered, Lowering, Site } from "../../site";
import { isProblem, wholeNumbers, type Activation } from "../../value";

/** Along each axis of the tensor. */
interface Block {
  readonly starts: readonly number[];
  readonly counts: readonly number[];
}

function lowerScatterND(site: Site): Lowered {
  const data = site.activation(0);
  if (isProblem(data)) return data;
  const updates = site.activation(2);
  if (isProblem(updates)) return updates;
  const reduction = site.string("reduction", "none");
  if (reduction !== "none")
    return site.refuse(
      "onnx.attribute",
      `${site.place} combines what it writes with what is there (reduction ${reduction}), which is not supported`,
      "only values that are replaced are supported",
    );
  const block = blockOf(site, data.shape, updates.shape);
  if (isProblem(block)) return block;
  const chain = new Chain(site);
  const written = within(chain, data, block, updates);
  return chain.last({ kind: "reshape" }, [written], undefined, data.shape);
}

/** The indices as one block whose places come in order, or what is wrong with them. */
function blockOf(site: Site, shape: readonly number[], updates: readonly number[]): Block | Problem {
  const indices = site.constant(1, "indices");
  if (indices === undefined) return site.refuse("onnx.missingInput", `${site.place} lacks its indices`);
  if (isProblem(indices)) return indices;
  const depth = indices.shape.at(-1) ?? 0;
  const rest = shape.slice(depth);
  const fits = depth >= 1 && depth <= shape.length && sameShape(updates, [...indices.shape.slice(0, -1), ...rest]);
  if (!fits)
    return site.refuse(
      "onnx.shape",
      `${site.place} writes ${showShape(updates)} at indices ${showShape(indices.shape)} into ${showShape(shape)}`,
    );
  const flat = wholeNumbers(indices).map((index, i) => (index < 0 ? index + (shape[i % depth] ?? 0) : index));
  const places = Array.from({ length: flat.length / depth }, (_, i) => flat.slice(i * depth, (i + 1) * depth));
  const wrong = places.find((place) => place.some((at, axis) => !(at >= 0 && at < (shape[axis] ?? 0))));
  if (wrong) return site.refuse("onnx.shape", `${site.place} writes at ${showShape(wrong)} of ${showShape(shape)}`);
  const [first, last] = [places[0], places.at(-1)];
  if (!first || !last) return site.refuse("onnx.shape", `${site.place} writes nothing`);
  const counts = first.map((start, axis) => (last[axis] ?? 0) - start + 1);
  const isBlock =
    counts.every((count) => count >= 1) &&
    elementsOf(counts) === places.length &&
    places.every((place, i) => sameShape(place, placeIn(first, counts, i)));
  if (isBlock) return { starts: [...first, ...rest.map(() => 0)], counts: [...counts, ...rest] };
  return site.refuse(
    "onnx.rearranging",
    `${site.place} writes to scattered places, which is not supported`,
    "only places that make one block, in order, are supported",
  );
}

/** The i-th place of a block, the last axis fastest. */
function placeIn(starts: readonly number[], counts: readonly number[], i: number): readonly number[] {
  let rest = i;
  return counts
    .map((count, axis) => ({ count, axis }))
    .reverse()
    .map(({ count, axis }) => {
      const at = (starts[axis] ?? 0) + (rest % count);
      rest = Math.floor(rest / count);
      return at;
    })
    .reverse();
}

/** The tensor with the block replaced, in some shape. The axes before and behind the one that is cut count as one each. */
function within(chain: Chain, data: Activation, { starts, counts }: Block, updates: Activation): Activation {
  const { shape } = data;
  const axis = shape.findIndex((size, i) => counts[i] !== size);
  if (axis < 0) return updates;
  const [start = 0, count = 1, size = 1] = [starts[axis], counts[axis], shape[axis]];
  const [before, after] = [elementsOf(shape.slice(0, axis)), elementsOf(shape.slice(axis + 1))];
  const flat = chain.reshape(data, [1, before, size, after]);
  const rows = (from: number, to: number): readonly Activation[] => {
    const range = { starts: [0, 0, from, 0], ends: [1, before, to, after], steps: [1, 1, 1, 1] };
    return from === to ? [] : [chain.step({ kind: "slice", ...range }, [flat])];
  };
  const inner = shape.map((one, i) => (i === axis ? count : one));
  const isWhole = inner.every((one, i) => counts[i] === one);
  const own = { starts: starts.map((one, i) => (i === axis ? 0 : one)), counts };
  const middle = isWhole
    ? updates
    : within(chain, chain.reshape(rows(start, start + count)[0] ?? flat, inner), own, updates);
  const parts = [...rows(0, start), chain.reshape(middle, [1, before, count, after]), ...rows(start + count, size)];
  return chain.step({ kind: "concat", axis: 2 }, parts);
}

export const scatterOps: Readonly<Record<string, Lowering>> = { ScatterND: lowerScatterND };
