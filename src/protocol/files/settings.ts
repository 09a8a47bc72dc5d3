/**
 * The settings file `<model>.bitwright.json` beside a model: what a person decided once and a team reviews. Every key is optional;
 * the command line overrides it. schemas/settings.schema.json says the same to editors, and a test holds the two together.
 */
import {
  complete,
  formatPath,
  found,
  listOf,
  mapOf,
  number,
  object,
  oneOf,
  oneOrList,
  REFUSED,
  report,
  text,
  whole,
  yesOrNo,
  type Check,
  type Finding,
} from "../../formats/check";
import { parseJson, plainValue, positionAt, type Checked } from "../../formats/json";
import type { Remark } from "../../formats/remark";
import {
  ACTIVATION_WIDTHS,
  WEIGHT_WIDTHS,
  type AccountName,
  type ActivationBits,
  type Scores,
  type WeightBits,
} from "./report";

export const PREPROCESSING_PRESETS = ["raw", "unit", "tensorflow", "imagenet", "torch"] as const;
export type PreprocessingPreset = (typeof PREPROCESSING_PRESETS)[number];

/** The engine's strategies; a test compares the two lists. */
export const SEARCH_NAMES = ["exact", "cut", "greedy", "random", "reinforcement", "policy-gradient"] as const;
export type SearchName = (typeof SEARCH_NAMES)[number];

/**
 * How weights become codes: each to the nearest, or so that errors of one are taken back by others; thoroughly: the same on as many
 * samples as there are, up to four times as many, and with policies near the answer built and measured however large the network is.
 */
export const ROUNDINGS = ["nearest", "compensated", "thorough"] as const;
export type Rounding = (typeof ROUNDINGS)[number];

/** How long weights learn from the float network, or how many steps. */
export type LearningTime = { readonly minutes: number } | { readonly steps: number };

const MAX_MINUTES = 1440;

/** "off", "minutes:5" or "steps:300" as what it says; undefined where it is none of them. */
export function learningTimeOf(text: string): LearningTime | "off" | undefined {
  if (text === "off") return "off";
  const [, minutes, steps] = /^(?:minutes:(\d{1,4}(?:\.\d{1,3})?)|steps:([1-9]\d{0,5}))$/.exec(text) ?? [];
  if (steps !== undefined) return { steps: Number(steps) };
  const time = Number(minutes ?? 0);
  if (time > 0 && time <= MAX_MINUTES) return { minutes: time };
  return undefined;
}

export const LEARNING_TIMES = '"off", "minutes:5" or "steps:300"';

/** What a network that ends in a softmax answers; logits have the same order and need no softmax on the microcontroller. */
export const SCORES = ["probabilities", "logits"] as const satisfies readonly Scores[];

/** What is judged of a sequence of steps: the sum of its outputs, or those of the last step. */
export const ANSWERS = ["sum", "last"] as const;

/** An input and an output of one shape: what one run leaves for the next. */
export interface StatedState {
  readonly input: string;
  readonly output: string;
}

/** The compiler's -O3, -O2 and -Os. */
export const OPTIMIZATIONS = ["3", "2", "s"] as const;
export type Optimization = (typeof OPTIMIZATIONS)[number];

/** A preset's name, or the steps in detail. What they mean, and in which order they act, is in src/datasets/preprocessing.ts. */
export type Preprocessing = PreprocessingPreset | PreprocessingSteps;

export interface PreprocessingSteps {
  /** mean and std to start from; `mean`, `scale` and `std` beside it replace its own. */
  readonly preset?: PreprocessingPreset;
  readonly resize?: "stretch" | "shortSide";
  /** Pixels of the short side; only with resize "shortSide". */
  readonly resizeTo?: number;
  /** Pixels, square or [height, width]. An image that is smaller gives its largest centred window of the same aspect. */
  readonly centerCrop?: number | readonly number[];
  /** Triangle filter widened by the reduction factor, as Pillow and torchvision resize. */
  readonly antialias?: boolean;
  /** Order in which the model takes colours; "grey" is ITU-R BT.601 luma. Default: rgb for three channels, grey for one. */
  readonly channels?: "rgb" | "bgr" | "grey";
  /** One number, or one a channel in the model's channel order. */
  readonly mean?: number | readonly number[];
  readonly scale?: number | readonly number[];
  readonly std?: number | readonly number[];
  /** How arrays store their samples. Without it, axes are matched to the model's and transposed only where that is unambiguous. */
  readonly layout?: "nchw" | "nhwc";
  /** For series in arrays: a sample is this many consecutive rows, starting at every row. */
  readonly window?: number;
  /** Of .wav files. */
  readonly sound?: SoundSteps;
}

export interface SoundSteps {
  /** Samples a second that the network was trained with; files with another are refused. Without it all files must have the same. */
  readonly rate?: number;
  /** What is kept of a longer sound, and where a shorter one lies in the silence around it. Default: start. */
  readonly align?: "start" | "center";
  /** What the loudest sample becomes: 1 (default), or 32768 for networks that take whole numbers of 16 bits. */
  readonly fullScale?: number;
}

export interface DataSettings {
  /** A folder of images, sounds or arrays, a .npy or .npz file, or a folder with a trailing pattern. Relative to the settings file. */
  readonly path: string;
  /** Which files of it: `s1k_*`, or a prefix. */
  readonly include?: string;
  /** A .csv table for images or a .npy file for arrays, where labels are kept elsewhere. */
  readonly labels?: string;
  /** For a network of several inputs: files of arrays for single inputs, by the input's name. The others are fed from `path`. */
  readonly inputs?: Readonly<Record<string, string>>;
  /** How many samples are drawn, balanced over classes. */
  readonly samples?: number;
  /** Instead of the file's own `preprocessing`. */
  readonly preprocessing?: Preprocessing;
}

export interface Settings {
  readonly $schema?: string;
  /** A board by its identifier. */
  readonly target?: string;
  /** Bytes, or text with a unit (`512KiB`); instead of the board's own size. */
  readonly flash?: number | string;
  readonly ram?: number | string;
  /** Every tensor at this width instead of a search; activations, which have 8, 4 or 2, at the next wider one that they have. */
  readonly bits?: WeightBits;
  /** All weights at this width and all activations at that, instead of a search; of the two, one that is not stated is 8. */
  readonly weights?: WeightBits;
  readonly activations?: ActivationBits;
  readonly calibration?: DataSettings;
  readonly evaluation?: DataSettings;
  readonly preprocessing?: Preprocessing;
  readonly search?: SearchName;
  readonly rounding?: Rounding;
  /** Whether weights learn from the float network behind the search: "off", "minutes:5" or "steps:300". */
  readonly learn?: string;
  readonly seed?: number;
  readonly streaming?: "auto" | "off";
  readonly rows?: "memory" | "supplied";
  readonly scores?: Scores;
  /** Sizes of inputs that the model's file leaves open, batch included, by the input's name. */
  readonly shape?: Readonly<Record<string, readonly number[]>>;
  /** Inputs that always hold the same, by name: one number for all elements, or one for each. */
  readonly fix?: Readonly<Record<string, number | readonly number[]>>;
  /** Which inputs and outputs are states that outlive a run; empty: none are. Default: those that names and use tell. */
  readonly states?: readonly StatedState[];
  /** Of a network with states: for how many steps a sample without an axis of time is held. Default 1; made-up sequences have 16. */
  readonly steps?: number;
  /** Of a network with states: what is judged of a sequence. Default "sum". */
  readonly answer?: (typeof ANSWERS)[number];
  /** What symbols, macros and files of the C project begin with. Default: from the model's name. */
  readonly name?: string;
  /** The compiler's level: code and stack are counted for it, and the C project is built with it. Default "3". */
  readonly optimize?: Optimization;
  /** Who owns the memory for tensors in the C project: itself, as a static array (default), or whoever calls it. */
  readonly arena?: "static" | "caller";
  readonly account?: AccountName;
  /** Folder for the results, relative to the settings file. */
  readonly out?: string;
  /** A file of the user's own boards, relative to the settings file. */
  readonly targets?: string;
}

const MAX_PIXELS = 16384;
const MAX_SEED = 2 ** 31 - 1;
const MAX_SIZE_BYTES = 2 ** 40;
const MAX_CHANNELS = 1024;
const MAX_SIZE = 2 ** 26;
const MAX_AXES = 32;
const MAX_STATES = 256;
const MAX_STEPS = 65_536;

const pixels = whole(1, MAX_PIXELS);
const values = (zero: boolean): Check<number | readonly number[]> =>
  oneOrList(number({ zero }), listOf(number({ zero }), 1, MAX_CHANNELS));

const MAX_RATE = 768_000;

const soundCheck = object<SoundSteps>(
  { rate: whole(1, MAX_RATE), align: oneOf(["start", "center"]), fullScale: number({ zero: false }) },
  [],
);

const stepsCheck = object<PreprocessingSteps>(
  {
    preset: oneOf(PREPROCESSING_PRESETS),
    resize: oneOf(["stretch", "shortSide"]),
    resizeTo: pixels,
    centerCrop: oneOrList(pixels, listOf(pixels, 2, 2)),
    antialias: yesOrNo,
    channels: oneOf(["rgb", "bgr", "grey"]),
    mean: values(true),
    scale: values(false),
    std: values(false),
    layout: oneOf(["nchw", "nhwc"]),
    window: whole(1, 1_000_000),
    sound: soundCheck,
  },
  [],
);

const preprocessingCheck: Check<Preprocessing> = (value, path, findings) => {
  if (typeof value === "string") return oneOf(PREPROCESSING_PRESETS)(value, path, findings);
  const steps = stepsCheck(value, path, findings);
  if (steps === REFUSED) return REFUSED;
  if (steps.scale !== undefined && steps.std !== undefined) {
    return report(
      findings,
      [...path, "std"],
      "settings.invalid",
      "and scale are two ways to write the same",
      "keep one of them",
    );
  }
  if (steps.resizeTo !== undefined && steps.resize !== "shortSide") {
    const at = [...path, "resizeTo"];
    return report(
      findings,
      at,
      "settings.invalid",
      'only works with resize "shortSide"',
      'add "resize": "shortSide", or remove it',
    );
  }
  return steps;
};

const dataCheck = object<DataSettings>(
  {
    path: text("data/images"),
    include: text("val_*"),
    labels: text("data/labels.csv"),
    inputs: mapOf(text("data/state.npy")),
    samples: whole(1, 10_000_000),
    preprocessing: preprocessingCheck,
  },
  ["path"],
);

/** Units are read by the engine; here it is enough that there is a positive number with a unit it knows. */
const sizeCheck: Check<number | string> = (value, path, findings) => {
  if (typeof value === "number" && Number.isInteger(value) && value > 0 && value <= MAX_SIZE_BYTES) return value;
  if (typeof value === "string" && /^\s*\d+(\.\d+)?\s*(b|kb|kib|mb|mib)?\s*$/i.test(value) && /[1-9]/.test(value))
    return value;
  const hint = 'write bytes (524288) or a number with kB, KiB, MB or MiB, such as "512KiB"';
  return report(findings, path, "settings.invalid", `must be a size, not ${found(value)}`, hint);
};

const learnCheck: Check<string> = (value, path, findings) => {
  if (typeof value === "string" && learningTimeOf(value) !== undefined) return value;
  return report(findings, path, "settings.invalid", `must be ${LEARNING_TIMES}, not ${found(value)}`);
};

/** Which of them are taken already, the generator knows. */
const nameCheck: Check<string> = (value, path, findings) => {
  if (typeof value === "string" && /^[a-z][a-z0-9_]{0,31}$/.test(value)) return value;
  const wanted = "must be at most 32 small letters, digits and underscores that begin with a letter";
  return report(findings, path, "settings.invalid", `${wanted}, not ${found(value)}`, 'write it like "keywords"');
};

const keysCheck = object<Settings>(
  {
    $schema: text("./settings.schema.json"),
    target: text("stm32h743"),
    flash: sizeCheck,
    ram: sizeCheck,
    bits: oneOf(WEIGHT_WIDTHS),
    weights: oneOf(WEIGHT_WIDTHS),
    activations: oneOf(ACTIVATION_WIDTHS),
    calibration: dataCheck,
    evaluation: dataCheck,
    preprocessing: preprocessingCheck,
    search: oneOf(SEARCH_NAMES),
    rounding: oneOf(ROUNDINGS),
    learn: learnCheck,
    seed: whole(0, MAX_SEED),
    streaming: oneOf(["auto", "off"]),
    rows: oneOf(["memory", "supplied"]),
    scores: oneOf(SCORES),
    shape: mapOf(listOf(whole(1, MAX_SIZE), 1, MAX_AXES)),
    fix: mapOf(values(true)),
    states: listOf(complete<StatedState>({ input: text("h_in"), output: text("h_out") }), 0, MAX_STATES),
    steps: whole(1, MAX_STEPS),
    answer: oneOf(ANSWERS),
    name: nameCheck,
    optimize: oneOf(OPTIMIZATIONS),
    arena: oneOf(["static", "caller"]),
    account: oneOf(["model", "linked"]),
    out: text("build/model"),
    targets: text("boards.json"),
  },
  [],
);

const settingsCheck: Check<Settings> = (value, path, findings) => {
  const settings = keysCheck(value, path, findings);
  if (settings === REFUSED || settings.bits === undefined) return settings;
  const other = (["weights", "activations"] as const).find((key) => settings[key] !== undefined);
  if (other === undefined) return settings;
  const wrong = "and bits both say which widths there are";
  return report(findings, [...path, other], "settings.invalid", wrong, "keep one of them");
};

/** Settings from plain JSON; a problem's place is its key path. */
export function checkSettings(json: unknown): Checked<Settings> {
  const findings: Finding[] = [];
  const value = settingsCheck(json, [], findings);
  if (value !== REFUSED && findings.length === 0) return { ok: true, value };
  return { ok: false, problems: findings.map(({ path, problem }) => placed(problem, formatPath(path))) };
}

/** Settings from a file's text; a problem's place is `file:line:column`, its message names the key path. */
export function parseSettings(source: string, file: string): Checked<Settings> {
  const json = parseJson(source, file);
  if (!json.ok) return json;
  const findings: Finding[] = [];
  const value = settingsCheck(plainValue(json.value), [], findings);
  if (value !== REFUSED && findings.length === 0) return { ok: true, value };
  const problems = findings.map(({ path, problem }) => {
    const { line, column } = positionAt(json.value, path);
    return placed(problem, `${file}:${line}:${column}`);
  });
  return { ok: false, problems };
}

function placed(problem: Remark, place: string): Remark {
  return place === "" ? problem : { ...problem, place };
}
