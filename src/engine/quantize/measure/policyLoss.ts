/**
 * The loss of a whole policy on a fixed set of samples: what learning strategies are rewarded by. A graph is built and opened for each new
 * policy, which costs a tenth of running it (MobileNetV1 1.0/224: 20 to 40 ms to encode, as much to open, 550 ms for 32 samples); a graph
 * that takes widths as inputs would keep the runtime from laying weights out in advance.
 */
import { choicesOf, type Policy } from "../../ir/network";
import { givenBy, quietly, type Feeds, type GraphExecutor, type SampleSource, type Watch } from "../../ir/ports";
import { evaluate, referenceOutputs } from "./evaluate";
import { headOf, type HeadValues, type Task } from "./head";
import type { Quantizer } from "../quantizer";
import { scalingsOf } from "../scale/scaleChannels";
import { simulate, wholeQuantization } from "./simulate";

/** Samples are read once and kept, and every policy is run once: an equal one has its loss remembered. */
export function policyLossOn(
  quantizer: Quantizer,
  executor: GraphExecutor,
  source: SampleSource,
  watch: Pick<Watch, "cancelled">,
  task?: Task,
): { evaluate(policy: Policy): Promise<number> } {
  const { graph, network } = quantizer;
  const head = headOf(graph, task);
  const choices = choicesOf(network);
  const kept = keptSamples(source);
  const losses = new Map<string, number>();
  // The strategy tells how many policies it has tried; samples within one are no news.
  const quiet = quietly(watch);
  let reference: Promise<readonly HeadValues[]> | undefined;
  return {
    evaluate: async (policy) => {
      const key = choices
        .map(({ kind, name }) => (kind === "weights" ? policy.weights : policy.activations).get(name))
        .join("");
      const known = losses.get(key);
      if (known !== undefined) return known;
      reference ??= referenceOutputs(graph, head, executor, kept, quiet);
      const scalings = scalingsOf(quantizer, policy);
      const simulated = simulate(quantizer, { ...wholeQuantization(quantizer, policy), scalings });
      const { loss } = await evaluate(simulated, await reference, head, executor, kept, quiet);
      losses.set(key, loss);
      return loss;
    },
  };
}

function keptSamples(source: SampleSource): SampleSource {
  const samples = new Map<number, Promise<Feeds>>();
  return givenBy(source, (index) => {
    let sample = samples.get(index);
    if (!sample) samples.set(index, (sample = source.sample(index)));
    return sample;
  });
}
