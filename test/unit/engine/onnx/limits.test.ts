/** Small files that describe something enormous: refused with the place and the limit before anything of that size is made. */
import assert from "node:assert/strict";
import { importOnnx } from "../../../../src/engine/onnx/importOnnx";
import { buildOnnx, floats, ints, node, type OnnxModel } from "../../../support/networks/onnxBuilder";

function refusal(nodes: OnnxModel["nodes"], extra: Partial<OnnxModel> = {}): string {
  const outcome = importOnnx(buildOnnx({ inputs: { x: [1, 4, 6, 6] }, outputs: ["y"], ...extra, nodes }));
  assert.ok(!outcome.ok);
  const [problem] = outcome.problems;
  assert.match(problem?.code ?? "", /^onnx\.(tooLarge|shape)$/);
  return problem?.message ?? "";
}

/** A node for each number, and an Add that makes the last of them matter. */
function chain(count: number, link: (from: string, to: string) => OnnxModel["nodes"][number]): OnnxModel["nodes"] {
  const links = Array.from({ length: count }, (_, i) => link(`c${i}`, `c${i + 1}`));
  return [...links, node("Add", ["x", `c${count}`], ["y"])];
}

describe("limits of an import", () => {
  it("a name that ends early in C", () => {
    for (const nodes of [
      [node("Relu", ["x"], ["y\0z"]), node("Relu", ["y\0z"], ["y"])],
      [node("Add", ["x", "c\0"], ["y"])],
    ]) {
      const constants = { "c\0": floats([1]) };
      const outcome = importOnnx(buildOnnx({ inputs: { x: [1, 4, 6, 6] }, outputs: ["y"], constants, nodes }));
      assert.ok(!outcome.ok);
      assert.equal(outcome.problems[0]?.code, "onnx.name");
      assert.match(outcome.problems[0].message, /"(y\\u0000z|c\\u0000)" holds a NUL character$/);
    }
  });

  it("a constant that doubles", () => {
    const doubled = chain(40, (from, to) => node("Concat", [from, from], [to], { axis: 0 }));
    const message = refusal(doubled, { constants: { c0: floats([4]) } });
    assert.match(message, /\(Concat\) would make a constant of shape \[33554432\]; 16777216 elements are the limit/);
  });

  it("many constants that are each within the limit", () => {
    const made = Array.from({ length: 8 }, (_, i) => node("ConstantOfShape", ["s"], [`c${i}`]));
    const added = Array.from({ length: 8 }, (_, i) =>
      node("Add", [i === 0 ? "x" : `y${i - 1}`, `c${i}`], [i === 7 ? "y" : `y${i}`]),
    );
    const message = refusal([...made, ...added], { constants: { s: ints([1], [2 ** 24]) } });
    assert.match(message, /is where folded constants exceed 33554432 elements/);
  });

  it("a product of a row and a column", () => {
    const message = refusal([node("Mul", ["a", "b"], ["c"]), node("Add", ["x", "c"], ["y"])], {
      constants: { a: floats([2 ** 13, 1]), b: floats([1, 2 ** 13]) },
    });
    assert.match(message, /\(Mul\) would make a constant of shape \[8192,8192\]/);
  });

  it("a transposed convolution with a kernel for each of its strides", () => {
    const message = refusal([node("ConvTranspose", ["x", "w"], ["y"], { strides: [5000, 5000] })], {
      constants: { w: floats([4, 2, 1, 1]) },
    });
    assert.match(message, /\(ConvTranspose\) would make a constant of shape \[50000000,4,1,1\]/);
  });

  it("ranges, tiles and repetitions", () => {
    const whole = {
      constants: {
        r: ints([1], [2 ** 30]),
        c: floats([1]),
        from: ints([], [0]),
        by: ints([], [1]),
        to: ints([], [2 ** 30]),
      },
    };
    for (const made of [
      node("Range", ["from", "to", "by"], ["m"]),
      node("Tile", ["c", "r"], ["m"]),
      node("Expand", ["c", "r"], ["m"]),
      node("ConstantOfShape", ["r"], ["m"]),
    ]) {
      assert.match(refusal([made, node("Add", ["x", "m"], ["y"])], whole), /shape \[1073741824\]; 16777216/);
    }
  });

  it("an axis of what the network computes that becomes enormous", () => {
    const constants = {
      shape: ints([4], [2 ** 40, 4, 6, 6]),
      repeats: ints([4], [1, 1, 1, 2 ** 38]),
      pads: ints([8], [0, 0, 2 ** 33, 0, 0, 0, 0, 0]),
      sizes: ints([4], [1, 4, 6, 2 ** 36]),
    };
    for (const made of [
      node("Expand", ["x", "shape"], ["y"]),
      node("Tile", ["x", "repeats"], ["y"]),
      node("Pad", ["x", "pads"], ["y"], { mode: "edge" }),
      node("Resize", ["x", "", "", "sizes"], ["y"], { mode: "nearest" }),
      node("Resize", ["x", "", "", "sizes"], ["y"], { mode: "linear" }),
    ]) {
      assert.match(
        refusal([made], { constants }),
        /axis of \d+ elements; 16777216 are the limit|would resize \[1,4,6,6\]|shape \[/,
      );
    }
  });

  it("axes without end", () => {
    const message = refusal(
      chain(60, (from, to) => node("Unsqueeze", [from, "at"], [to])),
      { constants: { c0: floats([4]), at: ints([1], [0]) } },
    );
    assert.match(message, /\(Unsqueeze\) would make a constant of 33 axes; 32 are the limit/);
    const computed = Array.from({ length: 60 }, (_, i) =>
      node("Unsqueeze", [i === 0 ? "x" : `u${i - 1}`, "at"], [i === 59 ? "y" : `u${i}`]),
    );
    assert.match(
      refusal(computed, { constants: { at: ints([1], [0]) } }),
      /\(Unsqueeze\) has 33 axes; 32 are the limit/,
    );
  });

  it("inputs and outputs of absurd size", () => {
    assert.match(
      refusal([node("Relu", ["x"], ["y"])], { inputs: { x: [1, 2 ** 14, 2 ** 14] } }),
      /input "x" has the shape \[1,16384,16384\]; 67108864 elements/,
    );
    const padded = [node("Pad", ["x", "p"], ["y"])];
    const pads = { constants: { p: ints([8], [0, 0, 0, 0, 0, 0, 2 ** 20, 2 ** 20]) } };
    assert.match(refusal(padded, pads), /\(Pad\) has the shape .*; 67108864 elements are the limit/);
  });

  it("operators and their inputs without number", () => {
    const many = Array.from({ length: 20_001 }, (_, i) =>
      node("Relu", [i === 0 ? "x" : `r${i - 1}`], [i === 20_000 ? "y" : `r${i}`]),
    );
    assert.match(refusal(many), /the model has 20001 operators; 20000 are the limit/);
    const wide = [node("Concat", new Array<string>(130_000).fill("x"), ["y"], { axis: 1 })];
    assert.match(refusal(wide), /\(Concat\) has 130000 inputs and 1 outputs; 4096 are the limit/);
  });

  it("does not limit what thousands of nodes share: a name", () => {
    const nodes = Array.from({ length: 5000 }, (_, i) =>
      node("Mul", [i === 0 ? "x" : `r${i - 1}`, "two"], [i === 4999 ? "y" : `r${i}`], {}, { name: "same" }),
    );
    const outcome = importOnnx(
      buildOnnx({ inputs: { x: [1, 4, 6, 6] }, outputs: ["y"], constants: { two: floats([1]) }, nodes }),
    );
    assert.ok(outcome.ok);
    const names = outcome.value.graph.nodes.map(({ name }) => name);
    assert.equal(new Set(names).size, 5000);
    assert.deepEqual([names[0], names[1], names[4999]], ["same", "same_1", "same_4999"]);
  });
});
