/** A generated project as a session remembers it: where it lies, and from what it was generated. */
import type { PanelFirmware } from "../../protocol/messages/panel";
import type { Verification } from "../../protocol/files/verification";
import { digestOf } from "../files/textDigest";

export interface FoundFirmware {
  /** Absolute. */
  readonly folder: string;
  /** As a person finds it. */
  readonly place: string;
  readonly modelSha256: string;
  readonly policySha256: string;
  /** Of the project as it is. */
  readonly verification: Verification | null;
}

/** What the panel shows of it, beside the model and the policy that are shown. */
export function shownFirmware(
  { place, modelSha256, policySha256, verification }: FoundFirmware,
  shown: { readonly modelSha256: string; readonly policyText: string } | undefined,
  isVerifying: boolean,
): PanelFirmware {
  const isCurrent =
    shown !== undefined && shown.modelSha256 === modelSha256 && digestOf(shown.policyText) === policySha256;
  return { place, isCurrent, verification, isVerifying };
}
