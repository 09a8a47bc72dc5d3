/**
 * What a kind of layer states about itself. Every stage asks the layer's room (rooms.ts) and knows no kinds; a kind that leaves something out does
 * not compile.
 */
import type { Bits } from "../base/bits";
import type { LayerKind, LayerOf, Network, WeightedLayer } from "../ir/network";
import type { ActivationFormat, QuantizedWeights } from "../ir/program";
import type { AccumulatorBound } from "./arithmetic/accumulators";
import type { LayerCall, LayerResult, StepKind, StepOf } from "./call";
import type { Kernel } from "./firmware/kernels";
import type { CodeCall, EmittedLayer } from "./firmware/parts";
import type { LayerShapes, RowRule } from "./rows";

/** Of kind K, computing with numbers of kind S. Methods, so that the room of one kind is a room of any. */
export interface LayerRoom<K extends LayerKind, S extends StepKind> {
  /** Its operator in the words of the field: `Depthwise 3×3 s2`. */
  label(layer: LayerOf<K>): string;
  /** Its attributes in a dump; "" where it has none. */
  dump(layer: LayerOf<K>): string;
  /** Why its shapes do not belong together, as the end of "layer …"; undefined where they do. */
  mistake(layer: LayerOf<K>, shapes: LayerShapes): string | undefined;
  /** Whether it moves codes as they are, so that input and output share a quantization. */
  readonly moves: boolean;
  /**
   * Whether it reads element i of every full-sized operand before it writes element i, and never looks back: then it may write over an operand,
   * and any rectangle of its output needs the same rectangle of its inputs.
   */
  readonly isElementwise: boolean;
  /** Which rows of an input (a position in layer.inputs) an output row needs; undefined where it needs all of its input at once. */
  rows(layer: LayerOf<K>, shapes: LayerShapes, input: number): RowRule | undefined;

  /** Which numbers it computes with. */
  readonly step: S;
  /** Those numbers, from the formats around it. */
  numbers(layer: LayerOf<K>, site: NumbersSite): StepOf<S>;
  /** What it computes: the meaning of its numbers (docs/numerics.md). */
  run(call: LayerCall<K, S>): LayerResult;
  /** What its int32 accumulators can reach; undefined where nothing is accumulated in int32. `second` is the first where there is one input. */
  bound(
    layer: LayerOf<K>,
    step: StepOf<S>,
    input: ActivationFormat,
    second: ActivationFormat,
  ): AccumulatorBound | undefined;

  /** The function in firmware that executes it. */
  kernel(layer: LayerOf<K>): Kernel;
  /**
   * FLASH of its numbers besides weights and tables, in bytes: its arrays and the structures that its kernel is called with, each on a word
   * boundary. Widths do not change it.
   */
  constantBytes(layer: LayerOf<K>, network: Network): number;
  /** Bytes of arena that its kernel needs while it runs, where weights' shape alone does not say so (memory/accounts/kernelCosts.ts). */
  scratchBytes?(layer: LayerOf<K>): number;
  /** FLASH of its table, in bytes, where it has one: the one array that the input's width changes. */
  tableBytes?(inputBits: Bits): number;
  /** Its arrays, its structures and the kernel's call. */
  code(call: CodeCall<K, S>): EmittedLayer;
}

/** What numbers are made from. */
export interface NumbersSite {
  /** Of the first input. */
  readonly input: ActivationFormat;
  readonly inputs: readonly ActivationFormat[];
  readonly output: ActivationFormat;
  /** The values of a constant of the float network. */
  readonly constant: (name: string) => Float32Array;
  /** The largest magnitude of a recurrent layer's cell state that calibration saw. */
  readonly largestCell: (layer: LayerOf<"recurrent">) => number;
  /** Weights on their grid, codes in the order of the float network, and the real bias of each output channel. */
  readonly weights: (layer: WeightedLayer) => { readonly grid: QuantizedWeights; readonly bias: Float64Array };
}

/** For `bound`. */
export const unbounded = (): undefined => undefined;
