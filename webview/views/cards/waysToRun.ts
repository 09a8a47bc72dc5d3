/** What RAM each way to run the layers would need, as bars against each other with the budget marked; the list is its own table. */
import { formatCount, formatSize } from "../../../src/protocol/words/format";
import type { Report } from "../../../src/protocol/files/report";
import { endlessText } from "../../../src/protocol/words/reportWords";
import { h, replaceChildren, setFigure, setText } from "../../dom";
import { rowSegments, segmentWords, waysOf, type Way } from "../../figures/ways";
import { dataTable } from "../dataTable";

export interface WaysToRun {
  readonly element: HTMLElement;
  readonly draw: (report: Report) => void;
}

export function createWaysToRun(): WaysToRun {
  const words = h("p", { class: "ways-words" });
  const hops = h("p", { class: "ways-words" });
  const list = h("ul", { class: "ways", "aria-label": "RAM by how layers are run" });
  const table = h("div", {});
  const groups = h("details", { class: "ways-groups" }, h("summary", {}, "Groups that run row by row"), table);
  const element = h("div", { class: "ways-frame" }, hops, words, groups, list);
  return {
    element,
    draw: (report) => {
      setText(hops, report.endless ? `Rows never end: ${endlessText(report.endless)}.` : "");
      hops.hidden = report.endless === undefined;
      const sentence = segmentWords(report);
      setText(words, sentence ?? "");
      words.hidden = sentence === null;
      groups.hidden = sentence === null;
      replaceChildren(table, [sentence === null ? null : segmentTable(report)]);
      const ways = waysOf(report);
      const most = Math.max(1, ...ways.map(({ bytes }) => bytes));
      replaceChildren(
        list,
        ways.map((way) => entry(way, most)),
      );
    },
  };
}

function segmentTable(report: Report): HTMLElement {
  const columns = [
    { title: "Layers" },
    { title: "first step", isNumber: true },
    { title: "last step", isNumber: true },
    { title: "layers", isNumber: true },
    { title: "saves", isNumber: true },
  ];
  const rows = rowSegments(report).map(({ title, firstStep, lastStep, layers, savesBytes }) => [
    title,
    formatCount(firstStep),
    formatCount(lastStep),
    formatCount(layers),
    savesBytes === 0 ? "–" : formatSize(savesBytes),
  ]);
  return dataTable("Groups of layers that run row by row, and what RAM each saves", columns, rows);
}

function entry({ title, bytes, isCurrent, isOver, note }: Way, most: number): HTMLElement {
  const bar = h("span", { class: `way-bar${isOver ? " is-over" : ""}`, "aria-hidden": "true" }, h("span", {}));
  setFigure(bar, "share", bytes / most);
  const notes = [isCurrent ? "this plan" : "", isOver ? "over the budget" : "", note].filter((text) => text !== "");
  return h(
    "li",
    { class: isCurrent ? "way is-current" : "way" },
    h("span", { class: "way-title" }, title),
    bar,
    h("span", { class: "way-size", title: `${formatCount(bytes)} bytes` }, formatSize(bytes)),
    h("span", { class: "way-note" }, notes.join(", ")),
  );
}
