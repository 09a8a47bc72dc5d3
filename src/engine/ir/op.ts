/**
 * The operators of the float graph, after ONNX's many spellings have been normalised. Semantics and axis order are ONNX's
 * (NCHW, batch first and always 1); all attributes are resolved: no auto_pad, no defaults, no shape arithmetic.
 */

import type { CodeBits } from "../base/bits";
import type { Clamp } from "./clamp";
import type { ScalarFunction } from "./scalarFunction";

export type { Clamp } from "./clamp";
export type { ScalarFunction } from "./scalarFunction";

/** [along height, along width]. */
export type Pair = readonly [number, number];
/** [top, left, bottom, right], never negative. */
export type Pads = readonly [number, number, number, number];

/** The geometry that convolutions and poolings share. 1-D operators are lowered to 2-D with height 1. */
export interface Window {
  readonly kernel: Pair;
  readonly strides: Pair;
  readonly pads: Pads;
  readonly dilations: Pair;
}

/** Values that are normalized together at most: sums of their squares, times their number, are then below 2^52 (docs/numerics.md). */
export const MAX_NORMALIZED = 2 ** 18;

/**
 * What a recurrent operator does with one vector after the other (ONNX's LSTM, GRU and RNN in one direction, with their usual activations).
 * Gates lie in ONNX's order: i, o, f, c of an LSTM; z, r, h of a GRU.
 */
export interface Recurrence {
  readonly cell: "lstm" | "gru" | "rnn";
  /** H, the length of the hidden state. */
  readonly units: number;
  /** From the last vector to the first. */
  readonly reverse: boolean;
  /** GRU: the reset gate multiplies the product with the hidden state (linear_before_reset), else the state itself. */
  readonly resetAfter: boolean;
}

/** Gates of a cell, each with a row of both matrices a unit. */
export const GATES: Readonly<Record<Recurrence["cell"], number>> = { lstm: 4, gru: 3, rnn: 1 };

/**
 * A neuron that integrates and fires, one time step of it. With the current u and the membrane v that the step before left,
 *   h = leak·v + gain·u + offset;   it fires where h ≥ threshold (h > threshold where that is `strict`).
 * Where it fires its membrane becomes `value` (reset "to") or h − value (reset "by"); elsewhere it is h. Where that is `delayed`, what is left is h itself, and the step
 * after takes the reset in front of everything else: its h is `value`, or `value` less.
 */
export interface Neuron {
  /** 0 … 1. */
  readonly leak: number;
  /** Positive. */
  readonly gain: number;
  readonly offset: number;
  /** Positive. */
  readonly threshold: number;
  readonly strict: boolean;
  readonly reset: "to" | "by";
  readonly value: number;
  readonly delayed: boolean;
}

export type Op =
  /** x[1,C,H,W], w[O,C/groups,kh,kw], b[O] (optional). */
  | (Window & { readonly kind: "conv"; readonly groups: number; readonly clamp?: Clamp })
  /** x[…,K], w[O,K] (always in this order), b[O] (optional). Gemm and MatMul with a constant matrix. */
  | { readonly kind: "fullyConnected"; readonly clamp?: Clamp }
  /** x, gamma[C], beta[C], mean[C], variance[C]; C is axis 1. */
  | { readonly kind: "batchNorm"; readonly epsilon: number }
  | { readonly kind: "activation"; readonly fn: ScalarFunction }
  /** x, slope (constant, broadcast to x). */
  | { readonly kind: "prelu" }
  /** Two operands with ONNX broadcasting; one may be constant. */
  | { readonly kind: "add"; readonly clamp?: Clamp }
  | { readonly kind: "sub"; readonly clamp?: Clamp }
  | { readonly kind: "mul"; readonly clamp?: Clamp }
  | { readonly kind: "concat"; readonly axis: number }
  /** One entry an axis of x; 0 ≤ start < dimension, step ≥ 1; output size = ceil((end − start) / step). */
  | {
      readonly kind: "slice";
      readonly starts: readonly number[];
      readonly ends: readonly number[];
      readonly steps: readonly number[];
    }
  | (Window & { readonly kind: "maxPool"; readonly ceilMode: boolean })
  | (Window & { readonly kind: "averagePool"; readonly ceilMode: boolean; readonly countIncludePad: boolean })
  /** Global average pooling is axes [2, 3] with keepDims. Axes are non-negative and ascending. */
  | { readonly kind: "reduceMean"; readonly axes: readonly number[]; readonly keepDims: boolean }
  /** The output's shape is the output tensor's; element order is row-major NCHW as in ONNX. */
  | { readonly kind: "reshape" }
  | { readonly kind: "transpose"; readonly perm: readonly number[] }
  /** Constant padding, one entry an axis. */
  | {
      readonly kind: "pad";
      readonly before: readonly number[];
      readonly after: readonly number[];
      readonly value: number;
    }
  /** Nearest neighbour along H and W: source[i] is the input row (column) that output row (column) i copies. */
  | { readonly kind: "resize"; readonly sourceRows: readonly number[]; readonly sourceColumns: readonly number[] }
  | { readonly kind: "softmax"; readonly axis: number }
  /**
   * (x − mean)/√(variance + epsilon) over the axes, ascending and non-negative; where not centred, x/√(mean square + epsilon). Then times scale
   * and plus bias, where there are such inputs: constants that broadcast to x.
   */
  | {
      readonly kind: "normalize";
      readonly axes: readonly number[];
      readonly centred: boolean;
      readonly epsilon: number;
    }
  /**
   * x[T,N,I], weights (W [G·H, I] and behind it R [G·H, H], in one list), bias [2·G·H] (of W, then of R); where they are given, what the hidden
   * state [N,H] and an LSTM's cell state [N,H] begin with, constants or tensors, else they begin with 0. The hidden state after each step, [T,N,H], or what an
   * LSTM's cell state is behind the last, [1,N,H].
   */
  | (Recurrence & { readonly kind: "recurrent"; readonly gives: "states" | "lastCell" })
  /**
   * u, v of one shape: the spikes, 0 or 1, or the membranes that are left. With a `grid` membranes are whole numbers of `bits` bits in units of each channel's own,
   * as the program computes them.
   */
  | { readonly kind: "fire"; readonly neuron: Neuron; readonly gives: "spikes" | "membrane"; readonly grid?: FireGrid }
  /**
   * Quantize and dequantize per tensor: s·(clamp(round(x/s) + z, 0, 2^bits − 1) − z), ties as the executing runtime rounds them.
   * Only fake-quantized graphs hold it.
   */
  | { readonly kind: "fakeQuantize"; readonly bits: CodeBits; readonly scale: number; readonly zeroPoint: number };

/** What membranes are counted in. */
export interface FireGrid {
  /** Of the membranes. */
  readonly bits: number;
  /** Along which channels lie. */
  readonly axis: number;
  /** What one is worth, by channel or one for all; the others too. */
  readonly units: Float64Array;
  /** In units. */
  readonly thresholds: Int32Array;
  readonly values: Int32Array;
}

export type OpKind = Op["kind"];
type OpByKind = { readonly [K in OpKind]: Extract<Op, { readonly kind: K }> };
/** An indexed type, because the compiler then knows that an operator of one kind is an operator. */
export type OpOf<K extends OpKind> = OpByKind[K];

/** One entry for each operator; a stage's table over operators is typed with it so that a forgotten one does not compile. */
export type PerOp<T> = Readonly<Record<OpKind, T>>;
