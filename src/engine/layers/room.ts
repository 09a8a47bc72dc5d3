/**
 * What a kind of layer states about itself. Every stage asks the layer's room (rooms.ts) and knows no kinds; a kind that leaves something out does
 * not compile.
 */
import type { LayerKind, LayerOf, WeightedLayer } from "../ir/network";
import type { ActivationFormat, QuantizedWeights } from "../ir/program";
import type { AccumulatorBound } from "./arithmetic/accumulators";
import type { LayerCall, LayerResult, StepKind, StepOf } from "./call";
import type { KernelForm } from "./firmware/forms/form";
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
  /** Whether it exists to renew a state, and writes over it whatever else may be written over. */
  readonly renews?: true;
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

  /** How firmware may execute it, the cheapest way first; each layer has one that applies on every core at every width (formOf.ts). */
  readonly forms: readonly KernelForm<K, S>[];
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
