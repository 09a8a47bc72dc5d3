/** Encoding what importing never makes: fused clamps, fake quantization, chosen outputs. */
import assert from "node:assert/strict";
import fc from "fast-check";
import { elementsOf, type Graph, type Node } from "../../../../../src/engine/ir/graph";
import type { Clamp, Op } from "../../../../../src/engine/ir/op";
import type { NarrowBits } from "../../../../../src/engine/base/bits";
import { encodeOnnx } from "../../../../../src/engine/onnx/encode/encode";
import { decodeModel } from "../../../../../src/engine/onnx/wire/codec";
import { createOrtRunner } from "../../../../../src/runtime/ortRunner";
import { normals } from "../../../../support/networks/onnxBuilder";

const SHAPE = [1, 2, 3, 4];

/** x → the operators one after the other → the last output. Weights of a convolution are `w`. */
function chain(ops: readonly Op[], shape: readonly number[] = SHAPE): Graph {
  const nodes = ops.map((op, i): Node => {
    const x = i === 0 ? "x" : `t${i - 1}`;
    return { name: `n${i}`, op, inputs: op.kind === "conv" ? [x, "w"] : [x], output: `t${i}` };
  });
  const tensors = ["x", ...nodes.map((node) => node.output)].map((name) => ({ name, shape }));
  const weights = { name: "w", shape: [2, 2, 1, 1], data: Float32Array.of(1, 0.5, -2, 1) };
  return {
    name: "chain",
    tensors: new Map([...tensors, weights].map((tensor) => [tensor.name, tensor])),
    nodes,
    inputs: ["x"],
    outputs: [`t${ops.length - 1}`],
  };
}

async function run(
  graph: Graph,
  data: Float32Array,
  outputs?: readonly string[],
): Promise<ReadonlyMap<string, Float32Array>> {
  const open = await createOrtRunner({ threads: 1 }).open(encodeOnnx(graph, outputs ? { outputs } : {}));
  try {
    const results = await open.run(new Map([["x", { shape: graph.tensors.get("x")?.shape ?? [], data }]]));
    return new Map([...results].map(([name, tensor]) => [name, tensor.data]));
  } finally {
    await open.close();
  }
}

const fake = (bits: NarrowBits, scale: number, zeroPoint: number): Op => ({
  kind: "fakeQuantize",
  bits,
  scale,
  zeroPoint,
});
const conv = (clamp?: Clamp): Op => ({
  kind: "conv",
  kernel: [1, 1],
  strides: [1, 1],
  pads: [0, 0, 0, 0],
  dilations: [1, 1],
  groups: 1,
  ...(clamp ? { clamp } : {}),
});

function halfToEven(value: number): number {
  const down = Math.floor(value);
  if (value - down !== 0.5) return Math.round(value);
  return down % 2 === 0 ? down : down + 1;
}

/** The definition of fakeQuantize in float32 steps. */
function expected(x: number, bits: NarrowBits, scale: number, zeroPoint: number): number {
  const s = Math.fround(scale);
  const code = Math.min(Math.max(halfToEven(Math.fround(x / s)) + zeroPoint, 0), 2 ** bits - 1);
  return Math.fround((code - zeroPoint) * s);
}

function assertSteps(actual: Float32Array | undefined, wanted: readonly number[]): void {
  assert.ok(actual);
  wanted.forEach((value, i) =>
    assert.ok(
      Math.abs((actual[i] ?? NaN) - value) <= 1e-6 * Math.abs(value),
      `${i}: ${actual[i] ?? NaN}, not ${value}`,
    ),
  );
}

describe("onnx encoding of fakeQuantize", () => {
  it("is s·(clamp(round(x/s) + z, 0, 2^bits − 1) − z), half to even, for all widths and zero points", async () => {
    const cases = fc.record({
      bits: fc.constantFrom<NarrowBits[]>(2, 4, 8),
      exponent: fc.integer({ min: -12, max: 3 }),
      fraction: fc.double({ min: 0.5, max: 1, noNaN: true }),
      zero: fc.double({ min: 0, max: 1, noNaN: true }),
      seed: fc.nat(10_000),
    });
    await fc.assert(
      fc.asyncProperty(cases, async ({ bits, exponent, fraction, zero, seed }) => {
        const scale = Math.fround(fraction * 2 ** exponent);
        const zeroPoint = Math.round(zero * (2 ** bits - 1));
        const data = normals(24, seed).map((value, i) =>
          i % 4 === 0 ? (Math.round(value * 3) + 0.5) * scale : value * scale * 2 ** bits,
        );
        const results = await run(chain([fake(bits, scale, zeroPoint)]), data);
        assertSteps(
          results.get("t0"),
          [...data].map((value) => expected(value, bits, scale, zeroPoint)),
        );
      }),
      { numRuns: 40 },
    );
  });

  for (const bits of [2, 4, 8] as const) {
    for (const clamp of [
      undefined,
      { min: 0, max: Infinity },
      { min: 0, max: 6 },
      { min: -1, max: 0.5 },
      { min: 100, max: 200 },
    ]) {
      it(`behind a convolution clamped to ${clamp ? `${clamp.min} … ${clamp.max}` : "nothing"} at ${bits} bits`, async () => {
        const data = normals(24, 5).map((value) => 2 * value);
        const plain = (await run(chain([conv()]), data)).get("t0") ?? new Float32Array();
        const results = await run(chain([conv(clamp), fake(bits, 0.3, 1)]), data);
        const clamped = [...plain].map((value) => (clamp ? Math.min(Math.max(value, clamp.min), clamp.max) : value));
        assertSteps(
          results.get("t1"),
          clamped.map((value) => expected(Math.fround(value), bits, 0.3, 1)),
        );
      });
    }
  }

  it("needs one Clip behind a clamped convolution, fused into it, unless the value in between is asked for", () => {
    const graph = chain([conv({ min: 0, max: 6 }), fake(4, 0.3, 0)]);
    const operators = (outputs?: readonly string[]): readonly (string | undefined)[] => {
      const model = decodeModel(encodeOnnx(graph, outputs ? { outputs } : {}));
      assert.ok(model.ok);
      return (model.value.graph?.node ?? []).map((node) => node.opType);
    };
    assert.deepEqual(operators(), ["Conv", "Clip", "QuantizeLinear", "DequantizeLinear"]);
    assert.deepEqual(operators(["t0", "t1"]), ["Conv", "Clip", "Clip", "QuantizeLinear", "DequantizeLinear"]);
    assert.deepEqual(operators(["t0"]), ["Conv", "Clip"]);
  });
});

describe("onnx encoding of chosen outputs", () => {
  const graph = chain([
    conv(),
    { kind: "activation", fn: { fn: "tanh" } },
    { kind: "activation", fn: { fn: "sigmoid" } },
  ]);
  const data = normals(elementsOf(SHAPE), 3);

  it("intermediate tensors replace or join the graph's outputs, without changing them", async () => {
    const all = await run(graph, data, ["t2", "t0", "t1", "t0"]);
    assert.deepEqual([...all.keys()], ["t2", "t0", "t1"]);
    assert.deepEqual(all.get("t2"), (await run(graph, data)).get("t2"));
    const middle = all.get("t1");
    all.get("t0")?.forEach((value, i) => assert.ok(Math.abs((middle?.[i] ?? NaN) - Math.tanh(value)) < 1e-6));
    assert.deepEqual([...(await run(graph, data, ["t0"])).keys()], ["t0"]);
  });

  it("an input may be an output", async () => {
    assert.deepEqual((await run(graph, data, ["x", "t0"])).get("x"), data);
  });

  it("equal graphs give equal bytes", () => {
    assert.deepEqual(encodeOnnx(graph), encodeOnnx({ ...graph, tensors: new Map([...graph.tensors].reverse()) }));
  });
});

describe("onnx encoding of fused clamps", () => {
  for (const kind of ["add", "sub", "mul"] as const) {
    it(`${kind} with a clamp`, async () => {
      const op: Op = { kind, clamp: { min: -0.5, max: 0.25 } };
      const base = chain([{ kind: "activation", fn: { fn: "tanh" } }]);
      const sum: Node = { name: "s", op, inputs: ["x", "t0"], output: "y" };
      const graph: Graph = {
        ...base,
        tensors: new Map([...base.tensors, ["y", { name: "y", shape: SHAPE }]]),
        nodes: [...base.nodes, sum],
        outputs: ["y"],
      };
      const data = normals(24, 9);
      const results = await run(graph, data, ["t0", "y"]);
      const tanh = results.get("t0") ?? new Float32Array();
      const combine = {
        add: (a: number, b: number) => a + b,
        sub: (a: number, b: number) => a - b,
        mul: (a: number, b: number) => a * b,
      }[kind];
      assertSteps(
        results.get("y"),
        [...data].map((value, i) => Math.min(Math.max(Math.fround(combine(value, tanh[i] ?? 0)), -0.5), 0.25)),
      );
    });
  }
});
