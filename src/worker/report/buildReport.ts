/** Puts what the jobs found into the report's form. No figure is made here: everything is looked up or summed. */
import {
  activationBits,
  chosenBits,
  activationOf,
  accountsOf,
  choiceKey,
  endsAtLogits,
  executionOf,
  fedInputs,
  hasWeights,
  roomOf,
  timesOf,
  peakLayerOf,
  ramBytesOf,
  tensorOf,
  usesLevels,
  weightBits,
  type Accounts,
  type ActivationId,
  type Infeasible,
  type Layer,
  type LayerMemory,
  type LayerTime,
  type Network,
  type Plan,
  type PlannedBuffer,
  type PlannedState,
  type Policy,
  type Problem,
  type SensitivityTable,
  type TracePoint,
} from "../../engine";
import type {
  Report,
  ReportAccuracy,
  ReportBuffer,
  ReportFedInput,
  ReportInput,
  ReportInteger,
  ReportLayer,
  ReportLearning,
  ReportLevels,
  ReportMemory,
  ReportRefined,
  ReportSearch,
  ReportState,
  ReportStreaming,
} from "../../protocol/files/report";
import { meant } from "../../protocol/words/settingWords";
import { parametersOf } from "../model/deadChannels";
import type { Reasons } from "../jobs/explain";
import type { JobSettings } from "../jobs/jobs";
import type { LevelsFound } from "../jobs/decide";
import { measuredNetwork, type Model } from "../model/loadModel";
import { endlessNotes, endlessReportOf } from "./endlessReport";
import type { SampleOrigins } from "../samples/samples";
import { buildOf, planningOf } from "../settings/planning";
import type { Stated } from "../settings/statedStreaming";
import { infeasibleOf } from "./infeasibleReport";
import { isInTime, roundedMilliseconds, timeOf } from "./timeReport";
import { streamingReportOf } from "./streamingReport";

export interface Findings extends Stated {
  readonly policy: Policy;
  readonly strategy: string;
  readonly evaluations: number;
  readonly seconds: number;
  readonly optimal: boolean;
  readonly predictedLoss: number | null;
  readonly measuredLoss: number | null;
  readonly trace?: readonly TracePoint[];
  readonly refined?: ReportRefined;
  readonly learning?: ReportLearning;
  readonly levels?: LevelsFound;
  readonly sensitivities: SensitivityTable | undefined;
  readonly accuracy: ReportAccuracy | undefined;
  readonly integer: ReportInteger | undefined;
  readonly infeasible: Infeasible | undefined;
  readonly explanation?: Reasons;
  /** What each input is fed from; absent: values are made up, or none were needed. */
  readonly origins?: SampleOrigins | null;
  readonly notes: readonly Problem[];
}

export function buildReport(model: Model, settings: JobSettings, findings: Findings): Report {
  const { network, planner } = model;
  const { policy, execution } = findings;
  const { plan } = execution;
  const accounts = accountsOf(planner, policy, execution);
  const { flashBytes, ramBytes } = accounts[settings.account];
  const { budget } = settings;
  const times = timesOf(network, policy, execution);
  const time = timeOf(network, times, execution.build, budget?.clockHz);
  const makers = new Map(network.layers.map(({ output, name }) => [output, name]));
  return {
    format: 1,
    model: {
      name: model.fileName,
      sha256: model.sha256,
      parameters: parametersOf(network),
      macs: network.layers.reduce((sum, layer) => sum + layer.macs, 0),
    },
    input: inputOf(model),
    inputs: fedInputsOf(model, findings.origins ?? null),
    target: {
      id: budget?.id ?? null,
      name: budget?.name ?? null,
      flashBytes: limitOf(budget?.flashBytes),
      ramBytes: limitOf(budget?.ramBytes),
      account: settings.account,
      ...buildOf(settings),
      ...(settings.latencySeconds !== undefined && {
        latencyMilliseconds: roundedMilliseconds(settings.latencySeconds),
      }),
    },
    fits:
      budget === undefined ||
      (flashBytes <= budget.flashBytes && ramBytes <= budget.ramBytes && isInTime(time, settings)),
    ...scoresOf(network),
    ...endlessReportOf(model, policy),
    ...(plan.states && { states: plan.states.map((state) => stateOf(model, policy, state)) }),
    memory: memoryOf(network, accounts, plan, streamingReportOf(planner, policy, execution)),
    layers: plan.order.map((index) =>
      layerOf(
        network,
        network.layers[index] as Layer,
        { makers, bytes: accounts.layers[index], time: times[index] },
        policy,
        findings,
      ),
    ),
    time,
    accuracy: findings.accuracy ?? null,
    integer: findings.integer ?? null,
    search: {
      ...searchOf(findings),
      infeasible: findings.infeasible
        ? infeasibleOf(findings.infeasible, network, execution, peakLayerOf(network, execution), settings)
        : null,
    },
    ...(findings.learning && { learning: findings.learning }),
    front: findings.explanation?.front ?? null,
    why: findings.explanation?.why ?? null,
    policy: { weights: Object.fromEntries(policy.weights), activations: Object.fromEntries(policy.activations) },
    notes: [
      ...model.notes,
      ...(settings.notes ?? []),
      ...scoresNotes(network, settings),
      ...stateNotes(measuredNetwork(model), settings),
      ...endlessNotes(model),
      ...inputNotes(model),
      ...findings.notes,
      ...planningNotes(plan),
      ...statedNotes(model, settings, findings, ramBytes),
    ],
  };
}

/** A policy that is too large only because of how it says that layers are run. */
function statedNotes(
  { planner }: Model,
  settings: JobSettings,
  { policy, streaming }: Findings,
  ramBytes: number,
): readonly Problem[] {
  const { budget, account } = settings;
  if (streaming === undefined || !budget || ramBytes <= budget.ramBytes) return [];
  const free = ramBytesOf(planner, executionOf(planner, policy, planningOf(settings)), account);
  if (free > budget.ramBytes) return [];
  return [
    {
      code: "policy.streaming",
      message: `the policy states how layers are run; the planner would find a way that needs ${free} bytes of RAM`,
      hint: 'remove "streaming" from the policy to leave it to the planner',
    },
  ];
}

export function planningNotes({ limited, order }: Plan): readonly Problem[] {
  if (!limited) return [];
  const message = `the network has ${order.length} layers, so not every way to run it row by row was looked at: a smaller arena may exist`;
  return [{ code: "memory.limited", message }];
}

export function fedInputsOf(
  { prepared, input }: Pick<Model, "prepared" | "input">,
  origins: SampleOrigins | null,
): readonly ReportFedInput[] {
  return fedInputs(prepared).map((name) => ({
    name,
    shape: tensorOf(prepared, name).shape,
    takesImages: name === input.name,
    calibration: origins?.calibration.get(name) ?? null,
    evaluation: origins?.evaluation.get(name) ?? null,
  }));
}

function inputOf({ input: { pixels, colours, pixelCodes } }: Model): ReportInput {
  return { pixels: pixels && { mean: pixels.mean, scale: pixels.scale }, colours, pixelCodes };
}

function inputNotes({ input: { pixels, pixelCodes } }: Model): readonly Problem[] {
  if (!pixels || pixelCodes) return [];
  return [
    {
      code: "input.codes",
      message:
        "codes of the input are not pixels, because the preparation cannot be moved into the layers that read the input: the firmware must be fed with values quantized by the input's scale and zero point",
    },
  ];
}

function scoresOf(network: Network): Pick<Report, "scores"> {
  if (endsAtLogits(network)) return { scores: "logits" };
  return network.activations.some(({ fixed }) => fixed === "float") ? { scores: "probabilities" } : {};
}

/** Scores that were asked for of a network that has no softmax. */
function scoresNotes(network: Network, { scores }: JobSettings): readonly Problem[] {
  if (scores === undefined || scoresOf(network).scores !== undefined) return [];
  const why = "the network does not end in a softmax, and answers as it is";
  return [{ code: "settings.unused", message: `${meant("scores")} changes nothing: ${why}` }];
}

function stateOf(
  { network, graph }: Pick<Model, "network" | "graph">,
  policy: Policy,
  { input, output, sizeBytes, renewed }: PlannedState,
): ReportState {
  const { name, shape } = activationOf(network, input);
  const bits = chosenBits(network, policy, input);
  // Memory may hold a copy in another order, with a name of its own.
  const made = graph.states?.find((pair) => pair.input === name)?.output;
  return { input: name, output: made ?? activationOf(network, output).name, shape, bits, sizeBytes, renewed };
}

/** What is stated of states where there are none. */
function stateNotes(network: Network, { steps, answer }: JobSettings): readonly Problem[] {
  if (network.states) return [];
  const stated = steps !== undefined ? "steps" : answer !== undefined ? "answer" : undefined;
  if (stated === undefined) return [];
  const why = "the network has no states, and each sample stands by itself";
  return [{ code: "settings.unused", message: `${meant(stated)} changes nothing: ${why}` }];
}

function memoryOf(network: Network, accounts: Accounts, plan: Plan, streaming: ReportStreaming): ReportMemory {
  const { model, linked, peak } = accounts;
  const madeAt = new Map(plan.order.map((index, step) => [network.layers[index]?.output, step]));
  return {
    model: { flashBytes: model.flashBytes, ramBytes: model.ramBytes },
    linked: { flashBytes: linked.flashBytes, ramBytes: linked.ramBytes, items: linked.items },
    peak: { layer: peak.layer, bytes: peak.bytes },
    arena: {
      bytes: plan.arenaBytes,
      lowerBoundBytes: plan.lowerBoundBytes,
      buffers: plan.buffers.map((buffer) => bufferOf(network, buffer, madeAt)),
    },
    streaming,
  };
}

/** @param madeAt steps by the activation made there */
function bufferOf(
  network: Network,
  buffer: PlannedBuffer,
  madeAt: ReadonlyMap<ActivationId | undefined, number>,
): ReportBuffer {
  const { content, offset, sizeBytes, firstStep, lastStep, ring, inPlaceOf, slidesOver } = buffer;
  const over = inPlaceOf ?? slidesOver;
  return {
    name:
      content.kind === "activation"
        ? activationOf(network, content.activation).name
        : (network.layers[content.layer]?.name ?? ""),
    kind: content.kind,
    offset,
    sizeBytes,
    firstStep,
    lastStep,
    madeAt: (content.kind === "activation" ? madeAt.get(content.activation) : undefined) ?? null,
    ring: ring ?? null,
    over: over === undefined ? null : activationOf(network, over).name,
  };
}

/** What is known of a layer beside its widths. */
interface LayerFacts {
  /** Names of layers by the activation that they make. */
  readonly makers: ReadonlyMap<ActivationId, string>;
  readonly bytes: LayerMemory | undefined;
  readonly time: LayerTime | undefined;
}

function layerOf(
  network: Network,
  layer: Layer,
  { makers, bytes, time }: LayerFacts,
  policy: Policy,
  { sensitivities, levels }: Pick<Findings, "sensitivities" | "levels">,
): ReportLayer {
  const output = activationOf(network, layer.output);
  const group = activationOf(network, output.group);
  const isFloat = output.fixed === "float";
  return {
    name: layer.name,
    ...(layer.nodes && { nodes: layer.nodes }),
    op: roomOf(layer).label(layer),
    inputs: [...new Set(layer.inputs.flatMap((input) => makers.get(input) ?? []))],
    shape: output.shape,
    weightBits: hasWeights(layer) ? weightBits(policy, layer) : null,
    ...(hasWeights(layer) &&
      usesLevels(layer, weightBits(policy, layer)) && {
        levels: levels?.layers.get(layer.name) ?? { evenLoss: null, loss: null },
      }),
    activationBits: isFloat ? null : activationBits(network, policy, layer.output),
    weightBytes: bytes?.weightBytes ?? 0,
    constantBytes: bytes?.constantBytes ?? 0,
    macs: layer.macs,
    cycles: time ? Math.round(time.cycles) : null,
    liveBytes: bytes?.liveBytes ?? 0,
    error: errorOf(network, layer, policy, sensitivities),
    activationFixed: group.fixed !== undefined || isFloat,
    activationChoice: group.fixed !== undefined || isFloat ? null : group.name,
  };
}

function errorOf(
  network: Network,
  layer: Layer,
  policy: Policy,
  sensitivities: SensitivityTable | undefined,
): number | null {
  if (!sensitivities) return null;
  const output = activationOf(network, layer.output);
  const parts: number[] = [];
  if (hasWeights(layer)) {
    const loss = sensitivities.get(choiceKey({ kind: "weights", name: layer.name }, weightBits(policy, layer)));
    if (loss !== undefined) parts.push(loss);
  }
  const bits = policy.activations.get(output.name);
  const loss =
    bits === undefined ? undefined : sensitivities.get(choiceKey({ kind: "activation", name: output.name }, bits));
  if (loss !== undefined) parts.push(loss);
  return parts.length === 0 ? null : Number(parts.reduce((sum, part) => sum + part, 0).toPrecision(6));
}

function searchOf(findings: Findings): Omit<ReportSearch, "infeasible"> {
  return {
    strategy: findings.strategy,
    evaluations: findings.evaluations,
    seconds: Number(findings.seconds.toFixed(3)),
    optimal: findings.optimal,
    predictedLoss: findings.predictedLoss,
    measuredLoss: findings.measuredLoss,
    ...(findings.trace ? { trace: findings.trace.map(shortened) } : {}),
    ...(findings.refined ? { refined: refinedOf(findings.refined) } : {}),
    ...(findings.levels && { levels: levelsOf(findings.levels) }),
  };
}

function levelsOf({ evenLoss, loss, samples }: LevelsFound): ReportLevels {
  return { evenLoss, loss, samples };
}

function refinedOf({ additiveLoss, loss, evaluations, samples }: ReportRefined): ReportRefined {
  return { additiveLoss, loss, evaluations, samples };
}

function shortened({ episode, reward, best }: TracePoint): TracePoint {
  const short = (value: number): number => Number(value.toPrecision(6));
  return { episode, reward: short(reward), best: best === null ? null : short(best) };
}

function limitOf(bytes: number | undefined): number | null {
  return bytes === undefined || bytes === Infinity ? null : bytes;
}
