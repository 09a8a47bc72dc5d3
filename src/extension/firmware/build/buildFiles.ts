/**
 * What the firmware's own build left or reads: linked ELF files and the maps beside them, linker scripts and build rules of the workspace, and
 * digests of models and policies. Each is read again only when it has changed.
 */
import { stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import * as vscode from "vscode";
import { readElf, readElfSymbols, type ElfFile, type ElfSymbol } from "../../../formats/elfFile";
import { MODEL_GLOB } from "../../../formats/modelFiles";
import { readLinkerMemory, type LinkerMemory } from "../../../formats/linkerScript";
import { digestBounded, eachOf, readBoundedText, UnreadFile, withBounded } from "../../files/boundedFiles";
import { elfPattern } from "../../configuration";
import { AT_ONCE, boundsOf, describeUnread } from "../../files/workspaceFiles";
import { readBuildRules, readLinkMap, type BuildRules, type LinkMap } from "./buildText";
import { mapsBeside, type Builds } from "../evidence";
import type { LinkedFile, LinkerScript, Sources } from "../held/findings";

const SCRIPTS = "**/*.{ld,lds}";
const RULES = "**/{Makefile,makefile,GNUmakefile,CMakeLists.txt,build.ninja,*.mk}";
const MOST_RULES = 2000;
/** Of a linker's map its beginning is read, which names the objects. */
const MAP_BYTES = 1024 * 1024;
/** A hover asks for builds at every rest of the pointer. News of files ends it sooner, but news may be lost. */
const KNOWN_MS = 2000;
const IGNORED = "**/{node_modules,.git}/**";
const MOST_FILES = 200;
/** Values kept of each kind: of every file that is asked for in a turn, and some that were. */
const MOST_KEPT = 2000;

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
      // The one that was asked for longest ago is the first.
      this.known.delete(path);
      this.known.set(path, { stamp, value });
      const [oldest] = this.known.size > MOST_KEPT ? this.known.keys() : [];
      if (oldest !== undefined) this.known.delete(oldest);
      const read = await value;
      return read === undefined ? undefined : { value: read, writtenAt: mtimeMs };
    } catch {
      // Gone meanwhile, or not to be read: then it says nothing.
      this.known.delete(path);
      return undefined;
    }
  }
}

export class BuildFiles implements vscode.Disposable {
  private readonly elves = new PerFile<ElfFile>(readElfAt);
  private readonly models = new PerFile((path) => digestBounded(path, boundsOf(path, "model"), "bytes"));
  private readonly policies = new PerFile((path) => digestBounded(path, boundsOf(path, "policy"), "text"));
  private readonly code = new PerFile((path) => digestBounded(path, boundsOf(path, "code"), "text"));
  private readonly saved = new PerFile(memoryAt);
  private readonly rules = new PerFile(rulesAt);
  private readonly linkMaps = new PerFile(linkMapAt);
  private readonly changes = new vscode.EventEmitter<void>();
  private readonly subscriptions: { dispose(): unknown }[] = [this.changes];
  private known: { readonly builds: Promise<Builds>; readonly until: number } | undefined;

  /** Any of them, or what they are compared with, came, changed or went. */
  readonly onChange = this.changes.event;

  constructor() {
    const changed = (): void => {
      this.known = undefined;
      this.changes.fire();
    };
    for (const glob of [elfPattern(), SCRIPTS, RULES, MODEL_GLOB, "**/policy.json", "**/*.mcu/*.c"]) {
      const watcher = vscode.workspace.createFileSystemWatcher(glob);
      watcher.onDidChange(changed);
      watcher.onDidCreate(changed);
      watcher.onDidDelete(changed);
      this.subscriptions.push(watcher);
    }
    this.subscriptions.push(
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        // A file that was read again from disk counts too: news of it may be lost.
        if (/\.lds?$|\.mcu\/[^/]+\.c$/.test(document.uri.path)) changed();
      }),
    );
  }

  async linked(): Promise<readonly LinkedFile[]> {
    const found = await vscode.workspace.findFiles(elfPattern(), IGNORED, MOST_FILES);
    const files = await eachOf(found, AT_ONCE, async ({ fsPath: path }): Promise<LinkedFile[]> => {
      const read = await this.elves.of(path);
      return read ? [{ path, elf: read.value, writtenAt: read.writtenAt }] : [];
    });
    return files.flat();
  }

  async scripts(): Promise<readonly LinkerScript[]> {
    const found = await vscode.workspace.findFiles(SCRIPTS, IGNORED, MOST_FILES);
    const scripts = await eachOf(found, AT_ONCE, ({ fsPath }) => this.script(fsPath));
    return scripts.flatMap((script) => script ?? []);
  }

  /** What builds say of which files belong together. */
  builds(): Promise<Builds> {
    const now = Date.now();
    if (!this.known || now > this.known.until) this.known = { builds: this.readBuilds(), until: now + KNOWN_MS };
    return this.known.builds;
  }

  /** @returns undefined where it is no ELF file */
  async elf(path: string): Promise<ElfFile | undefined> {
    return (await this.elves.of(path))?.value;
  }

  /** As the person sees it, saved or not. */
  async script(path: string): Promise<LinkerScript | undefined> {
    const open = vscode.workspace.textDocuments.find(({ uri }) => uri.fsPath === path);
    const memory = open ? this.memoryOf(open) : (await this.saved.of(path))?.value;
    return memory && { path, ...memory };
  }

  private readonly opened = new WeakMap<
    vscode.TextDocument,
    { readonly version: number; readonly memory: LinkerMemory }
  >();

  private memoryOf(document: vscode.TextDocument): LinkerMemory {
    const { version } = document;
    const known = this.opened.get(document);
    if (known?.version === version) return known.memory;
    const memory = readLinkerMemory(document.getText());
    this.opened.set(document, { version, memory });
    return memory;
  }

  /** Of a C file as the generator would have written it; undefined: there is none that may be read. */
  async codeDigest(path: string): Promise<string | undefined> {
    return (await this.code.of(path))?.value;
  }

  /** A project lies beside its policy. */
  async sources(folder: string, modelPath: string | undefined): Promise<Sources> {
    const path = join(dirname(folder), "policy.json");
    const model = modelPath === undefined ? undefined : await this.models.of(modelPath);
    const policy = await this.policies.of(path);
    return {
      model: model && modelPath !== undefined ? { path: modelPath, sha256: model.value } : undefined,
      policy: policy && { path, sha256: policy.value },
    };
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
  }

  private async readBuilds(): Promise<Builds> {
    const [found, elves] = await Promise.all([
      vscode.workspace.findFiles(RULES, IGNORED, MOST_RULES),
      vscode.workspace.findFiles(elfPattern(), IGNORED, MOST_FILES),
    ]);
    const maps = new Set(elves.flatMap(({ fsPath }) => mapsBeside(fsPath)));
    const rules = await eachOf(found, AT_ONCE, ({ fsPath }) => this.rules.of(fsPath));
    const linkMaps = await eachOf([...maps], AT_ONCE, (path) => this.linkMaps.of(path));
    return {
      rules: rules.flatMap((each) => (each ? [each.value] : [])),
      linkMaps: linkMaps.flatMap((each) => (each ? [each.value] : [])),
    };
  }
}

async function rulesAt(path: string): Promise<BuildRules | undefined> {
  const text = await readBoundedText(path, boundsOf(path, "buildRules"));
  return text === undefined ? undefined : readBuildRules(path, text);
}

function linkMapAt(path: string): Promise<LinkMap | undefined> {
  return withBounded(path, boundsOf(path, "linkMap"), async ({ read }) =>
    readLinkMap(path, new TextDecoder().decode(await read(0, MAP_BYTES))),
  );
}

/** Functions and arrays of these names in a linked file; undefined: it is none that may be read. */
export async function elfSymbolsAt(
  path: string,
  names: ReadonlySet<string>,
): Promise<readonly ElfSymbol[] | undefined> {
  return withBounded(path, boundsOf(path, "elf"), ({ read }) => readElfSymbols(read, names));
}

function readElfAt(path: string): Promise<ElfFile | undefined> {
  return withBounded(path, boundsOf(path, "elf"), ({ read }) => readElf(read));
}

/** What may not be read has no regions, and says why. */
async function memoryAt(path: string): Promise<LinkerMemory | undefined> {
  try {
    const text = await readBoundedText(path, boundsOf(path, "linkerScript"));
    return text === undefined ? undefined : readLinkerMemory(text);
  } catch (error) {
    if (!(error instanceof UnreadFile)) throw error;
    return { regions: [], limit: describeUnread(error, basename(path), "linkerScript"), steps: 0 };
  }
}
