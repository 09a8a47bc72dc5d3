/**
 * The layer as one selection in two places: a click in the memory profile reveals its C line, and the cursor in generated code selects it in
 * the profile. Neither takes the focus.
 */
import { basename, join } from "node:path";
import * as vscode from "vscode";
import type { MapLines } from "../../../protocol/files/memoryMap";
import { codeSetting } from "../../configuration";
import type { ModelSession } from "../../session/modelSession";
import type { Sessions } from "../../session/sessions";
import { COMMANDS } from "./hoverText";
import { isSymbolFile, type FirmwareSymbols } from "./symbols";
import { layerAt, modelsBeside, type FirmwareProject, type FirmwareProjects } from "../projects";

/** The cursor passes many lines on its way. */
const REST_MS = 120;

export interface LinkSurroundings {
  readonly projects: FirmwareProjects;
  readonly sessions: Sessions;
  readonly symbols: Pick<FirmwareSymbols, "layerAt" | "reveal">;
  /** Brings the model's profile to the front with the layer selected. */
  readonly showLayer: (session: ModelSession, layer: string) => Promise<void>;
  /** Selects the layer where the profile is in view, and does nothing else. */
  readonly selectLayer: (session: ModelSession, layer: string) => void;
}

export function linkCode(around: LinkSurroundings): vscode.Disposable {
  const { projects, sessions } = around;
  let timer: NodeJS.Timeout | undefined;
  const follow = async (editor: vscode.TextEditor): Promise<void> => {
    const { document, selection } = editor;
    const generated = projects.generated(document);
    const inCode = generated && layerAt(generated, selection.active.line + 1);
    const found = inCode
      ? { project: generated.project, layer: inCode }
      : await around.symbols.layerAt(document, selection.active);
    const session = found && (await sessionOf(found.project, sessions));
    if (session) around.selectLayer(session, found.layer.name);
  };
  return vscode.Disposable.from(
    { dispose: () => clearTimeout(timer) },
    vscode.window.onDidChangeTextEditorSelection(({ textEditor, kind }) => {
      // Our own revealing has no kind: what the profile has just selected need not be told to it.
      if (kind === undefined || !codeSetting("followCursor", textEditor.document.uri)) return;
      clearTimeout(timer);
      timer = setTimeout(() => void follow(textEditor), REST_MS);
    }),
    vscode.commands.registerCommand(COMMANDS.showLayer, async (folder: unknown, layer: unknown) => {
      const project = typeof folder === "string" ? projects.at(folder) : undefined;
      const session = project && (await sessionOf(project, sessions));
      if (session && typeof layer === "string") await around.showLayer(session, layer);
    }),
    vscode.commands.registerCommand(COMMANDS.revealLayer, async (folder: unknown, layer: unknown) => {
      const project = typeof folder === "string" ? projects.at(folder) : undefined;
      if (!project || typeof layer !== "string") return;
      // Code does not cover the list of symbols, or the linker's map, that the person came from.
      const { activeTextEditor } = vscode.window;
      const beside = activeTextEditor !== undefined && isSymbolFile(activeTextEditor.document);
      await revealLayer(project, layer, { focus: true, beside });
      const found = project.map.layers.find(({ name }) => name === layer);
      if (found) around.symbols.reveal(found);
    }),
  );
}

/** For a lens. */
export function commandTo(
  command: keyof typeof COMMANDS,
  project: FirmwareProject,
  layer: string,
  title: string,
): vscode.Command {
  return { command: COMMANDS[command], title, arguments: [project.folder, layer] };
}

/**
 * The layer's line in an editor that shows the file already, else in another.
 * @param beside in the group beside, so that it does not cover what the person came from; where it takes no focus that is the default
 * @returns whether there is such a line
 */
export async function revealLayer(
  project: FirmwareProject,
  layerName: string,
  { focus, beside = !focus }: { readonly focus: boolean; readonly beside?: boolean },
): Promise<boolean> {
  const layer = project.map.layers.find(({ name }) => name === layerName);
  if (!layer) return false;
  const { uri, range } = placeOf(project, layer.call);
  const visible = vscode.window.visibleTextEditors.find(({ document }) => document.uri.fsPath === uri.fsPath);
  const editor = await vscode.window.showTextDocument(uri, {
    viewColumn: visible?.viewColumn ?? (beside ? vscode.ViewColumn.Beside : vscode.ViewColumn.Active),
    preserveFocus: !focus,
    preview: true,
  });
  editor.selection = new vscode.Selection(range.start, range.start);
  editor.revealRange(range, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
  return true;
}

export function placeOf(
  { folder }: FirmwareProject,
  { file, line, lastLine }: MapLines,
): { readonly uri: vscode.Uri; readonly range: vscode.Range } {
  return { uri: vscode.Uri.file(join(folder, file)), range: new vscode.Range(line - 1, 0, lastLine - 1, 0) };
}

/** Of the model that the project was generated from: one that is open, else the file beside the project or elsewhere in the workspace. */
export async function sessionOf(project: FirmwareProject, sessions: Sessions): Promise<ModelSession | undefined> {
  const path = await modelPathOf(project, sessions);
  return path === undefined ? undefined : sessions.of(path);
}

/** One that is open with the same bytes, else the file beside the project, else the only one of that name, open or in the workspace. */
export async function modelPathOf(
  { folder, map }: FirmwareProject,
  sessions: Sessions,
  models = new WorkspaceModels(),
): Promise<string | undefined> {
  const { name, sha256 } = map.model;
  // A name, and no way to another folder: what is found is opened.
  if (basename(name) !== name) return undefined;
  const beside = modelsBeside(folder, name);
  const open = sessions.all.filter(({ modelPath }) => basename(modelPath) === name);
  const same = open.filter(({ state }) => state.report?.model.sha256 === sha256).map(({ modelPath }) => modelPath);
  const [first] = same;
  if (first !== undefined) return beside.find((path) => same.includes(path)) ?? first;
  for (const path of beside) {
    const stat = await Promise.resolve(vscode.workspace.fs.stat(vscode.Uri.file(path))).catch(() => undefined);
    if (stat) return path;
  }
  const found = await models.named(name);
  const [only, ...others] = new Set([...open.map(({ modelPath }) => modelPath), ...found]);
  return others.length === 0 ? only : undefined;
}

/** The models of the workspace by name, looked for once and only when somebody asks. */
export class WorkspaceModels {
  private found: Promise<readonly string[]> | undefined;

  async named(name: string): Promise<readonly string[]> {
    this.found ??= findModels();
    return (await this.found).filter((path) => basename(path) === name);
  }
}

const MOST_MODELS = 2000;

async function findModels(): Promise<readonly string[]> {
  const found = await vscode.workspace.findFiles("**/*.[oO][nN][nN][xX]", "**/node_modules/**", MOST_MODELS);
  return found.map(({ fsPath }) => fsPath);
}
