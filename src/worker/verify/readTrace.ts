/**
 * trace.bin, what the harness wrote (src/firmware/verify/harness.c): rows, outputs and readings of the clock, and from these the number of
 * instructions.
 *
 * Ticks become instructions without guessing: the loop of few and the loop of many rounds say how many ticks an instruction takes and what
 * one interrupt of the clock costs.
 */
import { ok, refuse, type Outcome } from "../../engine";

/** One output row as the model left it: codes first … first + count − 1 of packed bytes, or floats. */
export interface TracedRow {
  readonly step: number;
  readonly y: number;
  readonly first: number;
  readonly count: number;
  readonly bits: number;
  readonly bytes: Uint8Array;
}

export interface TracedSample {
  readonly rows: readonly TracedRow[];
  /** Every output as it lies in memory, one after the other. */
  readonly output: Uint8Array;
}

export interface Trace {
  readonly samples: readonly TracedSample[];
  readonly readings: ReadonlyMap<Reading, Span>;
  /** By step: each row of the first sample, hook included. */
  readonly spent: ReadonlyMap<number, readonly Span[]>;
  /** What a board ended with; null where its program did not come to an end, and on this machine, where the process has a status. */
  readonly status: number | null;
}

/** A time by the harness' clock. */
export interface Span {
  readonly ticks: number;
  /** How often the clock's interrupt occurred. */
  readonly wraps: number;
}

/** In the order of the harness' enum; the stack is bytes in the place of ticks. */
const READINGS = ["nothing", "few", "many", "hook", "run", "stack"] as const;
export type Reading = (typeof READINGS)[number];

/** Rounds of the harness' two loops, two instructions each. */
const FEW_ROUNDS = 1000;
const MANY_ROUNDS = 12_000_000;
/** QEMU's -icount shift=7: an instruction is 2^7 ns. */
export const ICOUNT_SHIFT = 7;
const NANOSECONDS = 2 ** ICOUNT_SHIFT;
/** Slower clocks do not tell single instructions apart; the boards' run at 20 MHz and more. */
const LEAST_MEGAHERTZ = 16;
/** The clock's interrupt is five instructions. */
const MOST_INTERRUPT = 20;

const OUTPUT = 0x80000000;
const TICKS = 0x80000001;
const SPENT = 0x80000002;
const END = 0x80000003;
const HEADER_BYTES = 20;

export function readTrace(bytes: Uint8Array): Outcome<Trace> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const samples: TracedSample[] = [];
  const readings = new Map<Reading, Span>();
  const spent = new Map<number, Span[]>();
  let rows: TracedRow[] = [];
  let status: number | null = null;
  let at = 0;
  while (status === null && at + HEADER_BYTES <= bytes.length) {
    const [kind, a, b, c, d] = [0, 4, 8, 12, 16].map((offset) => view.getUint32(at + offset, true)) as Words;
    at += HEADER_BYTES;
    if (kind === END) {
      status = a;
      continue;
    }
    if (kind === TICKS) {
      const reading = READINGS[a];
      if (reading) readings.set(reading, spanOf(b, c));
      continue;
    }
    if (kind === SPENT) {
      const ofStep = spent.get(a) ?? [];
      spent.set(a, ofStep);
      ofStep.push(spanOf(b, c));
      continue;
    }
    const length = kind === OUTPUT ? c : Math.ceil(((b + c) * d) / 8);
    if (at + length > bytes.length) break;
    const held = bytes.subarray(at, at + length);
    at += length;
    if (kind !== OUTPUT) rows.push({ step: kind, y: a, first: b, count: c, bits: d, bytes: held });
    else {
      samples.push({ rows, output: held });
      rows = [];
    }
  }
  if (at === bytes.length) return ok({ samples, readings, spent, status });
  return refuse({ code: "verify.trace", message: "the model stopped before it had told everything" });
}

type Words = [number, number, number, number, number];

function spanOf(low: number, high: number): Span {
  return { ticks: low + (high & 0xffff) * 2 ** 32, wraps: high >>> 16 };
}

/** Instructions within a span, less what lies in one without anything: between two readings, or between two calls of the hook. */
export type Clock = (span: Span, without: "nothing" | "hook") => number;

/** undefined where no clock ran, or where its readings are not those of a clock that executed instructions move on. */
export function clockOf(readings: ReadonlyMap<Reading, Span>): Clock | undefined {
  const [nothing, few, many] = [readings.get("nothing"), readings.get("few"), readings.get("many")];
  if (!nothing || !few || !many || few.ticks <= nothing.ticks) return undefined;
  const megahertz = Math.round((1000 * (many.ticks - few.ticks)) / (2 * (MANY_ROUNDS - FEW_ROUNDS)) / NANOSECONDS);
  const perInstruction = (megahertz * NANOSECONDS) / 1000;
  const loops = 2 * (MANY_ROUNDS - FEW_ROUNDS);
  const wraps = many.wraps - few.wraps;
  const perWrap = wraps > 0 ? Math.round(((many.ticks - few.ticks) / perInstruction - loops) / wraps) : 0;
  if (megahertz < LEAST_MEGAHERTZ || perWrap < 0 || perWrap > MOST_INTERRUPT) return undefined;
  // A reading is off by less than a tick, a span by less than one: too little to be taken for another number of instructions.
  const rounded = ({ ticks, wraps }: Span): number => Math.round(ticks / perInstruction) - perWrap * wraps;
  const hook = readings.get("hook") ?? nothing;
  return (span, without) => Math.max(0, rounded(span) - rounded(without === "hook" ? hook : nothing));
}
