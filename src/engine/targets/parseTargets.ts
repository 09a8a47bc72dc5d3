/**
 * A user's own targets: parsed JSON in, targets or problems out, all problems at once.
 *
 *   { "targets": [ { "id": "my-board", "core": "cortex-m4f", "flash": "1MiB", "ram": [{ "name": "SRAM", "size": "256KiB" }] } ] }
 */
import { parseBytes } from "../base/bytes";
import { ok, refuse, type Outcome, type Problem } from "../base/outcome";
import { closestNames } from "./closestNames";
import { CORES, type Core, type RamRegion, type Target } from "./target";
import { FILE_KEYS, MOST_MEGAHERTZ, REGION_KEYS, TARGET_ID, TARGET_KEYS, type TargetKey } from "./targetsFile";

type Fields = Readonly<Record<string, unknown>>;
/** A key that the form does not know cannot be read. */
type TargetFields = Readonly<Partial<Record<TargetKey, unknown>>>;

/** Cores that have it unless a part lacks it. */
const USUAL: Readonly<Record<"dsp" | "mve" | "fpu", readonly Core[]>> = {
  dsp: ["cortex-m4", "cortex-m4f", "cortex-m7", "cortex-m33", "cortex-m55"],
  mve: ["cortex-m55"],
  fpu: ["cortex-m4f", "cortex-m7", "cortex-m33", "cortex-m55", "rv32imafc"],
};
/** Cores of which there are parts without, whose code is known. */
const LACKABLE = {
  dsp: ["cortex-m33"],
  mve: ["cortex-m55"],
  fpu: ["cortex-m4f", "cortex-m7", "cortex-m33"],
} as const satisfies Readonly<Record<string, readonly Core[]>>;
/** What is meant where a core is named with what it has not, or without what it has. */
const MEANT: Readonly<Partial<Record<Core, Core>>> = {
  "cortex-m4": "cortex-m4f",
  rv32imafc: "rv32imac",
  rv32imac: "rv32imafc",
};

/** @param json the parsed file; @returns every target, or every problem with its JSON path as place */
export function parseTargets(json: unknown): Outcome<readonly Target[]> {
  const reader = new Reader();
  const targets = reader.file(json);
  const [first, ...rest] = reader.problems;
  return first ? refuse(first, ...rest) : ok(targets);
}

/** Reads what it can and notes what it cannot; the placeholders it returns for unreadable values never leave parseTargets. */
class Reader {
  readonly problems: Problem[] = [];

  file(json: unknown): readonly Target[] {
    if (!isFields(json)) {
      this.note("targets.shape", "a targets file must be an object", "$", 'write { "targets": [ … ] }');
      return [];
    }
    this.knownKeys(json, FILE_KEYS, "$");
    const entries = json["targets"];
    if (!Array.isArray(entries)) {
      this.note("targets.shape", '"targets" must be a list', "$.targets", 'write { "targets": [ … ] }');
      return [];
    }
    const targets = entries.map((entry: unknown, i) => this.target(entry, `$.targets[${i}]`));
    const seen = new Set<string>();
    targets.forEach(({ id }, i) => {
      if (id !== "" && seen.has(id))
        this.note("targets.duplicate", `two targets are called "${id}"`, `$.targets[${i}].id`);
      seen.add(id);
    });
    return targets;
  }

  private target(json: unknown, place: string): Target {
    const fields: TargetFields = isFields(json) ? json : {};
    if (!isFields(json)) this.note("targets.shape", "a target must be an object", place);
    else this.knownKeys(json, TARGET_KEYS, place);
    const id = this.id(fields.id, `${place}.id`);
    const core = this.core(fields.core, `${place}.core`);
    const known = core === fields.core ? core : undefined;
    const ram = this.ram(fields.ram, `${place}.ram`);
    const largest = ram.reduce<RamRegion | undefined>((a, b) => (a && a.sizeBytes >= b.sizeBytes ? a : b), undefined);
    return {
      id,
      name: this.text(fields.name, id, `${place}.name`),
      vendor: this.text(fields.vendor, "", `${place}.vendor`),
      aliases: this.texts(fields.aliases, `${place}.aliases`),
      core,
      flashBytes: this.size(fields.flash, `${place}.flash`),
      ram,
      defaultRegion: this.region(fields.defaultRegion, ram, largest?.name ?? "", `${place}.defaultRegion`),
      dsp: this.feature("dsp", fields, known, `${place}.dsp`),
      mve: this.feature("mve", fields, known, `${place}.mve`),
      fpu: this.feature("fpu", fields, known, `${place}.fpu`),
      clockHz: this.clock(fields.clockMHz, `${place}.clockMHz`),
      source: this.text(fields.source, "targets file", `${place}.source`),
    };
  }

  private id(value: unknown, place: string): string {
    if (typeof value === "string" && TARGET_ID.test(value)) return value;
    this.note("targets.id", "an id is lower-case letters, digits and + . _ -", place, 'such as "my-board"');
    return "";
  }

  private core(value: unknown, place: string): Core {
    const core = CORES.find((known) => known === value);
    if (core) return core;
    const near = typeof value === "string" ? closestNames(value, CORES, 1) : [];
    const hint = near.length > 0 ? `did you mean ${near.join()}?` : `one of ${CORES.join(", ")}`;
    this.note(
      "targets.core",
      `${value === undefined ? "nothing" : JSON.stringify(value)} is no known core`,
      place,
      hint,
    );
    return "cortex-m4f";
  }

  private ram(value: unknown, place: string): readonly RamRegion[] {
    if (!Array.isArray(value) || value.length === 0) {
      this.note(
        "targets.ram",
        "a target needs at least one RAM region",
        place,
        '[{ "name": "SRAM", "size": "256KiB" }]',
      );
      return [];
    }
    const regions = value.map((entry: unknown, i): RamRegion => {
      const at = `${place}[${i}]`;
      const fields = isFields(entry) ? entry : {};
      if (isFields(entry)) this.knownKeys(entry, REGION_KEYS, at);
      const name = fields["name"];
      if (typeof name !== "string" || name === "") this.note("targets.ram", "a RAM region needs a name", `${at}.name`);
      return { name: typeof name === "string" ? name : "", sizeBytes: this.size(fields["size"], `${at}.size`) };
    });
    const names = regions.map(({ name }) => name);
    const repeated = names.find((name, i) => name !== "" && names.indexOf(name) !== i);
    if (repeated !== undefined) this.note("targets.ram", `two RAM regions are called "${repeated}"`, place);
    return regions;
  }

  private region(value: unknown, ram: readonly RamRegion[], fallback: string, place: string): string {
    if (value === undefined) return fallback;
    const names = ram.map(({ name }) => name);
    if (typeof value === "string" && names.includes(value)) return value;
    this.note(
      "targets.region",
      `${JSON.stringify(value)} is none of its RAM regions`,
      place,
      `one of ${names.join(", ")}`,
    );
    return fallback;
  }

  private size(value: unknown, place: string): number {
    const text = Number.isInteger(value) ? String(value) : value;
    if (typeof text !== "string") {
      this.note(
        "size.unreadable",
        "a size must be whole bytes or text",
        place,
        'bytes (524288) or text such as "512KiB"',
      );
      return 0;
    }
    const size = parseBytes(text, place);
    if (size.ok) return size.value;
    this.problems.push(...size.problems);
    return 0;
  }

  private clock(value: unknown, place: string): number {
    if (value === undefined) return 0;
    if (typeof value === "number" && value > 0 && value <= MOST_MEGAHERTZ) return Math.round(value * 1_000_000);
    this.note("targets.clock", `a clock is a number of megahertz up to ${MOST_MEGAHERTZ}`, place);
    return 0;
  }

  private text(value: unknown, fallback: string, place: string): string {
    if (value === undefined) return fallback;
    if (typeof value === "string") return value;
    this.note("targets.text", "this must be text", place);
    return fallback;
  }

  private texts(value: unknown, place: string): readonly string[] {
    if (value === undefined) return [];
    if (Array.isArray(value)) return value.map((entry: unknown, i) => this.text(entry ?? null, "", `${place}[${i}]`));
    this.note("targets.text", "this must be a list of texts", place);
    return [];
  }

  /** @param core undefined: not known, which is told already */
  private feature(name: keyof typeof LACKABLE, fields: TargetFields, core: Core | undefined, place: string): boolean {
    const value = fields[name];
    const isUsual = core !== undefined && USUAL[name].includes(core);
    if (value === undefined || value === isUsual) return isUsual;
    if (typeof value !== "boolean") {
      this.note("targets.flag", "this must be true or false", place);
      return isUsual;
    }
    const lackable: readonly Core[] = LACKABLE[name];
    if (core === undefined || (!value && lackable.includes(core))) return value;
    const other = name === "fpu" ? MEANT[core] : undefined;
    this.note(
      "targets.feature",
      value ? `${core} has no ${name}` : `code for ${core} without ${name} is not known`,
      place,
      other === undefined ? "leave it out" : `the core with${value ? "" : "out"} it is "${other}"`,
    );
    return isUsual;
  }

  private knownKeys(fields: Fields, known: readonly string[], place: string): void {
    for (const key of Object.keys(fields)) {
      if (known.includes(key)) continue;
      const near = closestNames(key, known, 1);
      const hint = near.length > 0 ? `did you mean "${near.join()}"?` : `known are ${known.join(", ")}`;
      this.note("targets.key", `"${key}" has no meaning here`, `${place}.${key}`, hint);
    }
  }

  private note(code: string, message: string, place: string, hint?: string): void {
    this.problems.push({ code, message, place, ...(hint === undefined ? {} : { hint }) });
  }
}

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
