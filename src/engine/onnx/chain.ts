/** Several operators in the place of one: emitted one after the other, the first problem ends the chain. */
import type { Problem } from "../base/outcome";
import type { Op } from "../ir/op";
import type { EmitOptions, Site } from "./site";
import { floatConstant, isProblem, typed, type Activation, type Constant } from "./value";

export type Operand = Activation | Constant;

export class Chain {
  problem: Problem | undefined;
  private count = 0;

  constructor(
    private readonly site: Site,
    /** The result's name where it is not the node's first output. */
    private readonly output = site.outputName(),
  ) {}

  /** @param shape of a reshape's result */
  step(op: Op, inputs: readonly Operand[], shape?: readonly number[]): Activation {
    const name = `step${this.count++}`;
    return this.emit(op, inputs, {
      output: this.site.between(name),
      suffix: name,
      ...(shape !== undefined && { shape }),
    });
  }

  reshape(x: Operand, shape: readonly number[]): Activation {
    return this.step({ kind: "reshape" }, [x], shape);
  }

  transpose(x: Operand, perm: readonly number[]): Activation {
    return this.step({ kind: "transpose", perm }, [x]);
  }

  /** The last operator makes the node's own output: floats, or whole numbers of `type`. */
  last(op: Op, inputs: readonly Operand[], type?: number, shape?: readonly number[]): Activation | Problem {
    const result = this.emit(op, inputs, { output: this.output, ...(shape !== undefined && { shape }) });
    return this.problem ?? typed(type, result);
  }

  number(value: number): Constant {
    return floatConstant(`${this.site.outputName()}/number${this.count++}`, [], [value]);
  }

  constant(shape: readonly number[], data: ArrayLike<number>): Constant {
    return floatConstant(`${this.site.outputName()}/constant${this.count++}`, shape, data);
  }

  private emit(op: Op, inputs: readonly Operand[], options: EmitOptions): Activation {
    const nothing: Activation = { kind: "activation", tensor: "", shape: [] };
    if (this.problem) return nothing;
    const result = this.site.emit(op, inputs, options);
    if (!isProblem(result)) return result;
    this.problem = result;
    return nothing;
  }
}
