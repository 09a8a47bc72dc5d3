/** Spiking networks as firmware: over sequences every spike, membrane and answer equals the interpreter's, whatever the widths and the form of the neurons. */
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { NarrowBits, WeightBits } from "../../src/engine/base/bits";
import { unwatched } from "../../src/engine/ir/ports";
import { findTarget, listTargets } from "../../src/engine/targets/targets";
import { verifyProject, type VerifyResult } from "../../src/worker/verify/verify";
import { temporaryFolder } from "../support/cli";
import { availableBuild, CORTEX_M4, isInstalled, RV32IMAC } from "../support/firmware/firmwareToolchain";
import { writeModelProject } from "../support/networks/modelProject";
import { SPIKING_STATES, spikingModel, type SpikingOptions } from "../support/networks/spikingModel";
import { seededRandom } from "../../src/engine/base/random";
import { floats } from "../unit/datasets/made";

/** Sequences of currents in 0 … 4. */
function currents(count: number): readonly number[] {
  const random = seededRandom(5);
  return Array.from({ length: count }, () => 4 * random.uniform());
}

describe("firmware of spiking networks", function () {
  this.timeout(300_000);
  const { path: folder, remove } = temporaryFolder();
  before(function () {
    if (!isInstalled("gcc")) {
      console.log("      skipped: gcc not found");
      this.skip();
    }
    writeFileSync(join(folder, "vectors.npy"), floats([4, 10, 24], [...currents(960)]));
    writeFileSync(join(folder, "images.npy"), floats([4, 10, 2, 6, 6], [...currents(2880)]));
  });
  after(remove);

  const project = (
    name: string,
    options: SpikingOptions,
    weights: readonly WeightBits[],
    membranes: readonly NarrowBits[],
  ): Promise<string> => {
    const modelPath = join(folder, `${name}.onnx`);
    writeFileSync(modelPath, spikingModel(options));
    return writeModelProject(join(folder, name), {
      modelPath,
      calibration: { path: join(folder, options.isConvolution ? "images.npy" : "vectors.npy") },
      inputs: { states: SPIKING_STATES },
      weights,
      activations: membranes,
    });
  };
  const verified = async (
    path: string,
    host: boolean,
    allowChanged = false,
    board?: string,
  ): Promise<VerifyResult["verification"]> => {
    const target = board === undefined ? undefined : findTarget(board, listTargets());
    const on = target?.ok ? { target: target.value } : {};
    const result = await verifyProject({ folder: path, host, allowChanged, ...on }, unwatched);
    assert.ok(result.ok, JSON.stringify(result));
    return result.value.verification;
  };

  const cases: Readonly<Record<string, SpikingOptions>> = {
    lava: { form: "lava", leak: 0.9, threshold: 2 },
    snnTorchSubtract: { form: "snnTorchSubtract", leak: 0.875, threshold: 2 },
    snnTorchZero: { form: "snnTorchZero", leak: 0.5, threshold: 2, answersSpikes: true },
    spikingJellyHard: { form: "spikingJellyHard", leak: 0.5, threshold: 1 },
    spikingJellySoft: { form: "spikingJellySoft", leak: 0.75, threshold: 0.5, isConvolution: true },
    norseBox: { form: "norseBox", leak: 0.9, threshold: 0.5, isConvolution: true, answersSpikes: true },
  };
  /** In turn: of the products, and of the membranes. */
  const widths: readonly (readonly [readonly WeightBits[], readonly NarrowBits[]])[] = [
    [
      [8, 3, 4],
      [8, 4, 2],
    ],
    [
      [2, 5, 2],
      [2, 8, 4],
    ],
  ];
  for (const [name, options] of Object.entries(cases)) {
    it(`equals the interpreter: ${name}`, async () => {
      for (const [weights, membranes] of widths) {
        const path = await project(`${name}${weights.join("")}`, options, weights, membranes);
        const { passed, differing, samples } = await verified(path, true);
        assert.deepEqual(
          [passed, differing, samples],
          [true, 0, 16],
          `weights ${weights.join()}, membranes ${membranes.join()}`,
        );
      }
    });
  }

  for (const build of [CORTEX_M4, RV32IMAC]) {
    for (const name of ["lava", "norseBox"] as const) {
      it(`equals it on ${build.name}: ${name}`, async function () {
        const available = availableBuild(build);
        if (!available.ok) {
          console.log(`      skipped: ${available.reason}`);
          this.skip();
        }
        const path = await project(`${name}-${build.name}`, cases[name] ?? { form: "lava" }, [4, 2, 8], [8, 4, 2]);
        const { passed, differing } = await verified(path, false, false, build === RV32IMAC ? "esp32-c6" : undefined);
        assert.deepEqual([passed, differing], [true, 0]);
      });
    }
  }

  it("differs where a spike leaves its membrane, or is counted twice", async () => {
    const faults = [
      ["left = (layer->reset & BW_RESET_BY) != 0 ? h - value : value;", "left = h;"],
      ["found++;\n      if", "found += 2;\n      if"],
    ] as const;
    for (const [index, [what, instead]] of faults.entries()) {
      const path = await project(`fault${index}`, { form: "lava", leak: 0.9 }, [4], [8]);
      const file = join(path, "kernels/bw_spikes.c");
      const source = readFileSync(file, "utf8");
      assert.ok(source.includes(what), what);
      writeFileSync(file, source.replace(what, instead));
      const { passed } = await verified(path, true, true);
      assert.equal(passed, false, what);
    }
  });
});
