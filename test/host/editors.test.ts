/** What opens a model: the memory profile, for files on disk. */
import assert from "node:assert/strict";
import * as vscode from "vscode";
import { networkOf } from "../support/tflite/tfliteNetworks";
import { addModel, closeEditors, until, write } from "./support/project";

const VIEW_TYPE = "bitwright.memoryProfile";

function customTab(): vscode.Tab | undefined {
  return vscode.window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .find(({ input }) => input instanceof vscode.TabInputCustom && input.viewType === VIEW_TYPE);
}

describe("the model's editor", () => {
  after(closeEditors);

  it("opens a model", async () => {
    const model = await addModel("opened", { side: 8, channels: 4, blocks: 1 });
    await vscode.commands.executeCommand("vscode.openWith", model, VIEW_TYPE);
    const tab = await until("the tab", customTab);
    assert.equal(tab.label, "opened.onnx");
    assert.equal(tab.isActive, true);
    assert.equal(tab.isDirty, false);
  });

  it("opens a TensorFlow Lite model", async () => {
    await closeEditors();
    const model = await write("keys.tflite", networkOf("keywords", true));
    await vscode.commands.executeCommand("vscode.open", model);
    assert.equal((await until("the tab", customTab)).label, "keys.tflite");
  });

  it("is what a model opens with where nothing else was chosen for such files", async () => {
    await closeEditors();
    const model = await addModel("plain", { side: 8, channels: 4, blocks: 1 });
    await vscode.commands.executeCommand("vscode.open", model);
    assert.equal((await until("the tab", customTab)).label, "plain.onnx");
  });
});
