/**
 * What the firmware's own build left or reads: linked ELF files and linker scripts of the workspace, and digests of models and policies. Each
 * is read again only when it has changed.
 */
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { open, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import * as vscode from "vscode";
import { readElf, type ElfFile } from "../../protocol/elfFile";
import { readLinkerMemory } from "../../protocol/linkerScript";
import { elfPattern } from "../configuration";
import type { LinkedFile, LinkerScript, Sources } from "./findings";
import { digestOf } from "./projects";

const SCRIPTS = "**/*.{ld,lds}";
const IGNORED = "**/{node_modules,.git}/**";
const MOST_FILES = 200;

/** A value that follows from a file, kept until the file's size or time changes. */
class PerFile<T> {
  private readonly known = new Map<string, { readonly stamp: string; readonly value: Promise<T | undefined> }>();

  constructor(private readonly read: (path: string) => Promise<T | undefined>) {}

  /** @returns undefined where there is no such file */
  async of(path: string): Promise<{ readonly value: T; readonly writtenAt: number } | undefined> {
    try {
      const { size, mtimeMs } = await stat(path);
      const stamp = `${size} ${mtimeMs}`;
      const known = this.known.get(path);
      const value = known?.stamp === stamp ? known.value : this.read(path);
      this.known.set(path, { stamp, value });
      const read = await value;
      return read === undefined ? undefined : { value: read, writtenAt: mtimeMs };
    } catch {
      // Gone meanwhile, or not to be read: then it says nothing.
      this.known.delete(path);
      return undefined;
    }
  }
}

export class BuildFiles {
  private readonly elves = new PerFile<ElfFile>(readElfAt);
  private readonly models = new PerFile(digestOfFile);
  private readonly texts = new PerFile(textAt);

  async linked(): Promise<readonly LinkedFile[]> {
    const found = await vscode.workspace.findFiles(elfPattern(), IGNORED, MOST_FILES);
    const files = await Promise.all(
      found.map(async ({ fsPath: path }): Promise<LinkedFile[]> => {
        const read = await this.elves.of(path);
        return read ? [{ path, elf: read.value, writtenAt: read.writtenAt }] : [];
      }),
    );
    return files.flat();
  }

  async scripts(): Promise<readonly LinkerScript[]> {
    const found = await vscode.workspace.findFiles(SCRIPTS, IGNORED, MOST_FILES);
    return (await Promise.all(found.map(({ fsPath }) => this.script(fsPath)))).flatMap((script) => script ?? []);
  }

  /** As the person sees it, saved or not. */
  async script(path: string): Promise<LinkerScript | undefined> {
    const open = vscode.workspace.textDocuments.find(({ uri }) => uri.fsPath === path);
    const text = open ? open.getText() : (await this.texts.of(path))?.value;
    return text === undefined ? undefined : { path, ...readLinkerMemory(text) };
  }

  /** A project lies beside its policy. */
  async sources(folder: string, modelPath: string | undefined): Promise<Sources> {
    const path = join(dirname(folder), "policy.json");
    const model = modelPath === undefined ? undefined : await this.models.of(modelPath);
    const policy = await this.texts.of(path);
    return {
      model: model && modelPath !== undefined ? { path: modelPath, sha256: model.value } : undefined,
      policy: policy && { path, sha256: digestOf(policy.value) },
    };
  }

  watch(changed: () => void): vscode.Disposable {
    const watchers = [elfPattern(), SCRIPTS, "**/*.onnx", "**/policy.json", "**/*.mcu/*.c"].map((glob) => {
      const watcher = vscode.workspace.createFileSystemWatcher(glob);
      watcher.onDidChange(changed);
      watcher.onDidCreate(changed);
      watcher.onDidDelete(changed);
      return watcher;
    });
    return vscode.Disposable.from(
      ...watchers,
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        // A file that was read again from disk counts too: news of it may be lost.
        if (/\.lds?$|\.mcu\/[^/]+\.c$/.test(document.uri.path)) changed();
      }),
    );
  }
}

async function readElfAt(path: string): Promise<ElfFile | undefined> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    return await readElf(async (offset, sizeBytes) => {
      // A header may promise more than there is.
      const bytes = new Uint8Array(Math.max(0, Math.min(sizeBytes, size - offset)));
      const { bytesRead } = await file.read(bytes, 0, bytes.length, offset);
      return bytes.subarray(0, bytesRead);
    });
  } finally {
    await file.close();
  }
}

async function digestOfFile(path: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  return hash.digest("hex");
}

async function textAt(path: string): Promise<string> {
  return new TextDecoder().decode(await vscode.workspace.fs.readFile(vscode.Uri.file(path)));
}
