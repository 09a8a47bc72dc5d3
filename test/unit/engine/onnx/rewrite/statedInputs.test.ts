/** Sizes, values and types of inputs, batches that a file fixes, and last operators that are left out: held against onnxruntime on the file's own bytes. */
import assert from "node:assert/strict";
import { elementsOf, tensorOf } from "../../../../../src/engine/ir/graph";
import type { FloatTensor } from "../../../../../src/engine/ir/ports";
import { encodeModel } from "../../../../../src/engine/onnx/wire/codec";
import { importOnnx, type ImportedModel, type ImportOptions } from "../../../../../src/engine/onnx/importOnnx";
import { AttributeType, DataType } from "../../../../../src/engine/onnx/wire/proto";
import { InferenceSession, Tensor } from "../../../../../src/runtime/onnxruntime";
import { buildOnnx, floats, ints, node, normals, raw, type OnnxModel } from "../../../../support/networks/onnxBuilder";
import { imported, runGraph } from "../comparing";

/** The file on onnxruntime; what it answers as floats. */
async function answersOf(
  bytes: Uint8Array,
  feeds: Readonly<Record<string, Tensor>>,
): Promise<ReadonlyMap<string, FloatTensor>> {
  const session = await InferenceSession.create(bytes, { logSeverityLevel: 3, intraOpNumThreads: 1 });
  const outputs = await session.run(feeds);
  const answers = new Map<string, FloatTensor>();
  for (const name of session.outputNames) {
    const tensor = outputs[name];
    assert.ok(tensor);
    answers.set(name, { shape: tensor.dims, data: Float32Array.from(tensor.data as ArrayLike<number>, Number) });
  }
  await session.release();
  return answers;
}

function floatTensor(shape: readonly number[], data: Float32Array): Tensor {
  return new Tensor("float32", data, shape);
}

async function ownAnswers(model: ImportedModel, values: Float32Array): Promise<ReadonlyMap<string, FloatTensor>> {
  const [input = ""] = model.graph.inputs;
  return runGraph(model.graph, new Map([[input, { shape: tensorOf(model.graph, input).shape, data: values }]]));
}

function assertClose(theirs: ArrayLike<number> | undefined, own: ArrayLike<number> | undefined): void {
  assert.ok(theirs && own);
  assert.equal(own.length, theirs.length);
  const largest = Math.max(...Array.from(theirs, Math.abs));
  const worst = Math.max(...Array.from(theirs, (value, i) => Math.abs(value - (own[i] ?? NaN))));
  assert.ok(worst <= 1e-5 * largest, `off by ${worst} of ${largest}`);
}

function refusal(bytes: Uint8Array, options: ImportOptions = {}): { code: string; message: string; hint: string } {
  const model = importOnnx(bytes, options);
  assert.ok(!model.ok, "it was taken");
  const [first] = model.problems;
  assert.ok(first);
  return { code: first.code, message: first.message, hint: first.hint ?? "" };
}

const sized: OnnxModel = {
  inputs: { image: ["N", 3, "height", "width"] },
  outputs: ["y"],
  constants: { w: floats([4, 3, 3, 3]) },
  nodes: [node("Conv", ["image", "w"], ["c"]), node("GlobalAveragePool", ["c"], ["y"])],
};

describe("stated sizes of inputs", () => {
  it("make a network of a file that leaves them open", async () => {
    const bytes = buildOnnx(sized);
    const model = imported(bytes, { stated: { shape: { image: [1, 3, 9, 7] } } });
    assert.deepEqual(tensorOf(model.graph, "image").shape, [1, 3, 9, 7]);
    const values = normals(3 * 9 * 7);
    const theirs = await answersOf(bytes, { image: floatTensor([1, 3, 9, 7], values) });
    assertClose(theirs.get("y")?.data, (await ownAnswers(model, values)).get("y")?.data);
  });

  it("are asked for by name, with a mark that each surface has its own words for", () => {
    const { code, message, hint } = refusal(buildOnnx(sized));
    assert.equal(code, "onnx.dynamicShape");
    assert.equal(message, 'input "image" has no fixed size along axis 2 ("height") and axis 3 ("width")');
    assert.equal(hint, "give its sizes with {{shape}}: image=1,3,<height>,<width>");
  });

  it("must not contradict the file", () => {
    for (const shape of [
      [1, 4, 9, 7],
      [3, 9, 7],
      [1, 3, 9, 7, 1],
    ]) {
      const { code, message } = refusal(buildOnnx(sized), { stated: { shape: { image: shape } } });
      assert.equal(code, "onnx.statedShape");
      assert.equal(message, `input "image" is [${shape.join(",")}] as stated, and [N,3,height,width] in the file`);
    }
  });

  it("must be those of an input", () => {
    const { code, hint } = refusal(buildOnnx(sized), { stated: { shape: { picture: [1, 3, 9, 7] } } });
    assert.deepEqual([code, hint], ["onnx.noSuchInput", "its inputs are image"]);
  });
});

/** y = x·w, with w one of two, or one of two for each of two other inputs. */
function branching(): Uint8Array {
  const graph = (name: string, constant: number) => ({
    name,
    node: [{ opType: "Mul", input: ["x", "w"], output: ["scaled"], attribute: [] }],
    initializer: [{ ...floats([1, 4], constant), name: "w" }],
    output: [{ name: "scaled" }],
  });
  const branch = (condition: string, then: object, otherwise: object, output: string) => ({
    opType: "If",
    name: `if_${output}`,
    input: [condition],
    output: [output],
    attribute: [
      { name: "then_branch", type: AttributeType.graph, g: then },
      { name: "else_branch", type: AttributeType.graph, g: otherwise },
    ],
  });
  const nested = {
    name: "nested",
    node: [
      { opType: "Equal", input: ["rate", "wanted"], output: ["isWanted"] },
      branch("isWanted", graph("a", 2), graph("b", 3), "inner"),
    ],
    initializer: [{ ...ints([], [16000]), name: "wanted" }],
    output: [{ name: "inner" }],
  };
  return encodeModel({
    irVersion: 8,
    opsetImport: [{ domain: "", version: 13 }],
    graph: {
      name: "branching",
      input: [
        {
          name: "x",
          type: { tensorType: { elemType: DataType.float, shape: { dim: [{ dimValue: 1 }, { dimValue: 4 }] } } },
        },
        { name: "rate", type: { tensorType: { elemType: DataType.int64, shape: { dim: [] } } } },
        { name: "short", type: { tensorType: { elemType: DataType.bool, shape: { dim: [] } } } },
      ],
      output: [{ name: "y", type: { tensorType: { elemType: DataType.float } } }],
      node: [branch("short", graph("c", 5), nested, "chosen"), { opType: "Relu", input: ["chosen"], output: ["y"] }],
    },
  });
}

/** y = |x·w|, with w one of two that a function's branches hold; "t" is a name of the function and of the model. */
function branchingFunction(): Uint8Array {
  const branch = (name: string, constant: number) => ({
    name,
    node: [{ opType: "Mul", input: ["t", "w"], output: ["scaled"] }],
    initializer: [{ ...floats([1, 4], constant), name: "w" }],
    output: [{ name: "scaled" }],
  });
  const sizes = { dim: [{ dimValue: 1 }, { dimValue: 4 }] };
  return encodeModel({
    irVersion: 8,
    opsetImport: [
      { domain: "", version: 17 },
      { domain: "own", version: 1 },
    ],
    functions: [
      {
        name: "Pick",
        domain: "own",
        input: ["a", "which"],
        output: ["r"],
        opsetImport: [{ domain: "", version: 17 }],
        node: [
          { opType: "Abs", input: ["a"], output: ["t"] },
          {
            opType: "If",
            input: ["which"],
            output: ["r"],
            attribute: [
              { name: "then_branch", type: AttributeType.graph, g: branch("a", 2) },
              { name: "else_branch", type: AttributeType.graph, g: branch("b", 3) },
            ],
          },
        ],
      },
    ],
    graph: {
      name: "calling",
      input: [
        { name: "x", type: { tensorType: { elemType: DataType.float, shape: sizes } } },
        { name: "which", type: { tensorType: { elemType: DataType.bool, shape: { dim: [] } } } },
      ],
      output: [{ name: "y", type: { tensorType: { elemType: DataType.float, shape: sizes } } }],
      node: [
        { opType: "Neg", input: ["x"], output: ["t"] },
        { opType: "Pick", domain: "own", name: "call", input: ["x", "which"], output: ["p"] },
        { opType: "Add", input: ["p", "t"], output: ["y"] },
      ],
    },
  });
}

describe("inputs that are fixed", () => {
  it("decide branches within functions, which read the function's own tensors", async () => {
    const bytes = branchingFunction();
    const model = imported(bytes, { stated: { fix: { which: 0 } } });
    const values = normals(4);
    const theirs = await answersOf(bytes, {
      x: floatTensor([1, 4], values),
      which: new Tensor("bool", Uint8Array.of(0), []),
    });
    assertClose(theirs.get("y")?.data, (await ownAnswers(model, values)).get("y")?.data);
  });

  for (const [rate, short] of [
    [16000, 0],
    [8000, 0],
    [8000, 1],
  ] as const) {
    it(`decide which branch counts: rate ${rate}, short ${short}`, async () => {
      const bytes = branching();
      const model = imported(bytes, { stated: { fix: { rate, short } } });
      assert.deepEqual(model.graph.inputs, ["x"]);
      const values = normals(4);
      const theirs = await answersOf(bytes, {
        x: floatTensor([1, 4], values),
        rate: new Tensor("int64", BigInt64Array.of(BigInt(rate)), []),
        short: new Tensor("bool", Uint8Array.of(short), []),
      });
      assertClose(theirs.get("y")?.data, (await ownAnswers(model, values)).get("y")?.data);
      assert.deepEqual([...model.feeding.fixed.keys()].sort(), ["rate", "short"]);
    });
  }

  it("are asked for where a branch depends on them", () => {
    const { code, hint } = refusal(branching(), { stated: { fix: { rate: 8000 } } });
    assert.equal(code, "onnx.controlFlow");
    assert.match(hint, /\{\{fix\}\}/);
  });

  it("hold what their type can", () => {
    for (const fix of [{ short: 2 }, { rate: 0.5 }, { x: [1, 2] }, { rate: 2 ** 40 }]) {
      assert.equal(refusal(branching(), { stated: { fix } }).code, "onnx.statedValue", JSON.stringify(fix));
    }
  });

  it("take the place of a default in the file", () => {
    const model = imported(
      buildOnnx({
        inputs: { x: [1, 4] },
        outputs: ["y"],
        constants: { gain: floats([1], [3]) },
        constantsAsInputs: true,
        nodes: [node("Mul", ["x", "gain"], ["y"])],
      }),
      { stated: { fix: { gain: 7 } } },
    );
    assert.deepEqual([...(tensorOf(model.graph, "gain").data ?? [])], [7]);
  });
});

const batched: OnnxModel = {
  inputs: { x: [6, 2, 8, 8] },
  outputs: ["y"],
  constants: {
    w: floats([4, 2, 3, 3]),
    rows: ints([2], [6, -1]),
    f: floats([36, 5]),
    same: floats(
      [6, 5],
      new Float32Array(30).map((_, i) => i % 5),
    ),
  },
  nodes: [
    node("Conv", ["x", "w"], ["c"]),
    node("MaxPool", ["c"], ["p"], { kernel_shape: [2, 2], strides: [2, 2] }),
    node("Reshape", ["p", "rows"], ["v"]),
    node("MatMul", ["v", "f"], ["m"]),
    node("Add", ["m", "same"], ["y"]),
  ],
};

describe("a batch that the file fixes", () => {
  it("is taken as one sample where nothing mixes them, and says so", async () => {
    const bytes = buildOnnx(batched);
    const model = imported(bytes);
    assert.deepEqual(tensorOf(model.graph, "x").shape, [1, 2, 8, 8]);
    assert.equal(model.notes[0]?.code, "onnx.batchFixed");
    const values = normals(6 * 128);
    const theirs = (await answersOf(bytes, { x: floatTensor([6, 2, 8, 8], values) })).get("y")?.data;
    for (const sample of [0, 4]) {
      const own = await ownAnswers(model, values.slice(128 * sample, 128 * (sample + 1)));
      assertClose(theirs?.slice(5 * sample, 5 * (sample + 1)), own.get("y")?.data);
    }
  });

  const mixing: Readonly<Record<string, readonly [OnnxModel["nodes"], RegExp]>> = {
    "a mean over it": [
      [node("ReduceMean", ["x"], ["y"], { axes: [0] })],
      /"ReduceMean_y" \(reduceMean\).*averages over them/,
    ],
    "a transpose that moves it": [
      [node("Transpose", ["x"], ["y"], { perm: [1, 0, 2, 3] })],
      /moves them to another axis/,
    ],
    "a slice of it": [[node("Slice", ["x", "zero", "one", "zero"], ["y"])], /takes some of them/],
    "a view of two samples as one": [[node("Reshape", ["x", "four"], ["y"])], /views several samples as one/],
    "a softmax over it": [[node("Softmax", ["x"], ["y"], { axis: 0 })], /normalizes over them/],
    "constants that differ": [[node("Add", ["x", "each"], ["y"])], /takes "each" of shape \[6,1,1,1\], which differs/],
  };
  for (const [name, [nodes, message]] of Object.entries(mixing)) {
    it(`is refused with ${name}`, () => {
      const constants = {
        zero: ints([1], [0]),
        one: ints([1], [1]),
        four: ints([2], [4, -1]),
        each: floats([6, 1, 1, 1]),
      };
      const found = refusal(buildOnnx({ ...batched, constants, nodes }));
      assert.equal(found.code, "onnx.batch");
      assert.match(found.message, message);
    });
  }
});

describe("a branch behind an obstacle", () => {
  it("is no obstacle itself: its condition may turn out to be constant", () => {
    const model = importOnnx(
      buildOnnx({
        inputs: { x: [1, 4] },
        outputs: ["y"],
        nodes: [node("Blur", ["x"], ["b"]), node("Shape", ["b"], ["s"]), node("If", ["s"], ["y"])],
      }),
    );
    assert.ok(!model.ok);
    assert.deepEqual(
      model.problems.map(({ code }) => code),
      ["onnx.unsupportedOperator"],
    );
  });
});

describe("inputs of whole numbers", () => {
  for (const [name, type, make] of [
    ["uint8", DataType.uint8, (v: readonly number[]) => new Tensor("uint8", Uint8Array.from(v), [1, 2, 2, 3])],
    ["int8", DataType.int8, (v: readonly number[]) => new Tensor("int8", Int8Array.from(v), [1, 2, 2, 3])],
    ["int32", DataType.int32, (v: readonly number[]) => new Tensor("int32", Int32Array.from(v), [1, 2, 2, 3])],
    [
      "int64",
      DataType.int64,
      (v: readonly number[]) => new Tensor("int64", BigInt64Array.from(v, BigInt), [1, 2, 2, 3]),
    ],
  ] as const) {
    it(`${name}: the code is the value that a Cast makes a float`, async () => {
      const bytes = buildOnnx({
        inputs: { pixels: [1, 2, 2, 3] },
        inputTypes: { pixels: type },
        outputs: ["y"],
        constants: { mean: floats([1], [127.5]) },
        nodes: [
          node("Transpose", ["pixels"], ["t"], { perm: [0, 3, 1, 2] }),
          node("Cast", ["t"], ["f"], { to: DataType.float }),
          node("Sub", ["f", "mean"], ["y"]),
        ],
      });
      const values = Array.from({ length: 12 }, (_, i) => 11 * i - (name === "uint8" ? 0 : 60));
      const model = imported(bytes);
      const theirs = await answersOf(bytes, { pixels: make(values) });
      assertClose(theirs.get("y")?.data, (await ownAnswers(model, Float32Array.from(values))).get("y")?.data);
      const { given } = tensorOf(model.graph, "pixels");
      const expected = { uint8: [0], int8: [128] }[name as string];
      assert.deepEqual(given?.zeroPoints, expected);
    });
  }

  it("codes that the file dequantizes itself", async () => {
    const bytes = buildOnnx({
      inputs: { codes: [1, 6] },
      inputTypes: { codes: DataType.uint8 },
      outputs: ["y"],
      constants: { s: floats([], 0.25), z: raw([], DataType.uint8, [100]), w: floats([6, 2]) },
      nodes: [node("DequantizeLinear", ["codes", "s", "z"], ["x"]), node("MatMul", ["x", "w"], ["y"])],
    });
    const codes = Uint8Array.of(0, 90, 100, 101, 200, 255);
    const theirs = await answersOf(bytes, { codes: new Tensor("uint8", codes, [1, 6]) });
    assertClose(theirs.get("y")?.data, (await ownAnswers(imported(bytes), Float32Array.from(codes))).get("y")?.data);
  });

  const doubled = (type: number): Uint8Array =>
    buildOnnx({
      inputs: { x: [1, 4] },
      inputTypes: { x: type },
      outputs: ["y"],
      nodes: [node("Add", ["x", "x"], ["s"]), node("Cast", ["s"], ["y"], { to: DataType.float })],
    });

  it("of 32 bits are computed with before they are floats", async () => {
    const values = [-7, 0, 3, 1000];
    const theirs = await answersOf(doubled(DataType.int32), {
      x: new Tensor("int32", Int32Array.from(values), [1, 4]),
    });
    const own = await ownAnswers(imported(doubled(DataType.int32)), Float32Array.from(values));
    assertClose(theirs.get("y")?.data, own.get("y")?.data);
  });

  it("of fewer bits, which would wrap around, are not", () => {
    assert.equal(refusal(doubled(DataType.uint8)).code, "onnx.integerArithmetic");
  });
});

const scores = (...last: OnnxModel["nodes"]): OnnxModel => ({
  inputs: { x: [1, 8] },
  outputs: ["y"],
  constants: { f: floats([8, 5]), none: ints([1], [0]) },
  nodes: [node("MatMul", ["x", "f"], ["scores"]), ...last],
});

describe("last operators that are left out", () => {
  const index = [node("ArgMax", ["scores"], ["i"], { axis: 1 })] as const;
  const cases: Readonly<Record<string, OnnxModel>> = {
    ArgMax: { ...scores(node("ArgMax", ["scores"], ["y"], { axis: -1 })), outputTypes: { y: DataType.int64 } },
    "ArgMax, Cast and Squeeze": {
      ...scores(
        ...index,
        node("Cast", ["i"], ["c"], { to: DataType.int32 }),
        node("Squeeze", ["c", "none"], ["s"]),
        node("Identity", ["s"], ["y"]),
      ),
      outputTypes: { y: DataType.int32 },
    },
    "ArgMax of a LogSoftmax": {
      ...scores(node("LogSoftmax", ["scores"], ["l"]), node("ArgMax", ["l"], ["y"], { axis: 1 })),
      outputTypes: { y: DataType.int64 },
    },
  };
  for (const [name, model] of Object.entries(cases)) {
    it(`${name}: the largest of the scores is at the index`, async () => {
      const bytes = buildOnnx(model);
      const own = imported(bytes);
      assert.deepEqual(own.graph.outputs, ["scores"]);
      assert.match(
        own.notes[0]?.message ?? "",
        /is left out: output "y" is the scores that it reads, and <name>_argmax/,
      );
      for (const seed of [1, 2, 3, 4]) {
        const values = normals(8, seed);
        const theirs = (await answersOf(bytes, { x: floatTensor([1, 8], values) })).get("y")?.data[0];
        const answer = (await ownAnswers(own, values)).get("scores")?.data ?? new Float32Array();
        assert.equal(answer.indexOf(Math.max(...answer)), theirs);
      }
    });
  }

  it("LogSoftmax: the logits differ from it by one number", async () => {
    const bytes = buildOnnx(scores(node("LogSoftmax", ["scores"], ["y"])));
    const own = imported(bytes);
    const values = normals(8, 3);
    const theirs = (await answersOf(bytes, { x: floatTensor([1, 8], values) })).get("y")?.data ?? [];
    const answer = (await ownAnswers(own, values)).get("scores")?.data ?? [];
    const offset = (answer[0] ?? 0) - (theirs[0] ?? 0);
    assertClose(
      theirs,
      Array.from(answer, (value) => value - offset),
    );
    assert.match(own.notes[0]?.message ?? "", /LogSoftmax.* is left out/);
  });

  it("scores that are an output beside the index stay one output", () => {
    const { graph } = imported(buildOnnx({ ...scores(...index), outputs: ["scores", "i"] }));
    assert.deepEqual(graph.outputs, ["scores"]);
    assert.equal(elementsOf(tensorOf(graph, "scores").shape), 5);
  });

  it("are refused where nothing else is there", () => {
    const alone = { ...scores(), nodes: [node("ArgMax", ["x"], ["y"], { axis: 1 })] };
    assert.equal(refusal(buildOnnx(alone)).code, "onnx.lastOnly");
  });

  it("are refused where something goes on behind them", () => {
    const found = refusal(buildOnnx(scores(node("LogSoftmax", ["scores"], ["l"]), node("Relu", ["l"], ["y"]))));
    assert.equal(found.code, "onnx.lastOnly");
  });
});
