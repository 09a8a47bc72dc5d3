/** The cards' figures: accuracy by its kind, edits against what was before, what another width would come to, time left. */
import assert from "node:assert/strict";
import { mobileNetV1 } from "../../support/firmware/architectures";
import { measured, sample, synthetic, unlabelled } from "../../support/sampleReport";
import { accuracyFigure } from "../../../webview/figures/accuracyFigure";
import { formatSizeChange } from "../../../src/protocol/words/format";
import { editSummary, formatLossChange } from "../../../webview/figures/editSummary";
import { layerRows } from "../../../webview/figures/layers/layerRows";
import { alternatives, choiceKey } from "../../../webview/figures/savings";
import { changeWords } from "../../../src/protocol/words/widths";
import { formatTimeLeft } from "../../../webview/figures/timeLeft";
import { editedState, sampleState, sceneOf } from "./rows";

describe("accuracy figure", () => {
  it("says how every kind of figure came about", () => {
    const natures = [measured, unlabelled, synthetic, { ...measured, kind: "predicted" as const }, null].map(
      (accuracy) => accuracyFigure(accuracy).nature,
    );
    assert.deepEqual(natures, [
      "Measured on 655 labelled samples",
      "Measured on 655 samples without labels",
      "Measured on 32 synthetic inputs, which say little about real data",
      "Predicted from 655 samples, not measured",
      "Not measured yet",
    ]);
  });

  it("calls only top-1 with labels accuracy", () => {
    assert.equal(accuracyFigure(measured).title, "Accuracy");
    assert.match(accuracyFigure(unlabelled).title, /^Agreement/);
    assert.match(accuracyFigure({ ...synthetic, metric: "sqnr", quantized: 31.24 }).title, /noise/);
    assert.equal(accuracyFigure({ ...synthetic, metric: "sqnr", quantized: 31.24 }).value, "31.2 dB");
  });

  it("never takes a prediction for a measurement", () => {
    assert.equal(accuracyFigure({ ...measured, kind: "predicted" }).isMeasured, false);
    assert.equal(accuracyFigure({ ...measured, samples: 0 }).value, null);
  });

  it("has value, interval and float mark on its scale", () => {
    for (const accuracy of [
      measured,
      unlabelled,
      synthetic,
      { ...measured, ci95: null },
      { ...measured, float: null, ci95: null },
    ]) {
      const scale = accuracyFigure(accuracy).scale ?? assert.fail();
      for (const mark of [scale.value, ...(scale.interval ?? []), ...(scale.float === null ? [] : [scale.float])]) {
        assert.ok(mark >= scale.low && mark <= scale.high, `${mark} in ${scale.low} to ${scale.high}`);
      }
      assert.ok(scale.low >= 0 && scale.high <= 100 && scale.low < scale.high);
    }
    const { interval } = accuracyFigure(measured).scale ?? assert.fail();
    assert.deepEqual(
      interval?.map((end) => end.toFixed(1)),
      ["77.4", "79.2"],
    );
  });
});

describe("edits", () => {
  it("are told against what was before them", () => {
    assert.equal(editSummary(sampleState), null);
    const { report } = editedState;
    assert.ok(report);
    const heavier = {
      ...report,
      memory: {
        ...report.memory,
        linked: { ...report.memory.linked, flashBytes: report.memory.linked.flashBytes + 6144 },
      },
    };
    assert.deepEqual(editSummary({ ...editedState, report: heavier }), {
      edits: 1,
      flashBytes: 6144,
      ramBytes: 0,
      loss: [sample.search.predictedLoss, sample.search.predictedLoss],
    });
  });

  it("have true signs", () => {
    assert.deepEqual([-32768, 0, 1229].map(formatSizeChange), ["−32 KiB", "±0 B", "+1.2 KiB"]);
    assert.deepEqual([-0.00003, 0, 0.012].map(formatLossChange), ["−3.0e-5", "±0", "+0.012"]);
  });
});

describe("what another width would come to", () => {
  const scene = sceneOf(mobileNetV1(0.25, 128), "model");

  it("is nothing for the current one, and not known for others until it is planned", () => {
    const state = scene.estimate();
    const row = layerRows(state)[3] ?? assert.fail();
    const choice = row.weights?.choice ?? assert.fail();
    const options = alternatives(state.report ?? assert.fail(), row, choice, {}, new Map());
    assert.deepEqual(options, [
      { bits: 8, isCurrent: true, change: { flashBytes: 0, ramBytes: 0 }, loss: null, cost: null },
      ...[5, 4, 3, 2].map((bits) => ({ bits, isCurrent: false, change: null, loss: null, cost: null })),
    ]);
    assert.deepEqual([null, { flashBytes: 0, ramBytes: 0 }, { flashBytes: -2048, ramBytes: 512 }].map(changeWords), [
      "planning …",
      "same FLASH and RAM",
      "−2 KiB FLASH, +512 B RAM",
    ]);
  });

  it("is the planner's figure against the report's", async () => {
    const state = await scene.quantized();
    const report = state.report ?? assert.fail();
    const row = layerRows(state).find(({ isPeak, activation }) => isPeak && activation.choice) ?? assert.fail();
    const choice = row.activation.choice ?? assert.fail();
    const planned = scene.planWidths(choice.kind, choice.name);
    const options = alternatives(report, row, choice, {}, new Map([[choiceKey(choice), planned]]));
    assert.deepEqual(
      options.map(({ change }) => change && report.memory.model.ramBytes + change.ramBytes),
      planned.map(({ ramBytes }) => ramBytes),
    );
    assert.ok(options.some(({ change }) => change?.ramBytes !== 0));
  });
});

describe("time left", () => {
  it("is rough", () => {
    assert.deepEqual([null, 3, 31, 74, 600, 9000].map(formatTimeLeft), [
      "",
      "a few seconds left",
      "about 40 s left",
      "about a minute left",
      "about 10 min left",
      "about 2.5 h left",
    ]);
  });
});
