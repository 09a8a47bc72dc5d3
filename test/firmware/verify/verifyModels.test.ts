/** Real networks, whole, on an emulated Cortex-M4: every element equal, and the linked account what the ELF says. */
import assert from "node:assert/strict";
import { join } from "node:path";
import type { NarrowBits } from "../../../src/engine/base/bits";
import { unwatched } from "../../../src/engine/ir/ports";
import type { MemoryMap } from "../../../src/protocol/files/memoryMap";
import type { Preprocessing } from "../../../src/protocol/files/settings";
import type { Verification } from "../../../src/protocol/files/verification";
import { verifyProject } from "../../../src/worker/verify/verify";
import { temporaryFolder } from "../../support/cli";
import { checkAccount, checkCodeItems } from "../../support/firmware/codeItems";
import { availableBuild, CORTEX_M4 } from "../../support/firmware/firmwareToolchain";
import { writeModelProject } from "../../support/networks/modelProject";
import { sharedOrSkip } from "../../support/shared";

interface Case {
  readonly model: string;
  readonly data: string;
  readonly preprocessing?: Preprocessing;
  /** Widths in turn over weights, then over activations. */
  readonly weights: readonly NarrowBits[];
  readonly activations: readonly NarrowBits[];
  readonly rows: "memory" | "supplied";
}

const CASES: readonly Case[] = [
  {
    model: "resnet8_cifar10_bn",
    data: "cifar10/images.npy",
    weights: [8, 4, 2],
    activations: [8, 4],
    rows: "memory",
  },
  { model: "kws_dscnn_bn", data: "kws/mfcc.npy", weights: [4], activations: [8], rows: "supplied" },
  {
    model: "vww_mobilenet_v1_0.25_96_bn",
    data: "vww",
    preprocessing: "unit",
    weights: [4, 2],
    activations: [8, 4],
    rows: "memory",
  },
  {
    model: "mobilenet_v1_0.25_128_qatdq",
    data: "imagenet",
    preprocessing: "tensorflow",
    weights: [8],
    activations: [8],
    rows: "memory",
  },
];

describe("verify on real networks", function () {
  this.timeout(600_000);
  const { path: folder, remove } = temporaryFolder();
  after(remove);

  for (const one of CASES) {
    it(`${one.model}, weights of ${one.weights.join("/")} bits, rows ${one.rows === "memory" ? "in memory" : "supplied"}`, async function () {
      const available = availableBuild(CORTEX_M4);
      if (!available.ok) {
        console.log(`      skipped: ${available.reason}`);
        this.skip();
      }
      const model = sharedOrSkip(this, "models", `${one.model}.onnx`);
      const { data, preprocessing, weights, activations, rows } = one;
      const project = await writeModelProject(join(folder, one.model), {
        modelPath: model,
        calibration: { path: sharedOrSkip(this, "data", data), samples: 4 },
        ...(preprocessing && { preprocessing }),
        weights,
        activations,
        rows,
      });
      const result = await verifyProject({ folder: project, optimization: "-O3", host: false }, unwatched);
      assert.ok(result.ok, JSON.stringify(result));
      const { verification, map } = result.value;
      assert.equal(verification.differing, 0, JSON.stringify(verification.divergence));
      assert.ok(verification.passed);
      assert.deepEqual(verification.changedFiles, []);
      checkAccount(verification);
      checkCodeItems(verification, one.model);
      checkSpeed(verification, map);
    });
  }
});

/** Nobody makes the kernels slower unseen: on shapes that they are made for, with some percent to spare. */
function checkSpeed({ layers }: Verification, map: MemoryMap): void {
  const shapes = new Map(map.tensors.map(({ name, shape }) => [name, shape]));
  const channelsOf = (name: string | undefined): number => shapes.get(name ?? "")?.[2] ?? 0;
  map.layers.forEach(({ name, op, macs, inputs, output }, i) => {
    const perMac = (layers[i]?.instructions ?? Infinity) / macs;
    const [from, to] = [channelsOf(inputs[0]), channelsOf(output)];
    const most = from >= 64 && to >= 64 && macs > 200_000 ? 1.45 : undefined;
    const isDeep = op.startsWith("Depthwise 3") && from % 4 === 0 && macs > 100_000;
    const limit = isDeep ? 6 : op.startsWith("Conv") ? most : undefined;
    if (limit !== undefined) assert.ok(perMac < limit, `${name}, ${op}: ${perMac.toFixed(2)} instructions per MAC`);
  });
}
