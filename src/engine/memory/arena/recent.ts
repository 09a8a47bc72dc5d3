/** The answers that a network was given last: what one edit asks for is often what the one before it, or another account, has asked for. */
import type { Network } from "../../ir/network";

export class Recent<T> {
  private readonly known = new WeakMap<Network, Map<string, { readonly answer: T }>>();

  /** @param most answers kept for each network, as long as the network itself is */
  constructor(private readonly most: number) {}

  /** @param key of all that the answer depends on, beside the network */
  of(network: Network, key: string, make: () => T): T {
    const recent = this.known.get(network) ?? new Map<string, { readonly answer: T }>();
    this.known.set(network, recent);
    const before = recent.get(key);
    const { answer } = before ?? { answer: make() };
    recent.delete(key); // so that it becomes the youngest
    recent.set(key, before ?? { answer });
    const [oldest] = recent.keys();
    if (recent.size > this.most && oldest !== undefined) recent.delete(oldest);
    return answer;
  }
}
