import assert from "node:assert/strict";
import { compare } from "../../../../src/worker/verify/compare";
import type { ExpectedTensor, Expectations } from "../../../../src/worker/verify/expectations";
import { sampleMap } from "../../../support/firmware/sampleMap";

/** A network that ends in three probabilities of "fc", the sample map's last layer. */
function expecting(values: readonly number[]): Expectations {
  const output: ExpectedTensor = { name: "y", shape: [1, 1, values.length], bits: 32 };
  return {
    inputs: [],
    outputs: [output],
    layers: [{ name: "fc", output, rows: [] }],
    inputCodes: [new Uint8Array()],
    outputBytes: [bytesOf(values)],
    codes: null,
    project: { estimate: [], board: null },
  };
}

function bytesOf(values: readonly number[]): Uint8Array {
  return new Uint8Array(Float32Array.from(values).buffer.slice(0));
}

const found = (output: Uint8Array, expected: Expectations): ReturnType<typeof compare> =>
  compare(sampleMap, expected, [{ rows: [], output }], () => undefined);

describe("comparing what a project computed", () => {
  const values = [0.25, 0.5, 0.125];

  it("takes floats as equal when every bit is", () => {
    assert.deepEqual(found(bytesOf(values), expecting(values)), { compared: 3, differing: 0, divergence: null });
  });

  it("finds a float whose last bit differs, −0 for 0, and floats that are missing", () => {
    const next = 0.5 + 2 ** -24;
    assert.equal(Math.fround(next), next);
    const { differing, divergence } = found(bytesOf([0.25, next, 0.125]), expecting(values));
    assert.equal(differing, 1);
    assert.deepEqual(divergence?.position, [0, 0, 1]);
    assert.deepEqual([divergence.expected, divergence.actual], [0.5, next]);
    assert.equal(found(bytesOf([1, -0, 0]), expecting([1, 0, 0])).differing, 1);
    assert.equal(found(bytesOf([0.25]), expecting(values)).differing, 2);
  });
});
