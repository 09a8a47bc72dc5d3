/**
 * Functions that a model defines for itself (the first PyTorch dynamo exporters, onnxscript): each call becomes the nodes of the function's
 * body, with names of its own, so that what follows knows plain operators only. Bodies may call other functions; one that calls itself, or
 * more nodes than a network has, are refused.
 */
import { ok, refuse, type Outcome, type Problem } from "../../base/outcome";
import { nodeTitle } from "./order";
import { renamedOutside, type InlinedModel } from "./subgraphs";
import type { AttributeProto, FunctionProto, GraphProto, ModelProto, NodeProto } from "../wire/proto";

/** Calls within calls may double their nodes each time. */
const MOST_NODES = 100_000;

/** @param known whether an operator is understood as it is: then a function of that name is not needed */
export function inlineFunctions(
  model: Pick<ModelProto, "functions">,
  { graph, opsets }: InlinedModel,
  known: (domain: string, op: string) => boolean,
): Outcome<InlinedModel> {
  if (model.functions.length === 0) return ok({ graph, opsets });
  const functions = new Map(model.functions.map((one) => [keyOf(one.domain, one.name, one.overload), one]));
  const inliner = new Inliner(functions, known, graph, new Map(opsets));
  const problem = inliner.inline(graph.node, [], undefined);
  if (problem) return refuse(problem);
  return ok({ graph: { ...graph, node: inliner.nodes }, opsets: inliner.opsets });
}

function keyOf(domain = "", name = "", overload = ""): string {
  return JSON.stringify([domain, name, overload]);
}

class Inliner {
  readonly nodes: NodeProto[] = [];
  private readonly taken: Set<string>;

  constructor(
    private readonly functions: ReadonlyMap<string, FunctionProto>,
    private readonly known: (domain: string, op: string) => boolean,
    { node, input, initializer }: GraphProto,
    readonly opsets: Map<NodeProto, number>,
  ) {
    this.taken = new Set([
      ...node.flatMap(({ output }) => output),
      ...input.map(({ name = "" }) => name),
      ...initializer.map(({ name = "" }) => name),
    ]);
  }

  /** @param callers keys of the functions that these nodes are the body of, outermost first */
  inline(nodes: readonly NodeProto[], callers: readonly string[], opset: number | undefined): Problem | undefined {
    for (const node of nodes) {
      const key = keyOf(node.domain, node.opType, node.overload);
      const called = this.known(node.domain ?? "", node.opType ?? "") ? undefined : this.functions.get(key);
      if (this.nodes.length >= MOST_NODES) {
        const message = `the model's functions become more than ${MOST_NODES} operators`;
        return { code: "onnx.function", message, place: nodeTitle(node), hint: "export a smaller part of the model" };
      }
      if (!called) {
        this.nodes.push(node);
        if (opset !== undefined) this.opsets.set(node, opset);
        continue;
      }
      if (callers.includes(key)) {
        const message = `the model's function "${called.name ?? ""}" calls itself`;
        return {
          code: "onnx.function",
          message,
          place: nodeTitle(node),
          hint: "the model is not valid ONNX: export it again",
        };
      }
      const own = called.opsetImport.find(({ domain = "" }) => domain === "" || domain === "ai.onnx")?.version;
      const problem = this.inline(this.bodyOf(node, called), [...callers, key], own ?? opset);
      if (problem) return problem;
    }
    return undefined;
  }

  /** The body with the call's tensors for the function's inputs and outputs, and its attributes where the body refers to them. */
  private bodyOf(call: NodeProto, { node, input, output, attributeProto }: FunctionProto): readonly NodeProto[] {
    const prefix = call.name !== undefined && call.name !== "" ? call.name : (call.output[0] ?? "");
    const names = new Map<string, string>([["", ""]]);
    input.forEach((name, i) => names.set(name, call.input[i] ?? ""));
    output.forEach((name, i) => {
      // What the function only passes on needs a node that gives it the call's name.
      if (call.output[i] !== undefined && call.output[i] !== "" && !names.has(name)) names.set(name, call.output[i]);
    });
    const renamed = (name: string): string => {
      let other = names.get(name);
      if (other === undefined) names.set(name, (other = this.unused(`${prefix}/${name}`)));
      return other;
    };
    const given = new Map([...attributeProto, ...call.attribute].map((attribute) => [attribute.name, attribute]));
    const resolved = (attribute: AttributeProto): readonly AttributeProto[] => {
      if (attribute.refAttrName === undefined || attribute.refAttrName === "") return [attribute];
      const value = given.get(attribute.refAttrName);
      if (!value) return [];
      return attribute.name === undefined ? [value] : [{ ...value, name: attribute.name }];
    };
    const body = node.map((inner): NodeProto => {
      const title = inner.name !== undefined && inner.name !== "" ? inner.name : (inner.output[0] ?? "");
      return {
        ...inner,
        name: `${prefix}/${title}`,
        input: inner.input.map(renamed),
        output: inner.output.map(renamed),
        attribute: inner.attribute
          .flatMap(resolved)
          .map((attribute) => (attribute.g ? { ...attribute, g: renamedOutside(attribute.g, renamed) } : attribute)),
      };
    });
    const passed = output.flatMap((name, i): NodeProto[] => {
      const wanted = call.output[i];
      const made = names.get(name);
      if (wanted === undefined || wanted === "" || made === undefined || made === wanted) return [];
      return [{ name: `${prefix}/${name}`, opType: "Identity", input: [made], output: [wanted], attribute: [] }];
    });
    return [...body, ...passed];
  }

  private unused(wanted: string): string {
    let name = wanted;
    for (let count = 2; this.taken.has(name); count++) name = `${wanted}.${count}`;
    this.taken.add(name);
    return name;
  }
}
