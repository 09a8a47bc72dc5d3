/** A program as a C project with everything in it: generated files, the kernels that they call, and the map of what lies where. */
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import {
  accountsOf,
  codeNeedsOf,
  findTarget,
  generateProject,
  hopProgram,
  prefixOf,
  roomOf,
  type Program,
  type Watch,
} from "../../engine";
import { jsonText } from "../../formats/jsonText";
import { modelNameOf } from "../../formats/modelFiles";
import type { MemoryMap } from "../../protocol/files/memoryMap";
import { readKernels } from "../kernels";
import { inputWords } from "../settings/inputWords";
import type { JobResult, JobSettings, ProjectText } from "./jobs";
import type { Model } from "../model/loadModel";
import type { JobSamples } from "../samples/samples";
import type { StatedBoard } from "../verify/expectations";
import { checkHops, checkSteps, projectCheck } from "../verify/projectCheck";

/** The folder of a model's project among a job's results. */
export function projectFolder(modelName: string): string {
  return `${shortened(modelName)}.mcu`;
}

/** File systems allow names of 255 bytes; what is made of a model's name is longer than the model's file. */
const LONGEST_NAME_BYTES = 232;

/** A model's name that leaves room for what is put behind it; told apart by a digest where it had to be cut. */
export function shortened(modelName: string): string {
  if (Buffer.byteLength(modelName) <= LONGEST_NAME_BYTES) return modelName;
  const digest = createHash("sha256").update(modelName).digest("hex").slice(0, 8);
  const characters = Array.from(modelName);
  while (Buffer.byteLength(characters.join("")) > LONGEST_NAME_BYTES - 9) characters.pop();
  return `${characters.join("")}-${digest}`;
}

/**
 * @param program over whole inputs, also where rows never end
 * @param decided the policy.json that the program comes from, and how it is run
 * @param samples the first to calibrate on are kept in the project, with what it must answer: what `verify` compares
 */
export async function projectOf(
  model: Model,
  settings: JobSettings,
  program: Program,
  { policyText, execution }: Pick<JobResult, "policyText" | "execution">,
  { calibration, stored }: Pick<JobSamples, "calibration" | "stored">,
  watch: Watch,
): Promise<readonly ProjectText[]> {
  const { policy } = program;
  const hop = model.endless?.hop;
  const executed = hop ? hopProgram(hop, program) : program;
  const { network } = executed;
  const kernels = await readKernels();
  const project = generateProject({
    program: executed,
    execution,
    checkSteps: hop ? checkHops(hop) : checkSteps(calibration),
    ...(hop && { endless: hop.figures }),
    model: { name: model.fileName, sha256: model.sha256 },
    policySha256: sha256(policyText),
    generator: await generatorName(),
    prefix: settings.name ?? prefixOf(modelNameOf(model.fileName)),
    kernels: kernels.set,
    ...(settings.budget?.clockHz !== undefined && { clockHz: settings.budget.clockHz }),
    input: inputWords(settings, program, model.input, stored),
    describe: (index) => {
      const layer = network.layers[index];
      return layer ? roomOf(layer).label(layer) : "";
    },
  });
  const figures = {
    estimate: accountsOf(model.planner, policy, execution).linked.items,
    board: boardOf(settings),
    ...execution.build,
    code: codeNeedsOf(model.planner, policy, execution.calls),
  };
  const endless = hop && { hop, program: executed };
  const check = (await projectCheck(program, calibration, figures, watch, endless)).map(({ path, bytes }) => ({
    path,
    text: bytes,
  }));
  const files: ProjectText[] = [...project.files, ...kernels.texts, ...check].sort((a, b) =>
    a.path < b.path ? -1 : 1,
  );
  const map: MemoryMap = {
    ...project.map,
    files: files.map(({ path, text }) => ({ path, sha256: sha256(text) })),
  };
  return [...files, { path: "memory.json", text: jsonText(map) }];
}

function boardOf({ budget }: JobSettings): StatedBoard | null {
  if (!budget) return null;
  const { id, name, flashBytes, ramBytes } = budget;
  // One limit alone says nothing of a board.
  if (flashBytes === Infinity || ramBytes === Infinity) return null;
  const target = id === null ? undefined : findTarget(id);
  return { name: id ?? name, core: target?.ok === true ? target.value.core : null, flashBytes, ramBytes };
}

async function generatorName(): Promise<string> {
  const besideBundle = join(__dirname, "..", "package.json");
  const path = existsSync(besideBundle) ? besideBundle : join(__dirname, "../../..", "package.json");
  const manifest: unknown = JSON.parse(await readFile(path, "utf8"));
  const hasVersion = typeof manifest === "object" && manifest !== null && "version" in manifest;
  return hasVersion ? `bitwright ${String(manifest.version)}` : "bitwright";
}

function sha256(text: string | Uint8Array): string {
  return createHash("sha256").update(text).digest("hex");
}
