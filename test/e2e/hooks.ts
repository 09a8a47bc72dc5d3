/** One editor for all files of this folder: starting one takes as long as a test. Each file opens windows of its own in it. */
import type { RootHookObject } from "mocha";
import { builtPackage } from "../support/builtPackage";
import { startEditor, type Editor } from "../support/editor";
import { Workbench } from "../support/workbench";
import { makeWorkspace, type Workspace } from "../support/workspace";

let editor: Editor | undefined;
let workspace: Workspace | undefined;

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
