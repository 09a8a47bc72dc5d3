/**
 * Integer programs computed straight from their definition (docs/numerics.md, ir/program.ts), one output element at a time and with
 * BigInt: slow, and too simple to be wrong in the same way as the interpreter. Shares no code with it.
 */
import type { Codes } from "../../../src/engine/base/bits";
import { naiveRecurrence } from "./naiveRecurrent";
import { activationOf, type ActivationId, type Layer, type Network } from "../../../src/engine/ir/network";
import type { Neuron, Window } from "../../../src/engine/ir/op";
import type { ActivationFormat, FireNumbers, Program, QuantizedWeights, Step } from "../../../src/engine/ir/program";

/** Codes of every activation; the softmax tail has none. */
export function naiveRun(
  program: Program,
  inputs: ReadonlyMap<ActivationId, Codes>,
): ReadonlyMap<ActivationId, readonly number[]> {
  const { network } = program;
  const known = new Map<ActivationId, number[]>([...inputs].map(([id, codes]) => [id, [...codes]]));
  const view = (id: ActivationId): NaiveTensor =>
    new NaiveTensor(network, id, known.get(id) ?? [], need(program.formats[id]));
  for (const layer of network.layers) {
    if (layer.kind === "softmax") continue;
    const element = elementOf(
      layer,
      need(program.steps[layer.index]),
      layer.inputs.map(view),
      need(program.formats[layer.output]),
    );
    const [rows, columns, channels] = activationOf(network, layer.output).shape;
    const codes: number[] = [];
    for (let y = 0; y < rows; y++)
      for (let x = 0; x < columns; x++) for (let c = 0; c < channels; c++) codes.push(element(y, x, c));
    known.set(layer.output, codes);
  }
  return known;
}

/** floor((acc·m + 2^(n−1)) / 2^n); BigInt's >> rounds down. */
export function naiveRequantize(acc: bigint, multiplier: number, shift: number): bigint {
  return (acc * BigInt(multiplier) + (1n << BigInt(shift - 1))) >> BigInt(shift);
}

/** 1/√value as reciprocal·2^(h − 31), by trying roots one bit at a time. */
function naiveInverseRoot(value: bigint): { readonly reciprocal: bigint; readonly h: number } {
  let h = 0;
  let scaled = value > 0n ? value : 1n;
  for (; scaled >= 1n << 32n; h--) scaled /= 4n;
  for (; scaled < 1n << 30n; h++) scaled *= 4n;
  let root = 0n;
  for (let bit = 1n << 16n; bit > 0n; bit /= 2n) if ((root + bit) ** 2n <= scaled) root += bit;
  // (root + ½)² = root² + root + ¼
  if (scaled > root * root + root) root++;
  return { reciprocal: ((1n << 31n) + root / 2n) / root, h };
}

class NaiveTensor {
  readonly shape: readonly [number, number, number];

  constructor(
    network: Network,
    id: ActivationId,
    readonly codes: number[],
    readonly format: ActivationFormat,
  ) {
    this.shape = activationOf(network, id).shape;
  }

  inside(y: number, x: number): boolean {
    return y >= 0 && y < this.shape[0] && x >= 0 && x < this.shape[1];
  }

  code(y: number, x: number, c: number): number {
    return need(this.codes[(y * this.shape[1] + x) * this.shape[2] + c]);
  }

  /** x − zx, 0 outside the image. */
  difference(y: number, x: number, c: number): bigint {
    return this.inside(y, x) ? BigInt(this.code(y, x, c) - this.format.zeroPoint) : 0n;
  }

  /** As the second operand of an element-wise layer: [1, 1, C] repeats over rows and columns. */
  broadcast(y: number, x: number, c: number): bigint {
    return this.difference(this.shape[0] === 1 ? 0 : y, this.shape[1] === 1 ? 0 : x, c);
  }
}

type Element = (y: number, x: number, c: number) => number;

function elementOf(layer: Layer, step: Step, inputs: readonly NaiveTensor[], output: ActivationFormat): Element {
  const a = need(inputs[0]);
  const b = inputs[1] ?? a;
  const finish = (value: bigint): number => {
    const code = value + BigInt(output.zeroPoint);
    const limit = BigInt(2 ** output.bits - 1);
    return Number(code < 0n ? 0n : code > limit ? limit : code);
  };
  const scaled = (acc: bigint, multipliers: Int32Array, c: number, shift: number): number =>
    finish(naiveRequantize(acc, need(multipliers.length === 1 ? multipliers[0] : multipliers[c]), shift));
  if (layer.kind === "conv" && step.kind === "product") {
    const inputsPerGroup = a.shape[2] / layer.groups;
    const outputsPerGroup = layer.weights.outputChannels / layer.groups;
    return (y, x, c) => {
      const group = Math.floor(c / outputsPerGroup);
      let sum = 0n;
      for (const tap of tapsOf(layer, y, x)) {
        for (let k = 0; k < inputsPerGroup; k++) {
          const index = ((c * layer.kernel[0] + tap.i) * layer.kernel[1] + tap.j) * inputsPerGroup + k;
          const weight = BigInt(levelAt(step.weights, index) - need(step.weights.zeroPoints[c]));
          sum += weight * a.difference(tap.y, tap.x, group * inputsPerGroup + k);
        }
      }
      return scaled(accumulated(sum, step, c), step.requantizer.multipliers, c, step.requantizer.shift);
    };
  }
  if (layer.kind === "fullyConnected" && step.kind === "product") {
    const length = layer.weights.perChannel;
    return (y, x, c) => {
      const pixel = y * a.shape[1] + x;
      let sum = 0n;
      for (let k = 0; k < length; k++) {
        const weight = BigInt(levelAt(step.weights, c * length + k) - need(step.weights.zeroPoints[c]));
        sum += weight * BigInt(need(a.codes[pixel * length + k]) - a.format.zeroPoint);
      }
      return scaled(accumulated(sum, step, c), step.requantizer.multipliers, c, step.requantizer.shift);
    };
  }
  if (layer.kind === "add" && step.kind === "sum") {
    return (y, x, c) => {
      const sum = a.difference(y, x, c) * BigInt(step.multiplierA) + b.broadcast(y, x, c) * BigInt(step.multiplierB);
      return finish(naiveRequantize(sum, 1, step.shift));
    };
  }
  if (layer.kind === "mul" && step.kind === "multiply") {
    const { multipliers, shift } = step.requantizer;
    return (y, x, c) => scaled(a.difference(y, x, c) * b.broadcast(y, x, c), multipliers, c, shift);
  }
  if (layer.kind === "lookup" && step.kind === "table") {
    if (a.format.bits === 16) return (y, x, c) => interpolated(step.table, a.difference(y, x, c), a.format, output);
    return (y, x, c) => need(step.table[a.code(y, x, c)]);
  }
  if (layer.kind === "prelu" && step.kind === "slopes") {
    return (y, x, c) => {
      const difference = a.difference(y, x, c);
      return finish(naiveRequantize(difference, difference >= 0n ? step.positive : need(step.negative[c]), step.shift));
    };
  }
  if (layer.kind === "normalize" && step.kind === "normalize") {
    const inner = a.shape[2] / layer.groups;
    return (y, x, c) => {
      const group: bigint[] = [];
      for (let row = 0; row < a.shape[0]; row++)
        for (let column = 0; column < a.shape[1]; column++) {
          if (layer.across === "pixel" && (row !== y || column !== x)) continue;
          for (let i = 0; i < inner; i++) group.push(a.difference(row, column, Math.floor(c / inner) * inner + i));
        }
      const count = BigInt(group.length);
      const sum = layer.centred ? group.reduce((total, value) => total + value, 0n) : 0n;
      const variance = count * group.reduce((total, value) => total + value * value, 0n) - sum * sum;
      const { reciprocal, h } = naiveInverseRoot(variance + BigInt(step.epsilon));
      const deviation = count * a.difference(y, x, c) - sum;
      // Units of 2^-16: reciprocal·2^(h − 31 + 16).
      const places = 31 - 16 - h;
      const n =
        places > 0 ? naiveRequantize(deviation * reciprocal, 1, places) : (deviation * reciprocal) << BigInt(-places);
      const product = n * BigInt(need(step.multipliers[c])) + BigInt(need(step.offsets[c])) * 65536n;
      return finish(naiveRequantize(product, 1, step.shift));
    };
  }
  if (layer.kind === "recurrent" && step.kind === "recurrent") {
    const carried = layer.carried && { hidden: b.codes, cell: inputs[2]?.codes ?? [] };
    const codes = naiveRecurrence(layer, step, { codes: a.codes, format: a.format }, output, carried);
    let flat = 0; // elements are asked for in row-major order
    return () => need(codes[flat++]);
  }
  if (layer.kind === "fire" && step.kind === "fire") {
    const fires = neuronsOf(layer.neuron, step.neurons, b);
    return (y, x, c) => fires(y, x, c, BigInt(need(step.currents[a.code(y, x, c)])));
  }
  if (layer.kind === "spiking" && step.kind === "spiking") {
    const fires = neuronsOf(layer.neuron, step.neurons, b);
    const { product, weights } = layer;
    return (y, x, c) => {
      let sum = 0n;
      const add = (k: number, spike: number): void => {
        const weight = need(step.weights.codes[c * weights.perChannel + k]) - need(step.weights.zeroPoints[c]);
        sum += BigInt(weight * spike);
      };
      if (product.kind === "conv") {
        tapsOf(product, y, x).forEach((tap, i) => {
          for (let ch = 0; ch < a.shape[2] && a.inside(tap.y, tap.x); ch++)
            add(i * a.shape[2] + ch, a.code(tap.y, tap.x, ch));
        });
      } else a.codes.forEach((spike, k) => add(k, spike));
      const shift = BigInt(need(step.shifts[c]));
      const current = shift < 0n ? (sum + (1n << (-shift - 1n))) >> -shift : sum << shift;
      return fires(y, x, c, current + BigInt(need(step.bias[c])));
    };
  }
  if (layer.kind === "requantize" && step.kind === "requantize") {
    return (y, x, c) => scaled(a.difference(y, x, c), step.requantizer.multipliers, c, step.requantizer.shift);
  }
  if (layer.kind === "maxPool" && step.kind === "move") {
    return (y, x, c) => {
      const seen = tapsOf(layer, y, x).filter((tap) => a.inside(tap.y, tap.x));
      return seen.length === 0 ? step.fill : Math.max(...seen.map((tap) => a.code(tap.y, tap.x, c)));
    };
  }
  if (layer.kind === "averagePool" && step.kind === "average") {
    const bottom = a.shape[0] + layer.pads[2] - layer.ceilExtra[0];
    const right = a.shape[1] + layer.pads[3] - layer.ceilExtra[1];
    return (y, x, c) => {
      const taps = tapsOf(layer, y, x);
      const counted = taps.filter((tap) =>
        layer.countIncludePad ? tap.y < bottom && tap.x < right : a.inside(tap.y, tap.x),
      );
      const sum = taps.reduce((total, tap) => total + a.difference(tap.y, tap.x, c), 0n);
      return counted.length === 0
        ? finish(0n)
        : finish(naiveRequantize(sum, need(step.multipliers[counted.length - 1]), step.shift));
    };
  }
  if (layer.kind === "movingAverage" && step.kind === "average") {
    const totals = slidSums(layer, a, b.codes);
    return (_y, _x, c) => finish(naiveRequantize(need(totals[c]), need(step.multipliers[0]), step.shift));
  }
  if (layer.kind === "keptRows" && step.kind === "move") {
    const { skipped, ends } = layer;
    const cell = inputs[2]?.codes;
    const before = cell ? need(cell[0]) + 256 * need(cell[1]) : 0;
    // The count stands still where all rows are alike; a stream that has ended has none but zeros.
    const most = ends ?? skipped;
    const counts = Array.from({ length: a.shape[0] + 1 }, (_, i) =>
      before > most ? before : Math.min(most, before + i),
    );
    const after = need(counts.at(-1));
    if (cell) cell.splice(0, 2, after % 256, Math.floor(after / 256));
    const old = b.shape[0] - a.shape[0];
    return (y, x, c) => {
      if (y < old) return b.code(y + a.shape[0], x, c);
      const count = need(counts[y - old]);
      return cell && (count < skipped || count === ends) ? step.fill : a.code(y - old, x, c);
    };
  }
  if (layer.kind === "concat" && step.kind === "join") {
    return (...place) => {
      let rest = place[layer.axis];
      for (const [i, input] of inputs.entries()) {
        if (rest < input.shape[layer.axis]) {
          const [y = 0, x = 0, c = 0] = place.map((coordinate, axis) => (axis === layer.axis ? rest : coordinate));
          const { multiplier, shift } = need(step.inputs[i]);
          return multiplier === 0
            ? input.code(y, x, c)
            : finish(naiveRequantize(input.difference(y, x, c), multiplier, shift));
        }
        rest -= input.shape[layer.axis];
      }
      throw new Error("beyond the last input");
    };
  }
  if (layer.kind === "slice") {
    const { starts, steps } = layer;
    return (y, x, c) => a.code(starts[0] + y * steps[0], starts[1] + x * steps[1], starts[2] + c * steps[2]);
  }
  if (layer.kind === "pad" && step.kind === "move") {
    return (y, x, c) => {
      const [row, column, channel] = [y - layer.pads[0], x - layer.pads[1], c - layer.channelsBefore];
      return a.inside(row, column) && channel >= 0 && channel < a.shape[2] ? a.code(row, column, channel) : step.fill;
    };
  }
  if (layer.kind === "resize") return (y, x, c) => a.code(need(layer.sourceRows[y]), need(layer.sourceColumns[x]), c);
  if (layer.kind === "transpose") {
    const { from, perm } = layer;
    const sizes = perm.map((axis) => need(from[axis]));
    let flat = 0; // elements are asked for in row-major order
    return () => {
      let rest = flat++;
      const source = from.map(() => 0);
      for (let i = perm.length - 1; i >= 0; i--) {
        source[need(perm[i])] = rest % need(sizes[i]);
        rest = Math.floor(rest / need(sizes[i]));
      }
      return need(a.codes[source.reduce((index, coordinate, axis) => index * need(from[axis]) + coordinate, 0)]);
    };
  }
  throw new Error(`${layer.kind} with the numbers of ${step.kind}`);
}

/** Totals of the latest rows by channel, each channel's rows in a queue; the cell becomes what it is behind them. */
function slidSums(
  { rows, columns }: Extract<Layer, { kind: "movingAverage" }>,
  fresh: NaiveTensor,
  cell: number[],
): readonly bigint[] {
  const [height, , channels] = fresh.shape;
  const size = columns === 1 ? 1 : 2;
  const read = (at: number, bytes: number): bigint =>
    Array.from({ length: bytes }, (_, i) => BigInt(need(cell[at + i])) << BigInt(8 * i)).reduce(
      (all, part) => all | part,
    );
  const write = (at: number, bytes: number, value: bigint): void => {
    for (let i = 0; i < bytes; i++) cell[at + i] = Number(BigInt.asUintN(8, value >> BigInt(8 * i)));
  };
  const totalsAt = Math.ceil((rows * channels * size) / 4) * 4;
  const oldestAt = totalsAt + 4 * channels;
  const stored = Number(read(oldestAt, 2));
  const oldest = stored < rows ? stored : 0;
  const zero = BigInt(fresh.format.zeroPoint);
  const totals = Array.from({ length: channels }, (_, c): bigint => {
    const places = Array.from({ length: rows }, (_, i) => size * (((oldest + i) % rows) * channels + c));
    const queue = places.map((at) => {
      const raw = read(at, size);
      return size === 2 ? BigInt.asIntN(16, raw) : BigInt.asUintN(8, raw + zero) - zero;
    });
    let total = BigInt.asIntN(32, read(totalsAt + 4 * c, 4));
    for (let y = 0; y < height; y++) {
      let sum = 0n;
      for (let x = 0; x < columns; x++) sum += fresh.difference(y, x, c);
      total += sum - need(queue.shift());
      queue.push(sum);
    }
    // The queue's front is at the place behind the youngest.
    queue.forEach((sum, i) => write(need(places[(i + height) % rows]), size, sum));
    write(totalsAt + 4 * c, 4, total);
    return BigInt.asIntN(32, total);
  });
  write(oldestAt, 2, BigInt((oldest + height) % rows));
  return totals;
}

/** Points where distances have as many bits behind the first as an octave has: found by going from point to point. */
function interpolated(table: Codes, distance: bigint, input: ActivationFormat, output: ActivationFormat): number {
  const octave = input.zeroPoint === 0 ? 128n : 64n;
  const pointsUpTo = (reach: bigint): { readonly points: bigint[] } => {
    const points = [0n];
    let step = 1n;
    while (need(points.at(-1)) <= reach) {
      points.push(need(points.at(-1)) + step);
      if (need(points.at(-1)) === 2n * octave * step) step *= 2n;
    }
    return { points };
  };
  const above = pointsUpTo(BigInt(65535 - input.zeroPoint)).points;
  const isBelow = distance < 0n;
  const { points } = pointsUpTo(isBelow ? BigInt(input.zeroPoint) : BigInt(65535 - input.zeroPoint));
  const far = isBelow ? -distance : distance;
  const i = points.filter((point) => point <= far).length - 1;
  const first = i + (isBelow ? above.length : 0);
  const [from, to] = [BigInt(need(table[first])), BigInt(need(table[first + 1]))];
  const width = need(points[i + 1]) - need(points[i]);
  const value =
    from + naiveRequantize((to - from) * (far - need(points[i])) * 65536n, 1, 16 + width.toString(2).length - 1);
  const half = output.bits === 16 ? 0n : 1n << BigInt(15 - output.bits);
  const code = (value + half) >> BigInt(16 - output.bits);
  return Math.min(Number(code), 2 ** output.bits - 1);
}

/** Every tap of the window at output (row, column), inside the image or not. */
function tapsOf(window: Window, row: number, column: number): { i: number; j: number; y: number; x: number }[] {
  const taps = [];
  for (let i = 0; i < window.kernel[0]; i++) {
    for (let j = 0; j < window.kernel[1]; j++) {
      const y = row * window.strides[0] - window.pads[0] + i * window.dilations[0];
      const x = column * window.strides[1] - window.pads[1] + j * window.dilations[1];
      taps.push({ i, j, y, x });
    }
  }
  return taps;
}

function need<T>(value: T | undefined): T {
  if (value === undefined) throw new Error("undefined where the definition needs a number");
  return value;
}

/** The sum in the bias's finer unit, plus the bias. */
function accumulated(sum: bigint, step: Extract<Step, { kind: "product" }>, channel: number): bigint {
  return (sum << BigInt(step.sumShift)) + BigInt(need(step.bias[channel]));
}

/** One step of a neuron, as docs/numerics.md has it. Membranes are renewed in place. */
function neuronsOf(
  neuron: Neuron,
  { leak, thresholds, values }: FireNumbers,
  membranes: NaiveTensor,
): (y: number, x: number, c: number, current: bigint) => number {
  const [, columns, channels] = membranes.shape;
  const zero = 1n << BigInt(membranes.format.bits - 1);
  return (y, x, c, current) => {
    const at = (y * columns + x) * channels + c;
    const of = (list: Int32Array): bigint => BigInt(need(list[list.length === 1 ? 0 : c]));
    const [threshold, value] = [of(thresholds), of(values)];
    const v = BigInt(need(membranes.codes[at])) - zero;
    const reset = (h: bigint): bigint => (neuron.reset === "to" ? value : h - value);
    let h = ((v * BigInt(leak) + 16384n) >> 15n) + current;
    if (neuron.delayed && v >= threshold) h = reset(h);
    const left = h >= threshold && !neuron.delayed ? reset(h) : h;
    const kept = left < -zero ? -zero : left > zero - 1n ? zero - 1n : left;
    membranes.codes[at] = Number(kept + zero);
    return h >= threshold ? 1 : 0;
  };
}

/** What a weight's code stands for: an entry of the layer's table, where it has one. */
function levelAt({ codes, levels }: QuantizedWeights, index: number): number {
  const code = need(codes[index]);
  return levels ? need(levels[code]) : code;
}
