/** What running a policy has told, by the policy's text: a policy that was measured once keeps its figures when undo comes back to it. */
import type { Report } from "../../protocol/files/report";
import type { JobAnswer } from "../../protocol/messages/workerMessages";

export interface Measurement {
  readonly accuracy: Report["accuracy"];
  readonly integer: Report["integer"];
  readonly measuredLoss: number | null;
  readonly notes: Report["notes"];
  /** Of the samples that it was measured on, as JobAnswer has it. */
  readonly dataKey: string;
}

export class Measurements {
  private readonly known: Map<string, Measurement>;

  constructor(saved: Readonly<Record<string, Measurement>> = {}) {
    this.known = new Map(Object.entries(saved));
  }

  /** Takes what a report says, where it has run anything. */
  remember({ policyText, report: { accuracy, integer, notes, search }, dataKey }: JobAnswer): void {
    if (!accuracy) return;
    this.known.set(policyText, { accuracy, integer, notes, measuredLoss: search.measuredLoss, dataKey });
  }

  /** Whether the policy's figures are of other samples than those of the key. */
  areOfOtherData(policyText: string, dataKey: string): boolean {
    const measurement = this.known.get(policyText);
    return measurement !== undefined && measurement.dataKey !== dataKey;
  }

  /** The planned report with the figures that are known of its policy. */
  appliedTo(policyText: string, report: Report): Report {
    const measurement = this.known.get(policyText);
    if (!measurement) return report;
    const { accuracy, integer, notes, measuredLoss } = measurement;
    return { ...report, accuracy, integer, notes, search: { ...report.search, measuredLoss } };
  }

  saved(): Readonly<Record<string, Measurement>> {
    return Object.fromEntries(this.known);
  }
}
