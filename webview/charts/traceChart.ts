/** How learning went: the reward of every policy that was tried, and where the best within the limits improved. */
import { Chart, type Plugin } from "chart.js";
import { formatCount } from "../../src/protocol/words/format";
import type { ReportTracePoint } from "../../src/protocol/files/report";
import { improvements } from "../figures/trace";
import type { Palette } from "./palette";

interface Scene {
  readonly trace: readonly ReportTracePoint[];
  readonly palette: Palette;
}

const TICKS = 4;

export class TraceChart {
  private chart: Chart<"scatter", never[]> | undefined;
  private scene: Scene | undefined;

  constructor(private readonly canvas: HTMLCanvasElement) {}

  draw(scene: Scene): void {
    const redraws = this.scene?.trace !== scene.trace || this.scene.palette !== scene.palette;
    this.scene = scene;
    this.chart ??= new Chart(this.canvas, {
      type: "scatter",
      data: { datasets: [{ data: [] as never[] }] },
      options: {
        responsive: true,
        maintainAspectRatio: false,
        layout: { padding: { top: 18, right: 10 } },
        events: [],
        plugins: { legend: { display: false } },
      },
      plugins: [this.picture()],
    });
    if (redraws) this.fill(this.chart, scene);
  }

  private fill(chart: Chart<"scatter", never[]>, { trace, palette }: Scene): void {
    const { colours, fontFamily, fontSize } = palette;
    const rewards = trace.map(({ reward }) => reward);
    const [low, high] = [Math.min(...rewards), Math.max(...rewards)];
    const margin = Math.max(0.05, (high - low) * 0.06);
    const ticks = (callback: (value: string | number) => string): object => ({
      color: colours.muted,
      font: { family: fontFamily, size: fontSize * 0.85 },
      maxTicksLimit: TICKS + 1,
      includeBounds: false,
      maxRotation: 0,
      padding: 6,
      callback,
    });
    chart.options.scales = {
      x: {
        type: "linear",
        min: 1,
        max: Math.max(2, trace.at(-1)?.episode ?? 2),
        border: { color: colours.grid },
        grid: { display: false },
        ticks: ticks((value) => formatCount(Math.round(Number(value)))),
      },
      y: {
        type: "linear",
        min: low - margin,
        max: high + margin,
        border: { display: false },
        grid: { color: colours.grid, tickLength: 0 },
        ticks: ticks((value) => Number(value).toFixed(1)),
      },
    };
    chart.update("none");
  }

  private picture(): Plugin<"scatter"> {
    return {
      id: "trace",
      afterDatasetsDraw: ({ ctx, scales, chartArea }) => {
        const [x, y] = [scales["x"], scales["y"]];
        if (!x || !y || !this.scene) return;
        const { trace, palette } = this.scene;
        const { colours } = palette;
        ctx.save();
        ctx.font = `${palette.fontSize * 0.9}px ${palette.fontFamily}`;
        ctx.fillStyle = colours.input;
        for (const { episode, reward } of trace) {
          ctx.fillRect(x.getPixelForValue(episode) - 1, y.getPixelForValue(reward) - 1, 2, 2);
        }
        ctx.fillStyle = colours.good;
        for (const { episode, reward } of improvements(trace)) {
          ctx.beginPath();
          ctx.arc(x.getPixelForValue(episode), y.getPixelForValue(reward), 4, 0, 2 * Math.PI);
          ctx.fill();
        }
        ctx.fillStyle = colours.muted;
        ctx.textBaseline = "bottom";
        ctx.fillText("reward", 2, chartArea.top - 5);
        ctx.restore();
      },
    };
  }
}
