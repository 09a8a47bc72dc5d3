/**
 * Starts a real VS Code with the packaged extension, has it run the mocha tests of the folder above in its extension host, and prints what came
 * out. `node --import=tsx test/host/runner/drive.ts`, with words behind it only the files whose names hold one of them, and with the path of a file (a bench) that
 * file alone; the counts go to the file that BITWRIGHT_TEST_RESULTS names.
 */
import { build } from "esbuild";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { builtPackage } from "../../support/editor/builtPackage";
import { startEditor, type Editor } from "../../support/editor/editor";
import { out, root } from "../../support/folders";
import { hostTests } from "../../support/editor/hostTests";
import { makeWorkspace } from "../../support/editor/workspace";
import type { HostResults } from "./results";

const LIMIT_MS = 240_000;
const built = join(out, "test-host");

/** The tests as JavaScript, in a folder that is an extension with nothing in it: the one under test is the installed .vsix. */
async function buildTests(): Promise<void> {
  rmSync(built, { recursive: true, force: true });
  mkdirSync(built, { recursive: true });
  const folder = join(root, "test", "host");
  const words = process.argv.slice(2);
  const isMeant = (path: string): boolean => words.length === 0 || words.some((word) => basename(path).includes(word));
  const paths = words.filter((word) => word.endsWith(".ts"));
  const inFolder = [...hostTests().filter(isMeant), join(folder, "runner", "index.ts")];
  const alone = paths.map((path) => ({ in: join(root, path), out: `${basename(path, ".ts")}.test` }));
  await build({
    entryPoints: [...inFolder.map((path) => ({ in: path, out: basename(path, ".ts") })), ...alone],
    outdir: built,
    bundle: true,
    platform: "node",
    target: "node20",
    format: "cjs",
    external: ["vscode", "mocha", "onnxruntime-node"],
    sourcemap: "inline",
    logLevel: "warning",
  });
  const manifest = { name: "tests", publisher: "bitwright", version: "0.0.0", engines: { vscode: "*" } };
  writeFileSync(join(built, "package.json"), JSON.stringify(manifest));
}

/** @returns the exit code that the editor reports when run() has ended; undefined: it has not ended in time */
async function runInside({ server, browser }: Editor, workspace: string): Promise<number | undefined> {
  const page = await browser.newPage();
  let ended: (code: number) => void = () => undefined;
  const exit = new Promise<number | undefined>((done) => {
    const late = setTimeout(() => done(undefined), LIMIT_MS);
    ended = (code) => {
      clearTimeout(late);
      done(code);
    };
  });
  await page.exposeFunction("codeAutomationExit", (code: number) => ended(code));
  await page.exposeFunction("codeAutomationLog", () => undefined);
  const remote = `vscode-remote://${new URL(server.url).host}`;
  const payload = [
    ["extensionDevelopmentPath", `${remote}${built}`],
    ["extensionTestsPath", `${remote}${join(built, "index.js")}`],
    ["skipWelcome", "true"],
  ];
  const query = `folder=${encodeURIComponent(workspace)}&payload=${encodeURIComponent(JSON.stringify(payload))}`;
  await page.goto(`${server.url}/?${query}`, { waitUntil: "domcontentloaded" });
  return exit;
}

function print({ tests, editorFaults }: HostResults): void {
  const signs = { passed: "✔", failed: "✘", skipped: "-" } as const;
  for (const { title, state, milliseconds, reason } of tests) {
    process.stdout.write(`  ${signs[state]} ${title}${milliseconds > 75 ? ` (${milliseconds}ms)` : ""}\n`);
    if (reason !== undefined) process.stdout.write(`${reason.replace(/^/gm, "      ")}\n`);
  }
  for (const fault of editorFaults)
    process.stdout.write(`  an extension of the editor's own threw: ${fault.split("\n", 1)[0]}\n`);
}

async function main(): Promise<number> {
  const editor = await startEditor(builtPackage(), (line) => process.stdout.write(`${line}\n`));
  const results = process.env["BITWRIGHT_TEST_RESULTS"];
  if (!editor.ok) {
    process.stdout.write(`Skipped the tests in the extension host: ${editor.reason}.\n`);
    if (results !== undefined) writeFileSync(results, JSON.stringify({ passes: 0, failures: 0, pending: 1 }));
    return 0;
  }
  const workspace = makeWorkspace();
  try {
    await buildTests();
    const code = await runInside(editor.value, workspace.folder);
    // Without results the tests did not even load: that is a failure whatever the exit code says.
    const found = JSON.parse(readFileSync(join(built, "results.json"), "utf8")) as HostResults;
    print(found);
    if (code === undefined) {
      const where = found.running === undefined ? "" : `, in "${found.running}"`;
      process.stdout.write(`  ✘ did not end within ${LIMIT_MS / 1000} s${where}\n`);
    }
    const count = (wanted: string): number => found.tests.filter(({ state }) => state === wanted).length;
    const late = code === undefined ? 1 : 0;
    const counts = { passes: count("passed"), failures: count("failed") + late, pending: count("skipped") };
    if (results !== undefined) writeFileSync(results, JSON.stringify(counts));
    return code === 0 && counts.failures === 0 && counts.passes > 0 ? 0 : 1;
  } finally {
    await editor.value.stop();
    workspace.remove();
  }
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    process.exit(1);
  },
);
