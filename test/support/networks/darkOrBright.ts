/** A classifier that is right only where pixels were prepared as it was trained: for values from −1 to 1. */
import { buildOnnx, floats, node } from "./onnxBuilder";

/** Its images are SIDE × SIDE with three channels. */
export const SIDE = 4;

/** Tells dark images from bright ones by the sign of their mean, as a network for values from −1 to 1 does. */
export function darkOrBright(): Uint8Array {
  const gain = 20;
  return buildOnnx({
    inputs: { input: [1, 3, SIDE, SIDE] },
    outputs: ["logits"],
    constants: { w: floats([2, 3], [-gain, -gain, -gain, gain, gain, gain]), b: floats([2], 0) },
    nodes: [
      node("GlobalAveragePool", ["input"], ["pooled"]),
      node("Flatten", ["pooled"], ["flat"]),
      node("Gemm", ["flat", "w", "b"], ["logits"], { transB: 1 }),
    ],
  });
}
