/**
 * Runs code-server with a profile of its own that is deleted at the end: nothing of the person's own settings is read or written, and no
 * run sees what the one before it left. Listens on 127.0.0.1 only, because webviews load over plain http there and nowhere else.
 */
import { spawn, type ChildProcess } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface CodeServerOptions {
  /** From provideCodeServer(). */
  readonly installation: string;
  /** Each a .vsix that is installed before the start. */
  readonly extensions: readonly string[];
  readonly settings?: Readonly<Record<string, unknown>>;
}

export interface CodeServer {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  readonly profile: string;
  /** Of the server; the extension host and the extension's own processes descend from it. */
  readonly pid: number;
  stop(): Promise<void>;
}

/** Quiet, trusted, and without a terminal or a repository in the way. */
const SETTINGS = {
  "security.workspace.trust.enabled": false,
  "workbench.startupEditor": "none",
  "workbench.tips.enabled": false,
  "telemetry.telemetryLevel": "off",
  "editor.hover.delay": 100,
  "git.enabled": false,
  "window.menuBarVisibility": "classic",
  "extensions.autoUpdate": false,
  "extensions.ignoreRecommendations": true,
  "chat.commandCenter.enabled": false,
};

const START_SECONDS = 60;

export async function startCodeServer(options: CodeServerOptions): Promise<CodeServer> {
  const profile = mkdtempSync(join(tmpdir(), "bitwright-editor-"));
  const remove = (): void => rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  try {
    const userData = join(profile, "data");
    mkdirSync(join(userData, "User"), { recursive: true });
    const settings = { ...SETTINGS, ...options.settings };
    writeFileSync(join(userData, "User", "settings.json"), JSON.stringify(settings, null, 2));
    writeFileSync(join(profile, "config.yaml"), "");
    await installExtensions(options.installation, profile, options.extensions);
    const server = launch(options.installation, profile, [
      ...["--bind-addr", "127.0.0.1:0", "--auth", "none"],
      ...["--disable-telemetry", "--disable-update-check", "--disable-workspace-trust"],
      ...["--disable-getting-started-override", "--disable-proxy"],
    ]);
    const stop = async (): Promise<void> => {
      await end(server);
      remove();
    };
    try {
      return { url: await address(server), profile, pid: server.pid ?? 0, stop };
    } catch (error) {
      await end(server);
      throw error;
    }
  } catch (error) {
    remove();
    throw error;
  }
}

async function installExtensions(installation: string, profile: string, paths: readonly string[]): Promise<void> {
  const wanted = paths.flatMap((path) => ["--install-extension", path]);
  const child = launch(installation, profile, [...wanted, "--force"]);
  const output = collect(child);
  const code = await new Promise((done) => child.once("close", done));
  if (code !== 0) throw new Error(`An extension could not be installed:\n${output()}`);
}

/** A process group of its own, so that ending it ends the extension host and what that has started. */
function launch(installation: string, profile: string, args: readonly string[]): ChildProcess {
  const program = join(installation, "node_modules", "code-server", "out", "node", "entry.js");
  const folders = ["--user-data-dir", join(profile, "data"), "--extensions-dir", join(profile, "extensions")];
  return spawn(process.execPath, [program, ...folders, ...args], {
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      ...process.env,
      EXTENSIONS_GALLERY: "{}",
      CODE_SERVER_CONFIG: join(profile, "config.yaml"),
      XDG_CONFIG_HOME: join(profile, "config"),
      XDG_DATA_HOME: join(profile, "share"),
      XDG_CACHE_HOME: join(profile, "cache"),
      XDG_RUNTIME_DIR: profile,
    },
  });
}

function collect(child: ChildProcess): () => string {
  let text = "";
  const add = (more: Buffer): void => {
    text = (text + more.toString("utf8")).slice(-20_000);
  };
  child.stdout?.on("data", add);
  child.stderr?.on("data", add);
  return () => text;
}

/** The system chooses the port; the server says which it was. */
function address(server: ChildProcess): Promise<string> {
  const output = collect(server);
  return new Promise((done, failed) => {
    const fail = (what: string): void => failed(new Error(`code-server ${what}:\n${output()}`));
    const late = setTimeout(() => fail(`said nothing for ${START_SECONDS} s`), START_SECONDS * 1000);
    server.once("exit", () => {
      clearTimeout(late);
      fail("ended at once");
    });
    server.stdout?.on("data", () => {
      const found = /listening on (http:\/\/127\.0\.0\.1:\d+)/.exec(output())?.[1];
      if (found === undefined) return;
      clearTimeout(late);
      done(found);
    });
  });
}

function end(server: ChildProcess): Promise<void> {
  const { pid } = server;
  if (pid === undefined || server.exitCode !== null || server.signalCode !== null) return Promise.resolve();
  return new Promise((done) => {
    const force = setTimeout(() => signal(pid, "SIGKILL"), 5000);
    server.once("exit", () => {
      clearTimeout(force);
      signal(pid, "SIGKILL"); // whatever of its group is left
      done();
    });
    signal(pid, "SIGTERM");
  });
}

function signal(group: number, name: NodeJS.Signals): void {
  try {
    process.kill(-group, name);
  } catch {
    // The group has ended already, which is what was wanted.
  }
}
