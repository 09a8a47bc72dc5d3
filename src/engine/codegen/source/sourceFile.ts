/** The text of a generated file, line by line, and C's spelling of numbers. Who writes a line learns its number. */
import type { ElementType } from "../../layers/firmware/parts";
import type { ProjectFile } from "../question";

const WIDTH = 120;

/** Whoever ships a product owes nothing for what was generated into it, not even a notice. */
export const SPDX = "SPDX-License-Identifier: MIT-0";

/** Lines count from 1, both ends inclusive. */
export interface LineRange {
  readonly file: string;
  readonly line: number;
  readonly lastLine: number;
}

export class SourceFile {
  private readonly lines: string[] = [`/* ${SPDX} */`];

  constructor(private readonly path: string) {}

  add(...lines: readonly string[]): LineRange {
    return this.addAll(lines);
  }

  /** As `add`, for more lines than a call can have arguments. */
  addAll(lines: Iterable<string>): LineRange {
    const line = this.lines.length + 1;
    for (const text of lines) this.lines.push(text);
    return { file: this.path, line, lastLine: this.lines.length };
  }

  /** One line between blocks. */
  gap(): void {
    if (this.lines.length > 0 && this.lines.at(-1) !== "") this.lines.push("");
  }

  get file(): ProjectFile {
    return { path: this.path, text: `${this.lines.join("\n").replace(/\n+$/, "")}\n` };
  }
}

/** Words in hexadecimal, because their codes can be read there; numbers in decimal. C has no negative literals: −2^31 is an expression. */
export function literal(value: number, type: ElementType): string {
  if (type === "uint32_t") return `0x${value.toString(16).padStart(8, "0")}u`;
  return value === -2147483648 ? "(-2147483647 - 1)" : String(value);
}

/** The nearest float, in as many digits as tell floats apart. */
export function floatLiteral(value: number): string {
  return `${Math.fround(value).toPrecision(9)}f`;
}

/** Items with commas between them on lines that are not too long. */
export function wrapped(items: Iterable<string>, indent: string): readonly string[] {
  const lines: string[] = [];
  let line = indent;
  for (const item of items) {
    const added = line === indent ? item : ` ${item}`;
    if (line.length + added.length + 1 > WIDTH && line !== indent) {
      lines.push(line);
      line = `${indent}${item},`;
    } else line += `${added},`;
  }
  if (line !== indent) lines.push(line);
  return lines.map((text, i) => (i === lines.length - 1 ? text.slice(0, -1) : text));
}

/** A comment in words, on as many lines as it takes. */
export function commentLines(text: string): readonly string[] {
  if (text.length + 6 <= WIDTH) return [`/* ${text} */`];
  const lines: string[] = [];
  let line = " *";
  for (const word of text.split(" ")) {
    if (line.length + 1 + word.length > WIDTH) {
      lines.push(line);
      line = " *";
    }
    line += ` ${word}`;
  }
  return ["/*", ...lines, line, " */"];
}
