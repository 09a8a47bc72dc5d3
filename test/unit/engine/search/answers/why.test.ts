import assert from "node:assert/strict";
import { ACTIVATION_WIDTHS } from "../../../../../src/engine/base/bits";
import { choicesOf, type Policy, withWidth } from "../../../../../src/engine/ir/network";
import { Cancelled, unwatched } from "../../../../../src/engine/ir/ports";
import { exact, searchTableau } from "../../../../../src/engine/search/exact/exact";
import { forced } from "../../../../../src/engine/search/exact/forced";
import { predictedLossOf, widthOf } from "../../../../../src/engine/search/loss";
import { tableauOf } from "../../../../../src/engine/search/tableau";
import type { Found, SearchProblem } from "../../../../../src/engine/search/types";
import { reasonsFor } from "../../../../../src/engine/search/answers/why";
import { mobileNetV1, mobileNetV2 } from "../../../../support/firmware/architectures";
import { asking, eachPolicy, randomProblem, realProblem, unhurried } from "../problems";

const KIB = 1024;
const OPTIONS = { seed: 1, watch: unwatched };
/** More than the policies of any enumerated problem. */
const ALL_CANDIDATES = 10_000_000;

function fits(problem: SearchProblem, policy: Policy): boolean {
  const { flashBytes, ramBytes } = problem.need(policy);
  return flashBytes <= problem.limits.flashBytes && ramBytes <= problem.limits.ramBytes;
}

async function searched(problem: SearchProblem): Promise<Found | undefined> {
  const answer = await exact(problem, OPTIONS);
  return answer.kind === "found" ? answer : undefined;
}

describe("a search with one tensor held at a width", () => {
  it("equals enumeration of the policies that have it", () => {
    let [held, none] = [0, 0];
    for (let seed = 1; seed <= 40; seed++) {
      const problem = randomProblem(seed, { code: true, tables: true, fragments: true });
      const choices = choicesOf(problem.network);
      const best = new Map<string, number>();
      eachPolicy(problem, (loss, policyAt) => {
        const policy = policyAt();
        if (!fits(problem, policy)) return;
        choices.forEach((choice, i) => {
          const key = `${i}:${widthOf(policy, choice)}`;
          best.set(key, Math.min(best.get(key) ?? Infinity, loss));
        });
      });
      const tableau = tableauOf(problem);
      choices.forEach((choice, i) => {
        for (const bits of ACTIVATION_WIDTHS) {
          const answer = searchTableau(problem, forced(tableau, choice, bits), OPTIONS, {
            replannings: ALL_CANDIDATES,
          });
          const least = best.get(`${i}:${bits}`);
          if (least === undefined) {
            none += 1;
            assert.equal(answer.kind, "none", `seed ${seed}, ${choice.kind} ${choice.name} at ${bits}`);
            continue;
          }
          held += 1;
          const where = `seed ${seed}, ${choice.kind} ${choice.name} at ${bits}: ${JSON.stringify(answer)}`;
          assert.ok(answer.kind === "found" && answer.optimal, where);
          assert.equal(widthOf(answer.policy, choice), bits);
          assert.ok(fits(problem, answer.policy), where);
          assert.ok(Math.abs(answer.predictedLoss - least) <= 1e-12 * least, `${where}, not ${least}`);
        }
      });
    }
    assert.ok(held > 200 && none > 50, `${held} held, ${none} impossible`);
  });
});

describe("why this width", () => {
  for (const account of ["model", "linked"] as const) {
    it(`states what forcing every other width comes to: ${account} account`, async () => {
      const problem = realProblem(mobileNetV1(1, 224), account, { flashBytes: 2048 * KIB, ramBytes: 512 * KIB }, 7);
      const chosen = await searched(problem);
      assert.ok(chosen?.optimal);
      const need = problem.need(chosen.policy);
      const reasons = await reasonsFor(asking(problem), chosen.policy, unhurried);
      assert.deepEqual(
        reasons.map(({ choice }) => choice),
        choicesOf(problem.network),
      );
      for (const { choice, bits, others, losses, bytes } of reasons) {
        assert.equal(bits, widthOf(chosen.policy, choice));
        assert.deepEqual([bits, ...others.map((other) => other.bits)].sort(), [2, 4, 8]);
        assert.equal(losses.length, ACTIVATION_WIDTHS.length);
        assert.ok((bytes[0] ?? 0) > (bytes[1] ?? 0) && (bytes[1] ?? 0) > (bytes[2] ?? 0));
        for (const { bits: other, best } of others) {
          if (!best) continue;
          assert.equal(widthOf(best.policy, choice), other);
          assert.ok(fits(problem, best.policy));
          const { flashBytes, ramBytes } = problem.need(best.policy);
          assert.equal(best.flashBytes, flashBytes - need.flashBytes);
          assert.equal(best.ramBytes, ramBytes - need.ramBytes);
          assert.equal(best.loss, predictedLossOf(problem, best.policy) - chosen.predictedLoss);
          assert.ok(best.loss >= -1e-12 * chosen.predictedLoss, "no other width is better than the best policy's");
        }
      }
    });

    it(`names the limit that the next width would exceed, and the layer: ${account} account`, async () => {
      const problem = realProblem(mobileNetV2(), account, { flashBytes: 2048 * KIB, ramBytes: 512 * KIB }, 3);
      const chosen = await searched(problem);
      assert.ok(chosen);
      const seen = new Set<string>();
      for (const { choice, bits, limit, layer, widths, losses } of await reasonsFor(
        asking(problem),
        chosen.policy,
        unhurried,
      )) {
        seen.add(limit);
        const wider = ACTIVATION_WIDTHS.filter((width) => width > bits).at(-1);
        assert.equal(limit === "widest", wider === undefined);
        assert.equal(layer !== undefined, limit === "ram" || limit === "both");
        if (wider === undefined) continue;
        const { flashBytes, ramBytes } = problem.need(withWidth(chosen.policy, choice, wider));
        const overFlash = flashBytes > problem.limits.flashBytes;
        if (overFlash) assert.ok(limit === "flash" || limit === "both");
        assert.equal(ramBytes > problem.limits.ramBytes, limit === "ram" || limit === "both");
        if (limit === "none")
          assert.ok(
            (losses[widths.indexOf(wider)] ?? 0) >= (losses[widths.indexOf(bits)] ?? 0),
            `${choice.name} could be wider`,
          );
      }
      for (const limit of ["flash", "ram", "widest"]) assert.ok(seen.has(limit), `${limit} in ${[...seen].join()}`);
    });
  }

  it("says so where no policy within the budget has a width", async () => {
    const network = mobileNetV1(1, 224);
    const problem = realProblem(network, "model", { flashBytes: 2048 * KIB, ramBytes: 304 * KIB }, 1);
    const chosen = await searched(problem);
    assert.ok(chosen);
    const reasons = await reasonsFor(asking(problem), chosen.policy, unhurried);
    const impossible = reasons.filter(({ others }) => others.some(({ best }) => best === undefined));
    assert.ok(impossible.length > 0);
    for (const { choice, others } of impossible) {
      for (const { bits } of others.filter(({ best }) => !best)) {
        const narrowest: Policy = {
          weights: chosen.policy.weights,
          activations: new Map([...chosen.policy.activations].map(([name]) => [name, 2])),
        };
        assert.ok(!fits(problem, withWidth(narrowest, choice, bits)), `${choice.name} at ${bits} bits`);
      }
    }
  });

  it("stops when cancelled", async () => {
    const problem = realProblem(mobileNetV1(1, 224), "model", { flashBytes: 2048 * KIB, ramBytes: 512 * KIB }, 1);
    const chosen = await searched(problem);
    assert.ok(chosen);
    const watch = { progress: () => undefined, cancelled: true };
    await assert.rejects(reasonsFor(asking(problem), chosen.policy, { ...unhurried, watch }), Cancelled);
  });
});
