/**
 * What the panel shows and what it may ask. The host owns the state; the panel draws it and asks for changes; every change comes back as a
 * whole new state, so that a reloaded panel needs nothing but one `state` request. Reports of 60 layers are about a hundred kilobytes.
 */
import type { ComparedPolicy } from "../words/comparison";
import { isNull, type ParamChecks } from "./envelope";
import type { Remark } from "../../formats/remark";
import { isWeightBits, widthsFor, type Bits, type Report } from "../files/report";
import type { SamplesPreview } from "./samplesPreview";
import { PREPROCESSING_PRESETS, type PreprocessingPreset } from "../files/settings";
import type { Verification } from "../files/verification";

export interface PanelState {
  readonly model: { readonly name: string; readonly path: string };
  /** What is shown: an estimate at first, then the result; under edits, re-planned. null before the first answer or when refused. */
  readonly report: Report | null;
  /** The same before the person's edits; null without edits. */
  readonly before: Report | null;
  /** Widths that differ from `before`, as `weights:<layer>` or `activation:<name>`. */
  readonly edited: readonly string[];
  readonly canUndo: boolean;
  readonly canRedo: boolean;
  /** Whether sensitivities are known, so that edits have a predicted loss. */
  readonly hasSensitivities: boolean;
  /** Loss of each tensor at each width, by `weights:<layer>:<bits>` or `activation:<name>:<bits>`; empty when not measured. */
  readonly losses: Readonly<Record<string, number>>;
  /** A few of the samples beside the float network's answers; null until somebody has looked. */
  readonly samples: SamplesPreview | null;
  /** Whether accuracy was measured on other samples than the settings name now. */
  readonly samplesChanged: boolean;
  /** Two policies side by side; null where nothing is compared. */
  readonly comparison: PanelComparison | null;
  /** The C project that was generated from this model last; null where there is none. */
  readonly firmware: PanelFirmware | null;
  /** A search was running when the window was closed or reloaded, and has not been taken up again. */
  readonly interrupted: boolean;
  /** What runs for minutes; null: nothing, or only an estimate or a plan. */
  readonly working: "search" | "measurement" | null;
  readonly busy: PanelBusy | null;
  /** Why there is no report, or why the last action failed. */
  readonly problems: readonly Remark[];
  /** True once the worker ended unexpectedly and until it is back. */
  readonly workerDown: boolean;
}

export interface PanelFirmware {
  /** As a person finds it: relative to the workspace where it lies in one. */
  readonly place: string;
  /** Whether it was generated from this very file of the model and the widths shown. */
  readonly isCurrent: boolean;
  /** Of the project as it is; null where it has not been verified since it was generated. */
  readonly verification: Verification | null;
  /** It is being built and run right now. */
  readonly isVerifying: boolean;
}

export interface PanelComparison {
  readonly old: ComparedPolicy;
  /** null: what is shown, edits included. */
  readonly now: ComparedPolicy | null;
}

export interface PanelBusy {
  readonly phase: string;
  /** How it goes, where that can be told. */
  readonly detail?: string;
  readonly done: number;
  readonly total: number;
  /** Of the whole job, from 0 to less than 1; null for one of a single step. */
  readonly fraction: number | null;
  /** Of the whole job, where its fraction is known, else of the phase; null until it can be told. */
  readonly secondsLeft: number | null;
}

/** What a policy with one tensor at this width needs in the account that the target binds: the planner's figures. */
export interface PlannedWidth {
  readonly bits: Bits;
  readonly flashBytes: number;
  readonly ramBytes: number;
}

export type PanelRequests = {
  readonly state: { readonly params: null; readonly result: PanelState };
  /** Quantize for the current budget; asks for a target when there is none. */
  readonly quantize: { readonly params: null; readonly result: null };
  /** Quantizes and lets weights learn, as long as the person says. */
  readonly learn: { readonly params: null; readonly result: null };
  readonly cancel: { readonly params: null; readonly result: null };
  readonly chooseTarget: { readonly params: null; readonly result: null };
  /** Asks which samples the model is quantized and measured with, and looks at a few. */
  readonly chooseSamples: { readonly params: null; readonly result: null };
  /** States how pixels are prepared, and looks again. */
  readonly usePreprocessing: { readonly params: { readonly preset: PreprocessingPreset }; readonly result: null };
  /** Take a board that the infeasible answer proposes. */
  readonly useBoard: { readonly params: { readonly id: string }; readonly result: null };
  readonly setBits: {
    readonly params: { readonly kind: "weights" | "activation"; readonly name: string; readonly bits: Bits };
    readonly result: null;
  };
  /** Plans every width of one tensor, over the policy shown; null where the policy has changed meanwhile, or nothing is shown. */
  readonly planWidths: {
    readonly params: { readonly kind: "weights" | "activation"; readonly name: string };
    readonly result: readonly PlannedWidth[] | null;
  };
  /** Takes a point of the front, by its position; an edit like others. */
  readonly applyFront: { readonly params: { readonly index: number }; readonly result: null };
  /** Gives a tensor another width and pays for it as its reason says; by its position in the front's order. */
  readonly applyTrade: { readonly params: { readonly tensor: number; readonly bits: Bits }; readonly result: null };
  readonly undo: { readonly params: null; readonly result: null };
  readonly redo: { readonly params: null; readonly result: null };
  readonly reset: { readonly params: null; readonly result: null };
  /** Evaluates the policy shown on the evaluation data. */
  readonly measure: { readonly params: null; readonly result: null };
  readonly savePolicy: { readonly params: null; readonly result: null };
  /** Writes the C project of the policy shown. */
  readonly generate: { readonly params: null; readonly result: null };
  /** Builds and runs the generated project, and compares it with the network. */
  readonly verify: { readonly params: null; readonly result: null };
  /** Opens the generated code beside the panel. */
  readonly openFirmware: { readonly params: null; readonly result: null };
  /** Shows the project's folder among the files. */
  readonly revealFirmware: { readonly params: null; readonly result: null };
  /** Asks what the policy shown is compared with. */
  readonly compare: { readonly params: null; readonly result: null };
  readonly stopComparing: { readonly params: null; readonly result: null };
  /** The page for a review. */
  readonly openReview: { readonly params: null; readonly result: null };
  readonly openReport: { readonly params: null; readonly result: null };
  readonly openSettings: { readonly params: null; readonly result: null };
  readonly showLog: { readonly params: null; readonly result: null };
  /** A layer was clicked: its line in generated code is revealed, where there is code. */
  readonly layerClicked: { readonly params: { readonly layer: string }; readonly result: null };
  /** The same with the focus; says so where no firmware has been generated. */
  readonly openCode: { readonly params: { readonly layer: string }; readonly result: null };
};

export type PanelEvents = {
  readonly state: PanelState;
  readonly busy: PanelBusy | null;
  /** The person is at this layer's code: the page selects it and takes no focus. */
  readonly select: { readonly layer: string };
};

/** What the page keeps with setState, so that a reloaded window finds its model again. */
export interface PanelSaved {
  /** `state.model.path` */
  readonly model: string;
}

export function isPanelSaved(value: unknown): value is PanelSaved {
  return typeof value === "object" && value !== null && "model" in value && typeof value.model === "string";
}

/** What the host accepts from a page. */
export const PANEL_PARAMS: ParamChecks<PanelRequests> = {
  state: isNull,
  quantize: isNull,
  learn: isNull,
  cancel: isNull,
  chooseTarget: isNull,
  chooseSamples: isNull,
  usePreprocessing: (params): params is PanelRequests["usePreprocessing"]["params"] =>
    typeof params === "object" && params !== null && "preset" in params && isPreset(params.preset),
  useBoard: (params): params is PanelRequests["useBoard"]["params"] =>
    typeof params === "object" && params !== null && "id" in params && typeof params.id === "string",
  setBits: (params): params is PanelRequests["setBits"]["params"] =>
    isTensor(params) && "bits" in params && widthsFor(params.kind).some((bits) => bits === params.bits),
  planWidths: isTensor,
  applyFront: (params): params is PanelRequests["applyFront"]["params"] =>
    typeof params === "object" && params !== null && "index" in params && Number.isInteger(params.index),
  applyTrade: (params): params is PanelRequests["applyTrade"]["params"] =>
    typeof params === "object" &&
    params !== null &&
    "tensor" in params &&
    Number.isInteger(params.tensor) &&
    "bits" in params &&
    isWeightBits(params.bits),
  undo: isNull,
  redo: isNull,
  reset: isNull,
  measure: isNull,
  savePolicy: isNull,
  generate: isNull,
  verify: isNull,
  openFirmware: isNull,
  revealFirmware: isNull,
  compare: isNull,
  stopComparing: isNull,
  openReview: isNull,
  openReport: isNull,
  openSettings: isNull,
  showLog: isNull,
  layerClicked: isLayer,
  openCode: isLayer,
};

function isTensor(params: unknown): params is PanelRequests["planWidths"]["params"] {
  return (
    typeof params === "object" &&
    params !== null &&
    "kind" in params &&
    (params.kind === "weights" || params.kind === "activation") &&
    "name" in params &&
    typeof params.name === "string"
  );
}

function isPreset(value: unknown): value is PreprocessingPreset {
  return PREPROCESSING_PRESETS.some((preset) => preset === value);
}

function isLayer(params: unknown): params is { readonly layer: string } {
  return typeof params === "object" && params !== null && "layer" in params && typeof params.layer === "string";
}
