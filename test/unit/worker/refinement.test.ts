/** Deciding with the runtime on a real network: whole policies are measured once, and rounded weights outlive a run. */
import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { unwatched, type Outcome, type Watch } from "../../../src/engine";
import { createOrtRunner } from "../../../src/runtime/ortRunner";
import { decideBySearch, type Decision } from "../../../src/worker/jobs/decide";
import type { JobSettings } from "../../../src/worker/jobs/jobs";
import { loadModel, type Model } from "../../../src/worker/model/loadModel";
import { openQuantizer } from "../../../src/worker/jobs/quantize";
import type { OpenQuantizer } from "../../../src/worker/jobs/quantized";
import { accountsFor } from "../../support/planning";

const KEYWORDS = join(__dirname, "../../../examples/keywords");
/** Four near ones, and two where weights of 4 bits may be overstated. */
const MOST_POLICIES = 6;

function need<T>(outcome: Outcome<T>): T {
  assert.ok(outcome.ok, JSON.stringify(outcome));
  return outcome.value;
}

describe("deciding for a budget by measured losses", () => {
  const runner = createOrtRunner();
  let folder: string;
  let model: Model;
  let opened: OpenQuantizer;
  let settings: JobSettings;

  before(async function () {
    this.timeout(120_000);
    folder = mkdtempSync(join(tmpdir(), "refinement-"));
    const modelPath = join(KEYWORDS, "keywords.onnx");
    settings = {
      modelPath,
      budget: { id: null, name: null, flashBytes: 43_372, ramBytes: 17_100 },
      account: "model",
      search: "exact",
      rounding: "compensated",
      seed: 0,
      streaming: "off",
      rows: "memory",
      calibration: { path: join(KEYWORDS, "calibration.npz"), samples: 96 },
      cacheFolder: folder,
    };
    model = need(await loadModel(modelPath, undefined)).trimmed("fours");
    opened = need(await openQuantizer(model, settings, runner, unwatched));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  async function decide(changes: Partial<JobSettings> = {}): Promise<{ decision: Decision; phases: Set<string> }> {
    const phases = new Set<string>();
    const watch: Watch = { cancelled: false, progress: (phase) => void phases.add(phase) };
    const own = { ...settings, ...changes };
    const decision = await decideBySearch(model, own, opened.nearest, opened.calibration, runner, watch);
    return { decision, phases };
  }

  it("measures policies of about the least predicted loss, decides for one that fits, and says so", async () => {
    const { decision, phases } = await decide();
    const { refined, policy, optimal, notes } = decision;
    assert.ok(refined, "the budget is so tight that there are rivals");
    assert.ok(phases.has("refining") && phases.has("rounding weights"));
    assert.ok(refined.evaluations > 1 && refined.evaluations <= MOST_POLICIES);
    assert.equal(refined.samples, 48);
    assert.ok(refined.loss > 0 && refined.loss <= refined.additiveLoss);
    const isMoved = policy !== refined.additive;
    assert.equal(isMoved, refined.loss < refined.additiveLoss);
    assert.equal(
      notes.some(({ code }) => code === "search.refined"),
      isMoved,
    );
    if (isMoved) assert.equal(optimal, false);
    const { flashBytes, ramBytes } = accountsFor(model.network, policy, { account: "model" }).model;
    assert.ok(flashBytes <= 43_372 && ramBytes <= 17_100);
  });

  it("gives the same answer again without rounding or measuring anything", async () => {
    const first = await decide();
    const again = await decide();
    assert.deepEqual(again.decision, first.decision);
    assert.deepEqual(
      ["rounding weights", "compensating layer by layer"].filter((phase) => again.phases.has(phase)),
      [],
    );
  });

  it("takes rounded weights from the folder where whole policies are measured with them", async () => {
    assert.equal(readdirSync(folder).filter((name) => name.startsWith("rounding-")).length, 1);
    const watch: Watch = {
      cancelled: false,
      progress: (phase) => {
        assert.notEqual(phase, "rounding weights");
        if (phase === "policy gradient") Object.assign(watch, { cancelled: true });
      },
    };
    const own: JobSettings = { ...settings, search: "policy-gradient" };
    await assert.rejects(decideBySearch(model, own, opened.nearest, opened.calibration, runner, watch), /cancelled/);
  });

  it("leaves other strategies' answers as they are", async () => {
    for (const search of ["greedy", "cut"]) {
      const { decision, phases } = await decide({ search });
      assert.equal(decision.refined, undefined);
      assert.ok(!phases.has("refining"));
    }
  });
});
