import assert from "node:assert/strict";
import fc from "fast-check";
import type { NarrowBits } from "../../../../../src/engine/base/bits";
import { choicesOf, uniformPolicy, type Network, type Policy } from "../../../../../src/engine/ir/network";
import { callShapeOf } from "../../../../../src/engine/memory/accounts/callSizes";
import { executionOrder } from "../../../../../src/engine/memory/execution/executionOf";
import { constraintsOf, ramStepBytes } from "../../../../../src/engine/memory/accounts/constraintsOf";
import { codeItems, codeNeedsOf } from "../../../../../src/engine/memory/accounts/linkedSizes";
import type { Constraints } from "../../../../../src/engine/memory/types";
import { mobileNetV1, mobileNetV2 } from "../../../../support/firmware/architectures";
import { randomNetwork, randomPolicy } from "../randomNetwork";
import { accountsFor, plannerOf } from "../../../../support/planning";

const widthSets: readonly (readonly NarrowBits[])[] = [[8], [4], [2], [8, 4], [8, 2], [4, 2], [8, 4, 2]];
const cases = fc.record({
  seed: fc.nat(1_000_000),
  layers: fc.integer({ min: 1, max: 10 }),
  inputInArena: fc.boolean(),
});

function ramOf(network: Network, constraints: Constraints, policy: Policy): number {
  return Math.max(...constraints.steps.map((step) => ramStepBytes(network, policy, step)));
}

/** FLASH by the separable form, code left out. */
function flashWithoutCode(constraints: Constraints, policy: Policy): number {
  const weights = constraints.weights.reduce((sum, { name, bytes }) => {
    const bits = policy.weights.get(name);
    return sum + (bits ? bytes[bits] : NaN);
  }, 0);
  const tables = constraints.tables.reduce((sum, { name, bytes }) => {
    const bits = policy.activations.get(name);
    return sum + (bits && bits !== 16 ? bytes[bits] : NaN);
  }, 0);
  return constraints.flashFixedBytes + weights + tables;
}

function codeOf(network: Network, policy: Policy): number {
  const order = executionOrder(plannerOf(network));
  const segments = order.map((_, step) => ({ firstStep: step, lastStep: step, streamed: false }));
  return codeItems(codeNeedsOf(plannerOf(network), policy, callShapeOf(network, { order, segments }))).reduce(
    (sum, { sizeBytes }) => sum + sizeBytes,
    0,
  );
}

/** Every policy of a network with few choices. */
function* allPolicies(
  network: Network,
  weights: readonly NarrowBits[],
  activations: readonly NarrowBits[],
): Generator<Policy> {
  const choices = choicesOf(network);
  const visit = function* (at: number, policy: Policy): Generator<Policy> {
    const choice = choices[at];
    if (!choice) {
      yield policy;
      return;
    }
    for (const bits of choice.kind === "weights" ? weights : activations) {
      if (choice.kind === "weights") {
        yield* visit(at + 1, { ...policy, weights: new Map([...policy.weights, [choice.name, bits]]) });
      } else {
        yield* visit(at + 1, { ...policy, activations: new Map([...policy.activations, [choice.name, bits]]) });
      }
    }
  };
  yield* visit(0, { weights: new Map(), activations: new Map() });
}

describe("constraintsOf", () => {
  it("states the model account exactly", () => {
    fc.assert(
      fc.property(cases, ({ seed, layers }) => {
        const network = randomNetwork(seed, layers);
        const policy = randomPolicy(network, seed + 1);
        const constraints = constraintsOf(plannerOf(network), "model");
        const { model } = accountsFor(network, policy, { account: "model" });
        assert.equal(ramOf(network, constraints, policy), model.ramBytes);
        assert.equal(flashWithoutCode(constraints, policy), model.flashBytes);
        assert.equal(constraints.codeBytes([8, 4, 2], [8, 4, 2]), 0);
      }),
      { numRuns: 200, seed: 8 },
    );
  });

  it("never asks for more RAM than the linked account, and bounds its FLASH from above by the code alone", () => {
    fc.assert(
      fc.property(cases, ({ seed, layers, inputInArena }) => {
        const network = randomNetwork(seed, layers);
        const policy = randomPolicy(network, seed + 1);
        const constraints = constraintsOf(plannerOf(network), "linked", { inputInArena });
        const { linked } = accountsFor(network, policy, { account: "linked", inputInArena });
        assert.ok(ramOf(network, constraints, policy) <= linked.ramBytes);
        assert.equal(flashWithoutCode(constraints, policy) + codeOf(network, policy), linked.flashBytes);
        const used = <B>(map: ReadonlyMap<string, B>): B[] => [...new Set(map.values())];
        assert.ok(codeOf(network, policy) <= constraints.codeBytes(used(policy.weights), used(policy.activations)));
      }),
      { numRuns: 300, seed: 9 },
    );
  });

  it("is as tight as the linked account when all widths are equal", () => {
    for (const network of [mobileNetV1(1, 224), mobileNetV2()]) {
      const policy = uniformPolicy(network, 8);
      const constraints = constraintsOf(plannerOf(network), "linked");
      assert.equal(
        ramOf(network, constraints, policy),
        accountsFor(network, policy, { account: "linked" }).linked.ramBytes,
      );
    }
  });

  it("bounds code by a figure that some policy of those widths attains", () => {
    fc.assert(
      fc.property(
        fc.nat(1_000_000),
        fc.constantFrom(...widthSets),
        fc.constantFrom(...widthSets),
        (seed, weights, activations) => {
          const network = randomNetwork(seed, 5);
          fc.pre(choicesOf(network).length <= 6);
          const bound = constraintsOf(plannerOf(network), "linked").codeBytes(weights, activations);
          let most = 0;
          for (const policy of allPolicies(network, weights, activations))
            most = Math.max(most, codeOf(network, policy));
          assert.equal(bound, most);
        },
      ),
      { numRuns: 60, seed: 10 },
    );
  });

  it("has code that grows with either set of widths", () => {
    const constraints = constraintsOf(plannerOf(mobileNetV2()), "linked");
    for (const small of widthSets) {
      for (const large of widthSets) {
        if (!small.every((bits) => large.includes(bits))) continue;
        for (const other of widthSets) {
          assert.ok(constraints.codeBytes(small, other) <= constraints.codeBytes(large, other));
          assert.ok(constraints.codeBytes(other, small) <= constraints.codeBytes(other, large));
        }
      }
    }
  });

  it("lists every choice of weights once, in order", () => {
    const network = mobileNetV2();
    const names = choicesOf(network).flatMap(({ kind, name }) => (kind === "weights" ? [name] : []));
    assert.deepEqual(
      constraintsOf(plannerOf(network), "model").weights.map(({ name }) => name),
      names,
    );
  });
});
