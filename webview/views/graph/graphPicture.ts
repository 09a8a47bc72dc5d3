/**
 * The network drawn as SVG in a frame that scrolls: boxes for layers, edges with the shapes that flow along them, frames around what runs row
 * by row. Only what is in view has elements. For the keyboard the frame is a listbox: one tab stop, the selected layer its active option.
 */
import type { Report } from "../../../src/protocol/files/report";
import { h, replaceChildren, setAttribute, setFigure, setText, svg } from "../../dom";
import { NODE_HEIGHT, NODE_WIDTH, pathOf, type EdgeRoute, type GraphLayout } from "../../figures/graph/graphLayout";
import { framesOf, type GraphFrame } from "../../figures/graph/graphFrames";
import { faceOf, nodeWords, scaleOf, type Scale } from "../../figures/graph/graphNodes";
import { formatShape, type LayerRow } from "../../figures/layers/layerRows";
import type { NetworkGraph } from "../../figures/graph/networkGraph";
import { rowSegments } from "../../figures/ways";
import type { GraphColour } from "../../store";
import { TextFitter } from "../textFitter";

/** Below this zoom words cannot be read: boxes show their colour alone. */
const LEAST_READABLE = 0.55;
/** Drawn beyond what is in view, in pixels of the layout, so that a quick scroll shows no gap. */
const BEYOND = 300;
/** So few boxes cost less than the bookkeeping, and stay within reach of the editor's own find. */
const WHOLE_UP_TO = 40;
const PADDING = 14;

export interface PictureScene {
  readonly report: Report;
  readonly rows: readonly LayerRow[];
  readonly graph: NetworkGraph;
  readonly layout: GraphLayout;
  readonly colour: GraphColour;
  readonly zoom: number;
  readonly selected: number | null;
}

/** What all boxes of a report share. */
interface Shared {
  readonly scale: Scale;
  /** By step: what it runs row by row with. */
  readonly together: readonly (string | null)[];
}

interface NodeElement {
  readonly group: SVGGElement;
  readonly show: (scene: PictureScene, shared: Shared) => void;
}

export class GraphPicture {
  readonly viewport: HTMLElement;
  private readonly canvas = svg("svg", { class: "graph-canvas", role: "presentation" });
  private readonly frameGroup = svg("g", { "aria-hidden": "true" });
  private readonly edgeGroup = svg("g", { "aria-hidden": "true" });
  private readonly nodeGroup = svg("g", { role: "presentation" });
  private readonly nodes = new Map<number, NodeElement>();
  private readonly edges = new Map<EdgeRoute, SVGGElement>();
  private readonly fitter = new TextFitter();
  private scene: PictureScene | null = null;
  private shared: Shared | null = null;

  /**
   * @param id of the frame, from which options have theirs
   * @param onScroll told after what is in view was drawn
   */
  constructor(
    private readonly id: string,
    private readonly onScroll: () => void,
  ) {
    this.canvas.append(this.frameGroup, this.edgeGroup, this.nodeGroup);
    // It has its name before it has layers: the picture is drawn when it comes near, and a screen reader may be there before.
    const named = { role: "listbox", tabindex: 0, "aria-label": "The network as a graph" };
    this.viewport = h("div", { class: "graph-viewport", id, ...named }, this.canvas);
    this.viewport.addEventListener("scroll", () => this.drawInView(), { passive: true });
    new ResizeObserver(() => this.drawInView()).observe(this.viewport);
  }

  draw(scene: PictureScene): void {
    const before = this.scene;
    this.scene = scene;
    const { layout, report, zoom, selected } = scene;
    const isOther = before?.layout !== layout;
    if (isOther) {
      for (const [, { group }] of this.nodes) group.remove();
      for (const [, group] of this.edges) group.remove();
      this.nodes.clear();
      this.edges.clear();
    }
    if (isOther || before.report !== report) {
      this.shared = sharedOf(report);
      replaceChildren(this.frameGroup, framesOf(report, layout).map(frameElement));
      setAttribute(this.viewport, "aria-label", `The network as a graph of ${report.layers.length} layers`);
    }
    if (isOther || before.zoom !== zoom) {
      setAttribute(this.canvas, "viewBox", `0 0 ${layout.width} ${layout.height}`);
      setAttribute(this.canvas, "width", Math.max(1, Math.round(layout.width * zoom)));
      setAttribute(this.canvas, "height", Math.max(1, Math.round(layout.height * zoom)));
      this.viewport.classList.toggle("is-far", zoom < LEAST_READABLE);
      setFigure(this.viewport, "pen", 1 / Math.min(1, zoom));
    }
    for (const [, node] of this.nodes) if (this.shared) node.show(scene, this.shared);
    for (const [{ from, to }, group] of this.edges) setAttribute(group, "class", edgeClass(from, to, selected));
    if (selected !== null && (isOther || before.selected !== selected)) this.reveal(selected);
    this.drawInView();
    setAttribute(
      this.viewport,
      "aria-activedescendant",
      selected !== null && this.nodes.has(selected) ? this.optionId(selected) : null,
    );
  }

  /** The part of the layout that is in view, in its pixels. */
  inView(): { readonly left: number; readonly top: number; readonly right: number; readonly bottom: number } {
    const { scrollLeft, scrollTop, clientWidth, clientHeight } = this.viewport;
    const zoom = this.scene?.zoom ?? 1;
    return {
      left: scrollLeft / zoom,
      top: scrollTop / zoom,
      right: (scrollLeft + clientWidth) / zoom,
      bottom: (scrollTop + clientHeight) / zoom,
    };
  }

  /** Scrolls the frame, not the page, so far that the layer's box is seen. */
  reveal(step: number): void {
    const middle = this.scene?.layout.middles[step];
    if (!middle || !this.scene) return;
    const { zoom } = this.scene;
    const view = this.inView();
    const isSeen =
      middle.x - NODE_WIDTH / 2 >= view.left &&
      middle.x + NODE_WIDTH / 2 <= view.right &&
      middle.y - NODE_HEIGHT / 2 - PADDING >= view.top &&
      middle.y + NODE_HEIGHT / 2 + PADDING <= view.bottom;
    if (isSeen) return;
    this.centre(middle.x * zoom, middle.y * zoom);
  }

  /** @param x in pixels of the zoomed picture, like `y` */
  centre(x: number, y: number): void {
    const { clientWidth, clientHeight } = this.viewport;
    this.viewport.scrollTo(x - clientWidth / 2, y - clientHeight / 2);
  }

  private optionId(step: number): string {
    return `${this.id}-${step}`;
  }

  /** Elements for what came into view; those of what left it go, but for the selected layer's. */
  private drawInView(): void {
    const { scene } = this;
    if (!scene || this.viewport.clientHeight === 0) return;
    const { layout, rows, selected } = scene;
    const view = this.inView();
    const isWhole = rows.length <= WHOLE_UP_TO;
    const [top, bottom] = isWhole ? [-Infinity, Infinity] : [view.top - BEYOND, view.bottom + BEYOND];
    const [left, right] = isWhole ? [-Infinity, Infinity] : [view.left - BEYOND, view.right + BEYOND];
    layout.middles.forEach(({ x, y }, step) => {
      const isNear =
        step === selected ||
        (y + NODE_HEIGHT / 2 >= top &&
          y - NODE_HEIGHT / 2 <= bottom &&
          x + NODE_WIDTH / 2 >= left &&
          x - NODE_WIDTH / 2 <= right);
      const node = this.nodes.get(step);
      if (isNear && !node) this.addNode(step, scene);
      if (!isNear && node) {
        node.group.remove();
        this.nodes.delete(step);
      }
    });
    for (const route of layout.routes) {
      const [start, end] = [layout.middles[route.from]?.y ?? 0, layout.middles[route.to]?.y ?? 0];
      const isNear = end >= top && start <= bottom;
      const group = this.edges.get(route);
      if (isNear && !group) this.addEdge(route, scene);
      if (!isNear && group) {
        group.remove();
        this.edges.delete(route);
      }
    }
    this.onScroll();
  }

  private addNode(step: number, scene: PictureScene): void {
    const middle = scene.layout.middles[step];
    if (!middle || !this.shared) return;
    const node = this.makeNode(step, middle.x - NODE_WIDTH / 2, middle.y - NODE_HEIGHT / 2);
    node.show(scene, this.shared);
    this.nodes.set(step, node);
    // In the order of steps, as people hear them.
    const next = [...this.nodes.keys()].filter((other) => other > step).sort((a, b) => a - b)[0];
    this.nodeGroup.insertBefore(node.group, next === undefined ? null : (this.nodes.get(next)?.group ?? null));
  }

  private makeNode(step: number, x: number, y: number): NodeElement {
    const upper = svg("rect", { width: 10, height: NODE_HEIGHT / 2, x: 1, y: 0.5 });
    const lower = svg("rect", { width: 10, height: NODE_HEIGHT / 2 - 0.5, x: 1, y: NODE_HEIGHT / 2 });
    const bar = svg("rect", { x: 18, y: NODE_HEIGHT - 7, width: 0, height: 4 });
    const name = svg("text", { class: "node-name", x: 18, y: 17 });
    const op = svg("text", { class: "node-op", x: 18, y: 33 });
    const value = svg("text", { class: "node-value", x: NODE_WIDTH - 8, y: 33 });
    const group = svg(
      "g",
      { role: "option", id: this.optionId(step), "data-step": step, transform: `translate(${x} ${y})` },
      svg("rect", { class: "node-box", width: NODE_WIDTH, height: NODE_HEIGHT, rx: 3 }),
      upper,
      lower,
      bar,
      name,
      op,
      value,
      svg("rect", { class: "node-ring", width: NODE_WIDTH, height: NODE_HEIGHT, rx: 3 }),
    );
    // The box's name for people who hear it, and what the pointer shows.
    const title = svg("title");
    group.prepend(title);
    return {
      group,
      show: (scene, { scale, together }) => {
        const row = scene.rows[step];
        if (!row) return;
        const face = faceOf(row, scene.colour, scale);
        const isSelected = scene.selected === step;
        setAttribute(group, "class", `node${isSelected ? " is-selected" : ""}`);
        setAttribute(group, "aria-selected", isSelected);
        setAttribute(group, "aria-setsize", scene.rows.length);
        setAttribute(group, "aria-posinset", step + 1);
        setText(title, nodeWords(row, scene.graph, scene.rows, together[step] ?? null, scale.worth));
        setAttribute(upper, "class", `node-band ${face.upper}`);
        setAttribute(lower, "class", `node-band ${face.lower}`);
        setAttribute(bar, "class", `node-bar ${face.upper}`);
        setAttribute(bar, "width", Math.round((face.share ?? 0) * (NODE_WIDTH - 26)));
        setText(value, face.value);
        setText(name, this.fitter.fitted(`${step}  ${row.label}`, NODE_WIDTH - 28, "name"));
        const room = NODE_WIDTH - 40 - this.fitter.width(face.value, "value");
        setText(op, this.fitter.fitted(row.layer.op, room, "op"));
      },
    };
  }

  private addEdge(route: EdgeRoute, { report, graph, selected }: PictureScene): void {
    const { from, to, points } = route;
    const start = points[0];
    const shape = report.layers[from]?.shape;
    // One activation, one label, however many layers read it.
    const isFirst = graph.after[from]?.[0] === to;
    const label =
      start && shape && isFirst
        ? svg("text", { class: "edge-shape", x: start.x + 7, y: start.y + 14 }, formatShape(shape))
        : null;
    const end = points.at(-1);
    const head = end
      ? svg("path", { class: "edge-head", d: `M${end.x - 4} ${end.y - 6}L${end.x} ${end.y}L${end.x + 4} ${end.y - 6}` })
      : null;
    const group = svg(
      "g",
      { class: edgeClass(from, to, selected) },
      svg("path", { class: "edge-line", d: pathOf(points) }),
      head,
      label,
    );
    this.edges.set(route, group);
    this.edgeGroup.append(group);
  }
}

function sharedOf(report: Report): Shared {
  const together = report.layers.map((): string | null => null);
  for (const { firstStep, lastStep, title } of rowSegments(report)) together.fill(title, firstStep, lastStep + 1);
  return { scale: scaleOf(report), together };
}

function edgeClass(from: number, to: number, selected: number | null): string {
  return from === selected || to === selected ? "edge is-near" : "edge";
}

function frameElement({ boxes, title }: GraphFrame): SVGGElement {
  const [first] = boxes;
  return svg(
    "g",
    { class: "graph-frame" },
    ...boxes.map(({ x, y, width, height }) => svg("rect", { x, y, width, height, rx: 8 })),
    first ? svg("text", { class: "graph-frame-title", x: first.x + 8, y: first.y + 14 }, title) : null,
  );
}
