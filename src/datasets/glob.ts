/** Which files of a folder are meant: `s1k_*`, `*.png`, `cats/*`, or a plain prefix such as `val_`. */

export function isPattern(text: string): boolean {
  return /[*?]/.test(text);
}

/**
 * True where the relative path (with "/") is selected. A pattern without "/" is matched against the file's name alone; text without
 * `*` and `?` selects by prefix; an absent pattern selects everything.
 */
export function isIncluded(relativePath: string, include: string | undefined): boolean {
  if (include === undefined || include === "") return true;
  const subject = include.includes("/") ? relativePath : relativePath.slice(relativePath.lastIndexOf("/") + 1);
  return isPattern(include) ? matches(subject, include) : subject.startsWith(include);
}

/** Greedy matching that backtracks to the last `*` alone: linear in subject × pattern, whatever the pattern. `*` and `?` stop at "/". */
function matches(subject: string, pattern: string): boolean {
  let at = 0;
  let position = 0;
  let star = -1;
  let resume = 0;
  while (at < subject.length) {
    const wanted = pattern[position];
    if (wanted === "*") {
      star = position++;
      resume = at;
    } else if (wanted === subject[at] || (wanted === "?" && subject[at] !== "/")) {
      position++;
      at++;
    } else if (star >= 0 && subject[resume] !== "/") {
      position = star + 1;
      at = ++resume;
    } else {
      return false;
    }
  }
  while (pattern[position] === "*") position++;
  return position === pattern.length;
}
