import assert from "node:assert/strict";
import { packCodes } from "../../../../src/engine/base/bits";
import { runProgram } from "../../../../src/engine/interpret/runProgram";
import { checkFiles, readCheckFiles, type CheckFile } from "../../../../src/worker/verify/checkFiles";
import { checksum, expectationsOf } from "../../../../src/worker/verify/expectations";
import { randomRun } from "../../../support/networks/randomProgram";
import { smallNetwork } from "../../../support/firmware/verifiableProject";

const { program, inputs } = randomRun(smallNetwork(), 5, { bits: 4 });

async function files(): Promise<readonly CheckFile[]> {
  return checkFiles(await expectationsOf(program, [inputs, inputs]));
}

const reading = (all: readonly CheckFile[]) => (path: string) =>
  Promise.resolve(all.find((file) => file.path === path)?.bytes);

function parsed(bytes: Uint8Array): object {
  const value: unknown = JSON.parse(Buffer.from(bytes).toString("utf8"));
  assert.ok(typeof value === "object" && value !== null);
  return value;
}

describe("expectations", () => {
  it("are the interpreter's, row by row", async () => {
    const { layers, codes, outputBytes } = await expectationsOf(program, [inputs]);
    const run = runProgram(program, inputs, { keep: "all" });
    program.network.layers.forEach((layer, i) => {
      const expected = run.codes.get(layer.output);
      const { output, rows } = layers[i] ?? { output: undefined, rows: [] };
      if (!expected) {
        assert.equal(output?.bits, 32);
        assert.deepEqual(rows, []);
        return;
      }
      const [height = 0, width = 0, channels = 0] = output?.shape ?? [];
      const sums = Array.from({ length: height }, (_, y) =>
        checksum(expected.subarray(y * width * channels, (y + 1) * width * channels)),
      );
      assert.deepEqual([...(rows[0] ?? [])], sums);
      assert.deepEqual(codes?.[i], expected);
    });
    const [floats] = run.floats.values();
    assert.deepEqual(outputBytes[0], new Uint8Array(floats?.buffer ?? new ArrayBuffer(0)));
  });

  it("come back from their files as they were, and are written the same every time", async () => {
    const written = await files();
    assert.deepEqual(await files(), written);
    const read = await readCheckFiles(reading(written));
    assert.deepEqual(read, { ok: true, value: await expectationsOf(program, [inputs, inputs]) });
    const codes = written.find(({ path }) => path === "check/codes.bin");
    const packed = program.network.layers.reduce((sum, { output }) => {
      const found = runProgram(program, inputs, { keep: "all" }).codes.get(output);
      return sum + (found ? packCodes(found, 4).length : 0);
    }, 0);
    assert.equal(codes?.bytes.length, packed);
  });

  it("are refused where they ask for code that there is none of", async () => {
    const shape = { calls: { entry: 1 }, streams: 0, isSupplied: false, tableBytes: 0 };
    const needs = { ...shape, kernels: { bw_convolution_row: 3 }, tables: ["bw_dot_8"] };
    const expectations = await expectationsOf(program, [inputs]);
    const reads = async (code: unknown): Promise<boolean> => {
      const project = { estimate: [], board: null, optimize: "3", core: "rv32imc", code };
      const written = checkFiles(expectations).map((file) =>
        file.path.endsWith(".json")
          ? { ...file, bytes: Buffer.from(JSON.stringify({ ...parsed(file.bytes), project })) }
          : file,
      );
      return (await readCheckFiles(reading(written))).ok;
    };
    assert.ok(await reads(needs));
    assert.ok(await reads(undefined));
    for (const broken of [
      null,
      {},
      { ...needs, kernels: { bw_unheard_of: 1 } },
      { ...needs, kernels: { bw_convolution_row: -1 } },
      { ...needs, tables: ["bw_dot_16"] },
      { ...needs, calls: { entrance: 1 } },
      { ...needs, calls: { entry: 1e300 } },
      { ...needs, isSupplied: "no" },
    ]) {
      assert.equal(await reads(broken), false, JSON.stringify(broken));
    }
  });

  it("are refused with a sentence when a file is missing, short or nonsense", async () => {
    const written = await files();
    for (const broken of written) {
      for (const bytes of [undefined, broken.bytes.subarray(1), new TextEncoder().encode('{"format":2}')]) {
        const changed = written.flatMap((file) => (file !== broken ? [file] : bytes ? [{ ...file, bytes }] : []));
        const read = await readCheckFiles(reading(changed));
        assert.equal(read.ok, false, broken.path);
        assert.equal(read.problems[0]?.code, "verify.check");
      }
    }
  });

  it("has the published checksums of FNV-1a", () => {
    assert.equal(checksum(new Uint8Array()), 0x811c9dc5);
    assert.equal(checksum(new TextEncoder().encode("a")), 0xe40c292c);
    assert.equal(checksum(new TextEncoder().encode("foobar")), 0xbf9cf968);
  });
});
