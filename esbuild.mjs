// One bundle an entry point. onnxruntime-node stays outside: it is native and is found in node_modules.
import { build } from "esbuild";

await build({
  entryPoints: { cli: "src/cli/main.ts" },
  outdir: "dist",
  bundle: true,
  platform: "node",
  target: "node20",
  format: "cjs",
  external: ["vscode", "onnxruntime-node"],
  banner: { js: "#!/usr/bin/env node" },
  sourcemap: true,
  legalComments: "linked",
  logLevel: "warning",
});
