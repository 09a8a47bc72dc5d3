/**
 * Names come from files that others made. What cannot be seen in one is written as an escape: characters that steer a terminal, break a line,
 * turn the direction of the text behind them (Trojan Source, CVE-2021-42574), have no width, or are no characters at all.
 */

/** Control, format, private and unassigned characters, lone surrogates; separators of lines; what Unicode leaves undrawn; the blank of Braille. */
const UNSEEN = /[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]/gu;

/** `\u202e`, for each unit of UTF-16: a form that JSON reads too. */
function escaped(character: string): string {
  return character
    .split("")
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`)
    .join("");
}

/** The same text where everything in it can be seen. */
export function visible(text: string): string {
  return visibleAs(text, escaped);
}

/** @param shown how a character is written that cannot be seen */
export function visibleAs(text: string, shown: (character: string) => string): string {
  return text.replace(UNSEEN, (character) => shown(character));
}

/** Keeps both ends, because blocks of a network differ at the end and stages at the start. Counts code points. */
export function cutInMiddle(text: string, length: number): string {
  if (text.length <= length) return text;
  // What is left out anyway need not be looked at.
  const ends = text.length > 4 * length ? text.slice(0, 2 * length) + text.slice(-2 * length) : text;
  const characters = Array.from(ends);
  if (characters.length <= length) return text;
  const tail = Math.floor((length - 1) / 2);
  return [...characters.slice(0, length - 1 - tail), "…", ...characters.slice(characters.length - tail)].join("");
}
