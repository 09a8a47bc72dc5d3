/** The main job: from a model and a budget to the policy of least loss that fits, measured. */
import { performance } from "node:perf_hooks";
import {
  buildProgram,
  calibrate,
  checkAccumulators,
  compensatePolicy,
  createQuantizer,
  encodeOnnx,
  evaluate,
  executorOf,
  headOf,
  ok,
  referenceOutputs,
  refuse,
  simulate,
  wholeQuantization,
  withRounding,
  type GraphRunner,
  type Outcome,
  type Policy,
  type Quantizer,
  type SampleSource,
  type Watch,
} from "../engine";
import { createOrtRunner } from "../runtime/ortRunner";
import { buildReport, type Findings } from "./buildReport";
import { decideBySearch, decideEarly, type Decision } from "./decide";
import { compareWithInteger, integerSampleCount } from "./integerCheck";
import type { JobResult, JobSettings } from "./jobs";
import { loadModel } from "./loadModel";
import { writePolicy } from "./policyText";
import { chooseSamples } from "./samples";
import { refuseUnsupported } from "./unsupported";

/** Rounding against too few samples fits them and not others; more than this gain little. */
const COMPENSATION_SAMPLES = 256;

/** Quantizes under the settings' policy, width or budget and measures the result on the evaluation samples. */
export async function quantizeModel(settings: JobSettings, watch: Watch): Promise<Outcome<JobResult>> {
  const started = performance.now();
  const unsupported = refuseUnsupported(settings);
  if (!unsupported.ok) return unsupported;
  const loaded = await loadModel(settings.modelPath);
  if (!loaded.ok) return loaded;
  const model = loaded.value;
  const result = (decision: Decision, measured: Measured | undefined, notes: Findings["notes"]): JobResult => {
    const { quantizedModel, ...figures } = measured ?? UNMEASURED;
    const seconds = (performance.now() - started) / 1000;
    const findings: Findings = { ...decision, ...figures, seconds, notes: [...decision.notes, ...notes] };
    return {
      report: buildReport(model, settings, findings),
      policy: decision.policy,
      policyText: writePolicy(model, decision.policy),
      ...(decision.sensitivities ? { sensitivities: decision.sensitivities } : {}),
      ...(quantizedModel ? { quantizedModel } : {}),
    };
  };

  const early = decideEarly(model, settings);
  if (early?.ok === false) return early;
  if (early?.value.infeasible) return ok(result(early.value, undefined, []));

  const runner = createOrtRunner();
  const isCompensated = settings.rounding === "compensated";
  const samples = isCompensated
    ? await chooseSamples(model, settings, runner, watch, COMPENSATION_SAMPLES)
    : await chooseSamples(model, settings, runner, watch);
  if (!samples.ok) return samples;
  const { calibration, evaluation, notes } = samples.value;
  const calibrated = await calibrate(model.graph, model.network, executorOf(runner), calibration, watch);
  const nearest = createQuantizer(model.graph, model.network, calibrated);

  const decision = early?.value ?? (await decideBySearch(model, settings, nearest, calibration, runner, watch));
  if (decision.infeasible) return ok(result(decision, undefined, notes));
  const quantizer =
    isCompensated && !isWidest(decision.policy)
      ? withRounding(nearest, await compensatePolicy(nearest, decision.policy, executorOf(runner), calibration, watch))
      : nearest;
  const measured = await measure(quantizer, decision.policy, evaluation, runner, watch);
  return measured.ok ? ok(result(decision, measured.value, notes)) : measured;
}

/** At 8 bits everywhere there is next to nothing to compensate. */
function isWidest({ weights, activations }: Policy): boolean {
  return [...weights.values(), ...activations.values()].every((bits) => bits === 8);
}

type Measured = Pick<Findings, "accuracy" | "integer" | "measuredLoss"> & { readonly quantizedModel?: Uint8Array };

const UNMEASURED: Measured = { accuracy: undefined, integer: undefined, measuredLoss: null };

/** Accuracy by simulation on all evaluation samples, and the integer program on the first of them. */
async function measure(
  quantizer: Quantizer,
  policy: Policy,
  evaluation: SampleSource,
  runner: GraphRunner,
  watch: Watch,
): Promise<Outcome<Measured>> {
  const { graph, network } = quantizer;
  const program = buildProgram(quantizer, policy);
  const [overflow, ...others] = checkAccumulators(program);
  if (overflow) return refuse(overflow, ...others);

  const executor = executorOf(runner);
  const head = headOf(graph);
  const simulated = simulate(quantizer, wholeQuantization(quantizer, policy));
  const reference = await referenceOutputs(graph, head, executor, evaluation, watch);
  const keep = integerSampleCount(network, evaluation.count);
  const { accuracy, loss, kept } = await evaluate(simulated, reference, head, executor, evaluation, watch, keep);
  const integer = await compareWithInteger(program, head, evaluation, kept, watch);
  const quantizedModel = encodeOnnx(simulated, { integerTypes: true });
  return ok({ accuracy, integer, measuredLoss: loss, quantizedModel });
}
