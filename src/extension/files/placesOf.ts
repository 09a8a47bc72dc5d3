/** Which files belong to a model, by their names. */
import { basename, dirname, extname, join } from "node:path";
import { isModelFile, MODEL_EXTENSIONS, modelNameOf } from "../../formats/modelFiles";

/** `<model>.bitwright.json` beside the model. */
export function settingsPathOf(modelPath: string): string {
  return join(dirname(modelPath), `${nameOf(modelPath)}.bitwright.json`);
}

/** The policy that a search or "Save policy" leaves. */
export function policyPathOf(outFolder: string): string {
  return join(outFolder, "policy.json");
}

/** The C project of a model within the folder of its results. */
export function projectPathOf(outFolder: string, modelPath: string): string {
  return join(outFolder, `${nameOf(modelPath)}.mcu`);
}

export function isPolicyPath(path: string): boolean {
  const inResults = basename(path) === "policy.json" && dirname(path).endsWith(".bitwright");
  return inResults || path.endsWith(".bitwright-policy.json");
}

/**
 * Where a policy file's model may lie, likeliest first: beside the file or its results folder, under the name that the policy states and
 * the one that the folder or file bears.
 */
export function modelsOfPolicy(policyPath: string, modelName: string): readonly string[] {
  const folder = dirname(policyPath);
  const inResults = basename(policyPath) === "policy.json";
  const beside = inResults ? dirname(folder) : folder;
  const own = inResults
    ? basename(folder).replace(/\.bitwright$/, "")
    : basename(policyPath).replace(/\.bitwright-policy\.json$/, "");
  const endings = isModelFile(modelName) ? [extname(modelName)] : MODEL_EXTENSIONS.map((extension) => `.${extension}`);
  const names = [basename(modelName), ...endings.map((ending) => `${own}${ending}`)].filter(isModelFile);
  return [...new Set([...names.map((name) => join(beside, name)), ...names.map((name) => join(folder, name))])];
}

function nameOf(modelPath: string): string {
  return modelNameOf(basename(modelPath));
}
