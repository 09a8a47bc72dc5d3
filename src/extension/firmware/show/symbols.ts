/**
 * The network in what the linker made: symbols of an ELF file as a document, and the linker's own map. A name in either selects its layer, and a
 * layer that is selected is shown in those that are in view.
 */
import { basename } from "node:path";
import * as vscode from "vscode";
import { layerOfSubject, linkedSymbols, symbolsOfLayer } from "../../../protocol/code/codeIndex";
import { lineOfSymbol, symbolList } from "../../../protocol/code/symbolList";
import type { MapLayer } from "../../../protocol/files/memoryMap";
import { nothingUnread } from "../../files/workspaceFiles";
import { elfSymbolsAt, type BuildFiles } from "../build/buildFiles";
import type { FirmwareChoices } from "../choices";
import { belongingTo } from "../evidence";
import type { FirmwareProject, FirmwareProjects } from "../projects";

const SCHEME = "bitwright-symbols";
const NAME = /[A-Za-z_]\w*/;
/** Characters; a linker's map of a large product has more, and is searched by nobody while they click. */
const MOST_SEARCHED = 16 * 1024 * 1024;

/** Where names of symbols mean layers, beside C. */
export const SYMBOL_FILES: readonly vscode.DocumentFilter[] = [
  { scheme: SCHEME },
  { scheme: "file", pattern: "**/*.map" },
];

export interface LayerOfProject {
  readonly project: FirmwareProject;
  readonly layer: MapLayer;
}

export class FirmwareSymbols {
  constructor(
    private readonly projects: FirmwareProjects,
    private readonly files: BuildFiles,
    private readonly choices: FirmwareChoices,
  ) {}

  register(): vscode.Disposable {
    const changes = new vscode.EventEmitter<vscode.Uri>();
    const shown = (): readonly vscode.Uri[] =>
      vscode.workspace.textDocuments.filter(({ uri }) => uri.scheme === SCHEME).map(({ uri }) => uri);
    const tell = (): void => {
      for (const uri of shown()) changes.fire(uri);
    };
    return vscode.Disposable.from(
      changes,
      this.projects.onChange(tell),
      this.files.onChange(tell),
      vscode.workspace.registerTextDocumentContentProvider(SCHEME, {
        onDidChange: changes.event,
        provideTextDocumentContent: (uri) => this.textOf(uri.query),
      }),
    );
  }

  /** @param argument an ELF file */
  async show(argument: unknown): Promise<string | undefined> {
    if (!(argument instanceof vscode.Uri)) return undefined;
    const path = argument.fsPath;
    const uri = vscode.Uri.from({ scheme: SCHEME, path: `/${basename(path)}.symbols`, query: path });
    await vscode.commands.executeCommand("vscode.open", uri, { viewColumn: vscode.ViewColumn.Beside, preview: true });
    return uri.toString();
  }

  /** The layer under the cursor; undefined where there is none, or several projects have the name. */
  async layerAt(document: vscode.TextDocument, position: vscode.Position): Promise<LayerOfProject | undefined> {
    if (!isSymbolFile(document)) return undefined;
    const range = document.getWordRangeAtPosition(position, NAME) ?? firstName(document, position.line);
    if (!range) return undefined;
    const symbol = document.getText(range);
    const path = imageOf(document);
    const having = this.projects.all.filter(({ index }) => index.subject(symbol) !== undefined);
    const remaining = having.length < 2 ? having : belongingTo(path, having, await this.evidence());
    const [project, ...others] = remaining;
    const subject = others.length === 0 ? project?.index.subject(symbol) : undefined;
    const layer = project && subject && layerOfSubject(project.index, subject);
    return layer && { project, layer };
  }

  /** In documents that are in view; the focus stays where it is. */
  reveal(layer: MapLayer): void {
    for (const editor of vscode.window.visibleTextEditors) {
      const { document } = editor;
      if (!isSymbolFile(document)) continue;
      const text = document.getText();
      if (text.length > MOST_SEARCHED) continue;
      const line = lineOfSymbol(text, symbolsOfLayer(layer));
      if (line < 0) continue;
      const range = document.lineAt(line).range;
      editor.selection = new vscode.Selection(range.start, range.end);
      editor.revealRange(range, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
    }
  }

  private async textOf(path: string): Promise<string> {
    await this.projects.whenFound;
    const { all } = this.projects;
    const names = new Set(all.flatMap(({ index }) => [...linkedSymbols(index).keys()]));
    const symbols = (await elfSymbolsAt(path, names).catch(nothingUnread)) ?? [];
    const linked = new Set(symbols.map(({ name }) => name));
    const candidates = all.filter(({ map }) => map.layers.some(({ symbol }) => linked.has(symbol)));
    const owners = candidates.length < 2 ? candidates : belongingTo(path, candidates, await this.evidence());
    const indices = owners.map(({ index }) => index);
    return symbolList(basename(path), symbols, indices);
  }

  private async evidence(): Promise<Parameters<typeof belongingTo>[2]> {
    return { builds: await this.files.builds(), chosen: (path) => this.choices.of(path) };
  }
}

export function isSymbolFile({ uri }: vscode.TextDocument): boolean {
  return uri.scheme === SCHEME || (uri.scheme === "file" && uri.path.endsWith(".map"));
}

function imageOf({ uri }: vscode.TextDocument): string {
  return uri.scheme === SCHEME ? uri.query : uri.fsPath;
}

/** On a line of the list that is no word of C: its symbol. */
function firstName(document: vscode.TextDocument, line: number): vscode.Range | undefined {
  const found = /[A-Za-z_]\w+/.exec(document.lineAt(line).text);
  return found ? new vscode.Range(line, found.index, line, found.index + found[0].length) : undefined;
}
