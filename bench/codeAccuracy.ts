/**
 * Holds the estimate of code against linked images: six networks, every core and level, `npx tsx bench/codeAccuracy.ts`; names of cores, of
 * levels (O3, O2, Os) or of networks select. Networks other than the example need ../shared. Prints for each core and level the error of
 * all code in percent, network by network, and with --items each item that differs.
 */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { CODE_CORES, OPTIMIZATIONS, unwatched, type MemoryItem } from "../src/engine";
import { readMemoryMap, type MemoryMap } from "../src/protocol/files/memoryMap";
import type { Preprocessing } from "../src/protocol/files/settings";
import { harnessFolder } from "../src/worker/kernels";
import { buildImage, type BuildPlace } from "../src/worker/verify/image/build";
import { readCheckFiles } from "../src/worker/verify/checkFiles";
import { largest, machineOfCode } from "../src/worker/verify/image/machines";
import { measureImage } from "../src/worker/verify/image/measureImage";
import { packedInputs, projectHeader } from "../src/worker/verify/projectHeader";
import { COMPILERS } from "../src/worker/verify/image/toolchain";
import { EXAMPLE, makeModelProject, type ModelProject } from "../test/support/networks/modelProject";

const SHARED = join(__dirname, "..", "..", "shared");
const shared = (model: string, data: string, preprocessing?: Preprocessing): ModelProject => ({
  modelPath: join(SHARED, "models", `${model}.onnx`),
  calibration: { path: join(SHARED, "data", data), samples: 2 },
  ...(preprocessing && { preprocessing }),
});
const MIXED = { weights: [8, 4, 2], activations: [8, 4] } as const;

const NETWORKS: Readonly<Record<string, ModelProject>> = {
  keywords: { ...EXAMPLE, ...MIXED },
  kws_dscnn: { ...shared("kws_dscnn_bn", "kws/mfcc.npy"), weights: [4], rows: "supplied" },
  resnet8: { ...shared("resnet8_cifar10_bn", "cifar10/images.npy"), ...MIXED },
  vww: { ...shared("vww_mobilenet_v1_0.25_96_bn", "vww", "unit"), weights: [4, 2], activations: [8, 4] },
  mobilenet_v1: { ...shared("mobilenet_v1_0.25_128_qatdq", "imagenet", "tensorflow"), weights: [8] },
  ad01: { ...shared("ad01_autoencoder_bn", "ad/normal_id_01_00000000_logmel.npy", { window: 5 }), weights: [8] },
};

interface Made {
  readonly folder: string;
  readonly map: MemoryMap;
  readonly header: string;
  readonly inputBytes: number;
  readonly estimateFor: Awaited<ReturnType<typeof makeModelProject>>["estimateFor"];
}

async function make(folder: string, network: ModelProject): Promise<Made> {
  const { files, estimateFor } = await makeModelProject(network);
  for (const { path, text } of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  const map = readMemoryMap(readFileSync(join(folder, "memory.json"), "utf8"));
  const expected = await readCheckFiles((path) => Promise.resolve(readFileSync(join(folder, path))));
  if (!map.ok || !expected.ok) throw new Error("a project that cannot be read");
  const [header, inputs] = [projectHeader(map.value, expected.value), packedInputs(map.value, expected.value)];
  return { folder, map: map.value, header, inputBytes: inputs.length, estimateFor };
}

async function main(): Promise<void> {
  const words = process.argv.slice(2);
  const chosen = <T extends string>(all: readonly T[], wordOf: (one: T) => string): readonly T[] => {
    const named = all.filter((one) => words.includes(wordOf(one)));
    return named.length > 0 ? named : all;
  };
  const names = chosen(Object.keys(NETWORKS), (name) => name).filter((name) => {
    const isThere = existsSync(NETWORKS[name]?.modelPath ?? "");
    if (!isThere) console.log(`${name}: skipped, its model is not here`);
    return isThere;
  });
  const temporary = mkdtempSync(join(tmpdir(), "bitwright-accuracy-"));
  let worst = 0;
  try {
    const projects: [string, Made][] = [];
    for (const name of names) projects.push([name, await make(join(temporary, name), NETWORKS[name] as ModelProject)]);
    console.log(["core".padEnd(18), "level", ...names.map((name) => name.padStart(20))].join(" "));
    for (const core of chosen(CODE_CORES, (one) => one)) {
      for (const optimize of chosen(OPTIMIZATIONS, (one) => `O${one}`)) {
        const cells: string[] = [];
        const differing: string[] = [];
        for (const [name, project] of projects) {
          const machine = machineOfCode(core);
          const folder = join(temporary, `${name}-${core}-${optimize}`);
          mkdirSync(folder);
          writeFileSync(join(folder, "project.h"), project.header);
          const compiler = COMPILERS[machine.instructionSet];
          const place: BuildPlace = {
            tools: { kind: "cross", compiler, emulator: "", version: "" },
            board: { machine, flash: largest(machine.flash), ram: largest(machine.ram), stackBytes: 0 },
            optimization: `-O${optimize}`,
            project: project.folder,
            sources: project.folder,
            harness: harnessFolder(),
            temporary: folder,
            inputBytes: project.inputBytes,
            watch: unwatched,
          };
          const linked = await buildImage(place, project.map, false, "product");
          if (!linked.ok || linked.value.kind !== "image") throw new Error(JSON.stringify(linked));
          const estimate: readonly MemoryItem[] = project.estimateFor({ core, optimize });
          const measured = await measureImage(place, project.map, linked.value.path, 0, estimate);
          rmSync(folder, { recursive: true });
          if (!measured.ok) throw new Error(JSON.stringify(measured));
          const items = measured.value.items.filter(({ region }) => region === "flash");
          const code = items.filter(({ kind }) => kind === "code");
          const found = code.reduce((sum, { measuredBytes }) => sum + measuredBytes, 0);
          const told = code.reduce((sum, { estimatedBytes }) => sum + estimatedBytes, 0);
          const percent = (100 * (told - found)) / found;
          worst = Math.max(worst, Math.abs(percent));
          cells.push(`${found} ${percent >= 0 ? "+" : ""}${percent.toFixed(2)} %`.padStart(20));
          for (const { name: item, kind, estimatedBytes, measuredBytes } of items) {
            if (estimatedBytes !== measuredBytes)
              differing.push(`    ${name} ${kind} ${item}: ${estimatedBytes} told, ${measuredBytes} linked`);
          }
        }
        console.log([core.padEnd(18), `-O${optimize}  `, ...cells].join(" "));
        if (words.includes("--items")) for (const line of differing) console.log(line);
      }
    }
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
  console.log(`largest error: ${worst.toFixed(2)} %`);
}

void main();
