import assert from "node:assert/strict";
import { uniformPolicy } from "../../../../../src/engine/ir/network";
import { unwatched } from "../../../../../src/engine/ir/ports";
import { searchExactly } from "../../../../../src/engine/search/exact/exact";
import { pricesOf } from "../../../../../src/engine/search/answers/price";
import type { SearchProblem } from "../../../../../src/engine/search/types";
import { mobileNetV1, mobileNetV2 } from "../../../../support/firmware/architectures";
import { asking, realProblem, unhurried } from "../problems";

const KIB = 1024;

function leastLoss(problem: SearchProblem, limits: SearchProblem["limits"]): number {
  const answer = searchExactly({ ...problem, limits }, { seed: 1, watch: unwatched }, 100);
  assert.ok(answer.kind === "found" && answer.optimal);
  return answer.predictedLoss;
}

describe("the price of a byte", () => {
  for (const network of [mobileNetV1(1, 224), mobileNetV2()]) {
    for (const account of ["model", "linked"] as const) {
      it(`is paid and bought exactly: ${network.name}, ${account} account`, async () => {
        const limits = { flashBytes: 2048 * KIB, ramBytes: 512 * KIB };
        const problem = realProblem(network, account, limits, 7);
        const now = leastLoss(problem, limits);
        const prices = await pricesOf(asking(problem), unhurried);
        for (const [key, price] of [
          ["flashBytes", prices.flash],
          ["ramBytes", prices.ram],
        ] as const) {
          assert.ok(price && price.bytes > 0 && price.loss > 0);
          const bought = now - leastLoss(problem, { ...limits, [key]: limits[key] + price.bytes });
          assert.ok(Math.abs(bought - price.loss) <= 1e-9 * now, `${bought} is not ${price.loss}`);
          // By doublings: no addition of half as much or less helps.
          const half = 2 ** Math.floor(Math.log2((price.bytes - 1) / KIB)) * KIB;
          if (half >= KIB) assert.ok(leastLoss(problem, { ...limits, [key]: limits[key] + half }) >= now * (1 - 1e-9));
        }
      });
    }
  }

  it("has none where 8 bits everywhere fit", async () => {
    const network = mobileNetV1(0.25, 128);
    const problem = realProblem(network, "model", { flashBytes: 1, ramBytes: 1 }, 1);
    const roomy = { ...problem, limits: problem.need(uniformPolicy(network, 8)) };
    assert.deepEqual(await pricesOf(asking(roomy), unhurried), {});
  });
});
