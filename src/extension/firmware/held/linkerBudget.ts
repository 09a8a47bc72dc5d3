/** "Use the linker script's memory as budget": regions are read, what the application takes is told, and the model's budget is set. */
import { basename, dirname } from "node:path";
import * as vscode from "vscode";
import { formatSize } from "../../../protocol/words/format";
import { applicationBytes, budgetText } from "../../../protocol/code/linkerBudget";
import { regionsOf, type MemoryRegion } from "../../../formats/linkerScript";
import type { ModelSession } from "../../session/modelSession";
import { keepBudget } from "../../files/settingsFile";
import type { BuildFiles } from "../build/buildFiles";
import type { BudgetSource, LinkedFile, LinkerScript } from "./findings";
import { nearestFolder } from "../nearestFolder";
import type { FirmwareProjects } from "../projects";
import { complain, inform, label, mention, pick } from "../../say";

export interface LinkerBudgetSurroundings {
  readonly projects: FirmwareProjects;
  readonly files: BuildFiles;
  /** Keeps where the budget came from. */
  readonly keep: (source: BudgetSource) => Promise<void>;
}

/** The sizes that were set, for other extensions and tests. */
export interface LinkerBudget {
  readonly flash: string;
  readonly ram: string;
}

type Sized = MemoryRegion & { readonly lengthBytes: number };

interface BudgetItem extends vscode.QuickPickItem {
  readonly flashBytes: number;
  readonly ramBytes: number;
}

/** @param argument the script that the command was called on. @returns undefined where there is none, or the person turned away */
export async function useLinkerScript(
  argument: unknown,
  session: ModelSession,
  { projects, files, keep }: LinkerBudgetSurroundings,
): Promise<LinkerBudget | undefined> {
  const script = await scriptFor(argument, session, files);
  if (!script) return undefined;
  const [flash, ram] = [await regionFor(script, "flash"), await regionFor(script, "ram")];
  if (!flash || !ram) return undefined;
  const linked = nearestFolder(await files.linked(), dirname(script.path), ({ path }) => dirname(path));
  const chosen = await chooseShare({ script, flash, ram, linked, projects });
  if (!chosen) return undefined;
  const budget = { flash: budgetText(chosen.flashBytes), ram: budgetText(chosen.ramBytes) };
  await keepBudget(session.modelPath, budget);
  const regions = [flash, ram].map(({ name: region, lengthBytes }) => ({ name: region, lengthBytes }));
  await keep({ modelPath: session.modelPath, scriptPath: script.path, regions });
  await session.settingsChanged();
  const [flashSize, ramSize] = [formatSize(chosen.flashBytes), formatSize(chosen.ramBytes)];
  const name = basename(session.modelPath);
  mention(vscode.l10n.t("The budget of {0} is now {1} FLASH and {2} RAM.", name, flashSize, ramSize));
  return budget;
}

async function scriptFor(
  argument: unknown,
  session: ModelSession,
  files: BuildFiles,
): Promise<LinkerScript | undefined> {
  const uri = argument instanceof vscode.Uri ? argument : vscode.window.activeTextEditor?.document.uri;
  if (uri && /\.lds?$/.test(uri.path)) return files.script(uri.fsPath);
  const scripts = (await files.scripts()).filter(({ regions }) => regions.length > 0);
  const nearest = nearestFolder(scripts, dirname(session.modelPath), ({ path }) => dirname(path));
  if (scripts.length < 2) {
    if (!nearest) {
      void inform(vscode.l10n.t("No linker script with MEMORY regions is in this workspace."));
    }
    return nearest;
  }
  const items = [...scripts]
    .sort((a, b) => Number(b === nearest) - Number(a === nearest))
    .map((script) => ({
      label: label(basename(script.path)),
      description: vscode.workspace.asRelativePath(script.path),
      detail: script.regions.map(({ name, lengthBytes }) => `${name} ${sizeText(lengthBytes)}`).join(", "),
      script,
    }));
  return (await pick(items, { title: vscode.l10n.t("Which linker script?") }))?.script;
}

/** Asked only where the script leaves a choice. */
async function regionFor(script: LinkerScript, memory: "flash" | "ram"): Promise<Sized | undefined> {
  const regions = regionsOf(script.regions, memory);
  const [largest, ...others] = regions;
  if (!largest) {
    const name = basename(script.path);
    if (script.limit !== undefined) {
      void complain(vscode.l10n.t("The memory of {0} is not read: {1}.", name, script.limit));
      return undefined;
    }
    const message =
      memory === "flash"
        ? vscode.l10n.t("{0} has no FLASH region whose length can be told.", name)
        : vscode.l10n.t("{0} has no RAM region whose length can be told.", name);
    void complain(message);
    return undefined;
  }
  if (others.length === 0) return largest;
  const title =
    memory === "flash"
      ? vscode.l10n.t("Which region will hold the weights?")
      : vscode.l10n.t("Which region will hold the arena?");
  const items = regions.map((region) => ({
    label: label(region.name),
    description: sizeText(region.lengthBytes),
    region,
  }));
  return (await pick(items, { title }))?.region;
}

interface Share {
  readonly script: LinkerScript;
  readonly flash: Sized;
  readonly ram: Sized;
  readonly linked: LinkedFile | undefined;
  readonly projects: FirmwareProjects;
}

/** All of it, or what a program that is linked already leaves. */
async function chooseShare({ script, flash, ram, linked, projects }: Share): Promise<BudgetItem | undefined> {
  const item = (label: string, flashBytes: number, ramBytes: number, detail: string): BudgetItem => ({
    label,
    description: vscode.l10n.t("{0} FLASH, {1} RAM", formatSize(flashBytes), formatSize(ramBytes)),
    detail,
    flashBytes,
    ramBytes,
  });
  const regions = `${flash.name}, ${ram.name} (${basename(script.path)})`;
  const whole = item(vscode.l10n.t("The whole regions"), flash.lengthBytes, ram.lengthBytes, regions);
  const maps = projects.all.map(({ map }) => map);
  const flashTaken = linked && applicationBytes(linked.elf, flash, "flash", maps);
  const ramTaken = linked && applicationBytes(linked.elf, ram, "ram", maps);
  if (!linked || flashTaken === undefined || ramTaken === undefined) return whole;
  const [flashLeft, ramLeft] = [flash.lengthBytes - flashTaken, ram.lengthBytes - ramTaken];
  if (flashLeft <= 0 || ramLeft <= 0) return whole;
  const [flashSize, ramSize] = [formatSize(flashTaken), formatSize(ramTaken)];
  const taken = vscode.l10n.t("{0} takes {1} FLASH and {2} RAM", basename(linked.path), flashSize, ramSize);
  const rest = item(vscode.l10n.t("What the application leaves"), flashLeft, ramLeft, taken);
  return pick([rest, whole], { title: vscode.l10n.t("How much of it is for the network?") });
}

function sizeText(sizeBytes: number | null): string {
  return sizeBytes === null ? "?" : formatSize(sizeBytes);
}
