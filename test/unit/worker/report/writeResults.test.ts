import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Cancelled, unwatched } from "../../../../src/engine/ir/ports";
import { jsonText } from "../../../../src/formats/jsonText";
import type { Verification } from "../../../../src/protocol/files/verification";
import type { JobResult } from "../../../../src/worker/jobs/jobs";
import { projectFolder } from "../../../../src/worker/jobs/project";
import {
  reportText,
  writeProject,
  writeReport,
  writeResults,
  writeVerification,
} from "../../../../src/worker/report/writeResults";
import { temporaryFolder } from "../../../support/cli";
import { sampleMap, sampleVerification } from "../../../support/firmware/sampleMap";
import { infeasible, sample } from "../../../support/sampleReport";

const { path: folder, remove } = temporaryFolder();
const result: Omit<JobResult, "execution"> = {
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

  it("writes a page for a review where one is asked for, with what was verified of this very project", async () => {
    const out = join(folder, "page");
    const read = (name: string): string => readFileSync(join(out, name), "utf8");
    const written = await writeResults(result, "net", out, unwatched, "html");
    assert.ok(written.ok && written.value.includes(join(out, "report.html")));
    assert.ok(read("report.html").startsWith("<!DOCTYPE html>"));
    const digest = (text: string): string => createHash("sha256").update(text).digest("hex");
    const map = jsonText({ ...sampleMap, policySha256: digest(result.policyText) });
    const project = [{ path: "memory.json", text: map }];
    assert.ok((await writeResults({ ...result, project }, "net", out, unwatched, "md")).ok);
    assert.match(read("report.md"), /\*\*C code\*\*: not verified/);
    const verification = { ...sampleVerification, projectSha256: digest(map) };
    assert.ok((await writeVerification(verification, join(out, projectFolder("net")))).ok);
    // With the project, and without one where it lies there already.
    for (const again of [{ ...result, project }, result]) {
      assert.ok((await writeReport(again, "net", out, unwatched, "md")).ok);
      assert.match(read("report.md"), /Bit-exact on cortex-m4/);
    }
    assert.ok((await writeReport({ ...result, policyText: "other" }, "net", out, unwatched, "md")).ok);
    assert.match(read("report.md"), /not verified/, "of other widths");
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
    const below = await writeReport(result, "net", join(folder, "file", "out"), unwatched);
    assert.ok(!below.ok);
    assert.deepEqual(
      below.problems.map(({ code, place }) => [code, place]),
      [["output.notFolder", join(folder, "file", "out")]],
    );
    const blocked = join(folder, "blocked");
    mkdirSync(join(blocked, "report.json", "in the way"), { recursive: true });
    const refused = await writeReport(result, "net", blocked, unwatched);
    assert.ok(!refused.ok && refused.problems.length === 1);
    assert.deepEqual(readdirSync(blocked), ["report.json"]);
  });

  it("replaces a link where verify's answer goes, and does not write through it", async () => {
    const project = join(folder, "verified");
    mkdirSync(project);
    writeFileSync(join(folder, "victim"), "precious");
    symlinkSync(join(folder, "victim"), join(project, "verification.json"));
    assert.deepEqual(await writeVerification(verification, project), { ok: true, value: true });
    assert.equal(readFileSync(join(folder, "victim"), "utf8"), "precious");
    assert.deepEqual(JSON.parse(readFileSync(join(project, "verification.json"), "utf8")), verification);
    assert.deepEqual(readdirSync(project), ["verification.json"]);
  });

  it("cleans up no file of an earlier project behind a link", async () => {
    const out = join(folder, "stale");
    const elsewhere = join(folder, "elsewhere");
    mkdirSync(join(out, "net.mcu"), { recursive: true });
    mkdirSync(elsewhere);
    writeFileSync(join(elsewhere, "a.c"), "precious");
    symlinkSync(elsewhere, join(out, "net.mcu", "example"));
    writeFileSync(join(out, "net.mcu", "memory.json"), JSON.stringify({ files: [{ path: "example/a.c" }] }));
    const project = [{ path: "memory.json", text: JSON.stringify({ files: [] }) }];
    const written = await writeResults({ ...result, project }, "net", out, unwatched);
    assert.ok(written.ok);
    assert.equal(readFileSync(join(elsewhere, "a.c"), "utf8"), "precious");
  });

  it("shortens a model's name that leaves no room for what is put behind it", () => {
    assert.equal(projectFolder("net"), "net.mcu");
    const long = projectFolder("ä".repeat(125));
    assert.ok(Buffer.byteLength(long) <= 255 - 15 && /^ä+-[0-9a-f]{8}\.mcu$/.test(long));
    assert.notEqual(long, projectFolder(`${"ä".repeat(124)}x`));
  });
});

const verification: Verification = {
  format: 1,
  projectSha256: "0",
  passed: true,
  machine: "host",
  compiler: "cc",
  samples: 1,
  compared: 1,
  differing: 0,
  divergence: null,
  overflows: [],
  changedFiles: [],
  layers: [],
  instructions: null,
  items: [],
  flashBytes: null,
  ramBytes: null,
  stackBytes: null,
};
