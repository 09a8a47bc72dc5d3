/** The requantizer has two homes, base/fixedPoint.ts and bw_target.h. They agree at the edges of their ranges and on ties. */
import assert from "node:assert/strict";
import { clamp, requantize } from "../../src/engine/base/fixedPoint";
import {
  availableBuild,
  buildProgram,
  CORTEX_M0PLUS,
  CORTEX_M3,
  CORTEX_M4,
  HOST,
  HOST_SANITIZED,
  runProgramOn,
  type Build,
} from "../support/firmware/firmwareToolchain";

const POWERS = [0, 1, 2, 7, 15, 16, 23, 29, 30].flatMap((n) => [2 ** n - 1, 2 ** n, 2 ** n + 1]);
const EDGES = [...new Set([...POWERS, ...POWERS.map((p) => -p), 2147483647, -2147483647])];
const SHIFTS = [17, 18, 30, 31, 32, 33, 40, 62];
const ZEROS = [0, 3, 255];

interface Edge {
  readonly acc: number;
  readonly multiplier: number;
  readonly shift: number;
  readonly zero: number;
}

const CASES: readonly Edge[] = EDGES.flatMap((acc) =>
  EDGES.flatMap((multiplier) => SHIFTS.map((shift, i) => ({ acc, multiplier, shift, zero: ZEROS[i % 3] ?? 0 }))),
);

function program(): string {
  const rows = CASES.map(({ acc, multiplier, shift, zero }) => {
    const code = clamp(zero + requantize(acc, multiplier, shift), 0, 255);
    return `{${acc},${multiplier},${shift},${zero},${code}}`;
  });
  return `#include <stdio.h>
#include "bw_target.h"
static const struct { int32_t acc, multiplier; uint8_t shift, zero, code; } edges[] = {${rows.join(",\n")}};
int main(void) {
  unsigned wrong = 0;
  for (unsigned i = 0; i < sizeof edges / sizeof *edges; i++) {
    const uint32_t code = bw_requantize(edges[i].acc, edges[i].multiplier, edges[i].shift, edges[i].zero);
    if (code != edges[i].code && ++wrong < 5) {
      printf("%ld * %ld >> %u is %u, not %u\\n", (long)edges[i].acc, (long)edges[i].multiplier, edges[i].shift, (unsigned)code, edges[i].code);
    }
  }
  printf("%u wrong\\n", wrong);
  return wrong > 0;
}
`;
}

const SHORT_MULTIPLY: Build = {
  ...HOST_SANITIZED,
  name: "host gcc with sanitizers, long products from short ones",
  flags: [...HOST_SANITIZED.flags, "-DBW_LONG_MULTIPLY=0"],
};

function check(build: Build, name: string): void {
  it(`agree on ${build.name}`, function () {
    const available = availableBuild(build);
    if (!available.ok) {
      console.log(`      skipped: ${available.reason}`);
      this.skip();
    }
    const { stdout, stderr } = runProgramOn(build, buildProgram(build, program(), name));
    assert.equal(stdout.trim(), "0 wrong", stderr);
  });
}

describe("the two requantizers", () => {
  it("meet ties, saturation at both ends and everything between", () => {
    const codes = new Set(CASES.map(({ acc, multiplier, shift, zero }) => zero + requantize(acc, multiplier, shift)));
    assert.ok([...codes].some((code) => code < 0) && [...codes].some((code) => code > 255) && codes.has(128));
    assert.ok(CASES.some(({ acc, multiplier, shift }) => shift === 32 && acc * multiplier === 2 ** 31));
  });
  check(HOST, "requantizeHost");
  check(CORTEX_M4, "requantizeM4");
  check(CORTEX_M3, "requantizeM3");
  check(CORTEX_M0PLUS, "requantizeM0plus");
  check(SHORT_MULTIPLY, "requantizeShort");
});
