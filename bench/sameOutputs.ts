/**
 * Whether two builds write the same bytes: policy, report without times, quantized ONNX and C project of every model, under one width, under
 * a mix of all, and as searched for in a budget that layer by layer is too small, in both accounts with and without streaming; memory.json
 * says how each is run. For changes that shall change nothing; a difference is named by model, command and file.
 *
 *   node esbuild.mjs                                                        in each checkout
 *   npx tsx bench/sameOutputs.ts record <checkout> <hashes.json> <model.onnx>...
 *   npx tsx bench/sameOutputs.ts compare <hashes.json> <hashes.json>
 *
 * Samples are made up from the seed and nothing is cached beyond a model's own searches, so that a command's bytes depend on the model and
 * the build alone. A refusal is an output as well. Networks of more than 50 million multiply-accumulates are estimated and not measured; of
 * more than 4 million, no widths are searched.
 */
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, relative } from "node:path";

/** By "model: command: file", a hash. */
type Hashes = Record<string, string>;

const MEASURED_MACS = 50_000_000;
const SEARCHED_MACS = 4_000_000;
/** Of what 8 bits everywhere need, layer by layer. */
const BUDGET = { flash: 0.75, ram: 0.7 };
const WIDTHS = [4, 8, 2, 8, 4] as const;

function hashOf(bytes: Uint8Array | string): string {
  return createHash("sha256").update(bytes).digest("hex").slice(0, 16);
}

/** Without what differs from run to run. Read and written anew: how many digits a time has decides where its lines break. */
function withoutTimes(text: string): string {
  return JSON.stringify(JSON.parse(text), (key, value: unknown) =>
    /^(seconds|\w+Seconds|elapsedMs)$/.test(key) ? 0 : value,
  );
}

function run(checkout: string, args: readonly string[]): string {
  try {
    execFileSync("node", [join(checkout, "dist/cli.js"), ...args], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "pipe"],
      maxBuffer: 1 << 28,
    });
    return "";
  } catch (error) {
    const { stderr, status } = error as { readonly stderr?: string; readonly status?: number };
    return `exit ${status ?? "?"}: ${stderr ?? String(error)}`;
  }
}

function filesIn(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

/** Every width of a policy file by turns, in the order of the file. */
function mixed(policy: string): string {
  let at = 0;
  const turn = (): number => WIDTHS[at++ % WIDTHS.length] ?? 8;
  const parsed = JSON.parse(policy) as Record<string, unknown>;
  for (const kind of ["weights", "activations"]) {
    const widths = (parsed[kind] ?? {}) as Record<string, number>;
    parsed[kind] = Object.fromEntries(Object.keys(widths).map((name) => [name, turn()]));
  }
  delete parsed["streaming"];
  return JSON.stringify(parsed, null, 2);
}

type Account = "model" | "linked";

interface Figures {
  readonly model: { readonly macs: number };
  readonly memory: Readonly<Record<Account, { readonly flashBytes: number; readonly ramBytes: number }>>;
}

function figuresIn(report: string): Figures | undefined {
  return existsSync(report) ? (JSON.parse(readFileSync(report, "utf8")) as Figures) : undefined;
}

/** A command by its name and what it is called with. */
interface Question {
  readonly name: string;
  readonly args: readonly string[];
}

/** A tight budget in both accounts, with and without streaming, asked of an estimate and, where that does not take long, of a search. */
function budgeted(model: string, { memory }: Figures, isSearched: boolean, cache: string): readonly Question[] {
  return (["model", "linked"] as const).flatMap((account) => {
    const { flashBytes, ramBytes } = memory[account];
    const sizes = [
      "--flash",
      String(Math.round(flashBytes * BUDGET.flash)),
      "--ram",
      String(Math.round(ramBytes * BUDGET.ram)),
    ];
    return ["off", "auto"].flatMap((streaming) => {
      const under = ["--account", account, "--streaming", streaming, ...sizes];
      const way = `${account} ${streaming}`;
      const estimate = { name: `estimate ${way}`, args: ["estimate", model, "--bits", "4", ...under] };
      const search = {
        name: `quantize ${way}`,
        args: ["quantize", model, ...under, "--rounding", "nearest", "--cache", cache],
      };
      return isSearched ? [estimate, search] : [estimate];
    });
  });
}

/** @param kept called after each model, so that a run that is ended early has what it did */
function record(checkout: string, models: readonly string[], kept: (hashes: Hashes) => void): Hashes {
  const hashes: Hashes = {};
  for (const model of models) {
    const name = basename(model);
    const folder = mkdtempSync(join(tmpdir(), "sameOutputs-"));
    const note = (command: string, error: string, written: string): void => {
      if (error !== "") hashes[`${name}: ${command}: refusal`] = hashOf(error.replaceAll(folder, ""));
      for (const file of filesIn(written)) {
        const bytes = readFileSync(file);
        const text = basename(file) === "report.json" ? withoutTimes(bytes.toString("utf8")) : bytes;
        hashes[`${name}: ${command}: ${relative(written, file)}`] = hashOf(text);
      }
    };
    const step = (command: string, args: readonly string[]): string => {
      const written = join(folder, command.replaceAll(/\W+/g, "_"));
      note(command, run(checkout, [...args, "--out", written, "--quiet"]), written);
      return written;
    };
    const begin = Date.now();
    step("estimate --bits 4 --rows supplied", ["estimate", model, "--bits", "4", "--rows", "supplied"]);
    const estimated = step("estimate --bits 8", ["estimate", model, "--bits", "8"]);
    const plain = step("estimate layer by layer", ["estimate", model, "--bits", "8", "--streaming", "off"]);
    const figures = figuresIn(join(plain, "report.json"));
    const macs = figures?.model.macs ?? Infinity; // what was refused once is refused again
    const isMeasured = macs <= MEASURED_MACS;
    if (figures) {
      for (const { name: asked, args } of budgeted(model, figures, macs <= SEARCHED_MACS, join(folder, "cache"))) {
        const found = join(step(asked, args), "policy.json");
        if (asked !== "quantize linked auto" || !existsSync(found)) continue;
        step("estimate as found", ["estimate", model, "--policy", found]);
        step("generate as found", ["generate", model, "--policy", found, "--no-cache", "--name", "found"]);
      }
    }
    const uniform = isMeasured
      ? step("quantize --bits 8", ["quantize", model, "--bits", "8", "--no-cache"])
      : estimated;
    const policy = join(uniform, "policy.json");
    if (existsSync(policy)) {
      const mix = join(folder, "mixed.json");
      writeFileSync(mix, mixed(readFileSync(policy, "utf8")));
      step("generate mixed", ["generate", model, "--policy", mix, "--no-cache", "--name", "mixed"]);
    }
    kept(hashes);
    console.log(`${name}: ${((Date.now() - begin) / 1000).toFixed(1)} s`);
    rmSync(folder, { recursive: true });
  }
  return hashes;
}

function compare(before: Hashes, after: Hashes): readonly string[] {
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return keys.flatMap((key) => {
    if (before[key] === after[key]) return [];
    return [`${key}: ${!(key in before) ? "is new" : !(key in after) ? "is gone" : "differs"}`];
  });
}

function read(path: string): Hashes {
  return JSON.parse(readFileSync(path, "utf8")) as Hashes;
}

const [command, first = "", second = "", ...models] = process.argv.slice(2);
if (command === "record") {
  const hashes = record(first, models, (some) => writeFileSync(second, JSON.stringify(some, null, 1)));
  console.log(`${Object.keys(hashes).length} outputs of ${models.length} models`);
} else {
  const before = read(first);
  const differences = compare(before, read(second));
  for (const difference of differences) console.log(difference);
  console.log(`${Object.keys(before).length} outputs, ${differences.length} differences`);
  process.exitCode = differences.length > 0 ? 1 : 0;
}
