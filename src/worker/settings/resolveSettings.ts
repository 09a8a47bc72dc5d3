/**
 * From what a person wrote to what a job needs. For each setting the first of these counts: what was given (an option, a field of the
 * editor), the settings file beside the model, the default. Relative paths in the file are relative to the file, given ones to the folder
 * they were given in. The command line and the editor both come through here, so that both mean the same.
 */
import { stat } from "node:fs/promises";
import { homedir } from "node:os";
import { basename, dirname, isAbsolute, join, resolve } from "node:path";
import {
  codeCoreOf,
  findTarget,
  ok,
  parseBytes,
  parseDuration,
  prefixOf,
  prefixProblem,
  ramBudgetBytes,
  refuse,
  ACTIVATION_WIDTHS,
  type ActivationBits,
  WEIGHT_WIDTHS,
  type WeightBits,
  type Outcome,
  type Problem,
} from "../../engine";
import { errorCode, fileProblem, readTextFile } from "../../datasets/files";
import { learningTimeOf, parseSettings, type DataSettings, type Settings } from "../../protocol/files/settings";
import { leadsOutside, repositoryOf } from "./containedPath";
import type { Budget, JobSettings, UniformWidths } from "../jobs/jobs";
import { shortened } from "../jobs/project";
import { readTargets } from "./readTargets";
import { isModelFile, modelNameOf } from "../../formats/modelFiles";
import { meant } from "../../protocol/words/settingWords";

export interface SettingsRequest {
  readonly modelPath: string;
  /** What was given, with the precedence over the settings file; relative paths in it are relative to `folder`. */
  readonly given: Settings;
  readonly folder: string;
  /** How a person knows a key of `given`: `--flash`. */
  readonly placeOf: (key: keyof Settings | "samples" | "policy") => string;
  /** A policy file instead of a search. */
  readonly policyPath?: string;
  /** Overrides the number of calibration samples, whoever named the data. */
  readonly samples?: number;
  /** Whether there is nothing to do without limits: a search without a budget has nothing to decide. */
  readonly needsBudget: boolean;
  /** Whether the settings file may name files outside of the repository: only where the person has said that they trust its authors. */
  readonly trusted?: boolean;
  /** Where losses are kept; absent: not kept. */
  readonly cacheFolder?: string;
}

export interface ResolvedSettings {
  readonly job: JobSettings;
  /** The model's file name without `.onnx` or `.tflite`. */
  readonly modelName: string;
  readonly outFolder: string;
}

/** One source of settings. */
interface Layer {
  readonly settings: Settings;
  readonly folder: string;
  readonly placeOf: (key: keyof Settings) => string;
}

export async function resolveSettings(request: SettingsRequest): Promise<Outcome<ResolvedSettings>> {
  const modelPath = resolve(request.folder, request.modelPath);
  const checked = await checkModelPath(modelPath, request.modelPath);
  if (!checked.ok) return checked;
  const modelName = checked.value;
  const file = await readSettingsFile(join(dirname(modelPath), `${modelName}.bitwright.json`));
  if (!file.ok) return file;
  const defaultOut = join(dirname(modelPath), `${shortened(modelName)}.bitwright`);
  const outside = request.trusted === true ? undefined : outsideIn(file.value, request, modelPath, defaultOut);
  if (outside) return refuse(outside);
  const given: Layer = { settings: request.given, folder: request.folder, placeOf: request.placeOf };
  const layers = [given, ...(file.value ? [withoutOverruled(file.value, request.given)] : [])];

  const budget = await resolveBudget(layers);
  if (!budget.ok) return budget;
  const evaluation = dataOf("evaluation", layers);
  const calibration = limitedTo(request.samples, dataOf("calibration", layers), evaluation, request.placeOf("samples"));
  if (!calibration.ok) return calibration;
  const name = nameOf(layers);
  if (!name.ok) return name;
  const policy = await readPolicyFile(request);
  if (!policy.ok) return policy;

  const first = <K extends keyof Settings>(key: K): Settings[K] | undefined =>
    layers.find(({ settings }) => settings[key] !== undefined)?.settings[key];
  const uniform = uniformOf(first("bits"), first("weights"), first("activations"));
  if (request.needsBudget && !budget.value && !uniform) {
    return refuse({
      code: "budget.missing",
      message: "there is no budget to fit the model into",
      place: basename(modelPath),
      hint: `name a board with ${request.placeOf("target")}, or give ${request.placeOf("flash")}, ${request.placeOf("ram")} or both`,
    });
  }
  const latency = latencyOf(layers);
  if (!latency.ok) return latency;
  const arena = first("arena");
  const optimize = first("optimize");
  const preprocessing = first("preprocessing");
  const scores = first("scores");
  const rounding = first("rounding") ?? "compensated";
  const learn = learningTimeOf(first("learn") ?? (rounding === "nearest" ? "off" : "auto"));
  const shape = first("shape");
  const fix = first("fix");
  const states = first("states");
  const steps = first("steps");
  const answer = first("answer");
  const endless = endlessOf(first("streaming"), first("hop"), first("padding"));
  if (!endless.ok) return endless;
  const streaming = first("streaming") ?? "auto";
  const job: JobSettings = {
    modelPath,
    account: first("account") ?? "linked",
    search: first("search") ?? "exact",
    ...(first("widths") === "all" && { weightWidths: WEIGHT_WIDTHS }),
    ...(first("levels") === "auto" && { levels: true }),
    rounding,
    seed: first("seed") ?? 0,
    streaming: streaming === "off" ? "off" : "auto",
    ...(endless.value && { endless: endless.value }),
    rows: first("rows") ?? "memory",
    ...(budget.value && { budget: budget.value }),
    ...(name.value !== undefined && { name: name.value }),
    ...(arena !== undefined && { arena }),
    ...(scores !== undefined && { scores }),
    ...((shape ?? fix ?? states) !== undefined && {
      inputs: { ...(shape && { shape }), ...(fix && { fix }), ...(states && { states }) },
    }),
    ...(steps !== undefined && { steps }),
    ...(answer !== undefined && { answer }),
    ...(learn !== undefined && learn !== "off" && { learn }),
    ...(optimize !== undefined && { optimize }),
    ...(latency.value !== undefined && { latencySeconds: latency.value }),
    // A policy says every width itself.
    ...(uniform && !policy.value && { uniform }),
    ...(policy.value && { policy: policy.value }),
    ...(preprocessing !== undefined && { preprocessing }),
    ...(calibration.value && { calibration: calibration.value }),
    ...(evaluation && { evaluation }),
    ...(request.cacheFolder !== undefined && { cacheFolder: request.cacheFolder }),
    ...(file.value && request.needsBudget && !policy.value && notesOf(layers[1]?.settings ?? {}, modelName)),
  };
  return ok({
    job,
    modelName,
    outFolder: pathOf("out", layers) ?? defaultOut,
  });
}

/** Rows that never end come in hops; nothing else does. */
function endlessOf(
  streaming: Settings["streaming"],
  hop: Settings["hop"],
  padding: Settings["padding"],
): Outcome<JobSettings["endless"]> {
  if (streaming === "endless") {
    if (hop !== undefined) return ok({ hopRows: hop, padding: padding ?? "continuous" });
    return refuse({
      code: "settings.hop",
      message: "rows that never end come in hops, and nothing says how many rows a hop has",
      place: meant("streaming"),
      hint: `give ${meant("hop")}`,
    });
  }
  const stated = hop !== undefined ? "hop" : padding !== undefined ? "padding" : undefined;
  if (stated === undefined) return ok(undefined);
  return refuse({
    code: "settings.hop",
    message: `${meant(stated)} speaks of rows that never end, and the input's rows do`,
    place: meant(stated),
    hint: `set ${meant("streaming")} to "endless", or leave ${meant(stated)} out`,
  });
}

/** The narrowest width of activations that is not below that of the weights. */
function activationsBeside(bits: WeightBits): ActivationBits {
  return [...ACTIVATION_WIDTHS].reverse().find((width) => width >= bits) ?? 8;
}

/** Of weights and activations, what is not stated keeps 8 bits. */
function uniformOf(
  bits: WeightBits | undefined,
  weights: WeightBits | undefined,
  activations: ActivationBits | undefined,
): UniformWidths | undefined {
  if (bits !== undefined) return { weights: bits, activations: activationsBeside(bits) };
  if (weights === undefined && activations === undefined) return undefined;
  return { weights: weights ?? 8, activations: activations ?? 8 };
}

/** `$XDG_CACHE_HOME/bitwright`, else `~/.cache/bitwright`; the variable counts only where it is absolute (XDG Base Directory 0.8). */
export function defaultCacheFolder(env: NodeJS.ProcessEnv): string {
  const base = env["XDG_CACHE_HOME"];
  return join(base !== undefined && isAbsolute(base) ? base : join(homedir(), ".cache"), "bitwright");
}

/** @param shown the path as it was written, for messages. @returns the file's name without its extension */
async function checkModelPath(path: string, shown: string): Promise<Outcome<string>> {
  const hint = meant("anotherModel");
  try {
    if ((await stat(path)).isDirectory()) {
      return refuse({ code: "model.folder", message: "this is a folder, not a model", place: shown, hint });
    }
  } catch (error) {
    const isMissing = ["ENOENT", "ENOTDIR"].includes(errorCode(error) ?? "");
    return refuse(
      isMissing
        ? { code: "model.missing", message: "there is no such file", place: shown, hint }
        : fileProblem(shown, error),
    );
  }
  if (isModelFile(path)) return ok(modelNameOf(basename(path)));
  return refuse({
    code: "model.extension",
    message: "the file's name ends neither in .onnx nor in .tflite",
    place: shown,
    hint: "export the model to ONNX or TensorFlow Lite first: PyTorch, TensorFlow and Keras can",
  });
}

async function readSettingsFile(path: string): Promise<Outcome<Layer | undefined>> {
  const text = await readTextFile(path);
  if (!text.ok) return text.problems.every(({ code }) => code === "data.missing") ? ok(undefined) : text;
  const settings = parseSettings(text.value, path);
  if (!settings.ok) {
    const [problem, ...others] = settings.problems;
    if (!problem) throw new Error("a refusal without problems");
    return refuse(problem, ...others);
  }
  return ok({ settings: settings.value, folder: dirname(path), placeOf: (key) => `${path}: ${key}` });
}

/**
 * What a given setting silences in the file beside its own key: a board that was named comes with its own memory, whoever asks for a search
 * does not want the file's uniform widths, and preprocessing that was named is meant for every data set.
 */
function withoutOverruled(file: Layer, given: Settings): Layer {
  const settings: { -readonly [K in keyof Settings]: Settings[K] } = { ...file.settings };
  if (given.target !== undefined) {
    delete settings.flash;
    delete settings.ram;
  }
  if (given.search !== undefined || given.bits !== undefined) {
    delete settings.weights;
    delete settings.activations;
  }
  if (given.search !== undefined || given.weights !== undefined || given.activations !== undefined)
    delete settings.bits;
  if (given.preprocessing !== undefined) {
    if (settings.calibration) settings.calibration = withoutPreprocessing(settings.calibration);
    if (settings.evaluation) settings.evaluation = withoutPreprocessing(settings.evaluation);
  }
  return { ...file, settings };
}

/** Of two keys of one file, of which one leaves the other nothing to do. */
function notesOf(settings: Settings, modelName: string): Pick<JobSettings, "notes"> {
  const widths = (["bits", "weights", "activations"] as const).filter((key) => settings[key] !== undefined);
  if (widths.length === 0 || settings.search === undefined) return {};
  const stated = widths.map((key) => `"${key}"`).join(" and ");
  const note: Problem = {
    code: "settings.unused",
    message: `"search" changes nothing: ${stated} ${widths.length > 1 ? "give" : "gives"} every tensor its width`,
    place: `${modelName}.bitwright.json`,
    hint: "remove one of them",
  };
  return { notes: [note] };
}

/** The first path that leads out of the repository, by the settings file or by a link, unless the person has given another. */
function outsideIn(
  file: Layer | undefined,
  { given, folder, trusted, placeOf }: SettingsRequest,
  modelPath: string,
  defaultOut: string,
): Problem | undefined {
  const { out, targets, calibration, evaluation }: Settings = file?.settings ?? {};
  const named: readonly (readonly [key: "out" | "targets" | "calibration" | "evaluation", path: string | undefined])[] =
    [
      ["targets", targets],
      ["calibration", calibration?.path],
      ["calibration", calibration?.labels],
      ...Object.values(calibration?.inputs ?? {}).map((path) => ["calibration", path] as const),
      ["evaluation", evaluation?.path],
      ["evaluation", evaluation?.labels],
      ...Object.values(evaluation?.inputs ?? {}).map((path) => ["evaluation", path] as const),
      ["out", out ?? defaultOut],
    ];
  const root = repositoryOf(modelPath, folder);
  for (const [key, path] of named) {
    if (path === undefined || given[key] !== undefined) continue;
    if (!leadsOutside(root, resolve(file?.folder ?? folder, path))) continue;
    const subject = path === defaultOut ? "this is a link that leads" : `"${path}" leads`;
    return {
      code: "settings.outside",
      message: `${subject} out of ${root}, where the model lies`,
      place: path === defaultOut ? defaultOut : (file?.placeOf(key) ?? key),
      hint: `if that is meant, give the path with ${placeOf(key)}${trusted === undefined ? "" : " or trust the workspace"}`,
    };
  }
  return undefined;
}

function withoutPreprocessing(data: DataSettings): DataSettings {
  const rest: { -readonly [K in keyof DataSettings]: DataSettings[K] } = { ...data };
  delete rest.preprocessing;
  return rest;
}

/** A board, a board with either size replaced, two sizes, or one: then the other memory has no limit. */
async function resolveBudget(layers: readonly Layer[]): Promise<Outcome<Budget | undefined>> {
  const flashBytes = sizeOf("flash", layers);
  if (!flashBytes.ok) return flashBytes;
  const ramBytes = sizeOf("ram", layers);
  if (!ramBytes.ok) return ramBytes;
  const targets = await readTargets(pathOf("targets", layers));
  if (!targets.ok) return targets;

  const named = layers.find(({ settings }) => settings.target !== undefined);
  const id = named?.settings.target;
  if (named && id !== undefined) {
    const target = findTarget(id, targets.value);
    if (!target.ok) return placed(target, named.placeOf("target"));
    return ok({
      id: target.value.id,
      name: target.value.name,
      flashBytes: flashBytes.value ?? target.value.flashBytes,
      ramBytes: ramBytes.value ?? ramBudgetBytes(target.value),
      core: codeCoreOf(target.value),
      ...(target.value.clockHz > 0 && { clockHz: target.value.clockHz }),
    });
  }
  if (flashBytes.value === undefined && ramBytes.value === undefined) return ok(undefined);
  return ok({ id: null, name: null, flashBytes: flashBytes.value ?? Infinity, ramBytes: ramBytes.value ?? Infinity });
}

function sizeOf(key: "flash" | "ram", layers: readonly Layer[]): Outcome<number | undefined> {
  const layer = layers.find(({ settings }) => settings[key] !== undefined);
  const size = layer?.settings[key];
  if (!layer || size === undefined) return ok(undefined);
  return parseBytes(String(size), layer.placeOf(key));
}

function latencyOf(layers: readonly Layer[]): Outcome<number | undefined> {
  const layer = layers.find(({ settings }) => settings.latency !== undefined);
  const latency = layer?.settings.latency;
  return layer && latency !== undefined ? parseDuration(latency, layer.placeOf("latency")) : ok(undefined);
}

function nameOf(layers: readonly Layer[]): Outcome<string | undefined> {
  const layer = layers.find(({ settings }) => settings.name !== undefined);
  const name = layer?.settings.name;
  const problem = name === undefined ? undefined : prefixProblem(name);
  if (!layer || name === undefined || problem === undefined) return ok(name);
  const message = `the name "${name}" ${problem}`;
  return refuse({
    code: "settings.name",
    message,
    place: layer.placeOf("name"),
    hint: `for example "${prefixOf(name)}"`,
  });
}

function placed(refused: Extract<Outcome<unknown>, { readonly ok: false }>, place: string): Outcome<never> {
  const [first, ...others] = refused.problems.map((problem) => ({ ...problem, place }));
  if (!first) throw new Error("a refusal without problems");
  return refuse(first, ...others);
}

function pathOf(key: "out" | "targets", layers: readonly Layer[]): string | undefined {
  const layer = layers.find(({ settings }) => settings[key] !== undefined);
  const path = layer?.settings[key];
  return layer && path !== undefined ? resolve(layer.folder, path) : undefined;
}

/** A data set is taken whole from one source: a pattern or labels of another would not belong to it. */
function dataOf(key: "calibration" | "evaluation", layers: readonly Layer[]): DataSettings | undefined {
  const layer = layers.find(({ settings }) => settings[key] !== undefined);
  const data = layer?.settings[key];
  if (!layer || !data) return undefined;
  const { folder } = layer;
  return {
    ...data,
    path: resolve(folder, data.path),
    ...(data.labels !== undefined && { labels: resolve(folder, data.labels) }),
    ...(data.inputs !== undefined && {
      inputs: Object.fromEntries(Object.entries(data.inputs).map(([name, path]) => [name, resolve(folder, path)])),
    }),
  };
}

/** Where one data set is named for evaluation alone, it calibrates as well. */
function limitedTo(
  samples: number | undefined,
  calibration: DataSettings | undefined,
  evaluation: DataSettings | undefined,
  place: string,
): Outcome<DataSettings | undefined> {
  if (samples === undefined) return ok(calibration);
  const data = calibration ?? evaluation;
  if (data) return ok({ ...data, samples });
  return refuse({
    code: "settings.samples",
    message: "a number of samples is given, but no data set to draw them from",
    place,
    hint: `name a data set with ${meant("calibration")}`,
  });
}

async function readPolicyFile({ policyPath, folder }: SettingsRequest): Promise<Outcome<JobSettings["policy"]>> {
  if (policyPath === undefined) return ok(undefined);
  const path = resolve(folder, policyPath);
  const text = await readTextFile(path);
  return text.ok ? ok({ text: text.value, path }) : text;
}
