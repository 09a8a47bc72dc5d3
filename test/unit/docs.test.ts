/** Documents that sources and other documents point at are there. */
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

const root = join(__dirname, "../..");

function filesIn(folder: string, ending: string): readonly string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(ending))
    .map((name) => join(folder, name));
}

describe("documents", () => {
  it("that sources cite exist", () => {
    const cited = [...filesIn("src", ".ts"), ...filesIn("webview", ".ts")].flatMap((file) =>
      [...readFileSync(join(root, file), "utf8").matchAll(/\b((?:docs\/)?numerics\.md|docs\/[\w/]+\.md)/g)].map(
        ([, document]) => document ?? "",
      ),
    );
    assert.ok(cited.length >= 6);
    assert.deepEqual(
      [...new Set(cited)].filter((document) => !existsSync(join(root, document))),
      [],
    );
  });

  it("have links that lead somewhere", () => {
    const documents = ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", ...filesIn("docs", ".md")];
    const broken = documents.flatMap((document) =>
      [...readFileSync(join(root, document), "utf8").matchAll(/\]\(([^)#\s]+)/g)]
        .map(([, target]) => target ?? "")
        .filter((target) => !/^\w+:/.test(target) && !existsSync(join(root, dirname(document), target)))
        .map((target) => `${document}: ${target}`),
    );
    assert.deepEqual(broken, []);
  });

  it("name source files that exist", () => {
    const text = readFileSync(join(root, "docs", "numerics.md"), "utf8");
    const named = [...text.matchAll(/`((?:src\/|[a-z]+\/)?[\w/]+\.(?:ts|c|h))`/g)].map(([, file]) => file ?? "");
    assert.ok(named.length > 10);
    const places = ["", "src", "src/engine", "src/firmware"];
    assert.deepEqual(
      named.filter((file) => !places.some((place) => existsSync(join(root, place, file)))),
      [],
    );
  });
});
