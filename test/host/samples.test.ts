/** Samples without a line of JSON: chosen, seen, corrected, written where a team reviews them. */
import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import * as vscode from "vscode";
import type { PanelState } from "../../src/protocol/messages/panel";
import type { Settings } from "../../src/protocol/files/settings";
import { buildOnnx, floats, node } from "../support/networks/onnxBuilder";
import { bytesArray, pcm16, wavFile } from "../unit/datasets/made";
import { addModel, closeEditors, projectPath, write } from "./support/project";

const SIDE = 8;
const COUNT = 60;

describe("samples", () => {
  after(closeEditors);

  it("are taken into the model's own settings, seen, and marked as changed when others are named", async () => {
    const model = await addModel("sampled", { side: SIDE, channels: 4, blocks: 1 });
    writeSamples("first");
    writeSamples("second");
    const settings = (): Settings =>
      JSON.parse(readFileSync(projectPath("sampled.bitwright.json"), "utf8")) as Settings;
    const quantize = (samples: string): Thenable<PanelState | undefined> =>
      vscode.commands.executeCommand<PanelState>("bitwright.quantize", model, { samples: projectPath(samples) });
    writeFileSync(projectPath("sampled.bitwright.json"), '{\n  "flash": "64KiB",\n  "ram": "32KiB"\n}\n');
    await vscode.commands.executeCommand("bitwright.estimate", model);

    const state = await quantize("first/images.npy");
    assert.deepEqual(settings(), { flash: "64KiB", ram: "32KiB", calibration: { path: "first/images.npy" } });
    assert.equal(state?.samples?.count, COUNT);
    assert.equal(state.samples.samples.length, 3);
    assert.equal(state.samples.samples[0]?.answers.length, 3);
    assert.equal(state.report?.accuracy?.data, "unlabelled");
    assert.equal(state.samplesChanged, false);

    writeFileSync(
      projectPath("sampled.bitwright.json"),
      JSON.stringify({ ...settings(), calibration: { path: "second/images.npy" } }),
    );
    const measured = await until(model, ({ samplesChanged }) => samplesChanged);
    assert.equal(measured.report?.accuracy?.data, "unlabelled", "the figures stay, marked");
    assert.equal(measured.samples, null, "what is seen is not what is named");

    const without = await vscode.commands.executeCommand<PanelState>("bitwright.quantize", model, { samples: null });
    assert.equal(without.report?.accuracy?.data, "synthetic");
    assert.deepEqual(settings(), { flash: "64KiB", ram: "32KiB" }, "no samples are no samples");
  });

  it("are left out of a settings file that is open, and was changed beside the editor just now", async () => {
    const budget = { flash: "64KiB", ram: "32KiB" };
    const model = await addModel("hurried", { side: SIDE, channels: 4, blocks: 1 }, budget);
    writeSamples("hurried");
    const path = projectPath("hurried.bitwright.json");
    await vscode.window.showTextDocument(vscode.Uri.file(path));
    await vscode.commands.executeCommand("bitwright.estimate", model);
    for (let times = 0; times < 3; times++) {
      writeFileSync(path, JSON.stringify({ ...budget, calibration: { path: "hurried/images.npy" } }));
      const state = await vscode.commands.executeCommand<PanelState>("bitwright.quantize", model, { samples: null });
      assert.equal(state.report?.accuracy?.data, "synthetic");
      assert.deepEqual(JSON.parse(readFileSync(path, "utf8")), budget);
    }
  });

  it("that cannot be read are told before anything is searched, and nothing is written", async () => {
    const model = await addModel("unsampled", { side: SIDE, channels: 4, blocks: 1 }, { flash: "64KiB", ram: "32KiB" });
    const before = readFileSync(projectPath("unsampled.bitwright.json"), "utf8");
    const state = await vscode.commands.executeCommand<PanelState>("bitwright.quantize", model, {
      samples: projectPath("nowhere"),
    });
    assert.equal(state.problems[0]?.code, "data.missing");
    assert.equal(state.report?.accuracy, null);
    assert.equal(readFileSync(projectPath("unsampled.bitwright.json"), "utf8"), before);
  });

  it("are a folder of sounds as well, whose sub-folders name their classes", async () => {
    const nodes = [node("Flatten", ["sound"], ["flat"]), node("Gemm", ["flat", "w"], ["logits"], { transB: 1 })];
    const constants = { w: floats([2, 4], [1, 1, 1, 1, -1, -1, -1, -1]) };
    const bytes = buildOnnx({ inputs: { sound: [1, 1, 4] }, outputs: ["logits"], constants, nodes });
    const settings = { flash: "64KiB", ram: "32KiB" };
    writeFileSync(projectPath("ear.bitwright.json"), JSON.stringify(settings));
    const model = await write("ear.onnx", bytes);
    for (const [label, sign] of [
      ["high", 1],
      ["low", -1],
    ] as const) {
      mkdirSync(projectPath(`clips/${label}`), { recursive: true });
      for (let i = 0; i < COUNT / 2; i++)
        writeFileSync(
          projectPath(`clips/${label}/${i}.wav`),
          wavFile(pcm16(sign * (4000 + 400 * i), sign * 300, 0, 0)),
        );
    }
    const state = await vscode.commands.executeCommand<PanelState>("bitwright.quantize", model, {
      samples: projectPath("clips"),
    });
    assert.deepEqual(state.problems, []);
    assert.deepEqual(JSON.parse(readFileSync(projectPath("ear.bitwright.json"), "utf8")), {
      ...settings,
      calibration: { path: "clips" },
    });
    assert.equal(state.samples?.count, COUNT);
    const [shown] = state.samples.samples;
    assert.match(shown?.name ?? "", /^(high|low)\/\d+\.wav$/);
    assert.equal(shown?.label, shown?.name.split("/")[0]);
    assert.ok(shown?.picture && shown.picture.width > shown.picture.height, "its course over time");
    const { accuracy } = state.report ?? {};
    assert.deepEqual([accuracy?.metric, accuracy?.float, accuracy?.quantized], ["top1", 100, 100]);
  });

  function writeSamples(folder: string): void {
    const values = Array.from({ length: COUNT * 3 * SIDE * SIDE }, (_, i) => (i * (37 + folder.length)) % 256);
    mkdirSync(projectPath(folder), { recursive: true });
    writeFileSync(projectPath(`${folder}/images.npy`), bytesArray([COUNT, 3, SIDE, SIDE], values));
  }

  async function until(model: vscode.Uri, holds: (state: PanelState) => boolean): Promise<PanelState> {
    for (let tries = 0; tries < 100; tries++) {
      const state = await vscode.commands.executeCommand<PanelState>("bitwright.openPanel", model);
      if (holds(state)) return state;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    return assert.fail("never so");
  }
});
