/** Matrix products. */
import { elementsOf } from "../../ir/graph";
import { Refused } from "../refused";
import type { Translator } from "../site";

/** Vectors of all that lies in front of the last axis, or of the whole sample, with weights of one row an output. */
const fullyConnected: Translator = (site) => {
  const [, columns = 1] = site.shape(1);
  const at = site.options;
  if ((at?.int8(1) ?? 0) !== 0) throw new Refused("tflite.weights", "has shuffled weights, which are not supported");
  const weights = site.weights(1, [0, 1]);
  const bias = site.bias(2);
  const shape = site.shape(0);
  const elements = elementsOf(shape);
  if (columns < 1 || elements % columns !== 0)
    throw new Refused("tflite.shape", `has weights for ${columns} values and reads ${elements}`);
  const rows = elements / columns;
  const isFlat = shape.length === 2 && shape[1] === columns;
  const x = site.operand(0, "file");
  const flat = isFlat ? x : site.between("Reshape", [x, site.ints([rows, columns])]);
  const result = { order: "file", activation: at?.int8(0) ?? 0 } as const;
  const [outputs = 1] = site.shape(1);
  const own = site.outputShape();
  const inputs = [flat, weights, ...(bias === undefined ? [] : [bias])];
  if (own.length === 2 && own[0] === rows && own[1] === outputs) site.emit("Gemm", inputs, { transB: 1 }, result);
  else {
    const product = site.between("Gemm", inputs, { transB: 1 });
    site.emit("Reshape", [product, site.ints(own)], {}, result);
  }
};

const batchMatMul: Translator = (site) => {
  const operand = (i: number, isAdjoint: boolean): string => {
    const x = site.operand(i, "file");
    if (!isAdjoint) return x;
    const rank = site.shape(i).length;
    if (rank < 2) throw new Refused("tflite.shape", `multiplies a tensor of ${rank} axes as a matrix`);
    const perm = [...Array.from({ length: rank - 2 }, (_, k) => k), rank - 1, rank - 2];
    return site.between("Transpose", [x], { perm });
  };
  const at = site.options;
  site.emit("MatMul", [operand(0, at?.bool(0) ?? false), operand(1, at?.bool(1) ?? false)], {}, { order: "file" });
};

export const productOps: Readonly<Record<string, Translator>> = {
  FULLY_CONNECTED: fullyConnected,
  BATCH_MATMUL: batchMatMul,
};
