/**
 * Variables as states. A variable that a run reads before it assigns it carries a value from one run to the next: an input of the graph, and an
 * output of the value that is assigned last. One that is assigned first is an intermediate result like any other.
 *
 * States are 0 in the first run of a sequence, so what the file's CALL_ONCE assigns must stand for 0.
 */
import { elementsOf, type StatePair } from "../ir/graph";
import { valuesOf } from "./constants";
import { Refused } from "./refused";
import type { Site, Translator } from "./site";
import type { Order, Translation, Value } from "./translation";
import type { OperatorInfo, Subgraph, TensorInfo, TfliteModel } from "./wire/schema";

interface Variable {
  /** Of its input. */
  readonly name: string;
  /** What it holds now: a tensor of the file. */
  holder: number;
}

export class Variables {
  private readonly known = new Map<string, Variable>();
  private readonly assigned = new Map<string, number>();
  /** Inputs of the graph, in the order of their first use. */
  readonly inputs: { readonly name: string; readonly shape: readonly number[] }[] = [];

  /** @param initial what CALL_ONCE assigns, by the variable's name */
  constructor(private readonly initial: ReadonlyMap<string, TensorInfo>) {}

  readonly operators: Readonly<Record<string, Translator>> = {
    VAR_HANDLE: (site) => {
      site.translation.set(site.output(), {
        kind: "handle",
        variable: variableOf(site.operator, site.translation.subgraph),
      });
    },
    READ_VARIABLE: (site) => {
      this.read(site, handleOf(site));
    },
    ASSIGN_VARIABLE: (site) => {
      this.assigned.set(handleOf(site), site.input(1));
    },
  };

  private read(site: Site, variable: string): void {
    const { translation } = site;
    const now = this.assigned.get(variable);
    const output = site.output();
    if (now !== undefined) {
      translation.set(output, translation.value(now));
      return;
    }
    const known = this.known.get(variable);
    if (known) {
      translation.set(output, translation.value(known.holder));
      return;
    }
    requireZero(variable, this.initial.get(variable), translation.tensor(output));
    const name = translation.writer.fresh(variable);
    const order = orderOf(translation.tensor(output));
    this.inputs.push({ name, shape: translation.shapeIn(output, order) });
    site.answer({ order }, (made) => translation.node("Identity", [name], made, {}, made));
    this.known.set(variable, { name, holder: output });
  }

  /** The states, once all operators have been taken over: those that a run reads and assigns. */
  pairs(translation: Translation): readonly StatePair[] {
    return [...this.known].map(([variable, { name, holder }]) => {
      const next = this.assigned.get(variable) ?? holder;
      if (translation.isQuantized(holder) && !translation.hasSameCodes(next, holder))
        throw new Refused(
          "tflite.variable",
          `reads the variable "${variable}" with another scale than it assigns it with`,
        );
      const output = translation.writer.fresh(`${variable}/next`);
      const held = translation.operand(next, orderOf(translation.tensor(holder)));
      translation.node("Identity", [held], output, {}, output);
      return { input: name, output };
    });
  }
}

/** Nobody but the network sees a state: images lie as its operators have them. */
function orderOf({ shape }: TensorInfo): Order {
  return shape.length === 4 ? "image" : "file";
}

function handleOf(site: Site): string {
  const value: Value = site.translation.value(site.input(0));
  if (value.kind !== "handle") throw new Refused("tflite.handle", "names no variable");
  return value.variable;
}

/** A variable is known by two texts, its container and its own name. */
export function variableOf({ options, outputs }: OperatorInfo, subgraph: Subgraph): string {
  const [container, own] = [options?.text(0) ?? "", options?.text(1) ?? ""];
  if (own === "") return subgraph.tensors[outputs[0] ?? -1]?.name ?? "variable";
  return container === "" ? own : `${container}/${own}`;
}

/** What the subgraphs that run once assign, by the variable's name. */
export function initialValues(model: TfliteModel, main: Subgraph): ReadonlyMap<string, TensorInfo> {
  const values = new Map<string, TensorInfo>();
  for (const { name, options } of main.operators) {
    const subgraph = name === "CALL_ONCE" ? model.subgraphs[options?.int32(0) ?? -1] : undefined;
    if (!subgraph || subgraph === main) continue;
    const handles = new Map<number, string>();
    for (const operator of subgraph.operators) {
      const [first = -1, second = -1] = operator.inputs;
      if (operator.name === "VAR_HANDLE") handles.set(operator.outputs[0] ?? -1, variableOf(operator, subgraph));
      const variable = handles.get(first);
      const tensor = subgraph.tensors[second];
      if (operator.name === "ASSIGN_VARIABLE" && variable !== undefined && tensor) values.set(variable, tensor);
    }
  }
  return values;
}

/** @param read what the variable's codes mean where they are read */
function requireZero(variable: string, tensor: TensorInfo | undefined, read: TensorInfo): void {
  if (!tensor || elementsOf(tensor.shape) === 0) return;
  const [zero = 0] = read.quantization?.zeroPoints ?? [];
  if (valuesOf(tensor).every((value) => value === zero)) return;
  throw new Refused(
    "tflite.variable",
    `reads the variable "${variable}", which does not begin at 0`,
    "only states that are 0 in the first run are supported",
  );
}
