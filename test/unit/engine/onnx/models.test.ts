/** Real networks: the import computes what onnxruntime computes for the file. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { sharedOrSkip } from "../../../support/shared";
import { assertSameAsOriginal } from "./comparing";

let folder: string;
const READ_AS_THEY_ARE = [
  "ad01_autoencoder_bn",
  "dtln_model_1",
  "dtln_model_2",
  "kws_dscnn_bn",
  "mcunet_in_144_ptqdq",
  "mnist_lstm",
  "mobilenet_v1_0.25_128_qatdq",
  "mobilenet_v1_1.0_224_qatdq",
  "mobilenet_v2_1.0_224_bn",
  "resnet8_cifar10_bn",
  "vww_mobilenet_v1_0.25_96_bn",
];

describe("onnx import of real networks", () => {
  before(function () {
    folder = sharedOrSkip(this, "models");
  });

  for (const name of READ_AS_THEY_ARE) {
    it(name, async () => {
      await assertSameAsOriginal(readFileSync(join(folder, `${name}.onnx`)));
    });
  }

  it("fixes a free batch size to 1 and says so", async () => {
    const { graph, notes } = await assertSameAsOriginal(readFileSync(join(folder, "kws_dscnn_bn.onnx")));
    assert.deepEqual(graph.tensors.get("input")?.shape, [1, 1, 49, 10]);
    assert.deepEqual(
      notes.map((note) => note.code),
      ["onnx.batchFixed"],
    );
  });
});
