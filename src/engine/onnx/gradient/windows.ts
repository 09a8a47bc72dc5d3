/** Gradients of pooling and of means. */
import { elementsOf } from "../../ir/graph";
import type { OpOf } from "../../ir/op";
import { kernelExtent, type Shape } from "../../ir/shapes";
import type { Gradient } from "./gradient";
import { spreadPads } from "./products";

/** The place of the largest value gets all: MaxPool answers where it was, counted over the whole tensor. */
const maxPool: Gradient<"maxPool"> = {
  write: ({ op, x, y, g, steps, give }) => {
    const values = steps.fresh();
    const places = steps.fresh();
    steps.writer.node("MaxPool", [x.name], [values, places], {
      kernel_shape: op.kernel,
      strides: op.strides,
      pads: op.pads,
      dilations: op.dilations,
      ceil_mode: Number(op.ceilMode),
    });
    const zeros = steps.node("Expand", [steps.float(0), steps.ints([elementsOf(x.shape)])]);
    const flat = [steps.reshape(places, [elementsOf(y.shape)]), steps.reshape(g, [elementsOf(y.shape)])];
    const scattered = steps.node("ScatterElements", [zeros, ...flat], { axis: 0, reduction: "add" });
    give(0, steps.reshape(scattered, x.shape));
  },
};

/** g, divided by what each window counts, spread over the window. */
const averagePool: Gradient<"averagePool"> = {
  write: ({ op, x, y, g, steps, give }) => {
    const { kernel, strides, pads, dilations } = op;
    const [, channels = 1, height = 1, width = 1] = x.shape;
    const [, , rows = 1, columns = 1] = y.shape;
    const shares = steps.constant([1, 1, rows, columns], sharesOf(op, x.shape, y.shape));
    const ones = steps.constant([channels, 1, ...kernel], new Float32Array(channels * elementsOf(kernel)).fill(1));
    const spread = steps.node("ConvTranspose", [steps.node("Mul", [g, shares]), ones], {
      kernel_shape: kernel,
      strides,
      dilations,
      group: channels,
      ...spreadPads(pads, [
        strides[0] * (rows - 1) + kernelExtent(kernel[0], dilations[0]) - height,
        strides[1] * (columns - 1) + kernelExtent(kernel[1], dilations[1]) - width,
      ]),
    });
    give(0, spread);
  },
};

/** 1 / the number of elements that each window counts, [rows][columns]. */
function sharesOf(op: OpOf<"averagePool">, input: Shape, output: Shape): Float32Array {
  const along = (axis: 0 | 1): readonly number[] => {
    const size = input[2 + axis] ?? 1;
    const [before, behind] = [op.pads[axis], op.pads[axis === 0 ? 2 : 3]];
    const [least, most] = op.countIncludePad ? [-before, size + behind] : [0, size];
    return Array.from({ length: output[2 + axis] ?? 1 }, (_, at) => {
      const start = at * op.strides[axis] - before;
      const taps = Array.from({ length: op.kernel[axis] }, (_unused, tap) => start + tap * op.dilations[axis]);
      return taps.filter((place) => place >= least && place < most).length;
    });
  };
  const [rows, columns] = [along(0), along(1)];
  return Float32Array.from(rows.flatMap((row) => columns.map((column) => 1 / Math.max(1, row * column))));
}

const reduceMean: Gradient<"reduceMean"> = {
  write: ({ op, x, g, steps, give }) => {
    const shape = x.shape.map((size, axis) => (op.axes.includes(axis) ? 1 : size));
    const count = op.axes.reduce((product, axis) => product * (x.shape[axis] ?? 1), 1);
    const shares = steps.node("Mul", [op.keepDims ? g : steps.reshape(g, shape), steps.float(1 / count)]);
    give(0, steps.node("Expand", [shares, steps.ints(x.shape)]));
  },
};

export const windows = { maxPool, averagePool, reduceMean };
