/** What scripts rely on. */
export const EXIT = {
  done: 0,
  /** The network does not fit the budget, or a check failed. */
  unfit: 1,
  /** Bad input or usage. */
  refused: 2,
  /** A fault of ours. */
  fault: 3,
  /** By Ctrl-C: 128 + SIGINT, as shells have it. */
  cancelled: 130,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
