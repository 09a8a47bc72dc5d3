/**
 * Reading unknown JSON into types by hand-written checks: each names the key path, what was found and what is allowed. A check
 * answers the value, or reports and answers REFUSED; all problems of a file are reported at once.
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

export type Check<T> = (value: unknown, path: KeyPath, findings: Finding[]) => T | typeof REFUSED;

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
  return (value, path, findings) =>
    typeof value === "string" && value.trim() !== ""
      ? value
      : report(findings, path, INVALID, `must be text, not ${found(value)}`, `write it like "${example}"`);
}

export function oneOf<T extends string | number>(allowed: readonly T[]): Check<T> {
  return (value, path, findings) => {
    const match = allowed.find((candidate) => candidate === value);
    if (match !== undefined) return match;
    const listed = allowed.map((candidate) => JSON.stringify(candidate)).join(", ");
    const meant = typeof value === "string" ? nearest(value, allowed.map(String)) : undefined;
    const hint =
      meant === undefined ? undefined : `did you mean ${JSON.stringify(allowed.find((a) => String(a) === meant))}?`;
    return report(findings, path, INVALID, `must be one of ${listed}, not ${found(value)}`, hint);
  };
}

export function whole(least: number, most: number): Check<number> {
  return (value, path, findings) => {
    if (typeof value === "number" && Number.isInteger(value) && value >= least && value <= most) return value;
    return report(findings, path, INVALID, `must be a whole number from ${least} to ${most}, not ${found(value)}`);
  };
}

export const yesOrNo: Check<boolean> = (value, path, findings) =>
  typeof value === "boolean" ? value : report(findings, path, INVALID, `must be true or false, not ${found(value)}`);

export function number({ zero }: { readonly zero: boolean }): Check<number> {
  return (value, path, findings) => {
    if (typeof value === "number" && Number.isFinite(value) && (zero || value !== 0)) return value;
    return report(findings, path, INVALID, `must be a number${zero ? "" : " other than 0"}, not ${found(value)}`);
  };
}

export function listOf<T>(item: Check<T>, least: number, most: number): Check<readonly T[]> {
  return (value, path, findings) => {
    if (!Array.isArray(value)) return report(findings, path, INVALID, `must be a list, not ${found(value)}`);
    if (value.length < least || value.length > most) {
      const wanted = least === most ? `${least}` : `${least} to ${most}`;
      return report(findings, path, INVALID, `must have ${wanted} entries, not ${value.length}`);
    }
    const before = findings.length;
    const items = value.map((entry: unknown, index) => item(entry, [...path, index], findings));
    return findings.length === before ? (items as T[]) : REFUSED; // no finding: no item was refused
  };
}

export function orNull<T>(check: Check<T>): Check<T | null> {
  return (value, path, findings) => (value === null ? null : check(value, path, findings));
}

/** A list is checked as a list, anything else as a single value. */
export function oneOrList<T>(single: Check<T>, list: Check<readonly T[]>): Check<T | readonly T[]> {
  return (value, path, findings) =>
    Array.isArray(value) ? list(value, path, findings) : single(value, path, findings);
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Any names, all with values of one kind. */
export function mapOf<T>(item: Check<T>): Check<Readonly<Record<string, T>>> {
  return (value, path, findings) => {
    if (!isObject(value)) return report(findings, path, INVALID, `must be an object { … }, not ${found(value)}`);
    const entries: [string, T][] = [];
    const before = findings.length;
    for (const [name, each] of Object.entries(value)) {
      const checked = item(each, [...path, name], findings);
      if (checked !== REFUSED) entries.push([name, checked]);
    }
    return findings.length === before ? Object.fromEntries(entries) : REFUSED;
  };
}

/** One check for each key of T, so that a key without one does not compile. */
export type Fields<T> = { readonly [K in keyof T]-?: Check<Exclude<T[K], undefined>> };

export function object<T extends object>(fields: Fields<T>, required: readonly (keyof T & string)[]): Check<T> {
  const names = Object.keys(fields) as (keyof T & string)[];
  return (value, path, findings) => {
    if (!isObject(value)) return report(findings, path, INVALID, `must be an object { … }, not ${found(value)}`);
    const before = findings.length;
    const result: Partial<Record<keyof T, unknown>> = {};
    for (const key of Object.keys(value)) {
      const name = names.find((known) => known === key);
      if (name !== undefined) {
        result[name] = fields[name](value[key], [...path, key], findings);
        continue;
      }
      const meant = nearest(key, names);
      const hint = meant === undefined ? `known here: ${names.join(", ")}` : `did you mean "${meant}"?`;
      report(findings, [...path, key], "settings.unknown", "is not a known key", hint);
    }
    for (const key of required) {
      if (!Object.hasOwn(value, key)) report(findings, [...path, key], "settings.missing", "is missing");
    }
    return findings.length === before ? (result as T) : REFUSED; // each present key has passed its own check
  };
}

/** Every key must be there: a file of another version is refused instead of half understood. */
export function complete<T extends object>(fields: Fields<T>): Check<T> {
  return object<T>(fields, Object.keys(fields) as (keyof T & string)[]);
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
