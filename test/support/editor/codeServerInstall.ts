/**
 * Installs code-server, which is VS Code with its extension host on Node, from npm packages alone: no compiler, no other downloads. A
 * plain install wants both, so its steps are done here one by one. The folder is made beside its final place and renamed at the
 * end: what exists is complete.
 */
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import type { Available } from "../available";
import { out } from "../folders";

/** The newest whose engines say Node 20; it carries VS Code 1.100.3. */
const CODE_SERVER = "4.100.3";
const RIPGREP = "1.18.0";

/** @returns the folder that holds node_modules/code-server; made on first use, about 170 MB */
export async function provideCodeServer(say: (line: string) => void): Promise<Available<string>> {
  if (process.platform === "win32") return { ok: false, reason: "code-server does not run on Windows" };
  const folder = join(out, `code-server-${CODE_SERVER}`);
  if (existsSync(folder)) return { ok: true, value: folder };
  say(`Installing code-server ${CODE_SERVER} …`);
  const draft = `${folder}.${process.pid}`;
  try {
    await installInto(draft);
    renameSync(draft, folder);
    return { ok: true, value: folder };
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    return { ok: false, reason: error instanceof Error ? error.message : String(error) };
  }
}

async function installInto(folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "package.json"), '{ "private": true }\n');
  // Its own install script wants to download ripgrep; this package carries the program instead.
  const ripgrep = `@vscode/ripgrep-${process.platform}-${process.arch}`;
  await npmInstall(folder, "--no-save", `code-server@${CODE_SERVER}`, `${ripgrep}@${RIPGREP}`);

  const editor = join(folder, "node_modules", "code-server", "lib", "vscode");
  await Promise.all([npmInstall(editor, "--omit=dev"), npmInstall(join(editor, "extensions"), "--omit=dev")]);

  // Native, and only needed for logins by password, which are off here.
  const refuse = "async () => { throw new Error('no passwords here'); }";
  writeFileSync(
    join(folder, "node_modules", "argon2", "argon2.js"),
    `module.exports = { hash: ${refuse}, verify: ${refuse} };\n`,
  );
  const searchPlace = join(editor, "node_modules", "@vscode", "ripgrep", "bin");
  mkdirSync(searchPlace, { recursive: true });
  const search = join(folder, "node_modules", ...ripgrep.split("/"), "bin", "rg");
  link(relative(searchPlace, search), join(searchPlace, "rg"));

  const system = process.platform === "darwin" ? "darwin" : "linux";
  link("node_modules", join(editor, "node_modules.asar"));
  link(`code-${system}.sh`, join(editor, "bin", "remote-cli", "code-server"));
  link(`browser-${system}.sh`, join(editor, "bin", "helpers", "browser.sh"));
  removeSourceMaps(editor);
}

/** Half of the installed size, read by nobody. */
function removeSourceMaps(folder: string): void {
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
    if (entry.isFile() && entry.name.endsWith(".js.map")) rmSync(join(entry.parentPath, entry.name));
  }
}

/** Links are relative, since the folder is renamed once it is complete. */
function link(target: string, path: string): void {
  rmSync(path, { force: true });
  symlinkSync(target, path);
}

function npmInstall(folder: string, ...more: readonly string[]): Promise<void> {
  const args = ["install", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel", "error", ...more];
  return new Promise((done, failed) => {
    let complaint = "";
    const npm = spawn("npm", args, { cwd: folder, stdio: ["ignore", "ignore", "pipe"] });
    npm.stderr.setEncoding("utf8").on("data", (text: string) => (complaint += text));
    npm.on("error", failed);
    npm.on("close", (code) => {
      if (code === 0) done();
      else failed(new Error(`npm could not install code-server: ${firstError(complaint)}`));
    });
  });
}

function firstError(complaint: string): string {
  const line = complaint.split("\n").find((text) => text.startsWith("npm error"));
  return line?.replace(/^npm error (code )?/, "") ?? "no reason was given";
}
