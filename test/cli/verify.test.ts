/** `verify` as a script meets it: exit codes, JSON alone on standard output, verification.json in the folder. */
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readVerification } from "../../src/protocol/files/verification";
import { buildCli, runCli, temporaryFolder } from "../support/cli";
import { isInstalled } from "../support/firmware/firmwareToolchain";
import { buildOnnx, node } from "../support/networks/onnxBuilder";
import { inject, smallNetwork, writeVerifiable } from "../support/firmware/verifiableProject";

describe("bitwright verify", function () {
  this.timeout(120_000);
  const { path: folder, remove } = temporaryFolder();
  before(buildCli);
  after(remove);

  it("refuses a folder without a project, and options that make no sense", async () => {
    const nowhere = await runCli(["verify", "nowhere"], { folder });
    assert.equal(nowhere.code, 2);
    assert.match(nowhere.err, /nowhere: this folder holds no generated project/);
    const size = await runCli(["verify", "nowhere", "--flash", "2XB"], { folder });
    assert.deepEqual([size.code, size.out], [2, ""]);
    assert.match(size.err, /--flash: "2XB" is not a size/);
    assert.match(
      (await runCli(["verify", "nowhere", "--target", "stm32h734"], { folder })).err,
      /did you mean stm32h743/i,
    );
  });

  it("ends with 0 where all is equal and with 1 where something differs", async function () {
    if (!isInstalled("gcc")) {
      console.log("      skipped: gcc not found");
      this.skip();
    }
    await writeVerifiable(smallNetwork(), 7, join(folder, "small.mcu"));
    const equal = await runCli(["verify", "small.mcu", "--host", "--optimize", "s", "--json"], { folder });
    assert.equal(equal.code, 0, equal.err);
    const read = readVerification(equal.out);
    assert.ok(read.ok && read.value.passed);
    assert.equal(readFileSync(join(folder, "small.mcu", "verification.json"), "utf8"), equal.out);

    inject(
      join(folder, "small.mcu"),
      "kernels/bw_elementwise.c",
      "    bw_pack(out.bytes",
      "    left[0] ^= 1;\n    bw_pack(out.bytes",
    );
    const refused = await runCli(["verify", "small.mcu", "--host", "--optimize", "s"], { folder });
    assert.deepEqual([refused.code, refused.out], [2, ""]);
    assert.match(refused.err.replace(/\s+/g, " "), /kernels\/bw_elementwise\.c changed since .* --allow-changed/);

    const broken = await runCli(["verify", "small.mcu", "--host", "--optimize", "s", "--allow-changed"], { folder });
    assert.equal(broken.code, 1, broken.err);
    assert.match(
      broken.out,
      /elements of 7 layers, 2 samples differ\nfirst in layer sum, row 0, column 0, channel 0: \d+ instead of \d+/,
    );
    assert.match(broken.out, /changed since it was generated: kernels\/bw_elementwise\.c/);
  });

  it("verifies a network of views alone, which has no layers", async function () {
    if (!isInstalled("gcc")) {
      console.log("      skipped: gcc not found");
      this.skip();
    }
    const nodes = [node("Flatten", ["x"], ["flat"], {}), node("Identity", ["flat"], ["y"], {})];
    writeFileSync(join(folder, "views.onnx"), buildOnnx({ inputs: { x: [1, 2, 3, 1] }, outputs: ["y"], nodes }));
    const board = ["--flash", "64KiB", "--ram", "16KiB"];
    const quantized = await runCli(["quantize", "views.onnx", ...board, "--out", "."], { folder });
    assert.equal(quantized.code, 0, quantized.err);
    const verified = await runCli(["verify", "views.mcu", "--host"], { folder });
    assert.equal(verified.code, 0, verified.err);
    assert.match(verified.out, /equal: \d+ elements of 0 layers/);
  });
});
