import assert from "node:assert/strict";
import fc from "fast-check";
import { uniformPolicy } from "../../../../../src/engine/ir/network";
import { executionOrder, peakLiveBytes } from "../../../../../src/engine/memory/execution/executionOf";
import { paperFlashBytes, paperRamBytes } from "../../../../../src/engine/memory/accounts/paperAccount";
import { planMemory } from "../../../../../src/engine/memory/arena/planMemory";
import { mobileNetV1, mobileNetV2, NetworkBuilder } from "../../../../support/firmware/architectures";
import { randomNetwork, randomPolicy } from "../randomNetwork";
import { accountsFor, plannerOf } from "../../../../support/planning";

const cases = fc.record({ seed: fc.nat(1_000_000), layers: fc.integer({ min: 1, max: 12 }) });

describe("accountsOf", () => {
  it("equals the paper's figures on plain chains, at uniform and mixed widths", () => {
    for (const network of [mobileNetV1(1, 224), mobileNetV1(0.25, 128)]) {
      for (const policy of [uniformPolicy(network, 8), uniformPolicy(network, 2), randomPolicy(network, 5)]) {
        const { model } = accountsFor(network, policy, { account: "model" });
        assert.equal(model.ramBytes, paperRamBytes(network, policy));
        assert.equal(model.flashBytes, paperFlashBytes(network, policy, "PC+ICN"));
      }
    }
  });

  it("counts what the paper leaves out: both operands of a residual sum while its branch runs", () => {
    const builder = new NetworkBuilder("residual");
    const input = builder.input("input", [8, 8, 3]);
    const entry = builder.pointwise("entry", input, 4);
    const wide = builder.pointwise("wide", entry, 16);
    const narrow = builder.pointwise("narrow", wide, 4);
    const network = builder.build([builder.add("sum", entry, narrow)]);
    const policy = uniformPolicy(network, 8);
    const { model, peak } = accountsFor(network, policy, { account: "model" });
    assert.equal(paperRamBytes(network, policy), 64 * (16 + 4));
    assert.equal(model.ramBytes, 64 * (4 + 16 + 4));
    assert.deepEqual(peak, { layer: "narrow", bytes: 64 * 24 });
  });

  it("adds up: items make the linked figures, layers make the FLASH of either account", () => {
    fc.assert(
      fc.property(cases, ({ seed, layers }) => {
        const network = randomNetwork(seed, layers);
        const policy = randomPolicy(network, seed + 1);
        const linked = accountsFor(network, policy, { account: "linked" });
        const model = accountsFor(network, policy, { account: "model" });
        const total = (kinds: readonly string[]): number =>
          linked.linked.items.reduce((sum, { kind, sizeBytes }) => sum + (kinds.includes(kind) ? sizeBytes : 0), 0);
        const stored = total(["weights", "constants", "tables"]);
        assert.equal(linked.linked.flashBytes, stored + total(["code"]));
        assert.equal(linked.linked.ramBytes, linked.plan.arenaBytes + total(["context", "stack"]));
        assert.equal(
          linked.layers.reduce((sum, { weightBytes, constantBytes }) => sum + weightBytes + constantBytes, 0),
          stored,
        );
        assert.equal(
          model.layers.reduce((sum, { weightBytes, constantBytes }) => sum + weightBytes + constantBytes, 0),
          model.model.flashBytes,
        );
        assert.deepEqual([linked.model, model.linked], [model.model, linked.linked]);
        assert.equal(model.model.ramBytes, Math.max(...model.layers.map(({ liveBytes }) => liveBytes)));
        assert.equal(model.model.ramBytes, model.plan.lowerBoundBytes);
        assert.equal(peakLiveBytes(network, policy, model.plan.order), model.plan.lowerBoundBytes);
        assert.equal(linked.peak.bytes, linked.plan.lowerBoundBytes);
      }),
      { numRuns: 150, seed: 7 },
    );
  });

  it("flags as estimated exactly code and stack", () => {
    const network = mobileNetV2();
    const { linked } = accountsFor(network, randomPolicy(network, 3), { account: "linked" });
    for (const { kind, estimated } of linked.items) {
      assert.equal(estimated, ["code", "stack"].includes(kind));
    }
    assert.ok(linked.items.every(({ sizeBytes }) => Number.isInteger(sizeBytes) && sizeBytes > 0));
  });

  it("takes the input out of the linked account alone when the caller holds it", () => {
    const network = mobileNetV1(0.25, 224);
    const policy = uniformPolicy(network, 2);
    const inside = accountsFor(network, policy, { account: "linked" });
    const outside = accountsFor(network, policy, { account: "linked", inputInArena: false });
    assert.ok(outside.linked.ramBytes < inside.linked.ramBytes);
    assert.deepEqual(outside.model, inside.model);
  });

  it("executes every policy of a network in one order, which is planMemory's best at 8 bits", () => {
    const network = randomNetwork(99, 12);
    const order = executionOrder(plannerOf(network));
    assert.deepEqual(order, planMemory(plannerOf(network), uniformPolicy(network, 8)).order);
    for (let seed = 0; seed < 5; seed++) {
      assert.deepEqual(accountsFor(network, randomPolicy(network, seed), { account: "model" }).plan.order, order);
    }
  });
});
