/**
 * Integer networks in the dialects that people bring, against onnxruntime: on the file itself where it knows the operators, else on the same
 * network written out in ONNX's own. What the import keeps as pairs is rounded as the pairs say.
 */
import assert from "node:assert/strict";
import { tensorOf } from "../../../../../src/engine/ir/graph";
import type { FloatTensor } from "../../../../../src/engine/ir/ports";
import { DataType } from "../../../../../src/engine/onnx/wire/proto";
import { createOrtRunner } from "../../../../../src/runtime/ortRunner";
import { openGiven } from "../../../../../src/worker/model/givenFile";
import { prepareGraph } from "../../../../../src/engine/passes/prepareGraph";
import { withGivenPairs } from "../../../../../src/engine/quantize/calibrate/givenPairs";
import { buildOnnx, floats, ints, node, normals, raw, type OnnxModel } from "../../../../support/networks/onnxBuilder";
import { assertSameAsOriginal, imported, refusalCodes, runGraph, runOriginal } from "../comparing";

type Constants = NonNullable<OnnxModel["constants"]>;

const wholes = (shape: readonly number[], reach: number, seed: number): Constants[string] =>
  floats(
    shape,
    normals(
      shape.reduce((all, size) => all * size, 1),
      seed,
    ).map((value) => Math.round(value * reach) || 0),
  );

/** Seeded whole numbers from 0 to 255. */
function pixels(shape: readonly number[]): FloatTensor {
  const count = shape.reduce((all, size) => all * size, 1);
  return { shape, data: normals(count, 5).map((value) => Math.min(255, Math.max(0, Math.round(128 + 60 * value)))) };
}

/**
 * @param spelled the same network for onnxruntime
 * @param share of the elements may be one code off, because float32 rounds what lies next to a tie
 */
async function assertAnswers(model: OnnxModel, spelled: OnnxModel, x: FloatTensor, code = 1, share = 0): Promise<void> {
  const graph = prepareGraph(imported(buildOnnx(model)).graph);
  const feeds = new Map([["x", x]]);
  const [expected] = (await runOriginal(buildOnnx(spelled), feeds)).values();
  const [own] = (await runGraph(withGivenPairs(graph), feeds)).values();
  assert.ok(expected && own);
  assert.deepEqual(own.shape, expected.shape);
  assert.ok(new Set(expected.data).size > 1, "the answers differ among each other");
  const off = expected.data.filter((value, i) => Math.abs(value - (own.data[i] ?? NaN)) > 1e-4 * code);
  assert.ok(off.length <= share * expected.data.length, `${off.length} of ${expected.data.length} are off`);
  const worst = expected.data.reduce((most, value, i) => Math.max(most, Math.abs(value - (own.data[i] ?? NaN))), 0);
  assert.ok(worst <= code * 1.0001, `off by ${worst}`);
}

const conv = node("Conv", ["x", "w"], ["c"], { pads: [1, 1, 1, 1] });
const weights = { w: wholes([4, 2, 3, 3], 40, 2), mul: wholes([4, 1, 1], 20, 3), add: wholes([4, 1, 1], 9000, 4) };
const image = pixels([1, 2, 7, 9]);

describe("integer dialects: whole numbers in floats", () => {
  const int64 = (value: number): Constants[string] => ints([], [value]);
  const nemo = (divisor: number, ...behind: OnnxModel["nodes"]): OnnxModel => ({
    opset: 9,
    inputs: { x: image.shape },
    outputs: ["y"],
    constants: { ...weights, m: int64(3), d: int64(divisor) },
    nodes: [
      conv,
      node("Mul", ["mul", "c"], ["scaled"]),
      node("Add", ["scaled", "add"], ["sum"]),
      node("Cast", ["sum"], ["whole"], { to: DataType.int64 }),
      node("Mul", ["whole", "m"], ["more"]),
      node("Div", ["more", "d"], ["quotient"]),
      node("Cast", ["quotient"], ["float"], { to: DataType.float }),
      ...behind,
    ],
  });

  for (const divisor of [4096, 5000]) {
    it(`NEMO's chain over ${divisor} is a convolution with the file's codes`, async () => {
      const model = nemo(divisor, node("Clip", ["float"], ["y"], { min: { float: 0 }, max: { float: 255 } }));
      await assertAnswers(model, model, image, 1, 0.01);
      const { nodes, tensors } = prepareGraph(imported(buildOnnx(model)).graph);
      assert.deepEqual(
        nodes.map(({ op }) => op.kind),
        ["conv"],
      );
      assert.deepEqual(tensors.get("y")?.given, { bits: 8, scales: [1], zeroPoints: [0] });
    });
  }

  it("quotients of negative whole numbers are truncated", async () => {
    const model = nemo(5000, node("Add", ["float", "half"], ["y"]));
    await assertSameAsOriginal(buildOnnx({ ...model, constants: { ...model.constants, half: floats([], 0.5) } }));
  });

  it("integer sums, products, bounds and signs are computed as in the file", async () => {
    const model: OnnxModel = {
      inputs: { x: [1, 30] },
      outputs: ["y"],
      constants: { eight: floats([], 8), three: int64(3), two: int64(2), seven: int64(7) },
      nodes: [
        node("Mul", ["x", "eight"], ["wide"]),
        node("Cast", ["wide"], ["whole"], { to: DataType.int64 }),
        node("Div", ["whole", "three"], ["third"]),
        node("Sub", ["third", "two"], ["less"]),
        node("Neg", ["less"], ["minus"]),
        node("Min", ["minus", "seven"], ["bounded"]),
        node("Abs", ["bounded"], ["size"]),
        node("Cast", ["size"], ["narrow"], { to: DataType.int32 }),
        node("Cast", ["narrow"], ["y"], { to: DataType.float }),
      ],
    };
    await assertSameAsOriginal(buildOnnx(model));
  });

  it("division by computed or by no whole numbers is refused", () => {
    const dividing = (second: string): Uint8Array =>
      buildOnnx({
        inputs: { x: [1, 4] },
        outputs: ["y"],
        constants: { zero: int64(0) },
        nodes: [
          node("Cast", ["x"], ["a"], { to: DataType.int64 }),
          node("Div", ["a", second], ["b"]),
          node("Cast", ["b"], ["y"], { to: DataType.float }),
        ],
      });
    assert.deepEqual(refusalCodes(dividing("a")), ["onnx.integerArithmetic"]);
    assert.deepEqual(refusalCodes(dividing("zero")), ["onnx.integerArithmetic"]);
  });

  it("comparisons, logic and selection are steps", async () => {
    const model: OnnxModel = {
      opset: 16,
      inputs: { x: [1, 40] },
      outputs: ["y"],
      constants: { a: floats([], 0.25), b: floats([40]), five: floats([], 5), six: floats([40]) },
      nodes: [
        node("Greater", ["x", "a"], ["p"]),
        node("LessOrEqual", ["x", "b"], ["q"]),
        node("And", ["p", "q"], ["both"]),
        node("Not", ["both"], ["neither"]),
        node("Less", ["b", "x"], ["r"]),
        node("Or", ["neither", "r"], ["s"]),
        node("Where", ["s", "x", "five"], ["t"]),
        node("Where", ["p", "six", "five"], ["u"]),
        node("GreaterOrEqual", ["x", "x"], ["always"]),
        node("Xor", ["always", "p"], ["v"]),
        node("Cast", ["v"], ["w"], { to: DataType.float }),
        node("Add", ["t", "u"], ["z"]),
        node("Add", ["z", "w"], ["y"]),
      ],
    };
    await assertSameAsOriginal(buildOnnx(model));
  });
});

describe("integer dialects: PACT and Deeploy", () => {
  for (const signed of [0, 1]) {
    it(`RequantShift to ${signed ? "signed" : "unsigned"} codes`, async () => {
      const tensor = (value: number): { tensor: Constants[string] } => ({ tensor: floats([], value) });
      const attributes = { div: tensor(4096), n_levels_out: tensor(256), signed: tensor(signed) };
      const base: OnnxModel = {
        inputs: { x: image.shape },
        outputs: ["y"],
        constants: {
          ...weights,
          d: floats([], 4096),
          low: floats([], signed ? -128 : 0),
          high: floats([], signed ? 127 : 255),
        },
        nodes: [],
      };
      const own = [conv, node("RequantShift", ["c", "mul", "add"], ["y"], attributes, { domain: "PACTOps" })];
      const spelled = [
        conv,
        node("Mul", ["c", "mul"], ["m"]),
        node("Add", ["m", "add"], ["a"]),
        node("Div", ["a", "d"], ["q"]),
        node("Floor", ["q"], ["f"]),
        node("Clip", ["f", "low", "high"], ["y"]),
      ];
      await assertAnswers({ ...base, nodes: own }, { ...base, nodes: spelled }, image, 1, 0.01);
    });
  }
});

describe("integer dialects: QONNX", () => {
  const domain = "onnx.brevitas";
  const x = { shape: [1, 60], data: normals(60, 9) };
  const base: OnnxModel = { inputs: { x: [1, 60] }, outputs: ["y"], nodes: [] };

  const quant = (bits: number, signed: number, narrow: number, scale: number): readonly [OnnxModel, OnnxModel] => {
    const low = signed ? narrow - 2 ** (bits - 1) : 0;
    const high = signed ? 2 ** (bits - 1) - 1 : 2 ** bits - 1 - narrow;
    const constants = {
      s: floats([], scale),
      z: floats([], 0),
      n: floats([], bits),
      low: floats([], low),
      high: floats([], high),
    };
    const own = node("Quant", ["x", "s", "z", "n"], ["y"], { signed, narrow, rounding_mode: "ROUND" }, { domain });
    const spelled = [
      node("Div", ["x", "s"], ["d"]),
      node("Round", ["d"], ["r"]),
      node("Clip", ["r", "low", "high"], ["c"]),
      node("Mul", ["c", "s"], ["y"]),
    ];
    return [
      { ...base, constants, nodes: [own] },
      { ...base, constants, nodes: spelled },
    ];
  };
  for (const [bits, signed, narrow] of [
    [8, 1, 0],
    [8, 0, 0],
    [6, 1, 1],
    [4, 1, 0],
    [3, 1, 1],
    [3, 0, 0],
    [2, 1, 1],
    [1, 0, 0],
  ] as const) {
    it(`Quant to ${bits} bits, ${signed ? "signed" : "unsigned"}${narrow ? ", narrow" : ""}`, async () => {
      const scale = 3 / 2 ** bits;
      await assertAnswers(...quant(bits, signed, narrow, scale), x, scale);
    });
  }

  it("BipolarQuant is the sign, 1 at 0", async () => {
    const data = x.data.map((value, i) => (i % 7 === 0 ? 0 : value));
    const constants = { s: floats([], 0.75), zero: floats([], 0), no: floats([], -0.75) };
    const own = { ...base, constants, nodes: [node("BipolarQuant", ["x", "s"], ["y"], {}, { domain })] };
    const nodes = [node("GreaterOrEqual", ["x", "zero"], ["g"]), node("Where", ["g", "s", "no"], ["y"])];
    await assertAnswers(own, { ...base, opset: 16, constants, nodes }, { ...x, data }, 1);
  });

  it("Trunc drops the lowest bits", async () => {
    const constants = {
      s: floats([], 0.01),
      z: floats([], 0),
      from: floats([], 8),
      to: floats([], 5),
      n: floats([], 8),
    };
    const own = node("Trunc", ["x", "s", "z", "from", "to"], ["y"], { rounding_mode: "FLOOR" }, { domain });
    const spelled = [
      node("Div", ["x", "s"], ["d"]),
      node("Round", ["d"], ["r"]),
      node("Div", ["r", "n"], ["e"]),
      node("Floor", ["e"], ["f"]),
      node("Mul", ["f", "s"], ["y"]),
    ];
    await assertAnswers({ ...base, constants, nodes: [own] }, { ...base, constants, nodes: spelled }, x, 0.01);
  });

  it("weights keep their codes through a transpose, one scale a channel", () => {
    const constants = {
      w: floats([5, 60]),
      s: floats([5, 1], [0.1, 0.2, 0.3, 0.4, 0.5]),
      z: floats([], 0),
      n: floats([], 3),
    };
    const nodes = [
      node("Quant", ["w", "s", "z", "n"], ["q"], { signed: 1, narrow: 1 }, { domain }),
      node("Transpose", ["q"], ["t"], { perm: [1, 0] }),
      node("MatMul", ["x", "t"], ["y"]),
    ];
    const { graph } = imported(buildOnnx({ ...base, constants, nodes }));
    const { given } = tensorOf(graph, graph.nodes[0]?.inputs[1] ?? "");
    assert.deepEqual(
      given?.scales.map((scale) => Number(scale.toFixed(6))),
      [0.1, 0.2, 0.3, 0.4, 0.5],
    );
    assert.deepEqual([given.bits, given.zeroPoints], [4, [3, 3, 3, 3, 3]]);
  });

  it("MultiThreshold counts thresholds by channel", async () => {
    const shape = [1, 3, 4, 5];
    const rows = [
      [-1, -0.5, 0],
      [-0.3, 0.1, 0.5],
      [0, 1, 2],
    ];
    const constants: Record<string, Constants[string]> = {
      t: floats([3, 3], rows.flat()),
      two: floats([], 0.5),
      b: floats([], -1),
    };
    const own = node(
      "MultiThreshold",
      ["x", "t"],
      ["y"],
      { out_scale: 0.5, out_bias: { float: -1 } },
      { domain: "finn.custom_op.general" },
    );
    const steps = [0, 1, 2].map((i) => {
      constants[`t${i}`] = floats(
        [1, 3, 1, 1],
        rows.map((row) => row[i] ?? 0),
      );
      return [
        node("GreaterOrEqual", ["x", `t${i}`], [`g${i}`]),
        node("Cast", [`g${i}`], [`f${i}`], { to: DataType.float }),
      ];
    });
    const spelled = [
      ...steps.flat(),
      node("Sum", ["f0", "f1", "f2"], ["n"]),
      node("Mul", ["n", "two"], ["m"]),
      node("Add", ["m", "b"], ["y"]),
    ];
    const model = { inputs: { x: shape }, outputs: ["y"], constants };
    const values = { shape, data: normals(60, 3) };
    await assertAnswers({ ...model, nodes: [own] }, { ...model, opset: 16, nodes: spelled }, values, 0.5);
  });
});

describe("integer dialects: operators on codes", () => {
  const int32 = (values: readonly number[]): Constants[string] =>
    raw([values.length], DataType.int32, new Uint8Array(Int32Array.from(values).buffer));
  const byte = (type: number, value: number): Constants[string] => raw([], type, [value & 255]);
  const codes = (shape: readonly number[], seed: number): Constants[string] =>
    raw(
      shape,
      DataType.int8,
      normals(
        shape.reduce((all, size) => all * size, 1),
        seed,
      ).map((value) => Math.round(40 * value) & 255),
    );
  const x = { shape: [1, 2, 6, 6], data: normals(72, 8) };
  const common: Constants = {
    xs: floats([], 0.02),
    xz: byte(DataType.uint8, 120),
    ys: floats([], 0.15),
    yz: byte(DataType.uint8, 128),
  };
  const enter = node("QuantizeLinear", ["x", "xs", "xz"], ["qx"]);
  const leave = node("DequantizeLinear", ["qy", "ys", "yz"], ["y"]);
  const inAndOut = (constants: Constants, ...nodes: OnnxModel["nodes"]): OnnxModel => ({
    opset: 13,
    domains: { "com.microsoft": 1 },
    inputs: { x: x.shape },
    outputs: ["y"],
    constants: { ...common, ...constants },
    nodes: [enter, ...nodes, leave],
  });
  const microsoft = { domain: "com.microsoft" };
  const CASES: Readonly<Record<string, OnnxModel>> = {
    "QLinearConv by channel, with bias, behind moved codes": inAndOut(
      {
        w: codes([3, 2, 3, 3], 4),
        ws: floats([3], [0.01, 0.02, 0.015]),
        wz: raw([3], DataType.int8, [0, 0, 0]),
        b: int32([500, -300, 20]),
      },
      node("MaxPool", ["qx"], ["qm"], { kernel_shape: [2, 2] }),
      node("QLinearConv", ["qm", "xs", "xz", "w", "ws", "wz", "ys", "yz", "b"], ["qy"]),
    ),
    QLinearMatMul: inAndOut(
      { w: codes([6, 5], 4), ws: floats([], 0.01), wz: byte(DataType.int8, 0) },
      node("QLinearMatMul", ["qx", "xs", "xz", "w", "ws", "wz", "ys", "yz"], ["qy"]),
    ),
    "QLinearAdd of a tensor with itself": inAndOut(
      {},
      node("QLinearAdd", ["qx", "xs", "xz", "qx", "xs", "xz", "ys", "yz"], ["qy"], {}, microsoft),
    ),
    QLinearSigmoid: inAndOut({}, node("QLinearSigmoid", ["qx", "xs", "xz", "ys", "yz"], ["qy"], {}, microsoft)),
    QLinearGlobalAveragePool: inAndOut(
      {},
      node("QLinearGlobalAveragePool", ["qx", "xs", "xz", "ys", "yz"], ["qy"], {}, microsoft),
    ),
    QLinearConcat: inAndOut(
      {},
      node("QLinearConcat", ["ys", "yz", "qx", "xs", "xz", "qx", "xs", "xz"], ["qy"], { axis: 1 }, microsoft),
    ),
    QGemm: inAndOut(
      { w: codes([5, 72], 4), ws: floats([], 0.01), wz: byte(DataType.int8, 0), b: int32([9, 8, 7, 6, 5]) },
      node("Flatten", ["qx"], ["qf"]),
      node("QGemm", ["qf", "xs", "xz", "w", "ws", "wz", "b", "ys", "yz"], ["qy"], { transB: 1 }, microsoft),
    ),
  };
  for (const [name, model] of Object.entries(CASES)) {
    it(name, async () => {
      await assertAnswers(model, model, x, 0.15, 0.05);
    });
  }

  const ANSWERS: Readonly<Record<string, OnnxModel>> = {
    moved: inAndOut({}, node("MaxPool", ["qx"], ["qy"], { kernel_shape: [2, 2] })),
    computed: inAndOut({}, node("QLinearAdd", ["qx", "xs", "xz", "qx", "xs", "xz", "xs", "xz"], ["qy"], {}, microsoft)),
  };
  for (const [what, model] of Object.entries(ANSWERS))
    it(`${what} codes that a file answers are the network's own, and real numbers where they are compared`, async () => {
      const bytes = buildOnnx({
        ...model,
        nodes: model.nodes.slice(0, -1),
        outputs: ["qy"],
        outputTypes: { qy: DataType.uint8 },
      });
      const { graph, notes, feeding } = imported(bytes);
      assert.deepEqual(
        notes.map(({ code }) => code),
        ["onnx.codesOutput"],
      );
      assert.deepEqual([...feeding.codes], [["qy", { scale: Math.fround(0.02), zeroPoint: 120 }]]);
      const { folder, file } = { folder: ".", file: { read: () => Promise.resolve(bytes) } };
      const open = await openGiven(
        { form: "onnx", folder, computed: new Set(["qy"]), idleControlFlow: false, feeding, ...file },
        ["qy"],
        createOrtRunner(),
      );
      assert.ok(typeof open !== "string");
      const feeds = new Map([["x", x]]);
      const [theirs] = (await open.run(feeds)).values();
      await open.close();
      const [own] = (await runGraph(withGivenPairs(prepareGraph(graph)), feeds)).values();
      assert.ok(theirs && own);
      assert.deepEqual(own.shape, theirs.shape);
      theirs.data.forEach((value, i) => assert.ok(Math.abs(value - (own.data[i] ?? NaN)) < 1e-6));
    });

  it("ConvInteger and MatMulInteger behind QuantizeLinear", async () => {
    const model: OnnxModel = {
      inputs: { x: x.shape },
      outputs: ["y"],
      constants: {
        ...common,
        w: codes([3, 2, 3, 3], 4),
        m: codes([4, 5], 6),
        mz: byte(DataType.int8, 3),
        s: floats([], 0.001),
        t: floats([], 0.0005),
      },
      nodes: [
        enter,
        node("ConvInteger", ["qx", "w", "xz"], ["i"]),
        node("Cast", ["i"], ["f"], { to: DataType.float }),
        node("Mul", ["f", "s"], ["g"]),
        node("QuantizeLinear", ["g", "xs", "xz"], ["qg"]),
        node("MatMulInteger", ["qg", "m", "xz", "mz"], ["j"]),
        node("Cast", ["j"], ["h"], { to: DataType.float }),
        node("Mul", ["h", "t"], ["y"]),
      ],
    };
    await assertAnswers(model, model, x, 0.2, 0.1);
  });

  it("scales chosen while running become calibrated ones, with a note", async () => {
    const bytes = buildOnnx({
      inputs: { x: [1, 8] },
      outputs: ["y"],
      constants: { w: codes([8, 5], 4), wz: byte(DataType.int8, 0), ws: floats([], 0.01) },
      nodes: [
        node("DynamicQuantizeLinear", ["x"], ["q", "s", "z"]),
        node("MatMulInteger", ["q", "w", "z", "wz"], ["i"]),
        node("Cast", ["i"], ["f"], { to: DataType.float }),
        node("Mul", ["s", "ws"], ["both"]),
        node("Mul", ["f", "both"], ["y"]),
      ],
    });
    const { graph, notes } = imported(bytes);
    assert.deepEqual(
      notes.map(({ code }) => code),
      ["onnx.dynamicQuantization"],
    );
    const feeds = new Map([["x", { shape: [1, 8], data: normals(8, 2) }]]);
    const [expected] = (await runOriginal(bytes, feeds)).values();
    const [own] = (await runGraph(graph, feeds)).values();
    assert.ok(expected && own);
    const most = expected.data.reduce((all, value) => Math.max(all, Math.abs(value)), 0);
    expected.data.forEach((value, i) => assert.ok(Math.abs(value - (own.data[i] ?? NaN)) < 0.02 * most));
  });
});
