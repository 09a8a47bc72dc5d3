/** How far the way from a policy to code on a chip is walked: what is done, what is out of date, and what verifying has found. */
import type { PanelState } from "../../src/protocol/messages/panel";
import type { Verification } from "../../src/protocol/files/verification";
import { findingOf } from "../../src/protocol/words/verificationWords";

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
