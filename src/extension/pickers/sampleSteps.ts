/**
 * The step between a board and a search: which samples. A search on made-up inputs is an answer about nothing real, and one on pixels that
 * are prepared wrongly is worse; both are seen here, before minutes are spent.
 */
import { basename } from "node:path";
import * as vscode from "vscode";
import { preprocessingWords, type SamplesPreview } from "../../protocol/messages/samplesPreview";
import type { PreprocessingPreset } from "../../protocol/files/settings";
import type { Answer } from "../../protocol/messages/conversation";
import type { ModelSession } from "../session/modelSession";
import { pickSamples, type PickedSamples } from "./samplesPicker";
import { changeSettings, openSettingsFile, pathInSettings } from "../files/settingsFile";
import { warn } from "../say";

/** Models whose person said that made-up inputs will do. */
const WITHOUT_SAMPLES = "modelsWithoutSamples";
const RECENT_SAMPLES = "recentSamples";
const MOST_RECENT = 8;

export interface SampleSurroundings {
  readonly memory: vscode.Memento;
  readonly tellRefused: (session: ModelSession, answer: Answer<unknown>) => void;
}

export class SampleSteps {
  /** Under which settings a model's samples were last looked at. */
  private readonly seen = new WeakMap<ModelSession, string>();

  constructor(private readonly around: SampleSurroundings) {}

  /** @returns whether a search may begin: there are samples that were looked at, or the person does without */
  async readyFor(session: ModelSession): Promise<boolean> {
    if (this.seen.get(session) === session.dataKey) return true;
    const looked = await session.preview(null);
    if (!looked.ok) {
      this.around.tellRefused(session, looked);
      return false;
    }
    if (looked.value === null) return this.doesWithout(session) || this.choose(session);
    return this.settle(session, looked.value);
  }

  /** @returns whether the person decided: for samples that can be read, or for none */
  async choose(session: ModelSession): Promise<boolean> {
    const picked = await pickSamples(session.modelPath, this.recent);
    return picked !== undefined && this.take(session, picked);
  }

  /** The choice without the question. @param picked an absolute path, or null to make inputs up */
  async take(session: ModelSession, picked: PickedSamples): Promise<boolean> {
    if (picked.path === null) return this.doWithout(session);
    const looked = await session.preview(picked.path);
    if (!looked.ok) {
      this.around.tellRefused(session, looked);
      return false;
    }
    const { value: seen } = looked;
    // Samples in the model's own file take the editor's preparation with them: it is for samples that the editor names.
    const stated = seen?.preprocessing ?? "raw";
    const isTaken = await changeSettings(session.modelPath, {
      calibration: { path: pathInSettings(session.modelPath, picked.path) },
      evaluation: undefined,
      preprocessing: stated === "raw" ? undefined : stated,
    });
    if (!isTaken) return false;
    await this.remember(session, false);
    await this.around.memory.update(RECENT_SAMPLES, withFirst(picked.path, this.recent));
    await session.settingsChanged();
    session.showSamples(seen);
    return seen === null || this.settle(session, seen);
  }

  /** Made-up inputs: what the model's settings name would be taken before them. */
  private async doWithout(session: ModelSession): Promise<boolean> {
    if (!(await changeSettings(session.modelPath, { calibration: undefined, evaluation: undefined }))) return false;
    await session.settingsChanged();
    const looked = await session.preview(null);
    if (looked.ok && looked.value !== null) {
      const settings = vscode.l10n.t("Open Settings");
      const told = vscode.l10n.t(
        "The editor's settings name samples for every model; they are taken until they are removed there.",
      );
      void warn(told, settings).then((choice) => {
        if (choice === settings)
          void vscode.commands.executeCommand("workbench.action.openSettings", "bitwright.calibration");
      });
      return false;
    }
    await this.remember(session, true);
    return true;
  }

  /** States how pixels are prepared, and looks again. */
  async usePreprocessing(session: ModelSession, preset: PreprocessingPreset): Promise<boolean> {
    const { samples } = session.state;
    const stated = samples?.preprocessing;
    // How images are cut, resized and ordered stays; only the values are prepared otherwise.
    const { resize, resizeTo, centerCrop, antialias, channels, layout, window, sound } =
      typeof stated === "object" ? stated : {};
    const kept = Object.entries({ resize, resizeTo, centerCrop, antialias, channels, layout, window, sound }).filter(
      ([, value]) => value !== undefined,
    );
    const preprocessing = kept.length === 0 ? preset : { ...Object.fromEntries(kept), preset };
    if (!(await changeSettings(session.modelPath, { preprocessing }))) return false;
    await session.settingsChanged();
    const looked = await session.preview(null);
    if (!looked.ok) this.around.tellRefused(session, looked);
    else this.seen.set(session, session.dataKey);
    return looked.ok;
  }

  /** Says what is wrong with the samples, if anything. @returns whether to go on */
  private async settle(session: ModelSession, preview: SamplesPreview): Promise<boolean> {
    const { advice, nearChance, trials } = preview;
    const [stated] = trials;
    if (stated && advice !== null) {
      const better = trials.find(({ preprocessing }) => preprocessing === advice);
      const use = vscode.l10n.t("Use {0}", preprocessingWords(advice));
      const keep = vscode.l10n.t("Keep It");
      const told =
        stated.right !== null && better && better.right !== null
          ? vscode.l10n.t(
              "{0} answers {1} of {2} samples right with {3}, and {4} of {2} with {5}.",
              basename(session.modelPath),
              stated.right,
              stated.samples,
              preprocessingWords(preview.preprocessing),
              better.right,
              preprocessingWords(advice),
            )
          : vscode.l10n.t(
              "{0} tells the samples apart far better with {1} than with {2}.",
              basename(session.modelPath),
              preprocessingWords(advice),
              preprocessingWords(preview.preprocessing),
            );
      const choice = await warn(told, use, keep);
      if (choice === use) return this.usePreprocessing(session, advice);
      if (choice !== keep) return false;
    } else if (stated && nearChance) {
      const settings = vscode.l10n.t("Open Settings");
      const anyway = vscode.l10n.t("Quantize Anyway");
      const told = vscode.l10n.t(
        "{0} answers {1} of {2} samples right: no better than guessing. Are the labels, the order of colours and the preparation of values those of its training?",
        basename(session.modelPath),
        stated.right ?? 0,
        stated.samples,
      );
      const choice = await warn(told, settings, anyway);
      if (choice === settings) await openSettingsFile(session.modelPath, {});
      if (choice !== anyway) return false;
    }
    this.seen.set(session, session.dataKey);
    return true;
  }

  private get recent(): readonly string[] {
    return this.around.memory.get<readonly string[]>(RECENT_SAMPLES, []);
  }

  private doesWithout({ modelPath }: ModelSession): boolean {
    return this.around.memory.get<readonly string[]>(WITHOUT_SAMPLES, []).includes(modelPath);
  }

  private async remember({ modelPath }: ModelSession, without: boolean): Promise<void> {
    const others = this.around.memory.get<readonly string[]>(WITHOUT_SAMPLES, []).filter((path) => path !== modelPath);
    await this.around.memory.update(WITHOUT_SAMPLES, without ? [...others, modelPath] : others);
  }
}

function withFirst(path: string, recent: readonly string[]): readonly string[] {
  return [path, ...recent.filter((other) => other !== path)].slice(0, MOST_RECENT);
}
