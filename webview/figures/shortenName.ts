/** Long layer names differ at their ends more often than at their beginnings, so both are kept and the middle goes. */

const TAIL = 10;

/** `block_12_expa…o_quant`, at most `most` characters. */
export function shortenName(name: string, most: number): string {
  const characters = Array.from(name);
  if (characters.length <= most) return name;
  const tail = Math.floor((most - 1) / 2);
  return `${characters.slice(0, most - 1 - tail).join("")}…${characters.slice(characters.length - tail).join("")}`;
}

/** Head and tail for a line whose head gives way where space is short; the two together are the name. */
export function splitName(name: string): readonly [head: string, tail: string] {
  const characters = Array.from(name);
  if (characters.length <= 2 * TAIL) return [name, ""];
  return [characters.slice(0, -TAIL).join(""), characters.slice(-TAIL).join("")];
}
