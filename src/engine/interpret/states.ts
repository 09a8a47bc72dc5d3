/** What outlives a run of an integer program, as `<prefix>_reset()` and the end of `<prefix>_invoke()` leave it. */
import { newCodes, type Codes } from "../base/bits";
import { activationOf, type ActivationId } from "../ir/network";
import type { Program } from "../ir/program";
import type { ProgramRun } from "./runProgram";

export type StateCodes = ReadonlyMap<ActivationId, Codes>;

/** In front of the first step of a sequence: the code of zero everywhere. */
export function clearedStates({ network, formats }: Program): StateCodes {
  return new Map(
    (network.states ?? []).map(({ input }) => {
      const { elements } = activationOf(network, input);
      const { bits, zeroPoint } = formats[input] ?? { bits: 8, zeroPoint: 0 };
      return [input, newCodes(bits, elements).fill(zeroPoint)];
    }),
  );
}

/** In front of the step after that run. */
export function statesAfter({ network }: Program, run: ProgramRun): StateCodes {
  return new Map(
    (network.states ?? []).map(({ input, output }) => {
      const codes = run.codes.get(output);
      if (!codes) throw new Error(`the run did not keep activation ${output}`);
      return [input, codes];
    }),
  );
}
