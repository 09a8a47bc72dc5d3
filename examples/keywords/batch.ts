/**
 * What layers work on. Activations of a batch are channel-major with the samples innermost, so that a pointwise convolution is one
 * matrix product over the whole batch, a channel's statistics are those of one contiguous row, and every tap of a
 * depthwise convolution is a long loop without edges.
 */
import type { Random } from "../../src/engine/base/random";

/** data[((c·height + y)·width + x)·count + n] */
export interface Batch {
  readonly data: Float32Array;
  readonly channels: number;
  readonly count: number;
  readonly height: number;
  readonly width: number;
}

export interface Parameter {
  readonly value: Float32Array;
  readonly gradient: Float32Array;
  /** Weight decay applies to weights, not to biases and normalisation. */
  readonly decays: boolean;
}

export function parameter(value: Float32Array, decays: boolean): Parameter {
  return { value, gradient: new Float32Array(value.length), decays };
}

/** He initialisation for `fanIn` inputs. */
export function randomWeights(elements: number, fanIn: number, random: Random): Float32Array {
  return Float32Array.from({ length: elements }, () => random.normal() * Math.sqrt(2 / fanIn));
}

/** An array that is kept from call to call while its length stays the same. */
export class Workspace {
  private kept = new Float32Array(0);

  /** Contents are left from the last call: for results whose every element is written. */
  array(length: number): Float32Array {
    if (this.kept.length !== length) this.kept = new Float32Array(length);
    return this.kept;
  }

  /** For results that are summed up. */
  zeros(length: number): Float32Array {
    return this.array(length).fill(0);
  }
}

/** A batch of zeros. */
export function emptyBatch(space: Workspace, channels: number, count: number, height: number, width: number): Batch {
  return { data: space.zeros(channels * count * height * width), channels, count, height, width };
}

/** A batch of x's shape whose every element the caller writes. */
export function likeBatch(space: Workspace, x: Batch): Batch {
  return { ...x, data: space.array(x.data.length) };
}
