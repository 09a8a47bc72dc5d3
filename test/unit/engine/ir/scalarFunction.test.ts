import assert from "node:assert/strict";
import {
  evaluateScalar,
  labelOfScalar,
  rangeOfScalar,
  type ScalarFunction,
} from "../../../../src/engine/ir/scalarFunction";
import { seededRandom } from "../../../../src/engine/base/random";

const X = { kind: "x" } as const;
const FUNCTIONS: readonly ScalarFunction[] = [
  { fn: "clamp", min: -1, max: 2 },
  { fn: "leakyRelu", alpha: 0.1 },
  { fn: "sigmoid" },
  { fn: "tanh" },
  { fn: "hardSigmoid", alpha: 0.2, beta: 0.5 },
  { fn: "hardSwish" },
  { fn: "elu", alpha: 0.7 },
  { fn: "selu", alpha: 1.67, gamma: 1.05 },
  { fn: "celu", alpha: 0.5 },
  { fn: "thresholdedRelu", alpha: 0.4 },
  { fn: "thresholdedRelu", alpha: -0.4 },
  { fn: "shrink", lambd: 0.5, bias: 0.1 },
  { fn: "gelu", approximate: "none" },
  { fn: "gelu", approximate: "tanh" },
  { fn: "mish" },
  { fn: "softplus" },
  { fn: "softsign" },
  { fn: "erf" },
  { fn: "exp" },
  { fn: "sqrt" },
  { fn: "pow", exponent: 2 },
  { fn: "pow", exponent: 3 },
  { fn: "abs" },
  { fn: "sign" },
  { fn: "floor" },
  { fn: "ceil" },
  { fn: "round" },
  { fn: "sin" },
  { fn: "cos" },
  { fn: "atan" },
  { fn: "expression", of: { kind: "mul", a: X, b: { kind: "apply", fn: { fn: "sigmoid" }, of: X } } },
  {
    fn: "expression",
    of: { kind: "sub", a: { kind: "number", value: 1 }, b: { kind: "apply", fn: { fn: "abs" }, of: X } },
  },
];

describe("scalarFunction", () => {
  for (const fn of FUNCTIONS) {
    it(`${labelOfScalar(fn)} lies within the bounds that are told for arguments within bounds`, () => {
      const random = seededRandom(5);
      for (let round = 0; round < 200; round++) {
        const ends = [8 * random.normal(), 8 * random.normal()];
        const argument = { min: Math.min(...ends), max: Math.max(...ends) };
        const range = rangeOfScalar(fn, argument);
        for (let step = 0; step <= 20; step++) {
          const value = evaluateScalar(fn, argument.min + (step / 20) * (argument.max - argument.min));
          if (Number.isNaN(value)) continue;
          const slack = 1e-9 * Math.max(1, Math.abs(value));
          assert.ok(value >= range.min - slack && value <= range.max + slack, `${value} in ${range.min}..${range.max}`);
        }
      }
    });
  }

  it("says a formula where several steps are one table", () => {
    const silu: ScalarFunction = {
      fn: "expression",
      of: { kind: "mul", a: X, b: { kind: "apply", fn: { fn: "sigmoid" }, of: X } },
    };
    assert.equal(labelOfScalar(silu), "x·sigmoid(x)");
  });
});
