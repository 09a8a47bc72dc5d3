/** A name in two parts for a line whose end must stay in view. */
import { visible } from "../../../src/protocol/words/visible";

const TAIL = 10;

/** Head and tail for a line whose head gives way where space is short; the two together are the name as it is shown. */
export function splitName(name: string): readonly [head: string, tail: string] {
  const characters = Array.from(visible(name));
  if (characters.length <= 2 * TAIL) return [characters.join(""), ""];
  return [characters.slice(0, -TAIL).join(""), characters.slice(-TAIL).join("")];
}
