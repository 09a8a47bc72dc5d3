/**
 * What a stream can show: width, colours, Unicode. A stream that is not a terminal gets plain ASCII ornaments at a fixed width, so that
 * piped output is the same on every machine.
 */

import { visible } from "../../engine";

export interface Terminal {
  /** Characters a line may have. */
  readonly columns: number;
  readonly colour: boolean;
  readonly unicode: boolean;
  /** Whether lines may be redrawn. */
  readonly interactive: boolean;
}

/** The part of a Node stream that decides. */
export interface Screen {
  readonly isTTY?: boolean;
  readonly columns?: number;
}

const NARROWEST = 80;
const WIDEST = 120;
const PIPED_COLUMNS = 100;

export function terminalOf(screen: Screen, env: NodeJS.ProcessEnv): Terminal {
  if (screen.isTTY !== true) return { columns: PIPED_COLUMNS, colour: false, unicode: false, interactive: false };
  const isDumb = env["TERM"] === "dumb";
  return {
    columns: Math.min(WIDEST, Math.max(NARROWEST, screen.columns ?? NARROWEST)),
    colour: !isDumb && (env["NO_COLOR"] ?? "") === "",
    unicode: !isDumb && speaksUtf8(env),
    interactive: !isDumb,
  };
}

/** POSIX: the first of these that is set and not empty names the encoding. Windows Terminal sets WT_SESSION and always speaks UTF-8. */
function speaksUtf8(env: NodeJS.ProcessEnv): boolean {
  const locale =
    [env["LC_ALL"], env["LC_CTYPE"], env["LANG"]].find((value) => value !== undefined && value !== "") ?? "";
  return /utf-?8/i.test(locale) || env["WT_SESSION"] !== undefined;
}

export type Role =
  | "good"
  | "bad"
  | "strong"
  | "faint"
  | "bits16"
  | "bits8"
  | "bits5"
  | "bits4"
  | "bits3"
  | "bits2"
  | "bits1"
  | "tensors"
  | "other";

/** Select Graphic Rendition codes (ECMA-48): the eight colours that every theme defines, two of them also in bold. */
const CODES: Readonly<Record<Role, string>> = {
  good: "32",
  bad: "31",
  strong: "1",
  faint: "2",
  bits16: "1;34",
  bits8: "34",
  bits5: "1;35",
  bits4: "35",
  bits3: "1;33",
  bits2: "33",
  bits1: "33",
  tensors: "36",
  other: "37",
};

export function paint(terminal: Terminal, role: Role, text: string): string {
  return terminal.colour && text !== "" ? `\u001b[${CODES[role]}m${text}\u001b[0m` : text;
}

/** One character for one, so that columns stay aligned. */
const ASCII: ReadonlyMap<string, string> = new Map(
  Object.entries({
    "█": "#",
    "▓": "=",
    "▒": "-",
    "░": ":",
    "▚": "%",
    "▥": "=",
    "▤": "-",
    "▞": "+",
    "⋅": ".",
    "│": "|",
    "─": "-",
    "◀": "<",
    "≈": "~",
    "×": "x",
    "−": "-",
    "–": "-",
    "·": "-",
    "…": "~",
    "“": '"',
    "”": '"',
    "’": "'",
  }),
);

/** Ornaments as the terminal can show them; characters outside the table pass unchanged, since names may hold any. */
export function ornaments(terminal: Terminal, text: string): string {
  return terminal.unicode ? text : text.replace(/[^\u0000-\u007f]/g, (character) => ASCII.get(character) ?? character);
}

/** What this program itself sends to steer a terminal: colours, and erasing the line of progress. */
const OWN_SEQUENCES = /(\u001b\[(?:\d+(?:;\d+)*)?[mK]|\r\u001b\[2K|\n)/;

/** The last look before text leaves: whatever is not ours and cannot be seen is escaped, in JSON to the same value. */
export function harmless(text: string): string {
  return text
    .split(OWN_SEQUENCES)
    .map((part, i) => (i % 2 === 1 ? part : visible(part)))
    .join("");
}

const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });

/** Segmenting takes longer than all else about a long table, and here every character stands alone. */
const PRINTABLE_ASCII = /^[ -~]*$/;

/** What a reader counts as characters: an accent belongs to its letter. */
export function charactersOf(text: string): readonly string[] {
  if (PRINTABLE_ASCII.test(text)) return text.split("");
  return Array.from(graphemes.segment(text), ({ segment }) => segment);
}

export function widthOf(text: string): number {
  return charactersOf(text).length;
}

/** Keeps both ends of a long name, because blocks of a network differ at the end and stages at the start. */
export function shorten(text: string, length: number, ellipsis = "…"): string {
  const characters = charactersOf(text);
  if (characters.length <= length) return text;
  const kept = Math.max(length - 1, 1);
  const tail = Math.floor(kept / 2);
  return [...characters.slice(0, kept - tail), ellipsis, ...(tail > 0 ? characters.slice(-tail) : [])].join("");
}

/** A number stays with its unit. */
const BREAK = / (?!%|[KM]?i?B\b|dB\b|points?\b)/;

/** Breaks text at spaces; following lines are indented. */
export function wrap(text: string, columns: number, indent = ""): string[] {
  return wrapPieces(text.split(BREAK), " ", columns, indent);
}

/** Breaks between pieces only; a piece longer than a line has a line of its own. Never empty. */
export function wrapPieces(pieces: readonly string[], separator: string, columns: number, indent = ""): string[] {
  const lines: string[] = [];
  let line: string | undefined;
  for (const piece of pieces) {
    const room = columns - (lines.length === 0 ? 0 : indent.length);
    const longer: string = line === undefined ? piece : line + separator + piece;
    if (line !== undefined && widthOf(longer) > room) {
      lines.push(line);
      line = piece;
    } else line = longer;
  }
  lines.push(line ?? "");
  return lines.map((text, i) => (i === 0 ? text : indent + text));
}
