/** The tables of the published memory model, recomputed from the architectures. */
import assert from "node:assert/strict";
import type { NarrowBits } from "../../../../../src/engine/base/bits";
import { uniformPolicy, type Network, type Policy } from "../../../../../src/engine/ir/network";
import {
  paperFlashBytes,
  paperRamBytes,
  type PaperScheme,
} from "../../../../../src/engine/memory/accounts/paperAccount";
import { mnasNet, mobileNetV1, mobileNetV2 } from "../../../../support/firmware/architectures";

const WIDTHS: readonly NarrowBits[] = [8, 4, 2];

function flashAtEachWidth(network: Network, scheme: PaperScheme): number[] {
  return WIDTHS.map((bits) => paperFlashBytes(network, uniformPolicy(network, bits), scheme));
}

function ramAtEachWidth(network: Network): number[] {
  return WIDTHS.map((bits) => paperRamBytes(network, uniformPolicy(network, bits)));
}

/** 8 bits everywhere but for the tensors named, by width. */
function policyWith(
  network: Network,
  cut: {
    readonly weights: Partial<Record<NarrowBits, readonly string[]>>;
    readonly activations: Partial<Record<NarrowBits, readonly string[]>>;
  },
): Policy {
  const all = uniformPolicy(network, 8);
  const weights = new Map(all.weights);
  const activations = new Map(all.activations);
  for (const bits of WIDTHS) {
    for (const name of cut.weights[bits] ?? []) weights.set(name, bits);
    for (const name of cut.activations[bits] ?? []) activations.set(name, bits);
  }
  assert.equal(weights.size + activations.size, all.weights.size + all.activations.size, "a name that is no choice");
  return { weights, activations };
}

describe("paper account", () => {
  it("gives the FLASH of MobileNetV1 1.0/224 in every scheme", () => {
    const network = mobileNetV1(1, 224);
    assert.deepEqual(flashAtEachWidth(network, "weights"), [4_209_088, 2_104_544, 1_052_272]);
    assert.deepEqual(flashAtEachWidth(network, "PL+FB"), [4_257_424, 2_152_880, 1_100_608]);
    assert.deepEqual(flashAtEachWidth(network, "PL+ICN"), [4_311_928, 2_207_384, 1_155_112]);
    assert.deepEqual(flashAtEachWidth(network, "PC+ICN"), [4_325_748, 2_221_204, 1_168_932]);
  });

  it("folds under MixPL exactly where weights and output have 8 bits", () => {
    const network = mobileNetV1(1, 224);
    assert.deepEqual(flashAtEachWidth(network, "MixPL"), [4_257_424, 2_207_384, 1_155_112]);
  });

  it("gives the FLASH of MobileNetV2 1.0/224", () => {
    const network = mobileNetV2();
    assert.deepEqual(flashAtEachWidth(network, "weights"), [3_469_760, 1_734_880, 867_440]);
    assert.deepEqual(flashAtEachWidth(network, "PC+ICN"), [3_647_740, 1_912_860, 1_045_420]);
  });

  it("puts MobileNetV1 and MNASNet beyond 1 MiB even at 2 bits, weights alone", () => {
    assert.equal(flashAtEachWidth(mobileNetV1(1, 224), "weights")[2], 1_052_272);
    assert.equal(flashAtEachWidth(mnasNet(), "weights")[2], 1_086_098);
  });

  it("gives the RAM of the three architectures", () => {
    assert.deepEqual(ramAtEachWidth(mobileNetV1(1, 224)), [1_204_224, 602_112, 301_056]);
    assert.equal(ramAtEachWidth(mobileNetV2())[0], 1_505_280);
    assert.equal(ramAtEachWidth(mnasNet())[0], 802_816);
    const network = mobileNetV2();
    assert.equal(paperRamBytes(network, uniformPolicy(network, 8), { inPlaceDepthwise: true }), 1_404_928);
  });

  it("gives RAM and FLASH over the grid of MobileNetV1 widths and resolutions", () => {
    const widths = [1, 0.75, 0.5, 0.25];
    const ram: readonly (readonly [number, readonly number[]])[] = [
      [224, [1_204_224, 903_168, 602_112, 301_056]],
      [192, [884_736, 663_552, 442_368, 221_184]],
      [160, [614_400, 460_800, 307_200, 153_600]],
      [128, [393_216, 294_912, 196_608, 98_304]],
    ];
    for (const [resolution, expected] of ram) {
      const networks = widths.map((width) => mobileNetV1(width, resolution));
      assert.deepEqual(
        networks.map((network) => ramAtEachWidth(network)[0]),
        expected,
        `resolution ${resolution}`,
      );
      const flash = networks.map((network) => flashAtEachWidth(network, "PL+FB")[0]);
      assert.deepEqual(flash, [4_257_424, 2_605_536, 1_346_096, 479_104], `resolution ${resolution}`);
    }
  });

  it("gives both figures of the published rule-based policies", () => {
    const smaller = { weights: { 4: ["pw13", "fc"] } };
    const v75 = mobileNetV1(0.75, 224);
    const p75 = policyWith(v75, { ...smaller, activations: { 4: ["dw1", "pw1", "dw3"] } });
    assert.deepEqual([paperFlashBytes(v75, p75, "PC+ICN"), paperRamBytes(v75, p75)], [1_978_532, 451_584]);

    const v50 = mobileNetV1(0.5, 224);
    const p50 = policyWith(v50, { ...smaller, activations: { 4: ["pw1"] } });
    assert.deepEqual([paperFlashBytes(v50, p50, "PC+ICN"), paperRamBytes(v50, p50)], [994_516, 401_408]);

    const v192 = mobileNetV1(0.5, 192);
    const p192 = policyWith(v192, { ...smaller, activations: { 4: ["dw1", "pw1", "dw3"] } });
    assert.deepEqual([paperFlashBytes(v192, p192, "PC+ICN"), paperRamBytes(v192, p192)], [994_516, 258_048]);
  });

  it("gives both figures of the rule-based policy of MobileNetV1 1.0/224, PC and PL", () => {
    const network = mobileNetV1(1, 224);
    const activations = { 4: ["conv0", "dw1", "pw2", "dw3", "pw3"], 2: ["pw1"] };
    const weights = { 4: ["pw7", "pw8", "pw9", "pw10", "pw12"], 2: ["pw13", "fc"] };
    const policy = policyWith(network, { weights, activations });
    assert.deepEqual(
      [paperFlashBytes(network, policy, "PC+ICN"), paperRamBytes(network, policy)],
      [1_984_884, 401_408],
    );
    assert.equal(paperFlashBytes(network, policy, "MixPL"), 1_939_504);
    const pw10Kept = { ...policy, weights: new Map([...policy.weights, ["pw10", 8 as const]]) };
    assert.equal(paperFlashBytes(network, pw10Kept, "MixPL"), 2_068_024);
  });
});
