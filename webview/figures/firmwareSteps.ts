/** How far the way from a policy to code on a chip is walked: what is done, what is out of date, and what verifying has found. */
import { formatCount } from "../../src/protocol/words/format";
import type { PanelState } from "../../src/protocol/messages/panel";
import type { ReportItem } from "../../src/protocol/files/report";
import type { Verification } from "../../src/protocol/files/verification";
import { visible } from "../../src/protocol/words/visible";

/** "stale": done, but for other widths or another file of the model. */
export type StepStatus = "open" | "done" | "stale" | "failed";

export interface FirmwareSteps {
  readonly generate: FirmwareStep;
  readonly verify: FirmwareStep;
  /** The step to take next; null: none is left. */
  readonly next: "generate" | "verify" | null;
}

export interface FirmwareStep {
  readonly status: StepStatus;
  readonly words: string;
}

/** An item that was estimated, as the linked image has it. */
export interface MeasuredPart {
  readonly title: string;
  readonly measuredBytes: number;
  readonly estimatedBytes: number;
}

/** @returns null where there is nothing to generate: no policy, or one that does not fit, and no code of an earlier one */
export function firmwareSteps({ report, firmware }: Pick<PanelState, "report" | "firmware">): FirmwareSteps | null {
  if (report === null || (!report.fits && firmware === null)) return null;
  if (firmware === null) {
    return {
      generate: { status: "open", words: "Writes these widths as a C project." },
      verify: { status: "open", words: "Builds the project, runs it in emulation and compares every value." },
      next: "generate",
    };
  }
  const { isCurrent, verification } = firmware;
  if (!isCurrent) {
    const again = report.fits ? "generate it again" : "these do not fit, so there is no code of them";
    return {
      generate: { status: "stale", words: `The code is of other widths: ${again}.` },
      verify:
        verification === null
          ? { status: "open", words: "Not verified." }
          : { status: "stale", words: "What was verified is the code of other widths." },
      next: report.fits ? "generate" : null,
    };
  }
  const generate = { status: "done", words: "Generated from these widths." } as const;
  if (verification === null) {
    const words = "Builds the project, runs it in emulation and compares every value.";
    return { generate, verify: { status: "open", words }, next: "verify" };
  }
  const { passed } = verification;
  return { generate, verify: { status: passed ? "done" : "failed", words: findingOf(verification) }, next: null };
}

/** Of the code that is shown to belong to the widths shown, else null: figures of other code would be wrong here. */
export function currentVerification({ firmware }: Pick<PanelState, "firmware">): Verification | null {
  return firmware?.isCurrent === true ? firmware.verification : null;
}

function findingOf({ divergence, differing, compared, overflows, machine }: Verification): string {
  if (divergence || differing > 0) {
    const first = divergence ? `, first in ${visible(divergence.layer)}` : "";
    return `Not bit-exact: ${formatCount(differing)} of ${formatCount(compared)} values differ${first}.`;
  }
  const exact = `Bit-exact on ${visible(machine)}: all ${formatCount(compared)} values are the network’s`;
  const over = overflows.map(({ region, overBytes }) => `${formatCount(overBytes)} B more ${region.toUpperCase()}`);
  return over.length > 0 ? `${exact}, but linked it needs ${over.join(" and ")} than there is.` : `${exact}.`;
}

/** Code and RAM as the linked image has them, beside the estimate; empty where nothing was linked. */
export function measuredParts({ items }: Verification): readonly MeasuredPart[] {
  const part = (title: string, region: ReportItem["region"], kind?: ReportItem["kind"]): MeasuredPart[] => {
    const own = items.filter((item) => item.region === region && (kind === undefined || item.kind === kind));
    if (own.length === 0) return [];
    const sum = (of: (item: (typeof own)[number]) => number): number =>
      own.reduce((bytes, item) => bytes + of(item), 0);
    return [
      {
        title,
        measuredBytes: sum(({ measuredBytes }) => measuredBytes),
        estimatedBytes: sum(({ estimatedBytes }) => estimatedBytes),
      },
    ];
  };
  return [...part("Code", "flash", "code"), ...part("FLASH in all", "flash"), ...part("RAM in all", "ram")];
}
