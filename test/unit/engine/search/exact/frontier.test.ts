import assert from "node:assert/strict";
import fc from "fast-check";
import { seededRandom } from "../../../../../src/engine/base/random";
import { unwatched } from "../../../../../src/engine/ir/ports";
import { frontierOf, type FrontierOption, type FrontierStep } from "../../../../../src/engine/search/exact/frontier";
import { rankActivations } from "../../../../../src/engine/search/exact/ranking";

interface Case {
  readonly activations: readonly (readonly FrontierOption[])[];
  readonly steps: readonly FrontierStep[];
}

/** Eight activations alive together and some steps between pairs: more states than any chain has. */
function crowded(seed: number): Case {
  const random = seededRandom(seed);
  const sizes = Array.from({ length: 8 }, () => 8 * (20 + random.below(400)));
  const activations = sizes.map(() =>
    [8, 4, 2].map((bits) => ({ bits, loss: (10 ** (-4 + 4 * random.uniform()) * 8) / bits, tableBytes: 0 })),
  );
  const step = (members: readonly number[]): FrontierStep => {
    const terms = members.map((activation) => ({
      activation,
      bytes: [8, 4, 2].map((bits) => ((sizes[activation] ?? 0) * bits) / 8),
    }));
    const all = terms.reduce((sum, { bytes }) => sum + (bytes[0] ?? 0), 0);
    return { capacity: Math.floor(all * (0.3 + 0.6 * random.uniform())), terms };
  };
  return { activations, steps: [step([0, 1]), step([...sizes.keys()]), step([5, 7])] };
}

function leastByEnumeration({ activations, steps }: Case): number {
  let least = Infinity;
  for (let code = 0; code < 3 ** activations.length; code++) {
    const options = activations.map((_, i) => Math.floor(code / 3 ** i) % 3);
    const fits = steps.every(
      ({ capacity, terms }) =>
        terms.reduce((sum, { activation, bytes }) => sum + (bytes[options[activation] ?? 0] ?? 0), 0) <= capacity,
    );
    if (!fits) continue;
    least = Math.min(
      least,
      options.reduce((sum, option, i) => sum + (activations[i]?.[option]?.loss ?? 0), 0),
    );
  }
  return least;
}

function firstLoss(
  one: Case,
  guard: { widest: number; thin: boolean },
): { loss: number; sure: boolean; states: number } {
  const frontier = frontierOf(one.activations, one.steps, { ceiling: Infinity, watch: unwatched, ...guard });
  assert.ok(frontier);
  const noWeights = { exact: () => ({ loss: 0, bits: 0 }), bound: () => 0 };
  const first = rankActivations(frontier, one.activations, noWeights).next();
  assert.ok(first);
  return { loss: first.loss, sure: frontier.completeUpTo === Infinity, states: frontier.states };
}

describe("frontier of live activations", () => {
  it("equals enumeration where many are alive, dominated states dropped or not", () => {
    let spared = 0;
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const one = crowded(seed);
        const least = leastByEnumeration(one);
        const whole = firstLoss(one, { widest: 100_000, thin: false });
        const thin = firstLoss(one, { widest: 100_000, thin: true });
        assert.ok(whole.sure && thin.sure);
        assert.ok(Math.abs(whole.loss - least) <= 1e-12 * least);
        assert.ok(Math.abs(thin.loss - least) <= 1e-12 * least);
        assert.ok(thin.states <= whole.states);
        spared += whole.states - thin.states;
      }),
      { numRuns: 40, seed: 5 },
    );
    assert.ok(spared > 0, "no state was ever dominated");
  });

  it("still answers within every step, and says so, where a level may keep few states only", () => {
    let unsure = 0;
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const one = crowded(seed);
        const least = leastByEnumeration(one);
        const { loss, sure } = firstLoss(one, { widest: 3, thin: false });
        assert.ok(loss >= least * (1 - 1e-12) && loss < Infinity);
        if (sure) assert.ok(loss <= least * (1 + 1e-12));
        else unsure += 1;
      }),
      { numRuns: 40, seed: 6 },
    );
    assert.ok(unsure > 20, `only ${unsure} of the levels were too small`);
  });

  it("is undefined where a step exceeds its capacity with everything at its narrowest", () => {
    const { activations, steps } = crowded(1);
    const impossible = steps.map((step) => ({ ...step, capacity: 10 }));
    assert.equal(
      frontierOf(activations, impossible, { widest: 100, ceiling: Infinity, thin: false, watch: unwatched }),
      undefined,
    );
  });
});
