/** Runs the float network and a simulated one side by side and sums up how their answers differ. */
import type { Graph } from "../../ir/graph";
import type { FloatTensor, GraphExecutor, OpenGraph, SampleSource, Watch } from "../../ir/ports";
import { AccuracyCounter, type Accuracy } from "./accuracy";
import { headLoss, partsOf, valuesOf, type Head, type HeadValues } from "./head";
import { runInOrder } from "./runInOrder";

const NONE = new Float32Array();
const RUNNING_FLOAT = "running the float network";

export interface Evaluation {
  readonly accuracy: Accuracy;
  /** Mean output loss a sample (KL in nats, or relative squared error). */
  readonly loss: number;
  /** The simulated network's head outputs of the first `keep` samples. */
  readonly kept: readonly HeadValues[];
}

/** The float network's head outputs: one run serves every policy evaluated on the same samples. */
export async function referenceOutputs(
  graph: Graph,
  head: Head,
  executor: GraphExecutor,
  source: SampleSource,
  watch: Watch,
): Promise<readonly HeadValues[]> {
  return headOutputs(graph, head, executor, source, watch, RUNNING_FLOAT);
}

/** The same of a network that is open already, such as the model's own file. It is not closed. */
export async function outputsOf(
  open: OpenGraph,
  graph: Graph,
  head: Head,
  source: SampleSource,
  watch: Watch,
): Promise<readonly HeadValues[]> {
  return collectOutputs(open, graph, head, source, watch, RUNNING_FLOAT);
}

/** Labels judge the output that they are for; without them all outputs are judged together. */
export async function evaluate(
  simulated: Graph,
  reference: readonly HeadValues[],
  head: Head,
  executor: GraphExecutor,
  source: SampleSource,
  watch: Watch,
  keep = 0,
): Promise<Evaluation> {
  const outputs = await headOutputs(simulated, head, executor, source, watch, "running the quantized network");
  const together = head.others.length > 0 && source.kind !== "labelled";
  const counter = new AccuracyCounter(together ? "regression" : head.task, source.kind);
  let loss = 0;
  outputs.forEach((quantized, index) => {
    const exact = reference[index] ?? [];
    const [own, ...others] = exact.map((values, i) => ({ exact: values, quantized: quantized[i] ?? NONE }));
    if (!own) throw new Error(`there is no reference for sample ${index}`);
    counter.add({ ...own, label: source.label(index), ...(together && { others }) });
    loss += headLoss(head, exact, quantized);
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
): Promise<readonly HeadValues[]> {
  const open = await executor.open(
    graph,
    partsOf(head).map(({ tensor }) => tensor),
  );
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
): Promise<readonly HeadValues[]> {
  const outputs: HeadValues[] = [];
  await runInOrder(open, graph, source, watch, (index, values: ReadonlyMap<string, FloatTensor>) => {
    outputs.push(valuesOf(head, values));
    watch.progress(phase, index + 1, source.count);
  });
  return outputs;
}
