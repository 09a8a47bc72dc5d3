/**
 * What TensorFlow Lite's own interpreter answers (answers.json, recorded by bench/tfliteAnswers.ts) against what is made of the same file: by
 * onnxruntime of the model that it is taken over as, and of the network as all later stages have it.
 */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { elementsOf, fedInputs, tensorOf, type Graph } from "../../../../src/engine/ir/graph";
import type { FloatTensor } from "../../../../src/engine/ir/ports";
import { verifyGraph } from "../../../../src/engine/ir/verify";
import { encodeOnnx } from "../../../../src/engine/onnx/encode/encode";
import { prepareGraph } from "../../../../src/engine/passes/prepareGraph";
import { lowerNetwork } from "../../../../src/engine/passes/lowerNetwork";
import { withGivenPairs } from "../../../../src/engine/quantize/calibrate/givenPairs";
import { convertTflite } from "../../../../src/engine/tflite/convert";
import { importTflite } from "../../../../src/engine/tflite/importTflite";
import { readModel } from "../../../../src/engine/tflite/wire/readModel";
import type { Quantization } from "../../../../src/engine/tflite/wire/schema";
import { createOrtRunner } from "../../../../src/runtime/ortRunner";
import { sharedOrSkip } from "../../../support/shared";
import {
  feedsOf,
  hasForm,
  leastOf,
  NETWORKS,
  networkOf,
  stepsOf,
  titleOf,
} from "../../../support/tflite/tfliteNetworks";

const ANSWERS = JSON.parse(readFileSync(join(__dirname, "answers.json"), "utf8")) as Readonly<
  Record<string, readonly (readonly number[])[]>
>;

function must<V>(
  outcome: { readonly ok: true; readonly value: V } | { readonly ok: false; readonly problems: unknown },
): V {
  assert.ok(outcome.ok, outcome.ok ? "" : JSON.stringify(outcome.problems));
  return outcome.value;
}

interface Ends {
  readonly graph: Graph;
  /** Of the input's and of each output's codes; absent: floats. */
  readonly input: Quantization | undefined;
  readonly outputs: readonly { readonly count: number; readonly quantization: Quantization | undefined }[];
}

function endsOf(bytes: Uint8Array): Ends {
  const [main] = must(readModel(bytes)).subgraphs;
  assert.ok(main);
  const at = (index: number | undefined): Quantization | undefined => main.tensors[index ?? -1]?.quantization;
  return {
    graph: must(importTflite(bytes)).graph,
    input: at(main.inputs[0]),
    outputs: main.outputs.map((index) => ({
      count: elementsOf(main.tensors[index]?.shape ?? []),
      quantization: at(index),
    })),
  };
}

function realOf(code: number, quantization: Quantization | undefined): number {
  if (!quantization) return code;
  return Math.fround((code - (quantization.zeroPoints[0] ?? 0)) * (quantization.scales[0] ?? 1));
}

/** The answers of each step, in codes where the file answers codes; states go on from step to step. */
async function answersOf(
  onnx: Uint8Array,
  { graph, input, outputs }: Ends,
  feeds: readonly (readonly number[])[],
): Promise<number[][]> {
  const open = await createOrtRunner({ threads: 1 }).open(onnx);
  const [fed = ""] = fedInputs(graph);
  const states = graph.states ?? [];
  const own = graph.outputs.filter((name) => !states.some(({ output }) => output === name));
  let carried = new Map(
    states.map(({ input: name }): [string, FloatTensor] => {
      const { shape } = tensorOf(graph, name);
      return [name, { shape, data: new Float32Array(elementsOf(shape)) }];
    }),
  );
  const steps: number[][] = [];
  try {
    for (const values of feeds) {
      const x = { shape: tensorOf(graph, fed).shape, data: Float32Array.from(values, (value) => realOf(value, input)) };
      const results = await open.run(new Map([[fed, x], ...carried]));
      steps.push(own.flatMap((name, i) => codesOf(results.get(name), outputs[i]?.quantization)));
      carried = new Map(states.map((pair) => [pair.input, results.get(pair.output) ?? x]));
    }
    return steps;
  } finally {
    await open.close();
  }
}

function codesOf(tensor: FloatTensor | undefined, quantization: Quantization | undefined): number[] {
  assert.ok(tensor);
  if (!quantization) return Array.from(tensor.data);
  return Array.from(tensor.data, (value) =>
    Math.round(value / (quantization.scales[0] ?? 1) + (quantization.zeroPoints[0] ?? 0)),
  );
}

/** @param least the share of codes that are equal; none may be further off than one step */
function assertCodes(
  actual: readonly (readonly number[])[],
  expected: readonly (readonly number[])[],
  least: number,
): void {
  const [ours, theirs] = [actual.flat(), expected.flat()];
  assert.equal(ours.length, theirs.length);
  const differences = theirs.map((code, i) => Math.abs(code - (ours[i] ?? NaN)));
  assert.ok(
    differences.every((difference) => difference <= 1),
    `off by ${Math.max(...differences)} codes`,
  );
  const equal = differences.filter((difference) => difference === 0).length / theirs.length;
  assert.ok(equal >= least, `${(100 * equal).toFixed(1)} % of ${theirs.length} codes are equal`);
  // A test of one value alone would pass whatever is computed.
  assert.ok(new Set(theirs).size > 2);
}

function assertReals(actual: readonly (readonly number[])[], expected: readonly (readonly number[])[]): void {
  const [ours, theirs] = [actual.flat(), expected.flat()];
  assert.equal(ours.length, theirs.length);
  const largest = Math.max(...theirs.map(Math.abs));
  const worst = Math.max(...theirs.map((value, i) => Math.abs(value - (ours[i] ?? NaN))));
  assert.ok(worst <= 2e-6 * Math.max(1, largest), `off by ${worst} of ${largest}`);
}

/**
 * The interpreter rounds sums and functions with multipliers of 31 bits, and some twice: ADD, SUB, HARD_SWISH and resizing answer the code beside
 * more often than others.
 */
const LEAST_EQUAL = 0.9;

describe("TensorFlow Lite's answers", () => {
  for (const [name] of Object.entries(NETWORKS)) {
    for (const q of [false, true]) {
      if (!hasForm(name, q)) continue;
      const title = titleOf(name, q);
      it(`are those of the import: ${title}`, async () => {
        const bytes = networkOf(name, q);
        const ends = endsOf(bytes);
        assert.deepEqual(verifyGraph(ends.graph, "imported"), []);
        const [fed = ""] = fedInputs(ends.graph);
        const count = elementsOf(tensorOf(ends.graph, fed).shape);
        const feeds = feedsOf({ count, steps: stepsOf(name), least: leastOf(name, q) });
        const expected = ANSWERS[title];
        assert.ok(expected, `no answers of ${title}`);
        const { onnx } = must(convertTflite(bytes));
        const prepared = prepareGraph(ends.graph);
        must(lowerNetwork(prepared));
        const [asGiven, asRead] = [
          await answersOf(onnx, ends, feeds),
          await answersOf(encodeOnnx(withGivenPairs(prepared)), ends, feeds),
        ];
        if (!q) {
          assertReals(asGiven, expected);
          assertReals(asRead, expected);
          return;
        }
        assertCodes(asGiven, expected, LEAST_EQUAL);
        assertCodes(asRead, expected, LEAST_EQUAL);
      });
    }
  }

  for (const file of ["mww_vad.tflite", "mww_okay_nabu.tflite"]) {
    it(`are those of the import over 40 steps: ${file}`, async function () {
      const bytes = readFileSync(sharedOrSkip(this, "models", "memory", file));
      const ends = endsOf(bytes);
      const feeds = feedsOf({ count: 120, steps: 40, least: -128 });
      const { onnx } = must(convertTflite(bytes));
      assertCodes(await answersOf(onnx, ends, feeds), ANSWERS[file] ?? [], 0.97);
      assertCodes(
        await answersOf(encodeOnnx(withGivenPairs(prepareGraph(ends.graph))), ends, feeds),
        ANSWERS[file] ?? [],
        0.97,
      );
    });
  }
});
