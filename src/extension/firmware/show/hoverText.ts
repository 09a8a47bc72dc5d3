/** A hover's Markdown. Free of the editor: what a model's names may do to it is tested. */
import type { Explanation } from "../../../protocol/code/explainCode";
import { markdownText } from "../../../protocol/words/visible";

/** Internal: hovers and lenses name them, people do not. */
export const COMMANDS = { showLayer: "_bitwright.showLayer", revealLayer: "_bitwright.revealLayer" } as const;

/** As internal. Takes the file's path and the projects' folders. */
export const CHOOSE = "_bitwright.chooseFirmware";

export interface HoverLinks {
  readonly folder: string;
  readonly showLayer: string;
  readonly revealLayer: string;
}

/** Which project is meant, or may be, where several have the name; and the link that chooses between them. */
export interface HoverChoice {
  /** As the person sees the workspace. */
  readonly places: readonly string[];
  readonly text: string;
  /** Of the file with the name, and of every project that has it. */
  readonly path: string;
  readonly folders: readonly string[];
}

/**
 * @param links the folder of the project, and the words of the two links
 * @param choice undefined: only one project has the name
 */
export function hoverMarkdown({ title, facts, layer }: Explanation, links: HoverLinks, choice?: HoverChoice): string {
  const lines = facts.map(({ term, words }) => `${markdownText(term)}: ${markdownText(words)}`);
  if (choice) {
    const choose = `[${markdownText(choice.text)}](command:${CHOOSE}?${encoded(JSON.stringify([choice.path, choice.folders]))})`;
    lines.push(...choice.places.map(markdownText), choose);
  }
  const text = `**${markdownText(title)}**\n\n${lines.join("  \n")}`;
  if (layer === null) return text;
  const [show, reveal] = (["showLayer", "revealLayer"] as const).map((command) => {
    const query = encoded(JSON.stringify([links.folder, layer]));
    return `[${markdownText(links[command])}](command:${COMMANDS[command]}?${query})`;
  });
  return `${text}\n\n${show} · ${reveal}`;
}

/** A parenthesis would end the link, and what follows it in a name would be Markdown. */
function encoded(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16)}`);
}
