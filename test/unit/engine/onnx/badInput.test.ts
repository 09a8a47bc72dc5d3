/** Files that are broken, foreign or beyond what is supported: each is answered by clear sentences, never by a throw or a hang. */
import assert from "node:assert/strict";
import fc from "fast-check";
import { decodeModel, encodeModel } from "../../../../src/engine/onnx/wire/codec";
import type { Graph } from "../../../../src/engine/ir/graph";
import { importOnnx } from "../../../../src/engine/onnx/importOnnx";
import { AttributeType, DataType } from "../../../../src/engine/onnx/wire/proto";
import { buildOnnx, floats, ints, node, raw, type OnnxModel } from "../../../support/networks/onnxBuilder";
import { imported, refusalCodes } from "./comparing";

const good: OnnxModel = {
  opset: 13,
  inputs: { x: [1, 3, 8, 8] },
  outputs: ["y"],
  constants: { w: floats([4, 3, 3, 3]), b: floats([4]) },
  nodes: [node("Conv", ["x", "w", "b"], ["c"], {}, { name: "conv1" }), node("Relu", ["c"], ["y"])],
};

const text = (content: string): Uint8Array => new TextEncoder().encode(content);
const one = (nodes: OnnxModel["nodes"], extra: Partial<OnnxModel> = {}): Uint8Array =>
  buildOnnx({ inputs: { x: [1, 4, 6, 6] }, outputs: ["y"], ...extra, nodes });

describe("onnx files that are no models", () => {
  const cases: Readonly<Record<string, readonly [Uint8Array, string]>> = {
    "an empty file": [new Uint8Array(), "onnx.empty"],
    "a text": [text("# My network\nThis is a readme that somebody renamed.\n"), "onnx.notAModel"],
    JSON: [text('{"model": "mobilenet", "layers": [1, 2, 3]}'), "onnx.notAModel"],
    "one letter": [text("a"), "onnx.notAModel"],
    "spaces and line ends": [text("\n\n  \n"), "onnx.notAModel"],
    "a TensorFlow Lite model": [Uint8Array.from([28, 0, 0, 0, ...text("TFL3"), 1, 2, 3]), "onnx.notAModel"],
    "a zip archive": [text("PK\u0003\u0004archive"), "onnx.notAModel"],
    "a Git LFS pointer": [text("version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n"), "onnx.notAModel"],
    zeros: [new Uint8Array(1000), "onnx.notAModel"],
    "a length of 4 GB": [Uint8Array.from([0x08, 0x08, 0x3a, 0xff, 0xff, 0xff, 0xff, 0x0f, 0x0a]), "onnx.truncated"],
    "a model without a graph": [encodeModel({ irVersion: 8, opsetImport: [{ version: 13 }] }), "onnx.truncated"],
    "a model without operators": [buildOnnx({ inputs: { x: [1] }, outputs: ["x"], nodes: [] }), "onnx.noNodes"],
    "a model without outputs": [one([node("Relu", ["x"], ["y"])], { outputs: [] }), "onnx.noOutputs"],
  };
  for (const [name, [bytes, code]] of Object.entries(cases)) {
    it(name, () => assert.deepEqual(refusalCodes(bytes), [code]));
  }

  it("says what a foreign file seems to be", () => {
    const refusal = decodeModel(text("PK\u0003\u0004archive"));
    assert.ok(!refusal.ok);
    assert.match(refusal.problems[0]?.message ?? "", /zip archive/);
  });

  it("a model cut at any byte is refused", () => {
    const bytes = buildOnnx(good);
    for (let length = 0; length < bytes.length; length++) {
      assert.ok(!importOnnx(bytes.slice(0, length)).ok, `cut at ${length} of ${bytes.length}`);
    }
  });

  it("random bytes, and a model with random bytes changed, are answered", () => {
    const bytes = buildOnnx(good);
    fc.assert(fc.property(fc.uint8Array({ maxLength: 400 }), (noise) => !importOnnx(noise).ok));
    const edits = fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.nat(255)), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(edits, (changes) => {
        const changed = bytes.slice();
        for (const [at, value] of changes) changed[at] = value;
        importOnnx(changed);
      }),
      { numRuns: 2000 },
    );
  });
});

describe("onnx models that are broken", () => {
  const cases: Readonly<Record<string, readonly [Uint8Array, readonly string[]]>> = {
    "a weight that is missing": [one([node("Conv", ["x", "w"], ["y"])]), ["onnx.missingTensor"]],
    "an output that nothing computes": [one([node("Relu", ["x"], ["z"])]), ["onnx.missingTensor"]],
    "a circle": [
      one([node("Add", ["x", "b"], ["a"]), node("Relu", ["a"], ["b"]), node("Relu", ["b"], ["y"])]),
      ["onnx.cycle"],
    ],
    "a node that reads itself": [one([node("Add", ["x", "y"], ["y"])]), ["onnx.cycle"]],
    "two nodes with one output": [
      one([node("Relu", ["x"], ["y"]), node("Tanh", ["x"], ["y"])]),
      ["onnx.duplicateTensor"],
    ],
    "a node that makes an initializer": [
      one([node("Relu", ["x"], ["y"])], { constants: { y: floats([1]) } }),
      ["onnx.duplicateTensor"],
    ],
    "too few bytes of weights": [
      one([node("Add", ["x", "c"], ["y"])], { constants: { c: raw([1, 4, 1, 1], DataType.float, [0, 0, 0, 0]) } }),
      ["onnx.damagedTensor"],
    ],
    "too few values of weights": [
      one([node("Add", ["x", "c"], ["y"])], {
        constants: { c: { dims: [4, 1, 1], dataType: DataType.float, floatData: [1, 2] } },
      }),
      ["onnx.damagedTensor"],
    ],
    "a tensor that claims 10^18 elements": [
      one([node("Add", ["x", "c"], ["y"])], {
        constants: { c: { dims: [1e9, 1e9], dataType: DataType.float, floatData: [1] } },
      }),
      ["onnx.damagedTensor"],
    ],
    "a tensor of negative size": [
      one([node("Add", ["x", "c"], ["y"])], { constants: { c: { dims: [-4], dataType: DataType.float } } }),
      ["onnx.damagedTensor"],
    ],
    "text as weights": [
      one([node("Add", ["x", "c"], ["y"])], { constants: { c: { dims: [1], dataType: DataType.string } } }),
      ["onnx.dataType"],
    ],
    "8-bit float weights": [
      one([node("Add", ["x", "c"], ["y"])], { constants: { c: raw([1], DataType.float8e4m3fn, [0]) } }),
      ["onnx.dataType"],
    ],
    "an attribute of another type": [one([node("LeakyRelu", ["x"], ["y"], { alpha: "steep" })]), ["onnx.attribute"]],
    "weights for another number of channels": [
      one([node("Conv", ["x", "w"], ["y"])], { constants: { w: floats([2, 3, 3, 3]) } }),
      ["onnx.shape"],
    ],
    "a bias of another size": [
      one([node("Conv", ["x", "w", "b"], ["y"])], { constants: { w: floats([2, 4, 3, 3]), b: floats([3]) } }),
      ["onnx.shape"],
    ],
    "a bias that is no list": [
      one([node("Conv", ["x", "w", "b"], ["y"])], { constants: { w: floats([2, 4, 3, 3]), b: floats([2, 1]) } }),
      ["onnx.shape"],
    ],
    "a kernel larger than its input": [one([node("MaxPool", ["x"], ["y"], { kernel_shape: [9, 9] })]), ["onnx.shape"]],
    "a stride of 0": [
      one([node("MaxPool", ["x"], ["y"], { kernel_shape: [2, 2], strides: [0, 1] })]),
      ["onnx.attribute"],
    ],
    "groups of 0": [
      one([node("Conv", ["x", "w"], ["y"], { group: 0 })], { constants: { w: floats([2, 4, 3, 3]) } }),
      ["onnx.shape"],
    ],
    "a reshape to another size": [
      one([node("Reshape", ["x", "s"], ["y"])], { constants: { s: ints([2], [1, 7]) } }),
      ["onnx.shape"],
    ],
    // onnxruntime refuses it too: slopes are repeated over the tensor, never the tensor over slopes.
    "more slopes than channels": [
      one([node("PRelu", ["n", "s"], ["y"])], { inputs: { n: [1, 1, 6, 6] }, constants: { s: floats([4, 6, 1]) } }),
      ["onnx.shape"],
    ],
    "an axis that is not there": [one([node("Concat", ["x", "x"], ["y"], { axis: 7 })]), ["onnx.axis"]],
    "an enlargement by a million": [
      one([node("Upsample", ["x"], ["y"], { scales: { floats: [1, 1, 1e6, 1e6] } })], { opset: 7 }),
      ["onnx.shape"],
    ],
    "a constant of 10^15 elements": [
      one([node("ConstantOfShape", ["s"], ["c"]), node("Add", ["x", "c"], ["y"])], {
        constants: { s: ints([3], [1e5, 1e5, 1e5]) },
      }),
      ["onnx.tooLarge"],
    ],
    "a quantization scale of 0": [
      one([node("QuantizeLinear", ["x", "s"], ["q"]), node("DequantizeLinear", ["q", "s"], ["y"])], {
        constants: { s: floats([], 0) },
      }),
      ["onnx.scale"],
    ],
    "an output that depends on nothing": [
      one([node("Relu", ["c"], ["y"])], { constants: { c: floats([1]) } }),
      ["onnx.constantOutput"],
    ],
    "operator set 6": [one([node("Relu", ["x"], ["y"])], { opset: 6 }), ["onnx.opset"]],
    "operator set 99": [one([node("Relu", ["x"], ["y"])], { opset: 99 }), ["onnx.opset"]],
  };
  for (const [name, [bytes, codes]] of Object.entries(cases)) {
    it(name, () => assert.deepEqual(refusalCodes(bytes), codes));
  }

  for (const value of [NaN, Infinity, -Infinity]) {
    it(`${value} among the weights is named with its tensor and element`, () => {
      const weights = new Float32Array(2 * 4 * 9);
      weights[17] = value;
      const outcome = importOnnx(
        one([node("Conv", ["x", "w"], ["y"])], { constants: { w: floats([2, 4, 3, 3], weights) } }),
      );
      assert.ok(!outcome.ok);
      assert.equal(outcome.problems[0]?.message, `tensor "w" holds ${value} at element 17`);
    });
  }
});

describe("onnx models beyond what is supported", () => {
  const cases: Readonly<Record<string, readonly [Uint8Array, readonly string[]]>> = {
    "an unknown operator": [one([node("Einsum", ["x"], ["y"])]), ["onnx.unsupportedOperator"]],
    "an operator of a runtime": [
      one([node("FusedConv", ["x", "w"], ["y"], {}, { domain: "com.microsoft" })], {
        constants: { w: floats([2, 4, 3, 3]) },
        domains: { "com.microsoft": 1 },
      }),
      ["onnx.unsupportedOperator"],
    ],
    "a transposed convolution over three axes": [
      one([node("ConvTranspose", ["x", "w"], ["y"])], {
        inputs: { x: [1, 2, 4, 4, 4] },
        constants: { w: floats([2, 2, 3, 3, 3]) },
      }),
      ["onnx.rank"],
    ],
    "a product of two activations that do not fit": [
      one([node("Flatten", ["x"], ["f"]), node("MatMul", ["x", "f"], ["y"])]),
      ["onnx.shape"],
    ],
    "several constant matrices on the left": [
      one([node("MatMul", ["c", "x"], ["y"])], { constants: { c: floats([1, 3, 6, 6]) } }),
      ["onnx.rank"],
    ],
    "computed weights": [one([node("Relu", ["x"], ["w"]), node("Conv", ["x", "w"], ["y"])]), ["onnx.notConstant"]],
    "three spatial axes": [
      one([node("Conv", ["x", "w"], ["y"])], {
        inputs: { x: [1, 2, 4, 4, 4] },
        constants: { w: floats([2, 2, 3, 3, 3]) },
      }),
      ["onnx.rank"],
    ],
    "an exponent that is computed": [one([node("Pow", ["x", "x"], ["y"])]), ["onnx.notConstant"]],
    "an unknown padding": [
      one([node("Pad", ["x", "p"], ["y"], { mode: "mirror" })], {
        constants: { p: ints([8], [0, 0, 1, 1, 0, 0, 1, 1]) },
      }),
      ["onnx.padMode"],
    ],
    interpolation: [
      one([node("Resize", ["x", "", "s"], ["y"], { mode: "lanczos" })], {
        constants: { s: floats([4], [1, 1, 2, 2]) },
      }),
      ["onnx.resizeMode"],
    ],
    training: [
      one([node("BatchNormalization", ["x", "c", "c", "c", "c"], ["y"], { training_mode: 1 })], {
        opset: 14,
        constants: { c: floats([4], 1) },
      }),
      ["onnx.training"],
    ],
    "the mask of Dropout": [
      one([node("Dropout", ["x"], ["a", "m"]), node("Identity", ["m"], ["y"])]),
      ["onnx.constantOutput"],
    ],
    "the indices of MaxPool": [
      one([node("MaxPool", ["x"], ["a", "i"], { kernel_shape: [2, 2] }), node("Relu", ["i"], ["y"])]),
      ["onnx.secondOutput"],
    ],
    "integer arithmetic": [one([node("QLinearConv", ["x"], ["y"])]), ["onnx.integerArithmetic"]],
    "an operator on quantized values": [
      one([node("QuantizeLinear", ["x", "s"], ["q"]), node("Relu", ["q"], ["y"])], {
        constants: { s: floats([], 0.1) },
      }),
      ["onnx.integerArithmetic"],
    ],
    "control flow": [one([node("Loop", ["x"], ["y"])]), ["onnx.controlFlow"]],
    "an integer input": [
      one([node("Sigmoid", ["x"], ["y"])], { inputTypes: { x: DataType.int64 } }),
      ["onnx.integerArithmetic"],
    ],
    "truths that are computed with": [
      one([node("Relu", ["x"], ["y"])], { inputTypes: { x: DataType.bool } }),
      ["onnx.integerArithmetic"],
    ],
    "an input of texts": [
      one([node("Relu", ["x"], ["y"])], { inputTypes: { x: DataType.string } }),
      ["onnx.inputType"],
    ],
    "a batch of 8 that is mixed": [
      one([node("Softmax", ["x"], ["y"], { axis: 0 })], { inputs: { x: [8, 3] } }),
      ["onnx.batch"],
    ],
    "a batch of 8 of which each is beyond all sizes": [
      one([node("Relu", ["x"], ["y"])], { inputs: { x: [8, 2 ** 30] } }),
      ["onnx.shape"],
    ],
    "a pooling of windows that are nothing but padding": [
      one([node("MaxPool", ["x"], ["y"], { kernel_shape: [2, 2], pads: [0, 2, 0, 0] })]),
      ["onnx.attribute"],
    ],
    "a mean of windows that are nothing but padding": [
      one([node("AveragePool", ["x"], ["y"], { kernel_shape: [2, 1], pads: [0, 0, 0, 1] })]),
      ["onnx.attribute"],
    ],
    "several obstacles": [
      one(
        [
          node("Einsum", ["x"], ["a"]),
          node("Det", ["a"], ["b"]),
          node("Scan", ["b", "w"], ["c"]),
          node("Relu", ["c"], ["y"]),
        ],
        {
          constants: { w: floats([1]) },
        },
      ),
      ["onnx.unsupportedOperator", "onnx.unsupportedOperator", "onnx.controlFlow"],
    ],
  };
  for (const [name, [bytes, codes]] of Object.entries(cases)) {
    it(name, () => assert.deepEqual(refusalCodes(bytes), codes));
  }

  it("free sizes are named all at once, with what to do", () => {
    const outcome = importOnnx(one([node("Relu", ["x"], ["y"])], { inputs: { x: ["N", 3, "height", 0] } }));
    assert.ok(!outcome.ok);
    assert.deepEqual(
      outcome.problems.map((problem) => problem.message),
      ['input "x" has no fixed size along axis 2 ("height") and axis 3'],
    );
    assert.match(outcome.problems[0]?.hint ?? "", /x=1,3,<height>,<size>/);
  });

  it("what is 0 or 1 and is neither: runtimes disagree about it", () => {
    const pool = node("AveragePool", ["x"], ["y"], { kernel_shape: [3, 3], strides: [2, 2], ceil_mode: 5 });
    const outcome = importOnnx(one([pool]));
    assert.ok(!outcome.ok);
    assert.match(outcome.problems[0]?.message ?? "", /\(AveragePool\) has ceil_mode = 5; it is 0 or 1$/);
  });

  it("a split into fewer outputs than it has, which makes onnxruntime crash", () => {
    const split = node("Split", ["x"], ["a", "b", "y"], { axis: 1, num_outputs: 2 });
    assert.deepEqual(refusalCodes(one([split], { opset: 18 })), ["onnx.attribute"]);
  });

  it("axes that the tensor has not, or twice", () => {
    for (const axes of [
      [5, 3],
      [2, -2],
    ]) {
      const bytes = one([node("Resize", ["x", "", "s"], ["y"], { mode: "nearest", axes })], {
        opset: 18,
        constants: { s: floats([2], [2, 2]) },
      });
      assert.deepEqual(refusalCodes(bytes), ["onnx.axis"]);
    }
    for (const axis of [9, -9])
      assert.deepEqual(refusalCodes(one([node("Flatten", ["x"], ["y"], { axis })])), ["onnx.axis"]);
  });

  it("a node that is refused in its middle leaves nothing to those that are looked at beside it", () => {
    const parts: Graph[] = [];
    const mean = node("Mean", ["x", "c", "d"], ["m"]);
    const bytes = one([mean, node("Relu", ["x"], ["y"])], {
      outputs: ["m", "y"],
      constants: { c: floats([16, 3, 3, 3]), d: floats([16]) },
    });
    const outcome = importOnnx(bytes, { onPart: (part) => parts.push(part) });
    assert.ok(!outcome.ok);
    const read = parts.flatMap(({ nodes }) => nodes.flatMap(({ inputs }) => inputs));
    assert.deepEqual(read, ["x"]);
  });

  it("a mode that is called like a property of every object", () => {
    const attributes = { mode: "nearest", coordinate_transformation_mode: "constructor" };
    const bytes = one([node("Resize", ["x", "", "s"], ["y"], attributes)], {
      constants: { s: floats([4], [1, 1, 2, 2]) },
    });
    assert.deepEqual(refusalCodes(bytes), ["onnx.resizeMode"]);
  });

  it("a problem names the node and its operator", () => {
    const outcome = importOnnx(one([node("Einsum", ["x"], ["y"], {}, { name: "mix" })]));
    assert.ok(!outcome.ok);
    assert.equal(outcome.problems[0]?.place, 'node "mix" (Einsum)');
  });
});

describe("onnx models that are unusual but sound", () => {
  it("a graph without weights", () => assert.equal(imported(one([node("Relu", ["x"], ["y"])])).graph.nodes.length, 1));

  it("20,000 nodes in a chain do not exhaust the stack", () => {
    const count = 20_000;
    const nodes = Array.from({ length: count }, (_, i) =>
      node("Relu", [i === 0 ? "x" : `t${i}`], [i === count - 1 ? "y" : `t${i + 1}`]),
    );
    assert.equal(imported(one(nodes.reverse(), { inputs: { x: [1, 2] } })).graph.nodes.length, count);
  });

  it("NaN in a tensor that nothing needs", () => {
    const bytes = one([node("Relu", ["x"], ["y"]), node("Add", ["x", "c"], ["unused"])], {
      constants: { c: floats([1], [NaN]) },
    });
    assert.deepEqual([...imported(bytes).graph.tensors.keys()], ["x", "y"]);
  });

  it("zeros that a writer with proto3 semantics left out", () => {
    const bytes = encodeModel({
      irVersion: 8,
      opsetImport: [{ version: 13 }],
      graph: {
        node: [
          { opType: "Flatten", input: ["x"], output: ["y"], attribute: [{ name: "axis", type: AttributeType.int }] },
        ],
        input: [
          {
            name: "x",
            type: { tensorType: { elemType: DataType.float, shape: { dim: [{ dimValue: 1 }, { dimValue: 6 }] } } },
          },
        ],
        output: [{ name: "y" }],
      },
    });
    assert.deepEqual(imported(bytes).graph.tensors.get("y")?.shape, [1, 6]);
  });

  it("names that are properties of every object, but for the one that onnxruntime-node cannot pass", () => {
    const named = (name: string): Uint8Array =>
      one([node("Relu", ["x"], [name]), node("Relu", [name], ["constructor"])], { outputs: ["constructor"] });
    assert.deepEqual(imported(named("hasOwnProperty")).graph.outputs, ["constructor"]);
    assert.deepEqual(refusalCodes(named("__proto__")).length, 1);
  });
});
