/**
 * The MEMORY regions of a GNU linker script: how much FLASH and RAM the firmware's board has, as the firmware's own build says it. Sizes may
 * be written as ld reads them: K and M, hexadecimal, sums and products, ORIGIN() and LENGTH() of other regions, symbols assigned in
 * the script, and `DEFINED(x) ? x : 512K`. What cannot be worked out from the text alone is null, never a guess.
 *
 * Source of the grammar: the GNU ld manual, "MEMORY Command" and "Expressions".
 */

export interface MemoryRegion {
  readonly name: string;
  /** As written, in lower case: `rx`, `xrw`, `!w`; empty where there are none. */
  readonly attributes: string;
  readonly originBytes: number | null;
  readonly lengthBytes: number | null;
  /** Of the name; 1-based. */
  readonly line: number;
  readonly column: number;
}

export interface LinkerMemory {
  /** In the order of the text; empty where there is no MEMORY. */
  readonly regions: readonly MemoryRegion[];
  /** Why regions are missing or have no size although the text may state one: a sentence for a person; undefined where nothing was too much. */
  readonly limit: string | undefined;
  /** Operands and operators that were evaluated. */
  readonly steps: number;
}

/** Characters; the longest that vendors deliver has some ten thousand. */
const MOST_CHARACTERS = 250_000;
const MOST_REGIONS = 256;
const MOST_STEPS = 100_000;
/** Of parentheses and signs in each other, and of symbols that are defined by symbols. */
const DEEPEST = 100;

/** A script is whatever lies in the workspace: reading takes time in proportion to its length, whatever it says. */
export function readLinkerMemory(script: string): LinkerMemory {
  if (script.length > MOST_CHARACTERS) {
    return { regions: [], limit: `it has more than ${MOST_CHARACTERS.toLocaleString("en")} characters`, steps: 0 };
  }
  const tokens = tokensOf(script);
  const written = regionsIn(tokens);
  const regions = written.slice(0, MOST_REGIONS);
  const tooMany = written.length > MOST_REGIONS ? `it has more than ${MOST_REGIONS} memory regions` : undefined;
  const scope = new Scope(regions, assignmentsIn(tokens));
  const positions = positionsOf(script, regions);
  const read = regions.map(({ name, attributes, origin, length }, index) => ({
    name,
    attributes,
    originBytes: scope.value(origin),
    lengthBytes: scope.value(length),
    ...(positions[index] ?? { line: 1, column: 1 }),
  }));
  return { regions: read, limit: scope.limit ?? tooMany, steps: scope.steps };
}

/** Which memory a region is, by its name first: attributes are often copied. null: neither, or nobody can tell. */
export function kindOf({ name, attributes }: MemoryRegion): "flash" | "ram" | null {
  if (/flash|xip|qspi|(?<!eep)rom/i.test(name)) return "flash";
  if (/ram|tcm|ccm|ocm/i.test(name)) return "ram";
  if (attributes === "" || attributes.startsWith("!")) return null;
  return attributes.includes("w") ? "ram" : "flash";
}

/** The regions of a kind whose length is known, the largest first. */
export function regionsOf(
  regions: readonly MemoryRegion[],
  kind: "flash" | "ram",
): readonly (MemoryRegion & { readonly lengthBytes: number })[] {
  return regions
    .flatMap((region) =>
      kindOf(region) === kind && region.lengthBytes !== null && region.lengthBytes > 0
        ? [{ ...region, lengthBytes: region.lengthBytes }]
        : [],
    )
    .sort((a, b) => b.lengthBytes - a.lengthBytes);
}

interface Token {
  readonly text: string;
  readonly offset: number;
}

type Tokens = readonly Token[];

interface Written {
  readonly name: string;
  readonly attributes: string;
  readonly origin: Tokens;
  readonly length: Tokens;
  readonly offset: number;
}

const BLANKS = /\s+/y;
const WORD = /0[xX][\da-fA-F]+[kKmM]?|\d+[kKmM]?|[A-Za-z_.$][\w.$]*/y;
const OPERATOR = /<<=|>>=|<<|>>|<=|>=|==|!=|&&|\|\||[-+*/&|]=/y;

/** Every character is looked at once. Comments and lines of the C preprocessor are left out, and so are quoted names, which no size needs. */
function tokensOf(text: string): Tokens {
  const tokens: Token[] = [];
  const match = (pattern: RegExp, at: number): string | undefined => {
    pattern.lastIndex = at;
    return pattern.exec(text)?.[0];
  };
  const behind = (end: string, from: number): number => {
    const found = text.indexOf(end, from);
    return found < 0 ? text.length : found + end.length;
  };
  let startsLine = true;
  for (let offset = 0; offset < text.length;) {
    const blanks = match(BLANKS, offset);
    if (blanks !== undefined) {
      offset += blanks.length;
      startsLine ||= blanks.includes("\n");
    } else if (text.startsWith("/*", offset)) {
      offset = behind("*/", offset + 2);
    } else if (startsLine && text[offset] === "#") {
      offset = behind("\n", offset);
    } else {
      startsLine = false;
      const token = match(WORD, offset) ?? match(OPERATOR, offset) ?? text.charAt(offset);
      if (token === '"') {
        offset = behind('"', offset + 1);
      } else {
        tokens.push({ text: token, offset });
        offset += token.length;
      }
    }
  }
  return tokens;
}

/** `name (attributes) : ORIGIN = …, LENGTH = …` between the braces of MEMORY. */
function regionsIn(tokens: Tokens): readonly Written[] {
  const regions: Written[] = [];
  for (let at = 0; at + 1 < tokens.length; at++) {
    if (tokens[at]?.text !== "MEMORY" || tokens[at + 1]?.text !== "{") continue;
    const end = indexFrom(tokens, at + 2, ["}"]);
    if (end === tokens.length) break;
    for (const region of regionsOfBlock(tokens.slice(at + 2, end))) regions.push(region);
    at = end;
  }
  return regions;
}

function regionsOfBlock(tokens: Tokens): readonly Written[] {
  const isKey = (at: number, keys: readonly string[]): boolean =>
    keys.includes(tokens[at]?.text ?? "") && tokens[at + 1]?.text === "=";
  const heads: (Pick<Written, "name" | "attributes" | "offset"> & {
    readonly from: number;
    readonly behind: number;
  })[] = [];
  let from = 0;
  for (let at = 0; at < tokens.length; at++) {
    if (tokens[at]?.text !== ":" || !isKey(at + 1, ["ORIGIN", "org", "o"])) continue;
    const head = headBefore(tokens, at, from);
    from = at + 3;
    if (head) heads.push({ ...head, behind: from });
  }
  return heads.flatMap(({ name, attributes, offset, behind }, index): Written[] => {
    // A length ends where the next region begins, so it is taken up to there and read as far as it is an expression.
    const end = heads[index + 1]?.from ?? tokens.length;
    let key = behind;
    while (key < end && !isKey(key, ["LENGTH", "len", "l"])) key++;
    if (key === end) return [];
    const origin = tokens.slice(behind, key);
    const rest = tokens.slice(key + 2, end);
    const length = rest.slice(0, indexFrom(rest, 0, [","]));
    return [{ name, attributes, origin, length, offset }];
  });
}

/** @param colon where the name and the attributes end. @param from where they begin at the earliest */
function headBefore(
  tokens: Tokens,
  colon: number,
  from: number,
): (Pick<Written, "name" | "attributes" | "offset"> & { readonly from: number }) | undefined {
  let at = colon - 1;
  let attributes = "";
  if (tokens[at]?.text === ")") {
    const end = at;
    while (at > from && tokens[at]?.text !== "(") at--;
    attributes = tokens
      .slice(at + 1, end)
      .map(({ text }) => text)
      .join("")
      .toLowerCase();
    at--;
  }
  // A name may hold hyphens, which are minus signs elsewhere.
  const joins = (left: number): boolean => {
    const [a, b] = [tokens[left], tokens[left + 1]];
    return a !== undefined && b !== undefined && a.offset + a.text.length === b.offset && /^[\w.$-]+$/.test(a.text);
  };
  const last = at;
  while (at > from && joins(at - 1)) at--;
  const [first, name] = [
    tokens[at],
    tokens
      .slice(at, last + 1)
      .map(({ text }) => text)
      .join(""),
  ];
  return first && at >= from && /^[A-Za-z_.$]/.test(name)
    ? { name, attributes, offset: first.offset, from: at }
    : undefined;
}

/** What each symbol was assigned last. One that is changed by `+=` and its like has no value that the text alone tells. */
function assignmentsIn(tokens: Tokens): ReadonlyMap<string, Tokens> {
  const assignments = new Map<string, Tokens>();
  for (let at = 1; at < tokens.length; at++) {
    const [name, operator] = [tokens[at - 1]?.text ?? "", tokens[at]?.text ?? ""];
    if (!/^[A-Za-z_.$]/.test(name) || !/^(?:=|[-+*/&|]=|<<=|>>=)$/.test(operator)) continue;
    const isArgument =
      tokens[at - 2]?.text === "(" && !/^(?:PROVIDE|PROVIDE_HIDDEN|HIDDEN)$/.test(tokens[at - 3]?.text ?? "");
    if (isArgument) continue;
    const end = indexFrom(tokens, at + 1, [";", "{", "}"]);
    if (tokens[end]?.text === ";") assignments.set(name, operator === "=" ? tokens.slice(at + 1, end) : []);
    at = end;
  }
  return assignments;
}

/** The next token that is one of those, or the end. */
function indexFrom(tokens: Tokens, from: number, texts: readonly string[]): number {
  for (let at = from; at < tokens.length; at++) if (texts.includes(tokens[at]?.text ?? "")) return at;
  return tokens.length;
}

/** @param regions in the order of the text */
function positionsOf(
  text: string,
  regions: readonly Written[],
): readonly { readonly line: number; readonly column: number }[] {
  let [line, lineStart, counted] = [1, 0, 0];
  return regions.map(({ offset }) => {
    for (; counted < offset; counted++) {
      if (text[counted] !== "\n") continue;
      line++;
      lineStart = counted + 1;
    }
    return { line, column: offset - lineStart + 1 };
  });
}

/** What cannot be evaluated. */
class Unknown extends Error {}

/** What would take too long. */
class TooMuch extends Error {}

const PRECEDENCE: readonly (readonly string[])[] = [
  ["||"],
  ["&&"],
  ["|"],
  ["^"],
  ["&"],
  ["==", "!="],
  ["<=", ">=", "<", ">"],
  ["<<", ">>"],
  ["+", "-"],
  ["*", "/", "%"],
];

/** Evaluates expressions over the regions and assignments of one script. What a name stands for is worked out once. */
class Scope {
  steps = 0;
  limit: string | undefined;
  private depth = 0;
  /** Names that are being evaluated: a circle has no value. */
  private readonly open = new Set<string>();
  /** undefined: cannot be evaluated. */
  private readonly known = new Map<string, bigint | undefined>();

  constructor(
    private readonly regions: readonly Written[],
    private readonly assignments: ReadonlyMap<string, Tokens>,
  ) {}

  value(expression: Tokens): number | null {
    if (this.limit !== undefined) return null;
    this.depth = 0;
    try {
      const value = Number(this.evaluate(expression));
      return Number.isSafeInteger(value) && value >= 0 ? value : null;
    } catch (error) {
      if (error instanceof TooMuch) this.limit = error.message;
      else if (!(error instanceof Unknown)) throw error;
      return null;
    }
  }

  private evaluate(tokens: Tokens): bigint {
    let at = 0;
    const take = (wanted: string): boolean => {
      if (tokens[at]?.text !== wanted) return false;
      at++;
      return true;
    };
    const need = (wanted: string): void => {
      if (!take(wanted)) throw new Unknown(wanted);
    };
    const choice = (): bigint => {
      const condition = binary(0);
      if (!take("?")) return condition;
      // Only the side that holds must be known.
      if (condition === 0n) at = endOfBranch(tokens, at);
      const yes = condition === 0n ? undefined : this.deeper(choice);
      need(":");
      if (yes === undefined) return this.deeper(choice);
      at = endOfBranch(tokens, at);
      return yes;
    };
    const binary = (level: number): bigint => {
      const operators = PRECEDENCE[level];
      if (!operators) return this.deeper(unary);
      let value = binary(level + 1);
      for (;;) {
        const operator = tokens[at]?.text;
        if (operator === undefined || !operators.includes(operator)) return value;
        at++;
        value = apply(operator, value, binary(level + 1));
      }
    };
    const unary = (): bigint => {
      this.count();
      if (take("-")) return -this.deeper(unary);
      if (take("+")) return this.deeper(unary);
      if (take("~")) return ~this.deeper(unary);
      if (take("!")) return this.deeper(unary) === 0n ? 1n : 0n;
      return primary();
    };
    const primary = (): bigint => {
      const token = tokens[at++]?.text;
      if (token === undefined) throw new Unknown("the end");
      if (token === "(") {
        const value = choice();
        need(")");
        return value;
      }
      if (/^\d/.test(token)) return numberOf(token);
      if (!/^[A-Za-z_.$]/.test(token)) throw new Unknown(token);
      if (take("(")) {
        const name = tokens[at++]?.text ?? "";
        need(")");
        return this.call(token, name);
      }
      return this.symbol(token);
    };
    return choice();
  }

  private count(): void {
    if (++this.steps > MOST_STEPS) {
      throw new TooMuch(`its sizes take more than ${MOST_STEPS.toLocaleString("en")} steps to work out`);
    }
  }

  private deeper(evaluate: () => bigint): bigint {
    if (++this.depth > DEEPEST) throw new TooMuch(`its expressions are nested more than ${DEEPEST} deep`);
    const value = evaluate();
    this.depth--;
    return value;
  }

  private call(called: string, name: string): bigint {
    if (called === "DEFINED") return this.assignments.has(name) ? 1n : 0n;
    const region = this.regions.find((candidate) => candidate.name === name);
    if (!region) throw new Unknown(name);
    if (called === "ORIGIN") return this.once(`ORIGIN ${name}`, region.origin);
    if (called === "LENGTH") return this.once(`LENGTH ${name}`, region.length);
    throw new Unknown(called);
  }

  private symbol(name: string): bigint {
    const assigned = this.assignments.get(name);
    if (assigned === undefined) throw new Unknown(name);
    return this.once(name, assigned);
  }

  /** Which names a name needs does not depend on who asks, so that what was found inside a circle holds everywhere. */
  private once(name: string, expression: Tokens): bigint {
    if (!this.known.has(name)) {
      if (this.open.has(name)) throw new Unknown(name);
      this.open.add(name);
      const depth = this.depth;
      try {
        this.known.set(name, this.evaluate(expression));
      } catch (error) {
        if (!(error instanceof Unknown)) throw error;
        this.known.set(name, undefined);
        this.depth = depth;
      }
      this.open.delete(name);
    }
    const value = this.known.get(name);
    if (value === undefined) throw new Unknown(name);
    return value;
  }
}

/** Behind the operand that starts there: at the ":" or ")" of its own level, or the end. */
function endOfBranch(tokens: Tokens, start: number): number {
  let [depth, choices] = [0, 0];
  for (let at = start; at < tokens.length; at++) {
    const token = tokens[at]?.text;
    if (token === "(") depth++;
    if (depth === 0) {
      if (token === "?") choices++;
      if (token === ")" || (token === ":" && --choices < 0)) return at;
    }
    if (token === ")") depth--;
  }
  return tokens.length;
}

function numberOf(token: string): bigint {
  const unit = /[kK]$/.test(token) ? 1024n : /[mM]$/.test(token) ? 1024n * 1024n : 1n;
  const digits = token.replace(/[kKmM]$/, "");
  // Longer ones are no sizes, and turning them into numbers takes time.
  if (digits.length > 40) throw new Unknown("a number");
  // As in C, a leading zero makes a number octal.
  return bounded(BigInt(/^0[0-7]+$/.test(digits) ? `0o${digits.slice(1)}` : digits) * unit);
}

/** The linker computes with 64 bits: what leaves them is no size. */
function bounded(value: bigint): bigint {
  if (value >= 1n << 64n || value <= -(1n << 64n)) throw new Unknown("a number beyond 64 bits");
  return value;
}

function apply(operator: string, a: bigint, b: bigint): bigint {
  const truth = (value: boolean): bigint => (value ? 1n : 0n);
  if ((operator === "/" || operator === "%") && b === 0n) throw new Unknown("a division by zero");
  if ((operator === "<<" || operator === ">>") && (b < 0n || b > 64n)) throw new Unknown("a shift");
  const table: Readonly<Record<string, () => bigint>> = {
    "||": () => truth(a !== 0n || b !== 0n),
    "&&": () => truth(a !== 0n && b !== 0n),
    "|": () => a | b,
    "^": () => a ^ b,
    "&": () => a & b,
    "==": () => truth(a === b),
    "!=": () => truth(a !== b),
    "<=": () => truth(a <= b),
    ">=": () => truth(a >= b),
    "<": () => truth(a < b),
    ">": () => truth(a > b),
    "<<": () => a << b,
    ">>": () => a >> b,
    "+": () => a + b,
    "-": () => a - b,
    "*": () => a * b,
    "/": () => a / b,
    "%": () => a % b,
  };
  const compute = table[operator];
  if (!compute) throw new Unknown(operator);
  return bounded(compute());
}
