import assert from "node:assert/strict";
import { readCommandLine } from "../../../src/cli/commandLine";
import type { CommandRequest, JobRequest } from "../../../src/cli/requests";
import { describeRemark } from "../../../src/cli/render/renderReport";

function read(line: string): CommandRequest {
  const request = readCommandLine(
    line.split(" ").filter((word) => word !== ""),
    "1.2.3",
  );
  assert.ok(request.ok, request.ok ? "" : request.problems.map(describeRemark).join("\n"));
  return request.value;
}

function refusal(line: string): string {
  const request = readCommandLine(
    line.split(" ").filter((word) => word !== ""),
    "1.2.3",
  );
  assert.ok(!request.ok);
  assert.equal(request.problems.length, 1);
  return request.problems.map(describeRemark).join();
}

describe("command line", () => {
  it("gives settings only for what was given", () => {
    const expected: JobRequest = {
      command: "quantize",
      modelPath: "m.onnx",
      given: {},
      cache: "default",
      json: false,
      quiet: false,
      typed: [],
    };
    assert.deepEqual(read("quantize m.onnx"), expected);
  });

  it("reads every option", () => {
    const line =
      "quantize m.onnx --target b --flash 1MiB --ram 64KiB --account model --targets t.json --search cut --learn steps:9 --seed 7 --streaming off --rows supplied --scores logits --shape a:0=1,3,8 --shape b=2=1 --fix sr=16000 --fix h=0,-0.5 --fix on=true --name kws --arena caller --calibration c --evaluation e --preprocessing unit --samples 9 --cache k --out o --json --quiet";
    assert.deepEqual(read(line), {
      command: "quantize",
      modelPath: "m.onnx",
      given: {
        target: "b",
        flash: "1MiB",
        ram: "64KiB",
        account: "model",
        targets: "t.json",
        search: "cut",
        learn: "steps:9",
        seed: 7,
        streaming: "off",
        rows: "supplied",
        scores: "logits",
        shape: { "a:0": [1, 3, 8], "b=2": [1] },
        fix: { sr: 16000, h: [0, -0.5], on: 1 },
        name: "kws",
        arena: "caller",
        calibration: { path: "c" },
        evaluation: { path: "e" },
        preprocessing: "unit",
        out: "o",
      },
      samples: 9,
      cache: { folder: "k" },
      json: true,
      quiet: true,
      typed: line.split(" ").filter((word) => word.startsWith("--")),
    });
    const uniform = read("quantize m.onnx --bits 4");
    assert.equal(uniform.command === "quantize" && uniform.given.bits, 4);
    const mixed = read("quantize m.onnx --weights 4 --activations 8");
    assert.deepEqual(mixed.command === "quantize" && mixed.given, { weights: 4, activations: 8 });
    assert.equal(
      refusal("estimate m.onnx --bits 4 --activations 8"),
      "--bits gives every tensor the same width, and --activations another (leave one of them out)",
    );
  });

  it("reads the other commands", () => {
    assert.deepEqual(read("targets --json"), { command: "targets", json: true });
    assert.deepEqual(read("targets --targets t.json"), { command: "targets", json: false, targetsPath: "t.json" });
    const check = read("check m.onnx --policy p.json");
    assert.equal(check.command === "check" && check.policyPath, "p.json");
    const quantize = read("quantize m.onnx --no-cache");
    assert.equal(quantize.command === "quantize" && quantize.cache, null);
  });

  it("explains itself", () => {
    const help = read("--help");
    assert.ok(help.command === "help");
    for (const word of ["quantize", "estimate", "evaluate", "check", "generate", "targets", "Exit codes", "--version"])
      assert.ok(help.text.includes(word), word);
    for (const command of ["quantize", "estimate", "evaluate", "check", "generate"]) {
      const text = read(`${command} --help`);
      assert.ok(text.command === "help" && text.text.includes("Examples:"), command);
    }
    const version = read("--version");
    assert.equal(version.command === "help" && version.text, "1.2.3\n");
  });

  const refused: readonly (readonly [string, RegExp])[] = [
    ["", /^a command is missing \(see bitwright --help\)$/],
    ["quantise m.onnx", /^unknown command 'quantise' \(did you mean quantize\?\)$/],
    ["quantize", /^missing required argument 'model'/],
    ["quantize a.onnx b.onnx", /^too many arguments for 'quantize'/],
    ["quantize m.onnx --flahs 1MB", /^unknown option '--flahs' \(did you mean --flash\?\)$/],
    ["quantize m.onnx --flash", /^option '--flash <size>' argument missing/],
    [
      "quantize m.onnx --bits 6",
      /^option '--bits <width>' argument '6' is invalid\. Allowed choices are 8, 5, 4, 3, 2/,
    ],
    [
      "quantize m.onnx --activations 3",
      /^option '--activations <width>' argument '3' is invalid\. Allowed choices are 16, 8, 4, 2/,
    ],
    ["quantize m.onnx --seed -1", /'-1' is invalid\. It must be a whole number from 0/],
    ["quantize m.onnx --samples 1.5", /'1\.5' is invalid\. It must be a whole number from 1/],
    ["quantize m.onnx --search best", /Allowed choices are exact, cut/],
    ["quantize m.onnx --account both", /Allowed choices are model, linked/],
    ["estimate m.onnx --shape 1,3,8,8", /'1,3,8,8' is invalid\. Write it like input=1,3,320,320/],
    ["estimate m.onnx --shape x=1,3,0", /'x=1,3,0' is invalid\. It must be a whole number from 1/],
    ["estimate m.onnx --fix sr=fast", /'sr=fast' is invalid\. "fast" is not a number/],
    ["check m.onnx --bits 4", /^unknown option '--bits'/],
    ["quantize m.onnx --cache k --no-cache", /^--cache names a folder .* --no-cache keeps none/],
    ["estimate m.onnx --report html", /^--report writes a page beside report.json, and nothing says where .*--out/],
    ["evaluate m.onnx --policy p --report md", /nothing says where/],
    ["quantize m.onnx --report pdf", /Allowed choices are html, md/],
    ["quantize m.onnx --no-cache --cache k", /^--cache names a folder .* --no-cache keeps none/],
    ["estimate m.onnx --shape a=1,2 --shape a=1,3", /"a" was given before/],
    ["estimate m.onnx --fix a=1 --fix a=2", /"a" was given before/],
    ["verify f --host --target stm32h743", /^--host builds for this computer, so that --target has nothing to limit/],
    ["verify f --flash 1KiB --host", /^--host builds for this computer, so that --flash has nothing to limit/],
    ["verify f --host --ram 1KiB", /^--host builds for this computer, so that --ram has nothing to limit/],
    ["verify f --host --targets b.json", /^--host builds for this computer, so that --targets has nothing to limit/],
    ["verify f --targets b.json", /^--targets lists boards, and --target names none of them/],
  ];
  for (const [line, sentence] of refused) {
    it(`refuses "bitwright ${line}" in one sentence`, () => {
      const text = refusal(line);
      assert.match(text, sentence);
      assert.doesNotMatch(text, /\n|error:/);
    });
  }
});
