/** Who wants to know: a list of listeners of one kind of news. */

export class Notifier<T> {
  private readonly listeners = new Set<(news: T) => void>();

  /** @returns stops listening */
  readonly listen = (listener: (news: T) => void): (() => void) => {
    // Wrapped, so that the same function may listen twice and stop once.
    const own = (news: T): void => listener(news);
    this.listeners.add(own);
    return () => void this.listeners.delete(own);
  };

  tell(news: T): void {
    for (const listener of [...this.listeners]) listener(news);
  }
}
