/** What the extension host hands to the terminal. */
export interface HostResults {
  readonly tests: readonly HostResult[];
}

export interface HostResult {
  readonly title: string;
  readonly state: "passed" | "failed" | "skipped";
  readonly milliseconds: number;
  readonly reason?: string;
}
