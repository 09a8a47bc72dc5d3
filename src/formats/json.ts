/**
 * JSON with positions: where a settings or policy file is broken, and on which line each value stands. Names that occur twice in an
 * object are refused, which JSON.parse would let pass: after a careless merge the last one would silently win.
 */
import type { Remark } from "./remark";

/** The engine's Outcome, stated again because protocol imports nothing. */
export type Checked<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problems: readonly Remark[] };

/** 1-based. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

export interface JsonMember {
  readonly name: string;
  readonly at: Position;
  readonly node: JsonNode;
}

export type JsonNode =
  | { readonly kind: "object"; readonly at: Position; readonly members: readonly JsonMember[] }
  | { readonly kind: "array"; readonly at: Position; readonly items: readonly JsonNode[] }
  | { readonly kind: "scalar"; readonly at: Position; readonly value: string | number | boolean | null };

const MAX_DEPTH = 64;

/** @param file names the text in the problem's place: `file:line:column` */
export function parseJson(text: string, file: string): Checked<JsonNode> {
  const reader = new JsonReader(text.startsWith("\ufeff") ? text.slice(1) : text);
  try {
    return { ok: true, value: reader.document() };
  } catch (error) {
    if (!(error instanceof Broken)) throw error;
    const { line, column } = reader.positionOf(error.offset);
    const place = `${file}:${line}:${column}`;
    const problem: Remark = { code: "json.broken", message: error.message, place };
    return { ok: false, problems: [error.hint === undefined ? problem : { ...problem, hint: error.hint }] };
  }
}

/** The value that JSON.parse would have given. */
export function plainValue(node: JsonNode): unknown {
  switch (node.kind) {
    case "object":
      return Object.fromEntries(node.members.map((member) => [member.name, plainValue(member.node)]));
    case "array":
      return node.items.map(plainValue);
    case "scalar":
      return node.value;
  }
}

/** The value at that path, where there is one. */
export function nodeAt(root: JsonNode, path: readonly (string | number)[]): JsonNode | undefined {
  return path.reduce<JsonNode | undefined>((node, step) => (node ? within(node, step)?.node : undefined), root);
}

function within(node: JsonNode, step: string | number): { readonly node: JsonNode; readonly at: Position } | undefined {
  if (node.kind === "object") return node.members.find(({ name }) => name === step);
  const item = node.kind === "array" && typeof step === "number" ? node.items[step] : undefined;
  return item && { node: item, at: item.at };
}

/** Where the value at that path stands, or the nearest thing around it that exists. A member counts from its name. */
export function positionAt(root: JsonNode, path: readonly (string | number)[]): Position {
  let node = root;
  let at = root.at;
  for (const step of path) {
    const next = within(node, step);
    if (!next) break;
    ({ node, at } = next);
  }
  return at;
}

/** Thrown and caught inside this file only. */
class Broken extends Error {
  constructor(
    message: string,
    readonly offset: number,
    readonly hint?: string,
  ) {
    super(message);
  }
}

class JsonReader {
  private offset = 0;
  /** The line of `counted`, so that lines are counted once over the whole text. */
  private line = 1;
  private lineStart = 0;
  private counted = 0;

  constructor(private readonly text: string) {}

  document(): JsonNode {
    this.skipBlanks();
    if (this.offset >= this.text.length) throw new Broken("the file is empty", this.offset);
    const node = this.value(0);
    this.skipBlanks();
    if (this.offset < this.text.length) throw new Broken("nothing may follow the end of the JSON value", this.offset);
    return node;
  }

  positionOf(offset: number): Position {
    if (offset < this.counted) {
      this.line = 1;
      this.lineStart = 0;
      this.counted = 0;
    }
    for (; this.counted < offset; this.counted++) {
      if (this.text[this.counted] === "\n") {
        this.line++;
        this.lineStart = this.counted + 1;
      }
    }
    return { line: this.line, column: offset - this.lineStart + 1 };
  }

  private value(depth: number): JsonNode {
    if (depth > MAX_DEPTH) throw new Broken(`values are nested more than ${MAX_DEPTH} deep`, this.offset);
    const start = this.offset;
    const at = this.positionOf(start);
    const first = this.text[start];
    if (first === "{") return { kind: "object", at, members: this.members(depth) };
    if (first === "[") return { kind: "array", at, items: this.items(depth) };
    if (first === '"') return { kind: "scalar", at, value: this.string() };
    const scalar = /(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)(?![\w.])/y;
    scalar.lastIndex = start;
    const match = scalar.exec(this.text);
    if (!match) throw this.unexpected("a value");
    this.offset += match[0].length;
    return { kind: "scalar", at, value: JSON.parse(match[0]) as number | boolean | null };
  }

  private members(depth: number): JsonMember[] {
    const members: JsonMember[] = [];
    const names = new Set<string>();
    this.list("}", () => {
      if (this.text[this.offset] !== '"') throw this.unexpected("a name in double quotes");
      const start = this.offset;
      const at = this.positionOf(start);
      const name = this.string();
      if (names.has(name)) throw new Broken(`"${name}" occurs twice`, start, "keep one of the two lines");
      names.add(name);
      this.skipBlanks();
      if (this.text[this.offset] !== ":") throw this.unexpected('":"');
      this.offset++;
      this.skipBlanks();
      members.push({ name, at, node: this.value(depth + 1) });
    });
    return members;
  }

  private items(depth: number): JsonNode[] {
    const items: JsonNode[] = [];
    this.list("]", () => items.push(this.value(depth + 1)));
    return items;
  }

  /** What stands between brackets, separated by commas. */
  private list(end: "}" | "]", element: () => void): void {
    this.offset++;
    this.skipBlanks();
    if (this.text[this.offset] === end) {
      this.offset++;
      return;
    }
    for (;;) {
      element();
      this.skipBlanks();
      const next = this.text[this.offset];
      if (next !== "," && next !== end) throw this.unexpected(`"," or "${end}"`);
      const comma = this.offset++;
      if (next === end) return;
      this.skipBlanks();
      if (this.text[this.offset] === end)
        throw new Broken("a comma stands before the closing bracket", comma, "remove the comma");
    }
  }

  private string(): string {
    const start = this.offset;
    const literal = /"(?:[^"\\\n]|\\.)*"/y;
    literal.lastIndex = start;
    const match = literal.exec(this.text);
    if (!match) throw new Broken("the text is not closed by a double quote on its line", start);
    this.offset += match[0].length;
    try {
      return JSON.parse(match[0]) as string;
    } catch {
      throw new Broken("the text holds a control character or an unknown escape", start, "write a backslash as \\\\");
    }
  }

  private skipBlanks(): void {
    const blanks = /[ \t\r\n]*/y;
    blanks.lastIndex = this.offset;
    this.offset += blanks.exec(this.text)?.[0].length ?? 0;
  }

  private unexpected(wanted: string): Broken {
    const found = this.text[this.offset];
    if (found === undefined) return new Broken(`the file ends where ${wanted} should stand`, this.offset);
    if (found === "/" || found === "#") return new Broken("JSON has no comments", this.offset, "remove the comment");
    if (/^[<>=]{7}/.test(this.text.slice(this.offset))) {
      return new Broken("a merge conflict is not resolved", this.offset, "keep one side and remove the markers");
    }
    return new Broken(`${wanted} is expected here, not "${found}"`, this.offset);
  }
}
