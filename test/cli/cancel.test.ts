/** Ctrl-C: "cancelled" at once, exit code 130, and nothing left behind. */
import assert from "node:assert/strict";
import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { buildCli, runCli, temporaryFolder } from "../support/cli";
import { smallModel } from "../support/networks/smallModel";

const { path: folder, remove } = temporaryFolder();
/** 8 bits everywhere do not fit, so that there is something to search. */
const args = ["quantize", "large.onnx", "--flash", "30KiB", "--ram", "512KiB", "--cache", "kept", "--out", "out"];

describe("cancelling", function () {
  before(function () {
    if (process.platform === "win32") this.skip(); // no SIGINT can be sent there
    this.timeout(120_000);
    buildCli();
    writeFileSync(join(folder, "large.onnx"), smallModel({ channels: 32, side: 48, blocks: 4 }));
  });
  after(remove);

  for (const phase of ["calibrating", "sensitivities", "integer program"]) {
    it(`stops while ${phase}`, async () => {
      let isSent = false;
      const { code, out, err } = await runCli(args, {
        folder,
        onError: (text, signal) => {
          if (isSent || !text.includes(phase)) return;
          isSent = true;
          signal("SIGINT");
        },
      });
      assert.ok(isSent, `the phase was not reached:\n${err}`);
      assert.equal(code, 130, err);
      assert.equal(out, "");
      assert.match(err, /\ncancelled\n$/);
      assert.deepEqual(
        readdirSync(folder).filter((name) => name !== "kept"),
        ["large.onnx"],
      );
    });
  }
});
