/**
 * Fills a network with random numbers: every part of the result is valid, nothing in it means anything. Scalings are chosen so that
 * codes spread over the output's range and saturate now and then; `extreme` programs take their numbers from the ends of the ranges.
 */
import {
  ACTIVATION_WIDTHS,
  maxCode,
  newCodes,
  type Codes,
  type NarrowBits,
  type WeightBits,
} from "../../../src/engine/base/bits";
import { commonShift, encodeAtShift, MAX_SHIFT, MIN_SHIFT, withinDyadic } from "../../../src/engine/base/fixedPoint";
import { levelsOf } from "../../../src/engine/base/levels";
import { encodeExponentStep } from "../../../src/engine/base/powerOfTwo";
import { assertNever } from "../../../src/engine/base/outcome";
import { seededRandom, type Random } from "../../../src/engine/base/random";
import {
  activationOf,
  usesLevels,
  type ActivationId,
  type Layer,
  type LayerOf,
  type Network,
  type ProductLayer,
} from "../../../src/engine/ir/network";
import type { Neuron } from "../../../src/engine/ir/op";
import type {
  ActivationFormat,
  FireNumbers,
  Program,
  QuantizedWeights,
  Requantizer,
  Step,
} from "../../../src/engine/ir/program";
import { TABLE_POINTS } from "../../../src/engine/layers/arithmetic/interpolated";
import { randomLevels } from "../firmware/firmwareNumbers";

export interface RandomProgramOptions {
  /** One width for all; random by default. */
  readonly bits?: NarrowBits;
  /** What weights are drawn from, whatever `bits` says; absent: like activations. */
  readonly weightWidths?: readonly WeightBits[];
  readonly extreme?: boolean;
  /** Every second activation has 16 bits, whatever `bits` says, but for those around layers that have no form for them. */
  readonly wide?: boolean;
}

/** Layers that read and write no codes of 16 bits. */
const NARROW_KINDS: readonly Layer["kind"][] = ["fire", "spiking", "softmax", "keptRows", "movingAverage"];

/** A program and codes for its inputs. */
export interface RandomRun {
  readonly program: Program;
  readonly inputs: ReadonlyMap<ActivationId, Codes>;
}

export function randomRun(network: Network, seed: number, options: RandomProgramOptions = {}): RandomRun {
  const draw = new Draw(seededRandom(seed), options);
  const narrow = new Set(
    network.layers
      .filter((layer) => NARROW_KINDS.includes(layer.kind) || "ofSpikes" in layer)
      .flatMap(({ inputs, output }) => [...inputs, output].map((id) => activationOf(network, id).group)),
  );
  const own = network.activations.map(({ fixed, membrane, group }): ActivationFormat => {
    const format = draw.format(options.wide === true && !narrow.has(group));
    if (fixed === "spikes") return { bits: 1, scale: 1, zeroPoint: 0 };
    if (membrane) return { bits: format.bits, scale: 1, zeroPoint: 2 ** (format.bits - 1) };
    return fixed === "cell" ? { bits: 8, scale: 1, zeroPoint: 0 } : format;
  });
  const formats = network.activations.map(({ group }) => at(own, group));
  const steps = network.layers.map((layer) => draw.step(network, layer, formats));
  const activations = network.activations.filter(({ id, group }) => id === group);
  const policy = {
    activations: new Map(
      activations.flatMap(({ name, id }) => {
        const { bits } = at(formats, id);
        return bits === 1 ? [] : [[name, bits] as const];
      }),
    ),
    weights: new Map(
      network.layers.flatMap(({ name, index }) => {
        const step = at(steps, index);
        if (step.kind === "recurrent") return [[name, step.input.bits] as const];
        return step.kind === "product" || step.kind === "spiking" ? [[name, step.weights.bits] as const] : [];
      }),
    ),
  };
  const inputs = new Map(
    network.inputs.map((id) => [id, draw.codes(activationOf(network, id).elements, maxCode(at(formats, id).bits))]),
  );
  return { program: { network, policy, formats, steps }, inputs };
}

class Draw {
  constructor(
    private readonly random: Random,
    private readonly options: RandomProgramOptions,
  ) {}

  format(isWide = false): ActivationFormat {
    if (isWide && this.random.below(2) === 0) {
      const zeroPoint = 256 * at([0, 128, this.random.below(256)], this.random.below(3));
      return { bits: 16, scale: 0.01 + this.random.uniform(), zeroPoint };
    }
    const drawn = this.bits();
    const bits = isWide && drawn === 2 ? 4 : drawn;
    return { bits, scale: 0.01 + this.random.uniform(), zeroPoint: this.code(maxCode(bits)) };
  }

  codes(length: number, limit: number): Codes {
    return newCodes(limit > 255 ? 16 : 8, length).map(() => this.code(limit));
  }

  private bytes(length: number, limit: number): Uint8Array {
    return Uint8Array.from({ length }, () => this.code(limit));
  }

  step(network: Network, layer: Layer, formats: readonly ActivationFormat[]): Step {
    const inputs = layer.inputs.map((id) => at(formats, id));
    const output = at(formats, layer.output);
    const channels = activationOf(network, layer.output).shape[2];
    const inputMax = maxCode(inputs[0]?.bits ?? 8);
    const gain = maxCode(output.bits) / inputMax;
    switch (layer.kind) {
      case "conv":
      case "fullyConnected":
        return this.product(layer, layer.weights.perChannel, inputMax, maxCode(output.bits));
      case "add": {
        const [multiplierA = 0, multiplierB = 0] = this.multipliers(2, gain);
        return { kind: "sum", multiplierA, multiplierB: layer.sign * multiplierB, shift: this.shift };
      }
      case "mul":
        return {
          kind: "multiply",
          requantizer: this.requantizer(this.random.below(2) === 0 ? 1 : channels, gain / inputMax),
        };
      case "lookup":
        return { kind: "table", table: this.table(inputMax, maxCode(output.bits)) };
      case "prelu": {
        const negative = this.multipliers(channels, gain);
        return { kind: "slopes", positive: at(negative, 0), negative: negative.map((m) => m >> 2), shift: this.shift };
      }
      case "averagePool": {
        const sizes = Array.from({ length: layer.kernel[0] * layer.kernel[1] }, (_, i) => gain / (i + 1));
        return { kind: "average", multipliers: this.encoded(sizes), shift: this.shift };
      }
      case "movingAverage": {
        const multipliers = this.multipliers(1, gain / (layer.rows * layer.columns));
        return { kind: "average", multipliers, shift: this.shift };
      }
      case "concat":
        return { kind: "join", inputs: inputs.map((format) => this.joined(format, output)) };
      case "requantize":
        return { kind: "requantize", requantizer: this.requantizer(this.random.below(2) === 0 ? 1 : channels, gain) };
      case "maxPool":
      case "slice":
      case "pad":
      case "resize":
      case "transpose":
      case "keptRows":
        // At 16 bits a window without any pixel is zero, whose code is a multiple of 256.
        return { kind: "move", fill: output.bits === 16 ? 256 * this.code(255) : this.code(maxCode(output.bits)) };
      case "normalize":
        return {
          kind: "normalize",
          epsilon: this.random.below(2) === 0 ? 0 : this.random.below(2 ** 20) * (1 + this.random.below(2 ** 14)),
          multipliers: this.multipliers(channels, maxCode(output.bits) / 2 ** 18),
          offsets: Int32Array.from({ length: channels }, () => Math.round(this.random.normal() * 2 ** 20)),
          shift: this.shift,
        };
      case "recurrent":
        return this.recurrent(layer, at(inputs, 0), output);
      case "fire":
        return { kind: "fire", neurons: this.neurons(1, layer.neuron), currents: this.wholes(inputMax + 1) };
      case "spiking": {
        const { outputChannels, perChannel } = layer.weights;
        const bits = this.weightBits();
        return {
          kind: "spiking",
          neurons: this.neurons(outputChannels, layer.neuron),
          weights: {
            bits,
            codes: this.bytes(outputChannels * perChannel, maxCode(bits)),
            scales: new Float64Array(outputChannels).fill(1),
            zeroPoints: this.bytes(outputChannels, maxCode(bits)),
          },
          shifts: Int8Array.from({ length: outputChannels }, () => this.random.below(7) - 3),
          bias: this.wholes(outputChannels),
        };
      }
      case "softmax":
        return { kind: "softmax", exponentStep: encodeExponentStep(at(inputs, 0).scale) };
      default:
        return assertNever(layer);
    }
  }

  private neurons(channels: number, { value }: Neuron): FireNumbers {
    return {
      leak: this.random.below(2) === 0 ? 2 ** 15 - 2 ** this.random.below(15) : this.random.below(2 ** 15 + 1),
      thresholds: Int32Array.from({ length: channels }, () => 1 + this.random.below(64)),
      values: value === 0 ? new Int32Array(channels) : this.wholes(channels),
      units: new Float64Array(channels).fill(1),
    };
  }

  /** Both signs, about as large as thresholds. */
  private wholes(count: number): Int32Array {
    return Int32Array.from({ length: count }, () => this.random.below(81) - 40);
  }

  /** Of codes of 16 bits points to interpolate between, whatever the output. */
  private table(inputMax: number, outputMax: number): Codes {
    return inputMax > 255 ? this.codes(TABLE_POINTS, 65535) : this.codes(inputMax + 1, outputMax);
  }

  /** The shift of the multipliers drawn last. */
  private shift = 32;

  private product(layer: ProductLayer, length: number, inputMax: number, outputMax: number): Step {
    const bits = this.weightBits();
    const channels = layer.weights.outputChannels;
    const levels = usesLevels(layer, bits) ? randomLevels(this.random, bits) : undefined;
    const highest = levelsOf({ bits, ...(levels && { levels }) }).at(-1) ?? 0;
    const spread = (Math.sqrt(length) * highest * inputMax) / 4;
    const sumShift = this.random.below(4);
    return {
      kind: "product",
      weights: {
        bits,
        ...(levels && { levels }),
        codes: this.bytes(channels * length, maxCode(bits)),
        scales: Float64Array.from({ length: channels }, () => 0.001 + this.random.uniform()),
        zeroPoints: this.bytes(channels, highest),
      },
      sumShift,
      bias: Int32Array.from({ length: channels }, () => Math.round(this.random.normal() * spread * 2 ** sumShift)),
      requantizer: this.requantizer(channels, outputMax / (spread * 2 ** sumShift)),
    };
  }

  private recurrent(layer: LayerOf<"recurrent">, input: ActivationFormat, output: ActivationFormat): Step {
    const { units, cell, sequences, weights, initialHidden, resetAfter } = layer;
    const bits = this.weightBits();
    const rows = weights.outputChannels;
    const matrix = (columns: number): QuantizedWeights => ({
      bits,
      codes: this.bytes(rows * columns, maxCode(bits)),
      scales: Float64Array.from({ length: rows }, () => 0.001 + this.random.uniform()),
      zeroPoints: this.bytes(rows, maxCode(bits)),
    });
    // Gates within ±4, mostly.
    const gate = (columns: number, most: number): number =>
      Math.min(2 ** 12, 2 ** 17 / (Math.sqrt(columns) * maxCode(bits) * most * 0.25));
    const reals = [gate(weights.perChannel - units, maxCode(input.bits)), gate(units, maxCode(output.bits))];
    const both = this.encoded(
      reals.flatMap((real) => Array.from({ length: rows }, () => real * (0.2 + this.random.uniform()))),
    );
    const { shift } = this;
    const places = 3 + this.random.below(13);
    const real = maxCode(output.bits) * (cell === "lstm" ? 2 ** -31 : cell === "gru" ? 2 ** -(places + 1) : 2 ** -16);
    const kept = initialHidden === undefined || cell === "rnn" ? 0 : sequences * units;
    const biases = (count: number): Int32Array =>
      Int32Array.from({ length: count }, () => Math.round(this.random.normal() * 2 ** 16));
    return {
      kind: "recurrent",
      input: matrix(weights.perChannel - units),
      hidden: matrix(units),
      inputMultipliers: both.slice(0, rows),
      hiddenMultipliers: both.slice(rows),
      shift,
      bias: biases(rows),
      hiddenBias: biases(cell === "gru" && resetAfter ? units : 0),
      places,
      initialCodes:
        initialHidden === undefined ? new Uint8Array() : this.codes(sequences * units, maxCode(output.bits)),
      initialState: Int16Array.from({ length: kept }, () => this.random.below(65536) - 32768),
      requantizer: this.requantizer(1, real),
    };
  }

  private requantizer(count: number, real: number): Requantizer {
    return { multipliers: this.multipliers(count, real), shift: this.shift };
  }

  /** Around ±real, or (extreme) any 32-bit numbers at any shift. */
  private multipliers(count: number, real: number): Int32Array {
    return this.encoded(
      Array.from({ length: count }, () => real * (0.2 + this.random.uniform()) * (this.random.below(4) === 0 ? -1 : 1)),
    );
  }

  private encoded(wanted: readonly number[]): Int32Array {
    const reals = wanted.map(withinDyadic);
    if (this.options.extreme && this.random.below(2) === 0) {
      this.shift = MIN_SHIFT + this.random.below(MAX_SHIFT - MIN_SHIFT + 1);
      return Int32Array.from(reals, () => Math.floor((this.random.uniform() * 2 - 1) * 2147483647));
    }
    this.shift = commonShift(reals);
    return Int32Array.from(reals, (real) => encodeAtShift(real, this.shift));
  }

  private joined(input: ActivationFormat, output: ActivationFormat): { multiplier: number; shift: number } {
    if (input === output) return { multiplier: 0, shift: 0 };
    const [multiplier = 1] = this.multipliers(1, maxCode(output.bits) / maxCode(input.bits));
    return { multiplier: multiplier === 0 ? 1 : multiplier, shift: this.shift };
  }

  private weightBits(): WeightBits {
    const { weightWidths } = this.options;
    return weightWidths ? at(weightWidths, this.random.below(weightWidths.length)) : this.bits();
  }

  private bits(): NarrowBits {
    return this.options.bits ?? at(ACTIVATION_WIDTHS, this.random.below(ACTIVATION_WIDTHS.length));
  }

  /** Extreme codes are 0 and the largest, three times in four. */
  private code(limit: number): number {
    if (this.options.extreme && this.random.below(4) > 0) return this.random.below(2) * limit;
    return this.random.below(limit + 1);
  }
}

function at<T>(values: { readonly [index: number]: T; readonly length: number }, index: number): T {
  const value = values[index];
  if (value === undefined) throw new Error(`nothing at ${index} of ${values.length}`);
  return value;
}
