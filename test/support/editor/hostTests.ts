/** What runs in the extension host: the files that drive.ts bundles for it. */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { root } from "../folders";

/** Absolute paths. */
export function hostTests(): readonly string[] {
  const folder = join(root, "test", "host");
  return readdirSync(folder)
    .filter((name) => name.endsWith(".test.ts"))
    .map((name) => join(folder, name));
}
