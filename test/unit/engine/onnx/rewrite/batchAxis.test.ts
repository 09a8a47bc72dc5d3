/** Free numbers of samples on other axes than the first, and inputs of truths: held against onnxruntime on the file's own bytes. */
import assert from "node:assert/strict";
import { elementsOf, tensorOf } from "../../../../../src/engine/ir/graph";
import { importOnnx } from "../../../../../src/engine/onnx/importOnnx";
import { DataType } from "../../../../../src/engine/onnx/wire/proto";
import { InferenceSession, Tensor } from "../../../../../src/runtime/onnxruntime";
import { buildOnnx, floats, node, normals, type OnnxModel } from "../../../../support/networks/onnxBuilder";
import { assertClose, assertSameAsOriginal, imported, runGraph, runOriginal } from "../comparing";

const W = floats([1, 16, 3], normals(48, 1));
const R = floats([1, 16, 4], normals(64, 2));

function lstm(inputs: OnnxModel["inputs"]): OnnxModel {
  const states = Object.keys(inputs).length > 1 ? ["h", "c"] : [];
  return {
    opset: 14,
    inputs,
    outputs: ["y"],
    constants: { W, R },
    nodes: [node("LSTM", ["x", "W", "R", "", "", ...states], ["y"], { hidden_size: 4 })],
  };
}

const relu = (inputs: OnnxModel["inputs"]): OnnxModel => ({
  inputs,
  outputs: ["y"],
  nodes: [node("Relu", ["x"], ["y"])],
});

function shapesOf(model: OnnxModel): Readonly<Record<string, readonly number[]>> {
  const { graph } = imported(buildOnnx(model));
  return Object.fromEntries(graph.inputs.map((name) => [name, tensorOf(graph, name).shape]));
}

describe("free numbers of samples", () => {
  it("are on axis 1 of what recurrent operators read, whatever they are called", () => {
    assert.deepEqual(shapesOf(lstm({ x: [5, "M", 3] })), { x: [5, 1, 3] });
    assert.deepEqual(shapesOf(lstm({ x: [5, "M", 3], h: [1, "M2", 4], c: [1, "M3", 4] })), {
      x: [5, 1, 3],
      h: [1, 1, 4],
      c: [1, 1, 4],
    });
  });

  for (const name of ["batch", "batch_size", "BatchSize", "decoder.batch"]) {
    it(`are on the axis that is called ${name}`, () => {
      assert.deepEqual(shapesOf(relu({ x: [7, name, 3] })), { x: [7, 1, 3] });
    });
  }

  it("are the same where another input has the same name", () => {
    const model: OnnxModel = {
      inputs: { a: ["u1", 3], b: [2, "u1", 3] },
      outputs: ["y"],
      nodes: [node("Add", ["b", "a"], ["y"])],
    };
    assert.deepEqual(shapesOf(model), { a: [1, 3], b: [2, 1, 3] });
  });

  it("answer as the file does for one sample", async () => {
    await assertSameAsOriginal(buildOnnx(lstm({ x: [5, 1, 3] })));
    const bytes = buildOnnx(lstm({ x: [5, "batch", 3] }));
    const { graph } = imported(bytes);
    const feeds = new Map([["x", { shape: [5, 1, 3], data: normals(15) }]]);
    const [theirs, own] = [await runOriginal(bytes, feeds), await runGraph(graph, feeds)];
    const expected = theirs.get("y");
    assert.ok(expected);
    assertClose(own.get("y"), expected, "y", 1e-5);
  });

  it("are none where the file has one sequence: its steps are no samples", () => {
    const { graph, feeding } = imported(buildOnnx(lstm({ x: [5, 1, 3] })));
    assert.deepEqual(tensorOf(graph, "x").shape, [5, 1, 3]);
    assert.equal(feeding.samples, 1);
  });

  it("leave the first size open where they are on another axis", () => {
    const refused = importOnnx(buildOnnx(relu({ x: ["T", "batch", 3] })));
    const [problem] = refused.ok ? [] : refused.problems;
    assert.match(problem?.message ?? "", /no fixed size along axis 0 \("T"\)/);
    assert.match(problem?.hint ?? "", /x=<T>,1,3/);
  });

  it("are not what a letter calls a size behind a fixed one, nor both sizes of a square", () => {
    for (const [shape, axis] of [
      [[1, 3, "N"], 2],
      [[1, "B", 3], 1],
      [["N", "N"], 0],
    ] as const) {
      const refused = importOnnx(buildOnnx(relu({ x: shape })));
      const [problem] = refused.ok ? [] : refused.problems;
      assert.match(problem?.message ?? "", new RegExp(`no fixed size along axis ${axis}`), shape.join());
    }
  });

  it("are said to be fixed, with their axis", () => {
    const [note] = imported(buildOnnx(relu({ x: [7, "batch", 3] }))).notes;
    assert.equal(note?.message, 'the free batch size of input "x" (axis 1) is fixed to 1');
  });
});

describe("inputs of truths", () => {
  const masked: OnnxModel = {
    opset: 13,
    inputs: { x: [1, 6], mask: [1, 6] },
    inputTypes: { mask: DataType.bool },
    outputs: ["y"],
    constants: { low: floats([], -9) },
    nodes: [node("Not", ["mask"], ["hidden"]), node("Where", ["hidden", "low", "x"], ["y"])],
  };

  it("choose as they do in the file", async () => {
    const bytes = buildOnnx(masked);
    const { graph, feeding } = imported(bytes);
    assert.deepEqual(feeding.integers.get("mask"), { least: 0, most: 1 });
    const x = normals(6);
    const mask = Float32Array.of(1, 0, 0, 1, 1, 0);
    const session = await InferenceSession.create(bytes, { logSeverityLevel: 3, intraOpNumThreads: 1 });
    const theirs = await session.run({
      x: new Tensor("float32", x, [1, 6]),
      mask: new Tensor("bool", Uint8Array.from(mask), [1, 6]),
    });
    await session.release();
    const own = await runGraph(
      graph,
      new Map(Object.entries({ x, mask }).map(([name, data]) => [name, { shape: [1, 6], data }])),
    );
    assert.equal(elementsOf(own.get("y")?.shape ?? []), 6);
    const data = Float32Array.from(theirs["y"]?.data as Float32Array);
    assertClose(own.get("y"), { shape: [1, 6], data }, "y", 1e-6);
  });
});
