/** What learning takes of samples: the values in front of the part that learns, and what the float network answers. */
import type { Graph } from "../../ir/graph";
import {
  stopIfCancelled,
  type Feeds,
  type FloatTensor,
  type GraphExecutor,
  type LearningSource,
  type OpenGraph,
  type Watch,
} from "../../ir/ports";
import { partsOf, valuesOf, type Head, type HeadValues } from "../measure/head";
import { feedsOf } from "../measure/runInOrder";
import type { Tail } from "./tail";

export interface Example {
  readonly values: ReadonlyMap<string, FloatTensor>;
  readonly teacher: HeadValues;
}

/** A sample as it is, or a variant of it that this turn stands for. */
export interface Draw {
  readonly sample: number;
  readonly turn?: number;
}

export interface Examples {
  readonly head: Head;
  of(draw: Draw): Promise<Example>;
  close(): Promise<void>;
}

interface Question {
  readonly tail: Tail;
  /** The float network. */
  readonly teacher: Graph;
  readonly head: Head;
  readonly source: LearningSource;
  /** Samples that are asked for as they are, again and again: computed once. Of others the newest variant is kept. */
  readonly kept: readonly number[];
}

export async function openExamples(
  { tail, teacher, head, source, kept }: Question,
  executor: GraphExecutor,
  watch: Watch,
): Promise<Examples> {
  const float = await executor.open(
    teacher,
    partsOf(head).map(({ tensor }) => tensor),
  );
  let front: OpenGraph | undefined;
  const close = async (): Promise<void> => {
    await float.close();
    await front?.close();
  };
  const make = async (sample: Feeds): Promise<Example> => ({
    values: await valuesInFront(tail, front, sample),
    teacher: valuesOf(head, await float.run(feedsOf(teacher, sample))),
  });
  const known = new Map<number, Example>();
  const newest = new Map<number, { readonly turn: number; readonly example: Example }>();
  try {
    const { front: graph } = tail;
    const wanted = tail.values.filter((name) => !graph?.inputs.includes(name));
    front = graph && (await executor.open(graph, wanted));
    for (const [done, sample] of kept.entries()) {
      known.set(sample, await make(await source.sample(sample)));
      watch.progress("asking the float network", done + 1, kept.length);
      stopIfCancelled(watch);
    }
  } catch (error) {
    await close();
    throw error;
  }
  return {
    head,
    of: async ({ sample, turn }) => {
      if (turn === undefined || !source.varied) return known.get(sample) ?? make(await source.sample(sample));
      const last = newest.get(sample);
      if (last?.turn === turn) return last.example;
      const example = await make(await source.varied(sample, turn));
      newest.set(sample, { turn, example });
      return example;
    },
    close,
  };
}

/** The sample's own values, or what the network in front makes of them. */
async function valuesInFront(
  { front, values, graph }: Tail,
  open: OpenGraph | undefined,
  sample: Feeds,
): Promise<ReadonlyMap<string, FloatTensor>> {
  const found = front && open ? new Map([...sample, ...(await open.run(feedsOf(front, sample)))]) : sample;
  return new Map(
    values.map((name) => {
      const value = found.get(name);
      if (!value) throw new Error(`nothing in front of graph ${graph.name} makes "${name}"`);
      return [name, value];
    }),
  );
}
