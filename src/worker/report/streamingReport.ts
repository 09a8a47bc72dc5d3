/** The report's part about row streaming: how this plan runs layers, and what the other ways would need at the same widths. */
import {
  activationOf,
  bestPatches,
  executionOf,
  needOf,
  ramBytesOf,
  type Execution,
  type Network,
  type Planner,
  type Policy,
} from "../../engine";
import type { ReportSegment, ReportStreaming } from "../../protocol/files/report";

/** @param execution of the policy */
export function streamingReportOf(planner: Planner, policy: Policy, execution: Execution): ReportStreaming {
  const { network } = planner;
  const { account, arena, build, rows, plan } = execution;
  const on = { account, arena, build };
  const isStreamed = plan.segments.some(({ streamed }) => streamed);
  const isPlain = execution.streaming === "off";
  const plain = isPlain ? execution : executionOf(planner, policy, on);
  const streamed = (source: "memory" | "supplied"): number =>
    !isPlain && source === rows
      ? ramBytesOf(planner, execution, account)
      : needOf(planner, policy, { ...on, streaming: "auto", rows: source }).ramBytes;
  const { order, liveBytes, lowerBoundBytes } = plain.plan;
  const layerByLayerBytes = ramBytesOf(planner, plain, account);
  const aloneBytes = new Map(order.map((layer, step) => [layer, liveBytes[step] ?? 0]));
  const patches = bestPatches(planner, policy, account, order, liveBytes);
  /** Beside what is alive: fragmentation, context and stack, which patches would need as well. */
  const restBytes = layerByLayerBytes - lowerBoundBytes;
  return {
    mode: isStreamed ? "rows" : "off",
    rows,
    layerByLayerBytes,
    memoryRowsBytes: streamed("memory"),
    suppliedRowsBytes: network.inputs.length === 1 ? streamed("supplied") : null,
    longestStep: rows === "supplied" ? longestStepOf(network) : null,
    segments: plan.segments.map(({ firstStep, lastStep, streamed: byRows }): ReportSegment => {
      const layers = plan.order.slice(firstStep, lastStep + 1);
      const alone = Math.max(...layers.map((layer) => aloneBytes.get(layer) ?? 0));
      const savesBytes = Math.max(0, alone - (plan.liveBytes[firstStep] ?? 0));
      return { firstStep, lastStep, streamed: byRows, layers: layers.length, savesBytes };
    }),
    patches: patches
      ? {
          grid: patches.grid,
          bytes: patches.peakBytes + restBytes,
          extraMacsPercent: Number(patches.extraMacsPercent.toFixed(2)),
        }
      : null,
  };
}

/** A step of the C project is a row of a layer, or a transposition, which multiplies nothing. */
function longestStepOf(network: Network): ReportStreaming["longestStep"] {
  const rows = network.layers.map(({ name, macs, output }) => ({
    layer: name,
    macs: Math.ceil(macs / activationOf(network, output).shape[0]),
  }));
  return rows.reduce<ReportStreaming["longestStep"]>((most, row) => (row.macs > (most?.macs ?? -1) ? row : most), null);
}
