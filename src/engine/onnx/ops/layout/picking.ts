/**
 * Positions of one axis picked in any order and number, as nearest-neighbour resizing picks rows and columns: what Gather, Tile, Expand,
 * slices that run backwards and padding by reflection or repetition have in common.
 */
import type { Problem } from "../../../base/outcome";
import { elementsOf } from "../../../ir/graph";
import { broadcastShapes, sameShape } from "../../../ir/inferShape";
import { Chain, type Operand } from "../../chain";
import { positionsAlong, shapeProblem } from "../../limits";
import type { Site } from "../../site";
import { isProblem, type Activation } from "../../value";

const whole = (size: number): readonly number[] => Array.from({ length: size }, (_, i) => i);

/** @param output the result's name where it is not the node's own */
export function pickAlong(
  site: Site,
  x: Activation,
  axis: number,
  positions: readonly number[],
  output = site.outputName(),
): Activation | Problem {
  const { shape } = x;
  const wanted = shape.map((size, other) => (other === axis ? positions.length : size));
  if (positions.length === 0) return site.refuse("onnx.shape", `${site.place} picks nothing`);
  const impossible = shapeProblem(`the output of ${site.place}`, wanted, site.place);
  if (impossible) return impossible;
  const chain = new Chain(site, output);
  if (shape.length === 4 && shape[0] === 1 && axis >= 2) {
    const [, , height = 1, width = 1] = shape;
    const sourceRows = axis === 2 ? positions : whole(height);
    const sourceColumns = axis === 3 ? positions : whole(width);
    return chain.last({ kind: "resize", sourceRows, sourceColumns }, [x]);
  }
  if (shape.length === 4 && axis === 1) {
    // Channels lie innermost: columns of one row for each pixel.
    const [batch = 1, channels = 1, height = 1, width = 1] = shape;
    const last = chain.transpose(x, [0, 2, 3, 1]);
    const image = chain.reshape(last, [1, 1, batch * height * width, channels]);
    const sourceRows = whole(batch * height * width);
    const picked = chain.step({ kind: "resize", sourceRows, sourceColumns: positions }, [image]);
    const back = chain.reshape(picked, [batch, height, width, positions.length]);
    return chain.last({ kind: "transpose", perm: [0, 3, 1, 2] }, [back]);
  }
  const before = elementsOf(shape.slice(0, axis));
  const size = shape[axis] ?? 1;
  const after = elementsOf(shape.slice(axis + 1));
  const image = chain.reshape(x, after === 1 ? [1, 1, before, size] : [1, 1, before * size, after]);
  const sourceRows =
    after === 1
      ? whole(before)
      : whole(before).flatMap((block) => positions.map((position) => block * size + position));
  const sourceColumns = after === 1 ? positions : whole(after);
  const picked = chain.step({ kind: "resize", sourceRows, sourceColumns }, [image]);
  return chain.last({ kind: "reshape" }, [picked], undefined, wanted);
}

/** The same along several axes, one after the other; axes that stay as they are cost nothing. */
export function pickAlongAxes(
  site: Site,
  x: Activation,
  axes: readonly (readonly number[] | undefined)[],
  output = site.outputName(),
): Activation | Problem {
  const changing = axes.flatMap((positions, axis) => (positions ? [{ positions, axis }] : []));
  let current: Activation | Problem = x;
  for (const [i, { positions, axis }] of changing.entries()) {
    if (isProblem(current)) return current;
    const isLast = i === changing.length - 1;
    current = pickAlong(site, current, axis, positions, isLast ? output : site.between(`axis${axis}`));
  }
  return current;
}

/** x at a shape that it broadcasts to. */
export function broadcastTo(
  site: Site,
  x: Activation,
  shape: readonly number[],
  output = site.outputName(),
): Activation | Problem {
  const own = [...shape.slice(x.shape.length).map(() => 1), ...x.shape];
  const axes = shape.map((size, axis) => (size === own[axis] ? undefined : positionsAlong(size, () => 0)));
  const same = axes.every((axis) => axis === undefined);
  if (own.length === x.shape.length) return same ? x : pickAlongAxes(site, x, axes, output);
  const chain = new Chain(site, output);
  if (same) return chain.last({ kind: "reshape" }, [x], undefined, own);
  const wide = chain.reshape(x, own);
  return chain.problem ?? pickAlongAxes(site, wide, axes, output);
}

/**
 * Operands of a sum or product as the layers take them: full shapes, constants, and a vector along one axis as the second.
 * @param ordered where the first operand must be the full one
 */
export function fittingOperands(
  site: Site,
  operands: readonly Operand[],
  ordered: boolean,
): readonly Operand[] | Problem {
  const [a, b] = operands;
  const shape = a && b && broadcastShapes(a.shape, b.shape);
  if (!shape) return operands;
  const isFull = (operand: Operand): boolean => sameShape(operand.shape, shape);
  const fits = (operand: Operand, other: Operand, position: number): boolean => {
    if (operand.kind === "constant" || isFull(operand)) return true;
    if (other.kind === "constant" || !isFull(other) || (ordered && position === 0)) return false;
    const varying = operand.shape.filter((size) => size !== 1).length;
    return varying === 1 || (varying === 0 && shape.filter((size) => size !== 1).length <= 2);
  };
  const fitting: Operand[] = [];
  for (const [i, operand] of operands.entries()) {
    const other = operands[1 - i];
    if (operand.kind === "constant" || !other || fits(operand, other, i)) {
      fitting.push(operand);
      continue;
    }
    const wide = broadcastTo(site, operand, shape, site.between(`wide${i}`));
    if (isProblem(wide)) return wide;
    fitting.push(wide);
  }
  return fitting;
}
