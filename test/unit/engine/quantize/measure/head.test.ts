import assert from "node:assert/strict";
import { headLoss, headOf } from "../../../../../src/engine/quantize/measure/head";
import { GraphBuilder } from "../../../../support/networks/graphBuilder";

describe("headOf", () => {
  it("looks through views behind the softmax", () => {
    const b = new GraphBuilder();
    const logits = b.conv(b.input("x", [1, 3, 4, 4]), 5, { kernel: [4, 4] });
    const soft = b.node({ kind: "softmax", axis: 1 }, [logits]);
    const graph = b.graph(b.reshape(b.transpose(soft, [0, 2, 3, 1]), [1, 5]));
    assert.deepEqual(headOf(graph), { output: graph.outputs[0], tensor: logits, task: "classification", others: [] });
  });

  it("takes a softmax at each of many positions for no single answer", () => {
    const b = new GraphBuilder();
    const logits = b.conv(b.input("x", [1, 3, 4, 4]), 5);
    const graph = b.graph(b.transpose(b.node({ kind: "softmax", axis: 1 }, [logits]), [0, 2, 3, 1]));
    assert.deepEqual(headOf(graph), { output: graph.outputs[0], tensor: logits, task: "regression", others: [] });
  });

  it("is the output that labels are for, with what else the network computes beside it", () => {
    const b = new GraphBuilder();
    const [x, h] = [b.input("x", [1, 3, 4, 4]), b.input("h", [1, 2])];
    const boxes = b.conv(x, 2);
    const scores = b.reshape(b.conv(x, 5, { kernel: [4, 4] }), [1, 5]);
    const graph = b.graph(boxes, scores, b.reshape(h, [2]), scores);
    const head = headOf(graph);
    assert.deepEqual([head.tensor, head.task], [scores, "classification"]);
    assert.deepEqual(
      head.others.map(({ tensor, task }) => [tensor, task]),
      [[boxes, "regression"]],
      "the input that is handed through is compared with nothing",
    );
  });

  it("loses as much by an output as it is wrong there, however large its values are", () => {
    const b = new GraphBuilder();
    const x = b.input("x", [1, 3, 4, 4]);
    const head = headOf(b.graph(b.conv(x, 2), b.conv(x, 2)));
    const [small, large] = [Float32Array.of(3, 4), Float32Array.of(3000, 4000)];
    const off = large.map((value) => 1.1 * value);
    assert.ok(Math.abs(headLoss(head, [small, large], [small, off]) - 0.005) < 1e-6);
    assert.ok(Math.abs(headLoss(head, [large, small], [off, small]) - 0.005) < 1e-6);
  });
});
