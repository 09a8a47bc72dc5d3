/**
 * Instructions per multiply-accumulate of the firmware's kernels, counted in QEMU: the same number on every machine. They are
 * instructions, not cycles: no flash wait states, no dual issue. Padding counts as multiply-accumulates. Each run is also held against the
 * interpreter, code by code. Run: npx tsx bench/kernels.ts [-O2] [m4] [m3] [m0+] [rv32]; without a core on a Cortex-M4.
 */
import {
  CORTEX_M0PLUS,
  CORTEX_M3,
  CORTEX_M4,
  RV32IMAC,
  availableBuild,
  buildProgram,
  instructionCounter,
  runProgramOn,
  type Build,
} from "../test/support/firmwareToolchain";
import { benchProgram, type FirmwareCase } from "../test/support/firmwareCase";
import { NetworkBuilder } from "../test/support/architectures";
import { productRun } from "../test/support/firmwareNumbers";
import { ALL_BITS, type Bits } from "../src/engine/base/bits";
import { runProgram } from "../src/engine/interpret/runProgram";
import type { Network } from "../src/engine/ir/network";

/** Instructions per MAC that others need for the same layer at 8-bit activations, by weight width; measured in the same way at -O3. */
type Peers = Readonly<Record<string, Readonly<Partial<Record<Bits, number>>>>>;

interface Shape {
  readonly name: string;
  readonly network: Network;
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

/** Widths of input, weights and output that are run for each shape. */
const WIDTHS: readonly (readonly [Bits, Bits, Bits])[] = [
  ...ALL_BITS.map((weights) => [8, weights, 8] as const),
  [4, 4, 4],
  [2, 2, 2],
  [4, 8, 8],
  [8, 8, 4],
];

function single(add: (builder: NetworkBuilder) => number): Network {
  const builder = new NetworkBuilder("one layer");
  return builder.build([add(builder)]);
}

function caseAt(network: Network, [input, weights, output]: readonly [Bits, Bits, Bits]): FirmwareCase {
  const { program, inputs } = productRun(network, { input, weights, output }, 1);
  const expected = runProgram(program, inputs).codes.get(network.outputs[0] ?? -1);
  if (!expected) throw new Error("the run kept no output");
  return { program, inputs, expected, feeding: "whole" };
}

const CORES: Readonly<Record<string, Build>> = { m4: CORTEX_M4, m3: CORTEX_M3, "m0+": CORTEX_M0PLUS, rv32: RV32IMAC };

const words = process.argv.slice(2);
const optimization = words.find((word) => word.startsWith("-O")) ?? "-O3";
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
  for (const { name, network, peers } of SHAPES) {
    const [layer] = network.layers;
    const macs = layer?.macs ?? 0;
    // In two programs: the weights of all widths together would not fit the machine's memory.
    const counts = [WIDTHS.slice(0, 4), WIDTHS.slice(4)].flatMap((part) => {
      const cases = part.map((widths) => caseAt(network, widths));
      const run = runProgramOn(build, buildProgram(build, benchProgram(cases), "bench"), counter);
      if (run.status !== 0) throw new Error(`${name}: ${run.stdout}${run.stderr}`);
      return [...run.stderr.matchAll(/instructions (\d+)/g)].map((match) => Number(match[1]));
    });
    console.log(`\n${name}, ${(macs / 1e6).toFixed(2)} M MACs`);
    WIDTHS.forEach((widths, i) => {
      const figure = ((counts[i] ?? NaN) / macs).toFixed(2);
      const others = isPeersCore && widths[0] === 8 && widths[2] === 8 ? peersAt(peers, widths[1]) : "";
      console.log(`  ${widths.join("/")}  ${figure}${others}`);
    });
  }
}

function peersAt(peers: Peers, bits: Bits): string {
  const known = Object.entries(peers).flatMap(([library, figures]) => {
    const figure = figures[bits];
    return figure === undefined ? [] : [`${library} ${figure.toFixed(2)}`];
  });
  return known.length === 0 ? "" : `   (${known.join(", ")})`;
}
