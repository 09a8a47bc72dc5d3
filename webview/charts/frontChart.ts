/**
 * The front as a picture: bytes to the right, predicted loss upwards in powers of ten, the budget as a line. A filled point keeps to the
 * budget, a hollow one does not; the stairs join what is best within the other memory's budget; the diamond is what is shown now.
 */
import type { Chart, Plugin, Scale } from "chart.js";
import { formatLoss, formatSize } from "../../src/protocol/words/format";
import { bestAlong, pointRow, type FrontAxis, type FrontPoint, type FrontView } from "../figures/frontPoints";
import { byteAxisX, emptyScatter } from "./chartParts";
import type { Palette } from "./palette";
import type { Pointing } from "./pointing";

interface Scene {
  readonly view: FrontView;
  readonly axis: FrontAxis;
  readonly palette: Palette;
  /** Position in the front. */
  readonly selected: number | null;
}

/** How near the pointer must come, in pixels. */
const REACH = 18;
const RADIUS = 4.5;
const LOSS_TITLE = "predicted loss";
/** A budget this far beyond the points is told in words: a line for it would push them together. */
const FARTHEST_BUDGET = 1.6;

export class FrontChart {
  private chart: Chart<"scatter", never[]> | undefined;
  private scene: Scene | undefined;

  constructor(
    private readonly canvas: HTMLCanvasElement,
    private readonly pointing: Pointing,
  ) {}

  draw(scene: Scene): void {
    const { scene: last } = this;
    const redraws = last?.view !== scene.view || last.palette !== scene.palette || last.axis !== scene.axis;
    this.scene = scene;
    if (!this.chart) this.chart = this.create();
    else if (redraws) this.fill(this.chart, scene);
    else this.chart.draw();
  }

  private create(): Chart<"scatter", never[]> {
    const chart = emptyScatter(this.canvas, { top: 20, right: 14 }, this.picture());
    this.pointing.listen(this.canvas, (x, y) => {
      const point = this.nearest(chart, x, y);
      if (!point || !this.scene) return null;
      const { flash, ram, time, loss, state } = pointRow(point, this.scene.view.target);
      const words = [`${flash} FLASH, ${ram} RAM${time === null ? "" : `, ${time}`}`, `predicted loss ${loss}`];
      return { step: point.index, words: state === "" ? words : [...words, state] };
    });
    if (this.scene) this.fill(chart, this.scene);
    return chart;
  }

  private fill(chart: Chart<"scatter", never[]>, { view, axis, palette }: Scene): void {
    const { colours, fontFamily, fontSize } = palette;
    const places = [...view.points, ...(view.shown ? [view.shown] : [])];
    const bytes = places.map((place) => bytesOf(place, axis));
    const budget = budgetOf(view, axis);
    const [low, most] = [Math.min(...bytes), Math.max(...bytes)];
    const high = budget !== null && budget < most * FARTHEST_BUDGET ? Math.max(most, budget) : most;
    const margin = Math.max(1, (high - low) * 0.04);
    const losses = places.map(({ loss }) => loss).filter((loss) => loss > 0);
    const [least, greatest] = losses.length > 0 ? [Math.min(...losses), Math.max(...losses)] : [1, 1];
    chart.options.scales = {
      x: byteAxisX(palette, Math.max(0, low - margin), high + margin),
      y: {
        type: "logarithmic",
        min: least / 1.6,
        max: greatest * 1.6,
        border: { display: false },
        grid: { color: colours.grid, tickLength: 0 },
        afterBuildTicks: (scale: Scale) => void (scale.ticks = lossTicks(scale.min, scale.max)),
        ticks: {
          color: colours.muted,
          font: { family: fontFamily, size: fontSize * 0.85 },
          padding: 6,
          callback: (value: string | number) => formatLoss(Number(value)),
        },
      },
    };
    chart.update("none");
  }

  private nearest(chart: Chart<"scatter", never[]>, px: number, py: number): FrontPoint | undefined {
    let best: { readonly point: FrontPoint; readonly away: number } | undefined;
    for (const point of this.scene?.view.points ?? []) {
      const at = this.placeOf(chart, point);
      const away = at ? Math.hypot(at.x - px, at.y - py) : Infinity;
      if (away <= REACH && (!best || away < best.away)) best = { point, away };
    }
    return best?.point;
  }

  private placeOf(
    chart: Chart<"scatter", never[]>,
    place: { readonly flashBytes: number; readonly ramBytes: number; readonly loss: number },
  ): { readonly x: number; readonly y: number } | undefined {
    const [x, y] = [chart.scales["x"], chart.scales["y"]];
    if (!x || !y || !this.scene) return undefined;
    return {
      x: x.getPixelForValue(bytesOf(place, this.scene.axis)),
      y: y.getPixelForValue(Math.max(place.loss, y.min)), // a loss of 0 lies at the bottom
    };
  }

  private picture(): Plugin<"scatter"> {
    return {
      id: "front",
      afterDatasetsDraw: (drawn) => {
        const chart = drawn as unknown as Chart<"scatter", never[]>;
        if (!this.scene) return;
        const { view, axis, palette, selected } = this.scene;
        const { colours } = palette;
        const { ctx } = chart;
        ctx.save();
        ctx.font = `${palette.fontSize * 0.9}px ${palette.fontFamily}`;
        this.drawBudget(chart, budgetOf(view, axis));
        this.drawStairs(chart, bestAlong(view, axis));
        for (const point of view.points) {
          const at = this.placeOf(chart, point);
          if (!at) continue;
          ctx.beginPath();
          ctx.arc(at.x, at.y, RADIUS, 0, 2 * Math.PI);
          ctx.fillStyle = point.fits ? colours.output : colours.background;
          ctx.fill();
          ctx.lineWidth = 1.5;
          ctx.strokeStyle = point.fits ? colours.background : colours.output;
          if (!point.fits) ctx.stroke();
        }
        const shown = view.shown && this.placeOf(chart, view.shown);
        if (shown) diamond(ctx, shown, colours.good, colours.background);
        const at = selected === null ? undefined : view.points[selected];
        const ring = at && this.placeOf(chart, at);
        if (ring) {
          ctx.beginPath();
          ctx.arc(ring.x, ring.y, RADIUS + 5, 0, 2 * Math.PI);
          ctx.lineWidth = 2;
          ctx.strokeStyle = colours.focus;
          ctx.stroke();
        }
        ctx.fillStyle = colours.muted;
        ctx.textBaseline = "bottom";
        ctx.fillText(LOSS_TITLE, 2, chart.chartArea.top - 6);
        ctx.restore();
      },
    };
  }

  private drawBudget({ ctx, chartArea, scales }: Chart<"scatter", never[]>, budget: number | null): void {
    const x = scales["x"];
    if (!x || !this.scene || budget === null || budget > x.max || budget < x.min) return;
    const { palette } = this.scene;
    const at = x.getPixelForValue(budget);
    ctx.strokeStyle = palette.colours.over;
    ctx.fillStyle = palette.colours.over;
    ctx.lineWidth = 1.5;
    ctx.setLineDash([5, 4]);
    ctx.beginPath();
    ctx.moveTo(at, chartArea.top - 4);
    ctx.lineTo(at, chartArea.bottom);
    ctx.stroke();
    ctx.setLineDash([]);
    const words = `budget ${formatSize(budget)}`;
    const width = ctx.measureText(words).width;
    ctx.textBaseline = "bottom";
    const left = ctx.measureText(LOSS_TITLE).width + 14; // beside the title of the other axis
    ctx.fillText(words, Math.min(chartArea.right - width, Math.max(left, at - width / 2)), chartArea.top - 6);
  }

  private drawStairs(chart: Chart<"scatter", never[]>, steps: readonly FrontPoint[]): void {
    const places = steps.flatMap((point) => this.placeOf(chart, point) ?? []);
    if (places.length < 2 || !this.scene) return;
    const { ctx } = chart;
    ctx.strokeStyle = this.scene.palette.colours.input;
    ctx.lineWidth = 1.5;
    ctx.beginPath();
    places.forEach(({ x, y }, i) => {
      const before = places[i - 1];
      if (before) {
        ctx.lineTo(x, before.y);
        ctx.lineTo(x, y);
      } else {
        ctx.moveTo(x, y);
      }
    });
    ctx.stroke();
  }
}

function bytesOf(place: { readonly flashBytes: number; readonly ramBytes: number }, axis: FrontAxis): number {
  return axis === "flash" ? place.flashBytes : place.ramBytes;
}

function budgetOf({ target }: FrontView, axis: FrontAxis): number | null {
  return axis === "flash" ? target.flashBytes : target.ramBytes;
}

/** Powers of ten; where there are too few of them, twice and five times as much as well. */
function lossTicks(min: number, max: number): { value: number }[] {
  const decades = Math.log10(max / min);
  const factors = decades > 2.5 ? [1] : [1, 2, 5];
  const ticks: { value: number }[] = [];
  for (let power = Math.floor(Math.log10(min)); power <= Math.ceil(Math.log10(max)); power++) {
    for (const factor of factors) {
      const value = Number(`${factor}e${power}`);
      if (value >= min && value <= max) ticks.push({ value });
    }
  }
  return ticks;
}

function diamond(
  ctx: CanvasRenderingContext2D,
  { x, y }: { readonly x: number; readonly y: number },
  fill: string,
  edge: string,
): void {
  const size = RADIUS + 3;
  ctx.beginPath();
  ctx.moveTo(x, y - size);
  ctx.lineTo(x + size, y);
  ctx.lineTo(x, y + size);
  ctx.lineTo(x - size, y);
  ctx.closePath();
  ctx.fillStyle = fill;
  ctx.fill();
  ctx.lineWidth = 1.5;
  ctx.strokeStyle = edge;
  ctx.stroke();
}
