/**
 * A worker as the host sees it: started when it is first asked, ended when it has been idle for long, started anew after a crash.
 *
 * Every request is answered whatever happens to the process: when it ends, what was in flight is answered by a fault that says so, and the
 * next request starts another. A request that was cancelled and does not stop within the grace period takes the process with it: a native
 * call that hangs can be stopped in no other way.
 */
import { fork, type ChildProcess } from "node:child_process";
import type { Readable } from "node:stream";
import { Conversation, type Pending } from "../../protocol/messages/conversation";
import type { Fault, NoMessages } from "../../protocol/messages/envelope";
import {
  WORKER_PAYLOADS,
  type JobProgress,
  type WorkerEvents,
  type WorkerRequests,
} from "../../protocol/messages/workerMessages";
import { Notifier } from "../notifier";

/** A second is how long a person waits for "Cancel" before doubting it. */
const DEFAULT_GRACE_MS = 900;
/** For a job that keeps what it has: it ends its step and writes its results first. */
const DEFAULT_KEEPING_MS = 60_000;
/** Models and native sessions hold memory that an editor in the background should not. */
const DEFAULT_IDLE_MS = 10 * 60_000;

export interface WorkerOptions {
  /** The worker's bundle; absolute. */
  readonly script: string;
  readonly log: (level: "info" | "error", text: string) => void;
  readonly graceMs?: number;
  readonly keepingMs?: number;
  readonly idleMs?: number;
  /** What it is started for, as lists of processes show it; the worker itself does not care. */
  readonly role?: string;
  /** For tests: arguments of Node in front of the script. */
  readonly execArgv?: readonly string[];
}

/** What the rest of the host needs of the worker. */
export interface WorkerPort {
  ask<M extends keyof WorkerRequests>(
    method: M,
    params: WorkerRequests[M]["params"],
  ): Pending<WorkerRequests[M]["result"]>;
  readonly onProgress: (listener: (progress: JobProgress) => void) => () => void;
  /** Told true when the process ended unexpectedly, false when one is running again. */
  readonly onDown: (listener: (down: boolean) => void) => () => void;
  readonly isDown: boolean;
}

type HostConversation = Conversation<WorkerRequests, NoMessages, NoMessages, WorkerEvents>;

interface Running {
  readonly child: ChildProcess;
  readonly conversation: HostConversation;
  /** Set once it has ended, or is being ended. */
  ending: Fault | undefined;
  /** The last that was heard of its work: cancelled now, it answers with what it has. */
  keeps: boolean;
}

export class WorkerProcess implements WorkerPort {
  private readonly progress = new Notifier<JobProgress>();
  private readonly down = new Notifier<boolean>();
  private running: Running | undefined;
  private inFlight = 0;
  private idleTimer: NodeJS.Timeout | undefined;
  private crashed = false;
  private disposed = false;

  readonly onProgress = this.progress.listen;
  readonly onDown = this.down.listen;

  constructor(private readonly options: WorkerOptions) {}

  get isDown(): boolean {
    return this.crashed;
  }

  /** Of the process, while there is one: for logs and tests. */
  get pid(): number | undefined {
    return this.running?.child.pid;
  }

  ask<M extends keyof WorkerRequests>(
    method: M,
    params: WorkerRequests[M]["params"],
  ): Pending<WorkerRequests[M]["result"]> {
    if (this.disposed) {
      return { answer: Promise.resolve({ ok: false, fault: { kind: "cancelled" } }), cancel: () => undefined };
    }
    const running = (this.running ??= this.start());
    clearTimeout(this.idleTimer);
    this.inFlight++;
    const pending = running.conversation.ask(method, params);
    let isSettled = false;
    let grace: NodeJS.Timeout | undefined;
    const answer = pending.answer.then((result): typeof result => {
      isSettled = true;
      clearTimeout(grace);
      this.settled();
      // Whatever a job that is being stopped answers, the person has only asked for it to stop.
      return grace && !result.ok ? { ok: false, fault: { kind: "cancelled" } } : result;
    });
    const cancel = (): void => {
      if (isSettled || grace) return;
      pending.cancel();
      grace = setTimeout(() => {
        this.options.log("info", `${method} did not stop when asked to; its process is ended`);
        this.end(running, "was ended, because another job in it did not stop");
      }, this.graceOf(running));
    };
    return { answer, cancel };
  }

  private graceOf({ keeps }: Running): number {
    const { graceMs = DEFAULT_GRACE_MS, keepingMs = DEFAULT_KEEPING_MS } = this.options;
    return keeps ? keepingMs : graceMs;
  }

  /** Ends the process; the next request starts a new one. */
  restart(): void {
    if (this.running) this.end(this.running, "was ended");
  }

  dispose(): void {
    this.disposed = true;
    clearTimeout(this.idleTimer);
    this.restart();
  }

  private settled(): void {
    this.inFlight--;
    if (this.inFlight > 0 || this.disposed) return;
    clearTimeout(this.idleTimer);
    this.idleTimer = setTimeout(() => this.restart(), this.options.idleMs ?? DEFAULT_IDLE_MS);
    this.idleTimer.unref();
  }

  private start(): Running {
    const { script, log, role, execArgv = [] } = this.options;
    const child = fork(script, role === undefined ? [] : [role], {
      serialization: "advanced",
      // The host's own flags (an inspector's port among them) must not be inherited.
      execArgv: [...execArgv],
      // In a desktop editor the executable is Electron, which is Node only when told so; elsewhere nobody reads the variable.
      env: { ...process.env, ELECTRON_RUN_AS_NODE: "1", NODE_OPTIONS: "" },
      stdio: ["ignore", "pipe", "pipe", "ipc"],
    });
    const conversation: HostConversation = new Conversation<WorkerRequests, NoMessages, NoMessages, WorkerEvents>({
      send: (message) => {
        if (!child.connected) throw new Error("the worker has ended");
        child.send(message);
      },
      handlers: {},
      params: {},
      listeners: {
        ready: () => this.setDown(false),
        progress: (progress) => {
          running.keeps = progress.keeps === true;
          this.progress.tell(progress);
        },
        log: ({ level, text }) => log(level, text),
      },
      payloads: WORKER_PAYLOADS,
      onStray: (why) => log("error", `dropped from the worker: ${why}`),
    });
    const running: Running = { child, conversation, ending: undefined, keeps: false };
    child.on("message", (message) => conversation.receive(message));
    child.once("error", (error) => this.ended(running, error.message));
    child.once("exit", (code, signal) => this.ended(running, signal ?? `code ${code ?? "unknown"}`));
    if (child.stdout) forwardLines(child.stdout, (line) => log("info", line));
    if (child.stderr) forwardLines(child.stderr, (line) => log("error", line));
    log("info", `worker started (process ${child.pid ?? "unknown"})`);
    return running;
  }

  /** Requests in flight are answered at once: nobody waits for the process to be gone. */
  private end(running: Running, how: string): void {
    if (running.ending) return;
    running.ending = { kind: "broken", message: `the worker process ${how}` };
    if (this.running === running) this.running = undefined;
    running.child.kill("SIGKILL");
    running.conversation.close(running.ending);
  }

  private ended(running: Running, how: string): void {
    if (this.running === running) this.running = undefined;
    if (running.ending) return;
    running.ending = { kind: "broken", message: `the worker process ended unexpectedly (${how})` };
    this.options.log("error", running.ending.message);
    this.setDown(true);
    running.conversation.close(running.ending);
  }

  private setDown(down: boolean): void {
    if (this.crashed === down) return;
    this.crashed = down;
    this.down.tell(down);
  }
}

function forwardLines(stream: Readable, take: (line: string) => void): void {
  let rest = "";
  stream.setEncoding("utf8");
  stream.on("data", (text: string) => {
    const lines = (rest + text).split(/\r?\n/);
    rest = lines.pop() ?? "";
    for (const line of lines) if (line !== "") take(line);
  });
  stream.on("end", () => {
    if (rest !== "") take(rest);
  });
}
