/**
 * Normalization by the mean and the variance of the sample itself: LayerNormalization, RMSNormalization, GroupNormalization and
 * InstanceNormalization, written out of means, differences and functions of one operand. What is normalized together is a row of an image, so
 * that the steps run row by row.
 */
import type { Problem } from "../../base/outcome";
import { elementsOf } from "../../ir/graph";
import { showShape } from "../../ir/inferShape";
import { Chain, type Operand } from "../chain";
import type { Lowered, Lowering, Site } from "../site";
import { floatConstant, isProblem, type Activation, type Constant, type Value } from "../value";

/** Rows and what was found for each of them. */
interface Normalized {
  readonly rows: Activation;
  /** [1, 1, rows, 1]; absent where the mean is taken to be 0. */
  readonly mean?: Activation;
  readonly deviation: Activation;
}

const window = (columns: number) =>
  ({ kernel: [1, columns], strides: [1, 1], pads: [0, 0, 0, 0], dilations: [1, 1] }) as const;

/** (x − mean)/√(variance + epsilon) of each row of [1, 1, rows, columns]. */
function normalizeRows(chain: Chain, image: Activation, epsilon: number, centred: boolean): Normalized {
  const [, , rows = 1, columns = 1] = image.shape;
  const average = (x: Activation): Activation =>
    chain.step({ kind: "averagePool", ...window(columns), ceilMode: false, countIncludePad: false }, [x]);
  const spread = (x: Activation): Activation =>
    chain.step(
      {
        kind: "resize",
        sourceRows: Array.from({ length: rows }, (_, i) => i),
        sourceColumns: new Array<number>(columns).fill(0),
      },
      [x],
    );
  const mean = centred ? average(image) : undefined;
  const difference = mean ? chain.step({ kind: "sub" }, [image, spread(mean)]) : image;
  const square = chain.step({ kind: "activation", fn: { fn: "pow", exponent: 2 } }, [difference]);
  const variance = chain.step({ kind: "add" }, [average(square), chain.number(epsilon)]);
  const deviation = chain.step({ kind: "activation", fn: { fn: "pow", exponent: -0.5 } }, [variance]);
  const result = chain.step({ kind: "mul" }, [difference, spread(deviation)]);
  return { rows: result, ...(mean && { mean }), deviation };
}

/** Over all axes from `axis` on; mean and 1/deviation are outputs as well. */
function lowerLayerNorm(site: Site): Lowered {
  const x = site.activation(0);
  if (isProblem(x)) return x;
  const isRms = site.op === "RMSNormalization" || site.op === "SimplifiedLayerNormalization";
  const axis = site.axis(site.int("axis", -1), x.shape.length);
  if (typeof axis !== "number") return axis;
  const scale = site.floatConstant(1, "scale");
  if (isProblem(scale)) return scale;
  const bias = site.value(2) === undefined ? undefined : site.floatConstant(2, "bias");
  if (isProblem(bias)) return bias;
  const chain = new Chain(site);
  const image = chain.reshape(x, [1, 1, elementsOf(x.shape.slice(0, axis)), elementsOf(x.shape.slice(axis))]);
  const { rows, mean, deviation } = normalizeRows(chain, image, site.float("epsilon", 1e-5), !isRms);
  const own = chain.reshape(rows, x.shape);
  const results: Value[] = [];
  const result = bias
    ? chain.last({ kind: "add" }, [chain.step({ kind: "mul" }, [own, scale]), bias])
    : chain.last({ kind: "mul" }, [own, scale]);
  if (isProblem(result)) return result;
  results.push(result);
  const shape = x.shape.map((size, i) => (i < axis ? size : 1));
  for (const [index, value] of [mean ?? deviation, deviation].entries()) {
    if (isRms || !site.hasOutput(index + 1)) continue;
    const other = new Chain(site, site.outputName(index + 1)).last({ kind: "reshape" }, [value], undefined, shape);
    if (isProblem(other)) return other;
    results.push(other);
  }
  return results;
}

/** Constants of a channel over [1, C, …]. */
function byChannel(constant: Constant, rank: number): Constant {
  return { ...constant, shape: [1, constant.data.length, ...new Array<number>(rank - 2).fill(1)] };
}

function channelConstants(site: Site, x: Activation): readonly [Constant, Constant] | Problem {
  const [scale, bias] = [site.floatConstant(1, "scale"), site.floatConstant(2, "bias")];
  if (isProblem(scale)) return scale;
  if (isProblem(bias)) return bias;
  const channels = x.shape[1] ?? 0;
  if (x.shape.length < 3 || scale.data.length !== bias.data.length || channels % scale.data.length !== 0)
    return site.refuse("onnx.shape", `${site.place} has ${scale.data.length} scales for ${showShape(x.shape)}`);
  return [scale, bias];
}

function lowerGroupNorm(site: Site): Lowered {
  const x = site.activation(0);
  if (isProblem(x)) return x;
  const constants = channelConstants(site, x);
  if (!("length" in constants)) return constants;
  const groups = site.int("num_groups", 1);
  const channels = x.shape[1] ?? 1;
  if (!(groups > 0) || channels % groups !== 0)
    return site.refuse("onnx.attribute", `${site.place} divides ${channels} channels into ${groups} groups`);
  // Before operator set 21 scale and bias have one entry a group.
  const [scale, bias] = constants.map((one) =>
    byChannel(
      floatConstant(
        one.name,
        [channels],
        Float64Array.from({ length: channels }, (_, c) => one.data[Math.floor((c * one.data.length) / channels)] ?? 0),
      ),
      x.shape.length,
    ),
  ) as [Constant, Constant];
  const chain = new Chain(site);
  const image = chain.reshape(x, [1, 1, groups, elementsOf(x.shape) / groups]);
  const { rows } = normalizeRows(chain, image, site.float("epsilon", 1e-5), true);
  const own = chain.reshape(rows, x.shape);
  return chain.last({ kind: "add" }, [chain.step({ kind: "mul" }, [own, scale]), bias]);
}

/** Each channel over its positions: vectors over the channels, as squeeze-and-excite has them. */
function lowerInstanceNorm(site: Site): Lowered {
  const x = site.activation(0);
  if (isProblem(x)) return x;
  const constants = channelConstants(site, x);
  if (!("length" in constants)) return constants;
  const [scale, bias] = constants.map((one) => byChannel(one, x.shape.length)) as [Constant, Constant];
  const axes = x.shape.map((_, axis) => axis).slice(2);
  const chain = new Chain(site);
  const average = (of: Operand): Activation => chain.step({ kind: "reduceMean", axes, keepDims: true }, [of]);
  const difference = chain.step({ kind: "sub" }, [x, average(x)]);
  const square = chain.step({ kind: "activation", fn: { fn: "pow", exponent: 2 } }, [difference]);
  const variance = chain.step({ kind: "add" }, [average(square), chain.number(site.float("epsilon", 1e-5))]);
  const deviation = chain.step({ kind: "activation", fn: { fn: "pow", exponent: -0.5 } }, [variance]);
  const normal = chain.step({ kind: "mul" }, [difference, deviation]);
  return chain.last({ kind: "add" }, [chain.step({ kind: "mul" }, [normal, scale]), bias]);
}

export const rowNormalizationOps: Readonly<Record<string, Lowering>> = {
  GroupNormalization: lowerGroupNorm,
  InstanceNormalization: lowerInstanceNorm,
  LayerNormalization: lowerLayerNorm,
  RMSNormalization: lowerLayerNorm,
};

/** Microsoft's name for the same. */
export const microsoftNormalizationOps: Readonly<Record<string, Lowering>> = {
  SimplifiedLayerNormalization: lowerLayerNorm,
};
