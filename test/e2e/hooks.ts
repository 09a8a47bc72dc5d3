/** One editor for all files of this folder: starting one takes as long as a test. Each file opens windows of its own in it. */
import type { RootHookObject } from "mocha";
import { join } from "node:path";
import { builtPackage } from "../support/editor/builtPackage";
import { startEditor, type Editor } from "../support/editor/editor";
import { out } from "../support/folders";
import { Workbench } from "../support/editor/workbench";
import { makeWorkspace, type Workspace } from "../support/editor/workspace";

export const THEMES = [
  { name: "light", label: "Light Modern", body: "vs" },
  { name: "dark", label: "Dark Modern", body: "vs-dark" },
  { name: "high-contrast", label: "Dark High Contrast", body: "hc-black" },
  { name: "high-contrast-light", label: "Light High Contrast", body: "hc-light" },
] as const;

let editor: Editor | undefined;
let workspace: Workspace | undefined;
let pictures = 0;

export const mochaHooks: RootHookObject = {
  async beforeAll(this: Mocha.Context) {
    this.timeout(600_000); // what is missing is installed here
    const started = await startEditor(builtPackage(), (line) => console.log(line));
    if (started.ok) {
      editor = started.value;
      workspace = makeWorkspace();
      return;
    }
    console.log(`Skipped the tests of the editor's surface: ${started.reason}.`);
    this.skip();
  },
  /** What was on the screen when a test failed, in out/screenshots. */
  async afterEach(this: Mocha.Context) {
    const test = this.currentTest;
    if (test?.state !== "failed" || !editor) return;
    for (const context of editor.browser.contexts()) {
      for (const page of context.pages()) {
        const path = join(out, "screenshots", `failed-${++pictures}.png`);
        await page.screenshot({ path });
        console.log(`    ${test.fullTitle()}: ${path}`);
      }
    }
  },
  async afterAll() {
    await editor?.stop();
    workspace?.remove();
  },
};

export function theEditor(): Editor {
  if (!editor) throw new Error("the editor is started before any test runs");
  return editor;
}

/** The project that the windows have open; files made by one test are there in the next. */
export function theFolder(): string {
  if (!workspace) throw new Error("the project is made before any test runs");
  return workspace.folder;
}

export function openWindow(size?: { readonly width: number; readonly height: number }): Promise<Workbench> {
  const { browser, server } = theEditor();
  return Workbench.open(browser, server.url, theFolder(), size);
}
