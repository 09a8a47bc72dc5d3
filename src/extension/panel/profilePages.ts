/**
 * The panels of this window: opened by a command, as the custom editor of a model, or brought back after a reload. All three are the same
 * page. A page holds nothing: when it is hidden it is gone, and when it is shown again it asks for the state.
 */
import { randomBytes } from "node:crypto";
import { basename } from "node:path";
import * as vscode from "vscode";
import { Conversation, FaultError } from "../../protocol/messages/conversation";
import { isPanelSaved, PANEL_PARAMS, type PanelEvents, type PanelRequests } from "../../protocol/messages/panel";
import type { Handlers, NoMessages } from "../../protocol/messages/envelope";
import type { Actions } from "../actions";
import type { ModelSession } from "../session/modelSession";
import { visible, visibleSentence } from "../../protocol/words/visible";
import { pageHtml } from "./pageHtml";
import { openReview } from "../pickers/reviewSteps";
import type { Sessions } from "../session/sessions";

export const PANEL_TYPE = "bitwright.panel";
export const EDITOR_TYPE = "bitwright.memoryProfile";
/** Titles and models of open panels: for a page that was closed before it could keep its own. */
const OPEN_PANELS = "openPanels";

type PanelConversation = Conversation<NoMessages, PanelEvents, PanelRequests, NoMessages>;

export interface PageSurroundings {
  readonly extensionUri: vscode.Uri;
  readonly sessions: Sessions;
  readonly memory: vscode.Memento;
  readonly log: vscode.LogOutputChannel;
  /** Actions show pages, and pages ask for actions. */
  readonly actions: () => Actions;
  /** The layer's line in generated code. `isAsked`: the person wants to be there; else it is shown beside, where there is code. */
  readonly revealCode: (session: ModelSession, layer: string, isAsked: boolean) => Promise<void>;
  readonly code: () => PanelCode;
}

/** What the panel may ask about the generated code that it speaks of. */
export interface PanelCode {
  readonly verifyOfPanel: (session: ModelSession) => Promise<void>;
  readonly openOfPanel: (session: ModelSession) => Promise<void>;
  readonly revealOfPanel: (session: ModelSession) => Promise<void>;
}

export class ProfilePages implements vscode.CustomReadonlyEditorProvider, vscode.WebviewPanelSerializer {
  /** The most recently opened last. */
  private readonly pages = new Map<vscode.WebviewPanel, ModelSession>();
  private readonly conversations = new Map<vscode.WebviewPanel, PanelConversation>();
  /** Layers that pages are to select as soon as they have something to select in. */
  private readonly wanted = new Map<vscode.WebviewPanel, string>();

  constructor(private readonly around: PageSurroundings) {}

  register(): vscode.Disposable {
    return vscode.Disposable.from(
      vscode.window.registerCustomEditorProvider(EDITOR_TYPE, this, { supportsMultipleEditorsPerDocument: false }),
      vscode.window.registerWebviewPanelSerializer(PANEL_TYPE, this),
      {
        dispose: () => {
          for (const panel of [...this.pages.keys()]) panel.dispose();
        },
      },
    );
  }

  /** Brings the model's panel to the front, whichever kind it is; opens one where there is none. `preserveFocus`: keys go where they went. */
  show(session: ModelSession, preserveFocus = false): void {
    const panel = this.panelOf(session);
    if (panel) {
      panel.reveal(undefined, preserveFocus);
      return;
    }
    const place = { viewColumn: vscode.ViewColumn.Active, preserveFocus };
    this.adopt(vscode.window.createWebviewPanel(PANEL_TYPE, titleOf(session), place), session);
  }

  /** Brings the model's page to the front with the layer selected. */
  async showLayer(session: ModelSession, layer: string): Promise<void> {
    const isShown = this.isShown(session);
    this.show(session);
    await session.start();
    const panel = this.panelOf(session);
    if (!panel) return;
    // A page that was hidden is made anew, and asks for the state first.
    if (isShown) this.conversations.get(panel)?.tell("select", { layer });
    else this.wanted.set(panel, layer);
  }

  /** In pages that are in view: what is hidden need not follow. */
  selectLayer(session: ModelSession, layer: string): void {
    for (const [panel, own] of this.pages) {
      if (own === session && panel.visible) this.conversations.get(panel)?.tell("select", { layer });
    }
  }

  isShown(session: ModelSession): boolean {
    return [...this.pages].some(([panel, own]) => own === session && panel.visible);
  }

  openCustomDocument(uri: vscode.Uri): vscode.CustomDocument {
    return { uri, dispose: () => undefined };
  }

  resolveCustomEditor({ uri }: vscode.CustomDocument, panel: vscode.WebviewPanel): void {
    if (uri.scheme !== "file") {
      throw new Error(vscode.l10n.t("{0} is not on a disk: save a copy of the model in a folder first.", uri.path));
    }
    const session = this.around.sessions.of(uri.fsPath);
    this.adopt(panel, session);
    if (panel.active) this.around.sessions.activate(session);
    void session.start();
  }

  async deserializeWebviewPanel(panel: vscode.WebviewPanel, saved: unknown): Promise<void> {
    const modelPath = isPanelSaved(saved) ? saved.model : this.rememberedPanels()[panel.title];
    if (modelPath === undefined) {
      panel.dispose();
      return;
    }
    const session = this.around.sessions.of(modelPath);
    this.adopt(panel, session);
    if (panel.active || !this.around.sessions.active) this.around.sessions.activate(session);
    await session.start();
  }

  private adopt(panel: vscode.WebviewPanel, session: ModelSession): void {
    const { extensionUri, sessions, log, actions } = this.around;
    this.pages.set(panel, session);
    const dist = vscode.Uri.joinPath(extensionUri, "dist");
    const icon = (theme: string): vscode.Uri => vscode.Uri.joinPath(extensionUri, "media", `panel-${theme}.svg`);
    panel.iconPath = { light: icon("light"), dark: icon("dark") };
    const { webview } = panel;
    webview.options = { enableScripts: true, localResourceRoots: [dist] };
    const conversation: PanelConversation = new Conversation<NoMessages, PanelEvents, PanelRequests, NoMessages>({
      send: (message) => void webview.postMessage(message),
      handlers: {
        ...handlersOf(session, actions(), this.around),
        state: () => {
          const layer = this.wanted.get(panel);
          this.wanted.delete(panel);
          // Behind the answer: only then has the page layers to select from.
          if (layer !== undefined) setTimeout(() => conversation.tell("select", { layer }));
          return session.state;
        },
      },
      params: PANEL_PARAMS,
      listeners: {},
      payloads: {},
      onStray: (why) => log.warn(visibleSentence(`dropped from the panel: ${why}`)),
      onBug: (method, error) => log.error(`panel: ${method}`, error instanceof Error ? error : String(error)),
    });
    this.conversations.set(panel, conversation);
    const stops = [
      session.onState((state) => conversation.tell("state", state)),
      session.onBusy((busy) => conversation.tell("busy", busy)),
    ];
    const subscriptions = [
      webview.onDidReceiveMessage((message: unknown) => conversation.receive(message)),
      panel.onDidChangeViewState(() => {
        if (panel.active) sessions.activate(session);
      }),
    ];
    panel.onDidDispose(() => {
      this.pages.delete(panel);
      this.conversations.delete(panel);
      this.wanted.delete(panel);
      for (const stop of stops) stop();
      for (const subscription of subscriptions) subscription.dispose();
      conversation.close({ kind: "cancelled" });
      void this.rememberPanels();
    });
    const fileUri = (name: string): string => webview.asWebviewUri(vscode.Uri.joinPath(dist, name)).toString();
    webview.html = pageHtml({
      title: titleOf(session),
      language: vscode.env.language,
      scriptUri: fileUri("webview.js"),
      styleUri: fileUri("webview.css"),
      cspSource: webview.cspSource,
      nonce: randomBytes(16).toString("hex"),
    });
    void this.rememberPanels();
  }

  private panelOf(session: ModelSession): vscode.WebviewPanel | undefined {
    const own = [...this.pages].filter(([, candidate]) => candidate === session).map(([panel]) => panel);
    return own.find(({ active }) => active) ?? own.find(({ visible }) => visible) ?? own.at(-1);
  }

  private rememberedPanels(): Readonly<Record<string, string>> {
    return this.around.memory.get<Readonly<Record<string, string>>>(OPEN_PANELS, {});
  }

  private async rememberPanels(): Promise<void> {
    const open = [...this.pages].map(([{ title }, { modelPath }]) => [title, modelPath] as const);
    await this.around.memory.update(OPEN_PANELS, Object.fromEntries(open));
  }
}

/** Jobs are started and not awaited: what they come to arrives as a state. */
function handlersOf(
  session: ModelSession,
  actions: Actions,
  { revealCode, code }: Pick<PageSurroundings, "revealCode" | "code">,
): Omit<Handlers<PanelRequests>, "state"> {
  const started = (work: Promise<unknown>): null => {
    void work;
    return null;
  };
  const done = async (work: Promise<unknown>): Promise<null> => {
    await work;
    return null;
  };
  return {
    quantize: () => started(actions.quantize(session)),
    learn: () => started(actions.learn(session)),
    cancel: () => {
      session.cancel();
      return null;
    },
    chooseTarget: () => started(actions.chooseTarget(session)),
    chooseSamples: () => started(actions.chooseSamples(session)),
    usePreprocessing: ({ preset }) => started(actions.usePreprocessing(session, preset)),
    useBoard: ({ id }) => done(actions.useBoard(session, id)),
    planWidths: ({ kind, name }, signal) => session.planWidths(kind, name, signal),
    setBits: ({ kind, name, bits }) => done(session.setBits(kind, name, bits)),
    applyFront: ({ index }) => done(session.applyFront(index)),
    applyTrade: ({ tensor, bits }) => done(session.applyTrade(tensor, bits)),
    undo: () => done(session.undo()),
    redo: () => done(session.redo()),
    reset: () => done(session.reset()),
    measure: () => started(actions.measure(session)),
    savePolicy: async () => {
      if (!session.policy) throw new FaultError({ kind: "refused", problems: session.state.problems });
      await actions.savePolicy(session);
      return null;
    },
    generate: () => started(actions.generate(session)),
    verify: () => started(code().verifyOfPanel(session)),
    openFirmware: () => done(code().openOfPanel(session)),
    revealFirmware: () => done(code().revealOfPanel(session)),
    compare: () => started(actions.comparing.session(session)),
    stopComparing: () => {
      session.stopComparing();
      return null;
    },
    openReview: () => started(openReview(session)),
    openReport: () => done(actions.openReport(session)),
    openSettings: () => done(actions.openSettings(session)),
    showLog: () => {
      actions.showLog();
      return null;
    },
    layerClicked: ({ layer }) => done(revealCode(session, layer, false)),
    openCode: ({ layer }) => done(revealCode(session, layer, true)),
  };
}

function titleOf({ modelPath }: ModelSession): string {
  return vscode.l10n.t("{0}: memory", visible(basename(modelPath)));
}
