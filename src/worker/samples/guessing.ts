/**
 * Whether the float network itself only guesses on a person's samples: then the preparation of pixels is another than in training, or the
 * labels are of other classes, and every figure that follows is about nothing. Found out on a few samples before anything long begins.
 */
import { executorOf, headOf, type Feeds, type GraphRunner, type Problem, type Watch } from "../../engine";
import { meant } from "../../protocol/words/settingWords";
import type { JobSettings } from "../jobs/jobs";
import type { Model } from "../model/loadModel";
import { betterThan, isNearChance, scoreOf, type TrialScore } from "./preprocessingTrials";
import { answer, otherTrials, presetOf, statedTrial, TRIED } from "./previewSamples";
import { openData } from "./samples";

/** With fewer labelled samples, luck and a wrong preparation look alike. */
const LEAST_SAMPLES = 32;

/** @returns a note where the network guesses, with the preparation under which it does not, where one of the usual ones is that */
export async function guessingNote(
  model: Model,
  settings: JobSettings,
  runner: GraphRunner,
  watch: Watch,
): Promise<Problem | undefined> {
  const data = settings.evaluation ?? settings.calibration;
  const head = headOf(model.prepared);
  // Of a network with states one step tells little.
  if (!data || head.task !== "classification" || model.input.name === undefined || model.prepared.states)
    return undefined;
  const source = await openData(model, settings, data, watch, { count: TRIED, seed: settings.seed });
  if (!source.ok || source.value.kind !== "labelled" || source.value.count < LEAST_SAMPLES) return undefined;
  const stated = data.preprocessing ?? settings.preprocessing ?? "raw";
  const indices = Array.from({ length: source.value.count }, (_, index) => index);
  const network = await executorOf(runner).open(model.prepared, [head.tensor]);
  try {
    const ask = (sample: Feeds): Promise<Float32Array> => answer(network, head.tensor, sample);
    const questions = { model, settings, data, stated, source: source.value, indices, ask, watch };
    const own = await statedTrial(questions, 0);
    const score = scoreOf(own.answers);
    if (!isNearChance(score, own.answers.probabilities[0]?.length ?? 0)) return undefined;
    const trials = await otherTrials(questions);
    const others = trials.map(({ answers }) => scoreOf(answers));
    const better = betterThan(score, others);
    const preset = better === undefined ? null : presetOf(trials[better]?.name);
    const right = ({ isRight }: TrialScore): number => isRight?.filter(Boolean).length ?? 0;
    const best = better === undefined ? undefined : others[better];
    return {
      code: "data.guessing",
      message: `the float network answers ${right(score)} of ${indices.length} labelled samples right, which is what guessing gives: no figure measured on them means anything`,
      hint:
        preset === null || best === undefined
          ? `check that ${meant("preprocessing")} is that of the training, and that the labels are numbers of the model's classes`
          : `with ${meant("preprocessing")} "${preset}" it answers ${right(best)} of them right`,
    };
  } finally {
    await network.close();
  }
}
