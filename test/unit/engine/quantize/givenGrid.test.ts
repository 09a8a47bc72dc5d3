/** Weights that a file holds as codes. */
import assert from "node:assert/strict";
import type { NarrowBits } from "../../../../src/engine/base/bits";
import { lowerNetwork } from "../../../../src/engine/passes/lowerNetwork";
import { prepareGraph } from "../../../../src/engine/passes/prepareGraph";
import { givenGrid } from "../../../../src/engine/quantize/givenGrid";
import { isProduct } from "../../../../src/engine/ir/network";
import { dequantizeWeights, type WeightGrid } from "../../../../src/engine/quantize/weightQuantizer";
import { buildOnnx, floats, node } from "../../../support/networks/onnxBuilder";
import { imported } from "../onnx/comparing";

const matrix = [-3, 0, 2, 1, -2, 0, 0, 3, 1, -1, 2, -3];

/** x[1,4] times `weights` [4,3], times a factor for each column. */
function gridOf(weights: readonly number[], factors: readonly number[], bits: NarrowBits): WeightGrid | undefined {
  const graph = prepareGraph(
    imported(
      buildOnnx({
        inputs: { x: [1, 4] },
        outputs: ["y"],
        constants: { w: floats([4, 3], weights), f: floats([3], factors) },
        nodes: [node("MatMul", ["x", "w"], ["m"]), node("Mul", ["m", "f"], ["y"])],
      }),
    ).graph,
  );
  const network = lowerNetwork(graph);
  assert.ok(network.ok);
  const [layer] = network.value.layers.filter(isProduct);
  assert.ok(layer && network.value.layers.length === 1);
  return givenGrid(graph, layer, bits);
}

describe("weights that a file holds as codes", () => {
  for (const bits of [4, 8] as const) {
    it(`whole numbers keep them at ${bits} bits, behind a scaling by channel`, () => {
      const grid = gridOf(matrix, [0.1, 0.25, 3], bits);
      assert.ok(grid);
      assert.deepEqual(
        Array.from(grid.scales, (scale) => Number(scale.toFixed(6))),
        [0.1, 0.25, 3],
      );
      const real = dequantizeWeights(grid);
      const columns = [0.1, 0.25, 3].flatMap((factor, c) => [0, 1, 2, 3].map((k) => factor * (matrix[k * 3 + c] ?? 0)));
      columns.forEach((value, i) => assert.ok(Math.abs(value - (real[i] ?? NaN)) < 1e-6));
    });
  }

  it("2 bits have no room for six steps", () => assert.equal(gridOf(matrix, [1, 1, 1], 2), undefined));

  it("weights off every grid, and negative factors, state none", () => {
    assert.equal(gridOf([...matrix.slice(1), 0.5], [1, 1, 1], 8), undefined);
    assert.equal(gridOf(matrix, [1, -1, 1], 8), undefined);
  });
});
