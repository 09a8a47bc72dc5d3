// The README's first command: quantizes the bundled example for its board and shows the result; with --panel in a VS Code in the browser.
import { join } from "node:path";
import { buildIfStale, installPackages, root, run } from "./prepare.mjs";

const more = process.argv.slice(2);
if (more.includes("--panel")) {
  await import("./openPanel.mjs");
  process.exit(0);
}
installPackages();
buildIfStale();
run("node", [join("dist", "cli.js"), "quantize", join("examples", "keywords", "keywords.onnx"), ...more], {
  cwd: root,
});
