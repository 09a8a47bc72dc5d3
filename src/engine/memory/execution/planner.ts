/**
 * Who is asked how a network is run: the network with the answers given last. What one edit asks for is often what the one before it, another
 * account or the search has asked for.
 *
 * Whoever holds a network makes its planner and hands it down; what is known ends with it. Of each kind of answer it keeps the number that the
 * kind states, the youngest ones, so its size is bounded by the network's. A planner that was just made gives the same answers, later.
 */
import type { Network } from "../../ir/network";
import { activationKey, type WidthKey } from "./widthKeys";

/** Answers to one question, declared once by who gives them: the object itself is what they are known by. */
export interface Answers<T> {
  /** How many a planner keeps. */
  readonly most: number;
  /** Never there: it says what the answers are. */
  readonly answer?: T;
}

export function answersOfKind<T>(most: number): Answers<T> {
  return { most };
}

export class Planner {
  readonly keyOf: WidthKey;
  private readonly known = new Map<Answers<unknown>, Map<string, { readonly answer: unknown }>>();

  constructor(readonly network: Network) {
    this.keyOf = activationKey(network);
  }

  /** @param key of all that the answer depends on, beside the network */
  once<T>(kind: Answers<T>, key: string, make: () => T): T {
    const recent = this.known.get(kind) ?? new Map<string, { readonly answer: unknown }>();
    this.known.set(kind, recent);
    const before = recent.get(key);
    const answer = before ? (before.answer as T) : make();
    recent.delete(key); // so that it becomes the youngest
    recent.set(key, before ?? { answer });
    const [oldest] = recent.keys();
    if (recent.size > kind.most && oldest !== undefined) recent.delete(oldest);
    return answer;
  }
}
