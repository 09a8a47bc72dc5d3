/**
 * Inputs for models that come without data: random pictures whose statistics are tuned, without gradients, until the means and
 * variances in front of the model's BatchNormalization layers match what training recorded there (the idea of ZeroQ, Cai et al. 2020,
 * with a cross-entropy search over a few generator parameters instead of back-propagation into pixels). Models without BatchNormalization
 * get the generator's defaults. Figures from such samples are label-free and are called synthetic everywhere.
 */
import { seededRandom, type Random } from "../../base/random";
import { constantOf, tensorOf, type Graph } from "../../ir/graph";
import {
  stopIfCancelled,
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
  const [input] = graph.inputs;
  if (input === undefined) throw new Error(`graph ${graph.name} has no input`);
  const { shape } = tensorOf(graph, input);
  const recipes = await matchStatistics(graph, input, shape, executor, seed, watch);
  return {
    count,
    kind: "synthetic",
    fingerprint: `synthetic:1:${seed}:${count}:${recipes.map((recipe) => GENES.map((gene) => recipe[gene].toFixed(4)).join(",")).join(";")}`,
    sample: (index) =>
      Promise.resolve(
        draw(shape, recipes[index % recipes.length] ?? DEFAULT_RECIPE, seededRandom(seed * 7919 + index + 1)),
      ),
    label: () => undefined,
  };
}

/** The best recipes found, several because one recipe would make all samples alike. */
async function matchStatistics(
  graph: Graph,
  input: string,
  shape: readonly number[],
  executor: GraphExecutor,
  seed: number,
  watch: Watch,
): Promise<readonly Recipe[]> {
  const targets = graph.nodes.flatMap((node) => {
    const [tensor, , , mean, variance] = node.inputs;
    const means = constantOf(graph, mean);
    const variances = constantOf(graph, variance);
    return node.op.kind === "batchNorm" && tensor !== undefined && tensor !== input && means && variances
      ? [{ tensor, means, variances }]
      : [];
  });
  if (targets.length === 0) return [DEFAULT_RECIPE];

  const random = seededRandom(seed);
  const open = await executor.open(graph, [...new Set(targets.map((target) => target.tensor))]);
  try {
    let centre: Record<(typeof GENES)[number], number> = {
      logGain: Math.log(3),
      offset: 0,
      smoothness: 0.7,
      correlation: 0.7,
    };
    let spread: Record<(typeof GENES)[number], number> = { logGain: 2, offset: 1.5, smoothness: 0.3, correlation: 0.3 };
    let elite: { recipe: Recipe; score: number }[] = [];
    for (let generation = 0; generation < GENERATIONS; generation++) {
      const scored = [...elite];
      for (let i = 0; i < POPULATION; i++) {
        stopIfCancelled(watch);
        const recipe = mutate(centre, spread, random);
        scored.push({ recipe, score: await mismatch(open, input, draw(shape, recipe, random), targets) });
        watch.progress("synthesizing inputs", generation * POPULATION + i + 1, GENERATIONS * POPULATION);
      }
      scored.sort((a, b) => a.score - b.score);
      elite = scored.slice(0, ELITE);
      centre = statistic(elite, (values) => values.reduce((sum, value) => sum + value, 0) / values.length);
      spread = statistic(elite, (values) => {
        const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
        return Math.max(0.02, Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length));
      });
    }
    return elite.map(({ recipe }) => recipe);
  } finally {
    await open.close();
  }
}

type Genes = Record<(typeof GENES)[number], number>;

function mutate(centre: Genes, spread: Genes, random: Random): Recipe {
  const share = (value: number): number => Math.min(1, Math.max(0, value));
  return {
    logGain: centre.logGain + spread.logGain * random.normal(),
    offset: Math.min(4, Math.max(-4, centre.offset + spread.offset * random.normal())),
    smoothness: share(centre.smoothness + spread.smoothness * random.normal()),
    correlation: share(centre.correlation + spread.correlation * random.normal()),
  };
}

function statistic(
  elite: readonly { readonly recipe: Recipe }[],
  summarize: (values: readonly number[]) => number,
): Genes {
  const of = (gene: (typeof GENES)[number]): number => summarize(elite.map(({ recipe }) => recipe[gene]));
  return { logGain: of("logGain"), offset: of("offset"), smoothness: of("smoothness"), correlation: of("correlation") };
}

/** Mean over layers and channels of ((μ − m)/σ)² + (ln s/σ)²: 0 when every recorded statistic is met. */
async function mismatch(
  open: OpenGraph,
  input: string,
  sample: FloatTensor,
  targets: readonly { readonly tensor: string; readonly means: Float32Array; readonly variances: Float32Array }[],
): Promise<number> {
  const outputs = await open.run(new Map([[input, sample]]));
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
