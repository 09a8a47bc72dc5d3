/** The arena as a map: time to the right, addresses upwards, every buffer the rectangle of its lifetime and its bytes. */
import type { Chart, Plugin } from "chart.js";
import { formatCount, formatSize } from "../../src/protocol/words/format";
import type { Report, ReportBuffer } from "../../src/protocol/files/report";
import { visible } from "../../src/protocol/words/visible";
import { labelsOf } from "../figures/layers/layerRows";
import { rowSegments, rowsWords } from "../figures/ways";
import { byteAxis, drawBands, emptyScatter, layerAxisTicks } from "./chartParts";
import { textured, type Palette } from "./palette";
import type { Pointing } from "./pointing";

interface Scene {
  readonly report: Report;
  readonly palette: Palette;
  readonly selected: number | null;
}

/** Room for the arena's words, and above them for the names of segments that run row by row. */
const TOP = 22;
const TOP_WITH_ROWS = 38;
/** Rows of a ring are told apart where they are at least so high, in pixels. */
const LEAST_ROW = 3;

/** The buffer at an address; of two that share bytes, the one drawn last. */
export function bufferAt(buffers: readonly ReportBuffer[], step: number, address: number): ReportBuffer | undefined {
  return [...buffers]
    .reverse()
    .find(
      ({ firstStep, lastStep, offset, sizeBytes }) =>
        step >= firstStep && step <= lastStep && address >= offset && address < offset + sizeBytes,
    );
}

export class ArenaChart {
  private chart: Chart<"scatter", never[]> | undefined;
  private scene: Scene | undefined;

  constructor(
    private readonly canvas: HTMLCanvasElement,
    private readonly pointing: Pointing,
  ) {}

  draw(scene: Scene): void {
    const redraws = this.scene?.report !== scene.report || this.scene.palette !== scene.palette;
    this.scene = scene;
    if (!this.chart) this.chart = this.create();
    else if (redraws) this.fill(this.chart, scene);
    else this.chart.draw();
  }

  private create(): Chart<"scatter", never[]> {
    const chart = emptyScatter(this.canvas, { top: TOP }, this.rectangles());
    this.pointing.listen(this.canvas, (px, py) => {
      const [x, y] = [chart.scales["x"], chart.scales["y"]];
      if (!this.scene || !x || !y) return null;
      const step = Math.round(x.getValueForPixel(px) ?? -1);
      const { report } = this.scene;
      const { layers, memory } = report;
      if (!layers[step]) return null;
      const buffer = bufferAt(memory.arena.buffers, step, y.getValueForPixel(py) ?? -1);
      return { step, words: buffer ? wordsOf(buffer, report) : [layers[step].name, "free"] };
    });
    if (this.scene) this.fill(chart, this.scene);
    return chart;
  }

  private fill(chart: Chart<"scatter", never[]>, { report, palette }: Scene): void {
    const names = labelsOf(report);
    chart.options.scales = {
      x: {
        type: "linear",
        min: -0.5,
        max: Math.max(0.5, names.length - 0.5),
        border: { color: palette.colours.grid },
        grid: { display: false },
        afterBuildTicks: (scale) => void (scale.ticks = names.map((_, value) => ({ value }))),
        ticks: layerAxisTicks(palette, names),
      },
      y: byteAxis(palette, Math.max(1, report.memory.arena.bytes) * 1.02),
    };
    chart.options.layout = { padding: { top: rowSegments(report).length > 0 ? TOP_WITH_ROWS : TOP } };
    chart.update("none");
  }

  private rectangles(): Plugin<"scatter"> {
    return {
      id: "rectangles",
      beforeDatasetsDraw: (chart) => {
        const [x, y] = [chart.scales["x"], chart.scales["y"]];
        if (!this.scene || !x || !y) return;
        const { report, palette, selected } = this.scene;
        const { ctx, chartArea } = chart;
        const { arena } = report.memory;
        ctx.save();
        drawBands(ctx, palette, rowSegments(report), { top: 2, bottom: chartArea.bottom }, (step) =>
          x.getPixelForValue(step - 0.5),
        );
        if (selected !== null) {
          const left = x.getPixelForValue(selected - 0.5);
          ctx.fillStyle = palette.colours.selection;
          ctx.fillRect(left, chartArea.top - 8, x.getPixelForValue(selected + 0.5) - left, chartArea.height + 8);
        }
        const fills = { activation: palette.colours.output, scratch: textured(ctx, palette, "scratch") };
        for (const buffer of arena.buffers) {
          const left = x.getPixelForValue(buffer.firstStep - 0.5) + 0.5;
          const right = x.getPixelForValue(buffer.lastStep + 0.5) - 0.5;
          const top = y.getPixelForValue(buffer.offset + buffer.sizeBytes);
          const bottom = y.getPixelForValue(buffer.offset);
          const isAlive = selected !== null && selected >= buffer.firstStep && selected <= buffer.lastStep;
          ctx.fillStyle = fills[buffer.kind];
          ctx.globalAlpha = selected === null || isAlive ? 0.9 : 0.5;
          ctx.fillRect(left, top, Math.max(1, right - left), Math.max(1, bottom - top));
          ctx.globalAlpha = 1;
          ctx.strokeStyle = isAlive ? palette.colours.focus : palette.colours.background;
          ctx.lineWidth = isAlive ? 2 : 1;
          ctx.strokeRect(left, top, Math.max(1, right - left), Math.max(1, bottom - top));
          if (buffer.ring) drawRows(ctx, palette, buffer.ring.rows, { left, right, top, bottom });
        }
        ctx.font = `${palette.fontSize * 0.9}px ${palette.fontFamily}`;
        ctx.fillStyle = palette.colours.muted;
        ctx.textBaseline = "bottom";
        const unused = arena.bytes - arena.lowerBoundBytes;
        const words = `arena ${formatSize(arena.bytes)}${unused > 0 ? `, ${formatSize(unused)} more than is ever alive` : ", not a byte more than is alive at the peak"}`;
        ctx.fillText(words, chartArea.left + 4, chartArea.top - 4, chartArea.width);
        ctx.restore();
      },
    };
  }
}

/** A ring is drawn as the rows that it holds. */
function drawRows(
  ctx: CanvasRenderingContext2D,
  { colours }: Palette,
  rows: number,
  { left, right, top, bottom }: Readonly<Record<"left" | "right" | "top" | "bottom", number>>,
): void {
  const height = (bottom - top) / rows;
  // Rows too thin to be told apart are shown as many as there is room for: what matters is that it is a ring.
  const lines = height >= LEAST_ROW ? rows : Math.max(2, Math.floor((bottom - top) / LEAST_ROW));
  if (bottom - top < 2 * LEAST_ROW) return;
  ctx.strokeStyle = colours.background;
  ctx.lineWidth = 1;
  ctx.beginPath();
  for (let line = 1; line < lines; line++) {
    const y = top + ((bottom - top) * line) / lines;
    ctx.moveTo(left, y);
    ctx.lineTo(right, y);
  }
  ctx.stroke();
}

function wordsOf(buffer: ReportBuffer, report: Report): readonly string[] {
  const { name, kind, offset, sizeBytes, firstStep, lastStep, over } = buffer;
  const names = labelsOf(report);
  const [first = "", last = ""] = [names[firstStep], names[lastStep]].map((layer) => visible(layer ?? "", 24));
  const rows = rowsWords(buffer, report);
  return [
    `${visible(name, 48)}${kind === "scratch" ? " (scratch)" : ""}: ${formatSize(sizeBytes)}`,
    `bytes ${formatCount(offset)} to ${formatCount(offset + sizeBytes - 1)}`,
    first === last ? `alive during ${first}` : `alive from ${first} to ${last}`,
    ...(rows === null ? [] : [rows]),
    ...(over === null ? [] : [`moves in over ${visible(over, 32)}`]),
  ];
}
