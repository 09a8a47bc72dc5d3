import assert from "node:assert/strict";
import fc from "fast-check";
import { verifyNetwork } from "../../../../src/engine/ir/verify";
import { planMemory } from "../../../../src/engine/memory/planMemory";
import { replay } from "./arenaReplay";
import { randomPolicy } from "./randomNetwork";
import { randomRowNetwork } from "./randomRows";

const cases = fc.record({
  seed: fc.nat(1_000_000),
  layers: fc.integer({ min: 1, max: 8 }),
  inPlace: fc.boolean(),
  scratch: fc.boolean(),
  rows: fc.constantFrom("memory" as const, "supplied" as const),
  alignmentBytes: fc.constantFrom(1, 4),
});

describe("streaming", () => {
  it("makes random networks that are networks", () => {
    for (let seed = 0; seed < 300; seed++) {
      const problems = verifyNetwork(randomRowNetwork(seed, 1 + (seed % 8))).filter(
        ({ message }) => !/multiply/.test(message),
      );
      assert.deepEqual(problems, [], `seed ${seed}`);
    }
  });

  it("replays byte by byte", () => {
    let streamed = 0,
      slides = 0,
      replaced = 0,
      rings = 0,
      gaps = 0,
      total = 0;
    fc.assert(
      fc.property(cases, ({ seed, layers, ...options }) => {
        const network = randomRowNetwork(seed, layers);
        const policy = randomPolicy(network, seed + 1);
        const plan = planMemory(network, policy, { ...options, streaming: "auto" });
        const { highWaterBytes, rows } = replay(network, policy, plan);
        assert.equal(highWaterBytes, plan.arenaBytes);
        network.layers.forEach(({ index, output }) => assert.equal(rows[index], network.activations[output]?.shape[0]));
        streamed += plan.segments.filter((s) => s.streamed).length;
        slides += plan.buffers.filter((b) => b.slidesOver !== undefined).length;
        replaced += plan.buffers.filter(
          (b) => b.inPlaceOf !== undefined && plan.segments.some((s) => s.streamed && s.firstStep === b.firstStep),
        ).length;
        rings += plan.buffers.filter((b) => b.ring !== undefined).length;
        total++;
        if (plan.arenaBytes > Math.ceil(plan.lowerBoundBytes / options.alignmentBytes) * options.alignmentBytes) gaps++;
        const plain = planMemory(network, policy, { ...options, rows: "memory" });
        assert.ok(plan.arenaBytes <= plain.arenaBytes || options.rows === "supplied", "no worse than layer by layer");
      }),
      { numRuns: 1000, seed: 3 },
    );
    console.log({ streamed, slides, replaced, rings, gaps, total });
  });
});
