/** Tables of 16 bits against the functions that they stand for. */
import assert from "node:assert/strict";
import { evaluateScalar } from "../../../../../src/engine/ir/scalarFunction";
import type { ScalarFunction } from "../../../../../src/engine/ir/op";
import type { ActivationFormat } from "../../../../../src/engine/ir/program";
import { interpolationTable, runInterpolated } from "../../../../../src/engine/layers/arithmetic/interpolated";
import { codeOf } from "../../../../../src/engine/layers/numbers";

const ALL = Uint16Array.from({ length: 65536 }, (_, code) => code);

/** The largest distance of any code's answer from the function's own, in codes of the output. */
function worst(fn: ScalarFunction, input: ActivationFormat, output: ActivationFormat): number {
  const table = interpolationTable(input, output, (distance, fine) =>
    codeOf(evaluateScalar(fn, input.scale * distance), fine),
  );
  const found = runInterpolated(ALL, table, input, output);
  return ALL.reduce((most, code) => {
    const exact = codeOf(evaluateScalar(fn, input.scale * (code - input.zeroPoint)), output);
    return Math.max(most, Math.abs((found[code] ?? NaN) - exact));
  }, 0);
}

describe("a function of one operand at 16 bits", () => {
  const signed: ActivationFormat = { bits: 16, scale: 8 / 32768, zeroPoint: 32768 };
  const positive: ActivationFormat = { bits: 16, scale: 4 / 65536, zeroPoint: 0 };
  const skewed: ActivationFormat = { bits: 16, scale: 8 / 32768, zeroPoint: 24576 };

  it("lies within a few codes of 16 bits of smooth functions, wherever its zero point", () => {
    for (const input of [signed, skewed]) {
      assert.ok(worst({ fn: "sigmoid" }, input, { bits: 16, scale: 2 ** -16, zeroPoint: 0 }) <= 6);
      assert.ok(worst({ fn: "tanh" }, input, { bits: 16, scale: 2 ** -15, zeroPoint: 32768 }) <= 8);
    }
    assert.ok(worst({ fn: "sqrt" }, positive, { bits: 16, scale: 2 ** -15, zeroPoint: 0 }) <= 1);
  });

  it("is a code of 8 bits to the nearest, but where the function lies between two", () => {
    for (const input of [signed, skewed])
      assert.ok(worst({ fn: "sigmoid" }, input, { bits: 8, scale: 1 / 256, zeroPoint: 0 }) <= 1);
  });
});
