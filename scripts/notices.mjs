// Writes THIRD_PARTY_NOTICES.md: whose code the packages hold, under which licence. A unit test holds the file to what is installed.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { root } from "./prepare.mjs";

/** Every package that is bundled or shipped, dependencies of dependencies included, by name. */
export function shippedPackages() {
  const found = new Map();
  const visit = (name) => {
    const path = join(root, "node_modules", name, "package.json");
    if (found.has(name) || !existsSync(path)) return;
    const { version, license, dependencies = {} } = JSON.parse(readFileSync(path, "utf8"));
    found.set(name, { name, version, license: typeof license === "string" ? license : "see the package" });
    for (const dependency of Object.keys(dependencies)) visit(dependency);
  };
  const { dependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  for (const name of Object.keys(dependencies)) visit(name);
  return [...found.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

export function noticesText() {
  const rows = shippedPackages().map(({ name, version, license }) => `| ${name} | ${version} | ${license} |`);
  return `# Third-party software

Bitwright contains or is shipped with these packages from npm. Their licences are in the packages; comments that licences ask to keep are in
\`dist/*.LEGAL.txt\`. Made by \`node scripts/notices.mjs\`.

| package | version | licence |
| --- | --- | --- |
${rows.join("\n")}
`;
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  writeFileSync(join(root, "THIRD_PARTY_NOTICES.md"), noticesText());
