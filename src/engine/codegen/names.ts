/** C identifiers from the names that people gave layers and tensors: recognisable, unique, the same for the same network. */

/** Longer names keep their end, which tells more than their beginning. */
const LONGEST = 32;

/**
 * For each name letters, digits and underscores, at most 32 and a number where two would be the same. Unique without regard to case,
 * so that macros in capitals are unique too.
 * @param reserved in small letters
 */
export function identifiers(names: readonly string[], reserved: readonly string[] = []): readonly string[] {
  const used = new Set(reserved);
  return names.map((name) => {
    const base = identifierOf(name);
    let candidate = base;
    for (let i = 2; used.has(candidate.toLowerCase()); i++) candidate = `${base}_${i}`;
    used.add(candidate.toLowerCase());
    return candidate;
  });
}

function identifierOf(name: string): string {
  const words = name.replace(/[^A-Za-z0-9]+/g, "_").replace(/^_+|_+$/g, "");
  const end = words.length > LONGEST ? words.slice(-LONGEST).replace(/^[^_]*_(?=.{12})/, "") : words;
  return end === "" ? "unnamed" : end;
}

/** A name inside a comment: printable, on one line, and unable to end the comment. */
export function inComment(text: string): string {
  return text
    .replace(/[\p{C}\\]+/gu, " ")
    .replaceAll("*/", "* /")
    .replaceAll("/*", "/ *")
    .replaceAll("??", "? ?");
}
