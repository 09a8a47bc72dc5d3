/** Runs the part of a network that learns, forwards for losses and backwards for steps, on batches of samples. */
import { tensorOf, type Graph } from "../../ir/graph";
import {
  gradientOf,
  targetOf,
  weightOf,
  type FloatTensor,
  type GradientExecutor,
  type GraphExecutor,
} from "../../ir/ports";
import { headLoss, partsOf, type Head, type HeadValues, type Task } from "../measure/head";
import { dequantizeWeights } from "../weightQuantizer";
import type { Draw, Example, Examples } from "./examples";
import type { LearnedLayer } from "./learnedLayer";
import type { LearningLayer, Tail } from "./tail";

type Learner = LearningLayer & { readonly state: LearnedLayer };

export interface Session {
  /** One step of all layers on the mean loss of these samples, a whole number of runs. */
  step(layers: readonly Learner[], batch: readonly Draw[], rate: number): Promise<void>;
  /** Of each of these samples. */
  losses(layers: readonly Learner[], samples: readonly number[]): Promise<readonly number[]>;
  close(): Promise<void>;
}

export async function openSession(
  tail: Tail,
  examples: Examples,
  executors: { readonly graphs: GraphExecutor; readonly gradients: GradientExecutor },
): Promise<Session> {
  const { graph, values, batch } = tail;
  const parts = partsOf(examples.head);
  const task = parts.every((part) => part.task === "classification") ? "classification" : "regression";
  const backwards = await executors.gradients.open(graph, {
    parameters: tail.layers.flatMap(({ weights, bias }) => [weights, bias]),
    seeds: parts.map(({ tensor }) => ({ tensor, task })),
  });
  const forwards = await executors.graphs.open(graph, graph.outputs).catch(async (error: unknown) => {
    await backwards.close();
    throw error;
  });
  return {
    step: async (layers, chosen, rate) => {
      const parameters = parametersOf(tail, layers, "values");
      const sums = new Map<string, Float32Array>();
      for (let first = 0; first < chosen.length; first += batch) {
        const drawn = await eachOf(examples, chosen.slice(first, first + batch));
        const seeds = seedsOf(examples.head, drawn, task, chosen.length);
        const gradients = await backwards.run(new Map([...parameters, ...batchOf(graph, values, drawn), ...seeds]));
        for (const name of parameters.keys()) addTo(sums, name, valuesOf(gradients, gradientOf(name)));
      }
      for (const { state, weights, bias } of layers) {
        const by = (name: string): Float32Array => sums.get(name) ?? missing("a step", name);
        state.step(valuesOf(parameters, weights), by(weights), by(bias), rate);
      }
    },
    losses: async (layers, wanted) => {
      const parameters = parametersOf(tail, layers, "average");
      const losses: number[] = [];
      for (let first = 0; first < wanted.length; first += batch) {
        // The last batch is filled up; what fills it is not counted.
        const chosen = Array.from({ length: batch }, (_, i) => wanted[Math.min(first + i, wanted.length - 1)] ?? 0);
        const drawn = await eachOf(
          examples,
          chosen.map((sample) => ({ sample })),
        );
        const answers = await forwards.run(new Map([...parameters, ...batchOf(graph, values, drawn)]));
        const own = drawn.slice(0, wanted.length - first);
        losses.push(...own.map(({ teacher }, row) => lossOf(examples.head, teacher, answers, row, batch)));
      }
      return losses;
    },
    close: async () => {
      await Promise.all([backwards.close(), forwards.close()]);
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

async function eachOf(examples: Examples, draws: readonly Draw[]): Promise<readonly Example[]> {
  const found: Example[] = [];
  for (const draw of draws) found.push(await examples.of(draw));
  return found;
}

/** Samples one behind the other. */
function batchOf(
  graph: Graph,
  values: readonly string[],
  drawn: readonly Example[],
): readonly (readonly [string, FloatTensor])[] {
  return values.map((name) => {
    const rows = drawn.map((example) => valuesOf(example.values, name));
    return [name, { shape: tensorOf(graph, name).shape, data: joined(rows) }];
  });
}

/**
 * What the answers are held against, as a part of so many samples. A divergence counts its mean over samples and outputs; of a squared error relative to the answer,
 * |y − t|²/|t|², the gradient is 2(y − t)/|t|².
 */
function seedsOf(
  head: Head,
  drawn: readonly Example[],
  task: Task,
  samples: number,
): readonly (readonly [string, FloatTensor])[] {
  const parts = partsOf(head);
  const share = 1 / (samples * parts.length);
  return parts.flatMap(({ tensor }, part) => {
    const answers = drawn.map(({ teacher }) => teacher[part] ?? missing("the teacher", tensor));
    const targets = task === "classification" ? answers.map(probabilities) : answers;
    const weights = answers.map((answer) => (task === "classification" ? share : (2 * share) / energyOf(answer)));
    const values = answers[0]?.length ?? 0;
    return [
      [targetOf(tensor), { shape: [drawn.length, values], data: joined(targets) }] as const,
      [weightOf(tensor), { shape: [drawn.length, 1], data: Float32Array.from(weights) }] as const,
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
  head: Head,
  teacher: HeadValues,
  answers: ReadonlyMap<string, FloatTensor>,
  row: number,
  rows: number,
): number {
  const own = partsOf(head).map(({ tensor }) => {
    const values = valuesOf(answers, tensor);
    const length = values.length / rows;
    return values.subarray(row * length, (row + 1) * length);
  });
  return headLoss(head, teacher, own);
}

function valuesOf(tensors: ReadonlyMap<string, FloatTensor>, name: string): Float32Array {
  return (tensors.get(name) ?? missing("a run", name)).data;
}

function addTo(sums: Map<string, Float32Array>, name: string, values: Float32Array): void {
  const sum = sums.get(name);
  if (!sum) sums.set(name, values);
  else for (let i = 0; i < sum.length; i++) sum[i] = (sum[i] as number) + (values[i] as number);
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
