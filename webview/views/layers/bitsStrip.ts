/**
 * The widths of all tensors at a glance: weights above, activations below, one cell a layer. A cell's height is its width in bits, so the
 * strip reads without colour; where there is room it bears the number too. A grid for the keyboard: arrows, Home, End; a width's digit sets it.
 */
import { WEIGHT_WIDTHS, widthsFor, type Bits, type ShownBits } from "../../../src/protocol/files/report";
import { visible } from "../../../src/protocol/words/visible";
import { h, replaceChildren, setAttribute, setClass, setFigure, setText } from "../../dom";
import { choiceKey, isEditedWidth, type LayerRow, type Width } from "../../figures/layers/layerRows";
import type { Snapshot } from "../../store";
import { whenChanged, type Context, type View } from "../view";

type Lane = "weights" | "activation";
const LANES: readonly { readonly lane: Lane; readonly title: string }[] = [
  { lane: "weights", title: "Weights" },
  { lane: "activation", title: "Activations" },
];

/** Pixels: narrower cells have no room for a digit. */
const LEAST_NUMBERED = 15;

export function createBitsStrip({ store, host }: Context): View {
  let cells: Readonly<Record<Lane, readonly HTMLElement[]>> = { weights: [], activation: [] };
  let active: { lane: Lane; step: number } = { lane: "weights", step: 0 };
  const lanes: Readonly<Record<Lane, HTMLElement>> = {
    weights: h("div", { class: "lane", role: "row", "aria-label": "Weights" }),
    activation: h("div", { class: "lane", role: "row", "aria-label": "Activations" }),
  };
  const grid = h(
    "div",
    { class: "strip", role: "grid", "aria-label": "Bits of every tensor", "aria-readonly": "true" },
    ...LANES.map(({ lane }) => lanes[lane]),
  );
  const labels = h(
    "div",
    { class: "strip-labels", "aria-hidden": "true" },
    ...LANES.map(({ title }) => h("span", {}, title)),
  );
  const counts = h("span", { class: "section-aside" });
  const element = h(
    "section",
    { class: "section", "aria-label": "Bits" },
    h("div", { class: "section-head" }, h("h2", {}, "Bits of every tensor"), counts),
    h("div", { class: "strip-frame" }, labels, grid),
  );

  const build = (length: number): void => {
    const make = (lane: Lane): HTMLElement[] =>
      Array.from({ length }, (_, step) =>
        h(
          "div",
          { class: "cell", role: "gridcell", tabindex: -1, "data-lane": lane, "data-step": step },
          h("span", { class: "cell-fill" }),
        ),
      );
    cells = { weights: make("weights"), activation: make("activation") };
    for (const { lane } of LANES) replaceChildren(lanes[lane], cells[lane]);
    setFigure(grid, "layers", length);
    active = { lane: "weights", step: 0 };
  };

  /** As it was last observed: asking the grid would have the whole page laid out in the middle of a change. */
  let width = 0;
  const showNumbers = (): void => {
    grid.classList.toggle("has-numbers", width / Math.max(1, cells.weights.length) >= LEAST_NUMBERED);
  };

  const draw = whenChanged((rows: readonly LayerRow[]) => {
    if (cells.weights.length !== rows.length) build(rows.length);
    for (const row of rows) {
      show(cells.weights[row.step], row, row.weights, "weights");
      show(cells.activation[row.step], row, row.activation, "activation");
    }
    setText(counts, countWords(rows));
    showNumbers();
  });

  const mark = whenChanged((selected: number | null, rows: readonly LayerRow[]) => {
    for (const { lane } of LANES) {
      cells[lane].forEach((cell, step) => setAttribute(cell, "aria-selected", step === selected));
    }
    if (selected !== null && selected < rows.length) active = { ...active, step: selected };
    setTabStop();
  });

  const setTabStop = (): void => {
    for (const { lane } of LANES) {
      cells[lane].forEach((cell, step) => {
        const stop = lane === active.lane && step === active.step ? 0 : -1;
        if (cell.tabIndex !== stop) cell.tabIndex = stop;
      });
    }
  };

  const choose = (lane: Lane, step: number, focus: boolean): void => {
    const row = store.snapshot.rows[step];
    if (!row) return;
    active = { lane, step };
    store.setView({ selected: row.layer.name });
    setTabStop();
    if (focus) cells[lane][step]?.focus({ preventScroll: true });
  };

  grid.addEventListener("click", ({ target }) => {
    const cell = target instanceof Element ? target.closest<HTMLElement>(".cell") : null;
    const lane = LANES.find((candidate) => candidate.lane === cell?.dataset["lane"])?.lane;
    if (lane) choose(lane, Number(cell?.dataset["step"]), true);
  });
  grid.addEventListener("keydown", (event) => {
    const { lane, step } = active;
    const last = cells.weights.length - 1;
    const moves: Readonly<Record<string, () => void>> = {
      ArrowLeft: () => choose(lane, Math.max(0, step - 1), true),
      ArrowRight: () => choose(lane, Math.min(last, step + 1), true),
      ArrowUp: () => choose("weights", step, true),
      ArrowDown: () => choose("activation", step, true),
      Home: () => choose(lane, 0, true),
      End: () => choose(lane, last, true),
    };
    const bits = WEIGHT_WIDTHS.find((width) => String(width) === event.key);
    const move = Object.hasOwn(moves, event.key) ? moves[event.key] : undefined;
    if (event.ctrlKey || event.metaKey || event.altKey || (!move && bits === undefined)) return;
    event.preventDefault();
    move?.();
    if (bits !== undefined) setBits(lane, step, bits);
  });

  const setBits = (lane: Lane, step: number, bits: Bits): void => {
    const row = store.snapshot.rows[step];
    const choice = lane === "weights" ? row?.weights?.choice : row?.activation.choice;
    if (choice && widthsFor(choice.kind).includes(bits)) host.ask("setBits", { ...choice, bits });
  };

  new ResizeObserver((entries) => {
    width = entries.at(-1)?.contentRect.width ?? 0;
    showNumbers();
  }).observe(grid);

  return {
    element,
    update: ({ rows, selected }: Snapshot) => {
      draw(rows);
      mark(selected?.step ?? null, rows);
    },
  };
}

function show(cell: HTMLElement | undefined, { layer, step }: LayerRow, width: Width | null, lane: Lane): void {
  if (!cell) return;
  const kind = width === null ? "is-empty" : width.bits === null ? "is-float" : `bits-${width.bits}`;
  const fixed = width !== null && width.choice === null && width.bits !== null ? " is-fixed" : "";
  setClass(cell, `cell ${kind}${fixed}${isEditedWidth(width) ? " is-edited" : ""}`);
  const fill = cell.firstElementChild;
  if (fill) setText(fill, width?.bits === null || width === null ? "" : String(width.bits));
  const words = `${visible(layer.name)}, ${widthWords(width, lane)}`;
  setAttribute(cell, "aria-label", words);
  setAttribute(cell, "title", `Step ${step}: ${words}`);
  setAttribute(cell, "data-choice", width?.choice ? choiceKey(width.choice) : null);
}

/** `weights 4 bits, 8 before the edits`. */
export function widthWords(width: Width | null, lane: Lane): string {
  const noun = lane === "weights" ? "weights" : "output";
  if (width === null) return "no weights";
  if (width.bits === null) return `${noun} in float`;
  const fixed = width.choice === null ? ", fixed" : "";
  return `${noun} ${width.bits} bits${fixed}${width.was === null ? "" : `, ${width.was} before the edits`}`;
}

/** `weights 20×8 7×4 1×2 · activations 28×8`. */
function countWords(rows: readonly LayerRow[]): string {
  const count = (widths: readonly (ShownBits | null | undefined)[]): string =>
    [...WEIGHT_WIDTHS, 1]
      .map((bits) => ({ bits, times: widths.filter((width) => width === bits).length }))
      .filter(({ times }) => times > 0)
      .map(({ bits, times }) => `${times} at ${bits}`)
      .join(", ");
  const weights = count(rows.map((row) => row.weights?.bits));
  const activations = count(rows.map((row) => row.activation.bits));
  return [
    weights === "" ? "" : `weights: ${weights} bits`,
    activations === "" ? "" : `activations: ${activations} bits`,
  ]
    .filter((text) => text !== "")
    .join(" · ");
}
