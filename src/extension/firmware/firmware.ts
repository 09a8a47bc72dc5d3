/** Everything about generated firmware in the editor, put together: projects, hovers, lenses, heat, links and problems. */
import { basename, dirname, join } from "node:path";
import * as vscode from "vscode";
import type { Verification } from "../../protocol/files/verification";
import type { Actions } from "../actions";
import type { ModelSession } from "../session/modelSession";
import { projectPathOf } from "../files/placesOf";
import type { ProfilePages } from "../panel/profilePages";
import type { Sessions } from "../session/sessions";
import type { WorkerPort } from "../workers/workerProcess";
import { nothingUnread, savedTextOf, textOf } from "../files/workspaceFiles";
import { BuildFiles } from "./build/buildFiles";
import { FirmwareChoices, undecidedIn } from "./choices";
import type { BudgetSource } from "./held/findings";
import { showHeat } from "./show/heat";
import { provideHovers } from "./show/hovers";
import { CHOOSE } from "./show/hoverText";
import { provideLenses } from "./show/lenses";
import { useLinkerScript, type LinkerBudget } from "./held/linkerBudget";
import { linkCode, modelPathOf, revealLayer } from "./show/links";
import { CodeMeanings } from "./show/meanings";
import { FirmwareSymbols } from "./show/symbols";
import { adviseOn } from "./held/overflowAdvice";
import { showFirmwareProblems } from "./held/problems";
import { pickProject, verifyShown } from "./verify";
import { tellSessions } from "./sessionFirmware";
import { FirmwareProjects, type FirmwareProject } from "./projects";
import { complain, inform } from "../say";

const BUDGET_SOURCES = "budgetSources";

export interface FirmwareSurroundings {
  readonly worker: WorkerPort;
  readonly memory: vscode.Memento;
  readonly log: vscode.LogOutputChannel;
  readonly sessions: Sessions;
  readonly pages: ProfilePages;
  readonly actions: Actions;
}

export class Firmware {
  private readonly projects: FirmwareProjects;
  private readonly files = new BuildFiles();
  private readonly choices: FirmwareChoices;
  private readonly meanings: CodeMeanings;
  private readonly symbols: FirmwareSymbols;
  private readonly budgetKept = new vscode.EventEmitter<void>();

  constructor(private readonly around: FirmwareSurroundings) {
    this.projects = new FirmwareProjects(around.log);
    this.choices = new FirmwareChoices(around.memory);
    this.meanings = new CodeMeanings(this.projects, this.files, this.choices);
    this.symbols = new FirmwareSymbols(this.projects, this.files, this.choices);
  }

  register(): vscode.Disposable {
    const { projects, files, choices, meanings } = this;
    const { sessions, pages, actions } = this.around;
    return vscode.Disposable.from(
      projects,
      files,
      choices,
      this.budgetKept,
      provideHovers(projects, meanings),
      provideLenses(projects, meanings, [files.onChange, choices.onChange]),
      showHeat(projects),
      this.symbols.register(),
      linkCode({
        projects,
        sessions,
        symbols: this.symbols,
        showLayer: (session, layer) => {
          sessions.activate(session);
          return pages.showLayer(session, layer);
        },
        selectLayer: (session, layer) => pages.selectLayer(session, layer),
      }),
      tellSessions(projects, sessions),
      showFirmwareProblems({
        projects,
        sessions,
        files,
        choices,
        meanings,
        budgetSources: () => this.budgetSources,
        onBudgetKept: this.budgetKept.event,
        overflowed: (overflow) => void adviseOn(overflow, sessions, actions),
      }),
      vscode.commands.registerCommand(CHOOSE, (path: unknown, folders: unknown) => {
        const undecided = undecidedIn(path, folders);
        return undecided && choices.choose(undecided);
      }),
      vscode.commands.registerCommand("_bitwright.generateAgain", (folder: unknown) =>
        typeof folder === "string" ? this.generateAgain(folder) : undefined,
      ),
    );
  }

  /** @param isAsked the person wants to be there; else it is shown beside, where there is code */
  async revealCode(session: ModelSession, layer: string, isAsked: boolean): Promise<void> {
    const known = this.projects.ofModel(session.modelPath, session.state.report?.model.sha256);
    const project = known ?? (await this.projectOf(session));
    const shown = project?.map.layers.find(({ name }) => name === layer);
    if (shown) this.symbols.reveal(shown);
    if (project && (await revealLayer(project, layer, { focus: isAsked, beside: true }))) return;
    if (!isAsked) return;
    const generate = vscode.l10n.t("Generate Firmware");
    const message = vscode.l10n.t("There is no generated code of this layer yet.");
    const choice = await inform(message, generate);
    if (choice !== generate) return;
    const folder = await this.around.actions.generate(session);
    if (folder === undefined) return;
    const made = await this.projects.reread(folder);
    if (made) await revealLayer(made, layer, { focus: true, beside: true });
  }

  /** @param argument a file or folder of the project. @returns what was measured; undefined where nothing was */
  async verify(argument: unknown): Promise<Verification | undefined> {
    const { actions, worker, log } = this.around;
    const project = await pickProject(argument, this.projects);
    if (!project || !actions.mayRun()) return undefined;
    const { folder } = project;
    const shownBy = this.around.sessions.all.filter(({ firmwareFolder }) => firmwareFolder === folder);
    for (const session of shownBy) session.setVerifying(true);
    try {
      const verification = await verifyShown(project, worker, log);
      await this.projects.reread(folder);
      return verification;
    } finally {
      for (const session of shownBy) session.setVerifying(false);
    }
  }

  /** The project that the model's panel speaks of; undefined, and the way on said, where it is gone. */
  async ofPanel(session: ModelSession): Promise<FirmwareProject | undefined> {
    const { firmwareFolder } = session;
    const project = firmwareFolder === undefined ? undefined : await this.projects.reread(firmwareFolder);
    if (project) return project;
    const generate = vscode.l10n.t("Generate Firmware");
    const message = vscode.l10n.t("The generated code of this model is not there any more.");
    if ((await inform(message, generate)) === generate) await this.around.actions.generate(session);
    return undefined;
  }

  async verifyOfPanel(session: ModelSession): Promise<void> {
    const project = await this.ofPanel(session);
    if (project) await this.verify(vscode.Uri.file(project.folder));
  }

  async openOfPanel(session: ModelSession): Promise<void> {
    const project = await this.ofPanel(session);
    if (project) await this.showProject(project.folder);
  }

  async revealOfPanel(session: ModelSession): Promise<void> {
    const project = await this.ofPanel(session);
    if (!project) return;
    const uri = vscode.Uri.file(project.folder);
    const isInWorkspace = vscode.workspace.getWorkspaceFolder(uri) !== undefined;
    await vscode.commands.executeCommand(isInWorkspace ? "revealInExplorer" : "revealFileInOS", uri);
  }

  /** @param argument a file; else the one in front of the person. @returns the folder of the project that they choose for it */
  async choose(argument: unknown): Promise<string | undefined> {
    const { projects, files, choices } = this;
    const uri = argument instanceof vscode.Uri ? argument : fileInFront();
    await projects.whenFound;
    const folders = uri ? await foldersFor(uri.fsPath, projects.all, files) : [];
    if (!uri || folders.length < 2) {
      const message = uri
        ? vscode.l10n.t(
            "{0} has to do with one firmware project at most: there is nothing to choose.",
            basename(uri.path),
          )
        : vscode.l10n.t("Open a C file, a linker script or an ELF file that belongs to a firmware project first.");
      void inform(message);
      return undefined;
    }
    return choices.choose({ path: uri.fsPath, folders });
  }

  /** Reads what has just been written, without waiting for news of it. */
  reread(folder: string): Promise<unknown> {
    return this.projects.reread(folder);
  }

  /** The first call of a layer, in a project that has just been written. */
  async showProject(folder: string): Promise<void> {
    const project = await this.projects.reread(folder);
    const [first] = project?.map.layers ?? [];
    if (project && first) await revealLayer(project, first.name, { focus: true, beside: true });
  }

  /** @param argument an ELF file */
  showSymbols(argument: unknown): Promise<string | undefined> {
    return this.symbols.show(argument);
  }

  useLinkerScript(argument: unknown, session: ModelSession): Promise<LinkerBudget | undefined> {
    const keep = async (source: BudgetSource): Promise<void> => {
      const others = this.budgetSources.filter(({ modelPath }) => modelPath !== source.modelPath);
      await this.around.memory.update(BUDGET_SOURCES, [...others, source]);
      this.budgetKept.fire();
    };
    return useLinkerScript(argument, session, { projects: this.projects, files: this.files, keep });
  }

  private get budgetSources(): readonly BudgetSource[] {
    return this.around.memory.get<readonly BudgetSource[]>(BUDGET_SOURCES, []);
  }

  /** Where the settings of the model put it. */
  private async projectOf({ policy, modelPath }: ModelSession): Promise<FirmwareProject | undefined> {
    if (!policy) return undefined;
    return this.projects.reread(projectPathOf(policy.outFolder, modelPath));
  }

  /** Of the policy that lies beside the project, else of the one shown. */
  private async generateAgain(folder: string): Promise<string | undefined> {
    const { sessions, actions } = this.around;
    const project = this.projects.at(folder);
    const modelPath = project && (await modelPathOf(project, sessions));
    if (!project || modelPath === undefined) {
      void complain(vscode.l10n.t("The model of this firmware is not in the workspace."));
      return undefined;
    }
    const path = join(dirname(folder), "policy.json");
    const text = await savedTextOf(path, "policy");
    const policy = text === undefined ? undefined : { text, path };
    const session = sessions.of(modelPath);
    return actions.generate(session, policy && { policy, outFolder: dirname(folder), name: project.map.prefix });
  }
}

function fileInFront(): vscode.Uri | undefined {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  // An ELF file is in no text editor.
  return input instanceof vscode.TabInputText || input instanceof vscode.TabInputCustom ? input.uri : undefined;
}

/** Of the projects that the file may have to do with: a script with any, others with those whose names they have. */
async function foldersFor(
  path: string,
  projects: readonly FirmwareProject[],
  files: BuildFiles,
): Promise<readonly string[]> {
  const folders = (some: readonly FirmwareProject[]): readonly string[] => some.map(({ folder }) => folder);
  if (/\.lds?$/.test(path)) return folders(projects);
  const elf = await files.elf(path);
  if (elf) {
    const names = new Set(elf.objects.map(({ name }) => name));
    return folders(projects.filter(({ map }) => names.has(map.arena.symbol)));
  }
  const text = await textOf(path, "code").catch(nothingUnread);
  const words = new Set(text?.match(/[A-Za-z_]\w*/g) ?? []);
  return folders(projects.filter(({ map }) => map.api.some(({ symbol }) => words.has(symbol))));
}
