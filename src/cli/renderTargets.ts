/** The boards that `--target` knows. */
import { ramBudgetBytes, type Target } from "../engine";
import { formatSize } from "../protocol/format";
import { renderTable, type Column } from "./table";
import { ornaments, paint, printable, type Terminal } from "./terminal";

const COLUMNS: readonly Column[] = [
  { title: "Target", align: "left" },
  { title: "FLASH", align: "right" },
  { title: "RAM", align: "right" },
  { title: "Core", align: "left" },
  { title: "Also called", align: "left" },
];

export function renderTargets(targets: readonly Target[], terminal: Terminal): string {
  const rows = targets.map((target) =>
    [
      target.id,
      formatSize(target.flashBytes),
      formatSize(ramBudgetBytes(target)),
      target.core,
      [target.name, ...target.aliases].join(", "),
    ].map((text) => ({ text: ornaments(terminal, printable(text)) })),
  );
  const [heading = "", ...lines] = renderTable(COLUMNS, rows);
  return `${[paint(terminal, "faint", heading), ...lines].join("\n")}\n`;
}
