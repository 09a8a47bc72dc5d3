import assert from "node:assert/strict";
import { describeRemedy, remediesOf } from "../../../../src/extension/problems/remedies";
import type { WidthEdit } from "../../../../src/protocol/words/narrowings";
import type { PanelState } from "../../../../src/protocol/messages/panel";
import type { Report } from "../../../../src/protocol/files/report";
import { sample } from "../../../support/sampleReport";

/** As the planner would: narrower weights save what packing leaves. */
function planned(report: Report, edits: readonly WidthEdit[], savedBytes: number, loss: number): Report {
  const { linked } = report.memory;
  return {
    ...report,
    memory: { ...report.memory, linked: { ...linked, flashBytes: linked.flashBytes - savedBytes * edits.length } },
    search: { ...report.search, predictedLoss: (report.search.predictedLoss ?? 0) + loss },
  };
}

const state = (report: Report | null): PanelState => ({ report, losses: {} }) as Partial<PanelState> as PanelState;
const report: Report = { ...sample, target: { ...sample.target, account: "linked" } };

describe("remedies", () => {
  it("have the planner's figures, not estimates", async () => {
    const asked: WidthEdit[][] = [];
    const whatIf = (edits: readonly WidthEdit[]): Promise<Report> => {
      asked.push([...edits]);
      return Promise.resolve(planned(report, edits, 1000, 0.012));
    };
    const [first, ...others] = await remediesOf({ state: state(report), whatIf }, "flash", 900);
    assert.ok(first);
    assert.deepEqual([first.savedBytes, first.suffices], [1000, true]);
    assert.ok(Math.abs((first.addedLoss ?? 0) - 0.012) < 1e-9);
    assert.deepEqual(Object.keys(first.edits[0] ?? {}), ["kind", "name", "bits"]);
    assert.equal(asked.length, 1 + others.length);
    assert.match(describeRemedy(first), /^[2-5]-bit weights of \w+ saves 1,000 B, predicted loss \+0\.012$/);
  });

  it("say where they are not enough, and are none where they save nothing", async () => {
    const little = (edits: readonly WidthEdit[]): Promise<Report> => Promise.resolve(planned(report, edits, 10, 0));
    const [first] = await remediesOf({ state: state(report), whatIf: little }, "flash", 900);
    assert.match(first ? describeRemedy(first) : "", / saves 10 B, predicted loss \+0 \(not enough alone\)$/);
    const nothing = (edits: readonly WidthEdit[]): Promise<Report> => Promise.resolve(planned(report, edits, 0, 0));
    assert.deepEqual(await remediesOf({ state: state(report), whatIf: nothing }, "flash", 900), []);
    const failed = (): Promise<undefined> => Promise.resolve(undefined);
    assert.deepEqual(await remediesOf({ state: state(report), whatIf: failed }, "flash", 900), []);
    assert.deepEqual(await remediesOf({ state: state(null), whatIf: little }, "flash", 900), []);
  });
});
