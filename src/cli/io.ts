/** The streams that a command writes to, as values, so that a test can stand in for a terminal. */
import type { Terminal } from "./terminal";

export interface Output {
  readonly terminal: Terminal;
  /** Resolves once the text has been handed to the system. */
  write(text: string): Promise<void>;
}

export interface Streams {
  readonly out: Output;
  readonly err: Output;
}

/** A reader that has gone away (`| head`) is no fault: what was not wanted is not written. */
export function outputOf(stream: NodeJS.WriteStream, terminal: Terminal): Output {
  stream.on("error", () => undefined);
  return { terminal, write: (text) => new Promise((resolve) => stream.write(text, () => resolve())) };
}
