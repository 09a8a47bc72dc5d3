/** A network with states through the command line's own code: sequences against onnxruntime, step by step, and what report and project say. */
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readMemoryMap } from "../../../src/protocol/files/memoryMap";
import type { Report } from "../../../src/protocol/files/report";
import { bitwrightIn, type Answer } from "../../support/commandLine";
import { normals } from "../../support/networks/onnxBuilder";
import { STATEFUL_PAIRS, statefulModel } from "../../support/statefulModel";
import { floats as floatArray, labelsArray } from "../datasets/made";

const STATED = STATEFUL_PAIRS.flatMap(({ input, output }) => ["--states", `${input}=${output}`]);
const [SEQUENCES, STEPS] = [120, 12];

describe("a network with states", () => {
  let folder = "";
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "bitwright-states-"));
    writeFileSync(join(folder, "net.onnx"), statefulModel());
    const values = [...normals(SEQUENCES * STEPS * 6, 31)];
    writeFileSync(join(folder, "sequences.npy"), floatArray([SEQUENCES, STEPS, 6], values));
    writeFileSync(join(folder, "single.npy"), floatArray([SEQUENCES, 6], values.slice(0, SEQUENCES * 6)));
    const labels = Array.from({ length: SEQUENCES }, (_, i) => i % 5);
    writeFileSync(join(folder, "labels.npy"), labelsArray(labels));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  const bitwright = (...argv: readonly string[]): Promise<Answer> => bitwrightIn(folder, argv);

  async function quantized(...more: readonly string[]): Promise<Report> {
    const fixed = "--no-cache --quiet --json --out out".split(" ");
    const { code, out, err } = await bitwright("quantize", "net.onnx", ...fixed, ...STATED, ...more);
    assert.equal(code, 0, err);
    return JSON.parse(out) as Report;
  }

  it("follows the float network over whole sequences, and tells the noise of each step", async () => {
    const report = await quantized("--bits", "8", "--calibration", "sequences.npy");
    const { accuracy, integer } = report;
    assert.equal(accuracy?.reference, "given");
    assert.equal(accuracy.steps, STEPS);
    assert.deepEqual(
      accuracy.sqnrByStep?.map(({ step }) => step),
      Array.from({ length: STEPS }, (_, i) => i),
    );
    for (const { step, sqnrDb } of accuracy.sqnrByStep ?? []) assert.ok(sqnrDb > 25, `step ${step}: ${sqnrDb} dB`);
    assert.equal(integer?.differing, 0);
    assert.deepEqual(
      report.inputs.map(({ name }) => name),
      ["x"],
    );
  });

  it("has states of their own in the account and in the arena, renewed in place where nothing reads the old value any more", async () => {
    const report = await quantized("--bits", "8", "--calibration", "sequences.npy");
    assert.deepEqual(
      report.states?.map(({ input, renewed, sizeBytes }) => [input, renewed, sizeBytes]),
      [
        ["h_in", "inPlace", 8],
        ["cache", "inPlace", 12],
        ["before_in", "copied", 6],
      ],
    );
    const items = report.memory.linked.items.filter(({ region }) => region === "ram");
    assert.deepEqual(
      items.filter(({ kind }) => kind === "states").map(({ name, sizeBytes }) => [name, sizeBytes]),
      [
        ["h_in", 8],
        ["cache", 12],
        ["before_in", 6],
      ],
    );
    const arena = items.filter(({ kind }) => kind === "arena" || kind === "states");
    assert.equal(
      arena.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
      report.memory.arena.bytes,
    );
    const { buffers } = report.memory.arena;
    for (const layer of report.layers.keys()) {
      const held = buffers.filter(({ firstStep, lastStep }) => firstStep <= layer && layer <= lastStep);
      // The bytes at the arena's start belong to states, at every step.
      assert.ok(held.some(({ name }) => ["h_in", "h_out"].includes(name)));
      const inBlock = held.filter(({ offset }) => offset < 26).map(({ name }) => name);
      assert.ok(
        inBlock.every((name) => /^(h|cache|before)(_in|_out)?$/.test(name)),
        inBlock.join(),
      );
    }
    const map = readMemoryMap(readFileSync(join(folder, "out/net.mcu/memory.json"), "utf8"));
    assert.ok(map.ok);
    assert.deepEqual(
      map.value.states?.map(({ name, from, offset }) => [name, from, offset]),
      [
        ["h_in", "h_out", 0],
        ["cache", "cache_out", 8],
        ["before_in", "before_out", 20],
      ],
    );
  });

  it("is searched and rounded on sequences, whose states may have fewer bits", async () => {
    const data = ["--calibration", "sequences.npy"];
    const wide = await quantized("--bits", "8", ...data);
    const budget = ["--account", "model", "--flash", `${wide.memory.model.flashBytes - 150}`];
    const narrow = await quantized(...budget, "--ram", `${wide.memory.model.ramBytes - 4}`, ...data);
    assert.ok(narrow.fits);
    assert.ok(Object.values(narrow.policy.weights).some((bits) => bits < 8));
    const four = await quantized("--weights", "8", "--activations", "4", ...data);
    assert.deepEqual(
      four.states?.map(({ bits, sizeBytes }) => [bits, sizeBytes]),
      [
        [4, 4],
        [4, 6],
        [4, 3],
      ],
    );
    assert.ok((four.accuracy?.sqnrDb ?? 0) < (wide.accuracy?.sqnrDb ?? 0));
  });

  it("judges labels by the sum over a sequence, or by its last step", async () => {
    writeFileSync(
      join(folder, "net.bitwright.json"),
      JSON.stringify({ calibration: { path: "sequences.npy", labels: "labels.npy" } }),
    );
    const sum = await quantized("--bits", "8");
    const last = await quantized("--bits", "8", "--answer", "last");
    rmSync(join(folder, "net.bitwright.json"));
    for (const { accuracy } of [sum, last]) {
      assert.equal(accuracy?.metric, "top1");
      assert.ok((accuracy.agreement ?? 0) > 80);
      assert.ok(accuracy.samples <= SEQUENCES);
    }
    assert.notDeepEqual(sum.accuracy?.sqnrDb, last.accuracy?.sqnrDb);
  });

  it("says that losses count states, and accuracy does not", async () => {
    const told = async (...more: readonly string[]): Promise<string | undefined> =>
      (await quantized("--bits", "8", ...more)).notes.find(({ code }) => code === "accuracy.outputs")?.message;
    assert.equal(
      await told(),
      'accuracy counts output "y"; losses count each of the 3 states that a step leaves for the next ("h_out", "cache_out", "before_out") as much as an output',
    );
    writeFileSync(
      join(folder, "net.bitwright.json"),
      JSON.stringify({ calibration: { path: "sequences.npy", labels: "labels.npy" } }),
    );
    const labelled = await told();
    rmSync(join(folder, "net.bitwright.json"));
    assert.match(
      labelled ?? "",
      /^accuracy is that of output "y", which the labels are for; losses count each of the 3 states that/,
    );
    // One of the three is an input and an output like others, where that is stated.
    const fixed = "quantize net.onnx --bits 8 --no-cache --quiet --json --out out".split(" ");
    const { out } = await bitwright(...fixed, "--states", "h_in=h_out");
    assert.match(
      (JSON.parse(out) as Report).notes.find(({ code }) => code === "accuracy.outputs")?.message ?? "",
      /^accuracy counts all 3 outputs alike \("y", "cache_out", "before_out"\); losses count the state that a step leaves for the next \("h_out"\) as much as an output$/,
    );
  });

  it("takes samples of one step, holds them for as many as are stated, and makes sequences up", async () => {
    const single = await quantized("--bits", "8", "--calibration", "single.npy");
    assert.equal(single.accuracy?.steps, undefined);
    const held = await quantized("--bits", "8", "--calibration", "single.npy", "--steps", "3");
    assert.equal(held.accuracy?.steps, 3);
    const made = await quantized("--bits", "8");
    assert.equal(made.accuracy?.steps, 16);
  });

  it("refuses what sequences cannot be", async () => {
    const refusal = async (...more: readonly string[]): Promise<string> => {
      const { code, err } = await bitwright("quantize", "net.onnx", "--bits", "8", "--no-cache", ...STATED, ...more);
      assert.equal(code, 2, err);
      return err.replace(/\s+/g, " ");
    };
    assert.match(
      await refusal("--calibration", "sequences.npy", "--steps", "5"),
      /sequences of 12 steps, and 5 are stated/,
    );
    assert.match(await refusal("--rows", "supplied"), /rows cannot be supplied to a network with states/);
    assert.match(await refusal("--states", "x=y"), /its input is \[1,6\] where its output is \[1,5\]/);
  });

  it("is a plain network of several inputs where that is stated", async () => {
    const { code, out } = await bitwright("estimate", "net.onnx", "--bits", "8", "--states", "none", "--json");
    assert.equal(code, 0);
    const report = JSON.parse(out) as Report;
    assert.equal(report.states, undefined);
    assert.equal(report.inputs.length, 4);
  });
});
