/**
 * The arena as a map: time to the right, addresses upwards, every buffer the rectangle of its lifetime and its bytes, in its tensor's colour and
 * with its name where there is room. For the keyboard it is a listbox: arrows go from block to block, plus, minus and 0 zoom. One
 * file, because drawing, zoom and selection all go by the same scale.
 */
import type { Report } from "../../../src/protocol/files/report";
import { formatSize } from "../../../src/protocol/words/format";
import { byteStep } from "../../charts/chartParts";
import type { Pointing } from "../../charts/pointing";
import { h, replaceChildren, setAttribute, svg } from "../../dom";
import {
  addressBlocks,
  blockAt,
  blockTowards,
  panned,
  revealing,
  wholeMap,
  zoomed,
  zoomOf,
  type AddressBlock,
  type MapKey,
  type MapWindow,
} from "../../figures/addressBlocks";
import { labelsOf } from "../../figures/layers/layerRows";
import { rowSegments } from "../../figures/ways";
import { blockWords, hatching, rowLines, type Place } from "./addressParts";
import { TextFitter } from "../textFitter";

const KEYS: Readonly<Record<string, MapKey>> = {
  ArrowLeft: "left",
  ArrowRight: "right",
  ArrowUp: "up",
  ArrowDown: "down",
  Home: "home",
  End: "end",
};
export const MAP_KEYS_EXPLAINED =
  "Left and Right go from block to block in the order of layers, Up and Down to higher and lower addresses; Home and End to the first and the last. " +
  "Plus, minus and 0 zoom, as does the wheel with Ctrl; Shift with arrows, or dragging, moves. The table has the same figures.";
const ZOOM_STEP = 1.5;
const PAN_SHARE = 0.25;
const [GUTTER, FOOT, TOP, TOP_WITH_ROWS] = [62, 20, 20, 36];
const LINE = 14;
/** Below these a block shows no name, in pixels. */
const [LEAST_WIDTH, LEAST_HEIGHT] = [26, 15];
/** Room for a name under the picture. */
const TICK_WIDTH = 74;
const DRAG_PIXELS = 4;

export class AddressMap {
  readonly viewport: HTMLElement;
  private readonly canvas = svg("svg", { class: "map-canvas", role: "presentation" });
  private readonly fitter = new TextFitter();
  private readonly groups = new Map<number, { readonly group: SVGGElement; readonly names: SVGGElement | null }>();
  private report: Report | null = null;
  private window: MapWindow | null = null;
  private selected: number | null = null;
  /** The block that the keyboard is at; its layer is the page's selection. */
  private active: number | null = null;
  private drawn = "";

  /**
   * @param onSelect told the step of a block's layer
   * @param onZoom told after the part that is looked at has changed
   */
  constructor(
    private readonly id: string,
    pointing: Pointing,
    private readonly onSelect: (step: number) => void,
    private readonly onZoom: () => void,
  ) {
    const named = { role: "listbox", tabindex: 0, "aria-label": "Map of the arena" };
    this.viewport = h("div", { class: "map-viewport", id, ...named }, this.canvas);
    new ResizeObserver(() => this.redraw()).observe(this.viewport);
    pointing.follow(this.viewport, (x, y) => this.pointedAt(x, y));
    this.listen();
  }

  get zoom(): number {
    return this.report && this.window ? zoomOf(this.window, wholeMap(this.report)) : 1;
  }

  draw(report: Report, selected: number | null): void {
    if (report !== this.report) {
      const isAlike = this.report?.layers.length === report.layers.length;
      this.report = report;
      // Edits of widths keep the part that is looked at, as far as it is there.
      const whole = wholeMap(report);
      this.window = isAlike && this.window && this.zoom > 1 ? panned(this.window, whole, 0, 0) : whole;
      this.drawn = "";
    }
    if (selected !== this.selected) {
      this.selected = selected;
      const blocks = addressBlocks(report);
      const own = this.active === null ? undefined : blocks[this.active];
      if (own?.step !== selected)
        this.active = blocks.find(({ buffer, step }) => buffer.madeAt === selected && step === selected)?.index ?? null;
      this.reveal();
    }
    this.redraw();
  }

  zoomBy(factor: number, x = 0.5, y = 0.5): void {
    if (!this.report || !this.window) return;
    this.look(zoomed(this.window, wholeMap(this.report), factor, x, y));
  }

  fit(): void {
    if (this.report) this.look(wholeMap(this.report));
  }

  private look(window: MapWindow): void {
    this.window = window;
    this.redraw();
    this.onZoom();
  }

  private reveal(): void {
    const block = this.report && this.active !== null ? addressBlocks(this.report)[this.active] : undefined;
    if (block && this.report && this.window) this.window = revealing(this.window, wholeMap(this.report), block.buffer);
  }

  private redraw(): void {
    const { report, window } = this;
    const [width, height] = [this.viewport.clientWidth, this.viewport.clientHeight];
    if (!report || !window || width === 0 || height === 0) return;
    const key = JSON.stringify([window, width, height]);
    if (key !== this.drawn) {
      this.drawn = key;
      this.build(report, window, width, height);
    }
    this.mark(report);
  }

  private build(report: Report, window: MapWindow, width: number, height: number): void {
    const segments = rowSegments(report);
    const area = { x: GUTTER, y: segments.length > 0 ? TOP_WITH_ROWS : TOP, width: width - GUTTER, height: 0 };
    const inner: Place = { ...area, height: height - area.y - FOOT };
    const xOf = (step: number): number => inner.x + ((step - window.left) / (window.right - window.left)) * inner.width;
    const yOf = (byte: number): number =>
      inner.y + (1 - (byte - window.bottom) / (window.top - window.bottom)) * inner.height;
    setAttribute(this.canvas, "width", width);
    setAttribute(this.canvas, "height", height);
    const clipId = `${this.id}-clip`;
    this.groups.clear();
    const blocks = addressBlocks(report).filter(
      ({ buffer }) =>
        buffer.lastStep + 0.5 > window.left &&
        buffer.firstStep - 0.5 < window.right &&
        buffer.offset + buffer.sizeBytes > window.bottom &&
        buffer.offset < window.top,
    );
    const all = report.memory.arena.buffers.length;
    const drawn = blocks.map((block) => {
      const [left, right] = [xOf(block.buffer.firstStep - 0.5) + 0.5, xOf(block.buffer.lastStep + 0.5) - 0.5];
      const [top, bottom] = [yOf(block.buffer.offset + block.buffer.sizeBytes), yOf(block.buffer.offset)];
      const place = { x: left, y: top, width: Math.max(1, right - left), height: Math.max(1, bottom - top) };
      const names = this.namesElement(block, place, inner);
      const group = this.blockElement(block, place, report, all);
      this.groups.set(block.index, { group, names });
      return { group, names };
    });
    replaceChildren(this.canvas, [
      svg(
        "defs",
        {},
        svg(
          "clipPath",
          { id: clipId },
          svg("rect", { x: inner.x, y: 0, width: inner.width, height: inner.y + inner.height + 1 }),
        ),
        hatching(`${this.id}-hatch`),
      ),
      svg(
        "g",
        { "aria-hidden": "true", "clip-path": `url(#${clipId})` },
        ...segments.map(({ firstStep, lastStep, title }) =>
          this.band(title, xOf(firstStep - 0.5), xOf(lastStep + 0.5), inner),
        ),
        svg("rect", { class: "map-step", y: inner.y - 4, height: inner.height + 4 }),
      ),
      this.axes(report, window, inner, xOf, yOf),
      svg("g", { role: "presentation", "clip-path": `url(#${clipId})` }, ...drawn.map(({ group }) => group)),
      // Above all blocks, so that none cuts another's name.
      svg("g", { "aria-hidden": "true", "clip-path": `url(#${clipId})` }, ...drawn.map(({ names }) => names)),
    ]);
  }

  private blockElement(block: AddressBlock, place: Place, report: Report, all: number): SVGGElement {
    const { buffer, colour, index } = block;
    const kind = colour === null ? "map-scratch" : `map-colour-${colour}`;
    const attributes = { x: place.x, y: place.y, width: place.width, height: place.height };
    const words = blockWords(block, report);
    return svg(
      "g",
      {
        role: "option",
        id: `${this.id}-${index}`,
        class: "map-block",
        "data-block": index,
        "data-step": block.step,
        "aria-selected": false,
        "aria-setsize": all,
        "aria-posinset": index + 1,
        "aria-label": words.join(", "),
      },
      svg("rect", { class: `map-box ${kind}`, ...attributes }),
      colour === null ? svg("rect", { class: "map-hatch", fill: `url(#${this.id}-hatch)`, ...attributes }) : null,
      buffer.ring ? svg("path", { class: "map-rows", d: rowLines(buffer.ring.rows, place) }) : null,
      svg("rect", { class: "map-ring", ...attributes }),
    );
  }

  /** Name and size, where they fit; the option's own name says the same and more. */
  private namesElement({ buffer, colour, label }: AddressBlock, place: Place, inner: Place): SVGGElement | null {
    // A name stands in the part of its block that is seen.
    const [left, right] = [Math.max(place.x, inner.x), Math.min(place.x + place.width, inner.x + inner.width)];
    const [top, bottom] = [Math.max(place.y, inner.y), Math.min(place.y + place.height, inner.y + inner.height)];
    const room = right - left - 8;
    if (room < LEAST_WIDTH || bottom - top < LEAST_HEIGHT) return null;
    const line = (name: string, row: number, text: string): SVGTextElement =>
      svg("text", { class: name, x: left + 4, y: top + 12 + row * LINE }, text);
    const hasSize = bottom - top >= LEAST_HEIGHT + LINE;
    return svg(
      "g",
      { class: "map-names", "data-lined": colour === null || buffer.ring !== null },
      line("map-name", 0, this.fitter.fitted(label, room, "name")),
      hasSize ? line("map-size", 1, this.fitter.fitted(formatSize(buffer.sizeBytes), room, "op")) : null,
    );
  }

  private band(title: string, left: number, right: number, inner: Place): SVGGElement {
    const words = [`by rows: ${title}`, title, "by rows"].find(
      (text) => this.fitter.width(text, "op") <= right - left - 8,
    );
    return svg(
      "g",
      { class: "map-band" },
      svg("rect", { x: left, y: 2, width: Math.max(0, right - left), height: inner.y + inner.height - 2 }),
      words === undefined ? null : svg("text", { x: Math.max(left, inner.x) + 4, y: 13 }, words),
    );
  }

  private axes(
    report: Report,
    window: MapWindow,
    inner: Place,
    xOf: (step: number) => number,
    yOf: (byte: number) => number,
  ): SVGGElement {
    const { arena } = report.memory;
    const step = byteStep(window.top - window.bottom);
    const first = Math.ceil(window.bottom / step);
    const ticks = Array.from(
      { length: Math.max(0, Math.floor(window.top / step) - first + 1) },
      (_, i) => (first + i) * step,
    );
    const names = labelsOf(report);
    const [from, to] = [Math.max(0, Math.ceil(window.left)), Math.min(names.length - 1, Math.floor(window.right))];
    const every = Math.max(1, Math.ceil((TICK_WIDTH * (window.right - window.left)) / Math.max(1, inner.width)));
    const steps = Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => from + i).filter(
      (at) => at % every === 0,
    );
    const unused = arena.bytes - arena.lowerBoundBytes;
    const size = `arena ${formatSize(arena.bytes)}`;
    const spare =
      unused > 0 ? `${formatSize(unused)} more than is ever alive` : "not a byte more than is alive at the peak";
    const words = [`${size}, ${spare}`, size].find((text) => this.fitter.width(text, "op") <= inner.width - 8) ?? "";
    const top = yOf(arena.bytes);
    return svg(
      "g",
      { class: "map-axes", "aria-hidden": "true" },
      ...ticks.flatMap((byte) => [
        svg("path", { class: "map-grid", d: `M${inner.x} ${yOf(byte)}H${inner.x + inner.width}` }),
        svg("text", { class: "map-tick is-end", x: inner.x - 6, y: yOf(byte) + 4 }, formatSize(byte)),
      ]),
      top >= inner.y - 1 ? svg("path", { class: "map-end", d: `M${inner.x} ${top}H${inner.x + inner.width}` }) : null,
      svg("text", { class: "map-tick", x: inner.x + 4, y: inner.y - 6 }, words),
      ...steps.map((at) => {
        const label = this.fitter.fitted(names[at] ?? "", Math.min(TICK_WIDTH - 8, inner.width), "op");
        return svg("text", { class: "map-tick is-middle", x: xOf(at), y: inner.y + inner.height + 14 }, label);
      }),
    );
  }

  private mark(report: Report): void {
    const { selected } = this;
    setAttribute(
      this.viewport,
      "aria-label",
      `Map of the arena: ${report.memory.arena.buffers.length} buffers over time and address`,
    );
    const isActiveSeen = this.active !== null && this.groups.has(this.active);
    setAttribute(this.viewport, "aria-activedescendant", isActiveSeen ? `${this.id}-${this.active}` : null);
    for (const { index, buffer } of addressBlocks(report)) {
      const drawn = this.groups.get(index);
      if (!drawn) continue;
      const { group, names } = drawn;
      const isAlive = selected !== null && selected >= buffer.firstStep && selected <= buffer.lastStep;
      const states = [
        selected === null || isAlive ? "" : " is-elsewhere",
        isAlive ? " is-alive" : "",
        index === this.active ? " is-selected" : "",
      ];
      setAttribute(group, "class", `map-block${states.join("")}`);
      setAttribute(group, "aria-selected", index === this.active);
      names?.classList.toggle("is-elsewhere", selected !== null && !isAlive);
    }
    const step = this.canvas.querySelector(".map-step");
    const [left, width] = [this.stepX(-0.5), this.stepX(0.5)];
    if (step) {
      setAttribute(step, "x", left ?? 0);
      setAttribute(step, "width", left === null || width === null ? 0 : Math.max(0, width - left));
    }
  }

  /** @param by of a step, from the selected one's middle */
  private stepX(by: number): number | null {
    if (this.selected === null || !this.window) return null;
    const { left, right } = this.window;
    return GUTTER + ((this.selected + by - left) / (right - left)) * (this.viewport.clientWidth - GUTTER);
  }

  /** Step and byte under a place of the viewport; null outside of the map. */
  private placeAt(x: number, y: number): { readonly step: number; readonly address: number } | null {
    if (!this.report || !this.window) return null;
    const top = rowSegments(this.report).length > 0 ? TOP_WITH_ROWS : TOP;
    const share = (x - GUTTER) / Math.max(1, this.viewport.clientWidth - GUTTER);
    const rise = 1 - (y - top) / Math.max(1, this.viewport.clientHeight - top - FOOT);
    if (share < 0 || share > 1 || rise < 0) return null;
    const { left, right, bottom, top: most } = this.window;
    return { step: Math.round(left + share * (right - left)), address: bottom + rise * (most - bottom) };
  }

  private pointedAt(x: number, y: number): { readonly step: number; readonly words: readonly string[] } | null {
    const place = this.placeAt(x, y);
    const layer = place && this.report?.layers[place.step];
    if (!place || !layer || !this.report) return null;
    const block = blockAt(addressBlocks(this.report), place.step, place.address);
    return block
      ? { step: block.step, words: blockWords(block, this.report) }
      : { step: place.step, words: [layer.name, "free"] };
  }

  private listen(): void {
    const { viewport } = this;
    viewport.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || !this.report || !this.window) return;
      const key = Object.hasOwn(KEYS, event.key) ? KEYS[event.key] : undefined;
      if (key && event.shiftKey && key !== "home" && key !== "end") {
        const x = key === "left" ? -PAN_SHARE : key === "right" ? PAN_SHARE : 0;
        const y = key === "down" ? -PAN_SHARE : key === "up" ? PAN_SHARE : 0;
        this.look(panned(this.window, wholeMap(this.report), x, y));
      } else if (key) this.choose(blockTowards(addressBlocks(this.report), this.active, key));
      else if (event.key === "+" || event.key === "=") this.zoomBy(ZOOM_STEP);
      else if (event.key === "-") this.zoomBy(1 / ZOOM_STEP);
      else if (event.key === "0") this.fit();
      else return;
      event.preventDefault();
    });
    viewport.addEventListener(
      "wheel",
      (event) => {
        // A pinch comes as a wheel with Ctrl. Without it, the wheel scrolls the page.
        if (!event.ctrlKey && !event.metaKey) return;
        event.preventDefault();
        const { left, bottom, width, height } = viewport.getBoundingClientRect();
        const x = (event.clientX - left - GUTTER) / Math.max(1, width - GUTTER);
        const y = (bottom - FOOT - event.clientY) / Math.max(1, height - FOOT - TOP);
        this.zoomBy(Math.exp(-event.deltaY / 300), Math.min(1, Math.max(0, x)), Math.min(1, Math.max(0, y)));
      },
      { passive: false },
    );
    this.listenForDrags();
  }

  private choose(index: number | null): void {
    const block = this.report && index !== null ? addressBlocks(this.report)[index] : undefined;
    if (!block) return;
    this.active = block.index;
    this.reveal();
    // Where the layer stays the same, nobody else tells that the block is another.
    if (block.step === this.selected) this.redraw();
    else this.onSelect(block.step);
  }

  private listenForDrags(): void {
    const { viewport } = this;
    let start: { readonly x: number; readonly y: number; readonly window: MapWindow } | null = null;
    let hasMoved = false;
    viewport.addEventListener("pointerdown", ({ button, pointerType, clientX, clientY }) => {
      hasMoved = false;
      if (button === 0 && pointerType !== "touch" && this.window)
        start = { x: clientX, y: clientY, window: this.window };
    });
    viewport.addEventListener("pointermove", ({ clientX, clientY, pointerId }) => {
      if (!start || !this.report) return;
      const [x, y] = [clientX - start.x, clientY - start.y];
      if (!hasMoved && Math.hypot(x, y) < DRAG_PIXELS) return;
      if (!hasMoved) viewport.setPointerCapture(pointerId);
      hasMoved = true;
      const [width, height] = [
        Math.max(1, viewport.clientWidth - GUTTER),
        Math.max(1, viewport.clientHeight - FOOT - TOP),
      ];
      this.look(panned(start.window, wholeMap(this.report), -x / width, y / height));
    });
    const end = (): void => void (start = null);
    viewport.addEventListener("pointerup", end);
    viewport.addEventListener("pointercancel", end);
    viewport.addEventListener("click", (event) => {
      if (hasMoved || !this.report) return;
      const { left, top } = viewport.getBoundingClientRect();
      const place = this.placeAt(event.clientX - left, event.clientY - top);
      if (!place) return;
      const block = blockAt(addressBlocks(this.report), place.step, place.address);
      if (block) this.choose(block.index);
      else if (this.report.layers[place.step]) this.onSelect(place.step);
    });
  }
}
