import assert from "node:assert/strict";
import fc from "fast-check";
import { EditHistory, type Widths } from "../../../../src/extension/session/editHistory";
import type { ActivationBits } from "../../../../src/protocol/files/report";

const base: Widths = { weights: { conv: 8, "a:b": 4, ["__proto__"]: 8 }, activations: { conv: 8 } };

describe("the history of edits", () => {
  it("tells weights and activations of one name apart", () => {
    const history = EditHistory.of(base).set("activation", "conv", 2);
    assert.deepEqual(history.edited, ["activation:conv"]);
    assert.equal(history.widths.weights["conv"], 8);
    assert.equal(history.widths.activations["conv"], 2);
  });

  it("takes names with colons", () => {
    assert.equal(EditHistory.of(base).set("weights", "a:b", 2).widths.weights["a:b"], 2);
  });

  it("takes names that objects have of their own", () => {
    const { weights } = EditHistory.of(base).set("weights", "__proto__", 2).widths;
    assert.deepEqual(Object.entries(weights), [
      ["conv", 8],
      ["a:b", 4],
      ["__proto__", 2],
    ]);
  });

  it("stays the same where nothing would change", () => {
    const history = EditHistory.of(base);
    assert.equal(history.set("weights", "conv", 8), history);
    assert.equal(history.set("weights", "unknown", 4), history);
    assert.equal(history.set("weights", "toString", 4), history);
    assert.equal(history.undo(), history);
    assert.equal(history.redo(), history);
    assert.equal(history.reset(), history);
  });

  it("goes back to rounded weights where the policy's have learned, and forward again, saved or not", () => {
    const learned = EditHistory.ofLearned(base);
    assert.deepEqual([learned.isBase, learned.isRounded, learned.canUndo], [true, false, true]);
    const before = learned.undo();
    assert.deepEqual([before.isBase, before.isRounded, before.canUndo, before.canRedo], [false, true, false, true]);
    assert.deepEqual([before.edited, before.widths], [[], base]);
    const kept = EditHistory.restore(base, before.saved());
    assert.deepEqual([kept.isRounded, kept.redo().isBase], [true, true]);
    assert.equal(before.set("weights", "conv", 4).isRounded, true);
    assert.equal(before.reset().isBase, true);
    assert.equal(EditHistory.of(base).saved().rounded, undefined);
  });

  it("takes several widths as one edit", () => {
    const edits = [
      { kind: "weights", name: "conv", bits: 4 },
      { kind: "activation", name: "conv", bits: 2 },
      { kind: "weights", name: "unknown", bits: 2 },
    ] as const;
    const history = EditHistory.of(base).setAll(edits);
    assert.deepEqual(history.edited, ["weights:conv", "activation:conv"]);
    assert.deepEqual(history.undo().edited, []);
    assert.equal(history.setAll(edits), history);
  });

  it("counts a width that came back as not edited", () => {
    const history = EditHistory.of(base).set("weights", "conv", 4).set("weights", "conv", 8);
    assert.deepEqual(history.edited, []);
    assert.ok(history.canUndo);
  });

  it("lets a reset be undone, and an edit forget what could be redone", () => {
    const edited = EditHistory.of(base).set("weights", "conv", 4).set("activation", "conv", 2);
    const reset = edited.reset();
    assert.deepEqual(reset.edited, []);
    assert.deepEqual(reset.undo().edited, edited.edited);
    const other = edited.undo().set("weights", "a:b", 8);
    assert.ok(!other.canRedo);
    assert.deepEqual(other.edited, ["weights:conv", "weights:a:b"]);
  });

  it("survives being saved, and refuses what does not fit its policy", () => {
    const history = EditHistory.of(base).set("weights", "conv", 4).set("weights", "a:b", 8).undo();
    const restored = EditHistory.restore(base, structuredClone(history.saved()));
    assert.deepEqual(restored.edited, ["weights:conv"]);
    assert.deepEqual(restored.redo().edited, ["weights:conv", "weights:a:b"]);
    const other: Widths = { weights: { fc: 8 }, activations: {} };
    assert.deepEqual(EditHistory.restore(other, history.saved()).edited, []);
    assert.deepEqual(EditHistory.restore(base, { states: [{}], free: [], at: 3 }).canUndo, false);
    assert.deepEqual(EditHistory.restore(base, { states: [], free: [], at: 0 }).canUndo, false);
  });

  it("is a list of states with a place in it, whatever is done to it", () => {
    type Step = "undo" | "redo" | "reset" | readonly ["weights" | "activation", string, ActivationBits];
    const step = fc.oneof<fc.Arbitrary<Step>[]>(
      fc.constantFrom("undo", "redo", "reset"),
      fc.tuple(
        fc.constantFrom("weights", "activation"),
        fc.constantFrom("conv", "a:b", "fc"),
        fc.constantFrom<ActivationBits>(2, 4, 8),
      ),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        let history = EditHistory.of(base);
        let states = [JSON.stringify(history.widths)];
        let at = 0;
        for (const each of steps) {
          if (each === "undo") at = Math.max(0, at - 1);
          else if (each === "redo") at = Math.min(states.length - 1, at + 1);
          else {
            const next = each === "reset" ? history.reset() : history.set(...each);
            if (next !== history) {
              states = [...states.slice(0, at + 1), JSON.stringify(next.widths)];
              at = states.length - 1;
            }
          }
          history =
            each === "undo"
              ? history.undo()
              : each === "redo"
                ? history.redo()
                : each === "reset"
                  ? history.reset()
                  : history.set(...each);
          assert.equal(JSON.stringify(history.widths), states[at]);
          assert.equal(history.canUndo, at > 0);
          assert.equal(history.canRedo, at < states.length - 1);
        }
      }),
    );
  });
});
