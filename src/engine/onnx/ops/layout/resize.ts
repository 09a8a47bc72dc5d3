/**
 * Resize and Upsample. By nearest neighbour: which input row (column) each output row (column) copies, in all coordinate and rounding
 * modes of ONNX. Positions are computed in float32, as runtimes do, because ties decide which pixel is copied.
 */
import type { Problem } from "../../../base/outcome";
import { elementsOf } from "../../../ir/graph";
import { showShape } from "../../../ir/inferShape";
import { MAX_ELEMENTS, positionsAlong } from "../../limits";
import type { Lowered, Lowering, Site } from "../../site";
import { isProblem, type Activation } from "../../value";
import { interpolate, type ResizedAxis } from "./interpolation";
import { overImage } from "../windows/window";

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
  if (mode !== "nearest") return interpolated(site, x, spatial, mode);
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

function interpolated(site: Site, x: Activation, spatial: readonly Axis[], name: string): Lowered {
  const mode = name === "bilinear" ? "linear" : name;
  if (mode !== "linear" && mode !== "cubic")
    return site.refuse("onnx.resizeMode", `${site.place} resizes by "${mode}", which is not supported`);
  const coordinates = coordinatesOf(site);
  const crop = coordinates === "tf_crop_and_resize" ? readCrop(site, x.shape.length) : undefined;
  if (isProblem(crop)) return crop;
  const position = COORDINATES.get(coordinates);
  if (!position && !crop) return refuseCoordinates(site, coordinates);
  if (crop && site.float("extrapolation_value", 0) !== 0 && spatial.some((axis, i) => leaves(axis, crop[i + 2])))
    return site.refuse("onnx.resizeMode", `${site.place} extrapolates by a value other than 0, which is not supported`);
  const axes = spatial.map((axis, i): ResizedAxis => {
    const box = crop?.[i + 2];
    const source = box
      ? (at: number) => inside(cropped(at, axis, box), axis.from)
      : (at: number) => (axis.scale === 1 && axis.from === axis.to ? at : (position?.(at, axis) ?? at));
    return { from: axis.from, to: axis.to, scale: axis.scale, source };
  });
  const same: ResizedAxis = { from: 1, to: 1, scale: 1, source: (i) => i };
  const [rows = same, columns = same] = axes.length === 1 ? [same, ...axes] : axes;
  const interpolation = {
    mode,
    cubicA: site.float("cubic_coeff_a", -0.75),
    antialias: site.flag("antialias", false),
    excludeOutside: site.flag("exclude_outside", false),
  } as const;
  return overImage(site, x, (image, output) => interpolate(site, image, [rows, columns], interpolation, output));
}

type Box = readonly [start: number, end: number];

/** Begin and end of what is resized, on each axis as a share of its size. */
function readCrop(site: Site, rank: number): readonly Box[] | Problem {
  const roi = site.constant(1, "region");
  if (roi === undefined || isProblem(roi))
    return roi ?? site.refuse("onnx.missingInput", `${site.place} lacks its region`);
  const order = namedAxes(site, rank);
  if (isProblem(order)) return order;
  const boxes = Array.from({ length: rank }, (): Box => [0, 1]);
  order.forEach((axis, i) => (boxes[axis] = [roi.data[i] ?? 0, roi.data[i + order.length] ?? 1]));
  return boxes;
}

/** The axes that scales, sizes and regions are of, in the order of those; all where none are named. */
function namedAxes(site: Site, rank: number): readonly number[] | Problem {
  const order: number[] = [];
  for (const named of site.ints("axes") ?? Array.from({ length: rank }, (_, axis) => axis)) {
    const axis = site.axis(named, rank);
    if (typeof axis !== "number") return axis;
    if (order.includes(axis)) return site.refuse("onnx.axis", `${site.place} names axis ${axis} twice`);
    order.push(axis);
  }
  return order;
}

function cropped(i: number, { from, to }: Axis, [start, end]: Box): number {
  if (to === 1) return 0.5 * (start + end) * (from - 1);
  return start * (from - 1) + (i * (end - start) * (from - 1)) / (to - 1);
}

/** Beyond the input it is extrapolated. */
function inside(position: number, size: number): number | undefined {
  return position < 0 || position > size - 1 ? undefined : position;
}

function leaves(axis: Axis, box: Box | undefined): boolean {
  return box !== undefined && [0, axis.to - 1].some((i) => inside(cropped(i, axis, box), axis.from) === undefined);
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
  const order = modern && site.opset >= 18 ? namedAxes(site, shape.length) : [...shape.keys()];
  if (isProblem(order)) return order;
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
  const coordinates = coordinatesOf(site);
  const rounding = modern ? site.string("nearest_mode", "round_prefer_floor") : "simple";
  const position = COORDINATES.get(coordinates);
  const round = ROUNDINGS.get(rounding);
  if (!position) return refuseCoordinates(site, coordinates);
  if (!round)
    return site.refuse("onnx.resizeMode", `${site.place} uses nearest_mode "${rounding}", which is not supported`);
  return positionsAlong(axis.to, (i) => {
    if (axis.scale === 1 && axis.from === axis.to) return i;
    const source = round(position(i, axis), axis.scale);
    return Math.min(Math.max(source, 0), axis.from - 1);
  });
}

function coordinatesOf(site: Site): string {
  const modern = site.op === "Resize" && site.opset >= 11;
  return modern ? site.string("coordinate_transformation_mode", "half_pixel") : "asymmetric";
}

function refuseCoordinates(site: Site, coordinates: string): Problem {
  return site.refuse(
    "onnx.resizeMode",
    `${site.place} uses coordinate_transformation_mode "${coordinates}", which is not supported`,
    'use "asymmetric" or "half_pixel"',
  );
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
