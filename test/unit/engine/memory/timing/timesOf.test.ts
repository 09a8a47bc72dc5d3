import assert from "node:assert/strict";
import { CODE_CORES, OPTIMIZATIONS, type Build } from "../../../../../src/engine/base/build";
import { isActivationBits, WEIGHT_WIDTHS, type NarrowBits, type WeightBits } from "../../../../../src/engine/base/bits";
import { uniformPolicy, type Network } from "../../../../../src/engine/ir/network";
import { executionOf } from "../../../../../src/engine/memory/execution/executionOf";
import { Planner } from "../../../../../src/engine/memory/execution/planner";
import { cycleModelOf, cyclesOf } from "../../../../../src/engine/memory/timing/cycleModels";
import { instructionsOf } from "../../../../../src/engine/memory/timing/instructionTable";
import { timesOf, type LayerTime } from "../../../../../src/engine/memory/timing/timesOf";
import { mobileNetV1, mobileNetV2, NetworkBuilder } from "../../../../support/firmware/architectures";

const BUILDS = CODE_CORES.flatMap((core) => OPTIMIZATIONS.map((optimize): Build => ({ core, optimize })));

function times(
  network: Network,
  weights: WeightBits,
  activations: NarrowBits,
  build: Build,
): readonly (LayerTime | undefined)[] {
  const policy = uniformPolicy(network, weights, activations);
  return timesOf(network, policy, executionOf(new Planner(network), policy, { account: "linked", build }));
}

const cyclesIn = (all: readonly (LayerTime | undefined)[]): number =>
  all.reduce((sum, time) => sum + (time?.cycles ?? NaN), 0);

describe("times of layers", () => {
  it("are known at every usual width on every core at every level", () => {
    const network = mobileNetV2(96);
    for (const build of BUILDS) {
      for (const weights of WEIGHT_WIDTHS) {
        const activations = isActivationBits(weights) ? weights : 8;
        const total = cyclesIn(times(network, weights, activations, build));
        assert.ok(
          total > network.layers.reduce((sum, { macs }) => sum + macs, 0) / 2,
          `${JSON.stringify(build)} ${weights}`,
        );
      }
    }
  });

  it("grow with the work, and where code is made small", () => {
    const fast = { core: "cortex-m4", optimize: "3" } as const;
    const small = cyclesIn(times(mobileNetV1(0.25, 96), 8, 8, fast));
    assert.ok(cyclesIn(times(mobileNetV1(0.25, 192), 8, 8, fast)) > 3 * small);
    assert.ok(cyclesIn(times(mobileNetV1(0.25, 96), 8, 8, { core: "cortex-m0+", optimize: "3" })) > 3 * small);
    assert.ok(cyclesIn(times(mobileNetV1(0.25, 96), 8, 8, { core: "cortex-m3", optimize: "s" })) > 1.2 * small);
  });

  it("tell that few bits are faster without DSP instructions", () => {
    const builder = new NetworkBuilder("dense");
    const network = builder.build([
      builder.fullyConnected("logits", builder.pointwise("wide", builder.input("in", [8, 8, 64]), 64), 10),
    ]);
    const on = (core: Build["core"], bits: 8 | 4 | 2): number =>
      cyclesIn(times(network, bits, 8, { core, optimize: "3" }));
    for (const core of ["cortex-m3", "cortex-m0+", "rv32imac"] as const) {
      assert.ok(on(core, 4) < 0.9 * on(core, 8), core);
      assert.ok(on(core, 2) < on(core, 4), core);
    }
  });

  it("are instructions, and what loads and jumps wait for", () => {
    const one = instructionsOf((kind) =>
      kind === "instructions" ? 10 : kind === "loads" ? 2 : kind === "taken" ? 1 : 0,
    );
    assert.equal(cyclesOf(one, cycleModelOf("cortex-m4")), 10 + 2 + 2);
    assert.equal(cyclesOf(one, cycleModelOf("cortex-m0+")), 10 + 2 + 1);
    assert.ok(cyclesOf(one, cycleModelOf("cortex-m7")) < cyclesOf(one, cycleModelOf("cortex-m4")));
  });
});
