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

export const REMEMBERING_PAIRS = [
  { input: "memory", output: "memory_out" },
  { input: "g_in", output: "g_out" },
  { input: "r_in", output: "r_out" },
] as const;

/** x [1, 6] → y [1, 5] through an LSTM whose two states a file stacks in one tensor, a GRU that resets either way, and an RNN of two sequences. */
export function rememberingModel(resetAfter: 0 | 1 = 1): Uint8Array {
  const gates = (directions: number, rows: number, columns: number, seed: number): ReturnType<typeof floats> =>
    floats([directions, rows, columns], scaled(directions * rows * columns, seed, 0.6));
  return buildOnnx({
    inputs: { x: [1, 6], memory: [2, 1, 8], g_in: [1, 1, 5], r_in: [1, 2, 3] },
    outputs: ["y", "memory_out", "g_out", "r_out"],
    constants: {
      first: ints([], [0]),
      second: ints([], [1]),
      axis: ints([1], [0]),
      vector: ints([3], [1, 1, 6]),
      two: ints([3], [1, 2, 3]),
      row: ints([2], [1, 8]),
      flat: ints([2], [1, 6]),
      narrow: ints([2], [1, 5]),
      lw: gates(1, 32, 6, 12),
      lr: gates(1, 32, 8, 13),
      lb: floats([1, 64], scaled(64, 14, 0.2)),
      gw: gates(1, 15, 8, 15),
      gr: gates(1, 15, 5, 16),
      gb: floats([1, 30], scaled(30, 17, 0.2)),
      rw: gates(1, 3, 3, 18),
      rr: gates(1, 3, 3, 19),
      v: floats([19, 5], scaled(95, 20, 0.5)),
    },
    nodes: [
      node("Gather", ["memory", "first"], ["h"], { axis: 0 }, { name: "h" }),
      node("Gather", ["memory", "second"], ["c"], { axis: 0 }, { name: "c" }),
      node("Unsqueeze", ["h", "axis"], ["h1"], {}, { name: "h1" }),
      node("Unsqueeze", ["c", "axis"], ["c1"], {}, { name: "c1" }),
      node("Reshape", ["x", "vector"], ["x1"], {}, { name: "x1" }),
      node("LSTM", ["x1", "lw", "lr", "lb", "", "h1", "c1"], ["", "h2", "c2"], { hidden_size: 8 }, { name: "lstm" }),
      node("Concat", ["h2", "c2"], ["memory_out"], { axis: 0 }, { name: "memorize" }),
      node(
        "GRU",
        ["h2", "gw", "gr", "gb", "", "g_in"],
        ["", "g_out"],
        { hidden_size: 5, linear_before_reset: resetAfter },
        { name: "gru" },
      ),
      node("Reshape", ["x", "two"], ["x2"], {}, { name: "x2" }),
      node("RNN", ["x2", "rw", "rr", "", "", "r_in"], ["", "r_out"], { hidden_size: 3 }, { name: "rnn" }),
      node("Reshape", ["h2", "row"], ["lstm_row"], {}, { name: "lstm_row" }),
      node("Reshape", ["g_out", "narrow"], ["gru_row"], {}, { name: "gru_row" }),
      node("Reshape", ["r_out", "flat"], ["rnn_row"], {}, { name: "rnn_row" }),
      node("Concat", ["lstm_row", "gru_row", "rnn_row"], ["all"], { axis: 1 }, { name: "all" }),
      node("MatMul", ["all", "v"], ["y"], {}, { name: "answer" }),
    ],
  });
}
