/** Generated projects with everything that `verify` reads: memory.json with its hashes and the check folder, made without a data set. */
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Codes } from "../../../src/engine/base/bits";
import { DEFAULT_BUILD, type CodeCore, type Optimization } from "../../../src/engine/base/build";
import type { ActivationId, Network } from "../../../src/engine/ir/network";
import type { Program } from "../../../src/engine/ir/program";
import { codeNeedsOf } from "../../../src/engine/memory/accounts/linkedSizes";
import { checkFiles } from "../../../src/worker/verify/checkFiles";
import { expectationsOf, type Expectations } from "../../../src/worker/verify/expectations";
import { NetworkBuilder } from "./architectures";
import { kernelTexts, projectOf } from "./generatedProject";
import { randomRun } from "../networks/randomProgram";
import { accountsOf, executionOf } from "../../../src/engine";
import { plannerOf } from "../planning";

export interface VerifiableProject {
  readonly program: Program;
  /** By sample. */
  readonly inputs: readonly ReadonlyMap<ActivationId, Codes>[];
  readonly expectations: Expectations;
}

export interface ProjectOptions {
  readonly rows?: "memory" | "supplied";
  readonly streaming?: "auto" | "off";
  readonly arena?: "static" | "caller";
  readonly optimize?: Optimization;
  /** Default: of a Cortex-M4F. */
  readonly core?: CodeCore;
  /** Of an earlier version, which did not keep what other estimates need. */
  readonly isOld?: boolean;
  /** Leaves check/codes.bin out, as for a large network. */
  readonly withoutCodes?: boolean;
  /** Every second activation has 16 bits. */
  readonly wide?: boolean;
}

/** Some kinds of layers, a residual sum, a float tail: small enough for emulation in a blink. */
export function smallNetwork(): Network {
  const builder = new NetworkBuilder("small");
  const input = builder.input("image", [12, 11, 3]);
  const stem = builder.conv("stem", input, 8, { kernel: 3, stride: 2 });
  const deep = builder.depthwise("deep", stem, { kernel: 3, stride: 1 });
  const wide = builder.pointwise("wide", deep, 8);
  const sum = builder.add("sum", stem, wide);
  const pooled = builder.globalAveragePool("pool", sum);
  const logits = builder.fullyConnected("logits", pooled, 10);
  const tail = builder.layer({ kind: "softmax", name: "softmax", inputs: [logits], macs: 0 }, [1, 1, 10]);
  const network = builder.build([tail]);
  return {
    ...network,
    activations: network.activations.map((one) => (one.name === "softmax" ? { ...one, fixed: "float" as const } : one)),
  };
}

/**
 * A window of ten rows, and layers that run row by row together where the input's rows are supplied, as in a keyword spotter.
 * @param rows behind the stem, all of which one window sees at the end
 */
export function tallNetwork(rows = 25): Network {
  const builder = new NetworkBuilder("tall");
  let x = builder.layer(
    {
      kind: "conv",
      name: "stem",
      inputs: [builder.input("image", [2 * rows - 1, 10, 1])],
      groups: 1,
      kernel: [10, 4],
      strides: [2, 2],
      pads: [4, 1, 5, 1],
      dilations: [1, 1],
      weights: { node: "stem", tensor: "stem.w", elements: 64 * 40, outputChannels: 64, perChannel: 40 },
      macs: rows * 5 * 64 * 40,
    },
    [rows, 5, 64],
  );
  for (const name of ["0", "1", "2", "3"]) {
    x = builder.pointwise(`wide${name}`, builder.depthwise(`deep${name}`, x, { kernel: 3, stride: 1 }), 64);
  }
  return builder.build([builder.fullyConnected("logits", builder.globalAveragePool("pool", x), 12)]);
}

/** Writes the project of the network with random numbers; the same for a seed. */
export async function writeVerifiable(
  network: Network,
  seed: number,
  folder: string,
  {
    rows = "memory",
    streaming = "off",
    arena = "static",
    optimize = "3",
    core = DEFAULT_BUILD.core,
    isOld = false,
    withoutCodes = false,
    wide = false,
  }: ProjectOptions = {},
): Promise<VerifiableProject> {
  const { program, inputs } = randomRun(network, seed, { bits: 8, wide });
  const flipped = new Map(
    [...inputs].map(([id, codes]) => [id, codes.map((code) => (codes instanceof Uint16Array ? 65535 : 255) - code)]),
  );
  const samples = [inputs, flipped];
  const build = { core, optimize };
  const planner = plannerOf(network);
  const execution = executionOf(planner, program.policy, { account: "linked", streaming, rows, arena, build });
  const project = projectOf({ program, plan: execution.plan, rows }, { arena, build });
  const { linked } = accountsOf(planner, program.policy, execution);
  const figures = { estimate: linked.items, board: null, optimize };
  const code = codeNeedsOf(planner, program.policy, execution.calls);
  const made = await expectationsOf(program, samples, isOld ? figures : { ...figures, core, code });
  const expectations = withoutCodes ? { ...made, codes: null } : made;
  const files = [
    ...[...project.files, ...kernelTexts()].map(({ path, text }) => ({ path, content: Buffer.from(text) })),
    ...checkFiles(expectations).map(({ path, bytes }) => ({ path, content: Buffer.from(bytes) })),
  ];
  const map = {
    ...project.map,
    files: files.map(({ path, content }) => ({ path, sha256: createHash("sha256").update(content).digest("hex") })),
  };
  rmSync(folder, { recursive: true, force: true });
  for (const { path, content } of [...files, { path: "memory.json", content: JSON.stringify(map) }]) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  return { program, inputs: samples, expectations };
}

/** Replaces the first occurrence in a file of a project; a text that is not there is a fault of the test. */
export function inject(
  folder: string,
  path: string,
  text: string | RegExp,
  replacement: string | ((found: string) => string),
): void {
  const before = readFileSync(join(folder, path), "utf8");
  const after = typeof replacement === "string" ? before.replace(text, replacement) : before.replace(text, replacement);
  if (after === before) throw new Error(`${path} has no ${String(text)}`);
  writeFileSync(join(folder, path), after);
}
