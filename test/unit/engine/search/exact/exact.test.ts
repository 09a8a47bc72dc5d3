import assert from "node:assert/strict";
import fc from "fast-check";
import { WEIGHT_WIDTHS, type NarrowBits, type Bits } from "../../../../../src/engine/base/bits";
import { choicesOf, type Policy } from "../../../../../src/engine/ir/network";
import { Cancelled, unwatched } from "../../../../../src/engine/ir/ports";
import { exact, searchExactly } from "../../../../../src/engine/search/exact/exact";
import { predictedLossOf } from "../../../../../src/engine/search/loss";
import type { Infeasible, SearchAnswer, SearchProblem } from "../../../../../src/engine/search/types";
import { mnasNet, mobileNetV1, mobileNetV2, NetworkBuilder } from "../../../../support/firmware/architectures";
import { countedBytes, eachPolicy, NO_LIMIT, randomProblem, realProblem, type Features } from "../problems";

const OPTIONS = { seed: 1, watch: unwatched };
const KIB = 1024;
/** More than the policies of any enumerated problem. */
const ALL_CANDIDATES = 10_000_000;

function fits(problem: SearchProblem, policy: Policy): boolean {
  const { flashBytes, ramBytes } = problem.need(policy);
  return flashBytes <= problem.limits.flashBytes && ramBytes <= problem.limits.ramBytes;
}

/** Least loss, and of the policies that attain it (but for rounding) the greatest sum of bits. */
function enumerated(problem: SearchProblem): { readonly loss: number; readonly bits: number } | undefined {
  let best: { loss: number; bits: number } | undefined;
  eachPolicy(problem, (loss, policyAt) => {
    if (best && loss > best.loss * (1 + 1e-12)) return;
    const policy = policyAt();
    if (!fits(problem, policy)) return;
    const tie = best !== undefined && loss >= best.loss * (1 - 1e-12);
    const bits = tie ? Math.max(bitsIn(policy), best?.bits ?? 0) : bitsIn(policy);
    best = { loss: Math.min(loss, best?.loss ?? Infinity), bits };
  });
  return best;
}

function bitsIn(policy: Policy): number {
  return [...policy.weights.values(), ...policy.activations.values()].reduce<number>(
    (sum, bits: Bits) => sum + bits,
    0,
  );
}

function within(problem: SearchProblem, flashBytes: number, ramBytes: number): SearchAnswer {
  return searchExactly({ ...problem, limits: { flashBytes, ramBytes } }, OPTIONS, ALL_CANDIDATES);
}

const VARIANTS: readonly (readonly [string, Features])[] = [
  ["plain", { code: false, tables: false, fragments: false }],
  ["code that depends on widths", { code: true, tables: false, fragments: false }],
  ["tables that depend on widths", { code: false, tables: true, fragments: false }],
  ["arenas that fragment", { code: false, tables: false, fragments: true }],
  ["everything together", { code: true, tables: true, fragments: true }],
];

describe("exact search", () => {
  for (const [name, features] of VARIANTS) {
    it(`equals enumeration: ${name}`, () => {
      let found = 0;
      fc.assert(
        fc.property(fc.integer(), (seed) => {
          const problem = randomProblem(seed, features);
          const best = enumerated(problem);
          const answer = searchExactly(problem, OPTIONS, ALL_CANDIDATES);
          if (!best) {
            assert.equal(answer.kind, "infeasible");
            return;
          }
          assert.ok(answer.kind === "found");
          found += 1;
          assert.ok(fits(problem, answer.policy));
          assert.ok(answer.optimal);
          assert.ok(
            Math.abs(answer.predictedLoss - best.loss) <= 1e-12 * best.loss,
            `${answer.predictedLoss} is not ${best.loss}`,
          );
          assert.equal(answer.predictedLoss, predictedLossOf(problem, answer.policy));
          assert.equal(answer.leastLoss, answer.predictedLoss);
          if (Number.isInteger(best.loss)) assert.equal(bitsIn(answer.policy), best.bits);
        }),
        { numRuns: 100, seed: 20200812 },
      );
      assert.ok(found > 20, `only ${found} of the random problems had a solution`);
    });
  }

  it("equals enumeration where weights have five widths", () => {
    let odd = 0;
    for (let seed = 1; seed <= 40; seed++) {
      const problem = randomProblem(seed, { code: true, tables: true, fragments: true }, WEIGHT_WIDTHS);
      const best = enumerated(problem);
      const answer = searchExactly(problem, OPTIONS, ALL_CANDIDATES);
      assert.equal(answer.kind, best ? "found" : "infeasible");
      if (!best || answer.kind !== "found") continue;
      assert.ok(fits(problem, answer.policy) && answer.optimal);
      assert.ok(
        Math.abs(answer.predictedLoss - best.loss) <= 1e-12 * best.loss,
        `${answer.predictedLoss}: ${best.loss}`,
      );
      if ([...answer.policy.weights.values()].some((bits) => bits === 5 || bits === 3)) odd += 1;
    }
    assert.ok(odd > 3, `weights of 5 or 3 bits in ${odd} answers`);
  });

  it("equals enumeration on twelve choices", () => {
    const builder = new NetworkBuilder("twelve");
    let last = builder.input("input", [6, 6, 3]);
    const channels = [5, 4, 7, 3, 6];
    channels.forEach((count, i) => (last = builder.pointwise(`conv${i}`, last, count)));
    last = builder.globalAveragePool("pool", last);
    const network = builder.build([builder.fullyConnected("fc", last, 4)]);
    assert.equal(choicesOf(network).length, 12);
    const problem = realProblem(network, "model", { flashBytes: 390, ramBytes: 260 }, 5);
    const fast = { ...problem, need: (policy: Policy) => countedBytes(network, problem.constraints, policy) };
    const best = enumerated(fast);
    const answer = exact(fast, OPTIONS) as SearchAnswer;
    assert.ok(best && answer.kind === "found");
    assert.ok(Math.abs(answer.predictedLoss - best.loss) <= 1e-12 * best.loss);
    assert.ok([...answer.policy.weights.values(), ...answer.policy.activations.values()].some((bits) => bits < 8));
  });

  it("states leasts at which a policy exists and one byte below which none does", () => {
    let infeasible = 0;
    fc.assert(
      fc.property(fc.integer(), fc.boolean(), fc.boolean(), (seed, code, tables) => {
        const drawn = randomProblem(seed, { code, tables, fragments: false });
        const problem = {
          ...drawn,
          limits: {
            flashBytes: Math.floor(drawn.limits.flashBytes * 0.7),
            ramBytes: Math.floor(drawn.limits.ramBytes * 0.7),
          },
        };
        const answer = exact(problem, OPTIONS) as SearchAnswer;
        if (answer.kind === "found") return;
        infeasible += 1;
        assert.ok(answer.proven);
        assertLeasts(problem, answer);
      }),
      { numRuns: 150, seed: 7 },
    );
    assert.ok(infeasible > 30, `only ${infeasible} of the random problems were infeasible`);
  });

  it("prefers more bits at equal loss", () => {
    const problem = realProblem(mobileNetV1(0.25, 128), "model", { flashBytes: NO_LIMIT, ramBytes: NO_LIMIT }, 1);
    const answer = exact({ ...problem, losses: { lossOf: () => 0 } }, OPTIONS) as SearchAnswer;
    assert.ok(answer.kind === "found");
    assert.equal(bitsIn(answer.policy), 8 * choicesOf(problem.network).length);
  });

  it("counts a loss below zero as zero", () => {
    const problem = realProblem(mobileNetV1(0.25, 128), "model", { flashBytes: NO_LIMIT, ramBytes: NO_LIMIT }, 1);
    const noisy = { ...problem, losses: { lossOf: (_: unknown, bits: NarrowBits) => (bits === 2 ? -1e-9 : 0) } };
    const answer = exact(noisy, OPTIONS) as SearchAnswer;
    assert.ok(answer.kind === "found");
    assert.equal(answer.predictedLoss, 0);
    assert.equal(bitsIn(answer.policy), 8 * choicesOf(problem.network).length);
  });

  it("narrows a tensor that measures better when narrow", () => {
    const problem = realProblem(mobileNetV1(0.25, 128), "model", { flashBytes: NO_LIMIT, ramBytes: NO_LIMIT }, 1);
    const odd = {
      ...problem,
      losses: { lossOf: ({ name }: { name: string }, bits: NarrowBits) => (name === "pw3" && bits !== 4 ? 1 : 0) },
    };
    const answer = exact(odd, OPTIONS) as SearchAnswer;
    assert.ok(answer.kind === "found");
    assert.equal(answer.policy.weights.get("pw3"), 4);
    assert.equal(answer.policy.activations.get("pw3"), 4);
    assert.equal(answer.predictedLoss, 0);
  });

  it("stops when cancelled", () => {
    const problem = realProblem(mobileNetV1(1, 224), "model", { flashBytes: 2048 * KIB, ramBytes: 512 * KIB }, 1);
    assert.throws(() => exact(problem, { seed: 1, watch: { progress: () => undefined, cancelled: true } }), Cancelled);
  });

  it("answers without optimality when arenas keep failing, and says how good an answer could be", () => {
    const problem = realProblem(mobileNetV2(), "model", { flashBytes: 2048 * KIB, ramBytes: 512 * KIB }, 3);
    const ideal = exact(problem, OPTIONS) as SearchAnswer;
    // An arena that always needs a tenth more than what is alive.
    const roomy = {
      ...problem,
      need: (policy: Policy) => {
        const { flashBytes, ramBytes } = countedBytes(problem.network, problem.constraints, policy);
        return { flashBytes, ramBytes: Math.ceil(ramBytes * 1.1) };
      },
    };
    const answer = exact(roomy, OPTIONS) as SearchAnswer;
    assert.ok(ideal.kind === "found" && answer.kind === "found");
    assert.ok(fits(roomy, answer.policy));
    assert.equal(answer.optimal, false);
    assert.ok(answer.leastLoss !== undefined && answer.leastLoss <= answer.predictedLoss);
    assert.ok(answer.leastLoss >= ideal.predictedLoss * (1 - 1e-12));
    // The answer that such an arena makes optimal, found by asking for the smaller limit directly.
    const direct = within(problem, 2048 * KIB, Math.floor((512 * KIB) / 1.1));
    assert.ok(direct.kind === "found");
    assert.ok(
      answer.predictedLoss <= direct.predictedLoss * 1.0001,
      `${answer.predictedLoss} against ${direct.predictedLoss}`,
    );
  });

  const budgets = [
    [2048, 512],
    [1536, 400],
    [1280, 384],
  ] as const;
  for (const network of [mobileNetV1(1, 224), mobileNetV2(), mnasNet()]) {
    it(`decides every budget of ${network.name}, with proof`, () => {
      for (const account of ["model", "linked"] as const) {
        for (const [flash, ram] of budgets) {
          for (let seed = 1; seed <= 5; seed++) {
            const problem = realProblem(network, account, { flashBytes: flash * KIB, ramBytes: ram * KIB }, seed);
            const answer = exact(problem, OPTIONS) as SearchAnswer;
            if (answer.kind === "found") assert.ok(fits(problem, answer.policy));
            else assert.ok(answer.proven);
            if (account === "model" && answer.kind === "found") assert.ok(answer.optimal);
          }
        }
      }
    });
  }
});

function assertLeasts(problem: SearchProblem, answer: Infeasible): void {
  const { limits } = problem;
  const attained = (flashBytes: number, ramBytes: number): void => {
    assert.equal(within(problem, flashBytes, ramBytes).kind, "found", `nothing at ${flashBytes}/${ramBytes}`);
  };
  const missed = (flashBytes: number, ramBytes: number): void => {
    assert.equal(within(problem, flashBytes, ramBytes).kind, "infeasible", `something at ${flashBytes}/${ramBytes}`);
  };
  attained(answer.leastFlashBytes, NO_LIMIT);
  missed(answer.leastFlashBytes - 1, NO_LIMIT);
  attained(NO_LIMIT, answer.leastRamBytes);
  missed(NO_LIMIT, answer.leastRamBytes - 1);
  const { flashBytes, ramBytes } = answer.together;
  assert.equal(ramBytes, answer.leastRamBytes);
  attained(flashBytes, ramBytes);
  missed(flashBytes - 1, ramBytes);
  missed(NO_LIMIT, ramBytes - 1);
  if (answer.flashBytesWithinRam === undefined) {
    missed(NO_LIMIT, limits.ramBytes);
  } else {
    attained(answer.flashBytesWithinRam, limits.ramBytes);
    missed(answer.flashBytesWithinRam - 1, limits.ramBytes);
  }
  if (answer.ramBytesWithinFlash === undefined) {
    missed(limits.flashBytes, NO_LIMIT);
  } else {
    attained(limits.flashBytes, answer.ramBytesWithinFlash);
    missed(limits.flashBytes, answer.ramBytesWithinFlash - 1);
  }
  const alone: ("flash" | "ram")[] = [];
  if (answer.leastFlashBytes > limits.flashBytes) alone.push("flash");
  if (answer.leastRamBytes > limits.ramBytes) alone.push("ram");
  assert.deepEqual(answer.short, alone.length > 0 ? alone : ["flash", "ram"]);
  assert.ok(problem.network.layers.some(({ name }) => name === answer.ramLayer));
}
