/** Sources of constants: Constant itself, Shape and Size of tensors whose shapes are all known, and generated ranges. */
import type { Problem } from "../../../base/outcome";
import { elementsOf } from "../../../ir/graph";
import { showShape } from "../../../ir/inferShape";
import { foldedElements } from "../../limits";
import { stridesOf } from "../../rewrite/fold";
import type { Lowered, Lowering, Site } from "../../site";
import { floatConstant, intConstant, isProblem, likeConstant, wholeNumbers, type Constant } from "../../value";

function lowerConstant(site: Site): Lowered {
  const name = site.outputName();
  const tensor = site.tensor("value");
  if (tensor) return tensor;
  if (site.has("value_float")) return floatConstant(name, [], [site.float("value_float", 0)]);
  if (site.has("value_int")) return intConstant(name, [], [site.int("value_int", 0)]);
  const floats = site.floats("value_floats");
  if (floats) return floatConstant(name, [floats.length], floats);
  const ints = site.ints("value_ints");
  if (ints) return intConstant(name, [ints.length], ints);
  return site.refuse("onnx.dataType", `${site.place} holds text or a sparse tensor, which is not supported`);
}

function shapeOf(site: Site): readonly number[] | Problem {
  const value = site.value(0);
  if (value?.kind === "quantized") return value.source.shape;
  return value?.shape ?? site.refuse("onnx.missingInput", `${site.place} lacks its input`);
}

/** Since operator set 15 a part of the shape may be asked for. */
function lowerShape(site: Site): Lowered {
  const shape = shapeOf(site);
  if (isProblem(shape)) return shape;
  const part = shape.slice(site.int("start", 0), site.has("end") ? site.int("end", 0) : undefined);
  return intConstant(site.outputName(), [part.length], part);
}

function lowerSize(site: Site): Lowered {
  const shape = shapeOf(site);
  return isProblem(shape) ? shape : intConstant(site.outputName(), [], [elementsOf(shape)]);
}

function lowerConstantOfShape(site: Site): Lowered {
  const wanted = site.constant(0, "shape");
  if (wanted === undefined) return site.refuse("onnx.missingInput", `${site.place} lacks its shape`);
  if (isProblem(wanted)) return wanted;
  const fill = site.tensor("value") ?? floatConstant(site.outputName(), [1], [0]);
  if (isProblem(fill)) return fill;
  const shape = wholeNumbers(wanted);
  if (!shape.every((size) => size >= 0)) {
    return site.refuse("onnx.shape", `${site.place} would make a tensor of shape ${showShape(shape)}`);
  }
  return likeConstant(fill, shape, new Float64Array(foldedElements(shape, 0)).fill(fill.data[0] ?? 0));
}

function lowerRange(site: Site): Lowered {
  const bounds: Constant[] = [];
  for (const [index, role] of ["start", "limit", "delta"].entries()) {
    const bound = site.constant(index, role);
    if (bound === undefined) return site.refuse("onnx.missingInput", `${site.place} lacks its ${role}`);
    if (isProblem(bound)) return bound;
    bounds.push(bound);
  }
  const [start = 0, limit = 0, delta = 0] = bounds.map((bound) => bound.data[0]);
  const count = Math.max(0, Math.ceil((limit - start) / delta));
  const [like] = bounds;
  if (!like || !Number.isFinite(count))
    return site.refuse("onnx.shape", `${site.place} counts from ${start} to ${limit} by ${delta}`);
  return likeConstant(
    like,
    [count],
    Float64Array.from({ length: foldedElements([count], 0) }, (_, i) => start + i * delta),
  );
}

/** Where a constant is not 0: a column of indices for each such element, in row-major order. */
function lowerNonZero(site: Site): Lowered {
  const x = site.constant(0, "operand");
  if (x === undefined) return site.refuse("onnx.missingInput", `${site.place} lacks its input`);
  if (isProblem(x)) return x;
  const strides = stridesOf(x.shape);
  const places = Array.from(x.data.keys()).filter((i) => x.data[i] !== 0);
  // A scalar counts as a row of one element.
  const axes = x.shape.length === 0 ? [1] : x.shape;
  const rows = axes.flatMap((size, axis) => places.map((i) => Math.floor(i / (strides[axis] ?? 1)) % size));
  return intConstant(site.outputName(), [axes.length, places.length], rows);
}

export const shapeOps: Readonly<Record<string, Lowering>> = {
  Constant: lowerConstant,
  Shape: lowerShape,
  Size: lowerSize,
  ConstantOfShape: lowerConstantOfShape,
  Range: lowerRange,
  NonZero: lowerNonZero,
};
