// The README's second command: types, lint, build, every test in the stages of test/stages.json; ends with "N passed, N failed, N skipped".
// Arguments go to mocha, and then only the tests outside the editor run: `npm test -- --grep planMemory`. `--list` runs nothing and says
// what each stage would run, as JSON.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { buildIfStale, installPackages, root, run } from "./prepare.mjs";

const more = process.argv.slice(2);
const total = { passes: 0, failures: 0, pending: 0 };
let failed = false;

/** Runs tests that leave their counts in a file. One that ends without counts, or badly without a failure, counts as failed. */
function stage(name, command, args) {
  process.stdout.write(`${name} …\n`);
  const results = join(root, "out", "counts.json");
  rmSync(results, { force: true });
  const started = performance.now();
  const { status } = spawnSync(command, args, {
    cwd: root,
    stdio: "inherit",
    env: { ...process.env, BITWRIGHT_TEST_RESULTS: results },
  });
  const counts = countsOf(results);
  if (status !== 0) {
    failed = true;
    counts.failures = Math.max(counts.failures, 1);
  }
  for (const key of Object.keys(total)) total[key] += counts[key];
  process.stdout.write(`${name}: ${Math.round((performance.now() - started) / 1000)} s\n`);
}

function countsOf(results) {
  try {
    return JSON.parse(readFileSync(results, "utf8"));
  } catch {
    failed = true;
    return { passes: 0, failures: 1, pending: 0 };
  }
}

/** Runs scripts of package.json beside each other, because each of them keeps one core busy; what each says is printed when it ends. */
async function checks(names) {
  const statuses = await Promise.all(
    names.map(
      (name) =>
        new Promise((resolve) => {
          const child = spawn("npm", ["run", "--silent", name], { cwd: root, stdio: ["ignore", "pipe", "pipe"] });
          const said = [];
          child.stdout.on("data", (data) => said.push(data));
          child.stderr.on("data", (data) => said.push(data));
          child.on("error", () => resolve(1));
          child.on("close", (status) => {
            process.stdout.write(Buffer.concat(said));
            resolve(status ?? 1);
          });
        }),
    ),
  );
  if (statuses.some((status) => status !== 0)) process.exit(1);
}

/** Compilers and emulator of the firmware tests, from Debian where this machine lets us; the tests name what is missing otherwise. */
function provideToolchain() {
  const packages = {
    gcc: ["gcc", "libc6-dev"],
    "g++": ["g++"],
    clang: ["clang"],
    "arm-none-eabi-gcc": ["gcc-arm-none-eabi", "libnewlib-arm-none-eabi"],
    "qemu-system-arm": ["qemu-system-arm"],
    "riscv64-unknown-elf-gcc": ["gcc-riscv64-unknown-elf", "picolibc-riscv64-unknown-elf"],
    "qemu-system-riscv32": ["qemu-system-misc"],
    strace: ["strace"],
  };
  const missing = Object.keys(packages).filter(
    (tool) => spawnSync(tool, ["--version"], { stdio: "ignore" }).status !== 0,
  );
  if (missing.length === 0 || process.getuid?.() !== 0 || !existsSync("/usr/bin/apt-get")) return;
  process.stdout.write(`Installing ${missing.join(" and ")} …\n`);
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  const apt = (...args) => spawnSync("apt-get", ["-qq", ...args], { stdio: "ignore", env }).status === 0;
  const install = ["install", "-y", "--no-install-recommends", ...missing.flatMap((tool) => packages[tool])];
  if (!apt(...install) && apt("update")) apt(...install);
}

const reporter = ["--reporter", join(root, "scripts", "reporter.cjs")];
const stages = JSON.parse(readFileSync(join(root, "test", "stages.json"), "utf8"));
const { "node-option": nodeOptions, timeout } = JSON.parse(readFileSync(join(root, ".mocharc.json"), "utf8"));
// Test files are spread over the cores. Each file still runs in its order, by itself, in one process.
const jobs = Math.min(availableParallelism(), 8);
const parallel = jobs > 1 ? ["--parallel", "--jobs", String(jobs)] : [];
const options = [...nodeOptions.flatMap((each) => ["--node-option", each]), "--timeout", String(timeout)];
const commands = {
  // Without the configuration: mocha would add its files to every stage's own.
  mocha: ({ files }, rest = []) => [
    "npx",
    ["mocha", "--no-config", ...options, ...parallel, ...reporter, ...files, ...rest],
  ],
  host: () => ["node", ["--import=tsx", join("test", "host", "runner", "drive.ts")]],
  surface: () => ["npx", ["mocha", "--config", join("test", "e2e", "mocharc.json"), ...reporter]],
};
if (more.length === 1 && more[0] === "--list") {
  const list = stages.map((each) => {
    const [program, args] = commands[each.runner](each);
    return { name: each.name, program, args };
  });
  process.stdout.write(`${JSON.stringify(list)}\n`);
  process.exit(0);
}

installPackages();
process.stdout.write("Types and lint …\n");
await checks(["typecheck", "lint"]);
buildIfStale();
mkdirSync(join(root, "out"), { recursive: true });

provideToolchain();
let isPackaged = false;
for (const each of stages) {
  const isInEditor = each.runner !== "mocha";
  if (isInEditor && more.length > 0) continue;
  if (isInEditor && !isPackaged) {
    process.stdout.write("Package …\n");
    run("node", [join("scripts", "package.mjs"), "--quiet"]);
    isPackaged = true;
  }
  stage(each.name, ...commands[each.runner](each, more));
}
process.stdout.write(`\n${total.passes} passed, ${total.failures} failed, ${total.pending} skipped\n`);
process.exit(failed ? 1 : 0);
