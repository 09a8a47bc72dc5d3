/**
 * Learned weights as a file beside the policy that they belong to, which states the file's digest and what they were learned for. Whoever builds
 * the policy again takes them instead of rounding; anybody may have written the file, so that everything in it is held against the network.
 */
import { createHash } from "node:crypto";
import { dirname, join } from "node:path";
import { readBytes } from "../../datasets/files";
import {
  hasWeights,
  maxCode,
  ok,
  refuse,
  roundedKey,
  weightBits,
  type Outcome,
  type Policy,
  type Problem,
  type Quantizer,
  type RoundedLayer,
  type RoundedWeights,
  type SampleSource,
} from "../../engine";
import type { LearnedFile } from "../../protocol/files/policyFile";
import { meant } from "../../protocol/words/settingWords";
import type { JobSettings } from "../jobs/jobs";
import type { Model } from "../model/loadModel";
import { decodeRounded, encodeRounded } from "./roundedFile";

export const LEARNED_NAME = "learned.bin";
/** Raise when the file's form changes. */
const MAGIC = "BWLEARN1";
const MOST_BYTES = 512 * 2 ** 20;

/** What learned weights depend on besides the widths. */
export interface LearnedFrom {
  readonly nearest: Quantizer;
  readonly calibration: SampleSource;
}

/** The file's bytes, and what a policy says of it. */
export function learnedFile(
  model: Model,
  policy: Policy,
  from: LearnedFrom,
  weights: RoundedWeights,
): { readonly bytes: Uint8Array; readonly learned: LearnedFile } {
  const bytes = encodeRounded(weights, MAGIC);
  const learned = {
    file: LEARNED_NAME,
    sha256: digestOf(bytes),
    widths: widthsDigest(policy),
    samples: samplesDigest(model, from),
  };
  return { bytes, learned };
}

export function widthsDigest({ weights, activations }: Pick<Policy, "weights" | "activations">): string {
  return digestOf(JSON.stringify([[...weights], [...activations]]));
}

/** Ranges, and with them the codes of activations, come from these samples. */
export function samplesDigest(
  { identity, input, deadChannels, levels }: Model,
  { nearest, calibration }: LearnedFrom,
): string {
  return digestOf(
    JSON.stringify([
      identity,
      input,
      deadChannels ?? null,
      calibration.fingerprint,
      nearest.options,
      ...(levels ?? []),
    ]),
  );
}

export function digestOf(content: string | Uint8Array): string {
  return createHash("sha256").update(content).digest("hex");
}

export interface ReadWeights {
  readonly weights: RoundedWeights;
  readonly bytes: Uint8Array;
}

/** The weights that the settings' policy names. */
export async function readLearned(
  model: Model,
  settings: Pick<JobSettings, "policy" | "learnedFolder">,
  policy: Policy,
  learned: LearnedFile,
  from: LearnedFrom,
): Promise<Outcome<ReadWeights>> {
  const place = join(settings.learnedFolder ?? dirname(settings.policy?.path ?? ""), learned.file);
  const afresh = 'take "learned" out of the policy to round its weights afresh';
  const wrong = (code: string, message: string, hint: string): Outcome<never> =>
    refuse({ code: `learned.${code}`, message, place, hint });
  if (learned.samples !== samplesDigest(model, from)) {
    const hint = `give the ${meant("calibration")} and settings that it was learned with, or ${afresh}`;
    return wrong(
      "samples",
      "these weights were learned for other calibration samples, settings or another model",
      hint,
    );
  }
  const bytes = await readBytes(place, MOST_BYTES);
  if (!bytes.ok) return refuse(missing(bytes.problems, place, afresh));
  const rounded = digestOf(bytes.value) === learned.sha256 ? decodeRounded(bytes.value, MAGIC) : undefined;
  if (!rounded) {
    return wrong(
      "changed",
      "this is not the file of learned weights that the policy names",
      `bring it back, or ${afresh}`,
    );
  }
  const misfit = misfitIn(from, policy, rounded);
  return misfit === undefined
    ? ok({ weights: rounded, bytes: bytes.value })
    : wrong("misfit", `the file holds no weights of ${misfit}`, afresh);
}

function missing([first]: readonly Problem[], place: string, afresh: string): Problem {
  if (first && first.code !== "data.missing") return first;
  const message = "the policy names this file of learned weights, and it is not there";
  return { code: "learned.missing", message, place, hint: `bring it back, or ${afresh}` };
}

/** Whether there are weights for every layer, such as it can have. */
export function isFitting(from: LearnedFrom, policy: Policy, rounded: RoundedWeights): boolean {
  return misfitIn(from, policy, rounded) === undefined;
}

/** A layer whose weights are not there, or not such as it can have. */
function misfitIn({ nearest }: LearnedFrom, policy: Policy, rounded: RoundedWeights): string | undefined {
  const layer = nearest.network.layers.filter(hasWeights).find((each) => {
    const bits = weightBits(policy, each);
    const found = rounded.get(roundedKey(each, bits));
    return !found || !fits(found, { grid: nearest.grid(each, bits), bias: nearest.bias(each, bits) });
  });
  return layer && `layer "${layer.name}"`;
}

function fits({ grid, bias }: RoundedLayer, like: RoundedLayer): boolean {
  const most = maxCode(like.grid.bits);
  return (
    grid.bits === like.grid.bits &&
    grid.codes.length === like.grid.codes.length &&
    grid.scales.length === like.grid.scales.length &&
    bias.length === like.bias.length &&
    grid.codes.every((code) => code <= most) &&
    grid.zeroPoints.every((zeroPoint) => zeroPoint <= (grid.levels?.at(-1) ?? most)) &&
    grid.scales.every((scale) => scale > 0 && scale < LARGEST) &&
    bias.every((value) => Math.abs(value) < LARGEST)
  );
}

/** Far beyond any weight, and far from where single precision ends. */
const LARGEST = 1e30;
