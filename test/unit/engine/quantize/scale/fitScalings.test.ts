/** Ranges fitted to what a depthwise layer makes of them: on a kernel that takes differences and on one that averages. */
import assert from "node:assert/strict";
import { seededRandom } from "../../../../../src/engine/base/random";
import { maxCode } from "../../../../../src/engine/base/bits";
import type { Graph } from "../../../../../src/engine/ir/graph";
import type { Network, Policy } from "../../../../../src/engine/ir/network";
import { uniformPolicy } from "../../../../../src/engine/ir/network";
import { feeding, unwatched, type FloatTensor, type SampleSource } from "../../../../../src/engine/ir/ports";
import { lowerNetwork } from "../../../../../src/engine/passes/lowerNetwork";
import { prepareGraph } from "../../../../../src/engine/passes/prepareGraph";
import { calibrate, type Calibration } from "../../../../../src/engine/quantize/calibrate/calibrate";
import { scalableActivations } from "../../../../../src/engine/quantize/scale/channelScaling";
import { fitScalings } from "../../../../../src/engine/quantize/scale/fitScalings";
import { createQuantizer } from "../../../../../src/engine/quantize/quantizer";
import { scaleChannels } from "../../../../../src/engine/quantize/scale/scaleChannels";
import { simulate, wholeQuantization } from "../../../../../src/engine/quantize/measure/simulate";
import { floatExecutor } from "../../../../support/networks/floatExecutor";
import { GraphBuilder } from "../../../../support/networks/graphBuilder";

const SHAPE = [1, 3, 12, 12];
const AVERAGE = Array<number>(9).fill(1 / 9);
const DIFFERENCE = [0, -1, 0, -1, 4, -1, 0, -1, 0];

/** Smooth images: neighbours are alike, as they are in photographs. */
function smooth(count: number, seed: number): SampleSource {
  return feeding("x", {
    count,
    kind: "unlabelled",
    fingerprint: `smooth:${count}:${seed}`,
    label: () => undefined,
    sample: (index) => {
      const random = seededRandom(seed * 100 + index);
      const data = new Float32Array(3 * 144);
      for (let channel = 0; channel < 3; channel++) {
        const [a, b, c] = [random.normal(), random.normal() / 6, random.normal() / 6];
        for (let at = 0; at < 144; at++) {
          data[channel * 144 + at] = 2 + a + b * (at % 12) + c * Math.floor(at / 12) + random.normal() / 20;
        }
      }
      return Promise.resolve<FloatTensor>({ shape: SHAPE, data });
    },
  });
}

function chain(): Graph {
  const b = new GraphBuilder("chain");
  const stem = b.conv(b.input("x", SHAPE), 4, { clamp: { min: 0, max: 6 } });
  const weights = b.constant("kernels", [4, 1, 3, 3], [...AVERAGE, ...DIFFERENCE, ...AVERAGE, ...DIFFERENCE]);
  const window = { kernel: [3, 3], strides: [1, 1], pads: [1, 1, 1, 1], dilations: [1, 1] } as const;
  const depthwise = b.node({ kind: "conv", ...window, groups: 4 }, [stem, weights]);
  return b.graph(b.conv(depthwise, 2));
}

async function setUp(): Promise<{ graph: Graph; network: Network; plain: Calibration; fitted: Calibration }> {
  const graph = prepareGraph(chain());
  const lowered = lowerNetwork(graph);
  assert.ok(lowered.ok, JSON.stringify(lowered));
  const network = lowered.value;
  const plain = await calibrate(graph, network, floatExecutor, smooth(16, 1), unwatched);
  const fitted = await fitScalings(graph, network, plain, floatExecutor, smooth(8, 1), unwatched);
  return { graph, network, plain, fitted };
}

/** Mean squared error of the output with the depthwise layer's input alone quantized, on samples that nothing was fitted to. */
async function errorOf(graph: Graph, network: Network, calibration: Calibration, bits: 2 | 4): Promise<number> {
  const widest = uniformPolicy(network, 8);
  const policy: Policy = { weights: widest.weights, activations: uniformPolicy(network, bits).activations };
  const scaled = scaleChannels(createQuantizer(graph, network, calibration), policy);
  const { activations } = wholeQuantization(scaled, policy);
  const input = network.layers[0]?.output ?? -1;
  const alone = new Map([...activations].filter(([id]) => id === input));
  const last = graph.outputs[0] ?? "";
  const whole = await floatExecutor.open(graph, [last]);
  const other = await floatExecutor.open(simulate(scaled, { activations: alone, weights: new Map() }), [last]);
  const source = smooth(8, 2);
  let sum = 0;
  for (let i = 0; i < source.count; i++) {
    const feed = await source.sample(i);
    const a = (await whole.run(feed)).get(last)?.data ?? new Float32Array();
    const b = (await other.run(feed)).get(last)?.data ?? new Float32Array();
    sum += a.reduce((total, value, at) => total + (value - (b[at] ?? NaN)) ** 2, 0) / a.length;
  }
  return sum / source.count;
}

describe("fitted ranges of channels", () => {
  it("lower the error behind the depthwise layer on other samples", async () => {
    const { graph, network, plain, fitted } = await setUp();
    for (const bits of [2, 4] as const) {
      const before = await errorOf(graph, network, plain, bits);
      const after = await errorOf(graph, network, fitted, bits);
      assert.ok(after < before, `${bits} bits: ${after} ${before}`);
    }
  });

  it("keep levels within the clamp in front", async () => {
    const { graph, network, fitted } = await setUp();
    const clamped = scalableActivations(graph, network).filter(({ bounds }) => bounds.most === 6);
    assert.equal(clamped.length, 1);
    for (const { id } of clamped) {
      for (const [bits, { scale, gains, offsets }] of fitted.scalings?.get(id) ?? []) {
        gains.forEach((gain, channel) => {
          const offset = offsets[channel] ?? NaN;
          assert.ok(gain > 0 && offset >= 0);
          assert.ok(offset + gain * scale * maxCode(bits) <= 6 + 1e-9);
        });
      }
    }
  });
});
