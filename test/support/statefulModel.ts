/**
 * A small network with three states: a hidden vector, a window over the last three frames, and the input of the step before. The first two can
 * be written over their old values; the last is read together with its new one, and does not depend on it, so that it has to be stated.
 */
import { buildOnnx, floats, ints, node, normals } from "./networks/onnxBuilder";

const { fround } = Math;
const scaled = (count: number, seed: number, by: number): Float32Array =>
  normals(count, seed).map((value) => fround(value * by));

export const STATEFUL_PAIRS = [
  { input: "h_in", output: "h_out" },
  { input: "cache", output: "cache_out" },
  { input: "before_in", output: "before_out" },
] as const;

/** x [1, 6] → y [1, 5]. */
export function statefulModel(): Uint8Array {
  return buildOnnx({
    inputs: { x: [1, 6], h_in: [1, 8], cache: [1, 4, 3], before_in: [1, 6] },
    outputs: ["y", "h_out", "cache_out", "before_out"],
    constants: {
      w: floats([6, 8], scaled(48, 2, 0.5)),
      u: floats([8, 8], scaled(64, 3, 0.3)),
      b: floats([8], scaled(8, 4, 0.1)),
      p: floats([8, 4], scaled(32, 5, 0.5)),
      v: floats([32, 5], scaled(160, 6, 0.4)),
      one: ints([1], [1]),
      end: ints([1], [3]),
      last: ints([1], [2]),
      column: ints([3], [1, 4, 1]),
      flat: ints([2], [1, 12]),
    },
    nodes: [
      node("MatMul", ["h_in", "u"], ["kept"], {}, { name: "kept" }),
      node("Gemm", ["x", "w", "b"], ["new"], {}, { name: "new" }),
      node("Add", ["new", "kept"], ["sum"], {}, { name: "sum" }),
      node("Tanh", ["sum"], ["h_out"], {}, { name: "hidden" }),
      node("MatMul", ["h_out", "p"], ["frame"], {}, { name: "frame" }),
      node("Reshape", ["frame", "column"], ["framed"], {}, { name: "framed" }),
      node("Slice", ["cache", "one", "end", "last"], ["younger"], {}, { name: "younger" }),
      node("Concat", ["younger", "framed"], ["cache_out"], { axis: 2 }, { name: "window" }),
      node("Relu", ["x"], ["before_out"], {}, { name: "passed" }),
      node("Reshape", ["cache_out", "flat"], ["seen"], {}, { name: "seen" }),
      node("Concat", ["h_out", "seen", "before_out", "before_in"], ["all"], { axis: 1 }, { name: "all" }),
      node("MatMul", ["all", "v"], ["y"], {}, { name: "answer" }),
    ],
  });
}
