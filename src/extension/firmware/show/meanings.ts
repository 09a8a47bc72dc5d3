/** What names in C files mean: which project's layer, array or call, by evidence where several projects have the name. */
import type * as vscode from "vscode";
import type { BuildFiles } from "../build/buildFiles";
import type { FirmwareChoices } from "../choices";
import { calledFrom, type Evidence } from "../evidence";
import { layerAt, type FirmwareProjects, type Meaning } from "../projects";

const KEYWORDS = new Set(
  "auto break case char const continue default do double else enum extern float for goto if inline int long register restrict return short signed sizeof static struct switch typedef union unsigned void volatile while".split(
    " ",
  ),
);

/** What remains of a name's meanings. */
export interface Meanings {
  /** One is proven; of several any may be meant. */
  readonly remaining: readonly Meaning[];
  /** Folders of every project that has the name: what the person may choose between. */
  readonly folders: readonly string[];
}

export class CodeMeanings {
  constructor(
    private readonly projects: FirmwareProjects,
    private readonly files: BuildFiles,
    private readonly choices: FirmwareChoices,
  ) {}

  async evidence(): Promise<Evidence> {
    return { builds: await this.files.builds(), chosen: (path) => this.choices.of(path) };
  }

  async of(symbol: string, document: vscode.TextDocument): Promise<Meanings> {
    await this.projects.whenFound;
    const path = document.uri.fsPath;
    const all = this.projects.meanings(symbol, path);
    const folders = all.map(({ project }) => project.folder);
    if (all.length < 2) return { remaining: all, folders };
    const candidates = all.map(({ project }) => project);
    const remaining = calledFrom(path, document.getText(), candidates, await this.evidence());
    return { remaining: all.filter(({ project }) => remaining.includes(project)), folders };
  }

  /** The lines, from 0, on which a person's own code runs a network, with the function's name. */
  runsIn(document: vscode.TextDocument): readonly { readonly line: number; readonly symbol: string }[] {
    if (this.projects.ownerOf(document.uri.fsPath)) return [];
    const symbols = new Set(
      this.projects.all.flatMap(({ map }) =>
        map.api.filter(({ role }) => role === "invoke").map(({ symbol }) => symbol),
      ),
    );
    const lines = symbols.size > 0 ? document.getText().split("\n") : [];
    return lines.flatMap((text, line) => {
      // A comment's line, and the rest behind //, calls nothing.
      const code = /^\s*\*/.test(text) ? "" : text.replace(/\/\/.*$/, "");
      const called = [...code.matchAll(/\b([A-Za-z_]\w*)\s*\(/g)].map(([, symbol = ""]) => symbol);
      return called.filter((symbol) => symbols.has(symbol)).map((symbol) => ({ line, symbol }));
    });
  }

  /** In a generated file every name on a layer's lines belongs to the layer, as far as it means nothing else. */
  onLine(word: string, document: vscode.TextDocument, line: number): Meaning | undefined {
    const generated = KEYWORDS.has(word) ? undefined : this.projects.generated(document);
    const layer = generated && layerAt(generated, line);
    return layer && { project: generated.project, subject: { kind: "layer", layer } };
  }
}
