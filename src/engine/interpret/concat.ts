/** Concatenation: each input is brought to the output's scale, or copied where it already has it. */
import { requantize } from "../base/fixedPoint";
import { invariant } from "../base/outcome";
import { toCode, type LayerCall, type Operand } from "./kernel";

/** Along `axis`, every index of the axes before it holds one run of each input, one after the other. */
export function runConcat(call: LayerCall<"concat">): Uint8Array {
  const { axis } = call.layer;
  const repeats = call.output.shape.slice(0, axis).reduce((product, size) => product * size, 1);
  const outputRun = call.output.elements / repeats;
  const codes = new Uint8Array(call.output.elements);
  let offset = 0;
  call.inputs.forEach((input, i) => {
    const converted = convert(call, input, i);
    const run = converted.length / repeats;
    for (let r = 0; r < repeats; r++) codes.set(converted.subarray(r * run, (r + 1) * run), r * outputRun + offset);
    offset += run;
  });
  invariant(offset === outputRun, `the inputs of "${call.layer.name}" do not add up to its output`);
  return codes;
}

function convert(call: LayerCall<"concat">, input: Operand, i: number): Uint8Array {
  const scaling = call.step.inputs[i];
  invariant(scaling !== undefined, `"${call.layer.name}" has no multiplier for input ${i}`);
  const { multiplier, shift } = scaling;
  if (multiplier === 0) return input.codes;
  const { zeroPoint } = input.format;
  return input.codes.map((code) => toCode(requantize(code - zeroPoint, multiplier, shift), call.output.format));
}
