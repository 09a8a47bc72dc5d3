/** Operators that change how values are arranged or called but not the values: reshapes, transposes, casts between floats. */
import { elementsOf } from "../../ir/graph";
import type { Problem } from "../../base/outcome";
import { showShape } from "../../ir/inferShape";
import { reshapeConstant, transposeConstant } from "../rewrite/fold";
import { DataType, dataTypeName } from "../wire/proto";
import type { Lowered, Lowering, Site } from "../site";
import { integerType } from "../wire/tensorData";
import { isFloat, isProblem, wholeNumbers, type Activation, type Constant } from "../value";

/** Gives a constant or an activation another shape. */
function reshaped(site: Site, shape: readonly number[]): Lowered {
  const value = site.value(0);
  if (value?.kind === "constant") {
    if (elementsOf(shape) === value.data.length) return reshapeConstant(value, shape);
    return site.refuse(
      "onnx.shape",
      `${site.place} cannot give ${value.data.length} elements the shape ${showShape(shape)}`,
    );
  }
  if (value?.kind === "leftOut") return { ...value, shape };
  const x = site.moved(0);
  return isProblem(x) ? x : typed(x, site.emit({ kind: "reshape" }, [x], { shape }));
}

/** Moved whole numbers are still whole numbers. */
function typed({ integer }: Activation, moved: Activation | Problem): Activation | Problem {
  return integer === undefined || isProblem(moved) ? moved : { ...moved, integer };
}

function shapeOf(site: Site): readonly number[] | Problem {
  const value = site.value(0);
  if (value?.kind === "constant" || value?.kind === "leftOut") return value.shape;
  const x = site.moved(0);
  return isProblem(x) ? x : x.shape;
}

/** 0 copies the input's size (unless allowzero), −1 is what remains. */
function lowerReshape(site: Site): Lowered {
  const from = shapeOf(site);
  if (isProblem(from)) return from;
  const wanted = site.constant(1, "shape");
  if (wanted === undefined) return site.refuse("onnx.missingInput", `${site.place} lacks its shape`);
  if (isProblem(wanted)) return wanted;
  const copies = site.int("allowzero", 0) === 0;
  const shape = wholeNumbers(wanted).map((size, axis) => (size === 0 && copies ? (from[axis] ?? 0) : size));
  const known = shape.reduce((product, size) => (size === -1 ? product : product * size), 1);
  return reshaped(
    site,
    shape.map((size) => (size === -1 ? elementsOf(from) / known : size)),
  );
}

function lowerFlatten(site: Site): Lowered {
  const from = shapeOf(site);
  if (isProblem(from)) return from;
  const axis = site.int("axis", 1);
  const split = axis < 0 ? axis + from.length : axis;
  return reshaped(site, [elementsOf(from.slice(0, split)), elementsOf(from.slice(split))]);
}

function lowerSqueeze(site: Site): Lowered {
  const from = shapeOf(site);
  if (isProblem(from)) return from;
  const given = site.attributeOrInput("axes", 1, 13);
  if (isProblem(given)) return given;
  const axes = given ? site.axes(given, from.length) : from.map((_, axis) => axis).filter((axis) => from[axis] === 1);
  if (isProblem(axes)) return axes;
  const wrong = axes.find((axis) => from[axis] !== 1);
  if (wrong !== undefined)
    return site.refuse("onnx.axis", `${site.place} squeezes axis ${wrong} of shape ${showShape(from)}, which is not 1`);
  return reshaped(
    site,
    from.filter((_, axis) => !axes.includes(axis)),
  );
}

function lowerUnsqueeze(site: Site): Lowered {
  const from = shapeOf(site);
  if (isProblem(from)) return from;
  const given = site.attributeOrInput("axes", 1, 13);
  if (given === undefined) return site.refuse("onnx.attribute", `${site.place} does not say which axes to add`);
  if (isProblem(given)) return given;
  const axes = site.axes(given, from.length + given.length);
  if (isProblem(axes)) return axes;
  const sizes = [...from];
  for (const axis of axes) sizes.splice(axis, 0, 1);
  return reshaped(site, sizes);
}

function lowerTranspose(site: Site): Lowered {
  const from = shapeOf(site);
  if (isProblem(from)) return from;
  const perm = site.ints("perm") ?? from.map((_, axis) => from.length - 1 - axis);
  const sorted = [...perm].sort((a, b) => a - b);
  if (perm.length !== from.length || sorted.some((axis, i) => axis !== i)) {
    return site.refuse(
      "onnx.attribute",
      `${site.place} has perm ${showShape(perm)} for an input of shape ${showShape(from)}`,
    );
  }
  const value = site.value(0);
  if (value?.kind === "constant") return transposeConstant(value, perm);
  const x = site.moved(0);
  return isProblem(x) ? x : typed(x, site.emit({ kind: "transpose", perm }, [x]));
}

/** The same value under another name. */
function lowerIdentity(site: Site): Lowered {
  return site.value(0) ?? site.refuse("onnx.missingInput", `${site.place} lacks its input`);
}

/** Nothing happens at inference; the mask output has no value, so whoever reads it is refused. */
function lowerDropout(site: Site): Lowered {
  const mode = site.opset >= 12 ? site.constant(2, "training mode") : undefined;
  if (isProblem(mode)) return mode;
  if (mode?.data[0] !== undefined && mode.data[0] !== 0) {
    return site.refuse("onnx.training", `${site.place} is in training mode`, "export the model in evaluation mode");
  }
  return lowerIdentity(site);
}

const FLOATING: ReadonlySet<number> = new Set([DataType.float, DataType.float16, DataType.bfloat16, DataType.double]);

/** Everything floating is float32 here; a computed tensor cannot become an integer. */
function lowerCast(site: Site): Lowered {
  const to = site.int("to", 0);
  const value = site.value(0);
  if (value?.kind === "constant") return castConstant(site, value, to);
  if (value?.kind === "leftOut" && to !== DataType.bool && to !== DataType.string) return value;
  if (value?.kind === "activation" && value.integer !== undefined) return castInteger(site, value, to);
  if (FLOATING.has(to)) return site.activation(0);
  const hint = "remove the cast: activations are quantized by this tool itself";
  return site.refuse(
    "onnx.cast",
    `${site.place} casts computed values to ${dataTypeName(to)}, which is not supported`,
    hint,
  );
}

/** Whole numbers become floats, or another type that holds them all. */
function castInteger(site: Site, value: Activation, to: number): Lowered {
  const { tensor, shape, integer = 0 } = value;
  if (FLOATING.has(to)) return { kind: "activation", tensor, shape };
  const [from, into] = [integerType(integer), integerType(to)];
  const holds =
    from &&
    into &&
    (into.signed ? into.bits >= from.bits + (from.signed ? 0 : 1) : !from.signed && into.bits >= from.bits);
  if (holds) return { ...value, integer: to };
  return site.refuse(
    "onnx.cast",
    `${site.place} casts computed values to ${dataTypeName(to)}, which is not supported`,
    "cast the input to float at once",
  );
}

function castConstant(site: Site, constant: Constant, to: number): Lowered {
  if (FLOATING.has(to)) {
    if (isFloat(constant)) return constant;
    return {
      kind: "constant",
      name: constant.name,
      shape: constant.shape,
      dataType: DataType.float,
      data: Float32Array.from(constant.data),
    };
  }
  if (to === DataType.string) return site.refuse("onnx.cast", `${site.place} casts to strings, which is not supported`);
  const convert = to === DataType.bool ? (value: number) => (value !== 0 ? 1 : 0) : Math.trunc;
  return {
    kind: "constant",
    name: constant.name,
    shape: constant.shape,
    dataType: to,
    data: Float64Array.from(constant.data, convert),
  };
}

export const layoutOps: Readonly<Record<string, Lowering>> = {
  Reshape: lowerReshape,
  Flatten: lowerFlatten,
  Squeeze: lowerSqueeze,
  Unsqueeze: lowerUnsqueeze,
  Transpose: lowerTranspose,
  Identity: lowerIdentity,
  Dropout: lowerDropout,
  Cast: lowerCast,
};
