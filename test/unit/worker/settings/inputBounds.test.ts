import assert from "node:assert/strict";
import { inputBoundsOf } from "../../../../src/worker/settings/inputBounds";
import type { JobSettings } from "../../../../src/worker/jobs/jobs";

const JOB: JobSettings = {
  modelPath: "model.onnx",
  account: "linked",
  search: "exact",
  rounding: "compensated",
  seed: 1,
  streaming: "off",
  rows: "memory",
};

describe("bounds of the input", () => {
  it("are what the stated preparation makes of pixels", () => {
    assert.deepEqual(inputBoundsOf({ ...JOB, preprocessing: { mean: 128, std: 128 } }), { min: -1, max: 127 / 128 });
    assert.deepEqual(inputBoundsOf({ ...JOB, preprocessing: "unit" }), { min: 0, max: 1 });
    const bounds = inputBoundsOf({ ...JOB, preprocessing: "imagenet" });
    assert.ok(
      bounds && Math.abs(bounds.min + 123.675 / 58.395) < 1e-9 && Math.abs(bounds.max - 151.47 / 57.375) < 1e-9,
    );
  });

  it("are unknown where data are taken as they are, or prepared in two ways", () => {
    assert.equal(inputBoundsOf(JOB), undefined);
    assert.equal(inputBoundsOf({ ...JOB, preprocessing: "raw" }), undefined);
    assert.equal(inputBoundsOf({ ...JOB, preprocessing: { mean: 0, std: 0 } }), undefined);
    const two = {
      calibration: { path: "a", preprocessing: "unit" },
      evaluation: { path: "b", preprocessing: "torch" },
    } as const;
    assert.equal(inputBoundsOf({ ...JOB, ...two }), undefined);
    const one = {
      calibration: { path: "a" },
      evaluation: { path: "b", preprocessing: "unit" },
      preprocessing: "unit",
    } as const;
    assert.deepEqual(inputBoundsOf({ ...JOB, ...one }), { min: 0, max: 1 });
  });
});
