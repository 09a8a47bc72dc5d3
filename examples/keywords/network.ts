/**
 * The network: a 5×5 convolution and six depthwise separable blocks, three of them with a shortcut, global average pooling and one dense
 * layer. Each convolution is followed by batch normalisation; nothing else has a bias but the classifier.
 *
 *   input 49×20 → stem 25×10×32 → 25×10×48 → +48 → 13×5×96 → +96 → 7×3×128 → +128 → mean → 12 logits
 */
import type { Random } from "../../src/engine/base/random";
import type { Batch } from "./batch";
import { Convolution, DepthwiseConvolution } from "./convolution";
import { BANDS, FRAMES } from "./features";
import { BatchNorm, Dense, GlobalAverage, Relu, Residual, type Layer } from "./layers";
import { CLASSES } from "./speech";

/** Codes are divided by this for training; the factor disappears into the stem's weights when the network is written. */
export const INPUT_SCALE = 64;

export function buildNetwork(random: Random): readonly Layer[] {
  const stem = new Convolution(1, 32, 5, 2, random);
  removeMeans(stem.weights.value, 25);
  return [
    stem,
    new BatchNorm(32),
    new Relu(),
    ...separable(32, 48, 1, random),
    new Relu(),
    new Residual(separable(48, 48, 1, random)),
    new Relu(),
    ...separable(48, 96, 2, random),
    new Relu(),
    new Residual(separable(96, 96, 1, random)),
    new Relu(),
    ...separable(96, 128, 2, random),
    new Relu(),
    new Residual(separable(128, 128, 1, random)),
    new Relu(),
    new GlobalAverage(),
    new Dense(128, CLASSES.length, random),
  ];
}

/** Codes differ less than they are large: filters that start without a mean hear shapes first, not loudness. */
function removeMeans(weights: Float32Array, length: number): void {
  for (let from = 0; from < weights.length; from += length) {
    const filter = weights.subarray(from, from + length);
    const mean = filter.reduce((sum, weight) => sum + weight, 0) / length;
    filter.forEach((weight, i) => {
      filter[i] = weight - mean;
    });
  }
}

/** The last ReLU is the caller's: a shortcut is added before it. */
function separable(inputs: number, outputs: number, stride: number, random: Random): readonly Layer[] {
  return [
    new DepthwiseConvolution(inputs, stride, random),
    new BatchNorm(inputs),
    new Relu(),
    new Convolution(inputs, outputs, 1, 1, random),
    new BatchNorm(outputs),
  ];
}

/** @param codes the front end's bytes of `count` clips, one after another */
export function batchOf(codes: Uint8Array, count: number): Batch {
  const positions = FRAMES * BANDS;
  const data = new Float32Array(codes.length);
  for (let i = 0; i < codes.length; i++) {
    data[(i % positions) * count + Math.floor(i / positions)] = (codes[i] as number) / INPUT_SCALE;
  }
  return { data, channels: 1, count, height: FRAMES, width: BANDS };
}
