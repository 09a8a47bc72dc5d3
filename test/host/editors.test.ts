/** What opens a model: the memory profile on request, and never in the way of another viewer. */
import assert from "node:assert/strict";
import * as vscode from "vscode";
import { addModel, closeEditors, extension, until } from "./project";

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

  it("is offered, and is not the default", () => {
    const { contributes } = extension().packageJSON as {
      readonly contributes: {
        readonly customEditors: readonly { readonly viewType: string; readonly priority: string }[];
      };
    };
    assert.equal(contributes.customEditors.find(({ viewType }) => viewType === VIEW_TYPE)?.priority, "option");
  });
});
