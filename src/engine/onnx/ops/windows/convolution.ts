/** Conv, 1-D and 2-D, grouped and dilated. */
import type { Problem } from "../../../base/outcome";
import { showShape } from "../../../ir/inferShape";
import type { Lowering, Site } from "../../site";
import { isProblem, type Activation, type Constant } from "../../value";
import { imageWeights, overImage, readWindow } from "./window";

function lowerConv(site: Site): ReturnType<Lowering> {
  const x = site.activation(0);
  if (isProblem(x)) return x;
  const weights = site.floatConstant(1, "weights");
  if (isProblem(weights)) return weights;
  const bias = site.value(2) === undefined ? undefined : site.floatConstant(2, "bias");
  if (isProblem(bias)) return bias;
  if (bias && bias.data.length !== weights.shape[0]) {
    return site.refuse(
      "onnx.shape",
      `${site.place} has a bias of ${bias.data.length} values for ${weights.shape[0] ?? 0} output channels`,
    );
  }
  if (bias && bias.shape.length !== 1)
    return site.refuse("onnx.shape", `${site.place} has a bias of shape ${showShape(bias.shape)} instead of a list`);
  return lowerConvolution(site, x, weights, bias, site.outputName());
}

/** The node's window over x with these weights. */
export function lowerConvolution(
  site: Site,
  x: Activation,
  weights: Constant,
  bias: Constant | undefined,
  output: string,
): Activation | Problem {
  const window = readWindow(site, x.shape, site.ints("kernel_shape") ?? weights.shape.slice(2));
  if (isProblem(window)) return window;
  const groups = site.int("group", 1);
  const lower = (image: Activation, result: string): Activation | Problem =>
    site.emit({ kind: "conv", ...window, groups }, [image, imageWeights(weights), ...(bias ? [bias] : [])], {
      output: result,
    });
  return overImage(site, x, lower, output);
}

export const convolutionOps: Readonly<Record<string, Lowering>> = { Conv: lowerConv };
