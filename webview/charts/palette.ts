/**
 * The theme's colours for canvases, which know no CSS variables. They are read anew when the theme changes. Each kind of bytes has a
 * texture as well, so that a chart can be read without colour.
 */
import type { Role } from "../figures/ramSteps";

const TOKENS = {
  text: "--bw-text",
  muted: "--bw-muted",
  grid: "--bw-grid",
  background: "--bw-background",
  over: "--bw-over",
  good: "--bw-good",
  focus: "--bw-focus",
  states: "--bw-states",
  input: "--bw-input",
  output: "--bw-output",
  kept: "--bw-kept",
  rows: "--bw-rows",
  scratch: "--bw-scratch",
  fixed: "--bw-fixed",
  selection: "--bw-selection",
} as const;

type Colour = keyof typeof TOKENS;

export interface Palette {
  readonly colours: Readonly<Record<Colour, string>>;
  readonly fontFamily: string;
  readonly fontSize: number;
  readonly isHighContrast: boolean;
}

export function readPalette(): Palette {
  const probe = document.createElement("span");
  probe.className = "probe";
  document.body.append(probe);
  const pixel = onePixel();
  const resolve = (token: string): string => {
    probe.style.color = `var(${token})`;
    return pixel(getComputedStyle(probe).color);
  };
  const colours = Object.fromEntries(Object.entries(TOKENS).map(([name, token]) => [name, resolve(token)]));
  probe.remove();
  const { fontFamily, fontSize } = getComputedStyle(document.body);
  return {
    colours: colours as Record<Colour, string>, // the keys are those of TOKENS
    fontFamily,
    fontSize: Number.parseFloat(fontSize) || 13,
    isHighContrast: /vscode-high-contrast/.test(document.body.className),
  };
}

/** Whatever notation the browser computes colours in, what a canvas painted with it is rgba. */
function onePixel(): (colour: string) => string {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = 1;
  const context = canvas.getContext("2d", { willReadFrequently: true });
  return (colour) => {
    if (!context) return colour;
    context.clearRect(0, 0, 1, 1);
    context.fillStyle = colour;
    context.fillRect(0, 0, 1, 1);
    const [red = 0, green = 0, blue = 0, alpha = 255] = context.getImageData(0, 0, 1, 1).data;
    return `rgba(${red}, ${green}, ${blue}, ${(alpha / 255).toFixed(3)})`;
  };
}

/** Tells when the editor changes its theme: it rewrites the variables on the root and the class of the body. */
export function onThemeChange(listener: () => void): void {
  const observer = new MutationObserver(listener);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ["style", "class"] });
  observer.observe(document.body, { attributes: true, attributeFilter: ["class", "data-vscode-theme-id"] });
}

const TILE = 8;

/** A fill for one kind of bytes: plain, or with lines across it in the page's background. */
export function textured(context: CanvasRenderingContext2D, palette: Palette, role: Role): string | CanvasPattern {
  const colour = palette.colours[role];
  if (role === "output" || role === "input") return colour;
  const tile = document.createElement("canvas");
  const scale = window.devicePixelRatio || 1;
  tile.width = tile.height = TILE * scale;
  const pen = tile.getContext("2d");
  if (!pen) return colour;
  pen.scale(scale, scale);
  pen.fillStyle = colour;
  pen.fillRect(0, 0, TILE, TILE);
  pen.strokeStyle = palette.colours.background;
  pen.lineWidth = 1.5;
  pen.beginPath();
  if (role === "states") {
    for (const start of [-TILE, 0, TILE]) {
      pen.moveTo(start, 0);
      pen.lineTo(start + TILE, TILE);
    }
  } else if (role === "rows") {
    pen.moveTo(0, TILE / 2);
    pen.lineTo(TILE, TILE / 2);
  } else if (role === "kept") {
    for (const start of [-TILE, 0, TILE]) {
      pen.moveTo(start, TILE);
      pen.lineTo(start + TILE, 0);
    }
  } else {
    pen.moveTo(0, TILE / 4);
    pen.lineTo(TILE, TILE / 4);
    pen.moveTo(0, (3 * TILE) / 4);
    pen.lineTo(TILE, (3 * TILE) / 4);
  }
  pen.stroke();
  const pattern = context.createPattern(tile, "repeat");
  if (!pattern) return colour;
  pattern.setTransform(new DOMMatrix().scale(1 / scale));
  return pattern;
}
