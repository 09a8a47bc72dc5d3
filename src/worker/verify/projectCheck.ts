/** A project's `check/` folder from a program and the samples at hand: what a job that generates C adds to it. */
import {
  activationOf,
  sequencesOf,
  type ActivationId,
  type Codes,
  type Hop,
  type Program,
  type SampleSource,
  type Watch,
} from "../../engine";
import { inputCodes } from "../samples/inputCodes";
import { checkFiles, type CheckFile } from "./checkFiles";
import { CHECK_SAMPLES, CHECK_STEPS, expectationsOf, type ProjectFigures } from "./expectations";

/** More hops of a sequence than this are not kept. */
const MOST_HOPS = 96;
/** Hops beyond those after which every row that an answer speaks of is there. */
const FURTHER_HOPS = 2;

/** A program of hops with the one of whole windows that it was made from. */
export interface EndlessCheck {
  readonly hop: Hop;
  readonly program: Program;
}

/**
 * @param program of whole inputs
 * @param source samples of the network's inputs; the first of them are kept in the project
 * @param endless where the project takes hops
 */
export async function projectCheck(
  program: Program,
  source: SampleSource,
  figures: ProjectFigures,
  watch: Watch,
  endless?: EndlessCheck,
): Promise<readonly CheckFile[]> {
  if (endless) {
    const samples = await hopsOf(program, source, endless);
    return checkFiles(await expectationsOf(endless.program, samples, figures, watch, checkHops(endless.hop)));
  }
  const steps = checkSteps(source);
  const length = source.sequence?.steps ?? 1;
  const samples: Map<ActivationId, Codes>[] = [];
  for (let index = 0; index < Math.min(CHECK_SAMPLES, sequencesOf(source)); index++) {
    for (let step = 0; step < steps; step++) {
      samples.push(inputCodes(program, await source.sample(index * length + step)));
    }
  }
  return checkFiles(await expectationsOf(program, samples, figures, watch, steps));
}

/** Steps of each sequence that are kept in the project: the first ones. */
export function checkSteps({ sequence }: Pick<SampleSource, "sequence">): number {
  return Math.min(CHECK_STEPS, sequence?.steps ?? 1);
}

/** Hops of each sequence that are kept in the project: until an answer speaks of rows alone that there are, and some more. */
export function checkHops({ figures: { firstRows, hopRows } }: Hop): number {
  return Math.min(MOST_HOPS, firstRows / hopRows + FURTHER_HOPS);
}

/** Sequences of hops, each from the rows of samples that follow each other: another sample begins each. */
async function hopsOf(
  program: Program,
  source: SampleSource,
  { hop }: EndlessCheck,
): Promise<readonly ReadonlyMap<ActivationId, Codes>[]> {
  const [input = -1] = program.network.inputs;
  const hopCodes = activationOf(hop.network, input).elements;
  const wanted = checkHops(hop) * hopCodes;
  const hops: Map<ActivationId, Codes>[] = [];
  for (let sequence = 0; sequence < Math.min(CHECK_SAMPLES, source.count); sequence++) {
    const rows = new Uint8Array(wanted);
    for (let done = 0, index = sequence; done < wanted; index++) {
      const codes = inputCodes(program, await source.sample(index % source.count)).get(input) ?? new Uint8Array();
      rows.set(codes.subarray(0, wanted - done), done);
      done += codes.length;
    }
    for (let at = 0; at < wanted; at += hopCodes) hops.push(new Map([[input, rows.subarray(at, at + hopCodes)]]));
  }
  return hops;
}
