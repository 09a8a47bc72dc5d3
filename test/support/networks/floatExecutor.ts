/** A GraphExecutor on the reference evaluator, so that engine tests need no runtime, and samples drawn from a seed. */
import { seededRandom } from "../../../src/engine/base/random";
import { elementsOf } from "../../../src/engine/ir/graph";
import {
  feeding,
  type Feeds,
  type FloatTensor,
  type GraphExecutor,
  type SampleSource,
} from "../../../src/engine/ir/ports";
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

/** What a sample feeds the input "x" with. */
export function tensorX(sample: Feeds): FloatTensor {
  const x = sample.get("x");
  if (!x) throw new Error("the sample is for other inputs");
  return x;
}

/** For the input "x". */
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
  return feeding("x", {
    count,
    kind: labels ? "labelled" : "unlabelled",
    fingerprint: `normal:${seed}:${count}:${shape.join("x")}`,
    sample: (index) => Promise.resolve(samples[index] as FloatTensor),
    label: (index) => labels?.[index],
  });
}
