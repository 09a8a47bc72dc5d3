/**
 * A kernel form: one way in which firmware executes a layer, with all that cost, packing, code size and generated C ask about it. A kind of layer
 * lists its forms in its room, the cheapest first; layers/formOf.ts chooses. No aspect is optional: what a form has nothing of, it says so with the
 * values below.
 *
 * Variants of the C that differ in nothing that is asked here (loops for cores with DSP instructions) are no forms: the C compiler chooses them by its
 * feature macros, and the tables of code tell their sizes apart.
 */
import { ACTIVATION_WIDTHS, type CodeBits, type WeightBits } from "../../../base/bits";
import type { CoreFeature } from "../../../base/build";
import type { LayerKind, LayerOf, Network, Shape3 } from "../../../ir/network";
import type { QuantizedWeights } from "../../../ir/program";
import type { StepKind } from "../../call";
import type { CodeCall, EmittedLayer } from "../parts";
import type { Turns, TurnsSite } from "../turns";

/** Of layers of kind K, computing with numbers of kind S. Methods, so that a form of one kind is a form of any. */
export interface KernelForm<K extends LayerKind, S extends StepKind> {
  /** What a core must have for it. */
  readonly needs: readonly CoreFeature[];
  /** The widths of weights that it multiplies with; empty where layers of the kind have none. */
  readonly weightBits: readonly WeightBits[];
  /** The widths of the first input that it reads; of what reads 16 bits not asked. */
  readonly inputBits: readonly CodeBits[];
  /** Whether it reads and writes codes of 16 bits, beside others: such layers have forms of their own. "either": it takes both. */
  readonly wide: boolean | "either";
  /** Whether it takes a layer that could run row by row as one image, of tensors that lie in memory whole: one call computes all. */
  readonly takesImage: boolean;
  /**
   * Whether it executes this layer of its kind, where all of the above is so.
   * @param image the output's shape; absent where rows may be asked for one by one
   */
  applies(layer: LayerOf<K>, image?: Shape3): boolean;

  /** The function in src/firmware, and the header that declares it. Forms that share a function point to the same sections. */
  readonly function: string;
  readonly header: string;
  /**
   * Sections of code that a layer points to for its width and the linker leaves out otherwise. What they and the function refer to, their sizes and their
   * stack, by core and level of optimization, are in memory/codeTables.
   */
  weightParts(bits: WeightBits): readonly string[];
  inputParts(bits: CodeBits): readonly string[];

  /** How weights lie in FLASH. */
  readonly packing: Packing<K>;
  /**
   * FLASH of its numbers besides weights and tables, in bytes: its arrays and the structures that the function is called with, each on a word
   * boundary. Widths do not change it.
   */
  constantBytes(layer: LayerOf<K>, network: Network): number;
  /** FLASH of its table, in bytes, the one array that the input's width changes; undefined where it has none. */
  tableBytes(inputBits: CodeBits): number | undefined;
  /** Bytes of arena that the function needs while it runs, at any width of weights, beyond its operands and its output. */
  scratchBytes(layer: LayerOf<K>, network: Network): number;
  /** How often the loops of its function turn: what its instructions are counted from. */
  turns(layer: LayerOf<K>, site: TurnsSite): Turns;
  /** Its arrays, its structures and the call. */
  code(call: CodeCall<K, S>): EmittedLayer;
}

/** The words in which weights are stored: what the planner counts is what the generator writes. */
export interface Packing<K extends LayerKind> {
  /** FLASH at a width, in bytes. */
  bytes(layer: LayerOf<K>, bits: WeightBits): number;
  /** @param matrices of the layer (matricesOf), codes in the order of the float network; for each its words */
  words(layer: LayerOf<K>, matrices: readonly QuantizedWeights[]): readonly Uint32Array[];
}

/** Of what has no weights. */
export const NO_WEIGHTS: Packing<LayerKind> = { bytes: () => 0, words: () => [] };

export const none = (): readonly string[] => [];

/** All that a form without weights, tables, scratch and parts by width says, which executes every layer of its kind on every core. */
export const PLAIN = {
  needs: [],
  weightBits: [],
  inputBits: ACTIVATION_WIDTHS,
  wide: false,
  takesImage: false,
  applies: () => true,
  weightParts: none,
  inputParts: none,
  packing: NO_WEIGHTS,
  tableBytes: () => undefined,
  scratchBytes: () => 0,
} as const satisfies Partial<KernelForm<LayerKind, StepKind>>;
