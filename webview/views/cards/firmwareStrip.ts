/** From the policy to code on a chip: generate, verify, open; what of it is done, where the files are, and what verifying has found. */
import { formatCount, formatLarge } from "../../../src/protocol/words/format";
import type { PanelState } from "../../../src/protocol/messages/panel";
import type { Verification } from "../../../src/protocol/files/verification";
import { besideEstimate, measuredParts } from "../../../src/protocol/words/verificationWords";
import { visible } from "../../../src/protocol/words/visible";
import { h, replaceChildren, uniqueId } from "../../dom";
import { currentVerification, firmwareSteps, type FirmwareStep, type StepStatus } from "../../figures/firmwareSteps";
import { createButton } from "../../toolkit";
import { whenChanged, type Context, type View } from "../view";

type Task = "generate" | "verify";

const STATUS_WORDS: Readonly<Record<StepStatus, string>> = {
  open: "to do",
  done: "done",
  stale: "out of date",
  failed: "failed",
};

const MARKS: Readonly<Record<StepStatus, string>> = { open: "", done: "✓", stale: "↻", failed: "✗" };

export function createFirmwareStrip({ host }: Context): View {
  const id = uniqueId("section");
  const body = h("div", {});
  const element = h(
    "section",
    { class: "section firmware", "aria-labelledby": id, hidden: true },
    h("h2", { id }, "C code"),
    body,
  );

  const draw = whenChanged((report: PanelState["report"], firmware: PanelState["firmware"], isBusy: boolean) => {
    const steps = firmwareSteps({ report, firmware });
    element.hidden = steps === null;
    if (!steps) return;
    const hadFocus = document.activeElement?.closest("[data-step-id]")?.getAttribute("data-step-id");
    const button = (step: Task | "open", label: string, isReady: boolean, press: () => void): HTMLElement => {
      const isNext = steps.next === step || (step === "open" && steps.next === null && firmware?.isCurrent === true);
      const made = createButton({ label, appearance: isNext ? "primary" : "secondary", onPress: press });
      made.setDisabled(!isReady);
      return made.element;
    };
    const isVerifying = firmware?.isVerifying === true;
    const fits = report?.fits === true;
    replaceChildren(body, [
      h(
        "ol",
        { class: "firmware-steps" },
        stepItem("generate", "Generate", steps.generate, [
          firmware ? placeLink(firmware.place) : null,
          button("generate", firmware ? "Generate again" : "Generate", fits && !isBusy && !isVerifying, () =>
            host.ask("generate", null),
          ),
        ]),
        stepItem("verify", "Verify", steps.verify, [
          button("verify", isVerifying ? "Verifying…" : "Verify", firmware !== null && !isBusy && !isVerifying, () =>
            host.ask("verify", null),
          ),
        ]),
        stepItem(
          "open",
          "Open",
          { status: "open", words: "The code beside this panel; a layer’s line from its row." },
          [button("open", "Open beside", firmware !== null, () => host.ask("openFirmware", null))],
        ),
      ),
      measuredList(currentVerification({ firmware })),
    ]);
    // What had the focus is made anew: the same step gets it again.
    if (hadFocus !== undefined && hadFocus !== null)
      body.querySelector<HTMLElement>(`[data-step-id="${hadFocus}"] vscode-button`)?.focus({ preventScroll: true });
  });

  function placeLink(place: string): HTMLElement {
    const link = h(
      "button",
      { type: "button", class: "link", title: "Show the folder among the files" },
      visible(place),
    );
    link.addEventListener("click", () => host.ask("revealFirmware", null));
    return link;
  }

  return {
    element,
    update: ({ state }) => {
      if (state) draw(state.report, state.firmware, state.busy !== null);
    },
  };
}

function stepItem(
  step: Task | "open",
  title: string,
  { status, words }: FirmwareStep,
  controls: readonly (HTMLElement | null)[],
): HTMLElement {
  const told = step === "open" ? null : h("span", { class: "sr-only" }, ` (${STATUS_WORDS[status]})`);
  return h(
    "li",
    { class: `firmware-step is-${status}`, "data-step-id": step },
    h(
      "p",
      { class: "firmware-title" },
      h("span", { class: "firmware-mark", "aria-hidden": "true" }, MARKS[status]),
      title,
      told,
    ),
    h("p", { class: "firmware-words" }, words),
    h("div", { class: "firmware-controls" }, ...controls),
  );
}

function measuredList(verification: Verification | null): HTMLElement | null {
  if (!verification) return null;
  const { instructions, stackBytes } = verification;
  const facts = [
    ...measuredParts(verification).map((part): readonly [string, string] => [part.title, besideEstimate(part)]),
    ...(stackBytes === null ? [] : [["Stack used", `${formatCount(stackBytes)} B`] as const]),
    ...(instructions === null ? [] : [["A run", `${formatLarge(instructions)} instructions`] as const]),
  ];
  if (facts.length === 0) return null;
  return h(
    "dl",
    { class: "facts firmware-facts" },
    ...facts.flatMap(([term, words]) => [h("dt", {}, term), h("dd", {}, words)]),
  );
}
