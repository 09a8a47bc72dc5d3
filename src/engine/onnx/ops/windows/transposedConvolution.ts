/**
 * ConvTranspose as one convolution with an output channel for every phase of the stride, and the phases put beside each other:
 * output o = s·q + r − pad gets x[q − j]·w[k] for the taps with k·d = s·j + r. No zeros are put between inputs, so every product counts.
 */
import type { Problem } from "../../../base/outcome";
import { showShape } from "../../../ir/inferShape";
import type { Pair, Pads } from "../../../ir/op";
import { Chain } from "../../chain";
import { foldedElements } from "../../limits";
import type { Lowered, Lowering, Site } from "../../site";
import { floatConstant, isProblem, type Activation, type Constant } from "../../value";
import { imageWeights, overImage } from "./window";

/** One spatial axis. */
interface Axis {
  readonly stride: number;
  readonly dilation: number;
  readonly kernel: number;
  readonly input: number;
  /** Cut off in front; may be more or less than whole strides. */
  readonly before: number;
  readonly output: number;
}

/** The convolution along one axis: kernel size, padding, results, and how many results of all phases lie in front of the first that counts. */
interface Plan {
  readonly kernel: number;
  readonly padBefore: number;
  readonly padAfter: number;
  readonly count: number;
  readonly skipped: number;
}

function lowerConvTranspose(site: Site): Lowered {
  const x = site.activation(0);
  if (isProblem(x)) return x;
  const given = site.floatConstant(1, "weights");
  if (isProblem(given)) return given;
  const bias = site.value(2) === undefined ? undefined : site.floatConstant(2, "bias");
  if (isProblem(bias)) return bias;
  const axes = readAxes(site, x.shape, given.shape.slice(2));
  if (isProblem(axes)) return axes;
  const groups = site.int("group", 1);
  if (given.shape[0] !== x.shape[1] || (x.shape[1] ?? 0) % groups !== 0)
    return site.refuse("onnx.shape", `${site.place} has weights ${showShape(given.shape)} for ${showShape(x.shape)}`);
  const one: Axis = { stride: 1, dilation: 1, kernel: 1, input: 1, before: 0, output: 1 };
  const [rows = one, columns = one] = axes.length === 1 ? [one, ...axes] : axes;
  return overImage(site, x, (image, output) =>
    transposed(site, image, imageWeights(given), bias, groups, [rows, columns], output),
  );
}

function readAxes(site: Site, shape: readonly number[], kernel: readonly number[]): readonly Axis[] | Problem {
  const sizes = shape.slice(2);
  const list = (name: string, otherwise: number): readonly number[] => site.ints(name) ?? sizes.map(() => otherwise);
  const [strides, dilations, extra] = [list("strides", 1), list("dilations", 1), list("output_padding", 0)];
  const pads = site.ints("pads") ?? [...sizes, ...sizes].map(() => 0);
  const wanted = site.ints("output_shape")?.slice(-sizes.length);
  const mode = site.string("auto_pad", "NOTSET");
  const lists = [strides, dilations, extra, kernel, wanted ?? sizes];
  const positive = [...strides, ...dilations, ...kernel].every((value) => Number.isSafeInteger(value) && value > 0);
  if (lists.some(({ length }) => length !== sizes.length) || pads.length !== 2 * sizes.length || !positive)
    return site.refuse(
      "onnx.attribute",
      `${site.place} has strides, pads or dilations that do not fit ${showShape(shape)}`,
    );
  const axes: Axis[] = [];
  for (const [i, input] of sizes.entries()) {
    const [stride = 1, dilation = 1, taps = 1, more = 0] = [strides[i], dilations[i], kernel[i], extra[i]];
    const full = stride * (input - 1) + more + (taps - 1) * dilation + 1;
    let [before, after] = [pads[i] ?? 0, pads[i + sizes.length] ?? 0];
    const same = mode === "SAME_UPPER" || mode === "SAME_LOWER";
    if (mode === "VALID") [before, after] = [0, 0];
    if (wanted || same) {
      const total = Math.max(0, full - (wanted?.[i] ?? input * stride));
      const less = Math.floor(total / 2);
      [before, after] = mode === "SAME_UPPER" ? [less, total - less] : [total - less, less];
    }
    const output = wanted?.[i] ?? full - before - after;
    if (!(output > 0)) return site.refuse("onnx.shape", `${site.place} has nothing left behind its padding`);
    axes.push({ stride, dilation, kernel: taps, input, before, output });
  }
  return axes;
}

function planOf({ stride, dilation, kernel, input, before, output }: Axis): Plan {
  const reach = Math.floor(((kernel - 1) * dilation) / stride); // the largest j
  const first = Math.floor(before / stride);
  const last = Math.floor((before + output - 1) / stride);
  // Result q reads x[q − reach … q].
  const padBefore = Math.max(0, reach - first);
  const start = first - reach + padBefore; // of the first q that counts, in results of the convolution
  const padAfter = Math.max(0, last - input + 1);
  const count = input + padBefore + padAfter - reach;
  return { kernel: reach + 1, padBefore, padAfter, count, skipped: start * stride + (before % stride) };
}

function transposed(
  site: Site,
  image: Activation,
  weights: Constant,
  bias: Constant | undefined,
  groups: number,
  axes: readonly [Axis, Axis],
  output: string,
): Activation | Problem {
  const [rows, columns] = axes;
  const plans = [planOf(rows), planOf(columns)] as const;
  const [down, right] = plans;
  const phases = rows.stride * columns.stride;
  const perGroup = weights.shape[1] ?? 1;
  const channels = perGroup * groups;
  const chain = new Chain(site, output);
  const kernel: Pair = [down.kernel, right.kernel];
  const pads: Pads = [down.padBefore, right.padBefore, down.padAfter, right.padAfter];
  const own = phaseWeights(weights, groups, axes, kernel);
  const inputs = [image, own, ...(bias ? [repeatedBias(bias, phases, perGroup, groups)] : [])];
  const conv = { kind: "conv", kernel, strides: [1, 1], pads, dilations: [1, 1], groups } as const;
  const whole = [1, channels, down.count * rows.stride, right.count * columns.stride];
  const isCut = down.skipped > 0 || right.skipped > 0 || whole[2] !== rows.output || whole[3] !== columns.output;
  if (phases === 1 && !isCut) return chain.last(conv, inputs);
  let result = chain.step(conv, inputs);
  if (phases > 1) {
    // [groups, phases, channels of a group, rows, columns] to [groups, channels, rows, phase, columns, phase].
    const [a, b] = [rows.stride, columns.stride];
    const apart = chain.reshape(result, [groups, a, b, perGroup, down.count, right.count]);
    const beside = chain.transpose(apart, [0, 3, 4, 1, 5, 2]);
    if (!isCut) return chain.last({ kind: "reshape" }, [beside], undefined, whole);
    result = chain.reshape(beside, whole);
  }
  const starts = [0, 0, down.skipped, right.skipped];
  const ends = [1, channels, down.skipped + rows.output, right.skipped + columns.output];
  return chain.last({ kind: "slice", starts, ends, steps: [1, 1, 1, 1] }, [result]);
}

/** [C, O/groups, kh, kw] to [O·phases, C/groups, …] in the order group, row phase, column phase, channel. */
function phaseWeights(
  weights: Constant,
  groups: number,
  [rows, columns]: readonly [Axis, Axis],
  kernel: Pair,
): Constant {
  const [inputs = 1, perGroup = 1, height = 1, width = 1] = weights.shape;
  const inputsOfGroup = inputs / groups;
  const phases = rows.stride * columns.stride;
  const shape = [groups * phases * perGroup, inputsOfGroup, ...kernel];
  const data = new Float32Array(foldedElements(shape, weights.data.length));
  for (let c = 0; c < inputs; c++) {
    const group = Math.floor(c / inputsOfGroup);
    for (let o = 0; o < perGroup; o++) {
      for (let ky = 0; ky < height; ky++) {
        const [y, phaseY] = tapOf(ky, rows);
        for (let kx = 0; kx < width; kx++) {
          const [x, phaseX] = tapOf(kx, columns);
          const channel = (group * phases + phaseY * columns.stride + phaseX) * perGroup + o;
          const row = (channel * inputsOfGroup + (c % inputsOfGroup)) * kernel[0] + (kernel[0] - 1 - y);
          data[row * kernel[1] + (kernel[1] - 1 - x)] =
            weights.data[((c * perGroup + o) * height + ky) * width + kx] ?? 0;
        }
      }
    }
  }
  const moved = floatConstant(`${weights.name}/phases`, shape, data);
  return weights.given?.scales.length === 1 ? { ...moved, given: { ...weights.given, axis: -1 } } : moved;
}

/** [j, r] with k·d = s·j + r. */
function tapOf(k: number, { stride, dilation }: Axis): readonly [number, number] {
  return [Math.floor((k * dilation) / stride), (k * dilation) % stride];
}

function repeatedBias(bias: Constant, phases: number, perGroup: number, groups: number): Constant {
  const data = Array.from({ length: groups * phases * perGroup }, (_, i) => {
    const group = Math.floor(i / (phases * perGroup));
    return bias.data[group * perGroup + (i % perGroup)] ?? 0;
  });
  return floatConstant(`${bias.name}/phases`, [data.length], data);
}

export const transposedConvolutionOps: Readonly<Record<string, Lowering>> = { ConvTranspose: lowerConvTranspose };
