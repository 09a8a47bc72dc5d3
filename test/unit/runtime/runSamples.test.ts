/** Results come in the order asked, however long each sample takes, and stop at a cancelled watch. */
import assert from "node:assert/strict";
import { setTimeout } from "node:timers/promises";
import {
  Cancelled,
  unwatched,
  type FloatTensor,
  type OpenGraph,
  type SampleSource,
} from "../../../src/engine/ir/ports";
import { runSamples } from "../../../src/runtime/runSamples";

const tensor = (value: number): FloatTensor => ({ shape: [1], data: Float32Array.of(value) });

/** Samples hold their index; reading the lower ones takes longer. */
function slowSource(read: number[] = []): SampleSource {
  return {
    count: 100,
    kind: "synthetic",
    fingerprint: "indices",
    sample: async (index) => {
      read.push(index);
      await setTimeout(index % 3 === 0 ? 6 : 1);
      if (index === 99) throw new Error("sample 99 cannot be read");
      return tensor(index);
    },
    label: () => undefined,
  };
}

/** Answers the square; counts calls under way. */
function squaring(): { open: OpenGraph; state: { running: number; most: number } } {
  const state = { running: 0, most: 0 };
  const run: OpenGraph["run"] = async (feeds) => {
    state.most = Math.max(state.most, ++state.running);
    await setTimeout(1);
    state.running--;
    return new Map([["y", tensor((feeds.get("x")?.data[0] ?? 0) ** 2)]]);
  };
  return { open: { run, close: () => Promise.resolve() }, state };
}

describe("running many samples", () => {
  it("hands results over in the order asked, a few at a time", async () => {
    const { open, state } = squaring();
    const indices = [9, 3, 4, 4, 0, 7, 8, 1];
    const seen: number[][] = [];
    const progress: number[] = [];
    const watch = { ...unwatched, progress: (_: string, done: number) => void progress.push(done) };
    await runSamples(
      open,
      "x",
      slowSource(),
      indices,
      (index, outputs) => seen.push([index, outputs.get("y")?.data[0] ?? NaN]),
      watch,
    );
    assert.deepEqual(
      seen,
      indices.map((index) => [index, index ** 2]),
    );
    assert.deepEqual(progress, [1, 2, 3, 4, 5, 6, 7, 8]);
    assert.ok(state.most <= 3);
  });

  it("stops when cancelled and leaves nothing running", async () => {
    const { open, state } = squaring();
    const read: number[] = [];
    let cancelled = false;
    const watch = {
      progress: () => undefined,
      get cancelled() {
        return cancelled;
      },
    };
    const all = Array.from({ length: 50 }, (_, i) => i);
    await assert.rejects(
      runSamples(open, "x", slowSource(read), all, (index) => (cancelled = index === 5), watch),
      Cancelled,
    );
    assert.equal(state.running, 0);
    assert.ok(read.length < 12, `${read.length} samples were read`);
  });

  it("rejects with the source's own error", async () => {
    const { open, state } = squaring();
    await assert.rejects(
      runSamples(open, "x", slowSource(), [1, 99, 2], () => undefined, unwatched),
      /sample 99/,
    );
    assert.equal(state.running, 0);
  });

  it("does nothing for no samples", async () => {
    await runSamples(squaring().open, "x", slowSource(), [], () => assert.ok(false), unwatched);
  });
});
