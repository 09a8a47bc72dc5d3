import assert from "node:assert/strict";
import fc from "fast-check";
import { formatBytes } from "../../../../src/engine/base/bytes";
import {
  formatCount,
  formatLarge,
  formatLoss,
  formatPercent,
  formatPoints,
  formatShare,
  formatSize,
} from "../../../../src/protocol/words/format";

describe("formats of figures", () => {
  it("writes sizes exactly as the engine does", () => {
    const edges = [0, 1, 1023, 1024, 1025, 1536, 1024 ** 2 - 1, 1024 ** 2, 2 * 1024 ** 2, 2_048_000, 2 ** 40];
    for (const size of edges) assert.equal(formatSize(size), formatBytes(size));
    fc.assert(
      fc.property(fc.integer({ min: -(2 ** 40), max: 2 ** 40 }), (size) => formatSize(size) === formatBytes(size)),
    );
  });

  it("tells a need from its limit with as many digits as it takes", () => {
    const mib = 1024 ** 2;
    assert.equal(formatShare(1.94 * mib, 2 * mib), "1.94 MiB of 2 MiB");
    assert.equal(formatShare(2 * mib - 1741, 2 * mib), "1.998 MiB of 2 MiB");
    assert.equal(formatShare(2 * mib + 10, 2 * mib), "2.00001 MiB of 2 MiB");
    assert.equal(formatShare(64 * 1024, 64 * 1024), "64 KiB of 64 KiB");
    assert.equal(formatShare(3 * mib - 500, 3 * mib + 1050), "2.9995 MiB of 3 MiB");
    assert.equal(formatShare(1.45 * mib + 1, 1.45 * mib - 1), "1.450001 MiB of 1.45 MiB");
    const size = fc.integer({ min: 1, max: 2 ** 40 });
    fc.assert(
      fc.property(size, fc.integer({ min: -2000, max: 2000 }), (limit, more) => {
        const [need = "", told] = formatShare(Math.max(1, limit + more), limit).split(" of ");
        return (need === told) === (Math.max(1, limit + more) === limit);
      }),
    );
  });

  it("groups digits alike in every locale", () => {
    assert.deepEqual([0, 999, 1000, 1234567].map(formatCount), ["0", "999", "1,000", "1,234,567"]);
    assert.deepEqual([9999, 25124, 2_660_000, 1_250_000_000].map(formatLarge), ["9,999", "25.1 k", "2.7 M", "1.25 G"]);
  });

  it("gives differences a sign, and zero none", () => {
    assert.deepEqual([-1.25, 0.31, 0, -0.04].map(formatPoints), ["−1.3", "+0.3", "0", "0"]);
  });

  it("calls nothing complete that is not", () => {
    assert.deepEqual([100, 99.99, 97.1, 0.01, 0].map(formatPercent), ["100 %", "99.9 %", "97.1 %", "0.1 %", "0 %"]);
  });

  it("shows losses of any magnitude", () => {
    assert.deepEqual([0, 0.34, 0.0012, 0.000031, 12345].map(formatLoss), ["0", "0.34", "0.0012", "3.1e-5", "1.2e4"]);
  });
});
