/** Firmware of several models in one workspace, two of them with the same names: what is said is said of the right one, or not at all. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import * as vscode from "vscode";
import { formatCount, formatSize } from "../../src/protocol/words/format";
import type { MemoryMap } from "../../src/protocol/files/memoryMap";
import { hoverOver, lensesOf, openFile, ours } from "./support/firmwareCode";
import { addModel, closeEditors, projectPath, until, write } from "./support/project";

const MODELS = {
  keywords: { name: "several/keywords/model", size: { side: 16, channels: 8, blocks: 3 } },
  vision: { name: "several/vision/model", size: { side: 24, channels: 16, blocks: 2 } },
  eyes: { name: "several/eyes/eyes", size: { side: 8, channels: 8, blocks: 4 } },
} as const;
type Name = keyof typeof MODELS;
const NAMES: readonly Name[] = ["keywords", "vision", "eyes"];

function folderOf(name: Name): string {
  const model = MODELS[name].name;
  return `${model}.bitwright/${model.slice(model.lastIndexOf("/") + 1)}.mcu`;
}

function mapOf(name: Name): MemoryMap {
  return JSON.parse(readFileSync(projectPath(`${folderOf(name)}/memory.json`), "utf8")) as MemoryMap;
}

function headerOf(name: Name): string {
  return `${folderOf(name)}/${mapOf(name).prefix}.h`;
}

/** An ELF file with an arena of that size. */
async function writeElf(path: string, symbol: string, sizeBytes: number): Promise<void> {
  await write(`${path}.c`, `unsigned char ${symbol}[${sizeBytes}];\n`);
  const { status } = spawnSync("gcc", ["-c", projectPath(`${path}.c`), "-o", projectPath(path)]);
  assert.equal(status, 0);
}

const script = (ram: number): string =>
  `MEMORY\n{\n  FLASH (rx) : ORIGIN = 0x08000000, LENGTH = 1M\n  RAM (xrw) : ORIGIN = 0x20000000, LENGTH = ${ram}\n}\n`;

const runOf = (map: MemoryMap): string => `${map.layers.length} layers, `;
const arenaOf = (map: MemoryMap): string => `RAM: ${formatSize(map.arena.sizeBytes)} of arena`;

async function eventually(what: string, look: () => Promise<boolean>): Promise<void> {
  let last = false;
  for (let i = 0; i < 200 && !last; i++) {
    last = await look();
    if (!last) await new Promise((later) => setTimeout(later, 100));
  }
  assert.ok(last, what);
}

/** Answers the list that a command shows: the entry at that place. */
async function pick(command: Thenable<unknown>, place: number): Promise<unknown> {
  const state = { isDone: false };
  const answer = Promise.resolve(command).finally(() => (state.isDone = true));
  await new Promise((later) => setTimeout(later, 1000));
  for (let i = 0; i < place; i++) await vscode.commands.executeCommand("workbench.action.quickOpenSelectNext");
  for (let i = 0; i < 20 && !state.isDone; i++) {
    await vscode.commands.executeCommand("workbench.action.acceptSelectedQuickOpenItem");
    await new Promise((later) => setTimeout(later, 200));
  }
  return answer;
}

describe("firmware of several models", function () {
  const maps = new Map<Name, MemoryMap>();
  const map = (name: Name): MemoryMap => maps.get(name) ?? mapOf(name);
  const undecided = "several/anywhere/main.c";
  before(async function () {
    this.timeout(120_000);
    if (spawnSync("gcc", ["--version"]).status !== 0) return this.skip();
    for (const name of NAMES) {
      const budget = { flash: "256KiB", ram: "256KiB", account: "linked" };
      const model = await addModel(MODELS[name].name, MODELS[name].size, budget);
      await vscode.commands.executeCommand("bitwright.quantize", model, { samples: null });
      maps.set(name, mapOf(name));
    }
    assert.deepEqual(
      NAMES.map((name) => map(name).prefix),
      ["model", "model", "eyes"],
    );
    assert.notEqual(runOf(map("keywords")), runOf(map("vision")));
    return undefined;
  });
  after(closeEditors);

  it("has no problem where nothing tells whose an ELF file or a script is, and those that are sure", async () => {
    await writeElf("several/out/keywords.elf", "model_arena", 100);
    await writeElf("several/out/vision.elf", "model_arena", map("vision").arena.sizeBytes);
    await write("several/boards/board.ld", script(1024));
    await writeElf("several/out/eyes.elf", "eyes_arena", 100);
    const problem = await until("the sure one", () => ours(headerOf("eyes"), "firmware.size"));
    assert.match(problem.message, /^eyes_arena has 100 B in eyes\.elf/);
    assert.deepEqual(
      [headerOf("keywords"), headerOf("vision")].map((path) => ours(path, "firmware.size")),
      [undefined, undefined],
    );
    assert.equal(ours("several/boards/board.ld", "firmware.region"), undefined);
  });

  it("has the figures of the right one in each firmware's own code", async () => {
    await write("several/keywords/app/main.c", '#include "model.h"\nint main(void) { return model_invoke(); }\n');
    await write(
      "several/keywords/app/Makefile",
      "NET = ../model.bitwright/model.mcu\nLDFLAGS = -T../../boards/board.ld\n",
    );
    await write(
      "several/vision/app/main.c",
      '#include "../model.bitwright/model.mcu/model.h"\nint main(void) { return model_invoke(); }\n',
    );
    await write("several/eyes/app/main.c", '#include "eyes.h"\nint main(void) { return eyes_invoke(); }\n');
    for (const name of NAMES) {
      const document = await openFile(`several/${name}/app/main.c`);
      await eventually(name, async () => {
        const text = await hoverOver(document, `${map(name).prefix}_invoke`);
        return text.includes(arenaOf(map(name))) && text.includes(runOf(map(name)));
      });
      const title = (await lensesOf(document))[0]?.command?.title ?? "";
      assert.ok(title.includes(runOf(map(name))), title);
      assert.ok(title.includes(`arena ${formatSize(map(name).arena.sizeBytes)}`), title);
    }
  });

  it("has lenses of its own in each generated file", async () => {
    for (const name of NAMES) {
      const document = await openFile(`${folderOf(name)}/${map(name).prefix}.c`);
      await eventually(name, async () => (await lensesOf(document)).length === map(name).layers.length);
    }
  });

  it("has the script's problem with the one that is linked with it", async () => {
    const problem = await until("the problem", () => ours("several/boards/board.ld", "firmware.region"));
    const need = formatCount(map("keywords").arena.sizeBytes);
    assert.ok(problem.message.includes(`the arena of model.onnx alone needs ${need} B`), problem.message);
  });

  it("has each ELF file's problem at the one that it was built from, and keeps it when another comes", async () => {
    await write("several/out/keywords.map", `LOAD ../keywords/model.bitwright/model.mcu/model.o\n`);
    await writeElf("several/out/keywords.elf", "model_arena", 101);
    const first = await until("the problem", () => ours(headerOf("keywords"), "firmware.size"));
    assert.match(first.message, /^model_arena has 101 B in keywords\.elf/);
    assert.equal(ours(headerOf("vision"), "firmware.size"), undefined);
    await write("several/out/vision.elf.map", `LOAD ../vision/model.bitwright/model.mcu/model.o\n`);
    await writeElf("several/out/vision.elf", "model_arena", 102);
    const second = await until("the other problem", () => ours(headerOf("vision"), "firmware.size"));
    assert.match(second.message, /^model_arena has 102 B in vision\.elf/);
    assert.match(ours(headerOf("keywords"), "firmware.size")?.message ?? "", /101 B in keywords\.elf/);
    await writeElf("several/out/vision.elf", "model_arena", map("vision").arena.sizeBytes);
    await until("its end", () => (ours(headerOf("vision"), "firmware.size") ? undefined : true));
    assert.match(ours(headerOf("keywords"), "firmware.size")?.message ?? "", /101 B in keywords\.elf/);
  });

  it("says how many it may be where nothing tells, and keeps what is chosen until it is changed", async () => {
    await write(undecided, '#include "model.h"\nvoid run(void) { model_invoke(); }\n');
    const document = await openFile(undecided);
    const text = await hoverOver(document, "model_invoke");
    assert.match(text, /\*\*model_invoke: 2 candidates\*\*/);
    const choose = (await lensesOf(document))[0]?.command;
    if (!choose) throw new Error("there is no lens");
    assert.equal(choose.title, "2 candidates for model_invoke: choose…");
    const folders = [projectPath(folderOf("keywords")), projectPath(folderOf("vision"))];
    assert.deepEqual(choose.arguments, [document.uri.fsPath, folders]);
    const link = /\(command:_bitwright\.chooseFirmware\?([^)]+)\)/.exec(text)?.[1] ?? "";
    assert.deepEqual(JSON.parse(decodeURIComponent(link)), choose.arguments);

    const picked = await pick(
      vscode.commands.executeCommand(choose.command, ...((choose.arguments ?? []) as unknown[])),
      1,
    );
    assert.equal(picked, folders[1]);
    const after = await hoverOver(document, "model_invoke");
    assert.ok(after.includes(runOf(map("vision"))) && after.includes(arenaOf(map("vision"))), after);
    assert.ok((await lensesOf(document))[0]?.command?.title.includes(runOf(map("vision"))));

    const changed = await pick(vscode.commands.executeCommand("bitwright.chooseFirmware"), 0);
    assert.equal(changed, folders[0]);
    assert.ok((await hoverOver(document, "model_invoke")).includes(arenaOf(map("keywords"))));

    assert.equal(await pick(vscode.commands.executeCommand("bitwright.chooseFirmware"), 2), undefined);
    assert.match(await hoverOver(document, "model_invoke"), /2 candidates/);
  });

  it("takes a choice for an ELF file that nothing else tells of", async () => {
    await writeElf("several/out/lone.elf", "model_arena", 103);
    const path = projectPath("several/out/lone.elf");
    const folders = [projectPath(folderOf("keywords")), projectPath(folderOf("vision"))];
    const picked = await pick(vscode.commands.executeCommand("bitwright.chooseFirmware", vscode.Uri.file(path)), 1);
    assert.equal(picked, folders[1]);
    const problem = await until("the problem", () => ours(headerOf("vision"), "firmware.size"));
    assert.match(problem.message, /^model_arena has 103 B in lone\.elf/);
  });
});
