/** The what-if edit without a panel: which tensor, then which width, with what each comes to in the words of the panel's menu. */
import * as vscode from "vscode";
import { widthsFor, type Bits } from "../../protocol/files/report";
import { offeredWidths } from "../../protocol/words/widths";
import type { EditKind } from "../session/editHistory";
import type { ModelSession } from "../session/modelSession";
import { label, pick } from "../say";

export interface BitsEdit {
  readonly kind: EditKind;
  readonly name: string;
  readonly bits: Bits;
}

export function isBitsEdit(value: unknown): value is BitsEdit {
  if (typeof value !== "object" || value === null) return false;
  if (!("kind" in value && "name" in value && "bits" in value)) return false;
  const { kind, name, bits } = value;
  return (
    (kind === "weights" || kind === "activation") && typeof name === "string" && widthsFor(kind).some((w) => w === bits)
  );
}

export async function pickBits(session: Pick<ModelSession, "state" | "planWidths">): Promise<BitsEdit | undefined> {
  const { report, losses } = session.state;
  if (!report) return undefined;
  const tensors = [
    ...Object.entries(report.policy.weights).map(([name, bits]) => ({ kind: "weights" as const, name, bits })),
    ...Object.entries(report.policy.activations).map(([name, bits]) => ({ kind: "activation" as const, name, bits })),
  ];
  const items = tensors.map((tensor) => ({
    label: label(tensor.name),
    description:
      tensor.kind === "weights"
        ? vscode.l10n.t("weights, {0} bits", tensor.bits)
        : vscode.l10n.t("activation, {0} bits", tensor.bits),
    tensor,
  }));
  const picked = await pick(items, {
    title: vscode.l10n.t("Which tensor?"),
    matchOnDescription: true,
  });
  if (!picked) return undefined;
  const { kind, name } = picked.tensor;
  const planned = await session.planWidths(kind, name, { cancelled: false }).catch(() => null);
  const width = await pick(
    offeredWidths(report, losses, picked.tensor, planned).map(({ bits, words }) => ({
      label: vscode.l10n.t("{0} bits", bits),
      description: words,
      bits,
    })),
    { title: name },
  );
  return width && { kind, name, bits: width.bits };
}
