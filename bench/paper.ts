/**
 * The comparison of Rusci et al. 2020, by the functions that the product runs: networks under FLASH and RAM budgets, one row a strategy.
 * FLASH without RAM counts packed weights alone, as the published tables do; with RAM it is the model account, constants included.
 *
 *   npx esbuild bench/paper.ts --bundle --platform=node --external:onnxruntime-node --outfile=out/paper.js
 *   node out/paper.js                                   everything: hours
 *   node out/paper.js --models v1 --budgets 2MiB,2MiB/512KiB --strategies exact,reinforcement --seeds 1,2,3
 *
 * Models and images are read from ../shared (or --shared): calibrated on `s1k_*`, accuracy on `val_*`. Losses are kept in --cache, so that
 * a second budget measures none. "search s" is the search with the policies that it ran, "CPU s" the same over all threads. "proxy loss" is
 * the sum over the table, which the exact search brings to its least; "held out" is what the whole policy loses on calibration samples kept
 * back, by which it then chooses among policies of about that sum ("least sum" is the row without that choice, where it is another).
 * mnasnet has shapes and no weights: its rows show what fits, by the rule that looks at sizes only.
 */
import { appendFileSync, existsSync } from "node:fs";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { parseArgs } from "node:util";
import {
  ACTIVATION_WIDTHS,
  choicesOf,
  constraintsOf,
  evaluate,
  executionOrder,
  executorOf,
  headOf,
  isProduct,
  lossTableOf,
  needOf,
  paperRamBytes,
  parseBytes,
  Planner,
  predictedLossOf,
  referenceOutputs,
  simulate,
  STRATEGIES,
  uniformPolicy,
  unwatched,
  wholeQuantization,
  type Accuracy,
  type Network,
  type Outcome,
  type Policy,
  type StrategyName,
  type Watch,
  USUAL_WEIGHT_WIDTHS,
  packedWeightBytes,
} from "../src/engine";
import { createProgress } from "../src/cli/terminal/progress";
import { terminalOf } from "../src/cli/terminal/terminal";
import { ROUNDINGS } from "../src/protocol/files/settings";
import { createOrtRunner } from "../src/runtime/ortRunner";
import { decideBySearch, decideEarly, type Decision } from "../src/worker/jobs/decide";
import { statedPixelsOf } from "../src/worker/settings/inputBounds";
import type { JobSettings } from "../src/worker/jobs/jobs";
import { loadModel } from "../src/worker/model/loadModel";
import { openQuantizer, programUnder } from "../src/worker/jobs/quantize";
import { mnasNet } from "../test/support/firmware/architectures";

type Name = "v1" | "v1-0.25" | "v2" | "mcunet" | "mnasnet";

interface Candidate {
  /** Absent: shapes alone. */
  readonly file?: string;
  /** What turns 0..255 into the model's input. */
  readonly preset: { readonly mean: number; readonly std: number };
}

const MODELS: Readonly<Record<Name, Candidate>> = {
  v1: { file: "mobilenet_v1_1.0_224_qatdq.onnx", preset: { mean: 128, std: 128 } },
  "v1-0.25": { file: "mobilenet_v1_0.25_128_qatdq.onnx", preset: { mean: 128, std: 128 } },
  v2: { file: "mobilenet_v2_1.0_224_bn.onnx", preset: { mean: 127.5, std: 127.5 } },
  mcunet: { file: "mcunet_in_144_ptqdq.onnx", preset: { mean: 127.5, std: 127.5 } },
  mnasnet: { preset: { mean: 0, std: 1 } },
};

const MODEL_NAMES = Object.keys(MODELS) as Name[];
const STRATEGY_NAMES = Object.keys(STRATEGIES) as StrategyName[];

const { values: options } = parseArgs({
  options: {
    models: { type: "string", default: MODEL_NAMES.join() },
    budgets: { type: "string", default: "2MiB,1.4MiB,1MiB,2MiB/512KiB" },
    strategies: { type: "string", default: STRATEGY_NAMES.join() },
    /** For strategies that draw lots. */
    seeds: { type: "string", default: "1" },
    rounding: { type: "string", default: "compensated" },
    /** Validation images; all by default. */
    images: { type: "string" },
    shared: { type: "string", default: "../shared" },
    cache: { type: "string", default: "out/losses" },
    /** Appends every row with its policy and learning curve, a JSON object a line. */
    json: { type: "string" },
  },
});

interface Budget {
  readonly text: string;
  readonly flashBytes: number;
  /** Absent: packed weights alone are limited. */
  readonly ramBytes?: number;
}

function need<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.problems));
  return outcome.value;
}

function chosen<T extends string>(list: string, known: readonly T[]): readonly T[] {
  return list.split(",").map((name) => {
    const found = known.find((one) => one === name);
    if (found === undefined) throw new Error(`"${name}" is none of ${known.join(", ")}`);
    return found;
  });
}

function budgetOf(text: string): Budget {
  const [flash = "", ram] = text.split("/");
  const flashBytes = need(parseBytes(flash, "--budgets"));
  return ram === undefined ? { text, flashBytes } : { text, flashBytes, ramBytes: need(parseBytes(ram, "--budgets")) };
}

/** Packed weights. */
function weightBytes(network: Network, policy: Policy): number {
  return choicesOf(network).reduce(
    (sum, { kind, name, elements }) =>
      sum + (kind === "weights" ? packedWeightBytes(elements, policy.weights.get(name) ?? 8) : 0),
    0,
  );
}

/** Mean width by elements, weights and activations that are a choice. */
function averageBits(network: Network, policy: Policy): { readonly weights: number; readonly activations: number } {
  const mean = (wanted: "weights" | "activation", widths: ReadonlyMap<string, number>): number => {
    const choices = choicesOf(network).filter(({ kind }) => kind === wanted);
    const elements = choices.reduce((sum, choice) => sum + choice.elements, 0);
    return choices.reduce((sum, { name, elements }) => sum + elements * (widths.get(name) ?? 8), 0) / elements;
  };
  return { weights: mean("weights", policy.weights), activations: mean("activation", policy.activations) };
}

/** The budget in the model account, which adds constants that no width changes to the packed weights. */
function limitsOf(network: Network, { flashBytes, ramBytes }: Budget): { flashBytes: number; ramBytes: number } {
  if (ramBytes !== undefined) return { flashBytes, ramBytes };
  const widest = uniformPolicy(network, 8);
  const constants =
    needOf(new Planner(network), widest, { account: "model" }).flashBytes - weightBytes(network, widest);
  return { flashBytes: flashBytes + constants, ramBytes: Infinity };
}

const COLUMNS = [
  ["strategy", -18],
  ["FLASH", 10],
  ["RAM", 10],
  ["bits w", 7],
  ["bits a", 7],
  ["proxy loss", 11],
  ["held out", 9],
  ["loss", 9],
  ["top-1", 7],
  ["to fp32, points", 26],
  ["policies", 10],
  ["search s", 9],
  ["CPU s", 8],
] as const;

function printRow(cells: readonly string[]): void {
  view.clear();
  const padded = COLUMNS.map(([, width], i) =>
    width < 0 ? (cells[i] ?? "").padEnd(-width) : (cells[i] ?? "").padStart(width),
  );
  console.log(padded.join(" ").trimEnd());
}

function memoryCells(network: Network, policy: Policy, { ramBytes }: Budget): readonly string[] {
  const model = needOf(new Planner(network), policy, { account: "model" });
  const bits = averageBits(network, policy);
  const flashBytes = ramBytes === undefined ? weightBytes(network, policy) : model.flashBytes;
  return [String(flashBytes), String(model.ramBytes), bits.weights.toFixed(2), bits.activations.toFixed(2)];
}

function accuracyCells({ quantized, delta, ci95 }: Accuracy): readonly string[] {
  const signed = (value: number): string => (value >= 0 ? "+" : "−") + Math.abs(value).toFixed(2);
  return [quantized.toFixed(2), `${signed(delta ?? 0)} [${ci95 ? ci95.map(signed).join(", ") : "?"}]`];
}

const view = createProgress(
  (text) => void process.stderr.write(text),
  terminalOf(process.stderr, process.env),
  () => performance.now(),
);
const shown: Watch = { cancelled: false, progress: (phase, done, total) => view.progress(phase, done, total) };

/** How long the phases "searching" and "refining" take, one after the other, and on how many cores. */
function searchClock(): { readonly watch: Watch; seconds(): readonly [wall: number, cpu: number] } {
  let [wall, cpu]: readonly [number, NodeJS.CpuUsage] = [performance.now(), process.cpuUsage()];
  let taken: readonly [number, number] = [0, 0];
  const watch: Watch = {
    cancelled: false,
    progress: (phase, done, total) => {
      view.progress(phase, done, total);
      if (phase !== "searching" && phase !== "refining") return;
      if (phase === "searching" && done === 0) [wall, cpu] = [performance.now(), process.cpuUsage()];
      const { user, system } = process.cpuUsage(cpu);
      taken = [(performance.now() - wall) / 1000, (user + system) / 1e6];
    },
  };
  return { watch, seconds: () => taken };
}

async function compareModel(name: Name, file: string, budgets: readonly Budget[]): Promise<void> {
  const path = join(options.shared, "models", file);
  const images = join(options.shared, "data/imagenet");
  if (!existsSync(path) || !existsSync(images)) {
    console.log(`\n${name}: skipped, ${path} or ${images} is not there`);
    return;
  }
  const { preset } = MODELS[name];
  const [rounding] = chosen(options.rounding, ROUNDINGS);
  const settings: JobSettings = {
    modelPath: path,
    account: "model",
    search: "exact",
    rounding: rounding ?? "compensated",
    seed: 1,
    streaming: "off",
    rows: "memory",
    calibration: { path: images, include: "s1k_*", preprocessing: { ...preset, centerCrop: 224 } },
    evaluation: {
      path: images,
      include: "val_*",
      preprocessing: { ...preset },
      ...(options.images === undefined ? {} : { samples: Number(options.images) }),
    },
    cacheFolder: options.cache,
  };
  const model = need(await loadModel(path, statedPixelsOf(settings))).trimmed("all");
  const { graph, network } = model;
  const runner = createOrtRunner();
  const executor = executorOf(runner);
  const opened = need(await openQuantizer(model, settings, runner, shown));
  const head = headOf(graph);
  const reference = await referenceOutputs(graph, head, executor, opened.evaluation, shown);
  const floating = await evaluate(graph, reference, head, executor, opened.evaluation, shown);
  console.log(
    `\n${name}: ${model.fileName}, fp32 ${floating.accuracy.quantized.toFixed(2)} on ${opened.evaluation.count} images`,
  );

  for (const budget of budgets) {
    console.log(`\n${name} in ${budget.text}${budget.ramBytes === undefined ? ", weights alone" : ", model account"}`);
    printRow(COLUMNS.map(([title]) => title));
    const limits = { id: null, name: null, ...limitsOf(network, budget) };
    const early = decideEarly(model, { ...settings, budget: limits });
    const known = early && need(early);
    if (known) {
      printKnown(network, known, budget);
      continue;
    }
    for (const strategy of chosen(options.strategies, STRATEGY_NAMES)) {
      for (const seed of isRandom(strategy) ? options.seeds.split(",").map(Number) : [1]) {
        const own: JobSettings = { ...settings, budget: limits, search: strategy, seed };
        const clock = searchClock();
        const decision = await decideBySearch(model, own, opened.nearest, opened.calibration, runner, clock.watch);
        const title = isRandom(strategy) ? `${strategy} #${seed}` : strategy;
        const [wall, cpu] = clock.seconds();
        const cost = [String(decision.evaluations), wall.toFixed(1), cpu.toFixed(1)];
        if (decision.infeasible) {
          printRow([title, ...Array<string>(9).fill("none fits"), ...cost]);
          continue;
        }
        const losses = lossTableOf(decision.sensitivities ?? new Map());
        for (const { row, policy, heldLoss } of rowsOf(title, decision)) {
          const { quantizer } = need(await programUnder(model, { policy }, opened, own, runner, shown));
          const simulated = simulate(quantizer, wholeQuantization(quantizer, policy));
          const { accuracy, loss } = await evaluate(simulated, reference, head, executor, opened.evaluation, shown);
          const memory = memoryCells(network, policy, budget);
          const proxy = predictedLossOf({ network, losses }, policy).toPrecision(4);
          const held = heldLoss?.toPrecision(4) ?? "";
          printRow([row, ...memory, proxy, held, loss.toPrecision(4), ...accuracyCells(accuracy), ...cost]);
          record({
            ...decision,
            row,
            policy,
            model: name,
            budget: budget.text,
            seed,
            memory,
            accuracy,
            loss,
            wall,
            cpu,
          });
        }
      }
    }
  }
}

/** The policy decided for; where measuring moved the search away from the least sum, that one first, for comparison. */
function rowsOf(
  title: string,
  { policy, refined }: Decision,
): readonly { readonly row: string; readonly policy: Policy; readonly heldLoss?: number }[] {
  if (!refined) return [{ row: title, policy }];
  const { additive, additiveLoss, loss } = refined;
  const decided = { row: title, policy, heldLoss: loss };
  return additive === policy ? [decided] : [{ row: "least sum", policy: additive, heldLoss: additiveLoss }, decided];
}

function isRandom(strategy: StrategyName): boolean {
  return strategy === "random" || STRATEGIES[strategy].learns === true;
}

/** What is answered before anything is searched: 8 bits fit, or nothing does. */
function printKnown(network: Network, { policy, infeasible }: Decision, budget: Budget): void {
  if (!infeasible) {
    printRow(["8 bits everywhere", ...memoryCells(network, policy, budget)]);
    return;
  }
  const least = uniformPolicy(network, 2);
  printRow(["2 bits everywhere", ...memoryCells(network, least, budget)]);
  console.log(`no policy fits: ${infeasible.short.join(" and ")} is short${infeasible.proven ? ", proven" : ""}`);
}

function record(row: Readonly<Record<string, unknown>>): void {
  if (options.json === undefined) return;
  const plain = (_: string, value: unknown): unknown => (value instanceof Map ? Object.fromEntries(value) : value);
  appendFileSync(options.json, `${JSON.stringify(row, plain)}\n`);
}

/** Shapes without weights: what fits, and how wide it can be. */
async function compareShapes(name: Name, network: Network, budgets: readonly Budget[]): Promise<void> {
  const products = network.layers.filter(isProduct);
  const weights = products.reduce((sum, layer) => sum + layer.weights.elements, 0);
  const macs = network.layers.reduce((sum, layer) => sum + layer.macs, 0);
  console.log(`\n${name}: ${weights} weights, ${(macs / 1e6).toFixed(2)}M MACs, memory alone`);
  for (const bits of ACTIVATION_WIDTHS) {
    const policy = uniformPolicy(network, bits);
    const ramBytes = paperRamBytes(network, policy);
    console.log(`  ${bits} bits: weights ${weightBytes(network, policy)} B, largest input and output ${ramBytes} B`);
  }
  for (const budget of budgets) {
    console.log(`\n${name} in ${budget.text}${budget.ramBytes === undefined ? ", weights alone" : ", model account"}`);
    printRow(COLUMNS.slice(0, 5).map(([title]) => title));
    const planner = new Planner(network);
    const order = executionOrder(planner);
    const problem = {
      network,
      constraints: constraintsOf(planner, "model", { order }),
      weightWidths: USUAL_WEIGHT_WIDTHS,
      limits: limitsOf(network, budget),
      losses: { lossOf: () => 0 },
      need: (policy: Policy) => needOf(planner, policy, { account: "model", order }),
    };
    const answer = await STRATEGIES.cut.search(problem, { seed: 1, watch: unwatched });
    if (answer.kind === "found") printRow(["cut", ...memoryCells(network, answer.policy, budget)]);
    else printRow(["2 bits everywhere", ...memoryCells(network, uniformPolicy(network, 2), budget)]);
    if (answer.kind === "infeasible") console.log(`no policy fits: ${answer.short.join(" and ")} is short`);
  }
}

async function main(): Promise<void> {
  const budgets = options.budgets.split(",").map(budgetOf);
  for (const name of chosen(options.models, MODEL_NAMES)) {
    const { file } = MODELS[name];
    await (file === undefined ? compareShapes(name, mnasNet(), budgets) : compareModel(name, file, budgets));
  }
}

void main();
