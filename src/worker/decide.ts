/** Which policy a job quantizes with: the one given, a uniform width, 8 bits where they fit, or what the search finds. */
import { subsetOf } from "../datasets/takeSamples";
import {
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
  needsOf,
  ok,
  policyLossOn,
  predictedLossOf,
  searchedSegments,
  STRATEGIES,
  uniformPolicy,
  unwatched,
  withRounding,
  type AccountOptions,
  type Found,
  type GraphRunner,
  type Infeasible,
  type Outcome,
  type Policy,
  type Problem,
  type Quantizer,
  type SampleSource,
  type SearchAnswer,
  type SearchProblem,
  type SensitivityTable,
  type StrategyName,
  type TracePoint,
  type Watch,
} from "../engine";
import { inputBoundsOf } from "./inputBounds";
import type { JobSettings } from "./jobs";
import type { Model } from "./loadModel";
import { openLossCache } from "./lossCache";
import { readPolicy } from "./policyText";
import { refuseRows } from "./unsupported";

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
  const rows = refuseRows(network, settings);
  if (!rows.ok) return rows;
  if (settings.policy) {
    const policy = readPolicy(model, settings.policy);
    return policy.ok ? ok({ ...UNSEARCHED, policy: policy.value, strategy: "given" }) : policy;
  }
  if (settings.bits) return ok({ ...UNSEARCHED, policy: uniformPolicy(network, settings.bits), strategy: "uniform" });

  // Neither question depends on losses, so none are measured for it.
  const problems = searchProblemsOf(model, settings, new Map());
  const [problem] = problems;
  const widest = uniformPolicy(network, 8);
  const need = problem.need(widest);
  if (need.flashBytes <= problem.limits.flashBytes && need.ramBytes <= problem.limits.ramBytes) {
    const note: Problem = {
      code: "search.unneeded",
      message: "8 bits everywhere fit, so no width had to be searched and no sensitivity was measured",
    };
    return ok({ ...UNSEARCHED, policy: widest, strategy: settings.search, optimal: true, notes: [note] });
  }
  let least: Infeasible | undefined;
  for (const each of problems) {
    const answer = STRATEGIES.exact.search(each, { seed: settings.seed, watch: unwatched });
    if (answer instanceof Promise) throw new Error("the exact search answers at once");
    if (answer.kind === "found") return undefined;
    least = lesser(least, answer);
  }
  return least && ok(infeasibleDecision(model, settings, infeasibleAmong(settings, least), undefined));
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
  const measured = learns
    ? { measured: policyLossOn(await rounding(), executor, firstOf(samples.losses, REWARD_SAMPLES), watch) }
    : {};
  const problems = searchProblemsOf(model, settings, sensitivities);
  const [problem] = problems;
  watch.progress("searching", 0, 1);
  // To learn takes too long to do it twice.
  const answer = await bestAnswer(settings, learns ? [problem] : problems, (each) =>
    search({ ...each, ...measured }, { seed: settings.seed, watch, executor }),
  );
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
    JSON.stringify(inputBoundsOf(settings) ?? null),
    ...(settings.rounding !== "nearest" ? ["compensated", JSON.stringify(DEFAULT_ROUNDING)] : []),
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
  if (rounding === "nearest") return { losses: calibration, rounding: calibration };
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
  if (rounding === "nearest") return nearest;
  return withRounding(nearest, await compensateWidths(nearest, executorOf(runner), samples, watch));
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => (made ??= make());
}

function firstOf(source: SampleSource, count: number): SampleSource {
  return samplesBetween(source, 0, Math.min(count, source.count));
}

export function samplesBetween(source: SampleSource, from: number, to: number): SampleSource {
  return subsetOf(
    source,
    Array.from({ length: to - from }, (_, index) => from + index),
  );
}

/** The question in the search's terms; where layers stream, for the segments that need least RAM with 8 bits everywhere. */
export function searchProblemOf(model: Model, settings: JobSettings, sensitivities: SensitivityTable): SearchProblem {
  return searchProblemsOf(model, settings, sensitivities)[0];
}

/** One question for each segmentation worth a search: the constraints hold for one at a time. Layer by layer there is one. */
export function searchProblemsOf(
  { network }: Model,
  settings: JobSettings,
  sensitivities: SensitivityTable,
): readonly [SearchProblem, ...SearchProblem[]] {
  const { account, budget, streaming, rows } = settings;
  const problemOf = (options: Omit<AccountOptions, "account" | "ramLimit">): SearchProblem => ({
    network,
    constraints: constraintsOf(network, account, options),
    limits: { flashBytes: budget?.flashBytes ?? Infinity, ramBytes: budget?.ramBytes ?? Infinity },
    losses: lossTableOf(sensitivities),
    need: needsOf(network, { account, ...options }),
  });
  const plain = problemOf({ order: executionOrder(network) });
  // Where RAM is no limit layer by layer even with 8 bits, streaming would only cost code.
  const isNeeded = rows === "supplied" || plain.need(uniformPolicy(network, 8)).ramBytes > plain.limits.ramBytes;
  if (streaming === "off" || !isNeeded) return [plain];
  const order = executionOrder(network, { streaming, rows });
  const [first, ...others] = searchedSegments(network, account, { rows, order }).map((segments) =>
    problemOf({ order, streaming, rows, segments }),
  );
  if (!first) throw new Error("a network has at least one segmentation");
  return [first, ...others];
}

/** The answer of least predicted loss over the segmentations. */
async function bestAnswer(
  settings: JobSettings,
  problems: readonly SearchProblem[],
  search: (problem: SearchProblem) => SearchAnswer | Promise<SearchAnswer>,
): Promise<SearchAnswer> {
  let best: Found | undefined;
  let least: Infeasible | undefined;
  let evaluations = 0;
  for (const problem of problems) {
    const answer = await search(problem);
    evaluations += answer.evaluations;
    if (answer.kind === "infeasible") {
      least = lesser(least, answer);
      continue;
    }
    if (!best || answer.predictedLoss < best.predictedLoss) best = answer;
    if (isUncut(answer.policy)) break; // RAM was no limit, so another segmentation could not do better
  }
  if (best) return { ...foundAmong(settings, best), evaluations };
  if (least) return { ...infeasibleAmong(settings, least), evaluations };
  throw new Error("nothing was searched");
}

function isUncut({ activations }: Policy): boolean {
  return [...activations.values()].every((bits) => bits === 8);
}

/** Where layers stream and RAM binds, nothing is proven about segmentations that were not searched. */
function foundAmong({ streaming }: JobSettings, found: Found): Found {
  if (streaming === "off" || isUncut(found.policy)) return found;
  const { kind, policy, predictedLoss, evaluations, trace } = found;
  return { kind, policy, predictedLoss, evaluations, optimal: false, ...(trace && { trace }) };
}

function infeasibleAmong({ streaming }: JobSettings, answer: Infeasible): Infeasible {
  return streaming === "auto" && answer.short.includes("ram") ? { ...answer, proven: false } : answer;
}

function lesser(known: Infeasible | undefined, other: Infeasible): Infeasible {
  return known && known.leastRamBytes <= other.leastRamBytes ? known : other;
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
