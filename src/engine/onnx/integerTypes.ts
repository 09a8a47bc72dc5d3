/**
 * Quantized tensors in ONNX's own integer types, for other tools to load: QDQ form, unsigned codes, zero points in the same type. ONNX has no types of 3 and
 * of 5 bits, so such codes lie in the next wider type, of which they use the lower ones.
 */
import {
  isActivationBits,
  isWeightBits,
  maxCode,
  packCodes,
  type ActivationBits,
  type CodeBits,
  type WeightBits,
} from "../base/bits";
import { invariant } from "../base/outcome";
import type { GivenQuantization } from "../ir/graph";
import type { OpOf } from "../ir/op";
import type { ModelWriter } from "./encode/modelWriter";
import { DataType } from "./wire/proto";

const TYPES: Readonly<Record<CodeBits, number>> = {
  16: DataType.uint16,
  8: DataType.uint8,
  4: DataType.uint4,
  2: DataType.uint2,
  1: DataType.uint2,
};
/** First operator set whose QuantizeLinear and DequantizeLinear take the type. */
const OPSETS: Readonly<Record<CodeBits, number>> = { 16: 21, 8: 13, 4: 21, 2: 25, 1: 25 };

export function opsetOfWidth(bits: number): number {
  return OPSETS[isWeightBits(bits) ? heldIn(bits) : bits === 16 ? 16 : 8];
}

/** The least width of a type that holds codes of so many bits. */
function heldIn(bits: WeightBits): ActivationBits {
  if (isActivationBits(bits)) return bits;
  return bits === 3 ? 4 : 8;
}

/** `name` = DequantizeLinear(codes, scales, zero points), one scale an output channel along axis 0. The data must lie on the grid. */
export function writeQuantizedConstant(
  writer: ModelWriter,
  name: string,
  shape: readonly number[],
  data: Float32Array,
  given: GivenQuantization,
): void {
  const { bits, scales, zeroPoints } = given;
  invariant(isWeightBits(bits), `constant "${name}" has ${bits} bits`);
  const held = heldIn(bits);
  const perChannel = data.length / scales.length;
  const codes = Uint8Array.from(data, (real, i) => {
    const channel = Math.floor(i / perChannel);
    const code = Math.round(real / (scales[channel] ?? 1)) + (zeroPoints[channel] ?? 0);
    return Math.min(maxCode(bits), Math.max(0, code));
  });
  const channels = scales.length === 1 ? [] : [scales.length];
  const inputs = [
    writer.codes(writer.fresh(`${name}/codes`), shape, TYPES[held], packCodes(codes, held)),
    writer.tensor(writer.fresh(`${name}/scale`), channels, Float32Array.from(scales)),
    writer.codes(
      writer.fresh(`${name}/zeroPoint`),
      channels,
      TYPES[held],
      packCodes(Uint8Array.from(zeroPoints), held),
    ),
  ];
  writer.node("DequantizeLinear", inputs, name, scales.length === 1 ? {} : { axis: 0 });
}

/**
 * QuantizeLinear → DequantizeLinear in the unsigned type of the width, which saturates by itself.
 * Codes below 8 bits are followed by a Max that changes nothing (its bound is the lowest code's value), because onnxruntime moves
 * DequantizeLinear behind operators like Reshape, which it does not have for such types.
 * @param apart puts such a Max in front as well
 */
export function writeQuantizePair(
  writer: ModelWriter,
  x: string,
  output: string,
  op: OpOf<"fakeQuantize">,
  apart: boolean,
): void {
  const scaling = [
    writer.float(`${output}/scale`, op.scale),
    writer.codes(
      writer.fresh(`${output}/zeroPoint`),
      [],
      TYPES[op.bits],
      packCodes(Uint8Array.of(op.zeroPoint), op.bits),
    ),
  ];
  const codes = writer.fresh(`${output}/codes`);
  const unchanged = (from: string, to: string): void =>
    writer.node("Max", [from, writer.float(`${output}/lowest`, -op.zeroPoint * op.scale)], to);
  const source = apart ? writer.fresh(`${output}/apart`) : x;
  if (apart) unchanged(x, source);
  writer.node("QuantizeLinear", [source, ...scaling], codes);
  const real = op.bits < 8 ? writer.fresh(`${output}/real`) : output;
  writer.node("DequantizeLinear", [codes, ...scaling], real);
  if (op.bits < 8) unchanged(real, output);
}
