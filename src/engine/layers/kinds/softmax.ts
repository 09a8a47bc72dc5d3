/** The tail: softmax over channels, whose result is floats. */
import { EXPONENT_ONE, encodeExponentStep } from "../../base/powerOfTwo";
import { runSoftmax } from "../arithmetic/softmax";
import { storedDescriptor } from "../firmware/descriptorBytes";
import { PLAIN } from "../firmware/forms/form";
import { bytesOf, descriptor, rowOf } from "../firmware/parts";
import { atWidth, firstBits, size } from "../firmware/turns";
import { unbounded, type LayerRoom } from "../room";
import { keepsShape } from "../shapes";

export const softmax: LayerRoom<"softmax", "softmax"> = {
  label: () => "Softmax",
  dump: () => "",
  mistake: keepsShape,
  moves: false,
  isElementwise: false,
  // Few bytes at the end of a network, and its output is not made of codes.
  rows: () => undefined,

  step: "softmax",
  numbers: (_, { input }) => ({ kind: "softmax", exponentStep: encodeExponentStep(input.scale) }),
  run: runSoftmax,
  bound: unbounded,

  forms: [
    {
      ...PLAIN,
      function: "bw_softmax_codes",
      header: "bw_softmax.h",
      constantBytes: () => storedDescriptor("bw_softmax"),
      turns: (_layer, site) => ({
        pixel: site.output.shape[0] * site.output.shape[1],
        [atWidth("in", firstBits(site))]: size(site.output.shape),
      }),
      code: (call) => {
        const { input, output } = call;
        const { exponentStep } = call.numbers;
        const [whole, fraction] = [Math.floor(exponentStep / EXPONENT_ONE), exponentStep % EXPONENT_ONE];
        const members = [`${fraction}u, ${output.shape[2]}, ${whole}, ${input.bits},`];
        const floats = `(float *)(void *)(${bytesOf(call, output)}) + out.first`;
        return {
          arrays: [],
          descriptors: [descriptor(call, "bw_softmax", members)],
          body: [rowOf(call, input), `bw_softmax_codes(&${call.stem}_layer, in, ${floats}, ${output.shape[1]});`],
        };
      },
    },
  ],
};
