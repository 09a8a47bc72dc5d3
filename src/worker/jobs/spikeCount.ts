/** How often what layers read as spikes is one: of that their work depends. */
import { activationOf, type Layer, type Network, type Problem, type ProgramRun } from "../../engine";
import type { ReportInteger } from "../../protocol/files/report";

export class SpikeCount {
  private readonly layers: readonly Layer[];
  /** Spikes and weights added so far, by layer. */
  private readonly spikes: number[];
  private runs = 0;

  constructor(private readonly network: Network) {
    this.layers = network.layers.filter(
      ({ kind, inputs: [input = -1] }) =>
        (kind === "spiking" || kind === "conv" || kind === "fullyConnected") &&
        network.activations[input]?.fixed === "spikes",
    );
    this.spikes = this.layers.map(() => 0);
  }

  /** One run, with all codes. */
  add(run: ProgramRun): void {
    this.runs++;
    this.layers.forEach(({ inputs: [input = -1] }, i) => {
      let spikes = 0;
      for (const code of run.codes.get(input) ?? []) spikes += code;
      this.spikes[i] = (this.spikes[i] ?? 0) + spikes;
    });
  }

  /** Additions of a convolution are those of windows that see everything equally often. */
  counted(): NonNullable<ReportInteger["spikes"]> {
    return this.layers.map(({ name, macs, inputs: [input = -1] }, i) => {
      const rate = (this.spikes[i] ?? 0) / Math.max(1, this.runs * activationOf(this.network, input).elements);
      return { layer: name, rate, additions: Math.round(rate * macs), macs };
    });
  }
}

/** What spikes save, where there are any. */
export function spikeNotes({ spikes = [] }: ReportInteger): readonly Problem[] {
  if (spikes.length === 0) return [];
  const sum = (of: (one: (typeof spikes)[number]) => number): number =>
    spikes.reduce((total, one) => total + of(one), 0);
  const [additions, macs] = [sum((one) => one.additions), sum((one) => one.macs)];
  const rates = spikes.map(({ layer, rate }) => `"${layer}" ${(100 * rate).toFixed(1)} %`).join(", ");
  const less = (100 * (1 - additions / Math.max(1, macs))).toFixed(1);
  const message = `of what layers read as spikes so much is one: ${rates}; the firmware adds ${additions} weights a run instead of ${macs} multiply-accumulates, ${less} % less`;
  return [{ code: "quantize.spikes", message }];
}
