/** Compares what onnxruntime makes of a file with what it makes of the file's import, encoded again. */
import assert from "node:assert/strict";
import { InferenceSession, Tensor } from "../../../../src/runtime/onnxruntime";
import { elementsOf, tensorOf, type Graph } from "../../../../src/engine/ir/graph";
import { verifyGraph } from "../../../../src/engine/ir/verify";
import type { FloatTensor } from "../../../../src/engine/ir/ports";
import { encodeOnnx } from "../../../../src/engine/onnx/encode/encode";
import { importOnnx, type ImportedModel, type ImportOptions } from "../../../../src/engine/onnx/importOnnx";
import { createOrtRunner } from "../../../../src/runtime/ortRunner";
import { normals } from "../../../support/networks/onnxBuilder";

export function imported(bytes: Uint8Array, options: ImportOptions = {}): ImportedModel {
  const model = importOnnx(bytes, options);
  assert.ok(model.ok, model.ok ? "" : model.problems.map((problem) => problem.message).join("; "));
  return model.value;
}

/** Seeded normal noise for every input. */
export function noiseFor(graph: Graph): ReadonlyMap<string, FloatTensor> {
  return new Map(
    graph.inputs.map((name, i) => {
      const { shape } = tensorOf(graph, name);
      return [name, { shape, data: normals(elementsOf(shape), 7 + i) }];
    }),
  );
}

/** The file itself on onnxruntime, without the engine in between. */
export async function runOriginal(
  bytes: Uint8Array,
  feeds: ReadonlyMap<string, FloatTensor>,
): Promise<ReadonlyMap<string, FloatTensor>> {
  const session = await InferenceSession.create(bytes, {
    graphOptimizationLevel: "basic",
    logSeverityLevel: 3,
    intraOpNumThreads: 1,
  });
  const inputs = [...feeds].map(([name, { shape, data }]): [string, Tensor] => [
    name,
    new Tensor("float32", data, shape),
  ]);
  const outputs = await session.run(Object.fromEntries(inputs));
  const results = session.outputNames.map((name): [string, FloatTensor] => {
    const tensor = outputs[name];
    assert.ok(tensor && tensor.data instanceof Float32Array);
    return [name, { shape: tensor.dims, data: tensor.data }];
  });
  await session.release();
  return new Map(results);
}

export async function runGraph(
  graph: Graph,
  feeds: ReadonlyMap<string, FloatTensor>,
): Promise<ReadonlyMap<string, FloatTensor>> {
  const open = await createOrtRunner({ threads: 1 }).open(encodeOnnx(graph));
  try {
    return await open.run(feeds);
  } finally {
    await open.close();
  }
}

/** Equal shapes, and no element further off than `tolerance` of the largest. */
export function assertClose(
  actual: FloatTensor | undefined,
  expected: FloatTensor,
  what: string,
  tolerance = 1e-4,
): void {
  assert.ok(actual, `${what} is missing`);
  assert.deepEqual(actual.shape, expected.shape, `shape of ${what}`);
  const largest = expected.data.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-6);
  const worst = expected.data.reduce((most, value, i) => Math.max(most, Math.abs(value - (actual.data[i] ?? NaN))), 0);
  assert.ok(worst <= tolerance * largest, `${what} is off by ${worst} of ${largest}`);
}

/**
 * The import computes the same as the file, passes the verifier, and survives being encoded and imported once more.
 * @returns the import, for further claims
 */
export async function assertSameAsOriginal(bytes: Uint8Array, options: ImportOptions = {}): Promise<ImportedModel> {
  const model = imported(bytes, options);
  const { graph } = model;
  assert.deepEqual(verifyGraph(graph, "imported"), []);
  const feeds = noiseFor(graph);
  const original = await runOriginal(bytes, feeds);
  const own = await runGraph(graph, feeds);
  const again = imported(encodeOnnx(graph)).graph;
  assert.deepEqual(again.outputs, graph.outputs);
  const twice = await runGraph(again, feeds);
  for (const [name, expected] of original) {
    assertClose(own.get(name), expected, `output "${name}"`);
    assertClose(twice.get(name), expected, `output "${name}" of the second import`);
  }
  return model;
}

/** The codes of all problems of a file that is refused. */
export function refusalCodes(bytes: Uint8Array, options: ImportOptions = {}): readonly string[] {
  const model = importOnnx(bytes, options);
  assert.ok(!model.ok, "the file was not refused");
  for (const problem of model.problems) assert.match(problem.message, /^[^\n]{10,300}$/, "one clear sentence");
  return model.problems.map((problem) => problem.code);
}
