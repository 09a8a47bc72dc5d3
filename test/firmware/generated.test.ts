/**
 * Generated projects against the interpreter, bit for bit: random programs of every layer kind, layer by layer and streamed, with the input
 * in memory and with supplied rows; and published architectures. On the host with sanitizers, and in emulation on a Cortex-M4.
 */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { checkAccumulators } from "../../src/engine/interpret/accumulatorBounds";
import {
  canHaveLevels,
  isWide,
  weightBits,
  withLevels,
  type LayerKind,
  type Network,
} from "../../src/engine/ir/network";
import { DESCRIPTOR_BYTES } from "../../src/engine/layers/firmware/descriptorBytes";
import { storedConstantBytes, storedWeightBytes, tableBytes } from "../../src/engine/memory/accounts/linkedSizes";
import { withoutUnformed } from "../../src/engine/layers/wide";
import type { PlanOptions } from "../../src/engine/memory/types";
import { importOnnx } from "../../src/engine/onnx/importOnnx";
import { lowerNetwork } from "../../src/engine/passes/lowerNetwork";
import { prepareGraph } from "../../src/engine/passes/prepareGraph";
import { NetworkBuilder } from "../support/firmware/architectures";
import {
  availableBuild,
  buildProgram,
  CORTEX_M4,
  CORTEX_M55,
  KERNEL_INCLUDES,
  HOST,
  isInstalled,
  runProgramOn,
  STRICT,
  type Build,
} from "../support/firmware/firmwareToolchain";
import { out, root } from "../support/folders";
import {
  projectOf,
  projectRun,
  withFreeWidths,
  writeRuns,
  type ProjectRun,
} from "../support/firmware/generatedProject";
import { LAYER_CASES, networkOf } from "../support/firmware/layerCases";
import { randomRun } from "../support/networks/randomProgram";
import { rowNetwork } from "../support/networks/rowNetworks";
import { randomNetwork } from "../unit/engine/memory/randomNetwork";

const SEED = 20240917;
/** Optimizing hundreds of small functions under sanitizers takes longer than running them. Every row is traced. */
const SANITIZED: Build = {
  name: "host gcc with sanitizers",
  compiler: "gcc",
  flags: ["-O0", "-DBW_TRACE", "-fsanitize=address,undefined", "-fno-sanitize-recover=all"],
};
/** Scratch is planned for the widest words of weights, of which narrower ones leave a little. */
const SPARE_SCRATCH_BYTES = 72;

/** One run for each way of planning; none where a sum could overflow, because such programs are refused. */
function runsOf(network: Network, seed: number, ways: readonly PlanOptions[] = [{}]): readonly ProjectRun[] {
  const { program, inputs } = randomRun(withFreeWidths(network), seed, { extreme: seed % 5 === 0 });
  if (checkAccumulators(program).length > 0) return [];
  return ways.map((options) => projectRun(program, inputs, options));
}

/** Layers of these kinds alone, each with codes of 16 bits somewhere, and chains of them. */
function widened(kinds: readonly LayerKind[], runs: number): readonly ProjectRun[] {
  return kinds.flatMap((kind) =>
    LAYER_CASES[kind].flatMap((arbitrary, i) =>
      fc.sample(arbitrary, { numRuns: runs, seed: SEED + i }).flatMap((one, j) => {
        const network = withFreeWidths(networkOf(one));
        const { program, inputs } = randomRun(network, SEED + j, { extreme: j % 4 === 0, wide: true });
        const isFormed = withoutUnformed(network, program.policy).kept.length === 0;
        if (![...program.policy.activations.values()].includes(16)) return [];
        if (!isFormed || checkAccumulators(program).length > 0) return [];
        return [projectRun(program, inputs, j % 2 === 0 ? {} : { streaming: "auto" })];
      }),
    ),
  );
}

/** Each kind of layer alone, every geometry. */
function singleLayers(): readonly ProjectRun[] {
  return Object.values(LAYER_CASES).flatMap((arbitraries) =>
    arbitraries.flatMap((arbitrary, i) =>
      fc.sample(arbitrary, { numRuns: 2, seed: SEED + i }).flatMap((one, j) => runsOf(networkOf(one), SEED + j)),
    ),
  );
}

/** The float tail behind codes of every width. */
function softmaxes(): readonly ProjectRun[] {
  return [1, 7, 33].flatMap((channels, i) => {
    const builder = new NetworkBuilder("softmax");
    const logits = builder.pointwise("logits", builder.input("in", [2, 3, 4]), channels);
    const name = "softmax";
    const output = builder.layer({ kind: "softmax", name, inputs: [logits], macs: 0 }, [2, 3, channels]);
    const network = builder.build([output]);
    const activations = network.activations.map((each) =>
      each.id === output ? { ...each, fixed: "float" as const } : each,
    );
    return runsOf({ ...network, activations }, SEED + i, [{}, { streaming: "auto" }]);
  });
}

/** A vector, or two, that what follows divides into the rows of an image, as decoders do. */
function decoders(): readonly ProjectRun[] {
  return ([1, 2] as const).flatMap((vectors) => {
    const builder = new NetworkBuilder("decoder");
    const code = builder.input("code", [1, vectors, 10]);
    const outputs = 60 / vectors;
    const weights = { node: "dense", tensor: "w", outputChannels: outputs, perChannel: 10, elements: 10 * outputs };
    const dense = { kind: "fullyConnected", name: "dense", weights, inputs: [code], macs: 600 } as const;
    const image = builder.layer(dense, [5, 4, 3]);
    const network = builder.build([builder.conv("conv", image, 4, { kernel: 3, stride: 1 })]);
    return runsOf(network, SEED + vectors, [{}, { streaming: "auto" }]);
  });
}

/** Branches and operands read twice, several inputs and outputs. */
function graphs(): readonly ProjectRun[] {
  return Array.from({ length: 24 }, (_, seed) => randomNetwork(seed, 3 + (seed % 9))).flatMap((network, seed) =>
    runsOf(network, seed, [{}, { streaming: "auto" }]),
  );
}

/** Chains over images of many rows: as the planner streams them, with supplied rows, and all in one stream. */
function streams(): readonly ProjectRun[] {
  return Array.from({ length: 20 }, (_, seed) => rowNetwork(seed, 3 + (seed % 6))).flatMap((network, seed) => {
    const whole = { firstStep: 0, lastStep: network.layers.length - 1 };
    return runsOf(network, seed, [
      { streaming: "auto" },
      { streaming: "auto", rows: "supplied" },
      { streaming: "auto", segments: [whole] },
    ]);
  });
}

/** Single layers and chains with all weights on levels that can be: alone, in images whole, by row, and with rings. */
function levelled(): readonly ProjectRun[] {
  const all = (network: Network): Network =>
    withLevels(network, new Set(network.layers.filter(canHaveLevels).map(({ name }) => name)));
  const single = [...LAYER_CASES.conv, ...LAYER_CASES.fullyConnected].flatMap((arbitrary, i) =>
    fc.sample(arbitrary, { numRuns: 6, seed: SEED + i }).map((one) => networkOf(one)),
  );
  const chains = Array.from({ length: 8 }, (_, seed) => rowNetwork(seed, 3 + (seed % 6)));
  return [...single, ...chains].flatMap((network, seed) => {
    const { program, inputs } = randomRun(withFreeWidths(all(network)), seed, { weightWidths: [4, 3, 8] });
    if (checkAccumulators(program).length > 0) return [];
    const options: readonly PlanOptions[] = seed % 2 === 0 ? [{}] : [{ streaming: "auto" }];
    return options.map((each) => projectRun(program, inputs, each));
  });
}

const WIDE_KINDS: readonly LayerKind[] = [
  "conv",
  "fullyConnected",
  "add",
  "mul",
  "lookup",
  "prelu",
  "maxPool",
  "averagePool",
  "concat",
  "slice",
  "pad",
  "resize",
  "transpose",
  "requantize",
  "normalize",
  "recurrent",
];
const WIDE = widened(WIDE_KINDS, 4);
const LEVELLED = levelled();
const RUNS: readonly ProjectRun[] = [...singleLayers(), ...softmaxes(), ...decoders(), ...graphs(), ...streams()];

function skipUnless(context: Mocha.Context, build: Build): void {
  const available = availableBuild(build);
  if (available.ok) return;
  console.log(`      skipped: ${available.reason}`);
  context.skip();
}

/** Builds and runs, and answers how many bytes of its arena each project touched. */
function check(build: Build, runs: readonly ProjectRun[], name: string): readonly number[] {
  const source = writeRuns(runs, join(out, "firmware", name));
  const { status, stdout, stderr } = runProgramOn(build, buildProgram(build, source, name));
  assert.equal(
    stdout.trim().split("\n").at(-1),
    `${runs.length} projects, 0 differ`,
    `${stdout.replace(/^p\d+ arena .*\n/gm, "").slice(0, 2000)}\n${stderr}`,
  );
  assert.equal(status, 0, stderr);
  return [...stdout.matchAll(/^p\d+ arena (\d+) of \d+$/gm)].map(([, touched]) => Number(touched));
}

/** Every byte of the arena serves: what lies highest is written up to its end, scratch up to what its planner rounds. */
function assertTight(touched: readonly number[], runs: readonly ProjectRun[]): void {
  assert.equal(touched.length, runs.length);
  runs.forEach(({ plan, program }, i) => {
    const spare = plan.buffers.some(
      ({ content, offset, sizeBytes }) => content.kind === "scratch" && offset + sizeBytes === plan.arenaBytes,
    );
    const least = plan.arenaBytes - (spare ? SPARE_SCRATCH_BYTES : 0);
    const used = touched[i] ?? 0;
    const scratchIsElsewhere = spare && program.network.layers.some(({ kind }) => kind === "conv");
    if (!scratchIsElsewhere) assert.ok(used >= least, `project ${i} touches ${used} of ${plan.arenaBytes} bytes`);
    assert.ok(used <= plan.arenaBytes);
  });
}

describe("generated projects", function () {
  this.timeout(300000);

  it("are tried on every layer kind, and streamed with rings, slides and supplied rows", () => {
    const kinds = new Set<LayerKind>(RUNS.flatMap(({ program }) => program.network.layers.map(({ kind }) => kind)));
    assert.deepEqual([...kinds].sort(), Object.keys(LAYER_CASES).sort());
    const streamed = RUNS.filter(({ plan }) => plan.segments.some((segment) => segment.streamed));
    const supplied = RUNS.filter(({ rows }) => rows === "supplied");
    const slid = RUNS.filter(({ plan }) => plan.buffers.some(({ slidesOver }) => slidesOver !== undefined));
    for (const { length } of [streamed, supplied, slid]) assert.ok(length >= 15, `only ${length}`);
  });

  it("compute every row of every layer once, and right, in the arena that was planned, with sanitizers", function () {
    skipUnless(this, SANITIZED);
    assertTight(check(SANITIZED, RUNS, "generated"), RUNS);
  });

  it("compute it on a Cortex-M4 too, scratch of depthwise layers in the arena", function () {
    skipUnless(this, CORTEX_M4);
    const some = RUNS.filter((_, i) => i % 3 === 0);
    assertTight(check(CORTEX_M4, some, "generatedM4"), some);
  });

  for (const [build, name] of [
    [SANITIZED, "levels"],
    [CORTEX_M4, "levelsM4"],
  ] as const) {
    it(`compute weights on levels right on ${build.name}`, function () {
      skipUnless(this, build);
      const widths = LEVELLED.flatMap(({ program }) =>
        program.steps.flatMap((step) => (step.kind === "product" && step.weights.levels ? step.weights.bits : [])),
      );
      assert.ok([4, 3].every((bits) => widths.filter((each) => each === bits).length >= 5));
      check(build, LEVELLED, name);
    });
  }

  for (const [build, name] of [
    [SANITIZED, "wide"],
    [CORTEX_M4, "wideM4"],
    [CORTEX_M55, "wideM55"],
  ] as const) {
    it(`compute codes of 16 bits right on ${build.name}`, function () {
      skipUnless(this, build);
      const kinds = new Set(WIDE.map(({ program }) => program.network.layers[0]?.kind));
      assert.deepEqual([...kinds].sort(), [...WIDE_KINDS].sort());
      const share = build === SANITIZED ? WIDE : WIDE.filter((_, i) => i % 2 === (build === CORTEX_M4 ? 0 : 1));
      check(build, share, name);
    });
  }

  it("wait for no row that a window in the padding does not read", function () {
    skipUnless(this, HOST);
    // Output rows 3 and 4 of the convolution read padding alone. Were they to wait for the last row of `rows`, that row would wait for
    // `repeated` to be done with row 8, and `repeated` for the sum, which waits for the convolution.
    const builder = new NetworkBuilder("padding");
    const rows = builder.pointwise("rows", builder.input("in", [10, 1, 2]), 2);
    const repeated = builder.layer(
      { kind: "resize", sourceRows: [0, 4, 8, 8, 8], sourceColumns: [0], name: "repeated", inputs: [rows], macs: 0 },
      [5, 1, 2],
      builder.groupOf(rows),
    );
    const window = { kernel: [1, 1], strides: [4, 1], pads: [0, 0, 8, 0], dilations: [1, 1], groups: 1 } as const;
    const weights = { node: "weight", tensor: "weight", outputChannels: 2, perChannel: 2, elements: 4 };
    const sparse = builder.layer(
      { kind: "conv", ...window, weights, name: "sparse", inputs: [rows], macs: 20 },
      [5, 1, 2],
    );
    const network = builder.build([builder.add("sum", sparse, repeated)]);
    const runs = runsOf(network, SEED, [{ streaming: "auto", segments: [{ firstStep: 0, lastStep: 3 }] }]);
    assert.equal(runs.length, 1);
    check(HOST, runs, "generatedPadding");
  });

  for (const [compiler, ...language] of [
    ["g++", "-x", "c++", "-std=c++11"],
    ["clang", "-std=c99"],
    ["clang++", "-x", "c++", "-std=c++17"],
  ] as const) {
    it(`compile strictly with ${[compiler, ...language].join(" ")}`, function () {
      if (!isInstalled(compiler)) {
        console.log(`      skipped: ${compiler} not found`);
        this.skip();
      }
      const folder = join(out, "firmware", "generatedStrict");
      const some = RUNS.filter((_, i) => i % 2 === 0);
      const main = join(folder, "main.c");
      const source = writeRuns(some, folder);
      writeFileSync(main, source);
      const flags = [...language, ...STRICT, "-fsyntax-only", ...KERNEL_INCLUDES];
      const { status, stderr } = spawnSync(compiler, [...flags, main], { encoding: "utf8" });
      assert.equal(status, 0, stderr.slice(0, 3000));
    });
  }

  it("store for each layer what the linked account says", () => {
    for (const run of [...RUNS, ...LEVELLED, ...WIDE]) {
      const { network, policy } = run.program;
      const { map } = projectOf(run);
      for (const { name, data } of map.layers) {
        const layer = network.layers.find((each) => each.name === name);
        assert.ok(layer);
        const stored = (kind: string): number =>
          data.reduce((sum, one) => sum + (one.kind === kind ? Math.ceil(one.sizeBytes / 4) * 4 : 0), 0);
        const wide = isWide(network, policy, layer);
        const tables = tableBytes(layer, run.program.formats[layer.inputs[0] ?? 0]?.bits ?? 8, wide) ?? 0;
        const step = run.program.steps[layer.index];
        // Random programs give every channel its own multiplier where real ones have one for all.
        const more =
          step && "requantizer" in step && step.kind !== "product" ? step.requantizer.multipliers.length - 1 : 0;
        const constants = storedConstantBytes(network, layer, wide) + 4 * more;
        assert.equal(
          stored("weights"),
          "weights" in layer ? storedWeightBytes(layer, weightBits(policy, layer), wide) : 0,
        );
        assert.equal(stored("tables"), tables);
        if (layer.kind === "concat") assert.ok(stored("constants") <= constants, name);
        else assert.equal(stored("constants"), constants, layer.kind);
      }
    }
  });

  it("call kernels with structures of the sizes that the account counts", function () {
    const compiler = "arm-none-eabi-gcc";
    if (!isInstalled(compiler)) {
      console.log(`      skipped: ${compiler} not found`);
      this.skip();
    }
    const headers = [
      "convolution",
      "depthwise",
      "elementwise",
      "endless",
      "levels",
      "move",
      "normalize",
      "pool",
      "recurrent",
      "rows",
      "softmax",
      "spikes",
      "wide",
      "wide_convolution",
      "wide_recurrent",
    ];
    const sizes = Object.entries(DESCRIPTOR_BYTES).map(
      ([type, bytes]) => `char ${type}_is[sizeof(${type}) == ${bytes} ? 1 : -1];`,
    );
    const source = [...headers.map((name) => `#include "bw_${name}.h"`), ...sizes, ""].join("\n");
    const flags = ["-mcpu=cortex-m4", "-mthumb", "-std=c99", "-fsyntax-only", ...KERNEL_INCLUDES, "-x", "c", "-"];
    const { status, stderr } = spawnSync(compiler, flags, { encoding: "utf8", input: source });
    assert.equal(status, 0, stderr);
  });

  it("are the same bytes every time", () => {
    for (const run of RUNS.slice(0, 10)) assert.deepEqual(projectOf(run), projectOf(run));
  });

  it("have a map whose lines and symbols are where it says", () => {
    for (const run of RUNS) {
      const { files, map } = projectOf(run);
      const lines = new Map(files.map(({ path, text }) => [path, text.split("\n")]));
      const at = (file: string, line: number): string => lines.get(file)?.[line - 1] ?? "";
      for (const { symbol, file, line } of map.api) assert.ok(at(file, line).includes(`${symbol}(`), symbol);
      for (const { symbol } of map.tensors)
        assert.ok(lines.get("model.c")?.some((text) => text.startsWith(`#define ${symbol} `)));
      for (const { definition, call, symbol, data, name } of map.layers) {
        const defined = lines.get(definition.file)?.slice(definition.line - 1, definition.lastLine) ?? [];
        assert.ok(defined[0] === "/*" && defined.at(-1) === "}", name);
        assert.equal(defined.filter((text) => text.startsWith(`static void ${symbol}(`)).length, 1, name);
        assert.ok(at(call.file, call.line).includes(symbol), name);
        for (const { name: array, file, line } of data)
          assert.match(at(file, line), new RegExp(` ${array}(\\[\\d+\\])? = \\{$`));
      }
    }
  });
});

describe("generated projects of published architectures", function () {
  this.timeout(300000);
  const models = join(root, "../shared/models");
  const names = ["resnet8_cifar10_bn", "kws_dscnn_bn", "vww_mobilenet_v1_0.25_96_bn", "mobilenet_v1_0.25_128_qatdq"];

  it("compute what the interpreter computes, with random numbers", function () {
    skipUnless(this, HOST);
    const there = names.filter((name) => existsSync(join(models, `${name}.onnx`)));
    const keywords = join(root, "examples/keywords/keywords.onnx");
    const paths = [keywords, ...there.map((name) => join(models, `${name}.onnx`))];
    if (there.length < names.length) console.log("      without published models: ../shared/models is not there");
    const runs = paths.flatMap((path, i) => {
      const network = networkOfFile(path);
      const ways: readonly PlanOptions[] = [{}, { streaming: "auto", rows: i % 2 === 0 ? "supplied" : "memory" }];
      return runsOf(network, SEED + 1 + i, ways);
    });
    assert.equal(runs.length, 2 * paths.length);
    assertTight(check(HOST, runs, "generatedModels"), runs);
  });
});

function networkOfFile(path: string): Network {
  const imported = importOnnx(readFileSync(path), { externalData: new Map() });
  assert.ok(imported.ok);
  const network = lowerNetwork(prepareGraph(imported.value.graph));
  assert.ok(network.ok);
  return network.value;
}
