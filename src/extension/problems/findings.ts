/**
 * What belongs into the list of problems, and on which line: a budget that is exceeded at the line that could be changed, a refusal where it
 * says it is. Free of the editor.
 */
import { parseJson, positionAt, type Position } from "../../formats/json";
import type { PanelState } from "../../protocol/messages/panel";
import type { Remark } from "../../formats/remark";
import type { Report, ReportLayer } from "../../protocol/files/report";

export interface TextFile {
  readonly path: string;
  readonly text: string;
}

export interface Place extends Position {
  readonly path: string;
}

export type Finding =
  | { readonly kind: "problem"; readonly place: Place; readonly problem: Remark }
  | {
      readonly kind: "over";
      readonly place: Place;
      readonly region: "flash" | "ram";
      readonly overBytes: number;
      readonly limitBytes: number;
      /** Where RAM peaks, or the layer with the most FLASH. */
      readonly layer: string;
      /** Of a uniform width that nobody has decided for: a search may find what fits. */
      readonly isEstimate: boolean;
    };

/** @param settings the model's settings file. @param policy the file that holds the policy shown, if one does */
export function findingsOf(
  { model, report, problems }: PanelState,
  settings: TextFile | undefined,
  policy: TextFile | undefined,
): readonly Finding[] {
  const model1: Place = { path: model.path, line: 1, column: 1 };
  const found: Finding[] = problems
    .filter(({ code }) => !/^(session|worker)\./.test(code))
    .map((problem) => ({ kind: "problem", problem, place: placeIn(problem, settings) ?? model1 }));
  if (!report || report.fits) return found;
  for (const region of ["flash", "ram"] as const) {
    const key = region === "flash" ? "flashBytes" : "ramBytes";
    const limitBytes = report.target[key];
    if (limitBytes === null) continue;
    const overBytes = report.memory[report.target.account][key] - limitBytes;
    if (overBytes <= 0) continue;
    const layer = heaviestLayer(report, region);
    const place = policyPlace(policy, layer, region) ?? budgetPlace(settings, region) ?? model1;
    const isEstimate = report.search.strategy === "uniform";
    found.push({ kind: "over", place, region, overBytes, limitBytes, layer: layer?.name ?? "", isEstimate });
  }
  return found;
}

/** Places are `file:line:column`, or `file: key` for keys of a settings file. */
function placeIn({ place }: Remark, settings: TextFile | undefined): Place | undefined {
  if (place === undefined) return undefined;
  const exact = /^(.+):(\d+):(\d+)$/s.exec(place);
  if (exact) {
    const [, path = "", line, column] = exact;
    return { path, line: Number(line), column: Number(column) };
  }
  if (!settings || !place.startsWith(`${settings.path}: `)) return undefined;
  return keyPlace(settings, place.slice(settings.path.length + 2).split("."));
}

function heaviestLayer({ layers, memory }: Report, region: "flash" | "ram"): ReportLayer | undefined {
  if (region === "ram") return layers.find(({ name }) => name === memory.peak.layer);
  return layers.reduce<ReportLayer | undefined>(
    (most, layer) => (most && most.weightBytes >= layer.weightBytes ? most : layer),
    undefined,
  );
}

/** The line with the width that weighs most. */
function policyPlace(
  policy: TextFile | undefined,
  layer: ReportLayer | undefined,
  region: "flash" | "ram",
): Place | undefined {
  if (!policy || !layer) return undefined;
  const path = region === "flash" ? ["weights", layer.name] : ["activations", layer.activationChoice ?? ""];
  return keyPlace(policy, path);
}

/** The key that sets the limit: the size itself, or the board it comes from. */
function budgetPlace(settings: TextFile | undefined, region: "flash" | "ram"): Place | undefined {
  if (!settings) return undefined;
  const json = parseJson(settings.text, settings.path);
  if (!json.ok || json.value.kind !== "object") return undefined;
  const { members } = json.value;
  const key = [region, "target"].find((name) => members.some((member) => member.name === name));
  return key === undefined ? undefined : { path: settings.path, ...positionAt(json.value, [key]) };
}

function keyPlace(file: TextFile, path: readonly string[]): Place {
  const json = parseJson(file.text, file.path);
  const position = json.ok ? positionAt(json.value, path) : { line: 1, column: 1 };
  return { path: file.path, ...position };
}
