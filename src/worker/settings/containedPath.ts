/**
 * Where a settings file may point. It comes with a repository that others wrote: what it names is read or written without being asked for again,
 * so it stays in the repository, also through links.
 */
import { existsSync, readlinkSync, realpathSync } from "node:fs";
import { basename, dirname, join, resolve, sep } from "node:path";

/** The repository that a model lies in; without one the current folder if the model lies below it, else the model's own folder. Real paths. */
export function repositoryOf(modelPath: string, currentFolder: string): string {
  const own = realOf(dirname(modelPath));
  for (let folder = own; ; folder = dirname(folder)) {
    if (existsSync(join(folder, ".git"))) return folder;
    if (dirname(folder) === folder) break;
  }
  const current = realOf(currentFolder);
  return contains(current, own) ? current : own;
}

/** @param root a real path. @param path absolute, there or yet to be made */
export function leadsOutside(root: string, path: string): boolean {
  return !contains(root, realOf(path));
}

function contains(root: string, path: string): boolean {
  return path === root || path.startsWith(root.endsWith(sep) ? root : root + sep);
}

/** Links that are followed one after another, as systems have it. */
const MOST_LINKS = 40;

/** With the links of whatever part of it exists followed. A link to nowhere leads where it says, once somebody makes that. */
function realOf(path: string, links = 0): string {
  try {
    return realpathSync(path);
  } catch {
    const target = links < MOST_LINKS ? linkOf(path) : undefined;
    if (target !== undefined) return realOf(target, links + 1);
    const parent = dirname(path);
    return parent === path ? path : join(realOf(parent, links), basename(path));
  }
}

function linkOf(path: string): string | undefined {
  try {
    return resolve(dirname(path), readlinkSync(path));
  } catch {
    return undefined;
  }
}
