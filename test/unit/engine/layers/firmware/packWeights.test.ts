/** Stored weights: every code is found again where the specification says it lies, and the size is the planner's. */
import assert from "node:assert/strict";
import fc from "fast-check";
import {
  ACTIVATION_WIDTHS,
  maxCode,
  packedWeightWords,
  WEIGHT_WIDTHS,
  type WeightBits,
} from "../../../../../src/engine/base/bits";
import type { StepOf } from "../../../../../src/engine/layers/call";
import { formOf } from "../../../../../src/engine/layers/formOf";
import { packConstants, packSum } from "../../../../../src/engine/layers/firmware/packConstants";
import { inLanes } from "../../../../../src/engine/layers/firmware/packWeights";
import { storedWeightBytes } from "../../../../../src/engine/memory/accounts/linkedSizes";
import { isDepthwise, isProduct, type Network, type ProductLayer } from "../../../../../src/engine/ir/network";
import { LAYER_CASES, networkOf } from "../../../../support/firmware/layerCases";
import { randomRun } from "../../../../support/networks/randomProgram";

/** Code k of a sequence in lane order, read as src/firmware/products/bw_dot.h describes it. */
function laneCode(words: Uint32Array, k: number, bits: WeightBits): number {
  const lanes = 2 * Math.floor(16 / bits);
  const r = k % lanes;
  const word = words[Math.floor(k / lanes)] ?? 0;
  return (word >>> ((r >> 1) * bits + (r % 2 === 0 ? 0 : 16))) & maxCode(bits);
}

const programs = fc
  .tuple(fc.oneof(...LAYER_CASES.conv, ...LAYER_CASES.fullyConnected), fc.nat())
  .map(([one, seed]) => randomRun(networkOf(one), seed, { weightWidths: WEIGHT_WIDTHS }).program);

function soleProduct(network: Network, steps: ReturnType<typeof randomRun>["program"]["steps"]) {
  const [layer] = network.layers;
  const [step] = steps;
  assert.ok(layer && isProduct(layer) && step?.kind === "product");
  return { layer, step };
}

function wordsOfLayer(layer: ProductLayer, step: StepOf<"product">): Uint32Array {
  const [words] = formOf(layer).packing.words(layer, [step.weights]);
  assert.ok(words);
  return words;
}

describe("packed weights", () => {
  it("puts pairs of codes into the halves of a word", () => {
    assert.deepEqual([...inLanes(Uint8Array.of(1, 2, 3, 4, 5), 8)], [0x04020301, 5]);
    assert.deepEqual([...inLanes(Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8), 4)], [0x86427531]);
    assert.deepEqual([...inLanes(Uint8Array.of(3, 1, 2), 2)], [0x0001000b]);
  });

  it("stores every code of a dense layer where the kernels look for it", () => {
    fc.assert(
      fc.property(programs, ({ network, steps }) => {
        const { layer, step } = soleProduct(network, steps);
        fc.pre(!isDepthwise(layer));
        const { outputChannels, perChannel } = layer.weights;
        const { bits, codes } = step.weights;
        const words = wordsOfLayer(layer, step);
        const each = packedWeightWords(perChannel, bits);
        const channels = layer.kind === "conv" ? outputChannels / layer.groups : outputChannels;
        for (let channel = 0; channel < outputChannels; channel++) {
          const group = Math.floor(channel / channels) * channels;
          const block = Math.floor((channel - group) / 4) * 4;
          const size = Math.min(4, channels - block);
          const own = Uint32Array.from(
            { length: each },
            (_, i) => words[(group + block) * each + i * size + (channel - group - block)] ?? 0,
          );
          for (let k = 0; k < perChannel; k++) {
            assert.equal(laneCode(own, k, bits), codes[channel * perChannel + k]);
          }
        }
      }),
    );
  });

  it("takes the bytes that the planner counts", () => {
    fc.assert(
      fc.property(programs, ({ network, steps }) => {
        const { layer, step } = soleProduct(network, steps);
        assert.equal(wordsOfLayer(layer, step).byteLength, storedWeightBytes(layer, step.weights.bits));
      }),
    );
  });

  it("takes them for both matrices of a recurrent layer as well", () => {
    fc.assert(
      fc.property(fc.oneof(...LAYER_CASES.recurrent), fc.nat(), (one, seed) => {
        const { network, steps } = randomRun(networkOf(one), seed, { weightWidths: WEIGHT_WIDTHS }).program;
        const [layer] = network.layers;
        const [step] = steps;
        assert.ok(layer && step?.kind === "recurrent");
        const words = formOf(layer).packing.words(layer, [step.input, step.hidden]);
        const bytes = words.reduce((sum, { byteLength }) => sum + byteLength, 0);
        assert.equal(words.length, 2);
        assert.equal(bytes, storedWeightBytes(layer, step.input.bits));
      }),
    );
  });
});

describe("packConstants", () => {
  it("folds the zero points: Σ w·x − zw·Σx and the constants give the program's accumulator", () => {
    fc.assert(
      fc.property(programs, fc.nat(), ({ network, steps, formats }, seed) => {
        const { layer, step } = soleProduct(network, steps);
        const [input] = formats;
        assert.ok(input);
        const { biases, unit, shift, weightZeros } = packConstants(layer, step, input);
        const raise = unit / 2 ** step.sumShift;
        assert.ok(shift === 32 ? step.requantizer.shift === 32 - Math.log2(raise) : raise === 1);
        const { perChannel } = layer.weights;
        const x = Array.from({ length: perChannel }, (_, k) => (seed * 7 + k * 13) % (maxCode(input.bits) + 1));
        biases.forEach((folded, c) => {
          let dot = 0;
          let centred = 0;
          x.forEach((code, k) => {
            const w = step.weights.codes[c * perChannel + k] ?? 0;
            dot += (w - (weightZeros[c] ?? 0)) * code;
            centred += (w - (weightZeros[c] ?? 0)) * (code - input.zeroPoint);
          });
          const wanted = raise * (2 ** step.sumShift * centred + (step.bias[c] ?? 0));
          assert.equal((Math.imul(dot, unit) + folded) | 0, wanted | 0);
        });
      }),
    );
  });

  it("keeps n where the fast form could overflow", () => {
    const [layer] = networkOf({
      inputs: [[1, 1, 1]],
      layer: {
        kind: "fullyConnected",
        name: "layer",
        macs: 1,
        inputs: [0],
        weights: { node: "w", tensor: "w", outputChannels: 1, perChannel: 1, elements: 1 },
      },
      output: [1, 1, 1],
    }).layers;
    assert.ok(layer?.kind === "fullyConnected");
    const input = { bits: 8, scale: 1, zeroPoint: 0 } as const;
    const step = (bias: number) =>
      ({
        kind: "product",
        weights: { bits: 8, codes: Uint8Array.of(0), scales: Float64Array.of(1), zeroPoints: Uint8Array.of(0) },
        sumShift: 0,
        bias: Int32Array.of(bias),
        requantizer: { multipliers: Int32Array.of(2 ** 30), shift: 31 },
      }) as const;
    assert.equal(packConstants(layer, step(2 ** 30 - 1), input).shift, 32);
    assert.equal(packConstants(layer, step(2 ** 30), input).shift, 31);
  });
});

describe("packSum", () => {
  it("is narrow only where every numerator fits 32 bits", () => {
    const formats = ACTIVATION_WIDTHS.map((bits) => ({ bits, scale: 1, zeroPoint: 1 }));
    const [a, b] = formats;
    assert.ok(a && b);
    const sum = (multiplierA: number, multiplierB: number, shift: number) =>
      packSum({ kind: "sum", multiplierA, multiplierB, shift }, a, b);
    assert.deepEqual(sum(1000, -500, 10), { narrow: true, offset: 512 - 1000 + 500 });
    assert.equal(sum(2 ** 23, 0, 20).narrow, true);
    assert.equal(sum(2 ** 24, 0, 20).narrow, false);
    assert.equal(sum(1, 1, 32).narrow, false);
  });
});
