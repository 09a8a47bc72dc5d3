/**
 * What rounding with compensation brings and costs on a real model: accuracy on held-out samples under nearest rounding, under weights
 * rounded layer by layer on the float network's inputs, and after the pass through the quantized network; for a uniform policy or for what
 * the exact search finds at a FLASH budget.
 *
 *   npx esbuild bench/rounding.ts --bundle --platform=node --external:onnxruntime-node --outfile=out/rounding.js
 *   node out/rounding.js <model.onnx> --calibration <path> --evaluation <path> [options below]
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { performance } from "node:perf_hooks";
import { parseArgs } from "node:util";
import {
  calibrate,
  choicesOf,
  compensatePolicy,
  compensateWidths,
  constraintsOf,
  createQuantizer,
  DEFAULT_QUANTIZER,
  DEFAULT_ROUNDING,
  evaluate,
  executionOrder,
  executorOf,
  feeding,
  fitScalings,
  headOf,
  lossTableOf,
  lowerNetwork,
  measureSensitivities,
  needOf,
  Planner,
  predictedLossOf,
  referenceOutputs,
  removeDeadChannels,
  scaleChannels,
  simulate,
  STRATEGIES,
  tensorOf,
  unwatched,
  wholeQuantization,
  withRounding,
  type NarrowBits,
  type Clamp,
  type Policy,
  type Quantizer,
  type SampleSource,
  type SearchProblem,
  USUAL_WEIGHT_WIDTHS,
} from "../src/engine";
import { openSamples } from "../src/datasets/samples/openSamples";
import { subsetOf, takeSamples } from "../src/datasets/samples/takeSamples";
import type { Preprocessing } from "../src/protocol/files/settings";
import { createOrtRunner } from "../src/runtime/ortRunner";
import { loadModel } from "../src/worker/model/loadModel";

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    calibration: { type: "string", default: "" },
    include: { type: "string" },
    preprocessing: { type: "string", default: '"raw"' },
    evaluation: { type: "string" },
    evaluationInclude: { type: "string" },
    evaluationPreprocessing: { type: "string" },
    samples: { type: "string", default: "256" },
    sensitivitySamples: { type: "string", default: "64" },
    /** Uniform widths. */
    weights: { type: "string", default: "4" },
    activations: { type: "string", default: "8" },
    /** Instead of uniform weights: search at these FLASH sizes in bytes, comma-separated, with RAM unlimited unless given. */
    flash: { type: "string" },
    /** A file of sensitivities that is read and extended. */
    losses: { type: "string" },
    ram: { type: "string" },
    account: { type: "string", default: "model" },
    /** Of nearest, widths, policy. */
    rounding: { type: "string", default: "nearest,widths,policy" },
    damping: { type: "string", default: String(DEFAULT_ROUNDING.damping) },
    pull: { type: "string", default: String(DEFAULT_ROUNDING.pull) },
    /** Of yes, no: ranges of channels for what reads them. */
    fit: { type: "string", default: "yes" },
    /** Bounds of the input, as in --inputs=-1,1: channels that are dead within them are removed. */
    inputs: { type: "string" },
    seed: { type: "string", default: "1" },
  },
});

async function timed<T>(what: string, work: () => Promise<T> | T): Promise<T> {
  const wall = performance.now();
  const cpu = process.cpuUsage();
  const result = await work();
  const { user, system } = process.cpuUsage(cpu);
  const memory = process.memoryUsage().rss / 2 ** 20;
  console.log(
    `${what.padEnd(48)} ${((performance.now() - wall) / 1000).toFixed(1)} s wall, ${((user + system) / 1e6).toFixed(1)} s CPU, ${memory.toFixed(0)} MiB`,
  );
  return result;
}

function boundsOf(text: string): Clamp {
  const [min = -Infinity, max = Infinity] = text.split(",").map(Number);
  return { min, max };
}

function need<T>(outcome: { ok: true; value: T } | { ok: false; problems: unknown }): T {
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.problems));
  return outcome.value;
}

async function main(): Promise<void> {
  const [path = ""] = positionals;
  const given = need(await loadModel(path)).graph;
  const [input = ""] = given.inputs;
  const bounds = options.inputs ? new Map([[input, boundsOf(options.inputs)]]) : undefined;
  const graph = removeDeadChannels(given, "fours", bounds);
  const network = need(lowerNetwork(graph));
  const spec = (preprocessing: string): { name: string; shape: readonly number[]; preprocessing: Preprocessing } => ({
    name: input,
    shape: tensorOf(graph, input).shape,
    preprocessing: JSON.parse(preprocessing) as Preprocessing,
  });
  const located = (path: string, include: string | undefined): { path: string; include?: string } =>
    include === undefined ? { path } : { path, include };
  const opened = need(await openSamples(located(options.calibration, options.include), spec(options.preprocessing)));
  const all = feeding(input, opened);
  const drawn = takeSamples(all, Number(options.samples), Number(options.seed));
  const source = subsetOf(all, drawn);
  const used = new Set(drawn);
  /** What choices between methods are made on, so that none of them is fitted to the evaluation samples. */
  const rest = subsetOf(
    all,
    Array.from({ length: all.count }, (_, i) => i).filter((i) => !used.has(i)),
  );
  const evaluation: SampleSource =
    options.evaluation === undefined
      ? rest
      : feeding(
          input,
          need(
            await openSamples(
              located(options.evaluation, options.evaluationInclude),
              spec(options.evaluationPreprocessing ?? options.preprocessing),
            ),
          ),
        );
  const held = options.flash === undefined ? 0 : Math.min(Number(options.sensitivitySamples), source.count >> 1);
  const rangeOf = (from: number, to: number): SampleSource =>
    subsetOf(
      source,
      Array.from({ length: to - from }, (_, i) => from + i),
    );
  const few = rangeOf(0, held);
  const others = rangeOf(held, source.count);
  const executor = executorOf(createOrtRunner());
  const head = headOf(graph);
  const rounding = { damping: Number(options.damping), pull: Number(options.pull) };
  const kinds = options.rounding.split(",");

  const plain = await timed(`calibrate on ${source.count}`, () =>
    calibrate(graph, network, executor, source, unwatched),
  );
  const isNarrow = options.ram !== undefined || options.activations !== "8";
  const calibration =
    isNarrow && options.fit === "yes"
      ? await timed("fit ranges of channels", () =>
          fitScalings(graph, network, plain, executor, rangeOf(0, Math.min(32, source.count)), unwatched),
        )
      : plain;
  const nearest = createQuantizer(graph, network, calibration, DEFAULT_QUANTIZER);
  const judged = rest === evaluation || rest.count === 0 ? [evaluation] : [rest, evaluation];
  const references = await timed("float network on the evaluation samples", () =>
    Promise.all(judged.map((samples) => referenceOutputs(graph, head, executor, samples, unwatched))),
  );
  const measure = async (name: string, quantizer: Quantizer, policy: Policy): Promise<void> => {
    const simulated = simulate(quantizer, wholeQuantization(quantizer, policy));
    for (const [i, samples] of judged.entries()) {
      const reference = references[i] ?? [];
      const { accuracy, loss } = await evaluate(simulated, reference, head, executor, samples, unwatched);
      const kind = samples === evaluation ? "===" : "held";
      console.log(
        `${kind} ${name}: fp32 ${accuracy.float} quantized ${accuracy.quantized} drop ${(-(accuracy.delta ?? 0)).toFixed(2)} [${accuracy.ci95?.join(", ")}] agreement ${accuracy.agreement} loss ${loss} sqnr ${accuracy.sqnrDb} of ${accuracy.samples}`,
      );
    }
  };
  const isMeasured = options.losses !== undefined && existsSync(options.losses);
  const widths =
    kinds.includes("widths") || (options.flash !== undefined && !isMeasured)
      ? withRounding(
          nearest,
          await timed("compensate every width", () =>
            compensateWidths(nearest, executor, others, unwatched, { rounding }),
          ),
        )
      : nearest;

  const measureAll = async (name: string, policy: Policy): Promise<void> => {
    if (kinds.includes("nearest")) await measure(`${name} nearest`, nearest, policy);
    if (kinds.includes("widths")) await measure(`${name} widths`, widths, policy);
    const scaled = await timed("a grid for every channel", () => scaleChannels(nearest, policy));
    if (kinds.includes("nearest") && scaled !== nearest) await measure(`${name} nearest, channels`, scaled, policy);
    if (!kinds.includes("policy")) return;
    const final = await timed("compensate the policy", () =>
      compensatePolicy(scaled, policy, executor, source, unwatched, rounding),
    );
    await measure(`${name} policy`, withRounding(scaled, final), policy);
  };

  if (options.flash === undefined) {
    const weights = new Map<string, NarrowBits>();
    const activations = new Map<string, NarrowBits>();
    for (const choice of choicesOf(network)) {
      if (choice.kind === "weights") weights.set(choice.name, Number(options.weights) as NarrowBits);
      else activations.set(choice.name, Number(options.activations) as NarrowBits);
    }
    await measureAll(`W${options.weights}A${options.activations}`, { weights, activations });
    return;
  }

  const losses = new Map<string, number>(
    options.losses !== undefined && existsSync(options.losses)
      ? (JSON.parse(readFileSync(options.losses, "utf8")) as [string, number][])
      : [],
  );
  const cache = {
    get: (key: string): number | undefined => losses.get(key),
    put: (key: string, loss: number): void => void losses.set(key, loss),
  };
  const table = await timed("sensitivities", () => measureSensitivities(widths, executor, few, cache, unwatched));
  if (options.losses !== undefined) writeFileSync(options.losses, JSON.stringify([...losses]));
  const account = options.account as "model";
  const planner = new Planner(network);
  const order = executionOrder(planner);
  for (const flash of options.flash.split(",")) {
    const problem: SearchProblem = {
      network,
      constraints: constraintsOf(planner, account, { order }),
      weightWidths: USUAL_WEIGHT_WIDTHS,
      limits: { flashBytes: Number(flash), ramBytes: Number(options.ram ?? Infinity) },
      losses: lossTableOf(table),
      need: (policy) => needOf(planner, policy, { account, order }),
    };
    const answer = await STRATEGIES.exact.search(problem, { seed: 1, watch: unwatched });
    if (answer.kind !== "found") throw new Error("infeasible");
    const count = (bits: NarrowBits): number =>
      [...answer.policy.weights.values()].filter((value) => value === bits).length;
    console.log(
      `flash ${flash}: ${JSON.stringify(problem.need(answer.policy))}, weights at 8/4/2: ${count(8)}/${count(4)}/${count(2)}, predicted loss ${predictedLossOf(problem, answer.policy).toPrecision(4)}`,
    );
    console.log([...answer.policy.weights].map(([name, bits]) => `${name}:${bits}`).join(" "));
    console.log([...answer.policy.activations].map(([name, bits]) => `${name}:${bits}`).join(" "));
    await measureAll(`flash ${flash}`, answer.policy);
  }
}

void main();
