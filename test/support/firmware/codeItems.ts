/** The account's items of code held against a linked image, one by one. */
import assert from "node:assert/strict";
import type { Verification } from "../../../src/protocol/files/verification";

const MOST_PERCENT = 3;
/** Calls are told by their forms, not compiled beforehand. */
const MOST_CALL_PERCENT = 8;
const MOST_BYTES = 64;
const ALIGNMENT_BYTES = 8;

/**
 * Each item of code within 3 % (8 % for calls) or 64 bytes, all other items of FLASH to the byte; and none is on one side only. Kernels' sizes are compiled
 * beforehand, so on Arm theirs hold to a few bytes of alignment; linkers
 * of RISC-V shorten calls and addresses by where things lie.
 */
export function checkCodeItems({ items, compiler }: Verification, what = compiler): void {
  const code = items.filter(({ kind }) => kind === "code");
  assert.ok(code.some(({ name }) => name === "layer calls") && code.length > 3, what);
  for (const { region, kind, name, estimatedBytes, measuredBytes } of items) {
    if (region !== "flash") continue;
    const told = `${what}, ${kind} ${name}: ${estimatedBytes} B told, ${measuredBytes} B linked`;
    const off = Math.abs(estimatedBytes - measuredBytes);
    if (kind !== "code") assert.equal(off, 0, told);
    else if (name.startsWith("bw_") && compiler.startsWith("arm")) assert.ok(off <= ALIGNMENT_BYTES, told);
    else {
      const percent = name === "layer calls" ? MOST_CALL_PERCENT : MOST_PERCENT;
      assert.ok(off <= Math.max(MOST_BYTES, (percent / 100) * measuredBytes), told);
    }
    if (kind === "code") assert.ok(estimatedBytes > 0 && measuredBytes > 0, told);
  }
}

/** What the linked account promises: data, arena and context to the byte, code within 3 %, the stack never more than its bound. */
export function checkAccount({ items }: Verification): void {
  let estimated = 0;
  let measured = 0;
  for (const { kind, name, estimatedBytes, measuredBytes } of items) {
    if (kind === "code") {
      estimated += estimatedBytes;
      measured += measuredBytes;
    } else if (kind === "stack")
      assert.ok(measuredBytes <= estimatedBytes, `stack: ${measuredBytes} of ${estimatedBytes}`);
    else assert.equal(measuredBytes, estimatedBytes, `${kind} ${name}`);
  }
  assert.ok(Math.abs(estimated - measured) <= 0.03 * measured, `${estimated} of ${measured} bytes of code`);
}
