// Makes the .vsix of a platform in out/: `npm run package`, `npm run package -- --target win32-x64`, `npm run package -- --all`.
// A .vsix holds one platform's copy of onnxruntime, the only native part; everything else is bundled in dist/.
import { createVSIX } from "@vscode/vsce";
import { mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { buildIfStale, installPackages, root } from "./prepare.mjs";

/**
 * What the CPU provider of onnxruntime loads. DirectML is linked by its Windows library; the shader compilers beside it serve
 * WebGPU alone and stay out, as does the second copy of the library for macOS.
 */
const NATIVE = {
  "linux-x64": ["libonnxruntime.so.1"],
  "linux-arm64": ["libonnxruntime.so.1"],
  "darwin-arm64": ["libonnxruntime.1.dylib"],
  "win32-x64": ["onnxruntime.dll", "DirectML.dll"],
  "win32-arm64": ["onnxruntime.dll", "DirectML.dll"],
};

const PAGE = "MARKETPLACE.md";

/**
 * The extension's page with its pictures in it: the editor shows no picture of an installed extension's page that is a file, only such that are
 * fetched or part of the page.
 */
function pageWithPictures() {
  return readFileSync(join(root, PAGE), "utf8").replace(/(!\[[^\]]*\]\()([\w/.-]+\.png)\)/g, (_, start, path) => {
    const picture = readFileSync(join(root, path)).toString("base64");
    return `${start}data:image/png;base64,${picture})`;
  });
}

const LIMIT_BYTES = 30e6;

/** @returns the path of the .vsix, or undefined where onnxruntime has no build for the platform */
export async function packageFor(target) {
  const native = NATIVE[target];
  if (native === undefined) return undefined;
  const out = join(root, "out");
  mkdirSync(out, { recursive: true });
  const folder = `node_modules/onnxruntime-node/bin/napi-v6/${target.replace("-", "/")}`;
  const kept = [...native, "onnxruntime_binding.node"].map((name) => `!${folder}/${name}`);
  const ignoreFile = join(out, `${target}.vscodeignore`);
  const page = `out/${PAGE}`;
  writeFileSync(join(root, page), pageWithPictures());
  const named = [...kept, `!${page}`].join("\n");
  writeFileSync(ignoreFile, `${readFileSync(join(root, ".vscodeignore"), "utf8")}${named}\n`);

  const { name, version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const packagePath = join(out, `${name}-${version}-${target}.vsix`);
  // The repository's README is for whoever builds it; the extension's page is for a person in the editor.
  const quiet = { allowMissingRepository: true, rewriteRelativeLinks: false, readmePath: page };
  await createVSIX({ cwd: root, target, packagePath, ignoreFile, ...quiet });
  return packagePath;
}

async function main() {
  const { values } = parseArgs({
    options: { target: { type: "string" }, all: { type: "boolean" }, quiet: { type: "boolean" } },
  });
  if (values.quiet) console.log = () => undefined; // the packager lists every file there
  installPackages();
  buildIfStale();
  const targets = values.all ? Object.keys(NATIVE) : [values.target ?? `${process.platform}-${process.arch}`];
  for (const target of targets) {
    const path = await packageFor(target);
    if (path === undefined) {
      process.stderr.write(`There is no onnxruntime for ${target}; known: ${Object.keys(NATIVE).join(", ")}.\n`);
      process.exit(2);
    }
    const { size } = statSync(path);
    process.stdout.write(`${path.slice(root.length + 1)}  ${(size / 1e6).toFixed(1)} MB\n`);
    if (size > LIMIT_BYTES) {
      process.stderr.write(
        `${target} is larger than ${LIMIT_BYTES / 1e6} MB: something is packed that does not belong there.\n`,
      );
      process.exit(1);
    }
  }
}

await main();
