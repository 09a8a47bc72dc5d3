/** A project as a person has one: models, firmware that calls one of them, and settings files. Made anew for every run. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { smallModel, type SmallModel } from "../networks/smallModel";

export interface Workspace {
  readonly folder: string;
  remove(): void;
}

/** Quantized in a second. */
export const SMALL: SmallModel = { side: 16, channels: 8, blocks: 4, classes: 10 };
/** Takes long enough to be interrupted. */
export const SLOW: SmallModel = { side: 64, channels: 32, blocks: 16, classes: 10 };
/** Of which SMALL keeps neither limit at 8 bits. */
export const TIGHT = { flash: "2KiB", ram: "3KiB", account: "model" };

export function makeWorkspace(): Workspace {
  const folder = mkdtempSync(join(tmpdir(), "bitwright-project-"));
  mkdirSync(join(folder, "firmware"));
  writeFileSync(join(folder, "firmware", "main.c"), '#include "model.h"\n\nint main(void) {\n  return 0;\n}\n');
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** `<name>.onnx`, with its settings file where `settings` are given. @returns the model's path */
export function putModel(folder: string, name: string, size: SmallModel, settings?: object): string {
  const path = join(folder, `${name}.onnx`);
  writeFileSync(path, smallModel(size));
  if (settings) writeFileSync(join(folder, `${name}.bitwright.json`), `${JSON.stringify(settings, null, 2)}\n`);
  return path;
}
