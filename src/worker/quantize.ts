/** The main job: from a model and a budget to the policy of least loss that fits, measured. */
import { performance } from "node:perf_hooks";
import {
  accountsOf,
  buildProgram,
  calibrate,
  checkAccumulators,
  constraintsOf,
  createQuantizer,
  encodeOnnx,
  evaluate,
  executorOf,
  headOf,
  lossTableOf,
  measureSensitivities,
  ok,
  predictedLossOf,
  referenceOutputs,
  refuse,
  simulate,
  STRATEGIES,
  isStrategyName,
  uniformPolicy,
  unwatched,
  wholeQuantization,
  type Found,
  type Infeasible,
  type Outcome,
  type Policy,
  type Problem,
  type Quantizer,
  type SearchProblem,
  type SensitivityTable,
  type StrategyName,
  type Watch,
} from "../engine";
import { createOrtRunner } from "../runtime/ortRunner";
import { buildReport, type Findings } from "./buildReport";
import { compareWithInteger, integerSampleCount } from "./integerCheck";
import type { JobResult, JobSettings } from "./jobs";
import { loadModel, type Model } from "./loadModel";
import { openLossCache } from "./lossCache";
import { readPolicy, writePolicy } from "./policyText";
import { chooseSamples, type JobSamples } from "./samples";
import { refuseUnsupported } from "./unsupported";

/** What the search (or its stand-in) decided. */
interface Decision {
  readonly policy: Policy;
  readonly strategy: string;
  readonly evaluations: number;
  readonly optimal: boolean;
  readonly predictedLoss: number | null;
  readonly sensitivities: SensitivityTable | undefined;
  readonly infeasible: Infeasible | undefined;
}

/** Quantizes under the settings' policy, width or budget and measures the result on the evaluation samples. */
export async function quantizeModel(settings: JobSettings, watch: Watch): Promise<Outcome<JobResult>> {
  const started = performance.now();
  const unsupported = refuseUnsupported(settings);
  if (!unsupported.ok) return unsupported;
  const loaded = await loadModel(settings.modelPath);
  if (!loaded.ok) return loaded;
  const model = loaded.value;
  const runner = createOrtRunner();
  const executor = executorOf(runner);

  // An infeasible budget is known from shapes alone: say so before any sample is read.
  const early = settings.policy || settings.bits ? undefined : infeasibleBudget(model, settings);
  if (early) return ok(resultWithoutRun(model, settings, early, (performance.now() - started) / 1000));

  const chosen = await chooseSamples(model, settings, runner, watch);
  if (!chosen.ok) return chosen;
  const samples = chosen.value;
  const { calibration } = samples;
  const calibrated = await calibrate(model.graph, model.network, executor, calibration, watch);
  const quantizer = createQuantizer(model.graph, model.network, calibrated);

  const decided = await decide(model, settings, quantizer, samples, watch);
  if (!decided.ok) return decided;
  const measured = await measure(model, quantizer, decided.value.policy, samples, watch);
  if (!measured.ok) return measured;
  const { accuracy, loss, integer, quantizedModel } = measured.value;
  const findings: Findings = {
    ...decided.value,
    seconds: (performance.now() - started) / 1000,
    measuredLoss: loss,
    accuracy,
    integer,
    notes: samples.notes,
  };
  return ok({
    report: buildReport(model, settings, findings),
    policy: decided.value.policy,
    policyText: writePolicy(model, decided.value.policy),
    quantizedModel,
    ...(decided.value.sensitivities && { sensitivities: decided.value.sensitivities }),
  });
}

async function decide(
  model: Model,
  settings: JobSettings,
  quantizer: Quantizer,
  samples: JobSamples,
  watch: Watch,
): Promise<Outcome<Decision>> {
  const { network } = model;
  const fixed = {
    evaluations: 1,
    optimal: false,
    predictedLoss: null,
    sensitivities: undefined,
    infeasible: undefined,
  };
  if (settings.policy) {
    const policy = readPolicy(model, settings.policy);
    return policy.ok ? ok({ ...fixed, policy: policy.value, strategy: "given" }) : policy;
  }
  if (settings.bits) return ok({ ...fixed, policy: uniformPolicy(network, settings.bits), strategy: "uniform" });

  const { calibration } = samples;
  const cache = openLossCache(settings.cacheFolder, [
    model.sha256,
    calibration.fingerprint,
    JSON.stringify(quantizer.options),
  ]);
  const executor = executorOf(createOrtRunner());
  const sensitivities = await measureSensitivities(quantizer, executor, calibration, cache, watch);
  const problem = searchProblemOf(model, settings, sensitivities);
  watch.progress("searching", 0, 1);
  const answer = await STRATEGIES[strategyOf(settings)].search(problem, { seed: settings.seed, watch });
  watch.progress("searching", 1, 1);
  if (answer.kind === "infeasible") {
    // Separately feasible limits can still clash through code size; the narrowest policy is shown with the verdict.
    return ok({
      ...fixed,
      policy: uniformPolicy(network, 2),
      strategy: settings.search,
      optimal: answer.proven,
      sensitivities,
      infeasible: answer,
    });
  }
  return ok(foundDecision(answer, settings.search, sensitivities, predictedLossOf(problem, answer.policy)));
}

function foundDecision(answer: Found, strategy: string, sensitivities: SensitivityTable, predicted: number): Decision {
  return {
    policy: answer.policy,
    strategy,
    evaluations: answer.evaluations,
    optimal: answer.optimal,
    predictedLoss: Number(predicted.toPrecision(6)),
    sensitivities,
    infeasible: undefined,
  };
}

/** refuseUnsupported has let only known names through. */
function strategyOf(settings: JobSettings): StrategyName {
  if (!isStrategyName(settings.search)) throw new Error(`unknown strategy ${settings.search}`);
  return settings.search;
}

/** The question in the search's terms. */
export function searchProblemOf(model: Model, settings: JobSettings, sensitivities: SensitivityTable): SearchProblem {
  const { network } = model;
  const { account, budget } = settings;
  return {
    network,
    constraints: constraintsOf(network, account, {}),
    limits: { flashBytes: budget?.flashBytes ?? Infinity, ramBytes: budget?.ramBytes ?? Infinity },
    losses: lossTableOf(sensitivities),
    need: (policy) => accountsOf(network, policy, { account })[account],
  };
}

/** Asks the exact search with equal losses: feasibility does not depend on them. */
function infeasibleBudget(model: Model, settings: JobSettings): Infeasible | undefined {
  if (!settings.budget) return undefined;
  const answer = STRATEGIES.exact.search(searchProblemOf(model, settings, new Map()), {
    seed: settings.seed,
    watch: unwatched,
  });
  if (answer instanceof Promise) throw new Error("the exact search answers at once");
  return answer.kind === "infeasible" ? answer : undefined;
}

function resultWithoutRun(model: Model, settings: JobSettings, infeasible: Infeasible, seconds: number): JobResult {
  const policy = uniformPolicy(model.network, 2);
  const findings: Findings = {
    policy,
    strategy: settings.search,
    evaluations: infeasible.evaluations,
    seconds,
    optimal: infeasible.proven,
    predictedLoss: null,
    measuredLoss: null,
    sensitivities: undefined,
    accuracy: undefined,
    integer: undefined,
    infeasible,
    notes: [],
  };
  return { report: buildReport(model, settings, findings), policy, policyText: writePolicy(model, policy) };
}

interface Measured {
  readonly accuracy: NonNullable<Findings["accuracy"]>;
  readonly loss: number;
  readonly integer: NonNullable<Findings["integer"]>;
  readonly quantizedModel: Uint8Array;
}

/** Accuracy by simulation on all evaluation samples, and the integer program on the first of them. */
async function measure(
  model: Model,
  quantizer: Quantizer,
  policy: Policy,
  { evaluation }: JobSamples,
  watch: Watch,
): Promise<Outcome<Measured>> {
  const program = buildProgram(quantizer, policy);
  const [overflow, ...others]: readonly Problem[] = checkAccumulators(program);
  if (overflow) return refuse(overflow, ...others);

  const executor = executorOf(createOrtRunner());
  const head = headOf(model.graph);
  const simulated = simulate(quantizer, wholeQuantization(quantizer, policy));
  const reference = await referenceOutputs(model.graph, head, executor, evaluation, watch);
  const keep = integerSampleCount(model.network, evaluation.count);
  const { accuracy, loss, kept } = await evaluate(simulated, reference, head, executor, evaluation, watch, keep);
  const integer = await compareWithInteger(program, head, evaluation, kept, watch);
  return ok({ accuracy, loss, integer, quantizedModel: encodeOnnx(simulated, { integerTypes: true }) });
}
