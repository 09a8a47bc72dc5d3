import assert from "node:assert/strict";
import { feeding, type SampleSource } from "../../../../src/engine";
import { watchShared } from "../../../../src/worker/samples/sharedSamples";

function sourceOf(values: readonly number[]): SampleSource {
  return feeding("x", {
    count: values.length,
    kind: "unlabelled",
    fingerprint: values.join(),
    sample: (index) => Promise.resolve({ shape: [1], data: Float32Array.of(values[index] ?? NaN) }),
    label: () => undefined,
  });
}

async function readAll(source: SampleSource): Promise<void> {
  for (let index = 0; index < source.count; index++) await source.sample(index);
}

describe("samples that calibration and evaluation share", () => {
  it("are counted once each, however often they are read", async () => {
    const watched = watchShared(sourceOf([1, 2, 3]), sourceOf([1, 2, 3]), sourceOf([3, 4, 1, 5]));
    const { calibration, evaluation } = watched;
    await readAll(calibration);
    await readAll(calibration);
    await readAll(evaluation);
    const said = watched.note();
    assert.equal(said?.code, "data.overlap");
    assert.match(said.message, /^2 of 4 evaluation samples/);
  });

  it("are none where the two are apart, and none before anything was read", async () => {
    const apart = watchShared(sourceOf([1, 2]), sourceOf([1, 2]), sourceOf([3, 4]));
    await readAll(apart.calibration);
    await readAll(apart.evaluation);
    assert.equal(apart.note(), undefined);
    assert.equal(watchShared(sourceOf([1]), sourceOf([1]), sourceOf([1])).note(), undefined);
  });

  it("leave values, labels and fingerprints as they are", async () => {
    const source = sourceOf([7]);
    const { calibration } = watchShared(source, source, source);
    assert.equal(calibration.fingerprint, source.fingerprint);
    assert.deepEqual(await calibration.sample(0), await source.sample(0));
  });
});
