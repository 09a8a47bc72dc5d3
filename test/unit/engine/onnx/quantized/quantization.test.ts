/** Prescribed quantization and the integer types that weights are packed in. */
import assert from "node:assert/strict";
import { packCodes } from "../../../../../src/engine/base/bits";
import { tensorOf, type Tensor } from "../../../../../src/engine/ir/graph";
import { DataType } from "../../../../../src/engine/onnx/wire/proto";
import { prepareGraph } from "../../../../../src/engine/passes/prepareGraph";
import { buildOnnx, floats, node, raw, type OnnxModel } from "../../../../support/networks/onnxBuilder";
import { assertSameAsOriginal, imported } from "../comparing";

type Constant = NonNullable<OnnxModel["constants"]>[string];

const byte = (dataType: number, value: number): Constant => raw([], dataType, [value]);

/** x → MatMul with a dequantized constant [4, 3]. */
function dequantizing(opset: number, codes: Constant, constants: OnnxModel["constants"], attributes = {}): Uint8Array {
  return buildOnnx({
    opset,
    irVersion: opset > 21 ? 12 : 9,
    inputs: { x: [1, 4] },
    outputs: ["y"],
    constants: { codes, ...constants },
    nodes: [
      node("DequantizeLinear", ["codes", "s", ...(constants?.["z"] ? ["z"] : [])], ["w"], attributes),
      node("MatMul", ["x", "w"], ["y"]),
    ],
  });
}

function weightsOf(bytes: Uint8Array): Tensor {
  const { graph } = imported(bytes);
  return tensorOf(graph, graph.nodes[0]?.inputs[1] ?? "");
}

const signed = Uint8Array.from({ length: 12 }, (_, i) => (i * 37 + 200) & 255);

describe("onnx dequantized constants", () => {
  const bits4 = packCodes(
    Uint8Array.from({ length: 12 }, (_, i) => (i * 5) % 16),
    4,
  );
  const bits2 = packCodes(
    Uint8Array.from({ length: 12 }, (_, i) => (i * 3 + 1) % 4),
    2,
  );
  const perColumn = { s: floats([3], [0.5, 0.25, 2]) };
  const cases: Readonly<Record<string, readonly [Uint8Array, number]>> = {
    int8: [dequantizing(13, raw([4, 3], DataType.int8, signed), { s: floats([], 0.1), z: byte(DataType.int8, 3) }), 8],
    "uint8 without zero point": [dequantizing(10, raw([4, 3], DataType.uint8, signed), { s: floats([], 0.1) }), 8],
    "int8 by column": [dequantizing(13, raw([4, 3], DataType.int8, signed), perColumn, { axis: 1 }), 8],
    int16: [dequantizing(21, raw([4, 3], DataType.int16, [...signed, ...signed]), { s: floats([], 0.01) }), 16],
    uint4: [
      dequantizing(21, raw([4, 3], DataType.uint4, bits4), { s: floats([], 0.3), z: byte(DataType.uint4, 7) }),
      4,
    ],
    int4: [dequantizing(21, raw([4, 3], DataType.int4, bits4), { s: floats([], 0.3) }), 4],
    "int4 by column": [dequantizing(21, raw([4, 3], DataType.int4, bits4), perColumn, { axis: -1 }), 4],
    uint2: [
      dequantizing(25, raw([4, 3], DataType.uint2, bits2), { s: floats([], 0.3), z: byte(DataType.uint2, 1) }),
      2,
    ],
    int2: [dequantizing(25, raw([4, 3], DataType.int2, bits2), { s: floats([], 0.3) }), 2],
  };
  for (const [name, [bytes, bits]] of Object.entries(cases)) {
    it(`${name} keep their range`, async () => {
      await assertSameAsOriginal(bytes);
      const { given, data, shape } = weightsOf(bytes);
      assert.ok(given && data);
      assert.equal(given.bits, bits);
      const perRow = data.length / (shape[0] ?? 1);
      data.forEach((value, i) => {
        const channel = given.scales.length === 1 ? 0 : Math.floor(i / perRow);
        const code = value / (given.scales[channel] ?? 0) + (given.zeroPoints[channel] ?? 0);
        assert.ok(Math.abs(code - Math.round(code)) < 1e-2 && code > -0.5 && code < 2 ** bits - 0.5, `code ${code}`);
      });
    });
  }

  it("blocks inside a channel are dequantized without a range", async () => {
    const codes = raw([4, 3], DataType.int4, bits4);
    const bytes = dequantizing(
      21,
      codes,
      { s: floats([2, 3], [0.5, 0.25, 2, 1, 3, 0.125]) },
      { axis: 0, block_size: 2 },
    );
    await assertSameAsOriginal(bytes);
    assert.equal(weightsOf(bytes).given, undefined);
  });

  it("weights that are quantized in the graph", async () => {
    const bytes = buildOnnx({
      inputs: { x: [1, 2, 6, 6] },
      outputs: ["y"],
      constants: { w: floats([3, 2, 3, 3]), s: floats([3], [0.02, 0.03, 0.01]), z: raw([3], DataType.int8, [0, 0, 0]) },
      nodes: [
        node("QuantizeLinear", ["w", "s", "z"], ["q"], { axis: 0 }),
        node("DequantizeLinear", ["q", "s", "z"], ["d"], { axis: 0 }),
        node("Conv", ["x", "d"], ["y"]),
      ],
    });
    await assertSameAsOriginal(bytes);
    assert.deepEqual(weightsOf(bytes).given?.zeroPoints, [128, 128, 128]);
  });

  it("32-bit biases are values only", async () => {
    const bytes = buildOnnx({
      inputs: { x: [1, 2] },
      outputs: ["y"],
      constants: {
        w: floats([3, 2]),
        b: { dims: [3], dataType: DataType.int32, int32Data: [100, -200, 3000] },
        s: floats([], 0.001),
      },
      nodes: [node("DequantizeLinear", ["b", "s"], ["d"]), node("Gemm", ["x", "w", "d"], ["y"], { transB: 1 })],
    });
    await assertSameAsOriginal(bytes);
    const { graph } = imported(bytes);
    assert.equal(tensorOf(graph, "d").given, undefined);
  });
});

describe("onnx ranges of activations", () => {
  const pair = (from: string, to: string, zeroPoint: string): OnnxModel["nodes"] => [
    node("QuantizeLinear", [from, "s", zeroPoint], [`${to}_codes`]),
    node("DequantizeLinear", [`${to}_codes`, "s", zeroPoint], [to]),
  ];
  const constants = { s: floats([], 0.05), unsigned: byte(DataType.uint8, 10), signed: byte(DataType.int8, 0xf6) };

  const kinds = (bytes: Uint8Array): readonly string[] =>
    imported(bytes).graph.nodes.map(({ op }) => (op.kind === "activation" ? op.fn.fn : op.kind));

  it("a pair becomes the clamp of its codes, with its range; signed codes are shifted", () => {
    const bytes = buildOnnx({
      inputs: { x: [1, 4] },
      outputs: ["y"],
      constants,
      nodes: [
        ...pair("x", "xq", "unsigned"),
        node("Tanh", ["xq"], ["r"]),
        ...pair("r", "rq", "signed"),
        node("Sigmoid", ["rq"], ["y"]),
      ],
    });
    const { graph } = imported(bytes);
    assert.deepEqual(kinds(bytes), ["clamp", "tanh", "clamp", "sigmoid"]);
    const scale = Math.fround(0.05);
    assert.deepEqual(tensorOf(graph, "xq").given, { bits: 8, scales: [scale], zeroPoints: [10] });
    assert.deepEqual(tensorOf(graph, "rq").given, { bits: 8, scales: [scale], zeroPoints: [118] });
    assert.equal(tensorOf(graph, "y").given, undefined);
    const [first] = graph.nodes;
    assert.deepEqual(first?.op, { kind: "activation", fn: { fn: "clamp", min: -10 * scale, max: 245 * scale } });

    // tanh stays within the second pair's codes, so its clamp goes and its range moves to what it read.
    const prepared = prepareGraph(graph);
    assert.deepEqual(
      prepared.nodes.map(({ output }) => output),
      ["xq", "r", "y"],
    );
    assert.deepEqual(tensorOf(prepared, "r").given?.zeroPoints, [118]);
  });

  it("two different pairs on one tensor are two clamps; equal ones are one", () => {
    const both = (second: string): Uint8Array =>
      buildOnnx({
        inputs: { x: [1, 4] },
        outputs: ["y"],
        constants,
        nodes: [...pair("x", "a", "unsigned"), ...pair("x", "b", second), node("Add", ["a", "b"], ["y"])],
      });
    assert.deepEqual(kinds(both("signed")), ["clamp", "clamp", "add"]);
    assert.deepEqual(kinds(both("unsigned")), ["clamp", "add"]);
    assert.deepEqual(imported(both("signed")).notes, []);
  });
});
