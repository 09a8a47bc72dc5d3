/**
 * Losses of the held samples at each look while weights learn: which look was best, and whether it is certainly better than the first.
 * A look that is best on some samples flatters itself on them. So each half of the held samples is judged by the look that is best on the other
 * half (cross-validation, Stone 1974): no sample judges a choice that it took part in, and still all of them choose and all judge.
 */
import { meanOf, standardErrorOf } from "../../base/statistics";

/** Halves: with more folds the choices resemble each other, and the standard error says too little (Bengio and Grandvalet 2004). */
const FOLDS = 2;

/** Losses of one sample are compared with each other, before and after, so that what differs between samples counts for nothing. */
export interface Verdict {
  readonly before: number;
  readonly after: number;
  /** Of the mean difference of the pairs. */
  readonly standardError: number;
}

export class HeldLosses {
  private readonly looks: (readonly number[])[] = [];
  private bestLook = 0;

  /** @param losses by sample, always in the same order; @returns whether it is the best look so far */
  add(losses: readonly number[]): boolean {
    this.looks.push(losses);
    const isBest = this.looks.length === 1 || meanOf(losses) < meanOf(this.lossesAt(this.bestLook));
    if (isBest) this.bestLook = this.looks.length - 1;
    return isBest;
  }

  /** Means of the first look and of the best, which flatters itself. */
  get before(): number {
    return meanOf(this.lossesAt(0));
  }

  get least(): number {
    return meanOf(this.lossesAt(this.bestLook));
  }

  verdict(): Verdict {
    const first = this.lossesAt(0);
    const judged = first.map((_, sample) => {
      const chosen = this.bestWithout(sample % FOLDS);
      return this.lossesAt(chosen)[sample] ?? 0;
    });
    const gains = first.map((loss, sample) => loss - (judged[sample] ?? 0));
    return { before: meanOf(first), after: meanOf(judged), standardError: standardErrorOf(gains) };
  }

  private bestWithout(fold: number): number {
    const sums = this.looks.map((losses) =>
      losses.reduce((sum, loss, sample) => (sample % FOLDS === fold ? sum : sum + loss), 0),
    );
    return sums.indexOf(sums.reduce((least, sum) => Math.min(least, sum)));
  }

  private lossesAt(look: number): readonly number[] {
    const losses = this.looks[look];
    if (!losses) throw new Error(`there is no look ${look}`);
    return losses;
  }
}
