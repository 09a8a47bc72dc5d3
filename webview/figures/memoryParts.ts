/**
 * What FLASH and RAM are spent on, as parts that add up to the account's figure to the byte. FLASH: weights by width, constants, tables,
 * code. RAM in the linked account: what is alive at the peak, what the placement leaves between buffers, context and stack.
 */
import type { AccountName, Report, WeightBits } from "../../src/protocol/files/report";
import { peakStep } from "./layers/layerRows";
import { stepsOf } from "./ramSteps";

export type PartKind =
  | "weights8"
  | "weights5"
  | "weights4"
  | "weights3"
  | "weights2"
  | "constants"
  | "tables"
  | "code"
  | "activations"
  | "states"
  | "scratch"
  | "gaps"
  | "context"
  | "stack";

export interface Part {
  readonly kind: PartKind;
  readonly title: string;
  readonly sizeBytes: number;
  readonly estimated: boolean;
}

export interface MemoryFigure {
  readonly account: AccountName;
  readonly needBytes: number;
  /** null without a budget. */
  readonly limitBytes: number | null;
  readonly parts: readonly Part[];
  /** The same need in the other account. */
  readonly otherBytes: number;
}

const TITLES: Readonly<Record<PartKind, string>> = {
  weights8: "8-bit weights",
  weights5: "5-bit weights",
  weights4: "4-bit weights",
  weights3: "3-bit weights",
  weights2: "2-bit weights",
  constants: "constants",
  tables: "tables",
  code: "code",
  activations: "activations",
  states: "states",
  scratch: "scratch",
  gaps: "gaps",
  context: "context",
  stack: "stack",
};

const WEIGHTS: Readonly<Record<WeightBits, PartKind>> = {
  8: "weights8",
  5: "weights5",
  4: "weights4",
  3: "weights3",
  2: "weights2",
};

export function flashFigure(report: Report): MemoryFigure {
  const { account, flashBytes } = report.target;
  return {
    account,
    needBytes: report.memory[account].flashBytes,
    limitBytes: flashBytes,
    parts: collect(account === "linked" ? linkedFlash(report) : modelFlash(report)),
    otherBytes: report.memory[otherAccount(account)].flashBytes,
  };
}

export function ramFigure(report: Report): MemoryFigure {
  const { account, ramBytes } = report.target;
  return {
    account,
    needBytes: report.memory[account].ramBytes,
    limitBytes: ramBytes,
    parts: collect(ramAtPeak(report)),
    otherBytes: report.memory[otherAccount(account)].ramBytes,
  };
}

export function otherAccount(account: AccountName): AccountName {
  return account === "linked" ? "model" : "linked";
}

type Amount = readonly [kind: PartKind, sizeBytes: number, estimated?: boolean];

function* modelFlash({ layers }: Report): Generator<Amount> {
  for (const { weightBits, weightBytes, constantBytes } of layers) {
    if (weightBits !== null) yield [WEIGHTS[weightBits], weightBytes];
    yield ["constants", constantBytes];
  }
}

function* linkedFlash({ memory, layers }: Report): Generator<Amount> {
  const bitsByLayer = new Map(layers.map(({ name, weightBits }) => [name, weightBits]));
  for (const { region, kind, sizeBytes, layer, estimated } of memory.linked.items) {
    if (region !== "flash") continue;
    if (kind === "weights") yield [WEIGHTS[bitsByLayer.get(layer ?? "") ?? 8], sizeBytes, estimated];
    else if (kind === "constants" || kind === "tables" || kind === "code") yield [kind, sizeBytes, estimated];
  }
}

function* ramAtPeak(report: Report): Generator<Amount> {
  const { memory, target } = report;
  const peak = stepsOf(report)[peakStep(report)];
  const scratch = peak?.scratch ?? 0;
  const live = peak?.live ?? 0;
  const states = peak?.states ?? 0;
  yield ["activations", live - scratch - states];
  yield ["states", states];
  yield ["scratch", scratch];
  if (target.account === "model") return;
  yield ["gaps", memory.arena.bytes - live];
  for (const { region, kind, sizeBytes, estimated } of memory.linked.items) {
    if (region === "ram" && (kind === "context" || kind === "stack")) yield [kind, sizeBytes, estimated];
  }
}

/** Sums a kind's amounts; kinds stand in the order of TITLES, empty ones are left out. */
function collect(amounts: Iterable<Amount>): readonly Part[] {
  const parts = new Map<PartKind, Part>();
  for (const [kind, sizeBytes, estimated = false] of amounts) {
    const sum = parts.get(kind);
    parts.set(kind, {
      kind,
      title: TITLES[kind],
      sizeBytes: (sum?.sizeBytes ?? 0) + sizeBytes,
      estimated: estimated || sum?.estimated === true,
    });
  }
  const order = Object.keys(TITLES);
  return [...parts.values()]
    .filter(({ sizeBytes }) => sizeBytes > 0)
    .sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind));
}
