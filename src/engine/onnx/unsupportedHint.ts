/** What a person can do about an operator that is not understood: it depends on whose operator it is. */

/** Operator domains by how they begin, with what helps there. */
const BY_DOMAIN: readonly (readonly [pattern: RegExp, hint: string])[] = [
  [
    /^(onnx\.brevitas|qonnx|finn|brevitas)/,
    "export the model in QDQ form: QuantizeLinear and DequantizeLinear around float operators",
  ],
  [/^ai\.onnx\.ml$/, "cut it off and compute it in the firmware; classical models are not neural networks"],
  [/^ai\.onnx\.(training|preview)/, "export the model for inference, without its training operators"],
  [
    /^ai\.onnx\.contrib$|^com\.microsoft\.extensions$/,
    "cut the pre- and post-processing off, and do it in the firmware",
  ],
  [/^com\.(microsoft|ms)/, "export the model without onnxruntime's own optimizations"],
  [
    /^(org\.pytorch|aten|prim|pkg\.|com\.nvidia|trt|mmdeploy|custom)/,
    "export the model with ONNX's operators alone, or inline the functions it stands for",
  ],
];

/** Operators of ai.onnx.ml that are a sum and a product. */
const SCALERS: ReadonlySet<string> = new Set(["Scaler", "Normalizer"]);
/** Microsoft's integer operators are how its quantizer writes models in operator form. */
const INTEGER = /^(QLinear|QGemm|QAttention|DynamicQuantize|MatMulInteger|QMoE)/;

/** @param domain "" for ONNX's own */
export function unsupportedHint(domain: string, op: string): string {
  if (domain === "" || domain === "ai.onnx") return "replace it with supported operators, or cut the model before it";
  if (domain === "ai.onnx.ml" && SCALERS.has(op)) return "cut the scaler off, or write it as Mul and Add";
  if (domain.startsWith("com.microsoft") && INTEGER.test(op))
    return "give the float model, or quantize it in QDQ form (QuantizeLinear and DequantizeLinear around float operators)";
  const known = BY_DOMAIN.find(([pattern]) => pattern.test(domain));
  return known?.[1] ?? `write it with ONNX's own operators, or put the function that it stands for into the model`;
}
