/**
 * The symbols of a linked image that belong to a network, as a text that people read and search: one a line, by address, each with what it is of. A
 * word in it means in the editor what it means in C.
 */
import { formatCount } from "../words/format";
import { visible } from "../words/visible";
import { linkedSymbols, type CodeIndex, type Subject } from "./codeIndex";

export interface LinkedSymbol {
  readonly name: string;
  readonly address: number;
  readonly sizeBytes: number;
}

/** @param symbols of the image, in any order; names that are none of the network's are left out */
export function symbolList(image: string, symbols: readonly LinkedSymbol[], indices: readonly CodeIndex[]): string {
  const meanings = indices.map((index) => ({ index, names: linkedSymbols(index) }));
  const lines = symbols
    .flatMap((symbol) => {
      const own = meanings.flatMap(({ index, names }) => {
        const subject = names.get(symbol.name);
        return subject ? [subjectWords(index, subject)] : [];
      });
      return own.length === 0 ? [] : [{ ...symbol, words: own.join(" or ") }];
    })
    .sort((a, b) => a.address - b.address || (a.name < b.name ? -1 : 1));
  const models = indices.map(({ map }) => visible(map.model.name)).join(", ");
  if (lines.length === 0) return `# ${visible(image)} has no symbol of ${models || "a generated network"}.\n`;
  const [names, sizes] = [
    Math.max(...lines.map(({ name }) => name.length)),
    Math.max(...lines.map(({ sizeBytes }) => formatCount(sizeBytes).length)),
  ];
  const text = lines.map(
    ({ address, sizeBytes, name, words }) =>
      `0x${address.toString(16).padStart(8, "0")}  ${formatCount(sizeBytes).padStart(sizes)} B  ${name.padEnd(names)}  ${words}`,
  );
  return [`# Symbols of ${models} in ${visible(image)}, by address`, ...text, ""].join("\n");
}

function subjectWords({ map }: CodeIndex, subject: Subject): string {
  switch (subject.kind) {
    case "layer":
      return `${visible(subject.layer.name)}: its rows`;
    case "data":
      return `${visible(subject.layer.name)}: ${subject.data.kind}`;
    case "tensor":
      return visible(subject.tensor.name);
    case "arena":
      return `arena of ${visible(map.model.name)}`;
    case "function":
      return `${visible(map.model.name)}: ${subject.called.role}`;
  }
}

/** The line, from 0, on which a name stands as a whole word, the first of the names that has one; -1 where none does. */
export function lineOfSymbol(text: string, names: readonly string[]): number {
  for (const name of names) {
    // Names are those of C: nothing in them means anything else here.
    const at = new RegExp(`(?<![A-Za-z0-9_])${name}(?![A-Za-z0-9_])`).exec(text)?.index;
    if (at !== undefined) return text.slice(0, at).split("\n").length - 1;
  }
  return -1;
}
