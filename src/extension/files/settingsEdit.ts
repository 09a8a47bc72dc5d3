/**
 * Changes named settings in the text of a settings file and nothing else: order, indentation and the other lines stay as a person wrote
 * them, so that the change reads as a diff of the lines it means.
 */
import { applyEdits, modify, type FormattingOptions } from "jsonc-parser";
import { parseJson, type JsonNode } from "../../formats/json";
import type { Settings } from "../../protocol/files/settings";

export type BudgetKeys = Pick<Settings, "target" | "flash" | "ram">;

/** New values by key; undefined takes a key out. */
export type SettingsChange = { readonly [K in keyof Settings]?: Settings[K] | undefined };

const BUDGET = ["target", "flash", "ram"] as const;
const DATA = ["calibration", "evaluation"] as const;

/** @returns undefined where the text is no JSON object. Keys that `budget` lacks are removed. */
export function withBudget(text: string, budget: BudgetKeys): string | undefined {
  return withSettings(text, Object.fromEntries(BUDGET.map((key) => [key, budget[key]])));
}

/**
 * A preparation that is stated is meant for every data set, as on the command line: those that data sets state themselves go.
 * @returns undefined where the text is no JSON object
 */
export function withSettings(text: string, change: SettingsChange): string | undefined {
  const json = parseJson(text, "");
  if (!json.ok || json.value.kind !== "object") return undefined;
  const own = "preprocessing" in change ? DATA.filter((name) => states(json.value, name, "preprocessing")) : [];
  const mark = text.startsWith("\ufeff") ? "\ufeff" : "";
  let result = text.slice(mark.length);
  const formattingOptions = formattingOf(result);
  for (const name of own) {
    result = applyEdits(result, modify(result, [name, "preprocessing"], undefined, { formattingOptions }));
  }
  // Each goes in front of what is there: the first of them last.
  for (const [key, value] of Object.entries(change).reverse()) {
    const edits = modify(result, [key], value, { formattingOptions, getInsertionIndex: () => 0 });
    result = applyEdits(result, edits);
  }
  return mark + result;
}

/** Editors know the schema by the file's name; a path to it is true in one place alone. @param text of a settings file */
export function withoutSchema(text: string): string {
  return applyEdits(text, modify(text, ["$schema"], undefined, { formattingOptions: formattingOf(text) }));
}

function states(node: JsonNode, name: string, key: string): boolean {
  const value = node.kind === "object" && node.members.find((member) => member.name === name)?.node;
  return value !== false && value?.kind === "object" && value.members.some((member) => member.name === key);
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
