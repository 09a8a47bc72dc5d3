/** One job from request to exit code: settings, work, files, report. */
import { relative, resolve } from "node:path";
import { ok, refuse, unwatched, type Outcome, type Problem, type Watch } from "../engine";
import { checkModel } from "../worker/jobs/check";
import { estimateModel } from "../worker/jobs/estimate";
import { evaluateModel } from "../worker/jobs/evaluate";
import { generateModel } from "../worker/jobs/generate";
import type { JobResult, JobSettings } from "../worker/jobs/jobs";
import { quantizeModel } from "../worker/jobs/quantize";
import { withLevelHint } from "../worker/report/smallerCode";
import { refuseOthersResults } from "../worker/report/othersResults";
import { defaultCacheFolder, resolveSettings, type ResolvedSettings } from "../worker/settings/resolveSettings";
import { reportText, writeProject, writeReport, writeResults } from "../worker/report/writeResults";
import type { JobName, JobRequest } from "./requests";
import { BOARD_UNNAMED } from "./contradictions";
import { EXIT, type ExitCode } from "./exitCode";
import type { Streams } from "./terminal/io";
import { printProblems } from "./terminal/printProblems";
import { renderReport, renderVerdict } from "./render/renderReport";
import { unusedOptions } from "./unused";

type Job = (settings: JobSettings, watch: Watch) => Promise<Outcome<JobResult>>;

const JOBS: Readonly<Record<JobName, Job>> = {
  quantize: quantizeModel,
  estimate: estimateModel,
  evaluate: evaluateModel,
  check: checkModel,
  generate: generateModel,
};

export interface Surroundings {
  readonly folder: string;
  readonly env: NodeJS.ProcessEnv;
  readonly streams: Streams;
  readonly watch: Watch;
}

export async function runJob(request: JobRequest, { folder, env, streams, watch }: Surroundings): Promise<ExitCode> {
  const finished = await finish(request, folder, env, watch);
  if (!finished.ok) {
    await printProblems(finished.problems, streams.err);
    return EXIT.refused;
  }
  const { report, files, unused } = finished.value;
  const { out } = streams;
  if (request.json) {
    await out.write(reportText(report));
    await printProblems(unused, streams.err);
  } else if (request.quiet) await out.write(`${renderVerdict(report, out.terminal).join("\n")}\n`);
  else
    await out.write(
      renderReport(
        { ...report, notes: [...report.notes, ...unused] },
        files.map((file) => shownPath(file, folder)),
        out.terminal,
      ),
    );
  return report.fits ? EXIT.done : EXIT.unfit;
}

interface Finished {
  readonly report: JobResult["report"];
  readonly files: readonly string[];
  /** What is to be said of options. */
  readonly unused: readonly Problem[];
}

async function finish(
  request: JobRequest,
  folder: string,
  env: NodeJS.ProcessEnv,
  watch: Watch,
): Promise<Outcome<Finished>> {
  const resolved = await resolveRequest(request, folder, env);
  if (!resolved.ok) return resolved;
  const { job, outFolder } = resolved.value;
  const free = leavesFiles(request) ? await refuseOthersResults(job.modelPath, outFolder) : ok(true);
  if (!free.ok) return free;
  const done = await JOBS[request.command](job, watch);
  if (!done.ok) return done;
  const report = withLevelHint(done.value.report, "with --optimize s");
  const writing = done.value.stopped ? unwatched : watch;
  const files = await write(request, resolved.value, { ...done.value, report }, writing);
  return files.ok ? ok({ report, files: files.value, unused: unusedOptions(request, done.value) }) : files;
}

async function resolveRequest(
  request: JobRequest,
  folder: string,
  env: NodeJS.ProcessEnv,
): Promise<Outcome<ResolvedSettings>> {
  const { command, modelPath, given, policyPath, samples, cache } = request;
  if (policyPath === undefined && (command === "evaluate" || command === "check" || command === "generate")) {
    return refuse({
      code: "policy.missing",
      message: `"${command}" needs a policy`,
      hint: "give the policy.json that quantize wrote with --policy",
    });
  }
  const cacheFolder =
    cache === null ? undefined : cache === "default" ? defaultCacheFolder(env) : resolve(folder, cache.folder);
  const resolved = await resolveSettings({
    modelPath,
    given,
    folder,
    placeOf: (key) => `--${key}`,
    needsBudget: command === "quantize" || command === "check",
    ...(policyPath !== undefined && { policyPath }),
    ...(samples !== undefined && { samples }),
    ...(cacheFolder !== undefined && { cacheFolder }),
  });
  // A settings file may list boards for whoever names one; who types a list has one of them in mind.
  const isNamed = !resolved.ok || typeof resolved.value.job.budget?.id === "string";
  return given.targets !== undefined && !isNamed ? refuse(BOARD_UNNAMED) : resolved;
}

/** `quantize` and `generate` always leave their results; the others ask questions, and leave files only where they were told to. */
function leavesFiles({ command, given }: JobRequest): boolean {
  return command === "quantize" || command === "generate" || given.out !== undefined;
}

async function write(
  request: JobRequest,
  { modelName, outFolder }: ResolvedSettings,
  result: JobResult,
  watch: Watch,
): Promise<Outcome<readonly string[]>> {
  if (!leavesFiles(request)) return ok([]);
  const { command, page } = request;
  if (command === "quantize") return writeResults(result, modelName, outFolder, watch, page);
  if (command === "generate") return writeProject(result, modelName, outFolder, watch, page);
  return command === "evaluate"
    ? writeResults(result, modelName, outFolder, watch, page)
    : writeReport(result, modelName, outFolder, watch, page);
}

/** As the user would write it from where they are. */
function shownPath(path: string, folder: string): string {
  const below = relative(folder, path);
  return below.startsWith("..") || below === "" ? path : below;
}
