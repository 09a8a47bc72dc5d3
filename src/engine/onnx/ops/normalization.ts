/** BatchNormalization as it is used for inference, and normalization over neighbouring channels. */
import { elementsOf } from "../../ir/graph";
import { showShape } from "../../ir/inferShape";
import { Chain } from "../chain";
import { isProblem, type Constant } from "../value";
import type { Lowering, Site } from "../site";

const ROLES = ["scale", "bias", "mean", "variance"] as const;

function lowerBatchNormalization(site: Site): ReturnType<Lowering> {
  const x = site.activation(0);
  if (isProblem(x)) return x;
  if (site.int("training_mode", 0) !== 0) {
    return site.refuse("onnx.training", `${site.place} is in training mode`, "export the model in evaluation mode");
  }
  if (site.opset < 9 && site.int("spatial", 1) === 0) {
    return site.refuse(
      "onnx.attribute",
      `${site.place} normalizes every position by itself (spatial = 0), which is not supported`,
    );
  }
  const constants: Constant[] = [];
  for (const [index, role] of ROLES.entries()) {
    const constant = site.floatConstant(index + 1, role);
    if (isProblem(constant)) return constant;
    constants.push(constant);
  }
  return site.emit({ kind: "batchNorm", epsilon: site.float("epsilon", 1e-5) }, [x, ...constants]);
}

/** x·(bias + alpha·mean of x² over neighbouring channels)^−beta: the mean is a pooling over columns, which channels are once they lie last. */
function lowerLocalResponse(site: Site): ReturnType<Lowering> {
  const x = site.activation(0);
  if (isProblem(x)) return x;
  const size = site.int("size", 1);
  const [batch = 1, channels = 1, ...spatial] = x.shape;
  if (x.shape.length < 3 || !(size >= 1))
    return site.refuse("onnx.shape", `${site.place} normalizes ${showShape(x.shape)} over ${size} channels`);
  const chain = new Chain(site);
  const pixels = batch * elementsOf(spatial);
  const last = [0, ...spatial.map((_, axis) => axis + 2), 1];
  const square = chain.step({ kind: "activation", fn: { fn: "pow", exponent: 2 } }, [x]);
  const columns = chain.reshape(chain.transpose(square, last), [1, 1, pixels, channels]);
  const before = Math.floor((size - 1) / 2);
  const pooling = { kernel: [1, size], strides: [1, 1], pads: [0, before, 0, size - 1 - before] } as const;
  const mean = chain.step(
    { kind: "averagePool", ...pooling, dilations: [1, 1], ceilMode: false, countIncludePad: true },
    [columns],
  );
  const back = chain.reshape(mean, [batch, ...spatial, channels]);
  const own = chain.transpose(
    back,
    x.shape.map((_, axis) => last.indexOf(axis)),
  );
  const scaled = chain.step({ kind: "mul" }, [own, chain.number(site.float("alpha", 1e-4))]);
  const sum = chain.step({ kind: "add" }, [scaled, chain.number(site.float("bias", 1))]);
  const exponent = -site.float("beta", 0.75);
  const gain = chain.step({ kind: "activation", fn: { fn: "pow", exponent } }, [sum]);
  return chain.last({ kind: "mul" }, [x, gain]);
}

export const normalizationOps: Readonly<Record<string, Lowering>> = {
  BatchNormalization: lowerBatchNormalization,
  LRN: lowerLocalResponse,
};
