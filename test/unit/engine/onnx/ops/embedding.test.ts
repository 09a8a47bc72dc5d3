/** Tables looked up by an input of indices, held against onnxruntime on the file's own bytes: every row, exactly. */
import assert from "node:assert/strict";
import { importOnnx } from "../../../../../src/engine/onnx/importOnnx";
import { DataType } from "../../../../../src/engine/onnx/wire/proto";
import { InferenceSession, Tensor } from "../../../../../src/runtime/onnxruntime";
import { buildOnnx, floats, node, normals } from "../../../../support/networks/onnxBuilder";
import { imported, runGraph } from "../comparing";

function embedded(rows: number, shape: readonly number[]): Uint8Array {
  return buildOnnx({
    opset: 13,
    inputs: { tokens: shape },
    inputTypes: { tokens: DataType.int64 },
    outputs: ["y"],
    constants: { table: floats([rows, 5], normals(rows * 5, 3)) },
    nodes: [node("Gather", ["table", "tokens"], ["y"])],
  });
}

describe("embeddings", () => {
  for (const rows of [1, 7, 256]) {
    it(`give each of ${rows} rows as it stands in the table`, async () => {
      const bytes = embedded(rows, [1, rows]);
      const { graph, feeding } = imported(bytes);
      assert.deepEqual(feeding.integers.get("tokens"), { least: 0, most: rows - 1 });
      const indices = Array.from({ length: rows }, (_, i) => rows - 1 - i);
      const session = await InferenceSession.create(bytes, { logSeverityLevel: 3, intraOpNumThreads: 1 });
      const theirs = await session.run({
        tokens: new Tensor("int64", BigInt64Array.from(indices, BigInt), [1, rows]),
      });
      await session.release();
      const feeds = new Map([["tokens", { shape: [1, rows], data: Float32Array.from(indices) }]]);
      const own = (await runGraph(graph, feeds)).get("y");
      assert.ok(own);
      assert.deepEqual(own.shape, [1, rows, 5]);
      assert.deepEqual([...own.data], Array.from(theirs["y"]?.data as Float32Array));
    });
  }

  it("are refused where an index has more than 8 bits", () => {
    const refused = importOnnx(embedded(257, [1, 4]));
    const [problem] = refused.ok ? [] : refused.problems;
    assert.ok(problem);
    assert.equal(problem.code, "onnx.embedding");
    assert.match(problem.message, /a table of 257 rows by the input "tokens"; 256 are the limit/);
  });
});
