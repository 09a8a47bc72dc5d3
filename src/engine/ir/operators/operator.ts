/**
 * What an operator of the float graph states about itself. Importer, passes, calibration and encoder ask its room (ir/operators.ts) and know few
 * operators; one that leaves something out does not compile. How it becomes layers is said in passes/lowering/.
 */
import type { LayerBody } from "../network";
import type { Clamp, OpKind, OpOf } from "../op";
import type { Shape } from "../shapes";

/** How far a graph has come: as read, rewritten for lowering, or with fake quantization inserted. */
export type GraphLevel = "imported" | "prepared" | "quantized";

export const EVERY_LEVEL: readonly GraphLevel[] = ["imported", "prepared", "quantized"];

/** Methods, so that the room of one operator is a room of any. */
export interface Operator<K extends OpKind> {
  /** Graphs in which it may stand. */
  readonly levels: readonly GraphLevel[];
  /** The shape of its result, or why its inputs do not fit, as the end of "node …". */
  shape(op: OpOf<K>, site: ShapeSite): Shape | string;
  /** What is wrong with its attributes; undefined where nothing is. */
  mistake(op: OpOf<K>): string | undefined;
  /** Its attributes in a dump; "" where it has none. */
  dump(op: OpOf<K>): string;

  /** What is certain about its values from what is certain about its operands. */
  bounds(op: OpOf<K>, site: BoundsSite): Clamp;
  /** What it tells apart of its first operand (concat: of any), where `behind` is told apart of its result. */
  tellsApart(op: OpOf<K>, behind: Clamp): Clamp;
  /** Whether its result is its first operand, as far as shapes and attributes alone say so. */
  isIdentity(op: OpOf<K>, site: ShapeSite): boolean;
  /** A function of its first operand that it is, whatever else it reads; undefined where there is none that is simpler. */
  simpler?(op: OpOf<K>, constant: (input: number) => Float32Array | undefined): OpOf<"activation"> | undefined;
  /** What a clamp behind it can become: part of it, part of what is in front of it, or neither. */
  readonly behindClamp: "takes" | "moves" | "stops";

  /** Which operands may be constant: any, those behind the first, or none. */
  readonly constants: "any" | "parameters" | "none";
  /** Whether its operands' axes are those of its result, aligned at the last, so that constants may lie along any of them. */
  readonly alignsOperands: boolean;
  /** Whether it only looks at the same memory in another way. */
  readonly isView: boolean;
  /**
   * In which order its operand should lie in memory: as its result ("follows"), in its own order of axes ("permutes"), as an image with channels
   * last, with the last axis in one piece ("rows"), or as it may be.
   */
  readonly order: "follows" | "permutes" | "image" | "rows" | "any";
  /** What it does to samples that lie along axis 0, as the end of "… it "; undefined where they stay apart. */
  mixes(op: OpOf<K>, site: SamplesSite): string | undefined;
}

/** One that has an operator of its own in ONNX, in every operator set since 13, without attributes. */
export interface PlainOperator<K extends OpKind> extends Operator<K> {
  /** Its name there. */
  readonly onnx: string;
}

/** One that a kind of layer executes element by element, with a constant of one value a channel behind the first operand. */
export interface ByChannelOperator<K extends OpKind> extends Operator<K> {
  readonly byChannel: ByChannel;
}

export interface ByChannel {
  /** What the constant is called. */
  readonly role: string;
  /** @param constant its name in the float network */
  readonly layer: (constant: string) => LayerBody;
}

export interface ShapeSite {
  readonly x: Shape;
  /** x first. */
  readonly inputs: readonly Shape[];
  /** The output tensor's own shape. */
  readonly declared: Shape;
}

export interface BoundsSite {
  readonly inputCount: number;
  /** What is certain about an operand that is computed. */
  readonly of: (input: number) => Clamp;
  /** The same of one that may be constant. */
  readonly operand: (input: number) => Clamp;
}

export interface SamplesSite {
  /** Shapes with all samples. */
  readonly shapes: readonly Shape[];
  readonly output: Shape;
  readonly samples: number;
}

export const UNBOUNDED: Clamp = { min: -Infinity, max: Infinity };

export function including({ min, max }: Clamp, value: number): Clamp {
  return { min: Math.min(min, value), max: Math.max(max, value) };
}

/** clamp(clamp(x, first), second) as one clamp. */
export function mergeClamps(first: Clamp | undefined, second: Clamp): Clamp {
  if (!first) return { min: second.min, max: second.max };
  const bound = (value: number): number => Math.min(Math.max(value, second.min), second.max);
  return { min: bound(first.min), max: bound(first.max) };
}

export function emptyClamp(clamp: Clamp | undefined): string | undefined {
  return clamp === undefined || clamp.min <= clamp.max
    ? undefined
    : `clamps to an empty range ${clamp.min}..${clamp.max}`;
}

/** Operators over images read axis 0 as samples: there must be one entry a sample. */
export function mixesImages(_op: unknown, { shapes, samples }: SamplesSite): string | undefined {
  return shapes[0]?.[0] === samples ? undefined : "reads parts of a sample as samples";
}

/** What most operators say, to be spread into a room that says the rest. */
export const COMPUTES = {
  levels: EVERY_LEVEL,
  mistake: (): undefined => undefined,
  bounds: (): Clamp => UNBOUNDED,
  tellsApart: (): Clamp => UNBOUNDED,
  isIdentity: (): boolean => false,
  behindClamp: "stops",
  constants: "none",
  alignsOperands: false,
  isView: false,
  order: "any",
} as const;

/** The same of those that only move values. */
export const MOVES = {
  ...COMPUTES,
  bounds: (_op: unknown, { of }: BoundsSite): Clamp => of(0),
  tellsApart: (_op: unknown, behind: Clamp): Clamp => behind,
  behindClamp: "moves",
} as const;
