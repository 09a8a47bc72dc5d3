/** A picture's table: plain figures, in a frame that scrolls and that the keyboard reaches. */
import { h } from "../dom";

export interface TableColumn {
  readonly title: string;
  readonly isNumber?: boolean;
}

export function dataTable(
  caption: string,
  columns: readonly TableColumn[],
  rows: readonly (readonly string[])[],
): HTMLElement {
  const numeric = (i: number): string | null => (columns[i]?.isNumber ? "is-number" : null);
  return h(
    "div",
    { class: "table-frame", tabindex: 0, role: "region", "aria-label": caption },
    h(
      "table",
      { class: "data-table" },
      h("caption", { class: "sr-only" }, caption),
      h(
        "thead",
        {},
        h("tr", {}, ...columns.map(({ title }, i) => h("th", { scope: "col", class: numeric(i) }, title))),
      ),
      h(
        "tbody",
        {},
        ...rows.map((cells) =>
          h(
            "tr",
            {},
            ...cells.map((text, i) =>
              i === 0
                ? h("th", { scope: "row", title: text }, text)
                : h("td", { class: numeric(i), title: text }, text),
            ),
          ),
        ),
      ),
    ),
  );
}
