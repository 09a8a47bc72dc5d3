/** The report shown, as a read-only document: what report.json would hold for it. */
import { basename } from "node:path";
import * as vscode from "vscode";
import { jsonText } from "../../formats/jsonText";
import type { ModelSession } from "../session/modelSession";
import type { Sessions } from "../session/sessions";

const SCHEME = "bitwright-report";

export function reportUri({ modelPath }: ModelSession): vscode.Uri {
  return vscode.Uri.from({ scheme: SCHEME, path: `/${basename(modelPath)}.report.json`, query: modelPath });
}

export function provideReports(sessions: Sessions): vscode.Disposable {
  const changes = new vscode.EventEmitter<vscode.Uri>();
  const provider: vscode.TextDocumentContentProvider = {
    onDidChange: changes.event,
    provideTextDocumentContent: (uri) => {
      const session = sessions.all.find(({ modelPath }) => modelPath === uri.query);
      const report = session?.state.report;
      return report ? jsonText(report) : "";
    },
  };
  return vscode.Disposable.from(
    changes,
    vscode.workspace.registerTextDocumentContentProvider(SCHEME, provider),
    sessions.onChange((session) => {
      // Progress changes the state many times a second and the report not once.
      if (session.state.busy === null) changes.fire(reportUri(session));
    }),
  );
}
