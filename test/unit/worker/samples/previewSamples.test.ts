/** What a person sees of their samples: the float network's answers, and which preparation of values it was trained with. */
import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { unwatched } from "../../../../src/engine";
import type { SamplesPreview } from "../../../../src/protocol/messages/samplesPreview";
import type { Preprocessing } from "../../../../src/protocol/files/settings";
import { createOrtRunner } from "../../../../src/runtime/ortRunner";
import type { JobSettings } from "../../../../src/worker/jobs/jobs";
import { loadModel } from "../../../../src/worker/model/loadModel";
import { betterThan, informationOf, isNearChance, scoreOf } from "../../../../src/worker/samples/preprocessingTrials";
import { previewSamples } from "../../../../src/worker/samples/previewSamples";
import { darkOrBright, SIDE } from "../../../support/networks/darkOrBright";
import { buildOnnx, floats, node } from "../../../support/networks/onnxBuilder";
import {
  bytesArray,
  flat,
  floats as floatsArray,
  labelsArray,
  pcm16,
  pngFile,
  temporaryFolder,
  wavFile,
} from "../../datasets/made";

const BRIGHT = 1;

function settingsFor(modelPath: string): JobSettings {
  return {
    modelPath,
    account: "linked",
    search: "exact",
    rounding: "nearest",
    seed: 0,
    streaming: "auto",
    rows: "memory",
  };
}

describe("a preview of samples", () => {
  const folder = temporaryFolder();

  async function preview(path: string | undefined, preprocessing?: Preprocessing): Promise<SamplesPreview | null> {
    const modelPath = join(folder.path(), "net.onnx");
    writeFileSync(modelPath, darkOrBright());
    const model = await loadModel(modelPath);
    assert.ok(model.ok);
    const settings: JobSettings = {
      ...settingsFor(modelPath),
      ...(preprocessing !== undefined && { preprocessing }),
      ...(path !== undefined && { calibration: { path } }),
    };
    const answer = await previewSamples(model.value, settings, createOrtRunner({ threads: 1 }), unwatched);
    assert.ok(answer.ok, JSON.stringify(answer));
    return answer.value;
  }

  /** Grey images, half of them dark; labelled or not. */
  function arrays(labelled: boolean): string {
    const count = 40;
    const shades = Array.from({ length: count }, (_, i) => (i % 2 === BRIGHT ? 200 : 40) + i);
    const values = shades.flatMap((shade) => Array.from({ length: 3 * SIDE * SIDE }, () => shade));
    if (labelled) folder.write("labels.npy", labelsArray(shades.map((_, i) => i % 2)));
    return folder.write("images.npy", bytesArray([count, 3, SIDE, SIDE], values));
  }

  it("shows what each of two inputs is fed with", async () => {
    const modelPath = join(folder.path(), "two.onnx");
    const nodes = [node("Add", ["a", "b"], ["sum"]), node("Relu", ["sum"], ["y"])];
    writeFileSync(modelPath, buildOnnx({ inputs: { a: [1, 4], b: [1, 4] }, outputs: ["y"], nodes }));
    const model = await loadModel(modelPath);
    assert.ok(model.ok);
    mkdirSync(join(folder.path(), "pairs"), { recursive: true });
    folder.write("pairs/b.npy", floatsArray([2, 4], [1, 2, 3, 4, 5, 6, 7, 8]));
    folder.write("pairs/a.npy", floatsArray([2, 4], [-1, 0, 0, 0, -2, 0, 0, 9]));
    const settings = { ...settingsFor(modelPath), calibration: { path: join(folder.path(), "pairs") } };
    const answer = await previewSamples(model.value, settings, createOrtRunner(), unwatched);
    assert.ok(answer.ok && answer.value, JSON.stringify(answer));
    assert.deepEqual(answer.value.inputs, [
      { name: "a", shape: [1, 4], from: "a.npy" },
      { name: "b", shape: [1, 4], from: "b.npy" },
    ]);
    const ranges = answer.value.samples
      .map((sample) => sample.ranges)
      .sort((x, y) => (y[0]?.[0] ?? 0) - (x[0]?.[0] ?? 0));
    assert.deepEqual(ranges, [
      [
        [-1, 0],
        [1, 4],
      ],
      [
        [-2, 9],
        [5, 8],
      ],
    ]);
    assert.deepEqual(answer.value.trials, []);
  });

  it("is nothing where no samples are named", async () => {
    assert.equal(await preview(undefined), null);
  });

  it("proposes the preparation under which the network is right, and says that it guesses", async () => {
    const shown = await preview(arrays(true), "raw");
    assert.ok(shown);
    assert.equal(shown.count, 40);
    assert.ok(shown.labelled);
    assert.deepEqual(
      shown.trials.map(({ preprocessing, right }) => [preprocessing, right]),
      // Values that cannot be negative are all bright to it.
      [
        ["raw", 20],
        ["unit", 20],
        ["tensorflow", 40],
        ["imagenet", 40],
      ],
    );
    assert.ok(shown.advice === "tensorflow" || shown.advice === "imagenet");
    assert.ok(shown.nearChance);
  });

  it("proposes it without labels too, by what the answers tell apart", async () => {
    const shown = await preview(arrays(false), "unit");
    assert.ok(shown && !shown.labelled && !shown.nearChance);
    assert.ok(shown.advice === "tensorflow" || shown.advice === "imagenet");
    assert.equal(shown.trials[0]?.right, null);
  });

  it("proposes nothing where the stated preparation is as good as any", async () => {
    const shown = await preview(arrays(true), "tensorflow");
    assert.ok(shown);
    assert.equal(shown.advice, null);
    assert.ok(!shown.nearChance);
    assert.deepEqual(
      shown.trials.map(({ preprocessing }) => preprocessing),
      ["tensorflow", "raw", "unit", "imagenet"],
    );
  });

  it("shows a sound as its course, and proposes no preparation of pixels", async () => {
    const modelPath = join(folder.path(), "ear.onnx");
    const nodes = [node("Flatten", ["sound"], ["flat"]), node("Gemm", ["flat", "w"], ["logits"], { transB: 1 })];
    const constants = { w: floats([2, 4], [1, 1, 1, 1, -1, -1, -1, -1]) };
    writeFileSync(modelPath, buildOnnx({ inputs: { sound: [1, 1, 4] }, outputs: ["logits"], constants, nodes }));
    const model = await loadModel(modelPath);
    assert.ok(model.ok);
    folder.write("clips/high/a.wav", wavFile(pcm16(16384, 16384, 0, 0)));
    folder.write("clips/low/b.wav", wavFile(pcm16(-16384, 0, 0, 0)));
    const settings = { ...settingsFor(modelPath), calibration: { path: join(folder.path(), "clips") } };
    const answer = await previewSamples(model.value, settings, createOrtRunner({ threads: 1 }), unwatched);
    assert.ok(answer.ok && answer.value);
    assert.deepEqual(
      answer.value.trials.map(({ preprocessing, right }) => [preprocessing, right]),
      [["raw", 2]],
    );
    const shown = answer.value.samples.find(({ name }) => name === "high/a.wav");
    assert.equal(shown?.label, "high");
    assert.deepEqual(shown.ranges, [[0, 0.5]]);
    const { width, height, rgb } = shown.picture ?? assert.fail("no picture");
    const red = (x: number, y: number): number => Buffer.from(rgb, "base64")[(y * width + x) * 3] ?? -1;
    assert.ok(red(0, 0) > red(0, height - 1), "loud at first");
    assert.ok(red(width - 1, 0) < red(width - 1, Math.round((height - 1) / 2)), "then silent, in the middle");
  });

  it("shows pixels as they are in the file, with names of files and classes", async () => {
    folder.write("pictures/dark/a.png", pngFile(SIDE, SIDE, flat(10, 20, 30)));
    folder.write("pictures/bright/b.png", pngFile(SIDE, SIDE, flat(250, 240, 230)));
    const shown = await preview(join(folder.path(), "pictures"), { preset: "tensorflow", channels: "bgr" });
    assert.ok(shown);
    const dark = shown.samples.find(({ name }) => name === "dark/a.png");
    assert.ok(dark?.picture);
    assert.deepEqual([...Buffer.from(dark.picture.rgb, "base64").subarray(0, 3)], [10, 20, 30]);
    assert.deepEqual([dark.picture.width, dark.picture.height], [SIDE, SIDE]);
    // Folders are classes in alphabetical order: "bright" is 0, which the network takes for dark.
    assert.equal(dark.label, "dark");
    assert.deepEqual(
      dark.answers.map(({ name, isRight }) => [name, isRight]),
      [
        ["bright", false],
        ["dark", true],
      ],
    );
    assert.ok((dark.answers[0]?.probability ?? 0) > 0.99);
  });
});

describe("answers under several preparations", () => {
  const certain = (...classes: readonly number[]) =>
    classes.map((label) => Float32Array.from([0, 1, 2], (id) => (id === label ? 1 : 0)));

  it("hold as much information as classes that they tell apart", () => {
    assert.equal(informationOf(certain(1, 1, 1)), 0);
    assert.ok(Math.abs(informationOf(certain(0, 1, 2)) - Math.log(3)) < 1e-12);
    assert.ok(informationOf([Float32Array.of(0.5, 0.5), Float32Array.of(0.5, 0.5)]) < 1e-12);
    assert.equal(informationOf([]), 0);
  });

  it("are better by more than chance, or not at all", () => {
    const labels = [0, 1, 2, 0, 1, 2, 0, 1];
    const right = scoreOf({ probabilities: certain(...labels), labels });
    const half = scoreOf({ probabilities: certain(0, 1, 2, 0, 0, 0, 1, 2), labels });
    const oneMore = scoreOf({ probabilities: certain(0, 1, 2, 0, 1, 0, 1, 2), labels });
    assert.equal(betterThan(half, [oneMore]), undefined, "one answer of eight is chance");
    assert.equal(betterThan(half, [oneMore, right]), undefined, "four of four: exactly two errors");
    const wrong = scoreOf({ probabilities: certain(1, 2, 0, 1, 2, 0, 1, 2), labels });
    assert.equal(betterThan(wrong, [half, right]), 1, "the best of those that are better");
    assert.equal(betterThan(right, [wrong, half]), undefined);
    assert.ok(isNearChance(wrong, 3));
    assert.ok(!isNearChance(right, 3));
    assert.ok(
      !isNearChance(scoreOf({ probabilities: certain(0, 1), labels: [undefined, 1] }), 3),
      "labels for all, or none",
    );
  });
});
