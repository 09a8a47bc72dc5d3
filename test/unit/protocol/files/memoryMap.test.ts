import assert from "node:assert/strict";
import { readMemoryMap } from "../../../../src/protocol/files/memoryMap";
import { readVerification } from "../../../../src/protocol/files/verification";
import { sampleMap, sampleVerification } from "../../../support/firmware/sampleMap";

/** The sample's JSON with one value replaced; undefined removes the key. */
function changed(path: readonly (string | number)[], value: unknown): string {
  const copy = structuredClone(sampleMap) as unknown;
  const last = path.at(-1) ?? "";
  const holder = path
    .slice(0, -1)
    .reduce<unknown>((at, step) => (at as Readonly<Record<string | number, unknown>>)[step], copy);
  (holder as Record<string | number, unknown>)[last] = value;
  return JSON.stringify(copy);
}

function problemsOf(text: string): string {
  const read = readMemoryMap(text);
  return read.ok ? "" : read.problems.map(({ message, place }) => `${place ?? ""}|${message}`).join("\n");
}

describe("memory.json", () => {
  it("is read as it was written", () =>
    assert.deepEqual(readMemoryMap(JSON.stringify(sampleMap)), { ok: true, value: sampleMap }));

  it("is told from other files of that name", () => {
    for (const text of ["", "[]", "{}", "null", '{"format": 1}', "{ broken"]) {
      assert.notEqual(problemsOf(text), "", text);
    }
  });

  it("is refused where a value or a key is not as agreed", () => {
    const cases: readonly (readonly [readonly (string | number)[], unknown, RegExp])[] = [
      [["format"], 2, /format must be one of 1/],
      [["arena", "sizeBytes"], -1, /^arena\.sizeBytes\|/],
      [["layers", 1, "weightBits"], 6, /^layers\[1\]\.weightBits\|/],
      [["layers", 0, "call"], undefined, /layers\[0\]\.call/],
      [["tensors", 0, "ring"], { rows: 0, rowBytes: 4 }, /^tensors\[0\]\.ring\.rows\|/],
      [["extra"], true, /extra is not a known key/],
      [["files", 0, "path"], "../model.c", /"\.\.\/model\.c" is no path within the project/],
      [["files", 0, "path"], "-o.c", /"-o\.c" is no path/],
      [["layers", 0, "call", "file"], "other.c", /"other\.c" is not among its files/],
      [["api", 0, "symbol"], "f(); system", /"f\(\); system" is no name in C/],
      [["files", 0, "path"], "/etc/passwd", /is no path within the project/],
      [["files", 0, "path"], "a/../../b.c", /is no path within the project/],
      [["files", 0, "path"], "C:\\b.c", /is no path within the project/],
      [["model", "name"], "../../.ssh/id_rsa", /is no name of a model's file/],
      [["model", "name"], "/etc/passwd", /is no name of a model's file/],
      [["model", "name"], "..\\net.onnx", /is no name of a model's file/],
      [["model", "name"], "..", /is no name of a model's file/],
      [["model", "name"], "x".repeat(256), /is no name of a model's file/],
      [["model", "name"], 7, /model\.name must be text, not 7/],
      [["arena", "sizeBytes"], 1e300, /^arena\.sizeBytes\|/],
      [["layers", 0, "macs"], 2 ** 60, /^layers\[0\]\.macs\|/],
      [["layers", 0, "call", "line"], 0, /^layers\[0\]\.call\.line\|/],
      [["tensors"], { length: 1e9 }, /tensors must be a list, not an object/],
    ];
    for (const [path, value, expected] of cases) assert.match(problemsOf(changed(path, value)), expected);
  });

  it("may be as long and as deep as it likes", () => {
    const tensor = sampleMap.tensors[0];
    const many = changed(["tensors"], [...sampleMap.tensors, ...Array<unknown>(200_000).fill(tensor)]);
    assert.ok(readMemoryMap(many).ok);
    const deep = changed(["layers"], "DEEP").replace('"DEEP"', `${"[".repeat(50_000)}1${"]".repeat(50_000)}`);
    assert.match(problemsOf(deep), /layers\[0\] must be an object .* not a list of 1/);
  });

  it("is refused where a name or a step leads nowhere", () => {
    const cases: readonly (readonly [readonly (string | number)[], unknown, RegExp])[] = [
      [["layers", 1, "step"], 4, /at step 1, not 4/],
      [["layers", 1, "segment"], 2, /segment 2, which there is not/],
      [["layers", 1, "inputs"], ["gone"], /the tensor "gone"/],
      [["tensors", 1, "lastStep"], 3, /step 3 is behind the last layer/],
      [["arena", "peakStep"], 7, /step 7 is behind the last layer/],
    ];
    for (const [path, value, expected] of cases) assert.match(problemsOf(changed(path, value)), expected);
  });
});

describe("verification.json", () => {
  it("is read as it was written", () =>
    assert.deepEqual(readVerification(JSON.stringify(sampleVerification)), { ok: true, value: sampleVerification }));

  it("keeps what was not measured apart from nothing", () => {
    const host = {
      ...sampleVerification,
      instructions: null,
      stackBytes: null,
      layers: [{ name: "a", instructions: null }],
    };
    assert.deepEqual(readVerification(JSON.stringify(host)), { ok: true, value: host });
    assert.equal(readVerification(JSON.stringify({ ...host, stackBytes: "none" })).ok, false);
  });

  it("is taken of a network without layers, whose tensors live at step 0", () => {
    const tensors = sampleMap.tensors.map((tensor) => ({ ...tensor, firstStep: 0, lastStep: 0 }));
    const read = readMemoryMap(
      JSON.stringify({ ...sampleMap, layers: [], tensors, arena: { ...sampleMap.arena, peakStep: 0 } }),
    );
    assert.ok(read.ok, read.ok ? "" : JSON.stringify(read.problems));
  });
});
