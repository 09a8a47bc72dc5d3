/** The boards that `--target` knows, with the memory that a budget counts with. */
import { ramBudgetBytes, type Target, visible } from "../../engine";
import { formatSize } from "../../protocol/words/format";
import { renderTable, widthBeside, type Cell, type Column } from "./table";
import { ornaments, paint, wrapPieces, type Terminal } from "../terminal/terminal";

const COLUMNS: readonly Column[] = [
  { title: "Target", align: "left" },
  { title: "FLASH", align: "right" },
  { title: "RAM", align: "right" },
  { title: "Region", align: "left" },
  { title: "Core", align: "left" },
  { title: "Also called", align: "left" },
];
const ALIASES = COLUMNS.length - 1;

export function renderTargets(targets: readonly Target[], terminal: Terminal): string {
  const cell = (text: string): Cell => ({ text: ornaments(terminal, visible(text)) });
  const facts = targets.map((target) =>
    [
      target.id,
      formatSize(target.flashBytes),
      formatSize(ramBudgetBytes(target)),
      target.defaultRegion,
      target.core,
    ].map(cell),
  );
  const room = terminal.columns - widthBeside(COLUMNS, facts, ALIASES);
  const rows = facts.map((row, i) => [...row, cell(wrapPieces(targets[i]?.aliases ?? [], ", ", room)[0] ?? "")]);
  const [heading = "", ...lines] = renderTable(COLUMNS, rows);
  return `${[paint(terminal, "faint", heading), ...lines].join("\n")}\n`;
}
