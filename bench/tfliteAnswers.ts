/**
 * What TensorFlow Lite's own interpreters answer to the networks of test/support/tflite, written to test/unit/engine/tflite/answers.json: the right
 * values of the tests, which so need no interpreter. They run as WebAssembly, from two packages that are not ours: an earlier one, and for weights
 * of 4 bits, which it does not know, today's LiteRT.
 *
 *   npm install --prefix /tmp/tflite @tensorflow/tfjs-tflite@0.0.1-alpha.10 @litertjs/core@2.5.3
 *   npx tsx bench/tfliteAnswers.ts /tmp/tflite/node_modules [model.tflite …]
 *
 * With models behind it, their answers to seeded codes are written too, by the files' names: 40 steps of each.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import {
  BESIDE_INT4,
  feedsOf,
  hasForm,
  leastOf,
  NETWORKS,
  networkOf,
  stepsOf,
  titleOf,
} from "../test/support/tflite/tfliteNetworks";
import { openLiteRt, type Answer } from "./liteRt";

interface Tensor {
  readonly shape: string;
  data(): Float32Array | Int8Array | Uint8Array;
}

interface List {
  size(): number;
  get(i: number): Tensor;
}

interface Interpreter {
  GetInputs(): List;
  GetOutputs(): List;
  Infer(): boolean;
}

interface Library {
  readonly HEAPU8: Uint8Array;
  _malloc(bytes: number): number;
  readonly TFLiteWebModelRunner: {
    CreateFromBufferAndOptions(
      at: number,
      bytes: number,
      options: object,
    ): {
      ok(): boolean;
      errorMessage(): string;
      value(): Interpreter;
    };
  };
}

type Factory = (options: object) => Promise<Library>;

async function interpreterOf(folder: string, model: Uint8Array): Promise<Interpreter> {
  const path = join(resolve(folder), "@tensorflow", "tfjs-tflite", "wasm", "tflite_web_api_cc");
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- a script for browsers, which leaves its factory in a variable
  const load = new Function(
    "self",
    "require",
    `${readFileSync(`${path}.js`, "utf8")};return tflite_web_api_ModuleFactory`,
  ) as (self: object, require: NodeJS.Require) => Factory;
  const library = await load(
    { location: { href: "" } },
    require,
  )({ wasmBinary: readFileSync(`${path}.wasm`), print: () => undefined });
  const at = library._malloc(model.length);
  library.HEAPU8.set(model, at);
  const options = { numThreads: 1, enableProfiling: false, maxProfilingBufferEntries: 1 };
  const made = library.TFLiteWebModelRunner.CreateFromBufferAndOptions(at, model.length, options);
  if (!made.ok()) throw new Error(made.errorMessage());
  return made.value();
}

/** Of each step, all outputs one behind the other. */
async function answersOf(
  folder: string,
  model: Uint8Array,
  feeds: (count: number) => readonly (readonly number[])[],
): Promise<number[][]> {
  const interpreter = await interpreterOf(folder, model);
  const input = interpreter.GetInputs().get(0);
  return feeds(input.data().length).map((values) => {
    interpreter.GetInputs().get(0).data().set(values);
    if (!interpreter.Infer()) throw new Error("the interpreter stops");
    const outputs = interpreter.GetOutputs();
    return Array.from({ length: outputs.size() }, (_, i) =>
      Array.from(outputs.get(i).data(), (value) => Number(value.toPrecision(8))),
    ).flat();
  });
}

/** In codes: those of the network between floats, whose codes are those of the network itself. */
async function answersOfInt4(liteRt: Answer, name: string): Promise<number[][]> {
  const { x, y } = BESIDE_INT4;
  const answers = await liteRt(networkOf(name, false), (count) =>
    feedsOf({ count, steps: stepsOf(name), least: leastOf(name, true) }).map((codes) =>
      codes.map((code) => (code - x[1]) * x[0]),
    ),
  );
  return answers.map((values) => values.map((value) => Math.round(value / y[0]) + y[1]));
}

async function main(): Promise<void> {
  const [folder = "", ...models] = process.argv.slice(2);
  const answers: Record<string, number[][] | string> = {};
  const liteRt = await openLiteRt(folder);
  for (const name of Object.keys(NETWORKS)) {
    for (const q of [false, true]) {
      if (!hasForm(name, q)) continue;
      const title = titleOf(name, q);
      try {
        const feeds = (count: number): readonly (readonly number[])[] =>
          feedsOf({ count, steps: stepsOf(name), least: leastOf(name, q) });
        answers[title] = name.endsWith(" int4")
          ? await answersOfInt4(liteRt, name)
          : await answersOf(folder, networkOf(name, q), feeds);
      } catch (error) {
        answers[title] = error instanceof Error ? error.message : String(error);
      }
      if (typeof answers[title] === "string") console.log(`${title}: ${answers[title]}`);
    }
  }
  for (const path of models) {
    answers[basename(path)] = await answersOf(folder, readFileSync(path), (count) =>
      feedsOf({ count, steps: 40, least: -128 }),
    );
  }
  const rows = Object.entries(answers).map(([name, steps]) => `  ${JSON.stringify(name)}: ${JSON.stringify(steps)}`);
  writeFileSync("test/unit/engine/tflite/answers.json", `{\n${rows.join(",\n")}\n}\n`);
}

void main();
