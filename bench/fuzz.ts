/**
 * Thousands of models with something wrong about them, through the command line's own code: each is taken or refused in a sentence, within
 * five seconds and a gibibyte, and one that is taken answers as onnxruntime does. Ends with 1 where one did not; those are kept in
 * out/fuzz. Models come from the paths given, beside a few made here; equal seeds make equal mutants of equal models.
 *
 *   npx tsx bench/fuzz.ts --count 5000 --seed 1 ../shared/models/wild ../shared/models ../shared/cases/onnx ../shared/conformance
 *   npx tsx bench/fuzz.ts --only 1234 …                    one of them again, kept whatever becomes of it
 */
import { fork, type ChildProcess } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { isTflite } from "../src/engine";
import { corpusOf, type Origin } from "./fuzz/corpus";
import { mutate, type Mutant } from "./fuzz/mutate";
import { tryModel, type Stage, type Verdict } from "./fuzz/trial";

const TIME_LIMIT_S = 5;
const LOST_MS = 120_000;
const MEMORY_LIMIT_BYTES = 2 ** 30;
const LOOK_MS = 50;
/** onnxruntime's and the engine's code, and what is left of earlier mutants: a new process now and then. */
const TRIALS_PER_PROCESS = 200;

interface Task {
  readonly trial: number;
  readonly bytes: Uint8Array;
}

type Said = { readonly stage: Stage } | { readonly verdict: Verdict };

type Outcome =
  Verdict | { readonly kind: "hang" | "memory" | "crash"; readonly stage: Stage; readonly message: string };

const FAILURES: ReadonlySet<Outcome["kind"]> = new Set([
  "fault",
  "mumbled",
  "differs",
  "hang",
  "memory",
  "crash",
] as const);

/** Reasons of refusals that are listed. */
const MOST_REFUSALS = 40;

const CHILD = "--child";

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      count: { type: "string", default: "1000" },
      seed: { type: "string", default: "1" },
      workers: { type: "string", default: "2" },
      only: { type: "string" },
    },
  });
  const corpus = corpusOf(positionals);
  const seed = Number(values.seed);
  const trials =
    values.only === undefined ? Array.from({ length: Number(values.count) }, (_, i) => i) : [Number(values.only)];
  const keep = resolve("out/fuzz");
  rmSync(keep, { recursive: true, force: true });
  mkdirSync(keep, { recursive: true });

  const queue = [...trials];
  const counts = new Map<string, number>();
  const kinds = new Map<string, { readonly first: string; count: number }>();
  const refusals = new Map<string, number>();
  const work = async (): Promise<void> => {
    const worker = new Worker();
    for (let trial = queue.shift(); trial !== undefined; trial = queue.shift()) {
      const made = mutantOf(corpus, seed, trial);
      if (!made) continue;
      const outcome = await worker.run({ trial, bytes: made.mutant.bytes });
      counts.set(outcome.kind, (counts.get(outcome.kind) ?? 0) + 1);
      if (outcome.kind === "refused") {
        const reason = keyOf(outcome.message.split("\n")[0] ?? "");
        refusals.set(reason, (refusals.get(reason) ?? 0) + 1);
      }
      const isFailure = FAILURES.has(outcome.kind);
      if (isFailure || values.only !== undefined) {
        const file = join(keep, `${outcome.kind}-${trial}${isTflite(made.mutant.bytes) ? ".tflite" : ".onnx"}`);
        writeFileSync(file, made.mutant.bytes);
        const text = `${outcome.kind}${"stage" in outcome ? ` (${outcome.stage})` : ""} ${"message" in outcome ? outcome.message.trim() : ""}`;
        const about = `${file}  ${made.origin.name}: ${made.mutant.changes.join(", ")}`;
        const key = keyOf(text);
        const known = kinds.get(key);
        if (known) known.count++;
        else kinds.set(key, { first: `${text}\n    ${about}`, count: 1 });
        if (!known) console.log(`${text}\n    ${about}`);
      }
    }
    worker.stop();
  };
  await Promise.all(Array.from({ length: Number(values.workers) }, work));

  console.log(`\n${trials.length} mutants of ${corpus.flat().length} models, seed ${seed}`);
  for (const [kind, count] of [...counts].sort(([, a], [, b]) => b - a)) console.log(`${kind.padEnd(10)} ${count}`);
  for (const [reason, count] of [...refusals].sort(([, a], [, b]) => b - a).slice(0, MOST_REFUSALS))
    console.log(`${String(count).padStart(6)} × ${reason}`);
  console.log(
    [...kinds.values()]
      .sort((a, b) => b.count - a.count)
      .map(({ first, count }) => `${count} × ${first}`)
      .join("\n"),
  );
  process.exitCode = kinds.size > 0 && values.only === undefined ? 1 : 0;
}

/** Equal for what differs in names and numbers alone. */
function keyOf(message: string): string {
  return message
    .replace(/"[^"]*"/g, '"…"')
    .replace(/-?\d+(\.\d+)?(e[+-]\d+)?/g, "n")
    .slice(0, 160);
}

function mutantOf(
  corpus: readonly (readonly Origin[])[],
  seed: number,
  trial: number,
): { readonly origin: Origin; readonly mutant: Mutant } | undefined {
  const group = corpus[trial % corpus.length] ?? [];
  const own = seed * 1_000_003 + trial;
  const origin = group[Math.floor(((Math.imul(own, 0x9e3779b1) >>> 0) / 2 ** 32) * group.length)];
  const mutant = origin && mutate(origin.bytes, own);
  return origin && mutant?.ok ? { origin, mutant: mutant.value } : undefined;
}

/** A process that tries one mutant after the other, replaced when one was too much for it. */
class Worker {
  private child: ChildProcess | undefined;
  private trials = 0;
  private readonly folder = mkdtempSync(join(tmpdir(), "bitwright-fuzz-"));

  run({ trial, bytes }: Task): Promise<Outcome> {
    const child = (this.child ??= this.start());
    const file = join(this.folder, "mutant");
    writeFileSync(file, bytes);
    return new Promise((done) => {
      let stage: Stage = "estimate";
      let began = usageOf(child.pid).seconds;
      let isRunning = false;
      const wall = Date.now();
      const end = (outcome: Outcome, isLost: boolean): void => {
        clearInterval(looking);
        child.removeAllListeners();
        if (isLost || ++this.trials % TRIALS_PER_PROCESS === 0) {
          child.kill("SIGKILL");
          this.child = undefined;
        }
        done(outcome);
      };
      const looking = setInterval(() => {
        const { seconds, residentBytes } = usageOf(child.pid);
        const isLate = (isRunning && seconds - began > TIME_LIMIT_S) || Date.now() - wall > LOST_MS;
        if (residentBytes > MEMORY_LIMIT_BYTES)
          end({ kind: "memory", stage, message: `${(residentBytes / 2 ** 20).toFixed(0)} MiB` }, true);
        else if (isLate) end({ kind: "hang", stage, message: "" }, true);
      }, LOOK_MS);
      child.on("message", (said: Said) => {
        if ("verdict" in said) {
          end(said.verdict, false);
          return;
        }
        stage = said.stage;
        began = usageOf(child.pid).seconds;
        isRunning = true; // until then the process was starting
      });
      child.on("exit", (code, signal) => end({ kind: "crash", stage, message: signal ?? `exit ${code ?? "?"}` }, true));
      child.send({ trial, file, folder: join(this.folder, "work") });
    });
  }

  stop(): void {
    this.child?.kill("SIGKILL");
    rmSync(this.folder, { recursive: true, force: true });
  }

  private start(): ChildProcess {
    const execArgv = [...process.execArgv, "--max-old-space-size=900"];
    return fork(__filename, [CHILD], { execArgv, stdio: ["ignore", "ignore", "ignore", "ipc"] });
  }
}

interface Usage {
  /** Of the processor: other work on the machine counts for nothing. */
  readonly seconds: number;
  readonly residentBytes: number;
}

/** As Linux tells it; zeros elsewhere, where only a process that is lost altogether is noticed. */
function usageOf(pid: number | undefined): Usage {
  try {
    const status = readFileSync(`/proc/${pid ?? 0}/status`, "utf8");
    const stat = readFileSync(`/proc/${pid ?? 0}/stat`, "utf8");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" "); // from the third on
    const ticks = Number(fields[11]) + Number(fields[12]);
    return { seconds: ticks / 100, residentBytes: Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) * 1024 };
  } catch {
    return { seconds: 0, residentBytes: 0 };
  }
}

function serve(): void {
  process.on("disconnect", () => process.exit());
  process.on("message", ({ file, folder }: { readonly file: string; readonly folder: string }) => {
    const enter = (stage: Stage): void => void process.send?.({ stage });
    tryModel(readFileSync(file), folder, enter).then(
      (verdict) => process.send?.({ verdict }),
      (error: unknown) => {
        const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
        process.send?.({ verdict: { kind: "fault", stage: "compare", message } });
      },
    );
  });
}

if (process.argv.includes(CHILD)) serve();
else void main();
