/**
 * The generated firmware of this window: every memory.json that is one, read once and again when it changes. Hovers and lenses ask here and
 * nothing waits: an answer is a look into maps.
 */
import { stat } from "node:fs/promises";
import { basename, dirname, join, relative, sep } from "node:path";
import * as vscode from "vscode";
import { indexCode, type CodeIndex, type Subject } from "../../protocol/code/codeIndex";
import { readMemoryMap, type MapLayer, type MemoryMap } from "../../protocol/files/memoryMap";
import { layerLossWords } from "../../protocol/files/resultFiles";
import { readVerification, type Verification } from "../../protocol/files/verification";
import { visible } from "../../protocol/words/visible";
import { eachOf } from "../files/boundedFiles";
import { digestOf, rawDigest } from "../files/textDigest";
import { AT_ONCE, savedTextOf } from "../files/workspaceFiles";
import { nearestFolder } from "./nearestFolder";

export interface FirmwareProject {
  /** Absolute. */
  readonly folder: string;
  readonly map: MemoryMap;
  readonly index: CodeIndex;
  readonly verification: Verification | null;
  readonly losses: ReadonlyMap<string, string> | null;
  /** When memory.json was written: milliseconds since 1970. */
  readonly writtenAt: number;
}

/** A memory.json of ours that is not used, and why. */
export interface RefusedProject {
  readonly folder: string;
  readonly reason: string;
}

export interface Meaning {
  readonly project: FirmwareProject;
  readonly subject: Subject;
}

/** A document that is one of a project's generated files. */
export interface GeneratedFile {
  readonly project: FirmwareProject;
  /** As memory.json names it. */
  readonly file: string;
}

export const C_FILES: readonly vscode.DocumentFilter[] = [
  { language: "c", scheme: "file" },
  { language: "cpp", scheme: "file" },
];

const MAP = "memory.json";
const VERIFICATION = "verification.json";
const MOST_PROJECTS = 200;
/** Characters of a sentence. */
const MOST_LOGGED = 500;
/** A generator writes many files. */
const SETTLE_MS = 100;

export class FirmwareProjects implements vscode.Disposable {
  private readonly changes = new vscode.EventEmitter<void>();
  private readonly subscriptions: { dispose(): unknown }[] = [this.changes];
  private readonly known = new Map<string, FirmwareProject>();
  private readonly refusals = new Map<string, string>();
  private readonly timers = new Map<string, NodeJS.Timeout>();
  /** Whether a document's text is the generated one, by its version. */
  private readonly compared = new WeakMap<vscode.TextDocument, { readonly version: number; readonly sha256: string }>();

  /** A project came, changed or went. */
  readonly onChange = this.changes.event;

  /** When the projects that were there from the start have been read: before, one of several looks like the only one. */
  readonly whenFound: Promise<void>;

  constructor(private readonly log: vscode.LogOutputChannel) {
    for (const name of [MAP, VERIFICATION]) {
      const watcher = vscode.workspace.createFileSystemWatcher(`**/${name}`);
      const changed = (uri: vscode.Uri): void => this.readSoon(dirname(uri.fsPath));
      watcher.onDidChange(changed);
      watcher.onDidCreate(changed);
      watcher.onDidDelete(changed);
      this.subscriptions.push(watcher);
    }
    this.subscriptions.push(vscode.workspace.onDidChangeWorkspaceFolders(() => void this.find()));
    this.whenFound = this.find();
  }

  /** In the order of their folders, which never depends on who was read first. */
  get all(): readonly FirmwareProject[] {
    return [...this.known.values()].sort((a, b) => (a.folder < b.folder ? -1 : 1));
  }

  get refused(): readonly RefusedProject[] {
    return [...this.refusals].map(([folder, reason]) => ({ folder, reason }));
  }

  at(folder: string): FirmwareProject | undefined {
    return this.known.get(folder);
  }

  /** The project that the file is a generated file of, whether or not it was edited since. */
  ownerOf(path: string): GeneratedFile | undefined {
    for (const project of this.known.values()) {
      if (!path.startsWith(project.folder + sep)) continue;
      const file = relative(project.folder, path).split(sep).join("/");
      if (project.map.files.some((each) => each.path === file)) return { project, file };
    }
    return undefined;
  }

  /** The same for files with layers in them, where the text is the one that was generated: only then do line numbers mean anything. */
  generated(document: vscode.TextDocument): GeneratedFile | undefined {
    const owner = this.ownerOf(document.uri.fsPath);
    if (!owner?.project.index.hasLines(owner.file)) return undefined;
    return this.isAsGenerated(document, owner) ? owner : undefined;
  }

  /** What a word may mean in that file: in a generated file to its own project, elsewhere to every project that has it. */
  meanings(symbol: string, path: string): readonly Meaning[] {
    const owner = this.ownerOf(path);
    return (owner ? [owner.project] : this.all).flatMap((project) => {
      const subject = project.index.subject(symbol);
      return subject ? [{ project, subject }] : [];
    });
  }

  /** Of the firmware that was generated from that model: the one beside it, else one from the same bytes. */
  ofModel(modelPath: string, sha256: string | undefined): FirmwareProject | undefined {
    const named = this.all.filter(({ map }) => map.model.name === basename(modelPath));
    const beside = named.filter(({ folder }) => modelsBeside(folder, basename(modelPath)).includes(modelPath));
    const exact = named.filter(({ map }) => map.model.sha256 === sha256);
    const [both] = beside.filter((project) => exact.includes(project));
    // Another model of the same name has other layers: it is none.
    return both ?? beside[0] ?? nearestFolder(exact, dirname(modelPath), ({ folder }) => folder);
  }

  /** Reads a project that has just been written, without waiting for news from the disk. */
  async reread(folder: string): Promise<FirmwareProject | undefined> {
    await this.read(folder);
    return this.known.get(folder);
  }

  dispose(): void {
    for (const timer of this.timers.values()) clearTimeout(timer);
    for (const subscription of this.subscriptions) subscription.dispose();
  }

  private async find(): Promise<void> {
    const found = await vscode.workspace.findFiles(`**/${MAP}`, "**/node_modules/**", MOST_PROJECTS);
    const folders = new Set(found.map(({ fsPath }) => dirname(fsPath)));
    const all = [...new Set([...folders, ...this.known.keys()])];
    const changed = await eachOf(all, AT_ONCE, (folder) => this.take(folder));
    // News once: everything that is shown is worked out anew each time.
    if (changed.includes(true)) this.changes.fire();
  }

  private readSoon(folder: string): void {
    clearTimeout(this.timers.get(folder));
    this.timers.set(
      folder,
      setTimeout(() => {
        this.timers.delete(folder);
        void this.read(folder);
      }, SETTLE_MS),
    );
  }

  private async read(folder: string): Promise<void> {
    if (await this.take(folder)) this.changes.fire();
  }

  /** @returns whether anything is known that was not, or the other way round */
  private async take(folder: string): Promise<boolean> {
    const had = this.known.has(folder) || this.refusals.has(folder);
    const project = await this.load(folder);
    if (project) this.known.set(folder, project);
    else this.known.delete(folder);
    return had || project !== undefined || this.refusals.has(folder);
  }

  private async load(folder: string): Promise<FirmwareProject | undefined> {
    const path = join(folder, MAP);
    const [text, writtenAt] = await Promise.all([savedTextOf(path, "project"), timeOf(path)]);
    const refusedBefore = this.refusals.get(folder);
    this.refusals.delete(folder);
    if (text === undefined || writtenAt === undefined) return undefined;
    const map = readMemoryMap(text);
    if (!map.ok) {
      // Other tools call files memory.json too: theirs are none of our business, ours say who wrote them.
      const [problem] = map.problems;
      if (/"generator":\s{0,9}"bitwright/.test(text)) {
        const reason = problem?.message ?? "";
        this.refusals.set(folder, reason);
        if (reason !== refusedBefore) this.log.warn(visible(`${path} is not used: ${reason}`, MOST_LOGGED));
      }
      return undefined;
    }
    const verification = await savedTextOf(join(folder, VERIFICATION), "project");
    return {
      folder,
      map: map.value,
      index: indexCode(map.value),
      verification:
        verification === undefined ? null : verificationOf(verification, [digestOf(text), rawDigest(text)], map.value),
      losses: await lossesBeside(folder, map.value),
      writtenAt,
    };
  }

  private isAsGenerated(document: vscode.TextDocument, { project, file }: GeneratedFile): boolean {
    const expected = project.map.files.find(({ path }) => path === file)?.sha256;
    const { version } = document;
    const known = this.compared.get(document);
    const sha256 = known?.version === version ? known.sha256 : digestOf(document.getText());
    this.compared.set(document, { version, sha256 });
    return sha256 === expected;
  }
}

/** The layer that a line of the document belongs to. */
export function layerAt({ project, file }: GeneratedFile, line: number): MapLayer | undefined {
  return project.index.layerAt(file, line)?.layer;
}

/** Where the model of a project lies when nobody has moved it: the model beside <model>.bitwright/<model>.mcu, or nearer. */
export function modelsBeside(folder: string, name: string): readonly string[] {
  return [dirname(dirname(folder)), dirname(folder), folder].map((each) => join(each, name));
}

/** What the search that left policy.json and report.json beside the project found, where it is this policy's. */
async function lossesBeside(folder: string, { model, policySha256 }: MemoryMap): Promise<FirmwareProject["losses"]> {
  const [policy, report] = await Promise.all([
    savedTextOf(join(dirname(folder), "policy.json"), "policy"),
    savedTextOf(join(dirname(folder), "report.json"), "project"),
  ]);
  if (policy === undefined || report === undefined || digestOf(policy) !== policySha256) return null;
  return layerLossWords(policy, report, model.sha256) ?? null;
}

/** Of this project as it is, and about files of it: what it names is opened. */
function verificationOf(text: string, digests: readonly string[], { files }: MemoryMap): Verification | null {
  const checked = readVerification(text);
  if (!checked.ok || !digests.includes(checked.value.projectSha256)) return null;
  const { divergence } = checked.value;
  return divergence === null || files.some(({ path }) => path === divergence.file) ? checked.value : null;
}

async function timeOf(path: string): Promise<number | undefined> {
  return stat(path).then(
    ({ mtimeMs }) => mtimeMs,
    () => undefined,
  );
}
