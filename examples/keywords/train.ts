/** AdamW with a warm-up and a cosine schedule, cross-entropy with smoothed labels, every clip heard once. */
import type { Random } from "../../src/engine/base/random";
import type { Batch, Parameter } from "./batch";
import { makeClip, stackCodes, type Difficulty, type Speech } from "./clips";
import { backward, forward, parametersOf, type Layer } from "./layers";
import { batchOf } from "./network";
import { CLASSES, UNKNOWN } from "./speech";

export interface Schedule {
  readonly steps: number;
  readonly batch: number;
  readonly peakRate: number;
  readonly decay: number;
  readonly smoothing: number;
}

/** Trains in place. @param report called every 25 steps with means since the last call */
export function train(
  layers: readonly Layer[],
  speech: Speech,
  difficulty: Difficulty,
  schedule: Schedule,
  random: Random,
  report: (step: number, loss: number, accuracy: number) => void,
): void {
  const labelsToDraw = [...CLASSES.keys(), UNKNOWN]; // the class with the most faces is heard twice as often
  const adam = new Adam(parametersOf(layers), schedule.decay);
  let [loss, right, heard] = [0, 0, 0];
  for (let step = 0; step < schedule.steps; step++) {
    const clips = Array.from({ length: schedule.batch }, () =>
      makeClip(labelsToDraw[random.below(labelsToDraw.length)] ?? UNKNOWN, speech, difficulty, random),
    );
    const labels = clips.map((clip) => clip.label);
    const logits = forward(layers, batchOf(stackCodes(clips), clips.length), true);
    const result = crossEntropy(logits, labels, schedule.smoothing);
    backward(layers, result.gradient);
    const warmUp = Math.min(1, (step + 1) / 30);
    adam.step(schedule.peakRate * warmUp * 0.5 * (1 + Math.cos((Math.PI * step) / schedule.steps)));
    loss += result.loss * clips.length;
    right += result.right;
    heard += clips.length;
    if ((step + 1) % 25 === 0 || step + 1 === schedule.steps) {
      report(step + 1, loss / heard, right / heard);
      [loss, right, heard] = [0, 0, 0];
    }
  }
}

/** Mean cross-entropy of a batch, its gradient by the logits, and how many clips were classified rightly. */
export function crossEntropy(
  logits: Batch,
  labels: readonly number[],
  smoothing: number,
): { readonly loss: number; readonly right: number; readonly gradient: Batch } {
  const { channels: classes, count } = logits;
  const gradient = new Float32Array(logits.data.length);
  let loss = 0;
  let right = 0;
  labels.forEach((label, n) => {
    const scores = Array.from({ length: classes }, (_, c) => logits.data[c * count + n] as number);
    const highest = Math.max(...scores);
    const logSum = highest + Math.log(scores.reduce((sum, score) => sum + Math.exp(score - highest), 0));
    if (scores[label] === highest) right++;
    scores.forEach((score, c) => {
      const target = smoothing / classes + (c === label ? 1 - smoothing : 0);
      loss += (target * (logSum - score)) / count;
      gradient[c * count + n] = (Math.exp(score - logSum) - target) / count;
    });
  });
  return { loss, right, gradient: { ...logits, data: gradient } };
}

/** Adam (Kingma and Ba, 2015) with decoupled weight decay (Loshchilov and Hutter, 2019). */
class Adam {
  private readonly moments: readonly { readonly first: Float64Array; readonly second: Float64Array }[];
  private steps = 0;

  constructor(
    private readonly parameters: readonly Parameter[],
    private readonly decay: number,
  ) {
    this.moments = parameters.map(({ value }) => ({
      first: new Float64Array(value.length),
      second: new Float64Array(value.length),
    }));
  }

  /** Moves every parameter against its gradient and clears the gradient. */
  step(rate: number): void {
    this.steps++;
    const [keepFirst, keepSecond] = [0.9, 0.999];
    const correctFirst = 1 - keepFirst ** this.steps;
    const correctSecond = 1 - keepSecond ** this.steps;
    this.parameters.forEach(({ value, gradient, decays }, index) => {
      const moments = this.moments[index];
      if (!moments) throw new Error("a parameter without moments");
      const { first, second } = moments;
      for (let i = 0; i < value.length; i++) {
        const slope = gradient[i] as number;
        const m = keepFirst * (first[i] as number) + (1 - keepFirst) * slope;
        const v = keepSecond * (second[i] as number) + (1 - keepSecond) * slope * slope;
        first[i] = m;
        second[i] = v;
        const move = m / correctFirst / (Math.sqrt(v / correctSecond) + 1e-8);
        const weight = value[i] as number;
        value[i] = weight - rate * (move + (decays ? this.decay * weight : 0));
      }
      gradient.fill(0);
    });
  }
}

/** Class of the highest logit of each clip. */
export function classify(layers: readonly Layer[], codes: Uint8Array, count: number): readonly number[] {
  const logits = forward(layers, batchOf(codes, count), false);
  return Array.from({ length: count }, (_, n) => {
    let best = 0;
    for (let c = 1; c < logits.channels; c++) {
      if ((logits.data[c * count + n] as number) > (logits.data[best * count + n] as number)) best = c;
    }
    return best;
  });
}
