/** Accuracy is measured against the file itself, and a network that was read wrongly is said to be. */
import assert from "node:assert/strict";
import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { headOf, type Graph } from "../../../../src/engine";
import { unwatched } from "../../../../src/engine/ir/ports";
import { createOrtRunner } from "../../../../src/runtime/ortRunner";
import { loadModel, type Model } from "../../../../src/worker/model/loadModel";
import { measureReference, type Reference } from "../../../../src/worker/model/reference";
import { normalSamples } from "../../../support/networks/floatExecutor";
import { buildOnnx, floats, ints, node, type OnnxModel } from "../../../support/networks/onnxBuilder";
import { runOriginal } from "../../engine/onnx/comparing";

const classifier: OnnxModel = {
  inputs: { x: ["N", 3, 6, 6] },
  outputs: ["p"],
  constants: { w: floats([4, 3, 3, 3]), f: floats([4, 5]) },
  nodes: [
    node("Conv", ["x", "w"], ["c"]),
    node("Relu", ["c"], ["r"]),
    node("GlobalAveragePool", ["r"], ["g"]),
    node("Flatten", ["g"], ["v"]),
    node("Gemm", ["v", "f"], ["logits"]),
    node("Softmax", ["logits"], ["p"]),
  ],
};

async function loaded(bytes: Uint8Array): Promise<Model> {
  const path = join(await mkdtemp(join(tmpdir(), "bitwright-")), "net.onnx");
  await writeFile(path, bytes);
  const model = await loadModel(path);
  assert.ok(model.ok, model.ok ? "" : JSON.stringify(model.problems));
  return model.value;
}

function referenceOf(model: Model, graph: Graph = model.graph): Promise<Reference> {
  const head = headOf(graph);
  return measureReference(model, graph, head, createOrtRunner(), normalSamples([1, 3, 6, 6], 6), unwatched);
}

describe("the reference of accuracy", () => {
  it("is the file's own tensor in front of the softmax, though the file does not answer it", async () => {
    const bytes = buildOnnx(classifier);
    const { outputs, source, notes } = await referenceOf(await loaded(bytes));
    assert.deepEqual([source, notes], ["given", []]);
    const sample = await normalSamples([1, 3, 6, 6], 6).sample(2);
    const direct = await runOriginal(buildOnnx({ ...classifier, outputs: ["logits"] }), sample);
    const [largest, worst] = [0, 1].map((what) =>
      Math.max(
        ...Array.from(direct.get("logits")?.data ?? [], (value, i) =>
          Math.abs(what === 0 ? value : value - (outputs[2]?.[0]?.[i] ?? NaN)),
        ),
      ),
    );
    assert.ok((worst ?? 1) <= 1e-5 * (largest ?? 0), `off by ${worst} of ${largest}`);
  });

  it("names the first layer of a network that was read wrongly, and keeps the file's answers", async () => {
    const model = await loaded(buildOnnx(classifier));
    const spoil = (graph: Graph): Graph => {
      const tensors = new Map(graph.tensors);
      for (const [name, tensor] of tensors)
        if (tensor.data && tensor.shape.length === 2)
          tensors.set(name, { ...tensor, data: tensor.data.map((x) => -x) });
      return { ...graph, tensors };
    };
    const wrong: Model = { ...model, imported: spoil(model.imported), graph: spoil(model.graph) };
    const right = await referenceOf(model);
    const { outputs, source, notes } = await referenceOf(wrong);
    assert.equal(source, "given");
    assert.deepEqual(outputs, right.outputs);
    assert.equal(notes[0]?.code, "model.misread");
    assert.match(notes[0].message, /from layer "Gemm_logits" on/);
  });

  it("is the network as read where the file has changed, and says so", async () => {
    const model = await loaded(buildOnnx(classifier));
    const changed: Model = { ...model, given: { ...model.given, read: () => Promise.resolve(undefined) } };
    const { source, notes } = await referenceOf(changed);
    assert.equal(source, "imported");
    assert.match(notes[0]?.message ?? "", /the file has changed/);
  });

  it("is the network as read where onnxruntime cannot load the file, and says why", async () => {
    const model = await loaded(buildOnnx(classifier));
    const other: Model = { ...model, given: { ...model.given, read: () => Promise.resolve(new Uint8Array([8, 7])) } };
    const { source, notes } = await referenceOf(other);
    assert.equal(source, "imported");
    assert.match(notes[0]?.message ?? "", /onnxruntime does not load it/);
  });

  it("is the network as read where onnxruntime stops in the middle of the file, and says why", async () => {
    // Axes that are left out by name rather than by their end: onnxruntime loads that and does not run it.
    const nodes = [
      ...classifier.nodes.slice(0, 3),
      node("Squeeze", ["g", ""], ["s"]),
      node("Reshape", ["s", "row"], ["v"]),
    ];
    const constants = { ...classifier.constants, row: ints([2], [1, 4]) };
    const bytes = buildOnnx({ ...classifier, constants, nodes: [...nodes, ...classifier.nodes.slice(4)] });
    const { source, notes, outputs } = await referenceOf(await loaded(bytes));
    assert.equal(source, "imported");
    assert.equal(outputs.length, 6);
    assert.match(notes[0]?.message ?? "", /onnxruntime stops as it runs it \(.*Squeeze/);
  });

  it("follows views that the import made up, such as the flattened softmax of old operator sets", async () => {
    const bytes = buildOnnx({
      opset: 11,
      inputs: { x: [1, 3, 6, 6] },
      outputs: ["p"],
      constants: { w: floats([4, 3, 3, 3]) },
      nodes: [node("Conv", ["x", "w"], ["c"]), node("Softmax", ["c"], ["p"], { axis: 1 })],
    });
    const { source, notes } = await referenceOf(await loaded(bytes));
    assert.deepEqual([source, notes], ["given", []]);
  });
});
