/** Generated firmware in the editor: what is said of its code, and of what does not fit it. All figures are held against memory.json. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import * as vscode from "vscode";
import { formatCount } from "../../src/protocol/words/format";
import type { MapLayer, MapTensor, MemoryMap } from "../../src/protocol/files/memoryMap";
import type { PanelState } from "../../src/protocol/messages/panel";
import type { Verification } from "../../src/protocol/files/verification";
import { fixesAt, hoverOver, lensesOf, openFile, ours, run } from "./support/firmwareCode";
import { addModel, closeEditors, projectPath, until, write } from "./support/project";

const NAME = "hovered";
const FOLDER = `${NAME}.bitwright/${NAME}.mcu`;

function mapOf(): MemoryMap {
  return JSON.parse(readFileSync(projectPath(`${FOLDER}/memory.json`), "utf8")) as MemoryMap;
}

function layerOf(map: MemoryMap, step: number): MapLayer {
  const layer = map.layers[step];
  if (!layer) throw new Error(`there is no step ${step}`);
  return layer;
}

function tensorOf({ tensors }: MemoryMap, name: string): MapTensor {
  const tensor = tensors.find((each) => each.name === name);
  if (!tensor) throw new Error(`there is no tensor ${name}`);
  return tensor;
}

describe("generated firmware", () => {
  let map: MemoryMap;
  let code: vscode.TextDocument;
  let modelUri: vscode.Uri;

  before(async () => {
    const budget = { flash: "64KiB", ram: "64KiB", account: "linked" };
    modelUri = await addModel(NAME, { side: 16, channels: 8, blocks: 3 }, budget);
    await vscode.commands.executeCommand("bitwright.quantize", modelUri, { samples: null });
    map = mapOf();
    // Other tests' firmware is in the workspace too: script and ELF file are this one's because the build says so.
    await write("Makefile", `NET = ${FOLDER}\nLDFLAGS = -Tapp.ld\n`);
    code = await openFile(`${FOLDER}/${NAME}.c`);
    await vscode.workspace.getConfiguration("editor").update("codeLens", true, vscode.ConfigurationTarget.Global);
    for (let look = 0; look < 100 && (await lensesOf(code)).length === 0; look++) {
      await new Promise((later) => setTimeout(later, 100));
    }
  });

  after(async () => {
    rmSync(projectPath("Makefile"), { force: true });
    await closeEditors();
  });

  it("is explained at the call of every layer: output, arena, lifetime, live RAM and its share", async () => {
    for (const layer of map.layers) {
      const text = await hoverOver(code, layer.symbol, layer.call.line);
      const output = tensorOf(map, layer.output);
      const last = output.offset + output.sizeBytes - 1;
      const share = (100 * layer.liveBytes) / map.arena.peakBytes;
      assert.ok(text.includes(`**${layer.name}: ${layer.op}`), text);
      assert.ok(
        text.includes(`${output.shape.join("×")}, ${output.bits} bit, ${formatCount(output.sizeBytes)} B`),
        text,
      );
      assert.ok(text.includes(`bytes ${formatCount(output.offset)} to ${formatCount(last)}`), text);
      assert.ok(text.includes(`Live RAM: ${formatCount(layer.liveBytes)} B, ${share === 100 ? "the peak" : ""}`), text);
      if (share < 100) assert.ok(text.includes(` ${share.toFixed(1).replace(".0", "")} % of the peak`), text);
      assert.ok(text.includes(map.layers[output.lastStep]?.name ?? "?"), text);
    }
  });

  it("is explained at tensors, weights and the arena", async () => {
    const layer = layerOf(map, 1);
    const tensor = tensorOf(map, layer.output);
    assert.match(await hoverOver(code, tensor.symbol), new RegExp(`\\*\\*${tensor.name}: tensor`));
    const [weights] = layer.data;
    if (!weights) throw new Error("the layer has no weights");
    assert.ok((await hoverOver(code, weights.name)).includes(`FLASH: ${formatCount(weights.sizeBytes)} B`));
    assert.ok((await hoverOver(code, map.arena.symbol)).includes(`RAM: ${formatCount(map.arena.sizeBytes)} B`));
  });

  it("is explained in the firmware's own code, in C and in C++", async () => {
    for (const name of ["app.c", "app.cpp"]) {
      await write(
        `firmware/${name}`,
        '#include "hovered.h"\nvoid run(void) { hovered_input()[0] = 1; hovered_invoke(); }\n',
      );
      const own = await openFile(`firmware/${name}`);
      const peak = layerOf(map, map.arena.peakStep);
      assert.ok((await hoverOver(own, "hovered_invoke")).includes(`alive at ${peak.name}`), name);
      assert.match(await hoverOver(own, "hovered_input"), /16×16×3, 8 bit, 768 B/);
      assert.equal(await hoverOver(own, "void"), "");
      assert.equal(await hoverOver(own, "run"), "");
      const [lens, ...others] = await lensesOf(own);
      assert.deepEqual([lens?.range.start.line, others], [1, []]);
      assert.match(
        lens?.command?.title ?? "",
        /^hovered\.onnx · \d+ layers, .* MACs · arena .*, fullest at conv\d · ~ [\d.]+ [kM] cycles \(estimated\)$/,
      );
    }
  });

  it("has a lens above each call, and none where the setting says so", async () => {
    const lenses = await lensesOf(code);
    assert.deepEqual(
      lenses.map(({ range }) => range.start.line + 1).sort((a, b) => a - b),
      map.layers.map(({ call }) => call.line),
    );
    const first = layerOf(map, 0);
    const title = lenses.find(({ range }) => range.start.line + 1 === first.call.line)?.command?.title ?? "";
    assert.match(
      title,
      /^weights [248] bit \d+ B · output [248] bit [\d.]+ (KiB|B) · live [\d.]+ KiB \(.*of the peak\) · ~ [\d.]+ k cycles$/,
    );
    const settings = vscode.workspace.getConfiguration("bitwright.code");
    await settings.update("lens", false, vscode.ConfigurationTarget.Workspace);
    try {
      assert.deepEqual(await lensesOf(code), []);
    } finally {
      await settings.update("lens", undefined, vscode.ConfigurationTarget.Workspace);
    }
  });

  it("has inlay hints where they are wanted", async () => {
    const hints = async (): Promise<readonly vscode.InlayHint[]> =>
      vscode.commands.executeCommand<vscode.InlayHint[]>(
        "vscode.executeInlayHintProvider",
        code.uri,
        new vscode.Range(0, 0, code.lineCount, 0),
      );
    assert.deepEqual(await hints(), []);
    const settings = vscode.workspace.getConfiguration("bitwright.code");
    await settings.update("inlayHints", true, vscode.ConfigurationTarget.Workspace);
    try {
      assert.equal((await hints()).length, map.layers.length);
    } finally {
      await settings.update("inlayHints", undefined, vscode.ConfigurationTarget.Workspace);
    }
  });

  it("says nothing of lines that somebody has changed, and says so", async () => {
    const path = `${FOLDER}/${NAME}.c`;
    const text = readFileSync(projectPath(path), "utf8");
    const edit = new vscode.WorkspaceEdit();
    edit.insert(code.uri, new vscode.Position(0, 0), "// mine\n");
    await vscode.workspace.applyEdit(edit);
    assert.deepEqual(await lensesOf(code), []);
    await code.save();
    await until("the problem", () => ours(path, "firmware.edited"));
    writeFileSync(projectPath(path), text);
    await until("its end", () => (ours(path, "firmware.edited") ? undefined : true));
  });

  it("is told in the panel: where it is, and whether it is of the widths shown", async () => {
    const policyPath = projectPath(`${NAME}.bitwright/policy.json`);
    const policy = readFileSync(policyPath, "utf8");
    const open = () => vscode.commands.executeCommand<PanelState>("bitwright.openPanel", modelUri);
    assert.deepEqual((await open()).firmware, {
      place: FOLDER,
      isCurrent: true,
      verification: null,
      isVerifying: false,
    });
    const edit = { kind: "weights", name: layerOf(map, 0).name, bits: layerOf(map, 0).weightBits === 2 ? 4 : 2 };
    await vscode.commands.executeCommand("bitwright.setBits", edit);
    assert.equal((await open()).firmware?.isCurrent, false);
    await vscode.commands.executeCommand("bitwright.generate", modelUri);
    assert.equal((await open()).firmware?.isCurrent, true);
    assert.equal(readFileSync(policyPath, "utf8"), policy, "only what was asked for is written");
    await vscode.commands.executeCommand("bitwright.reset");
    await vscode.commands.executeCommand("bitwright.generate", modelUri);
    assert.equal(mapOf().policySha256, map.policySha256);
  });

  it("has the instructions of every layer once it is verified", async function () {
    const missing = ["arm-none-eabi-gcc", "qemu-system-arm"].find(
      (tool) => spawnSync(tool, ["--version"]).status !== 0,
    );
    if (missing !== undefined) {
      console.log(`      skipped: ${missing} not found`);
      return this.skip();
    }
    const folder = vscode.Uri.file(projectPath(FOLDER));
    const verification = await vscode.commands.executeCommand<Verification | undefined>("bitwright.verify", folder);
    assert.deepEqual([verification?.differing, verification?.divergence], [0, null]);
    const counted = verification?.layers.find(({ name }) => name === layerOf(map, 1).name)?.instructions ?? 0;
    assert.ok(counted > 0);
    const { firmware } = await vscode.commands.executeCommand<PanelState>("bitwright.openPanel", modelUri);
    assert.deepEqual(firmware?.verification, verification);
    await openFile(`${FOLDER}/${NAME}.c`);
    const text = await hoverOver(code, layerOf(map, 1).symbol, layerOf(map, 1).call.line);
    assert.ok(text.includes(`Instructions: ${formatCount(counted)}, `), text);
    for (const { command } of await lensesOf(code)) assert.match(command?.title ?? "", / % of the instructions$/);
    return undefined;
  });

  it("is stale when its policy changes, and the fix generates it again", async () => {
    const policyPath = projectPath(`${NAME}.bitwright/policy.json`);
    const header = `${FOLDER}/${NAME}.h`;
    const policy = readFileSync(policyPath, "utf8");
    const { policySha256 } = mapOf();
    const narrower = policy.replace(/("weights": \{\s+"[^"]+": )8/, "$14");
    assert.notEqual(narrower, policy);
    writeFileSync(policyPath, narrower);
    const problem = await until("the problem", () => ours(header, "firmware.stale"));
    assert.match(problem.message, /^policy\.json says other widths/);
    const [fix] = (await fixesAt(header, problem)).filter(({ title }) => /again/.test(title));
    assert.ok(fix);
    await run(fix);
    assert.notEqual(mapOf().policySha256, policySha256);
    assert.equal(layerOf(mapOf(), 0).weightBits, 4);
    await until("its end", () => (ours(header, "firmware.stale") ? undefined : true));
    map = mapOf();
  });

  it("does not fit a linker script whose RAM is smaller than the arena", async () => {
    const script = (ram: string): string =>
      `MEMORY\n{\n  FLASH (rx) : ORIGIN = 0x08000000, LENGTH = 1M\n  RAM (xrw) : ORIGIN = 0x20000000, LENGTH = ${ram}\n}\n`;
    await write("app.ld", script("1K"));
    const problem = await until("the problem", () => ours("app.ld", "firmware.region"));
    assert.equal(problem.range.start.line, 3);
    assert.ok(problem.message.includes(`needs ${formatCount(map.arena.sizeBytes)} B`), problem.message);
    await write("app.ld", script("64K"));
    await until("its end", () => (ours("app.ld", "firmware.region") ? undefined : true));
  });

  it("takes its budget from a linker script", async () => {
    const budget = await vscode.commands.executeCommand(
      "bitwright.budgetFromLinkerScript",
      vscode.Uri.file(projectPath("app.ld")),
    );
    assert.deepEqual(budget, { flash: "1024KiB", ram: "64KiB" });
    const settings = JSON.parse(readFileSync(projectPath(`${NAME}.bitwright.json`), "utf8")) as object;
    assert.deepEqual(settings, { flash: "1024KiB", ram: "64KiB", account: "linked" });
  });

  it("says that the script has changed since, and takes its budget again", async () => {
    const text = readFileSync(projectPath("app.ld"), "utf8");
    await write("app.ld", text.replace("64K", "48K"));
    const problem = await until("the problem", () => ours("app.ld", "firmware.moved"));
    assert.equal(problem.message, `RAM has 48 KiB, and had 64 KiB when the budget of ${NAME}.onnx was taken from it.`);
    const [fix] = (await fixesAt("app.ld", problem)).filter(({ title }) => /as budget/.test(title));
    assert.ok(fix);
    await run(fix);
    await until("its end", () => (ours("app.ld", "firmware.moved") ? undefined : true));
    const state = await vscode.commands.executeCommand<PanelState>("bitwright.openPanel", modelUri);
    assert.equal(state.report?.target.ramBytes, 48 * 1024);
  });

  it("differs from a program that was linked with another arena", async function () {
    if (spawnSync("gcc", ["--version"]).status !== 0) return this.skip();
    const object = (arenaBytes: number): void => {
      const source = projectPath("build/app.c");
      mkdirSync(projectPath("build"), { recursive: true });
      writeFileSync(source, `unsigned char ${map.arena.symbol}[${arenaBytes}];\n`);
      const { status } = spawnSync("gcc", ["-c", source, "-o", projectPath("build/app.elf")]);
      assert.equal(status, 0);
    };
    const header = `${FOLDER}/${NAME}.h`;
    object(100);
    const problem = await until("the problem", () => ours(header, "firmware.size"));
    assert.match(problem.message, /^hovered_arena has 100 B in app\.elf/);
    object(map.arena.sizeBytes);
    await until("its end", () => (ours(header, "firmware.size") ? undefined : true));
    return undefined;
  });

  it("follows a linker that has no room, as a task's problem matcher passes it on", async () => {
    const lines = [
      "/usr/bin/../arm-none-eabi/bin/ld: app.elf section `.bss' will not fit in region `RAM'",
      "/usr/bin/../arm-none-eabi/bin/ld: region `RAM' overflowed by 640 bytes",
    ];
    const terminal = (): vscode.Pseudoterminal => {
      const [text, closed] = [new vscode.EventEmitter<string>(), new vscode.EventEmitter<number>()];
      const open = (): void => {
        // The matcher listens a moment after the terminal is there, a busy machine's later: what is said again is the same problem.
        for (const afterMs of [500, 2000, 5000]) setTimeout(() => text.fire(`${lines.join("\r\n")}\r\n`), afterMs);
        setTimeout(() => closed.fire(1), 6000);
      };
      return { onDidWrite: text.event, onDidClose: closed.event, open, close: () => undefined };
    };
    const task = new vscode.Task(
      { type: "test" },
      vscode.TaskScope.Workspace,
      "link",
      "test",
      new vscode.CustomExecution(() => Promise.resolve(terminal())),
      "$bitwright-ld",
    );
    await vscode.tasks.executeTask(task);
    const problem = await until("the problem", () => ours("app.ld", "firmware.overflow"));
    assert.equal(problem.message, "The linker needs 640 B more than RAM has.");
    assert.equal(problem.range.start.line, 3);
  });
});

describe("a budget that is exceeded", () => {
  after(closeEditors);

  it("has a fix whose bytes are the planner's, and that ends the problem", async () => {
    const tight = { flash: "1MiB", ram: "3KiB", account: "model", streaming: "off" };
    const model = await addModel("fixable", { side: 16, channels: 8, blocks: 2 }, tight);
    const state = await vscode.commands.executeCommand<PanelState>("bitwright.estimate", model);
    assert.equal(state.report?.fits, false, JSON.stringify(state.problems));
    const path = "fixable.bitwright.json";
    const problem = await until("the problem", () => ours(path, "budget.ram"));
    const fixes = await fixesAt(path, problem);
    assert.ok(
      fixes.some(({ title, edit }) => /row by row/.test(title) && edit),
      "streaming is not offered",
    );
    const [fix] = fixes.filter(({ title }) => / saves? [\d,]+ B/.test(title));
    assert.ok(fix, fixes.map(({ title }) => title).join());
    assert.ok(existsSync(projectPath(path)));
    assert.doesNotMatch(fix.title, /not enough/);
    await run(fix);
    await until("its end", () => (ours(path, "budget.ram") ? undefined : true));
  });
});
