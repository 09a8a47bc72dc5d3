/**
 * The simulation is only worth something while it agrees with the integer program: both are run on the same samples over every layer
 * kind, and may differ by what rounding of bias and multipliers explains, never by more.
 */
import assert from "node:assert/strict";
import { runProgram } from "../../../../src/engine/interpret/runProgram";
import { dequantize, quantizeInput } from "../../../../src/engine/interpret/quantizeInput";
import { checkAccumulators } from "../../../../src/engine/interpret/accumulatorBounds";
import { ALL_BITS, type Bits } from "../../../../src/engine/base/bits";
import { activationOf, uniformPolicy, type Policy } from "../../../../src/engine/ir/network";
import { fromMemory, layoutOf, toMemory } from "../../../../src/engine/ir/tensorLayout";
import { tensorOf, type Graph } from "../../../../src/engine/ir/graph";
import { verifyGraph } from "../../../../src/engine/ir/verify";
import { prepareGraph } from "../../../../src/engine/passes/prepareGraph";
import { lowerNetwork } from "../../../../src/engine/passes/lowerNetwork";
import { buildProgram } from "../../../../src/engine/quantize/buildProgram";
import { calibrate } from "../../../../src/engine/quantize/calibrate";
import { createQuantizer } from "../../../../src/engine/quantize/quantizer";
import { scaleChannels } from "../../../../src/engine/quantize/scaleChannels";
import { simulate, wholeQuantization } from "../../../../src/engine/quantize/simulate";
import { unwatched } from "../../../../src/engine/ir/ports";
import { floatExecutor, normalSamples } from "../../../support/floatExecutor";
import { GraphBuilder } from "../../../support/graphBuilder";

const RELU = { min: 0, max: Infinity };
const PADS = [1, 1, 1, 1] as const;
const WINDOW = { kernel: [2, 2], strides: [2, 2], pads: [0, 0, 0, 0], dilations: [1, 1] } as const;

function convolutional(): Graph {
  const b = new GraphBuilder("convolutional");
  const x = b.input("x", [1, 3, 9, 9]);
  const stem = b.clamp(b.batchNorm(b.conv(x, 8, { kernel: [3, 3], strides: [2, 2], pads: [0, 0, 1, 1] })), 0, 6);
  const depthwise = b.conv(stem, 8, { kernel: [3, 3], pads: PADS, groups: 8, clamp: RELU });
  const grouped = b.conv(depthwise, 8, { kernel: [1, 1], groups: 2 });
  const residual = b.node({ kind: "add", clamp: RELU }, [grouped, stem]);
  const pooled = b.node({ kind: "reduceMean", axes: [2, 3], keepDims: true }, [residual]);
  return b.graph(b.fullyConnected(b.reshape(pooled, [1, 8]), 5));
}

/** Nothing but products, so that every activation in between has a grid for each channel. */
function chain(): Graph {
  const b = new GraphBuilder("chain");
  const x = b.input("x", [1, 3, 9, 9]);
  const stem = b.conv(x, 8, { kernel: [3, 3], strides: [2, 2], pads: [0, 0, 1, 1], clamp: { min: 0, max: 6 } });
  const depthwise = b.conv(stem, 8, { kernel: [3, 3], pads: PADS, groups: 8, clamp: RELU });
  const narrow = b.conv(depthwise, 4);
  const wide = b.conv(narrow, 12, { clamp: { min: 0, max: 6 }, bias: false });
  return b.graph(b.conv(wide, 3));
}

function everythingElse(): Graph {
  const b = new GraphBuilder("everythingElse");
  const x = b.input("x", [1, 2, 8, 8]);
  const a = b.conv(x, 4, { kernel: [3, 3], pads: PADS });
  const sigmoid = b.node({ kind: "activation", fn: { fn: "sigmoid" } }, [a]);
  const scaled = b.node({ kind: "mul" }, [a, sigmoid]);
  const slopes = b.constant("slopes", [1, 4, 1, 1], [0.1, 0.25, 0.5, 0.02]);
  const prelu = b.node({ kind: "prelu" }, [scaled, slopes]);
  const most = b.node({ kind: "maxPool", ...WINDOW, ceilMode: false }, [prelu]);
  const mean = b.node({ kind: "averagePool", ...WINDOW, ceilMode: false, countIncludePad: false }, [prelu]);
  const both = b.node({ kind: "concat", axis: 1 }, [most, mean]);
  const difference = b.node({ kind: "sub" }, [most, mean]);
  const half = b.node({ kind: "slice", starts: [0, 0, 0, 0], ends: [1, 8, 4, 2], steps: [1, 1, 1, 1] }, [both]);
  const flat = b.reshape(b.conv(half, 3), [1, 24]);
  const other = b.reshape(b.conv(difference, 2), [1, 32]);
  return b.graph(b.node({ kind: "add" }, [b.fullyConnected(flat, 6), b.fullyConnected(other, 6)]));
}

/** Widths that change from tensor to tensor, so that every pairing occurs. */
function mixedPolicy(uniform: Policy): Policy {
  const cycle = (names: Iterable<string>, from: number): Map<string, Bits> =>
    new Map([...names].map((name, i) => [name, ALL_BITS[(i + from) % 3] as Bits]));
  return { weights: cycle(uniform.weights.keys(), 0), activations: cycle(uniform.activations.keys(), 1) };
}

/** Differences between simulated and integer output, in output codes, over all samples. */
async function differences(graph: Graph, choose: (uniform: Policy) => Policy): Promise<readonly number[]> {
  const prepared = prepareGraph(graph);
  const lowered = lowerNetwork(prepared);
  assert.ok(lowered.ok, JSON.stringify(lowered));
  const network = lowered.value;
  const [input] = network.inputs;
  const [output] = network.outputs;
  assert.ok(input !== undefined && output !== undefined);
  const source = normalSamples(tensorOf(prepared, "x").shape, 12);
  const calibration = await calibrate(prepared, network, floatExecutor, source, unwatched);
  const policy = choose(uniformPolicy(network, 8));
  const quantizer = scaleChannels(createQuantizer(prepared, network, calibration), policy);
  const simulated = simulate(quantizer, wholeQuantization(quantizer, policy));
  assert.deepEqual(verifyGraph(simulated, "quantized"), []);
  const program = buildProgram(quantizer, policy);
  assert.deepEqual(checkAccumulators(program), []);
  const tensor = prepared.outputs[0] ?? "";
  const open = await floatExecutor.open(simulated, [tensor]);
  const result: number[] = [];
  for (let i = 0; i < source.count; i++) {
    const sample = await source.sample(i);
    const expected = (await open.run(new Map([["x", sample]]))).get(tensor);
    const format = program.formats[input];
    const outputFormat = program.formats[output];
    assert.ok(expected && format && outputFormat);
    const memory = toMemory(sample.data, layoutOf(network, "x"));
    const codes = quantizeInput(memory, activationOf(network, input).shape, format, "channelsLast");
    const run = runProgram(program, new Map([[input, codes]]));
    const reals = dequantize(run.codes.get(output) ?? new Uint8Array(), outputFormat);
    fromMemory(reals, layoutOf(network, tensor)).forEach((real, at) => {
      result.push(Math.abs(real - (expected.data[at] ?? NaN)) / outputFormat.scale);
    });
  }
  return result;
}

describe("simulation and integer program", () => {
  for (const [name, graph] of Object.entries({ convolutional, chain, everythingElse })) {
    it(`agree on ${name} at 8 bits within one code, mostly exactly`, async () => {
      const codes = await differences(graph(), (uniform) => uniform);
      assert.ok(Math.max(...codes) < 1.5, `${Math.max(...codes)}`);
      const equal = codes.filter((difference) => difference < 0.5).length / codes.length;
      assert.ok(equal > 0.9, `${equal}`);
    });

    it(`agree on ${name} with widths mixed`, async () => {
      const codes = await differences(graph(), mixedPolicy);
      // A tie that falls differently at 2 bits moves a whole wide step, so only the bulk is held to account.
      const equal = codes.filter((difference) => difference < 1.5).length / codes.length;
      assert.ok(equal > 0.9, `${equal}`);
    });
  }

  it("hold dead channels whose weights are far below their bias", async () => {
    const b = new GraphBuilder("dead");
    const x = b.input("x", [1, 2, 4, 4]);
    const weights = b.constant("w", [2, 2, 1, 1], [1e-12, -2e-12, 0.5, 0.25]);
    const y = b.node(
      { kind: "conv", kernel: [1, 1], strides: [1, 1], pads: [0, 0, 0, 0], dilations: [1, 1], groups: 1 },
      [x, weights, b.constant("b", [2], [1.5, -0.25])],
    );
    const codes = await differences(b.graph(y), (uniform) => uniform);
    assert.ok(Math.max(...codes) < 1.5);
  });

  it("keep a clamp whose range leaves 0 out", async () => {
    const b = new GraphBuilder("clipped");
    const x = b.input("x", [1, 2, 4, 4]);
    const codes = await differences(b.graph(b.conv(b.clamp(b.conv(x, 3), 0.5, 2), 2)), (uniform) => uniform);
    assert.ok(Math.max(...codes) < 1.5, `${Math.max(...codes)}`);
  });
});
