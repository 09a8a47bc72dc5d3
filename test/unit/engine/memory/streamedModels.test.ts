/** Published models, planned row by row at 8 bits in the model account: arenas that are as low as their bounds, and replay. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { uniformPolicy, type Network } from "../../../../src/engine/ir/network";
import { planMemory } from "../../../../src/engine/memory/arena/planMemory";
import type { PlanOptions } from "../../../../src/engine/memory/types";
import { importOnnx } from "../../../../src/engine/onnx/importOnnx";
import { lowerNetwork } from "../../../../src/engine/passes/lowerNetwork";
import { prepareGraph } from "../../../../src/engine/passes/prepareGraph";
import { sharedOrSkip } from "../../../support/shared";
import { replay } from "./arenaReplay";
import { plannerOf } from "../../../support/planning";

const MODEL: PlanOptions = { inPlace: false, scratch: false, alignmentBytes: 1 };

/** The most bytes with the image in RAM, and with its rows supplied. */
const MOST: Readonly<Record<string, readonly [number, number]>> = {
  "mobilenet_v1_1.0_224_qatdq": [340_480, 200_704],
  "mobilenet_v2_1.0_224_bn": [279_552, 146_720],
  "mobilenet_v1_0.25_128_qatdq": [70_144, 22_144],
  mcunet_in_144_ptqdq: [67_000, 64_000],
  "vww_mobilenet_v1_0.25_96_bn": [28_400, 14_600],
  resnet8_cifar10_bn: [16_896, 16_896],
};

function networkOf(path: string): Network {
  const imported = importOnnx(readFileSync(path), {});
  assert.ok(imported.ok);
  const lowered = lowerNetwork(prepareGraph(imported.value.graph));
  assert.ok(lowered.ok);
  return lowered.value;
}

describe("row streaming of published models", () => {
  for (const [name, [memory, supplied]] of Object.entries(MOST)) {
    it(`keeps ${name} within ${memory} bytes, ${supplied} with its rows supplied`, function () {
      const network = networkOf(sharedOrSkip(this, "models", `${name}.onnx`));
      const policy = uniformPolicy(network, 8);
      for (const [rows, most] of [
        ["memory", memory],
        ["supplied", supplied],
      ] as const) {
        const plan = planMemory(plannerOf(network), policy, { ...MODEL, streaming: "auto", rows });
        assert.ok(plan.arenaBytes <= most, `${rows}: ${plan.arenaBytes}`);
        assert.equal(replay(network, policy, plan).highWaterBytes, plan.arenaBytes);
      }
    });
  }
});
