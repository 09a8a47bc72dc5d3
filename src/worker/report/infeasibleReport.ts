/** The answer where no policy was found: what is short by how much, and boards that have it. */
import {
  codeCoreOf,
  nearestBoards,
  ramBudgetBytes,
  timesOf,
  type Execution,
  type Infeasible,
  type Network,
  type Target,
} from "../../engine";
import type { ReportInfeasible } from "../../protocol/files/report";
import type { JobSettings } from "../jobs/jobs";
import { millisecondsOf, sumOf } from "../settings/latency";

const MOST_BOARDS = 5;

/**
 * @param execution of the policy that stands in, where time is short the fastest
 * @param peakLayer its layer of most RAM
 */
export function infeasibleOf(
  infeasible: Infeasible,
  network: Network,
  execution: Execution,
  peakLayer: string,
  settings: JobSettings,
): ReportInfeasible {
  const { latencySeconds } = settings;
  const { short, leastFlashBytes, leastRamBytes, ramLayer, fastest } = infeasible;
  const isFast = (board: Target): boolean => {
    if (!fastest || latencySeconds === undefined) return true;
    const build = { ...execution.build, core: codeCoreOf(board) };
    const cycles = sumOf(timesOf(network, fastest.policy, { ...execution, build }));
    return board.clockHz > 0 && cycles <= latencySeconds * board.clockHz;
  };
  const fastestMilliseconds = fastest && millisecondsOf(fastest.cycles, settings);
  return {
    short,
    ...(fastestMilliseconds !== undefined && { fastestMilliseconds }),
    leastFlashBytes,
    leastRamBytes,
    ramLayer: fastest ? peakLayer : ramLayer,
    boards: nearestBoards(leastFlashBytes, leastRamBytes)
      .filter(isFast)
      .slice(0, MOST_BOARDS)
      .map((target) => ({
        id: target.id,
        name: target.name,
        flashBytes: target.flashBytes,
        ramBytes: ramBudgetBytes(target),
      })),
  };
}
