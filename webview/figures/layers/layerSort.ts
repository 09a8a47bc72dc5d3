/** The table's order: by any column, either way; equal values and "none" keep execution order, and "none" always comes last. */
import type { LayerRow } from "./layerRows";

export const COLUMN_IDS = [
  "name",
  "op",
  "shape",
  "weights",
  "activation",
  "bytes",
  "live",
  "error",
  "instructions",
] as const;
export type ColumnId = (typeof COLUMN_IDS)[number];

export interface Sort {
  readonly column: ColumnId;
  readonly descending: boolean;
}

const names = new Intl.Collator("en", { numeric: true, sensitivity: "base" });

const VALUES: Readonly<Record<ColumnId, (row: LayerRow) => string | number | null>> = {
  name: ({ layer }) => layer.name,
  op: ({ layer }) => layer.op,
  shape: ({ layer }) => layer.shape.reduce((product, size) => product * size, 1),
  weights: ({ weights }) => weights?.bits ?? null,
  activation: ({ activation }) => activation.bits,
  bytes: ({ layer }) => layer.weightBytes + layer.constantBytes,
  live: ({ layer }) => layer.liveBytes,
  error: ({ layer }) => layer.error,
  instructions: ({ instructions }) => instructions,
};

/** Columns of numbers show their largest first. */
const LARGEST_FIRST: ReadonlySet<ColumnId> = new Set<ColumnId>(["shape", "bytes", "live", "error", "instructions"]);

/** @param sort null for execution order */
export function sortRows(rows: readonly LayerRow[], sort: Sort | null): readonly LayerRow[] {
  if (sort === null) return rows;
  const value = VALUES[sort.column];
  const sign = sort.descending ? -1 : 1;
  return [...rows].sort((a, b) => {
    const [x, y] = [value(a), value(b)];
    if (x === null || y === null) return x === y ? a.step - b.step : x === null ? 1 : -1;
    const order = typeof x === "string" && typeof y === "string" ? names.compare(x, y) : Number(x) - Number(y);
    return order === 0 ? a.step - b.step : sign * order;
  });
}

/** What activating a column's header leads to: its natural direction, then the other one, then execution order again. */
export function nextSort(current: Sort | null, column: ColumnId): Sort | null {
  const first = LARGEST_FIRST.has(column);
  if (current?.column !== column) return { column, descending: first };
  return current.descending === first ? { column, descending: !first } : null;
}
