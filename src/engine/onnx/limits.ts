/**
 * What an import may ask of a computer. A file of some hundred bytes can describe terabytes: a constant doubled forty times, a product of a row
 * and a column, a chain of axes. Every limit is far above what a network for a microcontroller has, and each is told with its place and value.
 */
import type { Problem } from "../base/outcome";
import { showShape } from "../ir/inferShape";

/** Elements of one tensor that is computed while the network runs: 256 MB in float, more than the RAM of any microcontroller by far. */
export const MAX_ELEMENTS = 2 ** 26;
/** Elements of one constant that folding makes larger than what it is made of; 128 MB. */
export const MAX_FOLDED_ELEMENTS = 2 ** 24;
/** Elements of all constants that folding makes, beside twice those in the file: 512 MB at most. */
const ALL_FOLDED_ELEMENTS = 2 ** 25;
/** As in NumPy for decades. */
export const MAX_AXES = 32;
/** Nodes of the file. The largest networks for phones have a few thousand, constants and shape arithmetic included. */
export const MAX_NODES = 20_000;
/** Inputs and outputs of one node: a Concat joins dozens of tensors. */
const MAX_NODE_VALUES = 4096;

/** Thrown by folding before it allocates; the importer catches it and tells the node. No caller outside this folder sees it. */
export class OverLimit extends Error {}

/** Elements of a constant about to be made from others; throws OverLimit where they are too many. @param from elements of the largest operand */
export function foldedElements(shape: readonly number[], from: number): number {
  const count = shape.reduce((product, size) => product * size, 1);
  if (shape.length > MAX_AXES)
    throw new OverLimit(`would make a constant of ${shape.length} axes; ${MAX_AXES} are the limit`);
  if (count <= Math.max(MAX_FOLDED_ELEMENTS, from)) return count;
  throw new OverLimit(
    `would make a constant of shape ${showShape(shape)}; ${MAX_FOLDED_ELEMENTS} elements are the limit while constants are folded`,
  );
}

/** Where each element of an axis comes from; throws OverLimit where a file asks for an axis that no network for a microcontroller has. */
export function positionsAlong(length: number, at: (i: number) => number): number[] {
  if (length > MAX_FOLDED_ELEMENTS)
    throw new OverLimit(`would make an axis of ${length} elements; ${MAX_FOLDED_ELEMENTS} are the limit`);
  return Array.from({ length }, (_, i) => at(i));
}

/** Counts what folding has made so far. */
export class FoldingBudget {
  private left: number;

  /** @param fileBytes constants of the file may be folded as often as their size allows */
  constructor(fileBytes: number) {
    this.left = ALL_FOLDED_ELEMENTS + fileBytes / 2;
  }

  /** @returns false where the limit is exceeded */
  take(elements: number): boolean {
    this.left -= elements;
    return this.left >= 0;
  }

  readonly message = `is where folded constants exceed ${ALL_FOLDED_ELEMENTS} elements, the limit beside those of the file`;
}

/** Why a tensor of this shape cannot be part of a network; undefined where it can. @param what begins the sentence */
export function shapeProblem(what: string, shape: readonly number[], place: string): Problem | undefined {
  const refuse = (message: string): Problem => ({ code: "onnx.shape", message: `${what} ${message}`, place });
  if (shape.length > MAX_AXES) return refuse(`has ${shape.length} axes; ${MAX_AXES} are the limit`);
  if (shape.some((size) => !Number.isSafeInteger(size) || size < 1))
    return refuse(`has the impossible shape ${showShape(shape)}`);
  const count = shape.reduce((product, size) => product * size, 1);
  return count > MAX_ELEMENTS
    ? refuse(`has the shape ${showShape(shape)}; ${MAX_ELEMENTS} elements are the limit`)
    : undefined;
}

/** Whether the graph is one that can be looked at; the first sentence that says why not. */
export function sizeProblem(
  nodes: readonly { readonly input: readonly string[]; readonly output: readonly string[] }[],
  titleOf: (index: number) => string,
): Problem | undefined {
  if (nodes.length > MAX_NODES) {
    return {
      code: "onnx.tooLarge",
      message: `the model has ${nodes.length} operators; ${MAX_NODES} are the limit`,
      hint: "a network for a microcontroller has some hundred: is this the right file?",
    };
  }
  const wide = nodes.findIndex(({ input, output }) => Math.max(input.length, output.length) > MAX_NODE_VALUES);
  if (wide < 0) return undefined;
  const { input = [], output = [] } = nodes[wide] ?? {};
  const message = `${titleOf(wide)} has ${input.length} inputs and ${output.length} outputs; ${MAX_NODE_VALUES} are the limit`;
  return { code: "onnx.tooLarge", message, place: titleOf(wide) };
}
