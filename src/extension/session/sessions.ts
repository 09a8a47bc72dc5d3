/** The sessions of this window, one a model, and which of them the person is at: commands without a model mean that one. */
import { basename, dirname } from "node:path";
import * as vscode from "vscode";
import { SECTION } from "../configuration";
import { ModelSession, type SessionSurroundings } from "./modelSession";
import { settingsPathOf } from "../files/placesOf";

/** Exporters write a model in several steps. */
const SETTLE_MS = 400;

export class Sessions implements vscode.Disposable {
  private readonly sessions = new Map<string, { readonly session: ModelSession; readonly stop: () => void }>();
  private readonly changes = new vscode.EventEmitter<ModelSession>();
  private readonly subscriptions: { dispose(): unknown }[] = [this.changes];
  private current: ModelSession | undefined;

  /** A session's state or progress changed, or it became the active one. */
  readonly onChange = this.changes.event;

  constructor(private readonly around: SessionSurroundings) {
    this.subscriptions.push(
      vscode.workspace.onDidChangeConfiguration((event) => {
        for (const { session } of this.sessions.values()) {
          if (event.affectsConfiguration(SECTION, vscode.Uri.file(session.modelPath))) void session.settingsChanged();
        }
      }),
    );
  }

  get active(): ModelSession | undefined {
    return this.current;
  }

  get all(): readonly ModelSession[] {
    return [...this.sessions.values()].map(({ session }) => session);
  }

  activate(session: ModelSession): void {
    if (this.current === session) return;
    this.current = session;
    this.changes.fire(session);
  }

  /** The model's session, made when it is first wanted. */
  of(modelPath: string): ModelSession {
    const known = this.sessions.get(modelPath);
    if (known) return known.session;
    const session = new ModelSession(modelPath, this.around);
    const fire = (): void => this.changes.fire(session);
    const stops = [session.onState(fire), session.onBusy(fire), this.watchFiles(session)];
    this.sessions.set(modelPath, { session, stop: () => stops.forEach((stop) => stop()) });
    return session;
  }

  dispose(): void {
    for (const { session, stop } of this.sessions.values()) {
      stop();
      session.dispose();
    }
    this.sessions.clear();
    for (const subscription of this.subscriptions) subscription.dispose();
  }

  /** The model and its settings file, on disk: a build or a checkout may change either. */
  private watchFiles(session: ModelSession): () => void {
    const folder = vscode.Uri.file(dirname(session.modelPath));
    const model = new vscode.RelativePattern(folder, escapeGlob(basename(session.modelPath)));
    const settings = new vscode.RelativePattern(folder, escapeGlob(basename(settingsPathOf(session.modelPath))));
    const modelWatcher = vscode.workspace.createFileSystemWatcher(model);
    const settingsWatcher = vscode.workspace.createFileSystemWatcher(settings);
    let timer: NodeJS.Timeout | undefined;
    const later = (work: () => Promise<void>) => (): void => {
      clearTimeout(timer);
      timer = setTimeout(() => void work(), SETTLE_MS);
    };
    const modelChanged = later(() => session.modelChanged());
    const settingsChanged = later(() => session.settingsChanged());
    modelWatcher.onDidChange(modelChanged);
    modelWatcher.onDidCreate(modelChanged);
    // What was found stays on the screen, with a sentence that the file is gone.
    modelWatcher.onDidDelete(modelChanged);
    settingsWatcher.onDidChange(settingsChanged);
    settingsWatcher.onDidCreate(settingsChanged);
    settingsWatcher.onDidDelete(settingsChanged);
    return () => {
      clearTimeout(timer);
      modelWatcher.dispose();
      settingsWatcher.dispose();
    };
  }
}

/** A model may be called `net[1].onnx`. */
function escapeGlob(name: string): string {
  return name.replace(/[[\]{}*?]/g, "[$&]");
}
