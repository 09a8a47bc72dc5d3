import assert from "node:assert/strict";
import { headOf } from "../../../../../src/engine/quantize/measure/head";
import { GraphBuilder } from "../../../../support/graphBuilder";

describe("headOf", () => {
  it("looks through views behind the softmax", () => {
    const b = new GraphBuilder();
    const logits = b.conv(b.input("x", [1, 3, 4, 4]), 5, { kernel: [4, 4] });
    const soft = b.node({ kind: "softmax", axis: 1 }, [logits]);
    const graph = b.graph(b.reshape(b.transpose(soft, [0, 2, 3, 1]), [1, 5]));
    assert.deepEqual(headOf(graph), { tensor: logits, task: "classification", others: [] });
  });

  it("takes a softmax at each of many positions for no single answer", () => {
    const b = new GraphBuilder();
    const logits = b.conv(b.input("x", [1, 3, 4, 4]), 5);
    const graph = b.graph(b.transpose(b.node({ kind: "softmax", axis: 1 }, [logits]), [0, 2, 3, 1]));
    assert.deepEqual(headOf(graph), { tensor: logits, task: "regression", others: [] });
  });
});
