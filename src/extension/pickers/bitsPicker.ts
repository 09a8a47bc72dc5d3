/** The what-if edit without a panel: which tensor, then which width, with what is known of its loss. */
import * as vscode from "vscode";
import { formatLoss } from "../../protocol/words/format";
import type { PanelState } from "../../protocol/messages/panel";
import type { Bits } from "../../protocol/files/report";
import type { EditKind } from "../session/editHistory";
import { label, pick } from "../say";

export interface BitsEdit {
  readonly kind: EditKind;
  readonly name: string;
  readonly bits: Bits;
}

const WIDTHS: readonly Bits[] = [8, 4, 2];

export function isBitsEdit(value: unknown): value is BitsEdit {
  if (typeof value !== "object" || value === null) return false;
  if (!("kind" in value && "name" in value && "bits" in value)) return false;
  const { kind, name, bits } = value;
  return (kind === "weights" || kind === "activation") && typeof name === "string" && WIDTHS.some((w) => w === bits);
}

export async function pickBits({ report, losses }: PanelState): Promise<BitsEdit | undefined> {
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
  const { kind, name, bits: current } = picked.tensor;
  const width = await pick(
    WIDTHS.map((bits) => {
      const loss = losses[`${kind}:${name}:${bits}`];
      const now = bits === current ? [vscode.l10n.t("now")] : [];
      const known = loss === undefined ? [] : [vscode.l10n.t("loss {0}", formatLoss(loss))];
      return { label: vscode.l10n.t("{0} bits", bits), description: [...now, ...known].join(" · "), bits };
    }),
    { title: name },
  );
  return width && { kind, name, bits: width.bits };
}
