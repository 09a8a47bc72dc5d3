/** What the generator of C projects is asked and answers. */
import type { Plan } from "../memory/types";
import type { Program } from "../ir/program";

export interface ProjectQuestion {
  readonly program: Program;
  /** A plan of the linked account for the program's network and policy. */
  readonly plan: Plan;
  readonly rows: "memory" | "supplied";
  readonly model: { readonly name: string; readonly sha256: string };
  readonly policySha256: string;
  /** "bitwright" and its version. */
  readonly generator: string;
  /** What a report calls each layer, by layer index. */
  readonly describe: (layer: number) => string;
}

export interface ProjectFile {
  /** Relative to the project's folder, with "/". */
  readonly path: string;
  readonly text: string;
}
