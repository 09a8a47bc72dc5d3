/**
 * Text that others wrote, made fit to be shown: names of models, layers and tensors hold whatever their file says, and a sentence may quote one.
 * What could not be seen, or would turn or break what follows (control characters, ends of lines, marks of writing direction, characters of no
 * width), becomes an escape; long texts lose their middle, since names differ at their ends more often than at their beginnings.
 */

/** A name in a table, a sentence or a title; characters. */
export const NAME_CHARACTERS = 120;
/** A whole sentence. */
export const SENTENCE_CHARACTERS = 600;

/** As the engine's own (base/visible.ts), which a test holds: characters that are none, ends of lines, what Unicode leaves undrawn, Braille's blank. */
const UNSEEN = /[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]/gu;
/** Accents on accents grow out of their line. */
const PILED = /(\p{M}{3})\p{M}+/gu;
const SHORT: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };

/** @param most characters at most, of which one is the mark of what is left out; escapes count as they are written */
export function visible(text: string, most = NAME_CHARACTERS): string {
  // What is left out anyway need not be looked at.
  const [begin, end] = text.length > 4 * most ? [text.slice(0, 2 * most), text.slice(-2 * most)] : [text, ""];
  return shortened(escaped(begin) + escaped(end), most, end !== "");
}

/** A sentence, on one line. */
export function visibleSentence(text: string, most = SENTENCE_CHARACTERS): string {
  return visible(text.replace(/[\t\n\r]+/g, " "), most);
}

/**
 * For places that read links and pictures out of plain text, as notifications, labels and lenses of the editor do: a name must not
 * become something to click on. What would, gets a space.
 */
export function inert(text: string): string {
  return text.replace(/\](?=\()|\$(?=\()/g, "$& ");
}

/** For Markdown: text and nothing else. */
export function markdownText(text: string, most = SENTENCE_CHARACTERS): string {
  return visible(text, most)
    .replace(/[!-/:-@[-`{-~]/g, "\\$&")
    .replace(/\s+/g, " ");
}

/** `block_12_expa…o_quant`: at most `most` characters. @param isCut something is missing already */
function shortened(text: string, most: number, isCut: boolean): string {
  if (text.length <= most && !isCut) return text;
  const characters = Array.from(text);
  if (characters.length <= most && !isCut) return text;
  const tail = Math.floor((most - 1) / 2);
  return `${characters.slice(0, most - 1 - tail).join("")}…${characters.slice(characters.length - tail).join("")}`;
}

function escaped(text: string): string {
  return text.replace(UNSEEN, escapeOf).replace(PILED, "$1");
}

function escapeOf(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return SHORT[character] ?? `\\u{${code.toString(16).toUpperCase()}}`;
}
