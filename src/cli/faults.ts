/** What was thrown, as a sentence: what this computer lacked, or a fault of ours. */
import type { Problem } from "../engine";
import { OutputError } from "./terminal/io";

/** By the system's codes, the words before a colon of its messages. */
const SHORTAGES: readonly (readonly [pattern: RegExp, message: string, hint: string])[] = [
  [/\b(EMFILE|ENFILE)\b/, "the system allows no more open files", "raise the limit (ulimit -n)"],
  [
    /\b(EAGAIN|ERR_WORKER_INIT_FAILED)\b/,
    "the system starts no more processes or threads",
    "raise the limit (ulimit -u)",
  ],
  [
    /\bENOMEM\b|bad_alloc|allocation failed|out of memory|Failed to allocate/i,
    "there is not enough memory",
    "close other programs, or raise the limit (ulimit -v)",
  ],
  [/\b(ENOSPC|EDQUOT)\b/, "the disk is full", "free some space; temporary files lie where TMPDIR says"],
];

export function faultOf(error: unknown): Problem {
  if (error instanceof OutputError) {
    const message = error.code === "ENOSPC" ? "standard output cannot be written: it is full" : error.message;
    return { code: "output.lost", message, hint: "redirect it to where there is room" };
  }
  const text = error instanceof Error ? error.message : String(error);
  const shortage = SHORTAGES.find(([pattern]) => pattern.test(text));
  if (shortage) {
    const [, message, hint] = shortage;
    return { code: "shortage", message, hint };
  }
  return {
    code: "fault",
    message: `this is a fault of Bitwright, not of your input: ${text}`,
    hint: "please report it with the command and, if you can, the model",
  };
}
