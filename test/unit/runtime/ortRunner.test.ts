/** The runner gives the same bytes on every run and however many threads share the work. */
import assert from "node:assert/strict";
import { createOrtRunner } from "../../../src/runtime/ortRunner";
import { buildOnnx, floats, ints, node, normals } from "../../support/networks/onnxBuilder";

const model = buildOnnx({
  inputs: { x: [1, 8, 40, 40] },
  outputs: ["y", "z"],
  constants: { w: floats([16, 8, 3, 3]), f: floats([16, 10]) },
  nodes: [
    node("Conv", ["x", "w"], ["c"], { pads: [1, 1, 1, 1] }),
    node("Relu", ["c"], ["y"]),
    node("GlobalAveragePool", ["y"], ["g"]),
    node("Flatten", ["g"], ["v"]),
    node("Gemm", ["v", "f"], ["z"]),
  ],
});
const feeds = new Map([["x", { shape: [1, 8, 40, 40], data: normals(8 * 40 * 40) }]]);

describe("the onnxruntime runner", () => {
  it("answers every output with its shape", async () => {
    const open = await createOrtRunner().open(model);
    const answers = await open.run(feeds);
    assert.deepEqual(
      [...answers].map(([name, { shape }]) => [name, shape]),
      [
        ["y", [1, 16, 40, 40]],
        ["z", [1, 10]],
      ],
    );
    await open.close();
  });

  it("keeps the zeros of a padding in front of max pooling", async () => {
    const padded = buildOnnx({
      inputs: { x: [1, 1, 2, 2] },
      outputs: ["y"],
      constants: { pads: ints([8], [0, 0, 1, 1, 0, 0, 1, 1]) },
      nodes: [node("Pad", ["x", "pads"], ["p"]), node("MaxPool", ["p"], ["y"], { kernel_shape: [3, 3] })],
    });
    const open = await createOrtRunner().open(padded);
    const answers = await open.run(new Map([["x", { shape: [1, 1, 2, 2], data: Float32Array.of(-1, -2, -3, -4) }]]));
    assert.deepEqual([...(answers.get("y")?.data ?? [])], [0, 0, 0, 0]);
    await open.close();
  });

  it("gives the same bytes on every run, overlapping or not, for any number of threads", async () => {
    const results: Float32Array[] = [];
    for (const threads of [1, 2, 3]) {
      const open = await createOrtRunner({ threads }).open(model);
      const answers = await Promise.all([open.run(feeds), open.run(feeds), open.run(feeds)]);
      for (const answer of answers)
        for (const name of ["y", "z"]) results.push(answer.get(name)?.data ?? new Float32Array());
      await open.close();
    }
    for (const [i, result] of results.entries()) assert.deepEqual(result, results[i % 2]);
  });

  it("rejects what is no model", async () => {
    await assert.rejects(createOrtRunner().open(Uint8Array.of(1, 2, 3)));
  });
});
