/** How full RAM is, beside the code: a mark at each call of a layer, in four steps up to the peak, and in the overview ruler. */
import * as vscode from "vscode";
import { heatOf } from "../../../protocol/code/explainCode";
import { codeSetting, onCodeSetting } from "../../configuration";
import type { FirmwareProjects } from "../projects";

/** Quarters of the peak; the manifest gives the colours. */
const COLOURS = ["bitwright.ram.low", "bitwright.ram.middle", "bitwright.ram.high", "bitwright.ram.peak"] as const;

export function showHeat(projects: FirmwareProjects): vscode.Disposable {
  const levels = COLOURS.map((id) => {
    const colour = new vscode.ThemeColor(id);
    return vscode.window.createTextEditorDecorationType({
      isWholeLine: true,
      borderStyle: "solid",
      borderWidth: "0 0 0 3px",
      borderColor: colour,
      overviewRulerColor: colour,
      overviewRulerLane: vscode.OverviewRulerLane.Left,
    });
  });
  const draw = (editor: vscode.TextEditor): void => {
    const { document } = editor;
    if (!projects.ownerOf(document.uri.fsPath)) return;
    const generated = codeSetting("heat", document.uri) ? projects.generated(document) : undefined;
    const ranges: vscode.Range[][] = levels.map(() => []);
    if (generated) {
      const { map, index } = generated.project;
      for (const layer of index.calls(generated.file)) {
        const level = Math.min(levels.length - 1, Math.floor(heatOf(map, layer) * levels.length));
        ranges[level]?.push(new vscode.Range(layer.call.line - 1, 0, layer.call.lastLine - 1, 0));
      }
    }
    levels.forEach((level, i) => editor.setDecorations(level, ranges[i] ?? []));
  };
  const drawAll = (): void => vscode.window.visibleTextEditors.forEach(draw);
  drawAll();
  return vscode.Disposable.from(
    ...levels,
    projects.onChange(drawAll),
    onCodeSetting(drawAll),
    vscode.window.onDidChangeVisibleTextEditors(drawAll),
    vscode.workspace.onDidChangeTextDocument(({ document }) => {
      for (const editor of vscode.window.visibleTextEditors) if (editor.document === document) draw(editor);
    }),
  );
}
