/** The transitions that an agent learns from, the oldest overwritten first. */
import type { Random } from "../../../base/random";

export interface Transition {
  readonly state: Float32Array;
  /** In [0, 1]. */
  readonly action: number;
  readonly reward: number;
  readonly next: Float32Array;
  /** True at the end of an episode, where nothing follows. */
  readonly isLast: boolean;
}

export class Replay {
  private readonly transitions: Transition[] = [];
  private oldest = 0;

  constructor(private readonly capacity: number) {}

  get size(): number {
    return this.transitions.length;
  }

  add(transition: Transition): void {
    if (this.transitions.length < this.capacity) {
      this.transitions.push(transition);
      return;
    }
    this.transitions[this.oldest] = transition;
    this.oldest = (this.oldest + 1) % this.capacity;
  }

  /** Different ones, while there are as many. */
  sample(count: number, random: Random): readonly Transition[] {
    const chosen = new Set<number>();
    while (chosen.size < Math.min(count, this.size)) chosen.add(random.below(this.size));
    return [...chosen].map((index) => this.transitions[index] as Transition);
  }
}
