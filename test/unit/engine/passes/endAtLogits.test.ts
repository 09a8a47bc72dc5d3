import assert from "node:assert/strict";
import { endAtLogits, endsAtLogits, graphAtLogits } from "../../../../src/engine/passes/endAtLogits";
import { verifyGraph } from "../../../../src/engine/ir/verify";
import { verifyNetwork } from "../../../../src/engine/layers/verifyNetwork";
import type { Op } from "../../../../src/engine/ir/op";
import { choicesOf, uniformPolicy } from "../../../../src/engine/ir/network";
import { GraphBuilder } from "../../../support/networks/graphBuilder";
import { checkLowering } from "../../../support/preparing";
import { accountsFor } from "../../../support/planning";

const softmax = (axis: number): Op => ({ kind: "softmax", axis });

function classifier(): GraphBuilder {
  return new GraphBuilder("classifier");
}

describe("networks that end at their logits", () => {
  it("lose the softmax, its floats and their memory; every width stays a choice", () => {
    const b = classifier();
    const x = b.input("x", [1, 3, 8, 8]);
    const logits = b.fullyConnected(b.reshape(b.conv(x, 4), [1, 256]), 5);
    const network = checkLowering(b.graph(b.node(softmax(1), [logits])));
    const ended = endAtLogits(network);
    assert.deepEqual(verifyNetwork(ended), []);
    assert.equal(ended.layers.length, network.layers.length - 1);
    assert.ok(ended.layers.every(({ kind }) => kind !== "softmax"));
    assert.deepEqual(
      ended.outputs.map((id) => ended.activations[id]?.name),
      [logits],
    );
    assert.ok(endsAtLogits(ended) && !endsAtLogits(network));
    assert.deepEqual(
      choicesOf(ended).map(({ name }) => name),
      choicesOf(network).map(({ name }) => name),
    );
    const [before, after] = [network, ended].map((one) =>
      accountsFor(one, uniformPolicy(one, 8), { account: "linked", streaming: "off" }),
    );
    assert.ok(before && after && after.linked.flashBytes < before.linked.flashBytes - 500);
  });

  it("keep their numbering where the softmax is not the last layer, and count an output once", () => {
    const b = classifier();
    const x = b.input("x", [1, 3, 6, 6]);
    const a = b.conv(x, 4);
    const first = b.node(softmax(1), [a]);
    const second = b.conv(b.node({ kind: "activation", fn: { fn: "tanh" } }, [a]), 2);
    const network = checkLowering(b.graph(first, a, second));
    const ended = endAtLogits(network);
    assert.deepEqual(verifyNetwork(ended), []);
    assert.deepEqual(
      ended.outputs.map((id) => ended.activations[id]?.name),
      [a, second],
    );
    assert.equal(ended.activationOfTensor.get(first), undefined);
  });

  it("are themselves where there is no softmax, and nothing where there is nothing else", () => {
    const b = classifier();
    const plain = checkLowering(b.graph(b.conv(b.input("x", [1, 3, 6, 6]), 4)));
    assert.equal(endAtLogits(plain), plain);
    const c = classifier();
    const alone = checkLowering(c.graph(c.node(softmax(1), [c.input("x", [1, 5])])));
    assert.equal(endAtLogits(alone).layers.length, 0);
  });

  it("have graphs that end there too, behind views as well", () => {
    const b = classifier();
    const a = b.conv(b.input("x", [1, 3, 6, 6]), 4);
    const view = b.reshape(b.node(softmax(1), [a]), [1, 144]);
    const ended = graphAtLogits(b.graph(view));
    assert.deepEqual(ended.outputs, [a]);
    assert.deepEqual(verifyGraph(ended, "prepared"), []);
    assert.ok(ended.nodes.every(({ op }) => op.kind !== "softmax"));
  });
});
