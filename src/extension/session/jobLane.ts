/** A model's jobs one after another: what is asked while one runs waits for its turn, and the running one shows its phases. */
import type { Answer, Pending } from "../../protocol/messages/conversation";
import type { PanelBusy } from "../../protocol/messages/panel";
import { Notifier } from "../notifier";
import { createJobClock, type PhaseTimes } from "./jobClock";
import type { WorkerPort } from "../workers/workerProcess";

export interface JobTimes {
  readonly expected: PhaseTimes;
  readonly took: (times: PhaseTimes) => void;
}

export class JobLane {
  private readonly busies = new Notifier<PanelBusy | null>();
  private last: Promise<unknown> = Promise.resolve();
  private job: Pending<unknown> | undefined;
  private current: PanelBusy | null = null;

  readonly onBusy = this.busies.listen;

  /** @param now milliseconds of a clock that never goes back */
  constructor(
    private readonly worker: WorkerPort,
    private readonly now: () => number,
  ) {}

  get busy(): PanelBusy | null {
    return this.current;
  }

  /** Starts the work when everything that was asked before has ended, however it did. */
  inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.last.then(work);
    this.last = turn.catch(() => undefined);
    return turn;
  }

  /**
   * To be called in turn.
   * @param task whose progress events are this job's
   * @param times of its phases, as they were before; told anew when the job has ended well
   */
  async run<T>(phase: string, ask: () => Pending<T>, task?: string, times?: JobTimes): Promise<Answer<T>> {
    const clock = createJobClock(this.now, times?.expected ?? null);
    const stopListening = this.worker.onProgress((progress) => {
      if (progress.task !== task) return;
      const { phase: now, done, total, detail } = progress;
      this.show({ ...clock.show(now, done, total), ...(detail !== undefined && { detail }) });
    });
    const job = ask();
    this.job = job;
    this.show({ phase, done: 0, total: 0, fraction: times ? 0 : null, secondsLeft: null });
    const answer = await job.answer;
    if (answer.ok) times?.took(clock.times());
    stopListening();
    this.job = undefined;
    this.show(null);
    return answer;
  }

  cancel(): void {
    this.job?.cancel();
  }

  private show(busy: PanelBusy | null): void {
    this.current = busy;
    this.busies.tell(busy);
  }
}
