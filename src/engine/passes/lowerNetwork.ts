/**
 * Lowers a prepared graph to the network that the microcontroller executes: NHWC activations, batch dropped, views free. The
 * operators are lowered by theme in lowering/; this file walks the graph and collects everything that cannot be expressed.
 */
import { ok, refuse, type Outcome, type Problem } from "../base/outcome";
import { constantOf, elementsOf, tensorOf, type Graph, type Node } from "../ir/graph";
import { showShape } from "../ir/inferShape";
import type { Network, Shape3 } from "../ir/network";
import type { OpKind } from "../ir/op";
import { byChannelOf, operatorOf, type ByChannelKind } from "../ir/operators";
import { NetworkDraft, type Lowerings } from "./lowering/draft";
import { lowerNormalize } from "./lowering/normalize";
import { elementwiseLowerings, lowerByChannel } from "./lowering/elementwise";
import { chooseInputLayout } from "./lowering/inputLayout";
import { moveLowerings } from "./lowering/moves";
import { productLowerings } from "./lowering/products";
import { lowerFire } from "./lowering/fire";
import { membranesOf, synapsesInFront } from "./lowering/synapses";
import { carriedLayers, cellStates, lowerRecurrent } from "./lowering/recurrent";
import { windowLowerings } from "./lowering/windows";

/** Operators of a prepared graph. Networks for microcontrollers have a few hundred; time and stack of what follows grow with them. */
const MAX_OPERATORS = 2000;

/** @returns the network, or every operator and input that has no integer form */
export function lowerNetwork(prepared: Graph): Outcome<Network> {
  const operators = prepared.nodes.length;
  if (operators > MAX_OPERATORS) return refuse(tooManyOperators(operators));
  const draft = new NetworkDraft(prepared);
  const cells = cellStates(prepared);
  const membranes = membranesOf(prepared);
  for (const input of prepared.inputs) if (!cells.has(input) && !membranes.has(input)) lowerInput(input, draft);
  for (const node of prepared.nodes) lowerNode(node, draft);
  for (const output of prepared.outputs) {
    if (constantOf(prepared, output)) {
      draft.problems.push({
        code: "lowering.constant",
        message: `output "${output}" does not depend on any input`,
        place: output,
        hint: "remove it from the model's outputs",
      });
    }
  }
  for (const state of prepared.states ?? []) draft.tieState(state);
  const [first, ...others] = draft.problems;
  return first ? { ok: false, problems: [first, ...others] } : ok(draft.finish());
}

function tooManyOperators(operators: number): Problem {
  return {
    code: "lowering.tooLarge",
    message: `the network has ${operators} operators after constants are folded; ${MAX_OPERATORS} are the limit`,
    hint: "split it, or simplify it when exporting",
  };
}

function lowerInput(input: string, draft: NetworkDraft): void {
  const shape = draft.shapeOf(input);
  const refuse = (code: string, message: string, hint: string): Problem => ({ code, message, place: input, hint });
  if (shape.length > 5) {
    draft.problems.push(
      refuse(
        "lowering.rank",
        `input "${input}" has ${shape.length} axes`,
        "at most five, batch included, are supported",
      ),
    );
    return;
  }
  if (shape.length > 1 && shape[0] !== 1) {
    draft.problems.push(
      refuse(
        "lowering.batch",
        `input "${input}" ${showShape(shape)} does not begin with a batch of 1`,
        "export the model with batch size 1",
      ),
    );
    return;
  }
  const open: Shape3 = [1, 1, elementsOf(shape)];
  draft.create(input, open, chooseInputLayout(draft.graph, input), { open: true });
}

/** How each operator becomes layers; those that have no place in a lowered graph are refused. */
const LOWERINGS: Lowerings<Exclude<OpKind, ByChannelKind>> = {
  ...elementwiseLowerings,
  ...moveLowerings,
  ...productLowerings,
  ...windowLowerings,
  normalize: lowerNormalize,
  recurrent: lowerRecurrent,
  fire: lowerFire,
  batchNorm: (node, _, draft) =>
    draft.refuse(
      node,
      "has no finite scale or stands where it cannot become a convolution",
      "check its variance and epsilon",
    ),
  fakeQuantize: (node, _, draft) =>
    draft.refuse(
      node,
      "stands in a graph that is to be lowered",
      "lower the graph before fake quantization is inserted",
    ),
};

function lowerNode(node: Node, draft: NetworkDraft): void {
  const { op } = node;
  if (!mayLower(node, draft)) return;
  const byChannel = byChannelOf(op);
  if (byChannel) {
    lowerByChannel(node, byChannel, draft);
    return;
  }
  const lowerings: Partial<Record<OpKind, (node: Node, op: never, draft: NetworkDraft) => void>> = LOWERINGS;
  lowerings[op.kind]?.(node, op as never, draft); // the table's own type says that operator and lowering belong together, and none is missing
}

/** Checks what holds for all operators. Nothing is said about a node behind one that has been refused already. */
function mayLower(node: Node, draft: NetworkDraft): boolean {
  const { kind } = node.op;
  const { isView, constants } = operatorOf(node.op);
  const isElementwise = kind === "activation" || kind === "add" || kind === "sub" || kind === "mul";
  // What a recurrent layer keeps by itself lies nowhere else.
  const own = carriedLayers(draft.graph).has(node.name) ? node.inputs.slice(0, -1) : node.inputs;
  const read =
    kind === "recurrent" && node.op.cell === "lstm" ? own : kind === "fire" ? currentsOf(node, draft) : node.inputs;
  const computed = read.filter((input) => !constantOf(draft.graph, input));
  const placements = computed.map((input) => draft.placementOf(input));
  if (placements.some((placement) => placement === undefined)) return false;
  const shapes = [...computed, node.output].map((tensor) => tensorOf(draft.graph, tensor).shape);
  if (!isView && !isElementwise && shapes.some((shape) => shape.length > 4)) {
    draft.refuse(
      node,
      `with ${Math.max(...shapes.map((shape) => shape.length))} axes is not supported`,
      "at most four, batch included",
    );
    return false;
  }
  const mayBeConstant = constants === "any" || (constants === "parameters" && computed[0] === node.inputs[0]);
  if (computed.length < read.length && !mayBeConstant) {
    draft.refuse(node, "of a constant is not supported", "only weights, biases and slopes may be constant");
    return false;
  }
  if (!isView && placements.some((placement) => placement && draft.isFloat(placement.activation))) {
    draft.refuse(
      node,
      "reads the result of a softmax, which exists only as the float tail of a network",
      "cut the model at the softmax, or leave the softmax to the firmware",
    );
    return false;
  }
  return true;
}

/** What neurons read of what lies somewhere: the product in front of them may be a part of their layer. */
function currentsOf(node: Node, draft: NetworkDraft): readonly string[] {
  return (synapsesInFront(node, draft) ?? node).inputs.slice(0, 1);
}
