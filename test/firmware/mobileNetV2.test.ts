/**
 * A network as deep as MobileNetV2 from its file to its firmware: quantized on samples, the integer program against the fast simulation, and
 * the generated C, compiled for this machine, against the integer program.
 */
import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { NarrowBits } from "../../src/engine/base/bits";
import { unwatched } from "../../src/engine/ir/ports";
import type { JobResult, JobSettings } from "../../src/worker/jobs/jobs";
import { loadModel } from "../../src/worker/model/loadModel";
import { writePolicy } from "../../src/worker/settings/policyText";
import { quantizeModel } from "../../src/worker/jobs/quantize";
import { verifyProject } from "../../src/worker/verify/verify";
import { temporaryFolder } from "../support/cli";
import { availableBuild, HOST } from "../support/firmware/firmwareToolchain";
import { mobileNetV2Model } from "../support/networks/mobileNetV2Model";
import { policyInTurn } from "../support/networks/modelProject";
import { normals } from "../support/networks/onnxBuilder";
import { floats } from "../unit/datasets/made";

const SAMPLES = 8;
const SIDE = 96;

interface Case {
  readonly name: string;
  /** Widths in turn over weights, then over activations. */
  readonly weights: readonly NarrowBits[];
  readonly activations: readonly NarrowBits[];
  readonly rows: "memory" | "supplied";
  /** Most that a code of the output may differ between simulation and integer program. */
  readonly codes: number;
}

const CASES: readonly Case[] = [
  { name: "8 bits everywhere", weights: [8], activations: [8], rows: "memory", codes: 3 },
  { name: "mixed widths, rows supplied", weights: [8, 4, 8, 2], activations: [8, 8, 4], rows: "supplied", codes: 40 },
];

describe("MobileNetV2 0.35/96 with made weights", function () {
  this.timeout(300_000);
  const { path: folder, remove } = temporaryFolder();
  const modelPath = join(folder, "deep.onnx");
  const samplesPath = join(folder, "samples.npy");
  before(() => {
    writeFileSync(modelPath, mobileNetV2Model({ width: 0.35, side: SIDE, classes: 20 }));
    const shape = [SAMPLES, 3, SIDE, SIDE];
    writeFileSync(samplesPath, floats(shape, [...normals(SAMPLES * 3 * SIDE * SIDE, 5)]));
  });
  after(remove);

  for (const { name, weights, activations, rows, codes } of CASES) {
    describe(name, () => {
      let result: JobResult;

      before(async () => {
        const model = await loadModel(modelPath);
        assert.ok(model.ok);
        const policy = policyInTurn(model.value.network, weights, activations);
        const data = { path: samplesPath, samples: SAMPLES };
        const settings: JobSettings = {
          modelPath,
          account: "linked",
          search: "exact",
          rounding: "nearest",
          seed: 0,
          streaming: "auto",
          rows,
          policy: { text: writePolicy(model.value, policy), path: "policy.json" },
          calibration: data,
          evaluation: data,
        };
        const quantized = await quantizeModel(settings, unwatched);
        assert.ok(quantized.ok, JSON.stringify(quantized));
        result = quantized.value;
      });

      it("streams rows, and is measured against the file on onnxruntime", () => {
        const { memory, accuracy, layers } = result.report;
        assert.equal(layers.length, 64);
        assert.equal(memory.streaming.mode, "rows");
        const { layerByLayerBytes, memoryRowsBytes, suppliedRowsBytes } = memory.streaming;
        assert.ok((rows === "memory" ? memoryRowsBytes : (suppliedRowsBytes ?? Infinity)) < layerByLayerBytes / 2);
        assert.equal(accuracy?.samples, SAMPLES);
        if (weights.length === 1) assert.ok((accuracy.sqnrDb ?? 0) > 15, `${accuracy.sqnrDb} dB`);
      });

      it("computes in integers what the simulation measured", () => {
        const { integer } = result.report;
        assert.ok(integer && integer.samples > 0);
        assert.ok(integer.largestCodeDifference <= codes, JSON.stringify(integer));
      });

      it("computes the same in C", async function () {
        const available = availableBuild(HOST);
        if (!available.ok) {
          console.log(`      skipped: ${available.reason}`);
          this.skip();
        }
        const project = join(folder, `project${CASES.findIndex((one) => one.name === name)}`);
        for (const { path, text } of result.project ?? assert.fail("no project")) {
          mkdirSync(dirname(join(project, path)), { recursive: true });
          writeFileSync(join(project, path), text);
        }
        const verified = await verifyProject({ folder: project, host: true }, unwatched);
        assert.ok(verified.ok, JSON.stringify(verified));
        const { verification } = verified.value;
        assert.equal(verification.differing, 0, JSON.stringify(verification.divergence));
        assert.ok(verification.passed && verification.layers.length >= 64);
      });
    });
  }
});
