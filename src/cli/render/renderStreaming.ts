/** How layers are run, in a sentence: what row streaming saves or would save, and what patches would cost instead. */
import { formatLarge, formatPercent, formatSize } from "../../protocol/words/format";
import type { ReportStreaming } from "../../protocol/files/report";

export function streamingText(streaming: ReportStreaming): string {
  const { mode, rows, layerByLayerBytes, memoryRowsBytes, suppliedRowsBytes } = streaming;
  const before = formatSize(layerByLayerBytes);
  if (mode === "off") {
    if (memoryRowsBytes >= layerByLayerBytes) return "layer by layer; no group of layers needs less RAM row by row";
    const supplied = suppliedRowsBytes === null ? "" : `, to ${formatSize(suppliedRowsBytes)} with rows supplied`;
    return `layer by layer; row by row RAM would fall from ${before} to ${formatSize(memoryRowsBytes)}${supplied}`;
  }
  const groups = streaming.segments.filter(({ streamed }) => streamed);
  const layers = groups.reduce((sum, group) => sum + group.layers, 0);
  const own = rows === "memory" ? memoryRowsBytes : (suppliedRowsBytes ?? memoryRowsBytes);
  const input = rows === "memory" ? "" : " with rows supplied";
  const run = `${layers} layers in ${groups.length} ${groups.length === 1 ? "group" : "groups"} run row by row${input}`;
  return [`${run}: ${formatSize(own)} RAM instead of ${before}, nothing computed twice`, ...otherWays(streaming)].join(
    "; ",
  );
}

function otherWays({
  rows,
  memoryRowsBytes,
  suppliedRowsBytes,
  longestStep,
  patches,
}: ReportStreaming): readonly string[] {
  const ways: string[] = [];
  if (rows === "supplied") ways.push(`${formatSize(memoryRowsBytes)} with the input in RAM`);
  else if (suppliedRowsBytes !== null) ways.push(`${formatSize(suppliedRowsBytes)} with rows supplied`);
  if (longestStep)
    ways.push(`a step takes at most ${formatLarge(longestStep.macs)} MACs (a row of ${longestStep.layer})`);
  if (patches) {
    const { grid, bytes, extraMacsPercent } = patches;
    ways.push(`${grid}×${grid} patches: ${formatSize(bytes)} and ${formatPercent(extraMacsPercent)} more MACs`);
  }
  return ways;
}
