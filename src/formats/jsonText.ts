/**
 * JSON that people read and compare: what fits on a line stands on one, the rest is broken with two spaces. A layer is then a line of a
 * report, and a line diff tells which layer changed. Keys keep their order; equal values are equal bytes. Characters in names that
 * cannot be seen, or that turn the text behind them, are escaped.
 */

const WIDTH = 160;
const INDENT = "  ";

/** With a newline at the end. As JSON.stringify, members that are undefined are left out. */
export function jsonText(value: unknown): string {
  return withEscapes(`${broken(value, "", 0)}\n`);
}

/** The same JSON with everything in its texts to be seen. */
export function withEscapes(json: string): string {
  return json.replace(UNSEEN, escaped);
}

/** Of what JSON.stringify leaves as it is. */
const UNSEEN = /[\u007f-\u009f\p{Cf}\p{Zl}\p{Zp}]/gu;

function escaped(character: string): string {
  const units = character.split("").map((unit) => unit.charCodeAt(0).toString(16).padStart(4, "0"));
  return units.map((unit) => `\\u${unit}`).join("");
}

/** @param taken characters of the line that stand before and after the value */
function broken(value: unknown, indent: string, taken: number): string {
  const line = inline(value);
  // The whole document is broken even where it is short.
  if (indent.length + taken + line.length <= WIDTH && (taken > 0 || !isContainer(value))) return line;
  const inner = indent + INDENT;
  if (Array.isArray(value)) {
    if (value.length === 0) return "[]";
    return `[\n${value.map((item) => inner + broken(item, inner, 1)).join(",\n")}\n${indent}]`;
  }
  if (typeof value === "object" && value !== null) {
    const members = Object.entries(value).flatMap(([name, member]) => {
      const key = `${JSON.stringify(name)}: `;
      return member === undefined ? [] : [inner + key + broken(member, inner, key.length + 1)];
    });
    return members.length === 0 ? "{}" : `{\n${members.join(",\n")}\n${indent}}`;
  }
  return line;
}

function inline(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(inline).join(", ")}]`;
  if (value === undefined) return "null"; // in a list, as JSON.stringify has it
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const members = Object.entries(value).flatMap(([name, member]) =>
    member === undefined ? [] : [`${JSON.stringify(name)}: ${inline(member)}`],
  );
  return members.length === 0 ? "{}" : `{ ${members.join(", ")} }`;
}

function isContainer(value: unknown): boolean {
  return typeof value === "object" && value !== null;
}
