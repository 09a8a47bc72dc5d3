// One bundle an entry point. onnxruntime-node stays outside: it is native and is found in node_modules; the extension itself must never
// load it, because a native crash would take the editor's host with it.
import { cpSync, rmSync } from "node:fs";
import { build } from "esbuild";

const common = { outdir: "dist", bundle: true, sourcemap: true, legalComments: "linked", logLevel: "warning" };
const node = { ...common, platform: "node", target: "node20", format: "cjs" };
const builds = [
  {
    ...node,
    entryPoints: { cli: "src/cli/launcher.ts" },
    banner: { js: "#!/usr/bin/env node" },
  },
  { ...node, entryPoints: { command: "src/cli/main.ts" }, external: ["onnxruntime-node"] },
  { ...node, entryPoints: { worker: "src/worker/main.ts" }, external: ["onnxruntime-node"] },
  {
    ...node,
    entryPoints: { extension: "src/extension/extension.ts" },
    external: ["vscode"],
    // jsonc-parser's other form asks for its parts in a way that no bundler sees.
    mainFields: ["module", "main"],
  },
  {
    ...common,
    entryPoints: [
      { in: "webview/main.ts", out: "webview" },
      { in: "webview/styles/panel.css", out: "webview" },
    ],
    platform: "browser",
    target: "chrome128",
    format: "iife",
    minify: true,
  },
];

await Promise.all(builds.map((options) => build(options)));

// The kernels, as text that goes into projects.
rmSync("dist/firmware", { recursive: true, force: true });
cpSync("src/firmware", "dist/firmware", { recursive: true });
