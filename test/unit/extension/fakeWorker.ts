/** A worker whose answers the test gives by hand. */
import type { WorkerPort } from "../../../src/extension/workers/workerProcess";
import { Notifier } from "../../../src/extension/notifier";
import type { Answer } from "../../../src/protocol/messages/conversation";
import type { JobAnswer, JobProgress, WorkerRequests } from "../../../src/protocol/messages/workerMessages";

/** What answers with a JobAnswer. */
type Job = Exclude<keyof WorkerRequests, "targets" | "verify" | "preview">;

export interface Asked {
  readonly method: string;
  readonly params: WorkerRequests[Job]["params"];
  cancelled: boolean;
  readonly answer: (answer: Answer<JobAnswer>) => void;
}

export class FakeWorker implements WorkerPort {
  readonly asked: Asked[] = [];
  readonly progress = new Notifier<JobProgress>();
  readonly down = new Notifier<boolean>();
  readonly onProgress = this.progress.listen;
  readonly onDown = this.down.listen;
  isDown = false;
  /** Answers at once, where set. */
  respond: ((method: string, params: Asked["params"]) => Answer<JobAnswer>) | undefined;

  readonly ask: WorkerPort["ask"] = (method, params) => {
    if (params === null || method === "targets" || !("modelPath" in params)) throw new Error("sessions ask for jobs");
    let resolve: (answer: Answer<JobAnswer>) => void = () => undefined;
    const promise = new Promise<Answer<JobAnswer>>((resolved) => (resolve = resolved));
    const asked: Asked = { method, params, cancelled: false, answer: resolve };
    this.asked.push(asked);
    if (this.respond) resolve(this.respond(method, params));
    // The jobs' results are of one type; ask's is by method.
    return { answer: promise, cancel: () => void (asked.cancelled = true) };
  };

  /** The newest request, once it has been made. */
  async next(method: string): Promise<Asked> {
    for (let turns = 0; turns < 50; turns++) {
      const last = this.asked.at(-1);
      if (last?.method === method) return last;
      await new Promise((resolve) => setImmediate(resolve));
    }
    throw new Error(`"${method}" was not asked; asked: ${this.asked.map((each) => each.method).join(", ")}`);
  }
}
