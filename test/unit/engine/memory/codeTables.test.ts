import assert from "node:assert/strict";
import { CODE_CORES, OPTIMIZATIONS, featuresOf, type Build } from "../../../../src/engine/base/build";
import { uniformPolicy } from "../../../../src/engine/ir/network";
import { rowFunctionsOf } from "../../../../src/engine/memory/accounts/callSizes";
import { codeTableOf } from "../../../../src/engine/memory/codeTables/codeTableOf";
import { ACTIVATION_WIDTHS, WEIGHT_WIDTHS } from "../../../../src/engine/base/bits";
import { allForms } from "../../../../src/engine/layers/formOf";
import { linkedParts, STREAM_FUNCTIONS } from "../../../../src/engine/memory/accounts/kernelCosts";
import { codeCoreOf } from "../../../../src/engine/targets/target";
import { listTargets } from "../../../../src/engine/targets/targets";
import { KERNEL_NAMES } from "../../../support/firmware/firmwareToolchain";
import { smallNetwork } from "../../../support/firmware/verifiableProject";
import { accountsFor } from "../../../support/planning";

const BUILDS = CODE_CORES.flatMap((core) => OPTIMIZATIONS.map((optimize): Build => ({ core, optimize })));

describe("tables of code", () => {
  it("hold every kernel for every core and level, with all that it needs", () => {
    const kernels = KERNEL_NAMES.filter((name) => name.endsWith(".c"));
    for (const build of BUILDS) {
      const table = codeTableOf(build);
      const forms = allForms().flatMap((form) => [
        form.function,
        ...WEIGHT_WIDTHS.flatMap((bits) => form.weightParts(bits)),
        ...ACTIVATION_WIDTHS.flatMap((bits) => form.inputParts(bits)),
      ]);
      const finders = rowFunctionsOf({ calls: { window: 1, ring: 1 } });
      const drivers = [...Object.values(STREAM_FUNCTIONS).flat(), ...finders];
      const roots = [...forms, ...drivers];
      const parts = linkedParts(table, roots);
      const files = new Set([...parts.values()].map(({ file }) => file));
      // What has files of its own where there are vectors; of dot products the other is empty there.
      const isBuilt = (name: string): boolean =>
        featuresOf(build.core).includes("mve") ? name !== "bw_dot.c" : !name.endsWith("_mve.c");
      for (const kernel of kernels.filter(isBuilt))
        assert.ok(files.has(kernel.replace(/\.c$/, "")), `${kernel} on ${table.toolchain}`);
      for (const [name, { bytes, frame }] of parts) {
        assert.ok(bytes >= 0 && bytes < 8192 && frame >= 0 && frame < 1024, `${name} on ${table.toolchain}`);
      }
      assert.ok((parts.get("bw_convolution_row")?.frame ?? 0) > 0, "frames are known");
    }
  });

  it("tell cores and levels apart", () => {
    const network = smallNetwork();
    const policy = uniformPolicy(network, 8);
    const codeOf = (build?: Build): number =>
      accountsFor(network, policy, { account: "linked", ...(build && { build }) }).linked.items.reduce(
        (sum, { kind, sizeBytes }) => sum + (kind === "code" ? sizeBytes : 0),
        0,
      );
    for (const core of CODE_CORES) {
      const [three = 0, two = 0, small = 0] = OPTIMIZATIONS.map((optimize) => codeOf({ core, optimize }));
      assert.ok(three > two && two > small, `${core}: ${three}, ${two}, ${small}`);
    }
    // No DSP instructions: products take more code, where those that have them get no loops of their own for speed; and on the M0+ division and
    // long multiplication are functions besides.
    assert.ok(codeOf({ core: "cortex-m3", optimize: "s" }) > codeOf({ core: "cortex-m4f", optimize: "s" }));
    assert.ok(codeOf({ core: "cortex-m3", optimize: "3" }) < codeOf({ core: "cortex-m4f", optimize: "3" }));
    assert.ok(codeOf({ core: "cortex-m0+", optimize: "3" }) > codeOf({ core: "cortex-m3", optimize: "3" }));
    assert.equal(codeOf(), codeOf({ core: "cortex-m4f", optimize: "3" }));
  });

  it("know the core of every board", () => {
    for (const target of listTargets()) assert.ok(CODE_CORES.includes(codeCoreOf(target)), target.id);
    assert.equal(codeCoreOf({ core: "cortex-m33", dsp: false, mve: false }), "cortex-m33-nodsp");
  });
});
