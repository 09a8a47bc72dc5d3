/** Columns of text, aligned. Widths are counted in characters, before any colour is put on. */
import { widthOf } from "../terminal/terminal";

export interface Column {
  readonly title: string;
  readonly align: "left" | "right";
}

/** A cell's text, and what to do with it once it has been padded (colour). */
export interface Cell {
  readonly text: string;
  readonly dress?: (padded: string) => string;
}

const GAP = "  ";

/** The heading and one line a row, without trailing spaces. */
export function renderTable(columns: readonly Column[], rows: readonly (readonly Cell[])[]): string[] {
  const heading = columns.map(({ title }): Cell => ({ text: title }));
  const widths = columns.map((_, i) => Math.max(...[heading, ...rows].map((row) => widthOf(row[i]?.text ?? ""))));
  return [heading, ...rows].map((row) =>
    columns
      .map(({ align }, i) => {
        const { text, dress } = row[i] ?? { text: "" };
        const room = " ".repeat((widths[i] ?? 0) - widthOf(text));
        const isLast = i === columns.length - 1;
        const padded = align === "right" ? room + text : isLast ? text : text + room;
        return dress ? dress(padded) : padded;
      })
      .join(GAP)
      .trimEnd(),
  );
}

/** Characters that columns take beside one that may shrink. */
export function widthBeside(columns: readonly Column[], rows: readonly (readonly Cell[])[], shrinking: number): number {
  return columns.reduce((sum, { title }, i) => {
    if (i === shrinking) return sum;
    return sum + GAP.length + Math.max(widthOf(title), ...rows.map((row) => widthOf(row[i]?.text ?? "")));
  }, 0);
}
