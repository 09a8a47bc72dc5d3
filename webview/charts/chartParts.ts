/** What the pictures share: the registered parts of the chart library, the axes' look, the ground to draw on, and the bands of segments. */
import {
  BarController,
  BarElement,
  CategoryScale,
  Chart,
  LinearScale,
  LogarithmicScale,
  ScatterController,
  PointElement,
  type Plugin,
  type Scale,
} from "chart.js";
import { formatSize } from "../../src/protocol/words/format";
import { visible } from "../../src/protocol/words/visible";
import type { RowSegment } from "../figures/ways";
import type { Palette } from "./palette";

Chart.register(
  BarController,
  BarElement,
  CategoryScale,
  LinearScale,
  LogarithmicScale,
  ScatterController,
  PointElement,
);
// Charts are pictures of a state: nothing moves, whether or not the person asked for less motion.
Chart.defaults.animation = false;

/** A chart of axes alone, on which a plugin draws: its data say nothing, and no pointer is listened to. */
export function emptyScatter(
  canvas: HTMLCanvasElement,
  padding: { readonly top: number; readonly right?: number },
  picture: Plugin<"scatter">,
): Chart<"scatter", never[]> {
  return new Chart(canvas, {
    type: "scatter",
    data: { datasets: [{ data: [] as never[] }] },
    options: {
      responsive: true,
      maintainAspectRatio: false,
      layout: { padding },
      events: [],
      plugins: { legend: { display: false } },
    },
    plugins: [picture],
  });
}

const LABEL_CHARACTERS = 12;
const TICKS = 5;

/** Round binary steps: 64 KiB, not 65.5. */
export function byteStep(top: number): number {
  const raw = top / TICKS;
  const power = 2 ** Math.floor(Math.log2(Math.max(1, raw)));
  return raw > 1.5 * power ? 2 * power : power;
}

export function byteAxis({ colours, fontFamily, fontSize }: Palette, top: number): object {
  const step = byteStep(top);
  return {
    type: "linear",
    min: 0,
    max: top,
    border: { display: false },
    grid: { color: colours.grid, tickLength: 0 },
    afterBuildTicks: (scale: Scale) => {
      scale.ticks = Array.from({ length: Math.floor(top / step) + 1 }, (_, i) => ({ value: i * step }));
    },
    ticks: {
      color: colours.muted,
      font: { family: fontFamily, size: fontSize * 0.85 },
      padding: 6,
      callback: (value: string | number) => formatSize(Number(value)),
    },
  };
}

/** Bytes to the right, between two bounds that need not be round. */
export function byteAxisX({ colours, fontFamily, fontSize }: Palette, min: number, max: number): object {
  const step = byteStep(max - min);
  return {
    type: "linear",
    min,
    max,
    border: { color: colours.grid },
    grid: { display: false },
    afterBuildTicks: (scale: Scale) => {
      const first = Math.ceil(min / step);
      const count = Math.max(0, Math.floor(max / step) - first + 1);
      scale.ticks = Array.from({ length: count }, (_, i) => ({ value: (first + i) * step }));
    },
    ticks: {
      color: colours.muted,
      font: { family: fontFamily, size: fontSize * 0.85 },
      maxRotation: 0,
      autoSkip: true,
      autoSkipPadding: 8,
      callback: (value: string | number) => formatSize(Number(value)),
    },
  };
}

export function layerAxisTicks({ colours, fontFamily, fontSize }: Palette, names: readonly string[]): object {
  return {
    color: colours.muted,
    font: { family: fontFamily, size: fontSize * 0.85 },
    autoSkip: true,
    autoSkipPadding: 8,
    maxRotation: 0,
    callback: (value: string | number) => visible(names[Number(value)] ?? "", LABEL_CHARACTERS),
  };
}

/** Layers that run row by row together: a tinted band behind them, with their names at its top where they have room. */
export function drawBands(
  ctx: CanvasRenderingContext2D,
  palette: Palette,
  segments: readonly RowSegment[],
  { top, bottom }: { readonly top: number; readonly bottom: number },
  leftOf: (step: number) => number,
): void {
  ctx.save();
  ctx.font = `${palette.fontSize * 0.85}px ${palette.fontFamily}`;
  ctx.textBaseline = "top";
  for (const { firstStep, lastStep, title } of segments) {
    const left = leftOf(firstStep) + 1;
    const width = leftOf(lastStep + 1) - 1 - left;
    ctx.globalAlpha = 0.5;
    ctx.fillStyle = palette.colours.grid;
    ctx.fillRect(left, top, width, bottom - top);
    ctx.globalAlpha = 1;
    if (palette.isHighContrast) {
      ctx.strokeStyle = palette.colours.muted;
      ctx.lineWidth = 1;
      ctx.strokeRect(left + 0.5, top + 0.5, width - 1, bottom - top - 1);
    }
    const words = [`by rows: ${title}`, title, "by rows"].find((text) => ctx.measureText(text).width <= width - 8);
    if (words === undefined) continue;
    ctx.fillStyle = palette.colours.muted;
    ctx.fillText(words, left + 4, top + 3);
  }
  ctx.restore();
}
