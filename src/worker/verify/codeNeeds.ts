/**
 * The estimate for what is built, which need not be what a project was generated for: code and stack of another core or level follow from
 * what the project keeps of its needs (check/expected.json); everything else is the same on all cores.
 */
import {
  CALL_PARTS,
  codeItems,
  codeTableOf,
  DEFAULT_BUILD,
  stackBoundOf,
  type Build,
  type CodeNeeds,
  type MemoryItem,
} from "../../engine";
import type { ProjectFigures } from "./expectations";

export interface EstimateOfBuild {
  readonly items: readonly MemoryItem[];
  /** Why items of code and stack cannot be compared. */
  readonly note?: string;
}

/** @param own what the project was generated for */
export function estimateFor(
  { estimate, code }: Pick<ProjectFigures, "estimate" | "code">,
  own: Build,
  built: Build,
): EstimateOfBuild {
  if (estimate.length === 0 || (own.core === built.core && own.optimize === built.optimize)) return { items: estimate };
  const others = estimate.filter(({ kind }) => kind !== "code" && kind !== "stack");
  if (!code) {
    const note = `code and stack are not compared: the project's estimate is for ${nameOf(own)}, this is ${nameOf(built)}, and projects of this age do not keep what another estimate needs`;
    return { items: others, note };
  }
  const items = codeItems(code, built).map((item): MemoryItem => ({
    region: "flash",
    kind: "code",
    ...item,
    estimated: true,
  }));
  const sizeBytes = stackBoundOf(code.kernels, built);
  const stack: MemoryItem = { region: "ram", kind: "stack", name: "stack bound", sizeBytes, estimated: true };
  const inRegion = (region: MemoryItem["region"]): MemoryItem[] => others.filter((item) => item.region === region);
  return { items: [...inRegion("flash"), ...items, ...inRegion("ram"), stack] };
}

export function nameOf({ core, optimize }: Build): string {
  return `${core} at -O${optimize}`;
}

/** Whether this is what the generator writes, of parts that there are. */
export function isCodeNeeds(value: unknown): value is CodeNeeds {
  if (!isRecord(value)) return false;
  const { kernels, tables, calls, streams, isSupplied, tableBytes } = value;
  const { parts } = codeTableOf(DEFAULT_BUILD);
  return (
    isCounts(kernels, (name) => parts.has(name)) &&
    Array.isArray(tables) &&
    tables.every((name: unknown) => typeof name === "string" && parts.has(name)) &&
    isCounts(calls, (name) => CALL_PARTS.some((part) => part === name)) &&
    isCount(streams) &&
    isCount(tableBytes) &&
    typeof isSupplied === "boolean"
  );
}

function isCounts(value: unknown, isKnown: (name: string) => boolean): boolean {
  return isRecord(value) && Object.entries(value).every(([name, count]) => isKnown(name) && isCount(count));
}

function isCount(value: unknown): boolean {
  return typeof value === "number" && Number.isInteger(value) && value >= 0 && value < 2 ** 24;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
