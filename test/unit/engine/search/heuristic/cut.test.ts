import assert from "node:assert/strict";
import {
  type Bits,
  packedWeightBytes,
  USUAL_WEIGHT_WIDTHS,
  type WeightBits,
} from "../../../../../src/engine/base/bits";
import { uniformPolicy, type Network, type Policy } from "../../../../../src/engine/ir/network";
import { unwatched } from "../../../../../src/engine/ir/ports";
import {
  paperConstantBytes,
  paperFlashBytes,
  paperRamBytes,
  type PaperScheme,
} from "../../../../../src/engine/memory/accounts/paperAccount";
import { cut } from "../../../../../src/engine/search/heuristic/cut";
import type { SearchAnswer, SearchProblem } from "../../../../../src/engine/search/types";
import { mobileNetV1, mobileNetV2 } from "../../../../support/firmware/architectures";
import { pairSteps, realProblem } from "../problems";

const OPTIONS = { seed: 1, watch: unwatched };
const MIB = 1024 * 1024;
const KIB = 1024;

/** The paper's own memory model. MixPL is not separable: its constants are bounded by folding, and `need` has the last word. */
function paperProblem(
  network: Network,
  scheme: "PC+ICN" | "MixPL",
  flashBytes: number,
  ramBytes: number,
): SearchProblem {
  const least: PaperScheme = scheme === "MixPL" ? "PL+FB" : scheme;
  const anyPolicy = uniformPolicy(network, 8);
  return {
    network,
    constraints: {
      account: "model",
      flashFixedBytes: 0,
      weights: network.layers.flatMap((layer) => {
        if (!("weights" in layer)) return [];
        const constants = paperConstantBytes(network, anyPolicy, layer, least);
        const at = (bits: WeightBits): number => packedWeightBytes(layer.weights.elements, bits) + constants;
        return [{ name: layer.name, bytes: { 8: at(8), 5: at(5), 4: at(4), 3: at(3), 2: at(2) } }];
      }),
      tables: [],
      steps: pairSteps(network),
      codeBytes: () => 0,
    },
    weightWidths: USUAL_WEIGHT_WIDTHS,
    limits: { flashBytes, ramBytes },
    losses: { lossOf: () => 0 },
    need: (policy) => ({
      flashBytes: paperFlashBytes(network, policy, scheme),
      ramBytes: paperRamBytes(network, policy),
    }),
  };
}

function cutPaper(network: Network, scheme: "PC+ICN" | "MixPL", flashBytes: number, ramBytes: number): SearchAnswer {
  return cut(paperProblem(network, scheme, flashBytes, ramBytes), OPTIONS) as SearchAnswer;
}

function policyIn(answer: SearchAnswer): Policy {
  assert.ok(answer.kind === "found");
  return answer.policy;
}

function names(widths: ReadonlyMap<string, Bits>, bits: Bits): readonly string[] {
  return [...widths].filter(([, own]) => own === bits).map(([name]) => name);
}

interface Expected {
  readonly w4: readonly string[];
  readonly w2: readonly string[];
  readonly a4: readonly string[];
  readonly a2: readonly string[];
  readonly flashBytes: number;
  readonly ramBytes: number;
}

function assertPolicy(network: Network, policy: Policy, scheme: PaperScheme, expected: Expected): void {
  assert.deepEqual(
    {
      w4: names(policy.weights, 4),
      w2: names(policy.weights, 2),
      a4: names(policy.activations, 4),
      a2: names(policy.activations, 2),
      flashBytes: paperFlashBytes(network, policy, scheme),
      ramBytes: paperRamBytes(network, policy),
    },
    expected,
  );
}

describe("rule-based cutting reproduces the published policies", () => {
  it("MobileNetV1 0.75/224 at 2,048,000/512,000 bytes", () => {
    const network = mobileNetV1(0.75, 224);
    assertPolicy(network, policyIn(cutPaper(network, "PC+ICN", 2_048_000, 512_000)), "PC+ICN", {
      w4: ["pw13", "fc"],
      w2: [],
      a4: ["dw1", "pw1", "dw3"],
      a2: [],
      flashBytes: 1_978_532,
      ramBytes: 451_584,
    });
  });

  it("MobileNetV1 1.0/224 at 2,048,000/512,000 bytes", () => {
    const network = mobileNetV1(1, 224);
    assertPolicy(network, policyIn(cutPaper(network, "PC+ICN", 2_048_000, 512_000)), "PC+ICN", {
      w4: ["pw7", "pw8", "pw9", "pw10", "pw12"],
      w2: ["pw13", "fc"],
      a4: ["conv0", "dw1", "pw2", "dw3", "pw3"],
      a2: ["pw1"],
      flashBytes: 1_984_884,
      ramBytes: 401_408,
    });
  });

  it("MobileNetV1 1.0/224 with per-layer weights, in decimal and binary megabytes", () => {
    const network = mobileNetV1(1, 224);
    const decimal = policyIn(cutPaper(network, "MixPL", 2_048_000, 512_000));
    assert.equal(paperFlashBytes(network, decimal, "MixPL"), 1_939_504);
    const binary = policyIn(cutPaper(network, "MixPL", 2 * MIB, 512 * KIB));
    assert.equal(paperFlashBytes(network, binary, "MixPL"), 2_068_024);
    assert.equal(binary.weights.get("pw10"), 8);
  });

  it("MobileNetV1 0.5/224 at 1 MiB/512 KiB", () => {
    const network = mobileNetV1(0.5, 224);
    assertPolicy(network, policyIn(cutPaper(network, "PC+ICN", MIB, 512 * KIB)), "PC+ICN", {
      w4: ["pw13", "fc"],
      w2: [],
      a4: ["pw1"],
      a2: [],
      flashBytes: 994_516,
      ramBytes: 401_408,
    });
  });

  it("MobileNetV1 0.5/192 at 1 MiB/256 KiB", () => {
    const network = mobileNetV1(0.5, 192);
    assertPolicy(network, policyIn(cutPaper(network, "PC+ICN", MIB, 256 * KIB)), "PC+ICN", {
      w4: ["pw13", "fc"],
      w2: [],
      a4: ["dw1", "pw1", "dw3"],
      a2: [],
      flashBytes: 994_516,
      ramBytes: 258_048,
    });
  });

  it("says infeasible where the public code does not return", () => {
    const network = mobileNetV1(1, 224);
    const flash = cutPaper(network, "PC+ICN", MIB, 512 * KIB);
    assert.ok(flash.kind === "infeasible");
    assert.deepEqual(flash.short, ["flash"]);
    assert.equal(flash.leastFlashBytes, 1_168_932);
    assert.ok(flash.proven);
    const ram = cutPaper(network, "PC+ICN", 2 * MIB, 256 * KIB);
    assert.ok(ram.kind === "infeasible");
    assert.deepEqual(ram.short, ["ram"]);
    assert.equal(ram.leastRamBytes, 301_056);
    assert.equal(ram.ramLayer, "pw1");
  });
});

describe("rule-based cutting beyond chains", () => {
  it("keeps MobileNetV2 with its residuals within both limits of the model account", () => {
    const problem = realProblem(mobileNetV2(), "model", { flashBytes: 2 * MIB, ramBytes: 512 * KIB }, 1);
    const policy = policyIn(cut(problem, OPTIONS) as SearchAnswer);
    const { flashBytes, ramBytes } = problem.need(policy);
    assert.ok(flashBytes <= 2 * MIB && ramBytes <= 512 * KIB, `${flashBytes}/${ramBytes}`);
    assert.ok(names(policy.activations, 8).length > 0 && names(policy.weights, 8).length > 0);
  });

  it("cuts further where an arena exceeds what is alive in it", () => {
    const problem = realProblem(mobileNetV1(0.5, 160), "model", { flashBytes: 2 * MIB, ramBytes: 320 * KIB }, 1);
    const roomy = {
      ...problem,
      need: (policy: Policy) => ({ ...problem.need(policy), ramBytes: problem.need(policy).ramBytes + 40 * KIB }),
    };
    const plain = policyIn(cut(problem, OPTIONS) as SearchAnswer);
    const policy = policyIn(cut(roomy, OPTIONS) as SearchAnswer);
    assert.deepEqual(names(plain.activations, 4), []);
    assert.ok(names(policy.activations, 4).length > 0);
    assert.ok(roomy.need(policy).ramBytes <= 320 * KIB);
  });
});
