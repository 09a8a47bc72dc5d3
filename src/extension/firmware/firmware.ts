/** Everything about generated firmware in the editor, put together: projects, hovers, lenses, heat, links and problems. */
import { dirname, join } from "node:path";
import * as vscode from "vscode";
import type { Actions } from "../actions";
import type { ModelSession } from "../modelSession";
import type { ProfilePages } from "../profilePages";
import type { Sessions } from "../sessions";
import { BuildFiles } from "./buildFiles";
import { showHeat } from "./heat";
import { provideHovers } from "./hovers";
import { provideLenses } from "./lenses";
import { useLinkerScript, type LinkerBudget } from "./linkerBudget";
import { linkCode, modelPathOf, revealLayer } from "./links";
import { adviseOn } from "./overflowAdvice";
import { showFirmwareProblems } from "./problems";
import { FirmwareProjects } from "./projects";

export interface FirmwareSurroundings {
  readonly log: vscode.LogOutputChannel;
  readonly sessions: Sessions;
  readonly pages: ProfilePages;
  readonly actions: Actions;
}

export class Firmware {
  private readonly projects: FirmwareProjects;
  private readonly files = new BuildFiles();

  constructor(private readonly around: FirmwareSurroundings) {
    this.projects = new FirmwareProjects(around.log);
  }

  register(): vscode.Disposable {
    const { projects, files } = this;
    const { sessions, pages, actions } = this.around;
    return vscode.Disposable.from(
      projects,
      provideHovers(projects),
      provideLenses(projects),
      showHeat(projects),
      linkCode({
        projects,
        sessions,
        showLayer: (session, layer) => {
          sessions.activate(session);
          return pages.showLayer(session, layer);
        },
        selectLayer: (session, layer) => pages.selectLayer(session, layer),
      }),
      showFirmwareProblems({
        projects,
        sessions,
        files,
        overflowed: (overflow) => void adviseOn(overflow, sessions, actions),
      }),
      vscode.commands.registerCommand("_bitwright.generateAgain", (folder: unknown) =>
        typeof folder === "string" ? this.generateAgain(folder) : undefined,
      ),
    );
  }

  /** @param isAsked the person wants to be there; else it is shown beside, where there is code */
  async revealCode(session: ModelSession, layer: string, isAsked: boolean): Promise<void> {
    const project = this.projects.ofModel(session.modelPath, session.state.report?.model.sha256);
    if (project && (await revealLayer(project, layer, { focus: isAsked }))) return;
    if (!isAsked) return;
    const generate = vscode.l10n.t("Generate Firmware");
    const message = vscode.l10n.t("There is no generated code of this layer yet.");
    const choice = await vscode.window.showInformationMessage(message, generate);
    if (choice !== generate) return;
    const folder = await this.around.actions.generate(session);
    if (folder === undefined) return;
    const made = await this.projects.reread(folder);
    if (made) await revealLayer(made, layer, { focus: true });
  }

  /** The first call of a layer, in a project that has just been written. */
  async showProject(folder: string): Promise<void> {
    const project = await this.projects.reread(folder);
    const [first] = project?.map.layers ?? [];
    if (project && first) await revealLayer(project, first.name, { focus: true });
  }

  useLinkerScript(argument: unknown, session: ModelSession): Promise<LinkerBudget | undefined> {
    return useLinkerScript(argument, session, { projects: this.projects, files: this.files });
  }

  /** Of the policy that lies beside the project, else of the one shown. */
  private async generateAgain(folder: string): Promise<string | undefined> {
    const { sessions, actions } = this.around;
    const project = this.projects.at(folder);
    const modelPath = project && (await modelPathOf(project, sessions));
    if (modelPath === undefined) {
      void vscode.window.showErrorMessage(vscode.l10n.t("The model of this firmware is not in the workspace."));
      return undefined;
    }
    const path = join(dirname(folder), "policy.json");
    const bytes = await Promise.resolve(vscode.workspace.fs.readFile(vscode.Uri.file(path))).catch(() => undefined);
    const policy = bytes && { text: new TextDecoder().decode(bytes), path };
    const session = sessions.of(modelPath);
    return actions.generate(session, policy && { policy, outFolder: dirname(folder) });
  }
}
