/** Gemm and MatMul with a constant matrix become fullyConnected, whose weights are always [outputs, inputs]. */
import type { Problem } from "../../../base/outcome";
import { elementsOf } from "../../../ir/graph";
import { broadcastShapes, sameShape, showShape } from "../../../ir/inferShape";
import { Chain } from "../../chain";
import { broadcastTo, fittingOperands } from "../layout/picking";
import { expandConstant, mapConstant, transposeConstant } from "../../rewrite/fold";
import { activationProduct } from "./activationProduct";
import type { Lowered, Lowering, Site } from "../../site";
import { floatConstant, isProblem, type Activation, type Constant } from "../../value";

/** Both matrices are computed. */
function ofTwo(site: Site): Lowered {
  const isGemm = site.op === "Gemm";
  let [a, b] = [site.activation(0), site.activation(1)];
  if (isProblem(a)) return a;
  if (isProblem(b)) return b;
  const place = (suffix: string): { output: string; suffix: string } => ({ output: site.between(suffix), suffix });
  if (isGemm && site.flag("transA", false)) a = site.emit({ kind: "transpose", perm: [1, 0] }, [a], place("a"));
  if (isGemm && site.flag("transB", false)) b = site.emit({ kind: "transpose", perm: [1, 0] }, [b], place("b"));
  if (isProblem(a)) return a;
  if (isProblem(b)) return b;
  const alpha = isGemm ? site.float("alpha", 1) : 1;
  const beta = site.float("beta", 1);
  if (!isGemm || site.value(2) === undefined || beta === 0) return activationProduct(site, a, b, alpha);
  const product = activationProduct(site, a, b, alpha, site.between("product"));
  if (isProblem(product)) return product;
  const addend = site.operand(2);
  if (isProblem(addend)) return addend;
  if (beta === 1) return site.emit({ kind: "add" }, [product, addend], { suffix: "add" });
  const factor = floatConstant(`${site.outputName()}/beta`, [], [beta]);
  const scaled =
    addend.kind === "constant"
      ? mapConstant(addend, (value) => value * beta)
      : site.emit({ kind: "mul" }, [addend, factor], place("scaled"));
  return isProblem(scaled) ? scaled : site.emit({ kind: "add" }, [product, scaled], { suffix: "add" });
}

function isOfTwo(site: Site): boolean {
  return [0, 1].every((index) => site.value(index)?.kind === "activation");
}

function lowerGemm(site: Site): ReturnType<Lowering> {
  if (isOfTwo(site)) return ofTwo(site);
  const left = site.value(0);
  if (left?.kind === "constant" && site.value(1)?.kind === "activation") return constantLeft(site, left);
  const matrix = readMatrix(site);
  if (isProblem(matrix)) return matrix;
  if (matrix.shape.length !== 2) return wrongRank(site, matrix);
  let x = site.activation(0);
  if (isProblem(x)) return x;
  if (site.flag("transA", false)) {
    x = site.emit({ kind: "transpose", perm: [1, 0] }, [x], {
      output: site.between("transposed"),
      suffix: "transpose",
    });
    if (isProblem(x)) return x;
  }
  const alpha = site.float("alpha", 1);
  const byRow = site.flag("transB", false) ? matrix : transposeConstant(matrix, [1, 0]);
  const weights = alpha === 1 ? byRow : mapConstant(byRow, (value) => value * alpha);
  return withAddend(site, x, weights);
}

/** + beta·C: a bias where C is one constant a column, an addition otherwise. */
function withAddend(site: Site, x: Activation, weights: Constant): ReturnType<Lowering> {
  const beta = site.float("beta", 1);
  if (site.value(2) === undefined || beta === 0) return site.emit({ kind: "fullyConnected" }, [x, weights]);
  const addend = site.operand(2);
  if (isProblem(addend)) return addend;
  if (addend.kind === "constant") {
    const scaled = beta === 1 ? addend : mapConstant(addend, (value) => value * beta);
    const bias = asBias(scaled, weights.shape[0] ?? 0);
    if (bias) return site.emit({ kind: "fullyConnected" }, [x, weights, bias]);
    return addAfter(site, x, weights, scaled);
  }
  if (beta === 1) return addAfter(site, x, weights, addend);
  return site.refuse(
    "onnx.gemm",
    `${site.place} scales a computed addend by beta ${beta}`,
    "multiply by beta in a node of its own",
  );
}

function addAfter(site: Site, x: Activation, weights: Constant, addend: Activation | Constant): ReturnType<Lowering> {
  const product = site.emit({ kind: "fullyConnected" }, [x, weights], { output: site.between("product") });
  if (isProblem(product)) return product;
  const shape = broadcastShapes(product.shape, addend.shape);
  if (!shape || !sameShape(shape, product.shape))
    return site.refuse(
      "onnx.shape",
      `${site.place} has an addend of shape ${showShape(addend.shape)} for ${showShape(product.shape)}`,
    );
  const operands = fittingOperands(site, [product, addend], false);
  return isProblem(operands) ? operands : site.emit({ kind: "add" }, operands, { suffix: "add" });
}

/** One value a column: [N], [1, N], or a scalar that is repeated. */
function asBias(addend: Constant, outputs: number): Constant | undefined {
  if (
    addend.data.length === outputs &&
    addend.shape.slice(0, -1).every((size) => size === 1) &&
    addend.shape.at(-1) === outputs
  ) {
    return { ...addend, shape: [outputs] };
  }
  if (addend.data.length !== 1) return undefined;
  return { ...addend, shape: [outputs], data: new Float32Array(outputs).fill(addend.data[0] ?? 0) };
}

/** alpha·A·B + beta·C with A constant: (Bᵀ·Aᵀ)ᵀ. */
function constantLeft(site: Site, matrix: Constant): ReturnType<Lowering> {
  const isGemm = site.op === "Gemm";
  const x = site.activation(1);
  if (isProblem(x)) return x;
  if (!isGemm && matrix.shape.length === 1) {
    // A row, which is no axis of the result.
    const chain = new Chain(site);
    const axes = [...x.shape.keys()];
    const moved = chain.transpose(x, [...axes.slice(0, -2), axes.length - 1, axes.length - 2]);
    const row = chain.step({ kind: "fullyConnected" }, [moved, { ...matrix, shape: [1, matrix.data.length] }]);
    return chain.last({ kind: "reshape" }, [row], undefined, [...x.shape.slice(0, -2), x.shape.at(-1) ?? 1]);
  }
  const { shape } = matrix;
  const rank = x.shape.length;
  if (shape.length < 2 || rank < 2 || shape.slice(0, -2).some((size) => size !== 1) || shape.length > Math.max(2, rank))
    return wrongRank(site, matrix);
  const flat = { ...matrix, shape: shape.slice(-2) };
  const byRow = isGemm && site.flag("transA", false) ? transposeConstant(flat, [1, 0]) : flat;
  const alpha = isGemm ? site.float("alpha", 1) : 1;
  const weights = alpha === 1 ? byRow : mapConstant(byRow, (value) => value * alpha);
  const chain = new Chain(site);
  const swap = [...x.shape.keys()].slice(0, -2).concat(rank - 1, rank - 2);
  const moved = isGemm && site.flag("transB", false) ? x : chain.transpose(x, swap);
  const product = chain.step({ kind: "fullyConnected" }, [moved, weights]);
  const beta = isGemm ? site.float("beta", 1) : 0;
  if (!isGemm || site.value(2) === undefined || beta === 0)
    return chain.last({ kind: "transpose", perm: swap }, [product]);
  const addend = site.operand(2);
  if (isProblem(addend)) return addend;
  const scaled =
    addend.kind === "constant"
      ? mapConstant(addend, (value) => value * beta)
      : chain.step({ kind: "mul" }, [addend, chain.number(beta)]);
  return chain.last({ kind: "add" }, [chain.transpose(product, swap), scaled]);
}

function lowerMatMul(site: Site): ReturnType<Lowering> {
  if (isOfTwo(site)) return ofTwo(site);
  const left = site.value(0);
  if (left?.kind === "constant" && site.value(1)?.kind === "activation") return constantLeft(site, left);
  const matrix = readMatrix(site);
  if (isProblem(matrix)) return matrix;
  const x = site.activation(0);
  if (isProblem(x)) return x;
  const rank = matrix.shape.length;
  if (rank === 1) return byVector(site, x, matrix);
  if (rank < 2) return wrongRank(site, matrix);
  if (rank > Math.max(2, x.shape.length) || matrix.shape.slice(0, -2).some((size) => size !== 1))
    return matrixByMatrix(site, x, matrix);
  const flat = { ...matrix, shape: matrix.shape.slice(-2) };
  return site.emit({ kind: "fullyConnected" }, [x, transposeConstant(flat, [1, 0])]);
}

/** Times a vector: one column, which is no axis of the result. */
function byVector(site: Site, x: Activation, vector: Constant): Activation | Problem {
  const chain = new Chain(site);
  const weights = { ...vector, shape: [1, vector.data.length] };
  const column = chain.step({ kind: "fullyConnected" }, [x, weights]);
  return chain.last({ kind: "reshape" }, [column], undefined, x.shape.slice(0, -1));
}

/** The most constant matrices, one a layer. */
const MOST_MATRICES = 64;

/** A matrix of its own for each matrix of x (the heads of an attention): one product after the other. */
function matrixByMatrix(site: Site, x: Activation, matrices: Constant): Activation | Problem {
  const [inner = 1, columns = 1] = matrices.shape.slice(-2);
  const rows = x.shape.length < 2 ? 1 : (x.shape.at(-2) ?? 1);
  const batch = broadcastShapes(x.shape.slice(0, -2), matrices.shape.slice(0, -2));
  const count = batch ? elementsOf(batch) : 0;
  if (!batch || count > MOST_MATRICES || x.shape.length < 2) return wrongRank(site, matrices);
  const wide = broadcastTo(site, x, [...batch, rows, inner], site.between("wide"));
  if (isProblem(wide)) return wide;
  const chain = new Chain(site);
  const all = expandConstant(matrices, [...batch, inner, columns]);
  const flat = chain.reshape(wide, [1, count, rows, inner]);
  const products = Array.from({ length: count }, (_, i) => {
    const starts = [0, i, 0, 0];
    const one = chain.step({ kind: "slice", starts, ends: [1, i + 1, rows, inner], steps: [1, 1, 1, 1] }, [flat]);
    const matrix = chain.constant([inner, columns], all.data.slice(i * inner * columns, (i + 1) * inner * columns));
    return chain.step({ kind: "fullyConnected" }, [one, transposeConstant(matrix, [1, 0])]);
  });
  const joined = chain.step({ kind: "concat", axis: 1 }, products);
  return chain.last({ kind: "reshape" }, [joined], undefined, [...batch, rows, columns]);
}

function readMatrix(site: Site): Constant | Problem {
  return site.floatConstant(1, "matrix");
}

function wrongRank(site: Site, matrix: Constant): Problem {
  return site.refuse(
    "onnx.rank",
    `${site.place} multiplies by a constant of shape ${showShape(matrix.shape)}, which is not one matrix`,
  );
}

export const matrixOps: Readonly<Record<string, Lowering>> = { Gemm: lowerGemm, MatMul: lowerMatMul };
