/** The sliding windows of convolutions and poolings: attributes, automatic padding, and 1-D operators as 2-D ones of height 1. */
import type { Problem } from "../../../base/outcome";
import type { Pair, Pads, Window } from "../../../ir/op";
import { showShape } from "../../../ir/inferShape";
import type { Site } from "../../site";
import { isProblem, type Activation, type Constant } from "../../value";

/** What a window states for each spatial axis; pads all beginnings first, then all ends. */
export interface WindowLists {
  readonly kernel: readonly number[];
  readonly strides: readonly number[];
  readonly dilations: readonly number[];
  readonly pads: readonly number[];
}

/** Reads strides, dilations and padding for a `kernel` over the spatial axes of `shape`, however many. */
export function readWindowLists(
  site: Site,
  shape: readonly number[],
  kernel: readonly number[],
): WindowLists | Problem {
  const sizes = shape.slice(2);
  const rank = sizes.length;
  const strides = site.ints("strides") ?? sizes.map(() => 1);
  const dilations = site.ints("dilations") ?? sizes.map(() => 1);
  const positive = [...kernel, ...strides, ...dilations].every((value) => Number.isSafeInteger(value) && value > 0);
  if (kernel.length !== rank || strides.length !== rank || dilations.length !== rank || !positive) {
    const message = `${site.place} has kernel_shape ${showShape(kernel)}, strides ${showShape(strides)} and dilations ${showShape(dilations)} for ${rank} axes`;
    return site.refuse("onnx.attribute", message);
  }
  const pads = readPads(site, sizes, kernel, strides, dilations);
  return isProblem(pads) ? pads : { kernel, strides, dilations, pads };
}

/** The same for one or two axes. */
export function readWindow(site: Site, shape: readonly number[], kernel: readonly number[]): Window | Problem {
  const lists = readWindowLists(site, shape, kernel);
  if (isProblem(lists)) return lists;
  const { strides, dilations, pads } = lists;
  if (kernel.length === 1) {
    return {
      kernel: [1, kernel[0] ?? 1],
      strides: [1, strides[0] ?? 1],
      dilations: [1, dilations[0] ?? 1],
      pads: [0, pads[0] ?? 0, 0, pads[1] ?? 0],
    };
  }
  const padding: Pads = [pads[0] ?? 0, pads[1] ?? 0, pads[2] ?? 0, pads[3] ?? 0];
  return { kernel: pair(kernel), strides: pair(strides), dilations: pair(dilations), pads: padding };
}

function pair(values: readonly number[]): Pair {
  return [values[0] ?? 1, values[1] ?? 1];
}

/** ONNX's order: all beginnings, then all ends. */
function readPads(
  site: Site,
  sizes: readonly number[],
  kernel: readonly number[],
  strides: readonly number[],
  dilations: readonly number[],
): readonly number[] | Problem {
  const mode = site.string("auto_pad", "NOTSET");
  if (mode === "VALID") return [...sizes, ...sizes].map(() => 0);
  if (mode === "SAME_UPPER" || mode === "SAME_LOWER") {
    if (dilations.some((dilation) => dilation !== 1)) {
      // onnxruntime refuses such a Conv and pads a pooling as if it were not dilated, which ONNX does not say.
      return site.refuse(
        "onnx.attribute",
        `${site.place} has dilations ${showShape(dilations)} and auto_pad "${mode}", which runtimes pad differently or refuse`,
        "write its padding as pads",
      );
    }
    const totals = sizes.map((size, axis) => {
      const stride = strides[axis] ?? 1;
      return Math.max(0, (Math.ceil(size / stride) - 1) * stride + (kernel[axis] ?? 1) - size);
    });
    const smaller = totals.map((total) => Math.floor(total / 2));
    const larger = totals.map((total) => Math.ceil(total / 2));
    return mode === "SAME_UPPER" ? [...smaller, ...larger] : [...larger, ...smaller];
  }
  const pads = site.ints("pads") ?? [...sizes, ...sizes].map(() => 0);
  if (mode !== "NOTSET") return site.refuse("onnx.attribute", `${site.place} has the unknown auto_pad "${mode}"`);
  if (pads.length !== 2 * sizes.length || !pads.every((pad) => Number.isSafeInteger(pad) && pad >= 0)) {
    return site.refuse(
      "onnx.attribute",
      `${site.place} has pads ${showShape(pads)} for ${sizes.length} axes`,
      "pads must be zero or more",
    );
  }
  return pads;
}

/** True where padding was computed from the sizes, so that ceil_mode has nothing left to round up. */
export function isAutoPadded(site: Site): boolean {
  return site.string("auto_pad", "NOTSET") !== "NOTSET";
}

/**
 * Runs `lower` over an image [1, C, H, W]. An input [1, C, L] becomes [1, C, 1, L] and the result is brought back to three axes.
 * @param lower adds the operator itself; its output must have the name it is given
 */
export function overImage(
  site: Site,
  x: Activation,
  lower: (image: Activation, output: string) => Activation | Problem,
  output = site.outputName(),
): Activation | Problem {
  if (x.shape.length === 4) return lower(x, output);
  if (x.shape.length !== 3) {
    const message = `${site.place} works on an input of shape ${showShape(x.shape)}; only 1-D and 2-D operators are supported`;
    return site.refuse("onnx.rank", message, "reshape the input to [1, channels, height, width]");
  }
  const [batch = 1, channels = 1, length = 1] = x.shape;
  const image = site.emit({ kind: "reshape" }, [x], {
    output: site.between("image"),
    suffix: "image",
    shape: [batch, channels, 1, length],
  });
  if (isProblem(image)) return image;
  const row = lower(image, site.between("row"));
  if (isProblem(row)) return row;
  return site.emit({ kind: "reshape" }, [row], {
    output,
    suffix: "sequence",
    shape: [row.shape[0] ?? 1, row.shape[1] ?? 1, row.shape[3] ?? 1],
  });
}

/** Weights [O, I, k] as [O, I, 1, k]; 2-D weights as they are. */
export function imageWeights(weights: Constant): Constant {
  const [outputs = 1, inputs = 1, length = 1] = weights.shape;
  return weights.shape.length === 3 ? { ...weights, shape: [outputs, inputs, 1, length] } : weights;
}
