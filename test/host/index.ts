/**
 * Runs inside the extension host of a real VS Code, which calls run(). Its console does not reach a terminal, so the results are written to
 * a file that drive.ts prints and counts.
 */
import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { HostResult, HostResults } from "./results";

/** A rejected promise makes the editor report exit code 1. */
export async function run(): Promise<void> {
  const { default: Mocha } = await import("mocha");
  const mocha = new Mocha({ timeout: 30_000, reporter: "min" });
  for (const name of readdirSync(__dirname).sort()) {
    if (name.endsWith(".test.js")) mocha.addFile(join(__dirname, name));
  }
  await mocha.loadFilesAsync();
  const tests: HostResult[] = [];
  let running: string | undefined;
  /** After every test, so that one that hangs can be named. */
  const write = (): void => {
    const results: HostResults = running === undefined ? { tests } : { tests, running };
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
