/**
 * RAM over time: at each step the bytes of the arena that are alive, told apart by what they are alive for. A byte counts once, also where
 * an output is written over the input that dies there; so the sum at each step is the report's own figure of live bytes.
 */
import { formatSize } from "../../src/protocol/words/format";
import { visible } from "../../src/protocol/words/visible";
import type { Report, ReportBuffer, ReportSegment } from "../../src/protocol/files/report";
import { rowSegments } from "./ways";

export type Role = "states" | "output" | "scratch" | "input" | "kept" | "rows";

/** From the bottom of a column up: what is there at every step first. */
export const ROLES: readonly Role[] = ["states", "input", "output", "kept", "rows", "scratch"];

export const ROLE_TITLES: Readonly<Record<Role, string>> = {
  states: "states, kept from run to run",
  input: "read for the last time",
  output: "written",
  kept: "kept for later",
  rows: "rows held between layers",
  scratch: "scratch",
};

export interface RamColumn extends Readonly<Record<Role, number>> {
  readonly step: number;
  readonly layer: string;
  readonly live: number;
}

/** Bytes that are there at every step beside the arena's live ones: none in the model account. */
export function constantBytes({ memory, target }: Report): number {
  if (target.account === "model") return 0;
  return memory.linked.items.reduce(
    (sum, { region, kind, sizeBytes }) =>
      sum + (region === "ram" && kind !== "arena" && kind !== "states" ? sizeBytes : 0),
    0,
  );
}

/** `peak 8.3 KiB + 1 KiB fixed`: the report's peak, and what the column has below it. */
export function peakWords(report: Report): string {
  const constant = constantBytes(report);
  const peak = `peak ${formatSize(report.memory.peak.bytes)}`;
  return constant === 0 ? peak : `${peak} + ${formatSize(constant)} fixed`;
}

/** Where two buffers share bytes, the earlier role names them. */
const PRECEDENCE: readonly Role[] = ["states", "output", "scratch", "rows", "input", "kept"];

/** Drawn and asked for several times for one report. */
const known = new WeakMap<Report, readonly RamColumn[]>();

export function stepsOf(report: Report): readonly RamColumn[] {
  const found = known.get(report);
  if (found) return found;
  const segments = report.memory.streaming.segments.filter(({ streamed }) => streamed);
  const alive = report.layers.map((): ReportBuffer[] => []);
  for (const buffer of report.memory.arena.buffers) {
    for (let step = buffer.firstStep; step <= buffer.lastStep; step++) alive[step]?.push(buffer);
  }
  const steps = report.layers.map((layer, step): RamColumn => {
    const together = segments.find(({ firstStep, lastStep }) => firstStep <= step && step <= lastStep);
    const states = (alive[step] ?? []).filter((buffer) => isState(report, buffer));
    const others = (alive[step] ?? []).filter((buffer) => !states.includes(buffer));
    const sizes = sizesByRole([
      ...states.map((buffer) => ({ buffer, role: "states" as const })),
      ...others.map((buffer) => ({ buffer, role: roleAt(buffer, step, together) })),
    ]);
    return { step, layer: layer.name, ...sizes, live: ROLES.reduce((sum, role) => sum + sizes[role], 0) };
  });
  known.set(report, steps);
  return steps;
}

/** The roles that some step of the report has bytes for. */
export function rolesIn(report: Report): readonly Role[] {
  return ROLES.filter((role) => stepsOf(report).some((step) => step[role] > 0));
}

const ROLE_WORDS: Readonly<Record<Role, string>> = {
  ...ROLE_TITLES,
  states: "of states, kept from run to run",
  rows: "of rows held between layers",
};

/** What is said of one column: its layer, all that is alive, then a line a role. */
export function stepWords(report: Report, step: number): readonly string[] {
  const figures = stepsOf(report)[step];
  if (!figures) return [];
  const together = rowSegments(report).find(({ firstStep, lastStep }) => firstStep <= step && step <= lastStep);
  return [
    `${visible(figures.layer, 48)}: ${formatSize(figures.live)} alive`,
    ...ROLES.filter((role) => figures[role] > 0).map((role) => `${formatSize(figures[role])} ${ROLE_WORDS[role]}`),
    ...(together ? [`row by row with ${together.title}`] : []),
  ];
}

/**
 * Whether it holds what one run leaves for the next: the value before, or the new one that is written over it. A new one that is copied at the
 * end lies elsewhere until then, and is no state yet.
 */
export function isState({ states = [] }: Report, { kind, name, over }: ReportBuffer): boolean {
  return kind === "activation" && states.some(({ input }) => input === name || input === over);
}

/**
 * What a buffer that is no state is alive for at a step. A tensor that arrives from outside is an input from the first step on.
 * @param together the streamed segment of the step: its layers run by turns, so that all of them read and write throughout
 */
export function roleAt({ kind, lastStep, madeAt, ring }: ReportBuffer, step: number, together?: ReportSegment): Role {
  if (kind === "scratch") return "scratch";
  if (madeAt === step) return "output";
  if (!together) return lastStep === step ? "input" : "kept";
  if (ring !== null) return "rows";
  if (madeAt !== null && madeAt >= together.firstStep && madeAt <= together.lastStep) return "output";
  return lastStep <= together.lastStep ? "input" : "kept";
}

/** Tensors that no layer makes. */
export function networkInputs(buffers: readonly ReportBuffer[]): ReadonlySet<string> {
  return new Set(buffers.flatMap(({ kind, madeAt, name }) => (kind === "activation" && madeAt === null ? [name] : [])));
}

function sizesByRole(
  alive: readonly { readonly buffer: ReportBuffer; readonly role: Role }[],
): Readonly<Record<Role, number>> {
  const sizes: Record<Role, number> = { states: 0, output: 0, scratch: 0, input: 0, kept: 0, rows: 0 };
  const ranked = [...alive].sort((a, b) => PRECEDENCE.indexOf(a.role) - PRECEDENCE.indexOf(b.role));
  const taken: [number, number][] = [];
  for (const { buffer, role } of ranked) {
    const range: [number, number] = [buffer.offset, buffer.offset + buffer.sizeBytes];
    sizes[role] += freeWithin(range, taken);
    taken.push(range);
  }
  return sizes;
}

/** Bytes of a range that no range taken before covers. */
function freeWithin([start, end]: readonly [number, number], taken: readonly (readonly [number, number])[]): number {
  let free = 0;
  let at = start;
  for (const [from, to] of [...taken].sort((a, b) => a[0] - b[0])) {
    if (to <= at || from >= end) continue;
    free += Math.max(0, from - at);
    at = Math.max(at, to);
  }
  return free + Math.max(0, end - at);
}
