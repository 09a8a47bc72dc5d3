/** Runs the float network and a simulated one side by side and sums up how their answers differ. */
import type { Graph } from "../../ir/graph";
import type { FloatTensor, GraphExecutor, OpenGraph, SampleSource, Sequence, Watch } from "../../ir/ports";
import { AccuracyCounter, TimeCounter, type Accuracy, type Answer } from "./accuracy";
import { answersOf, headLoss, partsOf, valuesOf, type Head, type HeadValues } from "./head";
import { runInOrder, runSequences } from "./runInOrder";

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
  const together = answersOf(head).others.length > 0 && source.kind !== "labelled";
  const task = together ? "regression" : head.task;
  const counter = new AccuracyCounter(task, source.kind);
  const { steps, answer } = source.sequence ?? ONE_STEP;
  const time = new TimeCounter(steps);
  let loss = 0;
  let sequence: StepAnswer[] = [];
  outputs.forEach((quantized, index) => {
    const exact = reference[index] ?? [];
    loss += headLoss(head, exact, quantized);
    const compared = comparedParts(head, exact, quantized);
    const [own, ...others] = compared;
    if (!own) throw new Error(`there is no reference for sample ${index}`);
    time.add(index % steps, together ? compared : [own]);
    const one = { ...own, label: source.label(index), ...(together && { others }) };
    if (task === "regression") counter.add(one);
    else sequence.push(one);
    if (task === "regression" || (index + 1) % steps > 0) return;
    counter.add(answerOf(sequence, answer));
    sequence = [];
  });
  const overTime = steps > 1 ? { steps, sqnrByStep: time.result() } : {};
  return {
    accuracy: { ...counter.result(), ...overTime },
    loss: Number((loss / Math.max(1, outputs.length)).toPrecision(6)),
    kept: outputs.slice(0, keep),
  };
}

const ONE_STEP: Sequence = { steps: 1, answer: "last" };

type StepAnswer = Omit<Answer, "others">;

/** The head's own output, then the others that are no states. */
function comparedParts(head: Head, exact: HeadValues, quantized: HeadValues): readonly StepAnswer[] {
  return partsOf(head).flatMap(({ isState }, i) => {
    const values = exact[i];
    if (isState === true || !values) return [];
    return [{ exact: values, quantized: quantized[i] ?? NONE, label: undefined }];
  });
}

/** What a sequence answers: the sum over its steps, or its last step. */
function answerOf(steps: readonly StepAnswer[], answer: Sequence["answer"]): StepAnswer {
  const last = steps.at(-1);
  if (!last) throw new Error("a sequence has at least one step");
  if (answer === "last" || steps.length === 1) return last;
  const sum = (values: (one: StepAnswer) => Float32Array): Float32Array =>
    values(last).map((_, i) => steps.reduce((total, step) => total + (values(step)[i] ?? 0), 0));
  return { ...last, exact: sum(({ exact }) => exact), quantized: sum(({ quantized }) => quantized) };
}

async function headOutputs(
  graph: Graph,
  head: Head,
  executor: GraphExecutor,
  source: SampleSource,
  watch: Watch,
  phase: string,
): Promise<readonly HeadValues[]> {
  const states = (graph.states ?? []).map(({ output }) => output);
  const wanted = new Set([...partsOf(head).map(({ tensor }) => tensor), ...states]);
  const open = await executor.open(graph, [...wanted]);
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
  const run = graph.states ? runSequences : runInOrder;
  await run(open, graph, source, watch, (index, values: ReadonlyMap<string, FloatTensor>) => {
    outputs.push(valuesOf(head, values));
    watch.progress(phase, index + 1, source.count);
  });
  return outputs;
}
