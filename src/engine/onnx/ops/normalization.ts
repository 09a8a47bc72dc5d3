/** BatchNormalization as it is used for inference. */
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

export const normalizationOps: Readonly<Record<string, Lowering>> = { BatchNormalization: lowerBatchNormalization };
