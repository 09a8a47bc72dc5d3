/**
 * Settings for a job that the editor asks for. The same rules as on the command line, but one: the editor's settings are what a person
 * set once for many models, so whatever the settings file beside the model says goes before them. Where the file decides, editor and
 * command line give the same report.
 */
import { basename, dirname, join, resolve } from "node:path";
import { readTextFile } from "../../datasets/files";
import { refuse, type Outcome } from "../../engine";
import { modelNameOf } from "../../formats/modelFiles";
import type { Remark } from "../../formats/remark";
import { checkSettings, parseSettings, type Settings } from "../../protocol/files/settings";
import type { ModelQuestion } from "../../protocol/messages/workerMessages";
import { leadsOutside, repositoryOf } from "./containedPath";
import { defaultCacheFolder, resolveSettings, type ResolvedSettings } from "./resolveSettings";

export interface EditorJob {
  readonly question: ModelQuestion;
  readonly needsBudget: boolean;
  readonly env: NodeJS.ProcessEnv;
}

export async function resolveEditorSettings({
  question,
  needsBudget,
  env,
}: EditorJob): Promise<Outcome<ResolvedSettings>> {
  const { modelPath, folder } = question;
  const ambient = checkSettings(question.ambient);
  if (!ambient.ok) return refused(ambient.problems);
  const file = await settingsBeside(modelPath);
  return resolveSettings({
    modelPath,
    given: withoutDecided(ambient.value, file),
    folder,
    placeOf: settingOf,
    needsBudget,
    trusted: question.trusted,
    cacheFolder: defaultCacheFolder(env),
  });
}

/** The file of a person's own boards that counts for a model; works whatever else the settings say, so that a wrong board can be mended. */
export async function targetsPathOf({
  modelPath,
  ambient,
  folder,
  trusted,
}: ModelQuestion): Promise<string | undefined> {
  const { targets } = await settingsBeside(modelPath);
  if (targets !== undefined) {
    const path = resolve(dirname(modelPath), targets);
    return trusted || !leadsOutside(repositoryOf(modelPath, folder), path) ? path : undefined;
  }
  const own = ambient["targets"];
  return typeof own === "string" && own !== "" ? resolve(folder, own) : undefined;
}

/** The name under which the editor knows a key. */
function settingOf(key: string): string {
  return key === "" ? "bitwright" : `bitwright.${key}`;
}

/** What the file does not decide. A budget is decided as a whole: the file's board must not be given another's RAM. */
export function withoutDecided(ambient: Settings, file: Settings): Settings {
  const undecided = Object.entries(ambient).filter(([key]) => !Object.hasOwn(file, key));
  const rest: { -readonly [K in keyof Settings]: Settings[K] } = Object.fromEntries(undecided);
  if (file.target !== undefined || file.flash !== undefined || file.ram !== undefined) {
    delete rest.target;
    delete rest.flash;
    delete rest.ram;
  }
  if (file.bits !== undefined || file.weights !== undefined || file.activations !== undefined) delete rest.search;
  if (file.calibration !== undefined || file.evaluation !== undefined) delete rest.preprocessing;
  return rest;
}

/** Empty where there is none, or where it is broken: resolveSettings reads it too and tells. */
async function settingsBeside(modelPath: string): Promise<Settings> {
  const path = join(dirname(modelPath), `${modelNameOf(basename(modelPath))}.bitwright.json`);
  const text = await readTextFile(path);
  if (!text.ok) return {};
  const settings = parseSettings(text.value, path);
  return settings.ok ? settings.value : {};
}

function refused(problems: readonly Remark[]): Outcome<never> {
  const [first, ...others] = problems.map((problem) => ({ ...problem, place: settingOf(problem.place ?? "") }));
  if (!first) throw new Error("a refusal without problems");
  return refuse(first, ...others);
}
