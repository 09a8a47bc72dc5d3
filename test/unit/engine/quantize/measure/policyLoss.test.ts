import assert from "node:assert/strict";
import { choicesOf, uniformPolicy, type Policy } from "../../../../../src/engine/ir/network";
import { tensorOf, type Graph } from "../../../../../src/engine/ir/graph";
import { Cancelled, unwatched, type GraphExecutor } from "../../../../../src/engine/ir/ports";
import { lowerNetwork } from "../../../../../src/engine/passes/lowerNetwork";
import { prepareGraph } from "../../../../../src/engine/passes/prepareGraph";
import { calibrate } from "../../../../../src/engine/quantize/calibrate/calibrate";
import { evaluate, referenceOutputs } from "../../../../../src/engine/quantize/measure/evaluate";
import { headOf } from "../../../../../src/engine/quantize/measure/head";
import { policyLossOn } from "../../../../../src/engine/quantize/measure/policyLoss";
import { createQuantizer, type Quantizer } from "../../../../../src/engine/quantize/quantizer";
import { scalingsOf } from "../../../../../src/engine/quantize/scale/scaleChannels";
import { simulate, wholeQuantization } from "../../../../../src/engine/quantize/measure/simulate";
import { floatExecutor, normalSamples } from "../../../../support/networks/floatExecutor";
import { GraphBuilder } from "../../../../support/networks/graphBuilder";

const SAMPLES = normalSamples([1, 2, 6, 6], 5);

function classifier(): Graph {
  const b = new GraphBuilder("classifier");
  const x = b.input("x", [1, 2, 6, 6]);
  const first = b.clamp(b.conv(x, 4, { kernel: [3, 3], pads: [1, 1, 1, 1] }));
  const second = b.clamp(b.conv(first, 4));
  const pooled = b.node({ kind: "reduceMean", axes: [2, 3], keepDims: true }, [second]);
  return b.graph(b.fullyConnected(b.reshape(pooled, [1, 4]), 3));
}

async function quantizerOf(graph: Graph): Promise<Quantizer> {
  const prepared = prepareGraph(graph);
  const network = lowerNetwork(prepared);
  assert.ok(network.ok);
  assert.deepEqual(tensorOf(prepared, "x").shape, [1, 2, 6, 6]);
  const calibration = await calibrate(prepared, network.value, floatExecutor, SAMPLES, unwatched);
  return createQuantizer(prepared, network.value, calibration);
}

/** How often graphs were opened. */
function counting(): { readonly executor: GraphExecutor; readonly opened: () => number } {
  let opened = 0;
  return {
    executor: { open: (graph, outputs) => (opened++, floatExecutor.open(graph, outputs)) },
    opened: () => opened,
  };
}

/** The policy with another width for one tensor. */
function altered(policy: Policy, name: string): Policy {
  const change = <B>(widths: ReadonlyMap<string, B | 2>): ReadonlyMap<string, B | 2> =>
    new Map([...widths].map(([own, bits]) => [own, own === name ? 2 : bits]));
  return { weights: change(policy.weights), activations: change(policy.activations) };
}

describe("policyLossOn", () => {
  it("is the loss of the simulated policy, for every policy that differs in one tensor", async () => {
    const quantizer = await quantizerOf(classifier());
    const { graph, network } = quantizer;
    const measured = policyLossOn(quantizer, floatExecutor, SAMPLES, unwatched);
    const head = headOf(graph);
    const reference = await referenceOutputs(graph, head, floatExecutor, SAMPLES, unwatched);
    const eight = uniformPolicy(network, 8);
    const losses = new Set<number>();
    for (const policy of [eight, ...choicesOf(network).map(({ name }) => altered(eight, name))]) {
      const simulated = simulate(quantizer, {
        ...wholeQuantization(quantizer, policy),
        scalings: scalingsOf(quantizer, policy),
      });
      const { loss } = await evaluate(simulated, reference, head, floatExecutor, SAMPLES, unwatched);
      assert.equal(await measured.evaluate(policy), loss);
      losses.add(loss);
    }
    assert.equal(losses.size, 1 + choicesOf(network).length, "policies are told apart");
  });

  it("runs an equal policy once", async () => {
    const quantizer = await quantizerOf(classifier());
    const { executor, opened } = counting();
    const losses = policyLossOn(quantizer, executor, SAMPLES, unwatched);
    const first = await losses.evaluate(uniformPolicy(quantizer.network, 4));
    assert.equal(opened(), 2, "the float network and the policy");
    assert.equal(await losses.evaluate(uniformPolicy(quantizer.network, 4)), first);
    assert.equal(opened(), 2);
    await losses.evaluate(uniformPolicy(quantizer.network, 2));
    assert.equal(opened(), 3);
  });

  it("stops when cancelled", async () => {
    const quantizer = await quantizerOf(classifier());
    const losses = policyLossOn(quantizer, floatExecutor, SAMPLES, { cancelled: true });
    await assert.rejects(losses.evaluate(uniformPolicy(quantizer.network, 4)), Cancelled);
  });
});
