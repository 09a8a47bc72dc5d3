import assert from "node:assert/strict";
import { lossEffect, pointsPerLoss, priceWords } from "../../../src/protocol/losses";
import type { Report } from "../../../src/protocol/report";
import { measured, sample, unlabelled } from "../../support/sampleReport";

const withAccuracy = (accuracy: Report["accuracy"]): Report => ({ ...sample, accuracy });

describe("what a loss is worth in points", () => {
  it("is told only by a drop in accuracy that was measured, beyond its interval", () => {
    assert.equal(pointsPerLoss(sample), -1.2 / 0.0352);
    assert.equal(pointsPerLoss(withAccuracy(null)), null);
    assert.equal(pointsPerLoss(withAccuracy(unlabelled)), null);
    assert.equal(pointsPerLoss(withAccuracy({ ...measured, kind: "predicted" })), null);
    assert.equal(pointsPerLoss(withAccuracy({ ...measured, ci95: [-2.4, 0.1] })), null);
    assert.equal(pointsPerLoss(withAccuracy({ ...measured, ci95: null })), null);
    assert.equal(pointsPerLoss(withAccuracy({ ...measured, delta: 0.4, ci95: [0.1, 0.7] })), null);
    assert.equal(pointsPerLoss({ ...sample, search: { ...sample.search, predictedLoss: null } }), null);
  });

  it("is said where a straight line can be trusted, and small amounts are not rounded to nothing", () => {
    assert.equal(lossEffect(0.012, 0.1, null), "raise the predicted loss by 0.012");
    assert.equal(lossEffect(-0.012, 0.1, -30), "lower the predicted loss by 0.012 (about +0.4 points)");
    assert.equal(lossEffect(0.001, 0.1, -30), "raise the predicted loss by 0.001 (less than 0.1 points)");
    assert.equal(lossEffect(0.2, 0.1, -30), "raise the predicted loss by 0.2");
    assert.equal(lossEffect(1e-9, 0.1, -30), "leave the predicted loss as it is");
  });
});

describe("the price of bytes in words", () => {
  const priced = (price: NonNullable<Report["why"]>["price"]): Report => ({
    ...withAccuracy(null),
    why: { price, tensors: [] },
  });

  it("says what the next bytes buy, and where they buy nothing", () => {
    assert.equal(
      priceWords(priced({ flash: { bytes: 4096, loss: 0.0102 }, ram: { bytes: 1024, loss: 0.5 } })),
      "4 KiB more FLASH would lower the predicted loss by 0.01, 0.0026 a KiB; 1 KiB more RAM would lower the predicted loss by 0.5, 0.5 a KiB.",
    );
    assert.equal(
      priceWords(priced({ flash: null, ram: { bytes: 512, loss: 0.5 } })),
      "512 B more RAM would lower the predicted loss by 0.5, 1 a KiB. More FLASH alone would not.",
    );
    assert.equal(
      priceWords(priced({ flash: null, ram: null })),
      "More FLASH or RAM would not lower the predicted loss.",
    );
    assert.equal(priceWords({ ...sample, why: null }), null);
  });
});
