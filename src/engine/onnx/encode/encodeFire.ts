/** Neurons, step by step; with a grid in whole numbers, which float32 holds exactly: as the program computes them (docs/numerics.md, "Spikes"). */
import { tensorOf, type Graph } from "../../ir/graph";
import type { OpOf } from "../../ir/op";
import { DataType } from "../wire/proto";
import type { ModelWriter } from "./modelWriter";

interface FirePlace {
  readonly op: OpOf<"fire">;
  readonly graph: Graph;
  readonly writer: ModelWriter;
  readonly inputs: readonly string[];
  readonly output: string;
}

export function encodeFire({ op, graph, writer, inputs, output }: FirePlace): void {
  const { neuron, grid, gives } = op;
  const [u = "", v = ""] = inputs;
  const { length: rank } = tensorOf(graph, u).shape;
  let count = 0;
  const step = (name: string, operands: readonly string[], attributes: Record<string, number> = {}): string => {
    const result = writer.fresh(`${output}/${count++}`);
    writer.node(name, operands, result, attributes);
    return result;
  };
  const number = (value: number): string => writer.float(`${output}/number`, value);
  /** One a channel, along its axis. */
  const byChannel = (values: ArrayLike<number>): string => {
    if (values.length === 1) return number(values[0] as number);
    const axis = (grid?.axis ?? 0) < 0 ? rank - 1 : 1;
    const shape = Array.from({ length: rank }, (_, i) => (i === axis ? values.length : 1));
    return writer.tensor(writer.fresh(`${output}/channels`), shape, Float32Array.from(values));
  };
  const rounded = (name: string): string => (grid ? step("Floor", [step("Add", [name, number(0.5)])]) : name);
  const half = grid ? 2 ** (grid.bits - 1) : 0;
  const saturated = (name: string): string => (grid ? step("Clip", [name, number(-half), number(half - 1)]) : name);

  const units = grid && byChannel(grid.units);
  const threshold = grid ? byChannel(grid.thresholds) : number(neuron.threshold);
  const value = grid ? byChannel(grid.values) : number(neuron.value);
  const fires = (name: string): string =>
    step(grid || !neuron.strict ? "GreaterOrEqual" : "Greater", [name, threshold]);
  const scaled = neuron.gain === 1 ? u : step("Mul", [u, number(neuron.gain)]);
  const raised = neuron.offset === 0 ? scaled : step("Add", [scaled, number(neuron.offset)]);
  const current = units === undefined ? raised : rounded(step("Div", [raised, units]));
  const held = units === undefined ? v : saturated(rounded(step("Div", [v, units])));
  let h = step("Add", [rounded(step("Mul", [held, number(neuron.leak)])), current]);
  const reset = (where: string, from: string): string =>
    step("Where", [where, neuron.reset === "to" ? value : step("Sub", [from, value]), from]);
  if (neuron.delayed) h = reset(fires(held), h);
  if (gives === "spikes") {
    writer.node("Cast", [fires(h)], output, { to: DataType.float });
    return;
  }
  const left = saturated(neuron.delayed ? h : reset(fires(h), h));
  if (units === undefined) writer.node("Identity", [left], output);
  else writer.node("Mul", [left, units], output);
}
