/** What `verify` found, in the words that the panel and the page of a review share. */
import { formatCount, formatSize } from "./format";
import type { ReportItem } from "../files/report";
import type { Verification } from "../files/verification";
import { visible } from "./visible";

/** An item that was estimated, as the linked image has it. */
export interface MeasuredPart {
  readonly title: string;
  readonly measuredBytes: number;
  readonly estimatedBytes: number;
}

/** One sentence: bit-exact or not, and whether it fits once it is linked. */
export function findingOf({ divergence, differing, compared, overflows, machine }: Verification): string {
  if (divergence || differing > 0) {
    const first = divergence ? `, first in ${visible(divergence.layer)}` : "";
    return `Not bit-exact: ${formatCount(differing)} of ${formatCount(compared)} values differ${first}.`;
  }
  const exact = `Bit-exact on ${visible(machine)}: all ${formatCount(compared)} values are the network’s`;
  const over = overflows.map(({ region, overBytes }) => `${formatCount(overBytes)} B more ${region.toUpperCase()}`);
  return over.length > 0 ? `${exact}, but linked it needs ${over.join(" and ")} than there is.` : `${exact}.`;
}

/** Code and RAM as the linked image has them, beside the estimate; empty where nothing was linked. */
export function measuredParts({ items }: Verification): readonly MeasuredPart[] {
  const part = (title: string, region: ReportItem["region"], kind?: ReportItem["kind"]): MeasuredPart[] => {
    const own = items.filter((item) => item.region === region && (kind === undefined || item.kind === kind));
    if (own.length === 0) return [];
    const sum = (of: (item: (typeof own)[number]) => number): number =>
      own.reduce((bytes, item) => bytes + of(item), 0);
    return [
      {
        title,
        measuredBytes: sum(({ measuredBytes }) => measuredBytes),
        estimatedBytes: sum(({ estimatedBytes }) => estimatedBytes),
      },
    ];
  };
  return [...part("Code", "flash", "code"), ...part("FLASH in all", "flash"), ...part("RAM in all", "ram")];
}

/** `12.3 KiB measured (estimated 12.1 KiB, +1.6 %)` */
export function besideEstimate({ measuredBytes, estimatedBytes }: MeasuredPart): string {
  const percent = estimatedBytes > 0 ? (100 * (measuredBytes - estimatedBytes)) / estimatedBytes : 0;
  const apart =
    measuredBytes === estimatedBytes ? "as estimated" : `estimated ${formatSize(estimatedBytes)}, ${signed(percent)} %`;
  return `${formatSize(measuredBytes)} measured (${apart})`;
}

function signed(percent: number): string {
  const text = Math.abs(percent).toFixed(1);
  return text === "0.0" ? "0.0" : `${percent < 0 ? "−" : "+"}${text}`;
}
