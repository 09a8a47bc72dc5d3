/** The form of a user's own targets: which keys there are and what each may hold. Reader and JSON schema follow it. */
import { CORES } from "./target";

export const TARGET_ID = /^[a-z0-9][a-z0-9+._-]*$/;
export const MOST_MEGAHERTZ = 10_000;

const text = { type: "string" };
const size = { $ref: "#/definitions/size" };

/** Of the file; of a target; of a region of its RAM. */
const FILE = { $schema: text, targets: { type: "array", items: { $ref: "#/definitions/target" } } };

const REGION = { name: { type: "string", minLength: 1 }, size };

const TARGET = {
  id: { type: "string", pattern: TARGET_ID.source },
  name: { type: "string", description: "Shown to people; the id if absent." },
  vendor: text,
  aliases: { type: "array", items: text },
  core: { enum: CORES },
  flash: size,
  ram: { type: "array", minItems: 1, items: closed(REGION, ["name", "size"]) },
  defaultRegion: { type: "string", description: "The RAM region that budgets refer to; the largest if absent." },
  dsp: {
    type: "boolean",
    description:
      "SMLAD and its kin; follows from the core if absent. Of the cores that have it, only a cortex-m33 may lack it.",
  },
  mve: {
    type: "boolean",
    description: "Helium vectors; follows from the core if absent. Only a cortex-m55 has it, or may lack it.",
  },
  fpu: {
    type: "boolean",
    description:
      "Floating point in hardware; follows from the core if absent. A cortex-m4f, cortex-m7 or cortex-m33 may lack it.",
  },
  clockMHz: { type: "number", exclusiveMinimum: 0, maximum: MOST_MEGAHERTZ },
  source: { type: "string", description: "Where the figures come from." },
};

const SIZE = {
  description: "Bytes, or text with a unit: kB = 1000, KiB = 1024, MB = 10^6, MiB = 2^20.",
  oneOf: [
    { type: "integer", minimum: 1, maximum: 2 ** 40 },
    { type: "string", pattern: "^\\s*\\d+(\\.\\d+)?\\s*([bB]|[kKmM][iI]?[bB])?\\s*$" },
  ],
};

export const FILE_KEYS = Object.keys(FILE);
export const REGION_KEYS = Object.keys(REGION);
export const TARGET_KEYS = Object.keys(TARGET);

/** Of every key of a target by its name: what is not among them does not compile. */
export type TargetKey = keyof typeof TARGET;

export function targetsSchema(): object {
  return {
    $schema: "http://json-schema.org/draft-07/schema#",
    title: "Bitwright targets",
    description:
      "Boards and microcontrollers of your own, beside the built-in ones; a built-in target of the same id is replaced.",
    ...closed(FILE, ["targets"]),
    definitions: { size: SIZE, target: closed(TARGET, ["id", "core", "flash", "ram"]) },
  };
}

function closed<T extends object>(properties: T, required: readonly (keyof T & string)[]): object {
  return { type: "object", required, additionalProperties: false, properties };
}
