/** Weights that learn: better answers on samples held back, the same for the same steps, and the same network from the policy file later. */
import assert from "node:assert/strict";
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { unwatched, type Outcome, type Watch } from "../../../../src/engine";
import { evaluateModel } from "../../../../src/worker/jobs/evaluate";
import type { JobResult, JobSettings } from "../../../../src/worker/jobs/jobs";
import { quantizeModel } from "../../../../src/worker/jobs/quantize";

const KEYWORDS = join(__dirname, "../../../../examples/keywords");

function need<T>(outcome: Outcome<T>): T {
  assert.ok(outcome.ok, JSON.stringify(outcome));
  return outcome.value;
}

describe("learning", function () {
  this.timeout(300_000);
  let folder: string;
  let settings: JobSettings;
  let learned: JobResult;

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), "learning-"));
    settings = {
      modelPath: join(KEYWORDS, "keywords.onnx"),
      account: "model",
      uniform: { weights: 2, activations: 8 },
      search: "exact",
      rounding: "nearest",
      seed: 0,
      streaming: "off",
      rows: "memory",
      calibration: { path: join(KEYWORDS, "calibration.npz"), samples: 96 },
      learn: { steps: 60 },
    };
    learned = need(await quantizeModel(settings, unwatched));
    writeFileSync(join(folder, "policy.json"), learned.policyText);
    writeFileSync(join(folder, "learned.bin"), learned.learned?.bytes ?? new Uint8Array());
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  const from = (path: string, text = learned.policyText): Promise<Outcome<JobResult>> =>
    evaluateModel({ ...settings, policy: { text, path } }, unwatched);

  async function refusalOf(name: string, prepare: (place: string) => void, text?: string): Promise<string> {
    const place = mkdtempSync(join(folder, `${name}-`));
    prepare(place);
    const answer = await from(join(place, "policy.json"), text);
    assert.ok(!answer.ok);
    assert.equal(answer.problems.length, 1);
    return answer.problems.map(({ code, message }) => `${code} ${message}`).join();
  }

  it("lowers the loss on samples held back by more than two standard errors, and says so", () => {
    const { learning } = learned.report;
    assert.ok(learning);
    assert.equal(learning.taken, true);
    assert.equal(learning.steps, 60);
    assert.deepEqual([learning.images, learning.held], [64, 32]);
    assert.ok(learning.heldBefore - learning.heldAfter > 2 * learning.standardError);
    assert.ok(learned.policyText.includes('"learned": {'));
  });

  it("gives the same weights for the same steps and seed", async () => {
    const again = need(await quantizeModel(settings, unwatched));
    assert.equal(again.policyText, learned.policyText);
    assert.deepEqual(again.learned?.bytes, learned.learned?.bytes);
  });

  it("is the same network when the policy is built again", async () => {
    const again = need(await from(join(folder, "policy.json")));
    assert.deepEqual(again.report.accuracy, learned.report.accuracy);
    assert.deepEqual(again.quantizedModel, learned.quantizedModel);
    assert.equal(again.policyText, learned.policyText);
    assert.equal(again.report.learning, undefined);
  });

  it("rounds afresh where a width was changed since, and tells", async () => {
    const text = learned.policyText.replace(/(": )2(,?\n)/, "$14$2");
    assert.notEqual(text, learned.policyText);
    const { report, policyText } = need(await from(join(folder, "policy.json"), text));
    assert.ok(report.notes.some(({ code }) => code === "policy.learned"));
    assert.ok(!policyText.includes("learned"));
  });

  it("refuses a file that is missing, changed, or of other samples, in one sentence", async () => {
    assert.match(await refusalOf("missing", () => undefined), /^learned\.missing .*is not there$/);
    const changed = (place: string): void => {
      const bytes = readFileSync(join(folder, "learned.bin"));
      bytes[40] = (bytes[40] ?? 0) ^ 1;
      writeFileSync(join(place, "learned.bin"), bytes);
    };
    assert.match(await refusalOf("changed", changed), /^learned\.changed /);
    const same = (place: string): void => copyFileSync(join(folder, "learned.bin"), join(place, "learned.bin"));
    const others = learned.policyText.replace(/"samples": "[0-9a-f]{64}"/, `"samples": "${"0".repeat(64)}"`);
    assert.match(await refusalOf("samples", same, others), /^learned\.samples /);
    const elsewhere = learned.policyText.replace('"file": "learned.bin"', '"file": "../learned.bin"');
    assert.match(
      await refusalOf("elsewhere", same, elsewhere),
      /^policy\.invalid learned\.file must be a file's name$/,
    );
  });

  it("keeps the best so far where it is cancelled, and builds its program without measuring", async () => {
    let steps = 0;
    const keeping: boolean[] = [];
    const watch: Watch = {
      progress: (phase, done) => {
        if (phase.startsWith("learning")) steps = done;
      },
      keeping: (isKeeping) => void keeping.push(isKeeping),
      get cancelled() {
        return steps >= 60;
      },
    };
    const stopped = need(await quantizeModel({ ...settings, learn: { steps: 400 } }, watch));
    const { learning, accuracy, notes } = stopped.report;
    assert.equal(stopped.stopped, true);
    assert.ok(learning && learning.steps > 60 && learning.steps < 70 && learning.bestStep > 0);
    assert.equal(learning.taken, true);
    assert.ok(stopped.learned?.bytes && stopped.project);
    assert.equal(accuracy, null);
    assert.ok(notes.some(({ code }) => code === "learn.stopped"));
    assert.deepEqual(keeping, [true]);
  });

  it("goes on from the best weights of a run that crashed, and from none of a run that ended", async () => {
    const cacheFolder = join(folder, "cache");
    const kept = (): readonly string[] => readdirSync(cacheFolder).filter((name) => name.startsWith("learning-"));
    const crashing: Watch = {
      progress: (phase, done) => {
        if (phase === "learning" && done === 45) throw new Error("a crash");
      },
      cancelled: false,
    };
    const own = { ...settings, cacheFolder };
    await assert.rejects(quantizeModel({ ...own, learn: { steps: 60 } }, crashing), /a crash/);
    assert.equal(kept().length, 1);
    const short = { ...own, learn: { steps: 1 } };
    const resumed = need(await quantizeModel(short, unwatched)).report.learning;
    assert.deepEqual(kept(), []);
    const fresh = need(await quantizeModel(short, unwatched)).report.learning;
    assert.ok(resumed && fresh && learned.report.learning);
    assert.equal(resumed.heldBefore, learned.report.learning.heldBefore);
    assert.equal(fresh.heldBefore, learned.report.learning.heldBefore);
    assert.equal(resumed.taken, true);
    assert.ok(fresh.heldAfter - resumed.heldAfter > 2 * resumed.standardError);
  });

  it("does not learn from samples that are made up, nor from too few", async () => {
    const few = { path: join(KEYWORDS, "calibration.npz"), samples: 40 };
    const { report } = need(await quantizeModel({ ...settings, calibration: few }, unwatched));
    assert.equal(report.learning, undefined);
    assert.match(report.notes.find(({ code }) => code === "learn.not")?.message ?? "", /64 samples .* there are 40$/);
  });

  describe("that nobody asked for", () => {
    const many = { path: join(KEYWORDS, "test.npz"), samples: 256 };
    /** How many steps it would take; cancelled at the first. */
    const stepsOf = async (own: Partial<JobSettings>): Promise<number | undefined> => {
      let total: number | undefined;
      const watch: Watch = {
        progress: (phase, _done, all) => {
          if (phase === "learning") total = all;
        },
        get cancelled() {
          return total !== undefined;
        },
      };
      need(await quantizeModel({ ...settings, calibration: many, learn: "auto", ...own }, watch));
      return total;
    };

    it("begins where samples suffice and much is lost, and takes so many steps whatever the machine", async () => {
      assert.equal(await stepsOf({}), 300);
    });

    it("does not begin with fewer samples, with made-up ones, where little is lost, or with nothing below 8 bits", async () => {
      assert.equal(await stepsOf({ calibration: { ...many, samples: 255 } }), undefined);
      const { calibration, ...madeUp } = settings;
      assert.ok(calibration);
      assert.equal(need(await quantizeModel({ ...madeUp, learn: "auto" }, unwatched)).report.learning, undefined);
      assert.equal(await stepsOf({ uniform: { weights: 5, activations: 8 } }), undefined);
      assert.equal(await stepsOf({ uniform: { weights: 8, activations: 8 } }), undefined);
    });
  });
});
