/** Models whose weights are said to lie where they must not, and models with names that should hurt, through every command. */
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, readdirSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DataType } from "../../src/engine/onnx/wire/proto";
import { buildCli, temporaryFolder } from "../support/cli";
import { isInstalled } from "../support/firmware/firmwareToolchain";
import { canLimit, runLimited } from "../support/limitedRun";
import { buildOnnx, floats, node } from "../support/networks/onnxBuilder";

const WEIGHTS = 4 * 3;

/** A 1×1 convolution with its weights in external files, one for each location; sums of all of them. */
function external(locations: readonly string[], entries: Readonly<Record<string, string>> = {}): Uint8Array {
  const constants = Object.fromEntries(
    locations.map((location, i) => {
      const externalData = Object.entries({ location, ...entries }).map(([key, value]) => ({ key, value }));
      return [`w${i}`, { dims: [4, 3, 1, 1], dataType: DataType.float, dataLocation: 1, externalData }];
    }),
  );
  const nodes = locations.flatMap((_, i) => [
    node("Conv", ["x", `w${i}`], [`c${i}`], { kernel_shape: [1, 1] }),
    ...(i === 0 ? [] : [node("Add", [i === 1 ? "c0" : `s${i - 1}`, `c${i}`], [`s${i}`])]),
  ]);
  const output = locations.length === 1 ? "c0" : `s${locations.length - 1}`;
  return buildOnnx({ inputs: { x: [1, 3, 4, 4] }, outputs: [output], constants, nodes });
}

describe("weights that are said to lie elsewhere", function () {
  this.timeout(200_000);
  const { path: base, remove } = temporaryFolder();
  const folder = join(base, "model");
  before(function () {
    if (!canLimit) this.skip();
    buildCli();
    mkdirSync(join(folder, "sub"), { recursive: true });
    const weights = new Uint8Array(new Float32Array(WEIGHTS).fill(0.25).buffer);
    for (const place of [join(base, "secret"), join(folder, "a.bin"), join(folder, "sub", "b.bin")])
      writeFileSync(place, weights);
    symlinkSync("../secret", join(folder, "out.bin"));
    symlinkSync("a.bin", join(folder, "inner.bin"));
    symlinkSync("..", join(folder, "up"));
    symlinkSync("/dev/zero", join(folder, "device.bin"));
    symlinkSync("circle.bin", join(folder, "circle.bin"));
    execFileSync("mkfifo", [join(folder, "pipe.bin")]);
    writeFileSync(join(folder, "short.bin"), weights.subarray(0, 20));
    writeFileSync(join(folder, "huge.bin"), "");
    truncateSync(join(folder, "huge.bin"), 2 ** 36);
  });
  after(remove);

  const refused: readonly (readonly [
    title: string,
    location: string,
    entries: Readonly<Record<string, string>>,
    sentence: RegExp,
  ])[] = [
    ["behind a link", "out.bin", {}, /a link leads out of the model's folder/],
    ["behind a folder that is a link", "up/secret", {}, /a link leads out of the model's folder/],
    ["on a device", "device.bin", {}, /a link leads out of the model's folder/],
    ["behind links in a circle", "circle.bin", {}, /its links lead in a circle/],
    ["in a pipe", "pipe.bin", {}, /this is a pipe, and a regular file is needed/],
    ["in a folder", "sub", {}, /this is a folder, and a file is needed/],
    ["in a file of 64 GiB", "huge.bin", {}, /the file has 68719476736 bytes; \d+ are the limit/],
    ["above", "../secret", {}, /outside the model's folder/],
    ["at an absolute place", join(base, "secret"), {}, /outside the model's folder/],
    [
      "nowhere",
      "none.bin",
      {},
      /none\.bin: the model's weights lie in this file, which is missing \(put "none\.bin" beside the model\)/,
    ],
    ["in a file without a name", ".//", {}, /outside the model's folder/],
    ["in a file that is too short", "short.bin", {}, /needs 48 bytes but has 20/],
    ["behind the end", "a.bin", { offset: "4", length: "48" }, /has 48 bytes, but tensor "w0" ends at byte 52/],
    ["at a negative place", "a.bin", { offset: "-4", length: "48" }, /has an unreadable place/],
    ["with a negative length", "a.bin", { length: "-48" }, /has an unreadable place/],
    [
      "at a place beyond all numbers",
      "a.bin",
      { offset: "18446744073709551616", length: "48" },
      /has an unreadable place/,
    ],
    ["at a place that is the largest number", "a.bin", { offset: "9007199254740991", length: "48" }, /ends at byte/],
    ["in hexadecimal", "a.bin", { offset: "0x0", length: "48" }, /has an unreadable place/],
  ];
  for (const [title, location, entries, sentence] of refused) {
    it(`${title}: told in one sentence`, async () => {
      writeFileSync(join(folder, "m.onnx"), external([location], entries));
      const run = await runLimited(["estimate", "m.onnx"], { folder });
      report(`weights ${title}`, run.code, run.seconds, run.peakMiB);
      assert.match(run.err, sentence);
      assert.equal(run.code, 2, run.err);
      assert.match(run.err, /^bitwright: [^\n]*\n$/);
      assert.equal(run.out, "");
    });
  }

  it("are read beside the model, below it, through a link that stays inside, and once however they are spelled", async () => {
    writeFileSync(
      join(folder, "m.onnx"),
      external(["a.bin", "sub/b.bin", "inner.bin", "./a.bin", ".//a.bin", "sub/.//b.bin"]),
    );
    const run = await runLimited(["estimate", "m.onnx"], { folder });
    assert.equal(run.code, 0, run.err);
    const spellings = Array.from({ length: 30 }, (_, i) => `${"./".repeat(i)}large.bin`);
    writeFileSync(join(folder, "large.bin"), new Uint8Array(64 * 2 ** 20));
    writeFileSync(join(folder, "s.onnx"), external(spellings, { offset: "0", length: "48" }));
    const often = await runLimited(["estimate", "s.onnx"], { folder });
    report("30 spellings of 64 MiB", often.code, often.seconds, often.peakMiB);
    assert.equal(often.code, 0, often.err);
    assert.ok(often.peakMiB < 512, `${often.peakMiB} MiB`);
  });
});

const NAMES = [
  "plain\u202eesrever",
  "\u2066isolated\u2069",
  "zero\u200bwidth\ufeff",
  "\u001b[2J\u001b]0;title\u0007",
  "line\nbreak\r\u2028\u2029",
  "*/ #error out /*",
  "trigraph ???/",
  "backslash \\",
  '50 %:x __asm__("nop")',
  "x".repeat(10_000),
  "constructor",
];

describe("names that should hurt", function () {
  this.timeout(300_000);
  const { path: folder, remove } = temporaryFolder();
  const model = "evil\u202e\n*.onnx";
  /** What nobody sees, but for the ends of lines and the tabs of a Makefile. */
  const UNSEEN = /(?![\n\t])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

  before(function () {
    if (!canLimit || !isInstalled("gcc")) this.skip();
    buildCli();
    const nodes = NAMES.map((name, i) =>
      node(
        "Conv",
        [i === 0 ? "in\u202eput" : (NAMES[i - 1] ?? ""), `w\u2066${name}`],
        [name],
        { kernel_shape: [1, 1] },
        { name },
      ),
    );
    const weights = NAMES.map((name, i) => [`w\u2066${name}`, floats([4, i === 0 ? 3 : 4, 1, 1], undefined)] as const);
    const bytes = buildOnnx({
      inputs: { "in\u202eput": [1, 3, 4, 4] },
      outputs: [NAMES.at(-1) ?? ""],
      constants: Object.fromEntries(weights),
      nodes,
    });
    writeFileSync(join(folder, model), bytes);
  });
  after(remove);

  it("are shown as escapes by every command, and are harmless in C, which compiles without a warning", async () => {
    const budget = ["--flash", "256KiB", "--ram", "64KiB"];
    const quantized = await runLimited(["quantize", model, ...budget, "--bits", "8", "--no-cache", "--out", "out"], {
      folder,
    });
    assert.equal(quantized.code, 0, quantized.err);
    const policy = join("out", "policy.json");
    const others = [
      ["estimate", model, ...budget],
      ["estimate", model, ...budget, "--json"],
      ["check", model, ...budget, "--policy", policy],
      ["generate", model, "--policy", policy, "--out", "generated", "--name", "evil"],
      ["estimate", model, "--target", "none\u202e\u001b[2J"],
      ["estimate", "missing\u202e\n.onnx"],
      ["quantize", model, ...budget, "--calibration", "none\u202e"],
    ];
    const outputs = [quantized];
    for (const args of others) outputs.push(await runLimited(args, { folder }));
    for (const [i, { code, out, err }] of outputs.entries()) {
      report(`names: ${others[i - 1]?.[0] ?? "quantize"}`, code, outputs[i]?.seconds ?? 0, outputs[i]?.peakMiB ?? 0);
      assert.doesNotMatch(out + err, UNSEEN);
      assert.equal(code, i <= 4 ? 0 : 2, err);
      if (i > 4) assert.match(err, /^bitwright: [^\n]*\\u202e[^\n]*\n$/);
    }
    assert.doesNotMatch(readFileSync(join(folder, policy), "utf8"), UNSEEN);
    assert.match(quantized.out, /plain\\u202eesrever/);

    const project = readdirSync(join(folder, "generated")).find((name) => name.endsWith(".mcu")) ?? "";
    const sources = join(folder, "generated", project);
    for (const name of readdirSync(sources).filter((file) => /\.[ch]$|^README|\.json$|Makefile|\.txt$/.test(file))) {
      assert.doesNotMatch(readFileSync(join(sources, name), "utf8"), UNSEEN, name);
    }
    const compiled = spawnSync(
      "/bin/sh",
      [
        "-c",
        "gcc -std=c99 -Wall -Wextra -Wpedantic -Wtrigraphs -Wcomment -Wbidi-chars=any -Werror -I. -Ikernels -c *.c kernels/*.c",
      ],
      { cwd: sources, encoding: "utf8" },
    );
    assert.equal(compiled.status, 0, compiled.stderr);
    const verified = await runLimited(["verify", join("generated", project), "--host", "--quiet"], { folder });
    assert.equal(verified.code, 0, verified.err);
    assert.doesNotMatch(verified.out + verified.err, UNSEEN);
  });

  for (const [title, name] of [
    ["NUL", "a\0b"],
    ["half of a character", "a\ud800b"],
    ["JavaScript's own", "__proto__"],
  ] as const) {
    it(`${title} is refused or shown`, async () => {
      const bytes = buildOnnx({
        inputs: { x: [1, 3, 4, 4] },
        outputs: ["y"],
        constants: { w: floats([4, 3, 1, 1]) },
        nodes: [node("Conv", ["x", "w"], [name], { kernel_shape: [1, 1] }), node("Relu", [name], ["y"])],
      });
      writeFileSync(join(folder, "half.onnx"), bytes);
      const run = await runLimited(["quantize", "half.onnx", "--bits", "8", "--no-cache", "--quiet", "--out", "half"], {
        folder,
      });
      report(`a name with ${title}`, run.code, run.seconds, run.peakMiB);
      assert.ok(run.code === 2 || run.code === 0, run.err);
      assert.doesNotMatch(run.out + run.err, UNSEEN);
    });
  }
});

function report(title: string, code: number | null, seconds: number, peakMiB: number): void {
  if (process.env["BITWRIGHT_TABLE"] === undefined) return;
  console.log(`| ${title} | ${code ?? "-"} | ${seconds.toFixed(1)} | ${Math.round(peakMiB)} |`);
}
