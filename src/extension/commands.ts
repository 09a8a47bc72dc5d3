/** The commands: one table, and a test holds it against the manifest. Each answers what came of it, for other extensions and tests. */
import * as vscode from "vscode";
import type { PanelState } from "../protocol/messages/panel";
import type { Actions } from "./actions";
import type { Example } from "./example";
import type { Firmware } from "./firmware/firmware";
import { isBitsEdit, pickBits } from "./pickers/bitsPicker";
import { pickModel } from "./pickers/modelPicker";
import type { ModelSession } from "./session/modelSession";
import { isPolicyPath } from "./files/placesOf";
import { openReview } from "./pickers/reviewSteps";
import type { PickedSamples } from "./pickers/samplesPicker";
import type { Sessions } from "./session/sessions";

const WALKTHROUGH = "bitwright.bitwright#start";

export interface CommandSurroundings {
  readonly sessions: Sessions;
  readonly actions: Actions;
  readonly firmware: Firmware;
  readonly example: Example;
}

export function registerCommands({ sessions, actions, firmware, example }: CommandSurroundings): vscode.Disposable {
  /** On the model that is meant; nothing where the person names none. */
  const onModel =
    <T>(work: (session: ModelSession, ...rest: readonly unknown[]) => Promise<T>) =>
    async (argument?: unknown, ...rest: readonly unknown[]): Promise<T | undefined> => {
      const modelPath = await pickModel(argument, sessions);
      if (modelPath === undefined) return undefined;
      const session = sessions.of(modelPath);
      sessions.activate(session);
      return work(session, ...rest);
    };
  /** On the model whose panel is in front. */
  const onActive = (work: (session: ModelSession) => Promise<unknown>) => async (): Promise<PanelState | undefined> => {
    const { active } = sessions;
    if (!active) return undefined;
    await work(active);
    return active.state;
  };
  const commands: Readonly<Record<string, (...args: readonly unknown[]) => unknown>> = {
    "bitwright.quantize": onModel((session, options) => actions.quantize(session, samplesIn(options))),
    "bitwright.chooseSamples": onModel((session) => actions.chooseSamples(session)),
    "bitwright.estimate": onModel((session) => actions.estimate(session)),
    "bitwright.openPanel": onModel((session) => actions.open(session)),
    "bitwright.openPolicy": (argument) => openPolicy(argument, actions),
    "bitwright.compare": (argument, selected) => actions.comparing.compare(argument, selected),
    "bitwright.compareCommitted": (argument) => actions.comparing.committed(argument),
    "bitwright.chooseTarget": () => actions.chooseTarget(sessions.active),
    "bitwright.measure": onModel((session) => actions.measure(session)),
    "bitwright.generate": onModel((session) => actions.generate(session)),
    "bitwright.verify": (argument) => firmware.verify(argument),
    "bitwright.showSymbols": (argument) => firmware.showSymbols(argument),
    "bitwright.chooseFirmware": (argument) => firmware.choose(argument),
    "bitwright.budgetFromLinkerScript": async (argument) => {
      const modelPath = await pickModel(undefined, sessions);
      if (modelPath === undefined) return undefined;
      const session = sessions.of(modelPath);
      sessions.activate(session);
      await session.start();
      return firmware.useLinkerScript(argument, session);
    },
    "bitwright.setBits": (edit) =>
      onActive(async (session) => {
        const wanted = isBitsEdit(edit) ? edit : await pickBits(session);
        if (wanted) await session.setBits(wanted.kind, wanted.name, wanted.bits);
      })(),
    "bitwright.undo": onActive((session) => session.undo()),
    "bitwright.redo": onActive((session) => session.redo()),
    "bitwright.reset": onActive((session) => session.reset()),
    "bitwright.savePolicy": () => sessions.active && actions.savePolicy(sessions.active),
    "bitwright.cancel": () => actions.cancel(),
    "bitwright.openSettings": onModel((session) => actions.openSettings(session)),
    "bitwright.openReview": (given) => sessions.active && openReview(sessions.active, given),
    "bitwright.openReport": onActive((session) => actions.openReport(session)),
    "bitwright.restartWorker": () => actions.restartWorker(),
    "bitwright.showLog": () => actions.showLog(),
    "bitwright.tryExample": (folder) => example.try(folder),
    "bitwright.openWalkthrough": openWalkthrough,
  };
  return vscode.Disposable.from(
    ...Object.entries(commands).map(([id, run]) => vscode.commands.registerCommand(id, run)),
  );
}

/** In the title of our walkthrough's page, and in none of the editor's own. */
const NAME = "Bitwright";
const WALKTHROUGH_TRIES = 6;
const PAGE_DRAWN_MS = 500;
const WALKTHROUGHS_KNOWN_MS = 1500;

/**
 * The first walkthrough page of a window may be drawn before the editor knows those of extensions, which takes it seconds; it then shows the
 * editor's own, and shows no other until it is closed.
 */
async function openWalkthrough(): Promise<void> {
  const shown = (): vscode.Tab | undefined => vscode.window.tabGroups.activeTabGroup.activeTab;
  const later = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));
  const before = shown()?.label;
  for (let tries = 0; tries < WALKTHROUGH_TRIES; tries++) {
    await vscode.commands.executeCommand("workbench.action.openWalkthrough", WALKTHROUGH, false);
    await later(PAGE_DRAWN_MS);
    const page = shown();
    if (page === undefined || page.label === before || page.label.includes(NAME)) return;
    await later(WALKTHROUGHS_KNOWN_MS);
    // Where the person has gone elsewhere meanwhile, they stay there.
    if (shown() !== page) return;
    await vscode.window.tabGroups.close(page);
  }
}

/** `{ samples: path }`, or null for made-up inputs, of a caller that does not want to be asked; the explorer passes what is selected. */
function samplesIn(options: unknown): PickedSamples | undefined {
  if (typeof options !== "object" || options === null || !("samples" in options)) return undefined;
  const { samples } = options;
  return typeof samples === "string" || samples === null ? { path: samples } : undefined;
}

async function openPolicy(argument: unknown, actions: Actions): Promise<PanelState | undefined> {
  const uri = argument instanceof vscode.Uri ? argument : vscode.window.activeTextEditor?.document.uri;
  if (uri && isPolicyPath(uri.fsPath)) return actions.openPolicy(uri);
  const picked = await vscode.window.showOpenDialog({
    title: vscode.l10n.t("Choose a policy file"),
    filters: { JSON: ["json"] },
  });
  return picked?.[0] && actions.openPolicy(picked[0]);
}
