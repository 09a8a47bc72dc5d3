/** `net.onnx` and `net.tflite` of one folder have one name, and so one folder for their results: the one must not replace those of the other unasked. */
import { basename, join } from "node:path";
import { readTextFile } from "../../datasets/files";
import { ok, refuse, type Outcome } from "../../engine";
import { isObject } from "../../formats/check";
import { isModelFile, modelNameOf } from "../../formats/modelFiles";
import { meant } from "../../protocol/words/settingWords";
import { projectFolder } from "../jobs/project";

/**
 * Refuses where the folder holds what was made of a file that has the model's name and another ending. To be asked before a search that would
 * be in vain. Files that cannot be read are nobody's.
 */
export async function refuseOthersResults(modelPath: string, folder: string): Promise<Outcome<true>> {
  const own = basename(modelPath);
  const name = modelNameOf(own);
  for (const file of ["policy.json", "report.json", join(projectFolder(name), "memory.json")]) {
    const path = join(folder, file);
    const source = await sourceOf(path);
    if (source === undefined || !isModelFile(source) || modelNameOf(source) !== name) continue;
    if (source.toLowerCase() === own.toLowerCase()) continue;
    return refuse({
      code: "output.otherModel",
      message: `this was made of "${source}", and results of "${own}" would replace it`,
      place: path,
      hint: `choose another folder with ${meant("out")}, or remove the results that are there`,
    });
  }
  return ok(true);
}

/** The name of the model's file, as results state it. */
async function sourceOf(path: string): Promise<string | undefined> {
  const text = await readTextFile(path);
  if (!text.ok) return undefined;
  try {
    const json: unknown = JSON.parse(text.value);
    const model = isObject(json) ? json["model"] : undefined;
    const name = isObject(model) ? model["name"] : undefined;
    return typeof name === "string" ? name : undefined;
  } catch {
    return undefined;
  }
}
