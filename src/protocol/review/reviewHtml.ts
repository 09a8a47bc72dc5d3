/**
 * A review as one file of HTML: nothing is loaded and nothing runs, which its own content security policy states; it prints on paper. Everything
 * that the report says goes in as text. Figures are attributes of SVG, since the policy allows no style attribute.
 */
import { formatCount, formatSize } from "../words/format";
import type { Bar, Block, Column, Review } from "./review";
import { visible } from "../words/visible";

const TEXT_CHARACTERS = 2000;
const CELL_CHARACTERS = 240;

/** Colours that can be told apart in print and by people who see fewer of them; each has white or black at its border. */
const FILLS = ["#3b6fb6", "#8b5fb3", "#c9772b", "#5f8f3f", "#a83e55", "#5c7a89", "#b59b27", "#777777"];

export const REVIEW_STYLE = `
:root { color-scheme: light; }
body { margin: 0 auto; max-width: 60rem; padding: 1.5rem; background: #fff; color: #1b1b1b; font: 14px/1.45 system-ui, sans-serif; }
h1 { margin: 0; font-size: 1.6rem; overflow-wrap: anywhere; }
h2 { margin: 1.4rem 0 0.4rem; border-bottom: 1px solid #bbb; font-size: 1.1rem; break-after: avoid; }
p { margin: 0.4rem 0; overflow-wrap: anywhere; }
.subtitle { color: #555; }
.verdict { padding: 0.5rem 0.8rem; border-left: 4px solid #555; background: #f3f3f3; font-size: 1.05rem; }
.verdict.fits { border-color: #2e7d32; }
.verdict.over { border-color: #b3261e; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 0.15rem 1rem; margin: 0.4rem 0; }
dt { color: #555; }
dd { margin: 0; min-width: 0; overflow-wrap: anywhere; }
ul { margin: 0.4rem 0; padding-left: 1.2rem; overflow-wrap: anywhere; }
.frame { overflow-x: auto; }
table { width: 100%; margin: 0.6rem 0; border-collapse: collapse; font-variant-numeric: tabular-nums; }
caption { padding-bottom: 0.2rem; color: #555; text-align: start; }
th, td { padding: 0.12rem 0.5rem; border-bottom: 1px solid #ddd; text-align: start; vertical-align: top; }
thead th { border-bottom-color: #888; }
tbody th { font-weight: normal; overflow-wrap: anywhere; }
.number { text-align: end; white-space: nowrap; }
svg { display: block; width: 100%; height: 22px; }
.legend { display: flex; flex-wrap: wrap; gap: 0.1rem 1rem; margin: 0.2rem 0 0.8rem; padding: 0; list-style: none; font-variant-numeric: tabular-nums; }
.legend svg { display: inline-block; width: 11px; height: 11px; margin-right: 0.35rem; vertical-align: -1px; }
@media print {
  @page { margin: 14mm; }
  body { max-width: none; padding: 0; font-size: 9.5pt; print-color-adjust: exact; }
  .frame { overflow: visible; }
  thead { display: table-header-group; }
  tr, dl, figure { break-inside: avoid; }
}
figure { margin: 0.6rem 0; }
figcaption { margin-bottom: 0.2rem; }
@media (max-width: 30rem) { dl { grid-template-columns: 1fr; gap: 0; } dd { margin-bottom: 0.4rem; } }
`;

/** SHA-256 of the style, in base64: the only style that the page's policy lets in. A test computes it. */
export const REVIEW_STYLE_DIGEST = "juPwP+OoP+TyJ/maPfMZ66V4qrC+W1Sz+J21NJXe2AQ=";

export function reviewHtml({ title, subtitle, verdict, fits, sections }: Review): string {
  const policy = `default-src 'none'; style-src 'sha256-${REVIEW_STYLE_DIGEST}'`;
  const state = fits === null ? "" : fits ? " fits" : " over";
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="UTF-8">
<meta http-equiv="Content-Security-Policy" content="${escaped(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${text(title)}</title>
<style>${REVIEW_STYLE}</style>
</head>
<body>
<main>
<h1>${text(title)}</h1>
<p class="subtitle">${text(subtitle)}</p>
<p class="verdict${state}">${text(verdict)}</p>
${sections.map(({ title: heading, blocks }) => `<section>\n<h2>${text(heading)}</h2>\n${blocks.map(blockHtml).join("\n")}\n</section>`).join("\n")}
</main>
</body>
</html>
`;
}

function blockHtml(block: Block): string {
  switch (block.kind) {
    case "text":
      return `<p>${text(block.text)}</p>`;
    case "facts":
      return `<dl>\n${block.rows.map(([term, words]) => `<dt>${text(term)}</dt><dd>${text(words)}</dd>`).join("\n")}\n</dl>`;
    case "list":
      return `<ul>\n${block.items.map((item) => `<li>${text(item)}</li>`).join("\n")}\n</ul>`;
    case "bar":
      return barHtml(block.bar);
    case "table":
      return tableHtml(block.caption, block.columns, block.rows);
  }
}

function tableHtml(caption: string, columns: readonly Column[], rows: readonly (readonly string[])[]): string {
  const number = (i: number): string => (columns[i]?.isNumber === true ? ' class="number"' : "");
  /** The first column that is no number names the row. */
  const naming = columns.findIndex(({ isNumber }) => isNumber !== true);
  const head = columns.map(({ title }, i) => `<th scope="col"${number(i)}>${text(title)}</th>`);
  const cell = (words: string, i: number): string => {
    const shown = text(words, CELL_CHARACTERS);
    return i === naming ? `<th scope="row"${number(i)}>${shown}</th>` : `<td${number(i)}>${shown}</td>`;
  };
  return `<div class="frame"><table>
<caption>${text(caption)}</caption>
<thead><tr>${head.join("")}</tr></thead>
<tbody>
${rows.map((cells) => `<tr>${cells.map(cell).join("")}</tr>`).join("\n")}
</tbody>
</table></div>`;
}

const BAR_WIDTH = 1000;

/** As wide as the need or the limit, whichever is more, with a line at the limit. */
function barHtml({ title, words, needBytes, limitBytes, parts }: Bar): string {
  const full = Math.max(1, needBytes, limitBytes ?? 0);
  const at = (sizeBytes: number): number => Math.round((BAR_WIDTH * sizeBytes) / full);
  let start = 0;
  const rectangles = parts.map(({ sizeBytes }, i) => {
    const [left, right] = [at(start), at(start + sizeBytes)];
    start += sizeBytes;
    return `<rect x="${left}" y="1" width="${right - left}" height="20" fill="${fillOf(i)}" stroke="#fff"/>`;
  });
  const limit =
    limitBytes === null
      ? ""
      : `<path d="M${Math.min(BAR_WIDTH - 2, at(limitBytes))} 0V22" stroke="#1b1b1b" stroke-width="3" vector-effect="non-scaling-stroke"/>`;
  const legend = parts.map(
    ({ title: part, sizeBytes }, i) =>
      `<li><svg viewBox="0 0 1 1" aria-hidden="true"><rect width="1" height="1" fill="${fillOf(i)}"/></svg>${text(part)} ${text(formatSize(sizeBytes))}</li>`,
  );
  const label = `${title}: ${words}, ${formatCount(needBytes)} bytes`;
  return `<figure><figcaption><strong>${text(title)}</strong>: ${text(words)}</figcaption>
<svg viewBox="0 0 ${BAR_WIDTH} 22" preserveAspectRatio="none" role="img" aria-label="${text(label)}"><rect width="${BAR_WIDTH}" height="22" fill="#e6e6e6"/>${rectangles.join("")}${limit}</svg>
<ul class="legend">${legend.join("")}</ul></figure>`;
}

function fillOf(index: number): string {
  return FILLS[index % FILLS.length] ?? "#777777";
}

function text(words: string, most = TEXT_CHARACTERS): string {
  return escaped(visible(words, most));
}

function escaped(words: string): string {
  return words.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
