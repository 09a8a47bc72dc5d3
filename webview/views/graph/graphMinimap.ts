/**
 * The whole network at the edge of its picture, stretched to fit: one bar a layer in the picture's colours, and where the picture is. For the
 * pointer alone; keyboards have Home, End and the arrows.
 */
import { replaceChildren, setAttribute, svg } from "../../dom";
import { NODE_HEIGHT, NODE_WIDTH } from "../../figures/graph/graphLayout";
import { faceOf, scaleOf } from "../../figures/graph/graphNodes";
import type { GraphPicture, PictureScene } from "./graphPicture";
import { whenChanged } from "../view";

export class GraphMinimap {
  readonly element = svg("svg", { class: "graph-minimap", preserveAspectRatio: "none", "aria-hidden": "true" });
  private readonly bars = svg("g");
  private readonly mark = svg("rect", { class: "minimap-selected", width: NODE_WIDTH });
  private readonly view = svg("rect", { class: "minimap-view" });
  private scene: PictureScene | null = null;

  constructor(private readonly picture: GraphPicture) {
    this.element.append(this.bars, this.mark, this.view);
    const go = (event: PointerEvent): void => {
      if (!this.scene) return;
      const { left, top, width, height } = this.element.getBoundingClientRect();
      const { layout, zoom } = this.scene;
      picture.centre(
        ((event.clientX - left) / Math.max(1, width)) * layout.width * zoom,
        ((event.clientY - top) / Math.max(1, height)) * layout.height * zoom,
      );
    };
    this.element.addEventListener("pointerdown", (event) => {
      if (event.button !== 0) return;
      this.element.setPointerCapture(event.pointerId);
      go(event);
    });
    this.element.addEventListener("pointermove", (event) => {
      if (this.element.hasPointerCapture(event.pointerId)) go(event);
    });
  }

  draw(scene: PictureScene): void {
    this.scene = scene;
    this.fill(scene.layout, scene.rows, scene.colour, scene.report);
    const middle = scene.selected === null ? undefined : scene.layout.middles[scene.selected];
    setAttribute(this.mark, "visibility", middle ? null : "hidden");
    if (middle) {
      // As thin as a layer may be here, the mark has a height that is seen.
      const height = Math.max(NODE_HEIGHT, scene.layout.height / 100);
      place(this.mark, middle.x - NODE_WIDTH / 2, middle.y - height / 2, NODE_WIDTH, height);
    }
    this.follow();
  }

  /** Marks what the picture shows; hidden where that is everything. */
  follow(): void {
    if (!this.scene) return;
    const { layout } = this.scene;
    const { left, top, right, bottom } = this.picture.inView();
    const isWhole = right - left >= layout.width - 1 && bottom - top >= layout.height - 1;
    setAttribute(this.element, "class", `graph-minimap${isWhole ? " is-whole" : ""}`);
    const x = Math.max(0, left);
    const y = Math.max(0, top);
    place(this.view, x, y, Math.min(layout.width, right) - x, Math.min(layout.height, bottom) - y);
  }

  private readonly fill = whenChanged(
    (
      layout: PictureScene["layout"],
      rows: PictureScene["rows"],
      colour: PictureScene["colour"],
      report: PictureScene["report"],
    ) => {
      const scale = scaleOf(report);
      setAttribute(this.element, "viewBox", `0 0 ${Math.max(1, layout.width)} ${Math.max(1, layout.height)}`);
      replaceChildren(
        this.bars,
        rows.flatMap((row) => {
          const middle = layout.middles[row.step];
          if (!middle) return [];
          const { upper, lower } = faceOf(row, colour, scale);
          const [left, half] = [middle.x - NODE_WIDTH / 2, NODE_WIDTH / 2];
          const bar = (x: number, name: string): SVGRectElement =>
            svg("rect", { class: name, x, y: middle.y - NODE_HEIGHT / 2, width: half, height: NODE_HEIGHT });
          return [bar(left, upper), bar(left + half, lower)];
        }),
      );
    },
  );
}

function place(rect: SVGRectElement, x: number, y: number, width: number, height: number): void {
  setAttribute(rect, "x", x);
  setAttribute(rect, "y", y);
  setAttribute(rect, "width", Math.max(0, width));
  setAttribute(rect, "height", Math.max(0, height));
}
