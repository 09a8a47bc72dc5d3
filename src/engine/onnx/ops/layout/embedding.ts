/**
 * Gather of a constant table by indices that are an input: the embeddings at the start of language models. Row i of the table is the product of
 * the table with a vector that is 1 at i and 0 elsewhere, 1 − min(1, |i − k|) at k: codes of scale 1 all the way, so the only rounding is that of
 * the table's own weights.
 */
import type { Problem } from "../../../base/outcome";
import { elementsOf } from "../../../ir/graph";
import { Chain } from "../../chain";
import { transposeConstant } from "../../rewrite/fold";
import type { Lowered, Site } from "../../site";
import { isProblem, type Activation, type Constant } from "../../value";

/** As many as an index of 8 bits tells apart. */
const MOST_ROWS = 256;

/** @param table [rows, columns], floats */
export function embedding(site: Site, table: Constant, indices: Activation): Lowered {
  const [rows = 1, columns = 1] = table.shape;
  const { builder } = site;
  if (rows > MOST_ROWS)
    return site.refuse(
      "onnx.embedding",
      `${site.place} looks up a table of ${rows} rows by the input "${indices.tensor}"; ${MOST_ROWS} are the limit`,
      "use a vocabulary of fewer entries, or cut the look-up off and do it in the firmware",
    );
  builder.takeIndices(indices, rows);
  const count = elementsOf(indices.shape);
  const chain = new Chain(site);
  const each = chain.reshape(indices, [count, 1]);
  const ones = chain.constant([rows, 1], new Float32Array(rows).fill(1));
  const places = chain.constant(
    [rows],
    Float32Array.from({ length: rows }, (_, k) => 0 - k),
  );
  const raw = chain.step({ kind: "fullyConnected" }, [each, ones, places]);
  if (chain.problem) return chain.problem;
  const distance = onGrid(site, raw, "distance", 128, { min: -1, max: 1 });
  if (isProblem(distance)) return distance;
  const behind = new Chain(site, site.between("near"));
  const apart = behind.step({ kind: "activation", fn: { fn: "abs" } }, [distance]);
  const near = behind.last({ kind: "sub" }, [behind.number(1), apart]);
  if (isProblem(near)) return near;
  const hit = onGrid(site, near, "hit", 0, { min: 0, max: 1 });
  if (isProblem(hit)) return hit;
  const picked = chain.step({ kind: "fullyConnected" }, [hit, transposeConstant(table, [1, 0])]);
  return chain.last({ kind: "reshape" }, [picked], undefined, [...indices.shape, columns]);
}

/** Whole numbers as codes of scale 1. */
function onGrid(
  site: Site,
  x: Activation,
  name: string,
  zeroPoint: number,
  ends: { readonly min: number; readonly max: number },
): Activation | Problem {
  const given = { bits: 8, scales: [1], zeroPoints: [zeroPoint] } as const;
  return site.builder.emitPair(x, given, site.between(name), `${site.name}/${name}`, site.place, ends);
}
