// The README's second command: types, lint, build, every test; ends with "N passed, N failed, N skipped".
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { buildIfStale, installPackages, root, run } from "./prepare.mjs";

installPackages();
process.stdout.write("Types …\n");
run("npm", ["run", "--silent", "typecheck"]);
process.stdout.write("Lint …\n");
run("npm", ["run", "--silent", "lint"]);
buildIfStale();

process.stdout.write("Tests …\n");
mkdirSync(join(root, "out"), { recursive: true });
const results = join(root, "out", "mocha.json");
const mocha = spawnSync("npx", ["mocha", "--reporter", join(root, "scripts", "reporter.cjs"), ...process.argv.slice(2)], {
  cwd: root,
  stdio: "inherit",
  env: { ...process.env, BITWRIGHT_TEST_RESULTS: results },
});
const { passes, failures, pending } = JSON.parse(readFileSync(results, "utf8"));
process.stdout.write(`\n${passes} passed, ${failures} failed, ${pending} skipped\n`);
process.exit(mocha.status ?? 3);
