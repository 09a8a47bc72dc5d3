/**
 * The engine's processes behind one port: two plan, a third runs. An estimate or an edit takes tens of milliseconds and a person looks on; a
 * search, a measurement or a build takes minutes and computes without a pause for seconds, and the first estimate of a large model takes
 * seconds too. In one process, edits would wait for those; so searches have their own, and a model that is looked at newly is loaded where the
 * one that was edited last is not. Each is started when something is first asked of it, ends when it has been idle for long, and takes nothing
 * of the others with it when it ends.
 */
import type { Pending } from "../../protocol/messages/conversation";
import type { WorkerRequests } from "../../protocol/messages/workerMessages";
import { Notifier } from "../notifier";
import { WorkerProcess, type WorkerOptions, type WorkerPort } from "./workerProcess";

export type WorkerRole = "planning" | "planning beside" | "running";
type Planner = Exclude<WorkerRole, "running">;
const PLANNERS: readonly Planner[] = ["planning", "planning beside"];

/** Of one process: as many as stay loaded in it (worker/model/keptModels.ts). */
const MOST_HOMES = 2;

/** Which process plans which model: the one that has it loaded; a new one goes where the models were looked at longest ago. */
class PlanningHomes {
  /** Paths of models, the most recently asked for last. */
  private readonly recent: { readonly modelPath: string; readonly planner: Planner }[] = [];

  of(modelPath: string): Planner {
    const at = this.recent.findIndex((each) => each.modelPath === modelPath);
    const [known] = at < 0 ? [] : this.recent.splice(at, 1);
    const planner = known?.planner ?? this.leastRecent();
    this.recent.push({ modelPath, planner });
    const own = this.recent.filter((each) => each.planner === planner);
    const [oldest] = own.length > MOST_HOMES ? own : [];
    if (oldest) this.recent.splice(this.recent.indexOf(oldest), 1);
    return planner;
  }

  private leastRecent(): Planner {
    const lastUse = (planner: Planner): number => this.recent.map((each) => each.planner).lastIndexOf(planner);
    return PLANNERS.reduce((best, planner) => (lastUse(planner) < lastUse(best) ? planner : best));
  }
}

/** Whoever adds a method says whether it could keep an edit waiting. */
const ROLES: Readonly<Record<keyof WorkerRequests, "planning" | "running">> = {
  targets: "planning",
  estimate: "planning",
  replan: "planning",
  explain: "running",
  quantize: "running",
  preview: "running",
  evaluate: "running",
  generate: "running",
  verify: "running",
};

export class Workers implements WorkerPort {
  private readonly processes: Readonly<Record<WorkerRole, WorkerProcess>>;
  private readonly homes = new PlanningHomes();
  private readonly down = new Notifier<boolean>();
  private crashed = false;
  /** How often a process has ended unexpectedly. */
  private crashes = 0;

  /** Only jobs that run tell of their progress. */
  readonly onProgress: WorkerPort["onProgress"] = (listener) => this.processes.running.onProgress(listener);
  readonly onDown = this.down.listen;

  constructor(options: Omit<WorkerOptions, "role">) {
    const { log } = options;
    const start = (role: WorkerRole): WorkerProcess => {
      const worker = new WorkerProcess({ ...options, role, log: (level, text) => log(level, `${role}: ${text}`) });
      worker.onDown((down) => {
        if (down) this.crashes++;
        this.setDown(down);
      });
      return worker;
    };
    this.processes = {
      planning: start("planning"),
      "planning beside": start("planning beside"),
      running: start("running"),
    };
  }

  /** After a crash, until a process answers what was asked since: whichever it is, a person can go on. */
  get isDown(): boolean {
    return this.crashed;
  }

  ask<M extends keyof WorkerRequests>(
    method: M,
    params: WorkerRequests[M]["params"],
  ): Pending<WorkerRequests[M]["result"]> {
    const { crashes } = this;
    const asked = this.processes[this.roleOf(method, params)].ask(method, params);
    const answer = asked.answer.then((result): typeof result => {
      const isAnswered = result.ok || result.fault.kind !== "broken";
      if (isAnswered && this.crashes === crashes) this.setDown(false);
      return result;
    });
    return { ...asked, answer };
  }

  private roleOf(method: keyof WorkerRequests, params: WorkerRequests[keyof WorkerRequests]["params"]): WorkerRole {
    if (ROLES[method] === "running") return "running";
    return params !== null && "modelPath" in params ? this.homes.of(params.modelPath) : "planning";
  }

  /** Of a process, while there is one: for logs and tests. */
  pidOf(role: WorkerRole): number | undefined {
    return this.processes[role].pid;
  }

  /** Ends all; the next request starts its own again. */
  restart(): void {
    for (const worker of Object.values(this.processes)) worker.restart();
  }

  dispose(): void {
    for (const worker of Object.values(this.processes)) worker.dispose();
  }

  private setDown(down: boolean): void {
    if (this.crashed === down) return;
    this.crashed = down;
    this.down.tell(down);
  }
}
