/** Each rewrite on the smallest graphs that show it, kept in one file because they share those graphs. */
import assert from "node:assert/strict";
import { constantOf, type Graph } from "../../../../src/engine/ir/graph";
import type { Op } from "../../../../src/engine/ir/op";
import { affineToDepthwise } from "../../../../src/engine/passes/fold/affineToDepthwise";
import { foldArithmetic } from "../../../../src/engine/passes/fold/foldArithmetic";
import { foldBatchNorm } from "../../../../src/engine/passes/fold/foldBatchNorm";
import { foldConstants } from "../../../../src/engine/passes/fold/foldConstants";
import { fuseActivation } from "../../../../src/engine/passes/fold/fuseActivation";
import { fusePad } from "../../../../src/engine/passes/fold/fusePad";
import { recognizeActivations } from "../../../../src/engine/passes/fold/recognizeActivations";
import { removeDead } from "../../../../src/engine/passes/remove/removeDead";
import { removeIdentity } from "../../../../src/engine/passes/remove/removeIdentity";
import { GraphBuilder } from "../../../support/networks/graphBuilder";
import { checkPass, checkPrepare } from "../../../support/preparing";

const kinds = (graph: Graph): string[] => graph.nodes.map((node) => node.op.kind);

function opOf<K extends Op["kind"]>(graph: Graph, kind: K): Extract<Op, { readonly kind: K }> {
  const op = graph.nodes.find((node) => node.op.kind === kind)?.op;
  assert.ok(op, `a ${kind}`);
  return op as Extract<Op, { readonly kind: K }>;
}

describe("foldBatchNorm", () => {
  it("folds into the convolution before it, groups and missing bias included", () => {
    for (const [groups, bias] of [
      [1, true],
      [2, false],
      [4, true],
    ] as const) {
      const b = new GraphBuilder();
      const conv = b.conv(b.input("x", [1, 4, 5, 5]), 8, { kernel: [3, 3], pads: [1, 1, 1, 1], groups, bias });
      assert.deepEqual(kinds(checkPass(foldBatchNorm, b.graph(b.batchNorm(conv)))), ["conv"]);
    }
  });

  it("folds into a fully connected layer, also through reshapes and transposes", () => {
    const b = new GraphBuilder();
    const flat = b.fullyConnected(b.input("x", [1, 6]), 4);
    const rows = b.fullyConnected(b.input("sequence", [1, 3, 6]), 4);
    const graph = b.graph(b.batchNorm(b.reshape(flat, [1, 4, 1, 1])), b.batchNorm(b.transpose(rows, [0, 2, 1])));
    assert.ok(!kinds(checkPass(foldBatchNorm, graph)).includes("batchNorm"));
  });

  it("does not fold along another axis than the product's channels", () => {
    const b = new GraphBuilder();
    const rows = b.fullyConnected(b.input("x", [1, 3, 6]), 3); // axis 1 is the sequence
    const graph = b.graph(b.batchNorm(rows));
    assert.equal(foldBatchNorm(graph), graph);
  });

  it("does not fold where something else reads the convolution, or where it clamps already", () => {
    const b = new GraphBuilder();
    const shared = b.conv(b.input("x", [1, 2, 3, 3]), 2);
    const clamped = b.conv("x", 2, { clamp: { min: 0, max: 6 } });
    const graph = b.graph(b.batchNorm(shared), shared, b.batchNorm(clamped));
    assert.equal(foldBatchNorm(graph), graph);
  });

  it("folds forwards into a convolution only without padding", () => {
    const b = new GraphBuilder();
    const x = b.input("x", [1, 4, 5, 5]);
    const free = b.conv(b.batchNorm(x), 6, { kernel: [3, 3], groups: 2 });
    assert.deepEqual(kinds(checkPass(foldBatchNorm, b.graph(free))), ["conv"]);

    const p = new GraphBuilder();
    const padded = p.conv(p.batchNorm(p.input("x", [1, 4, 5, 5])), 6, { kernel: [3, 3], pads: [1, 1, 1, 1] });
    const graph = p.graph(padded);
    assert.equal(foldBatchNorm(graph), graph);
    assert.deepEqual(kinds(checkPrepare(graph)), ["conv", "conv"]);
  });

  it("folds forwards through a flatten into a fully connected layer", () => {
    const b = new GraphBuilder();
    const normal = b.batchNorm(b.input("x", [1, 3, 2, 2]));
    const graph = b.graph(b.fullyConnected(b.reshape(normal, [1, 12]), 5));
    assert.deepEqual(kinds(checkPass(foldBatchNorm, graph)), ["reshape", "fullyConnected"]);
  });

  it("takes gamma = 0 as a constant channel whatever its variance is, and leaves what is not finite", () => {
    const build = (gamma: number, variance: number): Graph => {
      const b = new GraphBuilder();
      const conv = b.conv(b.input("x", [1, 2, 3, 3]), 2);
      const parameters = [
        b.constant("gamma", [2], [gamma, 1]),
        b.constant("beta", [2], [0.5, -0.5]),
        b.constant("mean", [2], [0.25, 0.125]),
        b.constant("variance", [2], [variance, 1e-12]),
      ];
      return b.graph(b.node({ kind: "batchNorm", epsilon: 0 }, [conv, ...parameters]));
    };
    const folded = foldBatchNorm(build(0, 0));
    assert.deepEqual(kinds(folded), ["conv"]);
    assert.equal(constantOf(folded, "conv1_b")?.[0], 0.5);
    assert.ok(
      constantOf(folded, "conv1_w")
        ?.slice(0, 2)
        .every((weight) => weight === 0),
    );
    checkPass(foldBatchNorm, build(1, 1e-12), 1e-3);
    const broken = build(1, 0);
    assert.equal(foldBatchNorm(broken), broken);
  });

  it("keeps shared weights for their other readers", () => {
    const b = new GraphBuilder();
    const x = b.input("x", [1, 2, 3, 3]);
    const first = b.conv(x, 2, { bias: false });
    const op = {
      kind: "conv",
      kernel: [1, 1],
      strides: [1, 1],
      pads: [0, 0, 0, 0],
      dilations: [1, 1],
      groups: 1,
    } as const;
    const second = b.node(op, [x, "conv1_w"]);
    const folded = checkPass(foldBatchNorm, b.graph(b.batchNorm(first), second));
    assert.deepEqual(kinds(folded), ["conv", "conv"]);
  });
});

describe("foldArithmetic", () => {
  it("folds constants by channel and single ones, in either order, with their clamp", () => {
    const b = new GraphBuilder();
    const x = b.input("x", [1, 3, 4, 4]);
    const channel = b.constant("channel", [1, 3, 1, 1]);
    const single = b.constant("single", [], [0.5]);
    const graph = b.graph(
      b.node({ kind: "mul" }, [b.conv(x, 3), channel]),
      b.node({ kind: "add" }, [single, b.conv(x, 3)]),
      b.node({ kind: "sub" }, [b.conv(x, 3), channel]),
      b.node({ kind: "sub", clamp: { min: 0, max: 1 } }, [single, b.conv(x, 3)]),
    );
    const folded = checkPass(foldArithmetic, graph);
    assert.deepEqual(kinds(folded), ["conv", "conv", "conv", "conv"]);
    assert.deepEqual(
      folded.nodes.flatMap((node) => ("clamp" in node.op ? [node.op.clamp] : [])),
      [{ min: 0, max: 1 }],
    );
  });

  it("leaves constants that vary along rows or columns", () => {
    const b = new GraphBuilder();
    const conv = b.conv(b.input("x", [1, 3, 4, 4]), 3);
    const graph = b.graph(b.node({ kind: "add" }, [conv, b.constant("position", [1, 3, 4, 4])]));
    assert.equal(foldArithmetic(graph), graph);
  });

  it("folds an input's scaling into a padded convolution, but not its shift", () => {
    for (const [kind, expected] of [
      ["mul", ["conv"]],
      ["sub", ["sub", "conv"]],
    ] as const) {
      const b = new GraphBuilder();
      const scaled = b.node({ kind }, [b.input("x", [1, 3, 4, 4]), b.constant("c", [3, 1, 1])]);
      const graph = b.graph(b.conv(scaled, 2, { kernel: [3, 3], pads: [1, 1, 1, 1] }));
      assert.deepEqual(kinds(checkPass(foldArithmetic, graph)), expected);
    }
  });

  it("keeps prescribed weights on their grid under a positive scaling", () => {
    const b = new GraphBuilder();
    const conv = b.conv(b.input("x", [1, 2, 3, 3]), 2);
    const graph = b.graph(b.node({ kind: "mul" }, [conv, b.constant("c", [2, 1, 1], [2, 4])]));
    const weights = graph.tensors.get("conv1_w");
    assert.ok(weights);
    const tensors = new Map(graph.tensors).set("conv1_w", {
      ...weights,
      given: { bits: 8, scales: [0.5], zeroPoints: [3] },
    });
    const given = foldArithmetic({ ...graph, tensors }).tensors.get("conv1_w")?.given;
    assert.deepEqual(given, { bits: 8, scales: [1, 2], zeroPoints: [3, 3] });
  });
});

describe("affineToDepthwise", () => {
  it("makes a depthwise convolution along any axis and for any rank", () => {
    const shapes: [readonly number[], readonly number[]][] = [
      [
        [1, 3, 4, 5],
        [3, 1, 1],
      ],
      [[1, 4, 5, 3], [3]],
      [
        [1, 3, 5],
        [3, 1],
      ],
      [[1, 5, 3], [3]],
      [[1, 3], [3]],
      [[3], [3]],
      [[1, 3, 4, 5], [5]],
    ];
    for (const [shape, constant] of shapes) {
      const b = new GraphBuilder();
      const graph = b.graph(
        b.node({ kind: "mul", clamp: { min: -0.5, max: 0.5 } }, [b.input("x", shape), b.constant("c", constant)]),
      );
      const rewritten = checkPass(affineToDepthwise, graph);
      assert.equal(rewritten.nodes.find((node) => node.op.kind === "conv")?.name, "mul1");
    }
  });
});

describe("recognizeActivations", () => {
  const gate = (b: GraphBuilder, x: string, swap: boolean): string => {
    const three = b.constant("three", [], [3]);
    return b.clamp(b.node({ kind: "add" }, swap ? [three, x] : [x, three]), 0, 6);
  };

  it("finds hard swish in every order of operands", () => {
    for (const swap of [false, true]) {
      for (const outer of ["product", "gate"] as const) {
        const b = new GraphBuilder();
        const x = b.conv(b.input("x", [1, 2, 3, 3]), 2);
        const sixth = b.constant("sixth", [1], [1 / 6]);
        const clip = gate(b, x, swap);
        const times = (p: string, q: string): string => b.node({ kind: "mul" }, swap ? [q, p] : [p, q]);
        const y = outer === "product" ? times(times(x, clip), sixth) : times(x, times(clip, sixth));
        const prepared = checkPrepare(b.graph(y));
        assert.deepEqual(kinds(prepared), ["conv", "activation"]);
        assert.equal(opOf(prepared, "activation").fn.fn, "hardSwish");
      }
    }
  });

  it("finds hard sigmoid, and folds it into a convolution that nothing else reads", () => {
    const b = new GraphBuilder();
    const x = b.input("x", [1, 2, 3, 3]);
    const graph = b.graph(b.node({ kind: "mul" }, [gate(b, x, false), b.constant("sixth", [], [1 / 6])]));
    const fn = opOf(checkPass(recognizeActivations, graph), "activation").fn;
    assert.ok(fn.fn === "hardSigmoid" && Math.abs(fn.alpha - 1 / 6) < 1e-6 && Math.abs(fn.beta - 0.5) < 1e-6);

    const c = new GraphBuilder();
    const behind = gate(c, c.conv(c.input("x", [1, 2, 3, 3]), 2), false);
    const fused = checkPrepare(c.graph(c.node({ kind: "mul" }, [behind, c.constant("sixth", [], [1 / 6])])));
    assert.deepEqual(kinds(fused), ["conv"]);
    assert.deepEqual(opOf(fused, "conv").clamp, { min: 0, max: 1 });
  });

  it("leaves patterns with other numbers", () => {
    const b = new GraphBuilder();
    const x = b.input("x", [1, 2, 3, 3]);
    const half = b.constant("half", [], [0.5]);
    const graph = b.graph(b.node({ kind: "mul" }, [b.node({ kind: "mul" }, [x, gate(b, x, false)]), half]));
    assert.ok(
      !recognizeActivations(graph).nodes.some((node) => node.op.kind === "activation" && node.op.fn.fn !== "clamp"),
    );
  });

  it("turns a PReLU with one slope into a leaky ReLU", () => {
    const b = new GraphBuilder();
    const graph = b.graph(
      b.node({ kind: "prelu" }, [b.input("x", [1, 2, 3, 3]), b.constant("slope", [2, 1, 1], [0.25, 0.25])]),
    );
    assert.deepEqual(opOf(checkPass(recognizeActivations, graph), "activation").fn, { fn: "leakyRelu", alpha: 0.25 });
  });
});

describe("fuseActivation", () => {
  it("fuses clamps into products, sums and one another", () => {
    const b = new GraphBuilder();
    const x = b.input("x", [1, 2, 4, 4]);
    const sum = b.clamp(b.node({ kind: "add" }, [b.clamp(b.conv(x, 2)), x]), -1, 0.5);
    const graph = b.graph(b.clamp(b.clamp(sum, 0, 6), -0.25, 3));
    const fused = checkPrepare(graph);
    assert.deepEqual(kinds(fused), ["conv", "add"]);
    assert.deepEqual(opOf(fused, "add").clamp, { min: 0, max: 0.5 });
    assert.equal(fused.nodes.at(-1)?.output, graph.outputs[0]);
  });

  it("leaves a clamp that excludes 0, because no quantized range does", () => {
    const b = new GraphBuilder();
    const graph = b.graph(b.clamp(b.conv(b.input("x", [1, 2, 4, 4]), 2), 0.25, 3));
    assert.deepEqual(kinds(checkPrepare(graph)), ["conv", "activation"]);
  });

  it("sees the producer through views and max pooling", () => {
    const b = new GraphBuilder();
    const pool: Op = {
      kind: "maxPool",
      kernel: [2, 2],
      strides: [2, 2],
      pads: [0, 0, 0, 0],
      dilations: [1, 1],
      ceilMode: false,
    };
    const conv = b.conv(b.input("x", [1, 2, 4, 4]), 3);
    const graph = b.graph(b.clamp(b.reshape(b.node(pool, [conv]), [1, 12])));
    const fused = checkPass(fuseActivation, graph);
    assert.deepEqual(kinds(fused), ["conv", "maxPool", "reshape"]);
  });

  it("leaves a clamp whose input is read elsewhere or is an output", () => {
    const b = new GraphBuilder();
    const conv = b.conv(b.input("x", [1, 2, 4, 4]), 3);
    const graph = b.graph(b.clamp(conv), conv);
    assert.equal(fuseActivation(graph), graph);
  });

  it("keeps what the file prescribes for the tensor that survives", () => {
    const b = new GraphBuilder();
    const graph = b.graph(b.clamp(b.conv(b.input("x", [1, 2, 4, 4]), 3)));
    const output = graph.tensors.get("activation1_out");
    assert.ok(output);
    const given = { bits: 8, scales: [0.1], zeroPoints: [0] };
    const fused = fuseActivation({ ...graph, tensors: new Map(graph.tensors).set(output.name, { ...output, given }) });
    assert.deepEqual(fused.tensors.get("activation1_out")?.given, given);
  });
});

describe("fusePad", () => {
  const pad = (value: number): Op => ({ kind: "pad", before: [0, 0, 1, 0], after: [0, 0, 1, 2], value });
  const window = { kernel: [3, 3], strides: [2, 2], pads: [0, 0, 0, 0], dilations: [1, 1], ceilMode: false } as const;

  it("moves zeros into convolutions and average pooling, and keeps them for other readers", () => {
    const b = new GraphBuilder();
    const padded = b.node(pad(0), [b.input("x", [1, 2, 5, 5])]);
    const average = b.node({ kind: "averagePool", ...window, countIncludePad: false }, [padded]);
    const conv = b.conv(padded, 3, { kernel: [3, 3] });
    assert.ok(!kinds(checkPrepare(b.graph(conv, average))).includes("pad"));
    assert.ok(kinds(checkPrepare(b.graph(conv, padded))).includes("pad"));
  });

  it("moves zeros into max pooling only where values cannot be negative", () => {
    for (const [relu, expected] of [
      [true, false],
      [false, true],
    ] as const) {
      const b = new GraphBuilder();
      const conv = b.conv(b.input("x", [1, 2, 5, 5]), 2, relu ? { clamp: { min: 0, max: Infinity } } : {});
      const graph = b.graph(b.node({ kind: "maxPool", ...window }, [b.node(pad(0), [conv])]));
      assert.equal(kinds(checkPrepare(graph)).includes("pad"), expected);
    }
  });

  it("leaves other values and other axes", () => {
    const b = new GraphBuilder();
    const x = b.input("x", [1, 2, 5, 5]);
    const channels: Op = { kind: "pad", before: [0, 1, 0, 0], after: [0, 1, 0, 0], value: 0 };
    const graph = b.graph(b.conv(b.node(pad(1), [x]), 2, { kernel: [3, 3] }), b.conv(b.node(channels, [x]), 2));
    assert.equal(fusePad(graph), graph);
  });
});

describe("removeIdentity, removeDead and foldConstants", () => {
  it("removes what changes nothing, also in front of an output", () => {
    const b = new GraphBuilder();
    const conv = b.conv(b.input("x", [1, 2, 4, 4]), 2, { clamp: { min: 0, max: 6 } });
    const same = b.node({ kind: "mul" }, [
      b.transpose(b.reshape(conv, [1, 2, 4, 4]), [0, 1, 2, 3]),
      b.constant("one", [], [1]),
    ]);
    const slice = b.node({ kind: "slice", starts: [0, 0, 0, 0], ends: [1, 2, 4, 4], steps: [1, 1, 1, 1] }, [same]);
    const clamp = b.clamp(slice, -1, 6);
    const graph = b.graph(b.node({ kind: "pad", before: [0, 0, 0, 0], after: [0, 0, 0, 0], value: 0 }, [clamp]));
    const prepared = checkPrepare(graph);
    assert.deepEqual(kinds(prepared), ["conv"]);
    assert.equal(prepared.nodes[0]?.output, "pad1_out");
  });

  it("leaves an identity that joins an input with an output", () => {
    const b = new GraphBuilder();
    const graph = b.graph(b.reshape(b.input("x", [1, 4]), [1, 4]));
    assert.equal(removeIdentity(graph), graph);
  });

  it("joins pairs of transposes and chains of reshapes", () => {
    const b = new GraphBuilder();
    const x = b.input("x", [1, 2, 3, 4]);
    const there = b.transpose(x, [0, 2, 3, 1]);
    const back = b.transpose(there, [0, 3, 1, 2]);
    const graph = b.graph(b.reshape(b.reshape(b.clamp(back), [1, 24]), [1, 4, 6]), b.transpose(there, [0, 1, 3, 2]));
    const prepared = checkPrepare(graph);
    assert.deepEqual(kinds(prepared).sort(), ["activation", "reshape", "transpose"]);
  });

  it("does not lose a tensor when two rewrites of a sweep meet", () => {
    const b = new GraphBuilder();
    const conv = b.conv(b.input("x", [1, 4, 1, 1]), 4);
    const first = b.reshape(conv, [1, 4, 1, 1]); // identity, and an output
    checkPrepare(b.graph(first, b.reshape(first, [1, 4])));
  });

  it("removes nodes and tensors that nothing needs, but no input", () => {
    const b = new GraphBuilder();
    const x = b.input("x", [1, 2, 4, 4]);
    const unused = b.input("unused", [1, 1]);
    b.conv(b.conv(x, 4), 4);
    const graph = removeDead(b.graph(b.conv(x, 2)));
    assert.equal(graph.nodes.length, 1);
    assert.deepEqual([...graph.tensors.keys()].sort(), ["conv3_b", "conv3_out", "conv3_w", unused, x].sort());
  });

  it("computes constants", () => {
    const b = new GraphBuilder();
    const c = b.constant("c", [2, 3]);
    const sum = b.node({ kind: "add" }, [b.transpose(c, [1, 0]), b.constant("d", [3, 1])]);
    const weights = b.reshape(b.node({ kind: "mul", clamp: { min: 0, max: 1 } }, [sum, b.constant("e", [2])]), [2, 3]);
    const graph = b.graph(b.node({ kind: "fullyConnected" }, [b.input("x", [1, 3]), weights]));
    let folded = checkPass(foldConstants, graph);
    for (let i = 0; i < 3; i++) folded = checkPass(foldConstants, folded);
    assert.deepEqual(kinds(folded), ["fullyConnected"]);
  });
});
