/** Policies side by side, the page for a review, and the network's symbols in a linked file: asked of a real editor and its own Git. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";
import * as vscode from "vscode";
import type { MemoryMap } from "../../src/protocol/files/memoryMap";
import type { PanelState } from "../../src/protocol/messages/panel";
import { hoverOver } from "./support/firmwareCode";
import { addModel, closeEditors, projectPath, until, write } from "./support/project";

const NAME = "compared";
const RESULTS = `${NAME}.bitwright`;
const POLICY = `${RESULTS}/policy.json`;

function read(name: string): string {
  return readFileSync(projectPath(name), "utf8");
}

async function run(command: string, ...rest: readonly unknown[]): Promise<PanelState> {
  const state = await vscode.commands.executeCommand<PanelState | undefined>(command, ...rest);
  assert.ok(state, `${command} answers`);
  return state;
}

/** The policy with its first weights at another width. */
function changed(text: string): string {
  return text.replace(
    /("weights": \{\s*"[^"]+": )(\d)/,
    (_, start: string, bits: string) => `${start}${bits === "4" ? 2 : 4}`,
  );
}

describe("policies side by side", function () {
  this.timeout(60_000);
  const uri = (name: string): vscode.Uri => vscode.Uri.file(projectPath(name));

  before(async () => {
    const budget = { flash: "64KiB", ram: "64KiB", account: "linked" };
    const model = await addModel(NAME, { side: 16, channels: 8, blocks: 2 }, budget);
    await vscode.commands.executeCommand("bitwright.quantize", model, { samples: null });
    // Beside the model, as a policy that was saved by hand.
    await write(`${NAME}.bitwright-policy.json`, changed(read(POLICY)));
  });
  after(async () => {
    // The other tests' workspace is no repository.
    rmSync(projectPath(".git"), { recursive: true, force: true });
    await closeEditors();
  });

  it("are the two that were selected in the explorer, in that order", async () => {
    const [old, now] = [uri(`${NAME}.bitwright-policy.json`), uri(POLICY)];
    const { comparison, report } = await run("bitwright.compare", now, [old, now]);
    assert.ok(comparison?.now && report);
    assert.equal(comparison.old.title, `${NAME}.bitwright-policy.json`);
    assert.equal(comparison.now.title, POLICY);
    assert.deepEqual(comparison.now.report.policy, report.policy);
    const [first = ""] = Object.keys(report.policy.weights);
    assert.notEqual(comparison.old.report.policy.weights[first], report.policy.weights[first]);
    assert.ok(comparison.now.report.accuracy, "report.json beside it tells what was measured");
    assert.equal(comparison.old.report.accuracy, null);
  });

  it("are the two sides of a diff", async () => {
    const [old, now] = [uri(POLICY), uri(`${NAME}.bitwright-policy.json`)];
    await vscode.commands.executeCommand("vscode.diff", old, now);
    const { comparison } = await run("bitwright.compare", now);
    assert.deepEqual([comparison?.old.title, comparison?.now?.title], [POLICY, `${NAME}.bitwright-policy.json`]);
  });

  it("are the committed one and the file as it is, by the editor's own Git", async function () {
    const git = (...line: readonly string[]): boolean =>
      spawnSync("git", ["-c", "user.name=a", "-c", "user.email=a@b", ...line], { cwd: projectPath(".") }).status === 0;
    const extension = vscode.extensions.getExtension<{ readonly enabled: boolean; getAPI(version: 1): GitApi }>(
      "vscode.git",
    );
    if (!extension || !git("init", "-q") || !git("add", POLICY, `${RESULTS}/report.json`) || !git("commit", "-qm", "1"))
      return this.skip();
    await vscode.workspace.getConfiguration("git").update("enabled", true, vscode.ConfigurationTarget.Global);
    const exported = await extension.activate();
    try {
      await until("Git", () => exported.enabled || undefined);
    } catch {
      console.log("Skipped the committed policy: the editor has found no Git.");
      return this.skip();
    }
    const api = exported.getAPI(1);
    await api.openRepository?.(uri("."));
    await until("the repository", () => api.getRepository(uri(POLICY)) ?? undefined);
    const before = read(POLICY);
    await write(POLICY, changed(before));
    try {
      const { comparison } = await run("bitwright.compareCommitted", uri(POLICY));
      assert.equal(comparison?.old.title, `${POLICY} as committed`);
      assert.ok(comparison.old.report.accuracy, "report.json was committed with it");
      const [first = ""] = Object.keys(comparison.old.report.policy.weights);
      assert.notEqual(comparison.old.report.policy.weights[first], comparison.now?.report.policy.weights[first]);
    } finally {
      await write(POLICY, before);
    }
    return undefined;
  });

  it("stand in the page for a review, with what was measured", async () => {
    await run("bitwright.openPolicy", uri(POLICY));
    await vscode.commands.executeCommand("bitwright.openReview", "copy");
    const text = await vscode.env.clipboard.readText();
    assert.match(text, new RegExp(`^# ${NAME}\\.onnx`));
    for (const title of ["Memory", "Accuracy", "What was verified", "Layers", "How layers run"])
      assert.ok(text.includes(`\n## ${title}\n`), title);
    await vscode.commands.executeCommand("bitwright.openReview", "show");
    await until("the page", () => {
      const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
      return tabs.some(({ label }) => label === `${NAME}.onnx: report`) || undefined;
    });
  });

  it("a linked file's symbols lead to layers, and a layer to its symbol", async function () {
    const folder = `${RESULTS}/${NAME}.mcu`;
    const map = JSON.parse(read(`${folder}/memory.json`)) as MemoryMap;
    const [layer] = map.layers.filter(({ data }) => data.length > 0);
    assert.ok(layer);
    const names = map.layers.flatMap(({ symbol, data }) => [symbol, ...data.map(({ name }) => name)]);
    const source = `${names.map((name) => `char ${name}[8];`).join("\n")}\nint main(void) { return 0; }\n`;
    await write("linked/app.c", source);
    if (spawnSync("gcc", [projectPath("linked/app.c"), "-o", projectPath("linked/app.elf")]).status !== 0)
      return this.skip();
    await closeEditors();
    await vscode.window.showTextDocument(uri(POLICY));
    const shown = await vscode.commands.executeCommand<string>("bitwright.showSymbols", uri("linked/app.elf"));
    const editor = await until("the list", () =>
      vscode.window.visibleTextEditors.find(({ document }) => document.uri.toString() === shown),
    );
    const { document } = editor;
    for (const name of names) assert.match(document.getText(), new RegExp(`^0x[0-9a-f]+ .* ${name} `, "m"));
    const [data] = layer.data;
    assert.match(await hoverOver(document, data?.name ?? ""), new RegExp(`Read by: ${layer.name}`));
    await vscode.commands.executeCommand("_bitwright.revealLayer", projectPath(folder), layer.name);
    const again = vscode.window.visibleTextEditors.find((each) => each.document.uri.toString() === shown);
    assert.ok(again, "the list stays in view");
    assert.ok(document.lineAt(again.selection.active.line).text.includes(` ${layer.symbol} `));
    return undefined;
  });
});

interface GitApi {
  openRepository?(root: vscode.Uri): Promise<unknown>;
  getRepository(uri: vscode.Uri): unknown;
}
