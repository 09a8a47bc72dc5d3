/** LSTM, GRU and RNN in every form that ONNX gives them: onnxruntime is right; what is not understood is refused by name. */
import assert from "node:assert/strict";
import { importOnnx } from "../../../../../src/engine/onnx/importOnnx";
import { lowerNetwork } from "../../../../../src/engine/passes/lowerNetwork";
import { checkPrepare } from "../../../../support/preparing";
import { buildOnnx, floats, ints, node, type OnnxModel, type OnnxNode } from "../../../../support/networks/onnxBuilder";
import { assertSameAsOriginal, imported, noiseFor, runGraph, runOriginal } from "../comparing";

type Op = "LSTM" | "GRU" | "RNN";
const GATES: Readonly<Record<Op, number>> = { LSTM: 4, GRU: 3, RNN: 1 };
const OPS: readonly Op[] = ["LSTM", "GRU", "RNN"];

interface How {
  readonly opset?: number;
  readonly direction?: "forward" | "reverse" | "bidirectional";
  readonly outputs?: readonly string[];
  readonly bias?: boolean;
  readonly initial?: boolean;
  readonly layout?: 0 | 1;
  readonly sequences?: number;
  readonly attributes?: OnnxNode["attributes"];
  /** Names and constants of inputs from sequence_lens on. */
  readonly more?: NonNullable<OnnxModel["constants"]>;
}

/** 5 vectors of 4, 3 units. */
function model(op: Op, how: How = {}): OnnxModel {
  const { opset = 14, direction = "forward", bias = true, initial = false, layout = 0, sequences = 1 } = how;
  const { outputs = ["y"], attributes = {}, more = {} } = how;
  const directions = direction === "bidirectional" ? 2 : 1;
  const rows = GATES[op] * 3;
  const state = layout === 0 ? [directions, sequences, 3] : [sequences, directions, 3];
  const x = layout === 0 ? [5, sequences, 4] : [sequences, 5, 4];
  const optional = (name: string, is: boolean): string => (is ? name : "");
  const inputs = ["x2", "w", "r", optional("b", bias), "", optional("h", initial)];
  if (op === "LSTM") inputs.push(optional("c", initial));
  for (const [i, name] of Object.keys(more).entries()) inputs[4 + i] = name;
  const all = { hidden_size: 3, direction, ...(layout === 1 && { layout }), ...attributes };
  return {
    opset,
    inputs: { x: [1, 5 * sequences * 4] },
    outputs: outputs.filter((name) => name !== ""),
    constants: {
      shape: ints([3], x),
      w: floats([directions, rows, 4]),
      r: floats([directions, rows, 3]),
      ...(bias && { b: floats([directions, 2 * rows]) }),
      ...(initial && { h: floats(state) }),
      ...(initial && op === "LSTM" && { c: floats(state) }),
      ...more,
    },
    nodes: [node("Reshape", ["x", "shape"], ["x2"]), node(op, inputs, [...outputs], all)],
  };
}

const FORMS: Readonly<Record<string, How>> = {
  plain: {},
  "operator set 7": { opset: 7 },
  "operator set 22": { opset: 22 },
  "without bias": { bias: false },
  reverse: { direction: "reverse" },
  "both directions": { direction: "bidirectional", outputs: ["y", "yh"] },
  "last state alone": { outputs: ["", "yh"] },
  "last state from the end": { direction: "reverse", outputs: ["", "yh"] },
  "a state to begin with": { initial: true, direction: "bidirectional" },
  "several sequences": { sequences: 3, initial: true, direction: "bidirectional", outputs: ["y", "yh"] },
  "lengths that are all": { more: { lengths: { dims: [1], dataType: 6, int32Data: [5] } } },
};

describe("recurrent operators against onnxruntime", () => {
  for (const op of OPS) {
    for (const [name, how] of Object.entries(FORMS)) {
      it(`${op}: ${name}`, async () => {
        await assertSameAsOriginal(buildOnnx(model(op, how)));
      });
    }
  }

  for (const linear_before_reset of [0, 1]) {
    it(`GRU with linear_before_reset ${linear_before_reset}`, async () => {
      const attributes = { linear_before_reset };
      await assertSameAsOriginal(buildOnnx(model("GRU", { attributes, direction: "bidirectional", initial: true })));
    });
  }

  for (const outputs of [
    ["y", "yh", "yc"],
    ["", "", "yc"],
    ["y", "", "yc"],
  ]) {
    it(`LSTM with the outputs ${outputs.join(", ")}`, async () => {
      await assertSameAsOriginal(buildOnnx(model("LSTM", { outputs, direction: "bidirectional", sequences: 2 })));
    });
  }

  it("takes what PyTorch writes around a layer of two directions", async () => {
    const { nodes, constants, ...rest } = model("LSTM", { direction: "bidirectional", outputs: ["all"] });
    const behind = [
      node("Transpose", ["all"], ["moved"], { perm: [0, 2, 1, 3] }),
      node("Reshape", ["moved", "flat"], ["y"]),
    ];
    const shapes = { ...constants, flat: ints([3], [0, 0, -1]) };
    await assertSameAsOriginal(buildOnnx({ ...rest, outputs: ["y"], constants: shapes, nodes: [...nodes, ...behind] }));
  });
});

describe("recurrent operators with the batch first, which onnxruntime does not run", () => {
  for (const op of OPS) {
    it(op, async () => {
      const how = { sequences: 2, direction: "bidirectional", outputs: ["y", "yh"] } as const;
      const first = model(op, { ...how, layout: 1 });
      const second = model(op, how);
      const [view, layer] = second.nodes;
      assert.ok(view && layer);
      // The same vectors, [N, T, I] and turned to [T, N, I]; results turned back.
      const constants = { ...second.constants, shape: ints([3], [2, 5, 4]) };
      const turned: OnnxModel = {
        ...second,
        constants,
        nodes: [
          { ...view, outputs: ["x1"] },
          node("Transpose", ["x1"], ["x2"], { perm: [1, 0, 2] }),
          { ...layer, outputs: ["all", "last"] },
          node("Transpose", ["all"], ["y"], { perm: [2, 0, 1, 3] }),
          node("Transpose", ["last"], ["yh"], { perm: [1, 0, 2] }),
        ],
      };
      const { graph } = imported(buildOnnx(first));
      const feeds = noiseFor(graph);
      const expected = await runOriginal(buildOnnx(turned), feeds);
      const actual = await runGraph(graph, feeds);
      for (const [name, { shape, data }] of expected) {
        assert.deepEqual(actual.get(name)?.shape, shape);
        data.forEach((value, i) => assert.ok(Math.abs(value - (actual.get(name)?.data[i] ?? NaN)) < 1e-6));
      }
    });
  }
});

describe("recurrent operators that are refused", () => {
  it("cell states that leave, where the network is lowered", () => {
    const { graph } = imported(buildOnnx(model("LSTM", { outputs: ["y", "yh", "yc"] })));
    const lowered = lowerNetwork(checkPrepare(graph));
    assert.ok(!lowered.ok);
    assert.match(lowered.problems[0]?.message ?? "", /Y_c/);
  });

  const refused = (name: string, op: Op, how: How, message: RegExp): void => {
    it(name, () => {
      const outcome = importOnnx(buildOnnx(model(op, how)));
      assert.ok(!outcome.ok);
      const [problem] = outcome.problems;
      assert.match(problem?.message ?? "", message);
      assert.match(problem?.place ?? "", new RegExp(op));
    });
  };

  const lengths = { dims: [1], dataType: 6, int32Data: [3] };
  refused("sequences that end early", "GRU", { more: { lengths } }, /ends some sequences early/);
  refused("clipped gates", "LSTM", { attributes: { clip: { float: 3 } } }, /clips/);
  refused("coupled gates", "LSTM", { attributes: { input_forget: 1 } }, /couples/);
  refused("weights of another shape", "RNN", { attributes: { hidden_size: 5 } }, /weights/);
  const all = { lengths: { ...lengths, int32Data: [5] }, h0: floats([1, 1, 3]), c0: floats([1, 1, 3]) };
  refused("peepholes", "LSTM", { more: { ...all, p: floats([1, 9]) } }, /peepholes/);
});
