/** RAM over time: one column a layer, its bytes by what they are alive for; the budget as a line, the peak with its layer. */
import { Chart, type ChartDataset, type Plugin } from "chart.js";
import { formatSize } from "../../src/protocol/words/format";
import type { Report } from "../../src/protocol/files/report";
import { visible } from "../../src/protocol/words/visible";
import { labelsOf, peakStep } from "../figures/layers/layerRows";
import { constantBytes, peakWords, ROLES, stepsOf, stepWords } from "../figures/ramSteps";
import { rowSegments } from "../figures/ways";
import { byteAxis, drawBands, layerAxisTicks } from "./chartParts";
import { textured, type Palette } from "./palette";
import type { Pointing } from "./pointing";

/** Room for the peak's words, and above them for the names of segments that run row by row. */
const TOP = 22;
const TOP_WITH_ROWS = 38;

/** A budget far above the need is told in words: a line for it would flatten the columns. */
const FARTHEST_BUDGET = 2.5;

interface Scene {
  readonly report: Report;
  readonly palette: Palette;
  readonly selected: number | null;
}

export class RamChart {
  private chart: Chart<"bar", number[], string> | undefined;
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

  private create(): Chart<"bar", number[], string> {
    const chart = new Chart(this.canvas, {
      type: "bar",
      data: { labels: [] as string[], datasets: [] as ChartDataset<"bar", number[]>[] },
      options: {
        responsive: true,
        maintainAspectRatio: false,
        layout: { padding: { top: TOP } },
        events: [],
        plugins: { legend: { display: false } },
      },
      plugins: [this.marks()],
    });
    this.pointing.listen(this.canvas, (x) => {
      const step = chart.scales["x"]?.getValueForPixel(x);
      const { report } = this.scene ?? {};
      return step === undefined || !report?.layers[step] ? null : { step, words: stepWords(report, step) };
    });
    if (this.scene) this.fill(chart, this.scene);
    return chart;
  }

  private fill(chart: Chart<"bar", number[], string>, { report, palette }: Scene): void {
    const steps = stepsOf(report);
    const names = labelsOf(report);
    const constant = constantBytes(report);
    const peak = Math.max(1, ...steps.map(({ live }) => live + constant));
    const budget = report.target.ramBytes;
    const top = (budget !== null && budget < peak * FARTHEST_BUDGET ? Math.max(peak, budget) : peak) * 1.02;
    const column = { barPercentage: 1, categoryPercentage: steps.length > 120 ? 1 : 0.94, borderWidth: 0 };
    chart.data.labels = [...names];
    chart.data.datasets = [
      ...(constant > 0 ? [{ ...column, data: steps.map(() => constant), ...filled(palette.colours.fixed) }] : []),
      ...ROLES.map((role) => ({
        ...column,
        data: steps.map((step) => step[role]),
        ...filled(textured(chart.ctx, palette, role)),
      })),
    ];
    chart.options.scales = {
      x: {
        stacked: true,
        border: { color: palette.colours.grid },
        grid: { display: false },
        ticks: layerAxisTicks(palette, names),
      },
      y: { ...byteAxis(palette, top), stacked: true },
    };
    chart.options.layout = { padding: { top: rowSegments(report).length > 0 ? TOP_WITH_ROWS : TOP } };
    chart.update("none");
  }

  /** The budget's line, the peak's mark and the selected column, over and under the columns. */
  private marks(): Plugin<"bar"> {
    return {
      id: "marks",
      beforeDatasetsDraw: (chart) => {
        const x = chart.scales["x"];
        if (!this.scene || !x) return;
        const { selected, palette, report } = this.scene;
        const { ctx, chartArea } = chart;
        const width = chartArea.width / Math.max(1, chart.data.labels?.length ?? 1);
        drawBands(
          ctx,
          palette,
          rowSegments(report),
          { top: 2, bottom: chartArea.bottom },
          (step) => x.getPixelForValue(step) - width / 2,
        );
        if (selected === null) return;
        ctx.fillStyle = palette.colours.selection;
        ctx.fillRect(x.getPixelForValue(selected) - width / 2, chartArea.top - 8, width, chartArea.height + 8);
      },
      afterDatasetsDraw: (chart) => {
        const [x, y] = [chart.scales["x"], chart.scales["y"]];
        if (!this.scene || !x || !y) return;
        const { report, palette, selected } = this.scene;
        const { ctx, chartArea } = chart;
        const steps = stepsOf(report);
        const constant = constantBytes(report);
        ctx.save();
        ctx.font = `${palette.fontSize * 0.9}px ${palette.fontFamily}`;
        if (selected !== null) {
          const width = chartArea.width / Math.max(1, steps.length);
          const live = (steps[selected]?.live ?? 0) + constant;
          ctx.strokeStyle = palette.colours.focus;
          ctx.lineWidth = 2;
          const top = y.getPixelForValue(live);
          ctx.strokeRect(x.getPixelForValue(selected) - width / 2, top, width, chartArea.bottom - top);
        }
        const step = peakStep(report);
        const peakX = x.getPixelForValue(step);
        const peakY = y.getPixelForValue((steps[step]?.live ?? 0) + constant);
        const budget = report.target.ramBytes;
        const budgetY = budget !== null && budget <= y.max ? y.getPixelForValue(budget) : null;
        if (budgetY !== null) strokeAcross(ctx, palette.colours.over, chartArea, budgetY); // under the words of the peak
        const isOver = budget !== null && report.memory[report.target.account].ramBytes > budget;
        ctx.fillStyle = isOver ? palette.colours.over : palette.colours.text;
        ctx.beginPath();
        ctx.moveTo(peakX - 5, peakY - 9);
        ctx.lineTo(peakX + 5, peakY - 9);
        ctx.lineTo(peakX, peakY - 2);
        ctx.fill();
        const words = `${peakWords(report)} at ${visible(labelsOf(report)[step] ?? report.memory.peak.layer, 24)}`;
        const half = ctx.measureText(words).width / 2;
        const centre = Math.min(chartArea.right - half, Math.max(chartArea.left + half, peakX));
        ctx.textAlign = "center";
        ctx.textBaseline = "bottom";
        plate(ctx, palette, centre - half - 3, peakY - 12 - palette.fontSize, half * 2 + 6, palette.fontSize + 2);
        ctx.fillStyle = palette.colours.text;
        ctx.fillText(words, centre, peakY - 11);
        if (budget !== null && budgetY !== null) {
          const label = `budget ${formatSize(budget)}`;
          const width = ctx.measureText(label).width;
          // On the side where the peak's own words are not; under the line where there is no such side.
          const left =
            centre > (chartArea.left + chartArea.right) / 2 ? chartArea.left + 4 : chartArea.right - width - 4;
          const meets =
            Math.abs(left + width / 2 - centre) < width / 2 + half + 8 &&
            Math.abs(budgetY - peakY) < 3 * palette.fontSize;
          const bottom = meets ? budgetY + palette.fontSize + 4 : budgetY - 2;
          plate(ctx, palette, left - 3, bottom - 2 - palette.fontSize, width + 6, palette.fontSize + 2);
          ctx.textAlign = "left";
          ctx.fillStyle = palette.colours.over;
          ctx.fillText(label, left, bottom);
        }
        ctx.restore();
      },
    };
  }
}

/** A dashed line from edge to edge. */
function strokeAcross(
  ctx: CanvasRenderingContext2D,
  colour: string,
  { left, right }: { readonly left: number; readonly right: number },
  y: number,
): void {
  ctx.strokeStyle = colour;
  ctx.lineWidth = 1.5;
  ctx.setLineDash([5, 4]);
  ctx.beginPath();
  ctx.moveTo(left, y);
  ctx.lineTo(right, y);
  ctx.stroke();
  ctx.setLineDash([]);
}

function filled(
  colour: string | CanvasPattern,
): Pick<ChartDataset<"bar", number[]>, "backgroundColor" | "hoverBackgroundColor"> {
  return { backgroundColor: colour, hoverBackgroundColor: colour };
}

/** Words on a chart stand on the page's background, so that they can be read over any column. */
function plate(
  ctx: CanvasRenderingContext2D,
  palette: Palette,
  x: number,
  y: number,
  width: number,
  height: number,
): void {
  ctx.save();
  ctx.globalAlpha = 0.85;
  ctx.fillStyle = palette.colours.background;
  ctx.fillRect(x, y, width, height);
  ctx.restore();
}
