/** `npx tsx scripts/schemas.ts` writes schemas/: what editors and other tools know of our files, from the checks that read them. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { format } from "prettier";
import { targetsSchema } from "../src/engine/targets/targetsFile";
import { schemaOf } from "../src/formats/jsonSchema";
import { memoryMapCheck } from "../src/protocol/files/memoryMap";
import { policyCheck } from "../src/protocol/files/policyFile";
import { reportCheck } from "../src/protocol/files/report";
import { settingsCheck } from "../src/protocol/files/settings";
import { verificationCheck } from "../src/protocol/files/verification";

/** By the file's name. */
export const SCHEMAS: Readonly<Record<string, object>> = {
  memory: schemaOf(memoryMapCheck, {
    title: "Bitwright memory map",
    description:
      "memory.json of a generated C project: which layer, tensor, arena range, lifetime, symbol, file and line belong together. Sizes and offsets are bytes; steps are positions in execution order, both ends inclusive; lines count from 1; paths are relative to the project's folder.",
  }),
  policy: schemaOf(policyCheck, {
    title: "Bitwright policy",
    description:
      "Which width each tensor of one model has. One tensor a line, in execution order, so that a change reads as a diff.",
  }),
  report: schemaOf(reportCheck, {
    title: "Bitwright report",
    description:
      "What a job found out. Sizes are bytes; accuracies are percent of samples (or decibels), differences points. Later versions may add keys; those here stay.",
  }),
  settings: schemaOf(settingsCheck, {
    title: "Bitwright settings",
    description:
      "What was decided for one model, in <model>.bitwright.json beside it. Every key is optional and the command line overrides it. Paths are relative to this file.",
  }),
  targets: targetsSchema(),
  verification: schemaOf(verificationCheck, {
    title: "Bitwright verification",
    description:
      "verification.json beside a generated C project: what `bitwright verify` measured. Instruction counts come from emulation and never vary; sizes are read from the linked ELF, in bytes.",
  }),
};

const FOLDER = join(__dirname, "..", "schemas");

export function fileOf(name: string): string {
  return join(FOLDER, `${name}.schema.json`);
}

/** As the repository's other files are formatted. */
export function textOf(schema: object): Promise<string> {
  return format(JSON.stringify(schema), { parser: "json", printWidth: 120 });
}

async function main(): Promise<void> {
  for (const [name, schema] of Object.entries(SCHEMAS)) writeFileSync(fileOf(name), await textOf(schema));
}

if (require.main === module) void main();
