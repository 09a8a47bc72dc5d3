/** The example's backward passes against numerical differences: a wrong gradient still trains, only worse, so nothing else would tell. */
import assert from "node:assert/strict";
import { describe, it } from "mocha";
import type { Batch } from "../../../examples/keywords/batch";
import { Convolution, DepthwiseConvolution } from "../../../examples/keywords/convolution";
import {
  backward,
  BatchNorm,
  Dense,
  forward,
  GlobalAverage,
  parametersOf,
  Relu,
  Residual,
  type Layer,
} from "../../../examples/keywords/layers";
import { crossEntropy } from "../../../examples/keywords/train";
import { seededRandom, type Random } from "../../../src/engine/base/random";

describe("examples/keywords: gradients", () => {
  const random = seededRandom(5);
  const cases: readonly (readonly [string, Batch, readonly Layer[]])[] = [
    ["5×5 convolution, stride 2", noise(2, 3, 7, 6, random), [new Convolution(2, 5, 5, 2, random)]],
    ["1×1 convolution", noise(6, 3, 3, 2, random), [new Convolution(6, 7, 1, 1, random)]],
    ["depthwise convolution", noise(3, 2, 5, 4, random), [new DepthwiseConvolution(3, 1, random)]],
    ["depthwise convolution, stride 2", noise(3, 2, 5, 4, random), [new DepthwiseConvolution(3, 2, random)]],
    ["batch normalisation", noise(3, 4, 2, 2, random), [new BatchNorm(3)]],
    ["ReLU", noise(3, 4, 2, 2, random), [new Relu()]],
    ["residual", noise(4, 2, 3, 3, random), [new Residual([new DepthwiseConvolution(4, 1, random), new BatchNorm(4)])]],
    ["average and classifier", noise(5, 3, 2, 3, random), [new GlobalAverage(), new Dense(5, 4, random)]],
  ];
  for (const [name, input, layers] of cases) it(name, () => check(layers, input, random));

  it("cross-entropy with smoothed labels", () => {
    const logits = noise(4, 3, 1, 1, random);
    const { gradient } = crossEntropy(logits, [2, 0, 3], 0.1);
    logits.data.forEach((_, i) => {
      const slope = difference(logits.data, i, () => crossEntropy(logits, [2, 0, 3], 0.1).loss);
      assert.ok(Math.abs(slope - (gradient.data[i] ?? NaN)) < 1e-3, `logit ${i}`);
    });
  });
});

function noise(channels: number, count: number, height: number, width: number, random: Random): Batch {
  const data = Float32Array.from({ length: channels * count * height * width }, () => random.normal());
  return { data, channels, count, height, width };
}

/** The scalar whose gradient is checked is the inner product of the output with fixed random numbers. */
function check(layers: readonly Layer[], input: Batch, random: Random): void {
  const output = forward(layers, input, true);
  const direction = noise(output.channels, output.count, output.height, output.width, random);
  const loss = (): number =>
    forward(layers, input, true).data.reduce((sum, value, i) => sum + value * (direction.data[i] ?? 0), 0);
  loss();
  const slopes = backward(layers, direction).data.slice();
  const parameters = parametersOf(layers);
  const gradients = parameters.map(({ gradient }) => gradient.slice());
  compare(input.data, slopes, loss, "input");
  parameters.forEach(({ value }, p) => compare(value, gradients[p] ?? new Float32Array(0), loss, `parameter ${p}`));
}

function compare(values: Float32Array, slopes: Float32Array, loss: () => number, what: string): void {
  const scale = Math.max(...slopes.map(Math.abs));
  assert.ok(scale > 0, `${what}: the gradient vanishes`);
  values.forEach((_, i) => {
    const expected = difference(values, i, loss);
    assert.ok(Math.abs(expected - (slopes[i] ?? NaN)) < 0.01 * scale, `${what} ${i}: ${slopes[i]}, not ${expected}`);
  });
}

function difference(values: Float32Array, index: number, loss: () => number): number {
  const value = values[index] ?? NaN;
  const step = 2 ** -8; // a power of two, so that value ± step is nearly exact in float32
  values[index] = value + step;
  const above = loss();
  values[index] = value - step;
  const below = loss();
  values[index] = value;
  return (above - below) / (2 * step);
}
