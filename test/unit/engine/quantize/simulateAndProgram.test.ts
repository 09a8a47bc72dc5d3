/**
 * The simulation is only worth something while it agrees with the integer program: both are run on the same samples over every layer
 * kind, and may differ by what rounding of bias and multipliers explains, never by more.
 */
import assert from "node:assert/strict";
import { runProgram } from "../../../../src/engine/interpret/runProgram";
import { dequantize, quantizeInput } from "../../../../src/engine/interpret/quantizeInput";
import { checkAccumulators } from "../../../../src/engine/interpret/accumulatorBounds";
import { ACTIVATION_WIDTHS, WEIGHT_WIDTHS } from "../../../../src/engine/base/bits";
import { activationOf, uniformPolicy, type Network, type Policy } from "../../../../src/engine/ir/network";
import { fromMemory, layoutOf, toMemory } from "../../../../src/engine/ir/tensorLayout";
import { tensorOf, type Graph } from "../../../../src/engine/ir/graph";
import { verifyGraph } from "../../../../src/engine/ir/verify";
import { importOnnx } from "../../../../src/engine/onnx/importOnnx";
import { DataType } from "../../../../src/engine/onnx/wire/proto";
import { prepareGraph } from "../../../../src/engine/passes/prepareGraph";
import { lowerNetwork } from "../../../../src/engine/passes/lowerNetwork";
import { buildProgram } from "../../../../src/engine/quantize/buildProgram";
import { calibrate } from "../../../../src/engine/quantize/calibrate/calibrate";
import { createQuantizer } from "../../../../src/engine/quantize/quantizer";
import { scaleChannels } from "../../../../src/engine/quantize/scale/scaleChannels";
import { simulate, wholeQuantization } from "../../../../src/engine/quantize/measure/simulate";
import { unwatched, type Feeds, type FloatTensor, type SampleSource } from "../../../../src/engine/ir/ports";
import type { Program } from "../../../../src/engine/ir/program";
import { floatExecutor, normalSamples, tensorX } from "../../../support/networks/floatExecutor";
import { buildOnnx, floats, node, raw, type OnnxNode } from "../../../support/networks/onnxBuilder";
import { GraphBuilder } from "../../../support/networks/graphBuilder";

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
  const cycle = <B>(names: Iterable<string>, widths: readonly B[], from: number): Map<string, B> =>
    new Map([...names].map((name, i) => [name, widths[(i + from) % widths.length] as B]));
  return {
    weights: cycle(uniform.weights.keys(), WEIGHT_WIDTHS, 0),
    activations: cycle(uniform.activations.keys(), ACTIVATION_WIDTHS, 1),
  };
}

/** Differences between simulated and integer output, in output codes, over all samples. */
async function differences(
  graph: Graph,
  choose: (uniform: Policy) => Policy,
  relabel: (network: Network) => Network = (network) => network,
): Promise<readonly number[]> {
  const prepared = prepareGraph(graph);
  const lowered = lowerNetwork(prepared);
  assert.ok(lowered.ok, JSON.stringify(lowered));
  const network = relabel(lowered.value);
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
    const expected = (await open.run(sample)).get(tensor);
    const format = program.formats[input];
    const outputFormat = program.formats[output];
    assert.ok(expected && format && outputFormat);
    const memory = toMemory(tensorX(sample).data, layoutOf(network, "x"));
    const codes = quantizeInput(memory, activationOf(network, input).shape, format, "channelsLast");
    const run = runProgram(program, new Map([[input, codes]]));
    const reals = dequantize(run.codes.get(output) ?? new Uint8Array(), outputFormat);
    fromMemory(reals, layoutOf(network, tensor)).forEach((real, at) => {
      result.push(Math.abs(real - (expected.data[at] ?? NaN)) / outputFormat.scale);
    });
  }
  return result;
}

async function programOf(graph: Graph, samples: SampleSource): Promise<Program> {
  const prepared = prepareGraph(graph);
  const lowered = lowerNetwork(prepared);
  assert.ok(lowered.ok, JSON.stringify(lowered));
  const calibration = await calibrate(prepared, lowered.value, floatExecutor, samples, unwatched);
  const quantizer = createQuantizer(prepared, lowered.value, calibration, { ranges: "minmax", biasCorrection: false });
  return buildProgram(quantizer, uniformPolicy(lowered.value, 8));
}

/** What the integer program makes of one sample, as reals in the order of the graph. */
function outputsOf(program: Program, data: Float32Array): Float32Array {
  const { network, formats } = program;
  const [input = -1, output = -1] = [...network.inputs, ...network.outputs];
  const [format, outputFormat] = [formats[input], formats[output]];
  assert.ok(format && outputFormat);
  const memory = toMemory(data, layoutOf(network, "x"));
  const codes = quantizeInput(memory, activationOf(network, input).shape, format, "channelsLast");
  const made = runProgram(program, new Map([[input, codes]])).codes.get(output) ?? new Uint8Array();
  const name = activationOf(network, output).name;
  return Float32Array.from(fromMemory(dequantize(made, outputFormat), layoutOf(network, name)));
}

function scaledSamples(factor: number, source: SampleSource): SampleSource {
  const sample = async (index: number): Promise<Feeds> => {
    const { shape, data } = tensorX(await source.sample(index));
    return new Map([["x", { shape, data: data.map((value) => factor * value) }]]);
  };
  return { ...source, fingerprint: `${source.fingerprint} ${factor}`, sample };
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

  it("find the nodes of layers that are called otherwise", async () => {
    const renamed = (network: Network): Network => ({
      ...network,
      layers: network.layers.map((layer) => ({ ...layer, name: `step ${layer.index}` })),
    });
    assert.deepEqual(await differences(chain(), mixedPolicy, renamed), await differences(chain(), mixedPolicy));
  });

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

  for (const [what, gamma, variance] of [
    ["a gamma of 0", 0, 1],
    ["weights and a variance of 0", 1, 0],
  ] as const) {
    it(`give a channel dead by ${what} its beta, and the others all their bits`, async () => {
      // Inputs a million large and weights a millionth: any common scale would ruin the bias of the one or the multipliers of the others.
      const b = new GraphBuilder("dead");
      const x = b.input("x", [1, 2, 4, 4]);
      const row = variance === 0 ? [0, 0] : [1e-6, 2e-6];
      const weights = b.constant("w", [3, 2, 1, 1], [1e-6, -2e-6, ...row, 5e-7, 2e-6]);
      const window = { kernel: [1, 1], strides: [1, 1], pads: [0, 0, 0, 0], dilations: [1, 1], groups: 1 } as const;
      const product = b.node({ kind: "conv", ...window }, [x, weights]);
      const normalised = b.node({ kind: "batchNorm", epsilon: 1e-5 }, [
        product,
        b.constant("gamma", [3], [1, gamma, 1]),
        b.constant("beta", [3], [0.25, 0.7, -0.5]),
        b.constant("mean", [3], [0, 0, 0]),
        b.constant("variance", [3], [1, variance, 1]),
      ]);
      const samples = scaledSamples(1e6, normalSamples([1, 2, 4, 4], 6));
      const program = await programOf(b.graph(normalised), samples);
      for (let i = 0; i < samples.count; i++) {
        const { data } = tensorX(await samples.sample(i));
        const found = outputsOf(program, data);
        const format = program.formats[program.network.outputs[0] ?? -1];
        assert.ok(format);
        for (let pixel = 0; pixel < 16; pixel++) {
          const [p, q] = [data[pixel] ?? NaN, data[16 + pixel] ?? NaN];
          const expected = [1e-6 * p - 2e-6 * q + 0.25, 0.7, 5e-7 * p + 2e-6 * q - 0.5];
          // Half a code of the output, and of the input half a code through the largest weights.
          const input = program.formats[program.network.inputs[0] ?? -1];
          const slack = [1.5 * format.scale + 1.5e-6 * (input?.scale ?? NaN), 0.51 * format.scale];
          expected.forEach((value, channel) => {
            const error = Math.abs(value - (found[channel * 16 + pixel] ?? NaN));
            assert.ok(
              error <= (slack[channel === 1 ? 1 : 0] ?? NaN),
              `channel ${channel}: ${error / format.scale} codes`,
            );
          });
        }
      }
    });
  }

  it("hold the bias of a dead row of two thousand weights, which would add up", async () => {
    // Kept at their codes of 255, the weights of row 0 would add 2,000·255·255 to a bias of 2^29.
    const inputs = 2000;
    const b = new GraphBuilder("wide");
    const rows = Array.from({ length: 2 * inputs }, (_, i) => (i < inputs ? 1e-14 : 1 / inputs));
    const weights = b.constant("w", [2, inputs], rows);
    const y = b.node({ kind: "fullyConnected" }, [b.input("x", [1, inputs]), weights, b.constant("b", [2], [0.8, 0])]);
    const ones: FloatTensor = { shape: [1, inputs], data: new Float32Array(inputs).fill(1) };
    const samples = { ...normalSamples([1, inputs], 2), sample: () => Promise.resolve(new Map([["x", ones]])) };
    const program = await programOf(b.graph(y), samples);
    const found = outputsOf(program, ones.data);
    const { scale } = program.formats[program.network.outputs[0] ?? -1] ?? { scale: NaN };
    [0.8, 1].forEach((value, channel) => assert.ok(Math.abs(value - (found[channel] ?? NaN)) <= scale, found.join()));
  });

  it("keep a clamp whose range leaves 0 out", async () => {
    const b = new GraphBuilder("clipped");
    const x = b.input("x", [1, 2, 4, 4]);
    const codes = await differences(b.graph(b.conv(b.clamp(b.conv(x, 3), 0.5, 2), 2)), (uniform) => uniform);
    assert.ok(Math.max(...codes) < 1.5, `${Math.max(...codes)}`);
  });

  it("clamp behind a ReLU though the file gives its output negative codes, as symmetric int8 pairs do", async () => {
    const pair = (from: string): readonly OnnxNode[] => [
      node("QuantizeLinear", [from, "s", "z"], [`${from}.q`]),
      node("DequantizeLinear", [`${from}.q`, "s", "z"], [`${from}.d`]),
    ];
    const imported = importOnnx(
      buildOnnx({
        inputs: { x: [1, 2, 4, 4] },
        outputs: ["r.d"],
        constants: { w: floats([2, 2, 1, 1], [1, -2, 0.5, 1]), s: floats([], 0.05), z: raw([], DataType.int8, [0]) },
        nodes: [...pair("x"), node("Conv", ["x.d", "w"], ["c"]), node("Relu", ["c"], ["r"]), ...pair("r")],
      }),
    );
    assert.ok(imported.ok);
    const codes = await differences(imported.value.graph, (uniform) => uniform);
    assert.ok(Math.max(...codes) < 1.5, `${Math.max(...codes)}`);
  });

  it("clamp in front of such a pair where the ReLU is no layer", async () => {
    const imported = importOnnx(
      buildOnnx({
        inputs: { x: [1, 2, 4, 4] },
        outputs: ["d"],
        constants: { s: floats([], 0.05), z: raw([], DataType.int8, [0]) },
        nodes: [
          node("Relu", ["x"], ["r"]),
          node("QuantizeLinear", ["r", "s", "z"], ["q"]),
          node("DequantizeLinear", ["q", "s", "z"], ["d"]),
        ],
      }),
    );
    assert.ok(imported.ok);
    const codes = await differences(imported.value.graph, (uniform) => uniform);
    assert.ok(Math.max(...codes) < 1.5, `${Math.max(...codes)}`);
  });
});
