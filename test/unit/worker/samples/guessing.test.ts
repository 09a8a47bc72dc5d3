import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { unwatched, type Problem } from "../../../../src/engine";
import type { PreprocessingPreset } from "../../../../src/protocol/files/settings";
import { quantizeModel } from "../../../../src/worker/jobs/quantize";
import { verdictOf } from "../../../../src/protocol/words/verdict";
import type { Report } from "../../../../src/protocol/files/report";
import { darkOrBright, SIDE } from "../../../support/networks/darkOrBright";
import { bytesArray, labelsArray, temporaryFolder } from "../../datasets/made";

const CODE = "data.guessing";

describe("samples on which the float network only guesses", () => {
  const folder = temporaryFolder();

  /** Grey images, half of them dark, labelled as the network would or with every other label wrong. */
  async function run(
    preset: PreprocessingPreset,
    { count = 80, labels = (i: number): number => i % 2 }: { count?: number; labels?: (i: number) => number } = {},
  ): Promise<{ readonly report: Report; readonly remarks: readonly Problem[]; readonly asked: readonly number[] }> {
    const shades = Array.from({ length: count }, (_, i) => (i % 2 === 1 ? 160 : 40) + (i % 40));
    const values = shades.flatMap((shade) => Array.from({ length: 3 * SIDE * SIDE }, () => shade));
    const modelPath = folder.write("net.onnx", "");
    writeFileSync(modelPath, darkOrBright());
    folder.write("labels.npy", labelsArray(shades.map((_, i) => labels(i))));
    const path = folder.write("images.npy", bytesArray([count, 3, SIDE, SIDE], values));
    const remarks: Problem[] = [];
    const asked: number[] = [];
    const done = await quantizeModel(
      {
        modelPath,
        account: "linked",
        search: "exact",
        rounding: "nearest",
        seed: 0,
        streaming: "auto",
        rows: "memory",
        uniform: { weights: 8, activations: 8 },
        preprocessing: preset,
        calibration: { path: join(path) },
      },
      {
        ...unwatched,
        remark: (problem) => remarks.push(problem),
        progress: (text, count) => {
          if (text === "looking at the samples") asked.push(count);
        },
      },
    );
    assert.ok(done.ok, JSON.stringify(done));
    return { report: done.value.report, remarks, asked };
  }

  it("are told before the work begins and in the report, with the preparation under which it is right", async () => {
    const { report, remarks } = await run("unit");
    const [remark] = remarks;
    assert.ok(remark);
    assert.equal(remark.code, CODE);
    assert.match(remark.message, /^the float network answers 24 of 48 labelled samples right, which is what guessing/);
    assert.match(remark.hint ?? "", /"(tensorflow|imagenet)" it answers 48 of them right$/);
    assert.deepEqual(
      report.notes.filter(({ code }) => code === CODE),
      [remark],
    );
    assert.match(verdictOf(report), /Accuracy is not known: the float network itself only guesses/);
    assert.doesNotMatch(verdictOf(report), /stays the same/);
  });

  it("are asked about once under each preparation, the stated one too", async () => {
    const { asked } = await run("unit");
    // Stated: unit. Beside it: raw, tensorflow, imagenet.
    assert.deepEqual(
      asked,
      Array.from({ length: 4 * 48 }, (_, i) => i + 1),
    );
  });

  it("are no matter where it answers right", async () => {
    const { report, remarks } = await run("tensorflow");
    assert.deepEqual(remarks, []);
    assert.match(verdictOf(report), /Accuracy stays the same/);
  });

  it("may have labels of something else, which no preparation mends", async () => {
    const { remarks } = await run("tensorflow", { labels: (i) => Math.floor(i / 2) % 2 });
    assert.match(remarks[0]?.hint ?? "", /^check that .* is that of the training, and that the labels/);
  });

  it("are not judged where there are few: luck looks the same", async () => {
    const { remarks } = await run("unit", { count: 30 });
    assert.deepEqual(remarks, []);
  });
});
