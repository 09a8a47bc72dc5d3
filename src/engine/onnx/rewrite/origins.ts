/** Where each element of a tensor comes from, through operators that only move values. */
import { elementsOf, producersOf, tensorOf, type Graph, type Node } from "../../ir/graph";

/** Element i is element `index[i]` of the tensor with number `source[i]`. */
interface Traced {
  readonly source: Int32Array;
  readonly index: Int32Array;
}

export class Origins {
  private readonly producers: ReadonlyMap<string, Node>;
  private readonly known = new Map<string, Traced>();
  private readonly numbers = new Map<string, number>();

  constructor(private readonly graph: Graph) {
    this.producers = producersOf(graph);
  }

  of(tensor: string): Traced {
    // Without recursion: chains of views may be long.
    const open = [tensor];
    for (let name = open.at(-1); name !== undefined; name = open.at(-1)) {
      const maker = this.producers.get(name);
      const needed = maker && isMoving(maker) ? maker.inputs.filter((input) => !this.known.has(input)) : [];
      if (needed.length > 0 && !this.known.has(name)) {
        open.push(...needed);
        continue;
      }
      if (!this.known.has(name)) this.known.set(name, (maker && this.moved(maker)) ?? this.itself(name));
      open.pop();
    }
    return this.known.get(tensor) ?? this.itself(tensor);
  }

  /** Which elements of `source` a tensor holds, where it holds nothing else. */
  within(tensor: string, source: string): Int32Array | undefined {
    const { source: sources, index } = this.of(tensor);
    const number = this.numbers.get(source);
    return sources.every((one) => one === number) ? index : undefined;
  }

  /** Whether a tensor's elements are the listed ones of another. */
  areThose(tensor: string, other: Traced, elements: Int32Array): boolean {
    if (elementsOf(tensorOf(this.graph, tensor).shape) !== elements.length) return false;
    const { source, index } = this.of(tensor);
    return elements.every((at, i) => source[i] === other.source[at] && index[i] === other.index[at]);
  }

  private itself(name: string): Traced {
    const count = elementsOf(tensorOf(this.graph, name).shape);
    const number = this.numbers.get(name) ?? this.numbers.size;
    this.numbers.set(name, number);
    return { source: new Int32Array(count).fill(number), index: Int32Array.from({ length: count }, (_, i) => i) };
  }

  private moved(node: Node): Traced | undefined {
    const { op } = node;
    const inputs = node.inputs.map((name) => ({
      shape: tensorOf(this.graph, name).shape,
      traced: this.known.get(name),
    }));
    const [x] = inputs;
    if (!x?.traced) return undefined;
    const { shape } = tensorOf(this.graph, node.output);
    switch (op.kind) {
      case "reshape":
        return x.traced;
      case "transpose":
        return picked(x.traced, x.shape, shape, (at) => scattered(at, op.perm));
      case "slice":
        return picked(x.traced, x.shape, shape, (at) =>
          at.map((i, axis) => (op.starts[axis] ?? 0) + i * (op.steps[axis] ?? 1)),
        );
      case "resize":
        return picked(x.traced, x.shape, shape, ([n = 0, c = 0, y = 0, z = 0]) => [
          n,
          c,
          op.sourceRows[y] ?? 0,
          op.sourceColumns[z] ?? 0,
        ]);
      case "concat":
        return joined(inputs, op.axis);
      default:
        return undefined;
    }
  }
}

const MOVING = new Set(["reshape", "transpose", "slice", "resize", "concat"]);

/** Whether it only moves values. */
export function isMoving({ op }: Node): boolean {
  return MOVING.has(op.kind);
}

/** Output axis i lies along input axis perm[i]. */
function scattered(at: readonly number[], perm: readonly number[]): readonly number[] {
  const source = new Array<number>(at.length).fill(0);
  perm.forEach((axis, i) => (source[axis] = at[i] ?? 0));
  return source;
}

function picked(
  { source, index }: Traced,
  from: readonly number[],
  to: readonly number[],
  place: (at: readonly number[]) => readonly number[],
): Traced {
  const count = elementsOf(to);
  const result = { source: new Int32Array(count), index: new Int32Array(count) };
  const at = to.map(() => 0);
  for (let i = 0; i < count; i++) {
    const flat = place(at).reduce((sum, position, axis) => sum * (from[axis] ?? 1) + position, 0);
    result.source[i] = source[flat] as number;
    result.index[i] = index[flat] as number;
    for (let axis = to.length - 1; axis >= 0 && ++(at[axis] as number) === to[axis]; axis--) at[axis] = 0;
  }
  return result;
}

function joined(
  inputs: readonly { readonly shape: readonly number[]; readonly traced: Traced | undefined }[],
  axis: number,
): Traced | undefined {
  const outer = elementsOf(inputs[0]?.shape.slice(0, axis) ?? []);
  const source: number[] = [];
  const index: number[] = [];
  for (let i = 0; i < outer; i++) {
    for (const { shape, traced } of inputs) {
      if (!traced) return undefined;
      const length = elementsOf(shape.slice(axis));
      for (let k = i * length; k < (i + 1) * length; k++) {
        source.push(traced.source[k] as number);
        index.push(traced.index[k] as number);
      }
    }
  }
  return { source: Int32Array.from(source), index: Int32Array.from(index) };
}
