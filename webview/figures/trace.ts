/** What a trace of learning comes to: where it improved, and in words. */
import { formatCount, formatLoss } from "../../src/protocol/words/format";
import type { ReportTracePoint } from "../../src/protocol/files/report";

/** The points at which the best loss became smaller. */
export function improvements(trace: readonly ReportTracePoint[]): readonly (ReportTracePoint & { best: number })[] {
  let least = Infinity;
  return trace.flatMap((point) => {
    if (point.best === null || point.best >= least) return [];
    least = point.best;
    return [{ ...point, best: point.best }];
  });
}

/** One sentence for those who do not see the picture. */
export function traceWords(trace: readonly ReportTracePoint[]): string {
  const better = improvements(trace);
  const last = better.at(-1);
  const found = last
    ? `the best within the limits, of loss ${formatLoss(last.best)}, was tried as number ${formatCount(last.episode)}`
    : "none of them was within the limits";
  return `${formatCount(trace.length)} ${trace.length === 1 ? "policy was" : "policies were"} tried; ${found}.`;
}
