import assert from "node:assert/strict";
import type { Graph } from "../../../../../src/engine/ir/graph";
import type { GradientExecutor, GraphExecutor, OpenGraph } from "../../../../../src/engine/ir/ports";
import type { Examples } from "../../../../../src/engine/quantize/learn/examples";
import { openSession } from "../../../../../src/engine/quantize/learn/session";

const graph: Graph = { name: "tail", inputs: ["x"], outputs: ["y"], nodes: [], tensors: new Map() };
const tail = { graph, batch: 1, values: ["x"], layers: [] };
const examples: Examples = {
  head: { output: "y", tensor: "y", task: "regression", others: [] },
  of: () => Promise.reject(new Error("nothing is asked of them")),
  close: () => Promise.resolve(),
};

describe("a session of learning", () => {
  const opened = (closed: string[], name: string): Promise<OpenGraph> =>
    Promise.resolve({
      run: () => Promise.resolve(new Map()),
      close: () => {
        closed.push(name);
        return Promise.resolve();
      },
    });
  const gradientsOf = (closed: string[]): GradientExecutor => ({
    hasGradient: () => true,
    open: () => opened(closed, "gradients"),
  });

  it("closes the gradients where the forward pass does not open, and says why it did not", async () => {
    const closed: string[] = [];
    const graphs: GraphExecutor = { open: () => Promise.reject(new Error("no memory")) };
    await assert.rejects(openSession(tail, examples, { graphs, gradients: gradientsOf(closed) }), /no memory/);
    assert.deepEqual(closed, ["gradients"]);
  });

  it("closes both in the end, one that fails to close notwithstanding", async () => {
    const closed: string[] = [];
    const graphs: GraphExecutor = { open: () => opened(closed, "forwards") };
    const gradients: GradientExecutor = {
      hasGradient: () => true,
      open: async () => ({ ...(await opened(closed, "")), close: () => Promise.reject(new Error("broken")) }),
    };
    const session = await openSession(tail, examples, { graphs, gradients });
    await assert.rejects(session.close(), /broken/);
    assert.deepEqual(closed, ["forwards"]);
  });
});
