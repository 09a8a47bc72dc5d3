import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";

const root = resolve(__dirname, "../..");

describe("third-party notices", () => {
  it("name what is installed", () => {
    const script = `import("${join(root, "scripts", "notices.mjs")}").then(({ noticesText }) => process.stdout.write(noticesText()))`;
    const text = execFileSync(process.execPath, ["--input-type=module", "-e", script], { encoding: "utf8" });
    assert.equal(readFileSync(join(root, "THIRD_PARTY_NOTICES.md"), "utf8"), text, "run node scripts/notices.mjs");
  });
});
