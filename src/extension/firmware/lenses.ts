/** Above each call of a layer in generated code: bits, bytes, live RAM and its share of the run; and the short form at the end of the line. */
import * as vscode from "vscode";
import { hintOf, lensOf } from "../../protocol/explainCode";
import { inert } from "../../protocol/visible";
import { codeSetting, onCodeSetting } from "../configuration";
import { commandTo } from "./links";
import { C_FILES, type FirmwareProjects } from "./projects";

export function provideLenses(projects: FirmwareProjects): vscode.Disposable {
  const changes = new vscode.EventEmitter<void>();
  const tell = (): void => changes.fire();
  return vscode.Disposable.from(
    changes,
    projects.onChange(tell),
    onCodeSetting(tell),
    vscode.languages.registerCodeLensProvider(C_FILES, {
      onDidChangeCodeLenses: changes.event,
      provideCodeLenses: (document) => {
        const generated = codeSetting("lens", document.uri) ? projects.generated(document) : undefined;
        if (!generated) return [];
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
