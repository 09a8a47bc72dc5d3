import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  digestBounded,
  eachOf,
  readBounded,
  readBoundedText,
  UnreadFile,
  withBounded,
} from "../../../../src/extension/files/boundedFiles";
import { digestOf } from "../../../../src/extension/files/textDigest";

describe("files of a workspace", () => {
  let root = "";
  let workspace = "";
  const path = (name: string): string => join(workspace, name);
  const bounds = (mostBytes = 1000) => ({ mostBytes, within: [workspace] });
  const reason = async (name: string): Promise<string> => {
    try {
      return (await readBounded(path(name), bounds())) === undefined ? "none" : "read";
    } catch (error) {
      assert.ok(error instanceof UnreadFile);
      return error.reason;
    }
  };
  beforeEach(() => {
    root = realpathSync(mkdtempSync(join(tmpdir(), "bitwright-bounded-")));
    workspace = join(root, "w");
    mkdirSync(workspace);
    writeFileSync(join(root, "secret.txt"), "secret");
    writeFileSync(path("a.txt"), "\ufeffone\r\ntwo");
  });
  afterEach(() => rmSync(root, { recursive: true }));

  it("are read as they are", async () => {
    assert.equal(await readBoundedText(path("a.txt"), bounds()), "one\r\ntwo");
    assert.equal(await readBoundedText(path("gone.txt"), bounds()), undefined);
    assert.equal(await readBoundedText(path("a.txt/b"), bounds()), undefined);
  });

  it("are regular files, not folders, pipes or devices", async function () {
    assert.equal(await reason("."), "irregular");
    if (process.platform === "win32") return this.skip();
    assert.equal(spawnSync("mkfifo", [path("pipe")]).status, 0);
    assert.equal(await reason("pipe"), "irregular");
    symlinkSync("/dev/zero", path("zero"));
    assert.equal(await reason("zero"), "outside");
    await assert.rejects(readBounded("/dev/zero", { mostBytes: 10, within: ["/dev"] }), UnreadFile);
    return undefined;
  });

  it("have no more bytes than there is room for", async () => {
    writeFileSync(path("full"), Buffer.alloc(1000));
    assert.equal(await reason("full"), "read");
    truncateSync(path("full"), 1001);
    assert.equal(await reason("full"), "large");
  });

  it("lie in the workspace, whatever links say", async function () {
    if (process.platform === "win32") return this.skip();
    symlinkSync(path("a.txt"), path("inside"));
    symlinkSync(join(root, "secret.txt"), path("outside"));
    symlinkSync(root, path("folder"));
    symlinkSync(path("nowhere"), path("broken"));
    symlinkSync(path("circle"), path("circle"));
    assert.equal(await reason("inside"), "read");
    assert.equal(await reason("outside"), "outside");
    assert.equal(await reason("folder/secret.txt"), "outside");
    assert.equal(await reason("folder/w/a.txt"), "read");
    assert.equal(await reason("../secret.txt"), "outside");
    assert.equal(await reason("broken"), "none");
    assert.equal(await reason("circle"), "failed");
    // The workspace itself may be opened through a link.
    symlinkSync(workspace, join(root, "link"));
    const within = [join(root, "link")];
    assert.equal((await readBounded(join(root, "link", "a.txt"), { mostBytes: 100, within }))?.length, 11);
    return undefined;
  });

  it("end where they ended when they were opened", async () => {
    const found = await withBounded(path("a.txt"), bounds(), async ({ size, read }) => {
      writeFileSync(path("a.txt"), "x".repeat(500));
      return [size, (await read(0, 1e9)).length, (await read(20, 1e9)).length];
    });
    assert.deepEqual(found, [11, 11, 0]);
  });

  it("have a digest in pieces, of texts whatever the line ends", async () => {
    // Line ends on both sides of where pieces meet.
    const line = `${"y".repeat(1023)}\r\n`;
    const text = line.repeat(2100) + "\r\r\nend\r";
    writeFileSync(path("code.c"), text);
    const most = bounds(1e8);
    const expected = digestOf(text);
    assert.equal(await digestBounded(path("code.c"), most, "text"), expected);
    writeFileSync(path("code.c"), `\ufeff${text}`);
    assert.equal(await digestBounded(path("code.c"), most, "text"), expected);
    const bytes = createHash("sha256").update(`\ufeff${text}`).digest("hex");
    assert.equal(await digestBounded(path("code.c"), most, "bytes"), bytes);
    for (const cut of [1024 * 1024 - 1, 1024 * 1024, 1024 * 1024 + 1]) {
      const odd = `${"z".repeat(cut - 1)}\r\nmore\r\n`;
      writeFileSync(path("code.c"), odd);
      assert.equal(await digestBounded(path("code.c"), most, "text"), digestOf(odd), String(cut));
    }
  });

  it("are worked on a few at a time", async () => {
    let [running, most] = [0, 0];
    const results = await eachOf(
      Array.from({ length: 50 }, (_, i) => i),
      4,
      async (item) => {
        most = Math.max(most, ++running);
        await new Promise((resolve) => setImmediate(resolve));
        running--;
        return 2 * item;
      },
    );
    assert.deepEqual(
      results,
      Array.from({ length: 50 }, (_, i) => 2 * i),
    );
    assert.equal(most, 4);
    assert.deepEqual(await eachOf([], 4, () => Promise.resolve(1)), []);
  });
});
