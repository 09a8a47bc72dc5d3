import assert from "node:assert/strict";
import { describeRemark, renderReport } from "../../../../src/cli/render/renderReport";
import { widthOf, type Terminal } from "../../../../src/cli/terminal/terminal";
import type { Report } from "../../../../src/protocol/files/report";
import { estimate, infeasible, refined, sample, synthetic, unfit, unlabelled } from "../../../support/sampleReport";

const piped: Terminal = { columns: 100, colour: false, unicode: false, interactive: false };
const screen: Terminal = { columns: 100, colour: false, unicode: true, interactive: true };

const escapes = /\u001b\[\d+m/g;

function lines(report: Report, terminal = screen): string[] {
  return renderReport(report, [], terminal).split("\n");
}

describe("rendering a report that fits", () => {
  it("shows title, verdict, budget, accuracy, layers, notes and files", () => {
    const expected = `
keywords.onnx · STM32H743 · 32 KiB FLASH, 16 KiB RAM · linked account · 25.1 k parameters
  2.7 M MACs
Fits. 8 KiB of FLASH and 4 KiB of RAM to spare. Accuracy falls by 1.2 points (measured on 655
samples, 95 % interval −2.1 to −0.3).

FLASH [█████████████▓▓▓▓▓▓▓▓▓▒▒▒░░░▚▚▚▚▚▚▚▚▚▚⋅⋅⋅⋅⋅⋅⋅⋅⋅⋅⋅⋅] 24 KiB of 32 KiB (75 %)
      █ 8-bit weights 8 KiB   ▓ 4-bit weights 6 KiB   ▒ 2-bit weights 2 KiB   ░ constants 2 KiB
      ▚ code ≈ 6 KiB
RAM   [███████████████████████████████▞▞▚▚▚▚▚⋅⋅⋅⋅⋅⋅⋅⋅⋅⋅⋅⋅] 12 KiB of 16 KiB (75 %)
      █ arena 10 KiB   ▞ context ≈ 512 B   ▚ stack ≈ 1.5 KiB
      ≈ estimated for cortex-m7 at -O3: not yet read from a linked image

Accuracy         top-1 78.3 %, was 79.5 %; difference −1.2 points, 95 % interval −2.1 to −0.3;
                 97.1 % of answers unchanged; signal to quantization noise 21.4 dB (measured on 655
                 labelled samples against the model's file in onnxruntime)
Integer program  executed exactly on 64 samples: 0 of 64 answers differ from the simulation, largest
                 difference of an output 1 step
Loss             predicted 0.035, measured 0.041
Search           exact, 1,234 states examined, 3.3 s in all, no policy within the budget has a
                 smaller predicted loss
Model account    18 KiB FLASH, 8 KiB RAM
Arena            10 KiB, the least these buffers can share
Streaming        layer by layer; row by row RAM would fall from 12 KiB to 9 KiB, to 8 KiB with rows
                 supplied
Time             at least ~ 40 ms at 100 MHz, estimated from 3 M instructions (4 M cycles), without
                 1 layer whose kernels were never counted

Layer    Operator          Output  W    A    FLASH  live RAM             loss
conv0    Conv 3×3 s2      25×5×64  8    8    9 KiB     8 KiB          <0.1 pt
pw1      Conv 1×1         25×5×64  4    4  6.5 KiB    12 KiB  ◀ peak  ≈1.2 pt
fc       Fully connected   1×1×12  2   8*  2.5 KiB     6 KiB          <0.1 pt
softmax  Softmax           1×1×12  –  f32        –     2 KiB                –
W, A: bits of weights and of the output; *: a width that is not free to choose
loss: predicted, of this layer's widths alone, in points (pt)

Other budgets, each with its best policy
 FLASH     RAM    loss
13 KiB   7 KiB     2.4
18 KiB  12 KiB    0.31
24 KiB  12 KiB   0.035  ◀ this policy
30 KiB  12 KiB   0.012
36 KiB  16 KiB  0.0019  over the budget
4 KiB more FLASH would lower the predicted loss by 0.01 (about +0.3 points), 0.0026 a KiB. More RAM
alone would not.

Notes
- input: the batch size was fixed to 1

Files
  out/policy.json
  out/report.json
`;
    assert.equal(`\n${renderReport(sample, ["out/policy.json", "out/report.json"], screen)}`, expected);
  });

  it("says in words what a layer's widths cost where no measurement tells", () => {
    const text = renderReport({ ...sample, accuracy: null }, [], screen);
    assert.match(text, /^conv0 .* small$/m);
    assert.match(text, /^pw1 .* noticeable$/m);
    assert.match(text, /^loss: predicted, of this layer's widths alone; small below 0\.01, large from 0\.1$/m);
    assert.doesNotMatch(text, /\de-\d/);
  });

  it("is ASCII, without escapes, where it is piped", () => {
    const text = renderReport(sample, [], piped);
    assert.match(text, /^[\n\u0020-\u007e]*$/);
    assert.match(text, /^FLASH \[#{13}={9}-{3}:{3}%{10}\.{12}\] 24 KiB of 32 KiB \(75 %\)$/m);
    assert.match(text, /^pw1 {6}Conv 1x1 .* 12 KiB {2}< peak {2}~1\.2 pt$/m);
  });

  it("has colours that change no character", () => {
    const coloured = renderReport(sample, [], { ...screen, colour: true });
    assert.match(coloured, escapes);
    assert.equal(coloured.replace(escapes, ""), renderReport(sample, [], screen));
  });

  for (const columns of [80, 100, 120]) {
    it(`keeps to ${columns} columns`, () => {
      const long = { ...sample.layers[0], name: `stage/${"block".repeat(40)}/conv` } as Report["layers"][number];
      for (const report of [{ ...sample, layers: [long, ...sample.layers] }, unfit, infeasible, estimate]) {
        for (const line of lines(report, { ...screen, columns })) assert.ok(widthOf(line) <= columns, line);
      }
    });
  }
});

describe("rendering a report of a search that learned", () => {
  it("says what learning brought", () => {
    const trace = [
      { episode: 1, reward: -1, best: null },
      { episode: 2, reward: -1, best: 2.5 },
      { episode: 3, reward: 1, best: 0.25 },
    ];
    const learned = { ...sample, search: { ...sample.search, strategy: "reinforcement", optimal: false, trace } };
    const text = renderReport(learned, [], screen).replace(/\n */g, " ");
    assert.match(text, /not proven best; the least loss of a policy that fits fell from 2\.5 to 0\.25 while learning/);
  });
});

describe("rendering a report of a search that measured whole policies", () => {
  const textOf = (report: Report): string => renderReport(report, [], screen).replace(/\n */g, " ");

  it("says what that brought, and claims no proof", () => {
    assert.match(
      textOf(refined),
      /not proven best; 4 policies were built and run on 64 samples, and the measured loss fell from 0\.045 to 0\.039/,
    );
  });

  it("says that nothing was better, and keeps the proof", () => {
    const given = refined.search.refined;
    assert.ok(given);
    const kept = { ...sample, search: { ...sample.search, refined: { ...given, loss: given.additiveLoss } } };
    assert.match(
      textOf(kept),
      /no policy within the budget has a smaller predicted loss; 4 policies .* samples, and none was clearly better/,
    );
  });
});

describe("rendering a report that does not fit", () => {
  it("marks the limit in bars that go beyond it", () => {
    const shown = lines(unfit);
    assert.ok(shown.includes("FLASH [█████████████████▓▓▓▓▓▓▓▓▓▓▓▓▒▒▒▒░░░░░▚▚▚▚│▚▚▚▚▚▚▚] 24 KiB of 20 KiB (120 %)"));
    assert.ok(shown.includes("RAM   [██████████████████████████████████████████│▞▚▚▚▚▚▚] 12 KiB of 10 KiB (120 %)"));
    assert.ok(shown.some((line) => /^Search +none: the policy was given \(3\.3 s\)$/.test(line)));
  });

  it("says of an infeasible search what is needed and which boards have it", () => {
    const text = renderReport(infeasible, [], screen).replace(/\n */g, " ");
    assert.match(
      text,
      /Does not fit: the least this network needs is 11 KiB of RAM at layer pw1\. Boards that fit: STM32F103, RA4M1\./,
    );
    assert.match(text, /no policy fits, and these figures are of one that does not/);
    assert.doesNotMatch(text, /loss:|Accuracy/);
  });
});

describe("rendering other reports", () => {
  it("shows an estimate without limits as need", () => {
    const shown = lines(estimate);
    assert.equal(shown[0], "keywords.onnx · no budget · linked account · 25.1 k parameters · 2.7 M MACs");
    assert.ok(shown.some((line) => line.endsWith("] 24 KiB")));
    assert.equal(
      shown.some((line) => line.includes(" of null") || line.includes("NaN")),
      false,
    );
  });

  it("adds up the model account from its layers", () => {
    const target = { ...sample.target, account: "model" } as const;
    const shown = lines({ ...sample, target });
    assert.ok(
      shown.includes("      █ 8-bit weights 8 KiB   ▓ 4-bit weights 6 KiB   ▒ 2-bit weights 2 KiB   ░ constants 2 KiB"),
    );
    assert.ok(shown.includes("      █ activations 8 KiB"));
  });

  it("does not call agreement accuracy", () => {
    for (const accuracy of [unlabelled, synthetic]) {
      const line = lines({ ...sample, accuracy }).find((text) => text.startsWith("Accuracy")) ?? "";
      assert.match(line, /97\.1 % of answers as the float network's/);
      assert.doesNotMatch(line, /top-1/);
    }
  });

  it("shows every layer of a long network", () => {
    const layers = Array.from(
      { length: 300 },
      (_, i) => ({ ...sample.layers[0], name: `layer${i}` }) as Report["layers"][number],
    );
    const text = renderReport({ ...sample, layers }, [], screen);
    for (const { name } of layers) assert.ok(text.includes(`${name} `), name);
  });

  it("tells the place of a remark once", () => {
    assert.equal(
      describeRemark({ code: "x", message: "is empty", place: "a.onnx", hint: "try b" }),
      "a.onnx: is empty (try b)",
    );
    assert.equal(
      describeRemark({ code: "x", message: 'node "fc" has no weights', place: 'node "fc"' }),
      'node "fc" has no weights',
    );
    assert.equal(describeRemark({ code: "x", message: "is\nbroken" }), "is\\u000abroken");
  });

  it("tells a remark that quotes millions of characters", () => {
    const text = describeRemark({
      code: "x",
      message: `"${"x".repeat(7_000_000)}" is no class`,
      place: "labels.csv:2",
    });
    assert.match(text, /^labels\.csv:2: "x+…x+" is no class$/);
    assert.ok(text.length < 200);
  });

  it("lets no name steer the terminal", () => {
    const name = "conv\u001b[31m\r\nevil\u0007";
    const layer = { ...sample.layers[0], name } as Report["layers"][number];
    const report = {
      ...sample,
      layers: [layer],
      model: { ...sample.model, name },
      notes: [{ code: "x", message: name }],
    };
    assert.doesNotMatch(renderReport(report, [name], screen), /[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
  });
});
