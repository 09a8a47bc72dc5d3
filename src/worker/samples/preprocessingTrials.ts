/**
 * Which preparation of pixels a network was trained with, told by how it answers: a wrong one makes a network guess, and every figure
 * measured on it is then about nothing. Pure; the answers come from the caller.
 */
import { argmax } from "../../engine";

/** Answers of one preparation; all trials answer the same samples in the same order. */
export interface TrialAnswers {
  /** One vector of probabilities a sample. */
  readonly probabilities: readonly Float32Array[];
  /** Of the samples; undefined without labels. */
  readonly labels: readonly (number | undefined)[];
}

export interface TrialScore {
  /** Right answers by sample; null without labels. */
  readonly isRight: readonly boolean[] | null;
  readonly information: number;
}

/**
 * More information by this factor counts as clearly better where there are no labels. On 48 validation images, pixels taken as they are give
 * MobileNetV1 0.25 0.79 nats, MobileNetV2 0.77 and MCUNet 0.38 where their own preparation gives 3.24, 3.48 and 3.56; one to [0, 1] for one
 * to [-1, 1] is not told from it (2.86, 3.37, 3.29).
 */
const CLEARLY_MORE = 1.5;
/** Standard errors that a paired difference of right answers must exceed. */
const CLEAR_ERRORS = 2;

export function scoreOf({ probabilities, labels }: TrialAnswers): TrialScore {
  const isLabelled = labels.length > 0 && labels.every((label) => label !== undefined);
  return {
    isRight: isLabelled ? probabilities.map((answer, i) => argmax(answer) === labels[i]) : null,
    information: informationOf(probabilities),
  };
}

/** Jensen-Shannon divergence of the answers, in nats: entropy of their mean less their mean entropy. */
export function informationOf(probabilities: readonly Float32Array[]): number {
  const [first] = probabilities;
  if (!first) return 0;
  const mean = new Float64Array(first.length);
  let within = 0;
  for (const answer of probabilities) {
    within += entropy(answer);
    for (let i = 0; i < mean.length; i++) mean[i] = (mean[i] as number) + (answer[i] as number) / probabilities.length;
  }
  return Math.max(0, entropy(mean) - within / probabilities.length);
}

/**
 * @param stated the preparation that the settings state
 * @returns the index in `others` of the one that is clearly better, the best of several; undefined where none is
 */
export function betterThan(stated: TrialScore, others: readonly TrialScore[]): number | undefined {
  let best: { readonly index: number; readonly score: TrialScore } | undefined;
  for (const [index, score] of others.entries()) {
    if (isClearlyBetter(score, stated) && (!best || rank(score) > rank(best.score))) best = { index, score };
  }
  return best?.index;
}

/** Whether the right answers are what guessing would give: chance and two standard errors of it. Never without labels. */
export function isNearChance({ isRight }: TrialScore, classes: number): boolean {
  if (!isRight || classes < 2) return false;
  const chance = 1 / classes;
  const error = Math.sqrt((chance * (1 - chance)) / isRight.length);
  return isRight.filter(Boolean).length / isRight.length <= chance + CLEAR_ERRORS * error;
}

function isClearlyBetter(score: TrialScore, stated: TrialScore): boolean {
  if (!score.isRight || !stated.isRight) return score.information > CLEARLY_MORE * stated.information + LEAST_NATS;
  let won = 0;
  let lost = 0;
  for (const [i, isRight] of score.isRight.entries()) {
    if (isRight && stated.isRight[i] === false) won++;
    if (!isRight && stated.isRight[i] === true) lost++;
  }
  // Of won + lost discordant pairs, won − lost has that many units of variance where nothing differs.
  return won - lost > CLEAR_ERRORS * Math.sqrt(won + lost);
}

/** Differences below this are of rounding, or of a network that knows nothing either way. */
const LEAST_NATS = 0.1;

function rank({ isRight, information }: TrialScore): number {
  return isRight ? isRight.filter(Boolean).length : information;
}

function entropy(answer: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < answer.length; i++) {
    const p = answer[i] as number;
    if (p > 0) sum -= p * Math.log(p);
  }
  return sum;
}
