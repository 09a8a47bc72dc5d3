/** A loaded model of a network without a file or a float graph behind it: for what asks of nothing but its memory. */
import type { Network } from "../../../src/engine";
import type { Model } from "../../../src/worker/model/loadModel";
import { plannerOf } from "../planning";

export function bareModel(network: Network, fileName = `${network.name}.onnx`): Model {
  const graph = { name: network.name, tensors: new Map(), nodes: [], inputs: [], outputs: [] };
  const feeding = {
    samples: 1,
    stacked: [],
    batched: new Set<string>(),
    fixed: new Map(),
    integers: new Map(),
    codes: new Map(),
    outputs: new Set<string>(),
  };
  const model: Model = {
    name: network.name,
    fileName,
    sha256: "c0ffee00".repeat(8),
    identity: "",
    imported: graph,
    prepared: graph,
    graph,
    input: { pixels: null, colours: null, pixelCodes: false, labels: null },
    network,
    planner: plannerOf(network),
    given: {
      form: "onnx",
      folder: "",
      computed: new Set(),
      idleControlFlow: false,
      feeding,
      read: () => Promise.resolve(undefined),
    },
    trimmed: () => model,
    notes: [],
  };
  return model;
}
