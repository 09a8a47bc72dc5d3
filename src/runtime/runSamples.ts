/** Many samples through one open graph: the next samples are read and decoded while one runs, and results come in the order asked. */
import { stopIfCancelled, type FloatTensor, type OpenGraph, type SampleSource, type Watch } from "../engine";

/** Samples being read or run at a time: enough to hide reading behind running, few enough to bound memory. */
const IN_FLIGHT = 3;

/**
 * @param input the name that the graph gives its one input
 * @param indices which samples, in the order in which onResult sees them; the same index may come twice
 * @param onResult receives the sample's index and every output of the graph
 * @param phase how the watch calls this work
 * @throws Cancelled when the watch says so; a sample that cannot be read rejects as its source does
 */
export async function runSamples(
  open: OpenGraph,
  input: string,
  source: SampleSource,
  indices: readonly number[],
  onResult: (index: number, outputs: ReadonlyMap<string, FloatTensor>) => void,
  watch: Watch,
  phase = "running samples",
): Promise<void> {
  const start = async (index: number): Promise<ReadonlyMap<string, FloatTensor>> =>
    open.run(new Map([[input, await source.sample(index)]]));
  const running: Promise<ReadonlyMap<string, FloatTensor>>[] = [];
  let started = 0;
  try {
    for (const [done, index] of indices.entries()) {
      stopIfCancelled(watch);
      for (let next = indices[started]; next !== undefined && running.length < IN_FLIGHT; next = indices[++started]) {
        running.push(start(next));
      }
      const result = running.shift();
      if (result) onResult(index, await result);
      watch.progress(phase, done + 1, indices.length);
    }
  } finally {
    await Promise.allSettled(running); // nobody may close the session under a run
  }
}
