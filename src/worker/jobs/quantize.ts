/** The main job: from a model and a budget to the policy of least loss that fits, measured. */
import { performance } from "node:perf_hooks";
import {
  answersOf,
  buildProgram,
  calibrate,
  checkAccumulators,
  compensatePolicy,
  createQuantizer,
  encodeOnnx,
  endsAtLogits,
  evaluate,
  executorOf,
  fitScalings,
  graphAtLogits,
  headOf,
  ok,
  partsOf,
  refuse,
  scaleChannels,
  simulate,
  unwatched,
  wholeQuantization,
  withGivenInput,
  withRounding,
  type Calibration,
  type GraphRunner,
  type Head,
  type HeadPart,
  type Outcome,
  type Policy,
  type Problem,
  type SampleSource,
  type Watch,
} from "../../engine";
import type { Rounding } from "../../protocol/files/settings";
import { createOrtRunner } from "../../runtime/ortRunner";
import { buildReport, planningNotes, type Findings } from "../report/buildReport";
import { decideBySearch, decideEarly, type Decision } from "./decide";
import { explain, type Reasons } from "./explain";
import { learn } from "./learn";
import { decideLevels } from "./levels";
import type { OpenQuantizer, QuantizedProgram } from "./quantized";
import { readLearned } from "../losses/learnedFile";
import { compareWithInteger, integerSampleCount } from "./integerCheck";
import { spikeNotes } from "./spikeCount";
import type { JobResult, JobSettings } from "./jobs";
import { measuredNetwork, type Model } from "../model/loadModel";
import { openModel } from "../model/openModel";
import { samplesBetween } from "../losses/losses";
import { deadChannelNotes, trimmedFor } from "../model/deadChannels";
import { modelOfPolicy, writePolicy } from "../settings/policyText";
import { projectOf } from "./project";
import { executionUnder, statementOf, type Stated } from "../settings/statedStreaming";
import { measureReference } from "../model/reference";
import { guessingNote } from "../samples/guessing";
import { chooseSamples, type SampleOrigins } from "../samples/samples";
import { fitsAtSmall, foundAtSmall, widerAtSmall } from "../report/smallerCode";
import { refuseUnsupported } from "../settings/unsupported";

/** Ranges need few; rounding against too few samples fits them and not others. */
const CALIBRATION_SAMPLES: Readonly<Record<Rounding, number>> = { nearest: 64, compensated: 256, thorough: 1024 };
/** Ranges of channels are fitted on these: every position of a sample tells something. */
const FITTING_SAMPLES = 32;

/** A decision and how it is run. */
type RunDecision = Decision & Stated;

/** And what learning made of it. */
type Decided = RunDecision & Pick<JobResult, "learned" | "stopped"> & Pick<Findings, "learning">;

/** Quantizes under the settings' policy, width or budget and measures the result on the evaluation samples. */
export async function quantizeModel(settings: JobSettings, watch: Watch): Promise<Outcome<JobResult>> {
  const started = performance.now();
  const unsupported = refuseUnsupported(settings);
  if (!unsupported.ok) return unsupported;
  const loaded = await openModel(settings);
  if (!loaded.ok) return loaded;
  let model = settings.policy ? modelOfPolicy(loaded.value, settings.policy) : trimmedFor(loaded.value, settings);
  let origins: SampleOrigins | null = null;
  const result = (
    decision: Decided,
    measured: Measured | undefined,
    notes: Findings["notes"],
    explanation?: Reasons,
  ): JobResult => {
    const { quantizedModel, accuracy, integer, measuredLoss } = measured ?? UNMEASURED;
    const seconds = (performance.now() - started) / 1000;
    const explained = explanation ? { explanation } : {};
    const findings: Findings = {
      ...decision,
      origins,
      accuracy,
      integer,
      measuredLoss,
      ...explained,
      seconds,
      notes: [...deadChannelNotes(model), ...decision.notes, ...notes],
    };
    return {
      report: buildReport(model, settings, findings),
      policy: decision.policy,
      execution: decision.execution,
      ...(decision.streaming !== undefined && { streaming: decision.streaming }),
      ...(decision.learned && { learned: decision.learned }),
      ...(decision.stopped && { stopped: decision.stopped }),
      policyText: writePolicy(model, decision.policy, decision.streaming, decision.learned),
      ...(decision.sensitivities ? { sensitivities: decision.sensitivities } : {}),
      ...(quantizedModel ? { quantizedModel } : {}),
    };
  };

  const early = decideEarly(model, settings);
  if (early?.ok === false) return early;
  if (early?.value.infeasible) {
    const narrowest = withExecution(model, settings, early.value);
    return ok(result(narrowest, undefined, foundAtSmall(model, settings, narrowest)));
  }

  const runner = createOrtRunner();
  const opened = await openQuantizer(model, settings, runner, watch);
  if (!opened.ok) return opened;
  const { nearest, calibration, evaluation, notes } = opened.value;
  origins = opened.value.origins;

  const even = early?.value ?? (await decideBySearch(model, settings, nearest, calibration, runner, watch));
  const asked = { model, quantizer: opened.value, decision: even };
  const { decision: decided, ...chosen } = settings.levels ? await decideLevels(asked, settings, runner, watch) : asked;
  model = chosen.model;
  const decision = withExecution(model, settings, decided);
  if (decision.infeasible) {
    return ok(result(decision, undefined, [...notes, ...foundAtSmall(model, settings, decision)]));
  }
  const { sensitivities } = decision;
  const smaller = sensitivities
    ? await widerAtSmall(model, settings, decision, sensitivities, watch)
    : fitsAtSmall(model.planner, decision, settings);
  const explanation = sensitivities ? await explain(model, settings, sensitivities, decision, watch) : undefined;
  const program = await programUnder(model, decision, chosen.quantizer, settings, runner, watch);
  if (!program.ok) return program;
  const learned = await learn(model, settings, decision.policy, program.value, chosen.quantizer, runner, watch);
  const { quantized, learning, stopped } = learned;
  const measured = stopped ? STOPPED : await measure(model, quantized, evaluation, runner, watch);
  const answer = result(
    {
      ...decision,
      ...(quantized.learned && { learned: quantized.learned }),
      ...(learning && { learning }),
      ...(stopped && { stopped }),
    },
    measured,
    [...notes, ...smaller, ...learned.notes, ...measured.notes, ...opened.value.lateNotes()],
    explanation,
  );
  if (!answer.report.fits) return ok(answer);
  const rest = stopped ? unwatched : watch;
  const project = await projectOf(model, settings, quantized.program, answer, opened.value, rest);
  return ok({ ...answer, project });
}

/**
 * A decision states how layers are run, so that the policy file gives the plan reported under any limits; a policy that was given states
 * what its file does.
 */
function withExecution({ planner }: Model, settings: JobSettings, decision: Decision): RunDecision {
  const { policy, strategy, infeasible, notes } = decision;
  if (strategy === "given" || infeasible)
    return { ...decision, execution: executionUnder(settings, planner, decision) };
  const { execution, streaming, chosen } = statementOf(planner, policy, settings);
  if (streaming === undefined) return { ...decision, execution };
  return { ...decision, execution, streaming, notes: [...notes, ...planningNotes(chosen)] };
}

/**
 * Samples, and ranges and grids from those to calibrate on: the same for every job with the same settings.
 * @param measured whether accuracy will be measured as well
 */
export async function openQuantizer(
  model: Model,
  settings: JobSettings,
  runner: GraphRunner,
  watch: Watch,
  measured = true,
): Promise<Outcome<OpenQuantizer>> {
  const count = CALIBRATION_SAMPLES[settings.rounding];
  const samples = await chooseSamples(model, settings, runner, watch, count, measured);
  if (!samples.ok) return samples;
  const guessing = await guessingNote(model, settings, runner, watch);
  if (guessing) watch.remark?.(guessing);
  const { graph } = model;
  const network = measuredNetwork(model);
  const { calibration, notes } = samples.value;
  const executor = executorOf(runner);
  const calibrated = await calibrate(graph, network, executor, calibration, watch);
  const outside = beyondRange(calibrated) ?? beyondBounds(model, calibrated);
  if (outside) return refuse(outside);
  const few = samplesBetween(calibration, 0, Math.min(calibration.count, FITTING_SAMPLES));
  const fitted =
    settings.uniform?.activations === 8
      ? calibrated
      : await fitScalings(graph, network, calibrated, executor, few, watch);
  const nearest = createQuantizer(graph, network, fitted);
  return ok({ ...samples.value, notes: guessing ? [guessing, ...notes] : notes, nearest });
}

/** Weights or samples that make the float network overflow: it answers nothing that could be kept. */
function beyondRange({ beyond, kind }: Calibration): Problem | undefined {
  if (!beyond) return undefined;
  const { tensor, sample, value } = beyond;
  const what = Number.isNaN(value)
    ? "values that are not numbers"
    : Number.isFinite(value)
      ? `values as large as ${Math.abs(value).toExponential(0)}`
      : "infinite values";
  const made = kind === "synthetic" ? "made-up sample" : "sample";
  return {
    code: "model.overflow",
    message: `the network computes ${what} in floating point on ${made} ${sample + 1}`,
    place: `tensor "${tensor}"`,
    hint: "check the model's weights, and that samples are prepared as in training",
  };
}

/** Channels that the stated preparation proves dead are gone, and codes end where pixels do, so samples must keep to what it says. */
function beyondBounds(
  { network, input: { name, bounds, pixels, pixelCodes } }: Model,
  { histograms }: Calibration,
): Problem | undefined {
  const image = name === undefined ? undefined : network.activationOfTensor.get(name);
  const input = histograms.get(image ?? -1);
  if (!bounds || !pixels || !input) return undefined;
  const span = bounds.max - bounds.min;
  const slack = 1e-4 * span;
  if (input.low >= bounds.min - slack && input.high <= bounds.max + slack) return undefined;
  const asPixel = (value: number): string => (((value - bounds.min) / span) * 255).toPrecision(4);
  const message = pixelCodes
    ? `samples hold pixel values from ${asPixel(input.low)} to ${asPixel(input.high)}, but pixels go from 0 to 255`
    : `samples reach from ${input.low.toPrecision(4)} to ${input.high.toPrecision(4)}, but pixels prepared as stated from ${bounds.min.toPrecision(4)} to ${bounds.max.toPrecision(4)}`;
  return { code: "data.bounds", message, hint: "state preprocessing only where samples hold pixel values 0 to 255" };
}

/** The integer program of a policy, its weights as they were learned or rounded as the settings say; refused where a sum could overflow. */
export async function programUnder(
  model: Model,
  { policy, learned }: Pick<Decision, "policy" | "learned">,
  opened: OpenQuantizer,
  settings: JobSettings,
  runner: GraphRunner,
  watch: Watch,
): Promise<Outcome<QuantizedProgram>> {
  const { nearest, calibration } = opened;
  const scaled = scaleChannels(nearest, policy);
  const known = learned && (await readLearned(model, settings, policy, learned, opened));
  if (known?.ok === false) return known;
  const rounded =
    known?.value.weights ??
    (settings.rounding !== "nearest" && !isWidest(policy)
      ? await compensatePolicy(scaled, policy, executorOf(runner), calibration, watch)
      : undefined);
  const quantizer = rounded ? withRounding(scaled, rounded) : scaled;
  const program = buildProgram(quantizer, policy);
  const [overflow, ...others] = checkAccumulators(program);
  if (overflow) return refuse(overflow, ...others);
  return ok({ quantizer, program, ...(learned && known && { learned: { ...learned, bytes: known.value.bytes } }) });
}

/** At 8 bits everywhere there is next to nothing to compensate. */
function isWidest({ weights, activations }: Policy): boolean {
  return [...weights.values(), ...activations.values()].every((bits) => bits === 8);
}

type Measured = Pick<Findings, "accuracy" | "integer" | "measuredLoss" | "notes"> & {
  readonly quantizedModel?: Uint8Array;
};

/** There is no time left to measure in. */
const STOPPED: Measured = {
  accuracy: undefined,
  integer: undefined,
  measuredLoss: null,
  notes: [
    {
      code: "learn.stopped",
      message:
        "learning was cancelled: the best weights until then were kept where they are certainly better, and accuracy was not measured",
    },
  ],
};

const UNMEASURED: Measured = { accuracy: undefined, integer: undefined, measuredLoss: null, notes: [] };

/** Which of several outputs accuracy speaks of, and losses. A state's new value exists for the next step: it counts in losses alone. */
function outputNotes(head: Head, kind: SampleSource["kind"]): readonly Problem[] {
  if (head.others.length === 0) return [];
  const answers = partsOf(answersOf(head));
  const states = head.others.filter(({ isState }) => isState === true);
  const outputs =
    answers.length > 1 ? `all ${answers.length} outputs alike (${namesOf(answers)})` : `output "${head.output}"`;
  const labels =
    kind === "labelled" ? `accuracy is that of output "${head.output}", which the labels are for` : undefined;
  if (states.length === 0) {
    const message = labels ? `${labels}; losses count ${outputs}` : `accuracy and losses count ${outputs}`;
    return [{ code: "accuracy.outputs", message }];
  }
  const many = states.length > 1 ? `each of the ${states.length} states` : "the state";
  const kept = `${many} that a step leaves for the next (${namesOf(states)}) as much as an output`;
  const losses =
    labels !== undefined && answers.length > 1 ? `losses count ${outputs}, and ${kept}` : `losses count ${kept}`;
  return [{ code: "accuracy.outputs", message: `${labels ?? `accuracy counts ${outputs}`}; ${losses}` }];
}

function namesOf(parts: readonly HeadPart[]): string {
  const names = parts.map(({ output }) => `"${output}"`);
  return `${names.slice(0, MOST_OUTPUTS).join(", ")}${names.length > MOST_OUTPUTS ? ", …" : ""}`;
}

/** As many as a sentence names. */
const MOST_OUTPUTS = 6;

/** Accuracy by simulation on all evaluation samples, and the integer program on the first of them. */
async function measure(
  model: Model,
  { quantizer, program }: QuantizedProgram,
  evaluation: SampleSource,
  runner: GraphRunner,
  watch: Watch,
): Promise<Measured> {
  const { network } = quantizer;
  const graph = quantizer.original?.graph ?? quantizer.graph;
  const executor = executorOf(runner);
  const head = headOf(graph);
  const simulated = simulate(quantizer, wholeQuantization(quantizer, program.policy));
  const reference = await measureReference(model, model.prepared, head, runner, evaluation, watch);
  const keep = integerSampleCount(network, evaluation.count);
  const { accuracy, loss, kept } = await evaluate(
    simulated,
    reference.outputs,
    head,
    executor,
    evaluation,
    watch,
    keep,
  );
  const integer = await compareWithInteger(program, head, evaluation, kept, watch);
  const ended = endsAtLogits(network) ? graphAtLogits(simulated) : simulated;
  const exported = model.input.grid ? withGivenInput(ended, model.input.grid) : ended;
  const quantizedModel = encodeOnnx(exported, { integerTypes: true });
  return {
    accuracy: { ...accuracy, reference: reference.source },
    integer,
    measuredLoss: loss,
    quantizedModel,
    notes: [...reference.notes, ...outputNotes(head, evaluation.kind), ...spikeNotes(integer)],
  };
}
