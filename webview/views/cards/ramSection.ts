/** RAM over time: the live bytes of each step, or the arena's map; either as a picture or as its table. */
import { formatCount, formatSize } from "../../../src/protocol/words/format";
import type { Report } from "../../../src/protocol/files/report";
import { visible } from "../../../src/protocol/words/visible";
import { onThemeChange, readPalette } from "../../charts/palette";
import { Pointing } from "../../charts/pointing";
import { RamChart } from "../../charts/ramChart";
import { h, replaceChildren, setAttribute, setText, uniqueId } from "../../dom";
import { constantBytes, isState, rolesIn, ROLE_TITLES, stepsOf } from "../../figures/ramSteps";
import { rowsWords } from "../../figures/ways";
import type { Picture, Snapshot } from "../../store";
import { AddressMap, MAP_KEYS_EXPLAINED } from "./addressMap";
import { dataTable } from "../dataTable";
import { createWaysToRun } from "./waysToRun";
import { zoomButtons } from "../zoomButtons";
import { whenChanged, type Context, type View } from "../view";

const PICTURES: readonly { readonly id: Picture; readonly title: string }[] = [
  { id: "live", title: "Live bytes" },
  { id: "addresses", title: "Addresses" },
];

const ZOOM_STEP = 1.5;

export function createRamSection({ store }: Context): View {
  const pointing = new Pointing((step) => select(step));
  const select = (step: number): void => {
    const row = store.snapshot.rows[step];
    if (row) store.setView({ selected: row.layer.name });
  };
  const liveCanvas = h("canvas", { role: "img" });
  const chart = new RamChart(liveCanvas, pointing);
  const map = new AddressMap(uniqueId("map"), pointing, select, () => showZoom());
  const keysId = uniqueId("keys");
  setAttribute(map.viewport, "aria-describedby", keysId);
  const frames: Readonly<Record<Picture, HTMLElement>> = {
    live: h("div", { class: "chart-frame" }, liveCanvas),
    addresses: h(
      "div",
      { class: "map-frame" },
      map.viewport,
      h("p", { class: "sr-only", id: keysId }, MAP_KEYS_EXPLAINED),
    ),
  };
  const zoom = zoomButtons(
    () => map.zoomBy(1 / ZOOM_STEP),
    () => map.zoomBy(ZOOM_STEP),
    () => map.fit(),
  );
  const showZoom = (): void => setText(zoom.words, `${Math.round(map.zoom * 100)} %`);
  const stage = h("div", { class: "stage" }, frames.live, frames.addresses, pointing.tip);
  const legend = h("ul", { class: "legend" });
  const table = h("div", { class: "table-holder" });

  const choices = PICTURES.map(({ id, title }) => {
    const button = h("button", { type: "button", class: "segment", "aria-pressed": false }, title);
    button.addEventListener("click", () => store.setView({ picture: id }));
    return { id, button };
  });
  const asTable = h("button", { type: "button", class: "segment", "aria-pressed": false }, "As table");
  asTable.addEventListener("click", () => store.setView({ asTable: !store.snapshot.view.asTable }));

  const ways = createWaysToRun();
  const id = uniqueId("section");
  const element = h(
    "section",
    { class: "section ram", "aria-labelledby": id },
    h(
      "div",
      { class: "section-head" },
      h("h2", { id }, "RAM over time"),
      zoom.element,
      h(
        "div",
        { class: "segments", role: "group", "aria-label": "Picture" },
        ...choices.map(({ button }) => button),
        h("span", { class: "segments-gap" }),
        asTable,
      ),
    ),
    stage,
    legend,
    table,
    ways.element,
  );

  let palette = readPalette();
  const draw = (snapshot: Snapshot): void => {
    const { state, view, selected } = snapshot;
    const report = state?.report;
    if (!report) return;
    for (const { id: picture, button } of choices) setAttribute(button, "aria-pressed", picture === view.picture);
    setAttribute(asTable, "aria-pressed", view.asTable);
    stage.hidden = view.asTable;
    legend.hidden = view.asTable || view.picture !== "live";
    frames.live.hidden = view.picture !== "live";
    frames.addresses.hidden = view.picture !== "addresses";
    zoom.element.hidden = view.asTable || view.picture !== "addresses";
    if (view.asTable) pointing.tip.hidden = true;
    else if (view.picture === "live") chart.draw({ report, palette, selected: selected?.step ?? null });
    else {
      map.draw(report, selected?.step ?? null);
      showZoom();
    }
    describe(report);
    fillTable(view.asTable ? report : null, view.picture);
  };

  const describe = whenChanged((report: Report) => {
    ways.draw(report);
    setAttribute(liveCanvas, "aria-label", liveWords(report));
    replaceChildren(legend, [
      ...(constantBytes(report) > 0
        ? [legendEntry("fixed", `context and stack, ${formatSize(constantBytes(report))} throughout`)]
        : []),
      ...rolesIn(report).map((role) => legendEntry(role, ROLE_TITLES[role])),
    ]);
  });

  const fillTable = whenChanged((report: Report | null, picture: Picture) => {
    replaceChildren(table, [report ? (picture === "live" ? liveTable(report) : mapTable(report)) : null]);
  });

  onThemeChange(() => {
    palette = readPalette();
    draw(store.snapshot);
  });
  return { element, update: draw };
}

function legendEntry(kind: string, title: string): HTMLElement {
  return h("li", {}, h("span", { class: `swatch kind-${kind}`, "aria-hidden": "true" }), title);
}

function liveWords({ layers, memory, target }: Report): string {
  const budget = target.ramBytes === null ? "" : ` The RAM budget is ${formatSize(target.ramBytes)}.`;
  return `Live bytes over ${layers.length} layers. The peak is ${formatSize(memory.peak.bytes)} at layer ${visible(memory.peak.layer)}.${budget} “As table” has the figures.`;
}

function liveTable(report: Report): HTMLElement {
  const roles = rolesIn(report);
  const columns = [
    { title: "Layer" },
    ...roles.map((role) => ({ title: ROLE_TITLES[role], isNumber: true })),
    { title: "alive", isNumber: true },
  ];
  const rows = stepsOf(report).map((step) => [
    visible(step.layer),
    ...roles.map((role) => formatCount(step[role])),
    formatCount(step.live),
  ]);
  return dataTable("Live bytes at each layer, in bytes of the arena", columns, rows);
}

function mapTable(report: Report): HTMLElement {
  const { layers, memory } = report;
  const hasRings = memory.arena.buffers.some(({ ring }) => ring !== null);
  const columns = [
    { title: "Buffer" },
    { title: "kind" },
    { title: "first byte", isNumber: true },
    { title: "bytes", isNumber: true },
    ...(hasRings ? [{ title: "rows held" }] : []),
    { title: "from layer" },
    { title: "to layer" },
  ];
  const rows = memory.arena.buffers.map((buffer) => [
    visible(buffer.name),
    isState(report, buffer) ? "state" : buffer.kind,
    formatCount(buffer.offset),
    formatCount(buffer.sizeBytes),
    ...(hasRings ? [rowsWords(buffer, report) ?? "all"] : []),
    visible(layers[buffer.firstStep]?.name ?? ""),
    visible(layers[buffer.lastStep]?.name ?? ""),
  ]);
  return dataTable("Buffers of the arena", columns, rows);
}
