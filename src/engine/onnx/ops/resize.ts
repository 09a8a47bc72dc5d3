/**
 * Resize and Upsample by nearest neighbour: which input row (column) each output row (column) copies, in all coordinate and rounding
 * modes of ONNX. Positions are computed in float32, as runtimes do, because ties decide which pixel is copied.
 */
import type { Problem } from "../../base/outcome";
import { elementsOf } from "../../ir/graph";
import { showShape } from "../../ir/inferShape";
import { MAX_ELEMENTS } from "../limits";
import type { Lowered, Lowering, Site } from "../site";
import { isProblem } from "../value";
import { overImage } from "./window";

/** One axis: `scale` is output over input as the model gives it, which need not be exactly the ratio of the sizes. */
interface Axis {
  readonly from: number;
  readonly to: number;
  readonly scale: number;
}

function lowerResize(site: Site): Lowered {
  const x = site.activation(0);
  if (isProblem(x)) return x;
  const axes = readAxes(site, x.shape);
  if (isProblem(axes)) return axes;
  if (axes.every((axis) => axis.from === axis.to && axis.scale === 1)) return x;
  const mode = site.string("mode", "nearest");
  if (mode !== "nearest") {
    return site.refuse(
      "onnx.resizeMode",
      `${site.place} interpolates ("${mode}"), which is not supported`,
      "use nearest-neighbour upsampling",
    );
  }
  const shape = axes.map((axis) => axis.to);
  const spatial = axes.slice(2);
  if (
    axes.slice(0, 2).some((axis) => axis.to !== axis.from) ||
    shape.some((size) => size < 1) ||
    elementsOf(shape) > MAX_ELEMENTS
  ) {
    return site.refuse(
      "onnx.shape",
      `${site.place} would resize ${showShape(x.shape)} to ${showShape(shape)}`,
      "only height and width can be resized",
    );
  }
  const sources: number[][] = [];
  for (const axis of spatial) {
    const source = sourcesOf(site, axis);
    if (isProblem(source)) return source;
    sources.push(source);
  }
  const [rows = [0], columns = [0]] = sources.length === 1 ? [[0], ...sources] : sources;
  return overImage(site, x, (image, output) =>
    site.emit({ kind: "resize", sourceRows: rows, sourceColumns: columns }, [image], { output }),
  );
}

/** Scales or sizes, by operator set: attribute (Upsample 7), input 1 (Upsample 9, Resize 10), inputs 2 and 3 (Resize 11). */
function readAxes(site: Site, shape: readonly number[]): readonly Axis[] | Problem {
  const modern = site.op === "Resize" && site.opset >= 11;
  const sizes = modern ? site.constant(3, "sizes") : undefined;
  if (isProblem(sizes)) return sizes;
  const input = modern ? site.constant(2, "scales") : site.opset >= 9 ? site.constant(1, "scales") : undefined;
  if (isProblem(input)) return input;
  const scales = input ? Array.from(input.data) : site.floats("scales");
  const values = sizes && sizes.data.length > 0 ? Array.from(sizes.data) : (scales ?? []);
  const bySize = values !== scales;
  const named = modern && site.opset >= 18 ? site.ints("axes") : undefined;
  const order = named ? named.map((axis) => (axis < 0 ? axis + shape.length : axis)) : shape.map((_, axis) => axis);
  if (values.length !== order.length || values.some((value) => !(value > 0 && value < Infinity))) {
    return site.refuse(
      "onnx.attribute",
      `${site.place} has scales or sizes ${showShape(values)} for an input of shape ${showShape(shape)}`,
      "there must be a positive number for each axis that it names, or for each of the input",
    );
  }
  const axes = shape.map((from): Axis => ({ from, to: from, scale: 1 }));
  const common = bySize
    ? commonScale(
        site,
        order.map((axis, i) => (values[i] ?? 1) / (shape[axis] ?? 1)),
      )
    : undefined;
  for (const [i, axis] of order.entries()) {
    const from = shape[axis] ?? 1;
    const value = values[i] ?? 1;
    if (common !== undefined) axes[axis] = { from, to: Math.floor(common * from + 0.5), scale: common };
    else if (bySize) axes[axis] = { from, to: value, scale: Math.fround(value / from) };
    else axes[axis] = { from, to: Math.floor(from * value), scale: value };
  }
  return axes;
}

/** One scale for all axes where the aspect ratio is to be kept. */
function commonScale(site: Site, ratios: readonly number[]): number | undefined {
  const policy = site.string("keep_aspect_ratio_policy", "stretch");
  if (policy === "not_larger") return Math.min(...ratios);
  if (policy === "not_smaller") return Math.max(...ratios);
  return undefined;
}

function sourcesOf(site: Site, axis: Axis): number[] | Problem {
  const modern = site.op === "Resize" && site.opset >= 11;
  const coordinates = modern ? site.string("coordinate_transformation_mode", "half_pixel") : "asymmetric";
  const rounding = modern ? site.string("nearest_mode", "round_prefer_floor") : "simple";
  const position = COORDINATES.get(coordinates);
  const round = ROUNDINGS.get(rounding);
  if (!position || !round) {
    const what = position ? `nearest_mode "${rounding}"` : `coordinate_transformation_mode "${coordinates}"`;
    return site.refuse(
      "onnx.resizeMode",
      `${site.place} uses ${what}, which is not supported`,
      'use "asymmetric" or "half_pixel"',
    );
  }
  return Array.from({ length: axis.to }, (_, i) => {
    if (axis.scale === 1 && axis.from === axis.to) return i;
    const source = round(position(i, axis), axis.scale);
    return Math.min(Math.max(source, 0), axis.from - 1);
  });
}

const f = Math.fround;

/** Output index → position in the input. */
const COORDINATES = new Map<string, (i: number, axis: Axis) => number>(
  Object.entries({
    asymmetric: (i, { scale }) => f(i / f(scale)),
    half_pixel: (i, { scale }) => f(f((i + 0.5) / f(scale)) - 0.5),
    pytorch_half_pixel: (i, { to, scale }) => (to > 1 ? f(f((i + 0.5) / f(scale)) - 0.5) : 0),
    half_pixel_symmetric: (i, { from, to, scale }) => {
      const adjustment = to / (f(scale) * from);
      return f(f((from / 2) * (1 - adjustment)) + f((i + 0.5) / f(scale)) - 0.5);
    },
    align_corners: (i, { from, to }) => (to === 1 ? 0 : f((i * (from - 1)) / (to - 1))),
    tf_half_pixel_for_nn: (i, { scale }) => f((i + 0.5) / f(scale)),
  }),
);

const ROUNDINGS = new Map<string, (position: number, scale: number) => number>(
  Object.entries({
    round_prefer_floor: (position) => Math.ceil(position - 0.5),
    round_prefer_ceil: (position) => Math.floor(position + 0.5),
    floor: Math.floor,
    ceil: Math.ceil,
    /** Before operator set 11: truncation when enlarging, rounding up when shrinking. */
    simple: (position, scale) => (scale < 1 ? Math.ceil(position) : Math.floor(position)),
  }),
);

export const resizeOps: Readonly<Record<string, Lowering>> = { Resize: lowerResize, Upsample: lowerResize };
