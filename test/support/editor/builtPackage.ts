/** The .vsix that `npm run package` made for this platform: what a person installs, and so what is tested. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { out, root } from "../folders";

export function builtPackage(): string {
  const { name, version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as Record<string, string>;
  const path = join(out, `${name ?? ""}-${version ?? ""}-${process.platform}-${process.arch}.vsix`);
  if (!existsSync(path)) throw new Error(`${path} is missing: run npm run package`);
  return path;
}
