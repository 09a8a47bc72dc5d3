/**
 * The kernels against the interpreter, bit for bit: random layers of every kind and every width, on the host in portable C (with and without
 * sanitizers) and in emulation: on a Cortex-M4 with its DSP instructions, on a Cortex-M55 with its vectors, and on Cortex-M0+, M3, M33 and RISC-V without any.
 */
import assert from "node:assert/strict";
import fc from "fast-check";
import { ACTIVATION_WIDTHS, maxCode, WEIGHT_WIDTHS } from "../../src/engine/base/bits";
import { checkAccumulators } from "../../src/engine/interpret/accumulatorBounds";
import { runProgram } from "../../src/engine/interpret/runProgram";
import { canHaveLevels, withLevels, type LayerKind, type Network, type Shape3 } from "../../src/engine/ir/network";
import type { Program } from "../../src/engine/ir/program";
import { GATES } from "../../src/engine/ir/op";
import { NetworkBuilder } from "../support/firmware/architectures";
import { testProgram, type FirmwareCase } from "../support/firmware/firmwareCase";
import {
  availableBuild,
  buildProgram,
  CORTEX_M0PLUS,
  CORTEX_M3,
  CORTEX_M33_WITHOUT_DSP,
  CORTEX_M4,
  CORTEX_M55,
  HOST,
  HOST_SANITIZED,
  RV32IMAC,
  runProgramOn,
  type Build,
} from "../support/firmware/firmwareToolchain";
import { LAYER_CASES, networkOf, type LayerCase } from "../support/firmware/layerCases";
import { productRun } from "../support/firmware/firmwareNumbers";
import { randomRun, type RandomRun } from "../support/networks/randomProgram";

const SEED = 20240611;
const PRODUCT_RUNS = 90;
const OTHER_RUNS = 24;

/** The interpreter's answer; odd cases are fed frugally. */
function expecting(program: Program, inputs: RandomRun["inputs"], parity: number): FirmwareCase {
  const run = runProgram(program, inputs);
  const [output = -1] = program.network.outputs;
  const expected = run.codes.get(output) ?? run.floats.get(output);
  assert.ok(expected);
  return { program, inputs, expected, feeding: parity % 2 === 0 ? "whole" : "frugal" };
}

/** Nothing where a sum could overflow: such programs are refused before any C is written. */
function caseOf(network: Network, seed: number): FirmwareCase | undefined {
  const { program, inputs } = randomRun(network, seed, { extreme: seed % 3 === 0, weightWidths: WEIGHT_WIDTHS });
  return checkAccumulators(program).length > 0 ? undefined : expecting(program, inputs, seed);
}

function randomCases(arbitrary: fc.Arbitrary<LayerCase>, runs: number, seed: number): readonly FirmwareCase[] {
  return fc.sample(arbitrary, { numRuns: runs, seed }).flatMap((one, i) => caseOf(networkOf(one), seed + i) ?? []);
}

/** Layers that random ones do not reach: many channels, rows of every remainder of three pixels, long sums. */
function largerNetworks(): readonly Network[] {
  const sizes: readonly [number, number, number, number, number][] = [
    [3, 7, 12, 10, 3],
    [2, 5, 16, 9, 1],
    [4, 9, 3, 8, 3],
    [1, 1, 70, 7, 1],
    [4, 11, 8, 8, 5],
  ];
  return sizes.flatMap(([height, width, channels, outputs, kernel], i) => {
    const dense = new NetworkBuilder("dense");
    const deep = new NetworkBuilder("deep");
    const full = new NetworkBuilder("full");
    const stride = 1 + (i % 2);
    return [
      dense.build([dense.conv("layer", dense.input("in", [height, width, channels]), outputs, { kernel, stride })]),
      deep.build([deep.depthwise("layer", deep.input("in", [height, width, channels]), { kernel, stride })]),
      full.build([full.fullyConnected("layer", full.input("in", [1, 1, channels]), outputs)]),
    ];
  });
}

/** 3×3 depthwise windows at stride 1, which have a loop of their own: every width about two columns, and every padding. */
function threeByThree(): readonly FirmwareCase[] {
  const axis = [0, 1, 2, 3];
  const paddings = axis.flatMap((before) => axis.map((after) => [before, after] as const));
  const widths = ACTIVATION_WIDTHS.flatMap((input) => ACTIVATION_WIDTHS.map((output) => ({ input, output })));
  return [1, 2, 3, 4, 9, 10].flatMap((width, i) =>
    paddings.flatMap(([before, after], j) => {
      const height = 1 + ((i + j) % 3);
      const output: Shape3 = [height, width + before + after - 2, 8];
      if (output[1] < 1) return [];
      const builder = new NetworkBuilder("three");
      const weights = { node: "w", tensor: "w", outputChannels: 8, perChannel: 9, elements: 72 };
      const window = { kernel: [3, 3], strides: [1, 1], dilations: [1, 1], pads: [1, before, 1, after] } as const;
      const input = builder.input("in", [height, width, 8]);
      const layer = { kind: "conv", name: "layer", inputs: [input], groups: 8, ...window, weights, macs: 0 } as const;
      const { program, inputs } = productRun(
        builder.build([builder.layer(layer, output)]),
        { ...(widths[(i + j) % widths.length] ?? { input: 8, output: 8 }), weights: WEIGHT_WIDTHS[j % 5] ?? 8 },
        SEED + 100 * i + j,
      );
      assert.deepEqual(checkAccumulators(program), []);
      return expecting(program, inputs, j);
    }),
  );
}

/** Every larger layer at every combination of widths in turn, so that each layer meets a third of them. */
function largerCases(): readonly FirmwareCase[] {
  const combinations = ACTIVATION_WIDTHS.flatMap((input) =>
    WEIGHT_WIDTHS.flatMap((weights) => ACTIVATION_WIDTHS.map((output) => ({ input, weights, output }))),
  );
  return largerNetworks().flatMap((network, i) =>
    combinations.flatMap((widths, j) => {
      if ((Math.floor(i / 3) + j) % 3 !== 0) return [];
      const { program, inputs } = productRun(network, widths, SEED + 100 * i + j);
      assert.deepEqual(checkAccumulators(program), []);
      return expecting(program, inputs, j);
    }),
  );
}

/** Weights on levels, where a network can have them: every larger layer at every width, and random ones. */
function levelled(): readonly FirmwareCase[] {
  const all = (network: Network): Network =>
    withLevels(network, new Set(network.layers.filter(canHaveLevels).map(({ name }) => name)));
  const larger = largerNetworks().filter(({ layers }) => layers.every(canHaveLevels));
  const combinations = WEIGHT_WIDTHS.flatMap((weights) =>
    ACTIVATION_WIDTHS.map((input, i) => ({ input, weights, output: ACTIVATION_WIDTHS[(i + weights) % 3] ?? 8 })),
  );
  const asked = larger.flatMap((network, i) =>
    combinations.map((widths, j) => {
      const { program, inputs } = productRun(all(network), widths, SEED + 100 * i + j);
      assert.deepEqual(checkAccumulators(program), []);
      return expecting(program, inputs, j);
    }),
  );
  const drawn = [...LAYER_CASES.conv, ...LAYER_CASES.fullyConnected].flatMap((arbitrary, i) =>
    fc
      .sample(arbitrary, { numRuns: OTHER_RUNS, seed: SEED + i })
      .flatMap((one, j) => caseOf(all(networkOf(one)), SEED + 1000 * i + j) ?? []),
  );
  return [...asked, ...drawn.filter(({ program }) => program.network.layers.every((one) => canHaveLevels(one)))];
}

/** The largest codes there are, in sums so long that a half of two products in one word would overflow if it were let. */
function largestSums(): readonly FirmwareCase[] {
  return WEIGHT_WIDTHS.flatMap((weights, i) =>
    [4, 1].map((width) => {
      const builder = new NetworkBuilder("largest");
      const layer = builder.pointwise("layer", builder.input("in", [1, width, 200]), 7);
      const { program, inputs } = productRun(builder.build([layer]), { input: 8, weights, output: 8 }, SEED + i);
      const [step] = program.steps;
      assert.ok(step?.kind === "product");
      const codes = new Uint8Array(step.weights.codes.length).fill(maxCode(weights));
      const largest = { ...program, steps: [{ ...step, weights: { ...step.weights, codes } }] };
      assert.deepEqual(checkAccumulators(largest), []);
      const full = new Map([...inputs].map(([id, { length }]) => [id, new Uint8Array(length).fill(255)]));
      return expecting(largest, full, 0);
    }),
  );
}

/** Sums as real programs have them, at a shift that 32 bits suffice for. */
function narrowSums(): readonly FirmwareCase[] {
  return LAYER_CASES.add.flatMap((arbitrary) =>
    fc.sample(arbitrary, { numRuns: OTHER_RUNS, seed: SEED }).map((one, i) => {
      const { program, inputs } = randomRun(networkOf(one), SEED + i, i % 3 === 0 ? {} : { bits: 8 });
      const step = program.steps[0];
      assert.ok(step?.kind === "sum");
      const multiplier = (i % 2 === 0 ? 1 : -1) * (2 ** 21 + 977 * i);
      const narrow = { ...step, multiplierA: 2 ** 20 + 131 * i, multiplierB: multiplier, shift: 20 + (i % 3) };
      return expecting({ ...program, steps: [narrow] }, inputs, i);
    }),
  );
}

/** Means of the largest codes under windows whose sums just fit 16 bits (257 of 255), and of one more; of whole fours of channels and not. */
function largestMeans(): readonly FirmwareCase[] {
  return [257, 258].flatMap((rows, i) =>
    [8, 6].map((channels) => {
      const builder = new NetworkBuilder("means");
      const window = { kernel: [rows, 1], strides: [1, 1], dilations: [1, 1], pads: [0, 0, 1, 0] } as const;
      const x = builder.input("in", [rows, 2, channels]);
      const how = { ...window, countIncludePad: false, ceilExtra: [0, 0] } as const;
      const layer = { kind: "averagePool", name: "layer", inputs: [x], macs: 0, ...how } as const;
      const { program, inputs } = randomRun(builder.build([builder.layer(layer, [2, 2, channels])]), SEED + i, {
        bits: 8,
      });
      const full = new Map([...inputs].map(([id, { length }]) => [id, new Uint8Array(length).fill(255)]));
      assert.deepEqual(checkAccumulators(program), []);
      return expecting(program, full, i);
    }),
  );
}

function softmaxCases(): readonly FirmwareCase[] {
  return [1, 2, 10, 33].flatMap((channels, i) => {
    const builder = new NetworkBuilder("softmax");
    const input = builder.input("logits", [2, 3, channels]);
    const output = builder.layer({ kind: "softmax", name: "softmax", inputs: [input], macs: 0 }, [2, 3, channels]);
    return caseOf(builder.build([output]), SEED + 2 * i + 1) ?? [];
  });
}

/** As many steps as a state needs to wander off, were anything different in one of them. */
function longSequences(): readonly FirmwareCase[] {
  return (["lstm", "gru", "rnn"] as const).flatMap((cell, i) => {
    const builder = new NetworkBuilder(cell);
    const [steps, columns, units] = [1000, 3, 5];
    const rows = GATES[cell] * units;
    const weights = { node: "w", tensor: "w", outputChannels: rows, perChannel: columns + units, elements: rows * 8 };
    const how = { cell, units, sequences: 1, reverse: false, resetAfter: true, macs: steps * rows * 8 } as const;
    const x = builder.input("x", [steps, 1, columns]);
    const output = builder.layer({ kind: "recurrent", name: "layer", ...how, weights, inputs: [x] }, [steps, 1, units]);
    return caseOf(builder.build([output]), SEED + 10 * i) ?? [];
  });
}

const HOST_AS_WITH_FEW_REGISTERS: Build = {
  ...HOST_SANITIZED,
  name: "host gcc with sanitizers, in the form for eight registers",
  flags: [...HOST_SANITIZED.flags, "-DBW_FEW_REGISTERS=1"],
};

const isProduct = (kind: string): boolean => kind === "conv" || kind === "fullyConnected";

const CASES: readonly FirmwareCase[] = [
  ...Object.entries(LAYER_CASES).flatMap(([kind, arbitraries]) =>
    arbitraries.flatMap((arbitrary, i) =>
      randomCases(arbitrary, isProduct(kind) ? PRODUCT_RUNS : OTHER_RUNS, SEED + 1000 * i),
    ),
  ),
  ...largerCases(),
  ...levelled(),
  ...largestSums(),
  ...threeByThree(),
  ...narrowSums(),
  ...largestMeans(),
  ...softmaxCases(),
  ...longSequences(),
];

function check(build: Build, name: string): void {
  it(`agree with the interpreter on ${build.name}`, function () {
    this.timeout(300000);
    const available = availableBuild(build);
    if (!available.ok) {
      console.log(`      skipped: ${available.reason}`);
      this.skip();
    }
    const { status, stdout, stderr } = runProgramOn(build, buildProgram(build, testProgram(CASES), name));
    assert.equal(stdout.trim().split("\n").at(-1), `${CASES.length} cases, 0 differ`, `${stdout}\n${stderr}`);
    assert.equal(status, 0, stderr);
  });
}

describe("firmware kernels", () => {
  it("are tried on every layer kind and every combination of widths", () => {
    const kinds = new Set<LayerKind>();
    const widths = new Map<string, Set<string>>();
    for (const { program } of CASES) {
      for (const layer of program.network.layers) {
        kinds.add(layer.kind);
        const step = program.steps[layer.index];
        if (step?.kind !== "product" || !("weights" in layer)) continue;
        const isDeep = layer.kind === "conv" && layer.groups > 1;
        const kernel = layer.kind === "conv" ? (isDeep ? "grouped" : "conv") : "fullyConnected";
        const [input = 0] = layer.inputs;
        const combination = [program.formats[input]?.bits, step.weights.bits, program.formats[layer.output]?.bits];
        const known = widths.get(kernel) ?? new Set<string>();
        widths.set(kernel, known.add(combination.join("/")));
      }
    }
    assert.deepEqual([...kinds].sort(), Object.keys(LAYER_CASES).sort());
    const combined = ACTIVATION_WIDTHS.length ** 2 * WEIGHT_WIDTHS.length;
    for (const [kernel, combinations] of widths) assert.equal(combinations.size, combined, kernel);
    assert.equal(widths.size, 3);
  });

  check(HOST, "host");
  check(HOST_SANITIZED, "sanitized");
  check(HOST_AS_WITH_FEW_REGISTERS, "fewRegisters");
  check(CORTEX_M4, "m4");
  check(CORTEX_M55, "m55");
  check(CORTEX_M33_WITHOUT_DSP, "m33nodsp");
  check(CORTEX_M3, "m3");
  check(CORTEX_M0PLUS, "m0plus");
  check(RV32IMAC, "rv32imac");
});
