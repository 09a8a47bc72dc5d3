/**
 * Elements without markup: text goes in as text, never as HTML, with escapes for what cannot be seen and at a length that leaves room for others, and there is no way to give a style attribute, which the page's content
 * security policy would drop anyway. Figures that only a script knows are set as custom properties (`setFigure`), and CSS does the rest.
 */
import { visible } from "../src/protocol/words/visible";

type Child = Node | string | null;
type AttributeValue = string | number | boolean | null;
type Attributes = Readonly<Record<string, AttributeValue>> & { readonly style?: never; readonly srcdoc?: never };

export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) setAttribute(element, name, value);
  replaceChildren(element, children);
  return element;
}

/** The same for pictures: places are attributes of SVG, colours are the style sheet's. */
export function svg<K extends keyof SVGElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: readonly Child[]
): SVGElementTagNameMap[K] {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) setAttribute(element, name, value);
  replaceChildren(element, children);
  return element;
}

/**
 * null and false take the attribute away, true sets it empty; aria attributes spell out true and false. Writes only what differs: an attribute that
 * is written anew has the browser look for rules, and tell assistive technology, again.
 */
export function setAttribute(element: Element, name: string, value: AttributeValue): void {
  const isAria = name.startsWith("aria-");
  if (value === null || (value === false && !isAria)) {
    element.removeAttribute(name);
    return;
  }
  const text = value === true && !isAria ? "" : TOLD.has(name) ? shown(String(value)) : String(value);
  if (element.getAttribute(name) !== text) element.setAttribute(name, text);
}

/** Attributes that people read or hear; others are keys. */
const TOLD: ReadonlySet<string> = new Set([
  "title",
  "aria-label",
  "aria-description",
  "aria-valuetext",
  "placeholder",
  "alt",
]);

/** Of one piece of text: explanations are shorter, names may be longer. */
const TEXT_CHARACTERS = 1200;

function shown(text: string): string {
  return visible(text, TEXT_CHARACTERS);
}

/** Writes only what differs: writing equal text would still cost a layout. */
export function setText(element: Element, text: string): void {
  const words = shown(text);
  if (element.textContent !== words) element.textContent = words;
}

export function setClass(element: Element, name: string): void {
  if (element.className !== name) element.className = name;
}

/** A custom property, `--name`. */
export function setFigure(element: HTMLElement | SVGElement, name: string, value: string | number): void {
  element.style.setProperty(`--${name}`, String(value));
}

/** One element in several views of the same thing: replaces children only where they differ. */
export function replaceChildren(parent: Element, children: readonly Child[]): void {
  parent.replaceChildren(
    ...children.flatMap((child) => (child === null ? [] : [typeof child === "string" ? shown(child) : child])),
  );
}

let nextId = 1;

/** For aria-labelledby and its like. */
export function uniqueId(prefix: string): string {
  return `${prefix}-${nextId++}`;
}
