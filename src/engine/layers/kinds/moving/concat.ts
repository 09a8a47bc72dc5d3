/** Tensors one behind the other along an axis; each is brought to the result's scale, or copied where it already has it. */
import { newCodes, type Codes } from "../../../base/bits";
import { encodeDyadic, requantize } from "../../../base/fixedPoint";
import { invariant } from "../../../base/outcome";
import { sameShape } from "../../../ir/inferShape";
import { activationOf, type LayerOf } from "../../../ir/network";
import { sameFormat } from "../../../ir/program";
import { fromCodes, toCode, type LayerCall, type Operand } from "../../call";
import { widened } from "../../firmware/forms/wide";
import { storedDescriptor } from "../../firmware/descriptorBytes";
import { PLAIN, type KernelForm } from "../../firmware/forms/form";
import {
  constants,
  format,
  placesOf,
  rowCodes,
  rowOf,
  type CodeCall,
  type ConstantArray,
  type Descriptor,
  type EmittedLayer,
} from "../../firmware/parts";
import { runLoop, size, type Turns, type TurnsSite } from "../../firmware/turns";
import { unbounded, type LayerRoom } from "../../room";
import { shiftedRow } from "../../rows";
import { doesNotMake } from "../../shapes";

const JOIN: KernelForm<"concat", "join"> = {
  ...PLAIN,
  function: "bw_join_codes",
  header: "bw_move.h",
  /** For each input, and once more with a multiplier where it has a scale of its own. */
  constantBytes: (layer, network) => {
    const group = activationOf(network, layer.output).group;
    const rescaled = layer.inputs.filter((id) => activationOf(network, id).group !== group).length;
    return storedDescriptor("bw_join") * layer.inputs.length + (4 + storedDescriptor("bw_rescale")) * rescaled;
  },
  turns,
  code,
};

export const concat: LayerRoom<"concat", "join"> = {
  label: () => "Concat",
  dump: ({ axis }) => `axis ${axis}`,
  mistake: (layer, shapes) => {
    const { inputs, output } = shapes;
    const size = inputs.reduce((sum, shape) => sum + shape[layer.axis], 0);
    const shape = output.map((extent, axis) => (axis === layer.axis ? size : extent));
    const agree = inputs.every((input) =>
      input.every((extent, axis) => axis === layer.axis || extent === output[axis]),
    );
    return agree && sameShape(shape, output) ? undefined : doesNotMake(shapes);
  },
  moves: false,
  isElementwise: false,
  rows: ({ axis }, { inputs }, input) =>
    shiftedRow(axis === 0 ? 0 - inputs.slice(0, input).reduce((sum, shape) => sum + shape[0], 0) : 0),

  step: "join",
  numbers: (_, { inputs, output }) => ({
    kind: "join",
    inputs: inputs.map((source) =>
      sameFormat(source, output) ? { multiplier: 0, shift: 32 } : encodeDyadic(source.scale / output.scale),
    ),
  }),
  run,
  bound: unbounded,

  forms: [JOIN, widened(JOIN, "bw_wide_join_codes")],
};

/** Along `axis`, every index of the axes before it holds one run of each input, one after the other. */
function run(call: LayerCall<"concat", "join">): Codes {
  const { axis } = call.layer;
  const repeats = call.output.shape.slice(0, axis).reduce((product, size) => product * size, 1);
  const outputRun = call.output.elements / repeats;
  const codes = newCodes(call.output.format.bits, call.output.elements);
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

function convert(call: LayerCall<"concat", "join">, input: Operand, i: number): Codes {
  const scaling = call.step.inputs[i];
  invariant(scaling !== undefined, `"${call.layer.name}" has no multiplier for input ${i}`);
  const { multiplier, shift } = scaling;
  if (multiplier === 0) return input.codes;
  const { zeroPoint } = input.format;
  return fromCodes(input, call.output.format, (code) =>
    toCode(requantize(code - zeroPoint, multiplier, shift), call.output.format),
  );
}

/** Runs of each input, copied or brought to the output's scale. */
function turns({ axis }: LayerOf<"concat">, site: TurnsSite): Turns {
  const turned: Record<string, number> = { call: site.calls };
  const add = (loop: string, count: number): void => void (turned[loop] = (turned[loop] ?? 0) + count);
  for (const { shape, bits, sharesQuantization } of site.inputs) {
    const runs = axis === 2 ? shape[0] * shape[1] : Math.min(shape[0], site.calls);
    add(sharesQuantization ? "copiedRun" : "run", runs);
    if (sharesQuantization) {
      add(runLoop("copied", bits, size(shape) / runs), size(shape));
      continue;
    }
    add(runLoop("in", bits, size(shape) / runs), size(shape));
    add(runLoop("out", site.output.bits, size(shape) / runs), size(shape));
  }
  return turned;
}

function code(call: CodeCall<"concat", "join">): EmittedLayer {
  const { layer, inputs, output } = call;
  const step = call.numbers;
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
      body.push(`${i > 0 ? "} else " : ""}${condition}{`, `  ${row}`, `  bw_join_codes(&${name}, in, out);`);
      if (isLast) body.push("}");
      before = end;
    } else {
      const to = before === 0 ? "out" : "to";
      body.push("{", `  ${rowOf(call, input)}`);
      if (before > 0) body.push(`  const bw_codes_out to = bw_codes_after(out, ${placesOf(output, before)});`);
      body.push(`  bw_join_codes(&${name}, in, ${to});`, "}");
      before += run;
    }
  });
  return { arrays, descriptors, body };
}
