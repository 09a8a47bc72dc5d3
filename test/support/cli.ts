/** Runs the built command line as a process, as a script would. */
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

export const root = resolve(__dirname, "../..");
const built = join(root, "dist", "cli.js");

export interface CliRun {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

export interface CliOptions {
  readonly folder?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Called with all that standard error has said so far: for signals in the middle. */
  readonly onError?: (text: string, signal: (name: NodeJS.Signals) => void) => void;
  /** Closes standard output's reading end at once. */
  readonly closeOutput?: boolean;
}

/** For a mocha hook: builds where a source is newer than the bundle. */
export function buildCli(): void {
  const sources = [join(root, "esbuild.mjs"), ...filesIn(join(root, "src"))];
  const newest = Math.max(...sources.map((path) => statSync(path).mtimeMs));
  if (existsSync(built) && statSync(built).mtimeMs >= newest) return;
  const build = spawnSync(process.execPath, ["esbuild.mjs"], { cwd: root, encoding: "utf8" });
  if (build.status !== 0) throw new Error(`the build failed:\n${build.stderr}`);
}

export function runCli(args: readonly string[], options: CliOptions = {}): Promise<CliRun> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [built, ...args], {
      cwd: options.folder ?? root,
      env: { ...process.env, ...options.env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let out = "";
    let err = "";
    if (options.closeOutput === true) child.stdout.destroy();
    child.stdout.setEncoding("utf8").on("data", (text: string) => (out += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      err += text;
      options.onError?.(err, (name) => child.kill(name));
    });
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, out, err }));
  });
}

/** A folder that is removed at the end of the test run's suite by the returned function. */
export function temporaryFolder(): { readonly path: string; readonly remove: () => void } {
  const path = mkdtempSync(join(tmpdir(), "bitwright-test-"));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}
