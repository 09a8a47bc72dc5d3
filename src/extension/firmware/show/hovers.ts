/**
 * Hovers over firmware code, generated and the person's own: what the planner knows of the layer, tensor, array or call under the pointer. In
 * generated files every name on a layer's lines belongs to it; elsewhere only the projects' own symbols speak, so that nothing is in the way.
 * Where two projects have the symbol and nothing tells which is meant, that is what is said.
 */
import * as vscode from "vscode";
import { explain, type Explanation } from "../../../protocol/code/explainCode";
import { CHOOSE, COMMANDS, hoverMarkdown, type HoverChoice } from "./hoverText";
import type { CodeMeanings } from "./meanings";
import { C_FILES, type FirmwareProjects, type Meaning } from "../projects";
import { SYMBOL_FILES } from "./symbols";

const NAME = /[A-Za-z_]\w*/;

export function provideHovers(projects: FirmwareProjects, meanings: CodeMeanings): vscode.Disposable {
  return vscode.languages.registerHoverProvider([...C_FILES, ...SYMBOL_FILES], {
    provideHover: async (document, position) => {
      if (projects.all.length === 0) return undefined;
      const range = document.getWordRangeAtPosition(position, NAME);
      if (!range) return undefined;
      const word = document.getText(range);
      const { remaining, folders } = await meanings.of(word, document);
      const [first, ...others] = remaining;
      const path = document.uri.fsPath;
      const choice = (shown: readonly Meaning[], text: string): HoverChoice => ({
        places: shown.map(({ project }) => vscode.workspace.asRelativePath(project.folder)),
        text,
        path,
        folders,
      });
      if (others.length > 0) {
        const title = `${word}: ${vscode.l10n.t("{0} candidates", remaining.length)}`;
        const candidates = choice(remaining, vscode.l10n.t("Choose…"));
        return new vscode.Hover(contentOf({ title, facts: [], layer: null }, "", candidates), range);
      }
      const meant = first ?? meanings.onLine(word, document, position.line + 1);
      if (!meant) return undefined;
      // Others have the name: which one this is belongs to what is said.
      const known = folders.length > 1 ? choice([meant], vscode.l10n.t("Change…")) : undefined;
      return new vscode.Hover(contentOf(explain(meant.project, meant.subject), meant.project.folder, known), range);
    },
  });
}

function contentOf(explanation: Explanation, folder: string, choice: HoverChoice | undefined): vscode.MarkdownString {
  const links = {
    folder,
    showLayer: vscode.l10n.t("Show in Memory Profile"),
    revealLayer: vscode.l10n.t("Go to Its Code"),
  };
  const content = new vscode.MarkdownString(hoverMarkdown(explanation, links, choice));
  content.isTrusted = { enabledCommands: [...Object.values(COMMANDS), CHOOSE] };
  return content;
}
