/**
 * Runs inside the extension host of a real VS Code, which calls run(). Its console does not reach a terminal, so the results are written to
 * a file that drive.ts prints and counts.
 */
import assert from "node:assert/strict";
import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { HostResult, HostResults } from "./results";

/** Whether an extension that the editor brings along threw this: all extensions share the process, and mocha blames the test that runs. */
function isOfEditor(error: Error): boolean {
  return /[\\/]lib[\\/]vscode[\\/]extensions[\\/]/.test(error.stack ?? "");
}

/**
 * Faults of the editor's own extensions (its Git, whose `git` ended before it had read what it was asked) are told and end no test. The
 * editor wraps whoever listens for what nobody caught, so mocha's listener is changed where it is made.
 */
function passOverEditorFaults(runners: object, tell: (fault: string) => void): void {
  const uncaught: unknown = Reflect.get(runners, "_uncaught");
  assert.ok(typeof uncaught === "function", "mocha's listener has another name");
  Reflect.set(runners, "_uncaught", function (this: unknown, error: unknown) {
    if (error instanceof Error && isOfEditor(error)) tell(error.stack ?? error.message);
    else Reflect.apply(uncaught, this, [error]);
  });
}

/** A rejected promise makes the editor report exit code 1. */
export async function run(): Promise<void> {
  const { default: Mocha } = await import("mocha");
  const mocha = new Mocha({ timeout: 30_000, reporter: "min" });
  for (const name of readdirSync(__dirname).sort()) {
    if (name.endsWith(".test.js")) mocha.addFile(join(__dirname, name));
  }
  await mocha.loadFilesAsync();
  const tests: HostResult[] = [];
  const editorFaults: string[] = [];
  passOverEditorFaults(Mocha.Runner.prototype, (fault) => editorFaults.push(fault));
  let running: string | undefined;
  /** After every test, so that one that hangs can be named. */
  const write = (): void => {
    const results: HostResults = { tests, editorFaults, ...(running !== undefined && { running }) };
    writeFileSync(join(__dirname, "results.json"), JSON.stringify(results, null, 2));
  };
  const add = (result: HostResult): void => {
    tests.push(result);
    running = undefined;
    write();
  };
  await new Promise<void>((done) => {
    mocha
      .run(() => done())
      .on("test", (test) => {
        running = test.fullTitle();
        write();
      })
      .on("pass", (test) => add({ title: test.fullTitle(), state: "passed", milliseconds: test.duration ?? 0 }))
      .on("pending", (test) => add({ title: test.fullTitle(), state: "skipped", milliseconds: 0 }))
      .on("fail", (test, error: Error) => {
        const reason = error.stack ?? error.message;
        add({ title: test.fullTitle(), state: "failed", milliseconds: test.duration ?? 0, reason });
      });
  });
  write();
  if (tests.some(({ state }) => state === "failed")) throw new Error("tests failed");
}
