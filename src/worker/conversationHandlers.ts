/** The worker's answers, one a method: settings are resolved, the job is done, and its outcome becomes a reply or a fault. */
import { isAbsolute } from "node:path";
import { SampleError } from "../datasets/samples/sampleError";
import {
  Cancelled,
  ramBudgetBytes,
  stopIfCancelled,
  unwatched,
  type Outcome,
  type SensitivityTable,
  type Watch,
} from "../engine";
import { FaultError } from "../protocol/messages/conversation";
import type { CancelSignal, Handlers } from "../protocol/messages/envelope";
import type { Remark } from "../formats/remark";
import type { Report } from "../protocol/files/report";
import { learningTimeOf } from "../protocol/files/settings";
import { inWords, remarkInWords } from "../protocol/words/settingWords";
import type {
  PolicyText,
  Board,
  JobAnswer,
  JobProgress,
  Losses,
  ModelQuestion,
  WorkerRequests,
} from "../protocol/messages/workerMessages";
import { resolveEditorSettings, targetsPathOf } from "./settings/editorSettings";
import { createOrtRunner } from "../runtime/ortRunner";
import { estimateLoaded } from "./jobs/estimate";
import { evaluateModel } from "./jobs/evaluate";
import { explain } from "./jobs/explain";
import { generateModel } from "./jobs/generate";
import type { JobResult, JobSettings } from "./jobs/jobs";
import { keepModels } from "./model/keptModels";
import { openModel } from "./model/openModel";
import { quantizeModel } from "./jobs/quantize";
import { modelOfPolicy } from "./settings/policyText";
import { previewSamples } from "./samples/previewSamples";
import { readTargets } from "./settings/readTargets";
import type { ResolvedSettings } from "./settings/resolveSettings";
import { withLevelHint } from "./report/smallerCode";
import { refuseUnsupported } from "./settings/unsupported";
import { verifyProject } from "./verify/verify";
import { refuseOthersResults } from "./report/othersResults";
import { writeProject, writeResults, writeVerification } from "./report/writeResults";

export interface WorkerSurroundings {
  readonly env: NodeJS.ProcessEnv;
  readonly progress: (progress: JobProgress) => void;
}

export function createHandlers({ env, progress }: WorkerSurroundings): Handlers<WorkerRequests> {
  const kept = keepModels();

  const resolve = async (question: ModelQuestion, needsBudget: boolean): Promise<ResolvedSettings> =>
    valueOf(await resolveEditorSettings({ question, needsBudget, env }));

  const watchOf = (task: string, signal: CancelSignal): Watch => {
    let keeps: { readonly keeps?: true } = {};
    return {
      progress: (phase, done, total, detail) =>
        progress({ task, phase, done, total, ...(detail !== undefined && { detail }), ...keeps }),
      keeping: (isKeeping) => {
        keeps = isKeeping ? { keeps: true } : {};
      },
      get cancelled() {
        return signal.cancelled;
      },
    };
  };

  const plan = async (job: JobSettings, signal: CancelSignal, losses?: SensitivityTable): Promise<JobResult> => {
    valueOf(refuseUnsupported(job));
    const model = valueOf(await openModel(job, kept.open));
    stopIfCancelled({ cancelled: signal.cancelled, progress: () => undefined });
    return valueOf(estimateLoaded(model, job, losses));
  };

  return {
    targets: (question) =>
      guarded(async () => {
        const path = question === null ? undefined : await targetsPathOf(question);
        return valueOf(await readTargets(path)).map((target): Board => ({
          id: target.id,
          name: target.name,
          vendor: target.vendor,
          core: target.core,
          flashBytes: target.flashBytes,
          ramBytes: ramBudgetBytes(target),
          emulated: target.emulated === true,
        }));
      }),

    estimate: (question, signal) =>
      guarded(async () => {
        const { job, outFolder } = await resolve(question, false);
        return answerOf(await plan(job, signal), job, outFolder);
      }),

    replan: (question, signal) =>
      guarded(async () => {
        const { job, outFolder } = await resolve(question, false);
        const planned = await plan({ ...job, policy: question.policy }, signal, tableOf(question.losses));
        return answerOf(planned, job, outFolder);
      }),

    explain: (question, signal) =>
      guarded(async () => {
        const { job, outFolder } = await resolve(question, false);
        const losses = tableOf(question.losses);
        const planned = await plan({ ...job, policy: question.policy }, signal, losses);
        if (!losses) return answerOf(planned, job, outFolder);
        const model = modelOfPolicy(valueOf(await openModel(job, kept.open)), question.policy);
        const { front, why } = await explain(model, job, losses, { ...planned, optimal: false }, silent(signal));
        return answerOf({ ...planned, report: { ...planned.report, front, why } }, job, outFolder);
      }),

    quantize: (question, signal) =>
      guarded(async () => {
        const { job: settings, modelName, outFolder } = await resolve(question, true);
        valueOf(await refuseOthersResults(settings.modelPath, outFolder));
        const learn = learningTimeOf(question.learn ?? "");
        const job = learn === undefined || learn === "off" ? settings : { ...settings, learn };
        const watch = watchOf(question.task, signal);
        const done = valueOf(await quantizeModel(job, watch));
        const result = { ...done, report: withLevelHint(done.report, EDITOR_LEVEL) };
        const written = await writeResults(result, modelName, outFolder, done.stopped ? unwatched : watch);
        if (written.ok) return answerOf(result, job, outFolder, written.value);
        // A search of minutes is not lost because a folder cannot be written.
        const unwritten = written.problems.map((problem) => remarkInWords(problem, "editor"));
        return { ...answerOf(result, job, outFolder), unwritten };
      }),

    generate: (question, signal) =>
      guarded(async () => {
        const settings = await resolve(question, false);
        const outFolder = question.outFolder ?? settings.outFolder;
        valueOf(await refuseOthersResults(settings.job.modelPath, outFolder));
        const watch = watchOf(question.task, signal);
        const result = valueOf(await generateModel(under(settings.job, question.policy, settings.outFolder), watch));
        const files = valueOf(await writeProject(result, settings.modelName, outFolder, watch));
        return answerOf(result, settings.job, outFolder, files);
      }),

    verify: ({ folder, task, allowChanged }, signal) =>
      guarded(async () => {
        const settings = { folder, host: false, allowChanged } as const;
        const { verification, notes } = valueOf(await verifyProject(settings, watchOf(task, signal)));
        valueOf(await writeVerification(verification, folder));
        return { verification, notes: notes.map((note) => inWords(note, "editor")) };
      }),

    preview: (question, signal) =>
      guarded(async () => {
        const { job } = await resolve(question, false);
        const { path, task } = question;
        const settings = path === null ? job : { ...job, calibration: { path } };
        const model = valueOf(await openModel(job, kept.open));
        return valueOf(await previewSamples(model, settings, createOrtRunner(), watchOf(task, signal)));
      }),

    evaluate: (question, signal) =>
      guarded(async () => {
        const { job, outFolder } = await resolve(question, false);
        const given = under(job, question.policy, outFolder);
        const measured = valueOf(await evaluateModel(given, watchOf(question.task, signal)));
        const planned = await plan(given, signal, tableOf(question.losses));
        return answerOf({ ...planned, report: withMeasurement(planned.report, measured.report) }, job, outFolder);
      }),
  };
}

/** A policy that is no file's has its learned weights where results are written. */
function under(job: JobSettings, policy: PolicyText, outFolder: string): JobSettings {
  return { ...job, policy, ...(!isAbsolute(policy.path) && { learnedFolder: outFolder }) };
}

/** For work in the background, which nobody waits for. */
function silent(signal: CancelSignal): Watch {
  return {
    progress: () => undefined,
    get cancelled() {
      return signal.cancelled;
    },
  };
}

/** The plan knows each layer's loss, the run what it comes to. */
function withMeasurement(planned: Report, measured: Report): Report {
  const { accuracy, integer, notes } = measured;
  const { measuredLoss, seconds } = measured.search;
  return { ...planned, accuracy, integer, notes, search: { ...planned.search, measuredLoss, seconds } };
}

/** What sets the compiler's level in the editor. */
const EDITOR_LEVEL = 'set "bitwright.optimize" to "s"';

function answerOf(result: JobResult, job: JobSettings, outFolder: string, files: readonly string[] = []): JobAnswer {
  const { policyText, sensitivities } = result;
  const report = withLevelHint(result.report, EDITOR_LEVEL);
  const { calibration, evaluation, preprocessing } = job;
  const dataKey = JSON.stringify([calibration ?? null, evaluation ?? null, preprocessing ?? null]);
  return {
    report: reportInWords(report),
    policyText,
    outFolder,
    files,
    losses: Object.fromEntries(sensitivities ?? []),
    dataKey,
  };
}

function reportInWords(report: Report): Report {
  return { ...report, notes: report.notes.map((note) => remarkInWords(note, "editor")) };
}

function refusedWith(problems: readonly Remark[]): FaultError {
  return new FaultError({ kind: "refused", problems: problems.map((problem) => remarkInWords(problem, "editor")) });
}

/** None at all means that nothing was measured. */
function tableOf(losses: Losses): SensitivityTable | undefined {
  const table = new Map(Object.entries(losses));
  return table.size === 0 ? undefined : table;
}

function valueOf<T>(outcome: Outcome<T>): T {
  if (outcome.ok) return outcome.value;
  throw refusedWith(outcome.problems);
}

/** The two exceptions that are no bugs, in the conversation's words. */
async function guarded<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Cancelled) throw new FaultError({ kind: "cancelled" });
    if (error instanceof SampleError) throw refusedWith([error.problem]);
    throw error;
  }
}
