/** Named to run first: whether the extension sleeps until it is wanted can only be seen once. */
import assert from "node:assert/strict";
import * as vscode from "vscode";
import { extension } from "./project";

const LIMIT_MS = 200;

/** Only what the test reads of the manifest. */
interface Manifest {
  readonly contributes: { readonly commands: readonly { readonly command: string }[] };
}

describe("activation", () => {
  it("waits until it is wanted", () => assert.equal(extension().isActive, false));

  /** Of processor time: what other processes do meanwhile is not the extension's doing. */
  it(`takes less than ${LIMIT_MS} ms`, async () => {
    const before = process.cpuUsage();
    await extension().activate();
    const { user, system } = process.cpuUsage(before);
    const took = (user + system) / 1000;
    assert.ok(took < LIMIT_MS, `${took.toFixed(0)} ms`);
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
