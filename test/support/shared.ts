/** Published models and data sets, which do not belong to the repository: they lie beside it or not at all. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { root } from "./folders";

/** The path of what lies in ../shared; where it does not, the test is skipped, and says why in one line. */
export function sharedOrSkip(context: Mocha.Context, ...parts: readonly string[]): string {
  const path = join(root, "..", "shared", ...parts);
  if (existsSync(path)) return path;
  console.log(`      skipped: there is no ${["..", "shared", ...parts].join("/")} beside the repository`);
  return context.skip();
}
