/** `npm test` runs every test file exactly once: a file that no stage names passes by never running. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, relative } from "node:path";
import { hostTests } from "../support/editor/hostTests";

interface Stage {
  readonly name: string;
  readonly runner: string;
  readonly files: readonly string[];
}

const root = join(__dirname, "../..");
const read = (...path: string[]): string => readFileSync(join(root, ...path), "utf8");
const stages = JSON.parse(read("test", "stages.json")) as readonly Stage[];

/** What a stage runs, as scripts/test.mjs says. */
interface Run {
  readonly name: string;
  readonly program: string;
  readonly args: readonly string[];
}

interface MochaOptions {
  readonly _: readonly string[];
  readonly spec?: readonly string[];
  readonly extension: readonly string[];
}

const load = createRequire(__filename);
const { loadOptions } = load("mocha/lib/cli/options.cjs") as { loadOptions: (args: readonly string[]) => MochaOptions };
const collectFiles = load("mocha/lib/cli/collect-files.cjs") as (options: object) => {
  readonly files: readonly string[];
};

/** The files that mocha loads for a command line, found by mocha's own code; a configuration's files come on top of the arguments'. */
function loadedBy(args: readonly string[]): readonly string[] {
  const options = loadOptions(args);
  const defaults = { ignore: [], file: [], recursive: false, sort: false };
  const spec = [...(options.spec ?? []), ...options._];
  return collectFiles({ ...defaults, ...options, spec }).files;
}

/** The two forms that the stages use: `**` for any folders, `*` for any name. */
function matches(pattern: string, path: string): boolean {
  const expression = pattern
    .split("**/")
    .map((part) => part.replaceAll(".", "\\.").replaceAll("*", "[^/]*"))
    .join("(?:.+/)?");
  return new RegExp(`^${expression}$`).test(path);
}

describe("the stages of npm test", () => {
  const files = readdirSync(join(root, "test"), { recursive: true, encoding: "utf8" })
    .map((name) => `test/${name.replaceAll("\\", "/")}`)
    .filter((name) => name.endsWith(".test.ts"));
  const named = (file: string): readonly string[] =>
    stages.filter((stage) => stage.files.some((pattern) => matches(pattern, file))).map(({ name }) => name);

  it("hold every test file, each in one", () => {
    assert.ok(files.length > 150);
    assert.deepEqual(
      files.filter((file) => named(file).length !== 1).map((file) => [file, named(file)]),
      [],
    );
  });

  it("would notice a file that none of them names, or two", () => {
    assert.deepEqual(named("test/other/some.test.ts"), []);
    assert.deepEqual(named("test/host/deeper/some.test.ts"), [], "the extension host's tests lie in one folder");
    assert.deepEqual(named("test/unit/engine/memory/some.test.ts"), ["Unit and golden tests"]);
    assert.deepEqual(named("test/unit/some.test.ts"), ["Unit and golden tests"]);
    assert.deepEqual(named("test/firmware/some.test.ts"), ["Firmware tests"]);
  });

  it("are all run, by the command that reads them", () => {
    const script = read("scripts", "test.mjs");
    assert.match(script, /"stages\.json"/);
    for (const { runner } of stages) assert.match(script, new RegExp(`^  ${runner}: `, "m"), runner);
    const surface = JSON.parse(read("test", "e2e", "mocharc.json")) as { readonly spec: readonly string[] };
    assert.deepEqual(surface.spec, stages.find(({ runner }) => runner === "surface")?.files);
  });

  it("load those files and no others: what the command of each stage finds, found by mocha itself", () => {
    const listed = execFileSync(process.execPath, [join(root, "scripts", "test.mjs"), "--list"], { encoding: "utf8" });
    const runs = JSON.parse(listed) as readonly Run[];
    assert.deepEqual(
      runs.map(({ name }) => name),
      stages.map(({ name }) => name),
    );
    for (const { name, program, args } of runs) {
      const isMocha = program === "npx" && args[0] === "mocha";
      assert.ok(
        isMocha || args.at(-1) === join("test", "host", "runner", "drive.ts"),
        `${name}: ${program} ${args.join(" ")}`,
      );
      const found = isMocha ? loadedBy(args.slice(1)) : hostTests();
      const paths = found.map((path) => relative(root, path).replaceAll("\\", "/"));
      assert.deepEqual(paths.sort(), files.filter((file) => named(file)[0] === name).sort(), name);
    }
  });

  it("outside the editor are what plain mocha runs", () => {
    const { spec } = JSON.parse(read(".mocharc.json")) as { readonly spec: readonly string[] };
    assert.deepEqual(
      spec,
      stages.filter(({ runner }) => runner === "mocha").flatMap((stage) => stage.files),
    );
  });

  it("read no clock: a machine that is busy is no fault of the code, and figures of time are for bench/", () => {
    const clock = /(?:performance|Date)\.now\(\)|process\.(?:hrtime|cpuUsage|resourceUsage)/;
    const found = files.filter((file) => file !== "test/unit/stages.test.ts" && clock.test(read(file)));
    assert.deepEqual(found, []);
  });
});
