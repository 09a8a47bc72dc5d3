import assert from "node:assert/strict";
import { surelyFits } from "../../../../../src/engine/search/answers/feasible";
import { STRATEGIES, type StrategyName } from "../../../../../src/engine/search/strategies";
import { unwatched } from "../../../../../src/engine/ir/ports";
import type { SearchProblem } from "../../../../../src/engine/search/types";
import { randomProblem } from "../problems";

/** Strategies that learn take seconds a problem and answer through the same function. */
const STUCK: readonly StrategyName[] = ["exact", "cut", "greedy", "random"];

async function allFind(problem: SearchProblem, limits: SearchProblem["limits"], where: string): Promise<void> {
  for (const name of STUCK) {
    const answer = await STRATEGIES[name].search({ ...problem, limits }, { seed: 1, watch: unwatched });
    assert.ok(answer.kind === "found", `${where}: ${name}`);
    const need = problem.need(answer.policy);
    assert.ok(need.flashBytes <= limits.flashBytes && need.ramBytes <= limits.ramBytes, `${where}: ${name}`);
  }
}

describe("surelyFits", () => {
  it("agrees with the exact search where arenas are not fragmented, and never promises too much; where it promises, every strategy finds a policy", async () => {
    const counts = { feasible: 0, infeasible: 0, unsure: 0 };
    for (const features of [
      { code: false, tables: false, fragments: false },
      { code: true, tables: true, fragments: false },
      { code: true, tables: true, fragments: true },
    ]) {
      for (let seed = 1; seed <= 150; seed++) {
        const random = randomProblem(seed, features);
        // Around the least need, where the question is hard.
        for (const part of [1, 0.8, 0.6]) {
          const { flashBytes, ramBytes } = random.limits;
          const limits = { flashBytes: Math.floor(flashBytes * part), ramBytes: Math.floor(ramBytes * part) };
          const problem = { ...random, limits, losses: { lossOf: () => 0 } };
          const answer = STRATEGIES.exact.search(problem, { seed: 0, watch: unwatched });
          assert.ok(!(answer instanceof Promise));
          const sure = surelyFits(problem);
          const where = `${JSON.stringify(features)}, problem ${seed}, ${part}`;
          if (sure && features.fragments) await allFind(random, limits, where);
          if (answer.kind === "infeasible") {
            assert.equal(sure, false, where);
            counts.infeasible += 1;
          } else if (sure) {
            counts.feasible += 1;
          } else {
            assert.ok(features.fragments, `${where}: without fragments the least policies decide`);
            counts.unsure += 1;
          }
        }
      }
    }
    assert.ok(counts.feasible > 100 && counts.infeasible > 100, JSON.stringify(counts));
    assert.ok(counts.unsure < counts.feasible / 5, JSON.stringify(counts));
  });
});
