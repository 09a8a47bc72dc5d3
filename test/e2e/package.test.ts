/** What is in the .vsix: an allow-list is only as good as a look at what came out of it. */
import assert from "node:assert/strict";
import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { unzipSync } from "fflate";
import type { Settings } from "../../src/protocol/files/settings";
import { root } from "../support/folders";
import { builtPackage } from "../support/editor/builtPackage";

const ALLOWED = [
  /^\[Content_Types\]\.xml$/,
  /^extension\.vsixmanifest$/,
  /^extension\/(package\.json|package\.nls\.json|readme\.md|changelog\.md|LICENSE\.txt|THIRD_PARTY_NOTICES\.md)$/,
  /^extension\/dist\/\w+\.(js|css|js\.LEGAL\.txt)$/,
  /^extension\/dist\/firmware\//,
  /^extension\/(media|schemas|l10n)\//,
  /^extension\/examples\/keywords\/(keywords\.(onnx|bitwright\.json)|(calibration|test)\.npz|classes\.json|firmware\/(main\.c|Makefile))$/,
  /^extension\/node_modules\/onnxruntime-(node|common)\//,
];

describe("package", () => {
  const files = unzipSync(readFileSync(builtPackage()));
  const names = Object.keys(files);

  it("is smaller than 30 MB", () => assert.ok(statSync(builtPackage()).size < 30e6));

  it("holds nothing that is not meant to be shipped", () => {
    assert.deepEqual(
      names.filter((name) => !ALLOWED.some((pattern) => pattern.test(name))),
      [],
    );
    assert.deepEqual(
      names.filter((name) => /\.(map|ts|tsx)$/.test(name)),
      [],
    );
  });

  it("holds the native library of this platform and of no other", () => {
    const platforms = names
      .map((name) => /napi-v6\/(\w+\/\w+)\//.exec(name)?.[1])
      .filter((found) => found !== undefined);
    assert.deepEqual([...new Set(platforms)], [`${process.platform}/${process.arch}`]);
  });

  it("shows a page for a person in the editor, with its pictures", () => {
    const page = new TextDecoder().decode(files["extension/readme.md"]);
    assert.match(page, /## Three steps/);
    assert.doesNotMatch(page, /\bnpm\b/);
    const pictures = [...page.matchAll(/!\[[^\]]*\]\(([^)]+)\)/g)].map((match) => match[1] ?? "");
    assert.ok(pictures.length > 0);
    const ours = readFileSync(join(root, "media", "panel.png")).toString("base64");
    assert.deepEqual(
      pictures,
      [`data:image/png;base64,${ours}`],
      "files of an installed extension are not shown there",
    );
  });

  it("holds the example that the walkthrough offers, with the samples that its settings name, in less than 1.5 MB", () => {
    const inExample = names.filter((name) => name.startsWith("extension/examples/"));
    const settings = new TextDecoder().decode(files["extension/examples/keywords/keywords.bitwright.json"]);
    const { calibration, evaluation } = JSON.parse(settings) as Settings;
    for (const file of ["keywords.onnx", "firmware/main.c", "firmware/Makefile", calibration?.path, evaluation?.path])
      assert.ok(inExample.includes(`extension/examples/keywords/${file ?? "?"}`), file);
    assert.ok(inExample.reduce((sum, name) => sum + (files[name]?.length ?? 0), 0) < 1.5e6);
  });

  it("holds what its manifest names", () => {
    const text = new TextDecoder().decode(files["extension/package.json"]);
    const manifest: unknown = JSON.parse(text);
    const paths = [...mentionedPaths(manifest)];
    assert.ok(paths.length > 0);
    const missing = paths.filter((path) => !names.includes(`extension/${path}`) && !/\.(onnx|md)$/.test(path));
    assert.deepEqual(missing, []);
  });
});

/** Every text in the manifest that is a path of the extension: main, icons, schemas, pictures of the walkthrough. */
function* mentionedPaths(value: unknown): Generator<string> {
  if (typeof value === "string") {
    if (/^\.\/(?!node_modules)[\w/.-]+\.\w+$/.test(value)) yield value.slice(2);
  } else if (typeof value === "object" && value !== null) {
    for (const [key, inner] of Object.entries(value)) if (key !== "bin") yield* mentionedPaths(inner);
  }
}
