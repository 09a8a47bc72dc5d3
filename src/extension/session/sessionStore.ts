/**
 * What is known of a model, on disk in the editor's own storage: a window that reloads, or an editor that crashes, shows the last report
 * with its edits and asks nobody to measure again. A file that is broken or was changed by others, which its digest tells, or belongs to
 * another state of the model, counts as none.
 */
import { createHash, randomUUID } from "node:crypto";
import { mkdir, rename, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Report } from "../../protocol/files/report";
import type { JobAnswer } from "../../protocol/messages/workerMessages";
import { readBoundedText } from "../files/boundedFiles";
import type { SavedHistory } from "./editHistory";
import type { FoundFirmware } from "./foundFirmware";
import type { LongJob, PhaseTimes } from "./jobClock";
import type { Measurement } from "./measurements";

/** Raise when the form changes: old files are then left unread. */
const VERSION = 6;

/** Where the policy that edits start from comes from. */
export type BaseKind = "estimate" | "search" | "policy";

export interface SavedSession {
  readonly kind: BaseKind;
  /** The policy file that the base came from; null: none. */
  readonly policyPath: string | null;
  readonly base: JobAnswer;
  readonly history: SavedHistory;
  readonly report: Report;
  readonly policyText: string;
  readonly measurements: Readonly<Record<string, Measurement>>;
  /** The C project that was generated last; null: none. */
  readonly firmware: FoundFirmware | null;
  /** A search was running. */
  readonly searching: boolean;
  /** What the phases of long jobs took the last time. */
  readonly times: Readonly<Partial<Record<LongJob, PhaseTimes>>>;
}

export interface SessionStore {
  load(modelPath: string): Promise<SavedSession | undefined>;
  save(modelPath: string, session: SavedSession): Promise<void>;
}

export const forgetfulStore: SessionStore = {
  load: () => Promise.resolve(undefined),
  save: () => Promise.resolve(),
};

/** A report of thousands of layers, and hundreds of edits. */
const MOST_BYTES = 256 * 1024 * 1024;

/** @param folder is made when first needed */
export function openSessionStore(folder: string, log: (text: string) => void): SessionStore {
  const fileOf = (modelPath: string): string =>
    join(folder, `session-${createHash("sha256").update(modelPath).digest("hex").slice(0, 32)}.json`);
  return {
    load: async (modelPath) => {
      try {
        const text = await readBoundedText(fileOf(modelPath), { mostBytes: MOST_BYTES, within: [folder] });
        if (text === undefined) return undefined;
        const saved: unknown = JSON.parse(text);
        if (!isSaved(saved)) return undefined;
        if (saved.digest !== digestOf(saved.model, saved.session)) {
          log(`the last state of ${modelPath} was changed on disk, and is left out`);
          return undefined;
        }
        return saved.model === (await versionOf(modelPath)) ? saved.session : undefined;
      } catch (error) {
        log(`the last state of ${modelPath} cannot be read: ${String(error)}`);
        return undefined;
      }
    },
    save: async (modelPath, session) => {
      const file = fileOf(modelPath);
      const temporary = `${file}.${randomUUID()}.tmp`;
      try {
        const model = await versionOf(modelPath);
        await mkdir(folder, { recursive: true });
        await writeFile(
          temporary,
          JSON.stringify({ version: VERSION, model, digest: digestOf(model, session), session }),
        );
        await rename(temporary, file);
      } catch (error) {
        log(`the state of ${modelPath} cannot be kept: ${String(error)}`);
        await rm(temporary, { force: true }).catch(() => undefined);
      }
    },
  };
}

async function versionOf(path: string): Promise<string> {
  const { mtimeMs, size } = await stat(path);
  return `${mtimeMs} ${size}`;
}

/** Our own file of this version, or not: its inside is what JSON.stringify made of a SavedSession. */
function isSaved(
  value: unknown,
): value is { readonly model: string; readonly digest: string; readonly session: SavedSession } {
  if (typeof value !== "object" || value === null) return false;
  if (!("version" in value && "model" in value && "digest" in value && "session" in value)) return false;
  const { version, model, digest, session } = value;
  if (version !== VERSION || typeof model !== "string" || typeof digest !== "string") return false;
  return typeof session === "object" && session !== null;
}

/** JSON keeps the order of keys and every digit of numbers, so what was read gives the text that was written. */
function digestOf(model: string, session: SavedSession): string {
  return createHash("sha256")
    .update(JSON.stringify([model, session]))
    .digest("hex");
}
