/** A GraphExecutor on the reference evaluator, so that engine tests need no runtime, and samples drawn from a seed. */
import { seededRandom } from "../../src/engine/base/random";
import { elementsOf } from "../../src/engine/ir/graph";
import type { FloatTensor, GraphExecutor, SampleSource } from "../../src/engine/ir/ports";
import { evaluateGraph } from "./evaluateGraph";

export const floatExecutor: GraphExecutor = {
  open: (graph, outputs) =>
    Promise.resolve({
      run: (feeds) => {
        const values = evaluateGraph({ ...graph, outputs }, feeds);
        return Promise.resolve(new Map(outputs.map((name) => [name, values.get(name) as FloatTensor])));
      },
      close: () => Promise.resolve(),
    }),
};

export function normalSamples(
  shape: readonly number[],
  count: number,
  seed = 1,
  labels?: readonly number[],
): SampleSource {
  const samples = Array.from({ length: count }, (_, index): FloatTensor => {
    const random = seededRandom(seed * 1000 + index);
    return { shape, data: Float32Array.from({ length: elementsOf(shape) }, () => random.normal()) };
  });
  return {
    count,
    kind: labels ? "labelled" : "unlabelled",
    fingerprint: `normal:${seed}:${count}:${shape.join("x")}`,
    sample: (index) => Promise.resolve(samples[index] as FloatTensor),
    label: (index) => labels?.[index],
  };
}
