/** Reports of real networks in both accounts, and rows of them, for the tests of what the panel derives. */
import { uniformPolicy, type Network } from "../../../src/engine";
import type { PanelState } from "../../../src/protocol/messages/panel";
import type { AccountName } from "../../../src/protocol/files/report";
import { layerRows, type LayerRow } from "../../../webview/figures/layers/layerRows";
import { mobileNetV1, mobileNetV2 } from "../../support/firmware/architectures";
import { PanelScene } from "../../support/editor/panelFixtures";
import { sample } from "../../support/sampleReport";
import { accountsFor } from "../../support/planning";

export const NETWORKS: readonly Network[] = [mobileNetV1(0.25, 128), mobileNetV2()];
export const ACCOUNTS: readonly AccountName[] = ["model", "linked"];

export function sceneOf(network: Network, account: AccountName): PanelScene {
  const policy = uniformPolicy(network, 8);
  const { flashBytes, ramBytes } = accountsFor(network, policy, { account })[account];
  return new PanelScene({
    fileName: `${network.name}.onnx`,
    network,
    board: null,
    flashBytes: Math.round(flashBytes * 0.6),
    ramBytes: Math.round(ramBytes * 0.7),
    account,
  });
}

export const sampleState: PanelState = {
  model: { name: "keywords.onnx", path: "/models/keywords.onnx" },
  report: sample,
  before: null,
  edited: [],
  canUndo: false,
  canRedo: false,
  hasSensitivities: true,
  losses: { "weights:conv0:8": 0.0001, "weights:conv0:4": 0.002, "weights:conv0:2": 0.3 },
  samples: null,
  samplesChanged: false,
  comparison: null,
  firmware: null,
  interrupted: false,
  working: null,
  busy: null,
  problems: [],
  workerDown: false,
};

/** pw1 went from 4 to 8 bits of weights. */
export const editedState: PanelState = {
  ...sampleState,
  before: sample,
  edited: ["weights:pw1"],
  report: {
    ...sample,
    layers: sample.layers.map((layer) => (layer.name === "pw1" ? { ...layer, weightBits: 8 as const } : layer)),
  },
};

export const sampleRows: readonly LayerRow[] = layerRows(sampleState);

export function names(rows: readonly LayerRow[]): readonly string[] {
  return rows.map(({ layer }) => layer.name);
}
