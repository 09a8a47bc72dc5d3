/**
 * The entry point: builds the parts and connects them. Nothing here waits or computes; workers are started when something is first asked
 * of them, so that an activation costs milliseconds.
 */
import { performance } from "node:perf_hooks";
import * as vscode from "vscode";
import { Actions } from "./actions";
import { provideBudgetFixes } from "./problems/budgetFixes";
import { registerCommands } from "./commands";
import { questionFor } from "./configuration";
import { keepContextKeys } from "./contextKeys";
import { Example } from "./example";
import { describeFault } from "./workers/faultTexts";
import { Firmware } from "./firmware/firmware";
import { showProblems } from "./problems/problems";
import { ProfilePages } from "./panel/profilePages";
import { provideReports } from "./files/reportDocuments";
import { Sessions } from "./session/sessions";
import { forgetfulStore, openSessionStore } from "./session/sessionStore";
import { showStatus } from "./statusBar";
import { Workers } from "./workers/workers";
import { resultsIn } from "./files/workspaceFiles";

export function activate(context: vscode.ExtensionContext): void {
  const started = performance.now();
  const log = vscode.window.createOutputChannel("Bitwright", { log: true });
  const worker = new Workers({
    script: vscode.Uri.joinPath(context.extensionUri, "dist", "worker.js").fsPath,
    log: (level, text) => log[level](text),
  });
  const { storageUri, globalStorageUri, extensionUri, workspaceState: memory } = context;
  const sessions = new Sessions({
    worker,
    // Without a folder there is nothing to come back to.
    store: storageUri ? openSessionStore(storageUri.fsPath, (text) => log.warn(text)) : forgetfulStore,
    question: questionFor,
    describe: describeFault,
    readResults: resultsIn,
    now: () => performance.now(),
  });
  const pages: ProfilePages = new ProfilePages({
    extensionUri,
    sessions,
    memory,
    log,
    actions: () => actions,
    revealCode: (session, layer, isAsked) => firmware.revealCode(session, layer, isAsked),
    code: () => firmware,
  });
  const actions: Actions = new Actions({
    worker,
    sessions,
    log,
    memory,
    show: (session, preserveFocus) => pages.show(session, preserveFocus),
    isShown: (session) => pages.isShown(session),
    projectWritten: (folder) => firmware.reread(folder),
    showProject: (folder) => firmware.showProject(folder),
  });
  const firmware: Firmware = new Firmware({ worker, memory, log, sessions, pages, actions });
  const example = new Example({
    extensionUri,
    scratchUri: globalStorageUri,
    memory: context.globalState,
    sessions,
    actions,
  });
  context.subscriptions.push(
    log,
    keepContextKeys(sessions),
    showStatus(sessions),
    showProblems(sessions),
    provideReports(sessions),
    pages.register(),
    firmware.register(),
    provideBudgetFixes(sessions, actions),
    registerCommands({ sessions, actions, firmware, example }),
    sessions,
    worker,
  );
  void example.openPending();
  log.info(`activated in ${Math.round(performance.now() - started)} ms`);
}
