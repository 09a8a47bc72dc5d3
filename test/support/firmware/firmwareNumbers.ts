/** Random numbers for one layer with weights at widths that are asked for, of the size that they have in real networks. */
import { maxCode, type NarrowBits, type Bits, type WeightBits } from "../../../src/engine/base/bits";
import { commonShift, encodeAtShift } from "../../../src/engine/base/fixedPoint";
import { levelsOf } from "../../../src/engine/base/levels";
import { seededRandom, type Random } from "../../../src/engine/base/random";
import { activationOf, usesLevels, type Network } from "../../../src/engine/ir/network";
import type { ActivationFormat, Program } from "../../../src/engine/ir/program";
import type { RandomRun } from "../networks/randomProgram";

export interface Widths {
  readonly input: NarrowBits;
  readonly weights: WeightBits;
  readonly output: NarrowBits;
}

/** A table of levels: ascending from 0, no two the same. */
export function randomLevels(random: Random, bits: WeightBits): Int16Array {
  const most = Math.floor(255 / maxCode(bits));
  let level = 0;
  return Int16Array.from({ length: maxCode(bits) + 1 }, (_, code) =>
    code === 0 ? 0 : (level += 1 + random.below(most)),
  );
}

/**
 * Weight zero points in the middle half of their range, activation zero points anywhere (0 half the time, as after a rectifier), multipliers
 * such that outputs spread over their range and saturate now and then.
 */
export function productRun(network: Network, widths: Widths, seed: number): RandomRun {
  const random = seededRandom(seed);
  const [layer, ...more] = network.layers;
  if (layer === undefined || more.length > 0 || !("weights" in layer))
    throw new Error("one layer with weights is needed");
  const { outputChannels: channels, perChannel, elements } = layer.weights;
  const [inputId = 0] = layer.inputs;
  const codes = (length: number, bits: Bits): Uint8Array =>
    Uint8Array.from({ length }, () => random.below(maxCode(bits) + 1));
  const format = (bits: NarrowBits): ActivationFormat => ({
    bits,
    scale: 1,
    zeroPoint: random.below(2) * random.below(maxCode(bits) + 1),
  });
  const input = format(widths.input);
  const output = format(widths.output);
  const sumShift = random.below(3);
  const levels = usesLevels(layer, widths.weights) ? randomLevels(random, widths.weights) : undefined;
  const highest = levelsOf({ bits: widths.weights, ...(levels && { levels }) }).at(-1) ?? 0;
  const spread = (Math.sqrt(perChannel) * highest * maxCode(widths.input) * 2 ** sumShift) / 5;
  const reals = Array.from({ length: channels }, () => (maxCode(widths.output) / spread) * (0.3 + random.uniform()));
  const shift = commonShift(reals);
  const program: Program = {
    network,
    policy: { weights: new Map([[layer.name, widths.weights]]), activations: new Map() },
    formats: network.activations.map(({ id }) => (id === inputId ? input : output)),
    steps: [
      {
        kind: "product",
        weights: {
          bits: widths.weights,
          ...(levels && { levels }),
          codes: codes(elements, widths.weights),
          scales: new Float64Array(channels).fill(1),
          zeroPoints: Uint8Array.from({ length: channels }, () => Math.round(highest * (0.25 + random.uniform() / 2))),
        },
        sumShift,
        bias: Int32Array.from({ length: channels }, () => Math.round(random.normal() * spread)),
        requantizer: { multipliers: Int32Array.from(reals, (real) => encodeAtShift(real, shift)), shift },
      },
    ],
  };
  return { program, inputs: new Map([[inputId, codes(activationOf(network, inputId).elements, widths.input)]]) };
}
