/**
 * The layers as the panel works with them: each row joins a layer of the report with what it was before the person's edits. Rows stand in
 * execution order, so a row's position is its step in the arena's lifetimes.
 */
import type { PanelState } from "../../../src/protocol/messages/panel";
import type { Bits, ShownBits, Report, ReportLayer } from "../../../src/protocol/files/report";
import { visible } from "../../../src/protocol/words/visible";
import { currentVerification } from "../firmwareSteps";
import { layerLabels } from "./layerLabels";

export type WidthKind = "weights" | "activation";

/** A width that the person may set. Layers that only move data share the choice of their source. */
export interface Choice {
  readonly kind: WidthKind;
  /** The policy's name for it. */
  readonly name: string;
}

/** One width of a layer. `bits` is null for the float tail. */
export interface Width {
  readonly bits: ShownBits | null;
  /** null where the network fixes the width. */
  readonly choice: Choice | null;
  /** The width before the edits; null where it was not edited. */
  readonly was: ShownBits | null;
}

export interface LayerRow {
  readonly step: number;
  /** The part of the name that tells it from the others. */
  readonly label: string;
  readonly layer: ReportLayer;
  /** null for a layer without weights. */
  readonly weights: Width | null;
  readonly activation: Width;
  /** As `verify` counted them for code of these very widths; null where it has not. */
  readonly instructions: number | null;
  readonly isPeak: boolean;
}

export function choiceKey({ kind, name }: Choice): string {
  return `${kind}:${name}`;
}

export function lossOf(losses: PanelState["losses"], choice: Choice, bits: Bits): number | null {
  const key = `${choiceKey(choice)}:${bits}`;
  return Object.hasOwn(losses, key) ? (losses[key] ?? null) : null;
}

export function layerRows(state: PanelState): readonly LayerRow[] {
  const { report, before } = state;
  if (report === null) return [];
  const edited = new Set(state.edited);
  const peak = peakStep(report);
  const labels = labelsOf(report);
  const counted = new Map(currentVerification(state)?.layers.map(({ name, instructions }) => [name, instructions]));
  return report.layers.map((layer, step) => {
    const old = before?.layers[step];
    const { name, weightBits, activationBits, activationFixed, activationChoice } = layer;
    return {
      step,
      label: labels[step] ?? name,
      layer,
      weights:
        weightBits === null ? null : widthOf(weightBits, { kind: "weights", name }, old?.weightBits ?? null, edited),
      activation:
        activationFixed || activationChoice === null
          ? { bits: activationBits, choice: null, was: null }
          : widthOf(
              activationBits,
              { kind: "activation", name: activationChoice },
              old?.activationBits ?? null,
              edited,
            ),
      instructions: counted.get(name) ?? null,
      isPeak: step === peak,
    };
  });
}

/** The first step at which most bytes are alive: the report's peak layer where the name tells, else the greatest figure. */
export function peakStep({ layers, memory }: Report): number {
  const named = layers.findIndex(({ name }) => name === memory.peak.layer);
  if (named >= 0) return named;
  return layers.reduce((best, layer, step) => (layer.liveBytes > (layers[best]?.liveBytes ?? 0) ? step : best), 0);
}

const known = new WeakMap<Report, readonly string[]>();

/** Labels of the layers, in execution order and fit to be shown. */
export function labelsOf(report: Report): readonly string[] {
  const labels = known.get(report) ?? layerLabels(report.layers.map(({ name }) => name)).map((label) => visible(label));
  known.set(report, labels);
  return labels;
}

function widthOf(bits: ShownBits | null, choice: Choice, old: ShownBits | null, edited: ReadonlySet<string>): Width {
  const was = edited.has(choiceKey(choice)) && old !== bits ? old : null;
  return { bits, choice, was };
}

export function isEdited({ weights, activation }: LayerRow): boolean {
  return isEditedWidth(weights) || isEditedWidth(activation);
}

export function isEditedWidth(width: Width | null): boolean {
  return width !== null && width.was !== null;
}

/** `112×112×64`. */
export function formatShape(shape: readonly number[]): string {
  return shape.join("×");
}
