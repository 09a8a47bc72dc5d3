/** `net.onnx` and `net.tflite` side by side: what a run on the one does to the results of the other. */
import assert from "node:assert/strict";
import { existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { convertTflite } from "../../../../src/engine/tflite/convert";
import { FaultError } from "../../../../src/protocol/messages/conversation";
import { createHandlers } from "../../../../src/worker/conversationHandlers";
import { refuseOthersResults } from "../../../../src/worker/report/othersResults";
import { temporaryFolder } from "../../../support/cli";
import { bitwrightIn } from "../../../support/commandLine";
import { networkOf } from "../../../support/tflite/tfliteNetworks";

const { path: folder, remove } = temporaryFolder();

function everyFile(): ReadonlyMap<string, string> {
  const out = join(folder, "net.bitwright");
  const names = readdirSync(out, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return new Map(
    names.map((entry) => join(entry.parentPath, entry.name)).map((path) => [path, readFileSync(path, "latin1")]),
  );
}

const quantize = (file: string, ...more: readonly string[]): ReturnType<typeof bitwrightIn> =>
  bitwrightIn(folder, ["quantize", file, "--flash", "64KiB", "--ram", "64KiB", "--no-cache", ...more]);

describe("results of a file of the same name with another ending", function () {
  this.timeout(60_000);

  before(() => {
    const tflite = networkOf("FULLY_CONNECTED", true);
    const converted = convertTflite(tflite);
    assert.ok(converted.ok);
    writeFileSync(join(folder, "net.tflite"), tflite);
    writeFileSync(join(folder, "net.onnx"), converted.value.onnx);
  });
  after(remove);

  it("are kept: the run is refused, and says where else to go", async () => {
    const first = await quantize("net.onnx");
    assert.equal(first.code, 0, first.err);
    const before = everyFile();
    assert.ok(before.size > 5);
    const second = await quantize("net.tflite");
    assert.equal(second.code, 2);
    const said = second.err.replace(/\s+/g, " ");
    assert.match(said, /policy\.json: this was made of "net\.onnx", and results of "net\.tflite" would replace it/);
    assert.match(said, /choose another folder with --out/);
    assert.deepEqual(everyFile(), before);
  });

  it("are kept from the editor's runs as well", async () => {
    const before = everyFile();
    const { quantize: search, generate } = createHandlers({ env: {}, progress: () => undefined });
    const question = {
      modelPath: join(folder, "net.tflite"),
      ambient: { flash: "64KiB", ram: "64KiB" },
      folder,
      trusted: true,
      task: "t",
    };
    const signal = { cancelled: false };
    const path = join(folder, "net.bitwright", "policy.json");
    const policy = { text: readFileSync(path, "utf8"), path };
    const isRefusal = (error: unknown): boolean =>
      error instanceof FaultError &&
      error.fault.kind === "refused" &&
      error.fault.problems[0]?.message === 'this was made of "net.onnx", and results of "net.tflite" would replace it';
    await assert.rejects(async () => search(question, signal), isRefusal);
    await assert.rejects(async () => generate({ ...question, policy, losses: {}, outFolder: null }, signal), isRefusal);
    assert.deepEqual(everyFile(), before);
  });

  it("are no obstacle to another folder, to questions, and to a new run on the same file", async () => {
    const elsewhere = await quantize("net.tflite", "--out", "net.of-tflite");
    assert.equal(elsewhere.code, 0, elsewhere.err);
    assert.ok(existsSync(join(folder, "net.of-tflite", "policy.json")));
    const asked = await bitwrightIn(folder, ["estimate", "net.tflite"]);
    assert.equal(asked.code, 0, asked.err);
    const again = await quantize("net.onnx");
    assert.equal(again.code, 0, again.err);
  });

  it("are told by report and project as well", async () => {
    const out = join(folder, "net.bitwright");
    const model = join(folder, "net.tflite");
    for (const file of ["policy.json", "report.json"]) {
      const refused = await refuseOthersResults(model, out);
      assert.equal(refused.ok ? undefined : refused.problems[0]?.place, join(out, file));
      rmSync(join(out, file));
    }
    const refused = await refuseOthersResults(model, out);
    assert.equal(refused.ok ? undefined : refused.problems[0]?.place, join(out, "net.mcu", "memory.json"));
    rmSync(join(out, "net.mcu", "memory.json"));
    assert.ok((await refuseOthersResults(model, out)).ok);
  });
});
