/**
 * Where the command's own words go. The launcher keeps standard error, descriptor 2, to itself: V8 and libraries in native code write there
 * what no person is to read, such as a dump of the heap's state where memory ran out. What the command says goes past it.
 */
import { fstatSync, writeSync } from "node:fs";
import { Writable } from "node:stream";
import { isatty, WriteStream } from "node:tty";

/** What the launcher gives the command as this descriptor is its own standard error. */
export const OWN_STDERR = 4;

export interface ErrorStream extends Writable {
  readonly isTTY?: boolean;
  readonly columns?: number;
}

/** Standard error itself where the command was not launched. */
export function ownStderr(): ErrorStream {
  if (process.channel === undefined || !isOpen(OWN_STDERR)) return process.stderr;
  if (isatty(OWN_STDERR)) return new WriteStream(OWN_STDERR);
  return new Writable({
    decodeStrings: true,
    write: (chunk: Buffer, _, done) => {
      try {
        writeWhole(chunk);
        done();
      } catch (error) {
        done(error instanceof Error ? error : new Error(String(error)));
      }
    },
  });
}

function isOpen(descriptor: number): boolean {
  try {
    fstatSync(descriptor);
    return true;
  } catch {
    return false;
  }
}

const PAUSE_MS = 5;

/** As standard error is written: at once, waiting for a reader that is behind. */
function writeWhole(chunk: Buffer): void {
  const pause = new Int32Array(new SharedArrayBuffer(4));
  for (let at = 0; at < chunk.length;) {
    try {
      at += writeSync(OWN_STDERR, chunk, at);
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "EAGAIN")) throw error;
      Atomics.wait(pause, 0, 0, PAUSE_MS);
    }
  }
}
