import assert from "node:assert/strict";
import { choicesOf, uniformPolicy, type Policy } from "../../../../src/engine/ir/network";
import { Cancelled, unwatched } from "../../../../src/engine/ir/ports";
import { exact } from "../../../../src/engine/search/exact/exact";
import { predictedLossOf, widthOf } from "../../../../src/engine/search/loss";
import { refine, rivalsOf, type MeasurePolicy } from "../../../../src/engine/search/refine";
import type { LossTable, SearchProblem } from "../../../../src/engine/search/types";
import { mobileNetV1 } from "../../../support/firmware/architectures";
import { eachPolicy, randomProblem, realProblem } from "./problems";

const KIB = 1024;
const WORK = { watch: unwatched, pause: () => Promise.resolve() };
const TOLERANCE = 1.05;

async function bestOf(problem: SearchProblem): Promise<Policy | undefined> {
  const answer = await exact(problem, { seed: 0, watch: unwatched });
  return answer.kind === "found" ? answer.policy : undefined;
}

function fits(problem: SearchProblem, policy: Policy): boolean {
  const { flashBytes, ramBytes } = problem.need(policy);
  return flashBytes <= problem.limits.flashBytes && ramBytes <= problem.limits.ramBytes;
}

function keyOf(problem: SearchProblem, policy: Policy): string {
  return choicesOf(problem.network)
    .map((choice) => widthOf(policy, choice))
    .join("");
}

interface ManyRivals {
  readonly problem: SearchProblem;
  readonly found: Policy;
  readonly rivals: readonly Policy[];
}

let many: Promise<ManyRivals> | undefined;

/** A network whose tensors are many enough to have rivals, with its best policy; found once. */
function manyRivals(): Promise<ManyRivals> {
  many ??= findManyRivals();
  return many;
}

async function findManyRivals(): Promise<ManyRivals> {
  const limits = { flashBytes: 200 * KIB, ramBytes: 64 * KIB };
  const problem = realProblem(mobileNetV1(0.25, 128), "model", limits, 3);
  const found = await bestOf(problem);
  assert.ok(found);
  return { problem, found, rivals: await rivalsOf(problem, found, WORK) };
}

describe("rivalsOf", () => {
  it("gives the best policy with each tensor at each other width, where it comes near: against enumeration", async () => {
    let compared = 0;
    for (let seed = 1; seed <= 60; seed++) {
      const problem = randomProblem(seed, { code: true, tables: true, fragments: false });
      const found = await bestOf(problem);
      if (!found) continue;
      const choices = choicesOf(problem.network);
      const least = new Map<string, number>();
      eachPolicy(problem, (loss, policyAt) => {
        const policy = policyAt();
        if (!fits(problem, policy)) return;
        choices.forEach((choice, i) => {
          const bits = widthOf(policy, choice);
          if (bits !== widthOf(found, choice))
            least.set(`${i}:${bits}`, Math.min(loss, least.get(`${i}:${bits}`) ?? Infinity));
        });
      });
      const most = TOLERANCE * predictedLossOf(problem, found);
      const rivals = await rivalsOf(problem, found, WORK);
      const losses = rivals.map((rival) => predictedLossOf(problem, rival));
      for (const [key, loss] of least) {
        if (loss > most * (1 - 1e-9)) continue;
        const [i, bits] = key.split(":").map(Number);
        const choice = choices[i ?? -1];
        assert.ok(choice);
        const nearest = rivals.findIndex((rival) => widthOf(rival, choice) === bits);
        assert.ok(Math.abs((losses[nearest] ?? NaN) - loss) <= 1e-9 * loss, `seed ${seed}, ${key}`);
        compared += 1;
      }
    }
    assert.ok(compared > 50, `${compared} compared`);
  });

  it("gives policies that keep to the limits, least predicted loss first, none twice and not the policy itself", async () => {
    const { problem, found, rivals } = await manyRivals();
    assert.ok(rivals.length >= 8, `${rivals.length} rivals`);
    const keys = rivals.map((rival) => keyOf(problem, rival));
    assert.equal(new Set([...keys, keyOf(problem, found)]).size, rivals.length + 1);
    const losses = rivals.map((rival) => predictedLossOf(problem, rival));
    assert.deepEqual(
      losses,
      [...losses].sort((a, b) => a - b),
    );
    assert.ok(losses.every((loss) => loss <= TOLERANCE * predictedLossOf(problem, found)));
    assert.ok(rivals.every((rival) => fits(problem, rival)));
    assert.ok(
      rivals.every(({ weights }) => [...weights.values()].every((bits) => problem.weightWidths.includes(bits))),
    );
  });
});

describe("refine", () => {
  const ONES = Array.from({ length: 32 }, () => 1);
  const scattered = (mean: number, spread: number): readonly number[] =>
    ONES.map((_, i) => (mean + (i % 2 === 0 ? spread : -spread)) ** 2);

  /** Losses of the samples by policy; 1 where none is given. */
  const measuring = (problem: SearchProblem, losses: ReadonlyMap<Policy, readonly number[]>, asked: string[] = []) => {
    const byKey = new Map([...losses].map(([policy, each]) => [keyOf(problem, policy), each]));
    const measure: MeasurePolicy = (policy) => {
      asked.push(keyOf(problem, policy));
      return Promise.resolve(byKey.get(keyOf(problem, policy)) ?? ONES);
    };
    return measure;
  };

  it("takes the rival of least measured loss, and says what it and the first have", async () => {
    const { problem, found, rivals } = await manyRivals();
    const [, second, third, fourth] = rivals;
    assert.ok(second && third && fourth);
    const losses = new Map([
      [second, scattered(0.9, 0.1)],
      [third, scattered(0.8, 0.2)],
      [fourth, scattered(0.75, 0.7)], // less on most samples, but more in all
    ]);
    const asked: string[] = [];
    const refined = await refine(problem, found, measuring(problem, losses, asked), { ...WORK, limit: 6 });
    assert.ok(refined && Math.abs(refined.loss - 0.68) < 1e-12);
    assert.deepEqual(refined, { policy: third, loss: refined.loss, additiveLoss: 1, evaluations: 6 });
    assert.deepEqual(
      asked,
      [found, ...rivals.slice(0, 5)].map((policy) => keyOf(problem, policy)),
    );
  });

  it("keeps the first where a rival is better by no more than the choice of samples explains, or only by some samples", async () => {
    const { problem, found, rivals } = await manyRivals();
    const [first] = rivals;
    assert.ok(first);
    for (const losses of [scattered(0.97, 0.2), scattered(0.75, 0.7), scattered(1.1, 0.05), ONES]) {
      const refined = await refine(problem, found, measuring(problem, new Map([[first, losses]])), {
        ...WORK,
        limit: 4,
      });
      assert.deepEqual(refined, { policy: found, loss: 1, additiveLoss: 1, evaluations: 4 }, losses.join());
    }
  });

  it("takes a rival from two standard errors on", async () => {
    const { problem, found, rivals } = await manyRivals();
    const [first] = rivals;
    assert.ok(first);
    // Roots of losses are better by `gain` ± 0.2, so their deviation over 32 samples is 0.2·√(32/31), the standard error of their mean 0.2/√31.
    const error = 0.2 / Math.sqrt(31);
    for (const [errors, isTaken] of [
      [1.1, false],
      [1.5, false],
      [1.99, false],
      [2.01, true],
      [3, true],
    ] as const) {
      const losses = scattered(1 - errors * error, 0.2);
      const refined = await refine(problem, found, measuring(problem, new Map([[first, losses]])), {
        ...WORK,
        limit: 2,
      });
      assert.ok(refined);
      const wanted: Policy = isTaken ? first : found;
      assert.equal(keyOf(problem, refined.policy), keyOf(problem, wanted), `${errors} standard errors`);
    }
  });

  it("takes of two surely better rivals the one whose samples lie nearer: a few samples have most of a mean loss", async () => {
    const { problem, found, rivals } = await manyRivals();
    const [first, second] = rivals;
    assert.ok(first && second);
    const losses = new Map([
      [first, scattered(0.65, 0.3)], // mean loss 0.5125
      [second, scattered(0.7, 0.05)], // 0.4925
    ]);
    const refined = await refine(problem, found, measuring(problem, losses), { ...WORK, limit: 3 });
    assert.ok(refined);
    assert.equal(keyOf(problem, refined.policy), keyOf(problem, first));
    assert.ok(Math.abs(refined.loss - 0.5125) < 1e-12);
  });

  it("measures policies that it is given before those that come near, each once, and the found one as itself", async () => {
    const { problem, found, rivals } = await manyRivals();
    const [near, second] = rivals;
    assert.ok(near && second);
    const uniform = uniformPolicy(problem.network, 2);
    const losses = new Map([[uniform, scattered(0.5, 0.1)]]);
    const asked: string[] = [];
    const also = [found, uniform, second];
    const refined = await refine(problem, found, measuring(problem, losses, asked), { ...WORK, limit: 4, also });
    assert.deepEqual(
      asked,
      [found, uniform, second, near].map((policy) => keyOf(problem, policy)),
    );
    assert.equal(refined?.policy, uniform);
  });

  it("measures nothing where no rival comes near, or only one policy may be measured", async () => {
    const { problem, found } = await manyRivals();
    const measure: MeasurePolicy = () => Promise.reject(new Error("measured"));
    assert.equal(await refine(problem, found, measure, { ...WORK, limit: 1 }), undefined);
    const steep: LossTable = { lossOf: (...[, bits]) => ({ 16: 0, 8: 0.001, 5: 0.1, 4: 1, 3: 30, 2: 1000 })[bits] };
    const roomy = { ...problem, losses: steep, limits: { flashBytes: 2 ** 30, ramBytes: 2 ** 30 } };
    const widest = await bestOf(roomy);
    assert.ok(widest);
    assert.equal(await refine(roomy, widest, measure, { ...WORK, limit: 8 }), undefined);
  });

  it("tells how far it is, and stops where it is told to", async () => {
    const { problem, found } = await manyRivals();
    const seen: string[] = [];
    let asked = 0;
    const watch = {
      cancelled: false,
      progress: (phase: string, done: number, total: number): void => void seen.push(`${phase} ${done}/${total}`),
    };
    const measure: MeasurePolicy = (_, inner) => {
      inner.progress("anything", 1, 2);
      if (++asked === 2) watch.cancelled = true;
      return Promise.resolve([1]);
    };
    await assert.rejects(refine(problem, found, measure, { ...WORK, watch, limit: 4 }), Cancelled);
    assert.deepEqual(seen, ["refining 0/100", "refining 12/100", "refining 25/100", "refining 37/100"]);
  });
});
