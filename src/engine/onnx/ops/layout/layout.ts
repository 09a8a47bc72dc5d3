/** Operators that change how values are arranged or called but not the values: reshapes, transposes, casts between floats. */
import { elementsOf } from "../../../ir/graph";
import type { Problem } from "../../../base/outcome";
import { showShape } from "../../../ir/inferShape";
import { Chain } from "../../chain";
import { foldedElements } from "../../limits";
import { reshapeConstant, transposeConstant } from "../../rewrite/fold";
import { DataType, dataTypeName } from "../../wire/proto";
import type { Lowered, Lowering, Site } from "../../site";
import { integerType } from "../../wire/tensorData";
import { isFloat, isProblem, typed, wholeNumbers, type Activation, type Constant } from "../../value";

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
  return isProblem(x) ? x : typed(x.integer, site.emit({ kind: "reshape" }, [x], { shape }));
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
  const copies = !site.flag("allowzero", false);
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
  // Unlike other axes it may lie behind the last.
  const split = axis === from.length ? axis : site.axis(axis, from.length);
  if (typeof split !== "number") return split;
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
  return isProblem(x) ? x : typed(x.integer, site.emit({ kind: "transpose", perm }, [x]));
}

/** Channels of a block beside each other: DCR has the block's position in front of the channel, CRD behind it. */
function lowerDepthToSpace(site: Site): Lowered {
  const sizes = blocksOf(site);
  if (isProblem(sizes)) return sizes;
  const { x, shape, block } = sizes;
  const [batch = 1, channels = 1, height = 1, width = 1] = shape;
  const inner = channels / (block * block);
  if (!Number.isInteger(inner)) return refuseBlocks(site, shape);
  const chain = new Chain(site);
  const isCrd = site.string("mode", "DCR") === "CRD";
  const apart = isCrd ? [batch, inner, block, block, height, width] : [batch, block, block, inner, height, width];
  const moved = chain.transpose(chain.reshape(x, apart), isCrd ? [0, 1, 4, 2, 5, 3] : [0, 3, 4, 1, 5, 2]);
  return chain.last({ kind: "reshape" }, [moved], undefined, [batch, inner, height * block, width * block]);
}

function lowerSpaceToDepth(site: Site): Lowered {
  const sizes = blocksOf(site);
  if (isProblem(sizes)) return sizes;
  const { x, shape, block } = sizes;
  const [batch = 1, channels = 1, height = 1, width = 1] = shape;
  const [rows, columns] = [height / block, width / block];
  if (!Number.isInteger(rows) || !Number.isInteger(columns)) return refuseBlocks(site, shape);
  const chain = new Chain(site);
  const isCrd = site.string("mode", "DCR") === "CRD";
  const apart = chain.reshape(x, [batch, channels, rows, block, columns, block]);
  const moved = chain.transpose(apart, isCrd ? [0, 1, 3, 5, 2, 4] : [0, 3, 5, 1, 2, 4]);
  return chain.last({ kind: "reshape" }, [moved], undefined, [batch, channels * block * block, rows, columns]);
}

function blocksOf(
  site: Site,
): { readonly x: Activation; readonly shape: readonly number[]; readonly block: number } | Problem {
  const x = site.activation(0);
  if (isProblem(x)) return x;
  const block = site.int("blocksize", 0);
  return x.shape.length === 4 && block > 0 ? { x, shape: x.shape, block } : refuseBlocks(site, x.shape);
}

function refuseBlocks(site: Site, shape: readonly number[]): Problem {
  return site.refuse("onnx.shape", `${site.place} has blocks that do not fit ${showShape(shape)}`);
}

/** The same value under another name. */
function lowerIdentity(site: Site): Lowered {
  return site.value(0) ?? site.refuse("onnx.missingInput", `${site.place} lacks its input`);
}

/** Nothing happens at inference, and the mask keeps everything. */
function lowerDropout(site: Site): Lowered {
  const mode = site.opset >= 12 ? site.constant(2, "training mode") : undefined;
  if (isProblem(mode)) return mode;
  if (mode?.data[0] !== undefined && mode.data[0] !== 0) {
    return site.refuse("onnx.training", `${site.place} is in training mode`, "export the model in evaluation mode");
  }
  const value = lowerIdentity(site);
  if (isProblem(value) || !("kind" in value) || !site.hasOutput(1)) return value;
  const shape = shapeOf(site);
  if (isProblem(shape)) return shape;
  const name = site.outputName(1);
  const data = new Float64Array(foldedElements(shape, elementsOf(shape))).fill(1);
  return [value, { kind: "constant", name, shape, dataType: DataType.bool, data }];
}

const FLOATING: ReadonlySet<number> = new Set([DataType.float, DataType.float16, DataType.bfloat16, DataType.double]);

/** Everything floating is float32 here; whole numbers are floats that were truncated. */
function lowerCast(site: Site): Lowered {
  const to = site.int("to", 0);
  const value = site.value(0);
  if (value?.kind === "constant") return castConstant(site, value, to);
  if (value?.kind === "leftOut" && to !== DataType.bool && to !== DataType.string) return value;
  if (value?.kind === "activation" && value.integer !== undefined) return castInteger(site, value, to);
  if (FLOATING.has(to)) return site.activation(0);
  const x = site.activation(0);
  if (isProblem(x)) return x;
  if (to === DataType.bool) return nonZero(site, x);
  // What does not fit narrow types is left open by ONNX, and in 4 bits hardly anything fits.
  if ((integerType(to)?.bits ?? 0) >= 8) return typed(to, site.emit({ kind: "activation", fn: { fn: "trunc" } }, [x]));
  return refuseCast(site, to, "remove the cast: activations are quantized by this tool itself");
}

function refuseCast(site: Site, to: number, hint: string): Problem {
  return site.refuse(
    "onnx.cast",
    `${site.place} casts computed values to ${dataTypeName(to)}, which is not supported`,
    hint,
  );
}

/** 1 where x is not 0. */
function nonZero(site: Site, x: Activation): Lowered {
  const sign = { output: site.between("sign"), suffix: "sign" };
  const signs = site.emit({ kind: "activation", fn: { fn: "sign" } }, [x], sign);
  return isProblem(signs) ? signs : typed(DataType.bool, site.emit({ kind: "activation", fn: { fn: "abs" } }, [signs]));
}

/** Whole numbers become floats, or another type that holds them all. */
function castInteger(site: Site, value: Activation, to: number): Lowered {
  const { tensor, shape, integer = 0 } = value;
  if (FLOATING.has(to)) return { kind: "activation", tensor, shape };
  if (to === DataType.bool) return integer === DataType.bool ? value : nonZero(site, value);
  if (integer === DataType.bool && integerType(to)) return { ...value, integer: to };
  const [from, into] = [integerType(integer), integerType(to)];
  // Whole numbers beyond 32 bits do not occur in networks.
  const wide = from && into && from.bits >= 32 && into.bits >= 32;
  const holds =
    from &&
    into &&
    (into.signed ? into.bits >= from.bits + (from.signed ? 0 : 1) : !from.signed && into.bits >= from.bits);
  if (holds || wide) return { ...value, integer: to };
  return refuseCast(site, to, "cast to float at once");
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
  DepthToSpace: lowerDepthToSpace,
  SpaceToDepth: lowerSpaceToDepth,
};
