/** Which policy a job quantizes with: the one given, a uniform width, 8 bits where they fit, or what the search finds. */
import { subsetOf } from "../datasets/takeSamples";
import {
  accountsOf,
  ALL_BITS,
  choiceKey,
  choicesOf,
  compensateWidths,
  constraintsOf,
  DEFAULT_ROUNDING,
  executionOrder,
  executorOf,
  isStrategyName,
  lossTableOf,
  measureSensitivities,
  ok,
  policyLossOn,
  predictedLossOf,
  STRATEGIES,
  uniformPolicy,
  unwatched,
  withRounding,
  type GraphRunner,
  type Infeasible,
  type Outcome,
  type Policy,
  type Problem,
  type Quantizer,
  type SampleSource,
  type SearchProblem,
  type SensitivityTable,
  type StrategyName,
  type TracePoint,
  type Watch,
} from "../engine";
import type { JobSettings } from "./jobs";
import type { Model } from "./loadModel";
import { openLossCache } from "./lossCache";
import { readPolicy } from "./policyText";

/** How many of the calibration samples are kept for losses of compensated weights. */
const SENSITIVITY_SAMPLES = 64;
/** Of these, how many a strategy that learns runs every policy on. */
const REWARD_SAMPLES = 32;

export interface Decision {
  readonly policy: Policy;
  /** A strategy's name, "given" or "uniform". */
  readonly strategy: string;
  readonly evaluations: number;
  readonly optimal: boolean;
  readonly predictedLoss: number | null;
  /** How learning went, where the strategy learns. */
  readonly trace?: readonly TracePoint[];
  readonly sensitivities: SensitivityTable | undefined;
  readonly infeasible: Infeasible | undefined;
  readonly notes: readonly Problem[];
}

const UNSEARCHED = {
  evaluations: 1,
  optimal: false,
  predictedLoss: null,
  sensitivities: undefined,
  infeasible: undefined,
  notes: [],
} as const;

/** Decides without running anything, where that is possible: always so for an infeasible budget. */
export function decideEarly(model: Model, settings: JobSettings): Outcome<Decision> | undefined {
  const { network } = model;
  if (settings.policy) {
    const policy = readPolicy(model, settings.policy);
    return policy.ok ? ok({ ...UNSEARCHED, policy: policy.value, strategy: "given" }) : policy;
  }
  if (settings.bits) return ok({ ...UNSEARCHED, policy: uniformPolicy(network, settings.bits), strategy: "uniform" });

  // Neither question depends on losses, so none are measured for it.
  const problem = searchProblemOf(model, settings, new Map());
  const widest = uniformPolicy(network, 8);
  const need = problem.need(widest);
  if (need.flashBytes <= problem.limits.flashBytes && need.ramBytes <= problem.limits.ramBytes) {
    const note: Problem = {
      code: "search.unneeded",
      message: "8 bits everywhere fit, so no width had to be searched and no sensitivity was measured",
    };
    return ok({ ...UNSEARCHED, policy: widest, strategy: settings.search, optimal: true, notes: [note] });
  }
  const answer = STRATEGIES.exact.search(problem, { seed: settings.seed, watch: unwatched });
  if (answer instanceof Promise) throw new Error("the exact search answers at once");
  return answer.kind === "infeasible" ? ok(infeasibleDecision(model, settings, answer, undefined)) : undefined;
}

/** Measures sensitivities, as far as the cache does not hold them, and searches. */
export async function decideBySearch(
  model: Model,
  settings: JobSettings,
  quantizer: Quantizer,
  calibration: SampleSource,
  runner: GraphRunner,
  watch: Watch,
): Promise<Decision> {
  const samples = samplesOfLosses(settings, calibration);
  const rounding = once(() => roundedApart(settings, quantizer, samples.rounding, runner, watch));
  const sensitivities = await sensitivitiesOf(model, settings, quantizer, calibration, rounding, runner, watch);
  const { search, learns } = STRATEGIES[strategyOf(settings)];
  const executor = executorOf(runner);
  const problem: SearchProblem = {
    ...searchProblemOf(model, settings, sensitivities),
    ...(learns
      ? { measured: policyLossOn(await rounding(), executor, firstOf(samples.losses, REWARD_SAMPLES), watch) }
      : {}),
  };
  watch.progress("searching", 0, 1);
  const answer = await search(problem, { seed: settings.seed, watch, executor });
  watch.progress("searching", 1, 1);
  if (answer.kind === "infeasible") return infeasibleDecision(model, settings, answer, sensitivities);
  return {
    policy: answer.policy,
    strategy: settings.search,
    evaluations: answer.evaluations,
    optimal: answer.optimal,
    predictedLoss: Number(predictedLossOf(problem, answer.policy).toPrecision(6)),
    ...(answer.trace ? { trace: answer.trace } : {}),
    sensitivities,
    infeasible: undefined,
    notes: [],
  };
}

async function sensitivitiesOf(
  model: Model,
  settings: JobSettings,
  nearest: Quantizer,
  calibration: SampleSource,
  rounding: () => Promise<Quantizer>,
  runner: GraphRunner,
  watch: Watch,
): Promise<SensitivityTable> {
  const cache = openLossCache(settings.cacheFolder, [
    model.sha256,
    calibration.fingerprint,
    JSON.stringify(nearest.options),
    ...(settings.rounding === "compensated" ? ["compensated", JSON.stringify(DEFAULT_ROUNDING)] : []),
  ]);
  const isKnown = choicesOf(model.network).every((choice) =>
    ALL_BITS.every((bits) => cache.get(choiceKey(choice, bits)) !== undefined),
  );
  // Compensated weights are made only where a loss has yet to be measured with them: a second budget costs neither.
  const quantizer = isKnown ? nearest : await rounding();
  return measureSensitivities(
    quantizer,
    executorOf(runner),
    samplesOfLosses(settings, calibration).losses,
    cache,
    watch,
  );
}

/**
 * Weights that were rounded against a sample fit it better than others, those of large layers most: losses are measured on samples that
 * rounding did not see, and rounded once more with all of them for the policy that is found.
 */
function samplesOfLosses(
  { rounding }: JobSettings,
  calibration: SampleSource,
): { readonly losses: SampleSource; readonly rounding: SampleSource } {
  if (rounding !== "compensated") return { losses: calibration, rounding: calibration };
  const held = Math.min(SENSITIVITY_SAMPLES, Math.floor(calibration.count / 2));
  return {
    losses: samplesBetween(calibration, 0, held),
    rounding: samplesBetween(calibration, held, calibration.count),
  };
}

/** Weights as losses are measured with them, every layer at every width. */
async function roundedApart(
  { rounding }: JobSettings,
  nearest: Quantizer,
  samples: SampleSource,
  runner: GraphRunner,
  watch: Watch,
): Promise<Quantizer> {
  if (rounding !== "compensated") return nearest;
  return withRounding(nearest, await compensateWidths(nearest, executorOf(runner), samples, watch));
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => (made ??= make());
}

function firstOf(source: SampleSource, count: number): SampleSource {
  return samplesBetween(source, 0, Math.min(count, source.count));
}

function samplesBetween(source: SampleSource, from: number, to: number): SampleSource {
  return subsetOf(
    source,
    Array.from({ length: to - from }, (_, index) => from + index),
  );
}

/** The question in the search's terms. */
export function searchProblemOf(model: Model, settings: JobSettings, sensitivities: SensitivityTable): SearchProblem {
  const { network } = model;
  const { account, budget } = settings;
  const order = executionOrder(network);
  return {
    network,
    constraints: constraintsOf(network, account, { order }),
    limits: { flashBytes: budget?.flashBytes ?? Infinity, ramBytes: budget?.ramBytes ?? Infinity },
    losses: lossTableOf(sensitivities),
    need: (policy) => accountsOf(network, policy, { account, order })[account],
  };
}

/** The narrowest policy stands in for the one that does not exist, so that the report can show what is short and where. */
function infeasibleDecision(
  model: Model,
  settings: JobSettings,
  infeasible: Infeasible,
  sensitivities: SensitivityTable | undefined,
): Decision {
  return {
    ...UNSEARCHED,
    policy: uniformPolicy(model.network, 2),
    strategy: settings.search,
    evaluations: infeasible.evaluations,
    optimal: infeasible.proven,
    sensitivities,
    infeasible,
  };
}

/** refuseUnsupported has let only known names through. */
function strategyOf(settings: JobSettings): StrategyName {
  if (!isStrategyName(settings.search)) throw new Error(`unknown strategy ${settings.search}`);
  return settings.search;
}
