/** Layers that move codes without arithmetic. */
import { invariant } from "../base/outcome";
import { operand, type LayerCall } from "./kernel";

export function runSlice(call: LayerCall<"slice">): Uint8Array {
  const { starts, steps } = call.layer;
  const { codes, shape } = operand(call.inputs, 0);
  return fromEach(call.output.shape, (row, column, channel) => {
    const y = starts[0] + row * steps[0];
    const x = starts[1] + column * steps[1];
    return codes[(y * shape[1] + x) * shape[2] + starts[2] + channel * steps[2]] as number;
  });
}

export function runPad(call: LayerCall<"pad">): Uint8Array {
  const { pads, channelsBefore } = call.layer;
  const { codes, shape } = operand(call.inputs, 0);
  return fromEach(call.output.shape, (row, column, channel) => {
    const y = row - pads[0];
    const x = column - pads[1];
    const c = channel - channelsBefore;
    const inside = y >= 0 && y < shape[0] && x >= 0 && x < shape[1] && c >= 0 && c < shape[2];
    return inside ? (codes[(y * shape[1] + x) * shape[2] + c] as number) : call.step.fill;
  });
}

export function runResize(call: LayerCall<"resize">): Uint8Array {
  const { sourceRows, sourceColumns } = call.layer;
  const { codes, shape } = operand(call.inputs, 0);
  return fromEach(call.output.shape, (row, column, channel) => {
    const y = sourceRows[row] as number;
    const x = sourceColumns[column] as number;
    return codes[(y * shape[1] + x) * shape[2] + channel] as number;
  });
}

/** For any rank: walks the output in row-major order like an odometer, each digit moving the input by its axis's stride. */
export function runTranspose(call: LayerCall<"transpose">): Uint8Array {
  const { from, perm, name } = call.layer;
  const { codes } = operand(call.inputs, 0);
  const sizes = perm.map((axis) => from[axis] ?? 0);
  const strides = perm.map((axis) => from.slice(axis + 1).reduce((product, size) => product * size, 1));
  invariant(sizes.reduce((product, size) => product * size, 1) === codes.length, `"${name}" regroups to another size`);
  const digits = new Array<number>(perm.length).fill(0);
  let source = 0;
  return Uint8Array.from({ length: codes.length }, () => {
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

/** Codes of a [H, W, C] tensor from its coordinates. */
function fromEach(
  [rows, columns, channels]: readonly [number, number, number],
  codeAt: (row: number, column: number, channel: number) => number,
): Uint8Array {
  const codes = new Uint8Array(rows * columns * channels);
  let at = 0;
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      for (let channel = 0; channel < channels; channel++) codes[at++] = codeAt(row, column, channel);
    }
  }
  return codes;
}
