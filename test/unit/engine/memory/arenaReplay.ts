/**
 * Executes a plan byte by byte: every byte of the arena knows which row of which tensor wrote it last, a layer's row may only be computed
 * while all the rows that it reads are still whole, and every row is written into its place. Whatever is overwritten too early is found
 * when it is read. The schedule is written here a second time, from its definition.
 */
import assert from "node:assert/strict";
import {
  activationBits,
  activationOf,
  type ActivationId,
  type Layer,
  type Network,
  type Policy,
} from "../../../../src/engine/ir/network";
import { bufferOf, scratchAt } from "../../../../src/engine/memory/arena/planLookups";
import { neededRows, runsByRows } from "../../../../src/engine/memory/streaming/rowNeeds";
import type { Plan, PlannedBuffer, Segment } from "../../../../src/engine/memory/types";

export interface Replayed {
  /** One more than the highest byte written. */
  readonly highWaterBytes: number;
  /** Rows computed, by layer index. */
  readonly rows: readonly number[];
}

/** Bytes of a row, both ends in bits; rows of rings begin on bytes. */
interface RowPlace {
  readonly firstBit: number;
  readonly endBit: number;
}

/** Who wrote bytes last: a row of an activation, or nobody that is ever read. */
type Owner = number;
const SCRATCH: Owner = -1;

function ownerOf(id: ActivationId, y: number): Owner {
  return id * 65_536 + y + 1;
}

class Arena {
  /** Who wrote each 2 bits (the narrowest code) last; 0: nobody. */
  private readonly owners: Int32Array;
  highWaterBytes = 0;

  constructor(sizeBytes: number) {
    this.owners = new Int32Array(4 * sizeBytes);
  }

  write({ firstBit, endBit }: RowPlace, owner: Owner): void {
    assert.ok(firstBit >= 0 && endBit <= 2 * this.owners.length, "writes outside the arena");
    this.owners.fill(owner, firstBit / 2, endBit / 2);
    this.highWaterBytes = Math.max(this.highWaterBytes, Math.ceil(endBit / 8));
  }

  holds({ firstBit, endBit }: RowPlace, owner: Owner): boolean {
    for (let at = firstBit / 2; at < endBit / 2; at++) if (this.owners[at] !== owner) return false;
    return true;
  }
}

class Replay {
  private readonly arena: Arena;
  /** Rows that exist, by activation. */
  private readonly made: number[];
  private readonly next: number[];

  constructor(
    private readonly network: Network,
    private readonly policy: Policy,
    private readonly plan: Plan,
  ) {
    this.arena = new Arena(plan.arenaBytes);
    this.made = network.activations.map(() => 0);
    this.next = network.layers.map(() => 0);
  }

  run(): Replayed {
    for (const input of this.network.inputs) {
      if (bufferOf(this.plan, input)?.ring) continue;
      for (let y = 0; y < this.heightOf(input); y++) this.writeRow(input, y);
    }
    for (const segment of this.plan.segments) this.runSegment(segment);
    for (const output of this.network.outputs) {
      for (let y = 0; y < this.heightOf(output); y++) this.expectRow(output, y, "the caller");
    }
    return { highWaterBytes: this.arena.highWaterBytes, rows: this.next };
  }

  private runSegment({ firstStep, lastStep, streamed }: Segment): void {
    const layers = this.plan.order.slice(firstStep, lastStep + 1).map((index) => this.layerAt(index));
    if (!streamed) {
      for (const layer of layers) {
        if (runsByRows(this.network, layer)) {
          for (let y = 0; y < this.heightOf(layer.output); y++) this.compute(layer);
        } else {
          this.computeWhole(layer);
        }
      }
      return;
    }
    const supplied = this.network.inputs.find((input) => bufferOf(this.plan, input)?.ring);
    for (;;) {
      const layer = layers.filter((candidate) => this.canFire(candidate)).at(-1);
      if (layer) {
        this.compute(layer);
      } else if (supplied !== undefined && firstStep === 0 && this.canPush(supplied)) {
        this.writeRow(supplied, this.made[supplied] ?? 0);
      } else {
        break;
      }
    }
    for (const layer of layers) {
      assert.equal(this.next[layer.index], this.heightOf(layer.output), `"${layer.name}" did not complete`);
    }
  }

  private canFire(layer: Layer): boolean {
    const y = this.next[layer.index] ?? 0;
    if (y >= this.heightOf(layer.output)) return false;
    const isReady = layer.inputs.every(
      (id, i) => (neededRows(this.network, layer, i, y)?.last ?? -1) < (this.made[id] ?? 0),
    );
    return isReady && this.hasRoom(layer.output, y);
  }

  private canPush(input: ActivationId): boolean {
    const y = this.made[input] ?? 0;
    return y < this.heightOf(input) && this.hasRoom(input, y);
  }

  /** The slot's old row must be one that no later row of any reader needs. */
  private hasRoom(id: ActivationId, y: number): boolean {
    const ring = bufferOf(this.plan, id)?.ring;
    if (!ring || y < ring.rows) return true;
    const old = y - ring.rows;
    return this.network.layers.every((layer) =>
      layer.inputs.every((read, i) => {
        if (read !== id) return true;
        for (let later = this.next[layer.index] ?? 0; later < this.heightOf(layer.output); later++) {
          const span = neededRows(this.network, layer, i, later);
          if (span && span.first <= old && old <= span.last) return false;
        }
        return true;
      }),
    );
  }

  private compute(layer: Layer): void {
    const y = this.next[layer.index] ?? 0;
    this.useScratch(layer);
    // In place, a layer reads a code before it writes that code; anything else must survive the writing of the row.
    const isOver = bufferOf(this.plan, layer.output)?.inPlaceOf;
    const expectAll = (when: (id: ActivationId) => boolean): void =>
      layer.inputs.forEach((id, i) => {
        const span = neededRows(this.network, layer, i, y);
        assert.ok(span, `"${layer.name}" cannot run by rows`);
        for (let row = span.first; when(id) && row <= span.last; row++) this.expectRow(id, row, layer.name);
      });
    expectAll(() => true);
    this.writeRow(layer.output, y);
    expectAll((id) => id !== isOver);
    this.next[layer.index] = y + 1;
  }

  private computeWhole(layer: Layer): void {
    this.useScratch(layer);
    const expectAll = (): void => {
      for (const id of layer.inputs) {
        for (let y = 0; y < this.heightOf(id); y++) this.expectRow(id, y, layer.name);
      }
    };
    expectAll();
    for (let y = 0; y < this.heightOf(layer.output); y++) this.writeRow(layer.output, y);
    expectAll();
    this.next[layer.index] = this.heightOf(layer.output);
  }

  /** Scratch is filled with rubbish before each row. */
  private useScratch(layer: Layer): void {
    const scratch = scratchAt(this.plan, this.plan.order.indexOf(layer.index));
    if (!scratch) return;
    const { offset, sizeBytes } = scratch;
    this.arena.write({ firstBit: 8 * offset, endBit: 8 * (offset + sizeBytes) }, SCRATCH);
  }

  private writeRow(id: ActivationId, y: number): void {
    const place = this.placeOf(id, y);
    if (place) this.arena.write(place, ownerOf(id, y));
    this.made[id] = y + 1;
  }

  private expectRow(id: ActivationId, y: number, reader: string): void {
    assert.ok(y < (this.made[id] ?? 0), `"${reader}" reads row ${y} of activation ${id} before it exists`);
    const place = this.placeOf(id, y);
    if (place)
      assert.ok(this.arena.holds(place, ownerOf(id, y)), `"${reader}" finds row ${y} of activation ${id} overwritten`);
  }

  private placeOf(id: ActivationId, y: number): RowPlace | undefined {
    const buffer: PlannedBuffer | undefined = bufferOf(this.plan, id);
    if (!buffer) return undefined;
    const { shape, fixed } = activationOf(this.network, id);
    const rowBits = shape[1] * shape[2] * (fixed === "float" ? 32 : activationBits(this.network, this.policy, id));
    const { offset, ring, sizeBytes } = buffer;
    const from = 8 * offset + (ring ? (y % ring.rows) * ring.rowBytes * 8 : y * rowBits);
    const place = { firstBit: from, endBit: from + rowBits };
    assert.ok(place.endBit <= 8 * (offset + sizeBytes), `row ${y} of activation ${id} ends beyond its buffer`);
    return place;
  }

  private heightOf(id: ActivationId): number {
    return activationOf(this.network, id).shape[0];
  }

  private layerAt(index: number): Layer {
    const layer = this.network.layers[index];
    assert.ok(layer);
    return layer;
  }
}

/** @throws AssertionError at the first byte that is read after it was overwritten, or where the schedule gets stuck */
export function replay(network: Network, policy: Policy, plan: Plan): Replayed {
  return new Replay(network, policy, plan).run();
}
