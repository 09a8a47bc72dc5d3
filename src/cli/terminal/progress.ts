/**
 * Progress on standard error. On a terminal one line is redrawn, at most ten times a second; elsewhere a phase is a plain line at its start
 * and at each quarter, so that a log stays short whatever the number of samples.
 */
import { formatCount } from "../../protocol/words/format";
import { shorten, type Terminal } from "./terminal";

export interface ProgressView {
  progress(phase: string, done: number, total: number, detail?: string): void;
  /** Removes the line that is being redrawn: to be called before anything else is written. */
  clear(): void;
}

const REDRAW_MS = 100;
/** A remaining time from the first moments of a phase would be a guess. */
const LEAST_ELAPSED_MS = 1000;
const QUARTERS = 4;
const ERASE_LINE = "\r\u001b[2K";

/** @param now milliseconds of a clock that never goes back */
export function createProgress(write: (text: string) => void, terminal: Terminal, now: () => number): ProgressView {
  return terminal.interactive ? redrawnLine(write, terminal, now) : plainLines(write);
}

export const silentProgress: ProgressView = { progress: () => undefined, clear: () => undefined };

function redrawnLine(write: (text: string) => void, terminal: Terminal, now: () => number): ProgressView {
  let phase = "";
  let startedMs = 0;
  let drawnMs = -Infinity;
  let isDrawn = false;
  return {
    progress: (newPhase, done, total, detail) => {
      const time = now();
      if (newPhase !== phase) {
        phase = newPhase;
        startedMs = time;
      } else if (time - drawnMs < REDRAW_MS) return;
      drawnMs = time;
      isDrawn = true;
      const line = `${phase} ${countOf(done, total)}${toldOf(detail)}${remaining(time - startedMs, done, total)}`;
      write(ERASE_LINE + shorten(line, terminal.columns - 1));
    },
    clear: () => {
      if (isDrawn) write(ERASE_LINE);
      isDrawn = false;
      drawnMs = -Infinity;
    },
  };
}

function plainLines(write: (text: string) => void): ProgressView {
  let phase = "";
  let quarter = 0;
  return {
    progress: (newPhase, done, total, detail) => {
      const reached = total > 0 ? Math.floor((QUARTERS * done) / total) : 0;
      if (newPhase === phase && reached <= quarter) return;
      phase = newPhase;
      quarter = reached;
      write(`${phase} ${countOf(done, total)}${toldOf(detail)}\n`);
    },
    clear: () => undefined,
  };
}

function toldOf(detail: string | undefined): string {
  return detail === undefined ? "" : `, ${detail}`;
}

function countOf(done: number, total: number): string {
  if (total <= 1) return done >= total ? "done" : "...";
  return `${formatCount(done)}/${formatCount(total)} (${Math.floor((100 * done) / total)} %)`;
}

function remaining(elapsedMs: number, done: number, total: number): string {
  if (elapsedMs < LEAST_ELAPSED_MS || done <= 0 || done >= total) return "";
  const seconds = Math.ceil(((elapsedMs / done) * (total - done)) / 1000);
  return `, ${seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`} left`;
}
