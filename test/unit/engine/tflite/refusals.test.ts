/** What is no TensorFlow Lite model, or none that can be taken over: one sentence each, however the bytes lie. */
import assert from "node:assert/strict";
import { seededRandom } from "../../../../src/engine/base/random";
import { importTflite } from "../../../../src/engine/tflite/importTflite";
import { isTflite } from "../../../../src/engine/tflite/wire/readModel";
import { TensorType } from "../../../../src/engine/tflite/wire/schema";
import { Draft, networkOf } from "../../../support/tflite/tfliteNetworks";
import { writeTflite, type OperatorSpec, type TensorSpec } from "../../../support/tflite/tfliteWriter";

function refusalsOf(bytes: Uint8Array): readonly string[] {
  const imported = importTflite(bytes);
  if (imported.ok) return [];
  for (const { message } of imported.problems) assert.match(message.replace(/"[^"]*"/gs, "…"), /^[^\n]{10,400}$/);
  return imported.problems.map(({ message }) => message);
}

function single(tensors: readonly TensorSpec[], operator: Partial<OperatorSpec>): Uint8Array {
  const operators = [{ op: "RELU", inputs: [0], outputs: [1], ...operator }];
  return writeTflite({ tensors, operators, inputs: [0], outputs: [1] });
}

const X: TensorSpec = { name: "x", shape: [1, 4] };
const Y: TensorSpec = { name: "y", shape: [1, 4] };

describe("TensorFlow Lite files that are refused", () => {
  it("are told by their identifier", () => {
    assert.ok(isTflite(networkOf("ADD", true)));
    assert.ok(!isTflite(new Uint8Array(0)));
    assert.ok(!isTflite(Uint8Array.of(8, 7, 0, 0, 84, 70, 76)));
  });

  it("may be cut anywhere", () => {
    const whole = networkOf("keywords", true);
    for (let length = 0; length < whole.length; length += 7) {
      const [message] = refusalsOf(whole.slice(0, length));
      assert.match(message ?? "", /^the file begins like a TensorFlow Lite model but is damaged: /, String(length));
    }
  });

  it("may have any bytes changed", () => {
    const random = seededRandom(3);
    const seen = new Set<string>();
    for (const name of ["keywords", "stream", "SPLIT_V", "TRANSPOSE_CONV"]) {
      const whole = networkOf(name, true);
      for (let trial = 0; trial < 400; trial++) {
        const changed = whole.slice();
        for (let i = random.below(3); i >= 0; i--) {
          // Half of the changes hit tables rather than weights.
          const at = random.below(2) === 0 ? random.below(changed.length) : random.below(Math.min(600, changed.length));
          changed[at] = random.below(2) === 0 ? 255 : random.below(256);
        }
        for (const message of refusalsOf(changed)) seen.add(message.replace(/"[^"]*"|-?\d+/g, "…"));
      }
    }
    assert.ok(seen.size > 20, `${seen.size} kinds of refusals`);
  });

  it("name every operator that is not known, and what else stands in the way", () => {
    const draft = new Draft(1);
    const x = draft.input("x", [1, 8, 8, 2]);
    const custom = draft.op("MyFunction", [x], [1, 8, 8, 2], undefined, undefined, "custom");
    const lstm = draft.op("SVDF", [custom], [1, 8, 8, 2], undefined, undefined, "svdf");
    const mirrored = draft.op(
      "MIRROR_PAD",
      [lstm, draft.ints([0, 0, 1, 1, 0, 0, 0, 0], [4, 2])],
      [1, 10, 8, 2],
      undefined,
      [[0, "int8", 1]],
      "mirror",
    );
    const messages = refusalsOf(draft.finish(draft.op("RELU", [mirrored], [1, 10, 8, 2], undefined, undefined, "y")));
    assert.deepEqual(messages, [
      'node "mirror" (MIRROR_PAD) mirrors the border itself (SYMMETRIC); REFLECT is supported',
      'node "custom" (MyFunction) is an operator of TensorFlow Lite that is not supported',
      'node "svdf" (SVDF) is an operator of TensorFlow Lite that is not supported',
    ]);
  });

  const cases: readonly (readonly [what: string, bytes: Uint8Array, message: RegExp])[] = [
    [
      "version",
      ((): Uint8Array => {
        const bytes = single([X, Y], {});
        const at = bytes.findIndex(
          (byte, i) => byte === 3 && bytes[i + 1] === 0 && bytes[i + 2] === 0 && bytes[i + 3] === 0 && i > 8 && i < 80,
        );
        bytes[at] = 9;
        return bytes;
      })(),
      /damaged: it says that it has version 9 of the format, not 3$/,
    ],
    ["a tensor that is not there", single([X, Y], { inputs: [7] }), /damaged: it names tensor 7 of 2$/],
    ["an operand that is missing", single([X, Y], { op: "ADD", inputs: [0] }), /node "y" \(ADD\) lacks its operand 1$/],
    [
      "a tensor that nothing computes",
      single([X, Y, { name: "z", shape: [1, 4] }], { inputs: [2] }),
      /node "y" \(RELU\) reads the tensor "z", which nothing in the file computes$/,
    ],
    [
      "another shape",
      single([X, { name: "y", shape: [1, 5] }], {}),
      /damaged: tensor "y" is \[1,5\] by its own words and \[1,4\] by its operator's$/,
    ],
    [
      "a free size",
      single([{ name: "x", shape: [1, 1], signature: [-1, -1] }, Y], {}),
      /^input "x" has no fixed size along axis 1$/,
    ],
    [
      "texts",
      single([{ name: "x", shape: [1], type: TensorType.string }, Y], {}),
      /^input "x" holds string values; only numbers are supported$/,
    ],
    [
      "a scale of 0",
      single([{ ...X, type: TensorType.int8, quantization: { scales: [0], zeroPoints: [0] } }, Y], {}),
      /damaged: tensor "x" has the scale 0$/,
    ],
    [
      "a zero point that is no code",
      single([{ ...X, type: TensorType.int8, quantization: { scales: [1], zeroPoints: [300] } }, Y], {}),
      /^input "x" has the zero point 300, which is no code of int8$/,
    ],
    [
      "constants that are too few",
      single([X, Y, { name: "w", shape: [1, 4], data: new Uint8Array(8) }], { op: "ADD", inputs: [0, 2] }),
      /^tensor "w" of shape \[1,4\] needs 16 bytes but has 8$/,
    ],
    [
      "sizes that are computed",
      single([X, Y, { name: "n", shape: [2], type: TensorType.int32 }], { op: "TRANSPOSE", inputs: [0, 0] }),
      /\(TRANSPOSE\) computes its order of axes while the network runs/,
    ],
  ];
  for (const [what, bytes, message] of cases) {
    it(`tell of ${what}`, () => {
      assert.match(refusalsOf(bytes)[0] ?? "", message);
    });
  }

  it("have variables that do not begin at 0", () => {
    const draft = new Draft(1);
    const x = draft.input("x", [1, 4], [0.1, 0]);
    draft.begin("v", [1, 4], [0.1, 5]);
    const handle = draft.handle("v");
    const old = draft.op("READ_VARIABLE", [handle], [1, 4], [0.1, 0], []);
    const sum = draft.op("ADD", [x, old], [1, 4], [0.1, 0], [[0, "int8", 0]], "y");
    draft.assign(handle, sum);
    assert.match(refusalsOf(draft.finish(sum))[0] ?? "", /reads the variable "v", which does not begin at 0$/);
  });
});
