import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openLossCache } from "../../../../src/worker/losses/lossCache";

const LOSSES: readonly (readonly [string, number])[] = [
  ["weights:conv1:8", 0],
  ["weights:conv1:4", 0.0125],
  ["activation:rélu:2", 1.75e-6],
];

describe("openLossCache", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "losses-"));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const write = (identity = "a"): void => {
    const cache = openLossCache(folder, [identity]);
    for (const [key, loss] of LOSSES) cache.put(key, loss);
  };
  const read = (identity = "a"): readonly (number | undefined)[] => {
    const cache = openLossCache(folder, [identity]);
    return LOSSES.map(([key]) => cache.get(key));
  };
  const fileOf = (): string => join(folder, readdirSync(folder)[0] ?? "");

  it("gives back what was measured for the same identity, and only for that", () => {
    write();
    assert.deepEqual(
      read(),
      LOSSES.map(([, loss]) => loss),
    );
    assert.equal(openLossCache(folder, ["a"]).dropped, 0);
    assert.deepEqual(read("b"), [undefined, undefined, undefined]);
  });

  it("never gives a loss that was not measured, whichever byte of the file is changed", () => {
    write();
    const file = fileOf();
    const whole = readFileSync(file);
    for (let at = 0; at < whole.length; at++) {
      const changed = Buffer.from(whole);
      changed[at] = (changed[at] ?? 0) ^ (1 << (at % 8));
      writeFileSync(file, changed);
      const cache = openLossCache(folder, ["a"]);
      const { dropped } = cache;
      const found = LOSSES.map(([key]) => cache.get(key));
      found.forEach((loss, i) => assert.ok(loss === undefined || loss === LOSSES[i]?.[1], `byte ${at}: ${loss}`));
      const lost = found.filter((loss) => loss === undefined).length;
      // A line end that is gone takes the two lines around it.
      const isLineEnd = whole[at] === 0x0a && at < whole.length - 1;
      assert.equal(lost, isLineEnd ? 2 : 1, `byte ${at}`);
      assert.ok(dropped >= 1, `byte ${at}`);
    }
  });

  it("leaves out what a killed run cut short, and goes on in the same file", () => {
    write();
    const file = fileOf();
    writeFileSync(file, readFileSync(file).subarray(0, -20));
    const [first, second, third] = LOSSES.map(([, loss]) => loss);
    assert.deepEqual(read(), [first, second, undefined]);
    openLossCache(folder, ["a"]).put("activation:rélu:2", third ?? NaN);
    assert.deepEqual(read(), [first, second, third]);
  });

  it("takes no line from the file of another model or method", () => {
    write("a");
    const text = readFileSync(fileOf(), "utf8");
    openLossCache(folder, ["b"]).put("x", 1);
    const other = readdirSync(folder).find((name) => join(folder, name) !== fileOf()) ?? "";
    const [mine, theirs] = [fileOf(), join(folder, other)];
    const b = readFileSync(theirs, "utf8") === text ? mine : theirs;
    writeFileSync(b, text);
    assert.deepEqual(read("b"), [undefined, undefined, undefined]);
  });
});
