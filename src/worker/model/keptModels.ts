/**
 * Models that stay loaded between requests, by path, time of change and size: an edit must answer while the person still looks, and
 * loading a large model takes longer than planning it a dozen times.
 */
import { stat } from "node:fs/promises";
import type { Outcome, StatedInputs } from "../../engine";
import type { StatedPixels } from "../settings/inputBounds";
import { loadModel, type Model } from "./loadModel";

/** A person looks at one or two at a time; a model is held with its weights. */
const MOST = 2;

export interface KeptModels {
  /** @param stated with `inputs` as loadModel takes them */
  readonly open: (path: string, stated?: StatedPixels, inputs?: StatedInputs) => Promise<Outcome<Model>>;
}

export function keepModels(load: KeptModels["open"] = loadModel): KeptModels {
  /** Least recently used first. */
  const kept = new Map<string, { readonly version: string; readonly model: Promise<Outcome<Model>> }>();
  return {
    open: async (path, stated, inputs) => {
      const version = `${await versionOf(path)} ${JSON.stringify([stated ?? null, inputs ?? null])}`;
      const known = kept.get(path);
      const entry = known?.version === version ? known : { version, model: load(path, stated, inputs) };
      kept.delete(path);
      kept.set(path, entry);
      for (const oldest of [...kept.keys()].slice(0, -MOST)) kept.delete(oldest);
      const model = await entry.model;
      // A refusal may depend on other files (external data) that the version does not speak of.
      if (!model.ok && kept.get(path) === entry) kept.delete(path);
      return model;
    },
  };
}

/** Unreadable files have no version: loading says what is wrong with them. */
async function versionOf(path: string): Promise<string> {
  try {
    const { mtimeMs, size } = await stat(path);
    return `${mtimeMs} ${size}`;
  } catch {
    return "";
  }
}
