import assert from "node:assert/strict";
import { ACTIVATION_WIDTHS } from "../../../../src/engine/base/bits";
import { seededRandom } from "../../../../src/engine/base/random";
import { choicesOf, type Policy } from "../../../../src/engine/ir/network";
import { Cancelled, unwatched } from "../../../../src/engine/ir/ports";
import { decisionsOf, narrowToFit } from "../../../../src/engine/search/learn/decisions";
import { exact } from "../../../../src/engine/search/exact/exact";
import { reinforce, REINFORCEMENT } from "../../../../src/engine/search/learn/reinforcement/reinforcement";
import { figuresOf, tableauOf } from "../../../../src/engine/search/tableau";
import type { Found, SearchAnswer, SearchProblem } from "../../../../src/engine/search/types";
import { executorOf } from "../../../../src/engine";
import { createOrtRunner } from "../../../../src/runtime/ortRunner";
import { mobileNetV1, mobileNetV2 } from "../../../support/firmware/architectures";
import { LEARNERS, type Learner } from "./learners";
import { randomProblem, realProblem } from "./problems";

const OPTIONS = { seed: 7, watch: unwatched };
const LIMITS = { flashBytes: 2 * 2 ** 20, ramBytes: 512 * 1024 };
const MOBILE = realProblem(mobileNetV1(1, 224), "model", LIMITS, 9);

async function found(learn: Learner, problem: SearchProblem, episodes: number, seed = 7): Promise<Found> {
  const answer = await learn(problem, { ...OPTIONS, seed }, episodes);
  if (answer.kind !== "found") throw new Error("no policy was found");
  return answer;
}

function fits(problem: SearchProblem, policy: Policy): boolean {
  const { flashBytes, ramBytes } = problem.need(policy);
  return flashBytes <= problem.limits.flashBytes && ramBytes <= problem.limits.ramBytes;
}

/** The part of all widths that differ from a policy which the loss table knows nothing of: it calls 8 bits everywhere best. */
function distance({ weights, activations }: Policy): number {
  const widths = [...weights.values()]
    .map((bits) => bits !== 2)
    .concat([...activations.values()].map((bits) => bits !== 2));
  return 0.01 + widths.filter((differs) => differs).length / widths.length;
}

describe("a policy as decisions", () => {
  it("decides every width once, weights before the output of their layer", () => {
    for (const network of [mobileNetV1(1, 224), mobileNetV2()]) {
      const problem = realProblem(network, "model", LIMITS, 1);
      const tableau = tableauOf(problem);
      const decisions = decisionsOf(problem, tableau);
      assert.equal(decisions.length, choicesOf(network).length);
      assert.equal(new Set(decisions.map(({ kind, row }) => `${kind}${row}`)).size, decisions.length);
      const ranks = decisions.map(({ layer, kind }) => 2 * layer.index + (kind === "weights" ? 0 : 1));
      assert.deepEqual(
        ranks,
        [...ranks].sort((a, b) => a - b),
      );
    }
  });

  it("is narrowed until it fits, and never widened; where it cannot fit, the limit is named", () => {
    let fitting = 0;
    for (let seed = 0; seed < 150; seed++) {
      const problem = randomProblem(seed, { code: seed % 2 === 0, tables: seed % 3 === 0, fragments: true });
      const tableau = tableauOf(problem);
      const random = seededRandom(seed);
      const draw = (): number => random.below(ACTIVATION_WIDTHS.length);
      const before = { weights: tableau.weights.map(draw), activations: tableau.activations.map(draw) };
      const picks = { weights: [...before.weights], activations: [...before.activations] };
      const short = narrowToFit(problem, tableau, decisionsOf(problem, tableau), picks);
      const need = figuresOf(problem, tableau, picks);
      const isFitting = need.flashBytes <= problem.limits.flashBytes && need.ramBytes <= problem.limits.ramBytes;
      if (short.length === 0) assert.ok(isFitting, `problem ${seed}`);
      fitting += Number(isFitting);
      for (const kind of ["weights", "activations"] as const)
        picks[kind].forEach((option, row) => assert.ok(option >= (before[kind][row] ?? Infinity)));
    }
    assert.ok(fitting > 75, `${fitting} fit`);
  });

  it("is left as it is where it fits", () => {
    const roomy = realProblem(mobileNetV1(1, 224), "model", { flashBytes: 2 ** 40, ramBytes: 2 ** 40 }, 1);
    const tableau = tableauOf(roomy);
    const picks = { weights: tableau.weights.map(() => 0), activations: tableau.activations.map(() => 1) };
    assert.deepEqual(narrowToFit(roomy, tableau, decisionsOf(roomy, tableau), picks), []);
    assert.ok(picks.weights.every((option) => option === 0) && picks.activations.every((option) => option === 1));
  });
});

for (const name of ["reinforcement", "policy-gradient"] as const) {
  const learn = LEARNERS[name];
  describe(name, () => {
    it("keeps to the limits and never beats exact search on the table", async () => {
      let compared = 0;
      for (let seed = 0; seed < 30; seed++) {
        const problem = randomProblem(seed, { code: true, tables: true, fragments: false });
        const best = await exact(problem, OPTIONS);
        const answer = await learn(problem, OPTIONS, 40);
        if (answer.kind === "infeasible") {
          assert.ok(answer.short.length > 0);
          continue;
        }
        assert.ok(best.kind === "found" && best.optimal, `problem ${seed}`);
        assert.ok(fits(problem, answer.policy));
        assert.ok(best.predictedLoss <= answer.predictedLoss * (1 + 1e-12), `problem ${seed}`);
        compared++;
      }
      assert.ok(compared >= 15, `${compared} compared`);
    });

    it("gives identical policies and traces for one seed, others for another", async () => {
      const answers = [
        await found(learn, MOBILE, 40),
        await found(learn, MOBILE, 40),
        await found(learn, MOBILE, 40, 8),
      ];
      assert.deepEqual(answers[0], answers[1]);
      assert.notDeepEqual(answers[0]?.trace, answers[2]?.trace);
    });

    it("gets better while it learns", async () => {
      const { trace = [] } = await found(learn, MOBILE, name === "reinforcement" ? 80 : 400);
      const mean = (points: typeof trace): number =>
        points.reduce((sum, { reward }) => sum + reward, 0) / points.length;
      const [early, late] = [mean(trace.slice(0, 10)), mean(trace.slice(-15))];
      assert.ok(late > early + 0.5, `rewards went from ${early} to ${late}`);
    });

    it("is told the least loss so far, and answers with it", async () => {
      const answer = await found(learn, MOBILE, 60);
      const { trace = [] } = answer;
      assert.equal(answer.evaluations, trace.length);
      assert.deepEqual(
        trace.map(({ episode }) => episode),
        trace.map((_, i) => i + 1),
      );
      const least = trace.map(({ best }) => best ?? Infinity);
      least.forEach((best, i) => assert.ok(best <= (least[i - 1] ?? Infinity)));
      assert.equal(least.at(-1), answer.predictedLoss);
    });

    it("learns from measured losses where there are some, not from the table", async () => {
      const roomy = { ...MOBILE, limits: { flashBytes: 2 ** 40, ramBytes: 2 ** 40 } };
      let calls = 0;
      const measured = { evaluate: (policy: Policy) => Promise.resolve((calls++, distance(policy))) };
      const answer = await found(learn, { ...roomy, measured }, name === "reinforcement" ? 100 : 400);
      assert.equal(calls, answer.evaluations);
      assert.equal(answer.trace?.at(-1)?.best, distance(answer.policy));
      assert.ok(distance(answer.policy) < 0.35, `distance ${distance(answer.policy)}, by chance some 0.67`);
    });

    it("answers an impossible budget with what is needed", async () => {
      const impossible = realProblem(mobileNetV1(1, 224), "model", { flashBytes: 2 ** 19, ramBytes: 2 ** 40 }, 9);
      const answer = await learn(impossible, OPTIONS, 40);
      const proof = await exact(impossible, OPTIONS);
      assert.ok(answer.kind === "infeasible" && proof.kind === "infeasible");
      assert.deepEqual(answer.short, ["flash"]);
      assert.equal(answer.leastFlashBytes, proof.leastFlashBytes);
    });

    it("stops when cancelled", async () => {
      let episodes = 0;
      const watch = {
        progress: () => {
          episodes++;
        },
        get cancelled() {
          return episodes >= 5;
        },
      };
      await assert.rejects(learn(MOBILE, { seed: 1, watch }, 200), Cancelled);
      assert.equal(episodes, 5);
    });
  });
}

describe("reinforcement on the runtime", () => {
  it("does not depend on the number of threads", async () => {
    const run = (threads: number): Promise<SearchAnswer> =>
      reinforce(
        MOBILE,
        { ...OPTIONS, executor: executorOf(createOrtRunner({ threads })) },
        { ...REINFORCEMENT, episodes: 5, warmUp: 3 },
      );
    assert.deepEqual(await run(1), await run(2));
  });
});
