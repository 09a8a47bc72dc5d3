/** A network with states against its file in onnxruntime, step after step, each with the states that it left itself. */
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { elementsOf, executorOf, prepareGraph, tensorOf, type FloatTensor, type StatePair } from "../../src/engine";
import { createOrtRunner } from "../../src/runtime/ortRunner";
import { openGiven } from "../../src/worker/model/givenFile";
import { loadModel } from "../../src/worker/model/loadModel";
import { normals } from "./networks/onnxBuilder";

const STEPS = 6;

/** @param prepared the graph as it is lowered, not as it is imported */
export async function assertSameOverTime(
  folder: string,
  bytes: Uint8Array,
  states?: readonly StatePair[],
  prepared = false,
): Promise<void> {
  const path = join(folder, "model.onnx");
  writeFileSync(path, bytes);
  const loaded = await loadModel(path, undefined, states ? { states } : undefined);
  assert.ok(loaded.ok, JSON.stringify(loaded));
  const { imported, given } = loaded.value;
  const graph = prepared ? prepareGraph(imported) : imported;
  const runner = createOrtRunner();
  const file = await openGiven(given, graph.outputs, runner);
  assert.ok(typeof file !== "string");
  const own = await executorOf(runner).open(graph, [...graph.outputs]);
  const zeros = new Map<string, FloatTensor>(
    graph.inputs.map((name) => {
      const { shape } = tensorOf(graph, name);
      return [name, { shape, data: new Float32Array(elementsOf(shape)) }];
    }),
  );
  let [left, expectedLeft] = [zeros, zeros];
  for (let step = 0; step < STEPS; step++) {
    const { shape } = tensorOf(graph, "x");
    const x = { shape, data: normals(elementsOf(shape), 100 + step) };
    const [actual, expected] = [
      await own.run(new Map([...left, ["x", x]])),
      await file.run(new Map([...expectedLeft, ["x", x]])),
    ];
    for (const name of graph.outputs) {
      const [a, b] = [actual.get(name)?.data, expected.get(name)?.data];
      assert.ok(a && b && a.length === b.length, name);
      b.forEach((value, i) => assert.ok(Math.abs(value - (a[i] ?? NaN)) < 1e-5, `step ${step} ${name}[${i}]`));
    }
    const next = (results: ReadonlyMap<string, FloatTensor>): Map<string, FloatTensor> =>
      new Map(
        (graph.states ?? []).map(({ input, output }) => [
          input,
          { shape: tensorOf(graph, input).shape, data: results.get(output)?.data ?? new Float32Array() },
        ]),
      );
    [left, expectedLeft] = [next(actual), next(expected)];
  }
  await Promise.all([own.close(), file.close()]);
}
