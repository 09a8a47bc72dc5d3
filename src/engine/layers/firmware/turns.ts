/**
 * How often the loops of a kernel turn for a layer: what instructions and time are counted from. Names are the kernel's own; what a turn takes, by core and
 * level of optimization, is in memory/timing, which bench/instructions.ts measures. A turn is what costs about the same whatever the layer: an input
 * code gathered, a word of weights multiplied, an output code written.
 */
import { codesPerWord, type Bits, type CodeBits, type WeightBits } from "../../base/bits";
import type { Shape3 } from "../../ir/network";
import type { Window } from "../../ir/op";

/** Turns by the name of the loop; what is not named does not turn. */
export type Turns = Readonly<Record<string, number>>;

/** Widths around a layer, and shapes. */
export interface TurnsSite {
  readonly inputs: readonly TurnsInput[];
  readonly output: { readonly shape: Shape3; readonly bits: CodeBits };
  /** Absent where the layer has none. */
  readonly weightBits?: WeightBits;
  /** How often its function is called: once, or for each row of the output. */
  readonly calls: number;
}

export interface TurnsInput {
  readonly shape: Shape3;
  readonly bits: CodeBits;
  /** Its codes mean what the output's mean. */
  readonly sharesQuantization: boolean;
}

/** A loop whose turns take different times at different widths. */
export function atWidth(loop: string, bits: Bits | CodeBits): string {
  return `${loop}/${bits}`;
}

/** Of kernels that bench/instructions.ts does not run yet: no table has this loop, and reports name the layer as one without a time. */
export const NEVER_COUNTED = (): Turns => ({ uncounted: 1 });

/** Codes that kernels hold at once where they go through bytes on the stack (BW_CHUNK). */
export const CHUNK = 32;

/** Of kernels that go through their output's elements, with an operand read at its width each; `run`: elements that are handled without a break. */
export function elementTurns(site: TurnsSite, run = Infinity): Turns {
  const elements = size(site.output.shape);
  const perCall = elements / site.calls;
  const turns: Record<string, number> = { call: site.calls };
  site.inputs.forEach(({ bits }, i) => (turns[atWidth(i === 0 ? "in" : "second", bits)] = elements));
  turns[atWidth("out", site.output.bits)] = elements;
  turns["chunk"] = site.calls * Math.ceil(perCall / Math.min(CHUNK, run, perCall));
  return turns;
}

/** Columns or rows of an output, by what lies under their window. */
export interface Coverage {
  /** Those that see nothing but the input. */
  readonly whole: number;
  /** The rest. */
  readonly edge: number;
}

export function coverageOf(window: Window, axis: 0 | 1, inputs: number, outputs: number): Coverage {
  const extent = (window.kernel[axis] - 1) * window.dilations[axis] + 1;
  const stride = window.strides[axis];
  const before = window.pads[axis];
  const first = Math.ceil(before / stride);
  const end = Math.min(outputs, Math.floor((inputs + before - extent) / stride) + 1);
  const whole = inputs + before < extent ? 0 : Math.max(0, end - first);
  return { whole, edge: outputs - whole };
}

/** Taps that lie inside the input, over all outputs of an axis. */
function insideTaps(window: Window, axis: 0 | 1, inputs: number, outputs: number): number {
  let inside = 0;
  for (let output = 0; output < outputs; output++) {
    for (let tap = 0; tap < window.kernel[axis]; tap++) {
      const at = output * window.strides[axis] + tap * window.dilations[axis] - window.pads[axis];
      if (at >= 0 && at < inputs) inside++;
    }
  }
  return inside;
}

/** Runs of narrow codes are read and written four at a time where they begin and end at a multiple of four. */
export function runLoop(loop: string, bits: CodeBits, run: number): string {
  return bits < 8 && run % 4 !== 0 ? `${loop}Odd/${bits}` : `${loop}/${bits}`;
}

/** Words of weights that an output channel of so many weights takes. */
export function wordsOf(perChannel: number, bits: WeightBits): number {
  return Math.ceil(perChannel / codesPerWord(bits));
}

/** The first input's shape. */
export function firstShape({ inputs, output }: TurnsSite): Shape3 {
  return inputs[0]?.shape ?? output.shape;
}

/** The width of the first input. */
export function firstBits({ inputs, output }: TurnsSite): CodeBits {
  return inputs[0]?.bits ?? output.bits;
}

export function size([rows, columns, channels]: Shape3): number {
  return rows * columns * channels;
}

/** Narrow codes are put together from bytes. */
export function written(loop: string, bits: CodeBits): string {
  return bits === 8 ? `${loop}/8` : `${loop}/narrow`;
}

/** Of pools, which go through the channels of a window's pixels a chunk at a time. */
export function poolTurns(window: Window, site: TurnsSite): Turns {
  const [rows, columns, channels] = site.output.shape;
  const [height, width] = firstShape(site);
  const pixels = rows * columns;
  const taps = insideTaps(window, 0, height, rows) * insideTaps(window, 1, width, columns);
  const chunks = Math.ceil(channels / CHUNK);
  const bits = firstBits(site);
  return {
    row: rows,
    pixel: pixels,
    chunk: pixels * chunks,
    chunkTap: taps * chunks,
    rest: bits === 8 ? taps * (channels % 4) : 0,
    [runLoop("in", bits, channels)]: taps * (bits === 8 ? channels - (channels % 4) : channels),
    [runLoop("out", site.output.bits, channels)]: pixels * channels,
  };
}

/** Of kernels that move runs of codes as they are. */
export function copyTurns(site: TurnsSite, runs: number): Turns {
  return {
    row: site.calls,
    run: runs,
    [runLoop("code", site.output.bits, size(site.output.shape) / runs)]: size(site.output.shape),
  };
}
