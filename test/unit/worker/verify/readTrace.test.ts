import assert from "node:assert/strict";
import { clockOf, readTrace, type Reading, type Span } from "../../../../src/worker/verify/readTrace";

/** A record as the harness writes it. */
function record(words: readonly number[], bytes: readonly number[] = []): number[] {
  const view = new DataView(new ArrayBuffer(20));
  words.forEach((word, i) => view.setUint32(4 * i, word, true));
  return [...new Uint8Array(view.buffer), ...bytes];
}

const OUTPUT = 0x80000000;
const TICKS = 0x80000001;
const SPENT = 0x80000002;

describe("readTrace", () => {
  it("takes records apart: rows of samples, outputs, readings", () => {
    const trace = readTrace(
      Uint8Array.from([
        ...record([TICKS, 5, 600, 0, 0]),
        ...record([3, 1, 2, 5, 4], [0x21, 0x43, 0x65, 0x07]), // codes 2 … 6 of 4 bits
        ...record([SPENT, 3, 1000, 0x00020001, 0]),
        ...record([OUTPUT, 0, 0, 2, 8], [9, 8]),
        ...record([OUTPUT, 1, 0, 2, 8], [7, 6]),
      ]),
    );
    assert.ok(trace.ok);
    const { samples, readings, spent } = trace.value;
    assert.deepEqual(samples, [
      {
        rows: [{ step: 3, y: 1, first: 2, count: 5, bits: 4, bytes: Uint8Array.from([0x21, 0x43, 0x65, 0x07]) }],
        output: Uint8Array.from([9, 8]),
      },
      { rows: [], output: Uint8Array.from([7, 6]) },
    ]);
    assert.equal(trace.value.status, null);
    assert.deepEqual([...readings], [["stack", { ticks: 600, wraps: 0 }]]);
    assert.deepEqual([...spent], [[3, [{ ticks: 1000 + 2 ** 32, wraps: 2 }]]]);
  });

  it("ends where a board says with what it ends", () => {
    const trace = readTrace(Uint8Array.from([...record([0x80000003, 72, 0, 0, 0]), 1, 2, 3]));
    assert.equal(trace.ok ? trace.value.status : "", "");
    const whole = readTrace(Uint8Array.from(record([0x80000003, 72, 0, 0, 0])));
    assert.equal(whole.ok && whole.value.status, 72);
  });

  it("refuses a trace that ends in the middle of a record", () => {
    for (const cut of [1, 21, 23]) {
      const bytes = Uint8Array.from(record([0, 0, 0, 4, 8], [1, 2, 3, 4])).subarray(0, cut);
      assert.equal(readTrace(bytes).ok, false, String(cut));
    }
  });
});

describe("clockOf", () => {
  /** A clock of `megahertz` MHz at 128 ns an instruction, whose interrupt takes `handler` instructions and whose reading takes `reading`. */
  const span = (instructions: number, megahertz: number, handler: number, reading = 0, phase = 0): Span => {
    const perInstruction = (128 * megahertz) / 1000;
    let wraps = 0;
    for (;;) {
      const ticks = Math.floor(phase + (instructions + reading + wraps * handler) * perInstruction) - Math.floor(phase);
      const found = Math.floor(ticks / 2 ** 24);
      if (found === wraps) return { ticks, wraps };
      wraps = found;
    }
  };
  const readings = (megahertz: number, handler: number): Map<Reading, Span> =>
    new Map([
      ["nothing", span(0, megahertz, handler, 12)],
      ["few", span(2001, megahertz, handler, 14)],
      ["many", span(24_000_001, megahertz, handler, 14)],
      ["hook", span(0, megahertz, handler, 15)],
    ]);

  it("turns ticks into the number of instructions, exactly, at every board's frequency", () => {
    for (const megahertz of [20, 25, 32]) {
      const clock = clockOf(readings(megahertz, 6));
      assert.ok(clock);
      for (const instructions of [1, 2, 17, 1000, 999_983, 5_000_000, 123_456_789, 2_000_000_011]) {
        for (const phase of [0, 0.3, 0.9])
          assert.equal(clock(span(instructions, megahertz, 6, 12, phase), "nothing"), instructions, `${megahertz} MHz`);
      }
      assert.equal(clock(span(4000, megahertz, 6, 15), "hook"), 4000);
    }
  });

  it("knows no instructions where no clock ran, or one that does not follow them", () => {
    assert.equal(clockOf(new Map()), undefined);
    const silent: Span = { ticks: 0, wraps: 0 };
    const none = new Map<Reading, Span>([
      ["nothing", silent],
      ["few", silent],
      ["many", silent],
    ]);
    assert.equal(clockOf(none), undefined);
    const erratic = new Map([...readings(25, 6), ["many", { ticks: 2 ** 29, wraps: 3 }] as const]);
    assert.equal(clockOf(erratic), undefined);
  });
});
