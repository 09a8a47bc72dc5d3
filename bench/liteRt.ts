/** LiteRT, as TensorFlow Lite is called now, in Node: its WebAssembly for browsers, from the package @litertjs/core. It knows weights of 4 bits. */
import { readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

interface Tensor {
  data(): Promise<Float32Array>;
}

interface Model {
  getInputDetails(): readonly { readonly shape: Int32Array }[];
  run(inputs: readonly Tensor[]): Promise<readonly Tensor[]>;
}

interface LiteRt {
  loadAndCompile(model: Uint8Array, options: { readonly accelerator: "wasm" }): Promise<Model>;
}

interface Package {
  loadLiteRt(folder: string): Promise<LiteRt>;
  readonly Tensor: { fromTypedArray(values: Float32Array, shape: readonly number[]): Tensor };
}

type Factory = (options: object) => Promise<object>;

/**
 * Answers of a network with one float input and one float output, step by step.
 * @param feeds what to give it, by the number of the input's values
 */
export type Answer = (
  model: Uint8Array,
  feeds: (count: number) => readonly (readonly number[])[],
) => Promise<number[][]>;

/** @param modules the folder node_modules in which the package is */
export async function openLiteRt(modules: string): Promise<Answer> {
  const folder = join(resolve(modules), "@litertjs", "core");
  const scripts = globalThis as { self?: unknown; ModuleFactory?: unknown; importScripts?: (url: string) => void };
  scripts.self = globalThis;
  scripts.importScripts = (url): void => {
    // eslint-disable-next-line @typescript-eslint/no-implied-eval -- a script for browsers, which leaves its factory in a variable
    const load = new Function(
      "module",
      "require",
      "__dirname",
      `${readFileSync(url, "utf8")};return ModuleFactory`,
    ) as (module: undefined, require: NodeJS.Require, folder: string) => Factory;
    const factory = load(undefined, require, dirname(url));
    const wasmBinary = readFileSync(url.replace(/\.js$/, ".wasm"));
    scripts.ModuleFactory = (): Promise<object> => factory({ wasmBinary, print: () => undefined });
  };
  const library = (await import(pathToFileURL(join(folder, "dist", "index.js")).href)) as Package;
  const liteRt = await library.loadLiteRt(`${join(folder, "wasm")}/`);
  return async (bytes, feeds) => {
    const model = await liteRt.loadAndCompile(bytes, { accelerator: "wasm" });
    const shape = Array.from(model.getInputDetails()[0]?.shape ?? []);
    const answers: number[][] = [];
    for (const values of feeds(shape.reduce((product, size) => product * size, 1))) {
      const [output] = await model.run([library.Tensor.fromTypedArray(Float32Array.from(values), shape)]);
      if (!output) throw new Error("LiteRT answers nothing");
      answers.push(Array.from(await output.data(), (value) => Number(value.toPrecision(8))));
    }
    return answers;
  };
}
