/** What a planner keeps of the answers given last, and what widths are known by. */
import assert from "node:assert/strict";
import {
  accountsOf,
  activationKey,
  executionOf,
  Planner,
  policyKey,
  uniformPolicy,
  type Policy,
} from "../../../../../src/engine";
import { answersOfKind } from "../../../../../src/engine/memory/execution/planner";
import { mobileNetV1 } from "../../../../support/firmware/architectures";

const network = mobileNetV1(0.25, 96);

describe("a planner", () => {
  it("gives answers once, undefined too, and forgets the oldest", () => {
    const planner = new Planner(network);
    const kind = answersOfKind<string | undefined>(2);
    const asked: string[] = [];
    const ask = (key: string): string | undefined =>
      planner.once(kind, key, () => {
        asked.push(key);
        return key === "none" ? undefined : key;
      });
    assert.deepEqual([ask("a"), ask("none"), ask("a"), ask("none")], ["a", undefined, "a", undefined]);
    assert.deepEqual(asked, ["a", "none"]);
    ask("a"); // the youngest now
    ask("b");
    ask("a");
    assert.deepEqual(asked, ["a", "none", "b"]);
    ask("none");
    assert.equal(asked.at(-1), "none");
  });

  it("tells kinds of answers apart, and shares nothing with another planner", () => {
    const [one, other] = [new Planner(network), new Planner(network)];
    const [numbers, more] = [answersOfKind<number>(4), answersOfKind<number>(4)];
    const given = [
      one.once(numbers, "key", () => 1),
      one.once(more, "key", () => 2),
      other.once(numbers, "key", () => 3),
    ];
    assert.deepEqual(given, [1, 2, 3]);
    assert.equal(
      one.once(numbers, "key", () => 4),
      1,
    );
  });

  it("answers as one that was just made", () => {
    const used = new Planner(network);
    for (const streaming of ["off", "auto"] as const) {
      for (const account of ["model", "linked"] as const) {
        for (const bits of [8, 4] as const) {
          const policy = uniformPolicy(network, bits);
          const ask = (planner: Planner) => executionOf(planner, policy, { account, streaming });
          const execution = ask(used);
          assert.deepEqual(execution, ask(new Planner(network)));
          assert.deepEqual(accountsOf(used, policy, execution), accountsOf(new Planner(network), policy, execution));
        }
      }
    }
  });
});

describe("an execution", () => {
  it("is that of all policies with equal activations", () => {
    const planner = new Planner(network);
    const question = { account: "linked", streaming: "auto" } as const;
    const execution = executionOf(planner, uniformPolicy(network, 8), question);
    const narrow = uniformPolicy(network, 2, 8);
    assert.deepEqual(executionOf(new Planner(network), narrow, question), execution);
    const { linked } = accountsOf(planner, narrow, execution);
    assert.ok(linked.flashBytes < accountsOf(planner, uniformPolicy(network, 8), execution).linked.flashBytes);
    assert.equal(linked.items.find(({ kind }) => kind === "arena")?.sizeBytes, execution.firmware.arenaBytes);
  });

  it("has the firmware's plan in either account, and the account's own beside it", () => {
    const planner = new Planner(network);
    const policy = uniformPolicy(network, 8);
    const [model, linked] = (["model", "linked"] as const).map((account) => executionOf(planner, policy, { account }));
    assert.deepEqual(model?.firmware, linked?.firmware);
    assert.equal(linked?.plan, linked?.firmware);
    assert.ok(model && !model.plan.buffers.some(({ content }) => content.kind === "scratch"));
    assert.ok(model.firmware.buffers.some(({ content }) => content.kind === "scratch"));
  });
});

describe("what widths are known by", () => {
  const turned = ({ weights, activations }: Policy): Policy => ({
    weights: new Map([...weights].reverse()),
    activations: new Map([...activations].reverse()),
  });
  const mixed = (): Policy => {
    const { weights, activations } = uniformPolicy(network, 8);
    const [first = ""] = activations.keys();
    return { weights, activations: new Map(activations).set(first, 2) };
  };

  it("does not depend on the order in which a policy names them", () => {
    assert.equal(activationKey(network)(turned(mixed())), activationKey(network)(mixed()));
    assert.equal(policyKey(network)(turned(mixed())), policyKey(network)(mixed()));
  });

  it("tells widths and questions apart, and weights only where they are asked for", () => {
    const ofActivations = activationKey(network);
    const [wide, narrow] = [uniformPolicy(network, 8), uniformPolicy(network, 2, 8)];
    assert.equal(ofActivations(wide), ofActivations(narrow));
    assert.notEqual(policyKey(network)(wide), policyKey(network)(narrow));
    assert.notEqual(ofActivations(wide), ofActivations(mixed()));
    assert.notEqual(ofActivations(wide, "model"), ofActivations(wide, "linked"));
    assert.notEqual(ofActivations(wide, [1, 2]), ofActivations(wide, [12]));
  });
});
