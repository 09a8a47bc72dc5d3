/** Tells every session what lies on disk of its model's generated code: the project where its settings put it, else the one it remembers. */
import * as vscode from "vscode";
import { projectPathOf } from "../files/placesOf";
import type { ModelSession } from "../session/modelSession";
import type { Sessions } from "../session/sessions";
import type { FirmwareProject, FirmwareProjects } from "./projects";

export function tellSessions(projects: FirmwareProjects, sessions: Sessions): vscode.Disposable {
  /** By session: the folders that were looked into. Before that, what a session remembers is all that is known. */
  const looked = new WeakMap<ModelSession, string>();

  const tell = (session: ModelSession): void => {
    const project = foldersOf(session)
      .map((folder) => projects.at(folder))
      .find((found) => found !== undefined);
    const model = session.state.report?.model.sha256;
    session.foundFirmware(describe(project ?? exactOf(projects, session.modelPath, model)));
  };
  const look = async (session: ModelSession): Promise<void> => {
    const folders = foldersOf(session);
    const key = folders.join("\n");
    if (folders.length === 0 || looked.get(session) === key) return;
    looked.set(session, key);
    for (const folder of folders) await projects.reread(folder);
    tell(session);
  };
  return vscode.Disposable.from(
    sessions.onChange((session) => void look(session)),
    projects.onChange(() => {
      for (const session of sessions.all) if (looked.has(session)) tell(session);
    }),
  );
}

function foldersOf({ policy, modelPath, firmwareFolder }: ModelSession): readonly string[] {
  const folders = [...(policy ? [projectPathOf(policy.outFolder, modelPath)] : []), firmwareFolder ?? []].flat();
  return [...new Set(folders)];
}

/** Elsewhere in the workspace, and of this very file. */
function exactOf(
  projects: FirmwareProjects,
  modelPath: string,
  sha256: string | undefined,
): FirmwareProject | undefined {
  const project = projects.ofModel(modelPath, sha256);
  return project?.map.model.sha256 === sha256 ? project : undefined;
}

function describe(project: FirmwareProject | undefined): Parameters<ModelSession["foundFirmware"]>[0] {
  if (!project) return null;
  const { folder, map, verification } = project;
  return {
    folder,
    place: vscode.workspace.asRelativePath(folder, false),
    modelSha256: map.model.sha256,
    policySha256: map.policySha256,
    verification,
  };
}
