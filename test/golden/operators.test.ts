/** For each operator a minimal graph: as imported, prepared, and lowered. One golden file a case. */
import assert from "node:assert/strict";
import { dumpGraph } from "../../src/engine/ir/dump";
import { dumpNetwork } from "../../src/engine/layers/dumpNetwork";
import type { Graph } from "../../src/engine/ir/graph";
import type { OpKind, PerOp } from "../../src/engine/ir/op";
import { lowerNetwork } from "../../src/engine/passes/lowerNetwork";
import { prepareGraph } from "../../src/engine/passes/prepareGraph";
import { goldens } from "../support/golden";
import { GraphBuilder } from "../support/networks/graphBuilder";

const window = { kernel: [2, 2], strides: [2, 2], pads: [0, 0, 0, 0], dilations: [1, 1] } as const;

/** One image in, whatever comes out. */
function image(build: (b: GraphBuilder, x: string) => string): () => Graph {
  return () => {
    const b = new GraphBuilder("golden");
    return b.graph(build(b, b.input("x", [1, 4, 6, 5])));
  };
}

const EXAMPLES: PerOp<() => Graph> = {
  conv: image((b, x) => b.clamp(b.conv(x, 6, { kernel: [3, 3], strides: [2, 1], pads: [0, 0, 1, 1], groups: 2 }), 0, 6)),
  fullyConnected: image((b, x) => b.fullyConnected(b.reshape(x, [1, 120]), 3)),
  batchNorm: image((b, x) => b.batchNorm(b.clamp(b.batchNorm(b.conv(x, 3))))),
  activation: image((b, x) => b.clamp(b.node({ kind: "activation", fn: { fn: "sigmoid" } }, [x]), 0.25, 0.5)),
  prelu: image((b, x) => b.node({ kind: "prelu" }, [b.conv(x, 2), b.constant("slope", [2, 1, 1])])),
  add: image((b, x) => b.clamp(b.node({ kind: "add" }, [b.conv(x, 4), x]))),
  sub: image((b, x) => b.node({ kind: "sub" }, [x, b.constant("mean", [4, 1, 1])])),
  mul: image((b, x) =>
    b.node({ kind: "mul" }, [b.node({ kind: "reduceMean", axes: [2, 3], keepDims: true }, [x]), b.conv(x, 4)]),
  ),
  concat: image((b, x) => b.node({ kind: "concat", axis: 1 }, [b.conv(x, 2), x])),
  slice: image((b, x) => b.node({ kind: "slice", starts: [0, 1, 0, 2], ends: [1, 3, 6, 5], steps: [1, 1, 2, 1] }, [x])),
  maxPool: image((b, x) => b.node({ kind: "maxPool", ...window, ceilMode: true }, [x])),
  averagePool: image((b, x) => b.node({ kind: "averagePool", ...window, ceilMode: true, countIncludePad: false }, [x])),
  reduceMean: image((b, x) => b.node({ kind: "reduceMean", axes: [1], keepDims: false }, [x])),
  reshape: image((b, x) => b.reshape(b.reshape(x, [1, 4, 30]), [1, 120])),
  transpose: image((b, x) => b.conv(b.transpose(b.clamp(b.conv(x, 3)), [0, 2, 1, 3]), 2)),
  pad: image((b, x) => b.node({ kind: "pad", before: [0, 0, 1, 1], after: [0, 1, 0, 2], value: 0 }, [x])),
  resize: image((b, x) => b.node({ kind: "resize", sourceRows: [0, 1, 3], sourceColumns: [0, 0, 1, 4] }, [x])),
  normalize: image((b, x) =>
    b.node({ kind: "normalize", axes: [1], centred: true, epsilon: 1e-5 }, [x, b.constant("gain", [4, 1, 1]), b.constant("offset", [4, 1, 1])]),
  ),
  recurrent: image((b, x) =>
    b.node({ kind: "recurrent", cell: "gru", units: 3, reverse: true, resetAfter: true, gives: "states" }, [
      b.reshape(x, [5, 1, 24]),
      b.constant("matrices", [9 * 27]),
      b.constant("bias", [18]),
    ]),
  ),
  fire: image((b, x) =>
    b.node({ kind: "fire", neuron: { leak: 0.5, gain: 1, offset: 0, threshold: 1, strict: true, reset: "by", value: 1, delayed: false }, gives: "spikes" }, [
      b.conv(x, 2),
      b.input("v", [1, 2, 6, 5]),
    ]),
  ),
  softmax: image((b, x) => b.node({ kind: "softmax", axis: 1 }, [b.fullyConnected(b.reshape(x, [1, 120]), 3)])),
  fakeQuantize: image((b, x) => b.node({ kind: "fakeQuantize", bits: 4, scale: 0.5, zeroPoint: 8 }, [x])),
};

describe("golden: operators", () => {
  const golden = goldens("operators");

  for (const [kind, build] of Object.entries(EXAMPLES) as [OpKind, () => Graph][]) {
    it(kind, () => {
      const graph = build();
      assert.ok(graph.nodes.some((node) => node.op.kind === kind));
      const prepared = prepareGraph(graph);
      const lowered = lowerNetwork(prepared);
      const network = lowered.ok
        ? dumpNetwork(lowered.value)
        : lowered.problems.map(({ code, place, message, hint }) => `${code} at ${place ?? "?"}: ${message}; ${hint ?? ""}\n`).join("");
      golden.check(kind, `${dumpGraph(graph)}\n# prepared\n${dumpGraph(prepared)}\n# lowered\n${network}`);
    });
  }

  after(() => golden.assertAllClaimed());
});
