import assert from "node:assert/strict";
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Cancelled, unwatched } from "../../../src/engine/ir/ports";
import type { JobResult } from "../../../src/worker/jobs";
import { reportText, writeProject, writeReport, writeResults } from "../../../src/worker/writeResults";
import { temporaryFolder } from "../../support/cli";
import { infeasible, sample } from "../../support/sampleReport";

const { path: folder, remove } = temporaryFolder();
const result: JobResult = {
  report: sample,
  policy: { weights: new Map(), activations: new Map() },
  policyText: "{}\n",
  quantizedModel: Uint8Array.of(1, 2, 3),
};

describe("writing results", () => {
  after(remove);

  it("makes the folder and writes every file whole", async () => {
    const out = join(folder, "deep", "out");
    const written = await writeResults(result, "net", out, unwatched);
    assert.deepEqual(written, {
      ok: true,
      value: ["policy.json", "report.json", "net.quantized.onnx"].map((name) => join(out, name)),
    });
    assert.deepEqual(readdirSync(out).sort(), ["net.quantized.onnx", "policy.json", "report.json"]);
    assert.equal(readFileSync(join(out, "report.json"), "utf8"), reportText(sample));
    assert.deepEqual([...readFileSync(join(out, "net.quantized.onnx"))], [1, 2, 3]);
    const { report, policy, policyText } = result;
    const again = await writeResults({ report, policy, policyText }, "net", join(folder, "unquantized"), unwatched);
    assert.ok(again.ok);
    assert.deepEqual(readdirSync(join(folder, "unquantized")).sort(), ["policy.json", "report.json"]);
  });

  it("writes the report in its order, a short member a line, and a newline at the end", () => {
    const text = reportText(sample);
    assert.ok(text.startsWith('{\n  "format": 1,\n  "model": {') && text.endsWith("\n}\n"));
    assert.deepEqual(JSON.parse(text), sample);
  });

  it("writes a project into a folder of its own, and takes away what an earlier one had more", async () => {
    const out = join(folder, "project");
    const map = (...paths: readonly string[]): string => JSON.stringify({ files: paths.map((path) => ({ path })) });
    const first = [
      { path: "model.c", text: "1" },
      { path: "bw_old.c", text: "2" },
      { path: "check/inputs.bin", text: "3" },
      { path: "memory.json", text: map("model.c", "bw_old.c", "../policy.json") },
    ];
    const written = await writeResults({ ...result, project: first }, "net", out, unwatched);
    assert.deepEqual(written.ok && written.value.at(-1), join(out, "net.mcu"));
    assert.deepEqual(readdirSync(join(out, "net.mcu")).sort(), ["bw_old.c", "check", "memory.json", "model.c"]);
    writeFileSync(join(out, "net.mcu", "mine.c"), "of the user");
    const second = [
      { path: "model.c", text: "4" },
      { path: "memory.json", text: map("model.c") },
    ];
    const again = await writeProject({ ...result, project: second }, "net", out, unwatched);
    assert.deepEqual(again, { ok: true, value: [join(out, "net.mcu")] });
    assert.deepEqual(readdirSync(join(out, "net.mcu")).sort(), ["check", "memory.json", "mine.c", "model.c"]);
    assert.ok(readdirSync(out).includes("policy.json"));
    assert.deepEqual(await writeProject(result, "net", join(folder, "none"), unwatched), { ok: true, value: [] });
  });

  it("keeps an earlier policy where nothing fits", async () => {
    const out = join(folder, "infeasible");
    assert.ok((await writeResults(result, "net", out, unwatched)).ok);
    assert.ok((await writeResults({ ...result, policyText: "other", report: infeasible }, "net", out, unwatched)).ok);
    assert.equal(readFileSync(join(out, "policy.json"), "utf8"), "{}\n");
    assert.equal(readFileSync(join(out, "report.json"), "utf8"), reportText(infeasible));
  });

  it("leaves nothing behind when it is cancelled", async () => {
    const out = join(folder, "cancelled");
    await assert.rejects(writeResults(result, "net", out, { ...unwatched, cancelled: true }), Cancelled);
    assert.equal(readdirSync(folder).includes("cancelled"), false);
    mkdirSync(out);
    writeFileSync(join(out, "policy.json"), "before");
    await assert.rejects(writeResults(result, "net", out, { ...unwatched, cancelled: true }), Cancelled);
    assert.deepEqual(readdirSync(out), ["policy.json"]);
    assert.equal(readFileSync(join(out, "policy.json"), "utf8"), "before");
  });

  it("answers with one problem where it cannot write, and cleans up", async () => {
    writeFileSync(join(folder, "file"), "");
    const below = await writeReport(sample, join(folder, "file", "out"), unwatched);
    assert.ok(!below.ok);
    assert.deepEqual(
      below.problems.map(({ code, place }) => [code, place]),
      [["output.notFolder", join(folder, "file", "out")]],
    );
    const blocked = join(folder, "blocked");
    mkdirSync(join(blocked, "report.json", "in the way"), { recursive: true });
    const refused = await writeReport(sample, blocked, unwatched);
    assert.ok(!refused.ok && refused.problems.length === 1);
    assert.deepEqual(readdirSync(blocked), ["report.json"]);
  });
});
