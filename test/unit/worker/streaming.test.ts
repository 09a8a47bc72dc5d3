/** Widths and row streaming are chosen together: what streaming makes fit is not cut, and what still has to be cut is cut less. */
import assert from "node:assert/strict";
import { choicesOf, executionOf, uniformPolicy, type Network, type SensitivityTable } from "../../../src/engine";
import { choiceKey, STRATEGIES, unwatched, type Found } from "../../../src/engine";
import { buildReport } from "../../../src/worker/report/buildReport";
import { decideEarly, searchProblemsOf } from "../../../src/worker/jobs/decide";
import type { JobSettings } from "../../../src/worker/jobs/jobs";
import { refuseRows, refuseUnsupported } from "../../../src/worker/settings/unsupported";
import { streamingReportOf } from "../../../src/worker/report/streamingReport";
import { mobileNetV1, mobileNetV2, NetworkBuilder } from "../../support/firmware/architectures";
import { meant } from "../../../src/protocol/words/settingWords";
import { executionUnder } from "../../../src/worker/settings/statedStreaming";
import { bareModel } from "../../support/networks/bareModel";
import { plannerOf } from "../../support/planning";

const KIB = 1024;
const ALL = [8, 4, 2] as const;

function settingsOf(ramBytes: number, changes: Partial<JobSettings> = {}): JobSettings {
  return {
    modelPath: "m.onnx",
    budget: { id: null, name: null, flashBytes: 8192 * KIB, ramBytes },
    account: "linked",
    search: "exact",
    rounding: "nearest",
    seed: 0,
    streaming: "auto",
    rows: "memory",
    ...changes,
  };
}

/** Narrower is worse, in proportion to the elements. */
function lossesOf(network: Network): SensitivityTable {
  return new Map(
    choicesOf(network).flatMap((choice) =>
      ALL.map((bits) => [choiceKey(choice, bits), (choice.elements / 1e6) * (1 / bits - 1 / 8)] as const),
    ),
  );
}

function answersOf(network: Network, settings: JobSettings): readonly Found[] {
  return searchProblemsOf(bareModel(network), settings, lossesOf(network)).flatMap((problem) => {
    const answer = STRATEGIES.exact.search(problem, { seed: 0, watch: unwatched });
    assert.ok(!(answer instanceof Promise));
    return answer.kind === "found" ? [answer] : [];
  });
}

describe("row streaming and widths", () => {
  it("keeps 8 bits everywhere where streaming alone makes the activations fit", () => {
    const network = mobileNetV2();
    const early = decideEarly(bareModel(network), settingsOf(320 * KIB));
    assert.ok(early?.ok);
    assert.deepEqual(early.value.policy, uniformPolicy(network, 8));
    const off = decideEarly(bareModel(network), settingsOf(320 * KIB, { streaming: "off" }));
    assert.ok(off === undefined || (off.ok && off.value.infeasible), "without streaming 8 bits do not fit");
  });

  it("cuts less than layer by layer where streaming does not suffice, and the answer's report fits", () => {
    const network = mobileNetV1(1, 224);
    const settings = settingsOf(200 * KIB);
    const answers = answersOf(network, settings);
    assert.ok(answers.length > 0);
    const best = answers.reduce((a, b) => (b.predictedLoss < a.predictedLoss ? b : a));
    const [without] = answersOf(network, { ...settings, streaming: "off" });
    assert.ok(!without || best.predictedLoss < without.predictedLoss);
    const report = buildReport(bareModel(network), settings, {
      policy: best.policy,
      execution: executionUnder(settings, plannerOf(network), best),
      strategy: "exact",
      evaluations: 1,
      seconds: 0,
      optimal: false,
      predictedLoss: null,
      measuredLoss: null,
      sensitivities: undefined,
      accuracy: undefined,
      integer: undefined,
      infeasible: undefined,
      notes: [],
    });
    assert.ok(report.fits);
    const { streaming, linked } = report.memory;
    assert.equal(streaming.mode, "rows");
    assert.ok(streaming.memoryRowsBytes <= linked.ramBytes && linked.ramBytes < streaming.layerByLayerBytes);
    assert.equal(streaming.longestStep, null);
    assert.ok(streaming.suppliedRowsBytes !== null && streaming.suppliedRowsBytes < streaming.memoryRowsBytes);
    assert.ok(streaming.patches && streaming.patches.extraMacsPercent > 0);
    assert.deepEqual(
      streaming.segments.flatMap(({ firstStep, layers }) => Array.from({ length: layers }, (_, i) => firstStep + i)),
      report.layers.map((_, step) => step),
    );
    assert.ok(streaming.segments.some(({ savesBytes }) => savesBytes > 0));
  });

  it("tells the most that a step takes where rows are supplied", () => {
    const network = mobileNetV1(1, 224);
    const policy = uniformPolicy(network, 8);
    const planning = { streaming: "auto", rows: "supplied" } as const;
    const execution = executionOf(plannerOf(network), policy, { account: "linked", ...planning });
    const { longestStep } = streamingReportOf(plannerOf(network), policy, execution);
    const layer = network.layers.find(({ name }) => name === longestStep?.layer);
    // Pixels a row are halved where channels, in and out, are doubled: the last pointwise layer's rows are the longest.
    assert.equal(longestStep?.macs, 7 * 1024 * 1024);
    assert.equal(layer?.macs, 7 * 7 * 1024 * 1024);
  });

  it("leaves layer by layer what fits so", () => {
    const network = mobileNetV1(0.25, 128);
    const [problem, ...others] = searchProblemsOf(bareModel(network), settingsOf(512 * KIB), new Map());
    assert.equal(others.length, 0);
    assert.ok(problem.need(uniformPolicy(network, 8)).ramBytes > 98_304);
  });

  it("refuses rows that nobody could take", () => {
    const refused = refuseUnsupported(settingsOf(KIB, { rows: "supplied", streaming: "off" }));
    assert.ok(!refused.ok);
    assert.equal(refused.problems[0]?.place, meant("rows"));
    assert.ok(refuseUnsupported(settingsOf(KIB, { rows: "supplied" })).ok);
    const builder = new NetworkBuilder("two");
    const [a, b] = [builder.input("a", [4, 4, 2]), builder.input("b", [4, 4, 2])];
    const two = builder.build([builder.add("sum", a, b)]);
    const rows = refuseRows(two, settingsOf(KIB, { rows: "supplied" }));
    assert.ok(!rows.ok);
    assert.match(rows.problems[0]?.message ?? "", /has 2/);
    assert.ok(refuseRows(two, settingsOf(KIB)).ok);
  });
});
