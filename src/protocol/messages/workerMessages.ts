/**
 * What the editor asks its worker process. The worker keeps nothing that would be missed: every request carries all it depends on, so that
 * a worker that was restarted answers the same; a model that stays loaded and losses on disk only make it quicker.
 */
import { isNull, type ParamChecks, type PayloadChecks } from "./envelope";
import type { Remark } from "../../formats/remark";
import type { Report } from "../files/report";
import type { SamplesPreview } from "./samplesPreview";
import type { Verification } from "../files/verification";

/** Loss of each tensor at each width, by `weights:<layer>:<bits>` or `activation:<name>:<bits>`. */
export type Losses = Readonly<Record<string, number>>;

/** Which model, under which settings. */
export interface ModelQuestion {
  /** Absolute. */
  readonly modelPath: string;
  /**
   * The editor's settings as they were written, with the keys of Settings; the worker checks them. The settings file beside the model goes
   * before them, because it says what was decided for this model.
   */
  readonly ambient: Readonly<Record<string, unknown>>;
  /** What relative paths in `ambient` are relative to; absolute. */
  readonly folder: string;
  /** Whether the person trusts the workspace's authors: a settings file may then name files outside of it. */
  readonly trusted: boolean;
}

/** A policy as a policy file has it, and where it came from, for messages. */
export interface PolicyText {
  readonly text: string;
  readonly path: string;
}

export interface JobAnswer {
  readonly report: Report;
  /** The text of policy.json. */
  readonly policyText: string;
  /** Where the settings want results. */
  readonly outFolder: string;
  /** Empty where nothing was measured. */
  readonly losses: Losses;
  /** Files written, in order. */
  readonly files: readonly string[];
  /** Why the results could not be written, where they were asked for; what was found is here all the same. */
  readonly unwritten?: readonly Remark[];
  /** Which samples, prepared how, the settings name: figures that were measured under another key are of other data. */
  readonly dataKey: string;
}

export interface VerifyAnswer {
  readonly verification: Verification;
  /** What could not be done, in one sentence each. */
  readonly notes: readonly string[];
}

export interface Board {
  readonly id: string;
  readonly name: string;
  readonly vendor: string;
  readonly core: string;
  readonly flashBytes: number;
  /** The region that a network's RAM is budgeted against. */
  readonly ramBytes: number;
  readonly emulated: boolean;
}

export type WorkerRequests = {
  /** The boards that the model's settings know. */
  readonly targets: { readonly params: ModelQuestion | null; readonly result: readonly Board[] };
  /** Memory under the settings' width, without any data. */
  readonly estimate: { readonly params: ModelQuestion; readonly result: JobAnswer };
  /**
   * Searches, measures and writes the results where the settings say. `task` names the job in progress events; `learn`, as the setting of that
   * name has it, goes before what the settings say.
   */
  readonly quantize: {
    readonly params: ModelQuestion & { readonly task: string; readonly learn?: string };
    readonly result: JobAnswer;
  };
  /**
   * Samples as the float network sees them: those of `path` (absolute, a folder or a file), or with null those that the settings name; null
   * where they name none.
   */
  readonly preview: {
    readonly params: ModelQuestion & { readonly task: string; readonly path: string | null };
    readonly result: SamplesPreview | null;
  };
  /** Measures a policy; writes nothing. */
  readonly evaluate: {
    readonly params: ModelQuestion & { readonly task: string; readonly policy: PolicyText; readonly losses: Losses };
    readonly result: JobAnswer;
  };
  /** As `replan`, with the front of other budgets and the reasons for every width: as many searches as there are tensors. */
  readonly explain: {
    readonly params: ModelQuestion & { readonly policy: PolicyText; readonly losses: Losses };
    readonly result: JobAnswer;
  };
  /** Writes the C project of a policy into `outFolder`, or where the settings want results; nothing where the policy does not fit. */
  readonly generate: {
    readonly params: ModelQuestion & {
      readonly task: string;
      readonly policy: PolicyText;
      readonly losses: Losses;
      readonly outFolder: string | null;
    };
    readonly result: JobAnswer;
  };
  /**
   * Builds and runs a generated project and writes what was measured beside it. Absolute folder. Files that are not as they were generated
   * are refused with the code "verify.changed" unless they are allowed.
   */
  readonly verify: {
    readonly params: { readonly task: string; readonly folder: string; readonly allowChanged: boolean };
    readonly result: VerifyAnswer;
  };
  /** The report of a policy without running anything: what an edit costs. */
  readonly replan: {
    readonly params: ModelQuestion & { readonly policy: PolicyText; readonly losses: Losses };
    readonly result: JobAnswer;
  };
};

export interface JobProgress {
  readonly task: string;
  readonly phase: string;
  readonly done: number;
  readonly total: number;
  /** How it goes, where that can be told. */
  readonly detail?: string;
  /** When it is cancelled now, the job answers with what it has, and may take a while to do so. */
  readonly keeps?: true;
}

export type WorkerEvents = {
  /** The first message of a worker. */
  readonly ready: null;
  readonly progress: JobProgress;
  readonly log: { readonly level: "info" | "error"; readonly text: string };
};

export const WORKER_PARAMS: ParamChecks<WorkerRequests> = {
  targets: (params): params is ModelQuestion | null => params === null || isQuestion(params),
  estimate: isQuestion,
  quantize: (params): params is WorkerRequests["quantize"]["params"] =>
    isQuestion(params) && hasTask(params) && (!("learn" in params) || typeof params.learn === "string"),
  preview: (params): params is WorkerRequests["preview"]["params"] =>
    isQuestion(params) &&
    hasTask(params) &&
    "path" in params &&
    (params.path === null || typeof params.path === "string"),
  evaluate: (params): params is WorkerRequests["evaluate"]["params"] =>
    isQuestion(params) && hasTask(params) && hasPolicy(params),
  explain: (params): params is WorkerRequests["explain"]["params"] => isQuestion(params) && hasPolicy(params),
  generate: (params): params is WorkerRequests["generate"]["params"] =>
    isQuestion(params) && hasTask(params) && hasPolicy(params) && hasOutFolder(params),
  verify: (params): params is WorkerRequests["verify"]["params"] =>
    isObject(params) &&
    hasTask(params) &&
    "folder" in params &&
    typeof params.folder === "string" &&
    "allowChanged" in params &&
    typeof params.allowChanged === "boolean",
  replan: (params): params is WorkerRequests["replan"]["params"] => isQuestion(params) && hasPolicy(params),
};

export const WORKER_PAYLOADS: PayloadChecks<WorkerEvents> = {
  ready: isNull,
  progress: (payload): payload is JobProgress =>
    isObject(payload) &&
    typeof payload["task"] === "string" &&
    typeof payload["phase"] === "string" &&
    typeof payload["done"] === "number" &&
    typeof payload["total"] === "number" &&
    (payload["detail"] === undefined || typeof payload["detail"] === "string") &&
    (payload["keeps"] === undefined || payload["keeps"] === true),
  log: (payload): payload is WorkerEvents["log"] =>
    isObject(payload) &&
    (payload["level"] === "info" || payload["level"] === "error") &&
    typeof payload["text"] === "string",
};

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}

function isQuestion(params: unknown): params is ModelQuestion {
  if (!isObject(params)) return false;
  const { modelPath, folder, ambient, trusted } = params as Partial<Record<keyof ModelQuestion, unknown>>;
  return (
    typeof modelPath === "string" && typeof folder === "string" && isObject(ambient) && typeof trusted === "boolean"
  );
}

function hasTask(params: object): params is { readonly task: string } {
  return "task" in params && typeof params.task === "string";
}

function hasOutFolder(params: object): params is { readonly outFolder: string | null } {
  return "outFolder" in params && (params.outFolder === null || typeof params.outFolder === "string");
}

function hasPolicy(params: object): params is { readonly policy: PolicyText; readonly losses: Losses } {
  if (!("policy" in params) || !("losses" in params)) return false;
  const { policy, losses } = params;
  return (
    isObject(policy) &&
    typeof policy["text"] === "string" &&
    typeof policy["path"] === "string" &&
    isObject(losses) &&
    Object.values(losses).every((loss) => typeof loss === "number" && Number.isFinite(loss))
  );
}
