/**
 * Changes the budget in the text of a settings file and nothing else: order, indentation and the other lines stay as a person wrote them,
 * so that the change reads as a diff of the lines it means.
 */
import { parseJson, type JsonMember } from "../protocol/json";
import type { Settings } from "../protocol/settings";

export type BudgetKeys = Pick<Settings, "target" | "flash" | "ram">;

const KEYS = ["target", "flash", "ram"] as const;

/** Whether the file decides the budget. Broken files decide nothing. */
export function decidesBudget(text: string): boolean {
  const json = parseJson(text, "");
  return json.ok && json.value.kind === "object" && json.value.members.some(({ name }) => isKey(name));
}

/** @returns undefined where the text is no JSON object. Keys that `budget` lacks are removed. */
export function withBudget(text: string, budget: BudgetKeys): string | undefined {
  let result = text;
  for (const key of KEYS) {
    const next = withMember(result, key, budget[key]);
    if (next === undefined) return undefined;
    result = next;
  }
  return result;
}

function withMember(text: string, key: string, value: string | number | undefined): string | undefined {
  const json = parseJson(text, "");
  if (!json.ok || json.value.kind !== "object") return undefined;
  const { members, at } = json.value;
  const index = members.findIndex(({ name }) => name === key);
  const member = members[index];
  if (value === undefined) return member ? without(text, members, index) : text;
  if (member) {
    const start = offsetOf(text, member.node.at);
    return text.slice(0, start) + JSON.stringify(value) + text.slice(start + scalarLength(text, start));
  }
  const open = offsetOf(text, at) + 1;
  const entry = `${JSON.stringify(key)}: ${JSON.stringify(value)}`;
  const indent = /^\s*/.exec(text.slice(open))?.[0] ?? "";
  if (members.length === 0) return `${text.slice(0, open)}\n  ${entry}\n${text.slice(open + indent.length)}`;
  return `${text.slice(0, open)}${indent}${entry},${text.slice(open)}`;
}

/** Without the member and the comma and blanks between it and its neighbour. */
function without(text: string, members: readonly JsonMember[], index: number): string {
  const member = members[index];
  if (!member) return text;
  const start = offsetOf(text, member.at);
  const valueStart = offsetOf(text, member.node.at);
  const end = valueStart + scalarLength(text, valueStart);
  const next = members[index + 1];
  if (next) return text.slice(0, start) + text.slice(offsetOf(text, next.at));
  // The last member: the comma in front of it goes too.
  return text.slice(0, start).replace(/,?\s*$/, "") + text.slice(end);
}

/** The three keys hold text or numbers; whatever else stands there ends at the next comma or bracket. */
function scalarLength(text: string, start: number): number {
  const scalar = /"(?:[^"\\]|\\.)*"|[^,}\]\s]+/y;
  scalar.lastIndex = start;
  return scalar.exec(text)?.[0].length ?? 0;
}

/** @param at 1-based, as parseJson gives it; it does not count a byte order mark */
function offsetOf(text: string, at: { readonly line: number; readonly column: number }): number {
  let lineStart = text.startsWith("\ufeff") ? 1 : 0;
  for (let line = 1; line < at.line; line++) lineStart = text.indexOf("\n", lineStart) + 1;
  return lineStart + at.column - 1;
}

function isKey(name: string): boolean {
  return KEYS.some((key) => key === name);
}
