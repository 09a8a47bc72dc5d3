/** Windowed and global pooling. */
import { showShape } from "../../ir/inferShape";
import type { Lowering, Site } from "../site";
import { isProblem } from "../value";
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

export const poolingOps: Readonly<Record<string, Lowering>> = {
  MaxPool: lowerPool,
  AveragePool: lowerPool,
  GlobalAveragePool: lowerGlobalAverage,
  GlobalMaxPool: lowerGlobalMax,
};
