/** Every ONNX operator that is understood, by name. */
import { activationOps, microsoftActivationOps } from "./ops/activation";
import { arithmeticOps } from "./ops/arithmetic";
import { comparisonOps } from "./ops/comparison";
import { convolutionOps } from "./ops/convolution";
import { microsoftOps, qlinearOps } from "./ops/integer/qlinear";
import { pactOps } from "./ops/integer/pact";
import { qonnxOps } from "./ops/integer/qonnx";
import { lastOps } from "./ops/last";
import { layoutOps } from "./ops/layout";
import { matrixOps } from "./ops/matrix";
import { movementOps } from "./ops/movement";
import { microsoftNormalizationOps, normalizationOps } from "./ops/normalization";
import { poolingOps } from "./ops/pooling";
import { quantizationOps } from "./ops/quantization";
import { recurrentOps } from "./ops/recurrent";
import { reductionOps } from "./ops/reduction";
import { refusedOps } from "./ops/refused";
import { resizeOps } from "./ops/resize";
import { shapeOps } from "./ops/shapeArithmetic";
import { transposedConvolutionOps } from "./ops/transposedConvolution";
import { triangularOps } from "./ops/triangular";
import type { Lowering } from "./site";

const LOWERINGS: ReadonlyMap<string, Lowering> = new Map(
  [
    activationOps,
    arithmeticOps,
    comparisonOps,
    convolutionOps,
    lastOps,
    layoutOps,
    matrixOps,
    movementOps,
    normalizationOps,
    pactOps,
    poolingOps,
    qlinearOps,
    quantizationOps,
    recurrentOps,
    reductionOps,
    refusedOps,
    resizeOps,
    shapeOps,
    transposedConvolutionOps,
    triangularOps,
  ].flatMap((family) => Object.entries(family)),
);

/** Microsoft's copies of these operators mean the same as ONNX's. */
const SAME_IN_MICROSOFT: ReadonlySet<string> = new Set(["QuantizeLinear", "DequantizeLinear"]);

/** Operators of other domains than ONNX's own. */
const DIALECTS: ReadonlyMap<string, Readonly<Record<string, Lowering>>> = new Map([
  ["com.microsoft", { ...microsoftOps, ...microsoftActivationOps, ...microsoftNormalizationOps }],
  ["PACTOps", pactOps],
  ["onnx.brevitas", qonnxOps],
  ["qonnx.custom_op.general", qonnxOps],
  ["finn.custom_op.general", qonnxOps],
]);

/** The lowering of an operator, or undefined where there is none. */
export function loweringOf(domain: string, op: string): Lowering | undefined {
  if (domain === "" || domain === "ai.onnx" || (domain === "com.microsoft" && SAME_IN_MICROSOFT.has(op)))
    return LOWERINGS.get(op);
  const own = DIALECTS.get(domain);
  return own && Object.hasOwn(own, op) ? own[op] : undefined;
}

/** Operators that are refused whatever their inputs are: worth naming even behind another obstacle. */
export function isAlwaysRefused(op: string): boolean {
  return Object.hasOwn(refusedOps, op);
}
