/** Files with open sizes, several samples, whole numbers or an index at the end, through the command line's own code: what the report says of them. */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DataType } from "../../../src/engine/onnx/wire/proto";
import { loadModel } from "../../../src/worker/model/loadModel";
import type { Report } from "../../../src/protocol/files/report";
import { bitwrightIn, type Answer } from "../../support/commandLine";
import { buildOnnx, floats, ints, node, type OnnxModel } from "../../support/networks/onnxBuilder";

let folder = "";
before(() => (folder = mkdtempSync(join(tmpdir(), "bitwright-inputs-"))));
after(() => rmSync(folder, { recursive: true, force: true }));

const bitwright = (...argv: readonly string[]): Promise<Answer> => bitwrightIn(folder, argv);

function write(name: string, model: OnnxModel): void {
  writeFileSync(join(folder, `${name}.onnx`), buildOnnx(model));
}

async function quantized(name: string, ...more: readonly string[]): Promise<Report> {
  const fixed = "--bits 8 --flash 1MiB --ram 1MiB --rounding nearest --no-cache --quiet --json".split(" ");
  const { code, out, err } = await bitwright("quantize", `${name}.onnx`, ...fixed, "--out", `${name}.out`, ...more);
  assert.equal(code, 0, err);
  return JSON.parse(out) as Report;
}

const codesOf = ({ notes }: Report): readonly string[] => notes.map(({ code }) => code);

/** A .npy file (NumPy's format 1.0) of bytes. */
function writeBytes(name: string, shape: readonly number[], value: (i: number) => number): void {
  const text = `{'descr': '|u1', 'fortran_order': False, 'shape': (${shape.join(", ")},), }`.padEnd(117);
  const header = Buffer.from(`\u0093NUMPY\u0001\u0000\u0076\u0000${text}\n`, "latin1");
  const count = shape.reduce((product, size) => product * size, 1);
  writeFileSync(join(folder, name), Buffer.concat([header, Uint8Array.from({ length: count }, (_, i) => value(i))]));
}

const convolution: OnnxModel = {
  inputs: { x: [1, 3, 8, 8] },
  outputs: ["y"],
  constants: { w: floats([4, 3, 3, 3]), f: floats([4, 5]), rows: ints([2], [6, -1]) },
  nodes: [
    node("Conv", ["x", "w"], ["c"]),
    node("Relu", ["c"], ["r"]),
    node("GlobalAveragePool", ["r"], ["g"]),
    node("Flatten", ["g"], ["v"]),
    node("MatMul", ["v", "f"], ["y"]),
  ],
};

describe("models as people have them", () => {
  it("with open sizes: refused with the option, or taken with it or with the settings file", async () => {
    write("open", { ...convolution, inputs: { x: ["N", 3, "H", "W"] } });
    const refused = await bitwright("estimate", "open.onnx");
    assert.equal(refused.code, 2);
    assert.match(
      refused.err,
      /no fixed size along axis 2 \("H"\) and axis 3 \("W"\) \(give its sizes with --shape: x=1,3,<H>,<W>\)/,
    );
    const report = await quantized("open", "--shape", "x=1,3,8,8");
    assert.equal(report.accuracy?.reference, "given");
    writeFileSync(join(folder, "open.bitwright.json"), '{ "shape": { "x": [1, 3, 8, 8] } }');
    assert.equal((await bitwright("estimate", "open.onnx")).code, 0);
  });

  it("with a fixed batch: accuracy is measured against the file, which is fed all of its samples", async () => {
    write("batch", {
      ...convolution,
      inputs: { x: [6, 3, 8, 8] },
      nodes: [...convolution.nodes.slice(0, 3), node("Reshape", ["g", "rows"], ["v"]), ...convolution.nodes.slice(4)],
    });
    const report = await quantized("batch");
    assert.equal(report.accuracy?.reference, "given");
    assert.ok(codesOf(report).includes("onnx.batchFixed"));
    assert.ok(!codesOf(report).includes("model.misread"), JSON.stringify(report.notes));
  });

  it("with a constant input: the file is fed it beside the samples", async () => {
    write("gain", {
      ...convolution,
      inputs: { x: [1, 3, 8, 8], gain: ["n"] },
      nodes: [node("Mul", ["x", "gain"], ["m"]), node("Conv", ["m", "w"], ["c"]), ...convolution.nodes.slice(1)],
    });
    const report = await quantized("gain", "--fix", "gain=2.5");
    assert.equal(report.accuracy?.reference, "given");
    assert.ok(!codesOf(report).includes("model.misread"), JSON.stringify(report.notes));
  });

  it("with pixels as bytes: the samples are the codes, and need no preparation", async () => {
    write("bytes", {
      ...convolution,
      inputTypes: { x: DataType.uint8 },
      nodes: [
        node("Cast", ["x"], ["f32"], { to: DataType.float }),
        node("Conv", ["f32", "w"], ["c"]),
        ...convolution.nodes.slice(1),
      ],
    });
    writeBytes("images.npy", [120, 3, 8, 8], (i) => (i * 2654435761) >>> 24);
    const report = await quantized("bytes", "--calibration", "images.npy");
    assert.equal(report.accuracy?.reference, "given");
    assert.ok(!codesOf(report).includes("model.misread"), JSON.stringify(report.notes));
    assert.equal((await quantized("bytes")).accuracy?.reference, "given");
    const prepared = await bitwright(
      ...["quantize", "bytes.onnx", "--flash", "1MiB", "--ram", "1MiB"],
      ...["--calibration", "images.npy", "--preprocessing", "unit"],
    );
    assert.equal(prepared.code, 2);
    assert.match(prepared.err, /input "x" takes whole numbers as they are.*leave preprocessing at "raw"/);
    const model = await loadModel(join(folder, "bytes.onnx"));
    assert.ok(model.ok);
    assert.deepEqual(model.value.graph.tensors.get("x")?.given, { bits: 8, scales: [1], zeroPoints: [0] });
  });

  it("with pixels as bytes, and samples that are none: the nearest bytes are taken for both", async () => {
    const bytes = new Float32Array(40 * 192).map((_, i) => ((i * 37) % 97) / 16 - 2);
    const text = `{'descr': '<f4', 'fortran_order': False, 'shape': (40, 3, 8, 8), }`.padEnd(117);
    const header = Buffer.from(`\u0093NUMPY\u0001\u0000\u0076\u0000${text}\n`, "latin1");
    writeFileSync(join(folder, "floats.npy"), Buffer.concat([header, new Uint8Array(bytes.buffer)]));
    const report = await quantized("bytes", "--calibration", "floats.npy");
    assert.equal(report.accuracy?.reference, "given");
    assert.ok(!codesOf(report).includes("model.misread"), JSON.stringify(report.notes));
  });

  it("with an index at the end: scores are the answer, and the file's scores the reference", async () => {
    write("index", {
      ...convolution,
      outputs: ["i"],
      outputTypes: { i: DataType.int64 },
      nodes: [...convolution.nodes, node("ArgMax", ["y"], ["i"], { axis: 1 })],
    });
    const report = await quantized("index");
    assert.equal(report.accuracy?.reference, "given");
    assert.ok(codesOf(report).includes("onnx.leftOut"));
    assert.equal(report.accuracy.metric, "agreement");
  });

  it("with obstacles of both stages: all are told at once, each kind with how many there are", async () => {
    write("both", {
      inputs: { x: [1, 3, 8, 8] },
      outputs: ["a", "b"],
      constants: { p: ints([8], [0, 0, 1, 1, 0, 0, 1, 1]), low: floats([], -Infinity) },
      nodes: [
        node("Pad", ["x", "p", "low"], ["m"]),
        node("Tanh", ["m"], ["a"]),
        node("Blur", ["x"], ["t"]),
        node("Blur", ["x"], ["u"]),
        node("Blur", ["x"], ["v"]),
        node("Sum", ["t", "u", "v"], ["b"]),
      ],
    });
    const { code, err } = await bitwright("estimate", "both.onnx");
    assert.equal(code, 2);
    const lines = err.trim().split("\n");
    assert.equal(lines.length, 2, err);
    assert.match(lines[0] ?? "", /"t" \(Blur\) is an operator that is not supported, and 2 more/);
    assert.match(lines[1] ?? "", /pad with -Infinity has no integer form/);
  });
});
