/** Gradients of layers with weights. */
import type { OpOf } from "../../ir/op";
import { kernelExtent } from "../../ir/shapes";
import type { Gradient, GradientSite } from "./gradient";

/** To the end of an axis, whichever way a slice goes. */
const PAST_START = -(2 ** 31);

const conv: Gradient<"conv"> = {
  write: (site) => {
    const own = site.blocks?.takes(
      site.op,
      site.inputs.map(({ shape }) => shape),
    )
      ? site.blocks
      : undefined;
    if (site.wants(0)) site.give(0, own?.byInput(site) ?? byConvInput(site));
    if (site.wants(1)) site.give(1, own?.byWeights(site) ?? byWeights(site));
    if (site.wants(2)) site.give(2, site.steps.sum(site.g, [0, 2, 3], false));
  },
};

/** y = x·Wᵀ + b with rows of x: x' = g·W, W' = gᵀ·x, b' = Σ g. */
const fullyConnected: Gradient<"fullyConnected"> = {
  write: ({ inputs, x, y, g, steps, wants, give }) => {
    const [outputs = 1, columns = 1] = inputs[1]?.shape ?? [];
    if (wants(0)) give(0, steps.node("MatMul", [g, inputs[1]?.name ?? ""]));
    const rows = y.shape.length === 2 ? g : steps.reshape(g, [-1, outputs]);
    if (wants(1)) {
      const values = x.shape.length === 2 ? x.name : steps.reshape(x.name, [-1, columns]);
      give(1, steps.node("Gemm", [rows, values], { transA: 1 }));
    }
    if (wants(2)) give(2, steps.sum(rows, [0], false));
  },
};

export const products = { conv, fullyConnected };

/**
 * x' is g spread by the strides and convolved with the kernel turned round, inputs and outputs exchanged. Where nothing is spread that is a Conv,
 * which onnxruntime computes several times as fast as the ConvTranspose of the general case.
 */
function byConvInput({ op, inputs, x, y, g, steps }: GradientSite<"conv">): string {
  const weights = inputs[1];
  if (!weights) throw new Error("a convolution without weights");
  const { kernel, strides, pads, dilations, groups } = op;
  const extents = [kernelExtent(kernel[0], dilations[0]), kernelExtent(kernel[1], dilations[1])] as const;
  const behind = [extents[0] - 1 - pads[0], extents[1] - 1 - pads[1]] as const;
  const before = [extents[0] - 1 - pads[2], extents[1] - 1 - pads[3]] as const;
  const [, channels = 1, height = 1, width = 1] = x.shape;
  if (strides.every((stride) => stride === 1) && [...behind, ...before].every((pad) => pad >= 0)) {
    const [outputs = 1, ownInputs = 1] = weights.shape;
    const taps = [...kernel];
    const grouped = steps.reshape(weights.name, [groups, outputs / groups, ownInputs, ...taps]);
    const exchanged = steps.reshape(steps.transpose(grouped, [0, 2, 1, 3, 4]), [channels, outputs / groups, ...taps]);
    const past = [0, 0, PAST_START, PAST_START];
    const turned = taps.every((tap) => tap === 1)
      ? exchanged
      : steps.slice(exchanged, [0, 0, -1, -1], [channels, outputs / groups, ...past.slice(2)], [1, 1, -1, -1]);
    return steps.node("Conv", [g, turned], {
      kernel_shape: taps,
      strides: [1, 1],
      pads: [...behind, ...before],
      dilations,
      group: groups,
    });
  }
  const [, , rows = 1, columns = 1] = y.shape;
  return steps.node("ConvTranspose", [g, weights.name], {
    kernel_shape: kernel,
    strides,
    dilations,
    group: groups,
    ...spreadPads(pads, [
      strides[0] * (rows - 1) + extents[0] - height,
      strides[1] * (columns - 1) + extents[1] - width,
    ]),
  });
}

/** @param over by how much the windows together are longer than the input, along rows and columns */
export function spreadPads(
  pads: OpOf<"conv">["pads"],
  over: readonly [number, number],
): { readonly pads: readonly number[]; readonly output_padding: readonly number[] } {
  const behind = [over[0] - pads[0], over[1] - pads[1]];
  return {
    pads: [pads[0], pads[1], ...behind.map((pad) => Math.max(0, pad))],
    output_padding: behind.map((pad) => Math.max(0, -pad)),
  };
}

function isPointwise({ kernel, pads, groups }: OpOf<"conv">): boolean {
  return groups === 1 && kernel.every((tap) => tap === 1) && pads.every((pad) => pad === 0);
}

function byWeights(site: GradientSite<"conv">): string {
  return isPointwise(site.op) ? byPointwiseWeights(site) : byConvWeights(site);
}

/**
 * W' = Σ over samples of g[O, P]·x[C, P]ᵀ, for P places: one product of [O, N·P] and [C, N·P] where that moves less than a product for each sample
 * and the sum of N matrices.
 */
function byPointwiseWeights({ op, inputs, x, y, g, steps }: GradientSite<"conv">): string {
  const [samples = 1, outputs = 1, rows = 1, columns = 1] = y.shape;
  const [, channels = 1, height = 1, width = 1] = x.shape;
  const seen = op.strides.every((stride) => stride === 1)
    ? x.name
    : steps.slice(x.name, [0, 0, 0, 0], [samples, channels, height, width], [1, 1, ...op.strides]);
  const places = rows * columns;
  const gradients = steps.reshape(g, [samples, outputs, places]);
  const own = steps.reshape(seen, [samples, channels, places]);
  if (outputs * channels > places * (outputs + channels)) {
    const side = (of: string, size: number): string =>
      steps.reshape(steps.transpose(of, [1, 0, 2]), [size, samples * places]);
    const product = steps.node("Gemm", [side(gradients, outputs), side(own, channels)], { transB: 1 });
    return steps.reshape(product, inputs[1]?.shape ?? []);
  }
  const values = steps.transpose(own, [0, 2, 1]);
  return steps.reshape(steps.sum(steps.node("MatMul", [gradients, values]), [0], false), inputs[1]?.shape ?? []);
}

/**
 * W' is x correlated with g, samples in the place of input channels and a group's inputs in the place of samples; strides and dilations change
 * places. x[N, G·I, H, W] becomes [I, G·N, H, W], g becomes [O, N, H', W'], and Conv in G groups answers [I, O, kh, kw].
 */
function byConvWeights({ op, inputs, x, y, g, steps }: GradientSite<"conv">): string {
  const { kernel, strides, pads, dilations, groups } = op;
  const [samples = 1, channels = 1, height = 1, width = 1] = x.shape;
  const [, outputs = 1, rows = 1, columns = 1] = y.shape;
  const own = channels / groups;
  const grouped = steps.reshape(x.name, [samples, groups, own, height, width]);
  const images = steps.reshape(steps.transpose(grouped, [2, 1, 0, 3, 4]), [own, groups * samples, height, width]);
  const correlated = steps.node("Conv", [images, steps.transpose(g, [1, 0, 2, 3])], {
    kernel_shape: [rows, columns],
    strides: dilations,
    pads,
    dilations: strides,
    group: groups,
  });
  // Rows and columns that no window reached make it larger than the kernel.
  const taps = steps.slice(correlated, [0, 0, 0, 0], [own, outputs, ...kernel], [1, 1, 1, 1]);
  return steps.reshape(steps.transpose(taps, [1, 0, 2, 3]), inputs[1]?.shape ?? []);
}
