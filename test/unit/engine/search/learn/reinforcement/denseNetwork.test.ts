import assert from "node:assert/strict";
import { seededRandom } from "../../../../../../src/engine/base/random";
import { productsHere, productsOn } from "../../../../../../src/engine/quantize/round/roundingProducts";
import { DenseNetwork, type DenseShape } from "../../../../../../src/engine/search/learn/reinforcement/denseNetwork";
import { executorOf } from "../../../../../../src/engine";
import { createOrtRunner } from "../../../../../../src/runtime/ortRunner";

const ROWS = 5;

function networkOf(shape: DenseShape, seed: number): DenseNetwork {
  const network = new DenseNetwork(shape);
  network.initialize(seededRandom(seed));
  return network;
}

function numbers(count: number, seed: number): Float32Array {
  const random = seededRandom(seed);
  return Float32Array.from({ length: count }, () => random.normal());
}

async function weighted(network: DenseNetwork, x: Float32Array, slope: Float32Array): Promise<number> {
  const { output } = await network.forward(x, ROWS, productsHere);
  return output.reduce((sum, value, i) => sum + value * (slope[i] ?? 0), 0);
}

/** By central differences, in float32: the step must be large enough to be seen and small enough to be straight. */
async function difference(values: Float32Array, index: number, measure: () => Promise<number>): Promise<number> {
  const step = 2 ** -8;
  const own = values[index] ?? 0;
  values[index] = own + step;
  const above = await measure();
  values[index] = own - step;
  const below = await measure();
  values[index] = own;
  return (above - below) / (2 * step);
}

describe("dense network", () => {
  for (const head of ["linear", "sigmoid"] as const) {
    it(`has the derivatives that differences show (${head})`, async () => {
      const network = networkOf({ sizes: [4, 7, 6, 2], head }, 3);
      const x = numbers(ROWS * 4, 1);
      const slope = numbers(ROWS * 2, 2);
      const pass = await network.forward(x, ROWS, productsHere);
      const gradient = await network.gradient(pass, slope, productsHere);
      const inputSlopes = await network.inputSlopes(pass, slope, productsHere);
      let compared = 0;
      for (const [values, derivatives] of [
        [network.parameters, gradient],
        [x, inputSlopes],
      ] as const) {
        assert.equal(derivatives.length, values.length);
        for (let i = 0; i < values.length; i++) {
          const expected = await difference(values, i, () => weighted(network, x, slope));
          // A hidden unit that starts or stops within the step bends the difference: rare, and no reason to fail.
          if (Math.abs(expected - (derivatives[i] ?? 0)) <= 2e-3 * Math.max(1, Math.abs(expected))) compared++;
        }
      }
      assert.ok(compared >= 0.97 * (network.parameters.length + x.length), `${compared} derivatives agree`);
    });
  }

  it("answers one sample as it answers a batch", async () => {
    const network = networkOf({ sizes: [4, 30, 30, 1], head: "sigmoid" }, 8);
    const x = numbers(ROWS * 4, 5);
    const { output } = await network.forward(x, ROWS, productsHere);
    for (let row = 0; row < ROWS; row++) {
      const [alone = NaN] = network.respond(x.subarray(4 * row, 4 * row + 4));
      assert.ok(Math.abs(alone - (output[row] ?? NaN)) < 1e-6);
    }
  });

  it("computes the same on the runtime as here, at the size of the agent", async () => {
    const network = networkOf({ sizes: [11, 300, 300, 1], head: "linear" }, 4);
    const rows = 64;
    const x = numbers(rows * 11, 6);
    const slope = numbers(rows, 7);
    const products = productsOn(executorOf(createOrtRunner()));
    const answers = await Promise.all(
      [productsHere, products].map(async (own) => {
        const pass = await network.forward(x, rows, own);
        return [
          pass.output,
          await network.gradient(pass, slope, own),
          await network.inputSlopes(pass, slope, own),
        ] as const;
      }),
    );
    await products.close();
    const [here, there] = answers;
    for (const part of [0, 1, 2] as const) {
      const [expected, actual] = [here?.[part], there?.[part]];
      assert.ok(expected && actual && expected.length === actual.length);
      for (let i = 0; i < expected.length; i++)
        assert.ok(Math.abs((actual[i] ?? NaN) - (expected[i] ?? NaN)) < 1e-4 * (1 + Math.abs(expected[i] ?? 0)));
    }
  });
});
