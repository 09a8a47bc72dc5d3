/** The streams that a command writes to, as values, so that a test can stand in for a terminal. */
import type { Writable } from "node:stream";
import { harmless, type Terminal } from "./terminal";

export interface Output {
  readonly terminal: Terminal;
  /** Resolves once the text has been handed to the system. */
  write(text: string): Promise<void>;
}

export interface Streams {
  readonly out: Output;
  readonly err: Output;
}

/** Standard output cannot be written, and somebody waits for it: a full disk, not a reader that has gone. */
export class OutputError extends Error {
  constructor(readonly code: string) {
    super(`standard output cannot be written (${code})`);
    this.name = "OutputError";
  }
}

/**
 * A reader that has gone away (`| head`) is no fault: what was not wanted is not written.
 * @param mustArrive whether `write` rejects with an OutputError where text is lost for another reason
 */
export function outputOf(stream: Writable, terminal: Terminal, mustArrive: boolean): Output {
  stream.on("error", () => undefined);
  return {
    terminal,
    write: (text) =>
      new Promise((resolve, reject) => {
        stream.write(harmless(text), (error) => {
          const code = codeOf(error);
          if (mustArrive && code !== undefined && !READER_GONE.has(code)) reject(new OutputError(code));
          else resolve();
        });
      }),
  };
}

/** A stream that has failed once is destroyed: the failure has been told, or was a reader that has gone. */
const READER_GONE = new Set(["EPIPE", "ERR_STREAM_DESTROYED"]);

function codeOf(error: Error | null | undefined): string | undefined {
  if (!error) return undefined;
  return "code" in error && typeof error.code === "string" ? error.code : error.message;
}
