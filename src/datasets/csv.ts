/** Small tables as spreadsheets write them: RFC 4180 quoting, CRLF or LF, separated by comma, semicolon or tab. */

export interface CsvRow {
  readonly cells: readonly string[];
  /** 1-based line on which the row begins. */
  readonly line: number;
}

/** Rows without the blank ones; cells are trimmed unless quoted. An unclosed quote runs to the end of the text. */
export function parseCsv(text: string): readonly CsvRow[] {
  const separator = separatorOf(text);
  const rows: CsvRow[] = [];
  let cells: string[] = [];
  let cell = "";
  let quoted = false; // inside quotes
  let wasQuoted = false; // this cell had quotes: keep its blanks
  let line = 1;
  let rowLine = 1;
  const endCell = (): void => {
    cells.push(wasQuoted ? cell : cell.trim());
    cell = "";
    wasQuoted = false;
  };
  const endRow = (): void => {
    endCell();
    if (cells.some((value) => value !== "")) rows.push({ cells, line: rowLine });
    cells = [];
    rowLine = line;
  };
  for (let i = 0; i < text.length; i++) {
    const character = text[i] ?? "";
    if (character === "\n") line++;
    if (quoted) {
      if (character !== '"') cell += character;
      else if (text[i + 1] === '"') {
        cell += '"';
        i++;
      } else quoted = false;
    } else if (character === '"' && cell.trim() === "") {
      cell = "";
      quoted = true;
      wasQuoted = true;
    } else if (character === separator) endCell();
    else if (character === "\n") endRow();
    else if (character !== "\r") cell += character;
  }
  endRow();
  return rows;
}

/** The separator that the first line uses most. */
function separatorOf(text: string): string {
  const end = text.indexOf("\n");
  const first = end < 0 ? text : text.slice(0, end);
  const count = (separator: string): number => first.split(separator).length;
  return [",", ";", "\t"].reduce((best, candidate) => (count(candidate) > count(best) ? candidate : best));
}

/** Position of the first column whose header is one of `names` (case-insensitive), or −1. */
export function columnOf(header: CsvRow, names: readonly string[]): number {
  return header.cells.findIndex((cell) => names.includes(cell.trim().toLowerCase()));
}
