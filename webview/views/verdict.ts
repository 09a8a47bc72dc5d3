/** The verdict in the words that the terminal uses, and below it what the person's edits come to. */
import { formatLoss, formatSizeChange } from "../../src/protocol/words/format";
import type { Report } from "../../src/protocol/files/report";
import { searchingVerdict, verdictOf } from "../../src/protocol/words/verdict";
import { h, replaceChildren } from "../dom";
import { counted, editSummary, formatLossChange } from "../figures/editSummary";
import { whenChanged, type View } from "./view";

type Edits = Parameters<typeof editSummary>[0];

export function createVerdict(): View {
  const element = h("div", { class: "verdict", role: "status" });
  const draw = whenChanged(
    (
      report: Edits["report"],
      before: Edits["before"],
      edited: Edits["edited"],
      isWaiting: boolean,
      isSearching: boolean,
    ) => {
      if (report === null) {
        replaceChildren(element, [isWaiting ? h("p", { class: "verdict-sentence" }, "Reading the model…") : null]);
        return;
      }
      const searching = isSearching ? searchingVerdict(report) : null;
      if (searching !== null) {
        replaceChildren(element, [h("p", { class: "verdict-sentence" }, searching)]);
        return;
      }
      const sentence = verdictOf(report);
      const end = leadEnd(sentence);
      replaceChildren(element, [
        h(
          "p",
          { class: "verdict-sentence" },
          h("strong", { class: `verdict-lead${toneOf(report)}` }, sentence.slice(0, end)),
          sentence.slice(end),
        ),
        editLine({ report, before, edited }),
      ]);
    },
  );
  return {
    element,
    update: ({ state }) => {
      const isWaiting = state === null || (state.problems.length === 0 && !state.workerDown);
      const isSearching = state?.working === "search";
      draw(state?.report ?? null, state?.before ?? null, state?.edited ?? NO_EDITS, isWaiting, isSearching);
    },
  };
}

const NO_EDITS: Edits["edited"] = [];

function toneOf({ fits, search, target }: Report): string {
  if (target.flashBytes === null && target.ramBytes === null) return "";
  return !fits || search.infeasible !== null ? " is-bad" : " is-good";
}

/** `Fits.`, `Does not fit:`: where the first clause ends. */
function leadEnd(sentence: string): number {
  const match = /^[^.:]*(?:[.:](?=\s)|$)/.exec(sentence);
  const end = match?.[0].length ?? 0;
  return end <= 40 ? end : 0;
}

function editLine(state: Edits): HTMLElement | null {
  const summary = editSummary(state);
  if (!summary) return null;
  const { edits, flashBytes, ramBytes, loss } = summary;
  const parts = [`FLASH ${formatSizeChange(flashBytes)}`, `RAM ${formatSizeChange(ramBytes)}`];
  if (loss)
    parts.push(
      `predicted loss ${formatLoss(loss[0])} → ${formatLoss(loss[1])} (${formatLossChange(loss[1] - loss[0])})`,
    );
  return h(
    "p",
    { class: "edit-line" },
    h("strong", {}, `${counted(edits, "edit")}:`),
    ` ${parts.join(" · ")}. `,
    state.report?.accuracy === null ? "Accuracy with them is not measured yet." : null,
  );
}
