/** States in random networks: their bytes are nobody else's, old values are whole until they are read for the last time, and accounts count both. */
import assert from "node:assert/strict";
import fc from "fast-check";
import { seededRandom } from "../../../../../src/engine/base/random";
import { activationBytes, type ActivationId, type Network } from "../../../../../src/engine/ir/network";
import { roomOf } from "../../../../../src/engine/layers/rooms";
import { constraintsOf, ramStepBytes } from "../../../../../src/engine/memory/accounts/constraintsOf";
import { layerAt } from "../../../../../src/engine/memory/arena/lifetimes";
import { planMemory } from "../../../../../src/engine/memory/arena/planMemory";
import { bufferOf } from "../../../../../src/engine/memory/arena/planLookups";
import type { Plan } from "../../../../../src/engine/memory/types";
import { randomNetwork, randomPolicy } from "../randomNetwork";
import { accountsFor, plannerOf } from "../../../../support/planning";

/** The last input becomes a state, made anew by any layer whose output has its size; undefined where there is none. */
function withState(network: Network, seed: number): Network | undefined {
  const input = network.inputs.at(-1);
  if (input === undefined || network.inputs.length < 2) return undefined;
  const random = seededRandom(seed);
  const { elements, group: own } = network.activations[input] as Network["activations"][number];
  const made = network.layers.map(({ output }) => output);
  const fitting = made.filter((id) => network.activations[id]?.elements === elements);
  const output = fitting[random.below(Math.max(1, fitting.length))];
  const others = network.outputs.filter((id) => id !== output);
  if (output === undefined || others.length === 0) return undefined;
  const groups = [own, network.activations[output]?.group ?? output];
  const leader = Math.min(...groups);
  return {
    ...network,
    outputs: [...others, output],
    states: [{ input, output }],
    activations: network.activations.map((one) => {
      if (!groups.includes(one.group)) return one;
      const { id, name, shape, elements: size } = one;
      return { id, name, shape, elements: size, group: leader };
    }),
  };
}

function stateOf({ states = [] }: Network): { readonly input: ActivationId; readonly output: ActivationId } {
  const [state] = states;
  assert.ok(state);
  return state;
}

/** Whether the new value may lie where the old one was, by the order alone. */
function mayReplace(network: Network, { order }: Plan, overwriting: boolean): boolean {
  const { input, output } = stateOf(network);
  const layers = order.map((index) => layerAt(network, index));
  const made = layers.findIndex((layer) => layer.output === output);
  const read = layers.reduce((last, layer, step) => (layer.inputs.includes(input) ? step : last), -1);
  const maker = layers[made];
  return read < made || (read === made && overwriting && maker !== undefined && roomOf(maker).isElementwise);
}

const cases = fc.record({
  seed: fc.nat(1_000_000),
  layers: fc.integer({ min: 1, max: 12 }),
  inPlace: fc.boolean(),
  streaming: fc.constantFrom("auto" as const, "off" as const),
});

describe("states in the arena", () => {
  it("have bytes of their own at every step, and are renewed in place where the order allows it, else copied", () => {
    let [inPlace, copied] = [0, 0];
    fc.assert(
      fc.property(cases, ({ seed, layers, ...options }) => {
        const network = withState(randomNetwork(seed, layers), seed);
        if (!network) return;
        const policy = randomPolicy(network, seed);
        const plan = planMemory(plannerOf(network), policy, options);
        const { input, output } = stateOf(network);
        const [state] = plan.states ?? [];
        assert.ok(state);
        assert.deepEqual([state.offset, state.sizeBytes], [0, activationBytes(network, policy, input)]);
        const isInPlace = mayReplace(network, plan, options.inPlace);
        assert.equal(state.renewed, isInPlace ? "inPlace" : "copied");
        if (isInPlace) inPlace++;
        else copied++;
        for (const { content, offset } of plan.buffers) {
          const isState =
            content.kind === "activation" && [input, ...(isInPlace ? [output] : [])].includes(content.activation);
          assert.ok(isState || offset >= state.sizeBytes, JSON.stringify({ content, offset }));
        }
        const [old, next] = [bufferOf(plan, input), bufferOf(plan, output)];
        assert.ok(old && next);
        assert.equal(next.lastStep, plan.order.length - 1);
        assert.equal(next.offset === old.offset, isInPlace);
        assert.ok(plan.arenaBytes >= plan.lowerBoundBytes && plan.lowerBoundBytes >= state.sizeBytes);
      }),
      { numRuns: 600, seed: 1 },
    );
    assert.ok(inPlace > 20 && copied > 20, `${inPlace} in place, ${copied} copied`);
  });

  it("are in both accounts, and search counts no more than they do", () => {
    fc.assert(
      fc.property(cases, ({ seed, layers }) => {
        const network = withState(randomNetwork(seed, layers), seed);
        if (!network) return;
        const policy = randomPolicy(network, seed);
        for (const account of ["model", "linked"] as const) {
          const accounts = accountsFor(network, policy, { account });
          const { steps } = constraintsOf(plannerOf(network), account);
          const counted = Math.max(...steps.map((step) => ramStepBytes(network, policy, step)));
          assert.ok(counted <= accounts[account].ramBytes, `${account}: ${counted} > ${accounts[account].ramBytes}`);
          assert.ok(counted >= activationBytes(network, policy, stateOf(network).input));
        }
        const { linked, plan } = accountsFor(network, policy, { account: "linked" });
        const held = linked.items.filter(({ kind }) => kind === "arena" || kind === "states");
        assert.equal(held.length, 2);
        assert.equal(
          held.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
          plan.arenaBytes,
        );
      }),
      { numRuns: 200, seed: 2 },
    );
  });
});
