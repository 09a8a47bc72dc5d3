/**
 * Inputs for models that come without data: random pictures whose statistics are tuned, without gradients, until the means and
 * variances in front of the model's BatchNormalization layers match what training recorded there (the idea of ZeroQ, Cai et al. 2020,
 * with a cross-entropy search over a few generator parameters instead of back-propagation into pixels). Models without BatchNormalization
 * get the generator's defaults. Each of several inputs has a recipe of its own. Figures from such samples are label-free and are called synthetic everywhere.
 */
import { seededRandom, type Random } from "../../base/random";
import { meanOf } from "../../base/statistics";
import { constantOf, tensorOf, type Graph } from "../../ir/graph";
import {
  stopIfCancelled,
  type Feeds,
  type FloatTensor,
  type GraphExecutor,
  type OpenGraph,
  type SampleSource,
  type Watch,
} from "../../ir/ports";

/** How pictures are drawn. All are searched except the seed. */
interface Recipe {
  /** Natural logarithm of the standard deviation of values. */
  readonly logGain: number;
  /** Mean of values, in standard deviations. */
  readonly offset: number;
  /** 0: white noise; 1: smooth shapes only. */
  readonly smoothness: number;
  /** 0: channels independent; 1: all channels alike (grey). */
  readonly correlation: number;
}

/** One for each of the graph's inputs. */
type Recipes = readonly Recipe[];

const GENES = ["logGain", "offset", "smoothness", "correlation"] as const;
const DEFAULT_RECIPE: Recipe = { logGain: Math.log(0.5), offset: 0, smoothness: 0.8, correlation: 0.8 };
const POPULATION = 24;
const ELITE = 6;
const GENERATIONS = 8;
/** Values beyond this many standard deviations are clipped: real inputs are bounded. */
const CLIP = 2.2;

/** Samples for `graph` as imported (BatchNormalization nodes still present). Deterministic for a seed. */
export async function synthesizeSamples(
  graph: Graph,
  executor: GraphExecutor,
  count: number,
  seed: number,
  watch: Watch,
): Promise<SampleSource> {
  const candidates = await matchStatistics(graph, executor, seed, watch);
  return {
    count,
    kind: "synthetic",
    fingerprint: `synthetic:1:${seed}:${count}:${candidates.map((recipes) => recipes.map(digits).join("|")).join(";")}`,
    sample: (index) =>
      Promise.resolve(
        drawAll(graph, candidates[index % candidates.length] ?? [], seededRandom(seed * 7919 + index + 1)),
      ),
    label: () => undefined,
  };
}

function digits(recipe: Recipe): string {
  return GENES.map((gene) => recipe[gene].toFixed(4)).join(",");
}

/** One sample of every input. */
function drawAll(graph: Graph, recipes: Recipes, random: Random): Feeds {
  return new Map(
    graph.inputs.map((name, i) => [name, draw(tensorOf(graph, name).shape, recipes[i] ?? DEFAULT_RECIPE, random)]),
  );
}

/** The best recipes found, several because one recipe would make all samples alike. */
async function matchStatistics(
  graph: Graph,
  executor: GraphExecutor,
  seed: number,
  watch: Watch,
): Promise<readonly Recipes[]> {
  const targets = graph.nodes.flatMap((node) => {
    const [tensor, , , mean, variance] = node.inputs;
    const means = constantOf(graph, mean);
    const variances = constantOf(graph, variance);
    return node.op.kind === "batchNorm" && tensor !== undefined && !graph.inputs.includes(tensor) && means && variances
      ? [{ tensor, means, variances }]
      : [];
  });
  if (targets.length === 0) return [graph.inputs.map(() => DEFAULT_RECIPE)];

  const random = seededRandom(seed);
  const open = await executor.open(graph, [...new Set(targets.map((target) => target.tensor))]);
  try {
    let search: readonly { readonly centre: Genes; readonly spread: Genes }[] = graph.inputs.map(() => FIRST);
    let elite: { recipes: Recipes; score: number }[] = [];
    for (let generation = 0; generation < GENERATIONS; generation++) {
      const scored = [...elite];
      for (let i = 0; i < POPULATION; i++) {
        stopIfCancelled(watch);
        const recipes = search.map(({ centre, spread }) => mutate(centre, spread, random));
        scored.push({ recipes, score: await mismatch(open, drawAll(graph, recipes, random), targets) });
        watch.progress("synthesizing inputs", generation * POPULATION + i + 1, GENERATIONS * POPULATION);
      }
      scored.sort((a, b) => a.score - b.score);
      elite = scored.slice(0, ELITE);
      search = graph.inputs.map((_, input) => {
        const best = elite.flatMap(({ recipes }) => recipes[input] ?? []);
        return { centre: statistic(best, meanOf), spread: statistic(best, deviationOf) };
      });
    }
    return elite.map(({ recipes }) => recipes);
  } finally {
    await open.close();
  }
}

type Genes = Record<(typeof GENES)[number], number>;

/** Where the search of an input's recipe begins. */
const FIRST: { readonly centre: Genes; readonly spread: Genes } = {
  centre: { logGain: Math.log(3), offset: 0, smoothness: 0.7, correlation: 0.7 },
  spread: { logGain: 2, offset: 1.5, smoothness: 0.3, correlation: 0.3 },
};

function deviationOf(values: readonly number[]): number {
  const mean = meanOf(values);
  return Math.max(0.02, Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length));
}

function mutate(centre: Genes, spread: Genes, random: Random): Recipe {
  const share = (value: number): number => Math.min(1, Math.max(0, value));
  return {
    logGain: centre.logGain + spread.logGain * random.normal(),
    offset: Math.min(4, Math.max(-4, centre.offset + spread.offset * random.normal())),
    smoothness: share(centre.smoothness + spread.smoothness * random.normal()),
    correlation: share(centre.correlation + spread.correlation * random.normal()),
  };
}

function statistic(recipes: readonly Recipe[], summarize: (values: readonly number[]) => number): Genes {
  const of = (gene: (typeof GENES)[number]): number => summarize(recipes.map((recipe) => recipe[gene]));
  return { logGain: of("logGain"), offset: of("offset"), smoothness: of("smoothness"), correlation: of("correlation") };
}

/** Mean over layers and channels of ((μ − m)/σ)² + (ln s/σ)²: 0 when every recorded statistic is met. */
async function mismatch(
  open: OpenGraph,
  sample: Feeds,
  targets: readonly { readonly tensor: string; readonly means: Float32Array; readonly variances: Float32Array }[],
): Promise<number> {
  const outputs = await open.run(sample);
  let sum = 0;
  for (const { tensor, means, variances } of targets) {
    const values = outputs.get(tensor)?.data;
    if (!values) throw new Error(`the graph gave no "${tensor}"`);
    const inner = values.length / means.length;
    let layer = 0;
    for (let channel = 0; channel < means.length; channel++) {
      let total = 0;
      let squares = 0;
      for (let i = channel * inner; i < (channel + 1) * inner; i++) {
        const value = values[i] as number;
        total += value;
        squares += value * value;
      }
      const mean = total / inner;
      const variance = Math.max(0, squares / inner - mean * mean);
      const expected = (variances[channel] as number) + 1e-9;
      layer += (mean - (means[channel] as number)) ** 2 / expected;
      if (inner > 1) layer += (0.5 * Math.log((variance + 1e-3 * expected) / expected)) ** 2;
    }
    sum += Math.log1p(layer / means.length); // one layer far off must not drown the others
  }
  return Number.isFinite(sum) ? sum / targets.length : Infinity;
}

/** One sample: noise blended with soft-edged shapes and slow gradients, per-channel decorrelated, scaled and clipped. */
function draw(shape: readonly number[], recipe: Recipe, random: Random): FloatTensor {
  const channels = shape.length >= 3 ? (shape[1] ?? 1) : 1;
  const height = shape.length === 4 ? (shape[2] ?? 1) : 1;
  const elements = shape.reduce((product, size) => product * size, 1);
  const width = elements / (channels * height);
  const shared = plane(height, width, recipe.smoothness, random);
  const data = new Float32Array(elements);
  const gain = Math.exp(recipe.logGain);
  for (let channel = 0; channel < channels; channel++) {
    const own = channels > 1 && recipe.correlation < 1 ? plane(height, width, recipe.smoothness, random) : shared;
    const together = Math.sqrt(recipe.correlation);
    const apart = own === shared ? 1 - together : Math.sqrt(1 - recipe.correlation);
    for (let i = 0; i < height * width; i++) {
      const value = together * (shared[i] as number) + apart * (own[i] as number) + recipe.offset;
      data[channel * height * width + i] =
        gain * Math.min(CLIP + recipe.offset, Math.max(-CLIP + recipe.offset, value));
    }
  }
  return { shape, data };
}

/** A plane of mean 0 and variance 1: rectangles of random size and level under a gradient, mixed with white noise. */
function plane(height: number, width: number, smoothness: number, random: Random): Float32Array {
  const shapes = new Float32Array(height * width);
  const slopeY = random.normal() / height;
  const slopeX = random.normal() / width;
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) shapes[y * width + x] = slopeY * y + slopeX * x;
  const count = 12 + random.below(24);
  for (let k = 0; k < count; k++) {
    // Sizes fall off as in natural pictures: few large, many small.
    const size = 0.6 / (1 + 12 * random.uniform());
    const centreY = random.uniform() * height;
    const centreX = random.uniform() * width;
    const halfY = Math.max(0.5, size * height * (0.5 + random.uniform()));
    const halfX = Math.max(0.5, size * width * (0.5 + random.uniform()));
    const level = random.normal();
    for (let y = Math.max(0, Math.ceil(centreY - halfY)); y < Math.min(height, centreY + halfY); y++) {
      for (let x = Math.max(0, Math.ceil(centreX - halfX)); x < Math.min(width, centreX + halfX); x++)
        shapes[y * width + x] = level;
    }
  }
  standardize(shapes);
  const rough = Math.sqrt(1 - smoothness);
  const smooth = Math.sqrt(smoothness);
  for (let i = 0; i < shapes.length; i++) shapes[i] = smooth * (shapes[i] as number) + rough * random.normal();
  return shapes;
}

function standardize(values: Float32Array): void {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  const perDeviation = variance > 1e-12 ? 1 / Math.sqrt(variance) : 0;
  for (let i = 0; i < values.length; i++) values[i] = ((values[i] as number) - mean) * perDeviation;
}
