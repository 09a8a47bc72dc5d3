import assert from "node:assert/strict";
import { uniformPolicy } from "../../../../../src/engine";
import { longestSegment } from "../../../../../src/engine/memory/arena/planningLimits";
import { planMemory } from "../../../../../src/engine/memory/arena/planMemory";
import { segmentShapesOf } from "../../../../../src/engine/memory/streaming/segmentShapes";
import type { Network } from "../../../../../src/engine/ir/network";
import { NetworkBuilder } from "../../../../support/firmware/architectures";
import { accountsFor, plannerOf } from "../../../../support/planning";

/** 3×3 convolutions one behind the other. */
function chainOf(layers: number): Network {
  const builder = new NetworkBuilder("chain");
  let last = builder.input("image", [32, 32, 3]);
  for (let i = 0; i < layers; i++) last = builder.conv(`conv ${i}`, last, 3, { kernel: 3, stride: 1 });
  return builder.build([last]);
}

describe("planning limits", () => {
  it("let every interval of a network be a segment where the schedules of all are little work", () => {
    for (const layers of [1, 2, 30, 73]) {
      assert.equal(longestSegment(new Array<number>(layers).fill(24), new Array<number>(layers).fill(3)), layers);
    }
  });

  it("bound the work of all schedules, whatever the number of layers", () => {
    for (const layers of [200, 400, 1000, 2000]) {
      const heights = new Array<number>(layers).fill(32);
      const longest = longestSegment(heights, new Array<number>(layers).fill(2));
      // Rows that all intervals up to that length compute, each with the two tensors alive.
      let work = 0;
      for (let length = 2; length <= longest; length++) work += (layers - length + 1) * length * 32 * 3;
      assert.ok(longest >= 1 && longest < layers);
      assert.ok(work <= 12_000_000, `${layers}: ${work}`);
    }
  });

  it("are told by a plan that they limit, and by no other", () => {
    const plan = (layers: number) => {
      const network = chainOf(layers);
      return { network, plan: planMemory(plannerOf(network), uniformPolicy(network, 8), { streaming: "auto" }) };
    };
    assert.equal(plan(40).plan.limited, undefined);
    const { network, plan: large } = plan(300);
    assert.equal(large.limited, true);
    const { longest } = segmentShapesOf(plannerOf(network), large.order, { inputInArena: true, rows: "memory" });
    assert.ok(large.segments.every(({ firstStep, lastStep }) => lastStep - firstStep < longest));
    // Still below what layers need one by one: two whole tensors.
    const plain = accountsFor(network, uniformPolicy(network, 8), { account: "linked" });
    assert.ok(large.arenaBytes < plain.plan.arenaBytes, `${large.arenaBytes} of ${plain.plan.arenaBytes}`);
  });
});
