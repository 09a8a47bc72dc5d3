/**
 * Samples of a network with states are steps of sequences. In front of the first step of each its states are zero; what they are later, the
 * float network says for what is measured one step at a time, and the network itself where it is run step after step.
 */
import type { FedSamples } from "../../datasets/samples/openInputs";
import {
  elementsOf,
  executorOf,
  ok,
  refuse,
  stopIfCancelled,
  tensorOf,
  type Feeds,
  type FloatTensor,
  type Graph,
  type GraphRunner,
  type OpenGraph,
  type Outcome,
  type SampleSource,
  type Watch,
} from "../../engine";
import { meant } from "../../protocol/words/settingWords";
import { createOrtRunner } from "../../runtime/ortRunner";
import type { JobSettings } from "../jobs/jobs";
import { openGiven } from "../model/givenFile";
import type { Model } from "../model/loadModel";

/** Of made-up sequences where no number is stated. */
export const SYNTHETIC_STEPS = 16;
/** States of all steps to calibrate on, which are kept for as long as the job takes. */
const MOST_STATE_BYTES = 2 ** 29;
/** Steps that are as good as one sample that stands by itself: those of one sequence resemble each other. */
const STEPS_A_SAMPLE = 4;
const LEAST_SEQUENCES = 8;

/** Sequences to calibrate on where `count` samples that stand by themselves would do. */
export function sequencesFor(count: number, { sequence }: Pick<SampleSource, "sequence">): number {
  if (!sequence) return count;
  return Math.min(count, Math.max(LEAST_SEQUENCES, Math.ceil((STEPS_A_SAMPLE * count) / sequence.steps)));
}

/**
 * The source as steps of sequences, with states that are zero.
 * @param steps samples without an axis of time are held for so many
 */
export function asSequences(
  graph: Graph,
  source: FedSamples,
  { steps, answer }: Pick<JobSettings, "steps" | "answer">,
): Outcome<FedSamples> {
  if (!graph.states) return ok(source);
  const own = source.sequence?.steps;
  if (own !== undefined && steps !== undefined && own !== steps) {
    return refuse({
      code: "data.steps",
      message: `the samples are sequences of ${own} steps, and ${steps} are stated`,
      place: meant("steps"),
      hint: "leave it out: it is for samples without an axis of time, which are held for so many steps",
    });
  }
  const held = own === undefined ? (steps ?? 1) : 1;
  return ok({
    ...source,
    ...withZeroStates(graph, {
      ...source,
      count: source.count * held,
      sequence: { steps: own ?? held, answer: answer ?? "sum" },
      fingerprint: `${source.fingerprint}:${held}`,
      sample: (index) => source.sample(Math.floor(index / held)),
      label: (index) => source.label(Math.floor(index / held)),
    }),
    name: (index) => source.name(Math.floor(index / held)),
  });
}

/** Every step with states of zero, whatever the source has for them. */
export function withZeroStates(graph: Graph, source: SampleSource): SampleSource {
  const zeros = (graph.states ?? []).map(({ input }): [string, FloatTensor] => {
    const { shape } = tensorOf(graph, input);
    return [input, { shape, data: new Float32Array(elementsOf(shape)) }];
  });
  return { ...source, sample: async (index) => new Map([...(await source.sample(index)), ...zeros]) };
}

/**
 * The same steps with the states that the float network has in front of each: the model's file on onnxruntime, or the network as read where
 * the file does not run.
 */
export async function withFloatStates(
  model: Model,
  source: SampleSource,
  runner: GraphRunner,
  watch: Watch,
): Promise<Outcome<SampleSource>> {
  const { states } = model.imported;
  const steps = source.sequence?.steps ?? 1;
  if (!states || steps === 1) return ok(source);
  const elements = states.reduce((sum, { input }) => sum + elementsOf(tensorOf(model.imported, input).shape), 0);
  const bytes = 4 * elements * source.count;
  if (bytes > MOST_STATE_BYTES) {
    return refuse({
      code: "data.large",
      message: `the states of ${source.count} steps to calibrate on take ${bytes} bytes; ${MOST_STATE_BYTES} are the limit`,
      hint: "calibrate on fewer sequences, or on shorter ones",
    });
  }
  const wanted = states.map(({ output }) => output);
  const given = await openGiven(model.given, wanted, createOrtRunner({ folder: model.given.folder }));
  const open = typeof given === "string" ? await executorOf(runner).open(model.imported, wanted) : given;
  try {
    return ok(await recorded(model.imported, source, open, watch));
  } finally {
    await open.close();
  }
}

async function recorded(graph: Graph, source: SampleSource, open: OpenGraph, watch: Watch): Promise<SampleSource> {
  const { states = [] } = graph;
  const steps = source.sequence?.steps ?? 1;
  const before: Feeds[] = [];
  let left: Feeds = new Map();
  for (let index = 0; index < source.count; index++) {
    const sample = await source.sample(index);
    if (index % steps === 0) left = new Map();
    before.push(left);
    const results = await open.run(new Map([...sample, ...left]));
    left = new Map(
      states.flatMap(({ input, output }) => {
        const held = results.get(output);
        return held ? [[input, { shape: tensorOf(graph, input).shape, data: held.data }] as const] : [];
      }),
    );
    watch.progress("running sequences", index + 1, source.count);
    stopIfCancelled(watch);
  }
  return {
    ...source,
    fingerprint: `${source.fingerprint}:states`,
    sample: async (index) => new Map([...(await source.sample(index)), ...(before[index] ?? [])]),
  };
}
