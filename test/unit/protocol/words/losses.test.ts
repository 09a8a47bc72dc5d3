import assert from "node:assert/strict";
import {
  LOSS_EXPLAINED,
  costWords,
  LARGE_LOSS,
  lossEffect,
  lossWords,
  lossWorthOf,
  NOTICEABLE_LOSS,
  pointsPerLoss,
  priceWords,
  shortLossWords,
} from "../../../../src/protocol/words/losses";
import type { Report } from "../../../../src/protocol/files/report";
import { measured, sample, unlabelled } from "../../../support/sampleReport";

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

describe("the loss of one tensor in words", () => {
  const predicted = lossWorthOf(withAccuracy(null));

  it("is points where a measured drop tells, and within it", () => {
    const worth = lossWorthOf(sample);
    assert.equal(lossWords(0.0352 / 4, worth), "about 0.3 points");
    assert.equal(costWords(0.0352 / 4, worth), "costs about 0.3 points");
    assert.equal(lossWords(8.4e-5, worth), "under 0.1 points");
    assert.equal(shortLossWords(0.0352 / 4, worth), "≈0.3 pt");
    assert.equal(shortLossWords(8.4e-5, worth), "<0.1 pt");
    assert.equal(lossWords(0.3, worth), "large", "beyond what was measured a straight line says nothing");
  });

  it("is small, noticeable or large where it is only predicted, never a power of ten", () => {
    assert.equal(lossWords(8.4e-5, predicted), "small");
    assert.equal(lossWords(NOTICEABLE_LOSS, predicted), "noticeable");
    assert.equal(lossWords(LARGE_LOSS, predicted), "large");
    assert.equal(costWords(0.05, predicted), "noticeable loss");
    assert.equal(costWords(0, predicted), "no loss");
  });

  it("has the thresholds that the panel states", () => {
    assert.ok(LOSS_EXPLAINED.includes(`small below ${NOTICEABLE_LOSS}, large from ${LARGE_LOSS}`));
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
