/** A question with everything looked up once: which tensor, layer and scratch buffer has which name in C and which place in the arena. */
import { invariant } from "../base/outcome";
import {
  activationBits,
  activationOf,
  answeredOutputs,
  isWide,
  suppliedInputs,
  type ActivationId,
  type Network,
} from "../ir/network";
import type { Program, Step } from "../ir/program";
import type { LayerPlace, TensorPlace } from "../layers/firmware/parts";
import type { Plan, PlannedBuffer, PlannedState, Segment } from "../memory/types";
import { identifiers } from "./names";
import type { ProjectQuestion } from "./question";

export interface TensorSite extends TensorPlace {
  readonly id: ActivationId;
  readonly name: string;
  readonly role: "input" | "output" | "state" | "inner";
  readonly isLogits: boolean;
  readonly buffer: PlannedBuffer;
}

export interface LayerSite extends LayerPlace {
  /** Position in the execution order. */
  readonly step: number;
  readonly numbers: Step;
  readonly inputs: readonly TensorSite[];
  readonly output: TensorSite;
  /** Index into the plan's segments. */
  readonly segment: number;
  /** Whether its rows are computed one after the other, from tensors that lie in memory whole. */
  readonly isImage: boolean;
  /** Whether one of its activations has 16 bits. */
  readonly isWide: boolean;
}

/** A tensor that outlives a run: where it lies between two runs, and what makes it anew. */
export interface StateSite {
  readonly held: TensorSite;
  readonly renewed: TensorSite;
  readonly planned: PlannedState;
}

export interface ScratchSite {
  readonly offset: string;
  readonly buffer: PlannedBuffer;
}

export interface ModelSite {
  readonly question: ProjectQuestion;
  readonly program: Program;
  readonly network: Network;
  readonly plan: Plan;
  /** In small letters and in capitals. */
  readonly prefix: string;
  readonly macro: string;
  /** In order of the arena's use: by first step, then offset. */
  readonly tensors: readonly TensorSite[];
  readonly inputs: readonly TensorSite[];
  readonly outputs: readonly TensorSite[];
  readonly states: readonly StateSite[];
  readonly scratch: readonly ScratchSite[];
  /** In execution order. */
  readonly layers: readonly LayerSite[];
}

/** Suffixes of the API's own functions would make a layer of these names ambiguous: `model_push_row`. */
const RESERVED_LAYERS = ["push"];

export function siteOf(question: ProjectQuestion): ModelSite {
  const { program, prefix } = question;
  const { firmware: plan } = question.execution;
  const { network } = program;
  const macro = prefix.toUpperCase();
  const tensors = tensorSites(program, plan, prefix, macro);
  const tensorOf = (id: ActivationId): TensorSite => {
    const found = tensors.find((tensor) => tensor.id === id);
    invariant(found !== undefined, `the plan has no place for activation ${id}`);
    return found;
  };
  const stems = identifiers(
    network.layers.map(({ name }) => name),
    RESERVED_LAYERS,
  );
  const scratch = plan.buffers.flatMap((buffer): ScratchSite[] =>
    buffer.content.kind === "scratch"
      ? [{ offset: `${macro}_SCRATCH_${(stems[buffer.content.layer] ?? "").toUpperCase()}`, buffer }]
      : [],
  );
  const layers = plan.order.map((index, step): LayerSite => {
    const layer = network.layers[index];
    const numbers = program.steps[index];
    invariant(layer !== undefined && numbers !== undefined, `there is no layer ${index}`);
    const segment = plan.segments.findIndex((one) => contains(one, step));
    invariant(segment >= 0, `step ${step} belongs to no segment`);
    return {
      step,
      layer,
      numbers,
      prefix,
      stem: `${prefix}_${stems[index] ?? ""}`,
      inputs: layer.inputs.map(tensorOf),
      output: tensorOf(layer.output),
      segment,
      isWide: isWide(network, program.policy, layer),
      isImage: question.execution.rows === "memory" && plan.segments[segment]?.streamed === false,
      scratch: scratch.find(({ buffer }) => contains(buffer, step))?.offset,
    };
  });
  return {
    question,
    program,
    network,
    plan,
    prefix,
    macro,
    tensors,
    inputs: suppliedInputs(network).map(tensorOf),
    outputs: answeredOutputs(network).map(tensorOf),
    states: (plan.states ?? []).map((planned) => ({
      held: tensorOf(planned.input),
      renewed: tensorOf(planned.output),
      planned,
    })),
    scratch,
    layers,
  };
}

/** Layers that run row by row together, in a stream's order. */
export function layersOf(site: ModelSite, { firstStep, lastStep }: Segment): readonly LayerSite[] {
  return site.layers.slice(firstStep, lastStep + 1);
}

/** `_0`, `_1` … where the network has several inputs (outputs); nothing where it has one. */
export function indexed(all: readonly unknown[], index: number): string {
  return all.length === 1 ? "" : `_${index}`;
}

function contains({ firstStep, lastStep }: Pick<Segment, "firstStep" | "lastStep">, step: number): boolean {
  return firstStep <= step && step <= lastStep;
}

function roleOf(network: Network, id: ActivationId): TensorSite["role"] {
  if (suppliedInputs(network).includes(id)) return "input";
  if (answeredOutputs(network).includes(id)) return "output";
  return network.inputs.includes(id) || network.outputs.includes(id) ? "state" : "inner";
}

function tensorSites(program: Program, plan: Plan, prefix: string, macro: string): readonly TensorSite[] {
  const { network } = program;
  const placed = plan.buffers.flatMap((buffer) =>
    buffer.content.kind === "activation"
      ? [{ buffer, activation: activationOf(network, buffer.content.activation) }]
      : [],
  );
  placed.sort((a, b) => a.buffer.firstStep - b.buffer.firstStep || a.activation.id - b.activation.id);
  const names = identifiers(placed.map(({ activation }) => activation.name));
  return placed.map(({ buffer, activation }, i): TensorSite => {
    const { id, name, shape, elements } = activation;
    const format = program.formats[id];
    const identifier = names[i] ?? "";
    const isFloat = activation.fixed === "float";
    invariant(format !== undefined, `"${name}" has no format`);
    const isPlanned = isFloat || format.bits === activationBits(network, program.policy, id);
    invariant(isPlanned, `"${name}" has ${format.bits} bits, and was planned with others`);
    return {
      id,
      name,
      role: roleOf(network, id),
      shape,
      elements,
      bits: isFloat ? 32 : format.bits,
      isLogits: activation.isLogits === true,
      format,
      buffer,
      isRing: buffer.ring !== undefined,
      offset: `${macro}_AT_${identifier.toUpperCase()}`,
      symbol: `${prefix}_${identifier}_tensor`,
    };
  });
}
