/** The file for other tools computes what the simulation computes, in integers of each width, and is read back with its widths. */
import assert from "node:assert/strict";
import { tensorOf, type Graph, type Tensor } from "../../../../../src/engine/ir/graph";
import type { NarrowBits } from "../../../../../src/engine/base/bits";
import { seededRandom } from "../../../../../src/engine/base/random";
import { encodeOnnx } from "../../../../../src/engine/onnx/encode/encode";
import { decodeModel } from "../../../../../src/engine/onnx/wire/codec";
import { createOrtRunner } from "../../../../../src/runtime/ortRunner";
import { normals } from "../../../../support/networks/onnxBuilder";
import { imported } from "../comparing";

const scales = [0.125, 0.03, 0.2].map(Math.fround);

/** x → fake quantization → convolution of 3 output channels → fake quantization, all at one width. */
function quantizedGraph(bits: NarrowBits, zeroPoints: readonly number[]): Graph {
  const random = seededRandom(11);
  const codes = Array.from({ length: 3 * 2 * 9 }, () => random.below(2 ** bits));
  const data = Float32Array.from(
    codes,
    (code, i) => (code - (zeroPoints[Math.floor(i / 18)] ?? 0)) * (scales[Math.floor(i / 18)] ?? 0),
  );
  const tensors: readonly Tensor[] = [
    { name: "x", shape: [1, 2, 7, 7] },
    { name: "w", shape: [3, 2, 3, 3], data, given: { bits, scales, zeroPoints } },
    { name: "b", shape: [3], data: Float32Array.of(0.1, -0.2, 0.3) },
    { name: "xq", shape: [1, 2, 7, 7] },
    { name: "c", shape: [1, 3, 5, 5] },
    { name: "y", shape: [1, 3, 5, 5] },
  ];
  const window = { kernel: [3, 3], strides: [1, 1], pads: [0, 0, 0, 0], dilations: [1, 1] } as const;
  const middle = 2 ** (bits - 1);
  return {
    name: "quantized",
    tensors: new Map(tensors.map((tensor) => [tensor.name, tensor])),
    nodes: [
      {
        name: "qx",
        op: { kind: "fakeQuantize", bits, scale: 6 / 2 ** bits, zeroPoint: middle },
        inputs: ["x"],
        output: "xq",
      },
      {
        name: "conv",
        op: { kind: "conv", ...window, groups: 1, clamp: { min: 0, max: 6 } },
        inputs: ["xq", "w", "b"],
        output: "c",
      },
      {
        name: "qy",
        op: { kind: "fakeQuantize", bits, scale: 5 / 2 ** bits, zeroPoint: 1 },
        inputs: ["c"],
        output: "y",
      },
    ],
    inputs: ["x"],
    outputs: ["y"],
  };
}

async function run(bytes: Uint8Array): Promise<Float32Array> {
  const open = await createOrtRunner({ threads: 1 }).open(bytes);
  const results = await open.run(
    new Map([["x", { shape: [1, 2, 7, 7], data: normals(98, 2).map((value) => 2 * value) }]]),
  );
  await open.close();
  return results.get("y")?.data ?? new Float32Array();
}

describe("onnx encoding in integers", () => {
  for (const [bits, opset] of [
    [8, 13],
    [4, 21],
    [2, 25],
  ] as const) {
    const zeroPoints = bits === 2 ? [1, 2, 0] : [7, 9, 0];

    it(`${bits} bits compute what the simulation computes`, async () => {
      const graph = quantizedGraph(bits, zeroPoints);
      assert.deepEqual(await run(encodeOnnx(graph, { integerTypes: true })), await run(encodeOnnx(graph)));
    });

    it(`${bits} bits are read back with weights, scales and zero points unchanged`, () => {
      const graph = quantizedGraph(bits, zeroPoints);
      const bytes = encodeOnnx(graph, { integerTypes: true });
      const again = imported(bytes).graph;
      assert.deepEqual(tensorOf(again, "w"), tensorOf(graph, "w"));
      const ranges = again.nodes.flatMap(({ output }) => tensorOf(again, output).given ?? []);
      assert.deepEqual(ranges[0], { bits, scales: [6 / 2 ** bits], zeroPoints: [2 ** (bits - 1)] });
      const model = decodeModel(bytes);
      assert.ok(model.ok);
      assert.equal(model.value.opsetImport[0]?.version, opset);
    });
  }
});
