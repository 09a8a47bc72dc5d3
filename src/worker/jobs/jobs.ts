/**
 * The jobs that the command line runs in-process and the editor's worker runs on request. Each takes settings that are already resolved,
 * answers with a value and writes nothing; writing is writeResults' business. Cancelling makes a job throw Cancelled.
 */
import type {
  ActivationBits,
  CodeCore,
  EndlessPadding,
  Execution,
  Optimization,
  Policy,
  Problem,
  SensitivityTable,
  StatedInputs,
  WeightBits,
} from "../../engine";
import type { LearnedFile, PolicyFile } from "../../protocol/files/policyFile";
import type { AccountName, Report, Scores } from "../../protocol/files/report";
import type { DataSettings, LearningTime, Preprocessing, Rounding } from "../../protocol/files/settings";

/** How a policy file says that chains of layers run. */
export type StatedStreaming = NonNullable<PolicyFile["streaming"]>;

export interface Budget {
  readonly id: string | null;
  readonly name: string | null;
  /** Infinity where that memory has no limit. */
  readonly flashBytes: number;
  readonly ramBytes: number;
  /** Of the board; absent where only sizes are given. */
  readonly core?: CodeCore;
  /** Of the board; absent where it states none. */
  readonly clockHz?: number;
}

/** W4A8 is `{ weights: 4, activations: 8 }`. */
export interface UniformWidths {
  readonly weights: WeightBits;
  readonly activations: ActivationBits;
}

export interface JobSettings {
  readonly modelPath: string;
  /** Absent: an estimate without a verdict. */
  readonly budget?: Budget;
  readonly account: AccountName;
  /** One width for all weights and one for all activations, instead of a search. */
  readonly uniform?: UniformWidths;
  /** A policy instead of a search; text of a policy file and where it came from. */
  readonly policy?: { readonly text: string; readonly path: string };
  /** Where learned weights that the policy names lie; absent: in the folder of its path. */
  readonly learnedFolder?: string;
  /** Widths that a search may give weights, widest first; absent: the usual ones. */
  readonly weightWidths?: readonly WeightBits[];
  /** Weights may lie on levels where that is measured to lose less; absent: even steps. */
  readonly levels?: true;
  /** A name of the strategies' table. */
  readonly search: string;
  /** How weights become codes: each by itself, or so that errors of one are taken back by others. */
  readonly rounding: Rounding;
  /** Weights learn from the float network once widths are chosen: for so long, or where it is worth it; absent: they do not. */
  readonly learn?: LearningTime | "auto";
  readonly seed: number;
  readonly streaming: "auto" | "off";
  readonly rows: "memory" | "supplied";
  /** Rows never end, and a run takes so many new ones; absent: a run takes a whole input. */
  readonly endless?: { readonly hopRows: number; readonly padding: EndlessPadding };
  /** The compiler's level that code and stack are counted at, and that a C project is built with (default 3). */
  readonly optimize?: Optimization;
  /** What an inference may take, estimated for the board's clock; absent: as long as it likes. */
  readonly latencySeconds?: number;
  /** Who owns the arena of a C project: itself (default), or whoever calls it. */
  readonly arena?: "static" | "caller";
  /** What a network that ends in a softmax answers: its probabilities, or the logits in front of it; absent: probabilities. */
  readonly scores?: Scores;
  /** What a C project's symbols, macros and files begin with; absent: the model's name. */
  readonly name?: string;
  /** Sizes and values of inputs that the model's file leaves open. */
  readonly inputs?: StatedInputs;
  /** Of a network with states: for how many steps a sample without an axis of time is held, and how long made-up sequences are. */
  readonly steps?: number;
  /** Of a network with states: what is judged of a sequence (default "sum"). */
  readonly answer?: "sum" | "last";
  readonly preprocessing?: Preprocessing;
  readonly calibration?: DataSettings;
  readonly evaluation?: DataSettings;
  /** Measured losses and rounded weights are kept here by content; absent: not kept. */
  readonly cacheFolder?: string;
  /** What is to be said of the settings themselves. */
  readonly notes?: readonly Problem[];
}

export interface JobResult {
  readonly report: Report;
  readonly policy: Policy;
  /** How it is run, and where everything lies: what report and project show. */
  readonly execution: Execution;
  /** How layers are run, where the policy states it. */
  readonly streaming?: StatedStreaming;
  /** Weights that the policy names, with the file's bytes where they were learned by this job. */
  readonly learned?: LearnedFile & { readonly bytes?: Uint8Array };
  /** Cancelled while weights learned, and kept all the same: accuracy was not measured. */
  readonly stopped?: true;
  /** The text of policy.json. */
  readonly policyText: string;
  /** Losses of the tensors; absent where the job did not need them. */
  readonly sensitivities?: SensitivityTable;
  /** The quantized network as standard ONNX (QDQ); absent where there was no calibration to quantize with. */
  readonly quantizedModel?: Uint8Array;
  /** Every file of the C project; absent where no program was made, or where it does not fit. */
  readonly project?: readonly ProjectText[];
}

/** A file of a project; paths are relative to its folder, with "/". */
export interface ProjectText {
  readonly path: string;
  readonly text: string | Uint8Array;
}

export type { Problem };
