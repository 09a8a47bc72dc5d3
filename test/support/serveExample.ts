/** Serves the bundled example in a VS Code for a person's own browser, with the model's panel open, until Ctrl+C. */
import { cpSync, existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { builtPackage } from "./builtPackage";
import { startCodeServer } from "./codeServer";
import { provideCodeServer } from "./codeServerInstall";
import { out, root } from "./folders";

const MODEL = "keywords.onnx";
const VIEW_TYPE = "bitwright.model";

async function main(): Promise<void> {
  const installation = await provideCodeServer((line) => process.stderr.write(`${line}\n`));
  if (!installation.ok) {
    process.stderr.write(`VS Code in the browser cannot be had here: ${installation.reason}.\n`);
    process.stderr.write(`Install the package in your own instead: code --install-extension ${builtPackage()}\n`);
    process.exit(3);
  }
  const folder = copyExample();
  const server = await startCodeServer({
    installation: installation.value,
    extension: builtPackage(),
    settings: { "workbench.editorAssociations": { "*.onnx": VIEW_TYPE } },
  });
  const model = `vscode-remote://${new URL(server.url).host}${join(folder, MODEL)}`;
  const payload = encodeURIComponent(JSON.stringify([["openFile", model]]));
  process.stdout.write(`${server.url}/?folder=${encodeURIComponent(folder)}&payload=${payload}\n`);
  process.stderr.write("Open the address in a browser on this machine. Ctrl+C ends it.\n");
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => void server.stop().then(() => process.exit(0)));
  }
}

/** So that what the person tries out leaves the repository as it was; kept from one start to the next. */
function copyExample(): string {
  const folder = join(out, "example");
  if (!existsSync(join(folder, MODEL))) {
    mkdirSync(folder, { recursive: true });
    cpSync(join(root, "examples", "keywords"), folder, { recursive: true });
  }
  return folder;
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
