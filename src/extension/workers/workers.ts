/**
 * The engine's two processes behind one port: one plans, the other runs. An estimate or an edit takes tens of milliseconds and a person
 * looks on; a search, a measurement or a build takes minutes and computes without a pause for seconds. In one process, edits would wait
 * for those pauses; so they never share one. Each is started when something is first asked of it, ends when it has been idle for long, and
 * takes nothing of the other with it when it ends.
 */
import type { Pending } from "../../protocol/messages/conversation";
import type { WorkerRequests } from "../../protocol/messages/workerMessages";
import { Notifier } from "../notifier";
import { WorkerProcess, type WorkerOptions, type WorkerPort } from "./workerProcess";

export type WorkerRole = "planning" | "running";

/** Whoever adds a method says whether it could keep an edit waiting. */
const ROLES: Readonly<Record<keyof WorkerRequests, WorkerRole>> = {
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
    this.processes = { planning: start("planning"), running: start("running") };
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
    const asked = this.processes[ROLES[method]].ask(method, params);
    const answer = asked.answer.then((result): typeof result => {
      const isAnswered = result.ok || result.fault.kind !== "broken";
      if (isAnswered && this.crashes === crashes) this.setDown(false);
      return result;
    });
    return { ...asked, answer };
  }

  /** Of a process, while there is one: for logs and tests. */
  pidOf(role: WorkerRole): number | undefined {
    return this.processes[role].pid;
  }

  /** Ends both; the next request starts its own again. */
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
