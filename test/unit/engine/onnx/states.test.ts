/** Which inputs and outputs are taken for states: told from names and use, or stated; and what is refused. */
import assert from "node:assert/strict";
import {
  importOnnx,
  lowerNetwork,
  prepareGraph,
  verifyGraph,
  verifyNetwork,
  type StatePair,
} from "../../../../src/engine";
import { buildOnnx, floats, node, normals } from "../../../support/networks/onnxBuilder";
import { STATEFUL_PAIRS, statefulModel } from "../../../support/statefulModel";

/** Each output is computed from the input of the same position, and from `x`. */
function paired(pairs: readonly (readonly [input: string, output: string])[], shape = [1, 4]): Uint8Array {
  return buildOnnx({
    inputs: Object.fromEntries([["x", shape], ...pairs.map(([input]) => [input, shape] as const)]),
    outputs: ["y", ...pairs.map(([, output]) => output)],
    nodes: [node("Relu", ["x"], ["y"]), ...pairs.map(([input, output]) => node("Add", ["x", input], [output]))],
  });
}

function statesOf(model: Uint8Array, states?: readonly StatePair[]): readonly string[] {
  const imported = importOnnx(model, states ? { stated: { states } } : {});
  assert.ok(imported.ok, JSON.stringify(imported));
  const { graph } = imported.value;
  assert.deepEqual(verifyGraph(graph, "imported"), []);
  return (graph.states ?? []).map(({ input, output }) => `${input}>${output}`);
}

describe("states of a network", () => {
  it("are told from the words that say which side is meant", () => {
    assert.deepEqual(
      statesOf(
        paired([
          ["h_in", "h_out"],
          ["conv_cache", "conv_cache_out"],
        ]),
      ),
      ["h_in>h_out", "conv_cache>conv_cache_out"],
    );
    assert.deepEqual(
      statesOf(
        paired([
          ["state", "stateN"],
          ["h0", "hn"],
        ]),
      ),
      ["state>stateN", "h0>hn"],
    );
    const layers = [
      ["v0", "v0_next"],
      ["v1", "v1_next"],
      ["v2", "v2_next"],
    ] as const;
    assert.deepEqual(statesOf(paired(layers)), ["v0>v0_next", "v1>v1_next", "v2>v2_next"]);
  });

  it("are not told from shapes, nor where names leave a choice or mean the data itself", () => {
    assert.deepEqual(statesOf(paired([["mask", "other"]])), []);
    assert.deepEqual(
      statesOf(
        paired([
          ["h_in", "h_out"],
          ["h_old", "h_new"],
        ]),
      ),
      [],
    );
    assert.deepEqual(statesOf(paired([["audio_in", "audio_out"]])), []);
  });

  it("are no pair whose output does not depend on its input", () => {
    const model = buildOnnx({
      inputs: { x: [1, 4], h_in: [1, 4] },
      outputs: ["y", "h_out"],
      nodes: [node("Add", ["x", "h_in"], ["y"]), node("Relu", ["x"], ["h_out"])],
    });
    assert.deepEqual(statesOf(model), []);
    assert.deepEqual(statesOf(model, [{ input: "h_in", output: "h_out" }]), ["h_in>h_out"]);
  });

  it("leave something to feed and something to answer", () => {
    const model = buildOnnx({
      inputs: { a_in: [1, 4], h_in: [1, 4] },
      outputs: ["a_out", "h_out"],
      nodes: [
        node("Add", ["a_in", "h_in"], ["a_out"]),
        node("Relu", ["a_out"], ["kept"]),
        node("Add", ["kept", "h_in"], ["h_out"]),
      ],
    });
    const imported = importOnnx(model);
    assert.ok(imported.ok);
    assert.equal(imported.value.graph.states, undefined);
    assert.match(imported.value.notes.map(({ message }) => message).join(), /would have no other input/);
  });

  it("are those that are stated, or none", () => {
    const model = paired([
      ["h_in", "h_out"],
      ["a", "b"],
    ]);
    assert.deepEqual(statesOf(model, [{ input: "a", output: "b" }]), ["a>b"]);
    assert.deepEqual(statesOf(model, []), []);
  });

  it("are refused where what is stated cannot be", () => {
    const refusal = (...states: readonly StatePair[]): string => {
      const imported = importOnnx(paired([["h_in", "h_out"]]), { stated: { states } });
      return imported.ok ? "" : (imported.problems[0]?.message ?? "");
    };
    assert.match(refusal({ input: "h", output: "h_out" }), /the model has no input "h"$/);
    assert.match(refusal({ input: "h_in", output: "z" }), /the model has no output "z"$/);
    const twice = { input: "h_in", output: "h_out" };
    assert.match(refusal(twice, { input: "x", output: "h_out" }), /shares a tensor with another one/);
    assert.match(refusal(twice, { input: "x", output: "y" }), /every input is stated to be a state/);
    const uneven = buildOnnx({
      inputs: { x: [1, 4], h: [1, 8] },
      outputs: ["y", "z"],
      constants: { w: floats([8, 4], normals(32)) },
      nodes: [node("Gemm", ["h", "w"], ["z"]), node("Add", ["x", "z"], ["y"])],
    });
    const imported = importOnnx(uneven, { stated: { states: [{ input: "h", output: "z" }] } });
    assert.match(
      imported.ok ? "" : (imported.problems[0]?.message ?? ""),
      /its input is \[1,8\] where its output is \[1,4\]/,
    );
  });

  it("keep one quantization and one place in memory through lowering", () => {
    assert.deepEqual(statesOf(statefulModel()), ["h_in>h_out", "cache>cache_out"]);
    const imported = importOnnx(statefulModel(), { stated: { states: STATEFUL_PAIRS } });
    assert.ok(imported.ok);
    const network = lowerNetwork(prepareGraph(imported.value.graph));
    assert.ok(network.ok);
    assert.deepEqual(verifyNetwork(network.value), []);
    for (const { input, output } of network.value.states ?? []) {
      assert.equal(network.value.activations[input]?.group, network.value.activations[output]?.group);
    }
    assert.equal(network.value.states?.length, 3);
  });

  it("get a copy of their own where a value is answered too, or where two share it", () => {
    const model = buildOnnx({
      inputs: { x: [1, 4], a_in: [1, 4], b_in: [1, 4] },
      outputs: ["y", "a_out", "b_out"],
      nodes: [
        node("Add", ["x", "a_in"], ["sum"]),
        node("Add", ["sum", "b_in"], ["y"]),
        node("Identity", ["y"], ["a_out"]),
        node("Identity", ["a_in"], ["b_out"]),
      ],
    });
    const states = [
      { input: "a_in", output: "a_out" },
      { input: "b_in", output: "b_out" },
    ];
    const imported = importOnnx(model, { stated: { states } });
    assert.ok(imported.ok);
    const network = lowerNetwork(prepareGraph(imported.value.graph));
    assert.ok(network.ok, JSON.stringify(network));
    assert.deepEqual(verifyNetwork(network.value), []);
    assert.equal(new Set(network.value.states?.map(({ output }) => output)).size, 2);
  });
});
