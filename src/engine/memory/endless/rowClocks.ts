/**
 * When rows of a network whose rows never end exist. A hop brings new rows of the input; layers that run row by row make theirs of them and of rows
 * that are kept. Behind the last of these, layers see a window of rows, as they do in the network as given, once a hop.
 *
 * What layers make of rows is what the network would make of one clip that began with the first row and has not ended: padding in front of the first
 * row is as in the network; padding behind the last does not occur, so a layer that looks ahead waits for rows. Where a stream is one clip, both occur.
 */
import { activationOf, type ActivationId, type Layer, type Network } from "../../ir/network";
import { roomOf } from "../../layers/rooms";
import { shapesOf, type RowLine } from "../../layers/rows";

/** Of a tensor with an endless axis of rows. */
export interface Clock {
  /** New rows a hop. */
  readonly rows: number;
  /** Rows of the input from one of its rows to the next. */
  readonly stride: number;
  /** After n hops row n·rows − 1 − late is the youngest. The first `late` rows made have indices below 0: no clip has them. */
  readonly late: number;
}

/** The rows that a layer reads in a hop, counted back from the youngest, which is 0: the oldest one, and the youngest one. */
export interface RowsRead {
  readonly layer: Layer;
  readonly tensor: ActivationId;
  readonly oldest: number;
  readonly youngest: number;
  /** Whether the network as given reads rows in front of the first, and behind the last, which are zeros. */
  readonly padded: { readonly inFront: boolean; readonly behind: boolean };
}

export interface Timing {
  readonly clocks: ReadonlyMap<ActivationId, Clock>;
  /** Layers that make new rows alone, by index. */
  readonly byRows: ReadonlySet<number>;
  readonly reads: readonly RowsRead[];
  /** Rows of the input from the first that an answer speaks of until the answer is there. */
  readonly answerRows: number;
}

/** A layer that takes every so many rows, which are no divisor of what a hop brings. */
export interface UnevenHop {
  readonly layer: Layer;
  readonly rows: number;
  readonly every: number;
}

/**
 * @param input whose rows never end
 * @param exactly whether an answer is wanted of the very first rows: then it is there behind a whole hop
 */
export function timingOf(network: Network, input: ActivationId, hop: number, exactly: boolean): Timing | UnevenHop {
  const clocks = new Map<ActivationId, Clock>([[input, { rows: hop, stride: 1, late: 0 }]]);
  const byRows = new Set<number>();
  const reads: RowsRead[] = [];
  const windowed: { readonly layer: Layer; readonly tensor: ActivationId; readonly span: Span }[] = [];
  for (const layer of network.layers) {
    const timed = [...new Set(layer.inputs)].filter((id) => clocks.has(id));
    if (timed.length === 0) continue;
    const lines = timed.length === new Set(layer.inputs).size ? linesOf(network, layer) : undefined;
    if (!lines) {
      for (const tensor of timed) windowed.push({ layer, tensor, span: windowOf(network, layer, tensor) });
      continue;
    }
    const made = clockOf(layer, lines, clocks);
    if ("every" in made) return made;
    clocks.set(layer.output, made);
    byRows.add(layer.index);
    lines.forEach(({ step, first, last }, i) => {
      const tensor = layer.inputs[i] as ActivationId;
      const { late } = clocks.get(tensor) as Clock;
      const youngest = (1 + made.late) * step - 1 - late - last;
      const oldest = (made.rows + made.late) * step - 1 - late - first;
      const end = (activationOf(network, layer.output).shape[0] - 1) * step + last;
      const behind = end >= activationOf(network, tensor).shape[0];
      reads.push({ layer, tensor, oldest, youngest, padded: { inFront: first < 0, behind } });
    });
  }
  const strides = [...clocks.values()].map(({ stride }) => stride);
  const common = exactly ? hop : strides.reduce((all, stride) => leastCommonMultiple(all, stride), 1);
  const waits = windowed.map(({ tensor, span }) => {
    const { late, stride } = clocks.get(tensor) as Clock;
    return (late + span.last + 1) * stride;
  });
  // Windows of several tensors speak of the same rows of the input.
  const answered = Math.ceil(Math.max(0, ...waits) / common) * common;
  for (const { layer, tensor, span } of windowed) {
    const { late, stride } = clocks.get(tensor) as Clock;
    const youngest = answered / stride - (late + span.last + 1);
    reads.push({ layer, tensor, youngest, oldest: youngest + span.last - span.first, padded: UNPADDED });
  }
  const direct = network.outputs.flatMap((id) => {
    const clock = clocks.get(id);
    return clock ? (clock.late + activationOf(network, id).shape[0]) * clock.stride : [];
  });
  return { clocks, byRows, reads, answerRows: Math.max(answered, ...direct) };
}

/** A window is computed as the network as given computes it. */
const UNPADDED = { inFront: false, behind: false };

interface Span {
  readonly first: number;
  readonly last: number;
}

/** The rows of the clip that a layer with one output row looks at, where none of them are padding; else all of the clip's. */
function windowOf(network: Network, layer: Layer, tensor: ActivationId): Span {
  const [height] = activationOf(network, tensor).shape;
  const whole = { first: 0, last: height - 1 };
  if (!isWindow(layer) || activationOf(network, layer.output).shape[0] !== 1) return whole;
  const line = lineOf(network, layer, 0);
  return line && line.first >= 0 && line.last < height ? { first: line.first, last: line.last } : whole;
}

export function isWindow(layer: Layer): layer is Extract<Layer, { readonly kernel: unknown }> {
  return "kernel" in layer;
}

/** Which rows an output row reads of each input, where the layer makes a row of a few, each in the same way; undefined where it does not. */
function linesOf(network: Network, layer: Layer): readonly RowLine[] | undefined {
  if (activationOf(network, layer.output).shape[0] === 1 || !isSteady(layer)) return undefined;
  const lines = layer.inputs.map((_, input) => lineOf(network, layer, input));
  return lines.every((line) => line !== undefined && line.step > 0) ? (lines as readonly RowLine[]) : undefined;
}

function lineOf(network: Network, layer: Layer, input: number): RowLine | undefined {
  const rule = roomOf(layer).rows(layer, shapesOf(network, layer), input);
  return rule && "step" in rule ? rule : undefined;
}

/** Whether every row is made like any other one: what pads time otherwise than with zeros, or puts times behind each other, sees where a clip ends. */
function isSteady(layer: Layer): boolean {
  switch (layer.kind) {
    case "concat":
      return layer.axis !== 0;
    case "pad":
      return layer.pads[0] === 0 && layer.pads[2] === 0;
    case "maxPool":
      return layer.pads[0] === 0;
    case "averagePool":
      return layer.pads[0] === 0 || layer.countIncludePad;
    default:
      return true;
  }
}

function clockOf(layer: Layer, lines: readonly RowLine[], clocks: ReadonlyMap<ActivationId, Clock>): Clock | UnevenHop {
  let made: Clock | undefined;
  for (const [i, { step, last }] of lines.entries()) {
    const { rows, stride, late } = clocks.get(layer.inputs[i] as ActivationId) as Clock;
    if (rows % step !== 0) return { layer, rows, every: step };
    const waits = Math.max(0, Math.ceil((last + 1 + late) / step) - 1);
    made = { rows: rows / step, stride: stride * step, late: Math.max(made?.late ?? 0, waits) };
  }
  if (!made) throw new Error(`"${layer.name}" reads nothing`);
  return made;
}

export function leastCommonMultiple(a: number, b: number): number {
  let [x, y] = [a, b];
  while (y > 0) [x, y] = [y, x % y];
  return (a / x) * b;
}
