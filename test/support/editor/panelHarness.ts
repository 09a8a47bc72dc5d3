/**
 * The panel's page outside the editor: the bundle as it ships, in the extension's own page with its content security policy, in a theme, with
 * a host that answers like the extension. For screenshots, for what only a browser can tell (contrast, keys, time), and for people:
 * the page is the shipped one, so what is wrong here is wrong there.
 */
import { resolve } from "node:path";
import { build } from "esbuild";
import type { Browser, Page } from "playwright-core";
import { Conversation } from "../../../src/protocol/messages/conversation";
import type { EventTable, Handlers, RequestTable } from "../../../src/protocol/messages/envelope";
import {
  PANEL_PARAMS,
  type PanelEvents,
  type PanelRequests,
  type PanelState,
} from "../../../src/protocol/messages/panel";
import { pageHtml } from "../../../src/extension/panel/pageHtml";
import type { PanelScene } from "./panelFixtures";
import { THEMES, type ThemeName } from "./panelThemes";

const ORIGIN = "http://panel.test";
const NONCE = "panelharness";
const root = resolve(__dirname, "../../..");

export interface PanelBundle {
  readonly script: string;
  readonly styles: string;
}

/** What esbuild.mjs makes of the page, in memory. */
export async function bundlePanel(): Promise<PanelBundle> {
  const { outputFiles } = await build({
    entryPoints: [
      { in: resolve(root, "webview/main.ts"), out: "webview" },
      { in: resolve(root, "webview/styles/panel.css"), out: "webview" },
    ],
    outdir: resolve(root, "out/panel"),
    bundle: true,
    write: false,
    platform: "browser",
    target: "chrome128",
    format: "iife",
    minify: true,
    logLevel: "warning",
  });
  const textOf = (extension: string): string => outputFiles.find(({ path }) => path.endsWith(extension))?.text ?? "";
  return { script: textOf(".js"), styles: textOf(".css") };
}

export interface PanelOptions {
  readonly theme: ThemeName;
  readonly width: number;
  readonly height?: number;
  readonly zoom?: number;
  readonly state: PanelState;
  /** Answers edits; without it they are only recorded. */
  readonly scene?: PanelScene;
  /** What the page had saved before a reload. */
  readonly saved?: unknown;
  readonly reducedMotion?: boolean;
}

type None = RequestTable & EventTable & Readonly<Record<string, never>>;
export type Asked = { readonly method: string; readonly params: unknown };

export class HarnessedPanel {
  /** What the page asked, in order. */
  readonly asked: Asked[] = [];
  /** Errors of the page, violations of its policy among them. */
  readonly errors: string[] = [];
  /** What the page saved last. */
  saved: unknown;
  private readonly conversation: Conversation<None, PanelEvents, PanelRequests, None>;
  private state: PanelState;

  private constructor(
    readonly page: Page,
    private readonly options: PanelOptions,
  ) {
    this.state = options.state;
    this.conversation = new Conversation<None, PanelEvents, PanelRequests, None>({
      send: (message) => void this.page.evaluate(`window.postMessage(${JSON.stringify(message)}, "*")`),
      handlers: this.handlers(),
      params: PANEL_PARAMS,
      listeners: {},
      payloads: {},
    });
  }

  /** @returns once the page has painted its first state */
  static async open(browser: Browser, bundle: PanelBundle, options: PanelOptions): Promise<HarnessedPanel> {
    const { width, height = 900, zoom = 1, theme } = options;
    const context = await browser.newContext({
      viewport: { width: Math.round(width / zoom), height: Math.round(height / zoom) },
      deviceScaleFactor: zoom,
      reducedMotion: options.reducedMotion === true ? "reduce" : "no-preference",
    });
    const page = await context.newPage();
    const panel = new HarnessedPanel(page, options);
    page.on("pageerror", (error) => panel.errors.push(error.message));
    page.on("console", (message) => {
      if (message.type() === "error" || message.type() === "warning") panel.errors.push(message.text());
    });
    await page.exposeFunction("toHost", (message: unknown) => panel.conversation.receive(message));
    await page.exposeFunction("keepState", (state: unknown) => void (panel.saved = state));
    await page.addInitScript({ content: startScript(options.saved) });
    await page.route(`${ORIGIN}/**`, async (route) => {
      const { pathname } = new URL(route.request().url());
      const body = pathname.endsWith(".js") ? bundle.script : pathname.endsWith(".css") ? bundle.styles : html(theme);
      const contentType = pathname.endsWith(".js")
        ? "text/javascript"
        : pathname.endsWith(".css")
          ? "text/css"
          : "text/html";
      await route.fulfill({ body, contentType: `${contentType}; charset=utf-8` });
    });
    await page.goto(`${ORIGIN}/`);
    await page.waitForSelector("body[data-ready]");
    return panel;
  }

  show(state: PanelState): void {
    this.state = state;
    this.conversation.tell("state", state);
  }

  /** As the editor does when the cursor is in the layer's code. */
  select(layer: string): void {
    this.conversation.tell("select", { layer });
  }

  /** As the editor does it: the variables of the root and the classes of the body are written anew. */
  async setTheme(theme: ThemeName): Promise<void> {
    await this.page.evaluate(`(${applyTheme})(${JSON.stringify(THEMES[theme])})`);
  }

  async close(): Promise<void> {
    await this.page.context().close();
  }

  private handlers(): Handlers<PanelRequests> {
    const note = (method: string, params: unknown): null => {
      this.asked.push({ method, params });
      return null;
    };
    const { scene } = this.options;
    const change = (make: (scene: PanelScene) => PanelState): void => {
      if (scene) this.show(make(scene));
    };
    const plain = (method: string) => (): null => note(method, null);
    return {
      state: () => this.state,
      setBits: (params) => {
        change((it) => it.setBits(params.kind, params.name, params.bits));
        return note("setBits", params);
      },
      planWidths: ({ kind, name }) => scene?.planWidths(kind, name) ?? null,
      applyFront: (params) => {
        change((it) => it.applyFront(params.index));
        return note("applyFront", params);
      },
      applyTrade: (params) => {
        change((it) => it.applyTrade(params.tensor, params.bits));
        return note("applyTrade", params);
      },
      undo: () => {
        change((it) => it.step(-1));
        return note("undo", null);
      },
      redo: () => {
        change((it) => it.step(1));
        return note("redo", null);
      },
      useBoard: (params) => note("useBoard", params),
      quantize: plain("quantize"),
      learn: plain("learn"),
      cancel: plain("cancel"),
      chooseTarget: plain("chooseTarget"),
      chooseSamples: plain("chooseSamples"),
      usePreprocessing: (params) => note("usePreprocessing", params),
      reset: plain("reset"),
      measure: plain("measure"),
      savePolicy: plain("savePolicy"),
      generate: plain("generate"),
      verify: plain("verify"),
      openFirmware: plain("openFirmware"),
      revealFirmware: plain("revealFirmware"),
      compare: plain("compare"),
      stopComparing: plain("stopComparing"),
      openReview: plain("openReview"),
      openReport: plain("openReport"),
      openSettings: plain("openSettings"),
      showLog: plain("showLog"),
      layerClicked: (params) => note("layerClicked", params),
      openCode: (params) => note("openCode", params),
    };
  }
}

const applyTheme = `(theme) => {
  const { style } = document.documentElement;
  for (const name of [...style]) if (name.startsWith("--vscode-")) style.removeProperty(name);
  for (const [name, value] of Object.entries(theme.variables)) style.setProperty("--vscode-" + name, value);
  document.body.className = theme.classes;
}`;

/** Runs before the page's own script, as the editor's does. */
function startScript(saved: unknown): string {
  return `
    let state = ${saved === undefined ? "undefined" : JSON.stringify(saved)};
    window.acquireVsCodeApi = () => ({
      postMessage: (message) => void window.toHost(structuredClone(message)),
      getState: () => state,
      setState: (next) => { state = next; void window.keepState(next); },
    });`;
}

function html(theme: ThemeName): string {
  const page = pageHtml({
    title: "Bitwright",
    language: "en",
    scriptUri: `${ORIGIN}/webview.js`,
    styleUri: `${ORIGIN}/webview.css`,
    cspSource: ORIGIN,
    nonce: NONCE,
  });
  const start = `<script nonce="${NONCE}">(${applyTheme})(${JSON.stringify(THEMES[theme])})</script>`;
  return page.replace("<body>", `<body>${start}`);
}
