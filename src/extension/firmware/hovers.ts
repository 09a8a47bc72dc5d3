/**
 * Hovers over firmware code, generated and the person's own: what the planner knows of the layer, tensor, array or call under the pointer. In
 * generated files every name on a layer's lines belongs to it; elsewhere only the project's own symbols speak, so that nothing is in the way.
 */
import * as vscode from "vscode";
import type { Subject } from "../../protocol/codeIndex";
import { explain } from "../../protocol/explainCode";
import { LAYER_COMMANDS, linkTo } from "./links";
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
  const { title, facts, layer } = explain(project, subject);
  const content = new vscode.MarkdownString(`**${escaped(title)}**\n\n`);
  content.appendMarkdown(facts.map(({ term, words }) => `${term}: ${escaped(words)}`).join("  \n"));
  if (layer !== null) {
    const show = linkTo("showLayer", project, layer, vscode.l10n.t("Show in Memory Profile"));
    const reveal = linkTo("revealLayer", project, layer, vscode.l10n.t("Go to Its Code"));
    content.appendMarkdown(`\n\n${show} · ${reveal}`);
  }
  content.isTrusted = { enabledCommands: LAYER_COMMANDS };
  return content;
}

/** Names come from the model file: none of them may become a link or a picture. */
function escaped(text: string): string {
  return text.replace(/[\\`*_{}[\]()<>#+\-.!|&~]/g, "\\$&").replace(/\s+/g, " ");
}
