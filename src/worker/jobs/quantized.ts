/** What stages of a job hand on: a model ready for any policy, and the program of one. */
import type { Program, Quantizer } from "../../engine";
import type { JobSamples } from "../samples/samples";
import type { JobResult } from "./jobs";

export interface OpenQuantizer extends JobSamples {
  /** Each weight rounded by itself. */
  readonly nearest: Quantizer;
}

export interface QuantizedProgram {
  readonly quantizer: Quantizer;
  readonly program: Program;
  /** Whose weights they are, where they were learned. */
  readonly learned?: JobResult["learned"];
}
