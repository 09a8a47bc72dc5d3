/**
 * States of the panel that look like a person's: well-known networks, planned and searched by the engine itself, so that every byte in a
 * picture adds up; losses and accuracies are made up. PanelScene also answers edits, as the extension would.
 */
import {
  choicesOf,
  nearestBoards,
  ramBudgetBytes,
  uniformPolicy,
  unwatched,
  type NarrowBits,
  type Network,
  type Policy,
  type SensitivityTable,
  type Watch,
  type Bits,
  withWidth,
} from "../../../src/engine";
import { exact } from "../../../src/engine/search/exact/exact";
import { predictedLossOf } from "../../../src/engine/search/loss";
import { buildReport } from "../../../src/worker/report/buildReport";
import { searchProblemsOf } from "../../../src/worker/jobs/decide";
import { explain, type Reasons } from "../../../src/worker/jobs/explain";
import type { JobSettings } from "../../../src/worker/jobs/jobs";
import type { Model } from "../../../src/worker/model/loadModel";
import { shownDigits, widthsOf, withChanges } from "../../../src/protocol/files/frontPolicy";
import type { PanelState, PlannedWidth } from "../../../src/protocol/messages/panel";
import { widthsFor, type AccountName, type Report, type ReportAccuracy } from "../../../src/protocol/files/report";
import { measuredLooking } from "../../unit/engine/search/problems";
import { measured } from "../sampleReport";
import { executionUnder } from "../../../src/worker/settings/statedStreaming";
import { bareModel } from "../networks/bareModel";
import type { Execution } from "../../../src/engine";

export interface SceneOptions {
  readonly fileName: string;
  readonly network: Network;
  readonly board: { readonly id: string; readonly name: string } | null;
  readonly flashBytes: number;
  readonly ramBytes: number;
  readonly account: AccountName;
  readonly accuracy?: ReportAccuracy;
  /** Row by row where that is needed; default off. */
  readonly streaming?: "auto" | "off";
}

const WIDTHS: readonly NarrowBits[] = [8, 4, 2];

export class PanelScene {
  private readonly losses: Readonly<Record<string, number>>;
  private history: readonly Policy[] = [];
  private at = 0;
  private base: Report | undefined;

  constructor(private readonly options: SceneOptions) {
    const { network } = options;
    const table = measuredLooking(network, 7);
    this.losses = Object.fromEntries(
      choicesOf(network).flatMap((choice) =>
        WIDTHS.map((bits) => [
          `${choice.kind}:${choice.name}:${bits}`,
          Number(table.lossOf(choice, bits).toPrecision(6)),
        ]),
      ),
    );
  }

  /** A layer whose weights can be edited. */
  get firstWeights(): string {
    return choicesOf(this.options.network).find(({ kind }) => kind === "weights")?.name ?? "";
  }

  /** Before anything is searched: 8 bits everywhere. */
  estimate(): PanelState {
    const report = this.plan(uniformPolicy(this.options.network, 8), { strategy: "uniform" });
    return this.stateOf(report, { hasSensitivities: false, losses: {} });
  }

  /** The exact search's answer, with its accuracy. */
  async quantized(): Promise<PanelState> {
    const { network, accuracy = measured } = this.options;
    const [problem] = searchProblemsOf(this.model, this.settings, this.table);
    const answer = await exact(problem, { seed: 1, watch: unwatched });
    if (answer.kind === "infeasible") {
      const { short, leastFlashBytes, leastRamBytes, ramLayer } = answer;
      const report = this.plan(uniformPolicy(network, 2), { strategy: "exact" });
      const boards = nearestBoards(leastFlashBytes, leastRamBytes)
        .slice(0, 4)
        .map((board) => ({
          id: board.id,
          name: board.name,
          flashBytes: board.flashBytes,
          ramBytes: ramBudgetBytes(board),
        }));
      const infeasible = { short, leastFlashBytes, leastRamBytes, ramLayer, boards };
      const search = { ...report.search, optimal: answer.proven, evaluations: answer.evaluations, infeasible };
      return this.stateOf({ ...report, fits: false, search }, {});
    }
    this.history = [answer.policy];
    this.at = 0;
    const report = this.plan(answer.policy, {
      strategy: "exact",
      evaluations: answer.evaluations,
      optimal: answer.optimal,
    });
    const explanation = await this.explained(answer.policy, unwatched, answer.optimal);
    const integer = { samples: 64, differing: 0, largestCodeDifference: 1 };
    this.base = { ...report, ...explanation, accuracy, integer };
    return this.stateOf(this.base, {});
  }

  /** The front and the reasons for a policy under the scene's budget. */
  explained(policy: Policy, watch: Watch = unwatched, optimal = false): Promise<Reasons> {
    const execution = this.executionOf(policy);
    return explain(this.model, this.settings, this.table, { policy, execution, optimal }, watch);
  }

  setBits(kind: "weights" | "activation", name: string, bits: Bits): PanelState {
    const current = this.history[this.at] ?? uniformPolicy(this.options.network, 8);
    const choice = choicesOf(this.options.network).find((one) => one.kind === kind && one.name === name);
    return this.take(choice ? withWidth(current, choice, bits) : current);
  }

  /** As the session does it. */
  planWidths(kind: "weights" | "activation", name: string): readonly PlannedWidth[] {
    return widthsFor(kind).map((bits) => {
      const { report } = this.setBits(kind, name, bits);
      this.step(-1);
      if (!report) throw new Error("a scene has a report");
      const { flashBytes, ramBytes } = report.memory[this.options.account];
      return { bits, flashBytes, ramBytes };
    });
  }

  /** Forgets every edit, so that one test's edits are not the next one's past. */
  rewind(): void {
    this.history = this.history.slice(0, 1);
    this.at = 0;
  }

  applyFront(index: number): PanelState {
    const front = this.base?.front;
    const point = front?.points[index];
    if (!front || !point) throw new Error(`there is no point ${index}`);
    return this.take(widthsOf(front.order, point.policy));
  }

  applyTrade(tensor: number, bits: Bits): PanelState {
    const front = this.base?.front;
    const digits = front && this.base ? shownDigits(front, this.base) : null;
    const trade = this.base?.why?.tensors[tensor]?.others.find((other) => other.bits === bits)?.best;
    if (!front || !trade || digits === null) throw new Error(`there is no trade for ${tensor} at ${bits} bits`);
    return this.take(widthsOf(front.order, withChanges(digits, trade.changes)));
  }

  step(by: -1 | 1): PanelState {
    this.at = Math.max(0, Math.min(this.history.length - 1, this.at + by));
    return this.edited();
  }

  private edited(): PanelState {
    const policy = this.history[this.at];
    const original = this.history[0];
    if (!policy || !original || !this.base) throw new Error("edits come after quantized()");
    const changed = choicesOf(this.options.network)
      .filter(({ kind, name }) => widthOf(policy, kind, name) !== widthOf(original, kind, name))
      .map(({ kind, name }) => `${kind}:${name}`);
    const steps = { canUndo: this.at > 0, canRedo: this.at < this.history.length - 1 };
    if (changed.length === 0) return this.stateOf(this.base, steps);
    return this.stateOf(this.plan(policy, { strategy: "given" }), { ...steps, before: this.base, edited: changed });
  }

  private take(policy: Policy): PanelState {
    this.history = [...this.history.slice(0, this.at + 1), policy];
    this.at = this.history.length - 1;
    return this.edited();
  }

  private get model(): Model {
    return bareModel(this.options.network, this.options.fileName);
  }

  private get settings(): JobSettings {
    const { fileName, board, flashBytes, ramBytes, account, streaming = "off" } = this.options;
    return {
      modelPath: fileName,
      budget: { id: board?.id ?? null, name: board?.name ?? null, flashBytes, ramBytes },
      account,
      search: "exact",
      rounding: "nearest",
      seed: 1,
      streaming,
      rows: "memory",
    };
  }

  private executionOf(policy: Policy): Execution {
    return executionUnder(this.settings, this.model.planner, { policy });
  }

  private get table(): SensitivityTable {
    return new Map(Object.entries(this.losses));
  }

  private plan(policy: Policy, search: { strategy: string; evaluations?: number; optimal?: boolean }): Report {
    const { network } = this.options;
    const losses = measuredLooking(network, 7);
    const sensitivities = search.strategy === "uniform" ? undefined : this.table;
    return buildReport(this.model, this.settings, {
      policy,
      execution: this.executionOf(policy),
      evaluations: 1,
      optimal: false,
      ...search,
      seconds: 2.4,
      predictedLoss: sensitivities ? Number(predictedLossOf({ network, losses }, policy).toPrecision(4)) : null,
      measuredLoss: null,
      sensitivities,
      accuracy: undefined,
      integer: undefined,
      infeasible: undefined,
      notes: [],
    });
  }

  private stateOf(report: Report, change: Partial<PanelState>): PanelState {
    const { fileName } = this.options;
    return {
      model: { name: fileName, path: `/project/models/${fileName}` },
      report,
      before: null,
      edited: [],
      canUndo: false,
      canRedo: false,
      hasSensitivities: true,
      losses: this.losses,
      samples: null,
      samplesChanged: false,
      comparison: null,
      firmware: null,
      interrupted: false,
      working: null,
      busy: null,
      problems: [],
      workerDown: false,
      ...change,
    };
  }
}

function widthOf(policy: Policy, kind: "weights" | "activation", name: string): Bits | undefined {
  return (kind === "weights" ? policy.weights : policy.activations).get(name);
}

/** The same network under names as converters make them. */
export function withLongNames(network: Network): Network {
  const long = (name: string): string =>
    `StatefulPartitionedCall/model/block_${name.replace(".", "/expanded_")}/FusedBatchNormV3`;
  return {
    ...network,
    activations: network.activations.map((activation) => ({ ...activation, name: long(activation.name) })),
    layers: network.layers.map((layer) => ({ ...layer, name: long(layer.name) })),
  };
}
