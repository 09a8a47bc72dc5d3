/**
 * The report: what a job found out, the same object for report.json, `--json`, the terminal and the panel. Deterministic but for
 * `search.seconds` and `learning.seconds`. Sizes are bytes; accuracies are percent of samples (or decibels), differences points.
 */

import type { Remark } from "../../formats/remark";

export type AccountName = "model" | "linked";
export type ActivationBits = 2 | 4 | 8;
export type WeightBits = 2 | 3 | 4 | 5 | 8;
/** A width of a tensor of either kind. */
export type Bits = ActivationBits | WeightBits;

/** Widest first. */
export const ACTIVATION_WIDTHS: readonly ActivationBits[] = [8, 4, 2];
export const WEIGHT_WIDTHS: readonly WeightBits[] = [8, 4, 2];

/** The widths that a tensor of a kind can have, widest first. */
export function widthsFor(kind: "weights" | "activation"): readonly Bits[] {
  return kind === "weights" ? WEIGHT_WIDTHS : ACTIVATION_WIDTHS;
}

/** Those of a reason that does not state its own. */
export const USUAL_WIDTHS: readonly Bits[] = [8, 4, 2];

export function isActivationBits(value: unknown): value is ActivationBits {
  return ACTIVATION_WIDTHS.some((bits) => bits === value);
}

export function isWeightBits(value: unknown): value is WeightBits {
  return WEIGHT_WIDTHS.some((bits) => bits === value);
}
/** What a network that ends in a softmax answers. */
export type Scores = "probabilities" | "logits";

export interface Report {
  readonly format: 1;
  readonly model: ReportModel;
  readonly input: ReportInput;
  /** In the model's order. */
  readonly inputs: readonly ReportFedInput[];
  readonly target: ReportTarget;
  /** Whether the policy's need is within the target in its account; false for an infeasible search. */
  readonly fits: boolean;
  /** What a network that ends in a softmax answers; absent where none does. */
  readonly scores?: Scores;
  /** What one run leaves for the next; absent where each stands by itself. */
  readonly states?: readonly ReportState[];
  readonly memory: ReportMemory;
  readonly layers: readonly ReportLayer[];
  /** Absent figures are null: an estimate has run nothing. */
  readonly accuracy: ReportAccuracy | null;
  /** How the integer program, executed exactly, compares with the fast simulation that `accuracy` was measured on. */
  readonly integer: ReportInteger | null;
  readonly search: ReportSearch;
  /** What learning brought; absent where none was asked for. */
  readonly learning?: ReportLearning;
  /** What other budgets would buy; null where no sensitivities are known. */
  readonly front: ReportFront | null;
  /** Why each tensor has its width; null where no sensitivities are known, or the policy does not keep to the budget. */
  readonly why: ReportWhy | null;
  readonly policy: {
    readonly weights: Readonly<Record<string, WeightBits>>;
    readonly activations: Readonly<Record<string, ActivationBits>>;
  };
  /** What a reader should know: batch fixed to 1, labels missing, few samples, … */
  readonly notes: readonly Remark[];
}

export interface ReportModel {
  readonly name: string;
  readonly sha256: string;
  readonly parameters: number;
  readonly macs: number;
}

/** An input and an output that are one tensor, from one run to the next. */
export interface ReportState {
  readonly input: string;
  readonly output: string;
  readonly shape: readonly number[];
  readonly bits: ActivationBits;
  /** In the arena, where nothing else lies. */
  readonly sizeBytes: number;
  /** The new value is written over the old one, or made elsewhere and copied when the run ends. */
  readonly renewed: "inPlace" | "copied";
}

/** Limits are null for an estimate without a budget: then `fits` is true. */
export interface ReportTarget {
  readonly id: string | null;
  readonly name: string | null;
  readonly flashBytes: number | null;
  readonly ramBytes: number | null;
  /** The account that the limits bind. */
  readonly account: AccountName;
  /** Whose code and stack the linked account counts, and at which of the compiler's levels. */
  readonly core: string;
  readonly optimize: "3" | "2" | "s";
}

/** Where the samples of one input come from. */
export interface ReportFedInput {
  readonly name: string;
  /** As the model has it, for one sample. */
  readonly shape: readonly number[];
  /** Whether images and what is stated of their preparation are for this input. */
  readonly takesImages: boolean;
  /** A file's name, with the array's behind a colon where the file holds several; null where values were made up, or none were needed. */
  readonly calibration: string | null;
  readonly evaluation: string | null;
}

/** What is known of the values that the input takes which images are for; nulls where there is none. */
export interface ReportInput {
  /** x = (pixel − mean[c])·scale[c], one entry or one a channel; null where no preparation of pixels was stated. */
  readonly pixels: { readonly mean: readonly number[]; readonly scale: readonly number[] } | null;
  /** null: not stated; images are RGB then. */
  readonly colours: "rgb" | "bgr" | "grey" | null;
  /** A code of the input is a pixel 0..255; otherwise codes are those of the input's scale and zero point. */
  readonly pixelCodes: boolean;
}

export interface ReportMemory {
  readonly model: { readonly flashBytes: number; readonly ramBytes: number };
  readonly linked: { readonly flashBytes: number; readonly ramBytes: number; readonly items: readonly ReportItem[] };
  readonly peak: { readonly layer: string; readonly bytes: number };
  readonly arena: {
    readonly bytes: number;
    readonly lowerBoundBytes: number;
    readonly buffers: readonly ReportBuffer[];
  };
  readonly streaming: ReportStreaming;
}

/** How layers are run, and what the other ways would need: RAM in the account that the target binds, at the report's widths. */
export interface ReportStreaming {
  /** "off": one layer after the other. "rows": some run row by row together; nothing is computed twice. */
  readonly mode: "off" | "rows";
  readonly rows: "memory" | "supplied";
  readonly layerByLayerBytes: number;
  /** Row by row with the whole input in RAM, and with its rows supplied; null for several inputs. */
  readonly memoryRowsBytes: number;
  readonly suppliedRowsBytes: number | null;
  /** The row that takes the most multiply-accumulates: what a call of `step` takes at most; null unless rows are supplied. */
  readonly longestStep: { readonly layer: string; readonly macs: number } | null;
  /** In execution order, without gaps. */
  readonly segments: readonly ReportSegment[];
  /** The best that patches could do, the whole input included; null where no layer can run in patches. */
  readonly patches: { readonly grid: number; readonly bytes: number; readonly extraMacsPercent: number } | null;
}

/** Steps are positions in execution order, both inclusive. */
export interface ReportSegment {
  readonly firstStep: number;
  readonly lastStep: number;
  readonly streamed: boolean;
  readonly layers: number;
  /** By how much its live bytes are fewer than the most that any of its layers has alone, layer by layer. */
  readonly savesBytes: number;
}

export interface ReportItem {
  readonly region: "flash" | "ram";
  readonly kind: "weights" | "constants" | "tables" | "code" | "arena" | "states" | "context" | "stack";
  readonly name: string;
  readonly sizeBytes: number;
  readonly layer?: string;
  /** True until read from a linked ELF. */
  readonly estimated: boolean;
}

/** A byte range of the arena; steps are positions in execution order, both inclusive. */
export interface ReportBuffer {
  readonly name: string;
  readonly kind: "activation" | "scratch";
  readonly offset: number;
  readonly sizeBytes: number;
  readonly firstStep: number;
  readonly lastStep: number;
  /** Position of the layer that makes it; null for an input of the network and for scratch. */
  readonly madeAt: number | null;
  /** Where only some rows are held: row y lies at (y mod rows)·rowBytes. null: all of it. */
  readonly ring: { readonly rows: number; readonly rowBytes: number } | null;
  /** The activation whose bytes it takes over, at once or row by row; null: none. */
  readonly over: string | null;
}

/** In execution order. */
export interface ReportLayer {
  readonly name: string;
  readonly op: string;
  /** Names of the layers whose outputs it reads, each once, in the order of its operands; empty where it reads the network's inputs alone. */
  readonly inputs: readonly string[];
  /** Output height, width, channels. */
  readonly shape: readonly number[];
  /** null for layers without weights. */
  readonly weightBits: WeightBits | null;
  /** Of the output; null for the float tail. */
  readonly activationBits: ActivationBits | null;
  /** Packed weights, and their constants beside them, in the account that the target binds. */
  readonly weightBytes: number;
  readonly constantBytes: number;
  readonly macs: number;
  /** RAM alive while the layer runs, in the account that the target binds. */
  readonly liveBytes: number;
  /** Predicted loss of this layer's widths alone (weights plus output activation), null where nothing was measured. */
  readonly error: number | null;
  /** Whether the output's width is the network's to choose. */
  readonly activationFixed: boolean;
  /** The name under which a policy states the output's width (layers that only move data share their source's); null where fixed. */
  readonly activationChoice: string | null;
}

export interface ReportAccuracy {
  readonly metric: "top1" | "agreement" | "sqnr";
  readonly float: number | null;
  readonly quantized: number;
  readonly delta: number | null;
  readonly ci95: readonly [number, number] | null;
  readonly samples: number;
  readonly kind: "measured" | "predicted";
  readonly data: "labelled" | "unlabelled" | "synthetic";
  readonly agreement: number | null;
  readonly sqnrDb: number | null;
  /** Of sequences of several steps: how many each has; `samples` counts sequences where answers are judged, else steps. */
  readonly steps?: number;
  /** sqnrDb by step, counted from 0, at the first, the last and up to 14 in between: whether errors grow over time. */
  readonly sqnrByStep?: readonly { readonly step: number; readonly sqnrDb: number }[];
  /** What the quantized network was compared with: the model's file, run by onnxruntime, or the network as it was read from it. */
  readonly reference: "given" | "imported";
}

export interface ReportInteger {
  readonly samples: number;
  /** Samples whose answer (largest logit) differs between simulation and integer program; regression counts none. */
  readonly differing: number;
  /** Largest difference of an output code, in codes. */
  readonly largestCodeDifference: number;
}

export interface ReportSearch {
  /** "exact", "cut", …, "uniform" for --bits, "given" for a policy file. */
  readonly strategy: string;
  readonly evaluations: number;
  readonly seconds: number;
  /** True where no policy within the limits has a smaller predicted loss. */
  readonly optimal: boolean;
  /** Sum over the sensitivity table: KL in nats or relative squared error. null without sensitivities. */
  readonly predictedLoss: number | null;
  /** The same loss measured on the evaluation samples with the whole policy. */
  readonly measuredLoss: number | null;
  /** How learning went, where the strategy learns: one point for each policy that was tried. */
  readonly trace?: readonly ReportTracePoint[];
  /** Where policies of about the least predicted loss were measured as wholes before one was decided for. */
  readonly refined?: ReportRefined;
  readonly infeasible: ReportInfeasible | null;
}

/** Losses are means over the samples held back, the same on both sides. */
export interface ReportLearning {
  /** Steps made, and up to the weights that were kept. */
  readonly steps: number;
  readonly bestStep: number;
  /** Like those of the search, different from run to run. */
  readonly seconds: number;
  /** Samples learned from, and held back. */
  readonly images: number;
  readonly held: number;
  readonly heldBefore: number;
  readonly heldAfter: number;
  /** Of the difference, sample by sample. */
  readonly standardError: number;
  /** Whether it is better by two standard errors, and the weights are the learned ones. */
  readonly taken: boolean;
}

/** Losses are measured, on calibration samples that the weights were not rounded against. */
export interface ReportRefined {
  /** Of the policy of least predicted loss, and of the report's: equal where that is the one. */
  readonly additiveLoss: number;
  readonly loss: number;
  /** Policies measured, each on as many samples. */
  readonly evaluations: number;
  readonly samples: number;
}

export interface ReportTracePoint {
  /** From 1. */
  readonly episode: number;
  readonly reward: number;
  /** The least loss of a policy within the limits so far; null while there was none. */
  readonly best: number | null;
}

/** The best policies over FLASH, RAM and predicted loss; the one shown, 8 and 2 bits everywhere are always among them. */
export interface ReportFront {
  /** The order of every string of widths: `weights:<layer>` and `activation:<name>`. */
  readonly order: readonly string[];
  /** Ascending FLASH. Apart from those three, none is beaten by another in everything. */
  readonly points: readonly ReportFrontPoint[];
}

export interface ReportFrontPoint {
  /** Exact, in the account that the target binds. */
  readonly flashBytes: number;
  readonly ramBytes: number;
  /** Predicted. */
  readonly loss: number;
  readonly fits: boolean;
  /** True where it is proven that its bytes allow no smaller predicted loss. */
  readonly optimal: boolean;
  /** Whether it is the policy of this report. */
  readonly chosen: boolean;
  /** One digit a tensor, in the front's order. */
  readonly policy: string;
}

export interface ReportWhy {
  /** The least additions to the budget that lower the predicted loss; null where none does. */
  readonly price: { readonly flash: ReportPrice | null; readonly ram: ReportPrice | null };
  /** In the front's order. */
  readonly tensors: readonly ReportReason[];
}

export interface ReportPrice {
  readonly bytes: number;
  /** By how much the predicted loss falls; positive. */
  readonly loss: number;
}

export interface ReportReason {
  /** As in the front's order. */
  readonly tensor: string;
  readonly bits: Bits;
  /** What the next wider width of this tensor alone would exceed; "widest" at 8 bits; "none" where only its loss keeps it narrow. */
  readonly limit: "flash" | "ram" | "both" | "none" | "widest";
  /** Where RAM would be exceeded most. */
  readonly layer: string | null;
  /** The widths of the two lists below, widest first; absent: 8, 4, 2. */
  readonly widths?: readonly Bits[];
  /** At each of these widths: the tensor's own bytes, and the predicted loss of quantizing it alone. */
  readonly bytes: readonly number[];
  readonly losses: readonly number[];
  /** The other widths, widest first. */
  readonly others: readonly ReportOtherWidth[];
}

export interface ReportOtherWidth {
  readonly bits: Bits;
  /** The best policy within the budget where this tensor has that width, against the report's; null where none was found. */
  readonly best: {
    readonly flashBytes: number;
    readonly ramBytes: number;
    readonly loss: number;
    readonly optimal: boolean;
    /** Widths that differ, this tensor's among them: `17:4 33:2`, positions in the front's order. */
    readonly changes: string;
  } | null;
}

export interface ReportInfeasible {
  readonly short: readonly ("flash" | "ram")[];
  readonly leastFlashBytes: number;
  readonly leastRamBytes: number;
  readonly ramLayer: string;
  /** Boards whose budget holds the least need, smallest first. */
  readonly boards: readonly {
    readonly id: string;
    readonly name: string;
    readonly flashBytes: number;
    readonly ramBytes: number;
  }[];
}
