/** Windowed and global pooling. */
import { showShape } from "../../../ir/inferShape";
import type { Lowering, Site } from "../../site";
import type { Op, Pair, Window } from "../../../ir/op";
import type { PlainFunction } from "../../../ir/scalarFunction";
import { Chain } from "../../chain";
import { isProblem, type Activation } from "../../value";
import { isAutoPadded, overImage, readWindow, readWindowLists } from "./window";

function lowerPool(site: Site): ReturnType<Lowering> {
  const x = site.activation(0);
  if (isProblem(x)) return x;
  if (x.shape.length === 5) return lowerVolume(site, x);
  const window = readWindow(site, x.shape, site.ints("kernel_shape") ?? []);
  if (isProblem(window)) return window;
  const { kernel, pads } = window;
  if (pads.some((pad, i) => pad >= (kernel[i % 2] ?? 1))) {
    // A window of nothing but padding has no maximum; runtimes refuse the file.
    const message = `${site.place} has pads ${showShape(pads)} that are no smaller than its kernel_shape ${showShape(kernel)}`;
    return site.refuse("onnx.attribute", message);
  }
  const ceilMode = site.flag("ceil_mode", false) && !isAutoPadded(site);
  const countIncludePad = site.flag("count_include_pad", false);
  return overImage(site, x, (image, output) =>
    site.op === "MaxPool"
      ? site.emit({ kind: "maxPool", ...window, ceilMode }, [image], { output })
      : site.emit({ kind: "averagePool", ...window, ceilMode, countIncludePad }, [image], { output }),
  );
}

/** Three axes: rows and columns of every plane, then the planes. Counts of averages multiply, so both are exact. */
function lowerVolume(site: Site, x: Activation): ReturnType<Lowering> {
  const lists = readWindowLists(site, x.shape, site.ints("kernel_shape") ?? []);
  if (isProblem(lists)) return lists;
  const { kernel, pads } = lists;
  if (pads.some((pad, i) => pad >= (kernel[i % 3] ?? 1)))
    return site.refuse("onnx.attribute", `${site.place} has pads that are no smaller than its kernel`);
  const ceilMode = site.flag("ceil_mode", false) && !isAutoPadded(site);
  const countIncludePad = site.flag("count_include_pad", false);
  const pool = (window: Window): Op =>
    site.op === "MaxPool"
      ? { kind: "maxPool", ...window, ceilMode }
      : { kind: "averagePool", ...window, ceilMode, countIncludePad };
  const two = (list: readonly number[]): Pair => [list[1] ?? 1, list[2] ?? 1];
  const [, channels = 1, depth = 1, height = 1, width = 1] = x.shape;
  const chain = new Chain(site);
  const plane: Window = {
    kernel: two(kernel),
    strides: two(lists.strides),
    dilations: two(lists.dilations),
    pads: [pads[1] ?? 0, pads[2] ?? 0, pads[4] ?? 0, pads[5] ?? 0],
  };
  const planes = chain.step(pool(plane), [chain.reshape(x, [1, channels * depth, height, width])]);
  const [, , rows = 1, columns = 1] = planes.shape;
  const through: Window = {
    kernel: [kernel[0] ?? 1, 1],
    strides: [lists.strides[0] ?? 1, 1],
    dilations: [lists.dilations[0] ?? 1, 1],
    pads: [pads[0] ?? 0, 0, pads[3] ?? 0, 0],
  };
  const pooled = chain.step(pool(through), [chain.reshape(planes, [1, channels, depth, rows * columns])]);
  const shape = [1, channels, pooled.shape[2] ?? 1, rows, columns];
  return chain.problem ?? chain.last({ kind: "reshape" }, [pooled], undefined, shape);
}

function lowerGlobalAverage(site: Site): ReturnType<Lowering> {
  const x = site.activation(0);
  if (isProblem(x)) return x;
  const axes = x.shape.map((_, axis) => axis).slice(2);
  return site.emit({ kind: "reduceMean", axes, keepDims: true }, [x]);
}

function lowerGlobalMax(site: Site): ReturnType<Lowering> {
  const x = site.activation(0);
  if (isProblem(x)) return x;
  return overImage(site, x, (image, output) => {
    const kernel = [image.shape[2] ?? 1, image.shape[3] ?? 1] as const;
    const whole = { kernel, strides: [1, 1], pads: [0, 0, 0, 0], dilations: [1, 1] } as const;
    return site.emit({ kind: "maxPool", ...whole, ceilMode: false }, [image], { output });
  });
}

/** (Σ |x|^p)^(1/p) over windows; what lies in the padding adds nothing. */
function lowerLpPool(site: Site): ReturnType<Lowering> {
  const x = site.activation(0);
  if (isProblem(x)) return x;
  const isGlobal = site.op === "GlobalLpPool";
  const window = isGlobal ? wholeWindow(x.shape) : readWindow(site, x.shape, site.ints("kernel_shape") ?? []);
  if (isProblem(window)) return window;
  const ceilMode = site.flag("ceil_mode", false) && !isAutoPadded(site);
  const p = site.int("p", 2);
  return overImage(site, x, (image, output) => {
    const chain = new Chain(site, output);
    const step = (fn: PlainFunction, input: Activation): Activation => chain.step({ kind: "activation", fn }, [input]);
    const powers = step({ fn: "pow", exponent: p }, step({ fn: "abs" }, image));
    const mean = chain.step({ kind: "averagePool", ...window, ceilMode, countIncludePad: true }, [powers]);
    const sum = chain.step({ kind: "mul" }, [mean, chain.number(window.kernel[0] * window.kernel[1])]);
    return chain.last({ kind: "activation", fn: { fn: "pow", exponent: 1 / p } }, [sum]);
  });
}

function wholeWindow(shape: readonly number[]): Window {
  const [height = 1, width = 1] = shape.length === 3 ? [1, shape[2]] : shape.slice(2);
  return { kernel: [height, width], strides: [1, 1], pads: [0, 0, 0, 0], dilations: [1, 1] };
}

export const poolingOps: Readonly<Record<string, Lowering>> = {
  MaxPool: lowerPool,
  AveragePool: lowerPool,
  GlobalAveragePool: lowerGlobalAverage,
  GlobalLpPool: lowerLpPool,
  GlobalMaxPool: lowerGlobalMax,
  LpPool: lowerLpPool,
};
