/** Why a tensor has its width, below the widths it could have; each other width that is possible can be taken together with what pays for it. */
import type { PanelState } from "../../../src/protocol/messages/panel";
import type { Report } from "../../../src/protocol/files/report";
import { h } from "../../dom";
import type { Choice } from "../../figures/layers/layerRows";
import { reasonWords } from "../../figures/reasonWords";
import type { PlannedWidths } from "../../figures/savings";
import type { Host } from "../../host";

/** null where no reasons are known. */
export function reasonsOf(
  report: Report,
  before: PanelState["before"],
  choice: Choice,
  planned: PlannedWidths,
  host: Host,
): HTMLElement | null {
  // What is planned belongs to the policy shown; the reasons, to the one before edits.
  const words = reasonWords(before ?? report, choice, before ? null : planned);
  if (!words) return null;
  const { tensor, lead, others } = words;
  return h(
    "div",
    { class: "why" },
    h("p", {}, before ? `Before your edits: ${lead}` : lead),
    h(
      "ul",
      {},
      ...others.map(({ bits, sentence, isPossible }) => {
        if (!isPossible) return h("li", {}, sentence);
        const trade = h(
          "button",
          {
            type: "button",
            class: "link",
            "aria-label": `Try it: ${bits} bits for the ${choice.kind === "weights" ? "weights" : "output"}, paid for`,
            "data-key": `trade-${choice.kind}-${bits}`,
          },
          "Try it",
        );
        trade.addEventListener("click", () => host.ask("applyTrade", { tensor, bits }));
        return h("li", {}, `${sentence} `, trade);
      }),
    ),
  );
}
