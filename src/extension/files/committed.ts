/**
 * Files as they were committed last, asked of the editor's own Git extension: nothing is started here, and no repository says what is run. Where
 * there is no Git, no repository or no commit, that is the answer.
 */
import * as vscode from "vscode";

/** Of vscode.git's API, version 1: what is asked of it. */
interface GitRepository {
  getObjectDetails(treeish: string, path: string): Promise<{ readonly size: number }>;
  show(ref: string, path: string): Promise<string>;
}

interface GitApi {
  getRepository(uri: vscode.Uri): unknown;
}

export type Committed =
  | { readonly kind: "text"; readonly text: string }
  /** "none": not in the last commit. "large": of more bytes than were wanted. */
  | { readonly kind: "noGit" | "noRepository" | "none" | "large" };

/** @param mostBytes of the file as it was committed */
export async function committedTextOf(path: string, mostBytes: number): Promise<Committed> {
  const api = await gitApi();
  if (!api) return { kind: "noGit" };
  const repository = api.getRepository(vscode.Uri.file(path));
  if (!isRepository(repository)) return { kind: "noRepository" };
  try {
    const { size } = await repository.getObjectDetails("HEAD", path);
    if (size > mostBytes) return { kind: "large" };
    return { kind: "text", text: await repository.show("HEAD", path) };
  } catch {
    // Git says in many words, and languages, that there is no such file or no commit yet.
    return { kind: "none" };
  }
}

async function gitApi(): Promise<GitApi | undefined> {
  const extension = vscode.extensions.getExtension<unknown>("vscode.git");
  if (!extension) return undefined;
  try {
    const exported: unknown = extension.isActive ? extension.exports : await extension.activate();
    if (!hasApi(exported)) return undefined;
    const api: unknown = exported.getAPI(1);
    return isApi(api) ? api : undefined;
  } catch {
    return undefined; // it is switched off, or finds no Git
  }
}

function hasApi(value: unknown): value is { getAPI(version: 1): unknown } {
  return isObject(value) && typeof value["getAPI"] === "function";
}

function isApi(value: unknown): value is GitApi {
  return isObject(value) && typeof value["getRepository"] === "function";
}

function isRepository(value: unknown): value is GitRepository {
  return isObject(value) && typeof value["show"] === "function" && typeof value["getObjectDetails"] === "function";
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
