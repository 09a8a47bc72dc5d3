/**
 * A network of many small layers of every kind that takes rows, as speech networks have them by the hundred: compilers inline them all into one function, and what
 * that function keeps on the stack must not grow with them.
 */
import assert from "node:assert/strict";
import { join } from "node:path";
import { codeCoreOf, findTarget, unwatched } from "../../../src/engine";
import type { ActivationId, Network } from "../../../src/engine/ir/network";
import { verifyProject } from "../../../src/worker/verify/verify";
import { temporaryFolder } from "../../support/cli";
import { NetworkBuilder } from "../../support/firmware/architectures";
import { availableBuild, CORTEX_M4, RV32IMAC } from "../../support/firmware/firmwareToolchain";
import { writeVerifiable } from "../../support/firmware/verifiableProject";

/** Rounds of ten layers that come back to the shape that they began with. */
const ROUNDS = 12;

describe("the stack of a network of many layers", function () {
  this.timeout(300_000);
  const { path: folder, remove } = temporaryFolder();
  after(remove);

  for (const [board, build, optimize, wide] of [
    ["STM32F446", CORTEX_M4, "3", false],
    ["STM32F446", CORTEX_M4, "2", true],
    ["esp32-c3", RV32IMAC, "s", false],
  ] as const) {
    it(`stays below its bound on the ${board} at -O${optimize}${wide ? ", with codes of 16 bits" : ""}`, async function () {
      const available = availableBuild(build);
      if (!available.ok) {
        console.log(`      skipped: ${available.reason}`);
        this.skip();
      }
      const target = findTarget(board);
      assert.ok(target.ok);
      const own = join(folder, `${board}${optimize}`);
      await writeVerifiable(manyLayers(), 3, own, { optimize, wide, core: codeCoreOf(target.value) });
      const result = await verifyProject({ folder: own, host: false, target: target.value }, unwatched);
      assert.ok(result.ok, JSON.stringify(result));
      const { passed, items } = result.value.verification;
      assert.ok(passed);
      const stack = items.find(({ kind }) => kind === "stack");
      assert.ok(stack && stack.measuredBytes <= stack.estimatedBytes, JSON.stringify(stack));
    });
  }
});

function manyLayers(): Network {
  const builder = new NetworkBuilder("many");
  const plain = { macs: 0 } as const;
  let x: ActivationId = builder.input("in", [1, 6, 8]);
  for (let i = 0; i < ROUNDS; i++) {
    const fn = { fn: "tanh" } as const;
    const bent = builder.layer({ kind: "lookup", name: `bent${i}`, fn, inputs: [x], ...plain }, [1, 6, 8]);
    const scaled = builder.layer({ kind: "mul", name: `scaled${i}`, inputs: [bent, x], ...plain }, [1, 6, 8]);
    const sum = builder.add(`sum${i}`, scaled, x);
    const cut = { kind: "slice", starts: [0, 1, 0], steps: [1, 1, 1], inputs: [sum] } as const;
    const slice = builder.layer({ ...cut, name: `slice${i}`, ...plain }, [1, 4, 8], sum);
    const ends = { kind: "pad", pads: [0, 1, 0, 1], channelsBefore: 0, channelsAfter: 0, value: 0 } as const;
    const pad = builder.layer({ ...ends, name: `pad${i}`, inputs: [slice], ...plain }, [1, 6, 8], sum);
    const parts = { kind: "concat", axis: 2, inputs: [pad, bent] } as const;
    const joined = builder.layer({ ...parts, name: `joined${i}`, ...plain }, [1, 6, 16]);
    const same = builder.layer({ kind: "requantize", name: `same${i}`, inputs: [joined], ...plain }, [1, 6, 16]);
    const sources = { kind: "resize", sourceRows: [0], sourceColumns: [5, 4, 3, 2, 1, 0] } as const;
    const turned = builder.layer({ ...sources, name: `turned${i}`, inputs: [same], ...plain }, [1, 6, 16], same);
    const across = { kind: "normalize", across: "pixel", groups: 1, together: 16, centred: true } as const;
    const normal = { ...across, name: `normal${i}`, epsilon: 1e-5, inputs: [turned], ...plain } as const;
    x = builder.pointwise(`narrow${i}`, builder.layer(normal, [1, 6, 16]), 8);
  }
  return builder.build([x]);
}
