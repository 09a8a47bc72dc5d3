/** Which files are models, by their names; what they hold is looked at where they are read. */

/** Without the dot. */
export const MODEL_EXTENSIONS = ["onnx", "tflite"] as const;

/** For searching a workspace. */
export const MODEL_GLOB = `**/*.{${MODEL_EXTENSIONS.join(",")}}`;

const ENDING = new RegExp(`\\.(${MODEL_EXTENSIONS.join("|")})$`, "i");

export function isModelFile(path: string): boolean {
  return ENDING.test(path);
}

/** The name that settings, results and C code have: the file's without its ending. */
export function modelNameOf(fileName: string): string {
  return fileName.replace(ENDING, "");
}
