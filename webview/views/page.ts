/** The page: the parts in reading order, and the keys that work everywhere. */
import { h } from "../dom";
import { flashFigure, ramFigure } from "../figures/memoryParts";
import type { Snapshot } from "../store";
import { createAccuracyCard } from "./cards/accuracyCard";
import { createAlerts } from "./alerts";
import { createBitsStrip } from "./layers/bitsStrip";
import { createBusyBar } from "./busyBar";
import { createCompareSection } from "./cards/compareSection";
import { createFirmwareStrip } from "./cards/firmwareStrip";
import { createFooter } from "./footer";
import { createFrontSection } from "./cards/frontSection";
import { createGraphSection } from "./graph/graphSection";
import { createHeader } from "./header";
import { createInfeasible } from "./infeasible";
import { createLayersSection } from "./layers/layersSection";
import { createRamSection } from "./cards/ramSection";
import { createSamplesSection } from "./cards/samplesSection";
import { createSizeCard } from "./cards/sizeCard";
import { createTimeCard } from "./cards/timeCard";
import { createTraceSection } from "./cards/traceSection";
import { createVerdict } from "./verdict";
import type { Context } from "./view";

export interface Page {
  readonly element: HTMLElement;
  readonly update: (snapshot: Snapshot) => void;
  readonly onScroll: () => void;
  /** Scrolls the selected layer into view; the focus stays where it is. */
  readonly revealSelected: () => void;
}

export function createPage(context: Context): Page {
  const [header, alerts, busy, verdict] = [
    createHeader(context),
    createAlerts(context),
    createBusyBar(context),
    createVerdict(),
  ];
  const cards = [
    createSizeCard("FLASH", flashFigure),
    createSizeCard("RAM", ramFigure),
    createTimeCard(),
    createAccuracyCard(context),
  ];
  const [firmware, samples] = [createFirmwareStrip(context), createSamplesSection(context)];
  const [infeasible, ram, bits] = [createInfeasible(context), createRamSection(context), createBitsStrip(context)];
  const compare = createCompareSection(context);
  const [front, trace] = [createFrontSection(context), createTraceSection(context.store)];
  const [layers, footer] = [createLayersSection(context), createFooter(context)];
  const graph = createGraphSection(context, layers.focusDetails);

  /** What has no meaning without a report. */
  const figures = h(
    "div",
    { class: "figures", hidden: true },
    firmware.element,
    h("div", { class: "cards" }, ...cards.map(({ element }) => element)),
    infeasible.element,
    compare.element,
    samples.element,
    ram.element,
    bits.element,
    graph.element,
    front.element,
    layers.element,
    trace.element,
    footer.element,
  );
  const element = h("main", { class: "panel" }, header.element, busy.element, alerts.element, verdict.element, figures);

  return {
    element,
    update: (snapshot) => {
      // Shown first: what draws on a canvas or counts pixels needs its place on the page.
      const hasReport = snapshot.state !== null && snapshot.state.report !== null;
      figures.hidden = !hasReport;
      for (const { update } of [header, busy, alerts, verdict]) update(snapshot);
      if (!hasReport) return;
      const parts = [...cards, firmware, infeasible, compare, samples, ram, bits, graph, front, layers, trace, footer];
      for (const { update } of parts) update(snapshot);
    },
    onScroll: layers.onScroll,
    revealSelected: layers.revealSelected,
  };
}

/** Undo and redo from anywhere but a text field, which has its own. */
export function listenForKeys({ store, host }: Context): void {
  document.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
    const inField = event.composedPath().some((node) => node instanceof HTMLInputElement);
    const { state } = store.snapshot;
    if (inField || !state) return;
    const key = event.key.toLowerCase();
    const isRedo = key === "y" || (key === "z" && event.shiftKey);
    if (!isRedo && key !== "z") return;
    event.preventDefault();
    if (isRedo && state.canRedo) host.ask("redo", null);
    if (!isRedo && state.canUndo) host.ask("undo", null);
  });
}
