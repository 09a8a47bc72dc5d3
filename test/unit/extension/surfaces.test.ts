/** What the extension's sources may use: the ways of reading and telling that keep their promises, and no others. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const FOLDER = join(__dirname, "..", "..", "..", "src", "extension");

const sources = new Map(
  readdirSync(FOLDER, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .map((name) => [name.replaceAll("\\", "/"), readFileSync(join(FOLDER, name), "utf8")] as const),
);

/** `file: what was found`, of files that are not listed. */
function uses(pattern: RegExp, allowed: readonly string[] = []): readonly string[] {
  return [...sources]
    .filter(([name]) => !allowed.includes(name))
    .flatMap(([name, text]) => [...text.matchAll(pattern)].map(([found]) => `${name}: ${found}`));
}

describe("the extension", () => {
  it("waits for no file: nothing of it reads, looks or writes synchronously", () => {
    assert.ok(sources.size > 30);
    assert.deepEqual(uses(/\b\w+Sync\b/g), []);
    assert.deepEqual(uses(/from "node:fs"|require\(/g, ["files/boundedFiles.ts"]), []);
  });

  it("reads files within bounds alone", () => {
    assert.deepEqual(uses(/\bfs\.readFile\b|\breadFile\b/g), []);
    assert.deepEqual(
      uses(/import \{[^}]*\b(?:open|readFile|opendir|readdir)\b[^}]*\} from "node:fs\/promises"/g, [
        "files/boundedFiles.ts",
      ]),
      [],
    );
    assert.deepEqual(
      [...sources]
        .filter(([, text]) => text.includes("openTextDocument("))
        .map(([name]) => name)
        .sort(),
      ["actions.ts", "files/settingsFile.ts"],
    );
  });

  it("tells people things through one door, which makes names harmless", () => {
    const telling =
      /\bwindow\.(?:show(?:Information|Warning|Error)Message|setStatusBarMessage|showQuickPick|withProgress)\b/g;
    assert.deepEqual(uses(telling, ["say.ts"]), []);
    assert.deepEqual(uses(/new vscode\.Diagnostic\((?![^;]*visibleSentence\()/g), []);
    assert.deepEqual(uses(/new vscode\.MarkdownString\((?!hoverMarkdown\()/g), []);
    assert.deepEqual(uses(/appendMarkdown|supportHtml|isTrusted = true/g), []);
  });
});
