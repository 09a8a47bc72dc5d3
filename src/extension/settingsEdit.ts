/**
 * Changes named settings in the text of a settings file and nothing else: order, indentation and the other lines stay as a person wrote
 * them, so that the change reads as a diff of the lines it means.
 */
import { applyEdits, modify, type FormattingOptions } from "jsonc-parser";
import { parseJson } from "../protocol/json";
import type { Settings } from "../protocol/settings";

export type BudgetKeys = Pick<Settings, "target" | "flash" | "ram">;

/** New values by key; undefined takes a key out. */
export type SettingsChange = { readonly [K in keyof Settings]?: Settings[K] | undefined };

const BUDGET = ["target", "flash", "ram"] as const;

/** Whether the file decides the budget. Broken files decide nothing. */
export function decidesBudget(text: string): boolean {
  const json = parseJson(text, "");
  return json.ok && json.value.kind === "object" && json.value.members.some(({ name }) => isBudget(name));
}

/** @returns undefined where the text is no JSON object. Keys that `budget` lacks are removed. */
export function withBudget(text: string, budget: BudgetKeys): string | undefined {
  return withSettings(text, Object.fromEntries(BUDGET.map((key) => [key, budget[key]])));
}

/** @returns undefined where the text is no JSON object */
export function withSettings(text: string, change: SettingsChange): string | undefined {
  const json = parseJson(text, "");
  if (!json.ok || json.value.kind !== "object") return undefined;
  const mark = text.startsWith("\ufeff") ? "\ufeff" : "";
  let result = text.slice(mark.length);
  const formattingOptions = formattingOf(result);
  // Each goes in front of what is there: the first of them last.
  for (const [key, value] of Object.entries(change).reverse()) {
    const edits = modify(result, [key], value, { formattingOptions, getInsertionIndex: () => 0 });
    result = applyEdits(result, edits);
  }
  return mark + result;
}

/** As the file is indented. */
function formattingOf(text: string): FormattingOptions {
  const indent = /^([ \t]+)\S/m.exec(text)?.[1] ?? "  ";
  return {
    insertSpaces: !indent.startsWith("\t"),
    tabSize: indent.startsWith("\t") ? 1 : indent.length,
    eol: text.includes("\r\n") ? "\r\n" : "\n",
  };
}

function isBudget(name: string): boolean {
  return BUDGET.some((key) => key === name);
}
