/** Runs the part of a network that learns, forwards for losses and backwards for steps, on batches of samples. */
import { tensorOf } from "../../ir/graph";
import {
  gradientOf,
  targetOf,
  weightOf,
  type FloatTensor,
  type GradientExecutor,
  type GraphExecutor,
  type SampleSource,
  type Watch,
} from "../../ir/ports";
import { headLoss, partsOf, type Head, type HeadValues, type Task } from "../measure/head";
import { runInOrder } from "../measure/runInOrder";
import { dequantizeWeights } from "../weightQuantizer";
import type { LearnedLayer } from "./learnedLayer";
import type { LearningLayer, Tail } from "./tail";

export interface TeacherSamples {
  readonly head: Head;
  /** By sample: what the part that learns takes, and what the float network answers. */
  readonly values: readonly ReadonlyMap<string, FloatTensor>[];
  readonly teacher: readonly HeadValues[];
}

type Learner = LearningLayer & { readonly state: LearnedLayer };

export interface Session {
  /** One step of all layers on the mean loss of as many samples as a batch has. */
  step(layers: readonly Learner[], batch: readonly number[], rate: number): Promise<void>;
  /** Of each of these samples. */
  losses(layers: readonly Learner[], samples: readonly number[]): Promise<readonly number[]>;
  close(): Promise<void>;
}

/** What the part that learns takes of each sample: its inputs, or what the network in front of it makes of them. */
export async function valuesInFront(
  { front, values, graph }: Tail,
  executor: GraphExecutor,
  source: SampleSource,
  watch: Watch,
): Promise<readonly ReadonlyMap<string, FloatTensor>[]> {
  const own = (found: ReadonlyMap<string, FloatTensor>): ReadonlyMap<string, FloatTensor> =>
    new Map(values.map((name) => [name, found.get(name) ?? missing(graph.name, name)]));
  const samples: ReadonlyMap<string, FloatTensor>[] = [];
  if (!front) {
    for (let index = 0; index < source.count; index++) samples.push(own(await source.sample(index)));
    return samples;
  }
  const open = await executor.open(
    front,
    values.filter((name) => !front.inputs.includes(name)),
  );
  try {
    await runInOrder(open, front, source, watch, (index, found) => {
      samples.push(own(found));
      watch.progress("running the layers that do not learn", index + 1, source.count);
    });
  } finally {
    await open.close();
  }
  return samples;
}

export async function openSession(
  tail: Tail,
  samples: TeacherSamples,
  batch: number,
  executors: { readonly graphs: GraphExecutor; readonly gradients: GradientExecutor },
): Promise<Session> {
  const { graph } = tail;
  const parts = partsOf(samples.head);
  const task = parts.every((part) => part.task === "classification") ? "classification" : "regression";
  const backwards = await executors.gradients.open(graph, {
    parameters: tail.layers.flatMap(({ weights, bias }) => [weights, bias]),
    seeds: parts.map(({ tensor }) => ({ tensor, task })),
  });
  const forwards = await executors.graphs.open(graph, graph.outputs);
  return {
    step: async (layers, chosen, rate) => {
      const parameters = parametersOf(tail, layers, "values");
      const feeds = [...parameters, ...batchOf(tail, samples, chosen), ...seedsOf(samples, chosen, task)];
      const gradients = await backwards.run(new Map(feeds));
      for (const { state, weights, bias } of layers) {
        const by = (name: string): Float32Array => valuesOf(gradients, gradientOf(name));
        state.step(valuesOf(parameters, weights), by(weights), by(bias), rate);
      }
    },
    losses: async (layers, wanted) => {
      const parameters = parametersOf(tail, layers, "average");
      const losses: number[] = [];
      for (let first = 0; first < wanted.length; first += batch) {
        // The last batch is filled up; what fills it is not counted.
        const chosen = Array.from({ length: batch }, (_, i) => wanted[Math.min(first + i, wanted.length - 1)] ?? 0);
        const answers = await forwards.run(new Map([...parameters, ...batchOf(tail, samples, chosen)]));
        const own = chosen.slice(0, wanted.length - first);
        losses.push(...own.map((sample, row) => lossOf(samples, sample, answers, row, batch)));
      }
      return losses;
    },
    close: async () => {
      await backwards.close();
      await forwards.close();
    },
  };
}

function parametersOf(
  { graph }: Tail,
  layers: readonly Learner[],
  which: "values" | "average",
): ReadonlyMap<string, FloatTensor> {
  return new Map(
    layers.flatMap(({ weights, bias, state }) => {
      const rounded = state.rounded(which);
      const shape = (name: string): readonly number[] => tensorOf(graph, name).shape;
      return [
        [weights, { shape: shape(weights), data: dequantizeWeights(rounded.grid) }] as const,
        [bias, { shape: shape(bias), data: Float32Array.from(rounded.bias) }] as const,
      ];
    }),
  );
}

/** Samples one behind the other. */
function batchOf(
  { graph, values }: Tail,
  samples: TeacherSamples,
  chosen: readonly number[],
): readonly (readonly [string, FloatTensor])[] {
  return values.map((name) => {
    const rows = chosen.map((sample) => valuesOf(samples.values[sample] ?? new Map<string, FloatTensor>(), name));
    return [name, { shape: tensorOf(graph, name).shape, data: joined(rows) }];
  });
}

/**
 * What the answers are held against. A divergence counts its mean over samples and outputs; of a squared error relative to the answer,
 * |y − t|²/|t|², the gradient is 2(y − t)/|t|².
 */
function seedsOf(
  { head, teacher }: TeacherSamples,
  chosen: readonly number[],
  task: Task,
): readonly (readonly [string, FloatTensor])[] {
  const parts = partsOf(head);
  const share = 1 / (chosen.length * parts.length);
  return parts.flatMap(({ tensor }, part) => {
    const answers = chosen.map((sample) => teacher[sample]?.[part] ?? missing("the teacher", tensor));
    const targets = task === "classification" ? answers.map(probabilities) : answers;
    const weights = answers.map((answer) => (task === "classification" ? share : (2 * share) / energyOf(answer)));
    const values = answers[0]?.length ?? 0;
    return [
      [targetOf(tensor), { shape: [chosen.length, values], data: joined(targets) }] as const,
      [weightOf(tensor), { shape: [chosen.length, 1], data: Float32Array.from(weights) }] as const,
    ];
  });
}

/** 1 where the answer is all zero, as outputLoss has it. */
function energyOf(answer: Float32Array): number {
  const energy = answer.reduce((sum, value) => sum + value * value, 0);
  return energy > 0 ? energy : 1;
}

function probabilities(logits: Float32Array): Float32Array {
  const top = logits.reduce((most, value) => Math.max(most, value), -Infinity);
  const powers = logits.map((value) => Math.exp(value - top));
  const sum = powers.reduce((total, value) => total + value, 0);
  return powers.map((value) => value / sum);
}

function lossOf(
  { head, teacher }: TeacherSamples,
  sample: number,
  answers: ReadonlyMap<string, FloatTensor>,
  row: number,
  rows: number,
): number {
  const own = partsOf(head).map(({ tensor }) => {
    const values = valuesOf(answers, tensor);
    const length = values.length / rows;
    return values.subarray(row * length, (row + 1) * length);
  });
  return headLoss(head, teacher[sample] ?? [], own);
}

function valuesOf(tensors: ReadonlyMap<string, FloatTensor>, name: string): Float32Array {
  return (tensors.get(name) ?? missing("a run", name)).data;
}

function joined(rows: readonly Float32Array[]): Float32Array {
  const length = rows[0]?.length ?? 0;
  const all = new Float32Array(rows.length * length);
  rows.forEach((row, i) => all.set(row, i * length));
  return all;
}

function missing(where: string, name: string): never {
  throw new Error(`${where} has no "${name}"`);
}
