/** Timers of something that ends: one for each name, the last that was set. */
export class Timers<Name extends string> {
  private readonly pending = new Map<Name, NodeJS.Timeout>();
  private isOver = false;

  /** Instead of the one of that name that is pending. What was awaited may come back after the end: then nothing is set any more. */
  set(name: Name, ms: number, action: () => void): void {
    this.clear(name);
    if (!this.isOver) this.pending.set(name, setTimeout(action, ms));
  }

  clear(name: Name): void {
    clearTimeout(this.pending.get(name));
    this.pending.delete(name);
  }

  dispose(): void {
    this.isOver = true;
    for (const timer of this.pending.values()) clearTimeout(timer);
    this.pending.clear();
  }
}
