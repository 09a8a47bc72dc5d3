/** Whatever is wrong with input or usage ends with exit code 2 and one sentence on standard error. */
import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { buildCli, runCli, temporaryFolder } from "../support/cli";
import { buildOnnx, floats, node } from "../support/networks/onnxBuilder";
import { smallModel } from "../support/networks/smallModel";

const { path: folder, remove } = temporaryFolder();
const budget = ["--flash", "64KiB", "--ram", "32KiB"];

function file(name: string, content: string | Uint8Array): string {
  writeFileSync(join(folder, name), content);
  return name;
}

/** Forty layers, each of which multiplies by a thousand. */
function overflowing(): Uint8Array {
  const layers = Array.from({ length: 40 }, (_, i) => i);
  return buildOnnx({
    inputs: { c: [1, 1, 4, 4] },
    outputs: ["c39"],
    constants: { w: floats([1, 1, 1, 1], 1000) },
    nodes: layers.map((i) => node("Conv", [i === 0 ? "c" : `c${i - 1}`, "w"], [`c${i}`])),
  });
}

describe("bad input", () => {
  before(function () {
    this.timeout(120_000);
    buildCli();
    const model = smallModel();
    file("good.onnx", model);
    file("overflowing.onnx", overflowing());
    const relu = node("Relu", ["x"], ["y"]);
    file("longName.onnx", buildOnnx({ inputs: { x: [1, 4] }, outputs: ["n".repeat(5000)], nodes: [relu] }));
    file("empty.onnx", "");
    file("truncated.onnx", model.subarray(0, Math.floor(model.length / 2)));
    file("text.onnx", "This is not a model, it is a letter to my aunt.\n");
    file("model.pt", "PK");
    mkdirSync(join(folder, "folder.onnx"));
    file("syntax.onnx", model);
    file("syntax.bitwright.json", '{\n  "flash": "64KiB",\n  "ram" "32KiB"\n}\n');
    file("key.onnx", model);
    file("key.bitwright.json", '{ "flahs": "64KiB" }\n');
    file("broken.policy.json", "{ not json");
    file(
      "boards.json",
      '{ "targets": [{ "id": "mine", "core": "cortex-m9", "flash": "1MiB", "ram": [{ "name": "RAM", "size": "64KiB" }] }] }',
    );
    const other = {
      format: 1,
      model: { name: "other", sha256: "0".repeat(64) },
      weights: { elsewhere: 8 },
      activations: {},
    };
    file("other.policy.json", JSON.stringify(other));
    file("notAnImage.npy", "no array");
  });
  after(remove);

  const cases: readonly (readonly [title: string, args: readonly string[], sentence: RegExp])[] = [
    ["an empty file", ["estimate", "empty.onnx"], /empty\.onnx: /],
    ["a truncated file", ["estimate", "truncated.onnx"], /truncated\.onnx: /],
    [
      "a network whose values grow beyond float32",
      ["quantize", "overflowing.onnx", "--bits", "8"],
      /tensor "c\d+": the network computes .* in floating point on made-up sample 1 \(check the model's weights/,
    ],
    [
      "a name of 5,000 characters",
      ["estimate", "longName.onnx"],
      /nothing in the file computes the output "n{50,60}~n{50,60}"/,
    ],
    ["text renamed to .onnx", ["estimate", "text.onnx"], /text\.onnx: /],
    ["a missing file", ["estimate", "missing.onnx"], /missing\.onnx: there is no such file/],
    ["a path below a file", ["estimate", "good.onnx/x.onnx"], /good\.onnx\/x\.onnx: there is no such file/],
    ["a folder", ["estimate", "folder.onnx"], /folder\.onnx: this is a folder, not a model/],
    [
      "another type of file",
      ["estimate", "model.pt"],
      /model\.pt: the file's name ends neither in \.onnx nor in \.tflite \(export/,
    ],
    [
      "a size with an unknown unit",
      ["quantize", "good.onnx", "--flash", "2XB", "--ram", "1MB"],
      /--flash: "2XB" is not a size \(.*512KiB/,
    ],
    ["a budget of 0", ["quantize", "good.onnx", "--flash", "0", "--ram", "1MB"], /--flash: a size must be positive/],
    ["no budget", ["quantize", "good.onnx"], /good\.onnx: there is no budget .*--target/],
    [
      "an unknown board",
      ["estimate", "good.onnx", "--target", "stm32h734"],
      /--target: .*"stm32h734".*did you mean .*STM32H7/i,
    ],
    [
      "an unknown option",
      ["estimate", "good.onnx", "--flsh", "1MB"],
      /unknown option '--flsh' \(did you mean --flash\?\)/,
    ],
    ["an unknown command", ["quantise", "good.onnx"], /unknown command 'quantise' \(did you mean quantize\?\)/],
    ["no command", [], /a command is missing/],
    ["no model", ["estimate"], /missing required argument/],
    ["evaluate without a policy", ["evaluate", "good.onnx"], /"evaluate" needs a policy \(.*--policy\)/],
    ["check without a policy", ["check", "good.onnx", ...budget], /"check" needs a policy/],
    ["check without a budget", ["check", "good.onnx", "--policy", "other.policy.json"], /there is no budget/],
    [
      "a missing policy",
      ["check", "good.onnx", ...budget, "--policy", "none.json"],
      /none\.json: there is no such file/,
    ],
    [
      "a broken policy",
      ["check", "good.onnx", ...budget, "--policy", "broken.policy.json"],
      /broken\.policy\.json:1:3: /,
    ],
    ["a settings file that is no JSON", ["estimate", "syntax.onnx"], /syntax\.bitwright\.json:3:9: /],
    [
      "a settings file with an unknown key",
      ["estimate", "key.onnx"],
      /key\.bitwright\.json:1:\d+: flahs is not a known key \(did you mean "flash"\?\)/,
    ],
    [
      "a missing data set",
      ["quantize", "good.onnx", ...budget, "--calibration", "nowhere"],
      /nowhere: there is no such file or folder/,
    ],
    ["data that is none", ["quantize", "good.onnx", ...budget, "--calibration", "notAnImage.npy"], /notAnImage\.npy: /],
    ["a number of samples of nothing", ["quantize", "good.onnx", ...budget, "--samples", "9"], /--samples: /],
    [
      "a broken file of boards",
      ["targets", "--targets", "boards.json"],
      /boards\.json: \$\.targets\[0\]\.core: .*cortex-m9/,
    ],
    [
      "results below a file",
      ["quantize", "good.onnx", ...budget, "--no-cache", "--quiet", "--out", "good.onnx/out"],
      /out: .*is a file.*--out/,
    ],
    [
      "rows that are supplied to layers that do not stream",
      ["quantize", "good.onnx", ...budget, "--rows", "supplied", "--streaming", "off"],
      /rows can only .*streaming is off/,
    ],
  ];
  for (const [title, args, sentence] of cases) {
    it(`${title} is told in one sentence`, async () => {
      const { code, out, err } = await runCli(args, { folder });
      assert.match(err, sentence);
      assert.equal(code, 2, err);
      assert.equal(out, "");
      const lines = err.trimEnd().split("\n");
      assert.equal(lines.length, 1, err);
      assert.match(err, /^bitwright: .*\n$/);
      assert.doesNotMatch(err, / {4}at |\.ts:|node:internal/);
    });
  }

  it("a policy of another model is told with what does not match", async () => {
    const { code, out, err } = await runCli(["check", "good.onnx", ...budget, "--policy", "other.policy.json"], {
      folder,
    });
    assert.equal(code, 2, err);
    assert.equal(out, "");
    assert.match(err, /other\.policy\.json: the policy was made for another model/);
    for (const line of err.trimEnd().split("\n")) assert.match(line, /^bitwright: /);
  });
});
