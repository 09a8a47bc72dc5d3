/**
 * The network as a graph: the picture, its colours, zoom and keys. The selected layer is the page's own. Nothing is laid out before the
 * section comes near the part of the page that is seen.
 */
import { LARGE_LOSS, NOTICEABLE_LOSS } from "../../../src/protocol/words/losses";
import type { Report } from "../../../src/protocol/files/report";
import { h, replaceChildren, setAttribute, setText, uniqueId } from "../../dom";
import { layoutGraph, type GraphLayout } from "../../figures/graph/graphLayout";
import { networkGraph, stepTowards, type GraphKey, type NetworkGraph } from "../../figures/graph/networkGraph";
import { layersNamed, nextOf } from "../../figures/layers/findLayer";
import { MOST_ZOOM, type GraphColour, type Snapshot } from "../../store";
import { GraphMinimap } from "./graphMinimap";
import { GraphPicture } from "./graphPicture";
import { createTextField } from "../../toolkit";
import { zoomButtons } from "../zoomButtons";
import { whenChanged, type Context, type View } from "../view";

const COLOURS: readonly { readonly id: GraphColour; readonly title: string }[] = [
  { id: "ram", title: "Live RAM" },
  { id: "bits", title: "Bits" },
  { id: "loss", title: "Loss" },
];
const LEGENDS: Readonly<Record<GraphColour, readonly (readonly [name: string, title: string])[]>> = {
  ram: [
    ["ram-1", "little RAM alive"],
    ["ram-3", ""],
    ["ram-5", "as much as at the peak ▲"],
    ["ram-over", "more than the budget"],
  ],
  bits: [
    ["width-8", "8 bits"],
    ["width-4", "4 bits"],
    ["width-2", "2 bits"],
    ["width-none", "none, or float"],
    ["", "weights above, output below, * edited"],
  ],
  loss: [
    ["loss-1", "little predicted loss"],
    ["loss-3", ""],
    ["loss-5", `as much as the worst layer; small: below ${NOTICEABLE_LOSS}, large: from ${LARGE_LOSS}`],
    ["loss-none", "not measured"],
  ],
};
const FRAME = ["swatch-frame", "run row by row together"] as const;
const KEYS: Readonly<Record<string, GraphKey>> = {
  ArrowDown: "down",
  ArrowUp: "up",
  ArrowLeft: "left",
  ArrowRight: "right",
  Home: "home",
  End: "end",
};
const KEYS_EXPLAINED =
  "Up and Down follow the edges, with Shift the longest one; Left and Right go to the layer beside; Home and End to the first and the last. " +
  "Enter opens the layer's details. Plus, minus and 0 zoom, as does the wheel with Ctrl; drag to move. The table of layers has the same figures.";
const ZOOM_STEP = 1.25;
const LEAST_ZOOM = 0.02;
/** Unasked, nothing is made so small that words cannot be read. */
const LEAST_OWN_ZOOM = 0.7;
/** Of the page, around the part that is seen. */
const NEAR = "400px";
/** A press that moves farther than this drags the picture and selects nothing. */
const DRAG_PIXELS = 4;

/** @param openDetails takes the keyboard to the selected layer's details */
export function createGraphSection({ store, host }: Context, openDetails: () => void): View {
  const picture = new GraphPicture(uniqueId("graph"), () => minimap.follow());
  const minimap = new GraphMinimap(picture);
  const { viewport } = picture;
  const keysId = uniqueId("keys");
  setAttribute(viewport, "aria-describedby", keysId);
  const choices = COLOURS.map(({ id, title }) => {
    const button = h("button", { type: "button", class: "segment", "aria-pressed": false }, title);
    button.addEventListener("click", () => store.setView({ graphColour: id }));
    return { id, button };
  });
  const zoomer = zoomButtons(
    () => zoomBy(1 / ZOOM_STEP),
    () => zoomBy(ZOOM_STEP),
    () => fit(),
  );
  const finder = createTextField("Go to layer", "Go to layer", (text) => {
    typed = text;
    isGone = false;
    goTo(layersNamed(store.snapshot.rows, typed)[0] ?? null);
  });
  finder.element.classList.add("graph-finder");
  setAttribute(finder.element, "title", "Type a name or a step; Enter goes on to the next, Shift+Enter back");
  const found = h("span", { class: "section-aside", role: "status" });
  const legend = h("ul", { class: "legend" });
  const heading = uniqueId("section");
  const element = h(
    "section",
    { class: "section graph", "aria-labelledby": heading },
    h(
      "div",
      { class: "section-head" },
      h("h2", { id: heading }, "Network"),
      h("span", { class: "help", role: "img", "aria-label": KEYS_EXPLAINED, title: KEYS_EXPLAINED }, "?"),
      h(
        "div",
        { class: "segments", role: "group", "aria-label": "Boxes coloured by" },
        ...choices.map((choice) => choice.button),
      ),
      finder.element,
      found,
      zoomer.element,
    ),
    h("p", { class: "sr-only", id: keysId }, KEYS_EXPLAINED),
    h("div", { class: "graph-stage" }, viewport, minimap.element),
    legend,
  );

  let graph: NetworkGraph | null = null;
  let layout: GraphLayout | null = null;
  /** Edits of widths change no edge: what is laid out stays. */
  let edges = "";
  const plan = whenChanged((report: Report) => {
    const key = JSON.stringify(report.layers.map(({ name, inputs }) => [name, inputs]));
    if (key === edges && layout) return;
    edges = key;
    graph = networkGraph(report);
    layout = layoutGraph(graph);
  });

  const currentZoom = (): number => {
    const { graphZoom } = store.snapshot.view;
    if (graphZoom !== null || !layout) return graphZoom ?? 1;
    return Math.min(1, Math.max(LEAST_OWN_ZOOM, viewport.clientWidth / layout.width));
  };
  const zoomTo = (zoom: number, at?: { readonly x: number; readonly y: number }): void => {
    const old = currentZoom();
    const next = Math.min(MOST_ZOOM, Math.max(LEAST_ZOOM, zoom));
    if (next === old) return;
    // What is under the pointer, or in the middle, stays where it is.
    const { left, top, right, bottom } = picture.inView();
    const point = at ?? { x: viewport.clientWidth / 2, y: viewport.clientHeight / 2 };
    const [x, y] = at ? [left + at.x / old, top + at.y / old] : [(left + right) / 2, (top + bottom) / 2];
    store.setView({ graphZoom: next });
    viewport.scrollTo(x * next - point.x, y * next - point.y);
  };
  const zoomBy = (factor: number, at?: { readonly x: number; readonly y: number }): void =>
    zoomTo(currentZoom() * factor, at);
  const fit = (): void => {
    if (layout) zoomTo(Math.min(1, viewport.clientWidth / layout.width, viewport.clientHeight / layout.height));
  };

  const select = (step: number | null): void => {
    const row = step === null ? undefined : store.snapshot.rows[step];
    if (row) store.setView({ selected: row.layer.name });
  };
  let typed = "";
  /** Typing has gone to the first already: the Enter that ends it stays there, further ones go on. */
  let isGone = false;
  const goTo = (step: number | null): void => {
    if (step !== null) select(step);
    tellFound(store.snapshot);
  };
  const tellFound = ({ rows, selected }: Snapshot): void => {
    const matches = layersNamed(rows, typed);
    const at = selected ? matches.indexOf(selected.step) : -1;
    const place = at < 0 ? `${matches.length}` : `${at + 1} of ${matches.length}`;
    setText(found, typed.trim() === "" ? "" : matches.length === 0 ? "no such layer" : place);
  };
  finder.element.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    const { rows, selected } = store.snapshot;
    const matches = layersNamed(rows, typed);
    const at = selected?.step ?? null;
    const isThere = at !== null && matches.includes(at);
    if (isGone || !isThere) goTo(nextOf(matches, at, event.shiftKey));
    isGone = true;
  });
  viewport.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !graph || !layout) return;
    const step = store.snapshot.selected?.step ?? null;
    const key = Object.hasOwn(KEYS, event.key) ? KEYS[event.key] : undefined;
    if (key) select(stepTowards(graph, layout.middles, step, key, event.shiftKey));
    else if (event.key === "Enter") {
      if (step !== null) openDetails();
    } else if (event.key === "+" || event.key === "=") zoomBy(ZOOM_STEP);
    else if (event.key === "-") zoomBy(1 / ZOOM_STEP);
    else if (event.key === "0") store.setView({ graphZoom: null });
    else return;
    event.preventDefault();
  });
  viewport.addEventListener(
    "wheel",
    (event) => {
      // A pinch comes as a wheel with Ctrl. Without it, the wheel scrolls.
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      const { left, top } = viewport.getBoundingClientRect();
      zoomBy(Math.exp(-event.deltaY / 300), { x: event.clientX - left, y: event.clientY - top });
    },
    { passive: false },
  );
  let dragged = false;
  listenForDrags(viewport, (hasMoved) => (dragged = hasMoved));
  viewport.addEventListener("click", ({ target }) => {
    const node = target instanceof Element ? target.closest<SVGElement>("[data-step]") : null;
    if (dragged || !node) return;
    select(Number(node.dataset["step"]));
    const layer = store.snapshot.selected?.layer.name;
    if (layer !== undefined) host.ask("layerClicked", { layer });
  });
  viewport.addEventListener("dblclick", ({ target }) => {
    if (target instanceof Element && target.closest("[data-step]")) openDetails();
  });

  let isNear = false;
  const explain = whenChanged((colour: GraphColour, hasFrames: boolean) => {
    for (const { id, button: choice } of choices) setAttribute(choice, "aria-pressed", id === colour);
    replaceChildren(
      legend,
      [...LEGENDS[colour], ...(hasFrames ? [FRAME] : [])].map(([name, title]) =>
        h(
          "li",
          {},
          name === "" ? null : h("span", { class: `swatch graph-swatch ${name}`, "aria-hidden": "true" }),
          title,
        ),
      ),
    );
  });
  const draw = ({ state, rows, selected, view }: Snapshot): void => {
    const report = state?.report;
    explain(view.graphColour, report?.memory.streaming.mode === "rows");
    if (!isNear || !report) return;
    tellFound(store.snapshot);
    plan(report);
    if (!graph || !layout) return;
    const zoom = currentZoom();
    setText(zoomer.words, `${Math.round(zoom * 100)} %`);
    const scene = {
      report,
      rows,
      graph,
      layout,
      colour: view.graphColour,
      zoom,
      selected: selected?.step ?? null,
    };
    picture.draw(scene);
    minimap.draw(scene);
  };
  new ResizeObserver(() => draw(store.snapshot)).observe(viewport);
  new IntersectionObserver(
    (entries) => {
      isNear = entries.at(-1)?.isIntersecting === true;
      if (isNear) draw(store.snapshot);
    },
    { rootMargin: NEAR },
  ).observe(element);

  return { element, update: draw };
}

/** Moves what the element shows with the pointer. @param onMove whether the press that ends has moved anything */
function listenForDrags(element: HTMLElement, onMove: (hasMoved: boolean) => void): void {
  let start: { readonly x: number; readonly y: number; readonly left: number; readonly top: number } | null = null;
  element.addEventListener("pointerdown", ({ button, pointerType, clientX, clientY }) => {
    onMove(false);
    // Fingers scroll by themselves.
    if (button !== 0 || pointerType === "touch") return;
    start = { x: clientX, y: clientY, left: element.scrollLeft, top: element.scrollTop };
  });
  element.addEventListener("pointermove", ({ clientX, clientY, pointerId }) => {
    if (!start) return;
    const [x, y] = [clientX - start.x, clientY - start.y];
    if (!element.hasPointerCapture(pointerId)) {
      if (Math.hypot(x, y) < DRAG_PIXELS) return;
      element.setPointerCapture(pointerId);
      element.classList.add("is-dragged");
      onMove(true);
    }
    element.scrollTo(start.left - x, start.top - y);
  });
  const end = (): void => {
    start = null;
    element.classList.remove("is-dragged");
  };
  element.addEventListener("pointerup", end);
  element.addEventListener("pointercancel", end);
}
