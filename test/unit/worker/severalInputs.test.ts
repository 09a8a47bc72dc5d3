/** Networks of several inputs and outputs through the command line's own code: what the report, the notes and the C project say of each. */
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readMemoryMap } from "../../../src/protocol/files/memoryMap";
import type { Report } from "../../../src/protocol/files/report";
import { bitwrightIn, type Answer } from "../../support/commandLine";
import { buildOnnx, floats, node, normals, type OnnxModel } from "../../support/networks/onnxBuilder";
import { flat, floats as floatArray, labelsArray, pngFile } from "../datasets/made";

/** An image and a vector without batch; scores of three classes, and where something is. */
const robot: OnnxModel = {
  inputs: { image: [1, 3, 8, 8], "state:in": [4] },
  outputs: ["where", "scores"],
  constants: {
    w: floats([4, 3, 3, 3], normals(108, 2)),
    m: floats([4, 4], normals(16, 3)),
    p: floats([2, 4], normals(8, 4)),
    c: floats([3, 8], normals(24, 5)),
  },
  nodes: [
    node("Conv", ["image", "w"], ["conv"], { strides: [2, 2] }, { name: "conv" }),
    node("Relu", ["conv"], ["relu"]),
    node("GlobalAveragePool", ["relu"], ["pooled"]),
    node("Flatten", ["pooled"], ["seen"]),
    node("Unsqueeze", ["state:in", "zero"], ["row"]),
    node("Gemm", ["row", "m"], ["felt"], { transB: 1 }, { name: "felt" }),
    node("Concat", ["seen", "felt"], ["all"], { axis: 1 }),
    node("Gemm", ["felt", "p"], ["where"], { transB: 1 }, { name: "where" }),
    node("Gemm", ["all", "c"], ["logits"], { transB: 1 }, { name: "logits" }),
    node("Softmax", ["logits"], ["scores"], { axis: 1 }),
  ],
};

describe("networks of several inputs", () => {
  let folder = "";
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "bitwright-several-"));
    const zero = { dims: [1], dataType: 7, int64Data: [0] };
    write("robot", { ...robot, constants: { ...robot.constants, zero } });
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  function write(name: string, model: OnnxModel): void {
    writeFileSync(join(folder, `${name}.onnx`), buildOnnx(model));
  }

  const bitwright = (...argv: readonly string[]): Promise<Answer> => bitwrightIn(folder, argv);

  async function quantized(name: string, ...more: readonly string[]): Promise<Report> {
    const fixed = "--bits 8 --flash 1MiB --ram 1MiB --rounding nearest --no-cache --quiet --json".split(" ");
    const { code, out, err } = await bitwright("quantize", `${name}.onnx`, ...fixed, "--out", `${name}.out`, ...more);
    assert.equal(code, 0, err);
    return JSON.parse(out) as Report;
  }

  const codesOf = ({ notes }: Report): readonly string[] => notes.map(({ code }) => code);

  it("answer as the file does in onnxruntime, on made-up values, the same twice", async () => {
    const report = await quantized("robot");
    assert.equal(report.accuracy?.reference, "given");
    assert.equal(report.accuracy.metric, "sqnr");
    assert.ok(report.accuracy.quantized > 20, `${report.accuracy.quantized} dB`);
    assert.ok((report.integer?.largestCodeDifference ?? 9) <= 1);
    const told = report.notes.find(({ code }) => code === "accuracy.outputs");
    assert.equal(told?.message, 'accuracy and losses count all 2 outputs alike ("scores", "where")');
    assert.deepEqual(report.inputs, [
      { name: "image", shape: [1, 3, 8, 8], takesImages: true, calibration: null, evaluation: null },
      { name: "state:in", shape: [4], takesImages: false, calibration: null, evaluation: null },
    ]);
    const again = await quantized("robot");
    assert.deepEqual(
      { ...again, search: { ...again.search, seconds: 0 } },
      { ...report, search: { ...report.search, seconds: 0 } },
    );
    const header = readFileSync(join(folder, "robot.out", "robot.mcu", "robot.h"), "utf8");
    assert.match(header, /image: 8×8×3[\s\S]*ROBOT_INPUT_0_SCALE[\s\S]*state:in: 1×1×4[\s\S]*ROBOT_INPUT_1_ZERO_POINT/);
    const map = readMemoryMap(readFileSync(join(folder, "robot.out", "robot.mcu", "memory.json"), "utf8"));
    assert.ok(map.ok);
    for (const layers of [report.layers, map.value.layers]) {
      const [conv, ...others] = layers;
      assert.deepEqual([conv?.name, conv?.nodes], ["conv", ["conv", "Relu_relu"]]);
      assert.equal(others.find(({ name }) => name === "felt")?.nodes, undefined, "it is called as its node");
    }
    const readme = readFileSync(join(folder, "robot.out", "robot.mcu", "README.md"), "utf8");
    assert.ok(readme.includes("memcpy(robot_input_1(), codes_1, ROBOT_INPUT_1_BYTES); /* state:in */"));
    assert.ok(readme.includes("use(robot_output_1()); /* scores */"));
  });

  it("take images for the one and arrays for the other, as the settings file says, and judge what labels are for", async () => {
    const shades = Array.from({ length: 12 }, (_, i) => 20 * i);
    for (const [i, shade] of shades.entries()) {
      mkdirSync(join(folder, "pictures", String(i % 3)), { recursive: true });
      writeFileSync(
        join(folder, "pictures", String(i % 3), `${i + 10}.png`),
        pngFile(8, 8, flat(shade, i, 255 - shade)),
      );
    }
    writeFileSync(join(folder, "states.npy"), floatArray([12, 4], [...normals(48, 9)]));
    const settings = {
      calibration: { path: "pictures", inputs: { "state:in": "states.npy" } },
      preprocessing: "imagenet",
    };
    writeFileSync(join(folder, "robot.bitwright.json"), JSON.stringify(settings));
    try {
      const report = await quantized("robot");
      assert.equal(report.accuracy?.metric, "top1");
      assert.equal(report.accuracy.samples, 12);
      assert.deepEqual([report.input.pixelCodes, report.input.pixels?.mean.length], [true, 3]);
      assert.deepEqual(
        report.inputs.map(({ calibration }) => calibration),
        ["pictures", "states.npy"],
      );
      assert.match(
        report.notes.find(({ code }) => code === "accuracy.outputs")?.message ?? "",
        /^accuracy is that of output "scores", which the labels are for/,
      );
      const header = readFileSync(join(folder, "robot.out", "robot.mcu", "robot.h"), "utf8");
      assert.match(header.replace(/\s*\n \*\s*/g, " "), /Of input image: Channels are RGB\./);
    } finally {
      rmSync(join(folder, "robot.bitwright.json"));
    }
  });

  it("are refused in a sentence where samples do not fit, and where rows are to be supplied", async () => {
    mkdirSync(join(folder, "few"));
    writeFileSync(join(folder, "few", "image.npy"), floatArray([2, 3, 8, 8], [...normals(384)]));
    const short = await bitwright(..."quantize robot.onnx --bits 8 --calibration few --quiet".split(" "));
    assert.equal(short.code, 2);
    assert.match(short.err, /no array feeds input "state:in", which takes \[1, 4\]: no other array is here/);
    const rows = await bitwright(..."quantize robot.onnx --bits 8 --rows supplied --quiet".split(" "));
    assert.equal(rows.code, 2);
    assert.match(rows.err, /rows can be supplied to one input, and this network has 2/);
  });

  it("leave out inputs that nothing reads, whatever they hold, and feed the file zeros there", async () => {
    write("idle", {
      ...robot,
      inputs: { image: [1, 3, 8, 8], clock: ["N", 2], flag: [1] },
      inputTypes: { flag: 9 },
      outputs: ["scores"],
      constants: { w: floats([4, 3, 3, 3], normals(108, 2)), c: floats([3, 4], normals(12)) },
      nodes: [...robot.nodes.slice(0, 4), node("Gemm", ["seen", "c"], ["scores"], { transB: 1 }, { name: "scores" })],
    });
    const report = await quantized("idle");
    assert.equal(report.accuracy?.reference, "given");
    assert.deepEqual(
      report.inputs.map(({ name }) => name),
      ["image"],
    );
    assert.equal(codesOf(report).filter((code) => code === "onnx.unreadInput").length, 2);
  });

  it("take labels beside arrays of every input from one archive's folder", async () => {
    mkdirSync(join(folder, "arrays"));
    const files = {
      "image.npy": floatArray([40, 3, 8, 8], [...normals(7680)]),
      "state_in.npy": floatArray([40, 4], [...normals(160, 7)]),
      "labels.npy": labelsArray(Array.from({ length: 40 }, (_, i) => i % 3)),
    };
    for (const [name, bytes] of Object.entries(files)) writeFileSync(join(folder, "arrays", name), bytes);
    const report = await quantized("robot", "--calibration", "arrays");
    assert.equal(report.accuracy?.metric, "top1");
    assert.ok((report.accuracy.sqnrDb ?? 0) > 20, `${report.accuracy.sqnrDb} dB`);
  });
});
