import assert from "node:assert/strict";
import fc from "fast-check";
import {
  activationBits,
  activationBytes,
  uniformPolicy,
  type Network,
  type Policy,
} from "../../../../../src/engine/ir/network";
import { isExecutionOrder } from "../../../../../src/engine/memory/arena/lifetimes";
import { planMemory } from "../../../../../src/engine/memory/arena/planMemory";
import type { Plan, PlannedBuffer, PlanOptions } from "../../../../../src/engine/memory/types";
import { mnasNet, mobileNetV1, mobileNetV2, NetworkBuilder } from "../../../../support/firmware/architectures";
import { randomNetwork, randomPolicy } from "../randomNetwork";
import { plannerOf } from "../../../../support/planning";

const MODEL: PlanOptions = { inPlace: false, scratch: false, alignmentBytes: 1 };

const cases = fc.record({
  seed: fc.nat(1_000_000),
  layers: fc.integer({ min: 1, max: 12 }),
  inPlace: fc.boolean(),
  scratch: fc.boolean(),
  inputInArena: fc.boolean(),
  alignmentBytes: fc.constantFrom(1, 4, 8),
});

function sameBytes(network: Network, policy: Policy, over: PlannedBuffer, under: PlannedBuffer): boolean {
  if (over.content.kind !== "activation" || under.content.kind !== "activation") return false;
  const [a, b] = [over.content.activation, under.content.activation];
  return (
    over.inPlaceOf === b &&
    over.firstStep === under.lastStep &&
    over.offset === under.offset &&
    over.sizeBytes === under.sizeBytes &&
    activationBits(network, policy, a) === activationBits(network, policy, b)
  );
}

/** Every pair of buffers that share a step and a byte, other than an output over the operand that dies as it is written. */
function clashes(network: Network, policy: Policy, { buffers }: Plan): string[] {
  const found: string[] = [];
  buffers.forEach((a, i) => {
    for (const b of buffers.slice(i + 1)) {
      const together = a.firstStep <= b.lastStep && b.firstStep <= a.lastStep;
      const shared = a.offset < b.offset + b.sizeBytes && b.offset < a.offset + a.sizeBytes;
      if (!together || !shared || sameBytes(network, policy, a, b) || sameBytes(network, policy, b, a)) continue;
      found.push(`${JSON.stringify(a)} / ${JSON.stringify(b)}`);
    }
  });
  return found;
}

/** Live bytes by step, from the definition: whoever was made (or supplied) and is still to be read, and the running layer's own. */
function liveByDefinition(network: Network, policy: Policy, plan: Plan): number[] {
  return plan.order.map((_, step) => {
    const made = new Set([
      ...network.inputs,
      ...plan.order.slice(0, step + 1).map((index) => network.layers[index]?.output),
    ]);
    const later = new Set(plan.order.slice(step).flatMap((index) => network.layers[index]?.inputs ?? []));
    const unreadInputs = network.inputs.filter((id) => !network.layers.some(({ inputs }) => inputs.includes(id)));
    return network.activations.reduce((sum, { id }) => {
      const isNow = network.layers[plan.order[step] ?? 0]?.output === id;
      const alive =
        made.has(id) && (isNow || later.has(id) || network.outputs.includes(id) || unreadInputs.includes(id));
      return sum + (alive ? activationBytes(network, policy, id) : 0);
    }, 0);
  });
}

function allOrders(network: Network): number[][] {
  const orders: number[][] = [];
  const visit = (order: number[]): void => {
    if (order.length === network.layers.length) orders.push([...order]);
    const ready = new Set([...network.inputs, ...order.map((index) => network.layers[index]?.output)]);
    for (const { index, inputs } of network.layers) {
      if (order.includes(index) || inputs.some((id) => !ready.has(id))) continue;
      visit([...order, index]);
    }
  };
  visit([]);
  return orders;
}

describe("planMemory", () => {
  it("never lets two living buffers share a byte, and peaks no lower than the greatest live sum", () => {
    fc.assert(
      fc.property(cases, ({ seed, layers, ...options }) => {
        const network = randomNetwork(seed, layers);
        const policy = randomPolicy(network, seed + 1);
        const plan = planMemory(plannerOf(network), policy, options);
        assert.deepEqual(clashes(network, policy, plan), []);
        assert.ok(isExecutionOrder(network, plan.order));
        assert.ok(plan.arenaBytes >= plan.lowerBoundBytes);
        assert.equal(plan.liveBytes[plan.peakStep], plan.lowerBoundBytes);
        for (const { offset, sizeBytes } of plan.buffers) {
          assert.equal(offset % options.alignmentBytes, 0);
          assert.ok(offset + sizeBytes <= plan.arenaBytes);
        }
      }),
      { numRuns: 400, seed: 1 },
    );
  });

  it("keeps each activation for exactly as long as the definition of liveness says", () => {
    fc.assert(
      fc.property(cases, ({ seed, layers }) => {
        const network = randomNetwork(seed, layers);
        const policy = randomPolicy(network, seed + 1);
        const plan = planMemory(plannerOf(network), policy, MODEL);
        assert.deepEqual(plan.liveBytes, liveByDefinition(network, policy, plan));
      }),
      { numRuns: 200, seed: 2 },
    );
  });

  it("finds the order with the smallest peak on small graphs, as enumeration does", () => {
    let improved = 0;
    fc.assert(
      fc.property(cases, ({ seed, layers, ...options }) => {
        const network = randomNetwork(seed, Math.min(layers, 7));
        const policy = randomPolicy(network, seed + 1);
        const plan = planMemory(plannerOf(network), policy, options);
        const peaks = allOrders(network).map(
          (order) => planMemory(plannerOf(network), policy, { ...options, order }).lowerBoundBytes,
        );
        assert.equal(plan.lowerBoundBytes, Math.min(...peaks));
        assert.ok(plan.proven.order);
        if (
          plan.lowerBoundBytes <
          planMemory(plannerOf(network), policy, { ...options, order: "default" }).lowerBoundBytes
        )
          improved++;
      }),
      { numRuns: 150, seed: 3 },
    );
    assert.ok(improved > 5, `the default order was improved ${improved} times: the cases are too easy`);
  });

  it("writes a residual sum over the operand that dies, and only then", () => {
    const builder = new NetworkBuilder("residual");
    const input = builder.input("input", [4, 4, 8]);
    const a = builder.pointwise("a", input, 8);
    const b = builder.pointwise("b", a, 8);
    const sum = builder.add("sum", a, b);
    const after = builder.pointwise("after", sum, 8);
    const network = builder.build([after]);
    const policy = uniformPolicy(network, 8);
    const overOf = (plan: Plan): number | undefined =>
      plan.buffers.find(({ content }) => content.kind === "activation" && content.activation === sum)?.inPlaceOf;
    assert.equal(overOf(planMemory(plannerOf(network), policy)), b); // both die; b's bytes have been fixed for the shorter time
    assert.equal(overOf(planMemory(plannerOf(network), policy, { inPlace: false })), undefined);
    const narrow = { ...policy, activations: new Map([...policy.activations, ["sum", 4 as const]]) };
    assert.equal(overOf(planMemory(plannerOf(network), narrow)), undefined, "other widths, other bytes");
    const kept = builder.build([after, a, b]);
    assert.equal(
      overOf(planMemory(plannerOf(kept), uniformPolicy(kept, 8))),
      undefined,
      "outputs are never overwritten",
    );
  });

  it("never overwrites an input that the caller holds", () => {
    const builder = new NetworkBuilder("lookup");
    const input = builder.input("input", [4, 4, 8]);
    const fn = { fn: "sigmoid" } as const;
    const output = builder.layer({ kind: "lookup", fn, name: "sigmoid", inputs: [input], macs: 0 }, [4, 4, 8]);
    const network = builder.build([output]);
    const policy = uniformPolicy(network, 8);
    assert.equal(planMemory(plannerOf(network), policy).arenaBytes, 128);
    const outside = planMemory(plannerOf(network), policy, { inputInArena: false });
    assert.deepEqual(
      outside.buffers.map(({ content, inPlaceOf }) => ({ content, inPlaceOf })),
      [{ content: { kind: "activation", activation: output }, inPlaceOf: undefined }],
    );
  });

  it("reaches the lower bound on the reference architectures at every uniform width and some mixed ones", () => {
    for (const network of [mobileNetV1(1, 224), mobileNetV2(), mnasNet()]) {
      const policies = [8 as const, 4 as const, 2 as const].map((bits) => uniformPolicy(network, bits));
      for (const policy of [
        ...policies,
        randomPolicy(network, 1),
        randomPolicy(network, 2),
        randomPolicy(network, 3),
      ]) {
        const plan = planMemory(plannerOf(network), policy);
        assert.equal(plan.arenaBytes, plan.lowerBoundBytes);
        assert.deepEqual(plan.proven, { order: true, placement: true });
        assert.deepEqual(clashes(network, policy, plan), []);
      }
    }
  });

  it("is deterministic and bounded on a graph with more orders than anyone can enumerate", () => {
    const builder = new NetworkBuilder("wide");
    const input = builder.input("input", [1, 1, 16]);
    let sum = builder.pointwise("first", input, 8);
    for (let i = 0; i < 40; i++) {
      const branch = builder.pointwise(`grow${i}`, input, 8 + ((i * 37) % 64));
      const narrow = builder.pointwise(`shrink${i}`, branch, 8);
      sum = builder.add(`sum${i}`, sum, builder.depthwise(`dw${i}`, narrow, { kernel: 3, stride: 1 }));
    }
    const network = builder.build([sum]);
    const policy = randomPolicy(network, 7);
    const plan = planMemory(plannerOf(network), policy);
    assert.deepEqual(planMemory(plannerOf(network), policy), plan);
    assert.deepEqual(clashes(network, policy, plan), []);
  });

  it("refuses an order that does not execute the network, as a bug of the caller", () => {
    const network = mobileNetV1(0.25, 128);
    assert.throws(
      () => planMemory(plannerOf(network), uniformPolicy(network, 8), { order: [1, 0] }),
      /does not execute/,
    );
  });
});
