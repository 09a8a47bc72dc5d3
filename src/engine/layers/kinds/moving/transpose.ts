/** Another order of the axes. */
import { byBytes } from "../../firmware/forms/wide";
import { newCodes, type Codes } from "../../../base/bits";
import { invariant } from "../../../base/outcome";
import { elementsOf } from "../../../ir/graph";
import { isPermutation, showShape } from "../../../ir/inferShape";
import type { LayerOf } from "../../../ir/network";
import { operand, type LayerCall } from "../../call";
import { storedDescriptor } from "../../firmware/descriptorBytes";
import { PLAIN, type KernelForm } from "../../firmware/forms/form";
import { arrayOf, bytesOf, descriptor } from "../../firmware/parts";
import { atWidth, size } from "../../firmware/turns";
import { unbounded, type LayerRoom } from "../../room";
import { inputShape } from "../../shapes";

/** Of bw_transpose. */
const MOST_AXES = 8;

const TRANSPOSE: KernelForm<"transpose", "move"> = {
  ...PLAIN,
  function: "bw_transpose_codes",
  header: "bw_move.h",
  /** Size and stride of each axis. */
  constantBytes: ({ perm }) => 8 * perm.length + storedDescriptor("bw_transpose"),
  turns: (_layer, site) => ({ [atWidth("code", site.output.bits)]: size(site.output.shape) }),
  code: (call) => {
    const { sizes, strides } = walkOf(call.layer);
    const sizeArray = arrayOf(call, "sizes", "constants", "uint32_t", sizes);
    const strideArray = arrayOf(call, "strides", "constants", "uint32_t", strides);
    invariant(sizes.length <= MOST_AXES, `"${call.layer.name}" permutes ${sizes.length} axes`);
    const members = [`${sizeArray.name}, ${strideArray.name}, ${sizes.length}, ${call.output.bits},`];
    return {
      arrays: [sizeArray, strideArray],
      descriptors: [descriptor(call, "bw_transpose", members)],
      calls: "whole",
      body: [`bw_transpose_codes(&${call.stem}_layer, ${bytesOf(call, call.input)}, ${bytesOf(call, call.output)});`],
    };
  },
};

export const transpose: LayerRoom<"transpose", "move"> = {
  label: () => "Transpose",
  dump: ({ from, perm }) => `from ${showShape(from)} perm ${showShape(perm)}`,
  mistake: ({ from, perm }, shapes) => {
    const x = inputShape(shapes);
    if (!isPermutation(perm, from.length) || elementsOf(from) !== elementsOf(x)) return "its permutation does not fit";
    return elementsOf(x) === elementsOf(shapes.output)
      ? undefined
      : `turns ${showShape(x)} into ${showShape(shapes.output)}`;
  },
  moves: true,
  isElementwise: false,
  rows: () => undefined,

  step: "move",
  numbers: (_, { output }) => ({ kind: "move", fill: output.zeroPoint }),
  run,
  bound: unbounded,

  forms: [
    TRANSPOSE,
    {
      ...byBytes(TRANSPOSE, ofBytes),
      applies: ({ perm }) => perm.length < MOST_AXES,
      constantBytes: (layer, network) => 8 + TRANSPOSE.constantBytes(layer, network),
    },
  ],
};

/** By axis of the result: its size, and how far apart its entries lie in the input. */
function walkOf({ from, perm }: LayerOf<"transpose">): {
  readonly sizes: readonly number[];
  readonly strides: readonly number[];
} {
  return {
    sizes: perm.map((axis) => from[axis] ?? 1),
    strides: perm.map((axis) => from.slice(axis + 1).reduce((product, size) => product * size, 1)),
  };
}

/** For any rank: walks the output in row-major order like an odometer, each digit moving the input by its axis's stride. */
function run(call: LayerCall<"transpose", "move">): Codes {
  const { codes, format } = operand(call.inputs, 0);
  const { sizes, strides } = walkOf(call.layer);
  invariant(elementsOf(sizes) === codes.length, `"${call.layer.name}" regroups to another size`);
  const digits = new Array<number>(sizes.length).fill(0);
  let source = 0;
  return newCodes(format.bits, codes.length).map(() => {
    const code = codes[source] as number;
    for (let axis = digits.length - 1; axis >= 0; axis--) {
      const digit = (digits[axis] as number) + 1;
      const stride = strides[axis] as number;
      if (digit < (sizes[axis] as number)) {
        digits[axis] = digit;
        source += stride;
        break;
      }
      digits[axis] = 0;
      source -= (digit - 1) * stride;
    }
    return code;
  });
}

/** The two bytes of a code are one axis more, which stays the last. */
function ofBytes({ from, perm, ...layer }: LayerOf<"transpose">): LayerOf<"transpose"> {
  return { ...layer, from: [...from, 2], perm: [...perm, perm.length] };
}
