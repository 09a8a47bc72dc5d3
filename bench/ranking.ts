/**
 * How well the additive loss table ranks whole policies: random policies that fit a budget, their predicted loss beside the loss of the
 * network that is built for them, and Spearman's rank correlation of the two.
 *
 *   npx esbuild bench/ranking.ts --bundle --platform=node --external:onnxruntime-node --outfile=out/ranking.js
 *   node out/ranking.js <model.onnx> --calibration <path> --flash 1MiB --ram 200KiB [options below]
 *
 * Samples: the first 64 drawn measure the table, the others of --samples round the weights, and all that remain judge the policies.
 */
import { parseArgs } from "node:util";
import {
  calibrate,
  choicesOf,
  compensatePolicy,
  compensateWidths,
  constraintsOf,
  createQuantizer,
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
  parseBytes,
  Planner,
  policyLossOn,
  predictedLossOf,
  referenceOutputs,
  removeDeadChannels,
  scaleChannels,
  simulate,
  STRATEGIES,
  tensorOf,
  uniformPolicy,
  unwatched,
  wholeQuantization,
  withRounding,
  type NarrowBits,
  type Clamp,
  type Policy,
  type SampleSource,
  type SearchProblem,
  USUAL_WEIGHT_WIDTHS,
} from "../src/engine";
import { seededRandom } from "../src/engine/base/random";
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
    samples: { type: "string", default: "192" },
    judged: { type: "string", default: "128" },
    flash: { type: "string", default: "1GiB" },
    ram: { type: "string", default: "1GiB" },
    policies: { type: "string", default: "20" },
    /** Compensates every policy as the product does; without, weights are those that the table was measured with. */
    compensated: { type: "boolean", default: false },
    /** Bounds of the input, as in --inputs=-1,1: channels that are dead within them are removed. */
    inputs: { type: "string" },
    seed: { type: "string", default: "1" },
  },
});

function boundsOf(text: string): Clamp {
  const [min = -Infinity, max = Infinity] = text.split(",").map(Number);
  return { min, max };
}

function need<T>(outcome: { ok: true; value: T } | { ok: false; problems: unknown }): T {
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.problems));
  return outcome.value;
}

/** Random choices are cut by one width until the policy fits. */
function randomPolicy(problem: SearchProblem, random: { uniform(): number }): Policy {
  const { network, limits } = problem;
  const widest = uniformPolicy(network, 8);
  const weights = new Map(widest.weights);
  const activations = new Map(widest.activations);
  const policy = { weights, activations };
  for (;;) {
    const { flashBytes, ramBytes } = problem.need(policy);
    const isFlashShort = flashBytes > limits.flashBytes;
    if (!isFlashShort && ramBytes <= limits.ramBytes) return policy;
    const widths = isFlashShort ? weights : activations;
    const wide = [...widths].filter(([, bits]) => bits > 2);
    const cut = wide[Math.floor(random.uniform() * wide.length)];
    if (!cut) throw new Error("the budget fits nothing");
    widths.set(cut[0], (cut[1] / 2) as NarrowBits);
  }
}

/** Pearson's correlation of ranks; ties share their mean rank. */
function spearman(a: readonly number[], b: readonly number[]): number {
  const ranks = (values: readonly number[]): readonly number[] =>
    values.map((value) => {
      const below = values.filter((other) => other < value).length;
      const equal = values.filter((other) => other === value).length;
      return below + (equal - 1) / 2;
    });
  const [ra, rb] = [ranks(a), ranks(b)];
  const mean = (a.length - 1) / 2;
  const product = (x: readonly number[], y: readonly number[]): number =>
    x.reduce((sum, value, i) => sum + (value - mean) * ((y[i] ?? mean) - mean), 0);
  return product(ra, rb) / Math.sqrt(product(ra, ra) * product(rb, rb));
}

async function main(): Promise<void> {
  const [path = ""] = positionals;
  const given = need(await loadModel(path)).graph;
  const [input = ""] = given.inputs;
  const bounds = options.inputs ? new Map([[input, boundsOf(options.inputs)]]) : undefined;
  const graph = removeDeadChannels(given, "fours", bounds);
  const network = need(lowerNetwork(graph));
  const location = options.include === undefined ? {} : { include: options.include };
  const opened = need(
    await openSamples(
      { path: options.calibration, ...location },
      {
        name: input,
        shape: tensorOf(graph, input).shape,
        preprocessing: JSON.parse(options.preprocessing) as Preprocessing,
      },
    ),
  );
  const all = feeding(input, opened);
  const count = Number(options.samples);
  const drawn = takeSamples(all, count + Number(options.judged), Number(options.seed));
  const part = (from: number, to: number): SampleSource => subsetOf(all, drawn.slice(from, to));
  const source = part(0, count);
  const judged = part(count, drawn.length);
  const executor = executorOf(createOrtRunner());
  const head = headOf(graph);

  const plain = await calibrate(graph, network, executor, source, unwatched);
  const fitted = await fitScalings(graph, network, plain, executor, part(0, 32), unwatched);
  const nearest = createQuantizer(graph, network, fitted);
  const others = part(64, count);
  const apart = withRounding(nearest, await compensateWidths(nearest, executor, others, unwatched));
  const losses = new Map<string, number>();
  const cache = {
    get: (key: string): number | undefined => losses.get(key),
    put: (key: string, loss: number): void => void losses.set(key, loss),
  };
  const table = await measureSensitivities(apart, executor, part(0, 64), cache, unwatched);

  const planner = new Planner(network);
  const order = executionOrder(planner);
  const problem: SearchProblem = {
    network,
    constraints: constraintsOf(planner, "model", { order }),
    weightWidths: USUAL_WEIGHT_WIDTHS,
    limits: {
      flashBytes: need(parseBytes(options.flash, "--flash")),
      ramBytes: need(parseBytes(options.ram, "--ram")),
    },
    losses: lossTableOf(table),
    need: (policy) => needOf(planner, policy, { account: "model", order }),
  };
  const reference = await referenceOutputs(graph, head, executor, judged, unwatched);
  const quick = policyLossOn(apart, executor, judged, unwatched);
  const lossOf = async (policy: Policy): Promise<number> => {
    if (!options.compensated) return quick.evaluate(policy);
    const scaled = scaleChannels(nearest, policy);
    const built = withRounding(scaled, await compensatePolicy(scaled, policy, executor, source, unwatched));
    const simulated = simulate(built, wholeQuantization(built, policy));
    return (await evaluate(simulated, reference, head, executor, judged, unwatched)).loss;
  };

  const random = seededRandom(Number(options.seed));
  const predicted: number[] = [];
  const measured: number[] = [];
  for (let n = 0; n < Number(options.policies); n++) {
    const policy = randomPolicy(problem, random);
    predicted.push(predictedLossOf(problem, policy));
    measured.push(await lossOf(policy));
    console.log(
      `policy ${n + 1}: predicted ${predicted.at(-1)?.toPrecision(4)}, measured ${measured.at(-1)?.toPrecision(4)}`,
    );
  }
  const widths = choicesOf(network).length;
  console.log(
    `Spearman of ${predicted.length} random policies over ${widths} widths: ${spearman(predicted, measured).toFixed(3)}`,
  );
  const exact = await STRATEGIES.exact.search(problem, { seed: 1, watch: unwatched });
  if (exact.kind !== "found") return;
  const loss = await lossOf(exact.policy);
  console.log(`exact search: predicted ${exact.predictedLoss.toPrecision(4)}, measured ${loss.toPrecision(4)}`);
}

void main();
