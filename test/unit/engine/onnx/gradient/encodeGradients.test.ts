/**
 * Every operator's gradient against differences of the loss along random directions, over shapes and attributes drawn from a seed, all in
 * onnxruntime. The loss is half a squared error: along a line it is a parabola where the operator is linear, and the difference is exact.
 */
import assert from "node:assert/strict";
import { gradientsOf } from "../../../../../src/engine";
import { seededRandom, type Random } from "../../../../../src/engine/base/random";
import { elementsOf, tensorOf, type Graph } from "../../../../../src/engine/ir/graph";
import type { Op, OpKind, Pads, Window } from "../../../../../src/engine/ir/op";
import {
  gradientOf,
  targetOf,
  weightOf,
  type FloatTensor,
  type OpenGraph,
  type Seed,
} from "../../../../../src/engine/ir/ports";
import { createOrtRunner } from "../../../../../src/runtime/ortRunner";
import { GraphBuilder } from "../../../../support/networks/graphBuilder";

interface Case {
  readonly op: Op;
  readonly shapes: readonly (readonly number[])[];
  /** Of the result, where the operator does not imply it. */
  readonly shape?: readonly number[];
  /** Values of the operands, where not all are as good. */
  readonly value?: (input: number, random: Random) => number;
}

type Draw = (random: Random) => Case;
const SAMPLES = 3;
/** Of the gradient's length: a clamp that one of some hundred values passes on the way bends the loss by as much, and a wrong gradient is off by all of it. */
const TOLERANCE = 0.05;
/** Short, so that few values pass a kink on the way, and long for float32. */
const STEP = 5e-5;

const between = (random: Random, least: number, most: number): number => least + random.below(most - least + 1);

function windowOf(random: Random): Window {
  const kernel = [between(random, 1, 3), between(random, 1, 3)] as const;
  const pads: Pads = [
    random.below(kernel[0]),
    random.below(kernel[1]),
    random.below(kernel[0]),
    random.below(kernel[1]),
  ];
  const pair = (): readonly [number, number] => [between(random, 1, 2), between(random, 1, 3)];
  return { kernel, pads, strides: pair(), dilations: pair() };
}

const image = (random: Random, channels: number): readonly number[] => [
  SAMPLES,
  channels,
  between(random, 5, 8),
  between(random, 7, 9),
];

const conv: Draw = (random) => {
  const groups = between(random, 1, 3);
  const own = between(random, 1, 2);
  const outputs = groups * between(random, 1, 2);
  const window =
    random.below(4) === 0 ? ({ ...windowOf(random), kernel: [1, 1], pads: [0, 0, 0, 0] } as const) : windowOf(random);
  return {
    op: { kind: "conv", ...window, groups, ...(random.below(2) === 0 && { clamp: { min: -0.5, max: 1.5 } }) },
    shapes: [image(random, groups * own), [outputs, own, ...window.kernel], [outputs]],
  };
};

/** In blocks of channels, where the machine has them: as many as fill some, and as leave the last one open. */
const depthwise: Draw = (random) => {
  const channels = between(random, 1, 3) * 16 + between(random, 0, 1) * between(random, 1, 15);
  const kernel = [between(random, 1, 5), between(random, 2, 5)] as const;
  const drawn = { ...windowOf(random), kernel, dilations: [1, between(random, 1, 2)] } as const;
  const pads: Pads = [
    random.below(kernel[0]),
    random.below(kernel[1]),
    random.below(kernel[0]),
    between(random, 1, kernel[1]),
  ];
  const clamp = [{}, { clamp: { min: -0.5, max: 1.5 } }, { clamp: { min: 0, max: Infinity } }][random.below(3)];
  return {
    op: { kind: "conv", ...drawn, pads, groups: channels, ...clamp },
    shapes: [image(random, channels), [channels, 1, ...kernel], [channels]],
  };
};

const ARITHMETIC: Omit<Case, "op"> = {
  shapes: [
    [SAMPLES, 4, 3, 5],
    [SAMPLES, 4, 1, 1],
  ],
};

/** Others pass nothing back. */
type WithGradient = Exclude<OpKind, "batchNorm" | "recurrent" | "fire" | "fakeQuantize">;

/** Fewer draws than branches would leave some untried. */
const CASES: { readonly [K in WithGradient]: readonly Draw[] } = {
  conv: [...Array.from({ length: 24 }, () => conv), ...Array.from({ length: 24 }, () => depthwise)],
  fullyConnected: [
    () => ({ op: { kind: "fullyConnected" }, shapes: [[SAMPLES, 6], [4, 6], [4]] }),
    () => ({
      op: { kind: "fullyConnected", clamp: { min: 0, max: Infinity } },
      shapes: [[SAMPLES, 5, 6], [4, 6], [4]],
    }),
  ],
  activation: [
    ...(
      [
        { fn: "sigmoid" },
        { fn: "tanh" },
        { fn: "hardSwish" },
        { fn: "leakyRelu", alpha: 0.2 },
        { fn: "clamp", min: -0.3, max: 0.9 },
        { fn: "clamp", min: 0, max: Infinity },
        {
          fn: "expression",
          of: { kind: "mul", a: { kind: "x" }, b: { kind: "apply", fn: { fn: "sigmoid" }, of: { kind: "x" } } },
        },
      ] as const
    ).map((fn) => () => ({ op: { kind: "activation", fn }, shapes: [[SAMPLES, 20]] }) as const),
  ],
  prelu: [
    () => ({
      op: { kind: "prelu" },
      shapes: [
        [SAMPLES, 4, 3, 5],
        [4, 1, 1],
      ],
    }),
  ],
  add: [
    () => ({ op: { kind: "add" }, ...ARITHMETIC }),
    () => ({
      op: { kind: "add", clamp: { min: 0, max: 2 } },
      shapes: [
        [SAMPLES, 4, 3, 5],
        [3, 5],
      ],
    }),
  ],
  sub: [() => ({ op: { kind: "sub" }, ...ARITHMETIC })],
  mul: [
    () => ({ op: { kind: "mul" }, ...ARITHMETIC }),
    () => ({
      op: { kind: "mul" },
      shapes: [
        [SAMPLES, 7],
        [SAMPLES, 7],
      ],
    }),
  ],
  concat: [
    () => ({
      op: { kind: "concat", axis: 1 },
      shapes: [
        [SAMPLES, 2, 3],
        [SAMPLES, 4, 3],
        [SAMPLES, 1, 3],
      ],
    }),
  ],
  slice: [
    () => ({
      op: { kind: "slice", starts: [0, 1, 0], ends: [SAMPLES, 8, 4], steps: [1, 3, 2] },
      shapes: [[SAMPLES, 8, 5]],
    }),
    () => ({
      op: { kind: "slice", starts: [0, 2, 1], ends: [SAMPLES, 6, 5], steps: [1, 1, 3] },
      shapes: [[SAMPLES, 8, 5]],
    }),
  ],
  maxPool: Array.from({ length: 6 }, () => (random: Random): Case => ({
    op: { kind: "maxPool", ...windowOf(random), ceilMode: random.below(2) === 0 },
    shapes: [image(random, 2)],
    // No two alike, and further apart than a step.
    value: (_, own) => own.below(1000) / 300,
  })),
  averagePool: Array.from({ length: 12 }, () => (random: Random): Case => ({
    op: {
      kind: "averagePool",
      ...windowOf(random),
      ...(random.below(2) === 0 && { dilations: [1, 1] }),
      ceilMode: random.below(2) === 0,
      countIncludePad: random.below(2) === 0,
    },
    shapes: [image(random, 2)],
  })),
  reduceMean: [
    () => ({ op: { kind: "reduceMean", axes: [2, 3], keepDims: true }, shapes: [[SAMPLES, 2, 3, 4]] }),
    () => ({ op: { kind: "reduceMean", axes: [1], keepDims: false }, shapes: [[SAMPLES, 2, 3, 4]] }),
  ],
  reshape: [() => ({ op: { kind: "reshape" }, shapes: [[SAMPLES, 2, 6]], shape: [SAMPLES, 4, 3] })],
  transpose: [() => ({ op: { kind: "transpose", perm: [0, 2, 3, 1] }, shapes: [[SAMPLES, 2, 3, 4]] })],
  pad: [() => ({ op: { kind: "pad", before: [0, 1, 0], after: [0, 2, 1], value: 0.5 }, shapes: [[SAMPLES, 2, 3]] })],
  resize: [
    () => ({
      op: { kind: "resize", sourceRows: [0, 0, 1, 1], sourceColumns: [0, 2, 2, 1] },
      shapes: [[SAMPLES, 2, 2, 4]],
    }),
  ],
  softmax: [() => ({ op: { kind: "softmax", axis: 2 }, shapes: [[SAMPLES, 2, 5]] })],
  normalize: [
    () => ({
      op: { kind: "normalize", axes: [2], centred: true, epsilon: 1e-3 },
      shapes: [[SAMPLES, 2, 6], [6], [6]],
      value: (input, random) => (input === 0 ? 1 : 0.5) * random.normal() + input,
    }),
    () => ({ op: { kind: "normalize", axes: [1, 2], centred: false, epsilon: 1e-3 }, shapes: [[SAMPLES, 2, 6]] }),
  ],
};

/** Constants in operators that learn nothing: their gradient is never asked for. */
const FIXED_BEHIND_FIRST: ReadonlySet<OpKind> = new Set(["prelu", "normalize"]);

describe("gradients of operators", function () {
  for (const [kind, draws] of Object.entries(CASES)) {
    it(`${kind}: as differences of the loss`, async () => {
      for (const [index, draw] of draws.entries()) await check(draw(seededRandom(index + 1)), index + 1);
    });
  }

  it("fakeQuantize: straight through where codes do not saturate", async () => {
    const builder = new GraphBuilder();
    const graph = builder.graph(
      builder.node({ kind: "fakeQuantize", bits: 4, scale: 0.1, zeroPoint: 5 }, [builder.input("x", [1, 6])]),
    );
    const [tensor = ""] = graph.outputs;
    const x = { shape: [1, 6], data: Float32Array.of(-0.6, -0.54, -0.2, 0.31, 1.04, 1.06) };
    const target = { shape: [1, 6], data: new Float32Array(6).fill(-2) };
    const weight = { shape: [1, 1], data: Float32Array.of(1) };
    const seeds = [{ tensor, task: "regression" as const }];
    const open = await gradientsOf(createOrtRunner({ threads: 1 })).open(graph, { parameters: ["x"], seeds });
    const { data } =
      (
        await open.run(
          new Map([["x", x] as const, [targetOf(tensor), target] as const, [weightOf(tensor), weight] as const]),
        )
      ).get(gradientOf("x")) ?? x;
    assert.deepEqual(
      [...data].map((value) => Number(value.toFixed(4))),
      [0, 1.5, 1.8, 2.3, 3, 0],
    );
  });

  it("a divergence's gradient is softmax minus target, and operands read twice sum up", async () => {
    const builder = new GraphBuilder();
    const x = builder.input("x", [SAMPLES, 5]);
    const graph = builder.graph(builder.node({ kind: "mul" }, [x, x]));
    await compare(graph, ["x"], "classification", new Map([["x", normal([SAMPLES, 5], seededRandom(4))]]), 9);
  });
});

async function check({ op, shapes, shape = [], value }: Case, seed: number): Promise<void> {
  const random = seededRandom(100 + seed);
  const builder = new GraphBuilder();
  const values = new Map<string, FloatTensor>();
  const names = shapes.map((own, input) => {
    const data = Float32Array.from({ length: elementsOf(own) }, () => value?.(input, random) ?? random.normal());
    if (input > 0 && FIXED_BEHIND_FIRST.has(op.kind)) return builder.constant(`p${input}`, own, [...data]);
    values.set(`p${input}`, { shape: own, data });
    return builder.input(`p${input}`, own);
  });
  const graph = builder.graph(builder.node(op, names, shape));
  await compare(graph, [...values.keys()], "regression", values, seed);
}

async function compare(
  graph: Graph,
  parameters: readonly string[],
  task: Seed["task"],
  values: ReadonlyMap<string, FloatTensor>,
  seed: number,
): Promise<void> {
  const random = seededRandom(seed);
  const [tensor = ""] = graph.outputs;
  const { shape } = tensorOf(graph, tensor);
  const target = normal([SAMPLES, elementsOf(shape) / SAMPLES], random);
  if (task === "classification") for (let s = 0; s < SAMPLES; s++) normalizeRow(rowOf(target.data, s));
  const weight = { shape: [SAMPLES, 1], data: Float32Array.of(0.5, 1, 2) };
  const open = await gradientsOf(createOrtRunner({ threads: 1 })).open(graph, {
    parameters,
    seeds: [{ tensor, task }],
  });
  const feeds = new Map([...values, [targetOf(tensor), target] as const, [weightOf(tensor), weight] as const]);
  try {
    const exact = await open.run(feeds);
    for (const parameter of parameters) {
      const own = values.get(parameter);
      const gradient = exact.get(gradientOf(parameter));
      assert.ok(own && gradient);
      assert.deepEqual(gradient.shape, own.shape);
      const direction = Float32Array.from(own.data, () => random.normal());
      const along = gradient.data.reduce((sum, g, i) => sum + g * (direction[i] ?? 0), 0);
      const difference = await slope(open, feeds, tensor, task, parameter, direction);
      const size = Math.sqrt(gradient.data.reduce((sum, g) => sum + g * g, 0));
      assert.ok(size > 0, `${graph.nodes[0]?.op.kind}: ${parameter} has a gradient`);
      assert.ok(
        Math.abs(along - difference) <= TOLERANCE * size,
        `${JSON.stringify(graph.nodes[0]?.op)}, ${parameter}: ${along} instead of ${difference}, of ${size}`,
      );
    }
  } finally {
    await open.close();
  }
}

/** (L(p + h·d) − L(p − h·d)) / 2h. */
async function slope(
  open: OpenGraph,
  feeds: ReadonlyMap<string, FloatTensor>,
  tensor: string,
  task: Seed["task"],
  parameter: string,
  direction: Float32Array,
): Promise<number> {
  const [own, target, weight] = [parameter, targetOf(tensor), weightOf(tensor)].map((name) => feeds.get(name));
  assert.ok(own && target && weight);
  const lossAt = async (step: number): Promise<number> => {
    const data = own.data.map((value, i) => value + step * (direction[i] ?? 0));
    const answer = (await open.run(new Map([...feeds, [parameter, { ...own, data }]]))).get(tensor);
    assert.ok(answer);
    const losses = [0, 1, 2].map((sample) => {
      const [y, t] = [rowOf(answer.data, sample), rowOf(target.data, sample)];
      if (task === "regression") return y.reduce((sum, value, i) => sum + (value - (t[i] ?? 0)) ** 2 / 2, 0);
      const norm = Math.log(y.reduce((sum, value) => sum + Math.exp(value), 0));
      return -y.reduce((sum, value, i) => sum + (t[i] ?? 0) * (value - norm), 0);
    });
    return losses.reduce((sum, loss, sample) => sum + loss * (weight.data[sample] ?? 0), 0);
  };
  return ((await lossAt(STEP)) - (await lossAt(-STEP))) / (2 * STEP);
}

function rowOf(data: Float32Array, sample: number): Float32Array {
  const length = data.length / SAMPLES;
  return data.subarray(sample * length, (sample + 1) * length);
}

/** Probabilities in place. */
function normalizeRow(row: Float32Array): void {
  row.forEach((value, i) => (row[i] = Math.exp(value)));
  const sum = row.reduce((total, value) => total + value, 0);
  row.forEach((value, i) => (row[i] = value / sum));
}

function normal(shape: readonly number[], random: Random): FloatTensor {
  return { shape, data: Float32Array.from({ length: elementsOf(shape) }, () => random.normal()) };
}
