/**
 * What a session's policy is compared with: other policies of the model, planned under the settings as they are now and read again when those
 * change. Free of the editor.
 */
import type { ComparedPolicy } from "../../protocol/words/comparison";
import type { Answer } from "../../protocol/messages/conversation";
import type { PanelComparison } from "../../protocol/messages/panel";
import type { Report } from "../../protocol/files/report";
import { readResultFiles } from "../../protocol/files/resultFiles";
import type { JobAnswer, PolicyText } from "../../protocol/messages/workerMessages";

/** A policy's text from wherever it is kept. */
export interface PolicySource {
  /** `net.bitwright/policy.json as committed` */
  readonly title: string;
  readonly policy: PolicyText;
  /** What report.json beside it says; undefined: there is none. */
  readonly reportText: string | undefined;
}

/** "base": what is shown without the person's edits. */
export type OldPolicy = PolicySource | "base";

interface Comparing {
  readonly old: OldPolicy;
  /** null: whatever is shown. */
  readonly now: PolicySource | null;
  readonly plannedOld: Report | null;
  readonly plannedNow: Report | null;
}

/** Plans a policy with what is known of its losses, and measured. */
export type PlanPolicy = (policy: PolicyText) => Promise<Answer<JobAnswer>>;

export class PolicyComparison {
  private comparing: Comparing | undefined;

  constructor(private readonly plan: PlanPolicy) {}

  /** @returns the first refusal; what was compared before stays then */
  async start(old: OldPolicy, now: PolicySource | null): Promise<Answer<null>> {
    const plannedOld = old === "base" ? null : await this.planned(old);
    if (plannedOld && !plannedOld.ok) return plannedOld;
    const plannedNow = now === null ? null : await this.planned(now);
    if (plannedNow && !plannedNow.ok) return plannedNow;
    this.comparing = { old, now, plannedOld: plannedOld?.value ?? null, plannedNow: plannedNow?.value ?? null };
    return { ok: true, value: null };
  }

  stop(): void {
    this.comparing = undefined;
  }

  /**
   * Under other settings, with losses that were measured since, or for another model: a policy that it cannot have any more ends the comparison.
   * @returns whether there was anything to do
   */
  async refresh(): Promise<boolean> {
    const { comparing } = this;
    if (!comparing) return false;
    const answer = await this.start(comparing.old, comparing.now);
    if (!answer.ok && this.comparing === comparing) this.stop();
    return true;
  }

  /** @param base without the person's edits; null: nothing is shown */
  shownBeside(base: ComparedPolicy | null): PanelComparison | null {
    const { comparing } = this;
    if (!comparing) return null;
    const { old, now, plannedOld, plannedNow } = comparing;
    const before = old === "base" ? base : plannedOld && { title: old.title, report: plannedOld };
    if (!before) return null;
    return { old: lean(before), now: now && plannedNow ? lean({ title: now.title, report: plannedNow }) : null };
  }

  private async planned({ policy, reportText }: PolicySource): Promise<Answer<Report>> {
    const answer = await this.plan(policy);
    if (!answer.ok) return answer;
    const { report } = answer.value;
    const found = readResultFiles(policy.text, reportText, report.model.sha256);
    if (report.accuracy !== null || !found) return { ok: true, value: report };
    const { accuracy, integer, measuredLoss } = found.measured;
    return { ok: true, value: { ...report, accuracy, integer, search: { ...report.search, measuredLoss } } };
  }
}

/** Other budgets and reasons are nothing to compare, and most of a report. */
function lean({ title, report }: ComparedPolicy): ComparedPolicy {
  return { title, report: { ...report, front: null, why: null } };
}
