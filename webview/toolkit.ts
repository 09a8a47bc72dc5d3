/**
 * The one place that knows the component toolkit: its repository is archived, so whatever replaces it replaces this file. The rest of the
 * page asks for a button or a field and gets an element that looks and behaves like the editor's own.
 */
import { visible } from "../src/protocol/words/visible";
import {
  provideVSCodeDesignSystem,
  vsCodeButton,
  vsCodeProgressRing,
  vsCodeTextField,
  type Button,
  type TextField,
} from "@vscode/webview-ui-toolkit";

export function registerToolkit(): void {
  provideVSCodeDesignSystem().register(vsCodeButton(), vsCodeProgressRing(), vsCodeTextField());
}

/** Elements by tag, as registerToolkit has given them their classes. */
interface Elements {
  readonly "vscode-button": Button;
  readonly "vscode-text-field": TextField;
}

function created<K extends keyof Elements>(tag: K): Elements[K] {
  const element: HTMLElement = document.createElement(tag);
  return element as Elements[K];
}

export interface ButtonOptions {
  readonly label: string;
  readonly appearance?: "primary" | "secondary";
  /** What assistive technology says where the label alone is too short. */
  readonly description?: string;
  readonly title?: string;
  readonly onPress: () => void;
}

export interface ButtonHandle {
  readonly element: HTMLElement;
  readonly setDisabled: (disabled: boolean) => void;
  readonly isDisabled: () => boolean;
}

const TITLE_CHARACTERS = 600;

export function createButton({
  label,
  appearance = "secondary",
  description,
  title,
  onPress,
}: ButtonOptions): ButtonHandle {
  const element = created("vscode-button");
  element.appearance = appearance;
  element.append(visible(label));
  if (description !== undefined) element.setAttribute("aria-label", visible(description, TITLE_CHARACTERS));
  if (title !== undefined) element.title = visible(title, TITLE_CHARACTERS);
  element.addEventListener("click", () => {
    if (!element.disabled) onPress();
  });
  return {
    element,
    setDisabled: (disabled) => {
      if (element.disabled !== disabled) element.disabled = disabled;
    },
    isDisabled: () => element.disabled,
  };
}

export interface FieldHandle {
  readonly element: HTMLElement;
  readonly setValue: (value: string) => void;
}

export function createTextField(label: string, placeholder: string, onInput: (value: string) => void): FieldHandle {
  const element = created("vscode-text-field");
  element.placeholder = placeholder;
  element.setAttribute("aria-label", label);
  element.addEventListener("input", () => onInput(element.value));
  return {
    element,
    setValue: (value) => {
      if (element.value !== value) element.value = value;
    },
  };
}

/** Turns for as long as it is on the page; says nothing, as the words beside it do. */
export function createSpinner(): HTMLElement {
  const element = document.createElement("vscode-progress-ring");
  element.setAttribute("aria-hidden", "true");
  return element;
}
