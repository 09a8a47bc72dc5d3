/**
 * What a turn of each loop of the kernels takes, by core and level of optimization, in instructions of some classes. The data beside this file, one table
 * a core, is made by bench/instructions.ts: kernels are run in emulation on layers of many shapes, and turns are what explains the counts best.
 */
import type { Optimization } from "../../base/build";

/**
 * All instructions; and of these, what takes more than a cycle on some cores. `loads`: a load, or the first of several one behind the other, and each
 * multiple transfer; `words`: of a multiple transfer, all but the first; `stores`: single ones; `taken`: jumps that are made, calls and
 * returns; `sums`: multiplications with an addition; `longs`: those with 64 bits as their result, or the upper half of them.
 */
export const CLASSES = ["instructions", "loads", "words", "stores", "taken", "sums", "longs", "divisions"] as const;
export type InstructionClass = (typeof CLASSES)[number];
export type Instructions = Readonly<Record<InstructionClass, number>>;

export interface InstructionTable {
  /** What measured it: compiler, core and level. */
  readonly toolchain: string;
  /** By "function loop". */
  readonly turns: ReadonlyMap<string, Instructions>;
}

/** As the bench writes it: a line for each loop, "function loop" and the classes in order, those behind the last that occurs left out. */
export interface InstructionData {
  readonly compiler: string;
  readonly levels: Readonly<Record<Optimization, string>>;
}

export function instructionsOf(count: (one: InstructionClass) => number): Instructions {
  return Object.fromEntries(CLASSES.map((one) => [one, count(one)])) as Record<InstructionClass, number>;
}

export function parseTurns(text: string): ReadonlyMap<string, Instructions> {
  const lines = text.trim().split("\n");
  return new Map(
    lines.map((line) => {
      const [name = "", loop = "", ...counts] = line.split(" ");
      return [`${name} ${loop}`, instructionsOf((one) => Number(counts[CLASSES.indexOf(one)] ?? 0))] as const;
    }),
  );
}
