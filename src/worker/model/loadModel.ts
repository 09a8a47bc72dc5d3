/** From a path to a model that every job can start from: imported, prepared and lowered, with its content hash. */
import { createHash } from "node:crypto";
import { realpath } from "node:fs/promises";
import { basename, dirname, join, sep } from "node:path";
import { errorCode, fileProblem, readBytes } from "../../datasets/files";
import { channelAxis } from "../../datasets/input";
import {
  convertTflite,
  externalDataFiles,
  importOnnx,
  importTflite,
  isTflite,
  lowerNetwork,
  ok,
  pixelInput,
  Planner,
  prepareGraph,
  refuse,
  removeDeadChannels,
  withLevels,
  type Clamp,
  type DeadChannels,
  type EndlessPadding,
  type Feeding,
  type Graph,
  type Hop,
  type ImportedModel,
  type InputGrid,
  type InputMeaning,
  type Network,
  type Outcome,
  type Problem,
  type StatedInputs,
} from "../../engine";
import { alike } from "../report/alike";
import { imageInput } from "./imageInput";
import { boundsOfPixels, type StatedPixels } from "../settings/inputBounds";
import { modelNameOf } from "../../formats/modelFiles";
import { meant } from "../../protocol/words/settingWords";

export interface Model {
  /** The file's name without `.onnx` or `.tflite`. */
  readonly name: string;
  readonly fileName: string;
  /** Of the model's file and every external data file it names, in order. */
  readonly sha256: string;
  /** Equal for the same files with the same stated sizes and values: what measurements are kept by. */
  readonly identity: string;
  /** As imported, BatchNormalization present: synthetic inputs are matched against its statistics. */
  readonly imported: Graph;
  /** Normalised, folded and fused; it takes the model's own values. */
  readonly prepared: Graph;
  /** What is quantized: `prepared`, on the input grid that the stated pixels ask for. */
  readonly graph: Graph;
  readonly input: ModelInput;
  /** What a run of the firmware computes: where rows never end, what a hop computes. */
  readonly network: Network;
  /** Where rows never end: what a hop was made from. */
  readonly endless?: EndlessModel;
  /** Of this very network; what it knows lives as long as the model. */
  readonly planner: Planner;
  /** Which of the channels that are the same for every input have been removed; absent also where there are none. */
  readonly deadChannels?: DeadChannels;
  /** Layers whose weights lie on levels of tables at widths that have them, in execution order; absent: none. */
  readonly levels?: readonly string[];
  /** The model as given without such channels: itself where there are none. */
  readonly trimmed: (which: DeadChannels) => Model;
  readonly notes: readonly Problem[];
  readonly given: GivenFile;
}

/** A network over whole windows, whose numbers a hop takes: ranges, losses and accuracy are measured on it. */
export interface EndlessModel {
  readonly window: Network;
  readonly hop: Hop;
  readonly padding: EndlessPadding;
}

/** The network whose numbers are measured and made: over whole windows, also where rows never end. */
export function measuredNetwork({ network, endless }: Pick<Model, "network" | "endless">): Network {
  return endless?.window ?? network;
}

/** The file as the person gave it, for onnxruntime to run; of a TensorFlow Lite file what its codes stand for. */
export interface GivenFile {
  /** "tflite": what is read is an ONNX model with the file's numbers, not the file. */
  readonly form: "onnx" | "tflite";
  /** Where its external data lies. */
  readonly folder: string;
  readonly computed: ReadonlySet<string>;
  readonly idleControlFlow: boolean;
  readonly feeding: Feeding;
  /** undefined where the file or its external data have changed since the model was loaded, or cannot be read any more. */
  readonly read: () => Promise<Uint8Array | undefined>;
}

/** Of the input that takes images, where there is one. */
export interface ModelInput extends InputMeaning {
  /** Absent: of several inputs none or more than one could be. */
  readonly name?: string;
  /** What `graph` takes instead of the model's own values; absent: the same. */
  readonly grid?: InputGrid;
  /** Of what `graph` takes, where it is known: more channels are provably dead then. */
  readonly bounds?: Clamp;
}

const NOTHING_STATED: InputMeaning = { pixels: null, colours: null, pixelCodes: false, labels: null };

/** Of the model and its weights together, which are held in memory several times over. */
const LARGEST_FILE = 2 ** 29;

/**
 * @param stated how pixels become the input's values, where that is known
 * @param inputs sizes and values of inputs that the file leaves open
 */
export async function loadModel(
  path: string,
  stated?: StatedPixels,
  inputs: StatedInputs = {},
): Promise<Outcome<Model>> {
  const bytes = await readModelFile(path);
  if (!bytes.ok) return bytes;
  const hash = createHash("sha256").update(bytes.value);

  const form = isTflite(bytes.value) ? "tflite" : "onnx";
  const locations = form === "tflite" ? ok([]) : externalDataFiles(bytes.value);
  if (!locations.ok) return placed(locations.problems, path);
  const externalData = new Map<string, Uint8Array>();
  let totalBytes = bytes.value.length;
  for (const location of locations.value) {
    const external = await readExternalFile(dirname(path), location);
    if (!external.ok) return external;
    totalBytes += external.value.length;
    if (totalBytes > LARGEST_FILE) return refuse(tooLarge(totalBytes, path));
    externalData.set(location, external.value);
    hash.update(external.value);
  }

  const parts: Graph[] = [];
  const options = { externalData, stated: inputs, onPart: (part: Graph) => void parts.push(part) };
  const imported: Outcome<ImportedModel> =
    form === "tflite" ? importTflite(bytes.value, options) : importOnnx(bytes.value, options);
  if (!imported.ok) return placed([...imported.problems, ...parts.flatMap(problemsBehind)], path);
  const image = imageInput(imported.value.graph)?.name;
  if (stated && image !== undefined && imported.value.feeding.integers.has(image))
    return placed([preparedCodes(image)], path);
  const prepared = prepareGraph(imported.value.graph);
  const { graph, input } = inputOf(prepared, stated);
  const network = lowerNetwork(graph);
  if (!network.ok) return placed(network.problems, path);
  const fileName = basename(path);
  const sha256 = hash.digest("hex");
  const { computed, idleControlFlow, feeding } = imported.value;
  const model: Model = {
    name: modelNameOf(fileName),
    fileName,
    sha256,
    identity: JSON.stringify([
      sha256,
      inputs.shape ?? {},
      inputs.fix ?? {},
      ...(imported.value.graph.states ? [imported.value.graph.states] : []),
    ]),
    given: {
      form,
      folder: dirname(path),
      computed,
      idleControlFlow,
      feeding,
      read: async () => {
        const unchanged = await readUnchanged(path, locations.value, sha256);
        return unchanged && form === "tflite" ? asOnnx(unchanged) : unchanged;
      },
    },
    imported: imported.value.graph,
    prepared,
    graph,
    input,
    ...plannedNetwork(network.value),
    trimmed: (which) => {
      const trimmed = known.get(which) ?? trim(model, which);
      known.set(which, trimmed);
      return trimmed;
    },
    notes: imported.value.notes,
  };
  const known = new Map<DeadChannels, Model>();
  return ok(model);
}

/** Models are kept for long: the file is read again when it is run rather than held beside what was made of it. */
async function readUnchanged(
  path: string,
  locations: readonly string[],
  sha256: string,
): Promise<Uint8Array | undefined> {
  const bytes = await readModelFile(path);
  if (!bytes.ok) return undefined;
  const hash = createHash("sha256").update(bytes.value);
  for (const location of locations) {
    const external = await readExternalFile(dirname(path), location);
    if (!external.ok) return undefined;
    hash.update(external.value);
  }
  return hash.digest("hex") === sha256 ? bytes.value : undefined;
}

/** The file's numbers in the form that onnxruntime runs; it was imported once, so it is one. */
function asOnnx(bytes: Uint8Array): Uint8Array | undefined {
  const converted = convertTflite(bytes);
  return converted.ok ? converted.value.onnx : undefined;
}

function inputOf(
  prepared: Graph,
  stated: StatedPixels | undefined,
): { readonly graph: Graph; readonly input: ModelInput } {
  const image = imageInput(prepared);
  if (!image) return { graph: prepared, input: NOTHING_STATED };
  const { name } = image;
  if (!stated) return { graph: prepared, input: { name, ...NOTHING_STATED } };
  const { mean, scale, colours } = stated;
  const meaning = { name, pixels: { mean, scale }, colours, labels: null };
  const axis = channelAxis(image.shape);
  const isFor = (list: readonly number[]): boolean => list.length === 1 || list.length === axis?.count;
  const onPixels = isFor(mean) && isFor(scale) ? pixelInput(prepared, name, stated, axis?.stride ?? 1) : undefined;
  if (!onPixels) return { graph: prepared, input: { ...meaning, pixelCodes: false, bounds: boundsOfPixels(stated) } };
  const { graph, grid, scale: step, zeroPoint } = onPixels;
  const bounds = { min: -step * zeroPoint, max: step * (255 - zeroPoint) };
  return { graph, input: { ...meaning, pixelCodes: true, bounds, ...(grid && { grid }) } };
}

function trim(model: Model, which: DeadChannels): Model {
  const { name, bounds } = model.input;
  const known = name !== undefined && bounds ? new Map([[name, bounds]]) : undefined;
  const graph = removeDeadChannels(model.graph, which, known);
  if (graph === model.graph) return model;
  const network = lowerNetwork(graph);
  if (!network.ok) throw new Error(`${model.fileName} lowers only with its dead channels`);
  return { ...model, graph, ...plannedNetwork(network.value), deadChannels: which };
}

/** The model with the weights of these layers on levels, and of no others. */
export function levelled(model: Model, names: Iterable<string>): Model {
  const wanted = new Set(names);
  const { levels, ...plain } = model;
  if (wanted.size === 0 && levels === undefined) return model;
  const network = withLevels(model.network, wanted);
  const inOrder = network.layers.flatMap(({ name }) => (wanted.has(name) ? [name] : []));
  const made: Model = {
    ...plain,
    ...plannedNetwork(network),
    ...(inOrder.length > 0 && { levels: inOrder }),
    trimmed: (which) => {
      const trimmed = model.trimmed(which);
      return trimmed === model ? made : levelled(trimmed, wanted);
    },
  };
  return made;
}

/** A model's network and its planner change together. */
export function plannedNetwork(network: Network): Pick<Model, "network" | "planner"> {
  return { network, planner: new Planner(network) };
}

async function readModelFile(path: string): Promise<Outcome<Uint8Array>> {
  const bytes = await readBytes(path, LARGEST_FILE);
  if (bytes.ok) return bytes;
  const [problem] = bytes.problems;
  const hint = meant("anotherModel");
  switch (problem?.code) {
    case "data.large":
      return refuse({ ...problem, code: "model.tooLarge", hint: IS_IT_THIS });
    case "data.missing":
      return refuse({ code: "model.unreadable", message: "there is no such file", place: path, hint });
    case "data.folder":
      return refuse({ code: "model.unreadable", message: "this is a folder, not a model", place: path, hint });
    default:
      return refuse({ code: "model.unreadable", message: problem?.message ?? "it cannot be read", place: path, hint });
  }
}

/** Weights beside the model. A link may not lead out of the model's folder: what it points at would be taken for the model's. */
async function readExternalFile(folder: string, location: string): Promise<Outcome<Uint8Array>> {
  const path = join(folder, location);
  const refused = (message: string, hint: string): Outcome<never> =>
    refuse({ code: "onnx.externalPath", message, place: path, hint });
  const beside = "save the model with its data beside it, or in one file";
  try {
    const [root, real] = await Promise.all([realpath(folder), realpath(path)]);
    if (!real.startsWith(root.endsWith(sep) ? root : root + sep)) {
      return refused("the model's weights are said to lie here, and a link leads out of the model's folder", beside);
    }
    const bytes = await readBytes(real, LARGEST_FILE);
    return bytes.ok
      ? bytes
      : refused(`the model's weights are said to lie here: ${bytes.problems[0]?.message ?? ""}`, beside);
  } catch (error) {
    if (errorCode(error) === "ENOENT")
      return refused("the model's weights lie in this file, which is missing", `put "${location}" beside the model`);
    return refused(fileProblem(path, error).message, beside);
  }
}

const IS_IT_THIS = "a network for a microcontroller has a few megabytes: is this the right file?";

function tooLarge(bytes: number, place: string): Problem {
  const message = `the model and the files of its weights have ${bytes} bytes; ${LARGEST_FILE} are the limit`;
  return { code: "model.tooLarge", message, place, hint: IS_IT_THIS };
}

function preparedCodes(input: string): Problem {
  return {
    code: "model.codes",
    message: `input "${input}" takes whole numbers as they are, and a preparation with mean, scale or std is given`,
    place: `input "${input}"`,
    hint: 'leave preprocessing at "raw": the model prepares its pixels itself',
  };
}

/** What the second stage refuses of a model of which the first has refused some nodes already. */
function problemsBehind(graph: Graph): readonly Problem[] {
  const network = lowerNetwork(prepareGraph(graph));
  return network.ok ? [] : network.problems;
}

/** Problems inside a model are told with the file in front, unless they name a place themselves; those of one kind are one. */
function placed(problems: readonly Problem[], path: string): Outcome<never> {
  const [first, ...others] = alike(problems).map((problem) => ({ ...problem, place: problem.place ?? basename(path) }));
  if (!first) throw new Error("a refusal without problems");
  return refuse(first, ...others);
}
