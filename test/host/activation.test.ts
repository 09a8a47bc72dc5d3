/** Named to run first: whether the extension sleeps until it is wanted can only be seen once. */
import assert from "node:assert/strict";
import type { ChildProcess } from "node:child_process";
import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { createRequire } from "node:module";
import { join, relative } from "node:path";
import * as vscode from "vscode";
import { extension } from "./support/project";

/** Only what the test reads of the manifest. */
interface Manifest {
  readonly contributes: { readonly commands: readonly { readonly command: string }[] };
}

describe("activation", () => {
  it("waits until it is wanted", () => assert.equal(extension().isActive, false));

  /** What makes an activation slow, and no clock: the rest of the package is the worker's, and the worker is for whoever asks first. */
  it("loads one file of the package and starts no process", async () => {
    const { extensionPath } = extension();
    const started: ChildProcess[] = [];
    const note = (message: unknown): void => {
      const { process } = message as { readonly process: ChildProcess };
      started.push(process);
    };
    subscribe("child_process", note);
    await extension().activate();
    unsubscribe("child_process", note);
    const isOwn = (path: string): boolean => path.startsWith(extensionPath);
    const loaded = Object.keys(createRequire(__filename).cache).filter(isOwn);
    assert.deepEqual(
      loaded.map((path) => relative(extensionPath, path)),
      [join("dist", "extension.js")],
    );
    // Other extensions of the editor may start something meanwhile.
    assert.deepEqual(
      started.flatMap(({ spawnargs }) => spawnargs.filter(isOwn)),
      [],
    );
  });

  it("registers every command of the manifest", async () => {
    const registered = new Set(await vscode.commands.getCommands(true));
    const { contributes } = extension().packageJSON as Manifest;
    const ids = contributes.commands.map(({ command }) => command);
    assert.ok(ids.length > 0);
    assert.deepEqual(
      ids.filter((id) => !registered.has(id)),
      [],
    );
  });
});
