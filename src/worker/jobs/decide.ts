/** Which policy a job quantizes with: the one given, a uniform width, 8 bits where they fit, or what the search finds. */
import {
  companyPolicy,
  constraintsOf,
  executionOrder,
  executorOf,
  isStrategyName,
  keepsTime,
  lossesInCompany,
  lossTableOf,
  meanOf,
  needsOf,
  ok,
  predictedLossOf,
  refine,
  searchedSegments,
  STRATEGIES,
  surelyFits,
  uniformPolicy,
  unwatched,
  type Found,
  type GraphRunner,
  type Infeasible,
  type MeasurePolicy,
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
  USUAL_WEIGHT_WIDTHS,
  type Watch,
  type Way,
} from "../../engine";
import type { LearnedFile } from "../../protocol/files/policyFile";
import { formatLoss } from "../../protocol/words/format";
import type { JobSettings, StatedStreaming } from "./jobs";
import type { Model } from "../model/loadModel";
import { openLosses, type Losses } from "../losses/losses";
import { buildOf } from "../settings/planning";
import { readPolicy } from "../settings/policyText";
import { turn } from "../turn";
import { refuseUnknownTime, timeLimitOf } from "../settings/latency";
import { uniformWidths } from "../settings/wideActivations";
import { refuseRows } from "../settings/unsupported";

/**
 * Most policies that are built and measured to refine an answer, and how few it takes for that to be worth while. Four take as much of a run
 * as four fifths of everything else in it (DS-CNN: 5.3 of 12 CPU seconds).
 */
const REFINED_POLICIES = { most: 4, least: 3 };
/**
 * Multiply-accumulates of an inference, times near policies, unless the work is to be thorough. To build a policy of MobileNetV2 1.0/224 takes a minute and a half of a core, and
 * near policies of so large a network hardly differ once built: among them the sum decides.
 */
const REFINED_MACS = 600e6;

export interface Decision {
  readonly policy: Policy;
  /** How layers are run, where that is stated; absent: the planner chooses. */
  readonly streaming?: StatedStreaming;
  /** Where weights lie that were learned for the policy. */
  readonly learned?: LearnedFile;
  /** A strategy's name, "given" or "uniform". */
  readonly strategy: string;
  readonly evaluations: number;
  readonly optimal: boolean;
  readonly predictedLoss: number | null;
  /** How learning went, where the strategy learns. */
  readonly trace?: readonly TracePoint[];
  /** What measuring whole policies brought, where any were measured. */
  readonly refined?: Refinement;
  /** What levels brought, where weights lie on them. */
  readonly levels?: LevelsFound;
  readonly sensitivities: SensitivityTable | undefined;
  readonly infeasible: Infeasible | undefined;
  readonly notes: readonly Problem[];
}

/** What weights lose on levels and on even steps: whole policies, null where none were measured, and single tensors by layer. */
export interface LevelsFound {
  readonly evenLoss: number | null;
  readonly loss: number | null;
  readonly samples: number;
  readonly layers: ReadonlyMap<string, { readonly evenLoss: number; readonly loss: number }>;
}

export interface Refinement {
  /** The policy of least predicted loss, from which the search set out. */
  readonly additive: Policy;
  /** Measured: of that policy, and of the one decided for. */
  readonly additiveLoss: number;
  readonly loss: number;
  /** Policies measured, each on as many samples. */
  readonly evaluations: number;
  readonly samples: number;
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
  const widest = uniformPolicy(network, 8);
  const chosen = settings.policy
    ? readPolicy(model, settings, settings.policy)
    : settings.uniform && uniformWidths(network, settings.uniform, settings);
  if (chosen?.ok === false) return chosen;
  const timed = refuseUnknownTime(model, settings, chosen?.value ?? { policy: widest });
  if (!timed.ok) return timed;
  if (chosen) return ok({ ...UNSEARCHED, ...chosen.value, strategy: settings.policy ? "given" : "uniform" });

  // Neither question depends on losses, so none are measured for it. Whether memory suffices is asked alone: time may cost losses.
  const problems = searchProblemsOf(model, settings, new Map());
  const [problem] = problems;
  if (keepsLimits(problem, widest)) {
    const note: Problem = {
      code: "search.unneeded",
      message: "8 bits everywhere fit, so no width had to be searched and no sensitivity was measured",
    };
    return ok({ ...UNSEARCHED, policy: widest, strategy: settings.search, optimal: true, notes: [note] });
  }
  if (problems.some(surelyFits)) return undefined;
  let least: Infeasible | undefined;
  for (const each of problems) {
    const answer = STRATEGIES.exact.search(withoutTime(each), { seed: settings.seed, watch: unwatched });
    if (answer instanceof Promise) throw new Error("the exact search answers at once");
    if (answer.kind === "found") return undefined;
    least = lesser(least, answer);
  }
  return least && ok(infeasibleDecision(model, settings, infeasibleAmong(settings, least), undefined));
}

/**
 * Measures sensitivities, as far as the cache does not hold them, searches, and measures what the search is close to.
 * @param known sensitivities that were measured before
 */
export async function decideBySearch(
  model: Model,
  settings: JobSettings,
  quantizer: Quantizer,
  calibration: SampleSource,
  runner: GraphRunner,
  watch: Watch,
  known?: SensitivityTable,
): Promise<Decision> {
  const losses = openLosses(model, settings, quantizer, calibration, runner, watch);
  const sensitivities = known ?? (await losses.ofTensors());
  const strategy = strategyOf(settings);
  const { search, learns } = STRATEGIES[strategy];
  const executor = executorOf(runner);
  const measured = learns ? { measured: losses.ofPolicies } : {};
  const problems = searchProblemsOf(model, settings, sensitivities);
  watch.progress("searching", 0, 1);
  // To learn takes too long to do it twice.
  const { answer, problem } = await bestAnswer(settings, learns ? [problems[0]] : problems, (each) =>
    search({ ...each, ...measured }, { seed: settings.seed, watch, executor }),
  );
  watch.progress("searching", 1, 1);
  if (answer.kind === "infeasible")
    return { ...infeasibleDecision(model, settings, answer, sensitivities), notes: losses.notes };
  const refined = strategy === "exact" ? await refinementOf(settings, problem, answer, losses, watch) : undefined;
  const { policy, optimal } = refined ?? answer;
  return {
    policy,
    strategy: settings.search,
    evaluations: answer.evaluations + (refined?.refined.evaluations ?? 0),
    optimal,
    predictedLoss: Number(predictedLossOf(problem, policy).toPrecision(6)),
    ...(answer.trace ? { trace: answer.trace } : {}),
    ...(refined ? { refined: refined.refined } : {}),
    sensitivities,
    infeasible: undefined,
    notes: [...losses.notes, ...(refined?.notes ?? [])],
  };
}

/** undefined where no policy comes near the answer and none is overstated, or too few samples are there to measure on. */
async function refinementOf(
  { rounding }: JobSettings,
  problem: SearchProblem,
  answer: Found,
  { built }: Losses,
  watch: Watch,
): Promise<(Pick<Decision, "policy" | "optimal" | "notes"> & { readonly refined: Refinement }) | undefined> {
  if (!built) return undefined;
  const macs = problem.network.layers.reduce((sum, layer) => sum + layer.macs, 0);
  const { most, least } = REFINED_POLICIES;
  const near = rounding === "thorough" ? most : Math.min(most, Math.floor(REFINED_MACS / Math.max(1, macs)));
  const also = await overstatedPolicies(problem, answer, built.measure, watch);
  const limit = near < least ? 1 + also.length : near + also.length;
  if (limit < 2) return undefined;
  const refined = await refine(problem, answer.policy, built.measure, { limit, also, watch, pause: turn });
  if (!refined) return undefined;
  const { policy, evaluations } = refined;
  const [loss, additiveLoss] = [refined.loss, refined.additiveLoss].map((one) => Number(one.toPrecision(6)));
  if (loss === undefined || additiveLoss === undefined) throw new Error("two losses were measured");
  const figures = { additive: answer.policy, additiveLoss, loss, evaluations, samples: built.samples };
  if (policy === answer.policy) return { policy, optimal: answer.optimal, refined: figures, notes: [] };
  const note: Problem = {
    code: "search.refined",
    message: `of ${evaluations} policies, each built and run on ${built.samples} calibration samples, this one has the least measured loss: ${formatLoss(loss)} instead of the ${formatLoss(additiveLoss)} of the policy with the least sum of single losses`,
  };
  return { policy, optimal: false, refined: figures, notes: [note] };
}

/**
 * What the sum of single losses overlooks (search/company.ts): weights of 4 bits and activations of 8 everywhere, where they fit, and the
 * best policy once their loss is known. Asked for where the answer has weights below 4 bits: without, there is nothing that more 4s could spare.
 */
async function overstatedPolicies(
  problem: SearchProblem,
  { policy }: Found,
  measure: MeasurePolicy,
  watch: Watch,
): Promise<readonly Policy[]> {
  if (![...policy.weights.values()].some((bits) => bits < 4)) return [];
  const uniform = companyPolicy(problem);
  const losses = await measure(uniform, watch);
  const measured = meanOf(losses);
  const corrected = { ...problem, losses: lossesInCompany(problem, measured) };
  const answer = await STRATEGIES.exact.search(corrected, { seed: 0, watch });
  return [...(keepsLimits(problem, uniform) ? [uniform] : []), ...(answer.kind === "found" ? [answer.policy] : [])];
}

function withoutTime(problem: SearchProblem): SearchProblem {
  const untimed: { -readonly [K in keyof SearchProblem]: SearchProblem[K] } = { ...problem };
  delete untimed.time;
  return untimed;
}

function keepsLimits(problem: SearchProblem, policy: Policy): boolean {
  const { flashBytes, ramBytes } = problem.need(policy);
  return flashBytes <= problem.limits.flashBytes && ramBytes <= problem.limits.ramBytes && keepsTime(problem, policy);
}

/** The question in the search's terms; where layers stream, for the segments that need least RAM with 8 bits everywhere. */
export function searchProblemOf(model: Model, settings: JobSettings, sensitivities: SensitivityTable): SearchProblem {
  return searchProblemsOf(model, settings, sensitivities)[0];
}

/** One question for each segmentation worth a search: the constraints hold for one at a time. Layer by layer there is one. */
export function searchProblemsOf(
  model: Model,
  settings: JobSettings,
  sensitivities: SensitivityTable,
): readonly [SearchProblem, ...SearchProblem[]] {
  const { network, planner } = model;
  const { account, budget, streaming, rows } = settings;
  const build = buildOf(settings);
  const time = timeLimitOf(model, settings);
  const problemOf = (way: Way): SearchProblem => ({
    network,
    constraints: constraintsOf(planner, account, { ...way, build }),
    limits: { flashBytes: budget?.flashBytes ?? Infinity, ramBytes: budget?.ramBytes ?? Infinity },
    ...(time && { time }),
    losses: lossTableOf(sensitivities),
    weightWidths: settings.weightWidths ?? USUAL_WEIGHT_WIDTHS,
    need: needsOf(planner, { account, ...way, build }),
  });
  const plain = problemOf({ order: executionOrder(planner) });
  // Where RAM is no limit layer by layer even with 8 bits, streaming would only cost code.
  const isNeeded = rows === "supplied" || plain.need(uniformPolicy(network, 8)).ramBytes > plain.limits.ramBytes;
  if (streaming === "off" || !isNeeded) return [plain];
  const order = executionOrder(planner, { streaming, rows });
  const [first, ...others] = searchedSegments(planner, account, { rows, order }).map((segments) =>
    problemOf({ order, streaming, rows, segments }),
  );
  if (!first) throw new Error("a network has at least one segmentation");
  return [first, ...others];
}

/** The answer of least predicted loss over the segmentations, and to which of them. */
async function bestAnswer(
  settings: JobSettings,
  problems: readonly [SearchProblem, ...SearchProblem[]],
  search: (problem: SearchProblem) => SearchAnswer | Promise<SearchAnswer>,
): Promise<{ readonly answer: SearchAnswer; readonly problem: SearchProblem }> {
  let best: { readonly answer: Found; readonly problem: SearchProblem } | undefined;
  let least: Infeasible | undefined;
  let evaluations = 0;
  for (const problem of problems) {
    const answer = await search(problem);
    evaluations += answer.evaluations;
    if (answer.kind === "infeasible") {
      least = lesser(least, answer);
      continue;
    }
    if (!best || answer.predictedLoss < best.answer.predictedLoss) best = { answer, problem };
    if (isUncut(answer.policy)) break; // RAM was no limit, so another segmentation could not do better
  }
  if (best) return { answer: { ...foundAmong(settings, best.answer), evaluations }, problem: best.problem };
  if (least) return { answer: { ...infeasibleAmong(settings, least), evaluations }, problem: problems[0] };
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
  // Where bytes are short no policy has a time.
  if (known?.fastest && other.fastest) return known.fastest.cycles <= other.fastest.cycles ? known : other;
  if (known?.fastest ?? other.fastest) return known?.fastest ? known : other;
  return known && known.leastRamBytes <= other.leastRamBytes ? known : other;
}

/** The fastest policy, where time is short, or the narrowest stands in for the one that does not exist, so that the report can show what is short and where. */
function infeasibleDecision(
  model: Model,
  settings: JobSettings,
  infeasible: Infeasible,
  sensitivities: SensitivityTable | undefined,
): Decision {
  return {
    ...UNSEARCHED,
    policy: infeasible.fastest?.policy ?? uniformPolicy(model.network, 2),
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
