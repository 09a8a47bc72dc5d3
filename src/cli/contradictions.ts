/**
 * Options of which one would silence the other. Who types both expects both, so they are refused; of an option that is given twice the
 * last one counts, and where an option and the settings file disagree, the option wins.
 */
import type { Problem } from "../engine";
import type { CommandRequest } from "./requests";

type CommandName = CommandRequest["command"];

interface Pair {
  /** Absent: of every command that has both. */
  readonly command?: CommandName;
  readonly options: readonly [string, string];
  /** Names both. */
  readonly message: string;
  readonly hint: string;
}

const HOST_HINT = "leave --host out to link for the board";

const PAIRS: readonly Pair[] = [
  {
    options: ["--cache", "--no-cache"],
    message: "--cache names a folder to keep losses in, and --no-cache keeps none",
    hint: "leave one of them out",
  },
  ...["--weights", "--activations"].map((option): Pair => ({
    options: ["--bits", option],
    message: `--bits gives every tensor the same width, and ${option} another`,
    hint: "leave one of them out",
  })),
  ...["--target", "--flash", "--ram", "--targets"].map((option): Pair => ({
    command: "verify",
    options: ["--host", option],
    message: `--host builds for this computer, so that ${option} has nothing to limit`,
    hint: HOST_HINT,
  })),
];

/** @param typed long options in the order in which they were given */
export function contradictionIn(command: CommandName, typed: readonly string[]): Problem | undefined {
  const pair = PAIRS.find(
    ({ command: of, options }) => (of ?? command) === command && options.every((option) => typed.includes(option)),
  );
  if (pair) return { code: "usage", message: pair.message, hint: pair.hint };
  if (typed.includes("--report") && !typed.includes("--out") && ASKING.includes(command)) return REPORT_NOWHERE;
  // For the other commands, the settings file may name the board.
  return command === "verify" && typed.includes("--targets") && !typed.includes("--target") ? BOARD_UNNAMED : undefined;
}

/** Commands that leave files only where they are told to. */
const ASKING: readonly CommandName[] = ["estimate", "evaluate", "check"];

const REPORT_NOWHERE: Problem = {
  code: "usage",
  message: "--report writes a page beside report.json, and nothing says where",
  hint: "name the folder with --out",
};

export const BOARD_UNNAMED: Problem = {
  code: "usage",
  message: "--targets lists boards, and --target names none of them",
  hint: "name one with --target, or leave --targets out",
};
