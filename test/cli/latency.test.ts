/** A limit on time as a script meets it: what is within it, what is not, and where it cannot be kept because nobody knows the time. */
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Report } from "../../src/protocol/files/report";
import { buildCli, runCli, temporaryFolder, type CliRun } from "../support/cli";
import { smallModel } from "../support/networks/smallModel";
import { spikingModel } from "../support/networks/spikingModel";

/** Too little FLASH for 8 bits everywhere. */
const TIGHT = ["--target", "stm32f446re", "--flash", "15KiB"];

describe("--latency", function () {
  this.timeout(120_000);
  const { path: folder, remove } = temporaryFolder();
  const quantize = (...more: readonly string[]): Promise<CliRun> =>
    runCli(["quantize", "net.onnx", ...TIGHT, "--no-cache", "--rounding", "nearest", "--json", ...more], { folder });
  const reportOf = ({ out }: CliRun): Report => JSON.parse(out) as Report;
  before(() => {
    buildCli();
    writeFileSync(join(folder, "net.onnx"), smallModel({ channels: 24, side: 16, blocks: 3 }));
    writeFileSync(join(folder, "spikes.onnx"), spikingModel({ form: "lava" }));
  });
  after(remove);

  it("leads the search: within it where that costs losses, unmoved where it costs nothing, 1 where nothing is so fast", async () => {
    const free = await quantize("--out", "free");
    const { time, search, policy } = reportOf(free);
    const milliseconds = time?.milliseconds ?? assert.fail();
    const loose = reportOf(await quantize("--out", "loose", "--latency", `${milliseconds + 1}ms`));
    assert.deepEqual([loose.policy, loose.fits], [policy, true]);

    const tight = await quantize("--out", "tight", "--latency", `${0.98 * milliseconds}ms`);
    const within = reportOf(tight);
    assert.equal(tight.code, 0, tight.err);
    assert.ok((within.time?.milliseconds ?? Infinity) <= 0.98 * milliseconds && within.fits);
    assert.ok((within.search.predictedLoss ?? 0) >= (search.predictedLoss ?? Infinity));
    assert.ok(within.memory.linked.flashBytes <= 15 * 1024);

    const none = await quantize("--out", "none", "--latency", "10us");
    const slow = reportOf(none);
    assert.deepEqual([none.code, slow.fits, slow.search.infeasible?.short], [1, false, ["time"]]);
    assert.ok((slow.search.infeasible?.fastestMilliseconds ?? 0) > 0.01);

    const checked = await runCli(
      ["check", "net.onnx", ...TIGHT, "--policy", "free/policy.json", "--latency", `${0.98 * milliseconds}ms`],
      { folder },
    );
    assert.equal(checked.code, 1);
    assert.match(checked.out, /too slow/);
  });

  it("is refused where time is not known: without a clock, and of layers that were never counted", async () => {
    const cases: readonly (readonly [readonly string[], RegExp])[] = [
      [["estimate", "net.onnx", "--flash", "1MiB"], /--latency: a limit on time needs a clock, and no board is named/],
      [
        ["estimate", "spikes.onnx", "--target", "stm32f446re"],
        /--latency: the time of layer ".+" is not known, and of \d+ more: its kernel was never counted/,
      ],
      [["quantize", "net.onnx", ...TIGHT, "--levels", "auto", "--no-cache"], /weights lie on levels is not known/],
    ];
    for (const [line, expected] of cases) {
      const { code, err } = await runCli([...line, "--latency", "50ms"], { folder });
      assert.equal(code, 2);
      assert.match(err.replace(/\s+/g, " "), expected);
    }
  });

  it("must be a duration", async () => {
    for (const latency of ["50", "fast", "0ms", "-1ms", "1e9s", "50 parsec"]) {
      const { code, err } = await runCli(["estimate", "net.onnx", ...TIGHT, `--latency=${latency}`], { folder });
      assert.equal(code, 2, latency);
      assert.match(err, /--latency: .*(such as 50ms)/);
    }
  });
});
