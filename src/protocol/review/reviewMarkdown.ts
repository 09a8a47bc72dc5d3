/** A review as Markdown: names are text, whatever they hold; tables have one row a line, so that two reports can be compared line by line. */
import { formatCount, formatPercent } from "../words/format";
import type { Bar, Block, Review } from "./review";
import { visible } from "../words/visible";

const CELL_CHARACTERS = 240;
const TEXT_CHARACTERS = 2000;

export function reviewMarkdown({ title, subtitle, verdict, sections }: Review): string {
  const parts = [
    `# ${text(title)}`,
    text(subtitle),
    `**${text(verdict)}**`,
    ...sections.flatMap((section) => [`## ${text(section.title)}`, ...section.blocks.map(blockText)]),
  ];
  return `${parts.join("\n\n")}\n`;
}

function blockText(block: Block): string {
  switch (block.kind) {
    case "text":
      return text(block.text);
    case "facts":
      return block.rows.map(([term, words]) => `- **${text(term)}**: ${text(words)}`).join("\n");
    case "list":
      return block.items.map((item) => `- ${text(item)}`).join("\n");
    case "bar":
      return barText(block.bar);
    case "table": {
      const line = (cells: readonly string[]): string =>
        `| ${cells.map((cell) => text(cell, CELL_CHARACTERS)).join(" | ")} |`;
      const rule = block.columns.map(({ isNumber }) => (isNumber === true ? "---:" : "---"));
      return [line(block.columns.map(({ title }) => title)), `| ${rule.join(" | ")} |`, ...block.rows.map(line)].join(
        "\n",
      );
    }
  }
}

function barText({ title, words, needBytes, parts }: Bar): string {
  const shares = parts.map(
    ({ title: part, sizeBytes }) =>
      `${part} ${formatCount(sizeBytes)} B (${formatPercent(needBytes > 0 ? (100 * sizeBytes) / needBytes : 0)})`,
  );
  return `**${text(title)}**: ${text(words)}: ${text(shares.join(", "))}`;
}

/** Only what would mean something is escaped, so that the source can be read too. */
function text(words: string, most = TEXT_CHARACTERS): string {
  return visible(words, most).replace(/\s+/g, " ").replace(MARKUP, "\\$&");
}

/** Marks of Markdown and of what GitHub adds to it, underscores at the ends of words, addresses, and what begins a list or a heading. */
const MARKUP =
  /[\\`*{}[\]<>#|!&~$@]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])|:(?=\/\/)|(?<=www)\.|^[-+=](?=\s|$)|(?<=^\d+)[.)](?=\s|$)/giu;
