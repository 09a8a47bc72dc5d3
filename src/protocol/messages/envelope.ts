/**
 * One envelope for both conversations, panel ↔ host and host ↔ worker: requests are answered by exactly one reply or fault with the same
 * id, events answer nothing. The tables of methods and events are types; both ends derive theirs from them, so a handler that is missing
 * does not compile.
 */
import type { Remark } from "../../formats/remark";

/** A table of requests: parameters and result by method. */
export type RequestTable = Readonly<Record<string, { readonly params: unknown; readonly result: unknown }>>;
/** A table of events: payload by name. */
export type EventTable = Readonly<Record<string, unknown>>;

/** The table of an end that answers, or tells, nothing. */
export type NoMessages = Readonly<Record<string, never>>;

export type Envelope =
  | { readonly type: "request"; readonly id: number; readonly method: string; readonly params: unknown }
  | { readonly type: "reply"; readonly id: number; readonly result: unknown }
  | { readonly type: "fault"; readonly id: number; readonly fault: Fault }
  | { readonly type: "cancel"; readonly id: number }
  | { readonly type: "event"; readonly name: string; readonly payload: unknown };

/** Why a request has no result. */
export type Fault =
  /** The person's input: problems to show. */
  | { readonly kind: "refused"; readonly problems: readonly Remark[] }
  | { readonly kind: "cancelled" }
  /** Our bug, or the worker's end. */
  | { readonly kind: "broken"; readonly message: string };

export type Handlers<R extends RequestTable> = {
  readonly [M in keyof R]: (params: R[M]["params"], signal: CancelSignal) => Promise<R[M]["result"]> | R[M]["result"];
};

export interface CancelSignal {
  readonly cancelled: boolean;
}

/** Decides whether what arrived is what a method's parameters, or an event's payload, must be. */
export type ParamChecks<R extends RequestTable> = {
  readonly [M in keyof R]: (params: unknown) => params is R[M]["params"];
};
export type Listeners<E extends EventTable> = { readonly [N in keyof E]: (payload: E[N]) => void };
export type PayloadChecks<E extends EventTable> = { readonly [N in keyof E]: (payload: unknown) => payload is E[N] };

export function isNull(value: unknown): value is null {
  return value === null;
}

/** Checks a message from the other side before use; anything else is dropped by the receiver. */
export function isEnvelope(value: unknown): value is Envelope {
  if (typeof value !== "object" || value === null || !("type" in value)) return false;
  const hasId = "id" in value && typeof value.id === "number";
  switch (value.type) {
    case "request":
      return hasId && "method" in value && typeof value.method === "string" && "params" in value;
    case "reply":
      return hasId && "result" in value;
    case "fault":
      return hasId && "fault" in value && isFault(value.fault);
    case "cancel":
      return hasId;
    case "event":
      return "name" in value && typeof value.name === "string" && "payload" in value;
    default:
      return false;
  }
}

function isFault(value: unknown): value is Fault {
  if (typeof value !== "object" || value === null || !("kind" in value)) return false;
  switch (value.kind) {
    case "refused":
      return "problems" in value && Array.isArray(value.problems) && value.problems.every(isRemark);
    case "cancelled":
      return true;
    case "broken":
      return "message" in value && typeof value.message === "string";
    default:
      return false;
  }
}

function isRemark(value: unknown): value is Remark {
  if (typeof value !== "object" || value === null) return false;
  return "code" in value && typeof value.code === "string" && "message" in value && typeof value.message === "string";
}
