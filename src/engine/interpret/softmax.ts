/** The float tail: softmax over channels of the dequantized logits. Computed in double and stored as float32; the C uses float throughout. */
import { operand, type LayerCall } from "./kernel";

export function runSoftmax(call: LayerCall<"softmax">): Float32Array {
  const { codes, shape, format } = operand(call.inputs, 0);
  const channels = shape[2];
  const result = new Float32Array(codes.length);
  for (let start = 0; start < codes.length; start += channels) {
    const row = codes.subarray(start, start + channels);
    const largest = row.reduce((most, code) => Math.max(most, code), 0);
    const powers = Array.from(row, (code) => Math.exp(format.scale * (code - largest)));
    const total = powers.reduce((sum, power) => sum + power, 0);
    powers.forEach((power, c) => (result[start + c] = power / total));
  }
  return result;
}
