/** Filter, order, range, labels: what the table shows of the layers. */
import assert from "node:assert/strict";
import { parseFilter } from "../../../webview/figures/layers/layerFilter";
import { layerLabels } from "../../../webview/figures/layers/layerLabels";
import { isEdited, layerRows, lossOf } from "../../../webview/figures/layers/layerRows";
import { nextSort, sortRows, type ColumnId } from "../../../webview/figures/layers/layerSort";
import { splitName } from "../../../webview/figures/layers/splitName";
import { visible } from "../../../src/protocol/words/visible";
import { visibleRange, WHOLE_UP_TO } from "../../../webview/figures/layers/visibleRange";
import { editedState, names, sampleRows, sampleState } from "./rows";

function matching(filter: string, rows = sampleRows): readonly string[] {
  const parsed = parseFilter(filter);
  assert.ok(parsed.ok, `"${filter}" is understood`);
  return names(rows.filter(parsed.test));
}

describe("layer rows", () => {
  it("join what can be set, what is fixed and what is float", () => {
    const [conv0, , fc, softmax] = sampleRows;
    assert.ok(conv0 && fc && softmax);
    assert.deepEqual(conv0.weights, { bits: 8, choice: { kind: "weights", name: "conv0" }, was: null });
    assert.deepEqual(fc.activation, { bits: 8, choice: null, was: null });
    assert.equal(softmax.weights, null);
    assert.equal(softmax.activation.bits, null);
  });

  it("remember what an edited width was", () => {
    const rows = layerRows(editedState);
    const pw1 = rows[1] ?? assert.fail();
    assert.equal(pw1.weights?.was, 4);
    assert.equal(pw1.activation.was, null);
    assert.deepEqual(names(rows.filter(isEdited)), ["pw1"]);
  });

  it("mark one peak", () => assert.deepEqual(names(sampleRows.filter(({ isPeak }) => isPeak)), ["pw1"]));

  it("know a loss, or that there is none", () => {
    const choice = { kind: "weights", name: "conv0" } as const;
    assert.equal(lossOf(sampleState.losses, choice, 4), 0.002);
    assert.equal(lossOf(sampleState.losses, { ...choice, name: "pw1" }, 4), null);
    assert.equal(lossOf({}, { ...choice, name: "constructor" }, 4), null);
  });
});

describe("filter", () => {
  const cases: readonly (readonly [filter: string, expected: readonly string[]])[] = [
    ["", ["conv0", "pw1", "fc", "softmax"]],
    ["conv", ["conv0", "pw1"]], // pw1's operator is a Conv
    ["CONV s2", ["conv0"]],
    ["name:conv", ["conv0"]],
    ['op:"fully connected"', ["fc"]],
    ["w:4", ["pw1"]],
    ["a:8", ["conv0", "fc"]],
    ["bits:8", ["conv0", "fc"]],
    ["-bits:8", ["pw1", "softmax"]],
    ["live:>8KiB", ["pw1"]],
    ["live:>=8KiB", ["conv0", "pw1"]],
    ["bytes:<2kib", ["softmax"]],
    ["bytes:2560", ["fc"]],
    ["error:>0.001", ["conv0", "pw1"]],
    ["error:<1", ["conv0", "pw1", "fc"]], // none is no number
    ["macs:>=1M conv", ["conv0", "pw1"]],
    ["is:peak", ["pw1"]],
    ["is:fixed", ["fc", "softmax"]],
    ["is:edited", []],
    ["w:", ["conv0", "pw1", "fc", "softmax"]], // still being typed
    ["-", []], // a word like any other
  ];
  for (const [filter, expected] of cases) it(`“${filter}”`, () => assert.deepEqual(matching(filter), expected));

  it("finds edits", () => assert.deepEqual(matching("is:edited", layerRows(editedState)), ["pw1"]));

  it("takes names with colons as words", () => {
    const rows = sampleRows.map((row) => ({ ...row, layer: { ...row.layer, name: `scope:${row.layer.name}:0` } }));
    assert.deepEqual(matching("scope:pw1:0", rows), ["scope:pw1:0"]);
  });

  for (const wrong of ["bits:3", "w:16", "is:large", "live:>much", "bytes:>1QiB"]) {
    it(`explains what is wrong with “${wrong}”`, () => {
      const parsed = parseFilter(wrong);
      assert.ok(!parsed.ok && parsed.problem.includes(wrong.slice(wrong.indexOf(":") + 1)));
    });
  }
});

describe("order", () => {
  const sorted = (column: ColumnId, descending: boolean): readonly string[] =>
    names(sortRows(sampleRows, { column, descending }));

  it("is the execution's without a column", () => assert.equal(sortRows(sampleRows, null), sampleRows));
  it("goes by name, numbers as numbers", () => {
    const rows = ["pw10", "pw9", "Pw1"].map((name, step) => ({
      ...(sampleRows[0] ?? assert.fail()),
      step,
      layer: { ...(sampleRows[0] ?? assert.fail()).layer, name },
    }));
    assert.deepEqual(names(sortRows(rows, { column: "name", descending: false })), ["Pw1", "pw9", "pw10"]);
  });
  it("goes by size", () => assert.deepEqual(sorted("live", true), ["pw1", "conv0", "fc", "softmax"]));
  it("keeps execution order among equals, either way", () => {
    assert.deepEqual(sorted("activation", true).slice(0, 2), ["conv0", "fc"]);
    assert.deepEqual(sorted("activation", false).slice(1, 3), ["conv0", "fc"]);
  });
  it("has none last, either way", () => {
    assert.equal(sorted("error", true).at(-1), "softmax");
    assert.equal(sorted("error", false).at(-1), "softmax");
  });
  it("cycles through directions and back to execution order", () => {
    const first = nextSort(null, "live");
    const second = nextSort(first, "live");
    assert.deepEqual(
      [first, second, nextSort(second, "live")],
      [{ column: "live", descending: true }, { column: "live", descending: false }, null],
    );
    assert.deepEqual(nextSort(first, "name"), { column: "name", descending: false });
  });
});

describe("visible range", () => {
  const view = { height: 900, rowHeight: 26 };
  it("has short lists whole", () => {
    assert.deepEqual(visibleRange(WHOLE_UP_TO, { ...view, hiddenAbove: 1e6 }), { first: 0, end: WHOLE_UP_TO });
  });
  it("covers what is seen, and little more, wherever the page is scrolled", () => {
    for (let hiddenAbove = -2000; hiddenAbove < 9000; hiddenAbove += 37) {
      const { first, end } = visibleRange(300, { ...view, hiddenAbove });
      const [top, bottom] = [hiddenAbove / 26, (hiddenAbove + 900) / 26];
      for (let row = Math.max(0, Math.floor(top)); row < Math.min(300, bottom); row++)
        assert.ok(row >= first && row < end);
      assert.ok(end - first <= 900 / 26 + 26);
      assert.ok(first >= 0 && end <= 300 && first <= end);
    }
  });
});

describe("names", () => {
  it("keep both ends when shortened", () => {
    assert.equal(visible("block_12_expand_relu_quant", 13), "block_…_quant");
    assert.equal(visible("short", 13), "short");
    for (const most of [3, 8, 13, 25]) assert.ok(Array.from(visible("x".repeat(80), most)).length === most);
  });
  it("are whole when head and tail are put together", () => {
    for (const name of ["conv", "a".repeat(20), "StatefulPartitionedCall/model/conv2d/Conv2D", "層".repeat(30)]) {
      assert.equal(splitName(name).join(""), name);
    }
  });
  it("lose what all of them share", () => {
    const long = ["a", "b", "c", "d"].map((part) => `Call/model/block_${part}/Conv2D`);
    assert.deepEqual(layerLabels([...long, "Identity"]), ["block_a", "block_b", "block_c", "block_d", "Identity"]);
  });
  it("stay as they are where nothing is shared, or where little would tell them apart", () => {
    const plain = ["conv0", "dw1", "pw1", "fc"];
    assert.deepEqual(layerLabels(plain), plain);
    const clashing = ["m/a/x", "m/b/x", "m/c/x", "a"];
    assert.deepEqual(layerLabels(clashing), clashing);
    assert.deepEqual(layerLabels(["m/a", "m/b"]), ["m/a", "m/b"]);
  });
  it("never lose everything", () => {
    const labels = layerLabels(["m/a", "m/a/x", "m/b/x", "m/c/x", "m/a/x/x"]);
    assert.ok(labels.every((label) => label !== ""));
    assert.equal(new Set(labels).size, 5);
  });
});
