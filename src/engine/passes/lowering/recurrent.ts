/** Lowers LSTM, GRU and RNN: vectors that lie one behind the other, as they come. */
import type { Node } from "../../ir/graph";
import type { OpOf } from "../../ir/op";
import type { NetworkDraft } from "./draft";
import { naturalLayout } from "./layout";
import { weightsOf } from "./products";

export function lowerRecurrent(node: Node, op: OpOf<"recurrent">, draft: NetworkDraft): void {
  if (op.gives === "lastCell") {
    draft.refuse(
      node,
      "gives its last cell state (Y_c) away, which is not supported",
      "cut the model so that only its hidden states are read",
    );
    return;
  }
  const [x = "", , , initialHidden, initialCell] = node.inputs;
  const weights = weightsOf(node, draft);
  if (!weights) return;
  const [steps = 1, sequences = 1, columns = 1] = draft.shapeOf(x);
  const { cell, units, reverse, resetAfter } = op;
  const input = draft.demandNatural(node, x).activation;
  const shape = [steps, sequences, units] as const;
  const output = draft.create(node.output, shape, naturalLayout(shape), { open: true });
  const outputChannels = weights.elements / (columns + units);
  draft.emit(
    node,
    {
      kind: "recurrent",
      cell,
      units,
      reverse,
      resetAfter,
      sequences,
      weights: { ...weights, outputChannels, perChannel: columns + units },
      ...(initialHidden !== undefined && { initialHidden }),
      ...(initialCell !== undefined && { initialCell }),
    },
    [input],
    output,
    steps * sequences * weights.elements,
  );
}
