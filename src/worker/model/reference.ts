/**
 * What a quantized network is compared with: the model as the person gave it, run by onnxruntime from the file's own bytes. No fault in
 * reading the file can hide from that; the network as read here is held against it, and where the two differ the report says from which
 * layer on. Where the file cannot be run, the report says that as well.
 */
import {
  executorOf,
  outputsOf,
  partsOf,
  producersOf,
  quietly,
  referenceOutputs,
  tensorOf,
  withGivenPairs,
  type Graph,
  type GraphRunner,
  type Head,
  type HeadValues,
  type OpenGraph,
  type Problem,
  type SampleSource,
  type Watch,
} from "../../engine";
import { createOrtRunner } from "../../runtime/ortRunner";
import { samplesBetween } from "../losses/losses";
import { firstLine, openGiven } from "./givenFile";
import { asGiven } from "../samples/samples";
import type { Model } from "./loadModel";
import { noiseWords, signalToNoise } from "./signalToNoise";

export interface Reference {
  /** The head's values by sample. */
  readonly outputs: readonly HeadValues[];
  readonly source: "given" | "imported";
  readonly notes: readonly Problem[];
}

/** On how many samples the network as read is held against the file. */
const CHECKED_SAMPLES = 4;
/**
 * Signal to noise, in decibels, below which two float networks are not the same. Float32 sums in another order leave 90 and more; a pair that
 * rounds a tie the other way moves a value by a whole step.
 */
const LEAST_DB = { float: 40, pairs: 20 };

/**
 * @param graph the network as the person's file has it: an input grid of pixels and removed channels are not its own
 * @param evaluation in the values that the model's graph takes, as chooseSamples gives them
 */
export async function measureReference(
  model: Model,
  graph: Graph,
  head: Head,
  runner: GraphRunner,
  evaluation: SampleSource,
  watch: Watch,
): Promise<Reference> {
  const source = asGiven(model, evaluation);
  const asImported = async (why: string): Promise<Reference> => {
    const outputs = await referenceOutputs(graph, head, executorOf(runner), source, watch);
    return { outputs, source: "imported", notes: [unavailable(why)] };
  };
  const opened = await openHead(model, graph, head);
  if (typeof opened === "string") return asImported(opened);
  const { open, head: own } = opened;
  try {
    const outputs = await outputsOf(open, graph, own, source, watch);
    const note = await checkImport(model, graph, head, outputs, runner, source, watch);
    return {
      outputs,
      source: "given",
      notes: [...(model.given.form === "tflite" ? [inRealNumbers()] : []), ...(note ? [note] : [])],
    };
  } catch (error) {
    // Some faults of a file show only as its nodes run.
    if (error instanceof GivenFailure) return await asImported(`onnxruntime stops as it runs it (${error.message})`);
    throw error;
  } finally {
    await open.close();
  }
}

/** What onnxruntime says of a person's file while running it: no fault of ours. */
class GivenFailure extends Error {}

function failingAsGiven(open: OpenGraph): OpenGraph {
  return {
    run: async (feeds) => {
      try {
        return await open.run(feeds);
      } catch (error) {
        throw new GivenFailure(firstLine(error));
      }
    },
    close: () => open.close(),
  };
}

/** The file on onnxruntime, asked for the head's values, by the names that they have there; else why not, as the end of a sentence. */
async function openHead(
  { given }: Model,
  graph: Graph,
  head: Head,
): Promise<{ readonly open: OpenGraph; readonly head: Head } | string> {
  const inStack = new Set(given.feeding.stacked.flatMap(({ parts }) => parts.map(({ output }) => output)));
  const [own, ...others] = partsOf(head).flatMap((part) => {
    const tensor = inStack.has(part.tensor) ? part.tensor : givenName(graph, part.tensor, given.computed);
    return tensor === undefined ? [] : [{ ...part, tensor }];
  });
  if (!own || others.length < head.others.length)
    return "the values in front of its last function have no name in the file";
  const asked = [...new Set([own, ...others].map(({ tensor }) => tensor))];
  const open = await openGiven(given, asked, createOrtRunner({ folder: given.folder }));
  return typeof open === "string" ? open : { open: failingAsGiven(open), head: { ...own, others } };
}

/** Views that the import made up have the same values as what they read. */
function givenName(graph: Graph, tensor: string, computed: ReadonlySet<string>): string | undefined {
  const producers = producersOf(graph);
  for (let name = tensor; ;) {
    if (computed.has(name)) return name;
    const maker = producers.get(name);
    if (maker?.op.kind !== "reshape") return undefined;
    name = maker.inputs[0] ?? "";
  }
}

/** What runs is an ONNX model with the file's numbers: TensorFlow Lite's own kernels round some codes to a neighbour. */
function inRealNumbers(): Problem {
  return {
    code: "accuracy.tflite",
    message:
      "accuracy is measured against the numbers that the file's codes stand for, each result rounded to its codes, run by onnxruntime: TensorFlow Lite itself answers a code beside that now and then",
  };
}

function unavailable(why: string): Problem {
  return {
    code: "accuracy.reference",
    message: `accuracy is measured against the network as Bitwright reads the file, not against the file itself: ${why}`,
  };
}

/** The network as read, with the rounding that the file prescribes, against the file's own answers. */
async function checkImport(
  model: Model,
  graph: Graph,
  head: Head,
  given: readonly HeadValues[],
  runner: GraphRunner,
  source: SampleSource,
  watch: Watch,
): Promise<Problem | undefined> {
  const few = samplesBetween(source, 0, Math.min(CHECKED_SAMPLES, source.count));
  const own = await referenceOutputs(withGivenPairs(graph), head, executorOf(runner), few, quietly(watch));
  const decibels = signalToNoise(given.slice(0, few.count).flat(), own.flat());
  const least = holdsPairs(graph) ? LEAST_DB.pairs : LEAST_DB.float;
  if (decibels >= least) return undefined;
  const layer = await firstDifference(model, few, runner, least, watch);
  const place = layer === undefined ? "" : ` from ${layer} on`;
  return {
    code: "model.misread",
    message: `the network as Bitwright reads it answers otherwise than the file${place} (${noiseWords(decibels)}): a fault of Bitwright; accuracy is measured against the file`,
    place: model.fileName,
    hint: "please report it with the model",
  };
}

/** The first node, in the graph's order, whose values are not those of the file; undefined where all are. */
async function firstDifference(
  { imported, given }: Model,
  source: SampleSource,
  runner: GraphRunner,
  least: number,
  watch: Watch,
): Promise<string | undefined> {
  if (source.count === 0) return undefined;
  const names = imported.nodes.map(({ output }) => output).filter((name) => given.computed.has(name));
  const file = await openGiven(given, names, createOrtRunner({ folder: given.folder }));
  if (typeof file === "string") return undefined;
  const graph = withGivenPairs(imported);
  const own = await executorOf(runner).open(graph, names);
  try {
    const feeds = await source.sample(0);
    const [theirs, ours] = [await file.run(feeds), await own.run(feeds)];
    for (const name of names) {
      const [a, b] = [theirs.get(name), ours.get(name)];
      if (!a || !b || signalToNoise([a.data], [b.data]) >= least) continue;
      const maker = imported.nodes.find(({ output }) => output === name);
      return `layer "${maker?.name ?? name}"`;
    }
    return undefined;
  } catch {
    return undefined; // the finding stands without its place
  } finally {
    await Promise.all([file.close(), own.close()]);
    watch.progress("comparing with the file", 1, 1);
  }
}

function holdsPairs(graph: Graph): boolean {
  return [...graph.tensors.keys()].some((name) => {
    const { data, given } = tensorOf(graph, name);
    return !data && given !== undefined;
  });
}
