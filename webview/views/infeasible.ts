/** A budget that cannot be kept, answered: the least that this network needs, where RAM is short, and boards that have it. */
import { formatDuration, formatSize } from "../../src/protocol/words/format";
import type { PanelState } from "../../src/protocol/messages/panel";
import type { Report, ReportInfeasible } from "../../src/protocol/files/report";
import { h, replaceChildren } from "../dom";
import { createButton } from "../toolkit";
import { whenChanged, type Context, type View } from "./view";

export function createInfeasible({ host, store }: Context): View {
  const element = h("section", { class: "section infeasible", "aria-label": "What would fit", hidden: true });
  const draw = whenChanged((report: PanelState["report"]) => {
    const infeasible = report?.search.infeasible ?? null;
    element.hidden = infeasible === null;
    if (!report || !infeasible) return;
    const { boards, ramLayer, leastFlashBytes, leastRamBytes, fastestMilliseconds } = infeasible;
    const { target, search, memory } = report;
    const layer = h("button", { type: "button", class: "link" }, ramLayer);
    layer.addEventListener("click", () => store.setView({ selected: ramLayer }));
    replaceChildren(element, [
      h("h2", {}, "What would fit"),
      h(
        "p",
        {},
        search.optimal
          ? "No choice of 2, 4 and 8 bits keeps this budget; the least possible is:"
          : fastestMilliseconds === undefined
            ? "No choice that was tried keeps this budget; the least found is:"
            : "No choice that was found is fast enough; the fastest takes:",
      ),
      h(
        "dl",
        { class: "facts" },
        ...(fastestMilliseconds === undefined
          ? []
          : [h("dt", {}, "Time"), h("dd", {}, timeWords(fastestMilliseconds, target.latencyMilliseconds ?? 0))]),
        h("dt", {}, "FLASH"),
        h("dd", {}, needWords(leastFlashBytes, target.flashBytes)),
        h("dt", {}, "RAM"),
        h("dd", {}, `${needWords(leastRamBytes, target.ramBytes)}, at layer `, layer),
      ),
      rowsHint(memory.streaming, leastRamBytes),
      h("h3", {}, boards.length > 0 ? "Boards that have it" : "No known board has it"),
      h("div", { class: "boards" }, ...boards.map((board) => boardButton(board))),
    ]);
  });

  const boardButton = ({ id, name, flashBytes, ramBytes }: ReportInfeasible["boards"][number]): HTMLElement =>
    createButton({
      label: `${name}: ${formatSize(flashBytes)} FLASH, ${formatSize(ramBytes)} RAM`,
      title: `Take ${name} as the target`,
      onPress: () => host.ask("useBoard", { id }),
    }).element;

  return { element, update: ({ state }) => draw(state?.report ?? null) };
}

/** Whether the least RAM is that of layers run row by row, and what would lower it. */
function rowsHint(
  { mode, rows, memoryRowsBytes, suppliedRowsBytes }: Report["memory"]["streaming"],
  leastRamBytes: number,
): HTMLElement | null {
  const sentences = [mode === "rows" ? "This RAM is of layers run row by row together." : ""];
  if (mode === "off" && memoryRowsBytes < leastRamBytes)
    sentences.push(`Run row by row (streaming: auto), ${formatSize(memoryRowsBytes)} of RAM would do.`);
  if (rows === "memory" && suppliedRowsBytes !== null && suppliedRowsBytes < Math.min(leastRamBytes, memoryRowsBytes))
    sentences.push(`With the input supplied row by row (rows: supplied), ${formatSize(suppliedRowsBytes)} would do.`);
  const words = sentences.filter((sentence) => sentence !== "").join(" ");
  return words === "" ? null : h("p", {}, words);
}

function timeWords(milliseconds: number, limit: number): string {
  return `~ ${formatDuration(milliseconds)}, ~ ${formatDuration(milliseconds - limit)} more than the limit`;
}

function needWords(least: number, limit: number | null): string {
  if (limit === null) return formatSize(least);
  const over = least - limit;
  return over > 0
    ? `${formatSize(least)}, ${formatSize(over)} more than the budget`
    : `${formatSize(least)}, within the budget`;
}
