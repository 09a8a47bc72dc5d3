/** What `verify` found: the verdict, what each layer costs, and the linked account beside the ELF. */
import { visible } from "../../engine";
import { formatSize } from "../../protocol/words/format";
import type { MemoryMap } from "../../protocol/files/memoryMap";
import type { Divergence, Verification, VerifiedItem } from "../../protocol/files/verification";
import type { VerifyResult } from "../../worker/verify/verify";
import { renderTable, type Cell, type Column } from "./table";
import { ornaments, paint, shorten, type Terminal } from "../terminal/terminal";

const LAYER_COLUMNS: readonly Column[] = [
  { title: "Layer", align: "left" },
  { title: "Operator", align: "left" },
  { title: "MACs", align: "right" },
  { title: "instructions", align: "right" },
  { title: "per MAC", align: "right" },
];
const ITEM_COLUMNS: readonly Column[] = [
  { title: "Memory", align: "left" },
  { title: "Item", align: "left" },
  { title: "estimated", align: "right" },
  { title: "measured", align: "right" },
  { title: "difference", align: "right" },
];
const NAME_LENGTH = 40;
const OPERATOR_LENGTH = 30;

export function renderVerification(result: VerifyResult, terminal: Terminal): string {
  const { verification, map } = result;
  const blocks = [
    renderVerified(result, terminal),
    verification.instructions === null ? [] : renderCosts(verification, map, terminal),
    verification.items.length === 0 ? [] : renderItems(verification, terminal),
  ];
  return `${blocks
    .filter((block) => block.length > 0)
    .map((block) => block.join("\n"))
    .join("\n\n")}\n`;
}

/** The verdict alone: what was compared, what differs, what does not fit. */
export function renderVerified({ verification, notes }: VerifyResult, terminal: Terminal): string[] {
  const { compared, differing, samples, layers, machine, compiler, divergence, overflows, changedFiles } = verification;
  const scope = `${grouped(compared)} elements of ${layers.length} layers, ${samples} ${samples === 1 ? "sample" : "samples"}`;
  const verdict =
    differing === 0
      ? paint(terminal, "good", `equal: ${scope}`)
      : paint(terminal, "bad", `${grouped(differing)} of ${scope} differ`);
  return [
    verdict,
    ...(divergence ? [explain(divergence)] : []),
    ...overflows.map(({ region, limitBytes, overBytes, layers: most }) => {
      const names = most.map(({ name, bytes }) => `${visible(name)} (${formatSize(bytes)})`).join(", ");
      const name = region === "flash" ? "FLASH" : "RAM";
      return paint(
        terminal,
        "bad",
        `${name}: ${grouped(overBytes)} bytes more than ${formatSize(limitBytes)}; most of it: ${names}`,
      );
    }),
    ...(changedFiles.length > 0 ? [`changed since it was generated: ${changedFiles.map(visible).join(", ")}`] : []),
    ...notes.map(visible),
    paint(terminal, "faint", `${machine}, ${visible(compiler)}`),
  ];
}

function explain({ sample, layer, position, expected, actual, file, line }: Divergence): string {
  const [row = 0, column, channel] = position;
  const place = column === undefined ? `row ${row}` : `row ${row}, column ${column}, channel ${channel ?? 0}`;
  const values = expected === null || actual === null ? "" : `: ${actual} instead of ${expected}`;
  return `first in layer ${visible(layer)}, ${place}${values} (sample ${sample}; ${visible(file)}:${line})`;
}

function renderCosts({ layers, instructions }: Verification, map: MemoryMap, terminal: Terminal): string[] {
  const shown = (text: string): Cell => ({ text: ornaments(terminal, text) });
  const row = (name: string, op: string, macs: number, count: number | null): readonly Cell[] => [
    shown(shorten(visible(name), NAME_LENGTH, "…")),
    shown(shorten(visible(op), OPERATOR_LENGTH, "…")),
    shown(macs === 0 ? "–" : grouped(macs)),
    shown(count === null ? "–" : grouped(count)),
    shown(macs === 0 || count === null ? "–" : (count / macs).toFixed(2)),
  ];
  const macs = map.layers.reduce((sum, layer) => sum + layer.macs, 0);
  const rows = map.layers.map((layer, i) => row(layer.name, layer.op, layer.macs, layers[i]?.instructions ?? null));
  const [heading = "", ...lines] = renderTable(LAYER_COLUMNS, [...rows, row("whole run", "", macs, instructions)]);
  return [paint(terminal, "faint", heading), ...lines];
}

/** Kinds that have an item for each layer are summed up; layers whose bytes differ are listed too. */
const BY_LAYER: readonly VerifiedItem["kind"][] = ["weights", "constants", "tables"];

function renderItems({ items, flashBytes, ramBytes }: Verification, terminal: Terminal): string[] {
  const shown = (text: string): Cell => ({ text: ornaments(terminal, text) });
  const row = (region: string, name: string, estimated: number, measured: number): readonly Cell[] => [
    shown(region),
    shown(shorten(visible(name), NAME_LENGTH, "…")),
    shown(grouped(estimated)),
    shown(grouped(measured)),
    shown(
      measured === estimated ? "=" : `${measured > estimated ? "+" : "−"}${grouped(Math.abs(measured - estimated))}`,
    ),
  ];
  const of = (item: VerifiedItem): readonly Cell[] =>
    row(regionName(item.region), item.name, item.estimatedBytes, item.measuredBytes);
  const total = (name: string, region: string, some: readonly VerifiedItem[]): readonly Cell[] =>
    row(region, name, sum(some, "estimatedBytes"), sum(some, "measuredBytes"));
  const rows = BY_LAYER.flatMap((kind) => {
    const some = items.filter((item) => item.kind === kind);
    const wrong = some.filter((item) => item.estimatedBytes !== item.measuredBytes);
    return some.length === 0 ? [] : [total(kind, "FLASH", some), ...wrong.map(of)];
  });
  rows.push(...items.filter(({ kind }) => !BY_LAYER.includes(kind)).map(of));
  const code = items.filter(({ kind }) => kind === "code");
  const flash = items.filter(({ region }) => region === "flash");
  const ram = items.filter(({ region }) => region === "ram");
  rows.push(total("all code", "FLASH", code), total("in all", "FLASH", flash), total("in all", "RAM", ram));
  const [heading = "", ...lines] = renderTable(ITEM_COLUMNS, rows);
  const linked = `linked: ${formatSize(flashBytes ?? 0)} of FLASH, ${formatSize(ramBytes ?? 0)} of RAM with the stack that was used`;
  return [paint(terminal, "faint", heading), ...lines, linked];
}

function regionName(region: VerifiedItem["region"]): string {
  return region === "flash" ? "FLASH" : "RAM";
}

function sum(items: readonly VerifiedItem[], field: "estimatedBytes" | "measuredBytes"): number {
  return items.reduce((total, item) => total + item[field], 0);
}

function grouped(value: number): string {
  return value.toString().replace(/\B(?=(\d{3})+$)/g, ",");
}
