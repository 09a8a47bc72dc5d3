/**
 * Products of two computed matrices, as attention has them: every row of A once for each column of B, times all of B in one row, averaged in
 * runs of K. Each step works row by row, so that where rows are streamed no more than a row of products exists at once.
 */
import type { Problem } from "../../../base/outcome";
import { elementsOf } from "../../../ir/graph";
import { broadcastShapes, showShape } from "../../../ir/inferShape";
import { Chain } from "../../chain";
import { shapeProblem } from "../../limits";
import type { Site } from "../../site";
import { isProblem, type Activation } from "../../value";
import { broadcastTo } from "../layout/picking";

/** @returns a·b of […, M, K] and […, K, N], times `factor` */
export function activationProduct(
  site: Site,
  a: Activation,
  b: Activation,
  factor = 1,
  output = site.outputName(),
): Activation | Problem {
  const [rows = 1, inner = 1] = a.shape.slice(-2);
  const columns = b.shape.at(-1) ?? 1;
  const batch = broadcastShapes(a.shape.slice(0, -2), b.shape.slice(0, -2));
  if (a.shape.length < 2 || b.shape.length < 2 || !batch || b.shape.at(-2) !== inner)
    return site.refuse(
      "onnx.shape",
      `${site.place} cannot multiply ${showShape(a.shape)} by ${showShape(b.shape)}`,
      "both need two axes, the last of one as long as the last but one of the other",
    );
  const left = broadcastTo(site, a, [...batch, rows, inner], site.between("left"));
  if (isProblem(left)) return left;
  const right = broadcastTo(site, b, [...batch, inner, columns], site.between("right"));
  if (isProblem(right)) return right;
  const count = elementsOf(batch);
  const products = [1, 1, count * rows, columns * inner];
  const impossible = shapeProblem(`the products of ${site.place}`, products, site.place);
  if (impossible) return impossible;

  const chain = new Chain(site, output);
  const all = (size: number, at: (i: number) => number): number[] => Array.from({ length: size }, (_, i) => at(i));
  const repeated = chain.step(
    {
      kind: "resize",
      sourceRows: all(count * rows, (i) => i),
      sourceColumns: all(columns * inner, (i) => i % inner),
    },
    [chain.reshape(left, [1, 1, count * rows, inner])],
  );
  const swap = right.shape.map((_, axis) => axis);
  swap.splice(-2, 2, right.shape.length - 1, right.shape.length - 2);
  const matrices = chain.reshape(chain.transpose(right, swap), [1, 1, count, columns * inner]);
  const sourceRows = all(count * rows, (i) => Math.floor(i / rows));
  const factors = chain.step({ kind: "resize", sourceRows, sourceColumns: all(columns * inner, (i) => i) }, [matrices]);
  const terms = chain.step({ kind: "mul" }, [repeated, factors]);
  const run = { kernel: [1, inner], strides: [1, inner], pads: [0, 0, 0, 0], dilations: [1, 1] } as const;
  const mean = chain.step({ kind: "averagePool", ...run, ceilMode: false, countIncludePad: false }, [terms]);
  const sum = chain.step({ kind: "mul" }, [mean, chain.number(factor * inner)]);
  return chain.last({ kind: "reshape" }, [sum], undefined, [...batch, rows, columns]);
}
