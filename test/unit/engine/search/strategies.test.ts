import assert from "node:assert/strict";
import { unwatched } from "../../../../src/engine/ir/ports";
import { predictedLossOf } from "../../../../src/engine/search/loss";
import { isStrategyName, STRATEGIES, type StrategyName } from "../../../../src/engine/search/strategies";
import type { SearchAnswer, SearchProblem } from "../../../../src/engine/search/types";
import { mobileNetV1, mobileNetV2 } from "../../../support/firmware/architectures";
import { searchBriefly } from "./learners";
import { randomProblem, realProblem } from "./problems";

const OPTIONS = { seed: 42, watch: unwatched };
const NAMES = Object.keys(STRATEGIES) as StrategyName[];

async function lossOf(problem: SearchProblem, name: StrategyName): Promise<number | undefined> {
  const answer = await searchBriefly(name, problem, OPTIONS);
  if (answer.kind === "infeasible") {
    assert.ok(answer.short.length > 0);
    return undefined;
  }
  const { flashBytes, ramBytes } = problem.need(answer.policy);
  assert.ok(
    flashBytes <= problem.limits.flashBytes && ramBytes <= problem.limits.ramBytes,
    `${name} exceeds the limits`,
  );
  assert.equal(answer.predictedLoss, predictedLossOf(problem, answer.policy));
  return answer.predictedLoss;
}

describe("search strategies", () => {
  it("keep to the limits, and none beats exact search", async () => {
    const real = [mobileNetV1(1, 224), mobileNetV2()].flatMap((network) =>
      (["model", "linked"] as const).map((account) =>
        realProblem(network, account, { flashBytes: 2 * 2 ** 20, ramBytes: 512 * 1024 }, 9),
      ),
    );
    const small = Array.from({ length: 40 }, (_, seed) =>
      randomProblem(seed, { code: true, tables: true, fragments: false }),
    );
    for (const problem of [...real, ...small]) {
      const best = await lossOf(problem, "exact");
      for (const name of NAMES) {
        const loss = await lossOf(problem, name);
        if (best === undefined) assert.equal(loss, undefined);
        else if (loss !== undefined) assert.ok(best <= loss * (1 + 1e-12), `${name} beats exact`);
      }
    }
    for (const problem of real) {
      const [best, greedy, random] = [
        await lossOf(problem, "exact"),
        await lossOf(problem, "greedy"),
        await lossOf(problem, "random"),
      ];
      assert.ok(best !== undefined && greedy !== undefined && random !== undefined);
      assert.ok(greedy < random, "greedy search should beat chance");
    }
  });

  it("draw the same random policies from the same seed", async () => {
    const problem = realProblem(mobileNetV1(1, 224), "model", { flashBytes: 2 * 2 ** 20, ramBytes: 512 * 1024 }, 9);
    const run = async (seed: number): Promise<SearchAnswer> =>
      await STRATEGIES.random.search(problem, { ...OPTIONS, seed });
    assert.deepEqual(await run(1), await run(1));
    assert.notDeepEqual(await run(1), await run(2));
  });

  it("have names and one-line descriptions", () => {
    for (const name of NAMES) assert.match(STRATEGIES[name].description, /^[^\n]{20,120}$/);
    assert.ok(isStrategyName("exact"));
    assert.ok(!isStrategyName("toString"));
  });
});
