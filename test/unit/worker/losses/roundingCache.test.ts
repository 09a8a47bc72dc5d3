import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { RoundedWeights } from "../../../../src/engine";
import { decodeRounded as decode, encodeRounded as encode } from "../../../../src/worker/losses/roundedFile";
import { MAGIC, roundedOnce } from "../../../../src/worker/losses/roundingCache";

const encodeRounded = (weights: RoundedWeights): Uint8Array => encode(weights, MAGIC);
const decodeRounded = (bytes: Uint8Array): RoundedWeights | undefined => decode(bytes, MAGIC);

/** Two layers; `seed` makes their numbers differ. */
function rounded(seed: number): RoundedWeights {
  const layer = (bits: 2 | 4 | 8, channels: number, perChannel: number): [string, ReturnType<typeof of>] => [
    `conv·${channels}:${bits}`,
    of(bits, channels, perChannel),
  ];
  const of = (bits: 2 | 4 | 8, channels: number, perChannel: number) => ({
    grid: {
      bits,
      codes: Uint8Array.from({ length: channels * perChannel }, (_, i) => (i * 7 + seed) % 2 ** bits),
      scales: Float64Array.from({ length: channels }, (_, i) => 0.1 / (i + seed + 1)),
      zeroPoints: Uint8Array.from({ length: channels }, (_, i) => (i + seed) % 2 ** bits),
    },
    bias: Float64Array.from({ length: channels }, (_, i) => -1 / (i + seed + 3)),
  });
  return new Map([layer(8, 3, 9), layer(2, 4, 5)]);
}

describe("roundedOnce", () => {
  let folder: string;
  let made: number;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "rounding-"));
    made = 0;
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const make = (seed: number) => (): Promise<RoundedWeights> => {
    made += 1;
    return Promise.resolve(rounded(seed));
  };
  const onlyFile = (): string => {
    const names = readdirSync(folder);
    assert.equal(names.length, 1, names.join());
    return join(folder, names[0] ?? "");
  };

  it("rounds once for an identity, and gives back the same numbers to the last bit", async () => {
    assert.deepEqual(await roundedOnce(folder, ["a"], make(1)), rounded(1));
    assert.deepEqual(await roundedOnce(folder, ["a"], make(2)), rounded(1));
    assert.equal(made, 1);
    assert.deepEqual(await roundedOnce(folder, ["b"], make(2)), rounded(2));
    assert.equal(made, 2);
  });

  it("keeps nothing where there is no folder", async () => {
    await roundedOnce(undefined, ["a"], make(1));
    await roundedOnce(undefined, ["a"], make(1));
    assert.equal(made, 2);
  });

  it("makes anew what is cut short or changed anywhere, and repairs the file", async () => {
    await roundedOnce(folder, ["a"], make(1));
    const file = onlyFile();
    const whole = readFileSync(file);
    for (let length = 0; length < whole.length; length += 13) {
      writeFileSync(file, whole.subarray(0, length));
      assert.deepEqual(await roundedOnce(folder, ["a"], make(1)), rounded(1));
      assert.ok(readFileSync(file).equals(whole), `repaired after ${length} bytes`);
    }
    for (let at = 0; at < whole.length; at += 11) {
      const damaged = Buffer.from(whole);
      damaged[at] = (damaged[at] ?? 0) ^ 1;
      assert.equal(decodeRounded(damaged), undefined, `byte ${at}`);
    }
    assert.equal(decodeRounded(Buffer.concat([whole, Buffer.from([0])])), undefined);
  });

  it("reads what it writes from any position in memory", () => {
    const bytes = encodeRounded(rounded(1));
    const shifted = new Uint8Array(bytes.length + 3);
    shifted.set(bytes, 3);
    assert.deepEqual(decodeRounded(shifted.subarray(3)), rounded(1));
  });

  it("gives the result where nothing can be written", async () => {
    const occupied = join(folder, "file");
    writeFileSync(occupied, "");
    assert.deepEqual(await roundedOnce(join(occupied, "below"), ["a"], make(1)), rounded(1));
  });

  it("removes its own files, the one used longest ago first, and no other", async () => {
    const size = encodeRounded(rounded(1)).length;
    const limit = 2 * size;
    writeFileSync(join(folder, "losses-0.jsonl"), "x".repeat(3 * size));
    writeFileSync(join(folder, "rounding-notes.bin"), "x".repeat(3 * size));
    await roundedOnce(folder, ["a"], make(1), limit);
    const [first = ""] = readdirSync(folder).filter((name) => /^rounding-[0-9a-f]{32}\.bin$/.test(name));
    await roundedOnce(folder, ["b"], make(1), limit);
    for (const name of readdirSync(folder)) utimesSync(join(folder, name), 1000, name === first ? 2000 : 1000);
    await roundedOnce(folder, ["c"], make(1), limit);
    const left = readdirSync(folder);
    assert.equal(left.length, 4);
    assert.ok(left.includes(first) && left.includes("losses-0.jsonl") && left.includes("rounding-notes.bin"));
    await roundedOnce(folder, ["a"], make(1), limit);
    assert.equal(made, 3, "a and c are kept");
    await roundedOnce(folder, ["b"], make(1), limit);
    assert.equal(made, 4, "b is not");
  });

  it("does not keep what is larger than all may be", async () => {
    await roundedOnce(folder, ["a"], make(1), encodeRounded(rounded(1)).length - 1);
    assert.deepEqual(readdirSync(folder), []);
  });
});
