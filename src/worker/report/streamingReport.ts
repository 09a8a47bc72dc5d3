/** The report's part about row streaming: how this plan runs layers, and what the other ways would need at the same widths. */
import {
  accountsOf,
  activationOf,
  bestPatches,
  needOf,
  type Accounts,
  type AccountName,
  type Network,
  type Policy,
  type StreamingOptions,
} from "../../engine";
import type { ReportSegment, ReportStreaming } from "../../protocol/files/report";

/** @param accounts of the policy, planned with `planning` */
export function streamingReportOf(
  network: Network,
  policy: Policy,
  account: AccountName,
  { rows = "memory", ...others }: StreamingOptions,
  accounts: Accounts,
): ReportStreaming {
  const on = { ...(others.arena && { arena: others.arena }), ...(others.build && { build: others.build }) };
  const isStreamed = accounts.plan.segments.some(({ streamed }) => streamed);
  const isPlain = accounts.streaming === "off";
  const plain = isPlain ? accounts : accountsOf(network, policy, { ...on, account });
  const streamed = (source: "memory" | "supplied"): number =>
    !isPlain && source === rows
      ? accounts[account].ramBytes
      : needOf(network, policy, { ...on, account, streaming: "auto", rows: source }).ramBytes;
  const { order, liveBytes, lowerBoundBytes } = plain.plan;
  const aloneBytes = new Map(order.map((layer, step) => [layer, liveBytes[step] ?? 0]));
  const patches = bestPatches(network, policy, account, order, liveBytes);
  /** Beside what is alive: fragmentation, context and stack, which patches would need as well. */
  const restBytes = plain[account].ramBytes - lowerBoundBytes;
  return {
    mode: isStreamed ? "rows" : "off",
    rows,
    layerByLayerBytes: plain[account].ramBytes,
    memoryRowsBytes: streamed("memory"),
    suppliedRowsBytes: network.inputs.length === 1 ? streamed("supplied") : null,
    longestStep: rows === "supplied" ? longestStepOf(network) : null,
    segments: accounts.plan.segments.map(({ firstStep, lastStep, streamed: byRows }): ReportSegment => {
      const layers = accounts.plan.order.slice(firstStep, lastStep + 1);
      const alone = Math.max(...layers.map((layer) => aloneBytes.get(layer) ?? 0));
      const savesBytes = Math.max(0, alone - (accounts.plan.liveBytes[firstStep] ?? 0));
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
