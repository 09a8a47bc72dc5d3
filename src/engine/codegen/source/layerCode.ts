/**
 * What each kind of layer becomes in C: its arrays in FLASH, its descriptor, and the body of the function that computes one output row by
 * calling a kernel. One table over all kinds; nothing here knows where tensors lie or whether they are rings.
 */

import { invariant } from "../../base/outcome";
import { EXPONENT_ONE } from "../../base/powerOfTwo";
import type { LayerKind, LayerOf, Shape3 } from "../../ir/network";
import type { Window } from "../../ir/op";
import {
  arrayOf,
  bytesOf,
  constants,
  descriptor,
  format,
  rowOf,
  scratchOf,
  stepOf,
  windowMembers,
  windowRows,
  type Call,
  type ConstantArray,
  type Descriptor,
  type Fed,
  type LayerCode,
} from "./layerParts";
import { rowCodes, type LayerSite, type TensorSite } from "../modelSite";
import { packConstants, packSum } from "../pack/packConstants";
import { isDepthwise, packWeights, type ProductLayer, type ProductStep } from "../pack/packWeights";

type Emitted = Omit<LayerCode, "symbol" | "calls"> & { readonly calls?: "whole" };
type Emitters = { readonly [K in LayerKind]: (call: Call<K>) => Emitted };

export function layerCode(site: LayerSite): LayerCode {
  const [input] = site.inputs;
  invariant(input !== undefined, `"${site.layer.name}" reads nothing`);
  const emitted = emit(site.layer.kind, { ...site, input });
  const calls = emitted.calls ?? site.output.shape[0];
  return { ...emitted, calls, symbol: `${site.stem}_${calls === "whole" ? "all" : "row"}` };
}

/** Generic only so that the compiler sees that kind, emitter and call belong together. */
function emit<K extends LayerKind>(kind: K, call: Call<K>): Emitted {
  return EMITTERS[kind](call);
}

const EMITTERS: Emitters = {
  conv: (call) =>
    isDepthwise(call.layer)
      ? depthwise(call)
      : dense(call, call.layer, call.layer, call.input.shape, call.output.shape),
  fullyConnected: (call) => {
    const { output, input, layer } = call;
    const { perChannel, outputChannels } = layer.weights;
    // Vectors are the pixels of a 1×1 convolution, however their memory was divided into rows before.
    const vectors = rowCodes(output) / outputChannels;
    invariant(Number.isInteger(vectors), `a row of "${layer.name}" ends within a vector`);
    const from: Shape3 = [output.shape[0], vectors, perChannel];
    const to: Shape3 = [output.shape[0], vectors, outputChannels];
    const window: Window = { kernel: [1, 1], strides: [1, 1], pads: [0, 0, 0, 0], dilations: [1, 1] };
    const isByRows = input.shape[0] === output.shape[0] && rowCodes(input) === vectors * perChannel;
    invariant(isByRows || input.buffer.ring === undefined, `"${layer.name}" reads rows of another length from a ring`);
    return dense(call, layer, window, from, to, isByRows ? undefined : vectors * perChannel);
  },
  add: (call) => {
    const step = stepOf(call, "sum");
    const b = operand(call, 1);
    const { narrow, offset } = packSum(step, call.input.format, b.tensor.format);
    const members = [
      `${step.multiplierA}, ${step.multiplierB}, ${offset},`,
      `${b.period}, ${format(call.input)}, ${format(b.tensor)}, ${format(call.output)}, ${step.shift}, ${Number(narrow)},`,
    ];
    return {
      header: "bw_elementwise.h",
      arrays: [],
      descriptors: [descriptor(call, "bw_sum", members)],
      body: [`bw_sum_codes(&${call.stem}_layer, ${rowOf(call, call.input)}, ${b.row}, out, ${rowCodes(call.output)});`],
    };
  },
  mul: (call) => {
    const { multipliers, shift } = stepOf(call, "multiply").requantizer;
    const b = operand(call, 1);
    const array = constants(call, "multipliers", multipliers);
    const members = [
      `${array.name}, ${multipliers.length}, ${b.period}, ${format(call.input)}, ${format(b.tensor)}, ${format(call.output)}, ${shift},`,
    ];
    return {
      header: "bw_elementwise.h",
      arrays: [array],
      descriptors: [descriptor(call, "bw_multiplication", members)],
      body: [
        `bw_multiply_codes(&${call.stem}_layer, ${rowOf(call, call.input)}, ${b.row}, out, ${rowCodes(call.output)});`,
      ],
    };
  },
  lookup: (call) => {
    const table = arrayOf(call, "table", "tables", "uint8_t", stepOf(call, "table").table);
    return {
      header: "bw_elementwise.h",
      arrays: [table],
      descriptors: [descriptor(call, "bw_lookup", [`${table.name}, ${call.input.bits}, ${call.output.bits},`])],
      body: [`bw_lookup_codes(&${call.stem}_layer, ${rowOf(call, call.input)}, out, ${rowCodes(call.output)});`],
    };
  },
  prelu: (call) => {
    const { positive, negative, shift } = stepOf(call, "prelu");
    const slopes = constants(call, "slopes", negative);
    const multipliers = constants(call, "multipliers", new Int32Array(negative.length).fill(positive));
    return rescaled(call, [multipliers, slopes], `${multipliers.name}, ${slopes.name}, ${negative.length}`, shift);
  },
  requantize: (call) => {
    const { multipliers, shift } = stepOf(call, "requantize").requantizer;
    const array = constants(call, "multipliers", multipliers);
    return rescaled(call, [array], `${array.name}, NULL, ${multipliers.length}`, shift);
  },
  maxPool: (call) => {
    const { fill } = stepOf(call, "move");
    const members = [
      ...windowMembers(call.layer, call.input.shape, call.output.shape),
      `${call.output.bits}, ${fill},`,
    ];
    return {
      header: "bw_pool.h",
      arrays: [],
      descriptors: [descriptor(call, "bw_max_pool", members)],
      body: [...windowRows(call, call.layer.kernel[0]), `bw_max_pool_row(&${call.stem}_layer, rows, out);`],
    };
  },
  averagePool: (call) => {
    const { layer, input, output } = call;
    const { multipliers, shift } = stepOf(call, "average");
    const least = leastCount(layer);
    const array = constants(call, "multipliers", multipliers.subarray(least - 1));
    const counted = layer.countIncludePad
      ? [input.shape[0] + layer.pads[2] - layer.ceilExtra[0], input.shape[1] + layer.pads[3] - layer.ceilExtra[1]]
      : [0, 0];
    const members = [
      ...windowMembers(layer, input.shape, output.shape),
      `${array.name}, ${least}, ${counted.join(", ")}, ${format(input)}, ${format(output)}, ${shift},`,
    ];
    return {
      header: "bw_pool.h",
      arrays: [array],
      descriptors: [descriptor(call, "bw_average_pool", members)],
      body: [...windowRows(call, layer.kernel[0]), `bw_average_pool_row(&${call.stem}_layer, rows, y, out);`],
    };
  },
  concat,
  slice: (call) => {
    const { starts, steps } = call.layer;
    const { input, output } = call;
    const members = [
      `${input.shape[2]}, ${output.shape[1]}, ${output.shape[2]}, ${starts[1]}, ${steps[1]}, ${starts[2]}, ${steps[2]}, ${output.bits},`,
    ];
    return {
      header: "bw_move.h",
      arrays: [],
      descriptors: [descriptor(call, "bw_slice", members)],
      body: [`bw_slice_row(&${call.stem}_layer, ${rowOf(call, input, `${starts[0]} + y * ${steps[0]}`)}, out);`],
    };
  },
  pad: (call) => {
    const { pads, channelsBefore, channelsAfter } = call.layer;
    const { input, output } = call;
    const [height, width, channels] = input.shape;
    const { fill } = stepOf(call, "move");
    const members = [
      `${width}, ${channels}, ${pads[1]}, ${pads[3]}, ${channelsBefore}, ${channelsAfter}, ${output.bits}, ${fill},`,
    ];
    const row = `bw_row_inside(${call.prefix}_arena, &${input.symbol}, (int32_t)y - ${pads[0]}, ${height})`;
    return {
      header: "bw_move.h",
      arrays: [],
      descriptors: [descriptor(call, "bw_padding", members)],
      body: [`bw_pad_row(&${call.stem}_layer, ${row}, out);`],
    };
  },
  resize: (call) => {
    const { sourceRows, sourceColumns } = call.layer;
    const { output } = call;
    const rows = arrayOf(call, "rows", "constants", "uint16_t", sourceRows);
    const columns = arrayOf(call, "columns", "constants", "uint16_t", sourceColumns);
    const members = [`${columns.name}, ${output.shape[1]}, ${output.shape[2]}, ${output.bits},`];
    return {
      header: "bw_move.h",
      arrays: [rows, columns],
      descriptors: [descriptor(call, "bw_resize", members)],
      body: [`bw_resize_row(&${call.stem}_layer, ${rowOf(call, call.input, `${rows.name}[y]`)}, out);`],
    };
  },
  transpose: (call) => {
    const { from, perm } = call.layer;
    const strides = perm.map((axis) => from.slice(axis + 1).reduce((product, size) => product * size, 1));
    const sizes = perm.map((axis) => from[axis] ?? 1);
    const sizeArray = arrayOf(call, "sizes", "constants", "uint32_t", sizes);
    const strideArray = arrayOf(call, "strides", "constants", "uint32_t", strides);
    invariant(sizes.length <= 8, `"${call.layer.name}" permutes ${sizes.length} axes`);
    const members = [`${sizeArray.name}, ${strideArray.name}, ${sizes.length}, ${call.output.bits},`];
    return {
      header: "bw_move.h",
      arrays: [sizeArray, strideArray],
      descriptors: [descriptor(call, "bw_transpose", members)],
      calls: "whole",
      body: [`bw_transpose_codes(&${call.stem}_layer, ${bytesOf(call, call.input)}, ${bytesOf(call, call.output)});`],
    };
  },
  softmax: (call) => {
    const { input, output } = call;
    const { exponentStep } = stepOf(call, "softmax");
    const [whole, fraction] = [Math.floor(exponentStep / EXPONENT_ONE), exponentStep % EXPONENT_ONE];
    const members = [`${fraction}u, ${output.shape[2]}, ${whole}, ${input.bits},`];
    const floats = `(float *)(void *)(${bytesOf(call, output)}) + out.first`;
    return {
      header: "bw_softmax.h",
      arrays: [],
      descriptors: [descriptor(call, "bw_softmax", members)],
      body: [`bw_softmax_codes(&${call.stem}_layer, ${rowOf(call, input)}, ${floats}, ${output.shape[1]});`],
    };
  },
};

/** @param run codes of an output row's vectors in an input whose rows are others; undefined: its rows are these */
function dense(call: Fed, layer: ProductLayer, window: Window, from: Shape3, to: Shape3, run?: number): Emitted {
  const { output, input, stem } = call;
  const step = stepOf(call, "product");
  const { arrays, members } = productParts(call, layer, step);
  const groups = layer.kind === "conv" ? layer.groups : 1;
  const rows =
    run === undefined
      ? windowRows(call, window.kernel[0])
      : ["bw_codes rows[1];", `rows[0].bytes = ${bytesOf(call, input)};`, `rows[0].first = y * ${run};`];
  return {
    header: "bw_convolution.h",
    arrays,
    descriptors: [
      descriptor(call, "bw_convolution", [
        ...windowMembers(window, from, to),
        ...members,
        `${groups}, ${format(input)}, ${format(output)}, &bw_dot_${step.weights.bits}, &bw_gather_${input.bits},`,
      ]),
    ],
    body: [...rows, `bw_convolution_row(&${stem}_layer, rows, out, ${scratchOf(call)});`],
  };
}

function depthwise(call: Call<"conv">): Emitted {
  const { layer, output, input, stem } = call;
  const { arrays, members } = productParts(call, layer, stepOf(call, "product"));
  return {
    header: "bw_depthwise.h",
    arrays,
    descriptors: [
      descriptor(call, "bw_depthwise", [
        ...windowMembers(layer, input.shape, output.shape),
        ...members,
        `${format(input)}, ${format(output)}, &bw_depthwise_taps_${input.bits},`,
      ]),
    ],
    body: [
      ...windowRows(call, layer.kernel[0]),
      `bw_depthwise_row(&${stem}_layer, rows, out, ${scratchOf(call, "TAPS")});`,
    ],
    taps: layer.kernel[0] * layer.kernel[1] + 2,
  };
}

function concat(call: Call<"concat">): Emitted {
  const { layer, inputs, output } = call;
  const step = stepOf(call, "join");
  const { axis } = layer;
  const arrays: ConstantArray[] = [];
  const descriptors: Descriptor[] = [];
  const body: string[] = [];
  let before = 0;
  inputs.forEach((input, i) => {
    const { multiplier, shift } = step.inputs[i] ?? { multiplier: 0, shift: 0 };
    let rescale = "NULL";
    if (multiplier !== 0) {
      const array = constants(call, `multiplier_${i}`, [multiplier]);
      arrays.push(array);
      const scaling = `${array.name}, NULL, 1, ${format(input)}, ${format(output)}, ${shift},`;
      descriptors.push({ type: "bw_rescale", name: `${call.stem}_scaling_${i}`, members: [scaling] });
      rescale = `&${call.stem}_scaling_${i}`;
    }
    // Within a row, channels are joined pixel by pixel; the rows themselves and whole columns in one run.
    const [run, repeats] = axis === 2 ? [input.shape[2], input.shape[1]] : [rowCodes(input), 1];
    const stride = axis === 2 ? output.shape[2] : rowCodes(output);
    const name = `${call.stem}_join_${i}`;
    descriptors.push({
      type: "bw_join",
      name,
      members: [`${rescale}, ${run}, ${repeats}, ${stride}, ${output.bits},`],
    });
    if (axis === 0) {
      const end = before + input.shape[0];
      const isLast = i === inputs.length - 1;
      const condition = isLast ? "" : `if (y < ${end}) `;
      const row = rowOf(call, input, before === 0 ? "y" : `y - ${before}`);
      body.push(`${i > 0 ? "else " : ""}${condition}bw_join_codes(&${name}, ${row}, out);`);
      before = end;
    } else {
      const to = before === 0 ? "out" : `bw_codes_after(out, ${before})`;
      body.push(`bw_join_codes(&${name}, ${rowOf(call, input)}, ${to});`);
      before += run;
    }
  });
  return { header: "bw_move.h", arrays, descriptors, body };
}

function rescaled(call: Fed, arrays: readonly ConstantArray[], multipliers: string, shift: number): Emitted {
  const members = [`${multipliers}, ${format(call.input)}, ${format(call.output)}, ${shift},`];
  return {
    header: "bw_elementwise.h",
    arrays,
    descriptors: [descriptor(call, "bw_rescale", members)],
    body: [`bw_rescale_codes(&${call.stem}_layer, ${rowOf(call, call.input)}, out, ${rowCodes(call.output)});`],
  };
}

function productParts(
  call: Fed,
  layer: ProductLayer,
  step: ProductStep,
): { readonly arrays: readonly ConstantArray[]; readonly members: readonly string[] } {
  const packed = packConstants(layer, step, call.input.format);
  const weights = arrayOf(call, "weights", "weights", "uint32_t", packWeights(layer, step));
  const biases = constants(call, "biases", packed.biases);
  const multipliers = constants(call, "multipliers", packed.multipliers);
  const zeros = arrayOf(call, "zeros", "constants", "uint8_t", packed.weightZeros);
  const members = [
    `{${weights.name}, ${biases.name},`,
    ` ${multipliers.name}, ${zeros.name}, ${packed.unit}u, ${packed.shift}, ${step.weights.bits}},`,
  ];
  return { arrays: [weights, biases, multipliers, zeros], members };
}

/** The second operand of a sum or product; one vector for all pixels is repeated. */
function operand(
  call: LayerSite,
  place: 1,
): { readonly tensor: TensorSite; readonly period: number; readonly row: string } {
  const tensor = call.inputs[place];
  invariant(tensor !== undefined, `"${call.layer.name}" needs two operands`);
  const isRepeated = tensor.elements !== call.output.elements;
  return {
    tensor,
    period: isRepeated ? tensor.elements : 0,
    row: isRepeated ? rowOf(call, tensor, "0") : rowOf(call, tensor),
  };
}

/**
 * Multipliers of windows that see fewer pixels than the kernel has are stored only where there can be such windows: where padding that does not
 * count, or ceil mode, cuts them.
 */
function leastCount({ kernel, pads, ceilExtra, countIncludePad }: LayerOf<"averagePool">): number {
  const isPadded = !countIncludePad && pads.some((pad) => pad > 0);
  return isPadded || ceilExtra.some((extra) => extra > 0) ? 1 : kernel[0] * kernel[1];
}
