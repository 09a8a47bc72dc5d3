/**
 * The command line as a value: arguments in, a request or one sentence about what is wrong with them out. Nothing is read from disk and
 * nothing printed here. Long as the list of options is.
 */
import { Command, CommanderError, InvalidArgumentError, Option } from "commander";
import { ASKED_WIDTHS, ok, refuse, WEIGHT_WIDTHS, type ActivationBits, type Outcome, type WeightBits } from "../engine";
import {
  ANSWERS,
  learningTimeOf,
  LEARNING_TIMES,
  OPTIMIZATIONS,
  PREPROCESSING_PRESETS,
  ROUNDINGS,
  LEVELS_OFFERED,
  WIDTHS_OFFERED,
  SCORES,
  SEARCH_NAMES,
  STREAMING,
  type Settings,
} from "../protocol/files/settings";
import { PADDINGS } from "../protocol/files/paddings";
import type { Scores } from "../protocol/files/report";
import { REVIEW_FORMATS, type ReviewFormat } from "../protocol/review/review";
import { contradictionIn } from "./contradictions";
import { HELP, OVERVIEW, VERIFY_HELP } from "./helpTexts";
import type { CommandRequest, JobName, JobRequest } from "./requests";

/** What commander collects; keys are the long options in camel case. */
interface RawOptions {
  readonly target?: string;
  readonly flash?: string;
  readonly ram?: string;
  readonly account?: "model" | "linked";
  readonly targets?: string;
  readonly bits?: WeightBits;
  readonly weights?: WeightBits;
  readonly activations?: ActivationBits;
  readonly search?: Settings["search"] & string;
  readonly widths?: Settings["widths"] & string;
  readonly levels?: Settings["levels"] & string;
  readonly rounding?: Settings["rounding"] & string;
  readonly learn?: string;
  readonly seed?: number;
  readonly streaming?: Settings["streaming"];
  readonly hop?: number;
  readonly padding?: Settings["padding"];
  readonly rows?: "memory" | "supplied";
  readonly scores?: Scores;
  readonly shape?: Settings["shape"];
  readonly fix?: Settings["fix"];
  readonly states?: Settings["states"];
  readonly steps?: number;
  readonly answer?: Settings["answer"];
  readonly name?: string;
  readonly arena?: "static" | "caller";
  readonly calibration?: string;
  readonly evaluation?: string;
  readonly preprocessing?: Settings["preprocessing"] & string;
  readonly samples?: number;
  readonly cache?: string | boolean;
  readonly policy?: string;
  readonly out?: string;
  readonly report?: ReviewFormat;
  readonly optimize?: "3" | "2" | "s";
  readonly latency?: string;
  readonly host?: boolean;
  readonly allowChanged?: boolean;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

/** @param argv without the interpreter and the script */
export function readCommandLine(argv: readonly string[], version: string): Outcome<CommandRequest> {
  let request: CommandRequest | undefined;
  let shown = "";
  const typed: string[] = [];
  const program = buildProgram(
    version,
    typed,
    (found) => (request = found),
    (text) => (shown += text),
  );
  try {
    program.parse([...argv], { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return ok({ command: "help", text: shown });
    if (error.code === "commander.help") return usageProblem("a command is missing", program);
    return usageProblem(error.message, program, error.code);
  }
  if (!request) return usageProblem("a command is missing", program);
  const contradiction = contradictionIn(request.command, typed);
  return contradiction ? refuse(contradiction) : ok(request);
}

/** Commander itself tells values alone, and of an option that is given twice the last. */
function listen(command: Command, typed: string[]): void {
  for (const option of command.options) command.on(`option:${option.name()}`, () => typed.push(option.long ?? ""));
}

/** Commander's sentence without its prefix and on one line, its suggestion as the hint. */
function usageProblem(message: string, program: Command, code?: string): Outcome<never> {
  const sentence = message.replace(/^error: /, "").replace(/\s+/g, " ");
  const [, statement, suggestion] = /^(.*?)\.?(?: \(Did you mean (.+?)\?\))?\s*$/.exec(sentence) ?? [];
  const isExpanded = code === "commander.excessArguments";
  const help = isExpanded ? 'quote a path that has a pattern: "images/val_*"' : `see ${program.name()} --help`;
  const hint = suggestion === undefined ? help : `did you mean ${suggestion}?`;
  return refuse({ code: "usage", message: statement ?? sentence, hint });
}

function buildProgram(
  version: string,
  typed: string[],
  found: (request: CommandRequest) => void,
  show: (text: string) => void,
): Command {
  const program = new Command("bitwright")
    .description(
      "Mixed 2/4/8-bit integer networks that fit a microcontroller's FLASH and RAM, from an ONNX or TensorFlow Lite model.",
    )
    .version(version, "-V, --version", "print the version")
    .helpOption("-h, --help", "print this help")
    .helpCommand("help [command]", "print the help of a command")
    .exitOverride()
    .configureOutput({ writeOut: show, writeErr: () => undefined })
    .showSuggestionAfterError(true);

  const job = (name: JobName): Command => {
    const command = program
      .command(`${name} <model>`)
      .summary(HELP[name].summary)
      .description(HELP[name].description)
      .addHelpText("after", HELP[name].examples)
      .action((modelPath: string, options: RawOptions) => found(jobRequest(name, modelPath, options, typed)));
    return inputOptions(budgetOptions(command));
  };

  const quantize = job("quantize");
  widthOptions(quantize);
  dataOptions(quantize);
  projectOptions(quantize);
  resultOptions(quantize, "folder of the results (default: <model>.bitwright beside the model)");

  const estimate = job("estimate");
  estimate
    .addOption(widthOption("--bits", "width of every tensor (default: 8; activations: the next of 8, 4, 2)"))
    .addOption(widthOption("--weights", "width of all weights (default: 8)"))
    .addOption(widthOption("--activations", "width of all activations (default: 8)"));
  planOptions(estimate);
  resultOptions(estimate, "also write report.json into this folder");

  const evaluate = job("evaluate");
  policyOption(evaluate);
  planOptions(evaluate);
  dataOptions(evaluate);
  resultOptions(evaluate, "also write the results into this folder");

  const check = job("check");
  policyOption(check);
  planOptions(check);
  resultOptions(check, "also write report.json into this folder");

  const generate = job("generate");
  policyOption(generate);
  planOptions(generate);
  dataOptions(generate, "samples for calibration where --calibration names none: nothing is measured");
  projectOptions(generate);
  resultOptions(generate, "folder that the project's folder is put into (default: <model>.bitwright beside the model)");

  verifyCommand(program, found);

  program
    .command("targets")
    .summary("list the boards that --target knows")
    .description("Lists the boards that --target knows, with their memory.")
    .option("--targets <file>", "a file of your own boards, listed too")
    .option("--json", "a JSON array on standard output, and nothing else")
    .action((options: RawOptions) =>
      found({
        command: "targets",
        json: options.json === true,
        ...(options.targets !== undefined && { targetsPath: options.targets }),
      }),
    );

  for (const command of program.commands) listen(command, typed);
  return program.addHelpText("after", OVERVIEW);
}

function verifyCommand(program: Command, found: (request: CommandRequest) => void): void {
  program
    .command("verify <folder>")
    .summary(VERIFY_HELP.summary)
    .description(VERIFY_HELP.description)
    .option("--target <board>", "board to build for and to link against (default: the project's own, else a Cortex-M4)")
    .option("--flash <size>", "FLASH to link against, instead of the board's")
    .option("--ram <size>", "RAM to link against, instead of the board's")
    .option("--targets <file>", "a file of your own boards for --target")
    .addOption(
      new Option(
        "--optimize <level>",
        "how the compiler optimizes (default: as the project was generated for)",
      ).choices(OPTIMIZATIONS),
    )
    .option("--host", "build for this computer instead of a board, and only compare")
    .option("--allow-changed", "also run files that are not as they were generated")
    .option("--json", "the verification as JSON on standard output, and nothing else there")
    .option("--quiet", "no progress, and of the result only the verdict (with --json: the whole result)")
    .addHelpText("after", VERIFY_HELP.examples)
    .action((folder: string, options: RawOptions) =>
      found({
        command: "verify",
        folder,
        ...(options.target !== undefined && { target: options.target }),
        ...(options.targets !== undefined && { targetsPath: options.targets }),
        ...(options.flash !== undefined && { flash: options.flash }),
        ...(options.ram !== undefined && { ram: options.ram }),
        ...(options.optimize !== undefined && { optimization: `-O${options.optimize}` as const }),
        host: options.host === true,
        allowChanged: options.allowChanged === true,
        json: options.json === true,
        quiet: options.quiet === true,
      }),
    );
}

function budgetOptions(command: Command): Command {
  return command
    .option("--target <board>", 'board whose FLASH and RAM are the budget ("bitwright targets" lists them)')
    .option("--flash <size>", "FLASH budget, instead of the board's: 512KiB, 2MB, plain bytes")
    .option("--ram <size>", "RAM budget, instead of the board's")
    .addOption(
      new Option("--account <name>", "which account the budget limits (default: linked)").choices(["model", "linked"]),
    )
    .option("--latency <time>", "how long an inference may take, estimated for the board's clock: 50ms, 1.5s, 800us")
    .option("--targets <file>", "a file of your own boards for --target")
    .addOption(
      new Option("--optimize <level>", "how the code will be compiled: -O3, -O2 or -Os (default: 3)").choices(
        OPTIMIZATIONS,
      ),
    );
}

/** For inputs whose sizes or values the file leaves open, and for states; each may be given once an input. */
function inputOptions(command: Command): Command {
  return command
    .option("--shape <input=sizes>", "sizes of an input that the file leaves open: input=1,3,320,320", shapeOf)
    .option("--fix <input=value>", "an input that always holds the same, made a constant: sr=16000", valueOf)
    .option(
      "--states <input=output>",
      "a state that one run leaves for the next, once a state; none: there are none (default: as names and use tell)",
      stateOf,
    );
}

function stateOf(text: string, before: Settings["states"] = []): Settings["states"] {
  if (text === "none" && before.length === 0) return [];
  const at = text.indexOf("=");
  if (at < 1 || at === text.length - 1) throw new InvalidArgumentError("Write it like h_in=h_out, or none.");
  return [...before, { input: text.slice(0, at), output: text.slice(at + 1) }];
}

function shapeOf(text: string, before: Settings["shape"]): Settings["shape"] {
  const { name, list } = named(text, "input=1,3,320,320");
  once(name, before);
  const sizes = list.map((each) => wholeNumber(1)(each));
  return { ...before, [name]: sizes };
}

function valueOf(text: string, before: Settings["fix"]): Settings["fix"] {
  const { name, list } = named(text, "sr=16000");
  once(name, before);
  const numbers = list.map((each) => {
    if (each === "true" || each === "false") return each === "true" ? 1 : 0;
    const value = Number(each);
    if (each.trim() !== "" && Number.isFinite(value)) return value;
    throw new InvalidArgumentError(`"${each}" is not a number.`);
  });
  const [first = 0] = numbers;
  return { ...before, [name]: numbers.length === 1 ? first : numbers };
}

function once(name: string, before: Settings["shape"] | Settings["fix"]): void {
  if (before && Object.hasOwn(before, name)) throw new InvalidArgumentError(`"${name}" was given before.`);
}

/** Names may hold anything, "=" included. */
function named(text: string, example: string): { readonly name: string; readonly list: readonly string[] } {
  const at = text.lastIndexOf("=");
  if (at < 1) throw new InvalidArgumentError(`Write it like ${example}.`);
  return { name: text.slice(0, at), list: text.slice(at + 1).split(",") };
}

function widthOptions(command: Command): void {
  command
    .addOption(
      widthOption("--bits", "every tensor at this width, instead of --search (activations: the next of 8, 4, 2)"),
    )
    .addOption(widthOption("--weights", "all weights at this width, instead of --search (activations: 8)"))
    .addOption(widthOption("--activations", "all activations at this width, instead of --search (weights: 8)"))
    .addOption(new Option("--search <strategy>", "how to search (default: exact)").choices(SEARCH_NAMES))
    .addOption(
      new Option(
        "--widths <offered>",
        "which widths a search may give weights: 8, 4 and 2 bits (usual), or also 5 and 3 (all; default: usual)",
      ).choices(WIDTHS_OFFERED),
    )
    .addOption(
      new Option(
        "--levels <mode>",
        "whether weights of 4 and 3 bits may stand for levels of a table fitted to their layer, where that loses less (auto; default: off)",
      ).choices(LEVELS_OFFERED),
    )
    .option(
      "--learn <time>",
      "let weights learn from the float network once widths are chosen: minutes:5, steps:300, off, or auto: a minute or two where it is worth it (default: auto)",
      learningTime,
    )
    .option("--seed <n>", "seed of everything random (default: 0)", wholeNumber(0));
  planOptions(command);
}

function planOptions(command: Command): void {
  command
    .addOption(
      new Option(
        "--streaming <mode>",
        "run chains of layers row by row where that saves RAM, or rows that never end, hop after hop (default: auto)",
      ).choices(STREAMING),
    )
    .option("--hop <rows>", "with --streaming endless: new rows of the input that a run takes", wholeNumber(1))
    .addOption(
      new Option(
        "--padding <ends>",
        "with --streaming endless: zeros in front of the first row alone, or at both ends of a stream that is one clip (default: continuous)",
      ).choices(PADDINGS),
    )
    .addOption(
      new Option("--rows <source>", "whether the input lies in RAM or its rows are supplied (default: memory)").choices(
        ["memory", "supplied"],
      ),
    )
    .addOption(
      new Option(
        "--scores <kind>",
        "what a final softmax answers, or the logits without it (default: probabilities)",
      ).choices(SCORES),
    );
}

function dataOptions(
  command: Command,
  evaluation = "samples for the accuracy figure; labels are read where there are any",
): void {
  command
    .option(
      "--calibration <path>",
      "samples for ranges and sensitivities: a folder of images or .wav sounds, .npy or .npz",
    )
    .option("--evaluation <path>", evaluation)
    .addOption(
      new Option("--preprocessing <preset>", "what is done to values 0..255 (default: raw)").choices(
        PREPROCESSING_PRESETS,
      ),
    )
    .option(
      "--samples <n>",
      "how many calibration samples are used (default: 256; 64 with nearest, 1024 with thorough)",
      wholeNumber(1),
    )
    .option(
      "--steps <n>",
      "of a network with states: steps that a sample without an axis of time is held for (default: 1; made up: 16)",
      wholeNumber(1),
    )
    .addOption(
      new Option(
        "--answer <of>",
        "of a network with states: what is judged of a sequence, the sum over its steps or the last one (default: sum)",
      ).choices(ANSWERS),
    )
    .addOption(
      new Option("--rounding <method>", "how weights below 8 bits become codes (default: compensated)").choices(
        ROUNDINGS,
      ),
    )
    .option(
      "--cache <folder>",
      "where a search keeps measured losses and rounded weights (default: the user's cache folder)",
    )
    .option("--no-cache", "keep neither");
}

function policyOption(command: Command): void {
  command.option("--policy <file>", "the policy.json that quantize wrote, or one edited by hand");
}

function projectOptions(command: Command): void {
  command
    .option("--name <prefix>", "what functions, macros and files of the C project begin with (default: the model's)")
    .addOption(
      new Option("--arena <owner>", "whose memory the C project works in (default: static)").choices([
        "static",
        "caller",
      ]),
    );
}

function resultOptions(command: Command, out: string): void {
  command
    .option("--out <folder>", out)
    .addOption(
      new Option(
        "--report <format>",
        "also write a page for a review, report.html or report.md, into that folder",
      ).choices(REVIEW_FORMATS),
    )
    .option("--json", "the report as JSON on standard output, and nothing else there")
    .option("--quiet", "no progress, and of the report only the verdict (with --json: the whole report)");
}

function widthOption(name: "--bits" | "--weights" | "--activations", description: string): Option {
  const widths: readonly number[] = name === "--activations" ? ASKED_WIDTHS : WEIGHT_WIDTHS;
  const width = (text: string): number => {
    const bits = Number(text);
    if (!widths.includes(bits)) throw new InvalidArgumentError(`Allowed choices are ${widths.join(", ")}.`);
    return bits;
  };
  return new Option(`${name} <width>`, description).choices(widths.map(String)).argParser(width);
}

function learningTime(text: string): string {
  if (learningTimeOf(text) === undefined) throw new InvalidArgumentError(`Write ${LEARNING_TIMES}.`);
  return text;
}

function wholeNumber(least: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= least && value < 2 ** 31) return value;
    throw new InvalidArgumentError(`It must be a whole number from ${least} to ${2 ** 31 - 1}.`);
  };
}

function jobRequest(command: JobName, modelPath: string, options: RawOptions, typed: readonly string[]): JobRequest {
  const {
    target,
    flash,
    ram,
    account,
    targets,
    bits,
    weights,
    activations,
    search,
    widths,
    levels,
    rounding,
    learn,
    seed,
    streaming,
    hop,
    padding,
    rows,
    scores,
    shape,
    fix,
    states,
    steps,
    answer,
    name,
    optimize,
    latency,
    arena,
    calibration,
    evaluation,
    preprocessing,
    out,
  } = options;
  const given: Settings = {
    ...(target !== undefined && { target }),
    ...(flash !== undefined && { flash }),
    ...(ram !== undefined && { ram }),
    ...(account !== undefined && { account }),
    ...(targets !== undefined && { targets }),
    ...(bits !== undefined && { bits }),
    ...(weights !== undefined && { weights }),
    ...(activations !== undefined && { activations }),
    ...(search !== undefined && { search }),
    ...(widths !== undefined && { widths }),
    ...(levels !== undefined && { levels }),
    ...(rounding !== undefined && { rounding }),
    ...(learn !== undefined && { learn }),
    ...(seed !== undefined && { seed }),
    ...(streaming !== undefined && { streaming }),
    ...(hop !== undefined && { hop }),
    ...(padding !== undefined && { padding }),
    ...(rows !== undefined && { rows }),
    ...(scores !== undefined && { scores }),
    ...(shape !== undefined && { shape }),
    ...(fix !== undefined && { fix }),
    ...(states !== undefined && { states }),
    ...(steps !== undefined && { steps }),
    ...(answer !== undefined && { answer }),
    ...(name !== undefined && { name }),
    ...(optimize !== undefined && { optimize }),
    ...(latency !== undefined && { latency }),
    ...(arena !== undefined && { arena }),
    ...(calibration !== undefined && { calibration: { path: calibration } }),
    ...(evaluation !== undefined && { evaluation: { path: evaluation } }),
    ...(preprocessing !== undefined && { preprocessing }),
    ...(out !== undefined && { out }),
  };
  return {
    command,
    modelPath,
    given,
    ...(options.policy !== undefined && { policyPath: options.policy }),
    ...(options.samples !== undefined && { samples: options.samples }),
    ...(options.report !== undefined && { page: options.report }),
    cache: typeof options.cache === "string" ? { folder: options.cache } : options.cache === false ? null : "default",
    json: options.json === true,
    quiet: options.quiet === true,
    typed: [...typed],
  };
}
