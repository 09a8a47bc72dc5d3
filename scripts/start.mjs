// The README's first command: quantizes the bundled example for its board and shows the result.
import { join } from "node:path";
import { buildIfStale, installPackages, root, run } from "./prepare.mjs";

installPackages();
buildIfStale();
const more = process.argv.slice(2);
run("node", [join("dist", "cli.js"), "quantize", join("examples", "keywords", "keywords.onnx"), ...more], { cwd: root });
