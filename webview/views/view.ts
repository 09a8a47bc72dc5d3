/** A part of the page: an element, and how it follows the store. */
import type { Host } from "../host";
import type { PanelStore, Snapshot } from "../store";

export interface View {
  readonly element: HTMLElement;
  /** Called with every snapshot; what is unchanged is not touched. */
  readonly update: (snapshot: Snapshot) => void;
}

export interface Context {
  readonly store: PanelStore;
  readonly host: Host;
}

/** Runs a drawing only when what it depends on is another object than last time. */
export function whenChanged<T extends readonly unknown[]>(draw: (...inputs: T) => void): (...inputs: T) => void {
  let last: T | undefined;
  return (...inputs) => {
    if (last && inputs.every((input, i) => Object.is(input, last?.[i]))) return;
    last = inputs;
    draw(...inputs);
  };
}
