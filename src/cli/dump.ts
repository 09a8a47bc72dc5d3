/** What V8 writes as it gives up, held back so that a sentence can be said instead. */

const BEGINNING = /<--- Last few GCs --->|FATAL ERROR: |# Fatal (?:process out of memory|error|JavaScript)/;
const OUT_OF_MEMORY = /out of memory|heap limit|Allocation failed|invalid (?:array|table) size/i;
/** Of a dump: stack traces and a page of numbers. */
const MOST_HELD = 2 ** 16;

export class DumpFilter {
  private held = "";

  /** @param pass where everything else goes, as it comes */
  constructor(private readonly pass: (text: string) => void) {}

  take(text: string): void {
    if (this.held !== "") {
      this.held = (this.held + text).slice(0, MOST_HELD);
      return;
    }
    const at = text.search(BEGINNING);
    if (at < 0) {
      this.pass(text);
      return;
    }
    const before = text.slice(0, at).trimEnd();
    if (before !== "") this.pass(`${before}\n`);
    this.held = text.slice(at);
  }

  /**
   * Called when the process has ended.
   * @param crashed whether it did not end by itself: else what was held is passed on, for it was no dump
   * @returns whether memory had run out
   */
  end(crashed: boolean): boolean {
    const { held } = this;
    this.held = "";
    if (!crashed && held !== "") this.pass(held);
    return crashed && OUT_OF_MEMORY.test(held);
  }
}
