/** A network of real size and depth, through importing, lowering and planning. Its weights are made, its figures are the paper's. */
import assert from "node:assert/strict";
import { uniformPolicy, type Network } from "../../../src/engine/ir/network";
import { verifyNetwork } from "../../../src/engine/layers/verifyNetwork";
import { planMemory } from "../../../src/engine/memory/arena/planMemory";
import type { PlanOptions } from "../../../src/engine/memory/types";
import { lowerNetwork } from "../../../src/engine/passes/lowerNetwork";
import { prepareGraph } from "../../../src/engine/passes/prepareGraph";
import { mobileNetV2Model } from "../../support/networks/mobileNetV2Model";
import { replay } from "./memory/arenaReplay";
import { assertSameAsOriginal, imported } from "./onnx/comparing";
import { accountsFor, plannerOf } from "../../support/planning";

const MODEL: PlanOptions = { inPlace: false, scratch: false, alignmentBytes: 1 };

describe("MobileNetV2 1.0/96 with made weights", () => {
  const bytes = mobileNetV2Model();
  let network: Network;

  before(() => {
    const lowered = lowerNetwork(prepareGraph(imported(bytes).graph));
    assert.ok(lowered.ok);
    network = lowered.value;
  });

  it("is imported as what onnxruntime computes", async () => {
    await assertSameAsOriginal(bytes);
  });

  it("has the layers, weights and multiplications of the paper", () => {
    assert.deepEqual(verifyNetwork(network), []);
    const kinds: Record<string, number> = {};
    for (const { kind } of network.layers) kinds[kind] = (kinds[kind] ?? 0) + 1;
    assert.deepEqual(kinds, { conv: 52, add: 10, averagePool: 1, fullyConnected: 1 });
    const weights = network.layers.reduce((sum, layer) => sum + ("weights" in layer ? layer.weights.elements : 0), 0);
    assert.equal(weights, 3_469_760);
    // At 224 they are 300,774,272, of which 1,280,000 lie in the last layer; every image's sides are 3/7 of those at 224.
    const macs = network.layers.reduce((sum, layer) => sum + layer.macs, 0);
    assert.equal(macs, ((300_774_272 - 1_280_000) * 9) / 49 + 1_280_000);
  });

  for (const bits of [8, 4] as const) {
    it(`needs far less row by row than layer by layer at ${bits} bits, and the schedule never loses a row`, () => {
      const policy = uniformPolicy(network, bits);
      const plain = planMemory(plannerOf(network), policy, MODEL);
      // The first expanding block: 96 channels at 48×48 beside what its depthwise layer makes of them at 24×24.
      assert.equal(plain.arenaBytes, ((48 * 48 + 24 * 24) * 96 * bits) / 8);
      for (const rows of ["memory", "supplied"] as const) {
        const plan = planMemory(plannerOf(network), policy, { ...MODEL, streaming: "auto", rows });
        assert.ok(plan.segments.some(({ streamed }) => streamed));
        // The paper's network at 224 needs a fifth, and a tenth with its rows supplied.
        assert.ok(plan.arenaBytes < plain.arenaBytes / (rows === "memory" ? 3 : 4), `${rows}: ${plan.arenaBytes}`);
        const replayed = replay(network, policy, plan);
        assert.equal(replayed.highWaterBytes, plan.arenaBytes);
      }
    });
  }

  it("is estimated in both accounts: what is linked is more than weights and activations", () => {
    const policy = uniformPolicy(network, 8);
    const { model, linked } = accountsFor(network, policy, { account: "linked", streaming: "auto" });
    assert.ok(model.flashBytes > 3_469_760 && linked.flashBytes > 3_469_760);
    assert.ok(linked.flashBytes < 1.1 * 3_469_760, `${linked.flashBytes}`);
    assert.equal(
      linked.items.reduce((sum, { region, sizeBytes }) => sum + (region === "ram" ? sizeBytes : 0), 0),
      linked.ramBytes,
    );
  });
});
