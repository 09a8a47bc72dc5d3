import assert from "node:assert/strict";
import { channelBlocksOf } from "../../../../../src/engine/onnx/gradient/channelBlocks";
import type { FloatTensor, GraphRunner } from "../../../../../src/engine/ir/ports";
import { createOrtRunner } from "../../../../../src/runtime/ortRunner";

const runner = createOrtRunner({ threads: 1 });

/** onnxruntime, with its answers to a model changed. */
function changed(change: (answer: FloatTensor, model: number) => FloatTensor): GraphRunner {
  let models = 0;
  return {
    open: async (model) => {
      const open = await runner.open(model);
      const own = models++;
      return {
        run: async (feeds) =>
          new Map([...(await open.run(feeds))].map(([name, answer]) => [name, change(answer, own)] as const)),
        close: () => open.close(),
      };
    },
  };
}

describe("kernels for blocks of channels", () => {
  it("are found by trying, or there are none", async () => {
    const size = await channelBlocksOf(runner);
    // onnxruntime's are of 8 channels with AVX2, of 16 with AVX-512 and on Arm, and missing without vector instructions that it knows.
    assert.ok(size === undefined || size === 8 || size === 16, String(size));
    if (process.arch === "x64") assert.notEqual(size, undefined);
  });

  it("are not written where onnxruntime does not know the operators, nor where they compute something else", async () => {
    assert.equal(await channelBlocksOf({ open: () => Promise.reject(new Error("no such operator")) }), undefined);
    const off = changed((answer, model) =>
      model === 1 ? { ...answer, data: answer.data.map((v) => v + 0.01) } : answer,
    );
    assert.equal(await channelBlocksOf(off), undefined);
    assert.equal(await channelBlocksOf(changed((answer) => ({ ...answer, data: new Float32Array() }))), undefined);
  });
});
