/**
 * Accuracy of a quantized network beside its float original on the same samples. Differences are paired: one sample answers for both
 * networks, so the interval of the difference is far narrower than that of either figure.
 */
import { meanOf } from "../../base/statistics";
import { argmax, energies } from "./outputLoss";
import type { SampleSource } from "../../ir/ports";
import type { Task } from "./head";

export interface Accuracy {
  /** top1 and agreement in percent of samples, sqnr in decibels. */
  readonly metric: "top1" | "agreement" | "sqnr";
  /** The float network's figure; null for sqnr, where it is the reference itself. */
  readonly float: number | null;
  readonly quantized: number;
  /** quantized − float in points; for sqnr null. */
  readonly delta: number | null;
  /** 95 % interval of delta; null for sqnr and without samples. */
  readonly ci95: readonly [number, number] | null;
  readonly samples: number;
  readonly kind: "measured" | "predicted";
  readonly data: SampleSource["kind"];
  /** Percent of samples on which both networks answer alike; null for regression. */
  readonly agreement: number | null;
  /** Signal to quantization noise of the compared output, over all samples; of several, the inverse of their mean share of noise. */
  readonly sqnrDb: number | null;
  /** Of sequences of several steps: how many there are in each, `samples` then being sequences. */
  readonly steps?: number;
  /** The same as sqnrDb by step, at no more than MOST_POINTS of them: whether errors grow over time. */
  readonly sqnrByStep?: readonly StepNoise[];
}

export interface StepNoise {
  /** From 0. */
  readonly step: number;
  readonly sqnrDb: number;
}

/** Steps at which the signal to noise ratio is told, the first and the last among them. */
const MOST_POINTS = 16;

/** One sample's comparison; label where the data set has one. */
export interface Answer {
  readonly exact: Float32Array;
  readonly quantized: Float32Array;
  readonly label: number | undefined;
  /** Other outputs that are judged with it; as many in every answer. */
  readonly others?: readonly { readonly exact: Float32Array; readonly quantized: Float32Array }[];
}

/** Sums up answers one at a time; outputs need not be kept. */
export class AccuracyCounter {
  private samples = 0;
  private labelled = 0;
  private agree = 0;
  private floatRight = 0;
  private quantizedRight = 0;
  /** Right for the float network alone, and for the quantized one alone. */
  private lost = 0;
  private won = 0;
  /** By output. */
  private readonly noise: number[] = [];
  private readonly signal: number[] = [];

  constructor(
    private readonly task: Task,
    private readonly data: SampleSource["kind"],
  ) {}

  add({ exact, quantized, label, others = [] }: Answer): void {
    this.samples++;
    [{ exact, quantized }, ...others].forEach((output, i) => {
      const { noise, signal } = energies(output.exact, output.quantized);
      this.noise[i] = (this.noise[i] ?? 0) + noise;
      this.signal[i] = (this.signal[i] ?? 0) + signal;
    });
    if (this.task === "regression") return;
    const floatAnswer = argmax(exact);
    const quantizedAnswer = argmax(quantized);
    if (floatAnswer === quantizedAnswer) this.agree++;
    if (label === undefined) return;
    this.labelled++;
    const floatIsRight = floatAnswer === label;
    const quantizedIsRight = quantizedAnswer === label;
    if (floatIsRight) this.floatRight++;
    if (quantizedIsRight) this.quantizedRight++;
    if (floatIsRight && !quantizedIsRight) this.lost++;
    if (!floatIsRight && quantizedIsRight) this.won++;
  }

  result(): Accuracy {
    const { samples } = this;
    const sqnrDb = samples > 0 ? round(this.sqnr(), 3) : null;
    const agreement = this.task === "classification" && samples > 0 ? percent(this.agree, samples) : null;
    const common = { samples, kind: "measured", data: this.data, agreement, sqnrDb } as const;
    if (this.task === "regression")
      return { metric: "sqnr", float: null, quantized: sqnrDb ?? 0, delta: null, ci95: null, ...common };
    if (this.labelled > 0 && this.labelled === samples) {
      return {
        metric: "top1",
        float: percent(this.floatRight, samples),
        quantized: percent(this.quantizedRight, samples),
        delta: round((100 * (this.won - this.lost)) / samples, 4),
        ci95: pairedInterval(this.won, this.lost, samples),
        ...common,
      };
    }
    const differing = samples - this.agree;
    return {
      metric: "agreement",
      float: 100,
      quantized: agreement ?? 0,
      delta: samples > 0 ? round((-100 * differing) / samples, 4) : 0,
      ci95: samples > 0 ? agreementInterval(this.agree, samples) : null,
      ...common,
    };
  }

  private sqnr(): number {
    const [noise = 0, ...others] = this.noise;
    const [signal = 0] = this.signal;
    if (others.length === 0) return sqnrOf(signal, noise);
    const shares = this.noise.map((energy, i) => (this.signal[i] ? energy / this.signal[i] : energy));
    return sqnrOf(1, meanOf(shares));
  }
}

/** Signal and noise by step, over all sequences. */
export class TimeCounter {
  private readonly noise: Float64Array;
  private readonly signal: Float64Array;

  constructor(private readonly steps: number) {
    this.noise = new Float64Array(steps);
    this.signal = new Float64Array(steps);
  }

  add(step: number, outputs: readonly Pick<Answer, "exact" | "quantized">[]): void {
    for (const { exact, quantized } of outputs) {
      const { noise, signal } = energies(exact, quantized);
      this.noise[step] = (this.noise[step] ?? 0) + noise;
      this.signal[step] = (this.signal[step] ?? 0) + signal;
    }
  }

  result(): readonly StepNoise[] {
    const points = Math.min(this.steps, MOST_POINTS);
    const steps = Array.from({ length: points }, (_, i) =>
      points === 1 ? 0 : Math.round((i * (this.steps - 1)) / (points - 1)),
    );
    return steps.map((step) => ({ step, sqnrDb: round(sqnrOf(this.signal[step] ?? 0, this.noise[step] ?? 0), 3) }));
  }
}

/**
 * 95 % interval of a paired difference of proportions, in points: the adjusted Wald interval of Bonett and Price (2012), which adds one to
 * each discordant cell and so stays honest when few or no samples differ.
 */
export function pairedInterval(won: number, lost: number, samples: number): readonly [number, number] {
  const total = samples + 2;
  const p12 = (won + 1) / total;
  const p21 = (lost + 1) / total;
  const difference = p12 - p21;
  const half = 1.959964 * Math.sqrt((p12 + p21 - difference * difference) / total);
  return [round(100 * Math.max(-1, difference - half), 4), round(100 * Math.min(1, difference + half), 4)];
}

/** 95 % interval of the share of unequal answers, negated, in points: Wilson's score interval (1927) of the agreement. */
export function agreementInterval(agree: number, samples: number): readonly [number, number] {
  const z2 = 1.959964 ** 2;
  const share = agree / samples;
  const centre = (share + z2 / (2 * samples)) / (1 + z2 / samples);
  const half = (1.959964 / (1 + z2 / samples)) * Math.sqrt((share * (1 - share)) / samples + z2 / (4 * samples ** 2));
  return [round(100 * (centre - half - 1), 4), round(Math.min(0, 100 * (centre + half - 1)), 4)];
}

function percent(count: number, of: number): number {
  return round((100 * count) / of, 4);
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}

/** A float32 resolves 2^-24 of its value: 144.5 dB, and nothing that is written as float32 is told apart further. */
const RESOLUTION = 2 ** -48;

/** 10·log10(signal / noise) in dB, within what float32 resolves, so that equal outputs have a figure too. */
function sqnrOf(signal: number, noise: number): number {
  if (noise === 0) return -10 * Math.log10(RESOLUTION);
  return 10 * Math.log10(Math.min(Math.max(signal / noise, RESOLUTION), 1 / RESOLUTION));
}
