/** Findings in the editor's list of problems. */
import * as vscode from "vscode";
import { formatCount, formatSize } from "../../protocol/words/format";
import { visibleSentence } from "../../protocol/words/visible";
import { findingsOf, type Finding, type TextFile } from "./findings";
import type { ModelSession } from "../session/modelSession";
import { settingsPathOf } from "../files/placesOf";
import type { Sessions } from "../session/sessions";
import { savedTextOf } from "../files/workspaceFiles";

const SOURCE = "Bitwright";

export function showProblems(sessions: Sessions): vscode.Disposable {
  const collection = vscode.languages.createDiagnosticCollection("bitwright");
  const bySession = new Map<ModelSession, readonly Finding[]>();
  /** Of each session, the newest refresh: reading files takes turns that may overtake each other. */
  const newest = new Map<ModelSession, number>();
  const refresh = async (session: ModelSession): Promise<void> => {
    const turn = (newest.get(session) ?? 0) + 1;
    newest.set(session, turn);
    // Edits are in no file yet: then the limit is the line to point at.
    const policyPath = session.state.edited.length === 0 ? session.policyPath : null;
    const [settings, policy] = await Promise.all([
      readText(settingsPathOf(session.modelPath), "settings"),
      policyPath === null ? undefined : readText(policyPath, "policy"),
    ]);
    if (newest.get(session) !== turn) return;
    bySession.set(session, findingsOf(session.state, settings, policy));
    collection.clear();
    for (const [path, diagnostics] of byFile([...bySession.values()].flat())) {
      collection.set(vscode.Uri.file(path), diagnostics);
    }
  };
  return vscode.Disposable.from(
    collection,
    sessions.onChange((session) => {
      if (session.state.busy === null) void refresh(session);
    }),
  );
}

function byFile(findings: readonly Finding[]): ReadonlyMap<string, vscode.Diagnostic[]> {
  const files = new Map<string, vscode.Diagnostic[]>();
  for (const finding of findings) {
    const { path, line, column } = finding.place;
    const from = new vscode.Position(line - 1, column - 1);
    // An empty range is drawn under the word that stands there.
    const diagnostic = new vscode.Diagnostic(new vscode.Range(from, from), visibleSentence(messageOf(finding)));
    if (finding.kind === "over" && finding.isEstimate) diagnostic.severity = vscode.DiagnosticSeverity.Warning;
    diagnostic.source = SOURCE;
    diagnostic.code = finding.kind === "problem" ? finding.problem.code : `budget.${finding.region}`;
    files.set(path, [...(files.get(path) ?? []), diagnostic]);
  }
  return files;
}

function messageOf(finding: Finding): string {
  if (finding.kind === "problem") {
    const { message, hint, place } = finding.problem;
    // The place is a node or a key where it is not the position itself.
    const named = place === undefined || /:\d+:\d+$/.test(place) ? message : `${place}: ${message}`;
    return hint === undefined ? named : `${named} (${hint})`;
  }
  const { region, overBytes, limitBytes, layer } = finding;
  const [over, limit] = [formatCount(overBytes), formatSize(limitBytes)];
  return region === "ram"
    ? vscode.l10n.t("The network needs {0} B more RAM than {1}, most of it at layer {2}.", over, limit, layer)
    : vscode.l10n.t("The network needs {0} B more FLASH than {1}, most of it for layer {2}.", over, limit, layer);
}

async function readText(path: string, kind: "settings" | "policy"): Promise<TextFile | undefined> {
  const text = await savedTextOf(path, kind);
  return text === undefined ? undefined : { path, text };
}
