/** Settings and policy files are checked and completed by the editor's own JSON support, through the schemas that the manifest names. */
import assert from "node:assert/strict";
import * as vscode from "vscode";
import { closeEditors, until, write } from "./support/project";

async function open(name: string, text: string): Promise<vscode.TextDocument> {
  const document = await vscode.workspace.openTextDocument(await write(name, text));
  await vscode.window.showTextDocument(document);
  return document;
}

function complaints({ uri }: vscode.TextDocument): readonly vscode.Diagnostic[] | undefined {
  const found = vscode.languages.getDiagnostics(uri).filter(({ source }) => source !== "Bitwright");
  return found.length > 0 ? found : undefined;
}

/** Asked until the JSON support, which starts with the first JSON file, has read the schema. */
async function completions(
  document: vscode.TextDocument,
  offset: number,
  expected: string,
): Promise<readonly string[]> {
  let labels: readonly string[] = [];
  for (let attempt = 0; attempt < 60 && !labels.includes(expected); attempt++) {
    const { items } = await vscode.commands.executeCommand<vscode.CompletionList>(
      "vscode.executeCompletionItemProvider",
      document.uri,
      document.positionAt(offset),
    );
    labels = items.map(({ label }) => (typeof label === "string" ? label : label.label));
    if (!labels.includes(expected)) await new Promise((later) => setTimeout(later, 250));
  }
  return labels;
}

describe("files with a schema", () => {
  after(closeEditors);

  it("settings: completes keys", async () => {
    const document = await open("completed.bitwright.json", "{\n  \n}\n");
    const labels = await completions(document, 4, "target");
    for (const key of ["target", "flash", "ram", "account", "calibration"])
      assert.ok(labels.includes(key), `${key} is missing`);
  });

  it("settings: marks what is not allowed", async () => {
    const document = await open("marked.bitwright.json", '{ "search": "luck" }\n');
    const [complaint] = await until("a complaint", () => complaints(document));
    assert.match(complaint?.message ?? "", /exact/);
  });

  it("policy: marks a width that does not exist", async () => {
    const policy = {
      format: 1,
      model: { name: "x.onnx", sha256: "0".repeat(64) },
      weights: { conv: 6 },
      activations: {},
    };
    const document = await open("x.bitwright-policy.json", `${JSON.stringify(policy)}\n`);
    const [complaint] = await until("a complaint", () => complaints(document));
    assert.match(complaint?.message ?? "", /8, 5, 4, 3, 2/);
  });
});
