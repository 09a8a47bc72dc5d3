/**
 * The settings file `<model>.bitwright.json` beside a model: what a person decided once and a team reviews. Every key is optional;
 * the command line overrides it.
 */
import { PADDINGS } from "./paddings";
import {
  about,
  checkOf,
  formatPath,
  found,
  listOf,
  mapOf,
  matching,
  named,
  number,
  object,
  oneOf,
  oneOrList,
  optional,
  REFUSED,
  report,
  text,
  whole,
  yesOrNo,
  type Check,
  type Finding,
  type Typed,
} from "../../formats/check";
import { parseJson, plainValue, positionAt, type Checked } from "../../formats/json";
import type { Remark } from "../../formats/remark";
import { ASKED_WIDTHS, WEIGHT_WIDTHS } from "./bits";
import type { AccountName, Scores } from "./report";

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

/** Which widths a search may give weights. */
export const WIDTHS_OFFERED = ["usual", "all"] as const;

/** Whether weights may stand for levels of a table of their layer's own instead of for even steps. */
export const LEVELS_OFFERED = ["off", "auto"] as const;

/** How long weights learn from the float network, or how many steps. */
export type LearningTime = { readonly minutes: number } | { readonly steps: number };

/** Up to a day, and not no time at all. */
const LEARNING_TIME =
  /^(?:off|auto|minutes:((?!0+(?:\.0+)?$)(?:\d{1,3}|0\d{3}|1[0-3]\d\d|14[0-3]\d)(?:\.\d{1,3})?|1440(?:\.0{1,3})?)|steps:([1-9]\d{0,5}))$/;

/** "off", "auto", "minutes:5" or "steps:300" as what it says; undefined where it is none of them. */
export function learningTimeOf(text: string): LearningTime | "off" | "auto" | undefined {
  if (text === "off" || text === "auto") return text;
  const [, minutes, steps] = LEARNING_TIME.exec(text) ?? [];
  if (steps !== undefined) return { steps: Number(steps) };
  return minutes === undefined ? undefined : { minutes: Number(minutes) };
}

export const LEARNING_TIMES = '"off", "auto", "minutes:5" or "steps:300"';

/** How layers are run. */
export const STREAMING = ["auto", "off", "endless"] as const;

/** What a network that ends in a softmax answers; logits have the same order and need no softmax on the microcontroller. */
export const SCORES = ["probabilities", "logits"] as const satisfies readonly Scores[];

/** What is judged of a sequence of steps: the sum of its outputs, or those of the last step. */
export const ANSWERS = ["sum", "last"] as const;

/** The compiler's -O3, -O2 and -Os. */
export const OPTIMIZATIONS = ["3", "2", "s"] as const;
export type Optimization = (typeof OPTIMIZATIONS)[number];

const ACCOUNTS = ["model", "linked"] as const satisfies readonly AccountName[];

const MAX_PIXELS = 16384;
const MAX_SEED = 2 ** 31 - 1;
const MAX_SIZE_BYTES = 2 ** 40;
const MAX_CHANNELS = 1024;
const MAX_SIZE = 2 ** 26;
const MAX_AXES = 32;
const MAX_STATES = 256;
const MAX_STEPS = 65_536;
const MAX_RATE = 768_000;

const pixels = named("pixels", whole(1, MAX_PIXELS));
const nonZero = named("nonZero", number({ zero: false }));
const anyNumbers = named(
  "anyNumbers",
  oneOrList(number({ zero: true }), listOf(number({ zero: true }), 1, MAX_CHANNELS)),
);
const nonZeroNumbers = named("nonZeroNumbers", oneOrList(nonZero, listOf(nonZero, 1, MAX_CHANNELS)));

const sound = object({
  rate: optional(
    about(
      "Samples a second that the network was trained with; files with another are refused. Default: that of the first file.",
      whole(1, MAX_RATE),
      [16000],
    ),
  ),
  align: optional(
    about(
      "What is kept of a longer sound, and where a shorter one lies in the silence around it. Default: start.",
      oneOf(["start", "center"]),
    ),
  ),
  fullScale: optional(
    about(
      "What the loudest sample becomes: 1 (default), or 32768 for networks that take whole numbers of 16 bits.",
      number({ zero: false }),
      [32768],
    ),
  ),
});

const preset = named(
  "preset",
  about(
    "Of values x from 0 to 255. raw: x. unit: x/255. tensorflow: (x − 127.5)/127.5. imagenet, torch: (x − mean)/std with ImageNet's figures.",
    oneOf(PREPROCESSING_PRESETS),
  ),
);

const steps = object({
  preset: optional(preset),
  resize: optional(
    about(
      "stretch: the whole image is brought to the model's size. shortSide: the short side is brought to resizeTo, then the centre is cut.",
      oneOf(["stretch", "shortSide"]),
    ),
  ),
  resizeTo: optional(about("Pixels of the short side; only with shortSide. Default: the model's short side.", pixels)),
  centerCrop: optional(
    about(
      "Pixels cut from the centre, square or [height, width], before the image is brought to the model's size. A smaller image gives its largest centred window of the same aspect. Default with shortSide: the model's size.",
      oneOrList(pixels, listOf(pixels, 2, 2)),
    ),
  ),
  antialias: optional(
    about(
      "Whether reducing averages over all pixels, as Pillow and torchvision do, or samples, as TensorFlow does. Default: false.",
      yesOrNo,
    ),
  ),
  channels: optional(
    about(
      "Order in which the model takes colours; grey is ITU-R BT.601 luma. Default: rgb for three channels, grey for one.",
      oneOf(["rgb", "bgr", "grey"]),
    ),
  ),
  mean: optional(about("Subtracted; one number, or one a channel in the model's order.", anyNumbers)),
  scale: optional(
    about("Multiplied after mean is subtracted; one number, or one a channel. Not together with std.", nonZeroNumbers),
  ),
  std: optional(
    about(
      "Divided by after mean is subtracted; one number, or one a channel. Not together with scale.",
      nonZeroNumbers,
    ),
  ),
  layout: optional(about("How arrays store their samples, where their shape leaves it open.", oneOf(["nchw", "nhwc"]))),
  window: optional(
    about("For series in arrays: a sample is this many consecutive rows, starting at every row.", whole(1, 1_000_000)),
  ),
  sound: optional(
    about(
      "Of .wav files (mono PCM or floating point), for networks that take sound itself. Full scale becomes 1 unless said otherwise; nothing is resampled.",
      sound,
    ),
  ),
});

const consistentSteps = checkOf(
  {
    ...steps.schema,
    not: { required: ["scale", "std"] },
    if: { required: ["resizeTo"] },
    then: { required: ["resize"], properties: { resize: { const: "shortSide" } } },
  },
  (value, path, findings): PreprocessingSteps | typeof REFUSED => {
    const read = steps(value, path, findings);
    if (read === REFUSED) return REFUSED;
    if (read.scale !== undefined && read.std !== undefined) {
      const wrong = "and scale are two ways to write the same";
      return report(findings, [...path, "std"], "settings.invalid", wrong, "keep one of them");
    }
    if (read.resizeTo !== undefined && read.resize !== "shortSide") {
      const [at, hint] = [[...path, "resizeTo"], 'add "resize": "shortSide", or remove it'];
      return report(findings, at, "settings.invalid", 'only works with resize "shortSide"', hint);
    }
    return read;
  },
);

const preprocessing = named(
  "preprocessing",
  about(
    "How samples were prepared when the model was trained: a preset, or the steps. Images: resize, centerCrop, stretch to the model's size (bilinear), then (x − mean)·scale or (x − mean)/std. Without it, values are fed as stored.",
    checkOf(
      { oneOf: [preset.schema, consistentSteps.schema] },
      (value, path, findings): Preprocessing | typeof REFUSED =>
        typeof value === "string" ? preset(value, path, findings) : consistentSteps(value, path, findings),
    ),
  ),
);

const data = named(
  "data",
  object({
    path: about(
      "A folder of .jpg or .png images or of .wav sounds (with labels.csv, or sub-folders named by class), a .npy or .npz file, a folder of arrays, or a folder with a trailing pattern.",
      text("data/images"),
      ["data/images", "data/images/val_*", "data/x.npy"],
    ),
    include: optional(
      about(
        "Which files of the folder: a pattern with * and ?, or a prefix. In a .npz archive: which array.",
        text("val_*"),
        ["val_*"],
      ),
    ),
    labels: optional(
      about(
        "Labels kept elsewhere: a .csv table (file,class) for images, a .npy file for arrays.",
        text("data/labels.csv"),
      ),
    ),
    inputs: optional(
      about(
        "For a network of several inputs: files of arrays for single inputs, by the input's name. The others are fed from path.",
        mapOf(text("data/state.npy")),
        [{ state: "data/state.npy" }],
      ),
    ),
    samples: optional(about("How many samples are drawn, balanced over classes.", whole(1, 10_000_000))),
    preprocessing: optional(about("Instead of the file's own preprocessing.", preprocessing)),
  }),
);

const SIZE = /^\s*(?=[\d.]*[1-9])\d+(\.\d+)?\s*([bB]|[kKmM][iI]?[bB])?\s*$/;

/** Units are read by the engine; here it is enough that there is a positive number with a unit it knows. */
const size = named(
  "size",
  checkOf(
    {
      oneOf: [whole(1, MAX_SIZE_BYTES).schema, { type: "string", pattern: SIZE.source }],
      examples: ["512KiB", "2MiB", 524288],
    },
    (value, path, findings): number | string | typeof REFUSED => {
      if (typeof value === "number" && Number.isInteger(value) && value > 0 && value <= MAX_SIZE_BYTES) return value;
      if (typeof value === "string" && SIZE.test(value)) return value;
      const hint = 'write bytes (524288) or a number with kB, KiB, MB or MiB, such as "512KiB"';
      return report(findings, path, "settings.invalid", `must be a size, not ${found(value)}`, hint);
    },
  ),
);

const state = object({
  input: about("As the model names it.", text("h_in")),
  output: about("Of the same shape.", text("h_out")),
});

/** Which names are taken already, the generator knows. */
const projectName = matching(
  /^[a-z][a-z0-9_]{0,31}$/,
  "at most 32 small letters, digits and underscores that begin with a letter",
  'write it like "keywords"',
);

const keys = {
  $schema: optional(about("Where this schema lies, for completion in editors.", text("./settings.schema.json"))),
  target: optional(
    about(
      "The board, by its identifier. Its FLASH and RAM are the limits unless flash or ram say otherwise.",
      text("stm32h743"),
      ["stm32h743"],
    ),
  ),
  flash: optional(about("FLASH that the network may take; instead of the board's own size.", size)),
  ram: optional(about("RAM that the network may take; instead of the board's own size.", size)),
  bits: optional(
    about(
      "Every tensor at this width (activations at the next wider one of 8, 4 and 2), whatever search says; a policy that is given says every width itself.",
      oneOf(WEIGHT_WIDTHS),
    ),
  ),
  weights: optional(
    about(
      "All weights at this width, instead of a search; activations keep 8 bits unless they are stated too.",
      oneOf(WEIGHT_WIDTHS),
    ),
  ),
  activations: optional(
    about(
      "All activations at this width, instead of a search; weights keep 8 bits unless they are stated too.",
      oneOf(ASKED_WIDTHS),
    ),
  ),
  calibration: optional(about("Samples on which ranges and sensitivities are measured.", data)),
  evaluation: optional(
    about("Labelled samples on which accuracy is measured. Keep them apart from calibration.", data),
  ),
  preprocessing: optional(preprocessing),
  search: optional(
    about(
      "How bits are chosen: exact (the least predicted loss within the limits, proven), cut (the rule of halving the largest tensors), greedy (the least added loss per byte saved), random (a control), reinforcement and policy-gradient (learn from the measured loss of some 600 policies: minutes).",
      oneOf(SEARCH_NAMES),
    ),
  ),
  widths: optional(
    about(
      "Which widths a search may give weights: 8, 4 and 2 bits (usual), or 5 and 3 bits as well (all: less loss in equal FLASH, and a search that measures more). Default: usual.",
      oneOf(WIDTHS_OFFERED),
    ),
  ),
  levels: optional(
    about(
      "Whether weights of 4 and 3 bits may stand for levels of a table that is fitted to their layer, instead of for even steps (auto: where that was measured to lose less, layer by layer; their kernels take some 20 % more instructions on a Cortex-M4). Default: off.",
      oneOf(LEVELS_OFFERED),
    ),
  ),
  rounding: optional(
    about(
      "How weights become codes: compensated (errors of one weight are taken back by others and by later layers, measured on 256 calibration samples), thorough (the same on up to 1,024, and policies near the answer are measured whatever the size of the network; slower), nearest (each by itself; quicker).",
      oneOf(ROUNDINGS),
    ),
  ),
  learn: optional(
    about(
      "Whether weights learn from the float network once widths are chosen, without labels, on the calibration samples: off, minutes:<n>, steps:<n>, or auto: where there are 256 samples, none made up, and the loss on those held back is above 0.05, for a number of steps that follows from the network's size, so that it takes a minute or two. Equal steps and seeds give equal weights on one machine; minutes decide only how many steps there are. Default: auto, and off where weights are rounded to the nearest.",
      matching(LEARNING_TIME, LEARNING_TIMES),
      ["minutes:5"],
    ),
  ),
  seed: optional(
    about("Of everything that is random. The same seed gives the same result on every machine.", whole(0, MAX_SEED)),
  ),
  streaming: optional(
    about(
      "auto: layers run row by row where that lowers the RAM peak. off: every layer runs whole. endless: the input's rows are time and never end; a run takes as many new ones as hop says, and computes what they change.",
      oneOf(STREAMING),
    ),
  ),
  hop: optional(about("With streaming endless: rows of the input that a run takes.", whole(1, MAX_SIZE))),
  padding: optional(
    about(
      "With streaming endless, of layers that pad time with zeros. continuous: in front of the first row alone, so that an answer in the midst of a stream sees rows where the network was trained on zeros. clip: a stream is one input of the network and answers exactly as it does; a reset begins the next one. Default: continuous.",
      oneOf(PADDINGS),
    ),
  ),
  rows: optional(
    about(
      "memory: the input lies in RAM and counts. supplied: the firmware supplies its rows one after another, as a camera does.",
      oneOf(["memory", "supplied"]),
    ),
  ),
  scores: optional(
    about(
      "What a network that ends in a softmax answers. probabilities: floats that sum to 1. logits: the codes in front of the softmax, in the same order, without its code and memory.",
      oneOf(SCORES),
    ),
  ),
  shape: optional(
    about(
      "Sizes of inputs that the model's file leaves open, batch included, by the input's name: { \"input\": [1, 3, 320, 320] }.",
      mapOf(listOf(whole(1, MAX_SIZE), 1, MAX_AXES)),
    ),
  ),
  fix: optional(
    about(
      'Inputs that always hold the same and become constants, by name: one number for all elements, or one for each: { "sr": 16000 }.',
      mapOf(anyNumbers),
    ),
  ),
  states: optional(
    about(
      "Inputs and outputs that are states: what one run leaves in the output, the next one finds in the input, zero in front of the first. An empty list says that there are none; without this key they are told from names and use.",
      listOf(state, 0, MAX_STATES),
      [[{ input: "h_in", output: "h_out" }]],
    ),
  ),
  steps: optional(
    about(
      "Of a network with states: for how many steps a sample without an axis of time is held, and how long made-up sequences are. Default: 1, and 16.",
      whole(1, MAX_STEPS),
    ),
  ),
  answer: optional(
    about(
      "Of a network with states: what is judged of a sequence, by its label or against the float network. sum: the sum of the outputs over its steps (default). last: the outputs of its last step.",
      oneOf(ANSWERS),
    ),
  ),
  name: optional(
    about(
      "What functions, macros and files of the C project begin with; two models in one firmware need two. Default: from the model's file name.",
      projectName,
      ["keywords"],
    ),
  ),
  optimize: optional(
    about(
      "How the code will be compiled, -O3, -O2 or -Os: code and stack count for it, and the C project is built with it. Default: 3.",
      oneOf(OPTIMIZATIONS),
    ),
  ),
  latency: optional(
    about(
      "How long an inference may take, estimated for the board's clock: a limit of the search beside FLASH and RAM.",
      text("50ms"),
    ),
  ),
  arena: optional(
    about(
      "Who owns the memory for tensors in the C project. static: the project, as an array (default). caller: the firmware, which gives it to the init function.",
      oneOf(["static", "caller"]),
    ),
  ),
  account: optional(
    about(
      "Which account the limits bind. model: packed weights and activations, as in papers. linked: what the linked program will take, with code, tables, scratch and stack.",
      oneOf(ACCOUNTS),
    ),
  ),
  out: optional(about("Folder for the results.", text("build/model"))),
  targets: optional(about("A file of your own boards.", text("boards.json"))),
};

const keysCheck = object(keys);

export const settingsCheck: Check<Settings> = checkOf(
  {
    ...keysCheck.schema,
    not: { required: ["bits"], anyOf: [{ required: ["weights"] }, { required: ["activations"] }] },
  },
  (value, path, findings) => {
    const settings = keysCheck(value, path, findings);
    if (settings === REFUSED || settings.bits === undefined) return settings;
    const other = (["weights", "activations"] as const).find((key) => settings[key] !== undefined);
    if (other === undefined) return settings;
    const wrong = "and bits both say which widths there are";
    return report(findings, [...path, other], "settings.invalid", wrong, "keep one of them");
  },
);

export type Settings = Typed<typeof keysCheck>;
export type DataSettings = Typed<typeof data>;
/** A preset's name, or the steps in detail. What they mean, and in which order they act, is in src/datasets/preprocessing.ts. */
export type Preprocessing = PreprocessingPreset | PreprocessingSteps;
export type PreprocessingSteps = Typed<typeof steps>;
export type SoundSteps = Typed<typeof sound>;
/** An input and an output of one shape: what one run leaves for the next. */
export type StatedState = Typed<typeof state>;

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
