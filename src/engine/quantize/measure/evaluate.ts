/** Runs the float network and a simulated one side by side and sums up how their answers differ. */
import type { Graph } from "../../ir/graph";
import type { FloatTensor, GraphExecutor, OpenGraph, SampleSource, Watch } from "../../ir/ports";
import { AccuracyCounter, type Accuracy } from "./accuracy";
import type { Head } from "./head";
import { outputLoss } from "./outputLoss";
import { runInOrder } from "./runInOrder";

const RUNNING_FLOAT = "running the float network";

export interface Evaluation {
  readonly accuracy: Accuracy;
  /** Mean output loss a sample (KL in nats, or relative squared error). */
  readonly loss: number;
  /** The simulated network's head outputs of the first `keep` samples. */
  readonly kept: readonly Float32Array[];
}

/** The float network's head outputs: one run serves every policy evaluated on the same samples. */
export async function referenceOutputs(
  graph: Graph,
  head: Head,
  executor: GraphExecutor,
  source: SampleSource,
  watch: Watch,
): Promise<readonly Float32Array[]> {
  return headOutputs(graph, head, executor, source, watch, RUNNING_FLOAT);
}

/** The same of a network that is open already, such as the model's own file. It is not closed. */
export async function outputsOf(
  open: OpenGraph,
  graph: Graph,
  head: Head,
  source: SampleSource,
  watch: Watch,
): Promise<readonly Float32Array[]> {
  return collectOutputs(open, graph, head, source, watch, RUNNING_FLOAT);
}

export async function evaluate(
  simulated: Graph,
  reference: readonly Float32Array[],
  head: Head,
  executor: GraphExecutor,
  source: SampleSource,
  watch: Watch,
  keep = 0,
): Promise<Evaluation> {
  const outputs = await headOutputs(simulated, head, executor, source, watch, "running the quantized network");
  const counter = new AccuracyCounter(head.task, source.kind);
  let loss = 0;
  outputs.forEach((quantized, index) => {
    const exact = reference[index] as Float32Array;
    counter.add({ exact, quantized, label: source.label(index) });
    loss += outputLoss(exact, quantized, head.task);
  });
  return {
    accuracy: counter.result(),
    loss: Number((loss / Math.max(1, outputs.length)).toPrecision(6)),
    kept: outputs.slice(0, keep),
  };
}

async function headOutputs(
  graph: Graph,
  head: Head,
  executor: GraphExecutor,
  source: SampleSource,
  watch: Watch,
  phase: string,
): Promise<readonly Float32Array[]> {
  const open = await executor.open(graph, [head.tensor]);
  try {
    return await collectOutputs(open, graph, head, source, watch, phase);
  } finally {
    await open.close();
  }
}

async function collectOutputs(
  open: OpenGraph,
  graph: Graph,
  head: Head,
  source: SampleSource,
  watch: Watch,
  phase: string,
): Promise<readonly Float32Array[]> {
  const outputs: Float32Array[] = [];
  await runInOrder(open, graph, source, watch, (index, values: ReadonlyMap<string, FloatTensor>) => {
    const output = values.get(head.tensor);
    if (!output) throw new Error(`the graph gave no "${head.tensor}"`);
    outputs.push(output.data);
    watch.progress(phase, index + 1, source.count);
  });
  return outputs;
}
