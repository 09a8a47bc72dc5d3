/** Ctrl-C: "cancelled" at once, exit code 130, and nothing left behind. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { buildCli, runCli, temporaryFolder } from "../support/cli";
import { smallModel } from "../support/networks/smallModel";

const { path: folder, remove } = temporaryFolder();
const KEYWORDS = join(__dirname, "../../examples/keywords");
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

  it("keeps the policy and its program while weights learn, within the minute that it is given", async () => {
    let isSent = false;
    const { code, out, err } = await runCli(
      [
        ...["quantize", join(KEYWORDS, "keywords.onnx"), "--calibration", join(KEYWORDS, "calibration.npz")],
        ...["--weights", "2", "--rounding", "nearest", "--samples", "96", "--learn", "minutes:60", "--out", "learned"],
      ],
      {
        folder,
        onError: (text, signal) => {
          if (isSent || !text.includes("learning 0/")) return;
          isSent = true;
          signal("SIGINT");
        },
      },
    );
    assert.ok(isSent, `learning was not reached:\n${err}`);
    assert.equal(code, 130, err);
    assert.match(err, /cancelled\n/);
    assert.match(out, /learning was cancelled/);
    const report: unknown = JSON.parse(readFileSync(join(folder, "learned/report.json"), "utf8"));
    assert.ok(typeof report === "object" && report !== null && "accuracy" in report && report.accuracy === null);
    assert.ok(readdirSync(join(folder, "learned/keywords.mcu")).length > 5);
    assert.ok(readdirSync(join(folder, "learned")).includes("policy.json"));
  });
});
