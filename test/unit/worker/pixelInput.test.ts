import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { executorOf, importOnnx, unwatched, type FloatTensor, type Graph, type PixelScale } from "../../../src/engine";
import { pixelInput, prepareGraph, toGrid, withGivenInput } from "../../../src/engine";
import type { Preprocessing } from "../../../src/protocol/files/settings";
import { createOrtRunner } from "../../../src/runtime/ortRunner";
import { statedPixelsOf } from "../../../src/worker/settings/inputBounds";
import type { JobSettings } from "../../../src/worker/jobs/jobs";
import { loadModel } from "../../../src/worker/model/loadModel";
import { quantizeModel } from "../../../src/worker/jobs/quantize";
import { buildOnnx, floats, node, normals } from "../../support/networks/onnxBuilder";
import { smallModel } from "../../support/networks/smallModel";
import { bytesArray } from "../datasets/made";

const SIDE = 16;
const PRESETS: readonly Preprocessing[] = [
  "unit",
  "tensorflow",
  "imagenet",
  "torch",
  { mean: 128, std: 128 },
  { mean: [100, 112, 120], scale: [0.01, -0.02, 0.03] },
  { preset: "imagenet", channels: "bgr" },
];

/** Sample n: every channel holds every pixel value once, each channel in another order. */
function pixelsOf(count: number): number[] {
  return Array.from({ length: count * 3 * 256 }, (_, i) => ((i % 256) * 37 + 11 * Math.floor(i / 256)) % 256);
}

async function answers(graph: Graph, feed: FloatTensor): Promise<Float32Array> {
  const [output = ""] = graph.outputs;
  const open = await executorOf(createOrtRunner()).open(graph, [output]);
  try {
    const result = await open.run(new Map([[graph.inputs[0] ?? "", feed]]));
    const data = result.get(output)?.data;
    assert.ok(data);
    return data;
  } finally {
    await open.close();
  }
}

describe("codes of an input that are pixels", () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "pixels-"));
    writeFileSync(join(folder, "net.onnx"), smallModel({ side: SIDE }));
    writeFileSync(join(folder, "images.npy"), bytesArray([40, 3, SIDE, SIDE], pixelsOf(40)));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  const settingsOf = (preprocessing: Preprocessing): JobSettings => ({
    modelPath: join(folder, "net.onnx"),
    account: "linked",
    uniform: { weights: 8, activations: 8 },
    search: "exact",
    rounding: "nearest",
    seed: 0,
    streaming: "off",
    rows: "memory",
    preprocessing,
    calibration: { path: join(folder, "images.npy") },
  });

  for (const preprocessing of PRESETS) {
    it(`hold for every value and channel prepared by ${JSON.stringify(preprocessing)}`, async () => {
      const settings = settingsOf(preprocessing);
      const result = await quantizeModel(settings, unwatched);
      assert.ok(result.ok, JSON.stringify(result));
      const inputs = result.value.project?.find(({ path }) => path === "check/inputs.bin")?.text;
      assert.ok(inputs instanceof Uint8Array);
      // Which samples are kept the draw decides; every channel of each holds each value once, in the order of its own.
      const sample = inputs.subarray(0, 3 * 256);
      const known = pixelsOf(40);
      const first = Array.from({ length: 40 }, (_, n) => n).find(
        (n) => known[n * 768] === sample[0] && known[n * 768 + 256] === sample[1],
      );
      assert.ok(first !== undefined);
      for (let pixel = 0; pixel < 256; pixel++) {
        for (let channel = 0; channel < 3; channel++)
          assert.equal(sample[pixel * 3 + channel], known[first * 768 + channel * 256 + pixel]);
      }
    });
  }

  it("need no rewriting where one scale and a whole zero point meet all pixels", async () => {
    for (const [preprocessing, zeroPoint, scale] of [
      ["unit", 0, 1 / 255],
      [{ mean: 128, std: 128 }, 128, 1 / 128],
    ] as const) {
      const model = await loadModel(join(folder, "net.onnx"), statedPixelsOf(settingsOf(preprocessing)));
      assert.ok(model.ok);
      const { prepared, graph, input } = model.value;
      assert.equal(input.pixelCodes, true);
      assert.equal(input.grid, undefined);
      assert.equal(graph.nodes, prepared.nodes);
      assert.deepEqual(graph.tensors.get("input")?.given, { bits: 8, scales: [scale], zeroPoints: [zeroPoint] });
    }
  });

  it("leave the network's function as it is where nothing is padded, through transposes as well", async () => {
    const stated: PixelScale = { mean: [123.675, 116.28, 103.53], scale: [1 / 58.395, 1 / 57.12, 1 / 57.375] };
    const models = {
      chw: { shape: [1, 3, 8, 8], stride: 64, nodes: [node("Conv", ["input", "w", "b"], ["out"], {}, { name: "c" })] },
      hwc: {
        shape: [1, 8, 8, 3],
        stride: 1,
        nodes: [
          node("Transpose", ["input"], ["t"], { perm: [0, 3, 1, 2] }, { name: "t" }),
          node("Conv", ["t", "w"], ["out"], {}, { name: "c" }),
        ],
      },
      flat: {
        shape: [1, 3, 2, 2],
        stride: 4,
        nodes: [
          node("Flatten", ["input"], ["f"], {}, { name: "f" }),
          node("Gemm", ["f", "m", "b"], ["out"], { transB: 1 }, { name: "g" }),
        ],
      },
    };
    const constants = {
      w: floats([4, 3, 3, 3], normals(108, 1)),
      m: floats([4, 12], normals(48, 2)),
      b: floats([4], [1, -2, 3, 0]),
    };
    for (const [name, { shape, stride, nodes }] of Object.entries(models)) {
      const imported = importOnnx(buildOnnx({ inputs: { input: shape }, outputs: ["out"], constants, nodes }));
      assert.ok(imported.ok, name);
      const graph = prepareGraph(imported.value.graph);
      const onPixels = pixelInput(graph, "input", stated, stride);
      assert.ok(onPixels?.grid, name);
      const count = shape.reduce((all, size) => all * size, 1);
      const x = Float32Array.from({ length: count }, (_, i) => {
        const channel = Math.floor(i / stride) % 3;
        return (((i * 29) % 256) - (stated.mean[channel] ?? 0)) * (stated.scale[channel] ?? 0);
      });
      const exact = await answers(graph, { shape, data: x });
      const close = (other: Float32Array): void =>
        exact.forEach((value, i) => assert.ok(Math.abs(value - (other[i] ?? NaN)) < 1e-4, `${name} ${i}`));
      close(await answers(onPixels.graph, { shape, data: toGrid(x, onPixels.grid) }));
      // What leaves the tool takes the model's own values again.
      close(await answers(withGivenInput(onPixels.graph, onPixels.grid), { shape, data: x }));
    }
  });

  it("are not promised where something else than products reads the input, or padding would be far off", () => {
    const graphOf = (nodes: Parameters<typeof buildOnnx>[0]["nodes"]): Graph => {
      const constants = { w: floats([4, 3, 3, 3], normals(108, 1)) };
      const imported = importOnnx(buildOnnx({ inputs: { input: [1, 3, 8, 8] }, outputs: ["out"], constants, nodes }));
      assert.ok(imported.ok);
      return prepareGraph(imported.value.graph);
    };
    const half: PixelScale = { mean: [127.5], scale: [1 / 127.5] };
    const pooled = graphOf([
      node("MaxPool", ["input"], ["p"], { kernel_shape: [2, 2] }, { name: "p" }),
      node("Conv", ["p", "w"], ["out"], {}, { name: "c" }),
    ]);
    assert.equal(pixelInput(pooled, "input", half, 1), undefined);
    // Nothing has to be folded away here, so it does not matter who reads.
    assert.ok(pixelInput(pooled, "input", { mean: [0], scale: [1 / 255] }, 1));
    const pads = [1, 1, 1, 1];
    const padded = graphOf([node("Conv", ["input", "w"], ["out"], { pads }, { name: "c" })]);
    assert.ok(pixelInput(padded, "input", half, 1));
    assert.equal(pixelInput(padded, "input", { mean: [0, 60, 120], scale: [1] }, 64), undefined);
    assert.ok(
      pixelInput(
        graphOf([node("Conv", ["input", "w"], ["out"], {}, { name: "c" })]),
        "input",
        { mean: [0, 60, 120], scale: [1] },
        64,
      ),
    );
  });
});
