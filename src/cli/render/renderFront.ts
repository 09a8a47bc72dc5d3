/** Other budgets: a few points of the front, from the fewest bytes to the most, and what the next bytes would buy. */
import { visible } from "../../engine";
import { formatDuration, formatLoss, formatSize } from "../../protocol/words/format";
import { priceWords } from "../../protocol/words/losses";
import type { Report, ReportFrontPoint } from "../../protocol/files/report";
import { renderTable, type Cell, type Column } from "./table";
import { ornaments, paint, wrap, type Terminal } from "../terminal/terminal";

const BYTES: readonly Column[] = [
  { title: "FLASH", align: "right" },
  { title: "RAM", align: "right" },
];
/** Left out where no point's time is known. */
const TIME: Column = { title: "time", align: "right" };
const REST: readonly Column[] = [
  { title: "loss", align: "right" },
  { title: "", align: "left" },
];
/** report.json has them all. */
const MOST_ROWS = 9;

/** Nothing where no front is known. */
export function renderFront(report: Report, terminal: Terminal): string[] {
  const { front } = report;
  if (front === null) return [];
  const isTimed = front.points.some(({ milliseconds }) => milliseconds !== undefined);
  const rows = spread(front.points).map((point): Cell[] => {
    const text = (words: string): Cell => ({ text: words, ...dressOf(point, terminal) });
    return [
      text(formatSize(point.flashBytes)),
      text(formatSize(point.ramBytes)),
      ...(isTimed ? [text(timeOf(point, terminal))] : []),
      text(formatLoss(point.loss)),
      { text: ornaments(terminal, point.chosen ? "◀ this policy" : point.fits ? "" : "over the budget") },
    ];
  });
  const [heading = "", ...lines] = renderTable([...BYTES, ...(isTimed ? [TIME] : []), ...REST], rows);
  const price = priceWords(report);
  return [
    paint(terminal, "faint", "Other budgets, each with its best policy"),
    paint(terminal, "faint", heading),
    ...lines,
    ...(price === null ? [] : wrap(ornaments(terminal, visible(price)), terminal.columns)),
  ];
}

function timeOf({ milliseconds }: ReportFrontPoint, terminal: Terminal): string {
  return milliseconds === undefined ? "" : ornaments(terminal, `≈ ${formatDuration(milliseconds)}`);
}

/** Evenly from the first to the last, the chosen one among them. */
function spread(points: readonly ReportFrontPoint[]): readonly ReportFrontPoint[] {
  if (points.length <= MOST_ROWS) return points;
  const step = (points.length - 1) / (MOST_ROWS - 2);
  const picked = new Set(Array.from({ length: MOST_ROWS - 1 }, (_, i) => points[Math.round(i * step)]));
  return points.filter((point) => point.chosen || picked.has(point));
}

function dressOf({ chosen }: ReportFrontPoint, terminal: Terminal): Pick<Cell, "dress"> {
  return chosen ? { dress: (padded) => paint(terminal, "strong", padded) } : {};
}
