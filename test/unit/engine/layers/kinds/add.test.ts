/** The numbers of a sum, worked out by hand: as fine as 32 bits are proven to hold, and no finer. */
import assert from "node:assert/strict";
import type { ActivationFormat } from "../../../../../src/engine/ir/program";
import { add } from "../../../../../src/engine/layers/kinds/add";
import { lowerNetwork } from "../../../../../src/engine/passes/lowerNetwork";
import { GraphBuilder } from "../../../../support/networks/graphBuilder";

function numbersOf(a: ActivationFormat, b: ActivationFormat, output: ActivationFormat): ReturnType<typeof add.numbers> {
  const builder = new GraphBuilder("sum");
  const x = builder.input("x", [1, 2, 2, 2]);
  const y = builder.input("y", [1, 2, 2, 2]);
  const lowered = lowerNetwork(builder.graph(builder.node({ kind: "add" }, [x, y])));
  assert.ok(lowered.ok);
  const [layer] = lowered.value.layers;
  assert.ok(layer?.kind === "add");
  const none = (): never => assert.fail("a sum has neither weights nor constants");
  return add.numbers(layer, { input: a, inputs: [a, b], output, constant: none, largestCell: none, weights: none });
}

const byte = (scale: number): ActivationFormat => ({ bits: 8, scale, zeroPoint: 0 });

describe("the numbers of a sum", () => {
  it("leave room for both operands, the rounding of both multipliers and that of the sum", () => {
    // 255 + 255 steps, one for the multipliers and one for the half: 512·2^21 fits 2^31 − 1, and 511·2^22 would as well.
    assert.deepEqual(numbersOf(byte(1), byte(1), byte(1)), {
      kind: "sum",
      multiplierA: 2 ** 21,
      multiplierB: 2 ** 21,
      shift: 21,
    });
    const { multiplierA, multiplierB, shift } = numbersOf(byte(0.5), byte(0.25), byte(1));
    assert.deepEqual([multiplierA, multiplierB, shift], [2 ** 22, 2 ** 21, 23]);
    assert.ok(multiplierA * 255 + multiplierB * 255 + 2 ** (shift - 1) < 2 ** 31);
  });

  it("end where one step of an operand saturates the output alone", () => {
    // 2^18·255 and 255 steps of the output: five bits are left.
    const { multiplierA, multiplierB, shift } = numbersOf(byte(2 ** 20), byte(1), byte(1));
    assert.deepEqual([multiplierA, multiplierB, shift], [2 ** 23, 2 ** 5, 5]);
  });
});
