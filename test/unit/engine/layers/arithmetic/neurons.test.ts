/** Spike trains of the integer program: where weights and thresholds are whole numbers of its units, those of the file in onnxruntime, tie for tie. */
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  buildProgram,
  calibrate,
  clearedStates,
  createQuantizer,
  elementsOf,
  executorOf,
  fromMemory,
  layoutOf,
  runProgram,
  simulate,
  statesAfter,
  tensorOf,
  uniformPolicy,
  unwatched,
  wholeQuantization,
  type FloatTensor,
  type SampleSource,
} from "../../../../../src/engine";
import { seededRandom } from "../../../../../src/engine/base/random";
import { createOrtRunner } from "../../../../../src/runtime/ortRunner";
import { openGiven } from "../../../../../src/worker/model/givenFile";
import { loadModel } from "../../../../../src/worker/model/loadModel";
import { withZeroStates } from "../../../../../src/worker/samples/sequences";
import { temporaryFolder } from "../../../../support/cli";
import { inputCodes } from "../../../../../src/worker/samples/inputCodes";
import {
  SPIKES,
  SPIKING_FORMS,
  SPIKING_STATES,
  spikingModel,
  type SpikingForm,
} from "../../../../support/networks/spikingModel";

const { path: folder, remove } = temporaryFolder();
const STEPS = 16;
/** The spikes in the network: a Cast of truths changes nothing. */
const FIRES = ["fires0", "fires1", "fires2"];

/** Multiples of 1/8 in 0 … 8. */
function inputs(elements: number): readonly Float32Array[] {
  const random = seededRandom(7);
  return Array.from({ length: STEPS }, () =>
    Float32Array.from({ length: elements }, () => Math.floor(64 * random.uniform()) / 8),
  );
}

interface Trains {
  /** By step, of each of SPIKES. */
  readonly spikes: readonly (readonly (readonly number[])[])[];
  readonly answers: readonly (readonly number[])[];
}

async function both(form: SpikingForm, isConvolution: boolean): Promise<readonly [file: Trains, program: Trains]> {
  const threshold = form.startsWith("snnTorch") ? 4 : 8;
  const options = { form, threshold, isConvolution } as const;
  const [path, telling] = [join(folder, "net.onnx"), join(folder, "telling.onnx")];
  writeFileSync(path, spikingModel(options));
  writeFileSync(telling, spikingModel({ ...options, tellsSpikes: true }));
  const loaded = await loadModel(path, undefined, { states: SPIKING_STATES });
  const told = await loadModel(telling, undefined, { states: SPIKING_STATES });
  assert.ok(loaded.ok && told.ok, JSON.stringify([loaded, told]));
  const { graph, imported, network } = loaded.value;
  const { shape } = tensorOf(imported, "x");
  const steps = inputs(elementsOf(shape));

  const runner = createOrtRunner();
  const file = await openGiven(
    told.value.given,
    ["y", ...SPIKES, ...SPIKING_STATES.map(({ output }) => output)],
    runner,
  );
  assert.ok(typeof file !== "string");
  const expected: { spikes: number[][][]; answers: number[][] } = { spikes: [], answers: [] };
  let states = new Map(
    SPIKING_STATES.map(({ input }): [string, FloatTensor] => {
      const own = tensorOf(imported, input).shape;
      return [input, { shape: own, data: new Float32Array(elementsOf(own)) }];
    }),
  );
  for (const data of steps) {
    const results = await file.run(new Map([...states, ["x", { shape, data }]]));
    const valuesOf = (name: string): number[] => [...(results.get(name)?.data ?? [])];
    expected.spikes.push(SPIKES.map(valuesOf));
    expected.answers.push(valuesOf("y"));
    states = new Map(
      SPIKING_STATES.map(({ input, output }): [string, FloatTensor] => [
        input,
        { shape: tensorOf(imported, input).shape, data: Float32Array.from(valuesOf(output)) },
      ]),
    );
  }
  await file.close();

  const source: SampleSource = withZeroStates(imported, {
    count: 1,
    kind: "unlabelled",
    fingerprint: "neurons",
    sample: () => Promise.resolve(new Map([["x", { shape, data: steps[0] ?? new Float32Array() }]])),
    label: () => undefined,
  });
  const quantizer = createQuantizer(
    graph,
    network,
    await calibrate(graph, network, executorOf(runner), source, unwatched),
  );
  const whole = { ...quantizer, format: () => ({ bits: 8, scale: 1 / 8, zeroPoint: 128 }) as const };
  const program = buildProgram(whole, uniformPolicy(network, 4, 8));
  const actual: { spikes: number[][][]; answers: number[][] } = { spikes: [], answers: [] };
  let left = clearedStates(program);
  const idOf = (name: string): number => network.activationOfTensor.get(name) ?? -1;
  const inOrder = (name: string, codes: Float32Array): number[] => [...fromMemory(codes, layoutOf(network, name))];
  for (const data of steps) {
    const id = idOf("x");
    const nhwc = new Float32Array(data.length);
    // The memory's order of the input: where element i lies.
    fromMemory(Float32Array.from(data.keys()), layoutOf(network, "x")).forEach((at, i) => (nhwc[at] = data[i] ?? 0));
    const codes = Uint8Array.from(nhwc, (value) => Math.round(8 * value) + 128);
    const run = runProgram(program, new Map([[id, codes], ...left]), { keep: "all" });
    left = statesAfter(program, run);
    const of = (name: string): Float32Array => Float32Array.from(run.codes.get(idOf(name)) ?? []);
    actual.spikes.push(FIRES.map((name) => inOrder(name, of(name))));
    actual.answers.push(
      inOrder(
        "y",
        of("y").map((code) => (code - 128) / 8),
      ),
    );
  }
  return [expected, actual];
}

/** Spikes of the simulation and of the program, each with the membranes that it left itself, of 8 bits: then no sum of weights is rounded. */
async function simulatedToo(
  form: SpikingForm,
  weights: 2 | 4,
): Promise<{ readonly spikes: number; readonly apart: number }> {
  const path = join(folder, "simulated.onnx");
  writeFileSync(path, spikingModel({ form, leak: 0.75, threshold: 1, isConvolution: true }));
  const loaded = await loadModel(path, undefined, { states: SPIKING_STATES });
  assert.ok(loaded.ok, JSON.stringify(loaded));
  const { graph, imported, network } = loaded.value;
  const { shape } = tensorOf(imported, "x");
  const steps = inputs(elementsOf(shape)).map((x) => x.map((value) => value / 2));
  const executor = executorOf(createOrtRunner());
  const source: SampleSource = withZeroStates(imported, {
    count: 4,
    kind: "unlabelled",
    fingerprint: "simulated",
    sample: (index) => Promise.resolve(new Map([["x", { shape, data: steps[index] ?? new Float32Array() }]])),
    label: () => undefined,
  });
  const quantizer = createQuantizer(graph, network, await calibrate(graph, network, executor, source, unwatched));
  const policy = uniformPolicy(network, weights, 8);
  const program = buildProgram(quantizer, policy);
  const simulated = simulate(quantizer, wholeQuantization(quantizer, policy));
  const kept = SPIKING_STATES.map(({ output }) => output);
  const open = await executor.open(simulated, [...FIRES, ...kept]);
  let left = clearedStates(program);
  let states = new Map(
    SPIKING_STATES.map(({ input }): [string, FloatTensor] => {
      const own = tensorOf(imported, input).shape;
      return [input, { shape: own, data: new Float32Array(elementsOf(own)) }];
    }),
  );
  let [spikes, apart] = [0, 0];
  for (const data of steps) {
    const sample = new Map([["x", { shape, data }]]);
    const results = await open.run(new Map([...states, ...sample]));
    const run = runProgram(program, new Map([...inputCodes(program, sample), ...left]), { keep: "all" });
    left = statesAfter(program, run);
    states = new Map(
      SPIKING_STATES.map(({ input, output }): [string, FloatTensor] => [
        input,
        { shape: tensorOf(imported, input).shape, data: results.get(output)?.data ?? new Float32Array() },
      ]),
    );
    for (const name of FIRES) {
      const codes = run.codes.get(network.activationOfTensor.get(name) ?? -1) ?? [];
      const own = fromMemory(Float32Array.from(codes), layoutOf(network, name));
      const other = results.get(name)?.data ?? [];
      assert.equal(other.length, own.length);
      own.forEach((spike, i) => {
        spikes += spike;
        if (spike !== other[i]) apart++;
      });
    }
  }
  await open.close();
  return { spikes, apart };
}

describe("spike trains", () => {
  after(remove);

  for (const form of Object.keys(SPIKING_FORMS) as SpikingForm[]) {
    it(`are those of the simulation, whatever the leak and the reset: ${form}`, async () => {
      for (const weights of [4, 2] as const) {
        const { spikes, apart } = await simulatedToo(form, weights);
        assert.ok(spikes > 40, `${spikes} spikes`);
        assert.equal(apart, 0, `weights of ${weights} bits`);
      }
    });
  }

  for (const form of ["lava", "snnTorchSubtract", "snnTorchZero"] as const) {
    for (const isConvolution of [false, true]) {
      it(`equal onnxruntime's: ${form}${isConvolution ? ", convolutions" : ""}`, async () => {
        const [expected, actual] = await both(form, isConvolution);
        for (const [layer, name] of SPIKES.entries()) {
          const fired = expected.spikes.flatMap((step) => step[layer] ?? []);
          const rate = fired.reduce((sum, spike) => sum + spike, 0) / fired.length;
          assert.ok(rate > 0.002 && rate < 0.99, `${name} fires at a rate of ${rate}`);
        }
        assert.deepEqual(actual.spikes, expected.spikes);
        assert.deepEqual(actual.answers, expected.answers);
      });
    }
  }
});
