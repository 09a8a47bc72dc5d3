import assert from "node:assert/strict";
import type { PanelState } from "../../../src/protocol/messages/panel";
import type { Report } from "../../../src/protocol/files/report";
import { comparisonWords, bestAlong, frontView, pointRow } from "../../../webview/figures/frontPoints";
import { mobileNetV1 } from "../../support/firmware/architectures";
import { PanelScene } from "../../support/editor/panelFixtures";
import { estimate, sample } from "../../support/sampleReport";

const KIB = 1024;

function viewOf(report: Report, before: Report | null = null) {
  return frontView(report, before) ?? assert.fail();
}

describe("the front as the panel shows it", () => {
  it("is not there without one", () => {
    assert.equal(frontView(null, null), null);
    assert.equal(frontView(estimate, null), null);
  });

  it("marks the point shown, and lies beside it under edits", () => {
    const view = viewOf(sample);
    assert.deepEqual(
      view.points.map(({ isShown }) => isShown),
      [false, false, true, false, false],
    );
    const edited = { ...sample, front: null, policy: { ...sample.policy, weights: { conv0: 8, pw1: 2, fc: 2 } } };
    const beside = viewOf(edited as Report, sample);
    assert.ok(beside.points.every(({ isShown }) => !isShown));
    assert.equal(beside.shown?.digits, "82284");
    assert.ok(comparisonWords(beside.points[0] ?? assert.fail(), beside.shown).startsWith("Against what is shown:"));
  });

  it("tells of each point its figures, and whether it fits", () => {
    const { points, target } = viewOf(sample);
    const rows = points.map((point) => pointRow(point, target));
    assert.deepEqual(
      rows.map(({ state }) => state),
      ["all 2 bits", "", "shown", "", "over FLASH, all 8 bits"],
    );
    assert.deepEqual(rows[2], { flash: "24 KiB", ram: "12 KiB", time: null, loss: "0.035", state: "shown" });
    const [first] = points;
    assert.ok(first);
    const slow = pointRow({ ...first, milliseconds: 62.4 }, { ...target, latencyMilliseconds: 50 });
    assert.deepEqual([slow.time, slow.state], ["~ 62.4 ms", "too slow, all 2 bits"]);
  });

  it("says what a point would change", () => {
    const { points, shown } = viewOf(sample);
    const words = points.map((point) => comparisonWords(point, shown));
    assert.equal(words[2], "This is the policy shown.");
    assert.equal(
      words[1],
      "Against what is shown: FLASH −6 KiB · RAM ±0 B · predicted loss 0.035 → 0.31 (+0.27) · 2 widths narrower, 1 wider.",
    );
    assert.ok(words[4]?.endsWith("· 3 widths wider."));
  });

  describe("of a network that was searched", () => {
    let state: PanelState;

    before(async () => {
      const budget = { board: null, flashBytes: 2048 * KIB, ramBytes: 512 * KIB, account: "linked" as const };
      state = await new PanelScene({ fileName: "v1.onnx", network: mobileNetV1(1, 224), ...budget }).quantized();
    });

    it("has stairs that only fall, within the other memory's budget, through what is shown", () => {
      const view = viewOf(state.report ?? assert.fail());
      for (const [axis, own, other] of [
        ["flash", "flashBytes", "ramBytes"],
        ["ram", "ramBytes", "flashBytes"],
      ] as const) {
        const stairs = bestAlong(view, axis);
        assert.ok(stairs.length >= 4);
        assert.ok(stairs.some(({ isShown }) => isShown));
        stairs.forEach((point, i) => {
          const before = stairs[i - 1];
          assert.ok(point[other] <= (view.target[other] ?? 0));
          if (before) assert.ok(point[own] >= before[own] && point.loss < before.loss);
        });
      }
    });
  });
});
