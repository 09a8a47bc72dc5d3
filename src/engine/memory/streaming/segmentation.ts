/**
 * Cuts an execution order into segments so that the greatest live sum is least: dynamic programming over contiguous intervals, exact for
 * the order and the row schedule given. Among segmentations of equal peak the one that streams the fewest layers is preferred, for a whole
 * layer is a plain loop; the one whose live sums add up to least leaves placement most freedom.
 *
 * An interval costs what is alive throughout: whole tensors that outlive it, rings of those that do not, the greatest scratch of its
 * layers, less what its outputs share with inputs that die there.
 */
import { activationBits, activationOf, type ActivationId, type Network } from "../../ir/network";
import type { Policy } from "../../ir/network";
import { invariant } from "../../base/outcome";
import { overwritableUnder } from "../arena/overwrite";
import type { Passage, SegmentShape, SegmentShapes } from "./segmentShapes";

/** Bytes of everything that may lie in the arena, under one policy. */
export interface ByteCosts {
  /** Whole activations, packed, by id; 0 for what does not lie in the arena. */
  readonly sizes: readonly number[];
  /** A row that begins on a byte, by activation id. */
  readonly rowBytes: readonly number[];
  /** By layer index. */
  readonly scratch: readonly number[];
}

/** An output in the bytes of an input that dies in the same segment. */
export interface Overlap {
  readonly over: ActivationId;
  readonly by: ActivationId;
  /** The same bytes for both ("replaces"), or the output begins at least gapBytes below the input, or beyond it ("slides"). */
  readonly kind: "replaces" | "slides";
  readonly gapBytes: number;
  readonly savedBytes: number;
}

/** Layers from position `first` to before `end`. */
export interface CostedSegment {
  readonly first: number;
  readonly end: number;
  readonly shape: SegmentShape;
  readonly overlaps: readonly Overlap[];
  readonly liveBytes: number;
}

export interface OverlapRules {
  readonly inPlace: boolean;
  readonly inputInArena: boolean;
}

/** Bytes of one row of a ring. */
export function rowBytesOf(network: Network, policy: Policy, id: ActivationId): number {
  const { shape, fixed } = activationOf(network, id);
  const elements = shape[1] * shape[2];
  return fixed === "float" ? 4 * elements : Math.ceil((elements * activationBits(network, policy, id)) / 8);
}

/** What decides between segmentations of equal peak: the first number, then the second. */
type Price = readonly [number, number];
export type Aim = "fewestStreamed" | "leastSums" | "leastDrift";

/** What a price counts of a segment; of one that has not been scheduled yet, the least that it can be. */
interface Priced {
  readonly layers: number;
  readonly streamed: boolean;
  readonly liveBytes: number;
  readonly driftBytes: number;
}

const PRICES: Readonly<Record<Aim, (segment: Priced) => Price>> = {
  fewestStreamed: ({ streamed, layers, liveBytes }) => [streamed ? layers : 0, layers * liveBytes],
  leastSums: ({ streamed, layers, liveBytes }) => [layers * liveBytes, streamed ? layers : 0],
  /** Each slide lies a gap lower than what it slides over: a chain of them must end before it reaches the bottom of the arena. */
  leastDrift: ({ streamed, layers, driftBytes }) => [driftBytes, streamed ? layers : 0],
};

/** The best segmentation of the layers before a position. */
interface Way {
  readonly price: Price;
  readonly last: CostedSegment | undefined;
}

function added(a: Price, b: Price): Price {
  return [a[0] + b[0], a[1] + b[1]];
}

function isLess(a: Price, b: Price): boolean {
  return a[0] < b[0] || (a[0] === b[0] && a[1] < b[1]);
}

/** The intervals of one order under one policy. */
export class Segmenter {
  /** Bytes alive at each position: all that exist before it and are still needed, its own output included. */
  private readonly alive: Float64Array;
  /** Bytes that are read for the last time at each position: all that outputs can share with inputs. */
  private readonly dying: Float64Array;
  /** Of a whole activation's row, which need not begin on a byte. */
  private readonly rowBits: readonly number[];
  private readonly costed = new Map<number, CostedSegment | undefined>();
  /** By end: bounds of the intervals that end there, the shortest first. */
  private readonly bounds = new Map<number, readonly number[]>();
  private leastPeak: number | undefined;

  /** @param inMemory the same question with the whole input in memory: what does not begin with the input costs the same there */
  constructor(
    private readonly shapes: SegmentShapes,
    private readonly policy: Policy,
    private readonly costs: ByteCosts,
    private readonly rules: OverlapRules,
    private readonly inMemory?: Segmenter,
  ) {
    this.rowBits = shapes.network.activations.map(({ id, shape, fixed }) =>
      fixed === "float" ? 0 : shape[1] * shape[2] * activationBits(shapes.network, policy, id),
    );
    this.alive = new Float64Array(shapes.order.length);
    shapes.lifetimes.forEach((lifetime, id) => {
      if (!lifetime) return;
      for (let step = lifetime.firstStep; step <= lifetime.lastStep; step++) {
        this.alive[step] = (this.alive[step] ?? 0) + (costs.sizes[id] ?? 0);
      }
    });
    this.dying = new Float64Array(shapes.order.length);
    shapes.lifetimes.forEach((lifetime, id) => {
      const isMadeThere = lifetime?.firstStep === lifetime?.lastStep && !shapes.network.inputs.includes(id);
      if (!lifetime || isMadeThere || shapes.network.outputs.includes(id)) return;
      this.dying[lifetime.lastStep] = (this.dying[lifetime.lastStep] ?? 0) + (costs.sizes[id] ?? 0);
    });
  }

  /** Whether there are segments too long to be looked at. */
  get isLimited(): boolean {
    return this.shapes.longest < this.shapes.order.length;
  }

  /**
   * A segment that is known to be one.
   * @param inputRows whether the network's input is a ring; absent: where it can be, as the constraints of search count it
   */
  given(first: number, end: number, inputRows?: boolean): CostedSegment {
    const { supplied = -1 } = this.shapes;
    const shape = this.shapes
      .shapesOf(first, end)
      .find(({ ringRows }) => inputRows === undefined || ringRows.has(supplied) === inputRows);
    invariant(shape !== undefined, `layers ${first} to ${end - 1} of the order cannot run together`);
    return this.cost(first, end, shape);
  }

  /** The interval's cost, or undefined where it is no segment. */
  segment(first: number, end: number): CostedSegment | undefined {
    if (first > 0 && this.inMemory) return this.inMemory.segment(first, end);
    const key = first * (this.shapes.order.length + 1) + end;
    if (this.costed.has(key)) return this.costed.get(key);
    const ways = this.shapes.shapesOf(first, end).map((shape) => this.cost(first, end, shape));
    const segment = ways.reduce<CostedSegment | undefined>(
      (best, way) => (best && best.liveBytes <= way.liveBytes ? best : way),
      undefined,
    );
    this.costed.set(key, segment);
    return segment;
  }

  /** The least peak of any segmentation. */
  leastPeakBytes(): number {
    return (this.leastPeak ??= this.findLeastPeak());
  }

  private findLeastPeak(): number {
    const count = this.shapes.order.length;
    const least = new Float64Array(count + 1).fill(Infinity);
    least[0] = 0;
    for (let end = 1; end <= count; end++) {
      this.eachFirst(end, (first, atLeastBytes) => {
        const before = least[first] as number;
        if (Math.max(before, atLeastBytes) >= (least[end] as number)) return;
        const segment = this.segment(first, end);
        if (segment) least[end] = Math.min(least[end] as number, Math.max(before, segment.liveBytes));
      });
    }
    return least[count] as number;
  }

  /** Of the segmentations that peak at so many bytes at most, the best in one respect. */
  within(peakBytes: number, aim: Aim): readonly CostedSegment[] {
    const count = this.shapes.order.length;
    const ways = new Array<Way | undefined>(count + 1).fill(undefined);
    ways[0] = { price: [0, 0], last: undefined };
    for (let end = 1; end <= count; end++) {
      this.eachFirst(end, (first, atLeastBytes) => {
        const before = ways[first];
        const known = ways[end];
        const layers = end - first;
        if (!before || atLeastBytes > peakBytes) return;
        const least = PRICES[aim]({ layers, streamed: layers > 1, liveBytes: atLeastBytes, driftBytes: 0 });
        if (known && !isLess(added(before.price, least), known.price)) return;
        const segment = this.segment(first, end);
        if (!segment || segment.liveBytes > peakBytes) return;
        const { shape, liveBytes, overlaps } = segment;
        const driftBytes = overlaps.reduce((sum, { gapBytes }) => sum + gapBytes, 0);
        const price = added(before.price, PRICES[aim]({ layers, streamed: shape.streamed, liveBytes, driftBytes }));
        if (!known || isLess(price, known.price)) ways[end] = { price, last: segment };
      });
    }
    const segments: CostedSegment[] = [];
    let way = ways[count];
    invariant(way !== undefined, "the least peak is that of no segmentation");
    for (; way?.last; way = ways[way.last.first]) segments.push(way.last);
    return segments.reverse();
  }

  /** Every interval that ends before `end`, the shortest first, with a bound of its cost that needs no schedule. */
  private eachFirst(end: number, visit: (first: number, atLeastBytes: number) => void): void {
    const bounds = this.bounds.get(end) ?? this.boundsOf(end);
    this.bounds.set(end, bounds);
    bounds.forEach((atLeastBytes, i) => visit(end - 1 - i, atLeastBytes));
  }

  private boundsOf(end: number): readonly number[] {
    const { layers, lifetimes } = this.shapes;
    const bounds: number[] = [];
    let ringBytes = 0;
    let wholeBytes = 0;
    let dyingBytes = 0;
    let scratchBytes = 0;
    for (let first = end - 1; first >= 0; first--) {
      if (end - first > this.shapes.longest) break;
      if (first < end - 1 && !this.shapes.canStream(first, first + 1)) break;
      if (end - first === 2 && !this.shapes.canStream(end - 1, end)) break;
      const output = layers[first]?.output ?? -1;
      const sizeBytes = this.costs.sizes[output] ?? 0;
      scratchBytes = Math.max(scratchBytes, this.costs.scratch[layers[first]?.index ?? -1] ?? 0);
      dyingBytes += this.dying[first] ?? 0;
      if (this.shapes.isInner(output, first, end)) {
        ringBytes += this.leastRingBytes(output);
        // Made and gone within the interval: no input any more in whose bytes an output could lie.
        if ((lifetimes[output]?.lastStep ?? first) > first) dyingBytes -= sizeBytes;
      } else wholeBytes += sizeBytes;
      const ownBytes = end - first > 1 ? ringBytes + Math.max(0, wholeBytes - dyingBytes) : 0;
      bounds.push(this.aliveBefore(first) + ownBytes + scratchBytes);
    }
    return bounds;
  }

  /** Whole tensors that exist before a position and are needed from it on, those that may be a ring left out. */
  private aliveBefore(first: number): number {
    const outputBytes = this.costs.sizes[this.shapes.layers[first]?.output ?? -1] ?? 0;
    const suppliedBytes = first === 0 ? (this.costs.sizes[this.shapes.supplied ?? -1] ?? 0) : 0;
    return (this.alive[first] ?? 0) - outputBytes - suppliedBytes;
  }

  /** No ring is smaller: one row of a reader needs so many rows at once. */
  private leastRingBytes(id: ActivationId): number {
    return (this.shapes.leastRows[id] ?? 1) * (this.costs.rowBytes[id] ?? 0);
  }

  private cost(first: number, end: number, shape: SegmentShape): CostedSegment {
    const { sizes, rowBytes, scratch } = this.costs;
    let bytes = this.alive[first] ?? 0;
    let scratchBytes = 0;
    for (let at = first; at < end; at++) {
      const layer = this.shapes.layers[at];
      if (!layer) continue;
      if (at > first) bytes += sizes[layer.output] ?? 0;
      scratchBytes = Math.max(scratchBytes, scratch[layer.index] ?? 0);
    }
    for (const [id, rows] of shape.ringRows) bytes += rows * (rowBytes[id] ?? 0) - (sizes[id] ?? 0);
    const overlaps = this.overlapsOf(shape);
    for (const { savedBytes } of overlaps) bytes -= savedBytes;
    return { first, end, shape, overlaps, liveBytes: bytes + scratchBytes };
  }

  /** What saves most comes first; each tensor takes part once. */
  private overlapsOf({ passages }: SegmentShape): readonly Overlap[] {
    const possible = passages
      .map((passage) => this.overlapOf(passage))
      .filter((overlap) => overlap !== undefined)
      .sort((a, b) => b.savedBytes - a.savedBytes || this.since(b.over) - this.since(a.over));
    const taken = new Set<ActivationId>();
    return possible.filter(({ over, by }) => {
      if (taken.has(over) || taken.has(by)) return false;
      taken.add(over).add(by);
      return true;
    });
  }

  private overlapOf({ over, by, writer, corners, mayReplace }: Passage): Overlap | undefined {
    const { inPlace, inputInArena } = this.rules;
    const sizeBytes = this.costs.sizes[by] ?? 0;
    const { network } = this.shapes;
    if (inPlace && mayReplace && overwritableUnder(network, this.policy, writer, inputInArena).includes(over)) {
      return { over, by, kind: "replaces", gapBytes: 0, savedBytes: sizeBytes };
    }
    const inputBits = this.rowBits[over] ?? 0;
    const outputBits = this.rowBits[by] ?? 0;
    let gapBytes = 1; // offsets tell what lies below what
    for (let i = 0; i < corners.length; i += 2) {
      const endBytes = Math.ceil(((corners[i] as number) * outputBits) / 8);
      const keptBytes = Math.floor(((corners[i + 1] as number) * inputBits) / 8);
      gapBytes = Math.max(gapBytes, endBytes - keptBytes);
    }
    return gapBytes < sizeBytes ? { over, by, kind: "slides", gapBytes, savedBytes: sizeBytes - gapBytes } : undefined;
  }

  private since(id: ActivationId): number {
    return this.shapes.lifetimes[id]?.firstStep ?? -1;
  }
}
