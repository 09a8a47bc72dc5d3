/** The import table of ARCHITECTURE.md, enforced: every import of every source file is read and held against it. */
import assert from "node:assert/strict";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { builtinModules } from "node:module";
import { dirname, join, relative, resolve, sep } from "node:path";

const root = resolve(__dirname, "../..");
const src = join(root, "src");
const webview = join(root, "webview");

/** Folder → folders it may import, besides itself. "node" stands for Node's own modules; packages are named. */
const TABLE: Readonly<Record<string, readonly string[]>> = {
  "engine/base": [],
  "engine/ir": ["engine/base"],
  "engine/onnx": ["engine/ir", "engine/base", "protobufjs"],
  "engine/tflite": ["engine/onnx", "engine/ir", "engine/base", "flatbuffers"],
  "engine/passes": ["engine/ir", "engine/base"],
  "engine/layers": ["engine/ir", "engine/base"],
  "engine/interpret": ["engine/layers", "engine/ir", "engine/base"],
  "engine/memory": ["engine/layers", "engine/ir", "engine/base"],
  "engine/quantize": ["engine/interpret", "engine/layers", "engine/ir", "engine/base"],
  "engine/search": ["engine/quantize", "engine/memory", "engine/ir", "engine/base"],
  "engine/codegen": ["engine/memory", "engine/layers", "engine/ir", "engine/base"],
  "engine/targets": ["engine/base"],
  /** The door: src/engine/index.ts, which knows every stage. */
  engine: [
    "engine/base",
    "engine/ir",
    "engine/onnx",
    "engine/tflite",
    "engine/passes",
    "engine/layers",
    "engine/interpret",
    "engine/memory",
    "engine/quantize",
    "engine/search",
    "engine/codegen",
    "engine/targets",
  ],
  runtime: ["engine", "node", "onnxruntime-node"],
  datasets: ["engine", "protocol", "formats", "node", "jpeg-js", "pngjs"],
  formats: [],
  protocol: ["formats"],
  worker: ["engine", "runtime", "datasets", "protocol", "formats", "node"],
  cli: ["engine", "runtime", "datasets", "worker", "protocol", "formats", "node", "commander"],
  extension: ["protocol", "formats", "vscode", "node", "jsonc-parser"],
  webview: ["protocol", "formats", "chart.js", "@dagrejs/dagre", "@vscode/webview-ui-toolkit"],
};

interface Import {
  readonly file: string;
  readonly from: string;
  readonly to: string;
  /** The imported file, where it is one of ours. */
  readonly target?: string;
}

function sourceFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".ts"))
    .map((entry) => join(entry.parentPath, entry.name));
}

/** The table's folder for a path inside src; the engine's door is `engine`, with or without `/index`. */
function folderOf(path: string): string {
  if (path.startsWith(webview + sep)) return "webview";
  const parts = relative(src, path).replace(/\.ts$/, "").split(sep);
  if (parts[0] === "engine") return parts.length > 2 ? `engine/${parts[1] ?? ""}` : "engine";
  return parts[0] ?? "";
}

function importsOf(file: string): Import[] {
  const text = readFileSync(file, "utf8");
  const specifiers = [
    ...text.matchAll(/(?:\bfrom\s+|\bimport\s*\(\s*|\brequire\s*\(\s*|^import\s+)["']([^"']+)["']/gm),
  ];
  return specifiers.map((match) => {
    const specifier = match[1] ?? "";
    const from = folderOf(file);
    if (specifier.startsWith(".")) {
      const path = resolve(dirname(file), specifier);
      const target = existsSync(`${path}.ts`) ? `${path}.ts` : join(path, "index.ts");
      return { file, from, to: folderOf(`${path}.ts`), target };
    }
    const bare = specifier.replace(/^node:/, "");
    const isNode = specifier.startsWith("node:") || builtinModules.includes(bare);
    return {
      file,
      from,
      to: isNode
        ? "node"
        : specifier
            .split("/")
            .slice(0, specifier.startsWith("@") ? 2 : 1)
            .join("/"),
    };
  });
}

/** Files that reach themselves through imports, types included: each circle by one of its paths. */
function circlesIn(imports: readonly Import[]): readonly string[] {
  const importsOfFile = new Map<string, string[]>();
  for (const { file, target } of imports) {
    if (target !== undefined) importsOfFile.set(file, [...(importsOfFile.get(file) ?? []), target]);
  }
  const circles: string[] = [];
  const finished = new Set<string>();
  const visit = (file: string, path: readonly string[]): void => {
    if (path.includes(file)) {
      const circle = [...path.slice(path.indexOf(file)), file];
      circles.push(circle.map((one) => relative(root, one)).join(" → "));
      return;
    }
    if (finished.has(file)) return;
    for (const next of importsOfFile.get(file) ?? []) visit(next, [...path, file]);
    finished.add(file);
  };
  for (const file of importsOfFile.keys()) visit(file, []);
  return circles;
}

describe("layers", () => {
  const sources = [...sourceFiles(src), ...sourceFiles(webview)];
  const imports = sources.flatMap(importsOf);

  it("finds imports at all", () => assert.ok(imports.length > 50));

  it("knows every folder", () => {
    const unknown = new Set(sources.map(folderOf).filter((folder) => !(folder in TABLE)));
    assert.deepEqual([...unknown], []);
  });

  it("allows only what the table says", () => {
    const broken = imports
      .filter(({ from, to }) => from !== to && !(TABLE[from] ?? []).includes(to))
      .map(({ file, to }) => `${relative(root, file)} imports ${to}`);
    assert.deepEqual(broken, []);
  });

  it("has no circle of files: each can be read after those that it imports", () => {
    assert.deepEqual(circlesIn(imports), []);
  });

  it("reaches the component toolkit through one module, so that it can be replaced in a day", () => {
    const users = imports
      .filter(({ to }) => to === "@vscode/webview-ui-toolkit")
      .map(({ file }) => relative(webview, file));
    assert.deepEqual([...new Set(users)], ["toolkit.ts"]);
  });

  it("loads onnxruntime through one module, which keeps it offline", () => {
    const elsewhere = ["test", "bench", "examples", "scripts"].flatMap((folder) => sourceFiles(join(root, folder)));
    const users = [...sources, ...elsewhere]
      .flatMap(importsOf)
      .filter(({ to }) => to === "onnxruntime-node")
      .map(({ file }) => relative(root, file).split(sep).join("/"));
    assert.deepEqual(users, ["src/runtime/onnxruntime.ts"]);
    assert.match(readFileSync(join(src, "runtime", "onnxruntime.ts"), "utf8"), /^[^;]*import "\.\/offline";/);
  });

  it("gives the engine no Node types", () => {
    const config = JSON.parse(readFileSync(join(src, "engine", "tsconfig.json"), "utf8")) as {
      compilerOptions: { types: string[]; lib: string[] };
    };
    assert.deepEqual(config.compilerOptions.types, []);
    assert.deepEqual(config.compilerOptions.lib, ["ES2022"]);
  });
});
