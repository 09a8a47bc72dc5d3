/** A hover's Markdown. Free of the editor: what a model's names may do to it is tested. */
import type { Explanation } from "../../protocol/explainCode";
import { markdownText } from "../../protocol/visible";

/** Internal: hovers and lenses name them, people do not. */
export const COMMANDS = { showLayer: "_bitwright.showLayer", revealLayer: "_bitwright.revealLayer" } as const;

export interface HoverLinks {
  readonly folder: string;
  readonly showLayer: string;
  readonly revealLayer: string;
}

/** @param links the folder of the project, and the words of the two links */
export function hoverMarkdown({ title, facts, layer }: Explanation, links: HoverLinks): string {
  const lines = facts.map(({ term, words }) => `${markdownText(term)}: ${markdownText(words)}`).join("  \n");
  const text = `**${markdownText(title)}**\n\n${lines}`;
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
