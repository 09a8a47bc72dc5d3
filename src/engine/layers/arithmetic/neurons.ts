/**
 * Neurons in whole numbers (docs/numerics.md, "Spikes"): what their membranes are counted in, and one step of them. Weights and membranes of a channel share
 * their scale up to a power of two, so a spike adds a weight, shifted, and nothing is multiplied but a leak that is no shift.
 */
import { maxCode, type CodeBits } from "../../base/bits";
import { clamp } from "../../base/fixedPoint";
import { invariant } from "../../base/outcome";
import type { Neuron } from "../../ir/op";
import type { ActivationFormat, FireNumbers } from "../../ir/program";
import { operand, type Operand } from "../call";

/** Fraction bits of a leak. */
export const LEAK_BITS = 15;
/** Sums of currents and membranes stay below it, whatever the input. */
const MOST_SUM = 2 ** 29;
/** Least fraction of a step that makes a difference: below it a threshold is the whole number that it is close to. */
const TINY = 1e-6;

/** Membranes as they are kept: whole numbers from −2^(bits − 1) on. */
export function membraneFormat(bits: ActivationFormat["bits"]): ActivationFormat {
  return { bits, scale: 1, zeroPoint: 2 ** (bits - 1) };
}

/**
 * What the threshold is at most, in units: half of the membrane's codes are at or above 0. What is left below a threshold needs no code above it, unless the reset comes later.
 * From 8 bits on there is room for more inhibition, and for what exceeds the threshold where that is kept.
 */
function highestThreshold({ delayed }: Neuron, bits: CodeBits): number {
  const half = 2 ** (bits - 1);
  return (bits >= 8 ? half / 2 : half) / (delayed ? 2 : 1);
}

/** What follows from the units of membranes. */
export interface NeuronNumbers extends FireNumbers {
  /** Real offsets that are not the neuron's own come in units, too. */
  readonly inUnits: (real: number, channel: number) => number;
}

/** @param units what one is worth, by channel or one for all */
export function neuronNumbers(neuron: Neuron, units: Float64Array): NeuronNumbers {
  const inUnits = (real: number, channel: number): number =>
    clamp(Math.round(real / (units[units.length === 1 ? 0 : channel] as number)), -MOST_SUM, MOST_SUM);
  return {
    leak: Math.round(neuron.leak * 2 ** LEAK_BITS),
    thresholds: Int32Array.from(units, (unit) => thresholdIn(neuron, unit)),
    values: Int32Array.from(units, (unit) => Math.round(neuron.value / unit)),
    units,
    inUnits,
  };
}

/** The least whole number at which it fires. */
function thresholdIn({ threshold, strict }: Neuron, unit: number): number {
  const real = threshold / unit;
  const near = Math.round(real);
  const exact = Math.abs(real - near) < TINY * Math.max(1, near) ? near : real;
  return clamp(strict ? Math.floor(exact) + 1 : Math.ceil(exact), 1, MOST_SUM);
}

/** The unit of neurons whose currents have a scale of their own. */
export function freeUnit(neuron: Neuron, bits: CodeBits): Float64Array {
  return Float64Array.of(neuron.threshold / highestThreshold(neuron, bits));
}

/**
 * Units of neurons behind weights: a step of the channel's weights, divided by the largest power of two with which the threshold stays where it may be.
 * @param steps what a step of a channel's weights adds to h
 * @param reaches largest sums of weights, in steps
 */
export function sharedUnits(
  neuron: Neuron,
  bits: CodeBits,
  steps: ArrayLike<number>,
  reaches: ArrayLike<number>,
): { readonly units: Float64Array; readonly shifts: Int8Array } {
  const highest = highestThreshold(neuron, bits);
  const shifts = Int8Array.from(steps, (step, channel) => {
    const room = Math.floor(Math.log2(MOST_SUM / Math.max(1, reaches[channel] as number)));
    const wanted = step > 0 ? Math.floor(Math.log2((highest * step) / neuron.threshold) + TINY) : 0;
    return clamp(Math.min(wanted, room), -LEAST_SHIFT, LEAST_SHIFT);
  });
  const units = Float64Array.from(steps, (step, channel) =>
    step > 0 ? step * 2 ** (0 - (shifts[channel] as number)) : neuron.threshold / highest,
  );
  return { units, shifts };
}

const LEAST_SHIFT = 15;

/** 2^shift·sum, half up where that is no whole number. */
export function shifted(sum: number, shift: number): number {
  return shift >= 0 ? sum * 2 ** shift : Math.floor((sum + 2 ** (-shift - 1)) / 2 ** -shift);
}

/** One step of all neurons of a layer, one after the other. */
export class Neurons {
  private readonly low: number;
  private readonly high: number;
  private readonly zero: number;
  private readonly membranes: Operand["codes"];

  /** @param inputs of the layer: the membranes are the second, whose codes are renewed in place */
  constructor(
    private readonly neuron: Neuron,
    private readonly numbers: FireNumbers,
    inputs: readonly Operand[],
  ) {
    const { codes, format } = operand(inputs, 1);
    this.membranes = codes;
    this.zero = format.zeroPoint;
    this.low = -format.zeroPoint;
    this.high = maxCode(format.bits) - format.zeroPoint;
    invariant(this.zero === 2 ** (format.bits - 1), "membranes have another zero point than half of their codes");
  }

  /** @returns whether the neuron at that place fires */
  step(at: number, channel: number, current: number): 0 | 1 {
    const { numbers, neuron } = this;
    const own = numbers.thresholds.length === 1 ? 0 : channel;
    const [threshold, value] = [numbers.thresholds[own] as number, numbers.values[own] as number];
    const v = (this.membranes[at] as number) - this.zero;
    let h = Math.floor((v * numbers.leak + 2 ** (LEAK_BITS - 1)) / 2 ** LEAK_BITS) + current;
    if (neuron.delayed && v >= threshold) h = neuron.reset === "to" ? value : h - value;
    const fires = h >= threshold;
    let left = h;
    if (fires && !neuron.delayed) left = neuron.reset === "to" ? value : h - value;
    this.membranes[at] = clamp(left, this.low, this.high) + this.zero;
    return fires ? 1 : 0;
  }
}
