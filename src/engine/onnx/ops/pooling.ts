/** Windowed and global pooling. */
import { showShape } from "../../ir/inferShape";
import type { Lowering, Site } from "../site";
import type { Window } from "../../ir/op";
import type { PlainFunction } from "../../ir/scalarFunction";
import { Chain } from "../chain";
import { isProblem, type Activation } from "../value";
import { isAutoPadded, overImage, readWindow } from "./window";

function lowerPool(site: Site): ReturnType<Lowering> {
  const x = site.activation(0);
  if (isProblem(x)) return x;
  const window = readWindow(site, x.shape, site.ints("kernel_shape") ?? []);
  if (isProblem(window)) return window;
  const { kernel, pads } = window;
  if (pads.some((pad, i) => pad >= (kernel[i % 2] ?? 1))) {
    // A window of nothing but padding has no maximum; runtimes refuse the file.
    const message = `${site.place} has pads ${showShape(pads)} that are no smaller than its kernel_shape ${showShape(kernel)}`;
    return site.refuse("onnx.attribute", message);
  }
  const ceilMode = site.int("ceil_mode", 0) !== 0 && !isAutoPadded(site);
  const countIncludePad = site.int("count_include_pad", 0) !== 0;
  return overImage(site, x, (image, output) =>
    site.op === "MaxPool"
      ? site.emit({ kind: "maxPool", ...window, ceilMode }, [image], { output })
      : site.emit({ kind: "averagePool", ...window, ceilMode, countIncludePad }, [image], { output }),
  );
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
  const ceilMode = site.int("ceil_mode", 0) !== 0 && !isAutoPadded(site);
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
