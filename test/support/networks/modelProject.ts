/** C projects of ONNX files on disk, as `generate` makes them, for policies whose widths go in turn. */
import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { NarrowBits, WeightBits } from "../../../src/engine/base/bits";
import type { Build } from "../../../src/engine/base/build";
import { choicesOf, type Network, type Policy } from "../../../src/engine/ir/network";
import { unwatched } from "../../../src/engine/ir/ports";
import type { MemoryItem } from "../../../src/engine/memory/types";
import { generateModel } from "../../../src/worker/jobs/generate";
import type { JobSettings, ProjectText } from "../../../src/worker/jobs/jobs";
import { loadModel } from "../../../src/worker/model/loadModel";
import { planningOf } from "../../../src/worker/settings/planning";
import { writePolicy } from "../../../src/worker/settings/policyText";
import { root } from "../folders";
import { accountsFor } from "../planning";

/** The repository's example: its model and data. */
export const exampleFolder = join(root, "examples/keywords");
export const EXAMPLE = {
  modelPath: join(exampleFolder, "keywords.onnx"),
  calibration: { path: join(exampleFolder, "calibration.npz") },
};

export interface ModelProject extends Partial<JobSettings> {
  readonly modelPath: string;
  /** Widths in turn, over weights and over activations (default 8). */
  readonly weights?: readonly WeightBits[];
  readonly activations?: readonly NarrowBits[];
}

/** @returns the folder */
export async function writeModelProject(folder: string, project: ModelProject): Promise<string> {
  const { files } = await makeModelProject(project);
  for (const file of files) {
    mkdirSync(dirname(join(folder, file.path)), { recursive: true });
    writeFileSync(join(folder, file.path), file.text);
  }
  return folder;
}

/** The project's files, and what its linked account says for any core and level. */
export async function makeModelProject(project: ModelProject): Promise<{
  readonly files: readonly ProjectText[];
  readonly estimateFor: (build: Build) => readonly MemoryItem[];
}> {
  const { weights = [8], activations = [8], ...given } = project;
  const model = await loadModel(given.modelPath, undefined, given.inputs);
  assert.ok(model.ok);
  const { network } = model.value;
  const policy = policyInTurn(network, weights, activations);
  const settings: JobSettings = {
    account: "linked",
    search: "exact",
    rounding: "nearest",
    seed: 0,
    streaming: "auto",
    rows: "memory",
    policy: { text: writePolicy(model.value, policy), path: "policy.json" },
    ...given,
  };
  const generated = await generateModel(settings, unwatched);
  assert.ok(generated.ok, JSON.stringify(generated));
  return {
    files: generated.value.project ?? [],
    estimateFor: (build) =>
      accountsFor(network, policy, { ...planningOf(settings), build, account: "linked" }).linked.items,
  };
}

export function policyInTurn(
  network: Network,
  weights: readonly WeightBits[],
  activations: readonly NarrowBits[],
): Policy {
  const policy = { weights: new Map<string, WeightBits>(), activations: new Map<string, NarrowBits>() };
  choicesOf(network).forEach(({ kind, name }, i) => {
    if (kind === "weights") policy.weights.set(name, weights[i % weights.length] ?? 8);
    else policy.activations.set(name, activations[i % activations.length] ?? 8);
  });
  return policy;
}
