/**
 * Whether C text reaches for anything that generated text does not: verify compiles and runs what it finds, and memory.json, which says what was
 * generated, comes from the same place as the C. What the generator writes is descriptors, tables and calls of kernels. A text that passes here
 * can compute wrongly, but it declares, calls and names no function that is not a kernel's or its own, but for two that fill and copy memory: no system, no assembler.
 *
 * In C a function of someone else's can be had by declaring it, `name(…)` or `(name)(…)` or by a type of functions, by an include, by a macro or
 * by what compilers add, which begins with two underscores. Each is refused.
 */

/** What stands in front of a parenthesis, besides names of the model and of kernels. */
const KEYWORDS = new Set(
  "if for while switch return sizeof void char short int long float double signed unsigned const".split(" "),
);
/** What generated code takes from the C library. */
const LIBRARY = new Set(["memset", "memcpy"]);
/** Words of define's bodies and of casts. */
const TYPES = /^u?int(8|16|32)_t$/;
const BODY = new Set("do else static volatile".split(" "));
/** Compilers' own words that need no underscores. */
const EXTENSIONS = new Set("asm typeof typeof_unqual".split(" "));
const DIRECTIVES = new Set(["include", "define", "if", "ifdef", "ifndef", "else", "endif", "error"]);

/**
 * @param prefix of the model's own names
 * @param headers names that may be included, besides stdint.h and string.h
 * @returns the first thing that no generated file contains; undefined where there is none
 */
export function foreignWord(source: string, prefix: string, headers: ReadonlySet<string>): string | undefined {
  // Other spellings: of characters, and of #.
  const spelling = /\?\?|%:|\\u/i.exec(source);
  if (spelling) return spelling[0];
  const starts = ["bw_", "BW_", `${prefix}_`, `${prefix.toUpperCase()}_`];
  const isKnown = (word: string): boolean =>
    KEYWORDS.has(word) || LIBRARY.has(word) || TYPES.test(word) || starts.some((start) => word.startsWith(start));
  const code: string[] = [];
  for (const line of withoutComments(source.replace(/\\\r?\n/g, " ")).split("\n")) {
    const [, directive, rest = ""] = /^\s*#\s*(\w*)(.*)$/.exec(line) ?? [];
    if (directive === undefined) code.push(line);
    else {
      const foreign = foreignDirective(directive, rest, headers, isKnown);
      if (foreign !== undefined) return foreign;
    }
  }
  return foreignCode(code.join("\n"), isKnown);
}

function foreignDirective(
  directive: string,
  rest: string,
  headers: ReadonlySet<string>,
  isKnown: (word: string) => boolean,
): string | undefined {
  if (!DIRECTIVES.has(directive)) return `#${directive}`;
  if (directive === "include") {
    const [, own, standard] = /^\s*(?:"([\w.]+)"|<(stdint\.h|string\.h)>)\s*$/.exec(rest) ?? [];
    return standard !== undefined || (own !== undefined && headers.has(own)) ? undefined : `#include${rest}`;
  }
  if (directive === "error") return /^\s*"[^"'\\]*"\s*$/.test(rest) ? undefined : `#error${rest}`;
  if (directive !== "define") return quoted(rest);
  const [, name = "", parameters = "", body = ""] = /^\s+(\w+)(\([\w\s,]*\))?(.*)$/.exec(rest) ?? [];
  if (!isKnown(name) || KEYWORDS.has(name)) return `#define${rest}`;
  const own = new Set(parameters.match(/\w+/g));
  const words: readonly string[] = body.match(/[A-Za-z_]\w*|##?/g) ?? [];
  return words.find((word) => !isKnown(word) && !own.has(word) && !BODY.has(word) && !isSuffix(word)) ?? quoted(body);
}

/** Of a number: 564u, 0.5f, 1e-3f, 0xffu. */
function isSuffix(word: string): boolean {
  return /^(u|f|e|x[0-9a-f]*u?)$/i.test(word);
}

function foreignCode(code: string, isKnown: (word: string) => boolean): string | undefined {
  const tokens: readonly string[] = code.match(/[A-Za-z_]\w*|\.?\d(?:[eEpP][+-]|[\w.])*|\S/g) ?? [];
  for (const [i, token] of tokens.entries()) {
    const next = tokens[i + 1];
    if (token === "#" || token === "\\" || token === "'") return token;
    if (token === '"' && tokens.slice(i - 1, i + 3).join(" ") !== 'extern " C "' && tokens[i - 1] !== "C") return token;
    if (!/^[A-Za-z_]/.test(token)) continue;
    if (EXTENSIONS.has(token) || /^__(?!cplusplus$)/.test(token) || /^_[A-Z]/.test(token)) return token;
    if (token === "typedef" && next !== "enum") return `typedef ${next ?? ""}`;
    if (!isKnown(token) && calls(tokens, i + 1)) return `${token}(`;
  }
  return undefined;
}

/** A parenthesis opens here, or behind those that close. */
function calls(tokens: readonly string[], at: number): boolean {
  let i = at;
  while (tokens[i] === ")" || tokens[i] === "]") i++;
  return tokens[i] === "(";
}

function quoted(text: string): string | undefined {
  return /["'\\]/.exec(text)?.[0];
}

/** Quotes that are not understood here could hide where a comment begins: where they remain, they are refused. */
function withoutComments(source: string): string {
  return source.replace(/"[^"\n]*"|\/\*[\s\S]*?\*\/|\/\/[^\n]*/g, (found) => (found.startsWith('"') ? found : " "));
}
