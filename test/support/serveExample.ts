/** Serves the bundled example in a VS Code for a person's own browser, with the model's panel open, until Ctrl+C. */
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { builtPackage } from "./editor/builtPackage";
import { startCodeServer } from "./editor/codeServer";
import { provideCodeServer } from "./editor/codeServerInstall";
import { out, root } from "./folders";

const MODEL = "keywords.onnx";
const VIEW_TYPE = "bitwright.memoryProfile";

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
    extensions: [builtPackage(), opener(join(folder, MODEL))],
  });
  process.stdout.write(`${server.url}/?folder=${encodeURIComponent(folder)}\n`);
  process.stderr.write("Open the address in a browser on this machine. Ctrl+C ends it.\n");
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => void server.stop().then(() => process.exit(0)));
  }
}

/** Model, data and settings, so that what the person tries out leaves the repository as it was; kept from one start to the next. */
function copyExample(): string {
  const folder = join(out, "example");
  if (!existsSync(join(folder, MODEL))) {
    mkdirSync(folder, { recursive: true });
    const isWanted = (path: string): boolean => !/\.(ts|bitwright)$/.test(path);
    cpSync(join(root, "examples", "keywords"), folder, { recursive: true, filter: isWanted });
  }
  return folder;
}

/**
 * An extension whose only work is to open the panel once the window is there. The address of a window can name a file to open, but not
 * the view to open it in before the extension that brings the view has been read.
 */
function opener(model: string): string {
  const folder = join(out, "opener");
  const packagePath = join(out, "opener.vsix");
  const manifest = {
    ...{ name: "opener", publisher: "bitwright", version: "0.0.0", license: "Apache-2.0", main: "./opener.js" },
    ...{ engines: { vscode: "^1.95.0" }, activationEvents: ["onStartupFinished"] },
  };
  const uri = `vscode.Uri.file(${JSON.stringify(model)})`;
  const open = `vscode.commands.executeCommand("vscode.openWith", ${uri}, ${JSON.stringify(VIEW_TYPE)})`;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "package.json"), JSON.stringify(manifest));
  writeFileSync(
    join(folder, "opener.js"),
    `const vscode = require("vscode");\nexports.activate = () => void ${open};\n`,
  );
  const packager = require.resolve("@vscode/vsce/vsce");
  const lenient = ["--allow-missing-repository", "--skip-license", "--no-dependencies"];
  const made = spawnSync(process.execPath, [packager, "package", ...lenient, "--out", packagePath], {
    cwd: folder,
    encoding: "utf8",
  });
  if (made.status !== 0) throw new Error(`The example cannot be opened by itself:\n${made.stderr}`);
  return packagePath;
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
