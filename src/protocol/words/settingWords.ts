/**
 * What a hint asks for, in the words of the place where it is read: an option in the terminal, a command or a key of the settings file in the
 * editor, the bare key in files. A hint is written once and holds a mark for each setting that it means; whoever shows it puts in the words.
 */
import type { Remark } from "../../formats/remark";

export type Surface = "terminal" | "editor" | "file";

interface Words {
  readonly terminal: string;
  readonly editor: string;
  readonly file: string;
}

/** @param key as the settings file has it, and the option is called */
function key(key: string): Words {
  return { terminal: `--${key}`, editor: `"${key}" in the settings file`, file: `"${key}"` };
}

/** Commands stand in the editor under these titles; a test holds them against the manifest. */
const MEANT = {
  calibration: { ...key("calibration"), editor: "“Bitwright: Choose Samples…”" },
  evaluation: key("evaluation"),
  target: { ...key("target"), editor: "“Bitwright: Choose Target Board…”" },
  flash: key("flash"),
  ram: key("ram"),
  latency: key("latency"),
  levels: key("levels"),
  out: key("out"),
  rows: key("rows"),
  search: key("search"),
  learn: key("learn"),
  shape: key("shape"),
  fix: key("fix"),
  states: key("states"),
  steps: key("steps"),
  answer: key("answer"),
  preprocessing: key("preprocessing"),
  scores: key("scores"),
  streaming: key("streaming"),
  hop: key("hop"),
  padding: key("padding"),
  policy: { terminal: "--policy", editor: "“Bitwright: Open Policy in Memory Profile”", file: "policy.json" },
  anotherModel: {
    terminal: "give the path of an .onnx or .tflite file",
    editor: "put the model back, or close its page",
    file: "check the model's path",
  },
  generate: { terminal: '"bitwright generate"', editor: "“Bitwright: Generate Firmware”", file: '"generate"' },
} as const satisfies Readonly<Record<string, Words>>;

export type Meant = keyof typeof MEANT;

export const MEANINGS: readonly Meant[] = Object.keys(MEANT).filter((name): name is Meant =>
  Object.hasOwn(MEANT, name),
);

/** The mark of a setting, for a hint's text. */
export function meant(what: Meant): string {
  return `{{${what}}}`;
}

export function inWords(text: string, surface: Surface): string {
  return text.replace(/\{\{(\w+)\}\}/g, (mark, name: string) => {
    const what = MEANINGS.find((known) => known === name);
    return what === undefined ? mark : MEANT[what][surface];
  });
}

/** A problem or note with its words put in. */
export function remarkInWords<R extends Remark>(remark: R, surface: Surface): R {
  const { message, place, hint } = remark;
  return {
    ...remark,
    message: inWords(message, surface),
    ...(place !== undefined && { place: inWords(place, surface) }),
    ...(hint !== undefined && { hint: inWords(hint, surface) }),
  };
}
