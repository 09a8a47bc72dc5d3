import assert from "node:assert/strict";
import { seededRandom } from "../../../../../../src/engine/base/random";
import { productsHere } from "../../../../../../src/engine/quantize/round/roundingProducts";
import { Agent } from "../../../../../../src/engine/search/learn/reinforcement/agent";
import { Replay, type Transition } from "../../../../../../src/engine/search/learn/reinforcement/replay";

const OPTIONS = {
  hiddenUnits: 32,
  actorRate: 1e-3,
  criticRate: 1e-2,
  discount: 1,
  targetRate: 0.05,
  baselineRate: 0.5,
  batch: 32,
  capacity: 2000,
};

describe("agent", () => {
  it("learns which action each of two states wants", async () => {
    const random = seededRandom(5);
    const agent = new Agent(2, OPTIONS, random, productsHere);
    const wanted = [0.15, 0.8];
    for (let i = 0; i < 1500; i++) {
      const kind = random.below(2);
      const state = Float32Array.of(kind, 1 - kind);
      const action = random.uniform();
      const reward = -10 * (action - (wanted[kind] ?? 0)) ** 2;
      agent.observe({ state, action, reward, next: state, isLast: true });
    }
    for (let i = 0; i < 600; i++) await agent.update();
    for (const kind of [0, 1]) {
      const action = agent.act(Float32Array.of(kind, 1 - kind));
      assert.ok(Math.abs(action - (wanted[kind] ?? NaN)) < 0.12, `state ${kind}: ${action}`);
    }
  });
});

describe("replay", () => {
  const transition = (reward: number): Transition => ({
    state: new Float32Array(1),
    action: 0,
    reward,
    next: new Float32Array(1),
    isLast: true,
  });

  it("forgets the oldest and draws each at most once", () => {
    const replay = new Replay(10);
    for (let i = 0; i < 25; i++) replay.add(transition(i));
    const drawn = replay.sample(20, seededRandom(1)).map(({ reward }) => reward);
    assert.deepEqual(
      [...drawn].sort((a, b) => a - b),
      [15, 16, 17, 18, 19, 20, 21, 22, 23, 24],
    );
  });
});
