/** The list of problems: each at the line that could be changed, and gone when it is. */
import assert from "node:assert/strict";
import * as vscode from "vscode";
import { addModel, closeEditors, projectPath, until, write } from "./support/project";

function ours(uri: vscode.Uri): readonly vscode.Diagnostic[] {
  return vscode.languages.getDiagnostics(uri).filter(({ source }) => source === "Bitwright");
}

describe("problems", () => {
  after(closeEditors);

  it("names the layer and the bytes of a budget that is exceeded, at the key that sets it", async () => {
    const model = await addModel(
      "tight",
      { side: 16, channels: 8, blocks: 2 },
      { flash: "1MiB", ram: "1KiB", account: "model" },
    );
    const settings = vscode.Uri.file(projectPath("tight.bitwright.json"));
    await vscode.commands.executeCommand("bitwright.estimate", model);
    const [problem] = await until("the problem", () => (ours(settings).length > 0 ? ours(settings) : undefined));
    assert.match(problem?.message ?? "", /^The network needs [\d,]+ B more RAM than 1 KiB, most of it at layer \S+\.$/);
    assert.equal(problem?.range.start.line, 2);

    await write("tight.bitwright.json", '{ "flash": "1MiB", "ram": "64KiB", "account": "model" }\n');
    await until("its end", () => (ours(settings).length === 0 ? true : undefined));
  });

  it("points at the mistake in a settings file", async () => {
    const model = await addModel("mistaken", { side: 8, channels: 4, blocks: 1 });
    const text = '{\n  "target": "stm32h743",\n  "serach": "exact"\n}\n';
    const settings = await write("mistaken.bitwright.json", text);
    await vscode.commands.executeCommand("bitwright.estimate", model);
    const [problem] = await until("the problem", () => (ours(settings).length > 0 ? ours(settings) : undefined));
    assert.equal(problem?.range.start.line, 2);
    assert.match(problem.message, /search/);
  });

  it("refuses a file that is no model with a sentence", async () => {
    const broken = await write("notamodel.onnx", "this is no model\n");
    await vscode.commands.executeCommand("bitwright.estimate", broken);
    const [problem] = await until("the problem", () => (ours(broken).length > 0 ? ours(broken) : undefined));
    assert.match(problem?.message ?? "", /not an ONNX model/);
  });
});
