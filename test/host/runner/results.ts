/** What the extension host hands to the terminal. */
export interface HostResults {
  readonly tests: readonly HostResult[];
  /** Stacks of what the editor's own extensions threw meanwhile, which count for no test. */
  readonly editorFaults: readonly string[];
  /** The test that had begun and not ended when this was written. */
  readonly running?: string;
}

export interface HostResult {
  readonly title: string;
  readonly state: "passed" | "failed" | "skipped";
  readonly milliseconds: number;
  readonly reason?: string;
}
