import assert from "node:assert/strict";
import {
  AccuracyCounter,
  agreementInterval,
  pairedInterval,
} from "../../../../../src/engine/quantize/measure/accuracy";
import { outputLoss } from "../../../../../src/engine/quantize/measure/outputLoss";

const answer = (
  exact: number[],
  quantized: number[],
  label?: number,
): { exact: Float32Array; quantized: Float32Array; label: number | undefined } => ({
  exact: Float32Array.from(exact),
  quantized: Float32Array.from(quantized),
  label,
});

describe("AccuracyCounter", () => {
  it("reports top-1 of both networks and their paired difference", () => {
    const counter = new AccuracyCounter("classification", "labelled");
    counter.add(answer([1, 0], [1, 0], 0));
    counter.add(answer([1, 0], [0, 1], 0));
    counter.add(answer([1, 0], [1, 0], 1));
    counter.add(answer([0, 1], [0, 1], 1));
    const result = counter.result();
    assert.equal(result.metric, "top1");
    assert.equal(result.float, 75);
    assert.equal(result.quantized, 50);
    assert.equal(result.delta, -25);
    assert.equal(result.agreement, 75);
  });

  it("falls back to agreement when any label is missing", () => {
    const counter = new AccuracyCounter("classification", "unlabelled");
    counter.add(answer([1, 0], [1, 0], 0));
    counter.add(answer([1, 0], [0, 1]));
    const result = counter.result();
    assert.equal(result.metric, "agreement");
    assert.equal(result.quantized, 50);
    assert.equal(result.delta, -50);
  });

  it("reports decibels for regression", () => {
    const counter = new AccuracyCounter("regression", "unlabelled");
    counter.add(answer([10, 0], [9, 0]));
    assert.equal(counter.result().quantized, 20);
  });

  it("judges several outputs by their mean share of noise, whatever their size", () => {
    const counter = new AccuracyCounter("regression", "unlabelled");
    const other = { exact: Float32Array.of(1000, 0), quantized: Float32Array.of(1000, 0) };
    counter.add({ ...answer([10, 0], [9, 0]), others: [other] });
    assert.equal(counter.result().quantized, 23.01);
  });

  it("gives equal outputs what float32 can tell, 144.5 dB, and none for outputs without any signal", () => {
    const equal = new AccuracyCounter("regression", "unlabelled");
    equal.add(answer([1, -2], [1, -2]));
    assert.equal(equal.result().quantized, 144.494);
    const silent = new AccuracyCounter("regression", "unlabelled");
    silent.add(answer([0, 0], [1, 0]));
    assert.equal(silent.result().quantized, -144.494);
  });
});

describe("pairedInterval", () => {
  it("is not empty when no sample differs", () => {
    const [low, high] = pairedInterval(0, 0, 100);
    assert.ok(low < -1 && high > 1);
    assert.equal(low, -high);
  });

  it("matches Bonett and Price's formula", () => {
    // n = 50, won 3, lost 10: (4 − 11)/52 ± 1.96·√((4/52 + 11/52 − (7/52)²)/52)
    const [low, high] = pairedInterval(3, 10, 50);
    assert.ok(Math.abs(low - -27.594) < 0.001, `${low}`);
    assert.ok(Math.abs(high - 0.671) < 0.001, `${high}`);
  });
});

describe("agreementInterval", () => {
  it("is Wilson's: 32 of 32 may hide one in ten, and never exceeds full agreement", () => {
    const [low, high] = agreementInterval(32, 32);
    assert.ok(Math.abs(low - -10.718) < 0.001, `${low}`);
    assert.equal(Math.abs(high), 0);
    assert.ok(agreementInterval(90, 100)[1] < -4);
  });
});

describe("outputLoss", () => {
  it("is 0 for equal outputs and does not see a common shift of logits", () => {
    const logits = Float32Array.of(1, 2, 3);
    assert.equal(outputLoss(logits, logits, "classification"), 0);
    assert.ok(outputLoss(logits, Float32Array.of(11, 12, 13), "classification") < 1e-9);
  });

  it("survives logits that overflow exp", () => {
    assert.ok(Number.isFinite(outputLoss(Float32Array.of(1000, 0), Float32Array.of(0, 1000), "classification")));
  });

  it("is the inverse signal-to-noise ratio for regression", () => {
    assert.ok(Math.abs(outputLoss(Float32Array.of(3, 4), Float32Array.of(3, 5), "regression") - 1 / 25) < 1e-12);
  });
});
