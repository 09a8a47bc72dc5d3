/**
 * Writes what a job made: all of it or nothing. Every file is first written whole under a temporary name in the same folder; only when the
 * last one is on disk are they renamed, without a pause in which a signal could be handled. So neither a full disk nor Ctrl-C leaves a file
 * that is half old and half new. Renaming replaces a link and never writes to what it points at; folders that are links out of the results'
 * folder are refused.
 */
import { createHash, randomUUID } from "node:crypto";
import { lstatSync, realpathSync, renameSync, rmdirSync, rmSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join, sep } from "node:path";
import { errorCode, readTextFile } from "../../datasets/files";
import { ok, refuse, stopIfCancelled, type Outcome, type Problem, type Watch } from "../../engine";
import { jsonText } from "../../formats/jsonText";
import { readMemoryMap } from "../../protocol/files/memoryMap";
import type { Report } from "../../protocol/files/report";
import { reviewOf, type ReviewFormat } from "../../protocol/review/review";
import { reviewHtml } from "../../protocol/review/reviewHtml";
import { reviewMarkdown } from "../../protocol/review/reviewMarkdown";
import { readVerification, type Verification } from "../../protocol/files/verification";
import type { JobResult } from "../jobs/jobs";
import { projectFolder, shortened } from "../jobs/project";
import { meant, remarkInWords } from "../../protocol/words/settingWords";

const MAP = "memory.json";

/** What is written of a job's result: how it is run stands in all of it. */
type Writable = Omit<JobResult, "execution">;

interface ResultFile {
  /** Below the results' folder, with "/". */
  readonly name: string;
  readonly content: string | Uint8Array;
}

/**
 * What `quantize` leaves: the report always; policy and quantized network only where a policy was found, so that an infeasible budget never
 * replaces a good policy with one that does not fit; the C project where the policy fits.
 * @param page also a page for a review
 * @returns the paths written, in order; of the project its folder
 */
export async function writeResults(
  result: Writable,
  modelName: string,
  folder: string,
  watch: Watch,
  page?: ReviewFormat,
): Promise<Outcome<readonly string[]>> {
  const reports = [reportFile(result.report), ...(await pageFiles(result, modelName, folder, page))];
  if (result.report.search.infeasible !== null) return writeTogether(folder, reports, watch);
  const { quantizedModel } = result;
  const files: readonly ResultFile[] = [
    { name: "policy.json", content: result.policyText },
    ...(result.learned?.bytes ? [{ name: result.learned.file, content: result.learned.bytes }] : []),
    ...reports,
    ...(quantizedModel ? [{ name: `${shortened(modelName)}.quantized.onnx`, content: quantizedModel }] : []),
  ];
  return withProject(result, modelName, folder, files, watch);
}

/** What `generate` leaves: the C project, nothing where the policy does not fit. */
export async function writeProject(
  result: Writable,
  modelName: string,
  folder: string,
  watch: Watch,
  page?: ReviewFormat,
): Promise<Outcome<readonly string[]>> {
  if (!result.project) return ok([]);
  return withProject(result, modelName, folder, await pageFiles(result, modelName, folder, page), watch);
}

async function withProject(
  { project }: Writable,
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
  const root = realpathSync(folder);
  for (const path of stale) {
    quietly(() => {
      if (isBelow(root, realpathSync(dirname(join(folder, name, path)))))
        rmSync(join(folder, name, path), { force: true });
    });
  }
  return ok([...written.value.slice(0, others.length), join(folder, name)]);
}

/** The files that an earlier memory.json in the folder lists; only names that a project can have. */
async function filesOfProject(folder: string): Promise<readonly string[]> {
  const text = await readTextFile(join(folder, MAP));
  if (!text.ok) return []; // no project, or none that can be read: nothing to clean up
  try {
    const map: unknown = JSON.parse(text.value);
    const files: unknown = typeof map === "object" && map !== null && "files" in map ? map.files : [];
    if (!Array.isArray(files)) return [];
    const paths = files.map((file: unknown) => (typeof file === "object" && file && "path" in file ? file.path : null));
    return paths.filter(
      (path): path is string => typeof path === "string" && /^((kernels|check|example)\/)?\w+\.[ch]$/.test(path),
    );
  } catch {
    return [];
  }
}

/** The report alone, for jobs that change nothing. */
export async function writeReport(
  result: Writable,
  modelName: string,
  folder: string,
  watch: Watch,
  page?: ReviewFormat,
): Promise<Outcome<readonly string[]>> {
  const pages = await pageFiles(result, modelName, folder, page);
  return writeTogether(folder, [reportFile(result.report), ...pages], watch);
}

function reportFile(report: Report): ResultFile {
  return { name: "report.json", content: reportText(report) };
}

async function pageFiles(
  result: Writable,
  modelName: string,
  folder: string,
  format: ReviewFormat | undefined,
): Promise<readonly ResultFile[]> {
  if (format === undefined) return [];
  const verification = await verificationOf(result, join(folder, projectFolder(modelName)));
  const review = reviewOf({ report: result.report, verification, old: null, surface: "file" });
  return [{ name: `report.${format}`, content: format === "html" ? reviewHtml(review) : reviewMarkdown(review) }];
}

/** What `verify` measured before of the very project that is written now, or lies there and is of this policy; null where there is none. */
async function verificationOf({ project, policyText }: Writable, folder: string): Promise<Verification | null> {
  const written = project?.find(({ path }) => path === MAP)?.text;
  const map = typeof written === "string" ? written : await textIn(folder, MAP);
  const text = map === undefined ? undefined : await textIn(folder, "verification.json");
  if (map === undefined || text === undefined) return null;
  const [found, of] = [readVerification(text), readMemoryMap(map)];
  if (!found.ok || !of.ok || of.value.policySha256 !== sha256(policyText)) return null;
  return found.value.projectSha256 === sha256(map) ? found.value : null;
}

async function textIn(folder: string, name: string): Promise<string | undefined> {
  const text = await readTextFile(join(folder, name));
  return text.ok ? text.value : undefined;
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/** report.json and the output of `--json`: keys in the order in which the report was built. */
export function reportText(report: Report): string {
  return jsonText({ ...report, notes: report.notes.map((note) => remarkInWords(note, "file")) });
}

/** What `verify` leaves beside the project's memory.json. */
export async function writeVerification(verification: Verification, folder: string): Promise<Outcome<true>> {
  const files = [{ name: "verification.json", content: jsonText(verification) }];
  const written = await writeTogether(folder, files, { cancelled: false, progress: () => undefined });
  return written.ok ? ok(true) : written;
}

async function writeTogether(
  folder: string,
  files: readonly ResultFile[],
  watch: Watch,
): Promise<Outcome<readonly string[]>> {
  // Not made of the results' names, which may be as long as names can be.
  const temporary = files.map(({ name }) => join(folder, dirname(name), `.${randomUUID()}.tmp`));
  const paths = files.map(({ name }) => join(folder, name));
  const made: string[] = [];
  try {
    for (const path of new Set([folder, ...temporary.map(dirname)])) {
      const way = wayOut(folder, path);
      if (way) return abandon(way, temporary, made);
      const first = await mkdir(path, { recursive: true });
      if (first !== undefined) made.unshift(path);
    }
    for (const [i, { content }] of files.entries()) await writeFile(temporary[i] ?? folder, content, { flag: "wx" });
    stopIfCancelled(watch);
    // Before the first is renamed: after it, there is no way back.
    const taken = paths.find(isFolder);
    if (taken !== undefined) return abandon(writeProblem(taken, "EISDIR"), temporary, made);
    for (const [i, path] of paths.entries()) renameSync(temporary[i] ?? path, path);
    return ok(paths);
  } catch (error) {
    abandon(writeProblem(folder, errorCode(error) ?? ""), temporary, made);
    if (!isSystemError(error)) throw error;
    return refuse(writeProblem(folder, error.code));
  }
}

function abandon(problem: Problem, temporary: readonly string[], made: readonly string[]): Outcome<never> {
  for (const path of temporary) quietly(() => rmSync(path, { force: true }));
  for (const path of made) quietly(() => rmdirSync(path));
  return refuse(problem);
}

/** A folder among the results that is a link to somewhere else. @param path the results' folder or one below it, there or yet to be made */
function wayOut(folder: string, path: string): Problem | undefined {
  let there = path;
  while (there !== folder && !lstatSync(there, { throwIfNoEntry: false })) there = dirname(there);
  if (there === folder || isBelow(realpathSync(folder), realpathSync(there))) return undefined;
  return {
    code: "output.link",
    message: "this is a link that leads out of the results' folder, and nothing is written through it",
    place: there,
    hint: `remove the link, or choose another folder with ${meant("out")}`,
  };
}

/** @param root and path as realpath gives them */
function isBelow(root: string, path: string): boolean {
  return path === root || path.startsWith(root.endsWith(sep) ? root : root + sep);
}

function isFolder(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
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
    case "ENAMETOOLONG":
      return problem("long", "a name in this path is longer than the system's names may be", hint);
    case "ENOENT":
      return problem("gone", "this folder cannot be made, because a folder above it is missing", hint);
    case "ELOOP":
      return problem("loop", "the links of this path lead in a circle", hint);
    case "EMFILE":
    case "ENFILE":
      return problem("files", "the system allows no more open files", "raise the limit (ulimit -n)");
    case "EISDIR":
    case "ENOTEMPTY":
      return problem("folder", "one of the results has the name of a folder that is already there", hint);
    default:
      return problem("unwritable", `the results cannot be written (${code})`, hint);
  }
}
