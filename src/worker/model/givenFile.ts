/** A person's own file on onnxruntime, fed with what the network here takes: one sample, without the inputs that are constants. */
import {
  withOutputs,
  type Feeding,
  type OutputCodes,
  type FloatTensor,
  type GraphRunner,
  type OpenGraph,
} from "../../engine";
import type { GivenFile } from "./loadModel";

let running = 0;
let told: (isRunning: boolean) => void = () => undefined;

/** Has it told when onnxruntime begins and ends to work on a person's own file: native code that crashes meanwhile crashed on that file. */
export function tellGivenRuns(listener: (isRunning: boolean) => void): void {
  told = listener;
}

async function onGiven<T>(work: () => Promise<T>): Promise<T> {
  if (running++ === 0) told(true);
  try {
    return await work();
  } finally {
    if (--running === 0) told(false);
  }
}

/** @param tensors of the file; @returns why it cannot be run, as the end of a sentence, where it cannot */
export async function openGiven(
  given: GivenFile,
  tensors: readonly string[],
  runner: GraphRunner,
): Promise<OpenGraph | string> {
  if (given.idleControlFlow) return "it holds loops or branches that no output needs";
  const bytes = await given.read();
  if (!bytes) return "the file has changed since it was read";
  const inStack = new Map(
    given.feeding.stacked.flatMap(({ output, parts }) => parts.map((part) => [part.output, output] as const)),
  );
  const more = tensors.filter((name) => !given.feeding.outputs.has(inStack.get(name) ?? name));
  try {
    return fedAsGiven(await onGiven(() => runner.open(withOutputs(bytes, more))), given.feeding);
  } catch (error) {
    return `onnxruntime does not load it (${firstLine(error)})`;
  }
}

export function firstLine(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return (text.split("\n")[0] ?? "").slice(0, 160);
}

/** States that the file stacks, from what the graph has of them. */
function stackedFeeds(
  feeds: readonly (readonly [string, FloatTensor])[],
  { stacked }: Feeding,
): Map<string, FloatTensor> {
  const own = new Map(feeds);
  for (const { input, shape, parts } of stacked) {
    const data = new Float32Array(shape.reduce((product, size) => product * size, 1));
    for (const part of parts) {
      const held = own.get(part.input)?.data;
      part.elements.forEach((element, i) => (data[element] = held?.[i] ?? 0));
      own.delete(part.input);
    }
    own.set(input, { shape, data });
  }
  return own;
}

/** What the graph has of states that the file stacks. */
function partAnswers(answers: ReadonlyMap<string, FloatTensor>, { stacked }: Feeding): Map<string, FloatTensor> {
  const all = new Map(answers);
  for (const { output, parts } of stacked) {
    const whole = answers.get(output);
    if (!whole) continue;
    for (const part of parts) {
      const data = Float32Array.from(part.elements, (element) => whole.data[element] as number);
      all.set(part.output, { shape: [data.length], data });
    }
  }
  return all;
}

/** A file of several samples is given the same one in each place, and the first answer counts. */
function fedAsGiven(open: OpenGraph, feeding: Feeding): OpenGraph {
  const { samples, batched, fixed, codes } = feeding;
  return {
    run: async (feeds) => {
      const own = [...feeds].map(([name, tensor]): [string, FloatTensor] => [
        name,
        batched.has(name) ? repeated(tensor, samples) : tensor,
      ]);
      const answers = await onGiven(() => open.run(new Map([...stackedFeeds(own, feeding), ...fixed])));
      return new Map(
        [...partAnswers(answers, feeding)].flatMap(([name, tensor]) => {
          const real = realOf(tensor, codes.get(name));
          return real ? [[name, samples === 1 ? real : firstOf(real, samples)]] : [];
        }),
      );
    },
    close: () => open.close(),
  };
}

/** What an answer of whole numbers stands for; undefined where the network here has another form of it. */
function realOf(tensor: FloatTensor, codes: OutputCodes | undefined): FloatTensor | undefined {
  if (!tensor.whole) return tensor;
  if (!codes) return undefined;
  return { shape: tensor.shape, data: tensor.data.map((code) => (code - codes.zeroPoint) * codes.scale) };
}

function repeated({ shape, data }: FloatTensor, samples: number): FloatTensor {
  const [first = 1, ...rest] = shape;
  const all = new Float32Array(data.length * samples);
  for (let i = 0; i < samples; i++) all.set(data, i * data.length);
  return { shape: [first * samples, ...rest], data: all };
}

function firstOf({ shape, data }: FloatTensor, samples: number): FloatTensor {
  const [first = 1, ...rest] = shape;
  return { shape: [first / samples, ...rest], data: data.subarray(0, data.length / samples) };
}
