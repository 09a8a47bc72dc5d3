/** Convolutions and pools. SAME pads so that there is an output for every stride, the odd row or column behind; padding is real 0 and no average counts it. */
import { Refused } from "../refused";
import type { Site, Translator } from "../site";

const SAME = 0;

interface Window {
  readonly kernel: readonly [height: number, width: number];
  readonly strides: readonly [number, number];
  readonly dilations: readonly [number, number];
}

/** @param input height and width; @returns ONNX's pads: top, left, bottom, right */
function padsOf(padding: number, input: readonly number[], { kernel, strides, dilations }: Window): readonly number[] {
  if (padding !== SAME) return [0, 0, 0, 0];
  const totals = [0, 1].map((k) => {
    const [size = 1, stride = 1] = [input[k], strides[k]];
    const reach = ((kernel[k] ?? 1) - 1) * (dilations[k] ?? 1) + 1;
    return Math.max(0, (Math.ceil(size / stride) - 1) * stride + reach - size);
  });
  const before = totals.map((total) => Math.floor(total / 2));
  return [...before, ...totals.map((total, k) => total - (before[k] ?? 0))];
}

function imageOf(site: Site, i: number): readonly number[] {
  const shape = site.shape(i);
  if (shape.length !== 4) throw new Refused("tflite.shape", `reads ${shape.length} axes; 4 are expected`);
  return shape;
}

function positive(...values: readonly number[]): void {
  const wrong = values.find((value) => value < 1);
  if (wrong !== undefined) throw new Refused("tflite.window", `has a window, stride or dilation of ${wrong}`);
}

const convolution: Translator = (site) => {
  const [, height = 1, width = 1, channels = 1] = imageOf(site, 0);
  const [, kernelHeight = 1, kernelWidth = 1, perGroup = 1] = site.shape(1);
  const at = site.options;
  const strides = [at?.int32(2) ?? 1, at?.int32(1) ?? 1] as const;
  const dilations = [at?.int32(5, 1) ?? 1, at?.int32(4, 1) ?? 1] as const;
  positive(...strides, ...dilations, perGroup);
  if (channels % perGroup !== 0)
    throw new Refused("tflite.shape", `has weights for ${perGroup} channels and reads ${channels}`);
  const bias = site.bias(2);
  const window: Window = { kernel: [kernelHeight, kernelWidth], strides, dilations };
  site.emit(
    "Conv",
    [site.operand(0, "image"), site.weights(1, [0, 3, 1, 2]), ...(bias === undefined ? [] : [bias])],
    {
      kernel_shape: window.kernel,
      strides,
      dilations,
      pads: padsOf(at?.int8(0) ?? SAME, [height, width], window),
      group: channels / perGroup,
    },
    { order: "image", activation: at?.int8(3) ?? 0 },
  );
};

const depthwise: Translator = (site) => {
  const [, height = 1, width = 1, channels = 1] = imageOf(site, 0);
  const [, kernelHeight = 1, kernelWidth = 1] = site.shape(1);
  const at = site.options;
  const strides = [at?.int32(2) ?? 1, at?.int32(1) ?? 1] as const;
  const dilations = [at?.int32(6, 1) ?? 1, at?.int32(5, 1) ?? 1] as const;
  positive(...strides, ...dilations);
  const bias = site.bias(2);
  const window: Window = { kernel: [kernelHeight, kernelWidth], strides, dilations };
  site.emit(
    "Conv",
    [site.operand(0, "image"), site.weights(1, [3, 0, 1, 2]), ...(bias === undefined ? [] : [bias])],
    {
      kernel_shape: window.kernel,
      strides,
      dilations,
      pads: padsOf(at?.int8(0) ?? SAME, [height, width], window),
      group: channels,
    },
    { order: "image", activation: at?.int8(4) ?? 0 },
  );
};

/** Operands: the output's shape, weights OHWI, the image, a bias. */
const transposedConvolution: Translator = (site) => {
  const [, height = 1, width = 1] = imageOf(site, 2);
  const [, kernelHeight = 1, kernelWidth = 1] = site.shape(1);
  const at = site.options;
  const strides = [at?.int32(2) ?? 1, at?.int32(1) ?? 1] as const;
  positive(...strides);
  const output = site.outputShape();
  const sizes = [height, width].map((size, k) => {
    const whole = (size - 1) * (strides[k] ?? 1) + ([kernelHeight, kernelWidth][k] ?? 1);
    const excess = whole - (output[k + 1] ?? 1);
    const before = Math.floor(Math.max(0, excess) / 2);
    return { before, after: Math.max(0, excess) - before, missing: Math.max(0, -excess) };
  });
  if (sizes.some(({ missing }, k) => missing >= (strides[k] ?? 1)))
    throw new Refused(
      "tflite.shape",
      `makes an image of ${output.slice(1, 3).join("×")} that its strides cannot reach`,
    );
  const bias = site.bias(3);
  site.emit(
    "ConvTranspose",
    [site.operand(2, "image"), site.weights(1, [3, 0, 1, 2]), ...(bias === undefined ? [] : [bias])],
    {
      kernel_shape: [kernelHeight, kernelWidth],
      strides,
      pads: [...sizes.map(({ before }) => before), ...sizes.map(({ after }) => after)],
      output_padding: sizes.map(({ missing }) => missing),
    },
    { order: "image", activation: at?.int8(3) ?? 0 },
  );
};

function pool(opType: "AveragePool" | "MaxPool"): Translator {
  return (site) => {
    const [, height = 1, width = 1] = imageOf(site, 0);
    const at = site.options;
    const strides = [at?.int32(2) ?? 1, at?.int32(1) ?? 1] as const;
    const kernel = [at?.int32(4) ?? 1, at?.int32(3) ?? 1] as const;
    positive(...strides, ...kernel);
    const pads = padsOf(at?.int8(0) ?? SAME, [height, width], { kernel, strides, dilations: [1, 1] });
    site.emit(
      opType,
      [site.operand(0, "image")],
      { kernel_shape: kernel, strides, pads },
      { order: "image", activation: at?.int8(5) ?? 0, ...(opType === "MaxPool" && { moves: 0 }) },
    );
  };
}

/** Which source pixel a resized one takes: corners on corners, centres on centres, or both grids from the same corner. */
function resize(mode: "linear" | "nearest"): Translator {
  return (site) => {
    imageOf(site, 0);
    const [height = 1, width = 1] = site.wholes(1, "size");
    const [batch = 1, , , channels = 1] = site.shape(0);
    // The bilinear operator has two fields in front that nobody writes any more.
    const first = mode === "linear" ? 2 : 0;
    const corners = site.options?.bool(first) ?? false;
    const centres = site.options?.bool(first + 1) ?? false;
    site.emit(
      "Resize",
      [site.operand(0, "image"), "", "", site.ints([batch, channels, height, width])],
      {
        mode,
        coordinate_transformation_mode: corners ? "align_corners" : centres ? "half_pixel" : "asymmetric",
        ...(mode === "nearest" && { nearest_mode: corners || centres ? "round_prefer_ceil" : "floor" }),
      },
      { order: "image", ...(mode === "nearest" && { moves: 0 }) },
    );
  };
}

function blocks(opType: "DepthToSpace" | "SpaceToDepth"): Translator {
  return (site) => {
    imageOf(site, 0);
    const size = site.options?.int32(0) ?? 0;
    positive(size);
    const mode = opType === "DepthToSpace" ? { mode: "DCR" } : {};
    site.emit(opType, [site.operand(0, "image")], { blocksize: size, ...mode }, { order: "image", moves: 0 });
  };
}

export const windowOps: Readonly<Record<string, Translator>> = {
  CONV_2D: convolution,
  DEPTHWISE_CONV_2D: depthwise,
  TRANSPOSE_CONV: transposedConvolution,
  AVERAGE_POOL_2D: pool("AveragePool"),
  MAX_POOL_2D: pool("MaxPool"),
  RESIZE_BILINEAR: resize("linear"),
  RESIZE_NEAREST_NEIGHBOR: resize("nearest"),
  DEPTH_TO_SPACE: blocks("DepthToSpace"),
  SPACE_TO_DEPTH: blocks("SpaceToDepth"),
};
