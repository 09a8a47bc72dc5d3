/** Rounding against a Gram matrix: what it promises on the matrix, on data it has not seen, and where inputs are dead. */
import assert from "node:assert/strict";
import fc from "fast-check";
import { WEIGHT_WIDTHS, maxCode, type WeightBits } from "../../../../../src/engine/base/bits";
import { levelsOf } from "../../../../../src/engine/base/levels";
import { seededRandom, type Random } from "../../../../../src/engine/base/random";
import { GramAccumulator, type Gram } from "../../../../../src/engine/quantize/round/gram";
import { DEFAULT_ROUNDING, dampingOf, roundLayer } from "../../../../../src/engine/quantize/round/rounding";
import { closestSteps } from "../../../../../src/engine/quantize/round/roundingExact";
import { factorGram } from "../../../../../src/engine/quantize/round/roundingFactor";
import { roundingPass } from "../../../../../src/engine/quantize/round/roundingPass";
import { productsOn } from "../../../../../src/engine/quantize/round/roundingProducts";
import {
  dequantizeWeights,
  quantizeWeights,
  type WeightGrid,
} from "../../../../../src/engine/quantize/weightQuantizer";
import { floatExecutor } from "../../../../support/networks/floatExecutor";

const products = productsOn(floatExecutor);

/** Rows of correlated data: few hidden causes and a little of their own. */
function correlated(random: Random, samples: number, columns: number, mix: readonly Float64Array[]): Float64Array[] {
  return Array.from({ length: samples }, () => {
    const causes = mix.map(() => random.normal());
    return Float64Array.from(
      { length: columns },
      (_, k) => 0.3 * random.normal() + mix.reduce((sum, row, i) => sum + (row[k] ?? 0) * (causes[i] ?? 0), 0),
    );
  });
}

function mixOf(random: Random, causes: number, columns: number): Float64Array[] {
  return Array.from({ length: causes }, () => Float64Array.from({ length: columns }, () => random.normal()));
}

function gramOf(data: readonly Float64Array[], exact: readonly Float64Array[] = data): Gram {
  const columns = data[0]?.length ?? 0;
  const meanOf = (rows: readonly Float64Array[]): Float64Array =>
    Float64Array.from({ length: columns }, (_, k) => rows.reduce((sum, row) => sum + (row[k] ?? 0), 0) / rows.length);
  const mean = meanOf(data);
  const exactMean = meanOf(exact);
  const second = new Float64Array(columns * columns);
  const cross = new Float64Array(columns * columns);
  data.forEach((row, n) => {
    for (let i = 0; i < columns; i++) {
      const x = (row[i] ?? 0) - (mean[i] ?? 0);
      const drift = (exact[n]?.[i] ?? 0) - (exactMean[i] ?? 0) - x;
      for (let j = 0; j < columns; j++) {
        const y = ((row[j] ?? 0) - (mean[j] ?? 0)) / data.length;
        second[i * columns + j] = (second[i * columns + j] ?? 0) + x * y;
        cross[i * columns + j] = (cross[i * columns + j] ?? 0) + drift * y;
      }
    }
  });
  return { groups: 1, columns, evidence: data.length, second, ...(exact === data ? {} : { cross }), mean, exactMean };
}

/** Σ over rows of (w − ŵ)·(H + λI)·(w − ŵ)ᵀ. */
function objective(weights: Float32Array, grid: WeightGrid, gram: Gram): number {
  const { columns, second } = gram;
  const lambda = factorGram(second, columns, dampingOf(gram, DEFAULT_ROUNDING.damping)).lambda;
  const rounded = dequantizeWeights(grid);
  let sum = 0;
  for (let at = 0; at < weights.length; at += columns) {
    for (let i = 0; i < columns; i++) {
      const e = (weights[at + i] ?? 0) - (rounded[at + i] ?? 0);
      sum += lambda * e * e;
      for (let j = 0; j < columns; j++) {
        sum += e * (second[i * columns + j] ?? 0) * ((weights[at + j] ?? 0) - (rounded[at + j] ?? 0));
      }
    }
  }
  return sum;
}

/** Mean squared difference of the layer's outputs on data, W·x̂ + b against Ŵ·x + b̂. */
function outputError(
  weights: Float32Array,
  grid: WeightGrid,
  bias: Float64Array,
  data: readonly Float64Array[],
  exact: readonly Float64Array[] = data,
): number {
  const rounded = dequantizeWeights(grid);
  const channels = grid.scales.length;
  const columns = weights.length / channels;
  let sum = 0;
  data.forEach((x, n) => {
    for (let channel = 0; channel < channels; channel++) {
      let difference = -(bias[channel] ?? 0);
      for (let k = 0; k < columns; k++) {
        const at = channel * columns + k;
        difference += (weights[at] ?? 0) * (exact[n]?.[k] ?? 0) - (rounded[at] ?? 0) * (x[k] ?? 0);
      }
      sum += difference * difference;
    }
  });
  return sum / data.length;
}

function normals(random: Random, count: number): Float32Array {
  return Float32Array.from({ length: count }, () => random.normal());
}

async function roundAt(
  weights: Float32Array,
  channels: number,
  gram: Gram,
  bits: WeightBits,
): Promise<{ grid: WeightGrid; bias: Float64Array }> {
  const layer = (await roundLayer(weights, new Float64Array(channels), gram, [bits], products)).get(bits);
  assert.ok(layer);
  return layer;
}

const CHANNELS = 3;
const COLUMNS = 16;

/** A layer in front of a sum: what the other operand lacks is a constant and, mostly, a linear function of the layer's inputs. */
function besideCase(): {
  readonly weights: Float32Array;
  readonly data: readonly Float64Array[];
  readonly exact: readonly Float64Array[];
  readonly lacking: readonly Float64Array[];
  readonly gram: Gram;
} {
  const random = seededRandom(11);
  const columns = Array.from({ length: COLUMNS }, (_, k) => k);
  const data = correlated(random, 400, COLUMNS, mixOf(random, 4, COLUMNS)).map((row) => row.map((value) => value + 1));
  const exact = data.map((row) => row.map((value) => value + 0.05 * random.normal()));
  const map = mixOf(random, CHANNELS, COLUMNS);
  const lacking = data.map((row) =>
    Float64Array.from(
      map,
      (of, channel) => channel + 1 + 0.3 * columns.reduce((sum, k) => sum + (of[k] ?? 0) * (row[k] ?? 0), 0),
    ),
  );
  const expectation = (of: (n: number) => number): number => data.reduce((sum, _, n) => sum + of(n), 0) / data.length;
  const mean = Float64Array.from(map, (_, channel) => expectation((n) => lacking[n]?.[channel] ?? NaN));
  const cross = Float64Array.from({ length: CHANNELS * COLUMNS }, (_, at) => {
    const [channel, k] = [Math.floor(at / COLUMNS), at % COLUMNS];
    const meanX = expectation((n) => data[n]?.[k] ?? NaN);
    return expectation((n) => (lacking[n]?.[channel] ?? NaN) * ((data[n]?.[k] ?? NaN) - meanX));
  });
  return {
    weights: normals(random, CHANNELS * COLUMNS),
    data,
    exact,
    lacking,
    gram: { ...gramOf(data, exact), beside: { cross, mean } },
  };
}

/** (a, b) → a·(H + λI)·bᵀ. */
function quadraticOf(gram: Gram): (a: readonly number[], b: readonly number[]) => number {
  const { columns, second } = gram;
  const { lambda } = factorGram(second, columns, dampingOf(gram, DEFAULT_ROUNDING.damping));
  return (a, b) =>
    a.reduce(
      (sum, x, i) =>
        b.reduce((s, y, j) => s + x * y * ((second[i * columns + j] ?? NaN) + (i === j ? lambda : 0)), sum),
      0,
    );
}

/** Every row of 2-bit codes. */
function codesOf2Bits(columns: number): readonly (readonly number[])[] {
  return Array.from({ length: 4 ** columns }, (_, row) =>
    Array.from({ length: columns }, (_, k) => (row >> (2 * k)) & 3),
  );
}

describe("roundLayer", () => {
  it("never does worse than rounding to nearest on the Gram matrix", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 1e6 }),
        fc.integer({ min: 1, max: 70 }),
        fc.constantFrom(...WEIGHT_WIDTHS),
        async (seed, columns, bits) => {
          const random = seededRandom(seed);
          const gram = gramOf(correlated(random, 40, columns, mixOf(random, 3, columns)));
          const weights = normals(random, 3 * columns);
          const { grid } = await roundAt(weights, 3, gram, bits);
          const diagonal = Float32Array.from({ length: columns }, (_, k) => gram.second[k * columns + k] ?? 0);
          const nearest = quantizeWeights(weights, 3, bits, diagonal);
          const [compensated, plain] = [objective(weights, grid, gram), objective(weights, nearest, gram)];
          assert.ok(compensated <= plain * 1.0001 + 1e-9, `${compensated} > ${plain}`);
        },
      ),
      { numRuns: 40 },
    );
  });

  for (const bits of [4, 2] as const) {
    it(`lowers the output's error at ${bits} bits on data it has not seen`, async () => {
      const random = seededRandom(bits);
      const mix = mixOf(random, 6, 64);
      const gram = gramOf(correlated(random, 400, 64, mix));
      const weights = normals(random, 16 * 64);
      const heldOut = correlated(random, 200, 64, mix);
      const { grid, bias } = await roundAt(weights, 16, gram, bits);
      const nearest = quantizeWeights(weights, 16, bits);
      const compensated = outputError(weights, grid, bias, heldOut);
      const plain = outputError(weights, nearest, new Float64Array(16), heldOut);
      assert.ok(compensated < 0.5 * plain, `${compensated} of ${plain}`);
    });
  }

  it("takes back what the inputs have already lost", async () => {
    const random = seededRandom(5);
    const mix = mixOf(random, 6, 32);
    const exact = correlated(random, 600, 32, mix);
    const noisy = exact.map((row) => row.map((value) => 0.8 * value + 0.4 + 0.1 * random.normal()));
    const weights = normals(random, 8 * 32);
    const towards = await roundAt(weights, 8, gramOf(noisy.slice(0, 400), exact.slice(0, 400)), 4);
    const without = await roundAt(weights, 8, gramOf(noisy.slice(0, 400)), 4);
    const errorOf = ({ grid, bias }: { grid: WeightGrid; bias: Float64Array }): number =>
      outputError(weights, grid, bias, noisy.slice(400), exact.slice(400));
    assert.ok(errorOf(towards) < 0.3 * errorOf(without), `${errorOf(towards)} of ${errorOf(without)}`);
  });

  it("leaves no mean error on the samples", async () => {
    const random = seededRandom(6);
    const data = correlated(random, 50, 20, mixOf(random, 2, 20)).map((row) => row.map((value) => value + 3));
    const weights = normals(random, 4 * 20);
    const { grid, bias } = await roundAt(weights, 4, gramOf(data), 2);
    const rounded = dequantizeWeights(grid);
    for (let channel = 0; channel < 4; channel++) {
      const mean =
        data.reduce((sum, x) => {
          const at = channel * 20;
          return sum + x.reduce((s, value, k) => s + ((weights[at + k] ?? 0) - (rounded[at + k] ?? 0)) * value, 0);
        }, 0) / data.length;
      assert.ok(Math.abs(mean - (bias[channel] ?? 0)) < 1e-4);
    }
  });

  it("leaves no mean error in a sum whose other operand has lost something", async () => {
    const { weights, data, exact, lacking, gram } = besideCase();
    const { grid, bias } = await roundAt(weights, CHANNELS, gram, 2);
    const rounded = dequantizeWeights(grid);
    for (let channel = 0; channel < CHANNELS; channel++) {
      const product = (row: Float32Array, x: Float64Array | undefined): number =>
        (x ?? new Float64Array()).reduce((sum, value, k) => sum + (row[channel * COLUMNS + k] ?? 0) * value, 0);
      // (Ŵ·x + b̂ + quantized operand) − (W·x̂ + operand)
      const error = data.reduce(
        (sum, x, n) =>
          sum + product(rounded, x) + (bias[channel] ?? 0) - product(weights, exact[n]) - (lacking[n]?.[channel] ?? 0),
        0,
      );
      assert.ok(Math.abs(error / data.length) < 1e-4, `channel ${channel}: ${error / data.length}`);
    }
  });

  it("takes back what the other operand of a sum lacks, as far as the layer's own inputs tell it", async () => {
    const { weights, data, exact, lacking, gram } = besideCase();
    const errorOf = ({ grid, bias }: { grid: WeightGrid; bias: Float64Array }): number => {
      const rounded = dequantizeWeights(grid);
      let sum = 0;
      for (let n = 0; n < data.length; n++) {
        for (let channel = 0; channel < CHANNELS; channel++) {
          let error = (bias[channel] ?? 0) - (lacking[n]?.[channel] ?? 0);
          for (let k = 0; k < COLUMNS; k++) {
            const at = channel * COLUMNS + k;
            error += (rounded[at] ?? 0) * (data[n]?.[k] ?? 0) - (weights[at] ?? 0) * (exact[n]?.[k] ?? 0);
          }
          sum += error * error;
        }
      }
      return sum;
    };
    const { beside, ...alone } = gram;
    assert.ok(beside);
    const knowing = errorOf(await roundAt(weights, CHANNELS, gram, 8));
    const blind = errorOf(await roundAt(weights, CHANNELS, alone, 8));
    assert.ok(knowing < 0.1 * blind, `${knowing} of ${blind}`);
  });

  it("leaves each row on the scale that fits its codes best", async () => {
    const random = seededRandom(12);
    const gram = gramOf(correlated(random, 60, 20, mixOf(random, 3, 20)));
    const weights = normals(random, 4 * 20);
    for (const bits of WEIGHT_WIDTHS) {
      const { grid } = await roundAt(weights, 4, gram, bits);
      const errorAt = (share: number): number =>
        objective(weights, { ...grid, scales: grid.scales.map((scale) => share * scale) }, gram);
      const [smaller, found, larger] = [errorAt(1 - 1e-3), errorAt(1), errorAt(1 + 1e-3)];
      assert.ok(found < smaller && found < larger, `${bits} bits: ${smaller}, ${found}, ${larger}`);
    }
  });

  it("finds the best of all grids and codes for 97 of 100 rows of three weights", async () => {
    const random = seededRandom(13);
    let found = 0;
    for (let round = 0; round < 300; round++) {
      const gram = gramOf(correlated(random, 40, 3, mixOf(random, 2, 3)));
      const weights = normals(random, 3);
      const { grid } = await roundAt(weights, 1, gram, 2);
      const quadratic = quadraticOf(gram);
      const energy = quadratic([...weights], [...weights]);
      let best = Infinity;
      for (let zeroPoint = 0; zeroPoint < 4; zeroPoint++) {
        for (const codes of codesOf2Bits(3)) {
          // With steps q the error (w − s·q)·H·(w − s·q)ᵀ is least at s = w·H·qᵀ / q·H·qᵀ.
          const steps = codes.map((code) => code - zeroPoint);
          const [cross, square] = [quadratic(steps, [...weights]), quadratic(steps, steps)];
          if (cross > 0) best = Math.min(best, energy - (cross * cross) / square);
        }
      }
      const error = objective(weights, grid, gram);
      assert.ok(error > 0.9999 * best, `${error} below the least, ${best}`);
      if (error < 1.0001 * best) found++;
    }
    assert.ok(found >= 291, `${found} of 300`);
  });

  it("leaves short rows with the best codes of their grid, found by trying every one", async () => {
    const random = seededRandom(15);
    const [rows, columns] = [120, 6];
    const all = codesOf2Bits(columns);
    let best = 0;
    for (let row = 0; row < rows; row++) {
      const gram = gramOf(correlated(random, 40, columns, mixOf(random, 2, columns)));
      const weights = normals(random, columns);
      const { grid } = await roundAt(weights, 1, gram, 2);
      const quadratic = quadraticOf(gram);
      const [scale = 1] = grid.scales;
      const [zeroPoint = 0] = grid.zeroPoints;
      const errorOf = (codes: readonly number[]): number => {
        const error = codes.map((code, k) => (weights[k] ?? 0) - scale * (code - zeroPoint));
        return quadratic(error, error);
      };
      const least = all.reduce((low, codes) => Math.min(low, errorOf(codes)), Infinity);
      if (errorOf([...grid.codes]) < 1.0001 * least) best++;
    }
    assert.ok(best >= rows - 1, `${best} of ${rows}`);
  });

  it("rounds weights of dead inputs to nearest, and survives a layer that is dead altogether", async () => {
    const random = seededRandom(7);
    const data = correlated(random, 100, 24, mixOf(random, 3, 24)).map((row) =>
      row.map((value, k) => (k % 3 === 0 ? 0 : value)),
    );
    const weights = normals(random, 4 * 24);
    const { grid } = await roundAt(weights, 4, gramOf(data), 4);
    for (let i = 0; i < weights.length; i += 3) {
      const channel = Math.floor(i / 24);
      const code = Math.round((weights[i] ?? 0) / (grid.scales[channel] ?? 1)) + (grid.zeroPoints[channel] ?? 0);
      assert.ok(Math.abs((grid.codes[i] ?? 0) - Math.min(15, Math.max(0, code))) <= 1);
    }
    const dead = await roundAt(weights, 4, gramOf(data.map((row) => row.map(() => 0))), 2);
    assert.ok(dead.grid.scales.every((scale) => Number.isFinite(scale) && scale > 0));
    assert.ok(dead.bias.every((value) => value === 0));
  });

  it("gives the same codes for the same data", async () => {
    const random = seededRandom(8);
    const gram = gramOf(correlated(random, 80, 60, mixOf(random, 4, 60)));
    const weights = normals(random, 5 * 60);
    assert.deepEqual(await roundAt(weights, 5, gram, 2), await roundAt(weights, 5, gram, 2));
  });
});

describe("rounding to levels", () => {
  it("reaches levels alone, and loses less of the output than even steps of the same width", async () => {
    const random = seededRandom(17);
    const gram = gramOf(correlated(random, 400, 48, mixOf(random, 6, 48)));
    const weights = normals(random, 32 * 48);
    for (const bits of [4, 3] as const) {
      const rounded = await roundLayer(weights, new Float64Array(32), gram, [bits], products, DEFAULT_ROUNDING, [bits]);
      const grid = rounded.get(bits)?.grid;
      assert.ok(grid?.levels && grid.levels.length === maxCode(bits) + 1);
      assert.ok(grid.codes.every((code) => code <= maxCode(bits)));
      const even = (await roundAt(weights, 32, gram, bits)).grid;
      const [onLevels, onEven] = [grid, even].map((each) => objective(weights, each, gram));
      assert.ok((onLevels ?? Infinity) < (onEven ?? 0), `${bits} bits: ${onLevels} and ${onEven}`);
    }
  });
});

describe("closestSteps", () => {
  it("finds what trying every code finds", async () => {
    const random = seededRandom(9);
    for (let round = 0; round < 20; round++) {
      const columns = 2 + (round % 4);
      const factor = factorGram(
        gramOf(correlated(random, 10, columns, mixOf(random, 2, columns))).second,
        columns,
        0.01,
      );
      const aim = normals(random, columns);
      const grid = { scale: 0.4 + random.uniform(), zeroPoint: random.below(4) };
      // Even steps, and levels.
      const levels = round % 2 === 0 ? levelsOf({ bits: 2 }) : Int16Array.of(0, 1, 4, 6);
      const table = { top: maxCode(2), levels };
      let least = Infinity;
      for (let code = 0; code < 4 ** columns; code++) {
        const steps = Float32Array.from(
          { length: columns },
          (_, k) => (levels[(code >> (2 * k)) & 3] ?? 0) - grid.zeroPoint,
        );
        const grids = { scales: Float64Array.of(grid.scale), zeroPoints: Uint8Array.of(grid.zeroPoint), ...table };
        least = Math.min(least, (await roundingPass(factor, aim, grids, products, steps)).errors[0] ?? Infinity);
      }
      const found = closestSteps(factor, aim, grid, levels, Infinity);
      assert.ok(found && Math.abs(found.error - least) < 1e-5 * least + 1e-9, `${found?.error} and ${least}`);
    }
  });
});

describe("factorGram", () => {
  it("splits the matrix so that rounding column by column measures its error", async () => {
    const random = seededRandom(10);
    const columns = 100;
    const gram = gramOf(correlated(random, 30, columns, mixOf(random, 5, columns)));
    const factor = factorGram(gram.second, columns, DEFAULT_ROUNDING.damping);
    const weights = normals(random, columns);
    const grid = quantizeWeights(weights, 1, 4);
    const inOrder = Float32Array.from(factor.order, (column) => weights[column] ?? 0);
    const sums = await products.times(inOrder, factor.feedback, 1, columns, columns);
    const aims = inOrder.map((value, k) => value + (sums[k] ?? 0));
    const steps = Float32Array.from(factor.order, (column) => (grid.codes[column] ?? 0) - (grid.zeroPoints[0] ?? 0));
    const grids = { scales: grid.scales, zeroPoints: grid.zeroPoints, top: 15 };
    const { errors } = await roundingPass(factor, aims, grids, products, steps);
    const expected = objective(weights, grid, gram);
    assert.ok(Math.abs((errors[0] ?? 0) - expected) < 1e-3 * expected, `${errors[0]} and ${expected}`);
  });
});

describe("damping", () => {
  it("counts the taps of a channel once: a kernel needs as much as a pointwise layer of as many channels", () => {
    const dampingWith = (taps: number): number => {
      const accumulator = new GramAccumulator({ groups: 1, channels: 64, taps, positions: 64 }, false);
      const columns = 64 * taps;
      for (let i = 0; i < 8; i++) accumulator.add(new Float32Array(columns * columns), new Float32Array(columns));
      return dampingOf(accumulator.gram(), 10);
    };
    assert.ok(dampingWith(1) > 0.1);
    assert.equal(dampingWith(9), dampingWith(1));
  });
});
