/**
 * What a user waits for, on a real model: opening and estimating, a new policy's memory, calibration, sensitivities, the exact search, and
 * how much dearer a simulated policy is than the plain float network (a ratio from one run, alternating).
 *
 *   npx esbuild bench/pipeline.ts --bundle --platform=node --external:onnxruntime-node --outfile=out/pipeline.js
 *   node out/pipeline.js <model.onnx> <images> <include> <preprocessing> [flash] [ram] [samples]
 */
import { performance } from "node:perf_hooks";
import {
  accountsOf,
  calibrate,
  constraintsOf,
  createQuantizer,
  executionOf,
  executionOrder,
  executorOf,
  feeding,
  headOf,
  lossTableOf,
  measureSensitivities,
  simulate,
  STRATEGIES,
  tensorOf,
  uniformPolicy,
  unwatched,
  wholeQuantization,
  type OpenGraph,
  type Policy,
  type SearchProblem,
  USUAL_WEIGHT_WIDTHS,
} from "../src/engine";
import { openSamples } from "../src/datasets/samples/openSamples";
import type { Preprocessing } from "../src/protocol/files/settings";
import { createOrtRunner } from "../src/runtime/ortRunner";
import { loadModel } from "../src/worker/model/loadModel";

const ROUNDS = 5;

async function timed<T>(what: string, work: () => Promise<T> | T, digits = 0): Promise<T> {
  const start = performance.now();
  const result = await work();
  console.log(`${what.padEnd(46)} ${(performance.now() - start).toFixed(digits).padStart(9)} ms`);
  return result;
}

async function main(): Promise<void> {
  const [path, images, include, preprocessing = '"raw"', flash = "2097152", ram = "524288", count = "64"] =
    process.argv.slice(2);
  if (path === undefined || images === undefined || include === undefined) throw new Error("arguments: see the header");
  const account = "model";

  const model = await timed("open, import, prepare, lower (cold)", () => loadModel(path));
  if (!model.ok) throw new Error(JSON.stringify(model.problems));
  const { graph, network, planner } = model.value;
  const memoryOf = (policy: Policy, order?: readonly number[]) =>
    accountsOf(planner, policy, executionOf(planner, policy, { account, ...(order && { order }) }));
  await timed("memory of 8 bits everywhere (cold)", () => memoryOf(uniformPolicy(network, 8)), 1);
  const order = executionOrder(planner);
  await timed("memory of a new policy (what-if)", () => memoryOf(uniformPolicy(network, 4), order), 1);

  const [input = ""] = graph.inputs;
  const samples = await openSamples(
    { path: images, include },
    { name: input, shape: tensorOf(graph, input).shape, preprocessing: JSON.parse(preprocessing) as Preprocessing },
    { take: { count: Number(count), seed: 1 } },
  );
  if (!samples.ok) throw new Error(JSON.stringify(samples.problems));
  const source = feeding(input, samples.value);
  const executor = executorOf(createOrtRunner());
  await timed("decode samples", async () => {
    for (let i = 0; i < source.count; i++) await source.sample(i);
  });
  const calibration = await timed(`calibrate on ${source.count}`, () =>
    calibrate(graph, network, executor, source, unwatched),
  );
  const quantizer = createQuantizer(graph, network, calibration);
  const losses = new Map<string, number>();
  const cache = {
    get: (key: string): number | undefined => losses.get(key),
    put: (key: string, loss: number): void => void losses.set(key, loss),
  };
  const table = await timed("sensitivities at 8, 4 and 2 bits", () =>
    measureSensitivities(quantizer, executor, source, cache, unwatched),
  );
  const problem: SearchProblem = {
    network,
    constraints: constraintsOf(planner, account, { order }),
    weightWidths: USUAL_WEIGHT_WIDTHS,
    limits: { flashBytes: Number(flash), ramBytes: Number(ram) },
    losses: lossTableOf(table),
    need: (policy) => memoryOf(policy, order)[account],
  };
  const answer = await timed("exact search", () => STRATEGIES.exact.search(problem, { seed: 1, watch: unwatched }), 1);
  const policy = answer.kind === "found" ? answer.policy : uniformPolicy(network, 2);

  const head = headOf(graph);
  const float = await executor.open(graph, [head.tensor]);
  const simulated = await executor.open(simulate(quantizer, wholeQuantization(quantizer, policy)), [head.tensor]);
  const runAll = async (open: OpenGraph): Promise<number> => {
    const start = performance.now();
    for (let i = 0; i < source.count; i++) await open.run(await source.sample(i));
    return performance.now() - start;
  };
  await runAll(float);
  await runAll(simulated);
  const ratios: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const plain = await runAll(float);
    ratios.push((await runAll(simulated)) / plain);
  }
  ratios.sort((a, b) => a - b);
  console.log(
    `simulated policy ÷ float network: median ${ratios[ROUNDS >> 1]?.toFixed(2)}, ${ratios[0]?.toFixed(2)} to ${ratios[ROUNDS - 1]?.toFixed(2)} of ${ROUNDS} rounds`,
  );
}

void main();
