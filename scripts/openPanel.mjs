// `npm start -- --panel`: a real VS Code with the extension, in the browser, on a copy of the bundled example. It prints the address to
// open and runs until Ctrl+C.
import { join } from "node:path";
import { buildIfStale, installPackages, run } from "./prepare.mjs";

installPackages();
buildIfStale();
process.stderr.write("Packaging …\n");
run("node", [join("scripts", "package.mjs"), "--quiet"], { stdio: ["ignore", "ignore", "inherit"] });
run("node", ["--import=tsx", join("test", "support", "serveExample.ts")]);
