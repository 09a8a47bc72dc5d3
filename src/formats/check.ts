/**
 * Reading unknown JSON into types: each check names the key path, what was found and what is allowed. A check answers the value, or reports
 * and answers REFUSED; all problems of a file are reported at once. A check is the one definition of a form: the type follows from it
 * (`Typed`), and so does the JSON schema that editors read (`schemaOf` in jsonSchema.ts).
 */
import type { Checked } from "./json";
import { nearest } from "./nearest";
import type { Remark } from "./remark";

export type KeyPath = readonly (string | number)[];

export interface Finding {
  readonly path: KeyPath;
  readonly problem: Remark;
}

export const REFUSED = Symbol("refused");

/** A part of a JSON schema, draft 7. */
export interface Schema {
  readonly [keyword: string]: unknown;
  /** What `$ref` refers to. */
  readonly [DEFINITION]?: { readonly name: string; readonly schema: Schema };
}

export const DEFINITION = Symbol("definition");

type Read<T> = (value: unknown, path: KeyPath, findings: Finding[]) => T | typeof REFUSED;

export interface Check<T> {
  (...read: Parameters<Read<T>>): T | typeof REFUSED;
  /** Accepts what the check accepts. */
  readonly schema: Schema;
}

/** What a check reads. */
export type Typed<C> = C extends Check<infer T> ? T : never;

/** A check of one's own words. */
export function checkOf<T>(schema: Schema, read: Read<T>): Check<T> {
  return Object.assign<Read<T>, { readonly schema: Schema }>((...given) => read(...given), { schema });
}

/** The same check, described to who writes such a file in an editor. */
export function about<T>(description: string, check: Check<T>, examples?: readonly unknown[]): Check<T> {
  return checkOf({ ...check.schema, description, ...(examples && { examples }) }, check);
}

/** The same check, under a name in the schema's definitions. */
export function named<T>(name: string, check: Check<T>): Check<T> {
  return checkOf({ $ref: `#/definitions/${name}`, [DEFINITION]: { name, schema: check.schema } }, check);
}

/** `calibration.preprocessing.mean[2]`; names that are no identifiers are quoted. */
export function formatPath(path: KeyPath): string {
  const steps = path.map((step) => {
    if (typeof step === "number") return `[${step}]`;
    return /^[$\w]+$/.test(step) ? `.${step}` : `[${JSON.stringify(step)}]`;
  });
  return steps.join("").replace(/^\./, "");
}

export function report(
  findings: Finding[],
  path: KeyPath,
  code: string,
  message: string,
  hint?: string,
): typeof REFUSED {
  const subject = path.length > 0 ? formatPath(path) : "the file";
  const problem: Remark = { code, message: `${subject} ${message}` };
  findings.push({ path, problem: hint === undefined ? problem : { ...problem, hint } });
  return REFUSED;
}

/** What was found, short enough for a sentence. */
export function found(value: unknown): string {
  if (value === undefined) return "nothing";
  if (Array.isArray(value)) {
    const isPlain = value.length <= 4 && value.every((item) => typeof item !== "object" || item === null);
    return isPlain ? shortened(JSON.stringify(value)) : `a list of ${value.length}`;
  }
  if (typeof value === "object" && value !== null) return "an object";
  return shortened(JSON.stringify(value));
}

function shortened(text: string): string {
  return text.length > 40 ? `${text.slice(0, 37)}…` : text;
}

const INVALID = "settings.invalid";

export function text(example: string): Check<string> {
  return checkOf({ type: "string", pattern: "\\S" }, (value, path, findings) =>
    typeof value === "string" && value.trim() !== ""
      ? value
      : report(findings, path, INVALID, `must be text, not ${found(value)}`, `write it like "${example}"`),
  );
}

/** Empty, too. */
export const anyText: Check<string> = checkOf({ type: "string" }, (value, path, findings) =>
  typeof value === "string" ? value : report(findings, path, INVALID, `must be text, not ${found(value)}`),
);

/** @param wanted continues "must be …" */
export function matching(pattern: RegExp, wanted: string, hint?: string): Check<string> {
  return checkOf({ type: "string", pattern: pattern.source }, (value, path, findings) =>
    typeof value === "string" && pattern.test(value)
      ? value
      : report(findings, path, INVALID, `must be ${wanted}, not ${found(value)}`, hint),
  );
}

export function oneOf<const T extends string | number>(allowed: readonly T[]): Check<T> {
  return checkOf({ enum: allowed }, (value, path, findings) => {
    const match = allowed.find((candidate) => candidate === value);
    if (match !== undefined) return match;
    const listed = allowed.map((candidate) => JSON.stringify(candidate)).join(", ");
    const meant = typeof value === "string" ? nearest(value, allowed.map(String)) : undefined;
    const hint =
      meant === undefined ? undefined : `did you mean ${JSON.stringify(allowed.find((a) => String(a) === meant))}?`;
    return report(findings, path, INVALID, `must be one of ${listed}, not ${found(value)}`, hint);
  });
}

export function whole(least: number, most: number): Check<number> {
  const schema = { type: "integer", minimum: least, maximum: most };
  return checkOf(schema, (value, path, findings) => {
    if (typeof value === "number" && Number.isInteger(value) && value >= least && value <= most) return value;
    return report(findings, path, INVALID, `must be a whole number from ${least} to ${most}, not ${found(value)}`);
  });
}

export const yesOrNo: Check<boolean> = checkOf({ type: "boolean" }, (value, path, findings) =>
  typeof value === "boolean" ? value : report(findings, path, INVALID, `must be true or false, not ${found(value)}`),
);

/** @param least where numbers below it mean nothing */
export function number({ zero, least }: { readonly zero: boolean; readonly least?: number }): Check<number> {
  const schema = {
    type: "number",
    ...(least !== undefined && { minimum: least }),
    ...(!zero && { not: { const: 0 } }),
  };
  const wanted = `a number${zero ? "" : " other than 0"}${least === undefined ? "" : ` from ${least}`}`;
  return checkOf(schema, (value, path, findings) => {
    const isNumber = typeof value === "number" && Number.isFinite(value) && (zero || value !== 0);
    if (isNumber && value >= (least ?? -Infinity)) return value;
    return report(findings, path, INVALID, `must be ${wanted}, not ${found(value)}`);
  });
}

export function listOf<T>(item: Check<T>, least: number, most: number): Check<readonly T[]> {
  const schema = { type: "array", ...(least > 0 && { minItems: least }), maxItems: most, items: item.schema };
  return checkOf(schema, (value, path, findings) => {
    if (!Array.isArray(value)) return report(findings, path, INVALID, `must be a list, not ${found(value)}`);
    if (value.length < least || value.length > most) {
      const wanted = least === most ? `${least}` : `${least} to ${most}`;
      return report(findings, path, INVALID, `must have ${wanted} entries, not ${value.length}`);
    }
    const before = findings.length;
    const items = value.map((entry: unknown, index) => item(entry, [...path, index], findings));
    return findings.length === before ? (items as T[]) : REFUSED; // no finding: no item was refused
  });
}

export function orNull<T>(check: Check<T>): Check<T | null> {
  const { schema } = check;
  const { type, enum: allowed, ...others } = schema;
  const isPlain = Object.keys(others).length === 0 && !(DEFINITION in schema);
  const isList = Array.isArray(allowed) && isPlain;
  const isType = typeof type === "string" && allowed === undefined && isPlain;
  const either = isList
    ? { enum: [...(allowed as readonly unknown[]), null] }
    : isType
      ? { type: [type, "null"] }
      : { anyOf: [schema, { type: "null" }] };
  return checkOf(either, (value, path, findings) => (value === null ? null : check(value, path, findings)));
}

/** A list is checked as a list, anything else as a single value. */
export function oneOrList<T>(single: Check<T>, list: Check<readonly T[]>): Check<T | readonly T[]> {
  return checkOf({ oneOf: [single.schema, list.schema] }, (value, path, findings) =>
    Array.isArray(value) ? list(value, path, findings) : single(value, path, findings),
  );
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Any names, all with values of one kind. */
export function mapOf<T>(item: Check<T>): Check<Readonly<Record<string, T>>> {
  const schema = { type: "object", additionalProperties: item.schema };
  return checkOf(schema, (value, path, findings) => {
    if (!isObject(value)) return report(findings, path, INVALID, `must be an object { … }, not ${found(value)}`);
    const entries: [string, T][] = [];
    const before = findings.length;
    for (const [name, each] of Object.entries(value)) {
      const checked = item(each, [...path, name], findings);
      if (checked !== REFUSED) entries.push([name, checked]);
    }
    return findings.length === before ? Object.fromEntries(entries) : REFUSED;
  });
}

/** A key that may be absent. */
export interface Optional<T> extends Check<T> {
  readonly isOptional: true;
}

export function optional<T>(check: Check<T>): Optional<T> {
  return Object.assign(checkOf(check.schema, check), { isOptional: true as const });
}

type Fields = Readonly<Record<string, Check<unknown>>>;
type OptionalKeys<F> = { [K in keyof F]: F[K] extends Optional<unknown> ? K : never }[keyof F];
type Flat<T> = { readonly [K in keyof T]: T[K] };
/** What an object with these fields is. */
export type ObjectOf<F> = Flat<
  { readonly [K in Exclude<keyof F, OptionalKeys<F>>]: Typed<F[K]> } & {
    readonly [K in OptionalKeys<F>]?: Typed<F[K]>;
  }
>;

/** Of an object that may have keys which nobody knows yet: they are left out of what is answered. */
export const OPEN = { isOpen: true } as const;

/** Each key has a check; those that are not optional must be there. */
export function object<const F extends Fields>(
  fields: F,
  { isOpen = false }: { readonly isOpen?: boolean } = {},
): Check<ObjectOf<F>> {
  const names = Object.keys(fields);
  const required = names.filter((name) => !("isOptional" in (fields[name] ?? {})));
  const schema = {
    type: "object",
    ...(required.length > 0 && { required }),
    ...(!isOpen && { additionalProperties: false }),
    properties: Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, field.schema])),
  };
  return checkOf(schema, (value, path, findings) => {
    if (!isObject(value)) return report(findings, path, INVALID, `must be an object { … }, not ${found(value)}`);
    const before = findings.length;
    const result: Record<string, unknown> = {};
    for (const key of Object.keys(value)) {
      const field = Object.hasOwn(fields, key) ? fields[key] : undefined;
      if (field) result[key] = field(value[key], [...path, key], findings);
      else if (!isOpen) {
        const meant = nearest(key, names);
        const hint = meant === undefined ? `known here: ${names.join(", ")}` : `did you mean "${meant}"?`;
        report(findings, [...path, key], "settings.unknown", "is not a known key", hint);
      }
    }
    for (const key of required) {
      if (!Object.hasOwn(value, key)) report(findings, [...path, key], "settings.missing", "is missing");
    }
    return findings.length === before ? (result as ObjectOf<F>) : REFUSED; // each present key has passed its own check
  });
}

/** A file that a program wrote: checked quickly, a problem's place is its key path. */
export function checkText<T>(source: string, check: Check<T>): Checked<T> {
  let json: unknown;
  try {
    json = JSON.parse(source);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { ok: false, problems: [{ code: "json.broken", message }] };
  }
  const findings: Finding[] = [];
  const value = check(json, [], findings);
  if (value !== REFUSED) return { ok: true, value };
  return { ok: false, problems: findings.map(({ path, problem }) => ({ ...problem, place: formatPath(path) })) };
}
