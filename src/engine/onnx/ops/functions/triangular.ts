/** Operators that a triangle of ones describes: running sums are a product with one, and Trilu keeps what lies in one. */
import { Chain } from "../../chain";
import { foldedElements } from "../../limits";
import { expandConstant } from "../../rewrite/fold";
import type { Lowered, Lowering, Site } from "../../site";
import { isProblem, likeConstant } from "../../value";

/** The matrix whose row i adds up what comes before (or behind) i, with or without i itself. */
function lowerCumSum(site: Site): Lowered {
  const x = site.activation(0);
  if (isProblem(x)) return x;
  const given = site.constant(1, "axis");
  if (given === undefined || isProblem(given))
    return given ?? site.refuse("onnx.missingInput", `${site.place} lacks its axis`);
  const axis = site.axis(given.data[0] ?? 0, x.shape.length);
  if (typeof axis !== "number") return axis;
  const size = x.shape[axis] ?? 1;
  const [exclusive, reverse] = [site.flag("exclusive", false), site.flag("reverse", false)];
  const counts = (i: number, k: number): boolean => (exclusive && i === k ? false : reverse ? k >= i : k <= i);
  const ones = Float32Array.from({ length: foldedElements([size, size], size) }, (_, at) =>
    Number(counts(Math.floor(at / size), at % size)),
  );
  const chain = new Chain(site);
  const matrix = chain.constant([size, size], ones);
  const last = x.shape.length - 1;
  if (axis === last) return chain.last({ kind: "fullyConnected" }, [x, matrix]);
  const perm = x.shape.map((_, from) => (from === axis ? last : from === last ? axis : from));
  const sums = chain.step({ kind: "fullyConnected" }, [chain.transpose(x, perm), matrix]);
  return chain.last({ kind: "transpose", perm }, [sums]);
}

/** The upper or the lower triangle of the last two axes; 0 elsewhere. */
function lowerTrilu(site: Site): Lowered {
  const value = site.value(0);
  const x = value?.kind === "constant" ? value : site.activation(0);
  if (isProblem(x)) return x;
  const given = site.constant(1, "diagonal");
  if (isProblem(given)) return given;
  const [rows = 1, columns = 1] = x.shape.slice(-2);
  const diagonal = given?.data[0] ?? 0;
  const upper = site.flag("upper", true);
  const keeps = (row: number, column: number): boolean => (upper ? column - row >= diagonal : column - row <= diagonal);
  const mask = Float32Array.from({ length: foldedElements([rows, columns], rows * columns) }, (_, at) =>
    Number(keeps(Math.floor(at / columns), at % columns)),
  );
  if (x.kind === "activation") {
    const chain = new Chain(site);
    return chain.last({ kind: "mul" }, [x, chain.constant([rows, columns], mask)]);
  }
  const whole = expandConstant(x, x.shape);
  return likeConstant(
    x,
    x.shape,
    Float64Array.from(whole.data, (one, i) => (mask[i % mask.length] === 0 ? 0 : one)),
  );
}

export const triangularOps: Readonly<Record<string, Lowering>> = { CumSum: lowerCumSum, Trilu: lowerTrilu };
