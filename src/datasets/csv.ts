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
  let line = 1;
  let rowLine = 1;
  for (let at = 0; at <= text.length; at++) {
    const quote = openingQuote(text, at);
    let cell = "";
    if (quote >= 0) {
      const end = closingQuote(text, quote + 1);
      cell = text.slice(quote + 1, end).replaceAll('""', '"');
      line += newlinesIn(text, quote, end);
      at = end + 1;
    }
    const end = endOfCell(text, at, separator);
    // Blanks and what is written behind closing quotes.
    const rest = text.slice(at, end).replaceAll("\r", "");
    cells.push(quote >= 0 ? cell + rest : rest.trim());
    at = end;
    if (text[at] === separator) continue;
    if (cells.some((value) => value !== "")) rows.push({ cells, line: rowLine });
    cells = [];
    rowLine = ++line;
  }
  return rows;
}

/** Where a cell that begins at `at` has its opening quote; −1: it has none. */
function openingQuote(text: string, at: number): number {
  while (text[at] === " ") at++;
  return text[at] === '"' ? at : -1;
}

/** Two quotes are one inside of quotes. */
function closingQuote(text: string, from: number): number {
  for (let at = from; ; at += 2) {
    at = text.indexOf('"', at);
    if (at < 0) return text.length;
    if (text[at + 1] !== '"') return at;
  }
}

function endOfCell(text: string, from: number, separator: string): number {
  let at = from;
  while (at < text.length && text[at] !== separator && text[at] !== "\n") at++;
  return at;
}

function newlinesIn(text: string, from: number, to: number): number {
  let count = 0;
  for (let at = text.indexOf("\n", from); at >= 0 && at < to; at = text.indexOf("\n", at + 1)) count++;
  return count;
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
