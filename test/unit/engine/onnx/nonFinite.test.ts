/**
 * NaN and infinity in a file: refused in one sentence, or answered as onnxruntime answers. Every operator that takes a constant or a number has a
 * case, so that no minimum, comparison or fold can hide one.
 */
import assert from "node:assert/strict";
import { DataType } from "../../../../src/engine/onnx/wire/proto";
import { importOnnx } from "../../../../src/engine/onnx/importOnnx";
import { lowerNetwork } from "../../../../src/engine/passes/lowerNetwork";
import { prepareGraph } from "../../../../src/engine/passes/prepareGraph";
import {
  buildOnnx,
  floats,
  ints,
  node,
  normals,
  type OnnxModel,
  type OnnxNode,
} from "../../../support/networks/onnxBuilder";
import { noiseFor, runGraph, runOriginal } from "./comparing";

type Constants = NonNullable<OnnxModel["constants"]>;
interface Middle {
  /** From x to y, both [1, 4, 8, 8] or what broadcasts. */
  readonly nodes: readonly OnnxNode[];
  readonly constants?: Constants;
  readonly opset?: number;
}

const one = (value: number): Constants[string] => floats([], value);
const four = (value: number): Constants[string] => floats([4], [value, 1, 2, 3]);
const op = (
  name: string,
  inputs: readonly string[],
  attributes: OnnxNode["attributes"] = {},
  constants: Constants = {},
): Middle => ({ nodes: [node(name, inputs, ["y"], attributes)], constants });
/** k is made of constants by `nodes`, ending in m, which is added. */
const folded = (value: number, ...nodes: readonly OnnxNode[]): Middle => ({
  nodes: [...nodes, node("Add", ["x", "m"], ["y"])],
  constants: { k: one(value), zero: one(0), two: one(2), three: one(3), shape: ints([1], [8]) },
});
const norm = (which: string, value: number): Middle =>
  op("BatchNormalization", ["x", "s", "b", "m", "v"], {}, { s: four(1), b: four(1), m: four(1), v: four(1), [which]: four(value) }); // prettier-ignore
const matrix = (attribute: string, value: number): Middle => ({
  nodes: [
    node("Flatten", ["x"], ["f"]),
    node("Gemm", ["f", "w", "b"], ["g"], { [attribute]: { float: value } }),
    node("Reshape", ["g", "image"], ["y"]),
  ],
  constants: { w: floats([256, 4]), b: four(1), image: ints([4], [1, 4, 1, 1]) },
});
const uint8 = { dims: [], dataType: DataType.uint8, rawData: Uint8Array.of(128) };
const int8 = { dims: [], dataType: DataType.int8, rawData: Uint8Array.of(0) };

const CASES: Readonly<Record<string, (value: number) => Middle>> = {
  ...Object.fromEntries(
    ["Add", "Sub", "Mul", "Div", "Min", "Max", "Pow", "PRelu"].map((name) => [
      name,
      (value: number) => op(name, ["x", "k"], {}, { k: one(value) }),
    ]),
  ),
  ...Object.fromEntries(
    ["Add", "Sub", "Mul", "Div", "Min", "Max"].map((name) => [
      `constant ${name}`,
      (value: number) => op(name, ["k", "x"], {}, { k: one(value) }),
    ]),
  ),
  ...Object.fromEntries(
    ["Add", "Mul", "Div", "PRelu"].map((name) => [
      `${name} by channel`,
      (value: number) => op(name, ["x", "k"], {}, { k: floats([4, 1, 1], [1, value, 2, 3]) }),
    ]),
  ),
  ...Object.fromEntries(
    (
      [
        ["LeakyRelu", "alpha"],
        ["HardSigmoid", "alpha"],
        ["HardSigmoid", "beta"],
        ["Elu", "alpha"],
        ["Selu", "alpha"],
        ["Selu", "gamma"],
        ["Celu", "alpha"],
        ["ThresholdedRelu", "alpha"],
        ["Shrink", "lambd"],
        ["Shrink", "bias"],
      ] as const
    ).map(([name, attribute]) => [
      `${name} ${attribute}`,
      (value: number) => op(name, ["x"], { [attribute]: { float: value } }),
    ]),
  ),
  "Clip 6 min": (value) => ({ ...op("Clip", ["x"], { min: { float: value } }), opset: 10 }),
  "Clip 6 max": (value) => ({ ...op("Clip", ["x"], { max: { float: value } }), opset: 10 }),
  "Clip min": (value) => op("Clip", ["x", "k"], {}, { k: one(value) }),
  "Clip max": (value) => op("Clip", ["x", "", "k"], {}, { k: one(value) }),
  Pad: (value) => op("Pad", ["x", "p", "k"], {}, { p: ints([8], [0, 0, 1, 1, 0, 0, 1, 1]), k: one(value) }),
  "Pad 2": (value) => ({ ...op("Pad", ["x"], { pads: [0, 0, 1, 1, 0, 0, 1, 1], value: { float: value } }), opset: 10 }),
  "Pad in front of MaxPool": (value) => ({
    nodes: [node("Pad", ["x", "p", "k"], ["q"]), node("MaxPool", ["q"], ["y"], { kernel_shape: [2, 2] })],
    constants: { p: ints([8], [0, 0, 1, 1, 0, 0, 1, 1]), k: one(value) },
  }),
  "BatchNormalization scale": (value) => norm("s", value),
  "BatchNormalization bias": (value) => norm("b", value),
  "BatchNormalization mean": (value) => norm("m", value),
  "BatchNormalization variance": (value) => norm("v", value),
  "BatchNormalization epsilon": (value) => {
    const { nodes, constants = {} } = norm("s", 1);
    return { nodes: nodes.map((each) => ({ ...each, attributes: { epsilon: { float: value } } })), constants };
  },
  "Conv weights": (value) => op("Conv", ["x", "w"], {}, { w: floats([4, 4, 1, 1], [value, ...normals(15)]) }),
  "Conv bias": (value) => op("Conv", ["x", "w", "b"], {}, { w: floats([4, 4, 1, 1]), b: four(value) }),
  "Gemm alpha": (value) => matrix("alpha", value),
  "Gemm beta": (value) => matrix("beta", value),
  "Resize scales": (value) => op("Resize", ["x", "", "k"], { mode: "nearest" }, { k: floats([4], [1, 1, value, 2]) }),
  "Upsample 7 scales": (value) => ({
    ...op("Upsample", ["x"], { mode: "nearest", scales: { floats: [1, 1, value, 2] } }),
    opset: 8,
  }),
  "scale of a pair": (value) => ({
    nodes: [node("QuantizeLinear", ["x", "s", "z"], ["q"]), node("DequantizeLinear", ["q", "s", "z"], ["y"])],
    constants: { s: one(value), z: uint8 },
  }),
  "scale of weights": (value) => ({
    nodes: [node("DequantizeLinear", ["q", "s", "z"], ["w"]), node("Conv", ["x", "w"], ["y"])],
    constants: {
      q: { dims: [4, 4, 1, 1], dataType: DataType.int8, rawData: Uint8Array.from(Array(16).keys()) },
      s: one(value),
      z: int8,
    },
  }),
  "folded product with 0": (value) => folded(value, node("Mul", ["zero", "k"], ["m"])),
  "folded minimum": (value) => folded(value, node("Min", ["zero", "k"], ["m"])),
  "folded comparison": (value) =>
    folded(value, node("Greater", ["two", "k"], ["c"]), node("Where", ["c", "two", "three"], ["m"])),
  "folded choice": (value) => folded(value, node("Equal", ["two", "two"], ["c"]), node("Where", ["c", "two", "k"], ["m"])), // prettier-ignore
  "folded cast": (value) =>
    folded(value, node("Cast", ["k"], ["whole"], { to: 7 }), node("Cast", ["whole"], ["m"], { to: 1 })),
  "folded clip": (value) => folded(value, node("Clip", ["k", "zero", "two"], ["m"])),
  "folded exponential": (value) => folded(value, node("Exp", ["k"], ["m"])),
  "folded copies": (value) => folded(value, node("Expand", ["k", "shape"], ["m"])),
  "Constant node": (value) => folded(value, node("Constant", [], ["m"], { value_float: { float: value } })),
  ConstantOfShape: (value) =>
    folded(value, node("ConstantOfShape", ["shape"], ["m"], { value: { tensor: floats([1], [value]) } })),
};

function fileOf({ nodes, constants = {}, opset = 13 }: Middle): Uint8Array {
  return buildOnnx({
    opset,
    inputs: { i: [1, 4, 8, 8] },
    outputs: ["o"],
    constants: { first: floats([4, 4, 3, 3]), last: floats([4, 4, 1, 1], normals(16, 5)), ...constants },
    nodes: [
      node("Conv", ["i", "first"], ["x"], { kernel_shape: [3, 3], pads: [1, 1, 1, 1] }),
      ...nodes,
      node("Conv", ["y", "last"], ["o"]),
    ],
  });
}

describe("values that are not finite", function () {
  this.timeout(20_000);

  for (const [name, middle] of Object.entries(CASES)) {
    it(`are refused or answered as by onnxruntime: ${name}`, async () => {
      for (const value of [NaN, Infinity, -Infinity]) {
        const bytes = fileOf(middle(value));
        const model = importOnnx(bytes);
        const prepared = model.ok ? prepareGraph(model.value.graph) : undefined;
        const network = prepared && lowerNetwork(prepared);
        const problems = model.ok ? (network?.ok === false ? network.problems : []) : model.problems;
        if (problems.length > 0) {
          assert.deepEqual(
            problems.map(({ message }) => message),
            [problems[0]?.message],
            "one sentence",
          );
          if (Number.isNaN(value)) assert.equal(problems[0]?.code, "onnx.nonFinite");
          continue;
        }
        assert.ok(prepared && !Number.isNaN(value), `${value} was taken`);
        const feeds = noiseFor(prepared);
        const [expected] = (await runOriginal(bytes, feeds)).values();
        const [own] = (await runGraph(prepared, feeds)).values();
        assert.ok(expected && own);
        for (const [i, theirs] of expected.data.entries()) {
          const ours = own.data[i] ?? NaN;
          assert.ok(Object.is(theirs, ours) || Math.abs(theirs - ours) < 1e-4, `${value}: ${ours} for ${theirs}`);
        }
      }
    });
  }

  it("in what no output needs are not looked at", () => {
    const { nodes, constants } = op("Relu", ["x"]);
    const idle = node("Add", ["x", "k"], ["nobody"]);
    assert.ok(importOnnx(fileOf({ nodes: [...nodes, idle], constants: { ...constants, k: one(NaN) } })).ok);
  });

  it("that two nodes read are told once, by the name of what made them", () => {
    const model = importOnnx(
      fileOf({
        nodes: [node("Div", ["k", "zero"], ["far"]), node("Add", ["x", "far"], ["a"]), node("Mul", ["x", "far"], ["b"]), node("Add", ["a", "b"], ["y"])], // prettier-ignore
        constants: { k: one(1), zero: one(0) },
      }),
    );
    assert.deepEqual(model.ok ? [] : model.problems.map(({ message }) => message), [
      'tensor "far" holds Infinity at element 0',
    ]);
  });
});
