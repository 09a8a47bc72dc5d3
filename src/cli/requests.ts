/** What a command line asks for. */
import type { Settings } from "../protocol/files/settings";
import type { ReviewFormat } from "../protocol/review/review";

export type JobName = "quantize" | "estimate" | "evaluate" | "check" | "generate";

export interface JobRequest {
  readonly command: JobName;
  readonly modelPath: string;
  readonly given: Settings;
  readonly policyPath?: string;
  readonly samples?: number;
  /** "default": in the user's cache folder; null: none. */
  readonly cache: { readonly folder: string } | "default" | null;
  /** Also a page for a review, in this format. */
  readonly page?: ReviewFormat;
  readonly json: boolean;
  readonly quiet: boolean;
  /** Options as they were typed, in their order: `--no-cache`. */
  readonly typed: readonly string[];
}

export interface TargetsRequest {
  readonly command: "targets";
  readonly targetsPath?: string;
  readonly json: boolean;
}

export interface VerifyRequest {
  readonly command: "verify";
  readonly folder: string;
  readonly target?: string;
  readonly targetsPath?: string;
  readonly flash?: string;
  readonly ram?: string;
  readonly optimization?: "-O3" | "-O2" | "-Os";
  readonly host: boolean;
  readonly allowChanged: boolean;
  readonly json: boolean;
  readonly quiet: boolean;
}

/** Text that was asked for with --help or --version. */
export interface HelpRequest {
  readonly command: "help";
  readonly text: string;
}

export type CommandRequest = JobRequest | TargetsRequest | VerifyRequest | HelpRequest;
