// Installs and builds what is missing, and says what it does. Shared by the two commands of the README; needs nothing but Node.
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = join(dirname(fileURLToPath(import.meta.url)), "..");

/** Runs a command in the repository; ends the process with its exit code where it fails. */
export function run(command, args, options = {}) {
  const result = spawnSync(command, args, {
    cwd: root,
    stdio: "inherit",
    shell: process.platform === "win32",
    ...options,
  });
  if (result.error) {
    process.stderr.write(`${command} could not be started: ${result.error.message}\n`);
    process.exit(3);
  }
  if (result.status !== 0) process.exit(result.status ?? 3);
}

/** `npm ci` when node_modules is absent or older than the lock file. */
export function installPackages() {
  const marker = join(root, "node_modules", ".package-lock.json");
  const lock = join(root, "package-lock.json");
  if (existsSync(marker) && statSync(marker).mtimeMs >= statSync(lock).mtimeMs) return;
  process.stderr.write("Installing packages …\n");
  run("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel", "error"], {
    stdio: ["ignore", process.stderr, process.stderr],
  });
}

/** Rebuilds dist/ when any source, of the engine or of the panel, is newer than it. */
export function buildIfStale() {
  const built = join(root, "dist", "cli.js");
  const newest = Math.max(
    newestIn(join(root, "src")),
    newestIn(join(root, "webview")),
    statSync(join(root, "esbuild.mjs")).mtimeMs,
  );
  if (existsSync(built) && statSync(built).mtimeMs >= newest) return;
  process.stderr.write("Building …\n");
  run("node", ["esbuild.mjs"]);
}

function newestIn(folder) {
  let newest = 0;
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
    if (entry.isFile()) newest = Math.max(newest, statSync(join(entry.parentPath ?? entry.path, entry.name)).mtimeMs);
  }
  return newest;
}
