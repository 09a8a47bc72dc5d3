/**
 * Golden texts: each test claims its files in a folder of test/golden, and a file that no test claims fails. Run with
 * UPDATE_GOLDEN=1 to write what the code says now.
 */
import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const ROOT = join(__dirname, "..", "golden");

export interface Goldens {
  /** Compares a text with the golden of that name, and claims it. */
  check(name: string, text: string): void;
  /** To be called once all checks have run. */
  assertAllClaimed(): void;
}

/** @param folder below test/golden; one test file owns it */
export function goldens(folder: string): Goldens {
  const directory = join(ROOT, folder);
  const claimed = new Set<string>();
  return {
    check(name, text) {
      const file = `${name}.txt`;
      claimed.add(file);
      const path = join(directory, file);
      if (process.env["UPDATE_GOLDEN"] === "1") {
        mkdirSync(directory, { recursive: true });
        writeFileSync(path, text);
        return;
      }
      assert.ok(existsSync(path), `there is no golden ${folder}/${file}; run with UPDATE_GOLDEN=1 and review it`);
      assert.equal(text, readFileSync(path, "utf8"), `differs from golden ${folder}/${file}`);
    },
    assertAllClaimed() {
      const files = existsSync(directory) ? readdirSync(directory) : [];
      assert.deepEqual(
        files.filter((file) => !claimed.has(file)),
        [],
        `goldens in ${folder} that no test claims`,
      );
    },
  };
}
