/**
 * One end of a conversation, over any channel that carries values: it answers the other side's requests, asks its own and tells events.
 *
 * Every request is answered exactly once: by a reply, by a fault, or by `close`. What arrives is checked before use; what is not understood
 * is dropped and told to `onStray`, and never thrown at the channel.
 */
import {
  isEnvelope,
  type Envelope,
  type EventTable,
  type Fault,
  type Handlers,
  type Listeners,
  type ParamChecks,
  type PayloadChecks,
  type RequestTable,
} from "./envelope";

export type Answer<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly fault: Fault };

export interface Pending<T> {
  /** Never rejects. */
  readonly answer: Promise<Answer<T>>;
  /** Asks the other side to stop; the answer still comes, a reply if it was quicker. */
  cancel(): void;
}

/** Thrown by a handler whose request has no result for a reason that is not a bug. */
export class FaultError extends Error {
  constructor(readonly fault: Fault) {
    super(fault.kind);
    this.name = "FaultError";
  }
}

export interface ConversationOptions<Answered extends RequestTable, Heard extends EventTable> {
  /** May throw when the channel is closed or cannot carry the message. */
  readonly send: (message: Envelope) => void;
  readonly handlers: Handlers<Answered>;
  readonly params: ParamChecks<Answered>;
  readonly listeners: Listeners<Heard>;
  readonly payloads: PayloadChecks<Heard>;
  /** Told about messages that were dropped. */
  readonly onStray?: (why: string) => void;
  /** Told about a handler's bug, stack included; the other side gets the sentence alone. */
  readonly onBug?: (method: string, error: unknown) => void;
}

/** @typeParam Asked, Told what this end sends. Answered, Heard: what it receives */
export class Conversation<
  Asked extends RequestTable,
  Told extends EventTable,
  Answered extends RequestTable,
  Heard extends EventTable,
> {
  private readonly waiting = new Map<number, (answer: Answer<unknown>) => void>();
  private readonly running = new Map<number, { cancelled: boolean }>();
  private nextId = 1;
  private closedBy: Fault | undefined;

  constructor(private readonly options: ConversationOptions<Answered, Heard>) {}

  ask<M extends keyof Asked & string>(method: M, params: Asked[M]["params"]): Pending<Asked[M]["result"]> {
    const id = this.nextId++;
    const answer = new Promise<Answer<unknown>>((resolve) => {
      if (this.closedBy) resolve({ ok: false, fault: this.closedBy });
      else this.waiting.set(id, resolve);
    });
    if (!this.closedBy) this.trySend(id, { type: "request", id, method, params });
    // The other end's handlers are typed by the same table.
    return { answer, cancel: () => this.cancel(id) };
  }

  tell<N extends keyof Told & string>(name: N, payload: Told[N]): void {
    if (this.closedBy) return;
    try {
      this.options.send({ type: "event", name, payload });
    } catch (error) {
      this.options.onStray?.(`event ${name} was not sent: ${messageOf(error)}`);
    }
  }

  /** Takes whatever the channel delivers. */
  receive(message: unknown): void {
    if (this.closedBy) return;
    if (!isEnvelope(message)) {
      this.options.onStray?.("a message that is no envelope");
      return;
    }
    switch (message.type) {
      case "request":
        void this.handle(message.id, message.method, message.params);
        break;
      case "reply":
        this.settle(message.id, { ok: true, value: message.result });
        break;
      case "fault":
        this.settle(message.id, { ok: false, fault: message.fault });
        break;
      case "cancel": {
        const signal = this.running.get(message.id);
        if (signal) signal.cancelled = true;
        break;
      }
      case "event":
        this.hear(message.name, message.payload);
        break;
    }
  }

  /** The channel is gone: requests in flight are answered by `fault`, and handlers learn that nobody waits for them. */
  close(fault: Fault): void {
    if (this.closedBy) return;
    this.closedBy = fault;
    for (const signal of this.running.values()) signal.cancelled = true;
    const waiting = [...this.waiting.values()];
    this.waiting.clear();
    for (const resolve of waiting) resolve({ ok: false, fault });
  }

  private cancel(id: number): void {
    if (this.closedBy || !this.waiting.has(id)) return;
    this.trySend(id, { type: "cancel", id });
  }

  private trySend(id: number, message: Envelope): void {
    try {
      this.options.send(message);
    } catch (error) {
      this.settle(id, { ok: false, fault: { kind: "broken", message: messageOf(error) } });
    }
  }

  private settle(id: number, answer: Answer<unknown>): void {
    const resolve = this.waiting.get(id);
    if (!resolve) {
      this.options.onStray?.(`an answer to request ${id}, which nobody waits for`);
      return;
    }
    this.waiting.delete(id);
    resolve(answer);
  }

  private async handle(id: number, method: string, params: unknown): Promise<void> {
    if (this.running.has(id)) {
      this.options.onStray?.(`request ${id} a second time`);
      return;
    }
    const signal = { cancelled: false };
    this.running.set(id, signal);
    const message = await this.answerTo(id, method, params, signal);
    this.running.delete(id);
    if (this.closedBy) return;
    try {
      this.options.send(message);
    } catch (error) {
      this.options.onBug?.(method, error);
      this.sendFault(id, `the answer to "${method}" cannot be sent: ${messageOf(error)}`);
    }
  }

  private async answerTo(
    id: number,
    method: string,
    params: unknown,
    signal: { cancelled: boolean },
  ): Promise<Envelope> {
    const broken = (message: string): Envelope => ({ type: "fault", id, fault: { kind: "broken", message } });
    const { handlers, params: checks } = this.options;
    // hasOwn: a method called "constructor" must not find Object's.
    if (!Object.hasOwn(handlers, method)) return broken(`there is no method "${method}"`);
    const name: keyof Answered = method;
    if (!checks[name](params)) return broken(`"${method}" was given parameters that it does not take`);
    try {
      return { type: "reply", id, result: await handlers[name](params, signal) };
    } catch (error) {
      if (error instanceof FaultError) return { type: "fault", id, fault: error.fault };
      this.options.onBug?.(method, error);
      return broken(messageOf(error));
    }
  }

  private sendFault(id: number, message: string): void {
    try {
      this.options.send({ type: "fault", id, fault: { kind: "broken", message } });
    } catch {
      // the channel is closed: whoever closes it answers for all
    }
  }

  private hear(name: string, payload: unknown): void {
    const { listeners, payloads } = this.options;
    if (!Object.hasOwn(listeners, name)) {
      this.options.onStray?.(`event ${name}, which is not known`);
      return;
    }
    const known: keyof Heard = name;
    if (payloads[known](payload)) listeners[known](payload);
    else this.options.onStray?.(`event ${name} with a payload that it does not have`);
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
