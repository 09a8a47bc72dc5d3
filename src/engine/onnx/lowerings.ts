/** Every ONNX operator that is understood, by name. */
import { activationOps, microsoftActivationOps } from "./ops/functions/activation";
import { arithmeticOps } from "./ops/functions/arithmetic";
import { comparisonOps } from "./ops/functions/comparison";
import { convolutionOps } from "./ops/windows/convolution";
import { microsoftOps, qlinearOps } from "./ops/integer/qlinear";
import { pactOps } from "./ops/integer/pact";
import { qonnxOps } from "./ops/integer/qonnx";
import { lastOps } from "./ops/layout/last";
import { layoutOps } from "./ops/layout/layout";
import { matrixOps } from "./ops/functions/matrix";
import { movementOps } from "./ops/layout/movement";
import { microsoftNormalizationOps, normalizationOps } from "./ops/functions/normalization";
import { poolingOps } from "./ops/windows/pooling";
import { quantizationOps } from "./ops/quantization";
import { recurrentOps } from "./ops/recurrent";
import { reductionOps } from "./ops/functions/reduction";
import { refusedOps } from "./ops/refused";
import { resizeOps } from "./ops/layout/resize";
import { scatterOps } from "./ops/layout/scatter";
import { shapeOps } from "./ops/layout/shapeArithmetic";
import { transposedConvolutionOps } from "./ops/windows/transposedConvolution";
import { triangularOps } from "./ops/functions/triangular";
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
    scatterOps,
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
