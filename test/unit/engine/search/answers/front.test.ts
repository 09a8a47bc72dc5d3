import assert from "node:assert/strict";
import { choicesOf, uniformPolicy, type Policy } from "../../../../../src/engine/ir/network";
import { Cancelled, unwatched } from "../../../../../src/engine/ir/ports";
import { executionOrder } from "../../../../../src/engine/memory/execution/executionOf";
import { exact, searchExactly } from "../../../../../src/engine/search/exact/exact";
import { dominates, paretoFront, type FrontPoint } from "../../../../../src/engine/search/answers/front";
import { predictedLossOf } from "../../../../../src/engine/search/loss";
import type { Found, SearchProblem } from "../../../../../src/engine/search/types";
import { mnasNet, mobileNetV1, mobileNetV2 } from "../../../../support/firmware/architectures";
import { asking, eachPolicy, randomProblem, realProblem, unhurried } from "../problems";
import { accountsFor, plannerOf } from "../../../../support/planning";

const KIB = 1024;
const BOARDS = [
  { flashBytes: 1024 * KIB, ramBytes: 256 * KIB },
  { flashBytes: 1536 * KIB, ramBytes: 384 * KIB },
  { flashBytes: 8192 * KIB, ramBytes: 1024 * KIB },
];
const REQUEST = { ...unhurried, boards: BOARDS };

async function searched(problem: SearchProblem): Promise<Found> {
  const answer = await exact(problem, { seed: 1, watch: unwatched });
  assert.ok(answer.kind === "found");
  return answer;
}

function sameWidths(a: Policy, b: Policy): boolean {
  const text = ({ weights, activations }: Policy): string => JSON.stringify([[...weights], [...activations]]);
  return text(a) === text(b);
}

function isUniform({ policy: { weights, activations } }: FrontPoint, bits: number): boolean {
  return [...weights.values(), ...activations.values()].every((own) => own === bits);
}

describe("the Pareto front", () => {
  for (const account of ["model", "linked"] as const) {
    it(`holds the choice and both ends, nothing that another point beats, exact figures: ${account} account`, async () => {
      const problem = realProblem(mobileNetV1(1, 224), account, { flashBytes: 2048 * KIB, ramBytes: 512 * KIB }, 7);
      const { network } = problem;
      const order = executionOrder(plannerOf(network));
      const chosen = await searched(problem);
      const points = await paretoFront(asking(problem), { ...REQUEST, chosen });
      assert.ok(points.length >= 12 && points.length <= 24, `${points.length} points`);
      assert.equal(points.filter((point) => point.chosen).length, 1);
      assert.ok(points.some((point) => point.chosen && sameWidths(point.policy, chosen.policy)));
      for (const bits of [8, 2]) assert.ok(points.some((point) => isUniform(point, bits)));
      for (const point of points) {
        const planned = accountsFor(network, point.policy, { account, order })[account];
        assert.equal(point.flashBytes, planned.flashBytes);
        assert.equal(point.ramBytes, planned.ramBytes);
        assert.equal(point.loss, predictedLossOf(problem, point.policy));
        const isLandmark = point.chosen || isUniform(point, 8) || isUniform(point, 2);
        assert.ok(isLandmark || !points.some((other) => dominates(other, point)));
      }
      const flash = points.map(({ flashBytes }) => flashBytes);
      assert.deepEqual(
        flash,
        [...flash].sort((a, b) => a - b),
      );
      assert.deepEqual(await paretoFront(asking(problem), { ...REQUEST, chosen }), points, "the same again");
    });
  }

  it("has the least loss of all policies at the bytes of each proven point", async () => {
    let compared = 0;
    for (let seed = 1; seed <= 12; seed++) {
      const problem = randomProblem(seed, { code: true, tables: true, fragments: true });
      const points = await paretoFront(asking(problem), { ...REQUEST, boards: [] });
      const proven = points.filter(({ optimal }) => optimal);
      eachPolicy(problem, (loss, policyAt) => {
        if (proven.every((point) => loss >= point.loss * (1 - 1e-12))) return;
        const { flashBytes, ramBytes } = problem.need(policyAt());
        for (const point of proven) {
          if (loss >= point.loss * (1 - 1e-12)) continue;
          compared += 1;
          // FLASH within the limits means by the constraints as well, whose code is an upper bound: they are exact here.
          assert.ok(
            flashBytes > point.flashBytes || ramBytes > point.ramBytes,
            `seed ${seed}: ${loss} < ${point.loss}`,
          );
        }
      });
    }
    assert.ok(compared > 1000, `${compared} policies were compared`);
  });

  it("answers a board's budget with the policy that a search for that board finds", async () => {
    const problem = realProblem(mobileNetV2(), "model", { flashBytes: 2048 * KIB, ramBytes: 640 * KIB }, 3);
    const [, board] = BOARDS;
    assert.ok(board);
    const points = await paretoFront(asking(problem), { ...REQUEST, boards: [board] });
    const best = searchExactly({ ...problem, limits: board }, { seed: 1, watch: unwatched }, 100);
    assert.ok(best.kind === "found");
    assert.ok(points.some(({ policy }) => sameWidths(policy, best.policy)));
  });

  it("keeps a choice that another policy beats, and marks it alone", async () => {
    const problem = realProblem(mobileNetV1(0.5, 160), "model", { flashBytes: 1024 * KIB, ramBytes: 256 * KIB }, 5);
    const policy = uniformPolicy(problem.network, 4);
    const boards = [problem.need(policy)];
    const points = await paretoFront(asking(problem), { ...REQUEST, boards, chosen: { policy, optimal: false } });
    const chosen = points.filter((point) => point.chosen);
    assert.equal(chosen.length, 1);
    assert.ok(chosen[0] && points.some((other) => dominates(other, chosen[0] as FrontPoint)));
  });

  it("lets the outside run between searches, tells how far it is, and stops when cancelled", async () => {
    const problem = realProblem(mobileNetV1(1, 224), "model", { flashBytes: 2048 * KIB, ramBytes: 512 * KIB }, 1);
    let pauses = 0;
    const steps: number[] = [];
    const watch = {
      progress: (_: string, done: number) => void steps.push(done),
      get cancelled() {
        return pauses >= 3;
      },
    };
    const pause = (): Promise<void> => {
      pauses += 1;
      return Promise.resolve();
    };
    await assert.rejects(paretoFront(asking(problem), { boards: [], pause, watch }), Cancelled);
    assert.deepEqual(steps, [0, 1, 2]);
  });

  for (const network of [mobileNetV1(1, 224), mobileNetV2(), mnasNet()]) {
    it(`has several points on ${network.name}, among them the answer`, async () => {
      assert.ok(choicesOf(network).length > 50);
      const problem = realProblem(network, "linked", { flashBytes: 2048 * KIB, ramBytes: 512 * KIB }, 7);
      const chosen = await searched(problem);
      const points = await paretoFront(asking(problem), { ...REQUEST, chosen });
      assert.ok(points.length > 1, `${points.length} points`);
      assert.ok(points.some((point) => point.chosen));
    });
  }
});
