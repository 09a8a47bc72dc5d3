/** Words cut to a width, for pictures in which nothing wraps: measured in the page's font, cut in the middle, where names differ least. */

const SIZES = { name: "600 12px", op: "11px", value: "11px" } as const;
const GRAPHEMES = new Intl.Segmenter();
const ELLIPSIS = "…";

export class TextFitter {
  private readonly context = document.createElement("canvas").getContext("2d");
  private readonly known = new Map<string, string>();
  private readonly widths = new Map<string, number>();

  /** In pixels at a zoom of 1. */
  width(text: string, kind: keyof typeof SIZES): number {
    const key = `${kind} ${text}`;
    const width = this.widths.get(key) ?? this.measured(text, kind);
    this.widths.set(key, width);
    return width;
  }

  fitted(text: string, width: number, kind: keyof typeof SIZES): string {
    const key = `${kind} ${Math.round(width)} ${text}`;
    const cut = this.known.get(key) ?? this.cut(text, width, kind);
    this.known.set(key, cut);
    return cut;
  }

  private measured(text: string, kind: keyof typeof SIZES): number {
    if (!this.context) return text.length * 6;
    this.context.font = `${SIZES[kind]} ${getComputedStyle(document.body).fontFamily}`;
    return this.context.measureText(text).width;
  }

  private cut(text: string, width: number, kind: keyof typeof SIZES): string {
    if (this.width(text, kind) <= width) return text;
    const characters = [...GRAPHEMES.segment(text)].map(({ segment }) => segment);
    let [least, most] = [0, characters.length];
    while (least < most) {
      const kept = Math.ceil((least + most) / 2);
      if (this.width(shortened(characters, kept), kind) <= width) least = kept;
      else most = kept - 1;
    }
    return shortened(characters, least);
  }
}

function shortened(characters: readonly string[], kept: number): string {
  const end = Math.floor(kept / 2);
  const start = kept - end;
  return characters.slice(0, start).join("") + ELLIPSIS + (end > 0 ? characters.slice(-end).join("") : "");
}
