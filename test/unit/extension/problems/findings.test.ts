import assert from "node:assert/strict";
import { findingsOf, type TextFile } from "../../../../src/extension/problems/findings";
import type { PanelState } from "../../../../src/protocol/messages/panel";
import type { Remark } from "../../../../src/formats/remark";
import type { Report } from "../../../../src/protocol/files/report";
import { sample, unfit } from "../../../support/sampleReport";

const path = "/m/keywords.onnx";

function stateOf(report: Report | null, problems: readonly Remark[] = []): PanelState {
  return {
    model: { name: "keywords.onnx", path },
    report,
    before: null,
    edited: [],
    canUndo: false,
    canRedo: false,
    hasSensitivities: false,
    losses: {},
    samples: null,
    samplesChanged: false,
    comparison: null,
    firmware: null,
    interrupted: false,
    working: null,
    busy: null,
    problems,
    workerDown: false,
  };
}

const settings: TextFile = {
  path: "/m/keywords.bitwright.json",
  text: '{\n  "target": "x",\n  "seed": 1,\n  "ram": "10KiB"\n}\n',
};
const policy: TextFile = {
  path: "/m/keywords.bitwright/policy.json",
  text: '{\n  "weights": {\n    "conv0": 8,\n    "pw1": 4\n  },\n  "activations": {\n    "conv0": 8,\n    "pw1": 4\n  }\n}\n',
};

describe("findings", () => {
  it("are none where the network fits", () => assert.deepEqual(findingsOf(stateOf(sample), settings, policy), []));

  it("point at the width that weighs most, where the policy comes from a file", () => {
    const found = findingsOf(stateOf(unfit), settings, policy);
    assert.deepEqual(found, [
      {
        kind: "over",
        region: "flash",
        overBytes: 4096,
        limitBytes: 20480,
        layer: "conv0",
        isEstimate: false,
        place: { path: policy.path, line: 3, column: 5 },
      },
      {
        kind: "over",
        region: "ram",
        overBytes: 2048,
        limitBytes: 10240,
        layer: "pw1",
        isEstimate: false,
        place: { path: policy.path, line: 8, column: 5 },
      },
    ]);
  });

  it("point at the limit in the settings file, else at the model", () => {
    const places = (file: TextFile | undefined) =>
      findingsOf(stateOf(unfit), file, undefined).map(({ place }) => place);
    assert.deepEqual(places(settings), [
      { path: settings.path, line: 2, column: 3 },
      { path: settings.path, line: 4, column: 3 },
    ]);
    assert.deepEqual(places(undefined), [
      { path, line: 1, column: 1 },
      { path, line: 1, column: 1 },
    ]);
    assert.deepEqual(places({ ...settings, text: "{ broken" })[0], { path, line: 1, column: 1 });
  });

  it("tell a width that nobody has decided for from a policy", () => {
    const uniform = { ...unfit, search: { ...unfit.search, strategy: "uniform" } };
    const found = findingsOf(stateOf(uniform), undefined, undefined);
    assert.deepEqual(
      found.map((finding) => finding.kind === "over" && finding.isEstimate),
      [true, true],
    );
  });

  it("put a refusal where it says it is", () => {
    const problems: readonly Remark[] = [
      { code: "settings.invalid", message: "no", place: `${settings.path}:3:11` },
      { code: "target.unknown", message: "no", place: `${settings.path}: target` },
      { code: "onnx.unsupported", message: "no", place: "node conv1" },
      { code: "onnx.empty", message: "no" },
      { code: "worker.broken", message: "not about a file" },
      { code: "session.busy", message: "nor is this" },
    ];
    const places = findingsOf(stateOf(null, problems), settings, undefined).map(({ place }) => place);
    assert.deepEqual(places, [
      { path: settings.path, line: 3, column: 11 },
      { path: settings.path, line: 2, column: 3 },
      { path, line: 1, column: 1 },
      { path, line: 1, column: 1 },
    ]);
  });
});
