/** Running many samples through an open graph: two in flight, results handed over in order. */
import type { Graph } from "../../ir/graph";
import {
  stopIfCancelled,
  type Feeds,
  type FloatTensor,
  type OpenGraph,
  type SampleSource,
  type Watch,
} from "../../ir/ports";

const IN_FLIGHT = 2;

/**
 * @param handle receives the sample's index and every output of the graph, plus the fed inputs under their own names
 * @throws Cancelled when the watch says so
 */
export async function runInOrder(
  open: OpenGraph,
  graph: Graph,
  source: SampleSource,
  watch: Watch,
  handle: (index: number, values: ReadonlyMap<string, FloatTensor>) => void,
): Promise<void> {
  const start = async (index: number): Promise<Map<string, FloatTensor>> => {
    const feeds = feedsOf(graph, await source.sample(index));
    const results = await open.run(feeds);
    return new Map([...results, ...feeds]);
  };
  const running: Promise<Map<string, FloatTensor>>[] = [];
  let started = 0;
  try {
    for (let index = 0; index < source.count; index++) {
      while (started < source.count && running.length < IN_FLIGHT) running.push(start(started++));
      const next = running.shift();
      if (!next) break;
      handle(index, await next);
      stopIfCancelled(watch);
    }
  } finally {
    await Promise.allSettled(running); // the session must not be closed under a run
  }
}

/**
 * The same for sequences, one step after the other: what a run leaves in its states, the next one finds there. The first step of each sequence
 * has them from the sample. The graph answers the outputs of its states, too.
 */
export async function runSequences(
  open: OpenGraph,
  graph: Graph,
  source: SampleSource,
  watch: Watch,
  handle: (index: number, values: ReadonlyMap<string, FloatTensor>) => void,
): Promise<void> {
  const { states = [] } = graph;
  const steps = source.sequence?.steps ?? 1;
  let left: ReadonlyMap<string, FloatTensor> = new Map();
  for (let index = 0; index < source.count; index++) {
    const sample = await source.sample(index);
    const feeds = feedsOf(graph, index % steps === 0 ? sample : new Map([...sample, ...left]));
    const results = await open.run(feeds);
    left = new Map(
      states.map(({ input, output }) => {
        const held = results.get(output);
        if (!held) throw new Error(`graph ${graph.name} left nothing for "${input}"`);
        return [input, held];
      }),
    );
    handle(index, new Map([...results, ...feeds]));
    stopIfCancelled(watch);
  }
}

/** What the graph takes of a sample. */
export function feedsOf({ name, inputs }: Graph, sample: Feeds): Feeds {
  return new Map(
    inputs.map((input) => {
      const tensor = sample.get(input);
      if (!tensor) throw new Error(`a sample feeds graph ${name} nothing for "${input}"`);
      return [input, tensor];
    }),
  );
}
