/**
 * Instructions per multiply-accumulate of the firmware's kernels, counted in QEMU: the same number on every machine. They are
 * instructions, not cycles: no flash wait states, no dual issue. Padding counts as multiply-accumulates. Each run is also held against the
 * interpreter, code by code. Run: npx tsx bench/kernels.ts [-O2] [m4] [m55] [m3] [m0+] [rv32] [1x1] [3x3] [depthwise] [stem]
 * [fully] [LSTM] [GRU]; without a core on a Cortex-M4, without a layer on all.
 */
import {
  CORTEX_M0PLUS,
  CORTEX_M3,
  CORTEX_M4,
  CORTEX_M55,
  RV32IMAC,
  availableBuild,
  buildProgram,
  instructionCounter,
  runProgramOn,
  type Build,
} from "../test/support/firmware/firmwareToolchain";
import { benchProgram, type FirmwareCase } from "../test/support/firmware/firmwareCase";
import { NetworkBuilder } from "../test/support/firmware/architectures";
import { productRun } from "../test/support/firmware/firmwareNumbers";
import { randomRun } from "../test/support/networks/randomProgram";
import {
  ACTIVATION_WIDTHS,
  LEVEL_WIDTHS,
  WEIGHT_WIDTHS,
  type NarrowBits,
  type WeightBits,
} from "../src/engine/base/bits";
import { runProgram } from "../src/engine/interpret/runProgram";
import { canHaveLevels, isProduct, withLevels, type Network } from "../src/engine/ir/network";
import { GATES } from "../src/engine/ir/op";

/** Instructions per MAC that others need for the same layer at 8-bit activations, by weight width; measured in the same way at -O3. */
type Peers = Readonly<Record<string, Readonly<Partial<Record<WeightBits, number>>>>>;

/** Of input, weights and output; weights on even steps, or on levels. */
type Widths = readonly [input: NarrowBits, weights: WeightBits, output: NarrowBits, format?: "levels"];

interface Shape {
  readonly name: string;
  readonly network: Network;
  /** WIDTHS, where they are not others. */
  readonly widths?: readonly Widths[];
  readonly peers: Peers;
}

const SHAPES: readonly Shape[] = [
  {
    name: "1x1 28² 64→128",
    network: single((builder) => builder.pointwise("layer", builder.input("in", [28, 28, 64]), 128)),
    peers: { "CMSIS-NN": { 8: 2.06, 4: 3.73 }, "CMix-NN": { 8: 2.32, 4: 2.7, 2: 2.99 }, TinyEngine: { 8: 1.93 } },
  },
  {
    name: "3x3 14² 64→64",
    network: single((builder) =>
      builder.conv("layer", builder.input("in", [14, 14, 64]), 64, { kernel: 3, stride: 1 }),
    ),
    peers: { "CMSIS-NN": { 8: 1.76, 4: 3.52 }, "CMix-NN": { 8: 2.07, 4: 2.42, 2: 2.7 } },
  },
  {
    name: "depthwise 3x3 28² 128",
    network: single((builder) =>
      builder.depthwise("layer", builder.input("in", [28, 28, 128]), { kernel: 3, stride: 1 }),
    ),
    peers: { "CMSIS-NN": { 8: 8.64, 4: 15.45 }, "CMix-NN": { 8: 9.79 }, TinyEngine: { 8: 6.4 } },
  },
  {
    name: "depthwise 3x3 7² 256",
    network: single((builder) =>
      builder.depthwise("layer", builder.input("in", [7, 7, 256]), { kernel: 3, stride: 1 }),
    ),
    peers: {},
  },
  {
    name: "depthwise 3x3 s2 14² out, 128",
    network: single((builder) =>
      builder.depthwise("layer", builder.input("in", [28, 28, 128]), { kernel: 3, stride: 2 }),
    ),
    peers: {},
  },
  {
    name: "stem 3x3 s2 3→32, 112² out",
    network: single((builder) =>
      builder.conv("layer", builder.input("in", [224, 224, 3]), 32, { kernel: 3, stride: 2 }),
    ),
    peers: { "CMSIS-NN": { 8: 4.16, 4: 5.83 }, "CMix-NN": { 8: 3.62 }, TinyEngine: { 8: 1.84 } },
  },
  {
    name: "fully connected 1024→1000",
    network: single((builder) => builder.fullyConnected("layer", builder.input("in", [1, 1, 1024]), 1000)),
    peers: { "CMSIS-NN": { 8: 1.92, 4: 4.92 }, "CMix-NN": { 8: 3.29, 4: 3.41, 2: 3.36 } },
  },
];

/** 64 units on 64 values, 16 steps; at one width throughout, since its numbers are random. */
const RECURRENT: readonly Shape[] = (["lstm", "gru", "rnn"] as const).map((cell) => {
  const rows = GATES[cell] * 64;
  const weights = { node: "w", tensor: "w", outputChannels: rows, perChannel: 128, elements: rows * 128 };
  const how = { cell, units: 64, sequences: 1, reverse: false, resetAfter: true, macs: 16 * rows * 128 } as const;
  const network = single((builder) => {
    const x = builder.input("in", [16, 1, 64]);
    return builder.layer({ kind: "recurrent", name: "layer", ...how, weights, inputs: [x] }, [16, 1, 64]);
  });
  return {
    name: `${cell.toUpperCase()} 64→64, 16 steps`,
    network,
    widths: ACTIVATION_WIDTHS.map((bits) => [bits, bits, bits] as const),
    peers: {},
  };
});

/** What is run for each shape. */
const WIDTHS: readonly Widths[] = [
  ...WEIGHT_WIDTHS.map((weights) => [8, weights, 8] as const),
  [4, 4, 4],
  [2, 2, 2],
  [4, 8, 8],
  [8, 8, 4],
];

/** Beside them where weights can lie on levels. */
const LEVELLED: readonly Widths[] = LEVEL_WIDTHS.map((weights) => [8, weights, 8, "levels"] as const);

function widthsOf({ network, widths = WIDTHS }: Shape): readonly Widths[] {
  return network.layers.every(canHaveLevels) ? [...widths, ...LEVELLED] : widths;
}

function single(add: (builder: NetworkBuilder) => number): Network {
  const builder = new NetworkBuilder("one layer");
  return builder.build([add(builder)]);
}

function caseAt(even: Network, [input, weights, output, format]: Widths): FirmwareCase {
  const network = format === "levels" ? withLevels(even, new Set(even.layers.map(({ name }) => name))) : even;
  const isProducts = network.layers.every(isProduct);
  const { program, inputs } = isProducts
    ? productRun(network, { input, weights, output }, 1)
    : randomRun(network, 1, { bits: input, weightWidths: [weights] });
  const expected = runProgram(program, inputs).codes.get(network.outputs[0] ?? -1);
  if (!expected) throw new Error("the run kept no output");
  return { program, inputs, expected, feeding: "whole" };
}

const CORES: Readonly<Record<string, Build>> = {
  m4: CORTEX_M4,
  m55: CORTEX_M55,
  m3: CORTEX_M3,
  "m0+": CORTEX_M0PLUS,
  rv32: RV32IMAC,
};

const words = process.argv.slice(2);
const optimization = words.find((word) => word.startsWith("-O")) ?? "-O3";
const ALL_SHAPES = [...SHAPES, ...RECURRENT];
const shapes = ALL_SHAPES.filter(({ name }) => words.some((word) => name.split(" ")[0] === word));
const named = Object.entries(CORES).filter(([name]) => words.includes(name));
for (const [name, core] of named.length > 0 ? named : [["m4", CORTEX_M4] as const]) {
  const build = { ...core, flags: [...core.flags.filter((flag) => flag !== "-O3"), optimization] };
  const available = availableBuild(build);
  const counter = available.ok ? instructionCounter() : available;
  if (counter.ok) measure(build, name === "m4", counter.value);
  else console.log(`${core.name}: nothing measured: ${counter.reason}`);
}

function measure(build: Build, isPeersCore: boolean, counter: string): void {
  console.log(`Instructions per MAC, ${build.name} at ${optimization} (activations in / weights / activations out)`);
  for (const shape of shapes.length > 0 ? shapes : ALL_SHAPES) {
    const { name, network, peers } = shape;
    const widths = widthsOf(shape);
    const [layer] = network.layers;
    const macs = layer?.macs ?? 0;
    // In two programs: the weights of all widths together would not fit the machine's memory.
    const counts = [widths.slice(0, 4), widths.slice(4, 9), widths.slice(9)]
      .filter(({ length }) => length > 0)
      .flatMap((part) => {
        const cases = part.map((each) => caseAt(network, each));
        const run = runProgramOn(build, buildProgram(build, benchProgram(cases), "bench"), counter);
        if (run.status !== 0) throw new Error(`${name}: ${run.stdout}${run.stderr}`);
        return [...run.stderr.matchAll(/instructions (\d+)/g)].map((match) => Number(match[1]));
      });
    console.log(`\n${name}, ${(macs / 1e6).toFixed(2)} M MACs`);
    widths.forEach((each, i) => {
      const figure = ((counts[i] ?? NaN) / macs).toFixed(2);
      const others =
        isPeersCore && each[0] === 8 && each[2] === 8 && each[3] === undefined ? peersAt(peers, each[1]) : "";
      console.log(`  ${each.join("/")}  ${figure}${others}`);
    });
  }
}

function peersAt(peers: Peers, bits: WeightBits): string {
  const known = Object.entries(peers).flatMap(([library, figures]) => {
    const figure = figures[bits];
    return figure === undefined ? [] : [`${library} ${figure.toFixed(2)}`];
  });
  return known.length === 0 ? "" : `   (${known.join(", ")})`;
}
