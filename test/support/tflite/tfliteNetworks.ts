/** Networks in TensorFlow Lite's form with seeded weights: each operator that is read, in floats and in codes, and networks of the shapes of MLPerf Tiny. Long as the list of operators is. */
import { seededRandom, type Random } from "../../../src/engine/base/random";
import { TensorType } from "../../../src/engine/tflite/wire/schema";
import {
  writeTflite,
  type OperatorSpec,
  type OptionSpec,
  type QuantizationSpec,
  type SubgraphSpec,
  type TensorSpec,
} from "./tfliteWriter";

/** A tensor of the draft by its index. */
export type T = number;

/** Scale and zero point of int8 codes; absent: floats. */
export type Q = readonly [scale: number, zeroPoint: number, type?: number] | undefined;

export class Draft {
  readonly tensors: TensorSpec[] = [];
  readonly operators: OperatorSpec[] = [];
  readonly inputs: T[] = [];
  readonly random: Random;
  /** What CALL_ONCE assigns: 0. */
  private readonly variables: { readonly name: string; readonly tensor: TensorSpec }[] = [];

  constructor(seed: number) {
    this.random = seededRandom(seed);
  }

  private add(tensor: TensorSpec): T {
    return this.tensors.push(tensor) - 1;
  }

  typed(name: string, shape: readonly number[], q: Q): TensorSpec {
    if (!q) return { name, shape };
    return { name, shape, type: q[2] ?? TensorType.int8, quantization: { scales: [q[0]], zeroPoints: [q[1]] } };
  }

  input(name: string, shape: readonly number[], q?: Q): T {
    const index = this.add(this.typed(name, shape, q));
    this.inputs.push(index);
    return index;
  }

  ints(values: readonly number[], shape: readonly number[] = [values.length]): T {
    const data = new Uint8Array(Int32Array.from(values).buffer);
    return this.add({ name: `ints_${this.tensors.length}`, shape, type: TensorType.int32, data });
  }

  floats(values: readonly number[], shape: readonly number[] = [values.length]): T {
    const data = new Uint8Array(Float32Array.from(values).buffer);
    return this.add({ name: `floats_${this.tensors.length}`, shape, data });
  }

  /** int8 codes over their whole range; bytes of unsigned ones likewise. */
  codes(shape: readonly number[], quantization: QuantizationSpec, type: number = TensorType.int8): T {
    const count = shape.reduce((product, size) => product * size, 1);
    const data = Uint8Array.from({ length: count }, () => this.random.below(255) + 1 + 128);
    return this.add({ name: `codes_${this.tensors.length}`, shape, type, data, quantization });
  }

  /** int4 codes over their whole range, two a byte, the first in the low half. */
  nibbles(shape: readonly number[], quantization: QuantizationSpec): T {
    const count = shape.reduce((product, size) => product * size, 1);
    const codes = Array.from({ length: count }, () => this.random.below(16));
    const data = Uint8Array.from(
      { length: Math.ceil(count / 2) },
      (_, i) => (codes[2 * i] ?? 0) | ((codes[2 * i + 1] ?? 0) << 4),
    );
    return this.add({ name: `nibbles_${this.tensors.length}`, shape, type: TensorType.int4, data, quantization });
  }

  /** One int8 code without axes. */
  code(code: number, q: readonly [scale: number, zeroPoint: number, type?: number]): T {
    return this.add({ ...this.typed(`code_${this.tensors.length}`, [], q), data: Uint8Array.of(code & 255) });
  }

  /** Weights between −half and half: floats, or codes with one scale a channel along an axis. */
  weights(shape: readonly number[], half: number, axis: number | undefined): T {
    const count = shape.reduce((product, size) => product * size, 1);
    if (axis === undefined)
      return this.floats(
        Array.from({ length: count }, () => (this.random.uniform() * 2 - 1) * half),
        shape,
      );
    const channels = shape[axis] ?? 1;
    const scales = Array.from({ length: channels }, () => Math.fround((half / 127) * (0.5 + this.random.uniform())));
    return this.codes(shape, { scales, zeroPoints: scales.map(() => 0), axis });
  }

  /** A bias in the units of the input's scale and the weights' scales. */
  bias(weights: T, channels: number, half: number, q: Q): T {
    const values = Array.from({ length: channels }, () => (this.random.uniform() * 2 - 1) * half);
    if (!q) return this.floats(values);
    const own = this.tensors[weights]?.quantization?.scales ?? [1];
    const scales = own.map((scale) => Math.fround(scale * q[0]));
    const codes = values.map((value, i) => Math.round(value / (scales[i % scales.length] ?? 1)));
    const isWide = q[2] === TensorType.int16;
    const data = isWide ? BigInt64Array.from(codes, BigInt) : Int32Array.from(codes);
    return this.add({
      name: `bias_${this.tensors.length}`,
      shape: [channels],
      type: isWide ? TensorType.int64 : TensorType.int32,
      data: new Uint8Array(data.buffer),
      quantization: { scales, zeroPoints: scales.map(() => 0) },
    });
  }

  op(
    op: string,
    inputs: readonly T[],
    shape: readonly number[],
    q: Q,
    options?: readonly OptionSpec[],
    name?: string,
  ): T {
    const output = this.add(this.typed(name ?? `${op.toLowerCase()}_${this.tensors.length}`, shape, q));
    this.operators.push({ op, inputs, outputs: [output], ...(options && { options }) });
    return output;
  }

  shapeOf(tensor: T): readonly number[] {
    return this.tensors[tensor]?.shape ?? [];
  }

  /** An operator with several outputs. */
  several(
    op: string,
    inputs: readonly T[],
    shapes: readonly (readonly number[])[],
    q: Q,
    options: readonly OptionSpec[],
  ): readonly T[] {
    const outputs = shapes.map((shape, i) =>
      this.add(this.typed(`${op.toLowerCase()}_${this.tensors.length}_${i}`, shape, q)),
    );
    this.operators.push({ op, inputs, outputs, options });
    return outputs;
  }

  /** A variable's handle. */
  handle(name: string): T {
    const output = this.add({ name, shape: [], type: TensorType.resource });
    this.operators.push({ op: "VAR_HANDLE", inputs: [], outputs: [output], options: [[1, "text", name]] });
    return output;
  }

  /** Has the variable begin at 0. */
  begin(name: string, shape: readonly number[], q: Q): void {
    const bytes = shape.reduce((product, size) => product * size, q ? 1 : 4);
    const data = new Uint8Array(bytes).fill(q ? q[1] & 255 : 0);
    this.variables.push({ name, tensor: { ...this.typed(`${name}/begin`, shape, q), data } });
  }

  assign(handle: T, value: T): void {
    this.operators.push({ op: "ASSIGN_VARIABLE", inputs: [handle, value], outputs: [], options: [] });
  }

  finish(...outputs: readonly T[]): Uint8Array {
    const { tensors, operators, inputs, variables } = this;
    if (variables.length === 0) return writeTflite({ tensors, operators, inputs, outputs });
    const once: OperatorSpec = { op: "CALL_ONCE", inputs: [], outputs: [], options: [[0, "int32", 1]] };
    return writeTflite({ tensors, operators: [once, ...operators], inputs, outputs }, beginning(variables));
  }
}

function beginning(variables: readonly { readonly name: string; readonly tensor: TensorSpec }[]): SubgraphSpec {
  return {
    tensors: variables.flatMap(({ name, tensor }) => [{ name, shape: [], type: TensorType.resource }, tensor]),
    operators: variables.flatMap(({ name }, i): readonly OperatorSpec[] => [
      { op: "VAR_HANDLE", inputs: [], outputs: [2 * i], options: [[1, "text", name]] },
      { op: "ASSIGN_VARIABLE", inputs: [2 * i, 2 * i + 1], outputs: [], options: [] },
    ]),
    inputs: [],
    outputs: [],
  };
}

const X = [0.047, -7] as const;
const Y = [0.061, 5] as const;
const SAME: OptionSpec = [0, "int8", 0];
const VALID: OptionSpec = [0, "int8", 1];
const RELU = 1;
const RELU6 = 3;

/** @param q whether tensors are codes */
type Make = (draft: Draft, q: boolean) => Uint8Array;

const X_SHAPE = [1, 7, 6, 4];
const of = (q: boolean, format: Q): Q => (q ? format : undefined);
const int = (field: number, value: number): OptionSpec => [field, "int32", value];

/** One operator on an image of [1, 7, 6, 4]. @param given the codes of the answer; "x": those of the input */
function onImage(
  op: string,
  shape: readonly number[],
  given: Q | "x",
  options?: readonly OptionSpec[],
  more?: (draft: Draft, q: boolean) => readonly T[],
): Make {
  return (draft, q) => {
    const x = draft.input("x", X_SHAPE, of(q, X));
    return draft.finish(
      draft.op(op, [x, ...(more?.(draft, q) ?? [])], shape, of(q, given === "x" ? X : given), options, "y"),
    );
  };
}

function convolution(kernel: readonly number[], shape: readonly number[], options: readonly OptionSpec[]): Make {
  return (draft, q) => {
    const x = draft.input("x", X_SHAPE, of(q, X));
    const w = draft.weights(kernel, 0.3, q ? 0 : undefined);
    const b = draft.bias(w, kernel[0] ?? 1, 0.5, of(q, X));
    return draft.finish(draft.op("CONV_2D", [x, w, b], shape, of(q, Y), options, "y"));
  };
}

function depthwise(kernel: readonly number[], shape: readonly number[], options: readonly OptionSpec[]): Make {
  return (draft, q) => {
    const x = draft.input("x", X_SHAPE, of(q, X));
    const w = draft.weights(kernel, 0.5, q ? 3 : undefined);
    const b = draft.bias(w, kernel[3] ?? 1, 0.5, of(q, X));
    return draft.finish(draft.op("DEPTHWISE_CONV_2D", [x, w, b], shape, of(q, Y), options, "y"));
  };
}

function fullyConnected(shape: readonly number[], options: readonly OptionSpec[], output: readonly number[]): Make {
  return (draft, q) => {
    const columns = options.some(([field]) => field === 2) ? (shape.at(-1) ?? 1) : shape.reduce((a, b) => a * b, 1);
    const x = draft.input("x", shape, of(q, X));
    const w = q
      ? draft.codes([5, columns], { scales: [Math.fround(0.4 / 127)], zeroPoints: [0] })
      : draft.weights([5, columns], 0.4, undefined);
    const b = draft.bias(w, 5, 0.5, of(q, X));
    return draft.finish(draft.op("FULLY_CONNECTED", [x, w, b], output, of(q, Y), options, "y"));
  };
}

/** Two images that are computed, or an image and a row of constants. */
function binary(op: string, withRow: boolean, options?: readonly OptionSpec[]): Make {
  return (draft, q) => {
    const x = draft.input("x", X_SHAPE, of(q, X));
    const other = withRow
      ? q
        ? draft.codes([4], { scales: [0.02], zeroPoints: [3] })
        : draft.floats([0.5, -1.25, 2, 0.75])
      : draft.op("LOGISTIC", [x], X_SHAPE, of(q, [1 / 256, -128]));
    return draft.finish(draft.op(op, [x, other], X_SHAPE, of(q, Y), options, "y"));
  };
}

const transposed: Make = (draft, q) => {
  const x = draft.input("x", [1, 3, 4, 5], of(q, X));
  const w = draft.weights([6, 3, 3, 5], 0.3, q ? 0 : undefined);
  const sizes = draft.ints([1, 6, 8, 6]);
  return draft.finish(
    draft.op("TRANSPOSE_CONV", [sizes, w, x], [1, 6, 8, 6], of(q, Y), [SAME, int(1, 2), int(2, 2)], "y"),
  );
};

const split: Make = (draft, q) => {
  const x = draft.input("x", X_SHAPE, of(q, X));
  const parts = draft.several(
    "SPLIT",
    [draft.ints([3], []), x],
    [
      [1, 7, 6, 2],
      [1, 7, 6, 2],
    ],
    of(q, X),
    [int(0, 2)],
  );
  return draft.finish(draft.op("CONCATENATION", [...parts].reverse(), X_SHAPE, of(q, X), [int(0, -1)], "y"));
};

const splitV: Make = (draft, q) => {
  const x = draft.input("x", X_SHAPE, of(q, X));
  const [one = 0, two = 0] = draft.several(
    "SPLIT_V",
    [x, draft.ints([5, 2]), draft.ints([1], [])],
    [
      [1, 5, 6, 4],
      [1, 2, 6, 4],
    ],
    of(q, X),
    [int(0, 2)],
  );
  return draft.finish(one, draft.op("LOGISTIC", [two], [1, 2, 6, 4], of(q, [1 / 256, -128]), undefined, "y"));
};

const packed: Make = (draft, q) => {
  const x = draft.input("x", [1, 6, 4], of(q, X));
  const parts = draft.several(
    "UNPACK",
    [x],
    [
      [1, 4],
      [1, 4],
      [1, 4],
      [1, 4],
      [1, 4],
      [1, 4],
    ],
    of(q, X),
    [int(0, 6), int(1, 1)],
  );
  return draft.finish(
    draft.op("PACK", [...parts].reverse().slice(0, 3), [1, 3, 4], of(q, X), [int(0, 3), int(1, 1)], "y"),
  );
};

const prelu: Make = (draft, q) => {
  const x = draft.input("x", X_SHAPE, of(q, X));
  const slopes = q
    ? draft.codes([1, 1, 4], { scales: [0.003], zeroPoints: [0] })
    : draft.floats([0.1, -0.2, 0.3, 0.5], [1, 1, 4]);
  return draft.finish(draft.op("PRELU", [x, slopes], X_SHAPE, of(q, Y), undefined, "y"));
};

/** What weights of 4 bits are multiplied with, and what comes of it. */
export const BESIDE_INT4 = { x: X, y: Y };

/** Between ends of codes, or of floats, which the network makes codes of and back: runtimes that know int4 do not take codes from everyone. */
function ofInt4(shape: readonly number[], between: (draft: Draft, x: T) => T): Make {
  return (draft, q) => {
    const x = draft.input("x", shape, of(q, X));
    if (q) return draft.finish(between(draft, x));
    const y = between(draft, draft.op("QUANTIZE", [x], shape, X, []));
    return draft.finish(draft.op("DEQUANTIZE", [y], draft.shapeOf(y), undefined, [], "real"));
  };
}

/** One scale a channel. */
function windowOfInt4(
  op: "CONV_2D" | "DEPTHWISE_CONV_2D",
  kernel: readonly number[],
  axis: number,
  options: readonly OptionSpec[],
): Make {
  return ofInt4(X_SHAPE, (draft, x) => {
    const channels = kernel[axis] ?? 1;
    const scales = Array.from({ length: channels }, () => Math.fround(0.03 + 0.03 * draft.random.uniform()));
    const w = draft.nibbles(kernel, { scales, zeroPoints: scales.map(() => 0), axis });
    const b = draft.bias(w, channels, 0.5, X);
    return draft.op(op, [x, w, b], [1, 7, 6, channels], Y, options, "y");
  });
}

/** An odd number of weights leaves half a byte behind the last. */
const denseOfInt4 = ofInt4([1, 13], (draft, x) => {
  const w = draft.nibbles([5, 13], { scales: [0.05], zeroPoints: [0] });
  return draft.op("FULLY_CONNECTED", [x, w, draft.bias(w, 5, 0.5, X)], [1, 5], Y, [[0, "int8", 0]], "y");
});

const UNSIGNED: Q = [0.047, 121, TensorType.uint8];
const UNSIGNED_Y: Q = [0.061, 133, TensorType.uint8];
const UNSIGNED_SHARE: Q = [1 / 256, 0, TensorType.uint8];

/** Weights around a zero point of their own, as files from before int8 have them. */
function unsigned(
  op: string,
  input: readonly number[],
  kernel: readonly number[],
  shape: readonly number[],
  options: readonly OptionSpec[],
): Make {
  return (draft) => {
    const x = draft.input("x", input, UNSIGNED);
    const w = draft.codes(kernel, { scales: [0.0017], zeroPoints: [117] }, TensorType.uint8);
    const b = draft.bias(w, shape.at(-1) ?? 1, 0.5, UNSIGNED);
    return draft.finish(draft.op(op, [x, w, b], shape, UNSIGNED_Y, options, "y"));
  };
}

/** What computes no product, one behind the other. */
const unsignedRow: Make = (draft) => {
  const x = draft.input("x", X_SHAPE, UNSIGNED);
  const window: readonly OptionSpec[] = [SAME, int(1, 2), int(2, 2), int(3, 3), int(4, 3)];
  const pooled = draft.op("AVERAGE_POOL_2D", [x], [1, 4, 3, 4], UNSIGNED, window);
  const share = draft.op("LOGISTIC", [pooled], [1, 4, 3, 4], UNSIGNED_SHARE);
  const sum = draft.op("ADD", [pooled, share], [1, 4, 3, 4], UNSIGNED_Y, [[0, "int8", 0]]);
  const most = draft.op("MAX_POOL_2D", [sum], [1, 2, 2, 4], UNSIGNED_Y, [...window.slice(0, 3), int(3, 2), int(4, 2)]);
  const wide = draft.op("PAD", [most, draft.ints([0, 0, 1, 0, 0, 1, 0, 0], [4, 2])], [1, 3, 3, 4], UNSIGNED_Y, []);
  const flat = draft.op("RESHAPE", [wide, draft.ints([1, 36])], [1, 36], UNSIGNED_Y, []);
  return draft.finish(flat, draft.op("SOFTMAX", [flat], [1, 36], UNSIGNED_SHARE, [[0, "float32", 0.5]], "y"));
};

/** A signed network between unsigned ends, as converters make it on demand. */
const unsignedEnds: Make = (draft) => {
  const x = draft.input("x", X_SHAPE, UNSIGNED);
  const signed = draft.op("QUANTIZE", [x], X_SHAPE, [0.047, -7], []);
  const y = draft.op("HARD_SWISH", [signed], X_SHAPE, Y);
  return draft.finish(draft.op("QUANTIZE", [y], X_SHAPE, UNSIGNED_Y, [], "y"));
};

/** An image times its own sigmoid, the one or the other turned. */
function product(isLeftTurned: boolean, shape: readonly number[]): Make {
  return (draft, q) => {
    const x = draft.input("x", [1, 2, 3, 5], of(q, X));
    const share = draft.op("LOGISTIC", [x], [1, 2, 3, 5], of(q, [1 / 256, -128]));
    const options: readonly OptionSpec[] = [
      [0, "bool", isLeftTurned ? 1 : 0],
      [1, "bool", isLeftTurned ? 0 : 1],
    ];
    return draft.finish(draft.op("BATCH_MATMUL", [x, share], shape, of(q, Y), options, "y"));
  };
}

/** @param matrices of constants: one for all, or one each */
function productOfConstants(matrices: readonly number[]): Make {
  return (draft, q) => {
    const x = draft.input("x", [1, 2, 3, 5], of(q, X));
    const sizes = [...matrices, 5, 4];
    const w = q ? draft.codes(sizes, { scales: [0.004], zeroPoints: [0] }) : draft.weights(sizes, 0.5, undefined);
    const options: readonly OptionSpec[] = [
      [0, "bool", 0],
      [1, "bool", 0],
    ];
    return draft.finish(draft.op("BATCH_MATMUL", [x, w], [1, 2, 3, 4], of(q, Y), options, "y"));
  };
}

/** Behind a pool, which answers in ONNX's order of axes. @param more operands behind the pool's image of [1, 3, 3, 4] */
function behindPool(
  op: string,
  shape: readonly number[],
  options: readonly OptionSpec[],
  more: (draft: Draft, q: boolean) => readonly T[],
): Make {
  return (draft, q) => {
    const x = draft.input("x", X_SHAPE, of(q, X));
    const window: readonly OptionSpec[] = [VALID, int(1, 2), int(2, 2), int(3, 2), int(4, 2)];
    const pooled = draft.op("MAX_POOL_2D", [x], [1, 3, 3, 4], of(q, X), window);
    return draft.finish(draft.op(op, [pooled, ...more(draft, q)], shape, of(q, X), options, "y"));
  };
}

/** The border's value has the codes of what is padded. */
const border = (draft: Draft, q: boolean): T => (q ? draft.code(41, X) : draft.floats([2.25], []));

/** Every operator that both forms have, by a name that says what is special about the case. */
export const OPERATOR_CASES: Readonly<Record<string, Make>> = {
  "CONV_2D same, strides": convolution([5, 3, 3, 4], [1, 4, 3, 5], [SAME, int(1, 2), int(2, 2), [3, "int8", RELU]]),
  "CONV_2D valid, dilated": convolution(
    [3, 2, 2, 4],
    [1, 5, 4, 3],
    [VALID, int(1, 1), int(2, 1), int(4, 2), int(5, 2)],
  ),
  "CONV_2D uneven": convolution([5, 4, 2, 4], [1, 7, 3, 5], [SAME, int(1, 2), int(2, 1), [3, "int8", RELU6]]),
  DEPTHWISE_CONV_2D: depthwise([1, 3, 3, 4], [1, 7, 6, 4], [SAME, int(1, 1), int(2, 1), int(3, 1), [4, "int8", RELU6]]),
  "DEPTHWISE_CONV_2D multiplier": depthwise([1, 3, 2, 8], [1, 3, 3, 8], [VALID, int(1, 2), int(2, 2), int(3, 2)]),
  FULLY_CONNECTED: fullyConnected([1, 12], [[0, "int8", 0]], [1, 5]),
  "FULLY_CONNECTED of an image": fullyConnected([1, 3, 2, 4], [[0, "int8", RELU]], [1, 5]),
  "FULLY_CONNECTED of rows": fullyConnected(
    [1, 3, 8],
    [
      [0, "int8", 0],
      [2, "bool", 1],
    ],
    [1, 3, 5],
  ),
  AVERAGE_POOL_2D: onImage("AVERAGE_POOL_2D", [1, 4, 3, 4], "x", [SAME, int(1, 2), int(2, 2), int(3, 3), int(4, 3)]),
  MAX_POOL_2D: onImage("MAX_POOL_2D", [1, 3, 3, 4], "x", [VALID, int(1, 2), int(2, 2), int(3, 2), int(4, 2)]),
  SOFTMAX: onImage("SOFTMAX", X_SHAPE, [1 / 256, -128], [[0, "float32", 1]]),
  RESHAPE: onImage("RESHAPE", [1, 42, 4], "x", [], (draft) => [draft.ints([1, 42, 4])]),
  ADD: binary("ADD", false, [[0, "int8", RELU]]),
  "ADD a row": binary("ADD", true, [[0, "int8", 0]]),
  SUB: binary("SUB", false, [[0, "int8", 0]]),
  MUL: binary("MUL", false, [[0, "int8", 0]]),
  "MUL a row": binary("MUL", true, [[0, "int8", 0]]),
  "MEAN over pixels": onImage("MEAN", [1, 4], [0.02, 4], [[0, "bool", 0]], (draft) => [draft.ints([1, 2])]),
  "MEAN over columns": onImage("MEAN", [1, 7, 4], [0.03, 4], [[0, "bool", 0]], (draft) => [draft.ints([2])]),
  "MEAN kept": onImage("MEAN", [1, 1, 1, 4], [0.02, 4], [[0, "bool", 1]], (draft) => [draft.ints([1, 2])]),
  PAD: onImage("PAD", [1, 10, 7, 4], "x", [], (draft) => [draft.ints([0, 0, 1, 2, 0, 1, 0, 0], [4, 2])]),
  RELU: onImage("RELU", X_SHAPE, Y),
  RELU6: onImage("RELU6", X_SHAPE, Y),
  LOGISTIC: onImage("LOGISTIC", X_SHAPE, [1 / 256, -128]),
  TANH: onImage("TANH", X_SHAPE, [1 / 128, 0]),
  HARD_SWISH: onImage("HARD_SWISH", X_SHAPE, Y),
  LEAKY_RELU: onImage("LEAKY_RELU", X_SHAPE, Y, [[0, "float32", 0.15]]),
  PRELU: prelu,
  TRANSPOSE: onImage("TRANSPOSE", [1, 4, 7, 6], "x", [], (draft) => [draft.ints([0, 3, 1, 2])]),
  STRIDED_SLICE: onImage("STRIDED_SLICE", [1, 3, 5, 4], "x", [int(0, 1), int(1, 8), int(4, 0)], (draft) => [
    draft.ints([9, 1, 0, 0]),
    draft.ints([1, 7, 5, 0]),
    draft.ints([1, 2, 1, 1]),
  ]),
  "STRIDED_SLICE of one row": onImage("STRIDED_SLICE", [1, 6, 4], "x", [int(0, 13), int(1, 13), int(4, 2)], (draft) => [
    draft.ints([0, 3, 0, 0]),
    draft.ints([0, 4, 0, 0]),
    draft.ints([1, 1, 1, 1]),
  ]),
  "SPLIT and CONCATENATION": split,
  SPLIT_V: splitV,
  "PACK and UNPACK": packed,
  TRANSPOSE_CONV: transposed,
  RESIZE_BILINEAR: onImage(
    "RESIZE_BILINEAR",
    [1, 14, 12, 4],
    "x",
    [
      [2, "bool", 0],
      [3, "bool", 1],
    ],
    (draft) => [draft.ints([14, 12])],
  ),
  RESIZE_NEAREST_NEIGHBOR: onImage(
    "RESIZE_NEAREST_NEIGHBOR",
    [1, 14, 12, 4],
    "x",
    [
      [0, "bool", 0],
      [1, "bool", 0],
    ],
    (draft) => [draft.ints([14, 12])],
  ),
  "BATCH_MATMUL left turned": product(true, [1, 2, 5, 5]),
  "BATCH_MATMUL right turned": product(false, [1, 2, 3, 3]),
  "BATCH_MATMUL of constants": productOfConstants([1, 2]),
  "BATCH_MATMUL one for all": productOfConstants([]),
  "GATHER rows": onImage("GATHER", [1, 4, 6, 4], "x", [int(0, 1)], (draft) => [draft.ints([6, 0, 3, 3])]),
  "GATHER channels": behindPool("GATHER", [1, 3, 3, 2, 2], [int(0, -1)], (draft) => [draft.ints([3, 1, 0, 2], [2, 2])]),
  "GATHER one row": onImage("GATHER", [1, 6, 4], "x", [int(0, 1)], (draft) => [draft.ints([5], [])]),
  TILE: onImage("TILE", [1, 14, 6, 12], "x", [], (draft) => [draft.ints([1, 2, 1, 3])]),
  "TILE behind a pool": behindPool("TILE", [2, 3, 6, 4], [], (draft) => [draft.ints([2, 1, 2, 1])]),
  PADV2: onImage("PADV2", [1, 10, 7, 5], "x", [], (draft, q) => [
    draft.ints([0, 0, 1, 2, 0, 1, 0, 1], [4, 2]),
    border(draft, q),
  ]),
  "PADV2 behind a pool": behindPool("PADV2", [1, 6, 4, 5], [], (draft, q) => [
    draft.ints([0, 0, 1, 2, 0, 1, 0, 1], [4, 2]),
    border(draft, q),
  ]),
  MIRROR_PAD: onImage("MIRROR_PAD", [1, 10, 7, 4], "x", [[0, "int8", 0]], (draft) => [
    draft.ints([0, 0, 1, 2, 0, 1, 0, 0], [4, 2]),
  ]),
  SLICE: onImage("SLICE", [1, 3, 6, 2], "x", [], (draft) => [draft.ints([0, 2, 0, 1]), draft.ints([1, 3, -1, 2])]),
  "SLICE behind a pool": behindPool("SLICE", [1, 2, 1, 3], [], (draft) => [
    draft.ints([0, 1, 2, 1]),
    draft.ints([-1, 2, 1, -1]),
  ]),
};

/** Functions of one operand of any sign, and the codes of what they answer. */
const FUNCTIONS: Readonly<Record<string, Q>> = {
  ABS: [0.025, -128],
  COS: undefined,
  ELU: [0.03, -90],
  EXP: undefined,
  GELU: [0.025, -110],
  LOG_SOFTMAX: undefined,
  NEG: undefined,
  RELU_N1_TO_1: Y,
  SIN: undefined,
  SQUARE: undefined,
};

/** Functions of numbers above 0: of a sigmoid. */
function ofShare(op: string, format: Q): Make {
  return (draft, q) => {
    const x = draft.input("x", X_SHAPE, of(q, X));
    const share = draft.op("LOGISTIC", [x], X_SHAPE, of(q, [1 / 256, -128]));
    return draft.finish(draft.op(op, [share], X_SHAPE, of(q, format), undefined, "y"));
  };
}

/** Of the image and a row in the same codes: those are compared. */
function extreme(op: string): Make {
  return onImage(op, X_SHAPE, "x", [], (draft, q) => [
    q ? draft.codes([4], { scales: [X[0]], zeroPoints: [X[1]] }) : draft.floats([0.5, -1.25, 2, 0.75]),
  ]);
}

const reduced = (op: string, format: Q | "x", axes: readonly number[], shape: readonly number[]): Make =>
  onImage(op, shape, format, [[0, "bool", 0]], (draft) => [draft.ints(axes)]);

const MORE_CASES: Readonly<Record<string, Make>> = {
  ...Object.fromEntries(Object.entries(FUNCTIONS).map(([op, format]) => [op, onImage(op, X_SHAPE, format)])),
  LOG: ofShare("LOG", undefined),
  SQRT: ofShare("SQRT", undefined),
  RSQRT: ofShare("RSQRT", [0.05, -128]),
  SUM: reduced("SUM", undefined, [1, 2], [1, 4]),
  REDUCE_MAX: reduced("REDUCE_MAX", "x", [2], [1, 7, 4]),
  REDUCE_MIN: reduced("REDUCE_MIN", "x", [1, 3], [1, 6]),
  DIV: binary("DIV", true, [[0, "int8", 0]]),
  MAXIMUM: extreme("MAXIMUM"),
  MINIMUM: extreme("MINIMUM"),
  SQUARED_DIFFERENCE: binary("SQUARED_DIFFERENCE", true, []),
  SQUEEZE: onImage("SQUEEZE", [7, 6, 4], "x", []),
  EXPAND_DIMS: onImage("EXPAND_DIMS", [1, 7, 6, 1, 4], "x", [], (draft) => [draft.ints([3], [])]),
  DEPTH_TO_SPACE: onImage("DEPTH_TO_SPACE", [1, 14, 12, 1], "x", [int(0, 2)]),
  SPACE_TO_DEPTH: behindPool("SPACE_TO_DEPTH", [1, 1, 1, 36], [int(0, 3)], () => []),
  BROADCAST_TO: behindPool("BROADCAST_TO", [2, 3, 3, 4], [], (draft) => [draft.ints([2, 3, 3, 4])]),
};

/** The interpreters have no kernel for codes, or none that can be compared with: SUM's overflows, LOG_SOFTMAX is refused in front of a rounding. */
const FLOATS_ONLY = new Set("COS DIV EXP LOG LOG_SOFTMAX NEG SIN SQRT SQUARE SUM".split(" "));

/** Whose weights have 4 bits, or whose codes are unsigned. */
const CODE_CASES: Readonly<Record<string, Make>> = {
  "CONV_2D int4": windowOfInt4("CONV_2D", [5, 3, 3, 4], 0, [SAME, int(1, 1), int(2, 1), [3, "int8", RELU]]),
  "DEPTHWISE_CONV_2D int4": windowOfInt4("DEPTHWISE_CONV_2D", [1, 3, 3, 4], 3, [
    SAME,
    int(1, 1),
    int(2, 1),
    int(3, 1),
    [4, "int8", RELU6],
  ]),
  "FULLY_CONNECTED int4": denseOfInt4,
  "CONV_2D uint8": unsigned(
    "CONV_2D",
    X_SHAPE,
    [5, 3, 3, 4],
    [1, 4, 3, 5],
    [SAME, int(1, 2), int(2, 2), [3, "int8", RELU]],
  ),
  "DEPTHWISE_CONV_2D uint8": unsigned(
    "DEPTHWISE_CONV_2D",
    X_SHAPE,
    [1, 3, 3, 8],
    [1, 7, 6, 8],
    [SAME, int(1, 1), int(2, 1), int(3, 2), [4, "int8", RELU6]],
  ),
  "FULLY_CONNECTED uint8": unsigned("FULLY_CONNECTED", [1, 24], [5, 24], [1, 5], [[0, "int8", 0]]),
  "pools and functions uint8": unsignedRow,
  "QUANTIZE uint8": unsignedEnds,
};

/** A keyword network of the shape of MLPerf Tiny's: a convolution, two depthwise-separable blocks, a mean, a softmax. */
export const keywords: Make = (draft, q) => {
  const formats: readonly Q[] = [X, [0.05, -128], [0.04, -128]];
  const conv = (x: T, from: Q, to: Q, kernel: readonly number[], shape: readonly number[], stride: number): T => {
    const w = draft.weights(kernel, 0.4, q ? 0 : undefined);
    const b = draft.bias(w, kernel[0] ?? 1, 0.3, of(q, from));
    return draft.op("CONV_2D", [x, w, b], shape, of(q, to), [SAME, int(1, stride), int(2, stride), [3, "int8", RELU]]);
  };
  const [first, second, third] = formats;
  const x = draft.input("frames", [1, 13, 10, 1], of(q, first));
  let y = conv(x, first, second, [8, 5, 4, 1], [1, 7, 5, 8], 2);
  for (let block = 0; block < 2; block++) {
    const w = draft.weights([1, 3, 3, 8], 0.6, q ? 3 : undefined);
    const b = draft.bias(w, 8, 0.3, of(q, second));
    const options: readonly OptionSpec[] = [SAME, int(1, 1), int(2, 1), int(3, 1), [4, "int8", RELU]];
    y = draft.op("DEPTHWISE_CONV_2D", [y, w, b], [1, 7, 5, 8], of(q, third), options);
    y = conv(y, third, second, [8, 1, 1, 8], [1, 7, 5, 8], 1);
  }
  y = draft.op("AVERAGE_POOL_2D", [y], [1, 1, 1, 8], of(q, second), [
    VALID,
    int(1, 5),
    int(2, 7),
    int(3, 5),
    int(4, 7),
  ]);
  y = draft.op("RESHAPE", [y, draft.ints([-1, 8])], [1, 8], of(q, second), []);
  const w = q ? draft.codes([6, 8], { scales: [0.01], zeroPoints: [0] }) : draft.weights([6, 8], 1, undefined);
  y = draft.op("FULLY_CONNECTED", [y, w, draft.bias(w, 6, 0.2, of(q, second))], [1, 6], of(q, [0.03, 10]), [
    [0, "int8", 0],
  ]);
  return draft.finish(draft.op("SOFTMAX", [y], [1, 6], of(q, [1 / 256, -128]), [[0, "float32", 1]], "scores"));
};

/** A stream: the last three rows in a variable, behind them a convolution over four; one step takes one row. */
export const stream: Make = (draft, q) => {
  const format = of(q, X);
  const x = draft.input("row", [1, 1, 1, 6], format);
  draft.begin("ring", [1, 3, 1, 6], format);
  const handle = draft.handle("ring");
  const old = draft.op("READ_VARIABLE", [handle], [1, 3, 1, 6], format, []);
  const all = draft.op("CONCATENATION", [old, x], [1, 4, 1, 6], format, [int(0, 1)]);
  const next = draft.op(
    "STRIDED_SLICE",
    [all, draft.ints([0, 1, 0, 0]), draft.ints([1, 4, 1, 6]), draft.ints([1, 1, 1, 1])],
    [1, 3, 1, 6],
    format,
    [int(0, 13), int(1, 15)],
  );
  draft.assign(handle, next);
  const w = draft.weights([5, 4, 1, 6], 0.3, q ? 0 : undefined);
  const b = draft.bias(w, 5, 0.2, format);
  const y = draft.op("CONV_2D", [all, w, b], [1, 1, 1, 5], of(q, Y), [VALID, int(1, 1), int(2, 1), [3, "int8", 0]]);
  return draft.finish(draft.op("RESHAPE", [y, draft.ints([1, 5])], [1, 5], of(q, Y), [], "y"));
};

/** Activations of 16 bits around weights of 8. */
export const wide: Make = (draft) => {
  const [from, to]: readonly Q[] = [
    [0.02, 0, TensorType.int16],
    [0.0004, 0, TensorType.int16],
  ];
  const x = draft.input("x", X_SHAPE, from);
  const w = draft.weights([5, 3, 3, 4], 0.3, 0);
  const b = draft.bias(w, 5, 0.5, from);
  const options: readonly OptionSpec[] = [SAME, int(1, 1), int(2, 1), [3, "int8", RELU]];
  return draft.finish(draft.op("CONV_2D", [x, w, b], [1, 7, 6, 5], to, options, "y"));
};

export const NETWORKS: Readonly<Record<string, Make>> = {
  ...OPERATOR_CASES,
  ...MORE_CASES,
  ...CODE_CASES,
  keywords,
  stream,
  wide,
};

/** Whether there is one: of floats, or of codes. */
export function hasForm(name: string, q: boolean): boolean {
  return q ? !FLOATS_ONLY.has(name) : !(name === "wide" || name in CODE_CASES);
}

/** What its answers are recorded under. */
export function titleOf(name: string, q: boolean): string {
  return q && !(name in CODE_CASES) ? `${name} int8` : name;
}

export function networkOf(name: string, q: boolean): Uint8Array {
  const make = NETWORKS[name];
  if (!make) throw new Error(`there is no network ${name}`);
  return make(new Draft(17), q);
}

/** Runs that a recorded answer has; the state goes on from one to the next. */
export function stepsOf(name: string): number {
  return name === "stream" ? 6 : 1;
}

export interface Feeds {
  readonly count: number;
  readonly steps: number;
  /** Floats where there is none. */
  readonly least: number | undefined;
}

/** The least code of the input; undefined: floats. */
export function leastOf(name: string, q: boolean): number | undefined {
  return q ? (name.endsWith("uint8") ? 0 : -128) : undefined;
}

/** Codes over their whole range, or floats between −3 and 3, for each step. */
export function feedsOf({ count, steps, least }: Feeds): readonly (readonly number[])[] {
  const random = seededRandom(5);
  const one = (): number => (least === undefined ? Math.fround(random.uniform() * 6 - 3) : random.below(256) + least);
  return Array.from({ length: steps }, () => Array.from({ length: count }, one));
}
