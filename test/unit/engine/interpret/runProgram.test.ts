/** The interpreter against the naive twin, code for code, over random small networks of every layer kind; and a few sums by hand. */
import assert from "node:assert/strict";
import fc from "fast-check";
import { realsOf, runProgram } from "../../../../src/engine/interpret/runProgram";
import type { LayerKind, Network } from "../../../../src/engine/ir/network";
import type { Program } from "../../../../src/engine/ir/program";
import { NetworkBuilder, type LayerDraft } from "../../../support/firmware/architectures";
import { LAYER_CASES, networkOf, type LayerCase } from "../../../support/firmware/layerCases";
import { naiveRun } from "../../../support/networks/naiveProgram";
import { randomRun } from "../../../support/networks/randomProgram";

const base = { name: "layer", macs: 0 };

/** Every code that either computes; all tensors, so that a chain shows where it first differs. */
function assertSame(network: Network, seed: number, extreme: boolean): void {
  const { program, inputs } = randomRun(network, seed, { extreme, wide: seed % 2 === 1 });
  const run = runProgram(program, inputs, { keep: "all" });
  const expected = naiveRun(program, inputs);
  for (const { id, name } of network.activations)
    assert.deepEqual([...(run.codes.get(id) ?? [])], expected.get(id), name);
  const kept = runProgram(program, inputs).codes;
  assert.deepEqual([...kept.keys()].sort(), [...network.outputs].sort());
  for (const id of network.outputs) assert.deepEqual(kept.get(id), run.codes.get(id));
}

describe("runProgram agrees with the definition", () => {
  for (const [kind, arbitraries] of Object.entries(LAYER_CASES) as [LayerKind, readonly fc.Arbitrary<LayerCase>[]][]) {
    for (const [i, cases] of arbitraries.entries()) {
      it(`for ${kind}${arbitraries.length > 1 ? ` (${["dense and grouped", "depthwise", "pointwise"][i] ?? ""})` : ""}`, () => {
        fc.assert(
          fc.property(cases, fc.nat(), fc.boolean(), (one, seed, extreme) => assertSame(networkOf(one), seed, extreme)),
          { numRuns: 300 },
        );
      });
    }
  }

  it("for a branching network, whatever its widths", () => {
    const builder = new NetworkBuilder("branching");
    const input = builder.input("input", [9, 7, 3]);
    const stem = builder.conv("stem", input, 6, { kernel: 3, stride: 2 });
    const left = builder.depthwise("left", stem, { kernel: 3, stride: 1 });
    const right = builder.pointwise("right", stem, 6);
    const sum = builder.add("sum", left, right);
    const joined = builder.layer({ kind: "concat", axis: 2, name: "join", macs: 0, inputs: [sum, stem] }, [5, 4, 12]);
    const pool = builder.globalAveragePool("pool", joined);
    const network = builder.build([builder.fullyConnected("fc", pool, 5), sum]);
    fc.assert(
      fc.property(fc.nat(), fc.boolean(), (seed, extreme) => assertSame(network, seed, extreme)),
      { numRuns: 200 },
    );
  });

  it("reaches every code of a 4-bit output and saturates at both ends (the random programs are worth comparing)", () => {
    const builder = new NetworkBuilder("spread");
    const input = builder.input("input", [8, 8, 16]);
    const output = builder.conv("conv", input, 16, { kernel: 3, stride: 1 });
    const { program, inputs } = randomRun(builder.build([output]), 9, { bits: 4 });
    assert.equal(new Set(runProgram(program, inputs).codes.get(output)).size, 16);
  });
});

describe("runProgram by hand", () => {
  const window = { kernel: [1, 3], strides: [1, 1], dilations: [1, 1] } as const;

  it("takes padding as the zero point and rounds half up", () => {
    const builder = new NetworkBuilder("hand");
    const input = builder.input("input", [1, 3, 1]);
    const layer: LayerDraft = {
      ...base,
      kind: "conv",
      ...window,
      pads: [0, 1, 0, 1],
      groups: 1,
      weights: { node: "w", tensor: "w", outputChannels: 1, perChannel: 3, elements: 3 },
      inputs: [input],
    };
    const output = builder.layer(layer, [1, 3, 1]);
    const network = builder.build([output]);
    const program: Program = {
      network,
      policy: { weights: new Map([["layer", 2]]), activations: new Map() },
      formats: [
        { bits: 8, scale: 1, zeroPoint: 10 },
        { bits: 8, scale: 1, zeroPoint: 100 },
      ],
      steps: [
        {
          kind: "product",
          // w − zw = −1, 1, 2
          weights: { bits: 2, codes: Uint8Array.of(0, 2, 3), scales: Float64Array.of(1), zeroPoints: Uint8Array.of(1) },
          sumShift: 1,
          bias: Int32Array.of(6),
          requantizer: { multipliers: Int32Array.of(2 ** 30), shift: 32 }, // a quarter, of twice the sum: one half
        },
      ],
    };
    // x − zx = 1, 4, −10: 6 + 2·(1 + 8), 6 + 2·(−1 + 4 − 20), 6 + 2·(−4 − 10); quarters 6, −7, −5.5 → −5
    const run = runProgram(program, new Map([[input, Uint8Array.of(11, 14, 0)]]));
    assert.deepEqual([...(run.codes.get(output) ?? [])], [106, 93, 95]);
    assert.deepEqual([...realsOf(program, run, output)], [6, -7, -5]);
  });

  it("counts padding in an average only where told, and what ceil_mode added never", () => {
    const average = (countIncludePad: boolean): number[] => {
      const builder = new NetworkBuilder("average");
      const input = builder.input("input", [1, 4, 1]);
      const pool = {
        kind: "averagePool",
        kernel: [1, 3],
        strides: [1, 2],
        dilations: [1, 1],
        pads: [0, 1, 0, 2],
      } as const;
      const layer: LayerDraft = { ...base, ...pool, countIncludePad, ceilExtra: [0, 1], inputs: [input] };
      const output = builder.layer(layer, [1, 3, 1]);
      const format = { bits: 8, scale: 1, zeroPoint: 0 } as const;
      const program: Program = {
        network: builder.build([output]),
        policy: { weights: new Map(), activations: new Map() },
        formats: [format, format],
        steps: [{ kind: "average", multipliers: Int32Array.of(2 ** 28, 2 ** 27, Math.round(2 ** 28 / 3)), shift: 28 }],
      };
      return [...(runProgram(program, new Map([[input, Uint8Array.of(6, 12, 30, 90)]])).codes.get(output) ?? [])];
    };
    // Windows: pad 6 12 | 12 30 90 | 90 pad extra.
    assert.deepEqual(average(false), [9, 44, 90]);
    assert.deepEqual(average(true), [6, 44, 45]);
  });
});

describe("the softmax tail", () => {
  const builder = new NetworkBuilder("softmax");
  const input = builder.input("input", [2, 1, 4]);
  const output = builder.layer({ kind: "softmax", name: "softmax", macs: 0, inputs: [input] }, [2, 1, 4]);
  const network = builder.build([output]);

  it("answers reals that sum to 1 over channels, ordered as the codes and with the ratios of their exponentials", () => {
    const { program } = randomRun(network, 1, { bits: 8 });
    const scale = program.formats[input]?.scale ?? NaN;
    const run = runProgram(program, new Map([[input, Uint8Array.of(0, 1, 2, 3, 255, 255, 0, 254)]]));
    assert.equal(run.codes.size, 0);
    const reals = realsOf(program, run, output);
    const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 1, h = 0] = reals;
    for (const sum of [a + b + c + d, e + f + g + h]) assert.ok(Math.abs(sum - 1) < 1e-6);
    for (const ratio of [b / a, c / b, d / c, f / h]) assert.ok(Math.abs(ratio / Math.exp(scale) - 1) < 1e-5);
    assert.equal(e, f);
    assert.ok(g >= 0 && g < 1e-3);
  });
});

describe("runProgram refuses what could only be our bug", () => {
  const builder = new NetworkBuilder("bug");
  const input = builder.input("input", [1, 1, 2]);
  const network = builder.build([builder.fullyConnected("fc", input, 1)]);
  const { program, inputs } = randomRun(network, 1, { bits: 2 });

  it("inputs that are missing, of another size or too wide", () => {
    assert.throws(() => runProgram(program, new Map()), /input "input" needs 2 codes, not none/);
    assert.throws(() => runProgram(program, new Map([[input, new Uint8Array(3)]])), /not 3/);
    assert.throws(() => runProgram(program, new Map([[input, Uint8Array.of(0, 4)]])), /codes above 3/);
  });

  it("numbers of another kind of layer, and shifts outside the requantizer's domain", () => {
    assert.throws(
      () => runProgram({ ...program, steps: [{ kind: "softmax", exponentStep: 1 }] }, inputs),
      /"fc" \(fullyConnected\)/,
    );
    const [step] = program.steps;
    assert.ok(step?.kind === "product");
    const requantizer = { ...step.requantizer, shift: 16 };
    assert.throws(() => runProgram({ ...program, steps: [{ ...step, requantizer }] }, inputs), /shift outside/);
  });
});
