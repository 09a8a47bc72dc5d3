/** Every ONNX operator that is understood, by name. */
import { activationOps } from "./ops/activation";
import { arithmeticOps } from "./ops/arithmetic";
import { convolutionOps } from "./ops/convolution";
import { lastOps } from "./ops/last";
import { layoutOps } from "./ops/layout";
import { matrixOps } from "./ops/matrix";
import { movementOps } from "./ops/movement";
import { normalizationOps } from "./ops/normalization";
import { poolingOps } from "./ops/pooling";
import { quantizationOps } from "./ops/quantization";
import { reductionOps } from "./ops/reduction";
import { refusedOps } from "./ops/refused";
import { resizeOps } from "./ops/resize";
import { shapeOps } from "./ops/shapeArithmetic";
import type { Lowering } from "./site";

const LOWERINGS: ReadonlyMap<string, Lowering> = new Map(
  [
    activationOps,
    arithmeticOps,
    convolutionOps,
    lastOps,
    layoutOps,
    matrixOps,
    movementOps,
    normalizationOps,
    poolingOps,
    quantizationOps,
    reductionOps,
    refusedOps,
    resizeOps,
    shapeOps,
  ].flatMap((family) => Object.entries(family)),
);

/** Microsoft's copies of these operators mean the same as ONNX's. */
const SAME_IN_MICROSOFT: ReadonlySet<string> = new Set(["QuantizeLinear", "DequantizeLinear"]);

/** The lowering of an operator, or undefined where there is none. */
export function loweringOf(domain: string, op: string): Lowering | undefined {
  if (domain === "" || domain === "ai.onnx" || (domain === "com.microsoft" && SAME_IN_MICROSOFT.has(op)))
    return LOWERINGS.get(op);
  return undefined;
}

/** Operators that are refused whatever their inputs are: worth naming even behind another obstacle. */
export function isAlwaysRefused(op: string): boolean {
  return Object.hasOwn(refusedOps, op);
}
