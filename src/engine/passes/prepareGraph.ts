/**
 * All rewrites in their stated order, to a fixed point: what comes out holds no batch normalisation that could be expressed
 * otherwise, no clamp that an operator could carry, no view that does nothing. Functions are the same in real arithmetic.
 */
import { invariant } from "../base/outcome";
import type { Graph } from "../ir/graph";
import { affineByElement } from "./fold/affineByElement";
import { affineToDepthwise } from "./fold/affineToDepthwise";
import { foldArithmetic } from "./fold/foldArithmetic";
import { foldBatchNorm } from "./fold/foldBatchNorm";
import { foldConstants } from "./fold/foldConstants";
import { fuseActivation } from "./fold/fuseActivation";
import { fusePad } from "./fold/fusePad";
import { fuseScalars } from "./fold/fuseScalars";
import { recognizeActivations } from "./fold/recognizeActivations";
import { recognizeCells } from "./fold/recognizeCells";
import { recognizeCodes } from "./fold/recognizeCodes";
import { recognizeNeurons } from "./fold/recognizeNeurons";
import { recognizeNormalization } from "./fold/recognizeNormalization";
import { spellSoftmax } from "./fold/spellSoftmax";
import { removeDead } from "./remove/removeDead";
import { removeIdentity } from "./remove/removeIdentity";

export interface Pass {
  readonly name: string;
  readonly run: (graph: Graph) => Graph;
}

/** Activations are recognised before sums with constants vanish into convolutions; padding moves before anything folds forwards. */
export const PASSES: readonly Pass[] = [
  { name: "removeDead", run: removeDead },
  { name: "foldConstants", run: foldConstants },
  { name: "removeIdentity", run: removeIdentity },
  { name: "spellSoftmax", run: spellSoftmax },
  { name: "recognizeCells", run: recognizeCells },
  { name: "recognizeNeurons", run: recognizeNeurons },
  { name: "recognizeNormalization", run: recognizeNormalization },
  { name: "recognizeActivations", run: recognizeActivations },
  { name: "recognizeCodes", run: recognizeCodes },
  { name: "fusePad", run: fusePad },
  { name: "foldBatchNorm", run: foldBatchNorm },
  { name: "foldArithmetic", run: foldArithmetic },
  { name: "fuseActivation", run: fuseActivation },
];

/** Each runs once those before it find nothing more, and gives them another chance. */
export const LAST_RESORTS: readonly Pass[] = [
  { name: "fuseScalars", run: fuseScalars },
  { name: "affineToDepthwise", run: affineToDepthwise },
  { name: "affineByElement", run: affineByElement },
];

/** @param watch called with the graph after each pass that changed it, for tests and debug runs */
export function prepareGraph(graph: Graph, watch: (pass: string, graph: Graph) => void = () => undefined): Graph {
  // Every rewrite removes a node, shortens a chain or makes an operator simpler; the bound only guards against a bug of ours.
  const limit = 10 * (graph.nodes.length + 10);
  let current = graph;
  const apply = (pass: Pass): boolean => {
    const next = pass.run(current);
    if (next === current) return false;
    current = next;
    watch(pass.name, current);
    return true;
  };
  for (let round = 0; ; round++) {
    invariant(round < limit, `rewriting ${graph.name} does not end`);
    let changed = false;
    for (const pass of PASSES) changed = apply(pass) || changed;
    if (!changed && !LAST_RESORTS.some(apply)) return current;
  }
}
