/** BatchNormalization as it is used for inference, and the normalizations that measure what they normalize. */
import type { Problem } from "../../../base/outcome";
import { elementsOf } from "../../../ir/graph";
import { showShape } from "../../../ir/shapes";
import { Chain } from "../../chain";
import { emitStatistics } from "./rowStatistics";
import type { Lowered, Lowering, Site } from "../../site";
import { floatConstant, isProblem, likeConstant, type Activation, type Constant } from "../../value";

const ROLES = ["scale", "bias", "mean", "variance"] as const;

function lowerBatchNormalization(site: Site): ReturnType<Lowering> {
  const x = site.activation(0);
  if (isProblem(x)) return x;
  if (site.flag("training_mode", false)) {
    return site.refuse("onnx.training", `${site.place} is in training mode`, "export the model in evaluation mode");
  }
  if (site.opset < 9 && !site.flag("spatial", true)) {
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

/** What is normalized, over which axes, and how. */
interface Normalization {
  readonly axes: readonly number[];
  readonly centred: boolean;
  readonly epsilon: number;
  readonly scale?: Constant;
  readonly bias?: Constant;
}

/** Gain and offset that vary along one axis at most belong to the operator; others are a product and a sum behind it. */
function emitNormalization(site: Site, x: Activation, how: Normalization, output?: string): Activation | Problem {
  const { axes, centred, epsilon, scale, bias } = how;
  const op = { kind: "normalize", axes, centred, epsilon } as const;
  const own = output === undefined ? {} : { output };
  const isPlain = [scale, bias].every((one) => !one || one.shape.filter((size) => size !== 1).length <= 1);
  if (isPlain) {
    const gain = scale ?? (bias && floatConstant(`${site.outputName()}/gain`, [], [1]));
    return site.emit(op, [x, ...(gain ? [gain] : []), ...(bias ? [bias] : [])], own);
  }
  let current = site.emit(op, [x], { output: site.between("normalized"), suffix: "normalize" });
  if (scale && !isProblem(current)) {
    const scaled = bias ? { output: site.between("scaled") } : own;
    current = site.emit({ kind: "mul" }, [current, scale], { ...scaled, suffix: "scale" });
  }
  if (bias && !isProblem(current)) current = site.emit({ kind: "add" }, [current, bias], { ...own, suffix: "shift" });
  return current;
}

/**
 * Scale and bias of the node, each as a tensor of this shape.
 * @param required how many of them must be there
 */
function parameters(
  site: Site,
  required: 1 | 2,
  shape?: readonly number[],
): { readonly scale?: Constant; readonly bias?: Constant } | Problem {
  const found: Constant[] = [];
  for (const [index, what] of (["scale", "bias"] as const).entries()) {
    if (site.value(index + 1) === undefined && index >= required) break;
    const constant = site.floatConstant(index + 1, what);
    if (isProblem(constant)) return constant;
    if (shape && elementsOf(shape) !== constant.data.length) {
      return site.refuse(
        "onnx.shape",
        `${site.place} has ${constant.data.length} values of its ${what} for ${elementsOf(shape)} channels`,
      );
    }
    found.push(shape ? likeConstant(constant, shape, constant.data) : constant);
  }
  const [scale, bias] = found;
  return { ...(scale && { scale }), ...(bias && { bias }) };
}

/** LayerNormalization and RMSNormalization: over all axes from `axis` on. */
function overLastAxes(centred: boolean): Lowering {
  return (site) => {
    const x = site.activation(0);
    if (isProblem(x)) return x;
    const axis = site.axis(site.int("axis", -1), x.shape.length);
    if (typeof axis !== "number") return axis;
    const given = parameters(site, 1);
    if (isProblem(given)) return given;
    const how = { axes: Array.from(x.shape.keys()).slice(axis), centred, epsilon: site.float("epsilon", 1e-5) };
    const normalized = emitNormalization(site, x, { ...how, ...given });
    if (isProblem(normalized) || ![1, 2].some((index) => site.hasOutput(index))) return normalized;
    const statistics = emitStatistics(site, x, axis, how.epsilon);
    return isProblem(statistics) ? statistics : [normalized, ...statistics];
  };
}

/** Each channel over its image. */
function lowerInstanceNormalization(site: Site): Lowered {
  const x = site.activation(0);
  if (isProblem(x)) return x;
  const [, channels = 1, ...image] = x.shape;
  const given = parameters(site, 2, [channels, ...image.map(() => 1)]);
  if (isProblem(given)) return given;
  const axes = Array.from(x.shape.keys()).slice(2);
  return emitNormalization(site, x, { axes, centred: true, epsilon: site.float("epsilon", 1e-5), ...given });
}

/** Each group of channels over the image; gains are one a group before operator set 21, one a channel since. */
function lowerGroupNormalization(site: Site): Lowered {
  const x = site.activation(0);
  if (isProblem(x)) return x;
  const [batch = 1, channels = 1, ...image] = x.shape;
  const groups = site.int("num_groups", 1);
  if (!Number.isInteger(groups) || groups < 1 || channels % groups !== 0)
    return site.refuse("onnx.shape", `${site.place} divides ${channels} channels into ${groups} groups`);
  const given = parameters(site, 2, site.opset < 21 ? [groups] : [channels]);
  if (isProblem(given)) return given;
  const perGroup = (channels / groups) * elementsOf(image);
  const grouped = site.emit({ kind: "reshape" }, [x], {
    output: site.between("groups"),
    suffix: "group",
    shape: [batch, groups, perGroup],
  });
  if (isProblem(grouped)) return grouped;
  const how = { axes: [2], centred: true, epsilon: site.float("epsilon", 1e-5) };
  const normalized = emitNormalization(site, grouped, how, site.between("normalized"));
  if (isProblem(normalized)) return normalized;
  const back = site.emit({ kind: "reshape" }, [normalized], {
    output: site.between("image"),
    suffix: "ungroup",
    shape: x.shape,
  });
  if (isProblem(back)) return back;
  const byChannel = (constant: Constant | undefined, otherwise: number): Constant =>
    floatConstant(
      `${site.outputName()}/${otherwise === 1 ? "gain" : "offset"}`,
      [channels, ...image.map(() => 1)],
      Array.from({ length: channels }, (_, c) =>
        constant ? (constant.data[Math.floor((c * constant.data.length) / channels)] ?? otherwise) : otherwise,
      ),
    );
  const scaled = site.emit({ kind: "mul" }, [back, byChannel(given.scale, 1)], {
    output: site.between("scaled"),
    suffix: "scale",
  });
  return isProblem(scaled)
    ? scaled
    : site.emit({ kind: "add" }, [scaled, byChannel(given.bias, 0)], { suffix: "shift" });
}

/** The reference takes the deviation plus this. */
const MEAN_VARIANCE_EPSILON = 1e-9;

function lowerMeanVariance(site: Site): Lowered {
  const x = site.activation(0);
  if (isProblem(x)) return x;
  const axes = site.axes(site.ints("axes") ?? [0, 2, 3], x.shape.length);
  if (isProblem(axes)) return axes;
  const varying = axes.filter((axis) => x.shape[axis] !== 1);
  return emitNormalization(site, x, { axes: varying, centred: true, epsilon: MEAN_VARIANCE_EPSILON ** 2 });
}

/** Of two norms: x/√Σx² is x/√(mean square) over the root of their number. */
function lowerLpNormalization(site: Site): Lowered {
  const x = site.activation(0);
  if (isProblem(x)) return x;
  if (site.int("p", 2) !== 2)
    return site.refuse(
      "onnx.unsupportedOperator",
      `${site.place} divides by a sum of absolute values, which is not supported`,
      "normalize by the root of squares (p = 2)",
    );
  const axis = site.axis(site.int("axis", -1), x.shape.length);
  if (typeof axis !== "number") return axis;
  const scale = floatConstant(`${site.outputName()}/gain`, [], [1 / Math.sqrt(x.shape[axis] ?? 1)]);
  return emitNormalization(site, x, { axes: [axis], centred: false, epsilon: 0, scale });
}

/** Microsoft's names for the same. */
export const microsoftNormalizationOps: Readonly<Record<string, Lowering>> = {
  SimplifiedLayerNormalization: overLastAxes(false),
};

export const normalizationOps: Readonly<Record<string, Lowering>> = {
  BatchNormalization: lowerBatchNormalization,
  LRN: lowerLocalResponse,
  LayerNormalization: overLastAxes(true),
  RMSNormalization: overLastAxes(false),
  InstanceNormalization: lowerInstanceNormalization,
  GroupNormalization: lowerGroupNormalization,
  MeanVarianceNormalization: lowerMeanVariance,
  LpNormalization: lowerLpNormalization,
};
