/** A project as a person has one: a small model, firmware that calls it, a settings file, and a file that only pretends to be a model. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { smallModel } from "./smallModel";

export interface Workspace {
  readonly folder: string;
  remove(): void;
}

export const MODEL = "tiny.onnx";
/** Big enough that a quantization can be cancelled or lose its worker before it ends. */
export const SLOW_MODEL = "slow.onnx";
export const BROKEN_MODEL = "broken.onnx";

export function makeWorkspace(): Workspace {
  const folder = mkdtempSync(join(tmpdir(), "bitwright-project-"));
  writeFileSync(join(folder, MODEL), smallModel({ side: 16, channels: 8, blocks: 4, classes: 10 }));
  writeFileSync(join(folder, SLOW_MODEL), smallModel({ side: 64, channels: 32, blocks: 16, classes: 10 }));
  writeFileSync(join(folder, BROKEN_MODEL), "this is no model\n");
  mkdirSync(join(folder, "firmware"));
  writeFileSync(join(folder, "firmware", "main.c"), '#include "tiny.h"\n\nint main(void) {\n  return 0;\n}\n');
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
