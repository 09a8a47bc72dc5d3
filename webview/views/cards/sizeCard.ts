/** FLASH or RAM: the need, the limit, and a bar of what it is spent on. The legend beside the bar is the bar's table. */
import { formatCount, formatSize, formatSizeChange, sizeApartFrom } from "../../../src/protocol/words/format";
import type { PanelState } from "../../../src/protocol/messages/panel";
import type { Report } from "../../../src/protocol/files/report";
import { h, replaceChildren, setFigure, uniqueId } from "../../dom";
import { otherAccount, type MemoryFigure, type Part } from "../../figures/memoryParts";
import { whenChanged, type View } from "../view";

export function createSizeCard(region: "FLASH" | "RAM", figureOf: (report: Report) => MemoryFigure): View {
  const heading = uniqueId("card");
  const body = h("div", { class: "card-body" });
  const element = h("section", { class: "card", "aria-labelledby": heading }, h("h2", { id: heading }, region), body);
  const draw = whenChanged((report: PanelState["report"], before: PanelState["report"]) => {
    if (!report) return;
    const figure = figureOf(report);
    const { needBytes, limitBytes, parts, account, otherBytes } = figure;
    const old = before === null ? needBytes : figureOf(before).needBytes;
    const isOver = limitBytes !== null && needBytes > limitBytes;
    const needWords = limitBytes === null ? formatSize(needBytes) : sizeApartFrom(needBytes, limitBytes);
    replaceChildren(body, [
      h(
        "p",
        { class: "figure", title: `${formatCount(needBytes)} bytes` },
        h("span", { class: isOver ? "figure-value is-bad" : "figure-value" }, needWords),
        h("span", { class: "figure-aside" }, limitBytes === null ? " needed" : ` of ${formatSize(limitBytes)}`),
        old === needBytes ? null : h("span", { class: "figure-change" }, formatSizeChange(needBytes - old)),
      ),
      partsBar(figure, region),
      h("ul", { class: "legend" }, ...parts.map(legendEntry)),
      h(
        "p",
        { class: "card-note" },
        `${account} account · ${otherAccount(account)} account: ${formatSize(otherBytes)}`,
      ),
    ]);
  });
  return { element, update: ({ state }) => draw(state?.report ?? null, state?.before ?? null) };
}

function legendEntry({ kind, title, sizeBytes, estimated }: Part): HTMLElement {
  return h(
    "li",
    { title: `${formatCount(sizeBytes)} bytes${estimated ? ", estimated until linked" : ""}` },
    h("span", { class: `swatch kind-${kind}`, "aria-hidden": "true" }),
    `${title} `,
    h("span", { class: "legend-size" }, `${estimated ? "~" : ""}${formatSize(sizeBytes)}`),
  );
}

/** Full width is the limit, or the need where that is larger; a mark then shows where the limit lies. */
function partsBar({ parts, needBytes, limitBytes }: MemoryFigure, region: string): HTMLElement {
  const full = Math.max(needBytes, limitBytes ?? 0, 1);
  const words =
    limitBytes === null ? formatSize(needBytes) : `${((needBytes / limitBytes) * 100).toFixed(1)} % of the budget`;
  const bar = h("div", { class: "parts", role: "img", "aria-label": `${region}: ${words}` });
  for (const { kind, sizeBytes } of parts) {
    const segment = h("div", { class: `part kind-${kind}` });
    setFigure(segment, "share", sizeBytes / full);
    bar.append(segment);
  }
  if (limitBytes !== null && needBytes > limitBytes) {
    const mark = h("div", { class: "limit-mark" });
    setFigure(mark, "at", limitBytes / full);
    bar.append(mark);
  }
  return bar;
}
