/**
 * A QuantizeLinear/DequantizeLinear pair cuts what its codes cannot hold, and exporters leave ReLUs to that. The import must compute what
 * the same network computes with a Clip in the place of each pair, and the clamps must cost no layer.
 */
import assert from "node:assert/strict";
import { lowerNetwork } from "../../../../../src/engine/passes/lowerNetwork";
import { prepareGraph } from "../../../../../src/engine/passes/prepareGraph";
import { DataType } from "../../../../../src/engine/onnx/wire/proto";
import { verifyGraph } from "../../../../../src/engine/ir/verify";
import { packCodes } from "../../../../../src/engine/base/bits";
import { buildOnnx, floats, node, raw, type OnnxModel, type OnnxNode } from "../../../../support/networks/onnxBuilder";
import { checkLowering } from "../../../../support/preparing";
import { assertClose, imported, noiseFor, runGraph, runOriginal } from "../comparing";

interface CodeType {
  readonly bits: number;
  readonly signed: boolean;
  readonly opset: number;
}

const TYPES: Readonly<Record<string, CodeType>> = {
  uint8: { bits: 8, signed: false, opset: 13 },
  int8: { bits: 8, signed: true, opset: 13 },
  uint16: { bits: 16, signed: false, opset: 21 },
  int16: { bits: 16, signed: true, opset: 21 },
  uint4: { bits: 4, signed: false, opset: 21 },
  int4: { bits: 4, signed: true, opset: 21 },
  uint2: { bits: 2, signed: false, opset: 25 },
  int2: { bits: 2, signed: true, opset: 25 },
};

type Constants = Record<string, NonNullable<OnnxModel["constants"]>[string]>;

function isDataType(name: string): name is keyof typeof DataType {
  return name in DataType;
}

/** What stands for the range [low, low + 3] of a tensor: a pair of the type, or a Clip. */
function ranged(style: string, from: string, to: string, low: 0 | -1, constants: Constants): readonly OnnxNode[] {
  const type = TYPES[style];
  if (!type || !isDataType(style)) {
    constants[`${to}_min`] = floats([], low);
    constants[`${to}_max`] = floats([], low + 3);
    return [node("Clip", [from, `${to}_min`, `${to}_max`], [to])];
  }
  const steps = 2 ** type.bits - 1;
  const zeroPoint = (-low * steps) / 3 - (type.signed ? 2 ** (type.bits - 1) : 0);
  constants[`${to}_s`] = floats([], 3 / steps);
  const bytes =
    type.bits === 16
      ? [...new Uint8Array(Int16Array.of(zeroPoint).buffer)]
      : type.bits === 8
        ? [zeroPoint & 255]
        : [...packCodes(Uint8Array.of(zeroPoint & steps), type.bits === 4 ? 4 : 2)];
  constants[`${to}_z`] = raw([], DataType[style], bytes);
  const scaling = [`${to}_s`, `${to}_z`];
  return [
    node("QuantizeLinear", [from, ...scaling], [`${to}_q`]),
    node("DequantizeLinear", [`${to}_q`, ...scaling], [to]),
  ];
}

/** Pairs on the input, behind convolutions, a residual sum, pooling, a concatenation and means; most of them narrower than the values. */
function network(style: string): Uint8Array {
  const constants: Constants = {
    w0: floats([4, 3, 3, 3]),
    w1: floats([4, 4, 3, 3]),
    b: floats([4], 0.2),
    w2: floats([5, 8]),
  };
  const pads = { pads: [1, 1, 1, 1] };
  const range = (from: string, to: string, low: 0 | -1): readonly OnnxNode[] => ranged(style, from, to, low, constants);
  const nodes = [
    ...range("x", "xr", -1),
    node("Conv", ["xr", "w0", "b"], ["c0"], pads),
    ...range("c0", "a0", 0),
    node("Conv", ["a0", "w1", "b"], ["c1"], pads),
    ...range("c1", "a1", -1),
    node("Add", ["a1", "a0"], ["s"]),
    ...range("s", "a2", 0),
    node("AveragePool", ["a2"], ["p"], { kernel_shape: [2, 2], strides: [2, 2] }),
    ...range("p", "pr", -1),
    node("Conv", ["pr", "w1", "b"], ["c2"], pads),
    node("Concat", ["pr", "c2"], ["j"], { axis: 1 }),
    ...range("j", "jr", 0),
    node("GlobalAveragePool", ["jr"], ["g"]),
    ...range("g", "gr", -1),
    node("Flatten", ["gr"], ["f"]),
    node("Gemm", ["f", "w2"], ["y"], { transB: 1 }),
  ];
  const opset = TYPES[style]?.opset ?? 13;
  return buildOnnx({
    opset,
    irVersion: opset > 21 ? 12 : 10,
    inputs: { x: [1, 3, 8, 8] },
    outputs: ["y"],
    constants,
    nodes,
  });
}

describe("onnx pairs that cut", () => {
  for (const [name, { bits }] of Object.entries(TYPES)) {
    it(`${name}: the float network is the one with a Clip for each pair`, async () => {
      const { graph } = imported(network(name));
      assert.deepEqual(verifyGraph(graph, "imported"), []);
      const feeds = noiseFor(graph);
      const clipped = (await runOriginal(network("Clip"), feeds)).get("y");
      assert.ok(clipped);
      assertClose((await runGraph(graph, feeds)).get("y"), clipped, "the import");
      assertClose((await runGraph(prepareGraph(graph), feeds)).get("y"), clipped, "the prepared graph");
      if (bits < 8) return;
      // As its codes round it, the file answers the same within a part in fifty.
      const original = (await runOriginal(network(name), feeds)).get("y");
      assertClose(original, clipped, "the file", 0.02);
    });
  }

  it("clamps are no layers, and the network computes with them", () => {
    const { graph } = imported(network("int8"));
    const network8 = checkLowering(graph);
    assert.deepEqual(
      network8.layers.map(({ kind }) => kind),
      ["conv", "conv", "add", "averagePool", "conv", "concat", "averagePool", "fullyConnected"],
    );
  });

  it("a clamp stays a layer where the values in front of it are read as well", () => {
    const constants: Constants = { w: floats([4, 3, 1, 1]) };
    const bytes = buildOnnx({
      inputs: { x: [1, 3, 4, 4] },
      outputs: ["y", "z"],
      constants,
      nodes: [
        node("AveragePool", ["x"], ["p"], { kernel_shape: [2, 2] }),
        ...ranged("uint8", "p", "pr", 0, constants),
        node("Conv", ["pr", "w"], ["y"]),
        node("Conv", ["p", "w"], ["z"]),
      ],
    });
    const lowered = lowerNetwork(prepareGraph(imported(bytes).graph));
    assert.ok(lowered.ok);
    assert.deepEqual(
      lowered.value.layers.map(({ kind }) => kind),
      ["averagePool", "requantize", "conv", "conv"],
    );
  });
});
