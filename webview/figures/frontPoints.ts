/**
 * The front as the panel shows it: the points of the search's own report, what is shown now among them or beside them, and what taking a
 * point would change. Points are known by their widths, so that a selection outlives a new front that still has them.
 */
import { formatDuration, formatLoss, formatSize, formatSizeChange } from "../../src/protocol/words/format";
import { shownDigits } from "../../src/protocol/files/frontPolicy";
import type { PanelState } from "../../src/protocol/messages/panel";
import type { Report, ReportFront, ReportFrontPoint, ReportTarget } from "../../src/protocol/files/report";
import { formatLossChange } from "./editSummary";

export type FrontAxis = "flash" | "ram";

export interface FrontPoint extends ReportFrontPoint {
  /** Position in the report's front. */
  readonly index: number;
  readonly isShown: boolean;
}

/** What the panel shows now, in the front's coordinates. */
export interface ShownPoint {
  readonly flashBytes: number;
  readonly ramBytes: number;
  readonly loss: number;
  readonly digits: string;
}

export interface FrontView {
  readonly front: ReportFront;
  readonly target: ReportTarget;
  readonly points: readonly FrontPoint[];
  /** null where its loss is not known. */
  readonly shown: ShownPoint | null;
}

/** null where no front is known. */
export function frontView(report: PanelState["report"], before: PanelState["before"]): FrontView | null {
  const base = before ?? report;
  if (!report || !base?.front) return null;
  const { front, target } = base;
  const digits = shownDigits(front, report);
  const points = front.points.map((point, index) => ({ ...point, index, isShown: point.policy === digits }));
  return { front, target, points, shown: digits === null ? null : shownPoint(report, digits) };
}

function shownPoint(report: Report, digits: string): ShownPoint | null {
  const { predictedLoss } = report.search;
  if (predictedLoss === null) return null;
  const { flashBytes, ramBytes } = report.memory[report.target.account];
  return { flashBytes, ramBytes, loss: predictedLoss, digits };
}

/**
 * The best that each number of bytes buys along one axis, with the other memory within its budget: points in ascending bytes and
 * descending loss. Points that need more of the other memory are not on it.
 */
export function bestAlong({ points, target }: FrontView, axis: FrontAxis): readonly FrontPoint[] {
  const [own, other] = axis === "flash" ? (["flashBytes", "ramBytes"] as const) : (["ramBytes", "flashBytes"] as const);
  const limit = target[other] ?? Infinity;
  const sorted = points.filter((point) => point[other] <= limit).sort((a, b) => a[own] - b[own] || a.loss - b.loss);
  let least = Infinity;
  return sorted.filter(({ loss }) => {
    if (loss >= least) return false;
    least = loss;
    return true;
  });
}

export interface PointRow {
  readonly flash: string;
  readonly ram: string;
  /** null where it is not known. */
  readonly time: string | null;
  readonly loss: string;
  /** Whether it fits, and whether it is what is shown; words. */
  readonly state: string;
}

export function pointRow(point: FrontPoint, target: ReportTarget): PointRow {
  const { flashBytes, ramBytes, milliseconds, loss, policy, isShown } = point;
  const [flash, ram] = [formatSize(flashBytes), formatSize(ramBytes)];
  const over = [
    target.flashBytes !== null && flashBytes > target.flashBytes ? "FLASH" : "",
    target.ramBytes !== null && ramBytes > target.ramBytes ? "RAM" : "",
  ].filter((region) => region !== "");
  const limit = target.latencyMilliseconds;
  const notes = [
    isShown ? "shown" : "",
    over.length > 0 ? `over ${over.join(" and ")}` : "",
    limit !== undefined && milliseconds !== undefined && milliseconds > limit ? "too slow" : "",
    /^8*$/.test(policy) ? "all 8 bits" : /^2*$/.test(policy) ? "all 2 bits" : "",
  ].filter((note) => note !== "");
  const state = notes.join(", ");
  const time = milliseconds === undefined ? null : `~ ${formatDuration(milliseconds)}`;
  return { flash, ram, time, loss: formatLoss(loss), state };
}

/** What taking the point would change, against what is shown. */
export function comparisonWords(point: FrontPoint, shown: ShownPoint | null): string {
  if (point.isShown) return "This is the policy shown.";
  if (!shown) return "";
  const { wider, narrower } = widthsChanged(shown.digits, point.policy);
  const widths = [
    narrower > 0 ? `${narrower} ${narrower === 1 ? "width" : "widths"} narrower` : "",
    wider > 0 ? `${wider} ${narrower > 0 ? "" : wider === 1 ? "width " : "widths "}wider` : "",
  ].filter((text) => text !== "");
  const parts = [
    `FLASH ${formatSizeChange(point.flashBytes - shown.flashBytes)}`,
    `RAM ${formatSizeChange(point.ramBytes - shown.ramBytes)}`,
    `predicted loss ${formatLoss(shown.loss)} → ${formatLoss(point.loss)} (${formatLossChange(point.loss - shown.loss)})`,
    widths.join(", "),
  ];
  return `Against what is shown: ${parts.join(" · ")}.`;
}

function widthsChanged(from: string, to: string): { readonly wider: number; readonly narrower: number } {
  let [wider, narrower] = [0, 0];
  for (let i = 0; i < from.length; i++) {
    if (Number(to[i]) > Number(from[i])) wider += 1;
    if (Number(to[i]) < Number(from[i])) narrower += 1;
  }
  return { wider, narrower };
}
