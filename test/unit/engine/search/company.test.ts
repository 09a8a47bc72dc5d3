import assert from "node:assert/strict";
import { choicesOf, uniformPolicy, type Policy } from "../../../../src/engine/ir/network";
import { unwatched } from "../../../../src/engine/ir/ports";
import { companyPolicy, lossesInCompany } from "../../../../src/engine/search/company";
import { exact } from "../../../../src/engine/search/exact/exact";
import { predictedLossOf } from "../../../../src/engine/search/loss";
import type { LossTable, SearchProblem } from "../../../../src/engine/search/types";
import { mobileNetV1 } from "../../../support/firmware/architectures";
import { NO_LIMIT, realProblem } from "./problems";

/** A weight loses 1 at 4 bits and 1.3 at 2, alone: two at 2 bits and one at 8 seem better than three at 4, which take as many bits. */
const ALONE: LossTable = {
  lossOf: ({ kind, elements }, bits) =>
    (kind === "activation" ? 0.001 : elements) * { 16: 0, 8: 0, 5: 0.8, 4: 1, 3: 1.2, 2: 1.3 }[bits],
};

function problemAt4(): SearchProblem {
  const open = realProblem(mobileNetV1(0.25, 128), "model", { flashBytes: NO_LIMIT, ramBytes: NO_LIMIT }, 3);
  return { ...open, losses: ALONE, limits: { ...open.limits, flashBytes: open.need(companyPolicy(open)).flashBytes } };
}

async function searched(problem: SearchProblem): Promise<Policy> {
  const answer = await exact(problem, { seed: 0, watch: unwatched });
  assert.ok(answer.kind === "found");
  return answer.policy;
}

const weightsOf = ({ weights }: Policy): readonly number[] => [...new Set(weights.values())].sort();

describe("losses in company", () => {
  it("are those of 4-bit weights, scaled so that uniform weights of 4 bits lose what was measured", () => {
    const problem = problemAt4();
    const alone = predictedLossOf(problem, companyPolicy(problem));
    const losses = lossesInCompany(problem, 0.6 * alone);
    const scaled = { ...problem, losses };
    assert.ok(Math.abs(predictedLossOf(scaled, companyPolicy(problem)) - 0.6 * alone) < 1e-9 * alone);
    for (const choice of choicesOf(problem.network)) {
      for (const bits of [8, 2] as const) assert.equal(losses.lossOf(choice, bits), ALONE.lossOf(choice, bits));
      if (choice.kind === "activation") assert.equal(losses.lossOf(choice, 4), ALONE.lossOf(choice, 4));
    }
  });

  it("never make 4 bits dearer than they are alone, nor nearly free", () => {
    const problem = problemAt4();
    const [choice] = choicesOf(problem.network);
    assert.ok(choice?.kind === "weights");
    const alone = predictedLossOf(problem, companyPolicy(problem));
    const scaleAt = (measured: number): number =>
      lossesInCompany(problem, measured).lossOf(choice, 4) / ALONE.lossOf(choice, 4);
    assert.deepEqual([scaleAt(3 * alone), scaleAt(0)], [1, 0.2]);
    const free = { ...problem, losses: { lossOf: () => 0 } };
    assert.equal(lossesInCompany(free, 1).lossOf(choice, 4), 0);
  });

  it("lead the search to 4 bits everywhere, where the sum of single losses prefers 8 and 2", async () => {
    const problem = problemAt4();
    assert.ok(weightsOf(await searched(problem)).includes(2));
    const measured = 0.5 * predictedLossOf(problem, companyPolicy(problem));
    const policy = await searched({ ...problem, losses: lossesInCompany(problem, measured) });
    assert.deepEqual(weightsOf(policy), weightsOf(uniformPolicy(problem.network, 4)));
  });
});
