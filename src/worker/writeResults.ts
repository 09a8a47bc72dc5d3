/**
 * Writes what a job made: all of it or nothing. Every file is first written whole under a temporary name in the same folder; only when the
 * last one is on disk are they renamed, without a pause in which a signal could be handled. So neither a full disk nor Ctrl-C leaves a file
 * that is half old and half new.
 */
import { randomUUID } from "node:crypto";
import { renameSync, rmdirSync, rmSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { ok, refuse, stopIfCancelled, type Outcome, type Problem, type Watch } from "../engine";
import { jsonText } from "../protocol/jsonText";
import type { Report } from "../protocol/report";
import type { JobResult } from "./jobs";
import { projectFolder } from "./project";
import { meant, remarkInWords } from "../protocol/settingWords";

interface ResultFile {
  /** Below the results' folder, with "/". */
  readonly name: string;
  readonly content: string | Uint8Array;
}

/**
 * What `quantize` leaves: the report always; policy and quantized network only where a policy was found, so that an infeasible budget never
 * replaces a good policy with one that does not fit; the C project where the policy fits.
 * @returns the paths written, in order; of the project its folder
 */
export async function writeResults(
  result: JobResult,
  modelName: string,
  folder: string,
  watch: Watch,
): Promise<Outcome<readonly string[]>> {
  const report: ResultFile = { name: "report.json", content: reportText(result.report) };
  if (result.report.search.infeasible !== null) return writeTogether(folder, [report], watch);
  const { quantizedModel } = result;
  const files: readonly ResultFile[] = [
    { name: "policy.json", content: result.policyText },
    report,
    ...(quantizedModel ? [{ name: `${modelName}.quantized.onnx`, content: quantizedModel }] : []),
  ];
  return withProject(result, modelName, folder, files, watch);
}

/** What `generate` leaves: the C project, nothing where the policy does not fit. */
export async function writeProject(
  result: JobResult,
  modelName: string,
  folder: string,
  watch: Watch,
): Promise<Outcome<readonly string[]>> {
  return result.project ? withProject(result, modelName, folder, [], watch) : ok([]);
}

async function withProject(
  { project }: JobResult,
  modelName: string,
  folder: string,
  others: readonly ResultFile[],
  watch: Watch,
): Promise<Outcome<readonly string[]>> {
  if (!project) return writeTogether(folder, others, watch);
  const name = projectFolder(modelName);
  const files = project.map(({ path, text }): ResultFile => ({ name: `${name}/${path}`, content: text }));
  const before = await filesOfProject(join(folder, name));
  const written = await writeTogether(folder, [...others, ...files], watch);
  if (!written.ok) return written;
  // What an earlier project had and this one has not would be compiled by whoever compiles every file of the folder.
  const stale = before.filter((path) => !project.some((file) => file.path === path));
  for (const path of stale) quietly(() => rmSync(join(folder, name, path), { force: true }));
  return ok([...written.value.slice(0, others.length), join(folder, name)]);
}

/** The files that an earlier memory.json in the folder lists; only names that a project can have. */
async function filesOfProject(folder: string): Promise<readonly string[]> {
  try {
    const map: unknown = JSON.parse(await readFile(join(folder, "memory.json"), "utf8"));
    const files: unknown = typeof map === "object" && map !== null && "files" in map ? map.files : [];
    if (!Array.isArray(files)) return [];
    const paths = files.map((file: unknown) => (typeof file === "object" && file && "path" in file ? file.path : null));
    return paths.filter(
      (path): path is string => typeof path === "string" && /^((kernels|check|example)\/)?\w+\.[ch]$/.test(path),
    );
  } catch {
    return []; // no project, or none that can be read: nothing to clean up
  }
}

/** The report alone, for jobs that change nothing. */
export async function writeReport(report: Report, folder: string, watch: Watch): Promise<Outcome<readonly string[]>> {
  return writeTogether(folder, [{ name: "report.json", content: reportText(report) }], watch);
}

/** report.json and the output of `--json`: keys in the order in which the report was built. */
export function reportText(report: Report): string {
  return jsonText({ ...report, notes: report.notes.map((note) => remarkInWords(note, "file")) });
}

async function writeTogether(
  folder: string,
  files: readonly ResultFile[],
  watch: Watch,
): Promise<Outcome<readonly string[]>> {
  const temporary = files.map(({ name }) => join(folder, dirname(name), `.${basename(name)}.${randomUUID()}.tmp`));
  const made: string[] = [];
  try {
    for (const path of new Set([folder, ...temporary.map(dirname)])) {
      const first = await mkdir(path, { recursive: true });
      if (first !== undefined) made.unshift(path);
    }
    for (const [i, { content }] of files.entries()) await writeFile(temporary[i] ?? folder, content);
    stopIfCancelled(watch);
    const paths = files.map(({ name }) => join(folder, name));
    for (const [i, path] of paths.entries()) renameSync(temporary[i] ?? path, path);
    return ok(paths);
  } catch (error) {
    for (const path of temporary) quietly(() => rmSync(path, { force: true }));
    for (const path of made) quietly(() => rmdirSync(path));
    if (!isSystemError(error)) throw error;
    return refuse(writeProblem(folder, error.code));
  }
}

/** Cleaning up after a failure must not hide it: what cannot be removed was not made, or is not ours. */
function quietly(remove: () => void): void {
  try {
    remove();
  } catch {
    // the failure before is the one to tell
  }
}

function isSystemError(error: unknown): error is Error & { readonly code: string } {
  return error instanceof Error && "code" in error && typeof error.code === "string" && "syscall" in error;
}

function writeProblem(folder: string, code: string): Problem {
  const hint = `choose another folder with ${meant("out")}`;
  const problem = (name: string, message: string, hint: string): Problem => ({
    code: `output.${name}`,
    message,
    place: folder,
    hint,
  });
  switch (code) {
    case "ENOSPC":
    case "EDQUOT":
      return problem(
        "full",
        "the disk is full, nothing was written",
        `free some space, or choose another folder with ${meant("out")}`,
      );
    case "EACCES":
    case "EPERM":
    case "EROFS":
      return problem("denied", "writing to this folder is not permitted", hint);
    case "ENOTDIR":
    case "EEXIST":
      return problem("notFolder", "the results cannot go here, because part of this path is a file", hint);
    case "EISDIR":
      return problem("folder", "one of the results has the name of a folder that is already there", hint);
    default:
      return problem("unwritable", `the results cannot be written (${code})`, hint);
  }
}
