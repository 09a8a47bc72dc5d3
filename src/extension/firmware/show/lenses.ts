/**
 * Above each call of a layer in generated code: bits, bytes, live RAM and its share of the run; and the short form at the end of the line. Above
 * each run of a network in the person's own code: which network it is, its work and its RAM.
 */
import * as vscode from "vscode";
import { hintOf, lensOf, runLensOf } from "../../../protocol/code/explainCode";
import { inert } from "../../../protocol/words/visible";
import { codeSetting, onCodeSetting } from "../../configuration";
import { CHOOSE } from "./hoverText";
import { commandTo } from "./links";
import type { CodeMeanings } from "./meanings";
import { C_FILES, type FirmwareProjects } from "../projects";

/** Of a file that is no person's. */
const MOST_RUNS = 50;

export function provideLenses(
  projects: FirmwareProjects,
  meanings: CodeMeanings,
  onEvidence: readonly vscode.Event<unknown>[],
): vscode.Disposable {
  const changes = new vscode.EventEmitter<void>();
  const tell = (): void => changes.fire();
  return vscode.Disposable.from(
    changes,
    projects.onChange(tell),
    ...onEvidence.map((on) => on(tell)),
    onCodeSetting(tell),
    vscode.languages.registerCodeLensProvider(C_FILES, {
      onDidChangeCodeLenses: changes.event,
      provideCodeLenses: (document) => {
        if (!codeSetting("lens", document.uri)) return [];
        const generated = projects.generated(document);
        if (!generated) return runLenses(document, meanings);
        const { project, file } = generated;
        return project.index.calls(file).map((layer) => {
          const range = new vscode.Range(layer.call.line - 1, 0, layer.call.line - 1, 0);
          return new vscode.CodeLens(range, commandTo("showLayer", project, layer.name, inert(lensOf(project, layer))));
        });
      },
    }),
    vscode.languages.registerInlayHintsProvider(C_FILES, {
      onDidChangeInlayHints: changes.event,
      provideInlayHints: (document, range) => {
        const generated = codeSetting("inlayHints", document.uri) ? projects.generated(document) : undefined;
        if (!generated) return [];
        const { project, file } = generated;
        return project.index
          .calls(file)
          .filter(({ call }) => call.lastLine > range.start.line && call.lastLine <= range.end.line + 1)
          .map((layer) => {
            const hint = new vscode.InlayHint(document.lineAt(layer.call.lastLine - 1).range.end, hintOf(layer));
            hint.paddingLeft = true;
            return hint;
          });
      },
    }),
  );
}

async function runLenses(document: vscode.TextDocument, meanings: CodeMeanings): Promise<vscode.CodeLens[]> {
  const runs = meanings.runsIn(document).slice(0, MOST_RUNS);
  const lenses = await Promise.all(
    runs.map(async ({ line, symbol }) => {
      const { remaining, folders } = await meanings.of(symbol, document);
      const [first, ...others] = remaining;
      if (!first) return [];
      const { project } = first;
      const peak = project.map.layers[project.map.arena.peakStep]?.name ?? "";
      const choose = {
        command: CHOOSE,
        title: vscode.l10n.t("{0} candidates for {1}: choose…", remaining.length, symbol),
        arguments: [document.uri.fsPath, folders],
      };
      const command = others.length > 0 ? choose : commandTo("showLayer", project, peak, inert(runLensOf(project)));
      return [new vscode.CodeLens(new vscode.Range(line, 0, line, 0), command)];
    }),
  );
  return lenses.flat();
}
