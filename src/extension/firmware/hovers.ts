/**
 * Hovers over firmware code, generated and the person's own: what the planner knows of the layer, tensor, array or call under the pointer. In
 * generated files every name on a layer's lines belongs to it; elsewhere only the project's own symbols speak, so that nothing is in the way.
 */
import * as vscode from "vscode";
import type { Subject } from "../../protocol/codeIndex";
import { explain } from "../../protocol/explainCode";
import { COMMANDS, hoverMarkdown } from "./hoverText";
import { C_FILES, layerAt, type FirmwareProject, type FirmwareProjects } from "./projects";

const NAME = /[A-Za-z_]\w*/;
const KEYWORDS = new Set(
  "auto break case char const continue default do double else enum extern float for goto if inline int long register restrict return short signed sizeof static struct switch typedef union unsigned void volatile while".split(
    " ",
  ),
);

export function provideHovers(projects: FirmwareProjects): vscode.Disposable {
  return vscode.languages.registerHoverProvider(C_FILES, {
    provideHover: (document, position) => {
      if (projects.all.length === 0) return undefined;
      const range = document.getWordRangeAtPosition(position, NAME);
      if (!range) return undefined;
      const meant = meaningOf(projects, document, position, document.getText(range));
      return meant && new vscode.Hover(contentOf(meant.project, meant.subject), range);
    },
  });
}

function meaningOf(
  projects: FirmwareProjects,
  document: vscode.TextDocument,
  position: vscode.Position,
  word: string,
): { readonly project: FirmwareProject; readonly subject: Subject } | undefined {
  const known = projects.meaning(word, document.uri.fsPath);
  if (known) return known;
  const generated = KEYWORDS.has(word) ? undefined : projects.generated(document);
  const layer = generated && layerAt(generated, position.line + 1);
  return layer && { project: generated.project, subject: { kind: "layer", layer } };
}

function contentOf(project: FirmwareProject, subject: Subject): vscode.MarkdownString {
  const links = {
    folder: project.folder,
    showLayer: vscode.l10n.t("Show in Memory Profile"),
    revealLayer: vscode.l10n.t("Go to Its Code"),
  };
  const content = new vscode.MarkdownString(hoverMarkdown(explain(project, subject), links));
  content.isTrusted = { enabledCommands: Object.values(COMMANDS) };
  return content;
}
