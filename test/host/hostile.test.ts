/** A workspace that was made to do harm: names that steer, scripts without end, and many projects at once. */
import assert from "node:assert/strict";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import * as vscode from "vscode";
import { hostileNames } from "../support/hostileNames";
import { sampleMap } from "../support/firmware/sampleMap";
import { closeEditors, makeFolder, projectPath, write } from "./support/project";

/** The sample project under another prefix, its first layer under another name. */
function mapText(prefix: string, layerName: string): string {
  const [first, ...others] = sampleMap.layers;
  const map = { ...sampleMap, layers: [{ ...first, name: layerName }, ...others] };
  return JSON.stringify(map)
    .replaceAll('"model_', `"${prefix}_`)
    .replaceAll('"MODEL_', `"${prefix.toUpperCase()}_`)
    .replace('"prefix":"model"', `"prefix":"${prefix}"`);
}

function place(name: string, content: string): void {
  mkdirSync(dirname(projectPath(name)), { recursive: true });
  writeFileSync(projectPath(name), content);
}

/** Our hover over a word of a C file, as Markdown, once there is one. */
async function hoverOver(uri: vscode.Uri, word: string): Promise<vscode.MarkdownString> {
  const document = await vscode.workspace.openTextDocument(uri);
  const position = document.positionAt(document.getText().indexOf(word) + 1);
  for (let look = 0; look < 200; look++) {
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>("vscode.executeHoverProvider", uri, position);
    const own = hovers
      .flatMap(({ contents }) => contents as vscode.MarkdownString[])
      .find(({ value }) => value.includes("_bitwright."));
    if (own) return own;
    await new Promise((later) => setTimeout(later, 100));
  }
  throw new Error(`there is no hover over ${word}`);
}

describe("a workspace that was made to do harm", () => {
  after(closeEditors);

  it("gets no link of its own into a hover, and nothing unseen", async () => {
    const names = hostileNames.filter((name) => /[\u202e[\n$<]/.test(name));
    assert.ok(names.length > 5);
    for (const [i, name] of names.entries()) await write(`harm/p${i}.mcu/memory.json`, mapText(`harm${i}`, name));
    const words = names.map((_, i) => `harm${i}_conv0_row`);
    const uri = await write("harm.c", `${words.map((word) => `int ${word};`).join("\n")}\n`);
    for (const word of words) {
      const { value } = await hoverOver(uri, word);
      assert.doesNotMatch(value.replaceAll("\n", ""), /[\p{C}\p{Zl}\p{Zp}]/u);
      const links = [...value.matchAll(/(?<!\\)\]\(([^)]*)\)/g)].map(([, target]) => target ?? "");
      assert.equal(links.length, 2, value);
      for (const target of links) assert.match(target, /^command:_bitwright\.(show|reveal)Layer\?/);
    }
  });

  it("is read while others go on: 50 projects, 200 files of C, scripts that double, links to devices", async () => {
    let turns = 0;
    const ticking = setInterval(() => turns++, 5);
    const doubling = Array.from({ length: 40 }, (_, i) => `s${i} = s${i + 1} + s${i + 1};`).join("\n");
    await makeFolder("many");
    for (let i = 0; i < 50; i++) mkdirSync(projectPath(`many/p${i}.mcu`), { recursive: true });
    // News of files in folders that are new themselves may be lost.
    await new Promise((later) => setTimeout(later, 3000));
    for (let i = 0; i < 50; i++) {
      place(`many/p${i}.mcu/memory.json`, mapText(`many${i}`, `layer${i}`));
      for (let file = 0; file < 4; file++) place(`many/p${i}.mcu/file${file}.c`, `int value${file};\n`);
      place(`many/p${i}.ld`, `${doubling}\ns40 = 1;\nMEMORY { RAM : ORIGIN = 0, LENGTH = s0 }\n`);
    }
    // Those that are asked for below, once more: until the editor has heard of them.
    for (const i of [0, 49]) await write(`many/p${i}.mcu/memory.json`, mapText(`many${i}`, `layer${i}`));
    symlinkSync("/dev/zero", projectPath("many/zero.ld"));
    symlinkSync("/dev/zero", projectPath("many/zero.elf"));
    const uri = await write("many.c", "int many0_conv0_row;\nint many49_conv0_row;\n");
    for (const i of [0, 49]) assert.match((await hoverOver(uri, `many${i}_conv0_row`)).value, new RegExp(`layer${i}`));
    clearInterval(ticking);
    assert.ok(turns > 10, `${turns} turns`);
  });
});
