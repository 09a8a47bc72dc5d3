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

/** In the order of the text; empty where there is no MEMORY. */
export function memoryRegions(script: string): readonly MemoryRegion[] {
  const text = withoutComments(script);
  const blocks = [...text.matchAll(/\bMEMORY\s*\{([^}]*)\}/g)];
  const written = blocks.flatMap((block) => {
    const [whole, body = ""] = block;
    const start = block.index + whole.length - 1 - body.length;
    return [...body.matchAll(REGION)].map((match): Written => {
      const { name = "", attributes = "", origin = "", length = "" } = match.groups ?? {};
      return {
        name,
        attributes: attributes.toLowerCase().replace(/\s/g, ""),
        origin,
        length,
        offset: start + match.index,
      };
    });
  });
  const scope = new Scope(written, assignmentsIn(text));
  return written.map(({ name, attributes, origin, length, offset }) => ({
    name,
    attributes,
    originBytes: scope.value(origin),
    lengthBytes: scope.value(length),
    ...positionOf(text, offset),
  }));
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

interface Written {
  readonly name: string;
  readonly attributes: string;
  readonly origin: string;
  readonly length: string;
  readonly offset: number;
}

/** Bounded, so that no text takes long. A length ends where the next region begins, so it is taken up to there and read as far as it is an expression. */
const REGION =
  /(?<name>[A-Za-z_.$][\w.$-]*)\s*(?:\((?<attributes>[^)]*)\))?\s*:\s*(?:ORIGIN|org|o)\s*=\s*(?<origin>[^,]{1,500}?)[,\s]\s*(?:LENGTH|len|l)\s*=\s*(?<length>(?:(?![A-Za-z_.$][\w.$-]*\s*(?:\([^)]*\))?\s*:\s*(?:ORIGIN|org|o)\s*=)[^,]){1,1000})/g;

/** Blanks in their place, so that offsets stay. */
function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?(?:\*\/|$)|^[ \t]*#.*$/gm, (comment) => comment.replace(/[^\n]/g, " "));
}

function assignmentsIn(text: string): ReadonlyMap<string, string> {
  const found = text.matchAll(
    /(?<![\w.$(])(?:PROVIDE(?:_HIDDEN)?\s*\(\s*)?([A-Za-z_.$][\w.$]*)\s*=(?!=)\s*([^;{}]+);/g,
  );
  return new Map([...found].map(([, name = "", value = ""]) => [name, value]));
}

function positionOf(text: string, offset: number): { readonly line: number; readonly column: number } {
  const before = text.slice(0, offset);
  return { line: before.split("\n").length, column: offset - before.lastIndexOf("\n") };
}

/** What cannot be evaluated. */
class Unknown extends Error {}

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

const TOKEN =
  /\s*(0[xX][\da-fA-F]+[kKmM]?|\d+[kKmM]?|[A-Za-z_.$][\w.$]*|<<|>>|<=|>=|==|!=|&&|\|\||[-+*/%&|^~!<>()?:,])/y;

/** Evaluates expressions over the regions and assignments of one script. */
class Scope {
  /** Names that are being evaluated: a circle has no value. */
  private readonly open = new Set<string>();

  constructor(
    private readonly regions: readonly Written[],
    private readonly assignments: ReadonlyMap<string, string>,
  ) {}

  value(expression: string): number | null {
    try {
      const value = Number(this.evaluate(expression));
      return Number.isSafeInteger(value) && value >= 0 ? value : null;
    } catch (error) {
      if (error instanceof Unknown || error instanceof RangeError) return null;
      throw error;
    }
  }

  private evaluate(expression: string): bigint {
    const tokens = tokensOf(expression);
    let at = 0;
    const take = (wanted: string): boolean => {
      if (tokens[at] !== wanted) return false;
      at++;
      return true;
    };
    const need = (wanted: string): void => {
      if (!take(wanted)) throw new Unknown(wanted);
    };
    const choice = (): bigint => {
      const condition = binary(0);
      if (!take("?")) return condition;
      // Both sides are read, and only the one that holds must be known.
      const [yes, no] = [attempt(choice), (need(":"), attempt(choice))];
      return (condition !== 0n ? yes : no)();
    };
    const attempt = (read: () => bigint): (() => bigint) => {
      const start = at;
      try {
        const value = read();
        return () => value;
      } catch (error) {
        if (!(error instanceof Unknown)) throw error;
        at = endOfBranch(tokens, start);
        return () => {
          throw error;
        };
      }
    };
    const binary = (level: number): bigint => {
      const operators = PRECEDENCE[level];
      if (!operators) return unary();
      let value = binary(level + 1);
      for (;;) {
        const operator = tokens[at];
        if (operator === undefined || !operators.includes(operator)) return value;
        at++;
        value = apply(operator, value, binary(level + 1));
      }
    };
    const unary = (): bigint => {
      if (take("-")) return -unary();
      if (take("+")) return unary();
      if (take("~")) return ~unary();
      if (take("!")) return unary() === 0n ? 1n : 0n;
      return primary();
    };
    const primary = (): bigint => {
      const token = tokens[at++];
      if (token === undefined) throw new Unknown("the end");
      if (token === "(") {
        const value = choice();
        need(")");
        return value;
      }
      if (/^\d/.test(token)) return numberOf(token);
      if (take("(")) {
        const name = tokens[at++] ?? "";
        need(")");
        return this.call(token, name);
      }
      return this.symbol(token);
    };
    return choice();
  }

  private call(called: string, name: string): bigint {
    if (called === "DEFINED") return this.assignments.has(name) ? 1n : 0n;
    const region = this.regions.find((candidate) => candidate.name === name);
    if (!region) throw new Unknown(name);
    if (called === "ORIGIN") return this.guarded(`ORIGIN ${name}`, region.origin);
    if (called === "LENGTH") return this.guarded(`LENGTH ${name}`, region.length);
    throw new Unknown(called);
  }

  private symbol(name: string): bigint {
    const assigned = this.assignments.get(name);
    if (assigned === undefined) throw new Unknown(name);
    return this.guarded(name, assigned);
  }

  private guarded(name: string, expression: string): bigint {
    if (this.open.has(name)) throw new Unknown(name);
    this.open.add(name);
    try {
      return this.evaluate(expression);
    } finally {
      this.open.delete(name);
    }
  }
}

/** As far as the text consists of tokens. */
function tokensOf(expression: string): readonly string[] {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  for (let match = TOKEN.exec(expression); match; match = TOKEN.exec(expression)) tokens.push(match[1] ?? "");
  return tokens;
}

/** Behind the operand that starts there: at the ":" or ")" of its own level, or the end. */
function endOfBranch(tokens: readonly string[], start: number): number {
  let depth = 0;
  for (let at = start; at < tokens.length; at++) {
    const token = tokens[at];
    if (token === "(") depth++;
    if (depth === 0 && (token === ":" || token === ")")) return at;
    if (token === ")") depth--;
  }
  return tokens.length;
}

function numberOf(token: string): bigint {
  const unit = /[kK]$/.test(token) ? 1024n : /[mM]$/.test(token) ? 1024n * 1024n : 1n;
  const digits = token.replace(/[kKmM]$/, "");
  // As in C, a leading zero makes a number octal.
  return BigInt(/^0[0-7]+$/.test(digits) ? `0o${digits.slice(1)}` : digits) * unit;
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
  return compute();
}
